//! Where each figure of a pasted block goes, settled before anything is written.

use std::collections::BTreeMap;

use super::asking::{Chosen, LeftRow};
use super::block::{Block, BlockCell};
use super::labels::TableLabels;
use super::place::{Found, place, place_as};
use super::words::{figure_for, is_figure};
use crate::form::{CellIndex, Form, PlaceContent, Table};
use crate::report::{Edit, Figures, Report, Value, read};

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

/// What a block is pasted on.
#[derive(Clone, Copy)]
pub struct Onto<'a> {
    /// The form.
    pub form: &'a Form,
    /// The report.
    pub report: &'a Report,
    /// Its figures.
    pub figures: &'a Figures,
    /// The table.
    pub table: &'a Table,
    /// The selected cells.
    pub cells: &'a [CellIndex],
    /// The active one of them.
    pub active: CellIndex,
    /// The first grid row and column of the selection.
    pub corner: (usize, usize),
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
    /// The figures that no label gives a place, row by row.
    pub left: Vec<LeftRow>,
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

/// Settles where a block goes that is pasted on a selection; what no label gives a place has the one that was chosen for it.
#[must_use]
pub fn plan(onto: Onto<'_>, block: &Block, options: Options, chosen: &Chosen) -> PastePlan {
    let mut draft = Draft { onto, options, plan: PastePlan::default(), written: BTreeMap::new() };
    match (block.single(), options.arrange) {
        (Some(text), _) if onto.cells.len() > 1 => draft.repeat(text),
        (_, Arrange::Along) => draft.lay_along(block),
        (_, Arrange::AsIs) => {
            let labels = TableLabels::of(onto.form, onto.table);
            let placement = place_as(&labels, block, chosen);
            if placement.has_labels() {
                draft.plan.is_labelled = true;
                draft.plan.left = placement.left(block);
                let values = placement.values.iter().map(|value| (value.cell, &value.found)).collect::<Vec<_>>();
                draft.lay_by_labels(&values);
            } else {
                draft.lay_by_place(block);
            }
        }
    }
    draft.finish()
}

/// Of several tables the one that belongs on a table of the form: the one whose labels give most figures a place there, unless
/// another table of the form has more of them; of tables without labels the one that says most.
#[must_use]
pub fn choose(form: &Form, table: &Table, blocks: Vec<Block>) -> Option<Block> {
    let labels: Vec<_> = form.tables.iter().map(|table| TableLabels::of(form, table)).collect();
    let placed = |block: &Block| {
        let placements = labels.iter().map(|labels| (labels.table.id == table.id, place(labels, block))).collect::<Vec<_>>();
        let most = placements.iter().map(|(_, placement)| placement.placed()).max().unwrap_or_default();
        let own = placements.iter().find(|(is_own, _)| *is_own).map_or(0, |(_, placement)| placement.placed());
        let is_others = own < most || most == 0 && placements.iter().any(|(is_own, placement)| !is_own && placement.has_labels());
        (own, is_others)
    };
    let rated: Vec<_> = blocks.into_iter().map(|block| (placed(&block), block)).collect();
    let best =
        rated.iter().enumerate().rev().filter(|(_, ((own, is_others), _))| *own > 0 && !is_others).max_by_key(|(_, ((own, _), _))| *own);
    let loose = || rated.iter().enumerate().rev().filter(|(_, ((_, is_others), _))| !is_others).max_by_key(|(_, (_, block))| block.said());
    let at = best.or_else(loose).map(|(at, _)| at)?;
    rated.into_iter().nth(at).map(|(_, block)| block)
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
    onto: Onto<'a>,
    options: Options,
    plan: PastePlan,
    written: BTreeMap<CellIndex, String>,
}

