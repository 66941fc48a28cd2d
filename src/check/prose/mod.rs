//! The rules on prose. They look at words, so they never block: a reason is asked for.

mod again;
mod claims;
pub(super) mod content;
pub(super) mod copied;
mod dates;
pub(super) mod figures;
mod growth;
mod hints;
pub(super) mod names;
mod parts;
pub(super) mod personal;
pub(super) mod persons;
mod places;
pub(super) mod reader;
mod shares;
pub(super) mod text;
mod wording;
pub(super) mod years;

use std::ops::Range;

use super::{Case, Finding, Fix, Severity, Spot};
use crate::form::{Watch, Watched};
use crate::report::Edit;
use text::{Number, Sentence, sentences};

/// From so many bytes on a second processor is asked: to wake one for less takes as long as the work.
const LONG: usize = 4096;

/// Two things beside each other where the report has much prose, else one after the other.
pub(super) fn beside<A: Send, B: Send>(case: Case<'_>, one: impl FnOnce() -> A + Send, other: impl FnOnce() -> B + Send) -> (A, B) {
    let is_long = prose_sections(case).map(|(_, text)| text.len()).sum::<usize>() >= LONG;
    if is_long { rayon::join(one, other) } else { (one(), other()) }
}

/// Every finding on prose.
pub(super) fn findings(case: Case<'_>) -> Vec<Finding> {
    let cut = |(section, text)| Cut { section, text, sentences: sentences(text) };
    let cut: Vec<Cut<'_>> = prose_sections(case).map(cut).collect();
    let read = || beside(case, || read_findings(case, &cut), || hints::findings(case, &cut));
    let ((mut findings, hints), of_words) = beside(case, read, || word_findings(case, &cut));
    findings.extend(hints);
    findings.extend(of_words);
    findings
}

/// What is found by reading every clause: figures, shares, growth, years.
fn read_findings(case: Case<'_>, cut: &[Cut<'_>]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut said = again::Said::default();
    for Cut { section, text, sentences } in cut {
        let (section, text) = (*section, *text);
        let (lines, named) = reader::read(case, text);
        let lines = Section { case, id: section, text, lines, named };
        findings.extend(figures_of(&lines, &mut said));
        for sentence in sentences.iter().copied() {
            let numbers = lines.numbers(sentence.range());
            if numbers.is_empty() {
                continue;
            }
            let reader = Reader { case, section, text, sentence, numbers };
            findings.extend(years::findings(&reader));
        }
    }
    findings
}

/// What is found by words alone.
fn word_findings(case: Case<'_>, cut: &[Cut<'_>]) -> Vec<Finding> {
    let found = |text| case.form.review.watch.find(text);
    let find = cut.iter().map(|Cut { section, text, sentences }| Words { section, text, sentences, found: found(text) });
    let read: Vec<Words<'_>> = find.collect();
    let mut findings = names::findings(case, &read);
    findings.extend(content::findings(case));
    findings.extend(copied::findings(case));
    findings.extend(personal::findings(case));
    findings.extend(persons::findings(case, &read));
    findings.extend(dates::findings(case));
    findings.extend(wording::findings(case, &read));
    findings
}

/// What is found on the figures of a section and on words that figures contradict.
fn figures_of(section: &Section<'_>, said: &mut again::Said) -> Vec<Finding> {
    let data = &section.case.form.review;
    let mut told = Vec::new();
    let mut findings = Vec::new();
    if data.asks("P-FIG") {
        findings.extend(figures::findings(section, &mut told));
        findings.extend(growth::findings(section, &told));
        findings.extend(claims::findings(section));
        findings.extend(said.findings(section));
    }
    if data.asks("P-SHARE") {
        findings.extend(shares::findings(section));
    }
    if data.asks("P-PART") {
        findings.extend(parts::findings(section, &told));
    }
    findings
}

/// A section cut into sentences.
struct Cut<'a> {
    section: &'a str,
    text: &'a str,
    sentences: Vec<Sentence<'a>>,
}

/// A section with the words that rules look for in it.
struct Words<'a> {
    section: &'a str,
    text: &'a str,
    sentences: &'a [Sentence<'a>],
    found: Vec<Watched>,
}

