//! Counts the rows of a register into the cells of the form.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::book::Book;
use super::counted::{Count, Found, Question, Said, Told};
use super::dates::Day;
use super::mapping::{Asked, Mapping};
use super::meanings::Meanings;
use super::rows::{Reading, Row};
use crate::form::ledger::{LEAVE_OUT, LedgerWords, PENDING, WITHDRAWN};
use crate::form::{CellIndex, Form};

/// How many working days there are to answer in, and with an extension.
const DAYS: i32 = 20;
const DAYS_EXTENDED: i32 = 40;
/// A shorter number may begin again on each sheet.
const SHORTEST_CODE: usize = 5;
/// How many rows a sheet has at least that is taken for a repetition of the others.
const FEWEST_REPEATED: usize = 5;

/// Counts a register for a year. What has to be asked stands in the result; the rows that it concerns are not counted yet.
#[must_use]
pub fn count(form: &Form, year: i32, book: &Book, mapping: &Mapping) -> Count {
    let words = &form.ledger;
    let reading = Reading::of(words, book, mapping);
    let mut counter = Counter {
        form,
        words,
        year,
        applicants: Meanings::of(form, mapping, Asked::Applicant, reading.applicants.texts.clone()),
        results: Meanings::of(form, mapping, Asked::Result, reading.results.texts.clone()),
        outcomes: Meanings::of(form, mapping, Asked::Outcome, reading.outcomes.texts.clone()),
        cells: BTreeMap::new(),
        told: BTreeMap::new(),
        days: Vec::new(),
        yearless: vec![0; reading.sheets.len()],
    };
    counter.begin(&reading);
    for (at, row) in reading.rows.iter().enumerate() {
        let given = reading.sheets.get(row.sheet).and_then(|sheet| mapping.years.get(&sheet.name).copied().or(sheet.year));
        counter.row(at, row, given, &reading);
    }
    counter.tell_twice(&reading);
    counter.finish(reading)
}

struct Counter<'a> {
    form: &'a Form,
    words: &'a LedgerWords,
    year: i32,
    applicants: Meanings,
    results: Meanings,
    outcomes: Meanings,
    cells: BTreeMap<CellIndex, Vec<usize>>,
    told: BTreeMap<Said, Vec<usize>>,
    days: Vec<(Option<Date>, Option<Date>)>,
    /// For each sheet how many rows lack a year.
    yearless: Vec<usize>,
}

/// What a row comes to before its wordings are looked at.
enum Place {
    /// Not counted, and why.
    Not(Said),
    /// To be asked for its year.
    Yearless,
    /// Received in the year, or before it.
    Counted { received: Date, answered: Option<Date> },
}

/// Where an application ends.
enum End {
    Row(String),
    Open,
    Asked,
    LeftOut,
}

