//! Reads prose into mentions, once for all rules: every figure with its unit, what names it, whose it is, of which year, and of what it is a part.

mod groups;
mod lex;
mod naming;
mod state;
mod walk;

use std::borrow::Cow;
use std::ops::Range;

use rust_decimal::Decimal;

use crate::check::Case;
use crate::form::{Axis, CellIndex, ReadingParts, Token};

pub(in crate::check) use lex::{Kind, Piece, chinese};

/// A line of prose, read.
pub(in crate::check) struct Line<'a> {
    /// Where it begins in the section's text.
    pub(in crate::check) start: usize,
    /// The line.
    pub(in crate::check) text: &'a str,
    /// Its words, figures and marks.
    pub(in crate::check) pieces: Vec<Piece<'a>>,
    /// Its figures, years and dates left out.
    pub(in crate::check) mentions: Vec<Mention<'a>>,
    /// Wholes with their parts.
    pub(in crate::check) groups: Vec<Group>,
    /// What denies, or is said of all.
    pub(in crate::check) claims: Vec<Claim>,
}

/// A figure with what the words around it say.
#[derive(Debug, Clone)]
pub(in crate::check) struct Mention<'a> {
    /// Its digits, in the line.
    pub(in crate::check) range: Range<usize>,
    /// With its unit, and the words that name it.
    pub(in crate::check) shown: Range<usize>,
    /// Where its unit ends.
    pub(in crate::check) end: usize,
    /// What it says.
    pub(in crate::check) value: Option<Decimal>,
    /// Whether it follows a cell.
    pub(in crate::check) cell: Option<CellIndex>,
    /// Of what it is so many.
    pub(in crate::check) unit: Unit<'a>,
    /// Not 余, 约, 近, 万.
    pub(in crate::check) exact: bool,
    /// Its place among the pieces.
    pub(in crate::check) piece: usize,
    /// The table that is spoken of.
    pub(in crate::check) topic: Option<usize>,
    /// The sentence of the line, from 0.
    pub(in crate::check) sentence: usize,
    /// Whose it is, and of which year.
    pub(in crate::check) role: Role,
    /// What it may mean in the tables, the likeliest first.
    pub(in crate::check) meanings: Vec<Meaning<'a>>,
    /// Whether the naming is so loose that only a slip of a digit is told.
    pub(in crate::check) loose: bool,
    /// The table and axis of the word that names it.
    pub(in crate::check) named: Option<(usize, Axis)>,
    /// What the word that names it says of it.
    pub(in crate::check) level: Level,
    /// The columns, where the words name some.
    pub(in crate::check) columns: Option<ReadingParts>,
}

/// What a name says of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::check) enum Level {
    /// A kind or a result.
    #[default]
    Kind,
    /// All that came or was answered.
    Whole,
    /// What came from last year or goes on to the next.
    Carried,
}

/// Of what a figure is so many.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::check) enum Unit<'a> {
    /// 件 and the like: what the tables count.
    Count,
    /// Of a hundred.
    Percent,
    /// Percentage points.
    Points,
    /// Money, so many 万元 each.
    Money(Decimal),
    /// Another thing, by the first character of its unit.
    Other(&'a str),
    /// None.
    Bare,
}

/// Whose a figure is, and of which year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::check) enum Role {
    /// The unit's own, of the report year.
    Own,
    /// A difference from another figure.
    Difference,
    /// Of another year.
    OtherYear,
    /// Another body's, an average, or of another thing.
    Elsewhere,
}

/// A sum of cells that a figure may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::check) struct Meaning<'a> {
    /// What a message calls it.
    pub(in crate::check) name: Cow<'a, str>,
    /// The table.
    pub(in crate::check) table: usize,
    /// The rows.
    pub(in crate::check) rows: ReadingParts,
    /// The cells, those with `true` taken away.
    pub(in crate::check) cells: Vec<(CellIndex, bool)>,
}

/// A whole with its parts, as places among the mentions.
#[derive(Debug, Clone, Default)]
pub(in crate::check) struct Group {
    /// The whole, where one is certain.
    pub(in crate::check) whole: Option<usize>,
    /// The parts.
    pub(in crate::check) parts: Vec<usize>,
    /// Whether the text says that these are all.
    pub(in crate::check) list: List,
    /// Whether they stand in parentheses.
    pub(in crate::check) bracketed: bool,
    /// Whether a word such as 其中 opens it.
    pub(in crate::check) opened: bool,
}

