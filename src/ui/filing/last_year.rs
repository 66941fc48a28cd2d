//! Last year's report, read for the one on the desk or for a new one: what is asked before it is taken over.

use crate::file::Opened;
use crate::report::{Edit, LastYear, Source, changes, notes};
use crate::ui::commands::Action;
use crate::ui::desk::Desk;
use crate::ui::dialogs::{Choice, Dialog, FromLast};
use crate::ui::services::Services;

/// What a new report would take from last year's, before it is made; `typed` is the unit on the start page.
#[must_use]
pub(super) fn from_last(services: &Services, opened: Opened, typed: &str) -> Dialog {
    let (id, this_year) = ((services.new_id)(), services.this_year());
    Dialog::FromLast(Box::new(FromLast::new(opened, &services.editions, this_year, id, typed)))
}

/// Last year's report to compare with: what does not fit is told, and figures that follow from it are offered.
#[must_use]
pub(super) fn compare(desk: &Desk, opened: &Opened) -> Dialog {
    let session = desk.session();
    let form = session.form();
    let source = Source { form: &opened.form, report: &opened.report };
    let mut lines = notes(session.report(), &opened.report);
    lines.extend(changes(form, &opened.form));
    let last_year = LastYear::of(source);
    let blank = |cell| session.report().cell(cell).value.is_blank();
    // What was left over flows on into the next year alone.
    let follows = session.report().year - opened.report.year == 1;
    let offers: Vec<_> = last_year.offers(form).into_iter().filter(|(cell, _)| follows && blank(*cell)).collect();
    let take = Edit::LastYear(Some(Box::new(last_year)));
    let mut choices = vec![("只用来比对".to_owned(), Action::Apply(take.clone()))];
    lines.insert(0, format!("{} {} 年度", opened.report.unit, opened.report.year));
    if !offers.is_empty() {
        lines.push(format!("可从上年结转 {} 格，填在还空着的格里", offers.len()));
        choices.insert(0, ("导入并填好结转".to_owned(), Action::Apply(Edit::All(vec![take, Edit::Cells(offers)]))));
    }
    Dialog::Choice(Choice { title: "导入上年".to_owned(), lines, choices })
}
