//! Hints (建议): slips of the pen that a click mends. They stop nothing, and are passed over with 忽略.

mod heads;
mod pairs;
mod punctuation;
mod twice;

use std::ops::Range;

use super::{Cut, finding};
use crate::check::{Case, Finding, Fix, Severity};
use crate::report::Edit;

/// Every hint.
pub(super) fn findings(case: Case<'_>, cut: &[Cut<'_>]) -> Vec<Finding> {
    let data = &case.form.review;
    let mut findings = Vec::new();
    for Cut { section, text, .. } in cut {
        let prose = Prose { case, section, text };
        for line in prose.lines() {
            if data.asks(punctuation::RULE) {
                punctuation::findings(&line, &mut findings);
                pairs::findings(&line, &mut findings);
            }
            if data.asks(twice::RULE) {
                twice::words(&line, &mut findings);
            }
        }
        if data.asks(heads::RULE) {
            heads::findings(&prose, &mut findings);
        }
    }
    if data.asks(twice::RULE) {
        twice::sentences(case, cut, &mut findings);
    }
    findings
}

/// A section with its text.
#[derive(Clone, Copy)]
struct Prose<'a> {
    case: Case<'a>,
    section: &'a str,
    text: &'a str,
}

/// A line of it, its characters with their places in the line.
struct Line<'a> {
    prose: Prose<'a>,
    start: usize,
    text: &'a str,
    characters: Vec<(usize, char)>,
    /// The places among them of what is neither Chinese nor a letter or figure.
    marks: Vec<usize>,
}

impl<'a> Prose<'a> {
    fn lines(self) -> impl Iterator<Item = Line<'a>> {
        let mut start = 0;
        self.text.split('\n').filter_map(move |text| {
            let begin = start;
            start += text.len() + 1;
            (!text.trim().is_empty()).then(|| Line::of(self, begin, text))
        })
    }

    /// A hint on a part of the text, with what belongs in its place.
    fn hint(&self, range: Range<usize>, rule: &str, message: String, new: Option<&str>) -> Finding {
        let mut hint = Finding { severity: Severity::Hint, ..finding(self.section, range.clone(), rule, message) };
        if let Some(new) = new {
            let old = self.text.get(range.clone()).unwrap_or_default();
            let mut text = self.text.to_owned();
            text.replace_range(range, new);
            let label = match (old, new) {
                (_, "") => format!("删去“{}”", short(old)),
                ("", _) => format!("添上“{new}”"),
                _ => format!("{} → {}", short(old), short(new)),
            };
            hint.fixes.push(Fix { label, edit: Edit::Prose { section: self.section.to_owned(), text } });
        }
        hint
    }
}

impl<'a> Line<'a> {
    fn of(prose: Prose<'a>, start: usize, text: &'a str) -> Self {
        let (mut characters, mut marks) = (Vec::with_capacity(text.len() / 2), Vec::new());
        for (at, c) in text.char_indices() {
            if !is_han(c) && !c.is_ascii_alphanumeric() {
                marks.push(characters.len());
            }
            characters.push((at, c));
        }
        Self { prose, start, text, characters, marks }
    }

    fn at(&self, place: usize) -> Option<char> {
        self.characters.get(place).map(|(_, c)| *c)
    }

    /// Where a character begins in the line; its end for one past the last.
    fn byte(&self, place: usize) -> usize {
        self.characters.get(place).map_or(self.text.len(), |(at, _)| *at)
    }

    /// The nearest character before a place that is no blank.
    fn before(&self, place: usize) -> Option<char> {
        self.characters.get(..place)?.iter().rev().map(|(_, c)| *c).find(|c| !c.is_whitespace())
    }

    /// The nearest character behind a place that is no blank.
    fn after(&self, place: usize) -> Option<char> {
        self.characters.get(place + 1..)?.iter().map(|(_, c)| *c).find(|c| !c.is_whitespace())
    }

    /// A hint on some of its characters.
    fn hint(&self, places: Range<usize>, rule: &str, message: String, new: Option<&str>) -> Finding {
        let range = self.start + self.byte(places.start)..self.start + self.byte(places.end);
        self.prose.hint(range, rule, message, new)
    }
}

/// A text for a button: a long one by its two ends.
fn short(text: &str) -> String {
    const MOST: usize = 16;
    let characters: Vec<char> = text.chars().collect();
    match (characters.get(..6), characters.get(characters.len().saturating_sub(6)..)) {
        (Some(head), Some(tail)) if characters.len() > MOST => head.iter().chain(&['…']).chain(tail).collect(),
        _ => text.to_owned(),
    }
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}')
}
