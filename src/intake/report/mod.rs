//! A report of ours from what others wrote: unit, year and edition, the prose by heads, the figures by labels, and an account of all that.

mod account;
mod choices;
mod figures;
mod flow;
mod heads;
mod pieces;
mod prose;
mod signature;
mod title;

use std::sync::Arc;

pub use account::{Account, Doubts, Left, SIGNATURE, Taken, TakenTable};
pub use choices::{Choices, Wishes};

use super::foreign::{Foreign, ForeignError};
use crate::form::{Editions, Form};
use crate::report::{Level, Report};
use figures::Tables;
use flow::flow;
use heads::Heads;
use pieces::{Line, Piece};
use title::Title;

/// What is known beforehand of the report that is read.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wanted<'a> {
    /// Its id, made outside.
    pub id: &'a str,
    /// Its unit, where the file need not say it.
    pub unit: Option<&'a str>,
    /// Its year, where the file need not say it.
    pub year: Option<i32>,
    /// Where the file says no year: the year for which it is read to be looked at, which still has to be given.
    pub provisional_year: Option<i32>,
    /// What the clerk decided about it.
    pub choices: Option<&'a Choices>,
}

/// A report that was read from a file of others.
#[derive(Debug, Clone)]
pub struct Imported {
    /// The edition of its form.
    pub form: Arc<Form>,
    /// The report.
    pub report: Report,
    /// What was read from where, and what was left.
    pub account: Account,
}

/// Places what a file says in a report.
///
/// # Errors
/// One sentence: it is no report of this kind, its year stands nowhere, or no edition serves that year.
pub fn place(foreign: &Foreign, editions: &Editions, wanted: Wanted<'_>) -> Result<Imported, ForeignError> {
    let forms: Vec<_> = editions.iter().collect();
    let heads = Heads::of(&forms);
    let tables = Tables::of(&forms);
    let pieces = flow(foreign, &heads, &tables);
    let lines: Vec<&Line> = pieces.iter().filter_map(|piece| if let Piece::Line(line) = piece { Some(line) } else { None }).collect();
    let has_table = pieces.iter().any(|piece| matches!(piece, Piece::Table(told) if told.is_ours()));
    let head_count =
        lines.iter().filter_map(|line| heads.section(&line.text)).map(|head| head.section).collect::<std::collections::BTreeSet<_>>().len();
    if !has_table && head_count < 2 {
        return Err(ForeignError::NotAReport);
    }
    let title = Title::find(&lines, &foreign.name, &heads, &forms);
    let said = wanted.year.or(title.year);
    let year = said.or(wanted.provisional_year).ok_or(ForeignError::NoYear)?;
    let by_year = editions.for_year(year).filter(|_| year <= 9999).ok_or(ForeignError::YearOutOfRange(year))?;
    let form = Tables::edition(&pieces, by_year, &forms);
    let mut account = Account { doubts: Doubts { no_year: said.is_none(), ..Doubts::default() }, ..Account::default() };
    let none = Choices::default();
    let choices = wanted.choices.unwrap_or(&none);
    let unit = wanted.unit.map_or(title.unit.as_str(), str::trim);
    let mut report = Report::blank(form, wanted.id, year, unit, Level::guess(unit));
    prose::fill(form, (&heads, &tables), &title, &pieces, &mut report, &mut account);
    tables.fill(form, &pieces, choices, &mut report, &mut account);
    if let Some(signature) = report.signature.as_ref().filter(|_| report.unit.is_empty()) {
        report.unit.clone_from(&signature.unit);
        report.level = Level::guess(&report.unit);
    }
    account.take_head(form, by_year, &report, &title, wanted);
    account.tell_empty(form, &report);
    report.prose.retain(|section, _| !choices.is_without(section));
    report.signature = report.signature.filter(|_| !choices.is_without(SIGNATURE));
    Ok(Imported { form: Arc::clone(form), report, account })
}
