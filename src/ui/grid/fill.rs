//! What fills and clears cells, as one edit each: `None` where nothing would change.

use super::selection::{Selection, place_of};
use crate::form::{CellIndex, Form, Table};
use crate::report::Edit;
use crate::session::Session;

/// Which blanks become 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ZeroScope {
    /// Those of the selection.
    Selection,
    /// Those of the table in view.
    Table,
    /// Those of the whole report.
    Report,
}

/// Whether a cell is typed, not computed.
#[must_use]
pub fn takes_input(form: &Form, cell: CellIndex) -> bool {
    form.total(cell).is_none()
}

/// Empties cells; a typed total gives way to the computed one.
#[must_use]
pub fn clear(session: &Session, cells: &[CellIndex]) -> Option<Edit> {
    write(session, cells.iter().map(|cell| (*cell, String::new())))
}

/// The same text into every cell that takes input; the active one takes it even where it is a total.
#[must_use]
pub fn fill_with(session: &Session, cells: &[CellIndex], active: CellIndex, text: &str) -> Option<Edit> {
    let filled = cells.iter().filter(|cell| **cell == active || takes_input(session.form(), **cell));
    write(session, filled.map(|cell| (*cell, text.to_owned())))
}

/// The top row (or left column) of the selection into the rest of it; of a single cell, the neighbour's content into it.
#[must_use]
pub fn fill_from_edge(session: &Session, table: &Table, selection: &Selection, down: bool) -> Option<Edit> {
    let area = selection.area();
    let line = |cell: CellIndex| place_of(table, cell).map(|place| if down { place.column } else { place.row });
    let along = |cell: CellIndex| place_of(table, cell).map(|place| if down { place.row } else { place.column });
    let first = if down { area.top } else { area.left };
    let cells = selection.cells(table);
    let one_line = cells.iter().all(|cell| along(*cell) == Some(first));
    let source = |cell: CellIndex| {
        let in_line = table.cells().map(|(cell, _)| cell).filter(|other| line(*other) == line(cell));
        if one_line {
            in_line.filter(|other| along(*other) < along(cell)).last()
        } else {
            in_line.into_iter().find(|other| along(*other) >= Some(first))
        }
    };
    let targets = cells.iter().filter(|cell| (one_line || along(**cell) > Some(first)) && takes_input(session.form(), **cell));
    let filled: Vec<_> = targets.filter_map(|cell| Some((*cell, content(session, source(*cell)?)))).collect();
    write(session, filled.into_iter())
}

/// Blanks become 0, with how many they are.
#[must_use]
pub fn fill_zeros(session: &Session, cells: impl Iterator<Item = CellIndex>) -> Option<(Edit, usize)> {
    let blank = |cell: &CellIndex| takes_input(session.form(), *cell) && session.figures().value(*cell).is_blank();
    let filled: Vec<_> = cells.filter(blank).map(|cell| (cell, "0".to_owned())).collect();
    let count = filled.len();
    (count > 0).then_some((Edit::Cells(filled), count))
}

/// What a cell shows, as text that reads back as the same: the text typed, else a computed total's figure.
#[must_use]
pub fn content(session: &Session, cell: CellIndex) -> String {
    let typed = &session.report().cell(cell).text;
    match session.figures().value(cell).number() {
        Some(number) => number.to_string(),
        None => typed.clone(),
    }
}

fn write(session: &Session, cells: impl Iterator<Item = (CellIndex, String)>) -> Option<Edit> {
    let changed: Vec<_> = cells.filter(|(cell, text)| session.report().cell(*cell).text != *text).collect();
    (!changed.is_empty()).then_some(Edit::Cells(changed))
}
