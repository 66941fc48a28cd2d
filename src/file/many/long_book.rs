//! The long table as a workbook, written row by row: a sheet for each million rows, for no sheet holds more.

use std::io::{Seek, Write};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::long_back::{LongMarks, Shown, ShownRow, Written};
use super::long_text::FILE_COLUMN;
use crate::file::FileError;
use crate::file::xlsx::{exactly, long_row, shown};
use crate::form::Form;
use crate::report::{Figures, LONG_COLUMNS, LongRow, Report, long_rows};

/// A sheet of Excel has 1,048,576 rows.
const ROWS_A_SHEET: u32 = 1_000_000;
/// The widths of the columns, in characters.
const WIDTHS: [f64; 9] = [24.0, 10.0, 8.0, 8.0, 30.0, 70.0, 14.0, 8.0, 40.0];

/// A workbook that takes report after report; what was taken lies on the disk, not in memory.
pub struct LongBook {
    workbook: Workbook,
    /// The place of the sheet that is being written, and its next row.
    at: Option<(usize, u32)>,
    /// What was written, to be found again.
    marks: LongMarks,
}

impl LongBook {
    /// An empty workbook. Its date is fixed, so that the same reports give the same bytes.
    ///
    /// # Errors
    /// The library refuses: a sentence.
    pub fn new() -> Result<Self, FileError> {
        let made = || -> Result<Workbook, XlsxError> {
            let mut workbook = Workbook::new();
            let properties = DocProperties::new().set_title("政府信息公开工作年度报告数据表");
            workbook.set_properties(&properties.set_creation_datetime(&ExcelDateTime::from_ymd(2019, 1, 1)?));
            Ok(workbook)
        };
        let marks = LongMarks::new(told(heads().map(|head| Shown::Text(head.to_owned()))));
        made().map(|workbook| Self { workbook, at: None, marks }).map_err(|error| refused(&error))
    }

    /// The rows of a report.
    ///
    /// # Errors
    /// The library refuses, e.g. because there is no room for what it has to keep: a sentence.
    pub fn add(&mut self, form: &Form, report: &Report, file: &str) -> Result<(), FileError> {
        self.rows(form, report, file).map_err(|error| refused(&error))
    }

    fn rows(&mut self, form: &Form, report: &Report, file: &str) -> Result<(), XlsxError> {
        let (figures, mut written) = (Figures::of(form, report), Written::default());
        for line in long_rows(form, report, &figures) {
            let (sheet, row) = self.next_row()?;
            long_row(sheet, row, &line)?;
            sheet.write_string(row, 8, shown(file))?;
            written.add(&as_shown(&line, file));
        }
        self.marks.add(file, written);
        Ok(())
    }

    fn next_row(&mut self) -> Result<(&mut Worksheet, u32), XlsxError> {
        let (sheet, row) = match self.at {
            Some((sheet, row)) if row <= ROWS_A_SHEET => (sheet, row),
            before => {
                let sheet = before.map_or(0, |(sheet, _)| sheet + 1);
                self.begin_sheet(sheet)?;
                (sheet, 1)
            }
        };
        self.at = Some((sheet, row + 1));
        Ok((self.workbook.worksheet_from_index(sheet)?, row))
    }

    fn begin_sheet(&mut self, number: usize) -> Result<(), XlsxError> {
        let sheet = self.workbook.add_worksheet_with_constant_memory()?;
        sheet.set_name(if number == 0 { "数据表".to_owned() } else { format!("数据表 {}", number + 1) })?;
        for (column, width) in (0..).zip(WIDTHS) {
            sheet.set_column_width(column, width)?;
        }
        sheet.set_freeze_panes(1, 0)?;
        let bold = Format::new().set_bold();
        for (column, head) in (0..).zip(heads()) {
            sheet.write_string_with_format(0, column, head, &bold)?;
        }
        self.marks.add_sheet();
        Ok(())
    }

    /// Writes the workbook; gives what has to be found in it.
    ///
    /// # Errors
    /// A sentence.
    pub fn finish(mut self, out: impl Write + Seek + Send) -> Result<LongMarks, FileError> {
        if self.at.is_none() {
            self.begin_sheet(0).map_err(|error| refused(&error))?;
        }
        self.workbook.save_to_writer(out).map_err(|error| refused(&error))?;
        Ok(self.marks)
    }
}

fn heads() -> impl Iterator<Item = &'static str> {
    LONG_COLUMNS.into_iter().chain([FILE_COLUMN])
}

/// What has to be found in a row.
fn as_shown(line: &LongRow, file: &str) -> ShownRow {
    let text = |text: &str| Shown::Text(shown(text));
    let value = line.value.parse().ok().and_then(exactly).map_or_else(|| text(&line.value), Shown::Number);
    let year = Shown::Number(f64::from(line.year));
    let (unit, level, edition) = (text(&line.unit), text(line.level), text(&line.edition));
    told([unit, level, year, edition, text(&line.cell), text(&line.label), value, text(line.origin.name()), text(file)].into_iter())
}

fn told(columns: impl Iterator<Item = Shown>) -> ShownRow {
    columns.enumerate().filter(|(_, shown)| *shown != Shown::Text(String::new())).collect()
}

fn refused(error: &XlsxError) -> FileError {
    FileError::System(format!("电子表格未能生成：{error}"))
}
