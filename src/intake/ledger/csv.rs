//! Lines of values, parted by commas, tabs or semicolons, as a sheet of texts.

use crate::intake::foreign::ForeignError;
use crate::intake::sheet::{Sheet, SheetCell, SheetValue};

/// The most values that are read.
const MOST_VALUES: usize = 2_000_000;
/// What may part values, the likeliest first.
const SEPARATORS: [char; 4] = [',', '\t', ';', '，'];
/// How many lines are looked at for what parts them.
const LINES_LOOKED_AT: usize = 20;

/// The sheet that a text comes to.
///
/// # Errors
/// No values at all, or far too many.
pub(super) fn sheet(name: &str, text: &str) -> Result<Sheet, ForeignError> {
    let separator = separator(text).ok_or(ForeignError::Unread("没有读到表格，请另存为 .xlsx 或 .csv 再打开"))?;
    let mut reader = Reader { separator, cells: Vec::new(), row: 0, column: 0, value: String::new(), is_quoted: false, values: 0 };
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let is_doubled = character == '"' && characters.peek() == Some(&'"');
        if reader.take(character, is_doubled) {
            characters.next();
        }
        if reader.values > MOST_VALUES {
            return Err(ForeignError::TooMuch("工作表的格子太多"));
        }
    }
    reader.end_value();
    Ok(Sheet { name: name.to_owned(), cells: reader.cells })
}

/// The one that stands most often in the first lines.
fn separator(text: &str) -> Option<char> {
    let head: Vec<_> = text.lines().take(LINES_LOOKED_AT).collect();
    let count = |separator: char| head.iter().map(|line| line.matches(separator).count()).sum::<usize>();
    let found = SEPARATORS.into_iter().map(|separator| (count(separator), separator));
    let most = found.rev().max_by_key(|(count, _)| *count)?;
    (most.0 > 0).then_some(most.1)
}

struct Reader {
    separator: char,
    cells: Vec<SheetCell>,
    row: usize,
    column: usize,
    value: String,
    is_quoted: bool,
    values: usize,
}

impl Reader {
    /// Takes a character, and says whether the next is the second of a pair of quotes.
    fn take(&mut self, character: char, is_doubled: bool) -> bool {
        match character {
            '"' if self.is_quoted && is_doubled => {
                self.value.push('"');
                return true;
            }
            '"' if self.is_quoted => self.is_quoted = false,
            '"' if self.value.trim().is_empty() => self.is_quoted = true,
            '\n' if !self.is_quoted => {
                self.end_value();
                self.row += 1;
                self.column = 0;
            }
            '\r' => {}
            other if other == self.separator && !self.is_quoted => {
                self.end_value();
                self.column += 1;
            }
            other => self.value.push(other),
        }
        false
    }

    fn end_value(&mut self) {
        self.values += 1;
        let text = self.value.trim();
        if !text.is_empty() {
            let value = SheetValue::Text(text.to_owned());
            self.cells.push(SheetCell { row: self.row, column: self.column, rows: 1, columns: 1, value });
        }
        self.value.clear();
        self.is_quoted = false;
    }
}
