//! The heads of a register, found by their words wherever they stand, below titles, merged or one below the other.

use std::collections::BTreeMap;

use super::dictionary::plain;
use super::mapping::Mapping;
use crate::form::ledger::LedgerWords;
use crate::intake::sheet::{Sheet, SheetCell};

/// How far down heads are looked for, in rows, and how far to the right.
const MOST_ROWS: usize = 200;
const MOST_COLUMNS: usize = 200;
/// How many rows below each other may hold heads.
const MOST_DEPTH: usize = 3;
/// How many rows are still looked at below one that has all heads needed.
const ROWS_BELOW: usize = 2;
/// A longer text is no head.
const LONGEST_HEAD: usize = 30;

/// What a column of a register says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// When the application was received.
    Received,
    /// What kind of applicant it is.
    Applicant,
    /// What came of it.
    Result,
    /// When it was answered.
    Answered,
    /// Whether the time to answer was extended.
    Extended,
    /// What came of a review.
    Review,
    /// What came of a lawsuit.
    Litigation,
    /// Its number in the register.
    Code,
}

impl Role {
    /// All of them.
    pub const ALL: [Self; 8] =
        [Self::Received, Self::Applicant, Self::Result, Self::Answered, Self::Extended, Self::Review, Self::Litigation, Self::Code];
    /// Those without which nothing can be counted.
    pub const NEEDED: [Self; 4] = [Self::Received, Self::Applicant, Self::Result, Self::Answered];

    /// The key in files.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Applicant => "applicant",
            Self::Result => "result",
            Self::Answered => "answered",
            Self::Extended => "extended",
            Self::Review => "review",
            Self::Litigation => "litigation",
            Self::Code => "code",
        }
    }

    /// What it is called to the clerk.
    #[must_use]
    pub fn name(self, words: &LedgerWords) -> &str {
        words.heads.get(self.key()).map_or(self.key(), |head| head.name.as_str())
    }
}

/// The heads of one sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Heads {
    /// The last row that holds them, from 0.
    pub(super) last_row: usize,
    /// The columns found, the likeliest first for each role.
    pub(super) columns: Vec<HeadColumn>,
    /// What stands above them: titles.
    pub(super) above: Vec<String>,
}

/// A column under a head that was recognised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct HeadColumn {
    pub(super) role: Role,
    /// From 0.
    pub(super) column: usize,
    /// The head with those above it.
    pub(super) text: String,
    /// How likely it is, 0 the most.
    rank: usize,
}

impl Heads {
    /// The heads of a sheet, `None` where it seems to be no register.
    pub(super) fn find(words: &LedgerWords, mapping: &Mapping, sheet: &Sheet) -> Option<Self> {
        let grid = Grid::of(sheet);
        let recogniser = Recogniser::of(words, mapping);
        let mut best: Option<(usize, usize, usize, Vec<HeadColumn>)> = None;
        let mut last = grid.rows.len();
        for row in 0..grid.rows.len() {
            if row > last {
                break;
            }
            for depth in 1..=MOST_DEPTH.min(row + 1) {
                let columns = recogniser.columns(&grid, row, depth);
                let has = |role: &Role| columns.iter().any(|column| column.role == *role);
                let needed = Role::NEEDED.iter().filter(|role| has(role)).count();
                let all = Role::ALL.iter().filter(|role| has(role)).count();
                if best.as_ref().is_none_or(|(needed_before, all_before, ..)| (needed, all) > (*needed_before, *all_before)) {
                    best = Some((needed, all, row, columns));
                }
                if needed == Role::NEEDED.len() {
                    last = last.min(row + ROWS_BELOW);
                }
            }
        }
        let (needed, _, row, mut columns) = best?;
        if needed < 2 || !columns.iter().any(|column| column.role == Role::Received) {
            return None;
        }
        columns.sort_by_key(|column| (column.role, column.rank, column.column));
        // Of reviews and lawsuits one column may say that there was one, and another what came of it.
        columns.dedup_by(|other, first| other.role == first.role && !matches!(other.role, Role::Review | Role::Litigation));
        let ends =
            columns.iter().filter_map(|column| grid.cell(row, column.column)).map(|cell| cell.row.saturating_add(cell.rows.max(1) - 1));
        let last_row = ends.fold(row, usize::max);
        let above = sheet.cells.iter().take_while(|cell| cell.row < row).map(|cell| cell.value.text().to_owned()).collect();
        Some(Self { last_row, columns, above })
    }

    /// The likeliest column of a role.
    pub(super) fn column(&self, role: Role) -> Option<&HeadColumn> {
        self.columns.iter().find(|column| column.role == role)
    }

    /// All columns of a role, the likeliest first.
    pub(super) fn all(&self, role: Role) -> impl Iterator<Item = &HeadColumn> {
        self.columns.iter().filter(move |column| column.role == role)
    }
}

