//! What a file was when it was last read or written, to notice that another program changed it.

use std::fmt::Write as _;
use std::path::Path;
use std::time::SystemTime;

use sha2::{Digest, Sha256};

use crate::file::FileError;
use crate::file::disk::Disk;

/// A file's content hash, length and time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// SHA-256 of the bytes, in hexadecimal.
    pub hash: String,
    length: u64,
    modified: Option<SystemTime>,
}

impl Stamp {
    /// The stamp of a file that holds these bytes.
    #[must_use]
    pub fn of(path: &Path, bytes: &[u8]) -> Self {
        let modified = std::fs::metadata(path).and_then(|metadata| metadata.modified()).ok();
        Self { hash: hash(bytes), length: bytes.len() as u64, modified }
    }

    /// Whether the file may have changed, without reading it. A file that is gone has not changed: saving makes it anew.
    #[must_use]
    pub fn may_differ(&self, path: &Path) -> bool {
        std::fs::metadata(path).is_ok_and(|metadata| metadata.len() != self.length || metadata.modified().ok() != self.modified)
    }

    /// Whether the file's bytes are others than these.
    ///
    /// # Errors
    /// The file is there and cannot be read.
    pub fn differs(&self, disk: &dyn Disk, path: &Path) -> Result<bool, FileError> {
        match crate::file::disk::patiently(disk, || disk.read(path, crate::file::error::LARGEST_FILE)) {
            Ok(bytes) => Ok(hash(&bytes) != self.hash),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
            Err(error) if error.kind() == std::io::ErrorKind::FileTooLarge => Ok(true),
            Err(error) => Err(FileError::reading(&error).at(path)),
        }
    }
}

/// SHA-256 in hexadecimal.
pub(crate) fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
