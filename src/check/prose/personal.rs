//! S-ID, S-PHONE and S-CARD: an ID number, a mobile number or a bank card must not be published; one click masks it.

use std::ops::Range;

use super::text::{besides_letters, digit};
use super::{finding, prose_sections};
use crate::check::{Case, Finding, Fix};
use crate::report::Edit;

/// One finding for each number, with the change that masks it.
pub(in crate::check) fn findings(case: Case<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (section, text) in prose_sections(case) {
        for run in runs(text) {
            let Some((rule, what, kept)) = run.what().filter(|(rule, ..)| case.form.review.asks(rule)) else { continue };
            let masked = run.masked(kept);
            let mut edited = text.to_owned();
            edited.replace_range(run.range.clone(), &masked);
            let message = format!("正文里有{what} {masked}，公布前应隐去");
            let mut finding = finding(section, run.range.clone(), rule, message);
            let shown = text.get(run.range).unwrap_or_default();
            finding
                .fixes
                .push(Fix { label: format!("{shown} → {masked}"), edit: Edit::Prose { section: section.to_owned(), text: edited } });
            findings.push(finding);
        }
    }
    findings
}

/// Whether a number is told by its own digits.
pub(super) fn is_told(digits: &str) -> bool {
    Run { digits: digits.to_uppercase(), range: 0..digits.len() }.what().is_some()
}

/// A number of 11 or 18 digits, as typed without what parts them.
struct Run {
    digits: String,
    range: Range<usize>,
}

/// The runs of digits that could be such a number: whole, or parted once or twice by a blank or a hyphen as people write them.
fn runs(text: &str) -> Vec<Run> {
    const PARTED: [&[usize]; 2] = [&[3, 4, 4], &[6, 8, 4]];
    let pieces = pieces(text);
    let mut runs = Vec::new();
    let mut at = 0;
    while let Some(rest) = pieces.get(at..).filter(|rest| !rest.is_empty()) {
        let parted = PARTED.iter().find_map(|lengths| joined(text, rest.get(..lengths.len())?, lengths));
        at += if parted.is_some() { 3 } else { 1 };
        let whole = rest.first().map(|piece| Run { digits: piece.digits.clone(), range: piece.range.clone() });
        runs.extend(parted.or(whole));
    }
    runs
}

/// The pieces as one run where they have those lengths and a single mark between them.
fn joined(text: &str, pieces: &[Run], lengths: &[usize]) -> Option<Run> {
    let fits = pieces.iter().zip(lengths).all(|(piece, length)| piece.digits.len() == *length);
    let close = pieces.windows(2).all(|pair| match pair {
        [left, right] => matches!(text.get(left.range.end..right.range.start), Some(" " | "-")),
        _ => false,
    });
    let (first, last) = pieces.first().zip(pieces.last())?;
    let digits = pieces.iter().map(|piece| piece.digits.as_str()).collect();
    (fits && close).then_some(Run { digits, range: first.range.start..last.range.end })
}

/// The runs of digits that may be all of such a number or a part of it.
fn pieces(text: &str) -> Vec<Run> {
    const SHORTEST_PART: usize = 3;
    let mut places: Vec<(Range<usize>, usize)> = Vec::new();
    for (at, c) in besides_letters(text) {
        let is_digit = matches!(c, '0'..='9' | '０'..='９');
        let may_end = matches!(c, 'x' | 'X' | 'Ｘ');
        if !is_digit && !may_end {
            continue;
        }
        let end = at + c.len_utf8();
        match places.last_mut() {
            Some((range, count)) if range.end == at && (is_digit || matches!(count, 3 | 4 | 17)) => {
                range.end = end;
                *count += 1;
            }
            _ if is_digit => places.push((at..end, 1)),
            _ => {}
        }
    }
    let digits = |range: &Range<usize>| {
        let written = text.get(range.clone()).unwrap_or_default().chars();
        written.map(|c| digit(c).unwrap_or('X')).collect::<String>()
    };
    let long = places.into_iter().filter(|(_, count)| *count >= SHORTEST_PART);
    long.map(|(range, _)| Run { digits: digits(&range), range }).collect()
}

impl Run {
    /// The rule, what the number is, and how many digits stay at either end.
    fn what(&self) -> Option<(&'static str, &'static str, (usize, usize))> {
        let bytes = self.digits.as_bytes();
        match bytes {
            [b'1', b'3'..=b'9', rest @ ..] if rest.len() == 9 => Some(("S-PHONE", "手机号码", (3, 4))),
            _ if bytes.len() == 18 && is_id_number(bytes) => Some(("S-ID", "公民身份号码", (6, 4))),
            [b'3'..=b'6', ..] if (16..=19).contains(&bytes.len()) && is_card(bytes) => Some(("S-CARD", "银行卡号", (4, 4))),
            _ => None,
        }
    }

    fn masked(&self, (first, last): (usize, usize)) -> String {
        let hidden = self.digits.len() - first - last;
        let head = self.digits.get(..first).unwrap_or_default();
        let tail = self.digits.get(first + hidden..).unwrap_or_default();
        format!("{head}{}{tail}", "*".repeat(hidden))
    }
}

/// The check digit of bank cards (Luhn): from the right every second digit counts double, and all leave nothing over 10.
fn is_card(digits: &[u8]) -> bool {
    let sum = digits.iter().rev().enumerate().map(|(at, digit)| {
        let value = u32::from(digit.saturating_sub(b'0'));
        if at % 2 == 1 { value * 2 / 10 + value * 2 % 10 } else { value }
    });
    digits.iter().all(u8::is_ascii_digit) && sum.sum::<u32>() % 10 == 0
}

/// The check digit of GB 11643: the weighted sum of the digits leaves 1 over 11.
fn is_id_number(digits: &[u8]) -> bool {
    const WEIGHTS: [u32; 18] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2, 1];
    let value = |digit: u8| if digit == b'X' { 10 } else { u32::from(digit.saturating_sub(b'0')) };
    let plausible = digits.first().is_some_and(|first| (b'1'..=b'8').contains(first));
    plausible && digits.iter().zip(WEIGHTS).map(|(digit, weight)| value(*digit) * weight).sum::<u32>() % 11 == 1
}
