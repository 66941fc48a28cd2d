//! Checks a report against its form: a pure function from form and report to findings, in the order of the form.
//!
//! Each family of rules has a small file; what the fonts can draw is handed in.

mod added;
mod charts;
mod explain;
mod fixes;
mod glyphs;
mod kinds;
mod last_year;
mod law;
mod mend;
mod offers;
mod prose;
mod register;
mod summary;
mod sums;

use std::ops::Range;

use rust_decimal::Decimal;

use crate::form::{CellIndex, Form};
use crate::report::{Edit, Figures, Report};

pub use explain::{PASSED_OVER, explain, former_reason};
pub use fixes::fixes;
pub use mend::mend_all;
pub use offers::{
    FigureOffer, LastYearsText, Ready, all_follow, cell_name, figure_offers, figure_offers_in, find_cells, is_begun, last_years_text,
    ready_sentences,
};
pub use summary::{AGAINST_LAST_YEAR, Change, Outcome, RuleCount, Summary, SummaryPart, summary};
pub use sums::{SumOutcome, SumState};

/// What is checked, and how strictly.
#[derive(Clone, Copy)]
pub struct Case<'a> {
    /// The form of the report.
    pub form: &'a Form,
    /// The report.
    pub report: &'a Report,
    /// Its figures, totals computed.
    pub figures: &'a Figures,
    /// Whether blanks excuse a sum that does not hold.
    pub standing: Standing,
    /// Whether some font at hand can draw a character.
    pub covers: &'a (dyn Fn(char) -> bool + Sync),
}

impl<'a> Case<'a> {
    /// Last year's report where it is that of the year before: after a gap of years nothing follows from it.
    pub(crate) fn year_before(self) -> Option<&'a crate::report::LastYear> {
        self.report.last_year.as_ref().filter(|last_year| self.report.year.checked_sub(last_year.year) == Some(1))
    }
}

/// Whether the report is still being filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Being typed: a sum that does not hold while a cell of it is blank is 未填完, not failed.
    Filling,
    /// On `check` and on export: a blank is 0.
    Finished,
}

/// Everything that the checks found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Review {
    /// In the order of the form.
    pub findings: Vec<Finding>,
    /// The outcome of each of the form's sums, in their order.
    pub sums: Vec<SumOutcome>,
}

/// One thing that the clerk should look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule's id, e.g. `T3-ROW`; `KIND` for an unreadable cell.
    pub rule: String,
    /// How much it matters.
    pub severity: Severity,
    /// Where to look first.
    pub spot: Spot,
    /// Every cell that takes part.
    pub cells: Vec<Involved>,
    /// The left side of a sum.
    pub left: Option<Decimal>,
    /// The right side of a sum.
    pub right: Option<Decimal>,
    /// What is wrong, in the clerk's words, with the figures.
    pub message: String,
    /// Changes that would mend it, the likeliest first.
    pub fixes: Vec<Fix>,
    /// The reason that the clerk gave, where one is asked for and still stands.
    pub reason: Option<String>,
}

/// How much a finding matters, the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The finished report cannot be exported.
    Blocking,
    /// A reason is asked for.
    Explain,
    /// 未填完: a sum that does not hold yet, with a blank cell in it.
    Unfinished,
    /// 建议: a slip of the pen; it stops nothing.
    Hint,
}

/// Where a finding lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Spot {
    /// In a cell.
    Cell(CellIndex),
    /// In a prose section, as a range of bytes of its text.
    Prose {
        /// The section's id.
        section: String,
        /// The bytes; may be empty.
        range: Range<usize>,
    },
    /// In what surrounds the form: unit, year, 落款.
    Head,
}

/// A cell that takes part in a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Involved {
    /// The cell.
    pub cell: CellIndex,
    /// Whether last year's figure of it is meant.
    pub of_last_year: bool,
}

/// A change that would mend a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does, old → new.
    pub label: String,
    /// The change.
    pub edit: Edit,
}

/// Checks everything.
#[must_use]
pub fn review(case: Case<'_>) -> Review {
    let mut findings = kinds::findings(case);
    let sums = sums::outcomes(case);
    findings.extend(sums::findings(case, &sums));
    findings.extend(last_year::findings(case));
    findings.extend(law::findings(case));
    findings.extend(register::findings(case));
    findings.extend(added::findings(case));
    let (of_prose, of_glyphs) = prose::beside(case, || prose::findings(case), || glyphs::findings(case));
    findings.extend(of_prose);
    findings.retain(|finding| !charts::lies_in_a_chart(case, &finding.spot));
    findings.extend(charts::findings(case));
    findings.extend(of_glyphs);
    explain::attach(case, &mut findings);
    findings.sort_by_cached_key(|finding| finding.order(case.form));
    Review { findings, sums }
}

/// Asks the sums alone: what a keystroke in a cell changes at once.
#[must_use]
pub fn sums(case: Case<'_>) -> Vec<SumOutcome> {
    sums::outcomes(case)
}

impl Review {
    /// How many blocking sums hold.
    #[must_use]
    pub fn held(&self, form: &Form) -> usize {
        let blocking = |at: usize| form.sums.get(at).is_some_and(|sum| sum.severity == crate::form::SumSeverity::Blocking);
        self.sums.iter().enumerate().filter(|(at, outcome)| blocking(*at) && outcome.state == SumState::Holds).count()
    }

    /// How many findings have that severity; those explained do not count.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity && finding.reason.is_none()).count()
    }

    /// Whether something stops the finished export.
    #[must_use]
    pub fn blocks(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity == Severity::Blocking)
    }
}

impl Finding {
    fn order(&self, form: &Form) -> (usize, usize, usize) {
        let section_at = |id: &str| form.sections.iter().position(|section| section.id == id).map_or(0, |at| at + 1);
        match &self.spot {
            Spot::Head => (0, 0, 0),
            Spot::Cell(cell) => {
                let section = form.cell(*cell).and_then(|cell| form.section_of_table(cell.table));
                (section.map_or(0, |section| section_at(&section.id)), cell.get(), 0)
            }
            Spot::Prose { section, range } => (section_at(section), range.start, range.end),
        }
    }

    /// The section where the finding lies; `None` for the head of the report.
    #[must_use]
    pub fn section<'a>(&self, form: &'a Form) -> Option<&'a crate::form::Section> {
        match &self.spot {
            Spot::Head => None,
            Spot::Cell(cell) => form.section_of_table(form.cell(*cell)?.table),
            Spot::Prose { section, .. } => form.section(section),
        }
    }
}
