//! The long table as text, a report at a time: CSV for Excel, JSON Lines for machines.

use std::fmt::Write as _;

use crate::form::Form;
use crate::report::{Figures, LONG_COLUMNS, LongValue, Origin, Report, long_value};

/// The column behind those of a report's own long table: the file it stands in.
pub(super) const FILE_COLUMN: &str = "文件";

/// A kind of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LongText {
    /// CSV in UTF-8 with a BOM, by which Excel knows the encoding, lines ended as RFC 4180 wants.
    Csv,
    /// JSON Lines: an object a row, figures as numbers with their exact digits.
    JsonLines,
}

/// What the rows of all reports on one form share: written once, copied two hundred times a report.
#[derive(Debug)]
pub struct LongForm {
    csv: Vec<String>,
    json: Vec<String>,
}

impl LongForm {
    /// Of a form.
    #[must_use]
    pub fn of(form: &Form) -> Self {
        let csv = form.cells().map(|(_, cell)| format!("{},{},", field(&cell.id), field(&cell.full_name()))).collect();
        let json = form.cells().map(|(_, cell)| format!(",\"cell\":{},\"label\":{},\"value\":", text(&cell.id), text(&cell.full_name())));
        Self { csv, json: json.collect() }
    }

    /// The rows of a report; `file` is the name of its file.
    #[must_use]
    pub fn rows(&self, kind: LongText, form: &Form, report: &Report, file: &str) -> String {
        let figures = Figures::of(form, report);
        let unit = report.unit.trim();
        let level = report.assumed_level().map_or("", crate::report::Level::name);
        let values = form.cells().map(|(cell, _)| long_value(report, &figures, cell));
        // Some sixty characters of UTF-8 a row.
        let mut out = String::with_capacity(self.csv.len() * 256);
        // Writing to a string cannot fail.
        match kind {
            LongText::Csv => {
                let head = format!("{},{level},{},{},", field(unit), report.year, field(&report.edition));
                let file = field(file);
                for (own, (value, origin)) in self.csv.iter().zip(values) {
                    out.push_str(&head);
                    out.push_str(own);
                    match value {
                        LongValue::Nothing => {}
                        LongValue::Number(number) => _ = write!(out, "{number}"),
                        LongValue::Text(typed) => out.push_str(&field(typed)),
                    }
                    out.extend([",", origin.name(), ",", &file, "\r\n"]);
                }
            }
            LongText::JsonLines => {
                let (year, edition) = (report.year, text(&report.edition));
                let head = format!("{{\"unit\":{},\"level\":{},\"year\":{year},\"edition\":{edition}", text(unit), text(level));
                let file = text(file);
                for (own, (value, origin)) in self.json.iter().zip(values) {
                    out.push_str(&head);
                    out.push_str(own);
                    match value {
                        LongValue::Nothing => out.push_str("null"),
                        LongValue::Number(number) => _ = write!(out, "{number}"),
                        LongValue::Text(typed) => out.push_str(&text(typed)),
                    }
                    out.extend([",\"origin\":\"", key(origin), "\",\"file\":", &file, "}\n"]);
                }
            }
        }
        out
    }
}

impl LongText {
    /// What stands before the first row.
    #[must_use]
    pub fn head(self) -> String {
        match self {
            Self::Csv => format!("\u{feff}{},{FILE_COLUMN}\r\n", LONG_COLUMNS.join(",")),
            Self::JsonLines => String::new(),
        }
    }
}

/// Where a figure comes from, for machines.
fn key(origin: Origin) -> &'static str {
    match origin {
        Origin::Typed => "typed",
        Origin::Computed => "computed",
        Origin::Blank => "blank",
    }
}

/// A field of CSV, quoted where it must be.
fn field(text: &str) -> String {
    let needs_quotes = text.contains([',', '"', '\n', '\r']) || text.starts_with(' ') || text.ends_with(' ');
    if needs_quotes { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

/// A JSON string.
fn text(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