/// The first rows of a sheet with the cell that covers each place.
struct Grid<'a> {
    rows: Vec<Vec<Option<&'a SheetCell>>>,
    width: usize,
}

impl<'a> Grid<'a> {
    fn of(sheet: &'a Sheet) -> Self {
        let cells: Vec<_> = sheet.cells.iter().take_while(|cell| cell.row < MOST_ROWS).collect();
        let width = cells.iter().map(|cell| cell.column + 1).max().unwrap_or_default().min(MOST_COLUMNS);
        let height = cells.last().map_or(0, |cell| cell.row + 1);
        let mut rows = vec![vec![None; width]; height];
        for cell in cells {
            for line in rows.iter_mut().skip(cell.row).take(cell.rows.max(1)) {
                line.iter_mut().skip(cell.column).take(cell.columns.max(1)).for_each(|place| *place = Some(cell));
            }
        }
        Self { rows, width }
    }

    fn cell(&self, row: usize, column: usize) -> Option<&'a SheetCell> {
        self.rows.get(row)?.get(column).copied().flatten()
    }

    /// The texts over a column in so many rows down to that one, without titles that span most of the sheet.
    fn path(&self, last: usize, depth: usize, column: usize) -> Option<String> {
        self.cell(last, column)?;
        let mut path = String::new();
        let mut before: Option<&SheetCell> = None;
        for row in last + 1 - depth..=last {
            let Some(cell) = self.cell(row, column) else { continue };
            let is_title = cell.columns > 3 && cell.columns * 3 > self.width * 2;
            if !is_title && !before.is_some_and(|before| std::ptr::eq(before, cell)) {
                path.push_str(cell.value.text().trim());
            }
            before = Some(cell);
        }
        Some(path)
    }
}

/// Knows heads by their words.
struct Recogniser {
    /// For each role its heads in parts, and the words that say that something else is meant.
    roles: Vec<(Role, Vec<Vec<String>>, Vec<String>)>,
    /// Heads that the clerk named.
    named: BTreeMap<String, Role>,
}

impl Recogniser {
    fn of(words: &LedgerWords, mapping: &Mapping) -> Self {
        let parts = |head: &String| head.split('+').map(plain).collect::<Vec<_>>();
        let role = |role: Role| {
            let head = words.heads.get(role.key())?;
            Some((role, head.words.iter().map(parts).collect(), head.unless.clone()))
        };
        let named = Role::ALL.into_iter().filter_map(|role| Some((plain(mapping.heads.get(role.key())?), role)));
        Self { roles: Role::ALL.into_iter().filter_map(role).collect(), named: named.collect() }
    }

    fn columns(&self, grid: &Grid<'_>, last: usize, depth: usize) -> Vec<HeadColumn> {
        let column = |column: usize| {
            let text = grid.path(last, depth, column)?;
            let own = grid.cell(last, column)?.value.text();
            let (role, rank) = self.recognise(&plain(&text), &plain(own))?;
            Some(HeadColumn { role, column, text, rank })
        };
        (0..grid.width).filter_map(column).collect()
    }

    /// What a head means, and how likely it is that its column is the one.
    fn recognise(&self, path: &str, own: &str) -> Option<(Role, usize)> {
        if let Some(role) = self.named.get(path).or_else(|| self.named.get(own)) {
            return Some((*role, 0));
        }
        if path.is_empty() || path.chars().count() > LONGEST_HEAD {
            return None;
        }
        let mut best: Option<(usize, Role, usize)> = None;
        for (role, heads, unless) in &self.roles {
            if self.named.values().any(|named| named == role) || unless.iter().any(|word| path.contains(word.as_str())) {
                continue;
            }
            for (rank, parts) in heads.iter().enumerate().filter(|(_, parts)| holds_in_order(path, own, parts)) {
                let length = parts.iter().map(|part| part.chars().count()).sum();
                if best.is_none_or(|(longest, ..)| length > longest) {
                    best = Some((length, *role, rank + 1));
                }
            }
        }
        best.map(|(_, role, rank)| (role, rank))
    }
}

/// Whether the parts of a head stand one after the other in a path, the last of them in the head itself and not only above it.
fn holds_in_order(path: &str, own: &str, parts: &[String]) -> bool {
    let Some((last, before)) = parts.split_last() else { return false };
    let mut from = 0;
    for part in before {
        let Some(at) = path.get(from..).and_then(|rest| rest.find(part.as_str())) else { return false };
        from += at + part.len();
    }
    let found = path.get(from..).and_then(|rest| rest.rfind(last.as_str()));
    found.is_some_and(|at| from + at + last.len() > path.len().saturating_sub(own.len()))
}