impl Draft<'_> {
    fn takes_input(&self, cell: CellIndex) -> bool {
        self.onto.form.total(cell).is_none()
    }

    /// One text into a cell, counted as what it is.
    fn put(&mut self, cell: CellIndex, text: &str) {
        if text.is_empty() && !self.options.writes_blanks {
            return;
        }
        if !self.takes_input(cell) {
            self.plan.skipped += usize::from(!text.is_empty());
            return;
        }
        let Some(definition) = self.onto.form.cell(cell) else { return };
        let text = figure_for(&definition.kind, text).into_owned();
        if matches!(read(&definition.kind, &text), Value::Unreadable(_)) {
            self.plan.unknown += 1;
        } else {
            self.plan.pasted += 1;
        }
        self.written.insert(cell, text);
    }

    fn repeat(&mut self, text: &str) {
        for cell in self.onto.cells {
            if *cell == self.onto.active || self.takes_input(*cell) {
                self.put(*cell, text);
            }
        }
    }

    /// One number after the other along the rows, totals counted as places.
    fn lay_along(&mut self, block: &Block) {
        let active = self.onto.active;
        let mut cells = self.onto.table.cells().map(|(cell, _)| cell).skip_while(|cell| *cell != active);
        for text in block.cells.iter().map(|cell| &cell.text) {
            match cells.next() {
                Some(cell) => self.put(cell, text),
                None => self.plan.cut += usize::from(!text.is_empty()),
            }
        }
    }

    /// From the active cell on, place by place.
    fn lay_by_place(&mut self, block: &Block) {
        let (top, left) = self.onto.corner;
        for pasted in &block.cells {
            self.lay_at(top + pasted.row, left + pasted.column, pasted);
        }
    }

    fn lay_at(&mut self, row: usize, column: usize, pasted: &BlockCell) {
        let says = usize::from(!pasted.text.is_empty());
        match self.onto.table.place_at(row, column) {
            None => self.plan.cut += says,
            Some(place) => match place.content {
                PlaceContent::Cell(cell) if (place.row, place.column) == (row, column) => self.put(cell, &pasted.text),
                // A label, or a place that a wider cell covers.
                PlaceContent::Cell(_) | PlaceContent::Label(_) => self.plan.skipped += says,
            },
        }
    }

    /// By the labels of the block, and by place where it has row labels alone or heads alone.
    fn lay_by_labels(&mut self, values: &[(&BlockCell, &Found)]) {
        let table = self.onto.table;
        let figures = || values.iter().map(|(cell, _)| *cell).filter(|cell| is_figure(&cell.text));
        let first = |of: fn(&BlockCell) -> usize| figures().map(of).min().unwrap_or_default();
        let (first_row, first_column) = (first(|cell| cell.row), first(|cell| cell.column));
        let width = figures().map(|cell| cell.column + cell.columns).max().unwrap_or_default() - first_column;
        let height = figures().map(|cell| cell.row + cell.rows).max().unwrap_or_default() - first_row;
        // A block as wide as the table is meant from its first column on, whatever cell is active.
        let (top, left) = self.onto.corner;
        let left = if width == table.column_count() - table.label_columns { table.label_columns } else { left };
        let top = if height == table.row_count - table.head_rows { table.head_rows } else { top };
        for (cell, found) in values {
            match found {
                Found::Cell(place) => self.put(*place, &cell.text),
                Found::Row(row) => self.lay_at(*row, left + cell.column.saturating_sub(first_column), cell),
                Found::Column(column) => self.lay_at(top + cell.row.saturating_sub(first_row), *column, cell),
                Found::Extra => self.plan.skipped += usize::from(!cell.text.is_empty()),
                Found::Nowhere(_) => self.plan.unknown += usize::from(!cell.text.is_empty()),
            }
        }
    }

    fn finish(mut self) -> PastePlan {
        for (cell, new) in std::mem::take(&mut self.written) {
            let typed = &self.onto.report.cell(cell).text;
            if *typed != new {
                let old = self.onto.figures.value(cell).number().map_or_else(|| typed.clone(), |number| number.to_string());
                self.plan.changes.push(Change { cell, old, new });
            }
        }
        self.plan
    }
}
