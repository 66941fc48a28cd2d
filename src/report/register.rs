//! What a report keeps of the register of applications that it was counted from: its name, its hash, the figures, and which rows each has.

use std::collections::BTreeMap;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::Extra;
use crate::form::{CellIndex, Form};

/// A register of applications (台账) that figures were counted from. No name and no content of an application stands here.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Register {
    /// The name of its file, without folders.
    pub file: String,
    /// The SHA-256 of its bytes in hexadecimal.
    pub hash: String,
    /// The figure that was counted, by cell id, as text.
    pub cells: BTreeMap<String, String>,
    /// Every row that counts, once; none in a report that was handed out.
    pub rows: Arc<Vec<RegisterRows>>,
    /// Unknown keys, kept.
    pub extra: Extra,
}

/// The rows of a sheet that count in the same cells.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RegisterRows {
    /// The sheet.
    pub sheet: String,
    /// The cells that each of them counts in, by id.
    pub cells: Vec<String>,
    /// A text each: the number that the spreadsheet shows, the day of receipt, the day of the answer where there is one.
    pub rows: Vec<String>,
    /// Unknown keys, kept.
    pub extra: Extra,
}

impl Register {
    /// What was counted for a cell, by id; `None` where nothing was, or where a file says something else.
    #[must_use]
    pub fn figure(&self, id: &str) -> Option<Decimal> {
        self.cells.get(id)?.parse().ok()
    }

    /// The rows behind a cell; those of a total are the rows of its parts, each once.
    #[must_use]
    pub fn rows_of(&self, form: &Form, cell: CellIndex) -> Vec<&RegisterRows> {
        let mut ids = Vec::new();
        self.leaves(form, cell, &mut ids);
        self.rows.iter().filter(|rows| rows.cells.iter().any(|id| ids.contains(&id.as_str()))).collect()
    }

    fn leaves<'f>(&self, form: &'f Form, cell: CellIndex, ids: &mut Vec<&'f str>) {
        let Some(definition) = form.cell(cell) else { return };
        match form.total(cell).filter(|_| !self.cells.contains_key(&definition.id)) {
            Some(total) => total.parts.iter().filter(|part| **part != cell).for_each(|part| self.leaves(form, *part, ids)),
            None => ids.push(&definition.id),
        }
    }

    /// The same without its rows, which stay with who fills in the report.
    #[must_use]
    pub fn without_rows(&self) -> Self {
        Self { rows: Arc::default(), ..self.clone() }
    }
}
