//! Characters with the glyphs that draw them, and the blanks of punctuation that may go.

use super::face::{Drawn, Style};
use super::fonts::Fonts;
use super::sheet::MM_PER_PT;
use crate::report::printed;

/// A character with the glyph that draws it and the space it takes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Char {
    pub(super) character: char,
    pub(super) drawn: Drawn,
    pub(super) size_pt: f32,
    /// The distance to the next character.
    pub(super) advance_mm: f32,
}

/// Stands in the place of a character that no face can draw, where a draft is printed all the same.
pub(super) const GETA: char = '〓';

/// Turns text into characters of a style. What no face can draw becomes 〓 and is told.
pub(super) fn characters(
    fonts: &Fonts,
    style: Style,
    text: &str,
    size_pt: f32,
    tracking: f32,
    undrawable: &mut dyn FnMut(char),
) -> Vec<Char> {
    let text = printed(text);
    let drawn = text.chars().filter_map(|character| {
        let (character, drawn) = if let Some(drawn) = fonts.draw(style, character) {
            (character, drawn)
        } else {
            undrawable(character);
            (GETA, fonts.draw(style, GETA)?)
        };
        Some(Char { character, drawn, size_pt, advance_mm: drawn.advance * tracking * size_pt * MM_PER_PT })
    });
    drawn.collect()
}

impl Char {
    pub(super) fn em_mm(&self) -> f32 {
        self.size_pt * MM_PER_PT
    }

    /// The blank behind closing punctuation that may go.
    pub(super) fn spare_right_mm(&self) -> f32 {
        if is_closing(self.character) { spare(self.drawn.blank_right) * self.em_mm() } else { 0.0 }
    }

    /// The blank before opening punctuation that may go.
    pub(super) fn spare_left_mm(&self) -> f32 {
        if is_opening(self.character) { spare(self.drawn.blank_left) * self.em_mm() } else { 0.0 }
    }

    /// Whether it is a blank, narrow or wide.
    pub(super) fn is_blank(&self) -> bool {
        matches!(self.character, ' ' | '\u{3000}')
    }
}

/// Of a blank, the part that may go: some air stays, and at most half an em goes.
fn spare(blank_em: f32) -> f32 {
    (blank_em - 0.06).clamp(0.0, 0.5)
}

/// Must not start a line; has its blank at the right.
pub(super) fn is_closing(c: char) -> bool {
    matches!(c, '、' | '，' | '。' | '．' | '：' | '；' | '！' | '？' | '）' | '〕' | '】' | '》' | '〉' | '」' | '』' | '”' | '’')
}

/// Must not end a line; has its blank at the left.
pub(super) fn is_opening(c: char) -> bool {
    matches!(c, '（' | '〔' | '【' | '《' | '〈' | '「' | '『' | '“' | '‘')
}

pub(super) fn is_ideograph(c: char) -> bool {
    matches!(u32::from(c), 0x3400..=0x9fff | 0xf900..=0xfaff | 0x2_0000..=0x3_ffff)
}
