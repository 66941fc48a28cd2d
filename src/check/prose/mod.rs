//! The rules on prose. They look at words, so they never block: a reason is asked for.

pub(super) mod content;
pub(super) mod copied;
pub(super) mod figures;
pub(super) mod names;
pub(super) mod personal;
pub(super) mod text;
pub(super) mod years;

use std::ops::Range;

use super::{Case, Finding, Severity, Spot};

/// Every finding on prose.
pub(super) fn findings(case: Case<'_>) -> Vec<Finding> {
    let mut findings = figures::findings(case);
    findings.extend(years::findings(case));
    findings.extend(names::findings(case));
    findings.extend(content::findings(case));
    findings.extend(copied::findings(case));
    findings.extend(personal::findings(case));
    findings
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
