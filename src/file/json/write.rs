//! Writes a report as JSON: keys in the form's order, two-space indent, newline at the end, so that a diff shows what changed.

use std::collections::BTreeMap;

use serde_json::{Map, Number, Value, json};

use super::{FORMAT, KNOWN_KEYS};
use crate::check::Review;
use crate::form::{Form, Kind, Sum, SumSeverity};
use crate::report::{
    Explanation, Extra, Figures, LastYear, Register, RegisterRows, Report, Signature, Status, Value as CellValue, Whole, has_plus,
};

/// A report as it stands: blanks absent, totals only where they were typed, with the rows of the register that it was counted from.
#[must_use]
pub fn write(form: &Form, report: &Report) -> String {
    text(&root(form, report, draft_cells(form, report), Map::new(), Map::new()))
}

/// The same as an object, for the journal.
pub(in crate::file) fn draft(form: &Form, report: &Report) -> Value {
    Value::Object(root(form, report, draft_cells(form, report), Map::new(), Map::new()))
}

/// The finished export: every cell, totals too, blanks as 0, with the sums that were checked. Reading it gives the draft back.
#[must_use]
pub fn finished(form: &Form, report: &Report, figures: &Figures, review: &Review) -> String {
    let cells = form.cells().map(|(index, cell)| {
        let value = match figures.value(index) {
            CellValue::Number(figure) => number(&figure.to_string()),
            CellValue::Blank => Value::from(0),
            CellValue::Unreadable(_) => Value::from(report.cell(index).text.as_str()),
        };
        (cell.id.clone(), value)
    });
    let listed = |wanted: &dyn Fn(bool, bool) -> bool| {
        let ids = form.cells().filter(|(index, _)| wanted(form.total(*index).is_some(), report.cell(*index).value.is_blank()));
        Value::Array(ids.map(|(_, cell)| Value::from(cell.id.as_str())).collect())
    };
    let mut after_cells = Map::new();
    after_cells.insert("blanks".to_owned(), listed(&|total, blank| !total && blank));
    after_cells.insert("typed_totals".to_owned(), listed(&|total, blank| total && !blank));
    let mut last = Map::new();
    last.insert("checks".to_owned(), checks(form, review));
    let mut report = without_rows(report);
    report.status = Status::Final;
    text(&root(form, &report, cells.collect(), after_cells, last))
}

/// What leaves with a paper or as a file of its own: the finished export, or a draft as it stands; without the rows of the register.
#[must_use]
pub fn handed_out(form: &Form, report: &Report, figures: &Figures, review: &Review, draft: bool) -> String {
    if draft { write(form, &without_rows(report)) } else { finished(form, report, figures, review) }
}

fn without_rows(report: &Report) -> Report {
    let mut report = report.clone();
    report.register = report.register.as_ref().map(Register::without_rows);
    report
}

fn text(root: &Map<String, Value>) -> String {
    // A map of strings and numbers always has a JSON text.
    let mut text = serde_json::to_string_pretty(root).unwrap_or_default();
    text.push('\n');
    text
}

fn root(
    form: &Form,
    report: &Report,
    cells: Map<String, Value>,
    after_cells: Map<String, Value>,
    last: Map<String, Value>,
) -> Map<String, Value> {
    let mut root = Map::new();
    let mut put = |key: &str, value: Value| root.insert(key.to_owned(), value);
    put("format", FORMAT.into());
    if !report.id.is_empty() {
        put("id", report.id.as_str().into());
    }
    put("form", report.edition.as_str().into());
    put("year", report.year.into());
    put("unit", report.unit.as_str().into());
    if let Some(level) = report.level {
        put("level", level.name().into());
    }
    put("status", if report.status == Status::Final { "final" } else { "draft" }.into());
    put("prose", prose(form, report));
    put("cells", Value::Object(cells));
    for (key, value) in after_cells {
        put(&key, value);
    }
    // A number has no plus: which figures were typed with one is told beside them.
    let with_plus = form.cells().filter(|(index, cell)| cell.kind == Kind::Change && has_plus(&report.cell(*index).text));
    let with_plus: Vec<Value> = with_plus.map(|(_, cell)| cell.id.as_str().into()).collect();
    if !with_plus.is_empty() {
        put("typed_plus", Value::Array(with_plus));
    }
    if !report.explanations.is_empty() {
        put("explanations", Value::Array(report.explanations.iter().map(explanation).collect()));
    }
    if let Some(signed) = &report.signature {
        put("signature", signature(signed));
    }
    if !report.scope.is_empty() {
        put("scope", report.scope.as_str().into());
    }
    if let Some(last_report) = &report.last_year {
        put("last_year", last_year(form, last_report));
    }
    if let Some(counted) = &report.register {
        put("register", register(form, counted));
    }
    if let Some(added) = &report.whole {
        put("sum", sum(form, added));
    }
    if !report.history.is_empty() {
        let entry = |entry: &crate::report::HistoryEntry| with_extra(json!({ "at": entry.at, "what": entry.what }), &entry.extra);
        put("history", Value::Array(report.history.iter().map(entry).collect()));
    }
    for (key, value) in last {
        put(&key, value);
    }
    for (key, value) in &report.extra {
        if !KNOWN_KEYS.contains(&key.as_str()) {
            put(key, raw(value));
        }
    }
    root
}

