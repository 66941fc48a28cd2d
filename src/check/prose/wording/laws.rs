//! P-LAW: laws and notices that are named or numbered wrong. The words are the definition's.

use std::ops::Range;

use crate::check::prose::text::{digit, is_han};
use crate::check::prose::{Words, finding};
use crate::check::{Case, Finding, Fix};
use crate::form::Watch;
use crate::report::Edit;

/// A shorter title is another one where two characters differ.
const LONG_TITLE: usize = 10;

/// Every finding on laws and notices in a section.
pub(super) fn findings(case: Case<'_>, words: &Words<'_>) -> Vec<Finding> {
    let (section, text) = (words.section, words.text);
    let data = &case.form.review.laws;
    let mut findings: Vec<Finding> = Vec::new();
    let mut tell = |range: Range<usize>, right: &str, message: String| {
        if findings.iter().any(|told| matches!(&told.spot, crate::check::Spot::Prose { range: other, .. } if other.start < range.end && range.start < other.end)) {
            return;
        }
        let wrong = text.get(range.clone()).unwrap_or_default();
        let mut whole = text.to_owned();
        whole.replace_range(range.clone(), right);
        let mut finding = finding(section, range, "P-LAW", message);
        let edit = Edit::Prose { section: section.to_owned(), text: whole };
        finding.fixes.push(Fix { label: format!("正文 {wrong} → {right}"), edit });
        findings.push(finding);
    };
    for (place, slip) in data.slips.iter().enumerate() {
        for range in words.of(|what| what == Watch::Slip(place)) {
            tell(range, &slip.right, format!("“{}”应为“{}”", slip.wrong, slip.right));
        }
    }
    for (place, number) in data.numbers.iter().enumerate() {
        for at in words.of(|what| what == Watch::Before(place)).map(|range| range.end) {
            let rest = text.get(at..).unwrap_or_default();
            let Some(length) = rest.find('号').map(|end| end + '号'.len_utf8()).filter(|length| *length <= 30) else { continue };
            let said = rest.get(..length).unwrap_or_default();
            if number.right.iter().any(|right| right == said) {
                continue;
            }
            // Another document of the same series is named rightly; a slip of one that is known is not.
            if let Some(right) = number.right.iter().find(|right| is_slip(said, right)) {
                tell(at..at + said.len(), right, format!("“{}{said}”应为“{}{right}”", number.before, number.before));
            }
        }
        for (of_series, right) in number.right.iter().enumerate().filter(|_| !number.about.is_empty()) {
            for at in words.of(|what| what == Watch::Number(place, of_series)).map(|range| range.start) {
                if let Some(start) = another_office(text, at, &number.before, &number.about) {
                    let said = text.get(start..at).unwrap_or_default();
                    tell(start..at, &number.before, format!("“{said}{right}”应为“{}{right}”", number.before));
                }
            }
        }
    }
    for (open, _) in text.match_indices('《') {
        let start = open + '《'.len_utf8();
        let Some(title) = text.get(start..).and_then(|rest| rest.split(['》', '\n', '。']).next()) else { continue };
        let alike = |right: &&String| {
            let most = if right.chars().count() > LONG_TITLE { 2 } else { 1 };
            (1..=most).contains(&differences(title, right, most))
        };
        if data.titles.iter().any(|right| right == title) {
            continue;
        }
        if let Some(right) = data.titles.iter().find(alike) {
            tell(start..start + title.len(), right, format!("“《{title}》”应为“《{right}》”"));
        }
    }
    findings
}

/// Where the office begins that issued a document of that number by the text, where it is not the one that did: 国办发〔2021〕30号.
fn another_office(text: &str, at: usize, right: &str, about: &[String]) -> Option<usize> {
    let before = text.get(..at)?;
    let start = before.char_indices().rev().take_while(|(_, c)| is_han(*c)).last().map(|(start, _)| start)?;
    let office = before.get(start..)?.find("国办").map(|found| start + found)?;
    let said = before.get(office..)?;
    let sentence_start = before.rfind(['。', '；', '\n']).unwrap_or_default();
    let sentence = text.get(sentence_start..)?.split(['。', '\n']).find(|sentence| !sentence.is_empty())?;
    let is_meant = about.iter().any(|word| sentence.contains(word.as_str()));
    (said != right && said.chars().count() <= 8 && is_meant).then_some(office)
}

/// How many characters differ, are missing or too many; more than `most` where it is clear that they are more.
fn differences(one: &str, other: &str, most: usize) -> usize {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    if one.len().abs_diff(other.len()) > most {
        return most + 1;
    }
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, c) in one.iter().enumerate() {
        let mut next = vec![at + 1];
        for (((left, above), diagonal), wanted) in (1..).zip(row.iter().skip(1)).zip(&row).zip(&other) {
            let before = next.get(left - 1).copied().unwrap_or(most);
            next.push((above + 1).min(before + 1).min(diagonal + usize::from(c != wanted)));
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

/// Whether a number differs from the right one by a digit, two that changed places, or its brackets.
fn is_slip(said: &str, right: &str) -> bool {
    let plain = |text: &str| text.chars().map(|c| digit(c).unwrap_or(c)).filter(|c| !"[]()（）【】〔〕 ".contains(*c)).collect::<Vec<_>>();
    let (said, right) = (plain(said), plain(right));
    if said.len() != right.len() {
        // A digit too few or too many.
        let (longer, shorter) = if said.len() > right.len() { (&said, &right) } else { (&right, &said) };
        let without = |at: usize| longer.iter().enumerate().filter(|(place, _)| *place != at).map(|(_, c)| c).eq(shorter.iter());
        let digits = longer.iter().enumerate().filter(|(_, c)| c.is_ascii_digit());
        return longer.len() == shorter.len() + 1 && digits.into_iter().any(|(at, _)| without(at));
    }
    let differing: Vec<_> = said.iter().zip(&right).filter(|(said, right)| said != right).collect();
    match differing.as_slice() {
        [] => true,
        [(said, right)] => said.is_ascii_digit() && right.is_ascii_digit(),
        [(a, b), (c, d)] => a == d && b == c,
        _ => false,
    }
}
