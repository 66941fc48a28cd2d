//! A batch as JSON: `*.nianbaos`, of the shape that `assets/batch.schema.json` promises.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use super::batch::{Batch, Decided, State};
use crate::file::json::parse;
use crate::file::{FileError, encoding};
use crate::report::Extra;

/// The version that this program writes.
const FORMAT: &str = "nianbao-batch/1";
const KEYS: [&str; 9] = ["format", "id", "revision", "year", "inbox", "last_year", "roster", "renamed", "reports"];
const REPORT_KEYS: [&str; 8] = ["file", "sha256", "unit", "state", "note", "struck", "added", "at"];

/// A batch as it is written into a folder: what lies below that is named from there, so that both may move together.
#[must_use]
pub fn write_batch(batch: &Batch, folder: Option<&Path>) -> String {
    let place = |path: &PathBuf| {
        let below = folder.and_then(|folder| path.strip_prefix(folder).ok()).filter(|below| !below.as_os_str().is_empty());
        below.unwrap_or(path).to_string_lossy().replace('\\', "/")
    };
    let report = |decided: &Decided| {
        let mut object = json!({
            "file": decided.file,
            "sha256": decided.hash,
            "unit": decided.unit,
            "state": decided.state.key(),
            "note": decided.note,
            "at": decided.at,
        });
        for (key, ids) in [("struck", &decided.struck), ("added", &decided.added)] {
            if let Some(object) = object.as_object_mut().filter(|_| !ids.is_empty()) {
                object.insert(key.to_owned(), ids.clone().into());
            }
        }
        with_extra(object, &decided.extra)
    };
    let renamed = |(now, then): &(String, String)| json!({ "now": now, "then": then });
    let mut root = Map::new();
    let mut put = |key: &str, value: Value| root.insert(key.to_owned(), value);
    put("format", FORMAT.into());
    put("id", batch.id.as_str().into());
    put("revision", batch.revision.into());
    if let Some(year) = batch.year {
        put("year", year.into());
    }
    put("inbox", batch.inbox.iter().map(place).collect());
    if let Some(last_year) = &batch.last_year {
        put("last_year", place(last_year).into());
    }
    put("roster", batch.roster.clone().into());
    put("renamed", batch.renamed.iter().map(renamed).collect());
    put("reports", batch.decided.iter().map(report).collect());
    // A map of strings and numbers always has a JSON text.
    let mut text = serde_json::to_string_pretty(&with_extra(Value::Object(root), &batch.extra)).unwrap_or_default();
    text.push('\n');
    text
}

/// Reads a batch that lay in that folder.
///
/// # Errors
/// One sentence that says what is wrong and where.
pub fn read_batch(bytes: &[u8], folder: Option<&Path>) -> Result<Batch, FileError> {
    let (text, _) = encoding::decode(bytes)?;
    let Value::Object(root) = parse(&text)? else { return Err(no_batch()) };
    let version = root.get("format").and_then(Value::as_str).and_then(|format| format.strip_prefix("nianbao-batch/"));
    match version.map(|version| version == "1") {
        Some(true) => {}
        Some(false) => return Err(FileError::System("这一批由更新版本的程序写成，请升级后再用".to_owned())),
        None => return Err(no_batch()),
    }
    let place = |text: String| folder.map_or_else(|| PathBuf::from(&text), |folder| folder.join(&text));
    let year =
        root.get("year").map(|year| year.as_i64().and_then(|year| i32::try_from(year).ok()).ok_or_else(|| wrong("year", "年份，如 2024")));
    Ok(Batch {
        id: text_of(&root, "id")?,
        revision: root.get("revision").and_then(Value::as_u64).unwrap_or_default(),
        year: year.transpose()?,
        inbox: texts(&root, "inbox")?.into_iter().map(place).collect(),
        last_year: Some(text_of(&root, "last_year")?).filter(|text| !text.is_empty()).map(place),
        roster: texts(&root, "roster")?,
        renamed: list(&root, "renamed")?
            .into_iter()
            .map(|pair| Ok((text_of(pair, "now")?, text_of(pair, "then")?)))
            .collect::<Result<_, FileError>>()?,
        decided: list(&root, "reports")?.into_iter().map(decided).collect::<Result<_, _>>()?,
        extra: extra(&root, &KEYS),
    })
}

fn decided(object: &Map<String, Value>) -> Result<Decided, FileError> {
    let state = text_of(object, "state")?;
    Ok(Decided {
        file: text_of(object, "file")?,
        hash: text_of(object, "sha256")?,
        unit: text_of(object, "unit")?,
        state: State::ALL.into_iter().find(|known| known.key() == state).unwrap_or_default(),
        note: text_of(object, "note")?,
        struck: texts(object, "struck")?,
        added: texts(object, "added")?,
        at: text_of(object, "at")?,
        extra: extra(object, &REPORT_KEYS),
    })
}

fn no_batch() -> FileError {
    FileError::System("这不是一批年报的审核记录（缺少 nianbao-batch 标记）".to_owned())
}

fn wrong(key: &str, wanted: &'static str) -> FileError {
    FileError::WrongKind { key: key.to_owned(), wanted }
}

fn text_of(object: &Map<String, Value>, key: &str) -> Result<String, FileError> {
    object.get(key).map_or_else(|| Ok(String::new()), |value| value.as_str().map(str::to_owned).ok_or_else(|| wrong(key, "文字")))
}

fn texts(object: &Map<String, Value>, key: &str) -> Result<Vec<String>, FileError> {
    let Some(value) = object.get(key) else { return Ok(Vec::new()) };
    let items = value.as_array().ok_or_else(|| wrong(key, "列表"))?;
    items.iter().map(|item| item.as_str().map(str::to_owned).ok_or_else(|| wrong(key, "文字的列表"))).collect()
}

fn list<'a>(object: &'a Map<String, Value>, key: &str) -> Result<Vec<&'a Map<String, Value>>, FileError> {
    let Some(value) = object.get(key) else { return Ok(Vec::new()) };
    let items = value.as_array().ok_or_else(|| wrong(key, "列表"))?;
    items.iter().map(|item| item.as_object().ok_or_else(|| wrong(key, "列表"))).collect()
}

fn extra(object: &Map<String, Value>, known: &[&str]) -> Extra {
    let unknown = object.iter().filter(|(key, _)| !known.contains(&key.as_str()));
    unknown.map(|(key, value)| (key.clone(), value.to_string())).collect()
}

fn with_extra(value: Value, extra: &Extra) -> Value {
    let Value::Object(mut object) = value else { return value };
    for (key, text) in extra {
        object.entry(key).or_insert_with(|| serde_json::from_str(text).unwrap_or_else(|_| Value::from(text.as_str())));
    }
    Value::Object(object)
}
