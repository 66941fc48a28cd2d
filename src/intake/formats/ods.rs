//! Reads `OpenDocument` spreadsheets, whose repeated rows and cells are counted, not made.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::package::Package;
use super::sheet::{KIND, Sheet, SheetCell, SheetValue};
use super::tag::attribute;
use crate::intake::foreign::ForeignError;

/// The part with the sheets.
pub(crate) const CONTENT: &str = "content.xml";
/// The most cells that say something, over all sheets, and the most that one stands for.
const MOST_CELLS: usize = 500_000;
const MOST_REPEATS: usize = 1_000;

/// Reads the sheets of a file.
pub(crate) fn read(package: &mut Package<'_>) -> Result<Vec<Sheet>, ForeignError> {
    let content = package.text(CONTENT)?.ok_or(ForeignError::Broken(KIND))?;
    let mut book = Book::default();
    let mut reader = Reader::from_str(&content);
    loop {
        match reader.read_event().map_err(|_| ForeignError::Broken(KIND))? {
            Event::Start(tag) if matches!(tag.local_name().as_ref(), "annotation" | "shapes" | "tracked-changes") => {
                reader.read_to_end(tag.name()).map_err(|_| ForeignError::Broken(KIND))?;
            }
            Event::Start(tag) => book.begin(&tag),
            Event::Empty(tag) => {
                book.begin(&tag);
                book.end(tag.local_name().as_ref())?;
            }
            Event::Text(text) => book.text(&text.into_inner()),
            Event::GeneralRef(reference) => book.text(&unescaped(&reference)),
            Event::End(tag) => book.end(tag.local_name().as_ref())?,
            Event::Eof => return Ok(book.sheets),
            _ => {}
        }
    }
}

fn unescaped(reference: &str) -> String {
    quick_xml::escape::unescape(&format!("&{reference};")).map(std::borrow::Cow::into_owned).unwrap_or_default()
}

#[derive(Default)]
struct Book {
    sheets: Vec<Sheet>,
    row: usize,
    column: usize,
    row_repeats: usize,
    cell: Option<OpenCell>,
    is_in_text: bool,
    said: usize,
}

#[derive(Default)]
struct OpenCell {
    repeats: usize,
    rows: usize,
    columns: usize,
    number: Option<String>,
    date: Option<String>,
    text: String,
}

impl Book {
    fn begin(&mut self, tag: &BytesStart<'_>) {
        let count = |name: &str| attribute(tag, name).and_then(|count| count.parse().ok()).unwrap_or(1_usize);
        match tag.local_name().as_ref() {
            "table" => {
                self.sheets.push(Sheet { name: attribute(tag, "name").unwrap_or_default(), cells: Vec::new() });
                self.row = 0;
            }
            "table-row" => {
                self.column = 0;
                self.row_repeats = count("number-rows-repeated");
            }
            "table-cell" | "covered-table-cell" => {
                let kind = attribute(tag, "value-type");
                let is_number = matches!(kind.as_deref(), Some("float" | "currency" | "percentage"));
                self.cell = Some(OpenCell {
                    repeats: count("number-columns-repeated"),
                    rows: count("number-rows-spanned"),
                    columns: count("number-columns-spanned"),
                    number: attribute(tag, "value").filter(|_| is_number),
                    date: attribute(tag, "date-value").map(|date| date.chars().take(10).collect()),
                    text: String::new(),
                });
            }
            "p" => {
                if let Some(cell) = &mut self.cell
                    && !cell.text.is_empty()
                {
                    cell.text.push('\n');
                }
                self.is_in_text = true;
            }
            "s" | "tab" | "line-break" => self.text(" "),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(cell) = self.cell.as_mut().filter(|_| self.is_in_text) {
            cell.text.push_str(text);
        }
    }

    fn end(&mut self, name: &str) -> Result<(), ForeignError> {
        match name {
            "p" => self.is_in_text = false,
            "table-cell" | "covered-table-cell" => {
                if let Some(cell) = self.cell.take() {
                    self.put(cell)?;
                }
            }
            "table-row" => self.row = self.row.saturating_add(self.row_repeats),
            _ => {}
        }
        Ok(())
    }

    fn put(&mut self, cell: OpenCell) -> Result<(), ForeignError> {
        let OpenCell { repeats, rows, columns, number, date, text } = cell;
        let text = Some(text).filter(|text| !text.trim().is_empty());
        let value = number.map(SheetValue::Number).or(date.map(SheetValue::Date)).or(text.map(SheetValue::Text));
        let first = self.column;
        self.column = self.column.saturating_add(repeats);
        let (Some(value), Some(sheet)) = (value, self.sheets.last_mut()) else { return Ok(()) };
        for row in 0..self.row_repeats.min(MOST_REPEATS) {
            for column in 0..repeats.min(MOST_REPEATS) {
                self.said += 1;
                if self.said > MOST_CELLS {
                    return Err(ForeignError::TooMuch("工作表的格子太多"));
                }
                let (row, column) = (self.row + row, first + column);
                sheet.cells.push(SheetCell { row, column, rows, columns, value: value.clone() });
            }
        }
        Ok(())
    }
}