fn draft_cells(form: &Form, report: &Report) -> Map<String, Value> {
    let mut cells = Map::new();
    for (index, definition) in form.cells() {
        let cell = report.cell(index);
        let value = match cell.value {
            CellValue::Blank => continue,
            CellValue::Number(figure) => number(&figure.to_string()),
            CellValue::Unreadable(_) => Value::from(cell.text.as_str()),
        };
        cells.insert(definition.id.clone(), value);
    }
    for (id, value) in &report.unknown_cells {
        cells.insert(id.clone(), raw(value));
    }
    cells
}

fn prose(form: &Form, report: &Report) -> Value {
    let mut prose = Map::new();
    let known = form.prose_sections().map(|section| section.id.as_str());
    let others = report.prose.keys().map(String::as_str).filter(|id| form.section(id).is_none());
    for id in known.chain(others) {
        if !report.prose(id).is_empty() {
            prose.insert(id.to_owned(), report.prose(id).into());
        }
    }
    Value::Object(prose)
}

fn explanation(explanation: &Explanation) -> Value {
    let cells: Map<_, _> = explanation.cells.iter().map(|(id, value)| (id.clone(), number(value))).collect();
    with_extra(json!({ "rule": explanation.rule, "cells": cells, "reason": explanation.reason }), &explanation.extra)
}

fn signature(signature: &Signature) -> Value {
    let mut object = Map::new();
    for (key, text) in [("unit", &signature.unit), ("date", &signature.date)] {
        if !text.is_empty() {
            object.insert(key.to_owned(), text.as_str().into());
        }
    }
    with_extra(Value::Object(object), &signature.extra)
}

fn last_year(form: &Form, report: &LastYear) -> Value {
    let cells = figures(form, &report.cells);
    let mut prose = Map::new();
    let known = form.sections.iter().filter_map(|section| report.prose.get_key_value(&section.id));
    for (id, text) in known.chain(report.prose.iter()) {
        if !prose.contains_key(id) {
            prose.insert(id.clone(), text.as_str().into());
        }
    }
    let year = if report.year == 0 { Map::new() } else { Map::from_iter([("year".to_owned(), Value::from(report.year))]) };
    let mut object = Map::new();
    object.insert("unit".to_owned(), report.unit.as_str().into());
    object.extend(year);
    object.insert("form".to_owned(), report.edition.as_str().into());
    object.insert("cells".to_owned(), Value::Object(cells));
    object.insert("prose".to_owned(), Value::Object(prose));
    with_extra(Value::Object(object), &report.extra)
}

fn register(form: &Form, register: &Register) -> Value {
    let mut object = Map::new();
    object.insert("file".to_owned(), register.file.as_str().into());
    object.insert("sha256".to_owned(), register.hash.as_str().into());
    object.insert("cells".to_owned(), figures(form, &register.cells).into());
    if !register.rows.is_empty() {
        object.insert("rows".to_owned(), Value::Array(register.rows.iter().map(register_rows).collect()));
    }
    with_extra(Value::Object(object), &register.extra)
}

fn register_rows(rows: &RegisterRows) -> Value {
    with_extra(json!({ "sheet": rows.sheet, "cells": rows.cells, "rows": rows.rows }), &rows.extra)
}

fn sum(form: &Form, sum: &Whole) -> Value {
    let part = |part: &crate::report::Part| {
        let mut object = json!({ "unit": part.unit, "file": part.file, "sha256": part.hash, "blanks": part.blanks });
        if let (Some(cells), Value::Object(object)) = (&part.cells, &mut object) {
            object.insert("cells".to_owned(), figures(form, cells).into());
        }
        with_extra(object, &part.extra)
    };
    let units: Vec<_> = sum.parts.iter().map(part).collect();
    with_extra(json!({ "cells": figures(form, &sum.cells), "units": units }), &sum.extra)
}

/// Figures in the order of the form, those that it does not have behind them.
fn figures(form: &Form, figures: &BTreeMap<String, String>) -> Map<String, Value> {
    let mut cells = Map::new();
    let known = form.cells().filter_map(|(_, cell)| figures.get_key_value(&cell.id));
    for (id, figure) in known.chain(figures.iter()) {
        if !cells.contains_key(id) {
            cells.insert(id.clone(), number(figure));
        }
    }
    cells
}

/// The blocking sums with both their sides.
fn checks(form: &Form, review: &Review) -> Value {
    let side = |number_of: Option<rust_decimal::Decimal>| number_of.map_or(Value::Null, |sum| number(&sum.normalize().to_string()));
    let ids = |sum: &Sum| {
        let terms = sum.left.iter().chain(&sum.right);
        terms.filter_map(|term| form.cell(term.cell)).map(|cell| Value::from(cell.id.as_str())).collect::<Vec<_>>()
    };
    let blocking = form.sums.iter().zip(&review.sums).filter(|(sum, _)| sum.severity == SumSeverity::Blocking);
    blocking
        .map(|(sum, outcome)| json!({ "rule": sum.rule, "cells": ids(sum), "left": side(outcome.left), "right": side(outcome.right) }))
        .collect()
}

/// A figure as a JSON number with its exact digits; any other text as a string.
fn number(text: &str) -> Value {
    let plain = text.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b'-');
    match serde_json::from_str::<Number>(text) {
        Ok(number) if plain => Value::Number(number),
        _ => Value::from(text),
    }
}

fn with_extra(value: Value, extra: &Extra) -> Value {
    let Value::Object(mut object) = value else { return value };
    for (key, text) in extra {
        object.entry(key).or_insert_with(|| raw(text));
    }
    Value::Object(object)
}

/// The value of a raw text that was kept; a string where it no longer reads.
fn raw(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| Value::from(text))
}
