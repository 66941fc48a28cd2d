//! What the clerk decides about a document before it is read as a report: places of what has none, and parts that are left out.

use std::collections::{BTreeMap, BTreeSet};

use crate::intake::asking::Chosen;

/// What the clerk decides before anything is taken.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wishes {
    /// The unit, where it is not the one that was read.
    pub unit: Option<String>,
    /// The year, where it is not the one that was read.
    pub year: Option<i32>,
    /// Places of what has none, and parts that are left out.
    pub choices: Choices,
}

/// Places of what has none, and parts that are left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choices {
    /// By the tables that are ours, in the order of the document.
    tables: BTreeMap<usize, Chosen>,
    without: BTreeSet<String>,
    none: Chosen,
}

impl Choices {
    /// What was chosen for a table.
    #[must_use]
    pub fn of_table(&self, number: usize) -> &Chosen {
        self.tables.get(&number).unwrap_or(&self.none)
    }

    /// Sets what was chosen for a table.
    pub fn set_table(&mut self, number: usize, chosen: Chosen) {
        self.tables.insert(number, chosen);
    }

    /// Forgets all places: the form has other rows.
    pub fn forget_places(&mut self) {
        self.tables.clear();
    }

    /// Whether a part is left out.
    #[must_use]
    pub fn is_without(&self, part: &str) -> bool {
        self.without.contains(part)
    }

    /// Leaves a part out, or takes it after all.
    pub fn leave_out(&mut self, part: &str, out: bool) {
        if out {
            self.without.insert(part.to_owned());
        } else {
            self.without.remove(part);
        }
    }
}
