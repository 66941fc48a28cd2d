//! A workbook of plain sheets: heads, rows of texts and whole numbers; read back before it is given out.

use std::io::Cursor;

use calamine::{Reader, Xlsx};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, XlsxError};

use crate::file::paper::{Kind, Made, PaperError};
use crate::file::xlsx::shown;

/// A sheet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PlainSheet {
    /// Its name.
    pub name: String,
    /// The columns' widths, in characters.
    pub widths: Vec<u32>,
    /// The heads, then the rows. What is a whole number is written as one.
    pub rows: Vec<Vec<String>>,
}

/// Writes a workbook of that title, dated `YYYY-MM-DD`.
///
/// # Errors
/// A library refuses, or what was written does not read back.
pub fn plain_book(title: &str, day: &str, sheets: &[PlainSheet]) -> Result<Made, PaperError> {
    let bytes = written(title, day, sheets).map_err(|error| PaperError::Writing(Kind::Spreadsheet, error.to_string()))?;
    let refused = |error: calamine::XlsxError| PaperError::Writing(Kind::Spreadsheet, error.to_string());
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(&bytes)).map_err(refused)?;
    for sheet in sheets {
        let range = workbook.worksheet_range(&sheet.name).map_err(refused)?;
        for (row, texts) in (0..).zip(&sheet.rows) {
            for (column, wanted) in (0..).zip(texts) {
                let found = range.get_value((row, column)).map(ToString::to_string).unwrap_or_default();
                if found != shown(wanted) {
                    let place = format!("{}第 {} 行第 {} 列", sheet.name, row + 1, column + 1);
                    return Err(PaperError::NotAsFilled { kind: Kind::Spreadsheet, place, wanted: wanted.clone(), found });
                }
            }
        }
    }
    let rows: usize = sheets.iter().map(|sheet| sheet.rows.len()).sum();
    Ok(Made { bytes, verified: format!("{}：{rows} 行与所列一致", Kind::Spreadsheet.name()) })
}

fn written(title: &str, day: &str, sheets: &[PlainSheet]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let properties = DocProperties::new().set_title(shown(title));
    let day = ExcelDateTime::parse_from_str(day).or_else(|_| ExcelDateTime::from_ymd(2019, 1, 1))?;
    workbook.set_properties(&properties.set_creation_datetime(&day));
    let look = Format::new().set_font_name("宋体").set_font_size(11).set_border(FormatBorder::Thin);
    let look = look.set_align(FormatAlign::VerticalCenter).set_text_wrap();
    let head = look.clone().set_bold().set_align(FormatAlign::Center);
    for sheet in sheets {
        let out = workbook.add_worksheet();
        out.set_name(&sheet.name)?.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
        out.set_repeat_rows(0, 0)?.set_freeze_panes(1, 0)?;
        for (column, width) in (0..).zip(&sheet.widths) {
            out.set_column_width(column, *width)?;
        }
        for (row, texts) in (0..).zip(&sheet.rows) {
            for (column, text) in (0..).zip(texts) {
                // A name of digits is a name: what has a leading 0 stays a text.
                let number = text.parse::<u32>().ok().filter(|number| row > 0 && number.to_string() == *text);
                match number {
                    Some(number) => out.write_number_with_format(row, column, number, &look)?,
                    None => out.write_string_with_format(row, column, shown(text), if row == 0 { &head } else { &look })?,
                };
            }
        }
    }
    workbook.save_to_buffer()
}
