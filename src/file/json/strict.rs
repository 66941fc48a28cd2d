//! Reads JSON and refuses what `serde_json` lets pass: a key that stands twice in one object.

use std::collections::BTreeSet;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::super::FileError;

const DOUBLED: &str = "doubled key ";

/// The value in `text`.
///
/// # Errors
/// Not JSON, nested too deep, or a doubled key, with line and column.
pub(super) fn parse(text: &str) -> Result<Value, FileError> {
    serde_json::from_str::<OneOfEach>(text).map_err(|error| sentence(&error))?;
    serde_json::from_str(text).map_err(|error| sentence(&error))
}

fn sentence(error: &serde_json::Error) -> FileError {
    use serde_json::error::Category;
    let (line, column) = (error.line(), error.column());
    let message = error.to_string();
    if let Some(rest) = message.strip_prefix(DOUBLED) {
        let key = rest.rsplit_once(" at line ").map_or(rest, |(key, _)| key).to_owned();
        return FileError::DoubledKey { key, line, column };
    }
    let what = match error.classify() {
        Category::Eof => "内容不完整",
        _ if message.contains("recursion limit") => "嵌套太深",
        _ => "不合格式",
    };
    FileError::NotJson { what: what.to_owned(), line, column }
}

/// Any JSON value in which no object has a key twice; the value itself is dropped.
struct OneOfEach;

impl<'de> Deserialize<'de> for OneOfEach {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OneOfEachVisitor)
    }
}

struct OneOfEachVisitor;

impl<'de> Visitor<'de> for OneOfEachVisitor {
    type Value = OneOfEach;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a JSON value")
    }

    fn visit_bool<E>(self, _: bool) -> Result<OneOfEach, E> {
        Ok(OneOfEach)
    }

    fn visit_i64<E>(self, _: i64) -> Result<OneOfEach, E> {
        Ok(OneOfEach)
    }

    fn visit_u64<E>(self, _: u64) -> Result<OneOfEach, E> {
        Ok(OneOfEach)
    }

    fn visit_f64<E>(self, _: f64) -> Result<OneOfEach, E> {
        Ok(OneOfEach)
    }

    fn visit_str<E>(self, _: &str) -> Result<OneOfEach, E> {
        Ok(OneOfEach)
    }

    fn visit_unit<E>(self) -> Result<OneOfEach, E> {
        Ok(OneOfEach)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<OneOfEach, A::Error> {
        while items.next_element::<OneOfEach>()?.is_some() {}
        Ok(OneOfEach)
    }

    // With exact numbers serde_json shows a number as an object of one key, which does no harm here.
    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<OneOfEach, A::Error> {
        let mut seen = BTreeSet::new();
        while let Some(key) = entries.next_key::<String>()? {
            if seen.contains(&key) {
                return Err(A::Error::custom(format_args!("{DOUBLED}{key}")));
            }
            seen.insert(key);
            entries.next_value::<OneOfEach>()?;
        }
        Ok(OneOfEach)
    }
}
