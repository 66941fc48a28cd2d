//! P-LEFT and P-LAW: what was left of a template, and laws and notices that are named or numbered wrong. The words are the definition's.

use super::text::digit;
use super::{finding, prose_sections};
use crate::check::{Case, Finding, Fix};
use crate::report::Edit;

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
            findings.extend(laws(case, section, text));
        }
    }
    findings
}

fn laws(case: Case<'_>, section: &str, text: &str) -> Vec<Finding> {
    let data = &case.form.review.laws;
    let mut findings = Vec::new();
    let mut tell = |at: usize, wrong: &str, right: &str, message: String| {
        let mut whole = text.to_owned();
        whole.replace_range(at..at + wrong.len(), right);
        let mut finding = finding(section, at..at + wrong.len(), "P-LAW", message);
        let edit = Edit::Prose { section: section.to_owned(), text: whole };
        finding.fixes.push(Fix { label: format!("正文 {wrong} → {right}"), edit });
        findings.push(finding);
    };
    for slip in &data.slips {
        for (at, wrong) in text.match_indices(slip.wrong.as_str()) {
            tell(at, wrong, &slip.right, format!("“{wrong}”应为“{}”", slip.right));
        }
    }
    for number in &data.numbers {
        for (start, _) in text.match_indices(number.before.as_str()) {
            let at = start + number.before.len();
            let rest = text.get(at..).unwrap_or_default();
            let Some(length) = rest.find('号').map(|end| end + '号'.len_utf8()).filter(|length| *length <= 30) else { continue };
            let said = rest.get(..length).unwrap_or_default();
            if number.right.iter().any(|right| right == said) {
                continue;
            }
            // Another document of the same series is named rightly; a slip of one that is known is not.
            if let Some(right) = number.right.iter().find(|right| is_slip(said, right)) {
                tell(at, said, right, format!("“{}{said}”应为“{}{right}”", number.before, number.before));
            }
        }
    }
    findings
}

/// Whether a number differs from the right one by a digit, two that changed places, or its brackets.
fn is_slip(said: &str, right: &str) -> bool {
    let plain = |text: &str| text.chars().map(|c| digit(c).unwrap_or(c)).filter(|c| !"[]()（）【】〔〕 ".contains(*c)).collect::<Vec<_>>();
    let (said, right) = (plain(said), plain(right));
    if said.len() != right.len() {
        return false;
    }
    let differing: Vec<_> = said.iter().zip(&right).filter(|(said, right)| said != right).collect();
    match differing.as_slice() {
        [] => true,
        [(said, right)] => said.is_ascii_digit() && right.is_ascii_digit(),
        [(a, b), (c, d)] => a == d && b == c,
        _ => false,
    }
}
