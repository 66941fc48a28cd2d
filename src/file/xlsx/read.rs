//! A workbook of ours read by another library than the one that wrote it, and compared with the report.

use std::io::Cursor;

use calamine::{Data, Range, Reader, Xlsx};
use rust_decimal::Decimal;

use super::{LONG_SHEET, TEXT_SHEET, chart_line};
use crate::file::paper::{DRAFT_MARK, Kind, Paper, PaperError};
use crate::file::wanted::{self, Shown, ShownCell, Wanted};
use crate::form::{PlaceContent, Table};
use crate::report::Value;

type Workbook<'a> = Xlsx<Cursor<&'a [u8]>>;

/// Compares every figure, label and paragraph with the report.
pub(super) fn verify(bytes: &[u8], paper: Paper<'_>) -> Result<String, PaperError> {
    let refused = |error: calamine::XlsxError| PaperError::Writing(Kind::Spreadsheet, error.to_string());
    let mut workbook: Workbook<'_> = Xlsx::new(Cursor::new(bytes)).map_err(refused)?;
    let mut wanted = wanted::wanted(paper.form, paper.report, paper.figures);
    if paper.draft {
        wanted.insert(0, Wanted::Text { place: "草稿".to_owned(), text: DRAFT_MARK.to_owned() });
    }
    for part in &mut wanted {
        if let Wanted::Chart { place, chart } = part {
            *part = Wanted::Text { place: place.clone(), text: chart_line(chart.number, &chart.words) };
        }
    }
    // The text stands on the first sheet, the tables on those after it.
    wanted.sort_by_key(|part| matches!(part, Wanted::Table(_)));
    let mut shown = texts(&workbook.worksheet_range(TEXT_SHEET).map_err(refused)?);
    for table in &paper.form.tables {
        let range = workbook.worksheet_range(&table.name).map_err(refused)?;
        let merged = workbook.merge_cells_by_sheet_name(&table.name).map_err(refused)?;
        let mut cells = cells(&range, &merged);
        settle(paper, table, &mut cells);
        shown.push(Shown::Table(cells));
    }
    let verified = wanted::compare(Kind::Spreadsheet, paper, &wanted, shown)?;
    long_table(&workbook.worksheet_range(LONG_SHEET).map_err(refused)?, paper)?;
    Ok(verified)
}

/// A paragraph a row; of one that is merged over several the others are blank.
fn texts(range: &Range<Data>) -> Vec<Shown> {
    range.rows().map(|row| row.iter().map(text).collect::<String>()).filter(|text| !text.is_empty()).map(Shown::Text).collect()
}

fn text(data: &Data) -> String {
    match data {
        Data::Float(number) => number.to_string(),
        other => other.to_string(),
    }
}

/// The cells that one sees: of merged ones the first.
fn cells(range: &Range<Data>, merged: &[calamine::Dimensions]) -> Vec<ShownCell> {
    let (first_row, first_column) = range.start().unwrap_or_default();
    let mut cells = Vec::new();
    for (row, column, data) in range.cells() {
        let (row, column) = (row as u32 + first_row, column as u32 + first_column);
        let own = merged
            .iter()
            .find(|merged| (merged.start.0..=merged.end.0).contains(&row) && (merged.start.1..=merged.end.1).contains(&column));
        let (start, end) = own.map_or(((row, column), (row, column)), |merged| (merged.start, merged.end));
        if start == (row, column) {
            let (rows, columns) = ((end.0 - row + 1) as usize, (end.1 - column + 1) as usize);
            cells.push(ShownCell { row: row as usize, column: column as usize, rows, columns, text: text(data) });
        }
    }
    cells
}

/// A figure in a spreadsheet has no places of its own and no unit behind it: where it is the same figure, it is taken for its text.
fn settle(paper: Paper<'_>, table: &Table, cells: &mut [ShownCell]) {
    for place in &table.places {
        let PlaceContent::Cell(index) = place.content else { continue };
        let found = cells.iter_mut().find(|cell| (cell.row, cell.column) == (place.row, place.column));
        let Some(cell) = found else { continue };
        let figure = match paper.figures.value(index) {
            Value::Number(number) => number,
            Value::Blank => Decimal::ZERO,
            Value::Unreadable(_) => continue,
        };
        if cell.text.parse::<Decimal>().is_ok_and(|number| number == figure) {
            cell.text = wanted::cell_text(paper.form, paper.report, paper.figures, index);
        }
    }
}

/// Every row of the long table names its cell and has its figure.
fn long_table(range: &Range<Data>, paper: Paper<'_>) -> Result<(), PaperError> {
    let mut rows = range.rows().skip(1);
    for (index, cell) in paper.form.cells() {
        let row = rows.next().unwrap_or_default();
        let field = |at: usize| row.get(at).map(text).unwrap_or_default();
        let found = field(6);
        let same = match paper.figures.value(index) {
            Value::Number(number) => found.parse::<Decimal>().is_ok_and(|read| read == number),
            Value::Blank => found.is_empty(),
            Value::Unreadable(_) => found == wanted::printable(paper.report.cell(index).text.trim()),
        };
        if field(4) != cell.id || !same {
            let wanted = format!("{} {}", cell.id, wanted::cell_text(paper.form, paper.report, paper.figures, index));
            let found = format!("{} {found}", field(4));
            return Err(PaperError::NotAsFilled { kind: Kind::Spreadsheet, place: LONG_SHEET.to_owned(), wanted, found });
        }
    }
    Ok(())
}
