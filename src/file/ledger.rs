//! Registers of applications on disk, and what was answered about them as JSON.

use std::path::Path;

use serde_json::{Map, Value, json};

use super::disk::SystemDisk;
use super::error::FileError;
use super::json::{digest_of, parse};
use crate::intake::ledger::{Asked, Book, Mapping};

/// The version of a mapping that this program writes.
const FORMAT: &str = "nianbao-ledger/1";

/// A register as it was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BookFile {
    /// Its sheets.
    pub book: Book,
    /// The SHA-256 of its bytes in hexadecimal.
    pub hash: String,
}

/// Reads a register: xlsx, xls, ods, CSV in UTF-8 or GBK, or a table of a web page. It is never written.
///
/// # Errors
/// One sentence that says what is wrong, the path last.
pub fn read_book(path: &Path) -> Result<BookFile, FileError> {
    let bytes = super::read(&SystemDisk, path)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let book = Book::read(&name, &bytes).map_err(|error| FileError::Foreign(error).at(path))?;
    Ok(BookFile { book, hash: digest_of(&bytes) })
}

/// Reads what was answered about a register.
///
/// # Errors
/// One sentence that says what is wrong, the path last.
pub fn read_mapping(path: &Path) -> Result<Mapping, FileError> {
    let text = super::read_list(path)?;
    mapping(&text).map_err(|error| error.at(path))
}

/// What was answered about a register, from JSON.
///
/// # Errors
/// One sentence that says what is wrong.
pub fn mapping(text: &str) -> Result<Mapping, FileError> {
    let Value::Object(root) = parse(text)? else { return Err(no_mapping()) };
    if root.get("format").and_then(Value::as_str) != Some(FORMAT) {
        return Err(no_mapping());
    }
    let mut mapping = Mapping { heads: texts(&root, "columns")?, ..Mapping::default() };
    for (sheet, year) in object(&root, "years")?.into_iter().flatten() {
        let year = year.as_i64().and_then(|year| i32::try_from(year).ok()).ok_or_else(|| wrong("years", "年份，如 2024"))?;
        mapping.years.insert(sheet.clone(), year);
    }
    let sheets = root.get("left_out").map(|sheets| sheets.as_array().ok_or_else(|| wrong("left_out", "列表"))).transpose()?;
    for sheet in sheets.into_iter().flatten() {
        mapping.left_out.insert(sheet.as_str().ok_or_else(|| wrong("left_out", "工作表名称的列表"))?.to_owned());
    }
    for asked in [Asked::Applicant, Asked::Result, Asked::Outcome] {
        *mapping.of_mut(asked) = texts(&root, key(asked))?;
    }
    Ok(mapping)
}

/// What was answered about a register, as JSON.
#[must_use]
pub fn mapping_text(mapping: &Mapping) -> String {
    let root = json!({
        "format": FORMAT,
        "columns": mapping.heads,
        "years": mapping.years,
        "left_out": mapping.left_out,
        key(Asked::Applicant): mapping.applicants,
        key(Asked::Result): mapping.results,
        key(Asked::Outcome): mapping.outcomes,
    });
    // A map of texts and numbers always has a JSON text.
    let mut text = serde_json::to_string_pretty(&root).unwrap_or_default();
    text.push('\n');
    text
}

/// The key of one kind of wording in a mapping.
#[must_use]
pub fn key(asked: Asked) -> &'static str {
    match asked {
        Asked::Applicant => "applicants",
        Asked::Result => "results",
        Asked::Outcome => "outcomes",
    }
}

fn object<'a>(root: &'a Map<String, Value>, key: &str) -> Result<Option<&'a Map<String, Value>>, FileError> {
    root.get(key).map(|value| value.as_object().ok_or_else(|| wrong(key, "一组内容"))).transpose()
}

fn texts(root: &Map<String, Value>, key: &str) -> Result<std::collections::BTreeMap<String, String>, FileError> {
    let text = |(name, value): (&String, &Value)| {
        let text = value.as_str().ok_or_else(|| wrong(&format!("{key}.{name}"), "文字"))?;
        Ok((name.clone(), text.to_owned()))
    };
    object(root, key)?.into_iter().flatten().map(text).collect()
}

fn wrong(key: &str, wanted: &'static str) -> FileError {
    FileError::WrongKind { key: key.to_owned(), wanted }
}

fn no_mapping() -> FileError {
    FileError::System("这不是台账对照表".to_owned())
}
