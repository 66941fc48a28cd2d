//! A page of ours read as a browser reads it: heads, paragraphs and lines, tables with the places that their spans give them.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

use crate::file::wanted::{Shown, ShownCell, ShownChart};

/// What the page shows, in order.
pub(super) fn shown(page: &str) -> Vec<Shown> {
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from(page));
    let tokenizer = Tokenizer::new(Sink::default(), TokenizerOpts::default());
    let _ = tokenizer.feed(&queue);
    tokenizer.end();
    tokenizer.sink.0.into_inner().shown
}

#[derive(Default)]
struct Sink(RefCell<Seen>);

#[derive(Default)]
struct Seen {
    shown: Vec<Shown>,
    /// The text of the element that is open, where it is one that is shown.
    text: Option<String>,
    table: Option<OpenTable>,
    /// The chart that is open.
    chart: Option<ShownChart>,
}

#[derive(Default)]
struct OpenTable {
    cells: Vec<ShownCell>,
    row: usize,
    /// Rows begun.
    rows: usize,
    cell: Option<ShownCell>,
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut seen = self.0.borrow_mut();
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => seen.start(&tag),
            Token::TagToken(tag) => seen.end(&tag.name),
            Token::CharacterTokens(text) => {
                if let Some(open) = &mut seen.text {
                    open.push_str(&text);
                }
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl Seen {
    fn start(&mut self, tag: &Tag) {
        match &*tag.name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "p" | "figcaption" => self.text = Some(String::new()),
            "figure" => {
                let id = tag.attrs.iter().find(|attribute| &*attribute.name.local == "data-chart");
                let id = id.map(|attribute| attribute.value.to_string()).unwrap_or_default();
                self.chart = Some(ShownChart { id, texts: Some(String::new()), ..ShownChart::default() });
            }
            "title" | "text" if self.chart.is_some() => self.text = Some(String::new()),
            "br" => {
                let line = self.text.replace(String::new());
                self.shown.extend(line.map(Shown::Text));
            }
            "table" => self.table = Some(OpenTable::default()),
            "tr" => {
                if let Some(table) = &mut self.table {
                    (table.row, table.rows) = (table.rows, table.rows + 1);
                }
            }
            "td" | "th" => {
                self.text = Some(String::new());
                if let Some(table) = &mut self.table {
                    table.begin(span(tag, "rowspan"), span(tag, "colspan"));
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "title" | "text" => {
                if let (Some(chart), Some(text)) = (&mut self.chart, self.text.take()) {
                    match (name, &mut chart.texts) {
                        ("text", Some(texts)) => texts.push_str(&text),
                        _ => chart.words = text,
                    }
                }
            }
            "svg" => self.shown.extend(self.chart.take().map(Shown::Chart)),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "p" | "figcaption" => {
                let text = self.text.take();
                self.shown.extend(text.map(Shown::Text));
            }
            "td" | "th" => {
                let text = self.text.take().unwrap_or_default();
                if let Some(table) = &mut self.table {
                    table.cells.extend(table.cell.take().map(|cell| ShownCell { text, ..cell }));
                }
            }
            "table" => self.shown.extend(self.table.take().map(|table| Shown::Table(table.cells))),
            _ => {}
        }
    }
}

impl OpenTable {
    /// A cell stands in the first column of its row that no other one covers.
    fn begin(&mut self, rows: usize, columns: usize) {
        let row = self.row;
        let covering = |column: usize| {
            self.cells
                .iter()
                .find(|cell| (cell.row..cell.row + cell.rows).contains(&row) && (cell.column..cell.column + cell.columns).contains(&column))
        };
        let mut column = 0;
        while let Some(cell) = covering(column) {
            column = cell.column + cell.columns;
        }
        self.cell = Some(ShownCell { row, column, rows, columns, text: String::new() });
    }
}

fn span(tag: &Tag, name: &str) -> usize {
    let attribute = tag.attrs.iter().find(|attribute| &*attribute.name.local == name);
    attribute.and_then(|attribute| attribute.value.parse().ok()).unwrap_or(1).max(1)
}
