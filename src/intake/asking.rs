//! What no label gives a place is asked: which row of ours a row is, which cell of ours a figure is. Nothing is guessed before.

use std::collections::BTreeMap;

use super::labels::TableLabels;
use crate::form::{CellIndex, Form, Table};

/// Figures of a row that have no place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftRow {
    /// Its label, its figures and why they have none.
    pub words: String,
    /// What can be asked about it.
    pub asks: Vec<Ask>,
}

/// A place that the clerk may choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// What it is asked of.
    pub key: Key,
    /// The row of ours that it stands in, where that is known.
    row: Option<OurRow>,
    /// What it is asked of, in the clerk's words.
    pub words: String,
    /// What has figures of its own already.
    taken: Vec<Target>,
}

/// A row of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OurRow {
    /// The row of that number among those that have labels.
    Line(usize),
    /// The one row of a table whose rows are named by heads.
    Only,
}

/// A row of a block, or a figure in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    row: usize,
    /// The figure's column; `None` for the whole row.
    column: Option<usize>,
}

/// What was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// The row of ours of that number among the rows that have labels.
    Line(usize),
    /// A cell.
    Cell(CellIndex),
}

/// The places that were chosen for a block.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chosen(BTreeMap<Key, Target>);

impl OurRow {
    /// Its number among the rows that have labels.
    pub(super) fn line(self) -> Option<usize> {
        match self {
            Self::Line(line) => Some(line),
            Self::Only => None,
        }
    }
}

impl Ask {
    pub(super) fn row(row: usize, label: &str, figures: &str) -> Self {
        let words = if label.is_empty() { figures } else { label };
        Self { key: Key { row, column: None }, row: None, words: words.to_owned(), taken: Vec::new() }
    }

    pub(super) fn cell(row: usize, column: usize, ours: OurRow, figure: &str) -> Self {
        Self { key: Key { row, column: Some(column) }, row: Some(ours), words: figure.to_owned(), taken: Vec::new() }
    }

    pub(super) fn but(self, taken: impl Iterator<Item = Target>) -> Self {
        Self { taken: taken.collect(), ..self }
    }

    /// What may be chosen, in the order of the form, each with its name: what has no figure yet and was not chosen for another.
    #[must_use]
    pub fn targets(&self, form: &Form, table: &Table, chosen: &Chosen) -> Vec<(Target, String)> {
        let labels = TableLabels::of(form, table);
        let of = |line: Option<usize>| labels.targets.iter().filter(move |target| target.line == line);
        let all: Vec<_> = match self.row {
            Some(row) => {
                of(row.line()).filter_map(|target| Some((Target::Cell(target.cell), form.cell(target.cell)?.full_name()))).collect()
            }
            None => (0..labels.lines.len())
                .filter_map(|line| {
                    let first = of(Some(line)).next().and_then(|target| form.cell(target.cell))?;
                    Some((Target::Line(line), first.row_path.clone()))
                })
                .collect(),
        };
        let is_free =
            |target: &Target| !self.taken.contains(target) && !chosen.0.iter().any(|(key, other)| *key != self.key && other == target);
        all.into_iter().filter(|(target, _)| is_free(target)).collect()
    }
}

impl Chosen {
    /// Chooses a place, or none again. What was chosen for the figures of a row goes with the row.
    pub fn choose(&mut self, key: Key, target: Option<Target>) {
        if key.column.is_none() {
            self.0.retain(|known, _| known.row != key.row);
        }
        match target {
            Some(target) => _ = self.0.insert(key, target),
            None => _ = self.0.remove(&key),
        }
    }

    /// What was chosen for it.
    #[must_use]
    pub fn of(&self, key: Key) -> Option<Target> {
        self.0.get(&key).copied()
    }

    pub(super) fn row(&self, row: usize) -> Option<Target> {
        self.of(Key { row, column: None })
    }

    pub(super) fn cell(&self, row: usize, column: usize) -> Option<Target> {
        self.of(Key { row, column: Some(column) })
    }
}

/// What is asked about a block, as long as it is asked: with what was chosen, which can be taken back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asking {
    asks: BTreeMap<Key, Ask>,
    chosen: Chosen,
}

impl Asking {
    /// What is left now; what was chosen before goes on being asked.
    pub fn update(&mut self, left: &[LeftRow]) {
        self.asks.retain(|key, _| self.chosen.of(*key).is_some());
        for ask in left.iter().flat_map(|row| &row.asks) {
            self.asks.entry(ask.key).or_insert_with(|| ask.clone());
        }
    }

    /// What is asked, in the order of the block.
    pub fn asks(&self) -> impl Iterator<Item = &Ask> {
        self.asks.values()
    }

    /// What was chosen.
    #[must_use]
    pub fn chosen(&self) -> &Chosen {
        &self.chosen
    }

    /// Chooses a place, or none again.
    pub fn choose(&mut self, key: Key, target: Option<Target>) {
        self.chosen.choose(key, target);
    }
}
