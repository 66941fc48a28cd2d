//! The rows of a register, each an application: its days and the wordings of what is said of it, by their numbers.

use std::collections::BTreeMap;

use super::book::Book;
use super::calendar::Calendar;
use super::column::Columns;
use super::dates::Day;
use super::dictionary::plain;
use super::heads::{Heads, Role};
use super::mapping::Mapping;
use crate::form::ledger::LedgerWords;
use crate::intake::sheet::{Sheet, SheetValue};
use crate::intake::words::trimmed;

/// The longest wording that is kept, in characters: what is longer is no wording but what was applied for.
const LONGEST_WORDING: usize = 60;

/// An application.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    /// The sheet, as a place in the sheets of the reading.
    pub sheet: usize,
    /// The number of the row as the spreadsheet shows it.
    pub number: usize,
    /// When it was received.
    pub received: Day,
    /// When it was answered.
    pub answered: Day,
    /// Who applied, as a number of a wording.
    pub applicant: Option<usize>,
    /// What came of it, as a number of a wording.
    pub result: Option<usize>,
    /// Whether the time to answer was extended.
    pub extended: bool,
    /// What came of a review, as a number of a wording.
    pub(super) review: Option<usize>,
    /// What came of lawsuits, as numbers of wordings, and whether a review went before where that is said.
    pub(super) lawsuits: Vec<(usize, Option<bool>)>,
    /// Its number in the register, as a number of a wording.
    pub(super) code: Option<usize>,
}

/// A sheet that was looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct SheetRead {
    pub(super) name: String,
    /// The heads that were found, by role: the column from 0 and its text.
    pub(super) heads: Vec<(Role, usize, String)>,
    /// The row of the heads, from 1.
    pub(super) head_row: usize,
    /// The roles that are needed and were not found.
    pub(super) missing: Vec<Role>,
    /// The year of its dates, where its name or its title gives one.
    pub(super) year: Option<i32>,
}

/// What a register says.
#[derive(Debug, Default)]
pub(super) struct Reading {
    pub(super) sheets: Vec<SheetRead>,
    /// The names of sheets that are no registers.
    pub(super) others: Vec<String>,
    pub(super) rows: Vec<Row>,
    pub(super) calendar: Calendar,
    pub(super) applicants: Wordings,
    pub(super) results: Wordings,
    pub(super) outcomes: Wordings,
    pub(super) codes: Wordings,
    /// Whether a sheet speaks of reviews, and of lawsuits.
    pub(super) has_reviews: bool,
    pub(super) has_lawsuits: bool,
}

/// Different texts, each with a number.
#[derive(Debug, Default)]
pub(super) struct Wordings {
    numbers: BTreeMap<String, usize>,
    pub(super) texts: Vec<String>,
}

impl Wordings {
    fn number(&mut self, text: String) -> usize {
        let next = self.texts.len();
        if let Some(number) = self.numbers.get(&text) {
            return *number;
        }
        self.texts.push(text.clone());
        self.numbers.insert(text, next);
        next
    }
}

impl Reading {
    /// Reads all sheets.
    pub(super) fn of(words: &LedgerWords, book: &Book, mapping: &Mapping) -> Self {
        let mut reading = Self::default();
        for sheet in book.sheets.iter().filter(|sheet| !mapping.left_out.contains(&sheet.name)) {
            match Heads::find(words, mapping, sheet) {
                Some(heads) => reading.sheet(words, book, sheet, &heads),
                None if Calendar::is_one(words, sheet) => reading.calendar.read(words, sheet),
                None if sheet.cells.is_empty() => {}
                None => reading.others.push(sheet.name.clone()),
            }
        }
        reading
    }

    fn sheet(&mut self, words: &LedgerWords, book: &Book, sheet: &Sheet, heads: &Heads) {
        let missing: Vec<_> = Role::NEEDED.into_iter().filter(|role| heads.column(*role).is_none()).collect();
        let in_title = || heads.above.iter().filter(|title| title.contains('年')).find_map(|title| year_in(title));
        let year = year_in(&sheet.name).or_else(in_title).or_else(|| year_in(&book.name));
        let is_whole = missing.is_empty();
        let shown = heads.columns.iter().map(|column| (column.role, column.column, trimmed(&column.text))).collect();
        self.sheets.push(SheetRead { name: sheet.name.clone(), heads: shown, head_row: heads.last_row + 1, missing, year });
        if is_whole {
            self.has_reviews |= heads.column(Role::Review).is_some();
            self.has_lawsuits |= heads.column(Role::Litigation).is_some();
            self.rows_of(words, sheet, heads);
        }
    }

