//! Reasons: a finding that asks for one carries it as long as nothing that it was given for has changed.

use super::{Case, Finding, Severity, Spot, added, register};
use crate::report::{Edit, Explanation, Value};

/// The reason by which a hint is passed over (忽略).
pub const PASSED_OVER: &str = "忽略";
/// How many characters on either side belong to the words of a hint.
const AROUND: usize = 8;

/// Whether a finding takes a reason: a question its answer, a hint that it is passed over.
fn takes_reason(finding: &Finding) -> bool {
    matches!(finding.severity, Severity::Explain | Severity::Hint)
}

/// Gives each finding the reason that was stored for it, where every value is still what it was.
pub(super) fn attach(case: Case<'_>, findings: &mut [Finding]) {
    if case.report.explanations.is_empty() {
        return;
    }
    for finding in findings.iter_mut().filter(|finding| takes_reason(finding)) {
        let values = values(case, finding);
        let stored = case.report.explanations.iter().find(|stored| stored.rule == finding.rule && same(&stored.cells, &values));
        finding.reason = stored.map(|stored| stored.reason.clone());
    }
}

/// The edit that stores one reason for these findings, in place of what was stored for them before; an empty reason takes it away.
#[must_use]
pub fn explain(case: Case<'_>, findings: &[&Finding], reason: &str) -> Edit {
    let reason = reason.trim();
    let mut explanations = case.report.explanations.clone();
    for finding in findings.iter().filter(|finding| takes_reason(finding)) {
        let cells = values(case, finding);
        explanations.retain(|stored| !(stored.rule == finding.rule && same_places(finding, &stored.cells, &cells)));
        if !reason.is_empty() {
            explanations.push(Explanation { rule: finding.rule.clone(), cells, reason: reason.to_owned(), extra: Vec::new() });
        }
    }
    Edit::Explanations(explanations)
}

/// The reason last given for the same place, now that a value has changed: to be offered again.
#[must_use]
pub fn former_reason<'a>(case: Case<'a>, finding: &Finding) -> Option<&'a str> {
    let values = values(case, finding);
    let stored = case.report.explanations.iter().rev().find(|stored| stored.rule == finding.rule && same_ids(&stored.cells, &values))?;
    Some(stored.reason.as_str())
}

/// What the reason stands for: each cell with its figure, and for prose the sentence, or what is missing where no sentence is meant.
fn values(case: Case<'_>, finding: &Finding) -> Vec<(String, String)> {
    let mut values: Vec<(String, String)> = Vec::new();
    for involved in &finding.cells {
        let Some(definition) = case.form.cell(involved.cell) else { continue };
        values.push(if involved.of_last_year {
            let figure = case.report.last_year.as_ref().and_then(|last_year| last_year.figure(&definition.id));
            (format!("last:{}", definition.id), figure.map_or_else(String::new, |figure| figure.normalize().to_string()))
        } else {
            let value = match case.figures.value(involved.cell) {
                Value::Number(number) => number.normalize().to_string(),
                Value::Blank => String::new(),
                Value::Unreadable(_) => case.report.cell(involved.cell).text.clone(),
            };
            (definition.id.clone(), value)
        });
    }
    // What the register came to: a reason is asked for again when it is counted anew.
    if finding.rule == register::RULE
        && let Some(counted) = finding.right
    {
        values.push(("register".to_owned(), counted.normalize().to_string()));
    }
    // What the units came to, for the same reason.
    if finding.rule == added::RULE
        && let Some(added) = finding.right
    {
        values.push(("sum".to_owned(), added.normalize().to_string()));
    }
    if let Spot::Prose { section, range } = &finding.spot {
        let text = case.report.prose(section);
        let sentence = match finding.severity {
            Severity::Hint => Some(around(text, range)),
            _ => text.get(range.clone()),
        };
        let sentence = sentence.filter(|sentence| !sentence.is_empty());
        values.push((format!("prose:{section}"), sentence.unwrap_or(&finding.message).to_owned()));
    }
    values
}

/// The words around a place, within their sentence: a mark alone stands in many places.
fn around<'a>(text: &'a str, range: &std::ops::Range<usize>) -> &'a str {
    let within = |c: &char| !matches!(c, '\n' | '。' | '；' | '！' | '？');
    let length = |characters: &mut dyn Iterator<Item = char>| characters.take_while(within).take(AROUND).map(char::len_utf8).sum::<usize>();
    let before = length(&mut text.get(..range.start).unwrap_or_default().chars().rev());
    let after = length(&mut text.get(range.end..).unwrap_or_default().chars());
    text.get(range.start - before..range.end + after).unwrap_or_default()
}

fn same(stored: &[(String, String)], values: &[(String, String)]) -> bool {
    stored.len() == values.len() && values.iter().all(|value| stored.iter().any(|stored| equal(stored, value)))
}

/// A figure is the same figure however many zeros end it.
fn equal(stored: &(String, String), value: &(String, String)) -> bool {
    let figure = |text: &str| text.parse::<rust_decimal::Decimal>().ok();
    stored.0 == value.0 && (stored.1 == value.1 || figure(&stored.1).is_some_and(|stored| Some(stored) == figure(&value.1)))
}

fn same_ids(stored: &[(String, String)], values: &[(String, String)]) -> bool {
    stored.len() == values.len() && values.iter().all(|(id, _)| stored.iter().any(|(stored, _)| stored == id))
}

/// Whether a stored reason was given for the same place: the same cells, and in prose the same sentence, for a section has many.
fn same_places(finding: &Finding, stored: &[(String, String)], values: &[(String, String)]) -> bool {
    let in_prose = matches!(&finding.spot, Spot::Prose { range, .. } if !range.is_empty());
    if in_prose { same(stored, values) } else { same_ids(stored, values) }
}
