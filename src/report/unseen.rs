//! Characters that nobody sees, which come along with text that is copied: they are dropped when text comes in.

use std::borrow::Cow;

/// Whether nobody sees a character: zero-width spaces, marks of direction, soft hyphens, control characters.
#[must_use]
pub fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206f}' | '\u{feff}')
        || c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{b}' | '\u{c}')
}

/// A text without them.
#[must_use]
pub fn seen(text: &str) -> Cow<'_, str> {
    if text.contains(is_unseen) { Cow::Owned(text.chars().filter(|c| !is_unseen(*c)).collect()) } else { Cow::Borrowed(text) }
}
