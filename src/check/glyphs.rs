//! S-GLYPH: a character that no font at hand can draw would vanish from the paper; it is named with its place.

use std::collections::BTreeSet;

use super::{Case, Finding, Severity, Spot};
use crate::report::expand;

/// One blocking finding for each character in each section that cannot be drawn.
pub(super) fn findings(case: Case<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let signature = case.report.signature.as_ref().map_or("", |signature| signature.unit.as_str());
    for (place, text) in [("单位名称", case.report.unit.as_str()), ("落款", signature)] {
        findings.extend(undrawable(case, text).into_iter().map(|(_, c)| finding(c, place, Spot::Head)));
    }
    for section in case.form.prose_sections() {
        let text = case.report.prose(&section.id);
        let printed = expand(case.form, case.figures, text);
        for (_, c) in undrawable(case, &printed) {
            let at = text.find(c).unwrap_or_default();
            let paragraph = text.get(..at).unwrap_or_default().matches('\n').count() + 1;
            let place = format!("{}第 {paragraph} 段", section.head());
            let spot = Spot::Prose { section: section.id.clone(), range: at..at + c.len_utf8() };
            findings.push(finding(c, &place, spot));
        }
    }
    findings
}

/// Each character once, with its place in bytes.
fn undrawable(case: Case<'_>, text: &str) -> Vec<(usize, char)> {
    if text.is_ascii() {
        return Vec::new();
    }
    let mut seen = BTreeSet::new();
    text.char_indices().filter(|(_, c)| !c.is_control() && !(case.covers)(*c) && seen.insert(*c)).collect()
}

fn finding(c: char, place: &str, spot: Spot) -> Finding {
    Finding {
        rule: "S-GLYPH".to_owned(),
        severity: Severity::Blocking,
        spot,
        cells: Vec::new(),
        left: None,
        right: None,
        message: format!("{place}的“{c}”（U+{:04X}）没有字体能印出，请换一种写法", u32::from(c)),
        fixes: Vec::new(),
        reason: None,
    }
}
