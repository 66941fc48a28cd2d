//! Cuts a line of prose into words, figures and marks.

use rust_decimal::Decimal;

use crate::check::prose::text::{NUMERALS, Number, NumberKind, besides_other_letters, braced, digit, digits, numeral};
use crate::form::{Form, Token};

/// A word that the definition knows, a figure or a mark.
#[derive(Debug, Clone)]
pub(in crate::check) struct Piece<'a> {
    /// Its first byte in the line.
    pub(in crate::check) start: usize,
    /// The byte behind it.
    pub(in crate::check) end: usize,
    /// What it is.
    pub(in crate::check) kind: Kind<'a>,
}

/// What a piece is.
#[derive(Debug, Clone)]
pub(in crate::check) enum Kind<'a> {
    /// A word.
    Word(&'a Token),
    /// A figure.
    Number(Number),
    /// A mark that parts clauses, lists or sentences.
    Mark(char),
}

impl<'a> Piece<'a> {
    /// The word, where it is one.
    pub(in crate::check) fn word(&self) -> Option<&'a Token> {
        match self.kind {
            Kind::Word(token) => Some(token),
            _ => None,
        }
    }

    /// The mark, where it is one.
    pub(in crate::check) fn mark(&self) -> Option<char> {
        match self.kind {
            Kind::Mark(mark) => Some(mark),
            _ => None,
        }
    }
}

/// The pieces of a line from the left.
pub(super) fn lex<'a>(form: &'a Form, line: &'a str) -> Vec<Piece<'a>> {
    let mut pieces = Vec::with_capacity(line.len() / 8);
    let mut at = 0;
    for (start, end, token) in form.review.reader.find(line) {
        if start < at {
            continue;
        }
        between(form, line, at..start, &mut pieces);
        // A figure may have run into the word.
        if pieces.last().is_none_or(|last| last.end <= start) {
            pieces.push(Piece { start, end, kind: Kind::Word(token) });
            at = end;
        }
    }
    between(form, line, at..line.len(), &mut pieces);
    pieces
}

/// The figures and marks between two words.
fn between(form: &Form, line: &str, range: std::ops::Range<usize>, pieces: &mut Vec<Piece<'_>>) {
    let begin = range.start.max(pieces.last().map_or(0, |last| last.end));
    let mut done = begin;
    let Some(part) = line.get(begin..range.end) else { return };
    for (at, c) in besides_other_letters(part, NUMERALS).map(|(at, c)| (begin + at, c)) {
        if at < done {
            continue;
        }
        let rest = || line.get(at..).unwrap_or_default();
        let number = match c {
            '0'..='9' | '０'..='９' => Some(digits(line, at)),
            '{' => braced(form, rest(), at),
            '一'..='龥' => numeral(c).and_then(|_| in_characters(rest(), at)),
            _ => None,
        };
        if let Some(number) = number {
            done = number.range.end;
            pieces.push(Piece { start: at, end: done, kind: Kind::Number(number) });
        } else if let Some(mark) = mark(c) {
            pieces.push(Piece { start: at, end: at + c.len_utf8(), kind: Kind::Mark(mark) });
        }
    }
}

/// A mark in its full width.
fn mark(c: char) -> Option<char> {
    match c {
        '，' | ',' => Some('，'),
        '。' | '！' | '？' | '!' | '?' => Some('。'),
        '；' | ';' => Some('；'),
        '、' => Some('、'),
        '：' | ':' => Some('：'),
        '（' | '(' => Some('（'),
        '）' | ')' => Some('）'),
        _ => None,
    }
}

/// Figures in characters are read where they count what prose counts in them: 三件, 四十余条.
fn in_characters(rest: &str, at: usize) -> Option<Number> {
    let end = rest.find(|c| numeral(c).is_none()).unwrap_or(rest.len());
    if end == 0 {
        return None;
    }
    let after = rest.get(end..)?;
    let after = after.strip_prefix(['余', '多', '几']).unwrap_or(after);
    let longer = end > 3 && after.starts_with(['条', '次', '份', '个', '期', '篇']);
    (after.starts_with(['件', '宗', '起']) || longer).then_some(())?;
    let value = chinese(rest.get(..end)?);
    Some(Number { range: at..at + end, value, cell: None, kind: NumberKind::Count })
}

/// 一百零三 is 103; 二三 is no figure.
pub(in crate::check) fn chinese(text: &str) -> Option<Decimal> {
    let (mut whole, mut below, mut ones, mut ones_open) = (0_u64, 0_u64, 0_u64, false);
    for c in text.chars() {
        let value = u64::from(numeral(c).or_else(|| digit(c).and_then(|c| c.to_digit(10)))?);
        match value {
            0 => {}
            1..=9 if ones_open => return None,
            1..=9 => (ones, ones_open) = (value, true),
            10_000 => {
                whole = (below + ones).max(1).checked_mul(value)?;
                (below, ones, ones_open) = (0, 0, false);
            }
            unit => {
                below = below.checked_add(ones.max(1).checked_mul(unit)?)?;
                (ones, ones_open) = (0, false);
            }
        }
    }
    Some(Decimal::from(whole.checked_add(below)?.checked_add(ones)?))
}
