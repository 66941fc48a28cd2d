//! A block of texts as it came from the clipboard, with the spans of its cells.

use std::collections::BTreeSet;

use super::html;

/// The longest text and the longest HTML that are read, in bytes. Word wraps a page of figures in 300 kB of HTML.
const MOST_TEXT_BYTES: usize = 1_000_000;
const MOST_HTML_BYTES: usize = 4_000_000;
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
    /// The text, without blanks around it.
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

/// Reads tab-separated text as spreadsheets give it: quotes around a text with line breaks, CRLF or LF.
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
    let mut cells = Vec::new();
    for (row, line) in lines_of(text).into_iter().enumerate() {
        for (column, text) in line.into_iter().enumerate() {
            cells.push(BlockCell { row, column, rows: 1, columns: 1, text: trimmed(&text) });
        }
    }
    Block::of(cells).map(Block::with_heads_spread)
}

/// Reads the table of an HTML fragment that says most; `None` where there is none.
///
/// # Errors
/// [`Refusal`] where it is too large.
pub fn read_html(fragment: &str) -> Result<Option<Block>, Refusal> {
    if fragment.len() >= MOST_HTML_BYTES {
        return Err(Refusal::TooLarge(fragment.len()));
    }
    let tables = html::tables(fragment);
    let said = |cells: &Vec<BlockCell>| cells.iter().filter(|cell| !cell.text.is_empty()).count();
    let Some(cells) = tables.into_iter().rev().max_by_key(said) else { return Ok(None) };
    let lines = cells.iter().map(|cell| cell.row).max().unwrap_or_default();
    if lines > MOST_LINES {
        return Err(Refusal::TooManyLines(lines));
    }
    match Block::of(cells) {
        Ok(block) => Ok(Some(block)),
        Err(Refusal::Empty) => Ok(None),
        Err(refusal) => Err(refusal),
    }
}

impl Block {
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
        let rows = cells.iter().map(|cell| cell.row + cell.rows).max().unwrap_or_default();
        let columns = cells.iter().map(|cell| cell.column + cell.columns).max().unwrap_or_default();
        Ok(Self { cells, rows, columns })
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
}

impl Block {
    /// Text has no spans: a head over several columns stands over the first of them. It is spread over the blanks at its right.
    fn with_heads_spread(mut self) -> Self {
        let is_filled = |cell: &&BlockCell| !cell.text.is_empty();
        let has_figure = |cell: &&BlockCell| cell.text.starts_with(|c: char| c.is_numeric()) && super::labels::is_figure(&cell.text);
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

/// A text without blanks of any kind around it, and with single ones inside.
pub(crate) fn trimmed(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\u{200b}')
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
