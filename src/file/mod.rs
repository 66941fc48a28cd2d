//! Bytes: reports as JSON and PDF, safe saving, and recovery.

pub mod disk;
mod encoding;
mod error;
pub mod json;
pub mod pdf;
mod save;

use std::path::Path;

use disk::{Disk, SystemDisk};
pub use error::FileError;
use error::LARGEST_FILE;
pub use json::Opened;
pub use save::{Links, save, save_on};

use crate::form::Editions;

/// Reads any file of ours: a draft, a finished export, a PDF of ours. Nothing over 10 MB is read.
///
/// # Errors
/// One sentence that says what is wrong and where, the path last.
pub fn open(path: &Path, editions: &Editions) -> Result<Opened, FileError> {
    read(&SystemDisk, path).and_then(|bytes| open_bytes(&bytes, editions).map_err(|error| error.at(path)))
}

/// Reads a report from the bytes of a file.
///
/// # Errors
/// One sentence that says what is wrong and where.
pub fn open_bytes(bytes: &[u8], editions: &Editions) -> Result<Opened, FileError> {
    if pdf::is_pdf(bytes) { pdf::read(bytes, editions) } else { json::open(bytes, editions) }
}

/// The bytes of a file of at most 10 MB.
fn read(disk: &dyn Disk, path: &Path) -> Result<Vec<u8>, FileError> {
    disk.read(path, LARGEST_FILE).map_err(|error| FileError::reading(&error).at(path))
}
