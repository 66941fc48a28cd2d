//! The spreadsheet: the report as a workbook whose totals say what they add, read back before it is given out.
//!
//! Only here and in `many` is `rust_xlsxwriter` named.

mod read;
mod write;

pub(super) use write::{exactly, long_row, shown};

use super::paper::{Kind, Made, Paper, PaperError};

/// The sheet with title, heads, paragraphs and 落款.
const TEXT_SHEET: &str = "正文";
/// The sheet with a row for each figure.
const LONG_SHEET: &str = "长表";

/// What stands where other papers have a chart: its number and its figures in words.
fn chart_line(number: usize, words: &str) -> String {
    format!("图{number}　{words}")
}

/// Writes the report as a workbook, reads it back and compares it with the report.
///
/// # Errors
/// [`PaperError::Blocked`] where a finding blocks the finished report, [`PaperError::NotAsFilled`] where what was written does not read
/// back as the report.
pub fn export(paper: Paper<'_>) -> Result<Made, PaperError> {
    paper.must_hold()?;
    let bytes = write::workbook(paper).map_err(|error| PaperError::Writing(Kind::Spreadsheet, error.to_string()))?;
    let verified = read::verify(&bytes, paper)?;
    Ok(Made { bytes, verified })
}

/// Reads a workbook by another library and compares it with the report: every figure, label and paragraph in its place.
///
/// # Errors
/// [`PaperError::NotAsFilled`] for the first difference.
pub fn verify(bytes: &[u8], paper: Paper<'_>) -> Result<String, PaperError> {
    read::verify(bytes, paper)
}
