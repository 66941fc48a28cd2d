//! Characters that nobody sees, which come along with text that is copied: they are dropped when text comes in, and never printed.
//! And what is left of a text on paper: every kind of blank is a blank.

use std::borrow::Cow;

/// Whether nobody sees a character: zero-width spaces, marks of direction, soft hyphens, selectors of variants, control characters.
#[must_use]
pub fn is_unseen(c: char) -> bool {
    // Most of a text, and not one of them below.
    if matches!(c, ' '..='~' | '\u{3400}'..='\u{9fff}') {
        return false;
    }
    let ignorable = matches!(u32::from(c),
        0xad | 0x34f | 0x61c | 0x115f | 0x1160 | 0x17b4 | 0x17b5 | 0x180b..=0x180f | 0x200b..=0x200f | 0x202a..=0x202e
        | 0x2060..=0x206f | 0x3164 | 0xfe00..=0xfe0f | 0xfeff | 0xffa0 | 0xfff0..=0xfffb | 0x1_d173..=0x1_d17a | 0xe_0000..=0xe_0fff);
    ignorable || c.is_control() && !c.is_whitespace()
}

/// A text without them.
#[must_use]
pub fn seen(text: &str) -> Cow<'_, str> {
    if text.contains(is_unseen) { Cow::Owned(text.chars().filter(|c| !is_unseen(*c)).collect()) } else { Cow::Borrowed(text) }
}

/// A text as a reader of the paper reads it: a tab, a no-break or a narrow blank is a blank, what nobody sees is not there. The
/// ideographic blank keeps its width.
#[must_use]
pub fn printed(text: &str) -> Cow<'_, str> {
    let is_other_blank = |c: char| c.is_whitespace() && !matches!(c, ' ' | '\u{3000}');
    if !text.contains(|c| is_unseen(c) || is_other_blank(c)) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().filter(|c| !is_unseen(*c)).map(|c| if is_other_blank(c) { ' ' } else { c }).collect())
}
