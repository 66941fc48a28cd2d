//! Prose as it is set: paragraphs without what the layout does itself, and the heads that open some of them.

use super::face::Style;
use crate::form::{Chart, Form};
use crate::report::{Figures, chart_of, expand, is_unseen};

/// A piece of a paragraph in one style.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece<'a> {
    /// What it is set in.
    pub style: Style,
    /// Its text.
    pub text: &'a str,
}

/// The longest run-in head, in characters; a longer sentence after （一） is body.
const LONGEST_RUN_IN: usize = 30;

/// The paragraphs of a prose text: no indents, no blank lines.
pub fn paragraphs(text: &str) -> impl Iterator<Item = &str> {
    text.split(['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}']).map(tidy).filter(|paragraph| !paragraph.is_empty())
}

/// What stands in prose.
#[derive(Debug, Clone)]
pub enum Block<'a> {
    /// A paragraph as it is printed.
    Text(std::borrow::Cow<'a, str>),
    /// A chart of the form.
    Chart(&'a Chart),
}

/// The paragraphs of a prose text as they are printed, and the charts among them.
pub fn blocks<'a>(form: &'a Form, figures: &'a Figures, text: &'a str) -> impl Iterator<Item = Block<'a>> {
    paragraphs(text).map(|paragraph| match chart_of(form, paragraph) {
        Some(chart) => Block::Chart(chart),
        None => Block::Text(expand(form, figures, paragraph)),
    })
}

fn tidy(line: &str) -> &str {
    line.trim_matches(|c: char| c.is_whitespace() || is_unseen(c))
}

/// The levels of the heads of a text by what they open with (GB/T 9704-2012, 7.3.3), as the depth that they are tagged with.
#[derive(Debug, Default)]
pub struct Heads {
    /// The depth of the last one since the section's head; 0 stands for that.
    last: u8,
}

impl Heads {
    /// The depth of a paragraph that is a head, below the section's head: 1 for （一）, 2 for `1.` below it, and so on; no depth is left
    /// out, so `1.` without a （一） before it is 1. `None` for body.
    pub fn depth(&mut self, paragraph: &str) -> Option<u8> {
        let depth = level(paragraph)?.min(self.last + 1);
        self.last = depth;
        Some(depth)
    }
}

/// Whether the whole paragraph is a head, which then keeps two lines with it.
#[must_use]
pub fn is_head(paragraph: &str) -> bool {
    level(paragraph).is_some()
}

/// The level of a paragraph that is a head: it opens with a number, stands alone on its line and has no end mark, whatever its
/// length and with commas.
fn level(paragraph: &str) -> Option<u8> {
    const ENDS: [char; 14] = ['。', '！', '？', '；', '：', '…', '，', '、', '.', '!', '?', ';', ':', ','];
    const WITHIN: [char; 5] = ['。', '！', '？', '；', '：'];
    let (level, rest) = opening(paragraph)?;
    let is_head = !rest.trim().is_empty() && !rest.ends_with(ENDS) && !rest.contains(WITHIN);
    is_head.then_some(level)
}

/// The level of the number that a paragraph opens with, and what follows it.
fn opening(paragraph: &str) -> Option<(u8, &str)> {
    let digits = |text: &str| text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if opens_with_number(paragraph) {
        return paragraph.split_once(['）', ')']).map(|(_, rest)| (1, rest));
    }
    if let Some(inside) = paragraph.strip_prefix(['（', '(']) {
        let (number, rest) = inside.split_once(['）', ')'])?;
        return (matches!(number.len(), 1..=2) && digits(number) == number.len()).then_some((3, rest));
    }
    if let Some(rest) = paragraph.strip_prefix(|c: char| matches!(c, '①'..='⑳')) {
        return Some((4, rest));
    }
    let (number, rest) = paragraph.split_at_checked(digits(paragraph)).filter(|(number, _)| matches!(number.len(), 1..=2))?;
    let rest = rest.strip_prefix(['.', '．', '、'])?;
    (!number.is_empty() && !rest.starts_with(|c: char| c.is_ascii_digit())).then_some((2, rest))
}

/// The pieces of a paragraph: a head `（一）…` in 楷体, up to its full stop where text follows; the rest, and heads of the lower levels,
/// in 仿宋.
#[must_use]
pub fn pieces(paragraph: &str) -> Vec<Piece<'_>> {
    let head = head_length(paragraph);
    let (head, body) = paragraph.split_at(head);
    [(Style::Subheading, head), (Style::Body, body)]
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(style, text)| Piece { style, text })
        .collect()
}

/// How many bytes of a paragraph are a head of the second level.
fn head_length(paragraph: &str) -> usize {
    match level(paragraph) {
        Some(1) => return paragraph.len(),
        None if opens_with_number(paragraph) => {}
        _ => return 0,
    }
    let stop = paragraph.char_indices().take(LONGEST_RUN_IN).find(|(_, c)| matches!(c, '。' | '：' | ':'));
    stop.map_or(0, |(at, stop)| at + stop.len_utf8())
}

/// `（一）` to `（九十九）`.
fn opens_with_number(paragraph: &str) -> bool {
    let Some(rest) = paragraph.strip_prefix(['（', '(']) else { return false };
    let number = rest.trim_start_matches(['一', '二', '三', '四', '五', '六', '七', '八', '九', '十']);
    number.len() < rest.len() && number.starts_with(['）', ')'])
}

/// A paragraph that names an annex (附件说明, GB/T 9704-2012, 7.3.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Annex<'a> {
    /// `附件：` of the first one; empty for those after it.
    pub(crate) word: &'a str,
    /// `1.` with what separates it; empty where there is one annex alone.
    pub(crate) number: &'a str,
    /// Its name.
    pub(crate) name: &'a str,
}

/// Reads a paragraph as one that names an annex; `follows` one that does.
pub(crate) fn annex(paragraph: &str, follows: bool) -> Option<Annex<'_>> {
    let rest = paragraph.strip_prefix("附件").map(str::trim_start).and_then(|rest| rest.strip_prefix(['：', ':'])).map(str::trim_start);
    let (word, rest) = match rest {
        Some(rest) => paragraph.split_at(paragraph.len() - rest.len()),
        None if follows => ("", paragraph),
        None => return None,
    };
    let name = match opening(rest) {
        Some((2, name)) => name.trim_start(),
        _ if word.is_empty() => return None,
        _ => rest,
    };
    let (number, name) = rest.split_at(rest.len() - name.len());
    (!name.is_empty() && !name.ends_with('。')).then_some(Annex { word, number, name })
}
