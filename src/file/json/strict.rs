//! Reads JSON and refuses what `serde_json` lets pass: a key that stands twice in one object.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::super::FileError;

const DOUBLED: &str = "doubled key ";

/// How deep objects and arrays may stand in each other. `serde_json` reads 127; a line of the journal holds a report deeper inside.
const DEEPEST: usize = 120;

const TOO_DEEP: &str = "recursion limit";

/// The value in `text`.
///
/// # Errors
/// Not JSON, nested too deep, or a doubled key, with line and column.
pub(in crate::file) fn parse(text: &str) -> Result<Value, FileError> {
    let mut reader = serde_json::Deserializer::from_str(text);
    OneOfEach { depth: 0 }.deserialize(&mut reader).and_then(|()| reader.end()).map_err(|error| sentence(&error))?;
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
        _ if message.contains(TOO_DEEP) => "嵌套太深",
        _ => "不合格式",
    };
    FileError::NotJson { what: what.to_owned(), line, column }
}

/// Any JSON value in which no object has a key twice; the value itself is dropped.
#[derive(Clone, Copy)]
struct OneOfEach {
    /// How many objects and arrays stand around it.
    depth: usize,
}

impl OneOfEach {
    fn inside<E: Error>(self) -> Result<Self, E> {
        if self.depth < DEEPEST { Ok(Self { depth: self.depth + 1 }) } else { Err(E::custom(TOO_DEEP)) }
    }
}

impl<'de> DeserializeSeed<'de> for OneOfEach {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for OneOfEach {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a JSON value")
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let inside = self.inside()?;
        while items.next_element_seed(inside)?.is_some() {}
        Ok(())
    }

    // With exact numbers serde_json shows a number as an object of one key, which does no harm here.
    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        let inside = self.inside()?;
        let mut seen = BTreeSet::new();
        while let Some(key) = entries.next_key_seed(Key)? {
            if let Some(key) = seen.replace(key) {
                return Err(A::Error::custom(format_args!("{DOUBLED}{key}")));
            }
            entries.next_value_seed(inside)?;
        }
        Ok(())
    }
}

/// A key, not copied where it stands in the text as it is.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Key {
    type Value = Cow<'de, str>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a key")
    }

    fn visit_borrowed_str<E>(self, key: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(key))
    }

    fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(key.to_owned()))
    }
}
