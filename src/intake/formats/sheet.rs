//! Reads spreadsheets: cells with what they hold and how they span, sheet by sheet. Formulas say what they came to; macros are never read.

use std::io::Cursor;

use calamine::{Data, Dimensions, ExcelDateTime, Reader as _, SheetVisible, Xls};

use super::ole::prove;
use crate::intake::block::{Block, BlockCell};
use crate::intake::foreign::{Content, Foreign, ForeignError, Item, MOST_TABLES, Place};
use crate::intake::words::trimmed;

/// What a broken file is called.
pub(crate) const KIND: &str = "电子表格";
/// The most cells that say something, over all sheets.
pub(crate) const MOST_CELLS: usize = 500_000;
/// The most rows of a sheet that is looked at for tables of a report, and the most columns.
const MOST_ROWS: usize = 500;
const MOST_COLUMNS: usize = 100;

/// One sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// The cells that say something, by rows.
    pub cells: Vec<SheetCell>,
}

/// A cell that says something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetCell {
    /// First row, from 0.
    pub row: usize,
    /// First column, from 0.
    pub column: usize,
    /// Rows covered.
    pub rows: usize,
    /// Columns covered.
    pub columns: usize,
    /// What it holds.
    pub value: SheetValue,
}

/// Cells that are merged into one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Region {
    pub(crate) top: usize,
    pub(crate) left: usize,
    pub(crate) rows: usize,
    pub(crate) columns: usize,
}

/// What a cell holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SheetValue {
    /// Text.
    Text(String),
    /// A number in all its digits, e.g. 59237.2449.
    Number(String),
    /// A day, as `YYYY-MM-DD`.
    Date(String),
}

impl SheetValue {
    /// What it holds, as text.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Text(text) | Self::Number(text) | Self::Date(text) => text,
        }
    }
}

impl Sheet {
    /// The cell that begins at a place.
    #[must_use]
    pub fn cell(&self, row: usize, column: usize) -> Option<&SheetCell> {
        let at = self.cells.binary_search_by_key(&(row, column), |cell| (cell.row, cell.column)).ok()?;
        self.cells.get(at)
    }

    /// Cells in the order of rows, with the spans of merged regions.
    pub(crate) fn of(name: &str, mut cells: Vec<SheetCell>, merged: &[Region]) -> Self {
        cells.sort_by_key(|cell| (cell.row, cell.column));
        cells.dedup_by_key(|cell| (cell.row, cell.column));
        let mut sheet = Self { name: name.to_owned(), cells };
        for region in merged {
            let at = sheet.cells.binary_search_by_key(&(region.top, region.left), |cell| (cell.row, cell.column));
            if let Some(cell) = at.ok().and_then(|at| sheet.cells.get_mut(at)) {
                (cell.rows, cell.columns) = (region.rows, region.columns);
            }
        }
        sheet
    }

    /// The sheet as a table with its blanks; `None` where it is blank or far too large for one of ours.
    fn block(&self) -> Option<Block> {
        let rows = self.cells.iter().map(|cell| cell.row + 1).max()?;
        let columns = self.cells.iter().map(|cell| cell.column + 1).max()?;
        if rows > MOST_ROWS || columns > MOST_COLUMNS {
            return None;
        }
        let mut covered = vec![vec![false; columns]; rows];
        let mut cells = Vec::new();
        for cell in &self.cells {
            let (high, wide) = (cell.rows.min(rows - cell.row), cell.columns.min(columns - cell.column));
            for line in covered.iter_mut().skip(cell.row).take(high) {
                line.iter_mut().skip(cell.column).take(wide).for_each(|covered| *covered = true);
            }
            let text = trimmed(cell.value.text());
            cells.push(BlockCell { row: cell.row, column: cell.column, rows: high, columns: wide, text });
        }
        for (row, line) in covered.iter().enumerate() {
            let blank = line.iter().enumerate().filter(|(_, covered)| !**covered).map(|(column, _)| column);
            cells.extend(blank.map(|column| BlockCell { row, column, rows: 1, columns: 1, text: String::new() }));
        }
        cells.sort_by_key(|cell| (cell.row, cell.column));
        Block::of(cells).ok()
    }
}

