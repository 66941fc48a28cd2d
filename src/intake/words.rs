//! Texts as they are compared: without what is not seen, without the marks that typists set differently, without numbers at the head.

use std::borrow::Cow;

use crate::form::{Kind, foreign::SameWords};
use crate::report::{Value, is_unseen, read, seen};

/// The longest text that is compared as a label.
const LONGEST_LABEL: usize = 200;

/// A text without blanks of any kind around it, with single ones inside, and without what is not seen.
#[must_use]
pub fn trimmed(text: &str) -> String {
    let mut trimmed = String::with_capacity(text.len());
    for word in seen(text).split_whitespace() {
        if !trimmed.is_empty() {
            trimmed.push(' ');
        }
        trimmed.push_str(word);
    }
    trimmed
}

/// A text without any blanks.
#[must_use]
pub fn compact(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !is_unseen(*c)).collect()
}

/// The ways in which a label is compared, the strictest first: as it stands, without a note in parentheses at its end, and both
/// without the number at the head. A foreign note that names a unit of money stays: 元 is not 万元.
pub(crate) fn keys(text: &str, same: &SameWords, is_foreign: bool) -> [String; 4] {
    let whole = plain(text, same);
    let short = without_note(text).filter(|(_, note)| !is_foreign || !note.contains('元'));
    let short = short.map_or_else(|| whole.clone(), |(text, _)| plain(text, same));
    [whole.clone(), short.clone(), bare(&whole), bare(&short)]
}

/// A text without blanks and marks, digits of one width, without a year, its wordings made one.
pub(crate) fn plain(text: &str, same: &SameWords) -> String {
    let letters: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).take(LONGEST_LABEL).map(half_width).collect();
    let mut plain = String::with_capacity(text.len());
    let mut rest = letters.as_slice();
    while let [first, after @ ..] = rest {
        if let ['2', '0', tens, ones, after @ ..] = rest
            && tens.is_ascii_digit()
            && ones.is_ascii_digit()
            && !after.first().is_some_and(char::is_ascii_digit)
            && !plain.ends_with(|c: char| c.is_ascii_digit())
        {
            let unit = [&['年', '度'][..], &['年'][..]].into_iter().find_map(|unit| after.strip_prefix(unit));
            rest = unit.unwrap_or(after);
            continue;
        }
        plain.push(*first);
        rest = after;
    }
    same.one_wording(plain)
}

/// A digit or letter of full width as the one of half width.
pub(crate) fn half_width(c: char) -> char {
    match c {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        other => other,
    }
}

/// Without the numbers at the head, unless nothing else is left.
fn bare(plain: &str) -> String {
    let bare = plain.trim_start_matches(is_numeral);
    if bare.is_empty() { plain.to_owned() } else { bare.to_owned() }
}

/// A digit or a Chinese numeral up to ten.
pub(crate) fn is_numeral(c: char) -> bool {
    c.is_ascii_digit() || "一二三四五六七八九十".contains(c)
}

/// What stands before a note in parentheses at the end, where that is more than a number, and the note.
fn without_note(text: &str) -> Option<(&str, &str)> {
    let inside = text.trim_end().strip_suffix(['）', ')'])?;
    let (before, note) = inside.split_at(inside.rfind(['（', '('])?);
    before.chars().any(|c| c.is_alphanumeric() && !is_numeral(half_width(c))).then_some((before, note))
}

/// Whether a text stands where a figure is expected: a number of any kind, a dash for one, or nothing.
pub(crate) fn is_figure(text: &str) -> bool {
    is_dash(text) || is_number(text)
}

/// Whether a text stands for no figure: a dash, a slash, 无, or nothing.
pub(crate) fn is_dash(text: &str) -> bool {
    matches!(text.trim(), "" | "/" | "／" | "\\" | "-" | "－" | "--" | "—" | "——" | "–" | "无")
}

/// Whether a text is a number of any kind, also one with a unit behind it that the clerk has to look at.
pub(crate) fn is_number(text: &str) -> bool {
    // A label is seldom as short, and reading it as a figure is the dearer question.
    if text.len() > 60 || !text.contains(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c)) {
        return false;
    }
    let money = Kind::Amount { unit: "万元".to_owned(), unit_printed: false };
    !matches!(read(&Kind::Change, text), Value::Blank | Value::Unreadable(_))
        || !matches!(read(&money, text), Value::Blank | Value::Unreadable(_))
        || is_number_with_unit(text)
}

/// 251000元, 3件, 50%: a figure that the clerk has to look at, but no label such as 8.属于行政查询事项.
fn is_number_with_unit(text: &str) -> bool {
    let number = text.trim().trim_end_matches(['亿', '万', '千', '百', '元', '件', '项', '个', '次', '%', '％']).trim_end();
    number.len() < text.trim().len()
        && number.starts_with(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c))
        && number.chars().all(|c| c.is_ascii_digit() || ('０'..='９').contains(&c) || ".,，．".contains(c))
}

/// A figure as it is put into a cell of that kind: things that are counted have no places behind the point, so that 15.00 is 15.
#[must_use]
pub fn figure_for<'a>(kind: &Kind, text: &'a str) -> Cow<'a, str> {
    let text = text.trim();
    let whole = text.split_once(['.', '．']).filter(|(whole, fraction)| {
        !matches!(kind, Kind::Amount { .. })
            && whole.ends_with(|c: char| half_width(c).is_ascii_digit())
            && !fraction.is_empty()
            && fraction.chars().all(|c| half_width(c) == '0')
    });
    match whole {
        Some((whole, _)) => Cow::Owned(whole.to_owned()),
        None if text.contains('\n') => Cow::Owned(trimmed(text)),
        None => Cow::Borrowed(text),
    }
}
