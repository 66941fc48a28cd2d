//! Where each figure of a pasted block goes, settled before anything is written.

use std::collections::BTreeMap;

use crate::form::{CellIndex, Form, PlaceContent, Table};
use crate::intake::block::{Block, BlockCell};
use crate::intake::labels::{Labelled, Match, is_figure};
use crate::report::{Edit, Value, read};
use crate::session::Session;
use crate::ui::grid::fill::{content, takes_input};
use crate::ui::grid::selection::Selection;

/// How a block is laid over the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Arrange {
    /// As it stands: by its labels where it has any, else from the active cell on.
    #[default]
    AsIs,
    /// One number a line: along the row, and on in the next one.
    Along,
}

/// What the clerk chooses about a paste.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// Whether a blank of the block empties a cell; else the cell stays as it is.
    pub writes_blanks: bool,
    /// How the block is laid.
    pub arrange: Arrange,
}

/// What a paste would write.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PastePlan {
    /// The cells that would change, by the order of the form.
    pub changes: Vec<Change>,
    /// 粘贴: how many figures find a cell, those that change nothing among them.
    pub pasted: usize,
    /// 跳过: how many fall on totals or labels.
    pub skipped: usize,
    /// 未识别: how many are no figure of their cell's kind, or find no cell. The former are written as they stand.
    pub unknown: usize,
    /// How many would fall over the edge of the table.
    pub cut: usize,
    /// Whether labels of the block decided where its figures go.
    pub is_labelled: bool,
}

/// One cell that a paste would change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The cell.
    pub cell: CellIndex,
    /// What it shows now; empty for blank.
    pub old: String,
    /// What would stand there.
    pub new: String,
}

/// Settles where a block goes that is pasted on a selection.
#[must_use]
pub fn plan(session: &Session, table: &Table, selection: &Selection, block: &Block, options: Options) -> PastePlan {
    let mut draft = Draft { session, options, plan: PastePlan::default(), written: BTreeMap::new() };
    match (block.single(), options.arrange) {
        (Some(text), _) if !selection.is_single() => draft.repeat(&selection.cells(table), selection.active(), text),
        (_, Arrange::Along) => draft.lay_along(table, selection.active(), block),
        (_, Arrange::AsIs) => {
            let labelled = Labelled::new(session.form(), table, block);
            if labelled.has_any() {
                draft.lay_by_labels(table, selection, block, &labelled);
            } else {
                draft.lay_by_place(table, selection, block);
            }
        }
    }
    draft.finish()
}

impl PastePlan {
    /// What it writes, as one edit; `None` where nothing would change.
    #[must_use]
    pub fn edit(&self) -> Option<Edit> {
        let cells: Vec<_> = self.changes.iter().map(|change| (change.cell, change.new.clone())).collect();
        (!cells.is_empty()).then_some(Edit::Cells(cells))
    }

    /// How many cells it writes, passes over and cannot make out, e.g. 粘贴 160 格，跳过 7 格，未识别 3 格.
    #[must_use]
    pub fn sentence(&self) -> String {
        let mut parts = vec![format!("粘贴 {} 格", self.pasted)];
        for (word, count) in [("跳过", self.skipped), ("未识别", self.unknown)] {
            if count > 0 {
                parts.push(format!("{word} {count} 格"));
            }
        }
        parts.join("，")
    }
}

struct Draft<'a> {
    session: &'a Session,
    options: Options,
    plan: PastePlan,
    written: BTreeMap<CellIndex, String>,
}

