//! Another sum in the place of the one that a report has: what changes, cell by cell, before it is taken.

use std::collections::BTreeMap;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::{Edit, Report, Value, Whole};
use crate::form::{CellIndex, Form};

/// A cell that another sum changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The cell.
    pub cell: CellIndex,
    /// The sum as it was.
    pub old: Decimal,
    /// The sum as it is.
    pub new: Decimal,
    /// What was typed over the old sum, and stays.
    pub kept: Option<String>,
}

/// Another sum in the place of the one that a report has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Again {
    /// The units that came, went or have another file, in sentences.
    pub units: Vec<String>,
    /// The cells whose sum changes, in the order of the form.
    pub changes: Vec<Change>,
    /// What takes the new sum over; what was typed over the old one stays.
    pub edit: Edit,
}

impl Whole {
    /// This sum in the place of the one that the report has: what changes, cell by cell, before it is taken.
    #[must_use]
    pub fn again(self, form: &Form, report: &Report) -> Again {
        let none = Self::default();
        let before = report.whole.as_deref().unwrap_or(&none);
        let units = units_changed(before, &self);
        let (mut changes, mut texts) = (Vec::new(), Vec::new());
        for (cell, definition) in form.cells().filter(|(cell, _)| form.total(*cell).is_none()) {
            let (Some(old), Some(new)) = (before.figure(&definition.id), self.figure(&definition.id)) else { continue };
            let typed = report.cell(cell);
            let follows = matches!(typed.value, Value::Blank) || typed.value.number() == Some(old);
            if old != new {
                changes.push(Change { cell, old, new, kept: (!follows).then(|| typed.text.clone()) });
            }
            if follows && typed.value.number() != Some(new) {
                texts.push((cell, new.to_string()));
            }
        }
        let edit = Edit::All(vec![Edit::Cells(texts), Edit::Whole(Some(Arc::new(self)))]);
        Again { units, changes, edit }
    }
}

/// Which units came, went or have another file, in sentences.
fn units_changed(before: &Whole, after: &Whole) -> Vec<String> {
    let of = |sum: &Whole| sum.parts.iter().map(|part| (part.unit.clone(), part.hash.clone())).collect::<BTreeMap<_, _>>();
    let (old, new) = (of(before), of(after));
    let mut told = Vec::new();
    for part in &after.parts {
        match old.get(&part.unit) {
            None => told.push(format!("新增：{}", part.unit)),
            Some(hash) if *hash != part.hash => told.push(format!("换了文件：{}", part.unit)),
            Some(_) => {}
        }
    }
    told.extend(before.parts.iter().filter(|part| !new.contains_key(&part.unit)).map(|part| format!("不再计入：{}", part.unit)));
    told
}
