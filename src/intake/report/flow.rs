//! The document as one row of lines and tables of ours: a table that is none of ours gives its words as lines.

use super::figures::Tables;
use super::heads::Heads;
use super::pieces::{Line, Piece};
use crate::intake::block::{Block, BlockCell};
use crate::intake::foreign::{Content, Foreign, Place};
use crate::intake::words::is_figure;

/// A row of a table whose only text is longer than this is prose, in characters.
const LONGEST_LABEL: usize = 60;

/// The document in its order.
pub(super) fn flow(foreign: &Foreign, heads: &Heads, tables: &Tables<'_>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for item in &foreign.items {
        match &item.content {
            Content::Paragraph(text) => pieces.push(Piece::Line(Line { place: item.place.clone(), text: text.clone() })),
            Content::Table(block) => split(block, &item.place, heads, tables, &mut pieces),
        }
    }
    pieces
}

/// Parts a table at rows that are heads of the report or prose: some lay the whole report out in one table or on one sheet.
fn split(block: &Block, place: &Place, heads: &Heads, tables: &Tables<'_>, pieces: &mut Vec<Piece>) {
    let mut rows: Vec<Vec<&BlockCell>> = vec![Vec::new(); block.rows];
    for cell in &block.cells {
        if let Some(row) = rows.get_mut(cell.row) {
            row.push(cell);
        }
    }
    let mut from = 0;
    for (at, row) in rows.iter().enumerate() {
        let mut said = row.iter().filter(|cell| !cell.text.is_empty());
        let only = said.next().filter(|_| said.next().is_none());
        let parts = |cell: &&&BlockCell| {
            !is_figure(&cell.text)
                && (heads.section(&cell.text).is_some() || heads.is_title(&cell.text) || cell.text.chars().count() > LONGEST_LABEL)
        };
        if let Some(cell) = only.filter(parts) {
            table(block, (from, at), place, tables, pieces);
            lines(&cell.text, place, pieces);
            from = at + 1;
        }
    }
    table(block, (from, block.rows), place, tables, pieces);
}

/// The rows of a table as one of ours, or as lines.
fn table(block: &Block, (from, to): (usize, usize), place: &Place, tables: &Tables<'_>, pieces: &mut Vec<Piece>) {
    let inside = block.cells.iter().filter(|cell| (from..to).contains(&cell.row));
    let cells = inside.map(|cell| BlockCell { row: cell.row - from, rows: cell.rows.min(to - cell.row), ..cell.clone() }).collect();
    let Ok(mut part) = Block::of(cells) else { return };
    part.is_ragged = block.is_ragged;
    match tables.tell(part, place) {
        Ok(told) => pieces.push(Piece::Table(told)),
        Err(block) => {
            for cell in &block.cells {
                lines(&cell.text, place, pieces);
            }
        }
    }
}

fn lines(text: &str, place: &Place, pieces: &mut Vec<Piece>) {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    pieces.extend(lines.map(|line| Piece::Line(Line { place: place.clone(), text: line.to_owned() })));
}
