//! Prose with figures in it: `{t3.new.total}` stands for the figure of its cell and follows it; `{{` is a brace.

use std::borrow::Cow;

use super::difference::changed_part;
use super::unseen::seen;
use super::{Figures, Value};
use crate::form::{CellIndex, Form};

/// A part of a prose text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Text as it stands.
    Text(&'a str),
    /// A figure that follows its cell.
    Figure(CellIndex),
}

/// Cuts a prose text at its figures. What looks like a figure but names no cell of the form stays text.
#[must_use]
pub fn pieces<'a>(form: &Form, text: &'a str) -> Vec<Piece<'a>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        let (before, braced) = rest.split_at(open);
        let cell = braced.find('}').and_then(|close| Some((form.find(braced.get(1..close)?)?, close + 1)));
        let (piece, skip) = match cell {
            Some((cell, end)) => (Piece::Figure(cell), end),
            None if braced.starts_with("{{") => (Piece::Text("{"), 2),
            None => (Piece::Text("{"), 1),
        };
        if !before.is_empty() {
            pieces.push(Piece::Text(before));
        }
        pieces.push(piece);
        rest = braced.get(skip..).unwrap_or_default();
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest));
    }
    pieces
}

/// The text as it is printed: figures in place of their ids. A blank figure prints 0, an unreadable one as ？.
#[must_use]
pub fn expand<'a>(form: &Form, figures: &Figures, text: &'a str) -> Cow<'a, str> {
    if !text.contains('{') {
        return Cow::Borrowed(text);
    }
    let expanded = pieces(form, text)
        .into_iter()
        .map(|piece| match piece {
            Piece::Text(text) => Cow::Borrowed(text),
            Piece::Figure(cell) => shown(figures, cell),
        })
        .collect();
    Cow::Owned(expanded)
}

/// A figure in prose.
fn shown(figures: &Figures, cell: CellIndex) -> Cow<'static, str> {
    match figures.value(cell) {
        Value::Number(number) if number.is_sign_negative() => Cow::Owned(format!("−{}", number.abs())),
        Value::Number(number) => Cow::Owned(number.to_string()),
        Value::Blank => Cow::Borrowed("0"),
        Value::Unreadable(_) => Cow::Borrowed("？"),
    }
}

/// A paragraph with another wording: figures that the wording leaves alone still follow their cells. What is new is text.
#[must_use]
pub fn reworded(form: &Form, figures: &Figures, stored: &str, wording: &str) -> String {
    let mut printed = String::new();
    let spans: Vec<_> = pieces(form, stored)
        .into_iter()
        .map(|piece| {
            let start = printed.len();
            match &piece {
                Piece::Text(text) => printed.push_str(text),
                Piece::Figure(cell) => printed.push_str(&shown(figures, *cell)),
            }
            (start..printed.len(), piece)
        })
        .collect();
    let (start, old_end, new_end) = changed_part(&printed, wording);
    let is_of_figure = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '−'));
    let new = wording.get(start..new_end).unwrap_or_default();
    // A figure that is cut, or to which a digit was added, is text from now on.
    let (joins_before, joins_after) = (is_of_figure(new.chars().next()), is_of_figure(new.chars().next_back()));
    let (mut from, mut to) = (start, old_end);
    for (span, _) in spans.iter().filter(|(_, piece)| matches!(piece, Piece::Figure(_))) {
        let cut = span.start < old_end && span.end > start;
        if cut || joins_before && span.end == start || joins_after && span.start == old_end {
            (from, to) = (from.min(span.start), to.max(span.end));
        }
    }
    let escaped = |text: &str| text.replace('{', "{{");
    let source = |range: std::ops::Range<usize>| {
        let parts = spans.iter().filter(|(span, _)| span.start < range.end && span.end > range.start).map(|(span, piece)| match piece {
            Piece::Figure(cell) => form.cell(*cell).map(|cell| format!("{{{}}}", cell.id)).unwrap_or_default(),
            Piece::Text(_) => escaped(printed.get(span.start.max(range.start)..span.end.min(range.end)).unwrap_or_default()),
        });
        parts.collect::<String>()
    };
    let middle = wording.get(from..new_end + (to - old_end)).unwrap_or_default();
    [source(0..from), escaped(middle), source(to..printed.len())].concat()
}

/// Pasted prose without what the layout does itself: indents, trailing blanks, blank lines and carriage returns go.
#[must_use]
pub fn tidy_pasted(text: &str) -> String {
    let text = seen(text).replace("\r\n", "\n").replace(['\r', '\u{b}', '\u{2028}', '\u{2029}'], "\n");
    let lines: Vec<_> = text.split('\n').map(|line| line.trim_matches([' ', '\t', '\u{3000}', '\u{a0}', '\u{feff}'])).collect();
    if lines.len() == 1 {
        // A run inside a line keeps the blanks at its ends.
        return text.trim_matches(['\u{3000}', '\u{feff}']).to_owned();
    }
    lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}
