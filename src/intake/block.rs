//! A block of texts with the spans of its cells: a table as it came from the clipboard or from a file.

use std::collections::BTreeSet;

use super::words::{is_figure, is_number, trimmed};

/// The longest text that is read, in bytes.
const MOST_TEXT_BYTES: usize = 1_000_000;
/// The most lines and cells that are read; a table of the form has 28 lines and some 250 cells.
const MOST_LINES: usize = 500;
const MOST_CELLS: usize = 5_000;

/// A block of texts; the cells do not overlap.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Block {
    /// Its cells by rows.
    pub cells: Vec<BlockCell>,
    /// How many rows there are.
    pub rows: usize,
    /// How many columns there are.
    pub columns: usize,
    /// Whether its lines are of different length, so that what stands under a head says nothing.
    pub is_ragged: bool,
}

/// One cell of a block.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BlockCell {
    /// First row.
    pub row: usize,
    /// First column.
    pub column: usize,
    /// Rows covered.
    pub rows: usize,
    /// Columns covered.
    pub columns: usize,
    /// The text, without blanks around it; paragraphs in a cell are parted by line breaks.
    pub text: String,
}

/// Why a block is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Too many bytes.
    TooLarge(usize),
    /// Too many lines.
    TooManyLines(usize),
    /// Too many cells.
    TooManyCells(usize),
    /// Nothing but blanks.
    Empty,
}

impl Refusal {
    /// The reason in the clerk's words.
    #[must_use]
    pub fn sentence(self) -> String {
        match self {
            Self::TooLarge(bytes) => format!("剪贴板内容太大（{:.1} MB），没有粘贴，请只复制需要的表格", bytes as f64 / 1e6),
            Self::TooManyLines(lines) => format!("剪贴板内容有 {lines} 行，最多 {MOST_LINES} 行，没有粘贴"),
            Self::TooManyCells(cells) => format!("剪贴板里的表格有 {cells} 格，最多 {MOST_CELLS} 格，没有粘贴"),
            Self::Empty => "剪贴板里没有文字".to_owned(),
        }
    }
}

/// Reads tab-separated text as spreadsheets give it: quotes around a text with line breaks, CRLF or LF. Text without tabs, as a
/// PDF gives it, is parted at its blanks where labels and figures stand in its lines.
///
/// # Errors
/// [`Refusal`] where it is too large or blank.
pub fn read_text(text: &str) -> Result<Block, Refusal> {
    if text.len() >= MOST_TEXT_BYTES {
        return Err(Refusal::TooLarge(text.len()));
    }
    let lines = text.bytes().filter(|byte| *byte == b'\n').count();
    if lines > MOST_LINES {
        return Err(Refusal::TooManyLines(lines));
    }
    let words: Vec<_> = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>()).collect();
    let is_words = !text.contains('\t') && words.len() > 1 && words.iter().any(|line| is_labelled_figures(line));
    if is_words {
        return Block::of_lines(words.iter().map(|line| line.iter().map(|word| trimmed(word)).collect()).collect());
    }
    Block::of_lines(lines_of(text).into_iter().map(|line| line.iter().map(|text| trimmed(text)).collect()).collect())
}

/// Whether a line is a label with two figures or more behind it.
pub(crate) fn is_labelled_figures(words: &[&str]) -> bool {
    let figures = words.iter().rev().take_while(|word| is_figure(word)).count();
    figures >= 2 && figures < words.len() && words.last().is_some_and(|word| is_number(word))
}

