//! Files of others as reports of ours: what was read and what was left goes with the report.

use super::FileError;
use super::changes::Changes;
use super::json::Opened;
use crate::form::Editions;
use crate::intake;
use crate::intake::report::{Imported, Wanted, place};

pub(super) use crate::intake::is_foreign;

/// Reads a file of others.
///
/// # Errors
/// One sentence that says what is wrong, or what to do with a file of that kind.
pub(super) fn open(bytes: &[u8], editions: &Editions, wanted: Wanted<'_>) -> Result<Opened, FileError> {
    let foreign = intake::read(bytes).map_err(FileError::Foreign)?;
    place(&foreign, editions, wanted).map(as_opened).map_err(FileError::Foreign)
}

/// What was read and placed, as if it were opened; what had no place is among the notes.
#[must_use]
pub fn as_opened(imported: Imported) -> Opened {
    let Imported { form, report, account } = imported;
    let left = account.left_of_report().map(|left| format!("没有位置，没有读入：{}", left.line()));
    let notes = account.notes.iter().cloned().chain(left).collect();
    Opened { form, report, notes, newer: false, account: Some(account), changes: Changes::default() }
}
