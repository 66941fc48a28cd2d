//! P-LEFT, P-LAW, P-BASIS and P-STALE: what was left of a template, laws and notices that are named wrong or are not the basis, words
//! that no longer fit. The words are the definition's.

mod bases;
mod laws;

use super::{Words, finding};
use crate::check::{Case, Finding};
use crate::form::Watch;

/// Every finding on such words.
pub(super) fn findings(case: Case<'_>, read: &[Words<'_>]) -> Vec<Finding> {
    let data = &case.form.review;
    let mut findings = Vec::new();
    for words in read {
        let (section, text) = (words.section, words.text);
        if data.asks("P-LEFT")
            && let Some(range) = words.of(|what| what == Watch::Left).next()
        {
            let word = text.get(range.clone()).unwrap_or_default();
            findings.push(finding(section, range, "P-LEFT", format!("这里还留着模板的“{word}”，应改为实际内容或删去")));
        }
        if data.asks("P-LAW") {
            findings.extend(laws::findings(case, words));
        }
        if data.asks("P-BASIS") {
            findings.extend(words.sentences.iter().copied().filter_map(|sentence| bases::findings(case, section, text, sentence)));
        }
        if data.asks("P-STALE") {
            findings.extend(stale(case, words));
        }
    }
    findings
}

/// Words that no longer fit in a report on that year, each once in a section; 原国土资源局 and titles of documents stand as they are.
fn stale(case: Case<'_>, words: &Words<'_>) -> Vec<Finding> {
    let text = words.text;
    let mut findings = Vec::new();
    for (place, stale) in case.form.review.stale.iter().enumerate().filter(|(_, stale)| case.report.year > stale.until) {
        let found = words.of(|what| what == Watch::Stale(place)).find(|range| {
            let before = text.get(..range.start).unwrap_or_default();
            let in_title = before.matches('《').count() > before.matches('》').count();
            let of_the_past = before.chars().rev().take(6).any(|c| c == '原');
            !in_title && !of_the_past
        });
        findings.extend(found.map(|range| {
            let word = text.get(range.clone()).unwrap_or_default();
            let message = format!("“{word}”已不适用于 {} 年度报告：{}", case.report.year, stale.now);
            finding(words.section, range, "P-STALE", message)
        }));
    }
    findings
}