impl Block {
    /// Its rows as lines, the cells parted by tabs, where one is merged over several as often as it takes.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let mut rows = vec![vec![String::new(); self.columns]; self.rows];
        for cell in &self.cells {
            if let Some(place) = rows.get_mut(cell.row).and_then(|row| row.get_mut(cell.column)) {
                place.clone_from(&cell.text);
            }
        }
        rows.into_iter().map(|row| row.join("\t")).collect()
    }

    /// A block of these cells; blank rows at its end are dropped.
    ///
    /// # Errors
    /// [`Refusal`] where no cell says anything, or there are too many of them.
    pub fn of(mut cells: Vec<BlockCell>) -> Result<Self, Refusal> {
        let Some(last) = cells.iter().filter(|cell| !cell.text.is_empty()).map(|cell| cell.row).max() else {
            return Err(Refusal::Empty);
        };
        cells.retain(|cell| cell.row <= last);
        if cells.len() > MOST_CELLS {
            return Err(Refusal::TooManyCells(cells.len()));
        }
        if last >= MOST_LINES {
            return Err(Refusal::TooManyLines(last));
        }
        let rows = cells.iter().map(|cell| cell.row + cell.rows).max().unwrap_or_default().min(last + 1);
        for cell in &mut cells {
            cell.rows = cell.rows.min(rows - cell.row);
        }
        let columns = cells.iter().map(|cell| cell.column + cell.columns).max().unwrap_or_default();
        Ok(Self { cells, rows, columns, is_ragged: false })
    }

    /// A block of lines of fields, which know no spans.
    ///
    /// # Errors
    /// As with [`Block::of`].
    pub fn of_lines(lines: Vec<Vec<String>>) -> Result<Self, Refusal> {
        let longest = lines.iter().map(Vec::len).max().unwrap_or_default();
        let is_ragged = longest > 1 && lines.iter().any(|line| line.len() != longest && line.iter().any(|text| !text.is_empty()));
        let mut cells = Vec::new();
        for (row, line) in lines.into_iter().enumerate() {
            for (column, text) in line.into_iter().enumerate() {
                cells.push(BlockCell { row, column, rows: 1, columns: 1, text });
            }
        }
        let mut block = Self::of(cells)?.with_heads_spread();
        block.is_ragged = is_ragged;
        Ok(block)
    }

    /// The one text of a block of one cell.
    #[must_use]
    pub fn single(&self) -> Option<&str> {
        match self.cells.as_slice() {
            [only] => Some(&only.text),
            _ => None,
        }
    }

    /// Whether it is one text a line, more than one of them.
    #[must_use]
    pub fn is_list(&self) -> bool {
        self.columns == 1 && self.rows > 1
    }

    /// How many cells say something.
    #[must_use]
    pub fn said(&self) -> usize {
        self.cells.iter().filter(|cell| !cell.text.is_empty()).count()
    }

    /// Text has no spans: a head over several columns stands over the first of them. It is spread over the blanks at its right.
    fn with_heads_spread(mut self) -> Self {
        let is_filled = |cell: &&BlockCell| !cell.text.is_empty();
        let has_figure = |cell: &&BlockCell| cell.text.starts_with(|c: char| c.is_numeric()) && is_figure(&cell.text);
        let first_figures = self.cells.iter().find(has_figure).map_or(self.rows, |cell| cell.row);
        let filled: BTreeSet<_> = self.cells.iter().filter(is_filled).map(|cell| (cell.row, cell.column)).collect();
        for cell in self.cells.iter_mut().filter(|cell| cell.row < first_figures && !cell.text.is_empty()) {
            // A blank under a head is a part of that head, which is several rows high.
            let is_free = |column: &usize| (0..=cell.row).all(|row| !filled.contains(&(row, *column)));
            cell.columns += (cell.column + 1..self.columns).take_while(is_free).count();
        }
        let heads: Vec<_> = self.cells.iter().filter(|cell| cell.columns > 1).map(|cell| (cell.row, cell.column, cell.columns)).collect();
        let covered = |cell: &BlockCell| {
            heads.iter().any(|(row, column, columns)| *row == cell.row && (column + 1..column + columns).contains(&cell.column))
        };
        self.cells.retain(|cell| !covered(cell));
        self
    }
}

impl BlockCell {
    /// Whether it covers a row.
    pub(crate) fn covers_row(&self, row: usize) -> bool {
        (self.row..self.row + self.rows).contains(&row)
    }

    /// Whether it covers a column.
    pub(crate) fn covers_column(&self, column: usize) -> bool {
        (self.column..self.column + self.columns).contains(&column)
    }
}

/// Lines of fields. A field that begins with a quote goes on to the closing one, over tabs and line breaks.
fn lines_of(text: &str) -> Vec<Vec<String>> {
    let mut lines = vec![vec![String::new()]];
    let mut chars = text.chars().peekable();
    let mut quoted = false;
    while let Some(c) = chars.next() {
        let Some(line) = lines.last_mut() else { break };
        let Some(field) = line.last_mut() else { break };
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                field.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if field.is_empty() => quoted = true,
            '\t' if !quoted => line.push(String::new()),
            '\n' if !quoted => lines.push(vec![String::new()]),
            '\r' => {}
            c => field.push(c),
        }
    }
    lines
}
