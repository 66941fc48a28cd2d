//! The pieces of a document, and what they are taken for.

use crate::intake::block::Block;
use crate::intake::foreign::Place;

/// A line of text, or a table that is one of ours.
pub(super) enum Piece {
    Line(Line),
    Table(Told),
}

/// A line of text.
pub(super) struct Line {
    pub(super) place: Place,
    pub(super) text: String,
}

/// A foreign table that is one of ours.
pub(super) struct Told {
    pub(super) block: Block,
    pub(super) place: Place,
    /// For each edition the table of it that has most of the figures.
    pub(super) best: Vec<Option<Best>>,
}

/// The table of an edition that a foreign one is.
#[derive(Clone, Copy)]
pub(super) struct Best {
    pub(super) table: usize,
    /// How many figures have a cell.
    pub(super) placed: usize,
    /// How many cells are named, whatever stands in them.
    pub(super) named: usize,
}

/// A line with what it is taken for.
pub(super) struct Sorted {
    pub(super) place: Place,
    pub(super) text: String,
    pub(super) kind: Kind,
}

/// What a line is taken for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Before the title, or behind the report.
    Site,
    /// Before the first head.
    Before,
    /// In the section of that id.
    In(String),
    /// The head of a section, the title, or a part of 落款.
    Known,
}
