//! The list of a batch: the units that are missing, then each file with what is odd about it beside its figures.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::looking::Row;
use crate::collection::units::{Renamed, plain};
use crate::file::many::{Batch, State};

/// A line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The unit, as the report or the roster names it; empty where the file cannot be read.
    pub unit: String,
    /// The row, by its place; `None` for a unit that is missing.
    pub row: Option<usize>,
    /// What is odd about it.
    pub troubles: Vec<Trouble>,
    /// Where it stands in the review.
    pub state: State,
    /// What the reviewer noted.
    pub note: String,
    /// When that was decided, as `2024-01-19T16:02:11+08:00`; empty where nothing was.
    pub at: String,
}

/// What is odd about a file or a unit, beside what the checks say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// Nothing came.
    Missing,
    /// It cannot be read, and why.
    Unreadable(String),
    /// It is on no list of those that have to report.
    Unknown,
    /// Another file is of the same unit.
    Twice(String),
    /// The unit has another name now.
    OldName(String),
    /// It is on another year.
    WrongYear(i32),
    /// It is on a form of another year.
    OldForm(String),
    /// The file was changed since something was decided of it.
    Changed(State),
}

impl Trouble {
    /// In the reviewer's words.
    #[must_use]
    pub fn sentence(&self) -> String {
        match self {
            Self::Missing => "未报".to_owned(),
            Self::Unreadable(why) => format!("读不出：{why}"),
            Self::Unknown => "不在应报单位中".to_owned(),
            Self::Twice(file) => format!("同一单位还有一份：{file}"),
            Self::OldName(now) => format!("用的是旧名称，现为“{now}”"),
            Self::WrongYear(year) => format!("是 {year} 年度的"),
            Self::OldForm(edition) => format!("用的是 {edition} 版表样"),
            Self::Changed(state) => format!("“{}”以后文件换过，请再看", state.name()),
        }
    }

    /// Whether the report cannot go into a sum so.
    #[must_use]
    pub fn keeps_out_of_sum(&self) -> bool {
        !matches!(self, Self::Unknown | Self::OldName(_) | Self::Changed(_))
    }
}

/// The year of a batch: the one that was set, else that of most reports.
#[must_use]
pub fn year_of(batch: &Batch, rows: &[Row]) -> Option<i32> {
    let mut counts: BTreeMap<i32, usize> = BTreeMap::new();
    for looked in rows.iter().filter_map(|row| row.looked.as_ref().ok()) {
        *counts.entry(looked.year).or_default() += 1;
    }
    batch.year.or_else(|| counts.into_iter().max_by_key(|(year, count)| (*count, *year)).map(|(year, _)| year))
}

/// The list: what is missing first, then the files in their order.
#[must_use]
pub fn lines(batch: &Batch, rows: &[Row]) -> Vec<Line> {
    let renamed = Renamed::of(batch.renamed.iter().map(|(now, then)| (now.as_str(), then.as_str())));
    let year = year_of(batch, rows);
    // A unit's name is made comparable once: there may be ten thousand.
    let plain_and_key = |row: &Row| row.looked.as_ref().map(|looked| renamed.plain_and_key(&looked.unit)).unwrap_or_default();
    let keys: Vec<(String, String)> = rows.iter().map(plain_and_key).collect();
    let mut files: HashMap<&str, Vec<&str>> = HashMap::new();
    for (row, (_, key)) in rows.iter().zip(&keys) {
        if row.looked.as_ref().is_ok_and(|looked| Some(looked.year) == year) {
            files.entry(key).or_default().push(&row.file);
        }
    }
    let roster: BTreeSet<String> = batch.roster.iter().map(|unit| renamed.key(unit)).collect();
    let decided: BTreeMap<&str, _> = batch.decided.iter().map(|decided| (decided.file.as_str(), decided)).collect();
    let missing = batch.roster.iter().filter(|unit| !files.contains_key(renamed.key(unit).as_str()));
    let missing = missing.map(|unit| Line {
        unit: unit.clone(),
        row: None,
        troubles: vec![Trouble::Missing],
        state: State::Unseen,
        note: String::new(),
        at: String::new(),
    });
    let of_row = |(at, (row, (plain_unit, key))): (usize, (&Row, &(String, String)))| {
        let mut troubles = Vec::new();
        let mut unit = String::new();
        match &row.looked {
            Err(why) => troubles.push(Trouble::Unreadable(why.clone())),
            Ok(looked) => {
                unit.clone_from(&looked.unit);
                if Some(looked.year) != year {
                    troubles.push(Trouble::WrongYear(looked.year));
                } else if let Some(other) = files.get(key.as_str()).and_then(|files| files.iter().find(|file| **file != row.file)) {
                    troubles.push(Trouble::Twice((*other).to_owned()));
                }
                if !looked.is_years_edition {
                    troubles.push(Trouble::OldForm(looked.edition.clone()));
                }
                if key != plain_unit {
                    let now = batch.renamed.iter().find(|(now, _)| plain(now) == *key).map_or(key.clone(), |(now, _)| now.clone());
                    troubles.push(Trouble::OldName(now));
                }
                if !roster.is_empty() && !roster.contains(key) {
                    troubles.push(Trouble::Unknown);
                }
            }
        }
        let known = decided.get(row.file.as_str());
        let mut state = known.map_or(State::Unseen, |decided| decided.state);
        if let Some(known) = known
            && known.hash != row.hash
            && state != State::Unseen
        {
            troubles.push(Trouble::Changed(state));
            state = State::Unseen;
        }
        let (note, decided_at) = known.map(|known| (known.note.clone(), known.at.clone())).unwrap_or_default();
        Line { unit, row: Some(at), troubles, state, note, at: decided_at }
    };
    missing.chain(rows.iter().zip(&keys).enumerate().map(of_row)).collect()
}
