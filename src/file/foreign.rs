//! Files of others as reports of ours: what was read and what was left goes with the report.

use std::sync::Arc;

use super::FileError;
use super::changes::Changes;
use super::json::Opened;
use crate::form::Editions;
use crate::intake;
use crate::intake::foreign::Foreign;
use crate::intake::report::{Imported, Wanted, place};

pub(super) use crate::intake::is_foreign;

/// Reads a file of others.
///
/// # Errors
/// One sentence that says what is wrong, or what to do with a file of that kind.
pub(super) fn open(bytes: &[u8], editions: &Editions, wanted: Wanted<'_>) -> Result<Opened, FileError> {
    let foreign = intake::read(bytes).map_err(FileError::Foreign)?;
    let imported = place(&foreign, editions, wanted).map_err(FileError::Foreign)?;
    Ok(as_opened(imported, Arc::new(foreign)))
}

/// The same for one who is asked what the file does not say: without a year it is read on the newest form, and the account says so.
pub(super) fn open_to_ask(bytes: &[u8], editions: &Editions) -> Result<Opened, FileError> {
    let provisional_year = editions.iter().map(|form| form.first_year).max();
    open(bytes, editions, Wanted { provisional_year, ..Wanted::default() })
}

/// What was read and placed, as if it were opened; what had no place is among the notes.
#[must_use]
pub fn as_opened(imported: Imported, foreign: Arc<Foreign>) -> Opened {
    let Imported { form, report, account } = imported;
    let left = account.left_of_report().map(|left| format!("没有位置，没有读入：{}", left.line()));
    let notes = account.notes.iter().cloned().chain(left).collect();
    Opened { form, report, notes, newer: false, account: Some(account), foreign: Some(foreign), changes: Changes::default() }
}
