//! The text of a file, in whatever encoding a colleague's editor left it.

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030, UTF_16BE, UTF_16LE};

use super::FileError;

/// The text of a list: UTF-16 by its mark, else UTF-8, else GBK; `None` where it is none of them.
pub(super) fn decode_list(bytes: &[u8]) -> Option<String> {
    let (encoding, mark) = Encoding::for_bom(bytes).unwrap_or((encoding_rs::UTF_8, 0));
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes.get(mark..)?);
    text.or_else(|| GB18030.decode_without_bom_handling_and_without_replacement(bytes)).map(Cow::into_owned)
}

/// The text of a file, and what the clerk should be told where it is no UTF-8.
///
/// # Errors
/// [`FileError::NotText`] where it is none of UTF-8, UTF-16 and GBK.
pub(super) fn decode(bytes: &[u8]) -> Result<(Cow<'_, str>, Option<String>), FileError> {
    let note = |name: &str| Some(format!("文件原是 {name} 编码，已正确读入，保存时将改为 UTF-8"));
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let text = encoding.decode_without_bom_handling_and_without_replacement(bytes.get(mark..).unwrap_or_default());
        let name = encoding.name();
        return text.map(|text| (text, if name == "UTF-8" { None } else { note(name) })).ok_or(FileError::NotText);
    }
    // A report begins with a brace, so that a 0 beside it gives UTF-16 without a mark away.
    let wide = match bytes {
        [b'{', 0, ..] => Some(UTF_16LE),
        [0, b'{', ..] => Some(UTF_16BE),
        _ => None,
    };
    if let Some(encoding) = wide {
        let text = encoding.decode_without_bom_handling_and_without_replacement(bytes);
        return text.map(|text| (text, note(encoding.name()))).ok_or(FileError::NotText);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok((Cow::Borrowed(text), None));
    }
    let text = GB18030.decode_without_bom_handling_and_without_replacement(bytes).filter(|text| text.trim_start().starts_with('{'));
    text.map(|text| (text, note("GBK"))).ok_or(FileError::NotText)
}
