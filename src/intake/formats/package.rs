//! The parts of a zipped file, unpacked only as far as a report may reach.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::intake::foreign::ForeignError;

/// The most bytes that all parts may come to; a report with pictures unpacks to a few.
const MOST_UNPACKED_BYTES: u64 = 100 * 1024 * 1024;
/// The largest part of text.
const MOST_PART_BYTES: u64 = 40 * 1024 * 1024;
/// The most parts.
const MOST_PARTS: usize = 5_000;

/// A zipped file with its parts.
pub(crate) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    kind: &'static str,
    /// How many bytes may still be unpacked, whatever the file says of its sizes.
    left: u64,
}

impl<'a> Package<'a> {
    /// Looks at what the file says of its parts; `kind` names it in an error.
    pub(crate) fn open(bytes: &'a [u8], kind: &'static str) -> Result<Self, ForeignError> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| ForeignError::Broken(kind))?;
        if archive.len() > MOST_PARTS || archive.decompressed_size().is_some_and(|size| size > u128::from(MOST_UNPACKED_BYTES)) {
            return Err(ForeignError::Bomb);
        }
        Ok(Self { archive, kind, left: MOST_UNPACKED_BYTES })
    }

    /// Whether there is a part of that name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.archive.index_for_name(name).is_some()
    }

    /// The text of a part, `None` where there is none of that name.
    pub(crate) fn text(&mut self, name: &str) -> Result<Option<String>, ForeignError> {
        let kind = self.kind;
        let broken = |_| ForeignError::Broken(kind);
        let Some(index) = self.archive.index_for_name(name) else { return Ok(None) };
        let part = match self.archive.by_index(index) {
            Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => return Err(ForeignError::Locked),
            part => part.map_err(|_| ForeignError::Broken(kind))?,
        };
        let mut bytes = Vec::new();
        let most = self.left.min(MOST_PART_BYTES);
        let size = part.take(most + 1).read_to_end(&mut bytes).map_err(broken)? as u64;
        if size > most {
            return Err(ForeignError::Bomb);
        }
        self.left -= size;
        let (encoding, mark) = encoding_rs::Encoding::for_bom(&bytes).unwrap_or((encoding_rs::UTF_8, 0));
        let text = encoding.decode_without_bom_handling_and_without_replacement(bytes.get(mark..).unwrap_or_default());
        text.map(|text| Some(text.into_owned())).ok_or(ForeignError::Broken(kind))
    }
}
