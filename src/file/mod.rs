//! Bytes: reports as JSON, PDF, Word document, web page and spreadsheet, safe saving, and recovery.
//!
//! Of a report that is open in the window, [`Document`] is all that is needed: it opens, locks, journals, keeps versions and
//! saves. [`recoverable`] is asked at the start, [`DataFolder::clear_traces`] when the clerk wants no traces.

mod alike;
mod changes;
mod charts;
pub mod disk;
pub mod docx;
mod draft;
mod encoding;
mod error;
mod foreign;
pub mod html;
pub mod json;
pub mod kept;
pub mod ledger;
pub mod many;
mod markup;
mod paper;
pub mod pdf;
mod picture;
mod same;
mod wanted;
pub mod xlsx;

use std::path::Path;

pub use changes::{Change, Changes};
use disk::{Disk, SystemDisk};
pub use draft::document::Document;
pub use draft::place::{Overwrite, Workplace};
pub use draft::save::{Links, must_be_free, save, save_on, sweep_unfinished};
pub use draft::saving::{Looking, Saved, Saving, Theirs, real};
pub use draft::stamp::Stamp;
pub(crate) use draft::stamp::hash;
pub use error::FileError;
pub use foreign::as_opened;
pub use json::Opened;
pub use kept::data_folder::{DATA_VARIABLE, DataFolder};
pub use kept::diagnosis::diagnosis;
pub use kept::recovery::{Recoverable, Recovery, Standing, Unreadable, recoverable};
pub use kept::settings::{RecentFile, Settings};
pub use kept::traces::Cleared;
pub use paper::{Kind, Made, Paper, PaperError};
pub use picture::poster_picture;
pub use same::must_be_apart;

use crate::form::Editions;
use crate::intake::foreign::{ForeignError, LARGEST_FOREIGN};
pub use crate::intake::report::Wanted;

/// The endings of the files that [`open`] reads, the program's own first. What a file is of, its bytes say.
pub const ENDINGS: [&str; 10] = ["nianbao", "json", "pdf", "docx", "html", "htm", "xlsx", "xls", "ods", "txt"];

/// Whether a file is named as one that [`open`] reads.
#[must_use]
pub fn has_known_ending(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known))
}

/// Reads any file of ours: a draft, a finished export, a PDF of ours; and those of others: Word, web page, spreadsheet. Nothing over
/// 20 MB is read, of ours nothing over 10.
///
/// # Errors
/// One sentence that says what is wrong and where, the path last.
pub fn open(path: &Path, editions: &Editions) -> Result<Opened, FileError> {
    open_on(&SystemDisk, path, editions)
}

/// The same on that disk.
///
/// # Errors
/// As with [`open`].
pub fn open_on(disk: &dyn Disk, path: &Path, editions: &Editions) -> Result<Opened, FileError> {
    read(disk, path).and_then(|bytes| open_bytes(&bytes, editions).map_err(|error| error.at(path)))
}

/// The same for a window, which asks for the year that a file of others does not say: its account tells that it has to be given.
///
/// # Errors
/// As with [`open`].
pub fn open_to_ask_on(disk: &dyn Disk, path: &Path, editions: &Editions) -> Result<Opened, FileError> {
    read(disk, path).and_then(|bytes| open_bytes_to_ask(&bytes, editions).map_err(|error| error.at(path)))
}

fn open_bytes_to_ask(bytes: &[u8], editions: &Editions) -> Result<Opened, FileError> {
    match open_bytes(bytes, editions) {
        Err(FileError::Foreign(ForeignError::NoYear)) => foreign::open_to_ask(bytes, editions),
        opened => opened,
    }
}

/// Whether a path names a batch of reports, by its ending.
#[must_use]
pub fn is_batch_path(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("nianbaos"))
}

/// Reads a report with the SHA-256 of the file's bytes, by which it is known again.
///
/// # Errors
/// As with [`open`]; also a file that a newer program wrote, of which nothing is promised here.
pub fn open_hashed(path: &Path, editions: &Editions) -> Result<(Opened, String), FileError> {
    open_hashed_on(&SystemDisk, path, editions)
}

/// The same on that disk.
///
/// # Errors
/// As with [`open_hashed`].
pub fn open_hashed_on(disk: &dyn Disk, path: &Path, editions: &Editions) -> Result<(Opened, String), FileError> {
    let bytes = read(disk, path)?;
    let opened = open_bytes(&bytes, editions).map_err(|error| error.at(path))?;
    if opened.newer {
        return Err(FileError::System("这份文件由更新版本的程序写成，请升级后再用".to_owned()).at(path));
    }
    Ok((opened, draft::stamp::hash(&bytes)))
}

/// Reads a report from the bytes of a file.
///
/// # Errors
/// One sentence that says what is wrong and where.
pub fn open_bytes(bytes: &[u8], editions: &Editions) -> Result<Opened, FileError> {
    if pdf::is_pdf(bytes) {
        pdf::read(bytes, editions)
    } else if docx::carries_report(bytes) {
        docx::read(bytes, editions)
    } else if foreign::is_foreign(bytes) {
        foreign::open(bytes, editions, Wanted::default())
    } else {
        json::open(bytes, editions)
    }
}

/// Reads a report from a file of any kind, with what is known of it beforehand.
///
/// # Errors
/// As with [`open`].
pub fn import(path: &Path, editions: &Editions, wanted: Wanted<'_>) -> Result<Opened, FileError> {
    let bytes = read(&SystemDisk, path)?;
    let is_others = foreign::is_foreign(&bytes) && !docx::carries_report(&bytes);
    let opened = if is_others { foreign::open(&bytes, editions, wanted) } else { open_bytes(&bytes, editions) };
    opened.map_err(|error| error.at(path))
}

/// Whether the bytes are a paper that carries its report: what is read from it is saved elsewhere.
#[must_use]
pub fn is_paper(bytes: &[u8]) -> bool {
    pdf::is_pdf(bytes) || foreign::is_foreign(bytes)
}

/// The text of a list that another program wrote, in UTF-8, UTF-16 or GBK.
///
/// # Errors
/// One sentence that says what is wrong, the path last.
pub fn read_list(path: &Path) -> Result<String, FileError> {
    let bytes = read(&SystemDisk, path)?;
    encoding::decode_list(&bytes).ok_or(FileError::NotText).map_err(|error| error.at(path))
}

/// The bytes of a file of at most 20 MB.
fn read(disk: &dyn Disk, path: &Path) -> Result<Vec<u8>, FileError> {
    let reason = |error: &std::io::Error| match error.kind() {
        std::io::ErrorKind::FileTooLarge => FileError::Foreign(ForeignError::TooLarge),
        _ => FileError::reading(error),
    };
    disk.read(path, LARGEST_FOREIGN).map_err(|error| reason(&error).at(path))
}
