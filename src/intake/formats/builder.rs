//! Puts paragraphs and tables together as a reader meets them. A table that only lays out others is none: what stands in it is.

use crate::intake::block::{Block, BlockCell};
use crate::intake::foreign::{Content, Foreign, ForeignError, Item, MOST_PARAGRAPHS, MOST_SPAN, MOST_TABLES, Place};
use crate::intake::words::trimmed;

/// The most tables inside each other.
const MOST_DEPTH: usize = 30;
/// The most cells of a table; larger ones are none of ours.
const MOST_CELLS: usize = 20_000;
/// The most cells of all tables together.
const MOST_CELLS_OF_ALL: usize = 200_000;
/// A cell with so many bytes of text is no cell of a table of figures.
const PROSE_BYTES: usize = 600;

/// What is put together.
#[derive(Default)]
pub(crate) struct Builder {
    foreign: Foreign,
    open: Vec<OpenTable>,
    paragraph: String,
    paragraphs: usize,
    tables: usize,
    cells: usize,
    error: Option<ForeignError>,
}

/// How a cell joins the one above it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Merge {
    /// So many rows high.
    Rows(usize),
    /// A part of the cell above.
    Above,
}

#[derive(Default)]
struct OpenTable {
    cells: Vec<OpenCell>,
    /// Rows begun so far.
    rows: usize,
    /// For each column, the first row that is free of spans from above.
    free_from: Vec<usize>,
    next_column: usize,
    is_in_cell: bool,
}

struct OpenCell {
    cell: BlockCell,
    items: Vec<Item>,
}

impl Builder {
    /// Text goes on.
    pub(crate) fn text(&mut self, text: &str) {
        self.paragraph.push_str(text);
    }

    /// A paragraph, or a line of one, ends.
    pub(crate) fn break_line(&mut self) {
        let text = trimmed(&self.paragraph);
        self.paragraph.clear();
        if text.is_empty() {
            return;
        }
        if self.paragraphs >= MOST_PARAGRAPHS {
            self.error.get_or_insert(ForeignError::TooMuch("段落太多"));
            return;
        }
        self.paragraphs += 1;
        // Its number is known when all tables are: what stands in them is not counted.
        let item = Item { place: Place::Paragraph(0), content: Content::Paragraph(text) };
        self.flow().push(item);
    }

    pub(crate) fn begin_table(&mut self) {
        self.break_line();
        if self.open.len() >= MOST_DEPTH {
            self.error.get_or_insert(ForeignError::TooMuch("表格嵌套太深"));
        }
        self.open.push(OpenTable::default());
    }

    pub(crate) fn begin_row(&mut self) {
        self.break_line();
        if let Some(table) = self.open.last_mut() {
            table.rows += 1;
            table.next_column = 0;
            table.is_in_cell = false;
        }
    }

    /// Columns at the beginning of a row that have no cell.
    pub(crate) fn skip_columns(&mut self, columns: usize) {
        if let Some(table) = self.open.last_mut() {
            table.next_column += columns.min(MOST_SPAN);
        }
    }

    pub(crate) fn begin_cell(&mut self, columns: usize, merge: Merge) {
        self.break_line();
        let Some(table) = self.open.last_mut() else { return };
        self.cells += 1;
        if table.cells.len() >= MOST_CELLS || self.cells > MOST_CELLS_OF_ALL {
            self.error.get_or_insert(ForeignError::TooMuch("表格的格子太多"));
            return;
        }
        table.begin_cell(columns.clamp(1, MOST_SPAN), merge);
    }

    pub(crate) fn end_cell(&mut self) {
        self.break_line();
        if let Some(table) = self.open.last_mut() {
            table.is_in_cell = false;
        }
    }

    pub(crate) fn end_table(&mut self) {
        self.break_line();
        let Some(table) = self.open.pop() else { return };
        if table.is_layout() {
            let items: Vec<_> = table.cells.into_iter().flat_map(|cell| cell.items).collect();
            self.flow().extend(items);
        } else if let Ok(block) = Block::of(table.cells.into_iter().map(OpenCell::closed).collect()) {
            if self.tables >= MOST_TABLES {
                self.error.get_or_insert(ForeignError::TooMuch("表格太多"));
                return;
            }
            self.tables += 1;
            let item = Item { place: Place::Table(self.tables), content: Content::Table(block) };
            self.flow().push(item);
        }
    }

    /// Whether nothing more need be read.
    pub(crate) fn has_failed(&self) -> bool {
        self.error.is_some()
    }

    /// What was put together.
    pub(crate) fn finish(mut self, name: &str) -> Result<Foreign, ForeignError> {
        while !self.open.is_empty() {
            self.end_table();
        }
        self.break_line();
        let mut number = 0;
        for item in &mut self.foreign.items {
            if let Content::Paragraph(_) = item.content {
                number += 1;
                item.place = Place::Paragraph(number);
            }
        }
        match self.error {
            Some(error) => Err(error),
            None => Ok(Foreign { name: trimmed(name), ..self.foreign }),
        }
    }

    /// Where the next item goes: into the innermost open cell.
    fn flow(&mut self) -> &mut Vec<Item> {
        let cell = self.open.iter_mut().rev().filter(|table| table.is_in_cell).find_map(|table| table.cells.last_mut());
        match cell {
            Some(cell) => &mut cell.items,
            None => &mut self.foreign.items,
        }
    }
}

impl OpenTable {
    fn begin_cell(&mut self, columns: usize, merge: Merge) {
        self.rows = self.rows.max(1);
        let row = self.rows - 1;
        let mut column = self.next_column;
        if let Merge::Rows(_) = merge {
            while self.free_from.get(column).is_some_and(|free| *free > row) {
                column += 1;
            }
        }
        self.next_column = column + columns;
        self.is_in_cell = true;
        let rows = match merge {
            Merge::Rows(rows) => rows.clamp(1, MOST_SPAN),
            Merge::Above => {
                let above =
                    self.cells.iter_mut().rev().find(|above| above.cell.column == column && above.cell.row + above.cell.rows == row);
                if let Some(above) = above.filter(|above| above.cell.rows < MOST_SPAN) {
                    above.cell.rows += 1;
                    // What stands in it is not shown.
                    self.is_in_cell = false;
                    return;
                }
                1
            }
        };
        if self.free_from.len() < column + columns {
            self.free_from.resize(column + columns, 0);
        }
        for free in self.free_from.iter_mut().skip(column).take(columns) {
            *free = row + rows;
        }
        self.cells.push(OpenCell { cell: BlockCell { row, column, rows, columns, text: String::new() }, items: Vec::new() });
    }

    /// Whether it only lays out: others stand in it, or prose does.
    fn is_layout(&self) -> bool {
        let holds_table = |cell: &OpenCell| cell.items.iter().any(|item| matches!(item.content, Content::Table(_)));
        let bytes = |cell: &OpenCell| cell.items.iter().map(Item::bytes).sum::<usize>();
        self.cells.len() == 1 || self.cells.iter().any(|cell| holds_table(cell) || bytes(cell) > PROSE_BYTES)
    }
}

impl OpenCell {
    fn closed(mut self) -> BlockCell {
        for item in self.items {
            let Content::Paragraph(text) = item.content else { continue };
            if !self.cell.text.is_empty() {
                self.cell.text.push('\n');
            }
            self.cell.text.push_str(&text);
        }
        self.cell
    }
}

impl Item {
    fn bytes(&self) -> usize {
        match &self.content {
            Content::Paragraph(text) => text.len(),
            Content::Table(_) => 0,
        }
    }
}
