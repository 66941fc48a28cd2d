//! What wordings of a register mean in the form: guessed, asked, and kept for next year.

use std::collections::{BTreeMap, BTreeSet};

use crate::form::Form;
use crate::form::ledger::{LEAVE_OUT, PENDING, WITHDRAWN};

/// What was answered about a register: kept as a file, and found again next year.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mapping {
    /// For a role by its key, the head of its column where its words are not known.
    pub heads: BTreeMap<String, String>,
    /// The year of the dates of a sheet that give none, by the sheet's name.
    pub years: BTreeMap<String, i32>,
    /// Sheets that are not counted, e.g. one that repeats the others.
    pub left_out: BTreeSet<String>,
    /// For each wording of an applicant the id of a column; empty where it is not known yet.
    pub applicants: BTreeMap<String, String>,
    /// For each wording of a result the id of a row, or one of the words of [`crate::form::ledger`].
    pub results: BTreeMap<String, String>,
    /// For each wording of what came of a review or a lawsuit the id of a column of its table.
    pub outcomes: BTreeMap<String, String>,
}

/// Of what a wording speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Asked {
    /// Who applied.
    Applicant,
    /// What came of the application.
    Result,
    /// What came of a review or a lawsuit.
    Outcome,
}

/// How a meaning came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The clerk said so.
    Given,
    /// The whole wording is known.
    Known,
    /// Words of it are known, and they are the greater part.
    Guessed,
}

/// A wording with what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    /// Of what it speaks.
    pub asked: Asked,
    /// As it stands in the register.
    pub text: String,
    /// How many counted rows have it.
    pub rows: usize,
    /// The id of a row or column, or one of the words of [`crate::form::ledger`]; `None` has to be asked.
    pub meaning: Option<String>,
    /// How that came about.
    pub origin: Origin,
    /// What may be meant, where more than one may.
    pub candidates: Vec<String>,
}

impl Asked {
    /// The name of the column that it stands in.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Applicant => "申请人类型",
            Self::Result => "办理结果",
            Self::Outcome => "复议、诉讼结果",
        }
    }
}

impl Mapping {
    /// The answers about one kind of wording.
    #[must_use]
    pub fn of(&self, asked: Asked) -> &BTreeMap<String, String> {
        match asked {
            Asked::Applicant => &self.applicants,
            Asked::Result => &self.results,
            Asked::Outcome => &self.outcomes,
        }
    }

    /// The same, to be changed.
    pub fn of_mut(&mut self, asked: Asked) -> &mut BTreeMap<String, String> {
        match asked {
            Asked::Applicant => &mut self.applicants,
            Asked::Result => &mut self.results,
            Asked::Outcome => &mut self.outcomes,
        }
    }

    /// With what a count found out: every wording with its meaning, those to be asked without one.
    #[must_use]
    pub fn with(mut self, wordings: &[Wording]) -> Self {
        for wording in wordings {
            let meaning = wording.meaning.clone().unwrap_or_default();
            self.of_mut(wording.asked).insert(wording.text.clone(), meaning);
        }
        self
    }
}

/// Everything that a wording may mean, in the order of the form.
#[must_use]
pub fn meanings(form: &Form, asked: Asked) -> Vec<String> {
    let words = &form.ledger;
    let parts = |id: &str, table: &str| {
        Some(id.strip_prefix(table)?.strip_prefix('.')?.split_once('.')?).map(|(row, column)| (row.to_owned(), column.to_owned()))
    };
    let table = if asked == Asked::Outcome { &words.disputes.table } else { &words.table };
    let cells = form.cells().filter(|(index, _)| form.total(*index).is_none()).filter_map(|(_, cell)| parts(&cell.id, table));
    let cells: Vec<_> = cells.collect();
    let first = cells.first().map(|(_, column)| column.clone()).unwrap_or_default();
    let named = [&words.received, &words.carried_in, &words.carried_out];
    let mut found: Vec<String> = match asked {
        Asked::Applicant => cells.into_iter().filter(|(row, _)| *row == words.received).map(|(_, column)| column).collect(),
        Asked::Outcome => cells.into_iter().filter(|(row, _)| *row == words.disputes.review).map(|(_, column)| column).collect(),
        Asked::Result => cells.into_iter().filter(|(row, column)| *column == first && !named.contains(&row)).map(|(row, _)| row).collect(),
    };
    if asked == Asked::Result {
        found.extend([WITHDRAWN, PENDING].map(str::to_owned));
    }
    found.push(LEAVE_OUT.to_owned());
    found
}

/// A meaning in the form's words: the row or column that it stands for.
#[must_use]
pub fn meaning_name(form: &Form, asked: Asked, meaning: &str) -> String {
    let words = &form.ledger;
    let any_column = words.applicants.first().and_then(|word| word.of.first()).map_or("", String::as_str);
    let cell = |id: String| form.find(&id).and_then(|cell| form.cell(cell));
    let row = |row: &str| cell(format!("{}.{row}.{any_column}", words.table)).map(|cell| cell.row_name.clone());
    let found = match (asked, meaning) {
        (Asked::Result, WITHDRAWN) => row(&words.withdrawn).map(|row| format!("申请人撤回，计入{row}")),
        (Asked::Result, PENDING) => Some("未办结".to_owned()),
        (_, LEAVE_OUT) => Some("不计".to_owned()),
        (Asked::Result, meaning) => row(meaning),
        (Asked::Applicant, meaning) => cell(format!("{}.{}.{meaning}", words.table, words.received)).map(|cell| cell.column_name.clone()),
        (Asked::Outcome, meaning) => {
            cell(format!("{}.{}.{meaning}", words.disputes.table, words.disputes.review)).map(|cell| cell.column_name.clone())
        }
    };
    found.unwrap_or_else(|| meaning.to_owned())
}
