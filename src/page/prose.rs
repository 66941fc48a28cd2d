//! Prose as it is set: paragraphs without what the layout does itself, and the heads that open some of them.

use super::face::Style;

/// A piece of a paragraph in one style.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece<'a> {
    /// What it is set in.
    pub style: Style,
    /// Its text.
    pub text: &'a str,
}

/// The longest run-in head, in characters; a longer sentence after （一） is body.
const LONGEST_HEAD: usize = 30;

/// The paragraphs of a prose text: no indents, no blank lines.
pub fn paragraphs(text: &str) -> impl Iterator<Item = &str> {
    text.split(['\n', '\r', '\u{2028}', '\u{2029}']).map(tidy).filter(|paragraph| !paragraph.is_empty())
}

fn tidy(line: &str) -> &str {
    line.trim_matches(|c: char| c.is_whitespace() || c.is_control() || c == '\u{feff}')
}

/// Whether the whole paragraph is a head, which then keeps two lines with it.
#[must_use]
pub fn is_head(paragraph: &str) -> bool {
    matches!(pieces(paragraph).as_slice(), [only] if only.style != Style::Body)
}

/// The pieces of a paragraph: a head `（一）…` in 楷体, up to its full stop where text follows; the rest in 仿宋.
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
    if !opens_with_number(paragraph) {
        return 0;
    }
    match paragraph.char_indices().take(LONGEST_HEAD).find(|(_, c)| matches!(c, '。' | '：' | ':')) {
        Some((at, stop)) => at + stop.len_utf8(),
        None if paragraph.chars().count() <= LONGEST_HEAD && !paragraph.contains(['，', '；']) => paragraph.len(),
        None => 0,
    }
}

/// `（一）` to `（九十九）`.
fn opens_with_number(paragraph: &str) -> bool {
    let Some(rest) = paragraph.strip_prefix(['（', '(']) else { return false };
    let number = rest.trim_start_matches(['一', '二', '三', '四', '五', '六', '七', '八', '九', '十']);
    number.len() < rest.len() && number.starts_with(['）', ')'])
}