/// The sheets that are shown, each as a table.
pub(crate) fn foreign(sheets: Vec<Sheet>) -> Result<Foreign, ForeignError> {
    if sheets.len() > MOST_TABLES {
        return Err(ForeignError::TooMuch("工作表太多"));
    }
    let item = |sheet: Sheet| Some(Item { content: Content::Table(sheet.block()?), place: Place::Sheet(sheet.name) });
    Ok(Foreign { name: String::new(), items: sheets.into_iter().filter_map(item).collect() })
}

/// Reads the sheets of an xls file.
pub(crate) fn read_xls(bytes: &[u8]) -> Result<Vec<Sheet>, ForeignError> {
    prove(bytes, KIND)?;
    contained(|| xls(bytes))
}

/// The library trusts what a file says of its ranges and panics where that is false; such a file is broken.
fn contained(read: impl FnOnce() -> Result<Vec<Sheet>, ForeignError>) -> Result<Vec<Sheet>, ForeignError> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(read)).unwrap_or(Err(ForeignError::Broken(KIND)))
}

fn xls(bytes: &[u8]) -> Result<Vec<Sheet>, ForeignError> {
    let mut book: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(|error| match error {
        calamine::XlsError::Password => ForeignError::Locked,
        _ => ForeignError::Broken(KIND),
    })?;
    let mut sheets = Vec::new();
    for name in shown(book.sheets_metadata()) {
        let merged: Vec<_> = book.merge_cells_by_sheet_name(&name).unwrap_or_default().iter().filter_map(region).collect();
        let Ok(range) = book.worksheet_range(&name) else { continue };
        let (top, left) = range.start().unwrap_or_default();
        let cell = |(row, column, data): (usize, usize, &Data)| {
            Some(SheetCell { row: row + top as usize, column: column + left as usize, rows: 1, columns: 1, value: value(data)? })
        };
        let cells: Vec<_> = range.used_cells().filter_map(cell).take(MOST_CELLS + 1).collect();
        if cells.len() > MOST_CELLS {
            return Err(ForeignError::TooMuch("工作表的格子太多"));
        }
        sheets.push(Sheet::of(&name, cells, &merged));
    }
    Ok(sheets)
}

fn region(of: &Dimensions) -> Option<Region> {
    let ((top, left), (bottom, right)) = (of.start, of.end);
    let (rows, columns) = (bottom.checked_sub(top)? as usize + 1, right.checked_sub(left)? as usize + 1);
    Some(Region { top: top as usize, left: left as usize, rows, columns })
}

fn shown(sheets: &[calamine::Sheet]) -> Vec<String> {
    sheets.iter().filter(|sheet| sheet.visible == SheetVisible::Visible).map(|sheet| sheet.name.clone()).collect()
}

fn value(data: &Data) -> Option<SheetValue> {
    let text = |text: &str| Some(SheetValue::Text(text.to_owned())).filter(|_| !text.trim().is_empty());
    match data {
        Data::Int(number) => Some(SheetValue::Number(number.to_string())),
        Data::Float(number) => Some(SheetValue::Number(digits(*number))),
        Data::String(words) => text(words),
        Data::Bool(answer) => text(if *answer { "是" } else { "否" }),
        Data::DateTime(time) if time.is_duration() => Some(SheetValue::Number(digits(time.as_f64()))),
        Data::DateTime(time) => Some(SheetValue::Date(day(*time))),
        Data::DateTimeIso(iso) => Some(SheetValue::Date(iso.chars().take(10).collect())),
        Data::DurationIso(duration) => text(duration),
        Data::Error(error) => text(&error.to_string()),
        Data::Empty => None,
    }
}

/// A number as a spreadsheet shows it at most: fifteen digits, no exponent.
pub(crate) fn digits(number: f64) -> String {
    let shortest = number.to_string();
    if shortest.bytes().filter(u8::is_ascii_digit).count() <= 15 {
        return shortest;
    }
    format!("{number:.14e}").parse::<f64>().map_or(shortest, |rounded| rounded.to_string())
}

fn day(date: ExcelDateTime) -> String {
    let (year, month, day, ..) = date.to_ymd_hms_milli();
    format!("{year:04}-{month:02}-{day:02}")
}
