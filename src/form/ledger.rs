//! How a register of applications (台账) is read into the form's cells, as the definition gives it.

use std::collections::BTreeMap;

use serde::Deserialize;

/// Counts as handled in [`LedgerWords::withdrawn`]'s row, and is told apart.
pub const WITHDRAWN: &str = "withdrawn";
/// Not answered yet.
pub const PENDING: &str = "pending";
/// No application that counts here.
pub const LEAVE_OUT: &str = "leave_out";

/// The words of registers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LedgerWords {
    /// The table that is counted.
    pub table: String,
    /// Its row for what was received in the year.
    pub received: String,
    /// Its row for what came over from the year before.
    pub carried_in: String,
    /// Its row for what goes on to the next year.
    pub carried_out: String,
    /// Its row for what the applicant withdrew.
    pub withdrawn: String,
    /// For each thing that a register says of an application, the heads under which it stands, the likeliest first.
    /// Parts that need not touch are parted by `+`.
    pub heads: BTreeMap<String, LedgerHead>,
    /// What an applicant is called: the column or columns that may be meant.
    pub applicants: Vec<LedgerWord>,
    /// What came of an application: the row or rows that may be meant, or [`WITHDRAWN`] or [`PENDING`].
    pub results: Vec<LedgerWord>,
    /// Words for no, none and not yet.
    pub none: Vec<String>,
    /// How the last lines of a sheet begin, which are no applications: 合计, 填表人.
    pub feet: Vec<String>,
    /// Words of the name of a sheet that is a calendar.
    pub calendars: Vec<String>,
    /// What a calendar says beside a day on which work is done all the same.
    pub workdays: Vec<String>,
    /// The table of reviews and lawsuits.
    pub disputes: LedgerDisputes,
}

/// Heads under which one thing stands.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LedgerHead {
    /// What it is called to the clerk.
    pub name: String,
    /// The heads.
    pub words: Vec<String>,
    /// Words that say that something else is meant.
    pub unless: Vec<String>,
}

/// Wordings that mean the same.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LedgerWord {
    /// What they may mean; more than one has to be asked.
    pub of: Vec<String>,
    /// The wordings.
    pub words: Vec<String>,
}

/// The table of reviews and lawsuits.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LedgerDisputes {
    /// The table.
    pub table: String,
    /// Its row for reviews.
    pub review: String,
    /// Its row for lawsuits without a review.
    pub direct: String,
    /// Its row for lawsuits after a review.
    pub after_review: String,
    /// Words that say that there was no review before.
    pub direct_words: Vec<String>,
    /// Words that say that there was one.
    pub after_words: Vec<String>,
    /// What came of one: the column or columns that may be meant.
    pub outcomes: Vec<LedgerWord>,
}

impl LedgerWords {
    /// Whether this edition can be counted from a register.
    #[must_use]
    pub fn is_given(&self) -> bool {
        !self.table.is_empty()
    }

    /// The first cell named here that the form does not have.
    pub(super) fn missing(&self, has: &dyn Fn(&str) -> bool) -> Option<String> {
        if !self.is_given() {
            return None;
        }
        let columns = self.applicants.iter().flat_map(|word| &word.of);
        let columns: Vec<_> = columns.map(|column| format!("{}.{}.{column}", self.table, self.received)).collect();
        let is_row = |row: &&String| ![WITHDRAWN, PENDING].contains(&row.as_str());
        let rows = self.results.iter().flat_map(|word| &word.of).filter(is_row);
        let rows = rows.chain([&self.received, &self.carried_in, &self.carried_out, &self.withdrawn]);
        let column = self.applicants.first().and_then(|word| word.of.first()).map_or("", String::as_str);
        let rows: Vec<_> = rows.map(|row| format!("{}.{row}.{column}", self.table)).collect();
        let disputes = &self.disputes;
        let outcomes = disputes.outcomes.iter().flat_map(|word| &word.of);
        let outcomes = outcomes.flat_map(|outcome| {
            let row = |row: &String| format!("{}.{row}.{outcome}", disputes.table);
            [row(&disputes.review), row(&disputes.direct), row(&disputes.after_review)]
        });
        columns.into_iter().chain(rows).chain(outcomes).find(|id| !has(id))
    }
}