    fn rows_of(&mut self, words: &LedgerWords, sheet: &Sheet, heads: &Heads) {
        let columns: Vec<_> = heads.columns.iter().map(|column| column.column).collect();
        let values = Columns::of(sheet, &columns);
        let slot = |role: Role| heads.columns.iter().position(|column| column.role == role);
        let needed: Vec<_> = Role::NEEDED.into_iter().filter_map(slot).collect();
        let none: Vec<String> = words.none.iter().map(|word| plain(word)).collect();
        let mut first_texts = sheet.cells.chunk_by(|one, other| one.row == other.row).filter_map(<[_]>::first).peekable();
        for (at, row) in values.rows().filter(|(_, row)| *row > heads.last_row) {
            while first_texts.peek().is_some_and(|cell| cell.row < row) {
                first_texts.next();
            }
            let is_blank = needed.iter().all(|slot| values.value(*slot, at).is_none_or(|value| value.text().trim().is_empty()));
            let repeats = |slot: &&usize| {
                let (head, value) = (heads.columns.get(**slot), values.value(**slot, at).map(|value| plain(value.text())));
                head.zip(value).is_some_and(|(head, value)| !value.is_empty() && plain(&head.text).ends_with(&value))
            };
            if is_blank || needed.iter().filter(repeats).count() > 1 {
                continue;
            }
            let application = self.row(&RowReader { words, heads, values: &values, none: &none, at }, row);
            let foot = first_texts.peek().filter(|cell| cell.row == row).is_some_and(|cell| is_foot(words, cell.value.text()));
            if !foot || matches!(application.received, Day::On(_) | Day::Yearless { .. }) {
                self.rows.push(application);
            }
        }
    }

    fn row(&mut self, reader: &RowReader<'_>, row: usize) -> Row {
        let day = |role| reader.value(role).map_or(Day::Blank, Day::read);
        let review = reader.heads.all(Role::Review).find_map(|head| reader.said(head.column));
        let lawsuits = reader.heads.all(Role::Litigation).filter_map(|head| {
            let said = reader.said(head.column)?;
            let after = reader.is_after_review(&head.text).or_else(|| reader.is_after_review(&said));
            Some((said, after))
        });
        // Of several columns that speak of the same lawsuit the likeliest counts, but not of lawsuits of both kinds.
        let mut found: Vec<(String, Option<bool>)> = Vec::new();
        for (said, after) in lawsuits {
            if !found.iter().any(|(_, known)| known.is_none() || after.is_none() || *known == after) {
                found.push((said, after));
            }
        }
        Row {
            sheet: self.sheets.len().saturating_sub(1),
            number: row + 1,
            received: day(Role::Received),
            answered: day(Role::Answered),
            applicant: reader.text(Role::Applicant).map(|text| self.applicants.number(text)),
            result: reader.text(Role::Result).map(|text| self.results.number(text)),
            extended: reader.heads.column(Role::Extended).is_some_and(|head| reader.said(head.column).is_some()),
            review: review.map(|text| self.outcomes.number(text)),
            lawsuits: found.into_iter().map(|(text, after)| (self.outcomes.number(text), after)).collect(),
            code: reader.text(Role::Code).map(|text| self.codes.number(text)),
        }
    }
}

/// Reads one row.
struct RowReader<'a> {
    words: &'a LedgerWords,
    heads: &'a Heads,
    values: &'a Columns<'a>,
    none: &'a [String],
    /// Its place among the rows that say something.
    at: usize,
}

impl<'a> RowReader<'a> {
    fn value(&self, role: Role) -> Option<&'a SheetValue> {
        let slot = self.heads.columns.iter().position(|column| column.role == role)?;
        self.values.value(slot, self.at)
    }

    fn text(&self, role: Role) -> Option<String> {
        wording(self.value(role)?)
    }

    /// What a column says, where it does not say no or nothing.
    fn said(&self, column: usize) -> Option<String> {
        let slot = self.heads.columns.iter().position(|head| head.column == column)?;
        let text = wording(self.values.value(slot, self.at)?)?;
        let plain = plain(&text);
        (!plain.is_empty() && !self.none.contains(&plain)).then_some(text)
    }

    fn is_after_review(&self, text: &str) -> Option<bool> {
        let holds = |words: &[String]| words.iter().any(|word| text.contains(word.as_str()));
        let disputes = &self.words.disputes;
        if holds(&disputes.direct_words) {
            return Some(false);
        }
        holds(&disputes.after_words).then_some(true)
    }
}

/// A text as a wording: without blanks around it, cut where it is far too long.
fn wording(value: &SheetValue) -> Option<String> {
    let text = trimmed(value.text());
    let cut: String = text.chars().take(LONGEST_WORDING).collect();
    (!cut.is_empty()).then_some(cut)
}

fn is_foot(words: &LedgerWords, text: &str) -> bool {
    let plain = plain(text);
    words.feet.iter().any(|foot| plain.starts_with(foot.as_str()))
}

/// The first year of four digits in a text.
fn year_in(text: &str) -> Option<i32> {
    let digits: Vec<char> = text.chars().map(crate::intake::words::half_width).collect();
    let is_year = |window: &&[char]| matches!(window, ['2', '0', tens, ones] if tens.is_ascii_digit() && ones.is_ascii_digit());
    let at = digits.windows(4).position(|window| is_year(&window))?;
    // A longer number is no year: 20250305 is a day.
    let is_alone = !digits.get(at + 4).is_some_and(char::is_ascii_digit)
        && !at.checked_sub(1).and_then(|at| digits.get(at)).is_some_and(char::is_ascii_digit);
    let year: String = digits.get(at..at + 4)?.iter().collect();
    year.parse().ok().filter(|_| is_alone)
}
