//! The long table: a row for each figure of a report, the same columns wherever it is written.

use std::fmt;

use rust_decimal::Decimal;

use super::{Figures, Report, Value};
use crate::form::{CellIndex, Form};

/// A figure with all that says which one it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LongRow {
    /// The unit.
    pub unit: String,
    /// Its level, as chosen or as its name suggests; empty where neither says.
    pub level: &'static str,
    /// The report year.
    pub year: i32,
    /// The edition of the form.
    pub edition: String,
    /// The cell's id.
    pub cell: String,
    /// The cell's full name: row, column.
    pub label: String,
    /// The figure, or what was typed in its place; empty where blank.
    pub value: String,
    /// Where it comes from.
    pub origin: Origin,
    /// The cell in the form.
    pub index: CellIndex,
}

/// Where a figure comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// It was typed.
    Typed,
    /// It is a total that the program computed.
    Computed,
    /// Nothing is there.
    Blank,
}

impl Origin {
    /// In the clerk's words.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Typed => "填报",
            Self::Computed => "计算",
            Self::Blank => "空白",
        }
    }
}

/// The heads of the columns, in the order of [`LongRow`].
pub const LONG_COLUMNS: [&str; 8] = ["单位", "层级", "年度", "表样", "格号", "名称", "数值", "来源"];

/// What stands in a row as its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LongValue<'a> {
    /// Nothing.
    Nothing,
    /// A figure.
    Number(Decimal),
    /// What was typed where no figure can be read.
    Text(&'a str),
}

impl fmt::Display for LongValue<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => Ok(()),
            Self::Number(number) => write!(out, "{number}"),
            Self::Text(text) => out.write_str(text),
        }
    }
}

/// The value of a cell's row and where it comes from.
#[must_use]
pub fn long_value<'a>(report: &'a Report, figures: &Figures, cell: CellIndex) -> (LongValue<'a>, Origin) {
    let typed = report.cell(cell);
    match (figures.value(cell), typed.value.is_blank()) {
        (Value::Blank, _) => (LongValue::Nothing, Origin::Blank),
        (Value::Number(number), true) => (LongValue::Number(number), Origin::Computed),
        (Value::Unreadable(_), true) => (LongValue::Nothing, Origin::Computed),
        (Value::Number(number), false) => (LongValue::Number(number), Origin::Typed),
        (Value::Unreadable(_), false) => (LongValue::Text(typed.text.trim()), Origin::Typed),
    }
}

/// The rows of a report, in the order of the form.
pub fn long_rows<'a>(form: &'a Form, report: &'a Report, figures: &'a Figures) -> impl Iterator<Item = LongRow> + 'a {
    form.cells().map(move |(index, cell)| {
        let (value, origin) = long_value(report, figures, index);
        LongRow {
            unit: report.unit.trim().to_owned(),
            level: report.assumed_level().map_or("", super::Level::name),
            year: report.year,
            edition: report.edition.clone(),
            cell: cell.id.clone(),
            label: cell.full_name(),
            value: value.to_string(),
            origin,
            index,
        }
    })
}
