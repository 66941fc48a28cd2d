//! Reads the tables of an HTML fragment, as Word, WPS, spreadsheets and browsers put it into the clipboard.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

use super::block::{BlockCell, trimmed};

/// The most rows or columns that a cell may claim to span.
const MOST_SPAN: usize = 100;
/// The most tables inside each other.
const MOST_DEPTH: usize = 30;

/// The cells of each table of a fragment, an inner table before the one around it.
pub(crate) fn tables(fragment: &str) -> Vec<Vec<BlockCell>> {
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from(fragment));
    let tokenizer = Tokenizer::new(Sink::default(), TokenizerOpts::default());
    // Scripts are never run, so the tokenizer has nothing to stop for.
    let _ = tokenizer.feed(&queue);
    tokenizer.end();
    let mut reader = tokenizer.sink.0.into_inner();
    while !reader.open.is_empty() {
        reader.close_table();
    }
    reader.done
}

#[derive(Default)]
struct Sink(RefCell<Reader>);

/// What was read so far.
#[derive(Default)]
struct Reader {
    /// Tables that are open, the innermost last.
    open: Vec<OpenTable>,
    done: Vec<Vec<BlockCell>>,
    /// How deep inside of `style`, `script` and the like.
    unseen: usize,
}

#[derive(Default)]
struct OpenTable {
    cells: Vec<BlockCell>,
    /// Rows begun so far.
    rows: usize,
    /// For each column, the first row that is free of spans from above.
    free_from: Vec<usize>,
    next_column: usize,
    cell: Option<BlockCell>,
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut reader = self.0.borrow_mut();
        match token {
            Token::TagToken(tag) => reader.tag(&tag),
            Token::CharacterTokens(text) => reader.text(&text),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl Reader {
    fn tag(&mut self, tag: &Tag) {
        let opens = tag.kind == TagKind::StartTag;
        match (&*tag.name, opens) {
            ("style" | "script" | "title" | "xml", true) if !tag.self_closing => self.unseen += 1,
            ("style" | "script" | "title" | "xml", false) => self.unseen = self.unseen.saturating_sub(1),
            ("table", true) if self.open.len() < MOST_DEPTH => self.open.push(OpenTable::default()),
            ("table", false) => self.close_table(),
            ("tr", true) => self.with_table(OpenTable::begin_row),
            ("td" | "th", true) => {
                let (rows, columns) = (span(tag, "rowspan"), span(tag, "colspan"));
                self.with_table(|table| table.begin_cell(rows, columns));
            }
            ("td" | "th" | "tr", false) => self.with_table(OpenTable::end_cell),
            // What stands in paragraphs of its own is one text all the same.
            ("br" | "p" | "div" | "li", _) => self.text(" "),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.unseen == 0 {
            self.with_table(|table| {
                if let Some(cell) = &mut table.cell {
                    cell.text.push_str(text);
                }
            });
        }
    }

    fn close_table(&mut self) {
        if let Some(mut table) = self.open.pop() {
            table.end_cell();
            self.done.push(table.cells);
        }
    }

    fn with_table(&mut self, act: impl FnOnce(&mut OpenTable)) {
        if let Some(table) = self.open.last_mut() {
            act(table);
        }
    }
}

impl OpenTable {
    fn begin_row(&mut self) {
        self.end_cell();
        self.rows += 1;
        self.next_column = 0;
    }

    fn begin_cell(&mut self, rows: usize, columns: usize) {
        self.end_cell();
        self.rows = self.rows.max(1);
        let row = self.rows - 1;
        let mut column = self.next_column;
        while self.free_from.get(column).is_some_and(|free| *free > row) {
            column += 1;
        }
        if self.free_from.len() < column + columns {
            self.free_from.resize(column + columns, 0);
        }
        for free in self.free_from.iter_mut().skip(column).take(columns) {
            *free = row + rows;
        }
        self.next_column = column + columns;
        self.cell = Some(BlockCell { row, column, rows, columns, text: String::new() });
    }

    fn end_cell(&mut self) {
        if let Some(mut cell) = self.cell.take() {
            cell.text = trimmed(&cell.text);
            self.cells.push(cell);
        }
    }
}

fn span(tag: &Tag, name: &str) -> usize {
    let attribute = tag.attrs.iter().find(|attribute| &*attribute.name.local == name);
    attribute.and_then(|attribute| attribute.value.trim().parse().ok()).unwrap_or(1).clamp(1, MOST_SPAN)
}
