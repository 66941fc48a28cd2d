//! The one way in which a report changes: an edit goes in, the edit that undoes it comes out.

use std::sync::Arc;

use super::{Explanation, Extra, HistoryEntry, LastYear, Level, Register, Report, Signature, Status, Whole};
use crate::form::{CellIndex, Form};

/// A change to a report. One edit is one step of undo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// New texts for cells; an empty text is blank, and gives a typed total back to computing.
    Cells(Vec<(CellIndex, String)>),
    /// A new text for a prose section.
    Prose {
        /// The section's id.
        section: String,
        /// Its text.
        text: String,
    },
    /// Another name of the unit.
    Unit(String),
    /// Another level of the unit.
    Level(Option<Level>),
    /// Another report year, of the same edition.
    Year(i32),
    /// What the figures cover.
    Scope(String),
    /// Another 落款, or none.
    Signature(Option<Signature>),
    /// The reasons given, all of them.
    Explanations(Vec<Explanation>),
    /// Another last year's report, or none.
    LastYear(Option<Box<LastYear>>),
    /// Another register that figures were counted from, or none.
    Register(Option<Box<Register>>),
    /// Other reports that this one is the sum of, or none.
    Whole(Option<Arc<Whole>>),
    /// Draft or final, with the whole history after it.
    Status {
        /// The new status.
        status: Status,
        /// The whole history.
        history: Vec<HistoryEntry>,
    },
    /// Other cells and keys that this program does not know, all of them.
    Unknown {
        /// Cells by id, as typed.
        cells: Vec<(String, String)>,
        /// Keys.
        extra: Extra,
    },
    /// Several edits as one step, in this order.
    All(Vec<Edit>),
}

impl Edit {
    /// One cell's new text.
    #[must_use]
    pub fn cell(cell: CellIndex, text: impl Into<String>) -> Self {
        Self::Cells(vec![(cell, text.into())])
    }
}

impl Report {
    /// 定稿: locks the report and notes when. The time is handed in, as `2024-01-19T16:02:11+08:00`.
    #[must_use]
    pub fn finalise(&self, at: &str) -> Edit {
        self.status_edit(Status::Final, at, "定稿")
    }

    /// 撤回定稿: unlocks the report; that it was locked stays in the history.
    #[must_use]
    pub fn take_back(&self, at: &str) -> Edit {
        self.status_edit(Status::Draft, at, "撤回定稿")
    }

    fn status_edit(&self, status: Status, at: &str, what: &str) -> Edit {
        let mut history = self.history.clone();
        history.push(HistoryEntry { at: at.to_owned(), what: what.to_owned(), extra: Vec::new() });
        Edit::Status { status, history }
    }

    /// Makes the change and returns the edit that undoes it.
    pub fn apply(&mut self, form: &Form, edit: Edit) -> Edit {
        use std::mem::replace;
        match edit {
            Edit::Cells(cells) => {
                let mut before: Vec<_> = cells.into_iter().map(|(cell, text)| (cell, self.set_cell(form, cell, &text))).collect();
                // A cell named twice gets its first text back last.
                before.reverse();
                Edit::Cells(before)
            }
            Edit::Prose { section, text } => {
                let before = if text.is_empty() { self.prose.remove(&section) } else { self.prose.insert(section.clone(), text) };
                Edit::Prose { section, text: before.unwrap_or_default() }
            }
            Edit::Unit(unit) => Edit::Unit(replace(&mut self.unit, unit)),
            Edit::Level(level) => Edit::Level(replace(&mut self.level, level)),
            Edit::Year(year) => Edit::Year(replace(&mut self.year, year)),
            Edit::Scope(scope) => Edit::Scope(replace(&mut self.scope, scope)),
            Edit::Signature(signature) => Edit::Signature(replace(&mut self.signature, signature)),
            Edit::Explanations(explanations) => Edit::Explanations(replace(&mut self.explanations, explanations)),
            Edit::LastYear(last_year) => Edit::LastYear(replace(&mut self.last_year, last_year.map(|last_year| *last_year)).map(Box::new)),
            Edit::Register(register) => Edit::Register(replace(&mut self.register, register.map(|register| *register)).map(Box::new)),
            Edit::Whole(whole) => Edit::Whole(replace(&mut self.whole, whole)),
            Edit::Status { status, history } => {
                Edit::Status { status: replace(&mut self.status, status), history: replace(&mut self.history, history) }
            }
            Edit::Unknown { cells, extra } => {
                Edit::Unknown { cells: replace(&mut self.unknown_cells, cells), extra: replace(&mut self.extra, extra) }
            }
            Edit::All(edits) => {
                let mut before: Vec<_> = edits.into_iter().map(|edit| self.apply(form, edit)).collect();
                before.reverse();
                Edit::All(before)
            }
        }
    }
}
