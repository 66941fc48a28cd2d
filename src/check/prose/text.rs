//! Cuts prose into sentences and clauses and reads the figures in them.

use std::ops::Range;

use rust_decimal::Decimal;

use crate::form::{CellIndex, Form};

/// A sentence with its place in the section's text.
#[derive(Debug, Clone, Copy)]
pub(in crate::check) struct Sentence<'a> {
    /// Where it begins, in bytes.
    pub(in crate::check) start: usize,
    /// Without the mark that ends it.
    pub(in crate::check) text: &'a str,
}

impl Sentence<'_> {
    /// Its bytes in the section's text.
    pub(in crate::check) fn range(&self) -> Range<usize> {
        self.start..self.start + self.text.len()
    }
}

/// The sentences of a text, cut at full stops, semicolons and line ends outside of parentheses; blank ones left out.
pub(in crate::check) fn sentences(text: &str) -> Vec<Sentence<'_>> {
    let mut found = Vec::new();
    let (mut start, mut depth) = (0, 0_usize);
    for (at, c) in besides_letters(text) {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth = depth.saturating_sub(1),
            '\n' => depth = 0,
            _ => {}
        }
        if depth == 0 && matches!(c, '。' | '！' | '？' | '；' | '!' | '?' | ';' | '\n') {
            push(&mut found, text, start..at);
            start = at + c.len_utf8();
        }
    }
    push(&mut found, text, start..text.len());
    found
}

fn push<'a>(found: &mut Vec<Sentence<'a>>, text: &'a str, range: Range<usize>) {
    let Some(whole) = text.get(range.clone()) else { return };
    let trimmed = whole.trim_start();
    let start = range.start + (whole.len() - trimmed.len());
    let trimmed = trimmed.trim_end();
    if !trimmed.is_empty() {
        found.push(Sentence { start, text: trimmed });
    }
}

/// The characters of a text with their places, but the Chinese letters, which are most of it and passed over by their first byte.
pub(in crate::check) fn besides_letters(text: &str) -> impl Iterator<Item = (usize, char)> {
    besides_other_letters(text, 0)
}

/// The same with the Chinese letters of which a [`letter_bit`] is among these: the letters looked for, and a few that share their bits.
pub(in crate::check) fn besides_other_letters(text: &str, bits: u64) -> impl Iterator<Item = (usize, char)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        // U+4000 to U+9FFF, three bytes each; the last holds the lowest six bits.
        let is_passed = |last: Option<&u8>| bits == 0 || last.is_some_and(|last| bits >> (last & 63) & 1 == 0);
        while text.as_bytes().get(at).is_some_and(|first| matches!(first, 0xe4..=0xe9)) && is_passed(text.as_bytes().get(at + 2)) {
            at += 3;
        }
        let place = at;
        let c = text.get(at..)?.chars().next()?;
        at += c.len_utf8();
        Some((place, c))
    })
}

/// One of 64 bits for a character; others share it.
pub(in crate::check) const fn letter_bit(c: char) -> u64 {
    1 << (c as u32 & 63)
}

/// A figure in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::check) struct Number {
    /// Its bytes in the sentence.
    pub(in crate::check) range: Range<usize>,
    /// What it says; `None` where it is written in characters or follows a cell.
    pub(in crate::check) value: Option<Decimal>,
    /// The cell that it follows.
    pub(in crate::check) cell: Option<CellIndex>,
    /// What kind of figure it is.
    pub(in crate::check) kind: NumberKind,
}

/// What kind of figure stands in a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::check) enum NumberKind {
    /// A year: 2024年.
    Year,
    /// Part of a date or a time.
    Date,
    /// A percentage.
    Percent,
    /// The number of a document, article or list entry, or a telephone.
    Reference,
    /// Everything else: so many of something.
    Count,
}

/// The figures of a sentence, from the left.
pub(in crate::check) fn numbers(form: &Form, sentence: &str) -> Vec<Number> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some((c, rest)) = sentence.get(at..).and_then(|rest| rest.chars().next().map(|c| (c, rest))) {
        let number = match c {
            '{' => braced(form, rest, at),
            _ if digit(c).is_some() => Some(digits(sentence, at)),
            '一'..='龥' if is_numeral(c) => in_characters(rest, at),
            _ => None,
        };
        at = number.as_ref().map_or(at + c.len_utf8(), |number| number.range.end);
        found.extend(number);
    }
    found
}

fn is_numeral(c: char) -> bool {
    numeral(c).is_some_and(|value| (1..=1000).contains(&value))
}

