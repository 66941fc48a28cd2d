//! Which format a file is of, by its bytes and not by its name, and what to do about the formats that are not read.

use std::borrow::Cow;

use super::package::Package;
use super::sheet::Sheet;
use super::{docx, html, ods, sheet, text, xlsx};
use crate::intake::foreign::{Foreign, ForeignError, LARGEST_FOREIGN};

/// Where a text file has to speak of, to be read as a report.
const SUBJECT: &str = "信息公开";

/// The formats of others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Zip,
    Ole,
    Rtf,
    MimeHtml,
    Html,
    Text,
}

impl Format {
    fn of(bytes: &[u8]) -> Option<Self> {
        let begins = |magic: &[u8]| bytes.starts_with(magic);
        if begins(b"PK\x03\x04") || begins(b"PK\x05\x06") {
            Some(Self::Zip)
        } else if begins(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
            Some(Self::Ole)
        } else if begins(b"{\\rtf") {
            Some(Self::Rtf)
        } else if begins(b"MIME-Version:") || begins(b"From: <Saved by") {
            Some(Self::MimeHtml)
        } else if html::is_html(bytes) {
            Some(Self::Html)
        } else if bytes.trim_ascii_start().starts_with(b"{") {
            // A report of ours: thousands are read at a time, and none of them twice.
            None
        } else {
            let is_report = |text: Cow<'_, str>| !text.trim_start().starts_with(['{', '[']) && text.contains(SUBJECT);
            html::decoded(bytes).filter(|text| is_report(text.clone())).map(|_| Self::Text)
        }
    }
}

/// Whether the bytes are of a file of others, read or not.
#[must_use]
pub fn is_foreign(bytes: &[u8]) -> bool {
    Format::of(bytes).is_some()
}

/// Reads a file of others.
///
/// # Errors
/// One sentence: too large, broken, hostile, or of a format that is not read and what to do then.
pub fn read(bytes: &[u8]) -> Result<Foreign, ForeignError> {
    if bytes.len() > LARGEST_FOREIGN {
        return Err(ForeignError::TooLarge);
    }
    match Format::of(bytes).ok_or(ForeignError::NotAReport)? {
        Format::Zip => zipped(bytes),
        Format::Ole if is_book(bytes) => sheet::foreign(sheet::read_xls(bytes)?),
        Format::Ole if has_stream(bytes, "EncryptedPackage") => Err(ForeignError::Locked),
        Format::Ole => Err(ForeignError::Unread("这是旧格式的文档（.doc、.wps），请用 Word 或 WPS 另存为 .docx 再打开")),
        Format::Rtf => Err(ForeignError::Unread("这是 RTF 文档，请用 Word 或 WPS 另存为 .docx 再打开")),
        Format::MimeHtml => Err(ForeignError::Unread("这是单个文件网页（.mht），请在浏览器中另存为 .html，或全选复制后粘贴")),
        Format::Html => html::read(bytes),
        Format::Text => text::read(&html::decoded(bytes).unwrap_or_default()),
    }
}

/// Reads what was pasted as plain text.
///
/// # Errors
/// One sentence: too much of it.
pub fn read_text(pasted: &str) -> Result<Foreign, ForeignError> {
    if pasted.len() > LARGEST_FOREIGN { Err(ForeignError::TooLarge) } else { text::read(pasted) }
}

/// The sheets of a spreadsheet, cell by cell.
///
/// # Errors
/// One sentence, as with [`read`]; a file that is no spreadsheet is none.
pub fn sheets(bytes: &[u8]) -> Result<Vec<Sheet>, ForeignError> {
    if bytes.len() > LARGEST_FOREIGN {
        return Err(ForeignError::TooLarge);
    }
    match Format::of(bytes) {
        Some(Format::Zip) => zipped_sheets(bytes)?.ok_or(NO_SHEETS),
        Some(Format::Ole) if is_book(bytes) => sheet::read_xls(bytes),
        _ => Err(NO_SHEETS),
    }
}

const NO_SHEETS: ForeignError = ForeignError::Unread("这不是电子表格，请另存为 .xlsx 再打开");

fn zipped(bytes: &[u8]) -> Result<Foreign, ForeignError> {
    let mut package = Package::open(bytes, "文件")?;
    if package.has(docx::DOCUMENT) {
        return docx::read(&mut package);
    }
    if let Some(sheets) = zipped_sheets(bytes)? {
        return sheet::foreign(sheets);
    }
    Err(ForeignError::Unread(if package.has(ods::CONTENT) {
        "这是 OpenDocument 文档（.odt），请另存为 .docx 再打开"
    } else {
        "不认识这种文件，请另存为 .docx 或 .xlsx 再打开"
    }))
}

/// The sheets of a zipped spreadsheet; `None` where it is none.
fn zipped_sheets(bytes: &[u8]) -> Result<Option<Vec<Sheet>>, ForeignError> {
    let mut package = Package::open(bytes, "文件")?;
    if package.has(xlsx::WORKBOOK) {
        return xlsx::read(&mut package).map(Some);
    }
    let is_sheet = package.text("mimetype")?.is_some_and(|kind| kind.contains("opendocument.spreadsheet"));
    if is_sheet { ods::read(&mut package).map(Some) } else { Ok(None) }
}

/// Whether an old file of the office is a workbook: it has a stream of that name.
fn is_book(bytes: &[u8]) -> bool {
    has_stream(bytes, "Workbook") || has_stream(bytes, "Book")
}

fn has_stream(bytes: &[u8], name: &str) -> bool {
    let mut wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    wide.extend([0, 0]);
    bytes.windows(wide.len()).any(|window| window == wide)
}
