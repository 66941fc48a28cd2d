//! The filled form: what was typed into each cell and what it means, the prose, and what surrounds them.

mod again;
mod charts;
mod difference;
mod edit;
mod figures;
mod last_year;
mod level;
mod long_table;
mod prose;
mod read;
mod register;
mod unseen;
mod whole;

use std::collections::BTreeMap;
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::form::{CellIndex, Form};

pub use again::{Again, Change};
pub use charts::{BarFigures, ChartFigures, added, against, chart_figure, chart_named, chart_of, chart_paragraph};
pub use difference::{Difference, changed_part, differences};
pub use edit::Edit;
pub use figures::{Figures, has_plus};
pub use last_year::{NewYear, Source, Start, carried_over, changes, next_year, notes};
pub use level::Level;
pub use long_table::{LONG_COLUMNS, LongRow, LongValue, Origin, long_rows, long_value};
pub use prose::{Piece, expand, pieces, reworded, tidy_pasted};
pub use read::{Offer, Reason, Value, read};
pub use register::{Register, RegisterRows};
pub use unseen::{is_unseen, printed, seen};
pub use whole::{Addend, Adding, Part, Share, Whole};

/// One report: the form's cells filled, the prose, and what surrounds them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// A UUID made with the report; empty in a file that has none.
    pub id: String,
    /// The edition of the form, e.g. `2021`.
    pub edition: String,
    /// The year reported on.
    pub year: i32,
    /// The unit that reports.
    pub unit: String,
    /// What kind of unit it is; `None` in a file that does not say.
    pub level: Option<Level>,
    /// Draft or final.
    pub status: Status,
    /// The text of each prose section by section id; a missing one is empty.
    pub prose: BTreeMap<String, String>,
    /// 落款: unit and date, where the report carries one.
    pub signature: Option<Signature>,
    /// What the figures cover, e.g. 全市.
    pub scope: String,
    /// Reasons given for findings.
    pub explanations: Vec<Explanation>,
    /// Last year's report, where one was taken over.
    pub last_year: Option<LastYear>,
    /// The register of applications that figures were counted from, where one was.
    pub register: Option<Register>,
    /// The reports that this one is the sum of, where it is one; shared, for there may be thousands.
    pub whole: Option<Arc<Whole>>,
    /// What was done with the report and when.
    pub history: Vec<HistoryEntry>,
    /// Cells of a file that the form does not have, by id, as typed; kept and told.
    pub unknown_cells: Vec<(String, String)>,
    /// Keys of a file that this program does not know: name and raw text, kept.
    pub extra: Extra,
    cells: Vec<Cell>,
}

/// Keys that this program does not know, as name and raw text of the value.
pub type Extra = Vec<(String, String)>;

/// What was typed into a cell, and what it means.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cell {
    /// As typed, or as it stands in the file.
    pub text: String,
    /// What it means in a cell of that kind.
    pub value: Value,
}

/// Whether a report is still worked on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Status {
    /// Still worked on.
    #[default]
    Draft,
    /// 已定稿: read-only until taken back.
    Final,
}

/// 落款.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Signature {
    /// The unit that signs.
    pub unit: String,
    /// The date as `YYYY-MM-DD`; empty where none is given.
    pub date: String,
    /// Unknown keys, kept.
    pub extra: Extra,
}

/// The reason that was given for a finding, with the figures for which it was given.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Explanation {
    /// The rule's id.
    pub rule: String,
    /// Cell id (with `last:` before it for last year's figure) or `prose:` and section id, with its value then; the reason reopens when one changes.
    pub cells: Vec<(String, String)>,
    /// The clerk's words.
    pub reason: String,
    /// Unknown keys, kept.
    pub extra: Extra,
}

/// Last year's report as far as this year's checks need it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LastYear {
    /// The unit that reported.
    pub unit: String,
    /// The year reported on.
    pub year: i32,
    /// The edition of its form.
    pub edition: String,
    /// Every figure by cell id, totals too, as text.
    pub cells: BTreeMap<String, String>,
    /// The text of each prose section.
    pub prose: BTreeMap<String, String>,
    /// Unknown keys, kept.
    pub extra: Extra,
}

/// Something that was done with the report.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HistoryEntry {
    /// When, as `2024-01-19T16:02:11+08:00`.
    pub at: String,
    /// What, e.g. 定稿.
    pub what: String,
    /// Unknown keys, kept.
    pub extra: Extra,
}

impl Report {
    /// What it is called in a list: 西坡镇人民政府 2020.
    #[must_use]
    pub fn title(&self) -> String {
        format!("{} {}", self.unit, self.year)
    }

    /// A blank draft of a form. The id is handed in: nothing here is random.
    #[must_use]
    pub fn blank(form: &Form, id: &str, year: i32, unit: &str, level: Option<Level>) -> Self {
        Self {
            id: id.to_owned(),
            edition: form.edition.clone(),
            year,
            unit: unit.to_owned(),
            level,
            status: Status::Draft,
            prose: BTreeMap::new(),
            signature: None,
            scope: String::new(),
            explanations: Vec::new(),
            last_year: None,
            register: None,
            whole: None,
            history: Vec::new(),
            unknown_cells: Vec::new(),
            extra: Vec::new(),
            cells: vec![Cell::default(); form.cell_count()],
        }
    }

    /// What was typed into a cell; blank for a cell of another form.
    #[must_use]
    pub fn cell(&self, index: CellIndex) -> &Cell {
        static BLANK: Cell = Cell { text: String::new(), value: Value::Blank };
        self.cells.get(index.get()).unwrap_or(&BLANK)
    }

    /// The level that the rules go by: the one that was chosen, else what the unit's name suggests.
    #[must_use]
    pub fn assumed_level(&self) -> Option<Level> {
        self.level.or_else(|| Level::guess(&self.unit))
    }

    /// The text of a prose section.
    #[must_use]
    pub fn prose(&self, section: &str) -> &str {
        self.prose.get(section).map_or("", String::as_str)
    }

    /// Types into a cell and gives back what stood there.
    pub(crate) fn set_cell(&mut self, form: &Form, index: CellIndex, text: &str) -> String {
        let (Some(cell), Some(definition)) = (self.cells.get_mut(index.get()), form.cell(index)) else {
            return String::new();
        };
        let value = read(&definition.kind, text);
        let text = if value == Value::Blank { String::new() } else { text.to_owned() };
        std::mem::replace(cell, Cell { text, value }).text
    }
}

impl LastYear {
    /// Last year's figure of a cell, by id; `None` where blank, unreadable or not there.
    #[must_use]
    pub fn figure(&self, id: &str) -> Option<Decimal> {
        // Any kind of figure is read: last year's form may give the cell another kind.
        match read(&crate::form::Kind::Amount { unit: String::new(), unit_printed: false }, self.cells.get(id)?.trim_start_matches('-')) {
            Value::Number(number) if self.cells.get(id)?.starts_with('-') => Some(-number),
            Value::Number(number) => Some(number),
            Value::Blank | Value::Unreadable(_) => None,
        }
    }
}
