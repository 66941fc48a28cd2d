//! S-GLYPH: a character that no font at hand can draw would vanish from the paper; it is named with its place.

use std::collections::BTreeSet;

use super::{Case, Finding, Severity, Spot};
use crate::report::{expand, is_unseen};

/// One blocking finding for each character in each section that cannot be drawn.
pub(super) fn findings(case: Case<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut asked = Asked { drawn: vec![0; 0x1_0000 / 64] };
    let signature = case.report.signature.as_ref().map_or("", |signature| signature.unit.as_str());
    for (place, text) in [("单位名称", case.report.unit.as_str()), ("落款", signature)] {
        findings.extend(undrawable(case, &mut asked, text).into_iter().map(|(_, c)| finding(c, place, Spot::Head)));
    }
    for section in case.form.prose_sections() {
        let text = case.report.prose(&section.id);
        let printed = expand(case.form, case.figures, text);
        for (_, c) in undrawable(case, &mut asked, &printed) {
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
fn undrawable(case: Case<'_>, asked: &mut Asked, text: &str) -> Vec<(usize, char)> {
    if text.is_ascii() {
        return Vec::new();
    }
    let (mut seen, mut lacking) = (BTreeSet::new(), Vec::new());
    for (at, c) in text.char_indices() {
        if !asked.is_known(c) && !c.is_whitespace() && !is_unseen(c) && !asked.is_drawn(case, c) && seen.insert(c) {
            lacking.push((at, c));
        }
    }
    lacking
}

/// Characters of the basic plane that are known to be drawn, a bit each: a report asks for the same few hundred again and again.
struct Asked {
    drawn: Vec<u64>,
}

impl Asked {
    fn is_known(&self, c: char) -> bool {
        self.drawn.get(c as usize / 64).is_some_and(|drawn| drawn >> (c as usize % 64) & 1 != 0)
    }

    fn is_drawn(&mut self, case: Case<'_>, c: char) -> bool {
        let (place, bit) = (c as usize / 64, 1 << (c as usize % 64));
        match self.drawn.get_mut(place) {
            Some(drawn) if (case.covers)(c) => {
                *drawn |= bit;
                true
            }
            Some(_) => false,
            None => (case.covers)(c),
        }
    }
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
