//! P-CHART: a chart in the prose that there is not, that stands within a sentence, or that has nothing to show.

use super::{Case, Finding, Fix, Severity, Spot, Standing};
use crate::form::Form;
use crate::report::{ChartFigures, Edit, chart_named, chart_of, chart_paragraph};

/// What a chart's paragraph begins with, as it is kept.
const BEGINS: &str = "{chart:";
/// What it begins with in the editor.
const SHOWN_BEGINS: &str = "【图：";

/// A paragraph of a section.
struct Paragraph<'a> {
    section: &'a str,
    /// Where it starts, in bytes of the section's text.
    start: usize,
    text: &'a str,
}

/// Every finding on charts.
pub(super) fn findings(case: Case<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    if !case.form.review.asks("P-CHART") {
        return findings;
    }
    for section in case.form.prose_sections() {
        let text = case.report.prose(&section.id);
        if !text.contains(BEGINS) && !text.contains(SHOWN_BEGINS) {
            continue;
        }
        let mut start = 0;
        for line in text.split('\n') {
            let paragraph = Paragraph { section: &section.id, start, text: line };
            findings.extend(of_paragraph(case, &paragraph));
            start += line.len() + 1;
        }
    }
    findings
}

/// Whether a range of a section's text lies in a paragraph that is a chart, of which other rules have nothing to say.
pub(super) fn lies_in_a_chart(case: Case<'_>, spot: &Spot) -> bool {
    let Spot::Prose { section, range } = spot else { return false };
    let text = case.report.prose(section);
    if !text.contains(BEGINS) {
        return false;
    }
    let start = text.get(..range.start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let line = text.get(start..).unwrap_or_default().split('\n').next().unwrap_or_default();
    chart_of(case.form, line).is_some() && range.end <= start + line.len() && !range.is_empty()
}

fn of_paragraph(case: Case<'_>, paragraph: &Paragraph<'_>) -> Option<Finding> {
    let Some(chart) = chart_of(case.form, paragraph.text) else { return misplaced(case, paragraph) };
    let figures = ChartFigures::of(case.form, case.report, case.figures, chart);
    if figures.shows_something() {
        return None;
    }
    let severity = if case.standing == Standing::Filling { Severity::Unfinished } else { Severity::Explain };
    let message = format!("“{}”图里各项都是 0 或没有填，没有可画的，可以删去", chart.name);
    Some(finding(paragraph, (0, paragraph.text.len()), severity, message, vec![without(case, paragraph)]))
}

/// What looks like a chart and is none.
fn misplaced(case: Case<'_>, paragraph: &Paragraph<'_>) -> Option<Finding> {
    let text = paragraph.text;
    let at = text.find(BEGINS).or_else(|| text.find(SHOWN_BEGINS))?;
    let rest = text.get(at..).unwrap_or_default();
    let end = rest.find(['}', '】']).and_then(|close| Some(close + rest.get(close..)?.chars().next()?.len_utf8())).unwrap_or(rest.len());
    let words = rest.get(..end).unwrap_or_default();
    let alone = text.trim().trim_start_matches('{').len() + 1 == words.len() || text.trim() == words;
    let known = chart_of(case.form, words).or_else(|| named_by_words(case.form, words));
    let range = (at, at + end);
    let Some(chart) = known else {
        let names: Vec<_> = case.form.charts.iter().map(|chart| chart.name.as_str()).collect();
        let asked = chart_named(words).unwrap_or(words);
        let message = format!("没有叫“{asked}”的图表，可以插入的有：{}", names.join("、"));
        return Some(finding(paragraph, range, Severity::Blocking, message, vec![without(case, paragraph)]));
    };
    let asks = chart_paragraph(chart);
    let (before, after) = (text.get(..at).unwrap_or_default().trim_end_matches('{'), text.get(at + end..).unwrap_or_default());
    let parts = [before.trim(), &asks, after.trim()];
    let apart: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let label = if alone { format!("改为图表“{}”", chart.name) } else { "另起一段".to_owned() };
    let fix = Fix { label, edit: replaced(case, paragraph, &apart.join("\n")) };
    let message = format!("图表“{}”要单独成一段才印得出来", chart.name);
    Some(finding(paragraph, range, Severity::Blocking, message, vec![fix]))
}

/// The chart that the editor shows by these words.
fn named_by_words<'a>(form: &'a Form, words: &str) -> Option<&'a crate::form::Chart> {
    let name = words.strip_prefix(SHOWN_BEGINS)?.strip_suffix('】')?;
    form.charts.iter().find(|chart| chart.name == name)
}

/// The section without the paragraph.
fn without(case: Case<'_>, paragraph: &Paragraph<'_>) -> Fix {
    let text = case.report.prose(paragraph.section);
    let end = paragraph.start + paragraph.text.len();
    let before = text.get(..paragraph.start).unwrap_or_default();
    let text = match text.get(end + 1..) {
        Some(after) => [before, after].concat(),
        None => before.trim_end_matches('\n').to_owned(),
    };
    Fix { label: "删去这一段".to_owned(), edit: Edit::Prose { section: paragraph.section.to_owned(), text } }
}

fn replaced(case: Case<'_>, paragraph: &Paragraph<'_>, new: &str) -> Edit {
    let mut text = case.report.prose(paragraph.section).to_owned();
    text.replace_range(paragraph.start..paragraph.start + paragraph.text.len(), new);
    Edit::Prose { section: paragraph.section.to_owned(), text }
}

fn finding(paragraph: &Paragraph<'_>, (from, to): (usize, usize), severity: Severity, message: String, fixes: Vec<Fix>) -> Finding {
    let range = paragraph.start + from..paragraph.start + to;
    Finding {
        rule: "P-CHART".to_owned(),
        severity,
        spot: Spot::Prose { section: paragraph.section.to_owned(), range },
        cells: Vec::new(),
        left: None,
        right: None,
        message,
        fixes,
        reason: None,
    }
}