/// The [`letter_bit`]s of the characters of [`numeral`].
pub(in crate::check) const NUMERALS: u64 = {
    let mut numerals = ['零', '一', '二', '两', '三', '四', '五', '六', '七', '八', '九', '十', '百', '千', '万'].as_slice();
    let mut bits = 0;
    while let [first, rest @ ..] = numerals {
        bits |= letter_bit(*first);
        numerals = rest;
    }
    bits
};

/// What a character says as a numeral.
pub(in crate::check) fn numeral(c: char) -> Option<u32> {
    Some(match c {
        '零' | '〇' => 0,
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        '十' => 10,
        '百' => 100,
        '千' => 1000,
        '万' => 10_000,
        _ => return None,
    })
}

/// An ASCII digit of a digit in either width.
pub(in crate::check) fn digit(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        '０'..='９' => char::from_u32(u32::from(c) - 0xFEE0),
        _ => None,
    }
}

/// `{t3.new.total}`: a figure that follows its cell.
pub(in crate::check) fn braced(form: &Form, rest: &str, at: usize) -> Option<Number> {
    let close = rest.find('}')?;
    let cell = form.find(rest.get(1..close)?)?;
    Some(Number { range: at..at + close + 1, value: None, cell: Some(cell), kind: NumberKind::Count })
}

/// 三件: a figure that is not read, but counts as one.
fn in_characters(rest: &str, at: usize) -> Option<Number> {
    let end = rest.find(|c| !is_numeral(c))?;
    rest.get(end..)?.starts_with(['件', '宗', '起']).then_some(())?;
    Some(Number { range: at..at + end, value: None, cell: None, kind: NumberKind::Count })
}

/// The figure that begins at a digit.
pub(in crate::check) fn digits(sentence: &str, at: usize) -> Number {
    let rest = sentence.get(at..).unwrap_or_default();
    // Nearly every figure: a few digits and then a word.
    let short = rest.bytes().take_while(u8::is_ascii_digit).count();
    let after = rest.get(short..).unwrap_or_default();
    if (1..=18).contains(&short) && !after.starts_with(|c| matches!(c, '.' | '．' | ',') || digit(c).is_some()) {
        let plain = rest.get(..short).unwrap_or_default();
        let kind = kind(sentence.get(..at).unwrap_or_default(), plain, after);
        return Number { range: at..at + short, value: plain.parse::<u64>().ok().map(Decimal::from), cell: None, kind };
    }
    let mut plain = String::new();
    let mut end = 0;
    let mut characters = rest.char_indices().peekable();
    while let Some((place, c)) = characters.next() {
        let digit_follows = characters.peek().is_some_and(|(_, next)| digit(*next).is_some());
        match digit(c) {
            Some(digit) => plain.push(digit),
            None if matches!(c, '.' | '．') && digit_follows && !plain.contains('.') => plain.push('.'),
            None if c == ',' && thousands(rest.get(place + 1..).unwrap_or_default()) => {}
            None => break,
        }
        end = place + c.len_utf8();
    }
    let kind = kind(sentence.get(..at).unwrap_or_default(), &plain, rest.get(end..).unwrap_or_default());
    Number { range: at..at + end, value: plain.parse().ok(), cell: None, kind }
}

/// Whether just three digits follow a comma, as in 3,402.
fn thousands(after: &str) -> bool {
    after.chars().take_while(|c| digit(*c).is_some()).count() == 3
}

fn kind(before: &str, plain: &str, after: &str) -> NumberKind {
    let after_blank = after.trim_start_matches([' ', '\u{3000}']);
    let in_brackets = before.ends_with(['〔', '[', '【', '［']) || after.starts_with(['〕', ']', '】', '］']);
    if after_blank.starts_with('年') {
        return if plain.len() == 4 && !plain.contains('.') { NumberKind::Year } else { NumberKind::Date };
    }
    if after_blank.starts_with(['月', '日', '时', '点']) {
        return NumberKind::Date;
    }
    if after_blank.starts_with(['%', '％']) || after_blank.starts_with("个百分点") {
        return NumberKind::Percent;
    }
    let marker = before.trim().is_empty() && after.starts_with(['.', '．', '、', '）', ')']);
    let telephone = (after.starts_with(['-', '—', '－']) || before.ends_with(['-', '—', '－'])) && plain.len() >= 3;
    let year_month = plain.len() == 4 && after.starts_with('年');
    let listed = before.ends_with(['第', '（', '(']) && after.starts_with(['条', '款', '项', '号', '）', ')']);
    if in_brackets || marker || telephone || year_month || listed || after.starts_with('号') || before.ends_with('第') {
        return NumberKind::Reference;
    }
    NumberKind::Count
}

/// Whether a character is a Chinese one.
pub(in crate::check) fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}')
}
