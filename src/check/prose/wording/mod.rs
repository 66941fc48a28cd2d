//! P-LEFT, P-LAW, P-BASIS and P-STALE: what was left of a template, laws and notices that are named wrong or are not the basis, words
//! that no longer fit. The words are the definition's.

mod bases;
mod laws;

use super::text::sentences;
use super::{finding, prose_sections};
use crate::check::{Case, Finding};

/// Every finding on such words.
pub(in crate::check) fn findings(case: Case<'_>) -> Vec<Finding> {
    let data = &case.form.review;
    let mut findings = Vec::new();
    for (section, text) in prose_sections(case) {
        if data.asks("P-LEFT") {
            let first = data.left_words.iter().filter_map(|word| Some((text.find(word.as_str())?, word))).min();
            findings.extend(first.map(|(at, word)| {
                finding(section, at..at + word.len(), "P-LEFT", format!("这里还留着模板的“{word}”，应改为实际内容或删去"))
            }));
        }
        if data.asks("P-LAW") {
            findings.extend(laws::findings(case, section, text));
        }
        if data.asks("P-BASIS") {
            findings.extend(sentences(text).into_iter().filter_map(|sentence| bases::findings(case, section, text, sentence)));
        }
        if data.asks("P-STALE") {
            findings.extend(stale(case, section, text));
        }
    }
    findings
}

/// Words that no longer fit in a report on that year, each once in a section; 原国土资源局 and titles of documents stand as they are.
fn stale(case: Case<'_>, section: &str, text: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    for stale in case.form.review.stale.iter().filter(|stale| case.report.year > stale.until) {
        let found = stale.words.iter().find_map(|word| {
            let at = text.match_indices(word.as_str()).map(|(at, _)| at).find(|at| {
                let before = text.get(..*at).unwrap_or_default();
                let in_title = before.matches('《').count() > before.matches('》').count();
                let of_the_past = before.chars().rev().take(6).any(|c| c == '原');
                !in_title && !of_the_past
            })?;
            Some((at, word))
        });
        findings.extend(found.map(|(at, word)| {
            finding(section, at..at + word.len(), "P-STALE", format!("“{word}”已不适用于 {} 年度报告：{}", case.report.year, stale.now))
        }));
    }
    findings
}
