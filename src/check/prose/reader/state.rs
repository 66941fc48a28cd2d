//! What is kept while prose is read: of what the text speaks, of which year, and the rows that were named.

use super::Mention;
use crate::check::Case;
use crate::check::prose::figures::sum_of;
use crate::form::ReadingParts;

/// Of what the text speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Topic {
    /// A table.
    Table(usize),
    /// Something that is in no table.
    Other,
}

/// What is kept from line to line of a section.
pub(super) struct Walk<'a> {
    pub(super) case: Case<'a>,
    /// Rows that the section names, by table.
    pub(super) named: Vec<(usize, usize)>,
    /// Spoken of since a head or a sentence named it.
    pub(super) topic: Option<Topic>,
    /// What named rows so far in the paragraph.
    pub(super) frames: Vec<Frame>,
    /// The columns that were named last, and the piece that did.
    pub(super) last_columns: Option<(usize, ReadingParts, usize)>,
    /// Whether the line before was a head.
    pub(super) head: bool,
    pub(super) year_named: bool,
    pub(super) sentence: Sentence,
}

/// When that is of which a sentence speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum When {
    /// In the report year.
    #[default]
    Report,
    /// In another year.
    Other,
    /// In another year, in this clause alone: 较上年的60件.
    Compared,
    /// Over several years.
    Since,
}

/// What holds until the sentence ends.
#[derive(Debug, Clone, Default)]
pub(super) struct Sentence {
    pub(super) number: usize,
    /// Another body is spoken of.
    pub(super) body: bool,
    /// When that is of which it speaks.
    pub(super) when: When,
    /// Documents are counted by their openness.
    pub(super) by_openness: bool,
    /// The table was named in this sentence.
    pub(super) topic_named: bool,
    /// Rows of the topic that were named, counted or not.
    pub(super) rows: Vec<(usize, usize)>,
    /// Those before the last semicolon.
    pub(super) rows_before: usize,
    /// The column of a table of single columns, 制发.
    pub(super) column: Option<(usize, usize)>,
    /// The first mention of the sentence.
    pub(super) first_mention: usize,
    /// Where a word for parts stood last, as a place among the pieces.
    pub(super) opened_at: Option<usize>,
}

impl<'a> Walk<'a> {
    /// Nothing is read yet.
    pub(super) fn of(case: Case<'a>, named: Vec<(usize, usize)>) -> Self {
        Self {
            case,
            named,
            topic: None,
            frames: Vec::new(),
            last_columns: None,
            head: false,
            year_named: false,
            sentence: Sentence::default(),
        }
    }
}

/// A row that was spoken of, for the columns that are named behind it.
#[derive(Debug, Clone)]
pub(super) struct Frame {
    pub(super) table: usize,
    /// What the row may be.
    pub(super) rows: Vec<ReadingParts>,
}

impl Frame {
    /// The frame that a named figure opens; the meaning that agrees stands first.
    pub(super) fn of(case: Case<'_>, mention: &Mention<'_>) -> Option<Self> {
        let table = mention.meanings.first()?.table;
        let agrees =
            mention.amount().and_then(|value| mention.meanings.iter().position(|meaning| sum_of(case, &meaning.cells) == Some(value)));
        let first = agrees.and_then(|at| mention.meanings.get(at));
        let mut rows: Vec<ReadingParts> = Vec::new();
        for meaning in first.into_iter().chain(&mention.meanings) {
            if !rows.contains(&meaning.rows) {
                rows.push(meaning.rows.clone());
            }
        }
        Some(Self { table, rows })
    }
}