impl Words<'_> {
    /// Where the words stand that are looked for as that, from the left.
    fn of(&self, what: impl Fn(Watch) -> bool) -> impl Iterator<Item = Range<usize>> {
        self.found.iter().filter(move |found| what(found.what)).map(|found| found.start..found.end)
    }
}

/// A section, read.
struct Section<'a> {
    case: Case<'a>,
    id: &'a str,
    text: &'a str,
    lines: Vec<reader::Line<'a>>,
    /// Rows that the section names, by table.
    named: Vec<(usize, usize)>,
}

impl Section<'_> {
    /// The figures of a sentence, from the left, with their places in it.
    fn numbers(&self, sentence: Range<usize>) -> Vec<Number> {
        let after = self.lines.partition_point(|line| line.start <= sentence.start);
        let Some(line) = after.checked_sub(1).and_then(|at| self.lines.get(at)) else { return Vec::new() };
        let within = |piece: &&reader::Piece<'_>| line.start + piece.start >= sentence.start && line.start + piece.end <= sentence.end;
        let offset = sentence.start - line.start;
        let numbers = line.pieces.iter().filter(within).filter_map(|piece| match &piece.kind {
            reader::Kind::Number(number) => {
                let range = number.range.start - offset..number.range.end - offset;
                Some(Number { range, ..number.clone() })
            }
            _ => None,
        });
        numbers.collect()
    }

    /// The click that puts another text in the place of a range of the section, said by both.
    fn mended(&self, range: &Range<usize>, new: &str) -> Fix {
        let old = self.text.get(range.clone()).unwrap_or_default();
        Fix { label: format!("正文 {old} → {new}"), edit: self.replaced(range, new) }
    }

    /// The change that puts another text in the place of a range of the section.
    fn replaced(&self, range: &Range<usize>, new: &str) -> Edit {
        let mut text = self.text.to_owned();
        text.replace_range(range.clone(), new);
        Edit::Prose { section: self.id.to_owned(), text }
    }
}

/// A sentence with what stands around it and the numbers in it, for the rules that read one sentence at a time.
struct Reader<'a> {
    case: Case<'a>,
    section: &'a str,
    text: &'a str,
    sentence: Sentence<'a>,
    /// From the left; none where no digit stands in the sentence.
    numbers: Vec<Number>,
}

impl Reader<'_> {
    /// Whether one of these words stands in the sentence.
    fn holds(&self, words: &[String]) -> bool {
        words.iter().any(|word| self.sentence.text.contains(word.as_str()))
    }

    /// The sentence behind a number.
    fn after(&self, number: &Number) -> &str {
        self.sentence.text.get(number.range.end..).unwrap_or_default()
    }

    /// A range of the sentence in the section's text.
    fn in_text(&self, range: &Range<usize>) -> Range<usize> {
        self.sentence.start + range.start..self.sentence.start + range.end
    }

    /// The change that puts another text in the place of a part of the sentence.
    fn replaced(&self, range: &Range<usize>, new: &str) -> Fix {
        let old = self.sentence.text.get(range.clone()).unwrap_or_default();
        let mut text = self.text.to_owned();
        text.replace_range(self.in_text(range), new);
        Fix { label: format!("正文 {old} → {new}"), edit: Edit::Prose { section: self.section.to_owned(), text } }
    }

    /// A finding on a part of the sentence.
    fn tell_of(&self, range: &Range<usize>, rule: &str, message: String) -> Finding {
        finding(self.section, self.in_text(range), rule, message)
    }
}

/// The sections that hold some text, with it.
fn prose_sections(case: Case<'_>) -> impl Iterator<Item = (&str, &str)> {
    let sections = case.form.prose_sections().map(move |section| (section.id.as_str(), case.report.prose(&section.id)));
    sections.filter(|(_, text)| !text.trim().is_empty())
}

/// A finding in a section, with nothing but its words.
fn finding(section: &str, range: Range<usize>, rule: &str, message: String) -> Finding {
    Finding {
        rule: rule.to_owned(),
        severity: Severity::Explain,
        spot: Spot::Prose { section: section.to_owned(), range },
        cells: Vec::new(),
        left: None,
        right: None,
        message,
        fixes: Vec::new(),
        reason: None,
    }
}