impl Counter<'_> {
    /// Every cell that the register speaks of begins at 0.
    fn begin(&mut self, reading: &Reading) {
        let disputes = &self.words.disputes;
        let mut prefixes = vec![format!("{}.", self.words.table)];
        if reading.has_reviews {
            prefixes.push(format!("{}.{}.", disputes.table, disputes.review));
        }
        if reading.has_lawsuits {
            prefixes.extend([&disputes.direct, &disputes.after_review].map(|row| format!("{}.{row}.", disputes.table)));
        }
        let counted = self.form.cells().filter(|(index, cell)| {
            prefixes.iter().any(|prefix| cell.id.starts_with(prefix.as_str())) && self.form.total(*index).is_none()
        });
        self.cells = counted.map(|(index, _)| (index, Vec::new())).collect();
    }

    fn tell(&mut self, said: Said, row: usize) {
        self.told.entry(said).or_default().push(row);
    }

    fn row(&mut self, at: usize, row: &Row, given: Option<i32>, reading: &Reading) {
        let received = row.received.in_year(given);
        let mut answered = row.answered.in_year(given);
        let is_next_year = matches!(row.answered, Day::Yearless { .. }) && received.zip(answered).is_some_and(|(from, until)| until < from);
        if is_next_year {
            answered = row.answered.in_year(given.and_then(|year| year.checked_add(1)));
        }
        self.days.push((received, answered));
        match self.place(row, received, answered) {
            Place::Not(said) => {
                self.tell(said, at);
                if row.review.is_some() || !row.lawsuits.is_empty() {
                    self.tell(Said::DisputeLeftOut, at);
                }
            }
            Place::Yearless => self.yearless.get_mut(row.sheet).into_iter().for_each(|rows| *rows += 1),
            Place::Counted { received, answered } => {
                if is_next_year {
                    self.tell(Said::NextYear, at);
                }
                self.counted(at, row, received, answered, reading);
            }
        }
    }

    fn place(&self, row: &Row, received: Option<Date>, answered: Option<Date>) -> Place {
        let lacks_year = |day: &Day, date: Option<Date>| matches!(day, Day::Yearless { .. }) && date.is_none();
        if lacks_year(&row.received, received) || lacks_year(&row.answered, answered) {
            return Place::Yearless;
        }
        let Some(received) = received else {
            return Place::Not(if row.received == Day::Blank { Said::NoReceived } else { Said::ReceivedUnreadable });
        };
        let year_of = |date: Date| i32::from(date.year());
        if year_of(received) > self.year {
            return Place::Not(Said::LaterYear);
        }
        if matches!(row.answered, Day::Unreadable(_)) {
            return Place::Not(Said::AnsweredUnreadable);
        }
        match answered {
            Some(answered) if year_of(answered) < year_of(received) => Place::Not(Said::AnsweredTooEarly),
            Some(answered) if year_of(answered) < self.year => Place::Not(Said::EarlierYear),
            _ => Place::Counted { received, answered },
        }
    }

    /// A row of this year, or of one before that was open when this year began.
    fn counted(&mut self, at: usize, row: &Row, received: Date, answered: Option<Date>, reading: &Reading) {
        let is_new = i32::from(received.year()) == self.year;
        let is_answered = answered.is_some_and(|answered| i32::from(answered.year()) == self.year);
        let result = row.result.map(|result| self.results.meaning(result).map(str::to_owned));
        let is_withdrawn = result.as_ref().is_some_and(|result| result.as_deref() == Some(WITHDRAWN));
        let end = match &result {
            Some(None) if is_answered || answered.is_none() => End::Asked,
            Some(Some(meaning)) if meaning == LEAVE_OUT => End::LeftOut,
            Some(Some(meaning)) if is_withdrawn && (is_answered || answered.is_none() && is_new) => End::Row(meaning.clone()),
            Some(Some(meaning)) if is_answered && meaning != PENDING => End::Row(meaning.clone()),
            _ if is_answered => return self.tell(Said::NoResult, at),
            _ => End::Open,
        };
        if matches!(end, End::Asked | End::Row(_)) {
            self.results.note(row.result);
        }
        let Some(applicant) = row.applicant else { return self.tell(Said::NoApplicant, at) };
        let column = self.applicants.meaning(applicant).map(str::to_owned);
        if !matches!(end, End::LeftOut) {
            self.applicants.note(Some(applicant));
        }
        let end = match (end, column) {
            (End::Asked, _) | (_, None) => return,
            (End::LeftOut, _) => return self.tell(Said::LeftOut, at),
            (_, Some(column)) if column == LEAVE_OUT => return self.tell(Said::LeftOut, at),
            (end, Some(column)) => (end, column),
        };
        let (end, column) = end;
        let (words, table) = (self.words, &self.words.table);
        self.add(at, &format!("{table}.{}.{column}", if is_new { &words.received } else { &words.carried_in }));
        let row_id = match &end {
            End::Row(row) if row == WITHDRAWN => &words.withdrawn,
            End::Row(row) => row,
            _ => &words.carried_out,
        };
        self.add(at, &format!("{table}.{row_id}.{column}"));
        let has_result = result.flatten().is_some_and(|meaning| meaning != PENDING);
        let (is_row, is_dated) = (matches!(end, End::Row(_)), answered.is_some());
        self.tell_of(
            at,
            &[
                (Said::NoAnswered, !is_row && has_result && !is_dated),
                (Said::Open, !is_row),
                (Said::Withdrawn, is_withdrawn && is_row),
                (Said::AnsweredBefore, answered.is_some_and(|answered| answered < received)),
                (Said::Late, is_row && answered.is_some_and(|answered| is_late(row, received, answered, reading))),
            ],
        );
        self.disputes(at, row);
    }

    fn tell_of(&mut self, at: usize, said: &[(Said, bool)]) {
        for (said, _) in said.iter().filter(|(_, is_so)| *is_so) {
            self.tell(*said, at);
        }
    }

    fn add(&mut self, at: usize, id: &str) {
        if let Some(rows) = self.form.find(id).and_then(|cell| self.cells.get_mut(&cell)) {
            rows.push(at);
        }
    }

    /// The review of an application and its lawsuits. A lawsuit beside a review is one after it, unless something else is said.
    fn disputes(&mut self, at: usize, row: &Row) {
        let disputes = &self.words.disputes;
        let review = row.review.map(|said| (said, &disputes.review));
        let lawsuits = row.lawsuits.iter().map(|(said, after)| {
            let is_after = after.unwrap_or(row.review.is_some());
            (*said, if is_after { &disputes.after_review } else { &disputes.direct })
        });
        for (said, row) in review.into_iter().chain(lawsuits).collect::<Vec<_>>() {
            self.outcomes.note(Some(said));
            if let Some(outcome) = self.outcomes.meaning(said).filter(|outcome| *outcome != LEAVE_OUT) {
                self.add(at, &format!("{}.{row}.{outcome}", disputes.table));
            }
        }
    }

    /// Rows with the number of an earlier one, and a sheet that repeats all others.
    fn tell_twice(&mut self, reading: &Reading) {
        let mut first = BTreeMap::new();
        for (at, row) in reading.rows.iter().enumerate() {
            let code = row.code.and_then(|code| reading.codes.texts.get(code)).filter(|code| code.chars().count() >= SHORTEST_CODE);
            let Some(code) = code else { continue };
            if first.contains_key(code) {
                self.tell(Said::SameCode, at);
            } else {
                first.insert(code, at);
            }
        }
        let key = |row: &Row| (row.received.in_year(Some(1)), row.answered.in_year(Some(1)), row.applicant, row.result);
        for sheet in 0..if reading.sheets.len() > 1 { reading.sheets.len() } else { 0 } {
            let (own, others): (Vec<_>, Vec<_>) = reading.rows.iter().enumerate().partition(|(_, row)| row.sheet == sheet);
            if own.len() < FEWEST_REPEATED || own.len() != others.len() {
                continue;
            }
            let keys = |rows: &[(usize, &Row)]| {
                let mut keys: Vec<_> = rows.iter().map(|(_, row)| key(row)).collect();
                keys.sort_unstable();
                keys
            };
            if keys(&own) == keys(&others) {
                self.told.insert(Said::SheetTwice, own.iter().map(|(at, _)| *at).collect());
            }
        }
    }

    fn finish(self, reading: Reading) -> Count {
        let mut questions: Vec<_> = if reading.sheets.is_empty() { vec![Question::NoRegister] } else { Vec::new() };
        for (sheet, rows) in reading.sheets.iter().zip(&self.yearless) {
            questions.extend(sheet.missing.iter().map(|role| Question::Head { sheet: sheet.name.clone(), role: *role }));
            if *rows > 0 {
                questions.push(Question::Year { sheet: sheet.name.clone(), rows: *rows });
            }
        }
        let all = [self.applicants, self.results, self.outcomes].into_iter().flat_map(|meanings| meanings.wordings);
        let mut wordings: Vec<_> = all.filter(|wording| wording.rows > 0).collect();
        wordings.sort_by(|one, other| (one.asked, other.rows, &one.text).cmp(&(other.asked, one.rows, &other.text)));
        let found = |sheet: &super::rows::SheetRead| Found {
            sheet: sheet.name.clone(),
            head_row: sheet.head_row,
            columns: sheet.heads.iter().map(|(role, column, text)| (*role, letters(*column), text.clone())).collect(),
        };
        Count {
            year: self.year,
            found: reading.sheets.iter().map(found).collect(),
            sheets: reading.sheets.into_iter().map(|sheet| sheet.name).collect(),
            rows: reading.rows,
            others: reading.others,
            calendar: reading.calendar.sheet,
            cells: self.cells.into_iter().collect(),
            wordings,
            questions,
            told: self.told.into_iter().map(|(said, rows)| Told { said, rows }).collect(),
            days: self.days,
        }
    }
}

fn is_late(row: &Row, received: Date, answered: Date, reading: &Reading) -> bool {
    let allowed = if row.extended { DAYS_EXTENDED } else { DAYS };
    reading.calendar.working_days(received, answered) > allowed
}

/// The letters of a column as the spreadsheet shows them: A, Z, AA.
fn letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut left = column + 1;
    while left > 0 {
        let digit = u8::try_from((left - 1) % 26).unwrap_or_default();
        letters.push(char::from(b'A' + digit));
        left = (left - 1) / 26;
    }
    letters.iter().rev().collect()
}
