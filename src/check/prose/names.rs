//! P-NAME: a unit that calls itself by another's word, or names another unit as itself, and P-BASIS: a notice that no longer serves.

use std::ops::Range;

use super::text::{Sentence, sentences};
use super::{finding, prose_sections};
use crate::check::{Case, Finding, Fix};
use crate::report::{Edit, Level};

/// Every finding on names and notices.
pub(in crate::check) fn findings(case: Case<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let is_township = case.report.assumed_level() == Some(Level::Township);
    for (section, text) in prose_sections(case) {
        findings.extend(own_words(case, section, text));
        for sentence in sentences(text) {
            findings.extend(stale_basis(case, section, text, sentence));
            if is_township {
                findings.extend(other_government(case, section, sentence));
            }
        }
        if section == case.form.review.parts.preface {
            findings.extend(other_reporter(case, section, text));
        }
    }
    findings
}

/// 我局 in a town's report, once for each word.
fn own_words(case: Case<'_>, section: &str, text: &str) -> Vec<Finding> {
    let unit = case.report.unit.trim();
    let wrong = |name: &&crate::form::OwnName| !unit.is_empty() && !name.name.iter().any(|part| unit.contains(part.as_str()));
    let words = case.form.review.own_names.iter().filter(wrong);
    let found = words.filter_map(|name| {
        // 自我局限 is not 我局.
        let at = text.match_indices(name.word.as_str()).find(|(at, _)| !text.get(..*at).is_some_and(|before| before.ends_with('自')))?.0;
        Some(finding(section, at..at + name.word.len(), "P-NAME", format!("正文自称“{}”，报告单位是{unit}", name.word)))
    });
    found.collect()
}

/// The full name of another town's government in a town's report.
fn other_government(case: Case<'_>, section: &str, sentence: Sentence<'_>) -> Option<Finding> {
    let unit = stem(case.report.unit.trim());
    let data = &case.form.review;
    for ending in &data.governments {
        for (at, _) in sentence.text.match_indices(ending.as_str()) {
            let before = sentence.text.get(..at)?;
            let ours = format!("{before}{ending}");
            let of_no_one = before.is_empty() || data.any_government.iter().any(|word| before.ends_with(word.as_str()));
            let township = ['镇', '乡', '街'].iter().any(|kind| ending.starts_with(*kind));
            if of_no_one || !township || ours.contains(unit) || !before.ends_with(is_han) {
                continue;
            }
            let name = tail(before, 3);
            let start = sentence.start + at - name.len();
            let message = format!("正文出现“{name}{ending}”，报告单位是{}", case.report.unit);
            return Some(finding(section, start..start + name.len() + ending.len(), "P-NAME", message));
        }
    }
    None
}

/// `某某局2024年政府信息公开工作年度报告` in the preface, where the name is not the unit's.
fn other_reporter(case: Case<'_>, section: &str, text: &str) -> Option<Finding> {
    const SUBJECT: &str = "政府信息公开工作";
    const KINDS: [char; 12] = ['局', '镇', '乡', '县', '区', '市', '委', '厅', '办', '院', '府', '道'];
    let unit = stem(case.report.unit.trim());
    if unit.is_empty() {
        return None;
    }
    for (at, _) in text.match_indices(SUBJECT) {
        let before = text.get(..at)?;
        // The year stands before the name or between name and subject.
        let bare = before.trim_end_matches('度').trim_end_matches('年').trim_end_matches(|c: char| c.is_ascii_digit());
        let from =
            bare.rfind(|c| !is_han(c)).map_or(0, |at| at + bare.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8));
        let run = bare.get(from..)?;
        let run = run.rsplit(['布', '将', '编', '制', '度']).next().unwrap_or_default();
        let names_a_unit = run.ends_with(KINDS) && run.chars().count() >= 3;
        if names_a_unit && !run.contains(unit) && !unit.contains(stem(run)) {
            let start = from + bare.get(from..)?.len() - run.len();
            let message = format!("引言写的单位是“{run}”，报告单位是{}", case.report.unit);
            return Some(finding(section, start..start + run.len(), "P-NAME", message));
        }
    }
    None
}

/// A notice quoted as the basis that no longer is.
fn stale_basis(case: Case<'_>, section: &str, text: &str, sentence: Sentence<'_>) -> Option<Finding> {
    if case.form.review.stale_bases.is_empty() || !sentence.text.contains('号') {
        return None;
    }
    let (stale, place) = case.form.review.stale_bases.iter().find_map(|basis| Some((basis, place_of(basis, sentence.text)?)))?;
    let message = format!("{stale}文已停用，{} 年度报告的依据是{}", case.report.year, case.form.notice);
    let mut finding = finding(section, sentence.range(), "P-BASIS", message);
    if let Some(right) = case.form.notice.find('〔').and_then(|at| case.form.notice.get(at..)) {
        let mut edited = text.to_owned();
        edited.replace_range(sentence.start + place.start..sentence.start + place.end, right);
        let edit = Edit::Prose { section: section.to_owned(), text: edited };
        finding.fixes.push(Fix { label: format!("正文 {stale} → {right}"), edit });
    }
    Some(finding)
}

/// Where a notice's number stands, however its brackets and digits are typed.
fn place_of(basis: &str, sentence: &str) -> Option<Range<usize>> {
    let plain: Vec<(usize, char)> = sentence.char_indices().filter(|(_, c)| !c.is_whitespace()).collect();
    let wanted: Vec<char> = basis.chars().collect();
    let run = plain.windows(wanted.len()).find(|run| run.iter().zip(&wanted).all(|((_, c), wanted)| bracket(*c) == *wanted))?;
    let ((start, _), (end, last)) = (run.first()?, run.last()?);
    Some(*start..*end + last.len_utf8())
}

fn bracket(c: char) -> char {
    match c {
        '[' | '［' | '【' | '(' | '（' | '〈' => '〔',
        ']' | '］' | '】' | ')' | '）' | '〉' => '〕',
        '０'..='９' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        other => other,
    }
}

/// A unit's name without what all governments' names end in.
fn stem(unit: &str) -> &str {
    unit.trim_end_matches("办事处").trim_end_matches("人民政府").trim_end_matches("人民")
}

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c) || ('\u{3400}'..='\u{4dbf}').contains(&c)
}

/// The last characters of a text, Han ones only.
fn tail(text: &str, characters: usize) -> &str {
    let start = text.char_indices().rev().take(characters).take_while(|(_, c)| is_han(*c)).last().map_or(text.len(), |(at, _)| at);
    text.get(start..).unwrap_or_default()
}
