//! Some columns of a sheet, a value for each row that says something, also where one value is merged over several rows.

use crate::intake::sheet::{Sheet, SheetValue};

/// The values of some columns of a sheet.
pub(super) struct Columns<'a> {
    /// The rows that say something, from 0.
    rows: Vec<usize>,
    /// For each of the columns a value for each of these rows.
    values: Vec<Vec<Option<&'a SheetValue>>>,
}

impl<'a> Columns<'a> {
    /// The values of those columns. What is merged over several of them is a line across the sheet, and no value.
    pub(super) fn of(sheet: &'a Sheet, columns: &[usize]) -> Self {
        let widest = columns.iter().max().map_or(0, |column| column + 1);
        let mut slots: Vec<Option<usize>> = vec![None; widest];
        for (slot, column) in columns.iter().enumerate() {
            slots.get_mut(*column).into_iter().for_each(|place| *place = Some(slot));
        }
        let rows: Vec<_> = sheet.cells.chunk_by(|one, other| one.row == other.row).filter_map(|row| Some(row.first()?.row)).collect();
        let mut values = vec![vec![None; rows.len()]; columns.len()];
        let mut at = 0;
        for cell in &sheet.cells {
            while rows.get(at).is_some_and(|row| *row < cell.row) {
                at += 1;
            }
            let last = cell.column.saturating_add(cell.columns.max(1)).min(widest);
            let mut covered = slots.get(cell.column..last).unwrap_or_default().iter().flatten();
            let (Some(slot), None) = (covered.next(), covered.next()) else { continue };
            let end = cell.row.saturating_add(cell.rows.max(1));
            let merged = rows.get(at..).unwrap_or_default().iter().take_while(|row| **row < end).count();
            let column = values.get_mut(*slot).map(|column| column.iter_mut().skip(at).take(merged));
            column.into_iter().flatten().for_each(|place| *place = Some(&cell.value));
        }
        Self { rows, values }
    }

    /// The rows that say something, from 0, each with its place here.
    pub(super) fn rows(&self) -> impl Iterator<Item = (usize, usize)> {
        self.rows.iter().copied().enumerate()
    }

    /// The value in one of the columns, both by their places here.
    pub(super) fn value(&self, slot: usize, at: usize) -> Option<&'a SheetValue> {
        self.values.get(slot)?.get(at).copied().flatten()
    }
}
