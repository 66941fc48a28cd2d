//! P-BASIS: a notice named as the basis that is not the one of the report's edition, by its number or by its title.

use std::ops::Range;

use crate::check::prose::finding;
use crate::check::prose::text::{Sentence, digit};
use crate::check::{Case, Finding, Fix};
use crate::form::OtherBasis;
use crate::report::Edit;

/// A notice quoted as the basis that is not.
pub(super) fn findings(case: Case<'_>, section: &str, text: &str, sentence: Sentence<'_>) -> Option<Finding> {
    let bases = &case.form.review.other_bases;
    if bases.is_empty() || !(sentence.text.contains('号') || sentence.text.contains('《')) {
        return None;
    }
    if let Some((basis, place)) = bases.iter().find_map(|basis| Some((basis, place_of(&basis.number, sentence.text)?))) {
        let message = format!("{}文{}，{} 年度报告的依据是{}", basis.number, basis.why, case.report.year, case.form.notice);
        let mut finding = finding(section, sentence.range(), "P-BASIS", message);
        if let Some(right) = case.form.notice.find('〔').and_then(|at| case.form.notice.get(at..)) {
            let mut edited = text.to_owned();
            edited.replace_range(sentence.start + place.start..sentence.start + place.end, right);
            let edit = Edit::Prose { section: section.to_owned(), text: edited };
            finding.fixes.push(Fix { label: format!("正文 {} → {right}", basis.number), edit });
        }
        return Some(finding);
    }
    let titled = |basis: &&OtherBasis| !basis.title.is_empty() && basis.title.iter().all(|part| sentence.text.contains(part.as_str()));
    let other = bases.iter().find(titled)?;
    let shown = sentence.text.find('《').and_then(|at| sentence.text.get(at..)).unwrap_or(sentence.text);
    let at = sentence.start + (sentence.text.len() - shown.len());
    let length = shown.find('》').map_or(shown.len(), |end| end + '》'.len_utf8());
    let message =
        format!("正文的依据是{}文的标题，该文{}，{} 年度报告的依据是{}", other.number, other.why, case.report.year, case.form.notice);
    Some(finding(section, at..at + length, "P-BASIS", message))
}

/// Where a notice's number stands, however its brackets and digits are typed.
fn place_of(basis: &str, sentence: &str) -> Option<Range<usize>> {
    let mut wanted = basis.chars();
    let first = wanted.next()?;
    sentence.char_indices().filter(|(_, c)| bracket(*c) == first).find_map(|(start, _)| {
        let rest = sentence.get(start..)?;
        let mut written = rest.char_indices().filter(|(_, c)| !c.is_whitespace());
        let mut end = start;
        for wanted in basis.chars() {
            let (at, c) = written.next()?;
            if bracket(c) != wanted {
                return None;
            }
            end = start + at + c.len_utf8();
        }
        Some(start..end)
    })
}

fn bracket(c: char) -> char {
    match c {
        '[' | '［' | '【' | '(' | '（' | '〈' => '〔',
        ']' | '］' | '】' | ')' | '）' | '〉' => '〕',
        other => digit(other).unwrap_or(other),
    }
}
