//! What a report keeps of the register of applications that it was counted from: its name, its hash, the figures.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::Extra;

/// A register of applications (台账) that figures were counted from. Nothing of the applications themselves stands here.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Register {
    /// The name of its file, without folders.
    pub file: String,
    /// The SHA-256 of its bytes in hexadecimal.
    pub hash: String,
    /// The figure that was counted, by cell id, as text.
    pub cells: BTreeMap<String, String>,
    /// Unknown keys, kept.
    pub extra: Extra,
}

impl Register {
    /// What was counted for a cell, by id; `None` where nothing was, or where a file says something else.
    #[must_use]
    pub fn figure(&self, id: &str) -> Option<Decimal> {
        self.cells.get(id)?.parse().ok()
    }
}
