//! Tags of XML, whatever the format.

use quick_xml::events::BytesStart;

/// An attribute by its local name.
pub(crate) fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = tag.attributes();
    let attribute = attributes.with_checks(false).flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    let plain = quick_xml::escape::unescape(&attribute.value).map(std::borrow::Cow::into_owned);
    Some(plain.unwrap_or_else(|_| attribute.value.clone().into_owned()))
}

/// The `val` of an element.
pub(crate) fn value(tag: &BytesStart<'_>) -> Option<String> {
    attribute(tag, "val")
}
