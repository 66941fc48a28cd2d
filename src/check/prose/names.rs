//! P-NAME: a unit that calls itself by another's word, or names another unit as itself.

use super::places::Own;
use super::text::is_han;
use super::{Words, finding};
use crate::check::{Case, Finding};
use crate::form::Watch;
use crate::report::Level;

/// Every finding on names and notices.
pub(super) fn findings(case: Case<'_>, read: &[Words<'_>]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let own = Own::of(case);
    let mut told = Vec::new();
    for words in read {
        let (section, text) = (words.section, words.text);
        findings.extend(own_words(case, words));
        for sentence in words.sentences.iter().copied() {
            findings.extend(own.findings(section, sentence, &mut told));
        }
        if section == case.form.review.parts.preface {
            findings.extend(other_reporter(case, section, text));
        }
    }
    findings
}

/// 我局 in a town's report, once for each word.
fn own_words(case: Case<'_>, read: &Words<'_>) -> Vec<Finding> {
    let (section, text) = (read.section, read.text);
    let unit = case.report.unit.trim();
    let is_township = case.report.assumed_level() == Some(Level::Township);
    let wrong = |name: &&crate::form::OwnName| {
        let asked = !unit.is_empty() && (is_township || !name.of_townships);
        asked && !name.name.iter().any(|part| unit.contains(part.as_str()))
    };
    let words = case.form.review.own_names.iter().enumerate().filter(|(_, name)| wrong(name));
    let found = words.filter_map(|(place, name)| {
        // 自我局限 is not 我局, 各乡镇政府 not 镇政府.
        let part_of_another = |at: usize| {
            text.get(..at).is_some_and(|before| before.ends_with(['自', '乡', '各', '城', '村', '基', '根', '成', '资', '样', '文']))
        };
        let goes_on = |at: usize| {
            let after = text.get(at + name.word.len()..).unwrap_or_default();
            name.unless.iter().any(|unless| after.starts_with(unless.as_str()))
        };
        let mut places = read.of(|what| what == Watch::Own(place)).map(|range| range.start);
        let at = places.find(|at| !part_of_another(*at) && !goes_on(*at))?;
        Some(finding(section, at..at + name.word.len(), "P-NAME", format!("正文自称“{}”，报告单位是{unit}", name.word)))
    });
    found.collect()
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
        let reports = |after: &str| after.starts_with("年度报告") || after.starts_with("报告") || after.starts_with("情况");
        if !text.get(at + SUBJECT.len()..).is_some_and(reports) {
            continue;
        }
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

/// A unit's name without what all governments' names end in.
fn stem(unit: &str) -> &str {
    unit.trim_end_matches("办事处").trim_end_matches("人民政府").trim_end_matches("人民")
}
