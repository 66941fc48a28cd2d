//! A batch of reports that a reviewer works through: where they lie, who has to report, what was decided of each. Nothing of the reports
//! stands here but names, hashes, states and notes.

use std::path::PathBuf;

use crate::report::Extra;

/// A batch.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Batch {
    /// A UUID made with the batch.
    pub id: String,
    /// Goes up with every change: of two copies the higher one is the newer.
    pub revision: u64,
    /// The year that the reports are on; `None` takes the year of most of them.
    pub year: Option<i32>,
    /// The folders, or single files, in which reports come in.
    pub inbox: Vec<PathBuf>,
    /// The folder of last year's reports.
    pub last_year: Option<PathBuf>,
    /// The units that have to report.
    pub roster: Vec<String>,
    /// Units that were renamed: this year's name and last year's.
    pub renamed: Vec<(String, String)>,
    /// What was decided, by file.
    pub decided: Vec<Decided>,
    /// Unknown keys, kept.
    pub extra: Extra,
}

/// What was decided of a report.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Decided {
    /// The file's name below its folder, with slashes.
    pub file: String,
    /// The SHA-256 of its bytes when that was decided.
    pub hash: String,
    /// The unit, as the report names it.
    pub unit: String,
    /// What was decided.
    pub state: State,
    /// The reviewer's note: the lines that are added to what goes back.
    pub note: String,
    /// What the checks say and the reviewer struck from what goes back, by the ids of the remarks.
    pub struck: Vec<String>,
    /// Hints that the reviewer added to what goes back, by the same.
    pub added: Vec<String>,
    /// When, as `2024-01-19T16:02:11+08:00`.
    pub at: String,
    /// Unknown keys, kept.
    pub extra: Extra,
}

/// Where a report stands in the review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Hash)]
pub enum State {
    /// Not looked at yet.
    #[default]
    Unseen,
    /// Looked at.
    Seen,
    /// Sent back.
    Returned,
    /// Passed.
    Passed,
}

impl State {
    /// All of them, in their order.
    pub const ALL: [Self; 4] = [Self::Unseen, Self::Seen, Self::Returned, Self::Passed];

    /// In the reviewer's words.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Unseen => "未看",
            Self::Seen => "已看",
            Self::Returned => "退回",
            Self::Passed => "通过",
        }
    }

    /// In files.
    #[must_use]
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Unseen => "unseen",
            Self::Seen => "seen",
            Self::Returned => "returned",
            Self::Passed => "passed",
        }
    }
}

impl Batch {
    /// A new batch of what lies there.
    #[must_use]
    pub fn new(id: &str, inbox: Vec<PathBuf>) -> Self {
        Self { id: id.to_owned(), inbox, ..Self::default() }
    }

    /// What was decided of a file, by its name below its folder.
    #[must_use]
    pub fn decided(&self, file: &str) -> Option<&Decided> {
        self.decided.iter().find(|decided| decided.file == file)
    }

    /// Keeps what was decided of a file in the place of what was before.
    pub fn decide(&mut self, decided: Decided) {
        self.revision += 1;
        match self.decided.iter_mut().find(|found| found.file == decided.file) {
            Some(found) => *found = Decided { extra: std::mem::take(&mut found.extra), ..decided },
            None => self.decided.push(decided),
        }
    }

    /// Makes another change.
    pub fn change(&mut self, change: impl FnOnce(&mut Self)) {
        change(self);
        self.revision += 1;
    }
}
