//! Small objects that every part of the document is written with.

use lopdf::Object;

/// A name.
pub(super) fn name(text: &str) -> Object {
    Object::Name(text.as_bytes().to_vec())
}