/// Whether all parts are named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::check) enum List {
    /// The text does not say.
    #[default]
    Unsaid,
    /// 分别为.
    Closed,
    /// 等, 另有.
    Open,
}

/// A word that denies, or says something of all.
#[derive(Debug, Clone)]
pub(in crate::check) struct Claim {
    /// Its place among the pieces.
    pub(in crate::check) piece: usize,
    /// The table that is spoken of.
    pub(in crate::check) topic: Option<usize>,
    /// Whether that was said in its sentence.
    pub(in crate::check) topic_in_sentence: bool,
    /// Whether it is of another body or year.
    pub(in crate::check) elsewhere: bool,
    /// The sentence.
    pub(in crate::check) sentence: usize,
    /// The mentions before it in the sentence end here.
    pub(in crate::check) mentions: usize,
    /// Rows of the topic that the sentence names, where the table has several rows that are spoken of.
    pub(in crate::check) rows: Vec<usize>,
}

impl Mention<'_> {
    /// What it says, money in 万元.
    pub(in crate::check) fn amount(&self) -> Option<Decimal> {
        match self.unit {
            Unit::Money(scale) => self.value?.checked_mul(scale),
            _ => self.value,
        }
    }
}

impl Line<'_> {
    /// A range of the line in the section's text.
    pub(in crate::check) fn in_text(&self, range: &Range<usize>) -> Range<usize> {
        self.start + range.start..self.start + range.end
    }

    /// A part of the line.
    pub(in crate::check) fn part(&self, range: Range<usize>) -> &str {
        self.text.get(range).unwrap_or_default()
    }

    /// Whether what ends at the one place stands in parentheses that are closed before the other.
    pub(in crate::check) fn shut_off(&self, end: usize, later: usize) -> bool {
        let mut depth = 0_i32;
        self.part(end..later).chars().any(|c| {
            depth += i32::from(matches!(c, '（' | '(')) - i32::from(matches!(c, '）' | ')'));
            depth < 0
        })
    }

    /// The pieces up to a place among them, the nearest first, within the clause.
    pub(in crate::check) fn clause_before(&self, piece: usize) -> impl Iterator<Item = (usize, &Piece<'_>)> {
        let ends = |piece: &Piece<'_>| matches!(piece.mark(), Some('，' | '。' | '；' | '（' | '）'));
        let before = self.pieces.get(..piece).unwrap_or_default().iter().enumerate().rev();
        before.take_while(move |(_, piece)| !ends(piece))
    }

    /// The pieces behind a place among them, within the clause.
    pub(in crate::check) fn clause_after(&self, piece: usize) -> impl Iterator<Item = (usize, &Piece<'_>)> {
        let ends = |piece: &Piece<'_>| matches!(piece.mark(), Some('，' | '。' | '；' | '（' | '）'));
        let after = self.pieces.get(piece + 1..).unwrap_or_default().iter().enumerate();
        after.map(move |(at, found)| (at + piece + 1, found)).take_while(move |(_, piece)| !ends(piece))
    }

    /// The words of the clause around a piece.
    pub(in crate::check) fn clause_words(&self, piece: usize) -> impl Iterator<Item = &Token> {
        let around = self.clause_before(piece).chain(self.clause_after(piece));
        around.filter_map(|(_, piece)| piece.word())
    }
}

/// Every line of a section that says something, and the rows that the section names, by table.
pub(in crate::check) fn read<'a>(case: Case<'a>, text: &'a str) -> (Vec<Line<'a>>, Vec<(usize, usize)>) {
    let mut start = 0;
    let mut lexed = Vec::new();
    for line in text.split('\n') {
        if !line.trim().is_empty() {
            lexed.push((start, line, lex::lex(case.form, line)));
        }
        start += line.len() + 1;
    }
    let mut named = Vec::new();
    for token in lexed.iter().flat_map(|(.., pieces)| pieces).filter_map(Piece::word) {
        for (table, term) in &token.terms {
            let term = case.form.review.reader.tables.get(*table).and_then(|words| words.terms.get(*term));
            let reading = term.filter(|term| term.axis == Axis::Row).and_then(|term| term.readings.first());
            for (row, less) in reading.into_iter().flatten() {
                if !less && !named.contains(&(*table, *row)) {
                    named.push((*table, *row));
                }
            }
        }
    }
    let mut walk = state::Walk::of(case, named);
    let lines = lexed.into_iter().map(|(start, line, pieces)| walk.line(start, line, pieces)).collect();
    (lines, walk.named)
}