impl Draft<'_> {
    fn form(&self) -> &Form {
        self.session.form()
    }

    /// One text into a cell, counted as what it is.
    fn put(&mut self, cell: CellIndex, text: &str) {
        if text.is_empty() && !self.options.writes_blanks {
            return;
        }
        if !takes_input(self.form(), cell) {
            self.plan.skipped += usize::from(!text.is_empty());
            return;
        }
        let unreadable = self.form().cell(cell).is_some_and(|definition| matches!(read(&definition.kind, text), Value::Unreadable(_)));
        if unreadable {
            self.plan.unknown += 1;
        } else {
            self.plan.pasted += 1;
        }
        self.written.insert(cell, text.to_owned());
    }

    fn repeat(&mut self, cells: &[CellIndex], active: CellIndex, text: &str) {
        for cell in cells.iter().filter(|cell| **cell == active || takes_input(self.form(), **cell)).copied().collect::<Vec<_>>() {
            self.put(cell, text);
        }
    }

    /// One number after the other along the rows, totals counted as places.
    fn lay_along(&mut self, table: &Table, active: CellIndex, block: &Block) {
        let mut cells = table.cells().map(|(cell, _)| cell).skip_while(|cell| *cell != active);
        for text in block.cells.iter().map(|cell| &cell.text) {
            match cells.next() {
                Some(cell) => self.put(cell, text),
                None => self.plan.cut += usize::from(!text.is_empty()),
            }
        }
    }

    /// From the active cell on, place by place.
    fn lay_by_place(&mut self, table: &Table, selection: &Selection, block: &Block) {
        let area = selection.area();
        for pasted in &block.cells {
            self.lay_at(table, area.top + pasted.row, area.left + pasted.column, pasted);
        }
    }

    fn lay_at(&mut self, table: &Table, row: usize, column: usize, pasted: &BlockCell) {
        let says = usize::from(!pasted.text.is_empty());
        match table.place_at(row, column) {
            None => self.plan.cut += says,
            Some(place) => match place.content {
                PlaceContent::Cell(cell) if (place.row, place.column) == (row, column) => self.put(cell, &pasted.text),
                // A label, or a place that a wider cell covers.
                PlaceContent::Cell(_) | PlaceContent::Label(_) => self.plan.skipped += says,
            },
        }
    }

    /// By the labels of the block, and by place where only a row or only a column is named.
    fn lay_by_labels(&mut self, table: &Table, selection: &Selection, block: &Block, labelled: &Labelled<'_>) {
        self.plan.is_labelled = true;
        let area = selection.area();
        let figures: Vec<_> = block.cells.iter().filter(|cell| is_figure(&cell.text) && !is_corner(block, cell)).collect();
        let first_column = figures.iter().map(|cell| cell.column).min().unwrap_or_default();
        let first_row = figures.iter().map(|cell| cell.row).min().unwrap_or_default();
        let width = block.columns - first_column;
        let height = block.rows - first_row;
        // A block as wide as the table is meant from its first column on, whatever cell is active.
        let left = if width == table.column_count() - table.label_columns { table.label_columns } else { area.left };
        let top = if height == table.row_count - table.head_rows { table.head_rows } else { area.top };
        for figure in figures {
            match labelled.find(figure) {
                Match::Cell(cell) => self.put(cell, &figure.text),
                Match::Row(row) => self.lay_at(table, row, left + figure.column - first_column, figure),
                Match::Column(column) => self.lay_at(table, top + figure.row - first_row, column, figure),
                Match::None => self.plan.unknown += usize::from(!figure.text.is_empty()),
            }
        }
    }

    fn finish(mut self) -> PastePlan {
        for (cell, new) in std::mem::take(&mut self.written) {
            if self.session.report().cell(cell).text != new {
                self.plan.changes.push(Change { cell, old: content(self.session, cell), new });
            }
        }
        self.plan
    }
}

/// Whether a blank stands where the labels of rows and columns meet, and is no figure at all.
fn is_corner(block: &Block, cell: &BlockCell) -> bool {
    let label = |other: &&BlockCell| !is_figure(&other.text);
    let in_row = |other: &&BlockCell| (other.row..other.row + other.rows).contains(&cell.row);
    let in_column = |other: &&BlockCell| (other.column..other.column + other.columns).contains(&cell.column);
    cell.text.is_empty() && {
        let before = block.cells.iter().filter(in_row).filter(label).any(|other| other.column < cell.column);
        let above = block.cells.iter().filter(in_column).filter(label).any(|other| other.row < cell.row);
        !before && !above
    }
}
