//! What comes from a file of others, or was pasted as a whole page: held until the clerk has seen what was read of it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::Event;

use super::opening::{Read, Wanted};
use super::room::Room;
use crate::check::Severity;
use crate::file::{self, Opened};
use crate::intake::report::{Imported, Wishes, place};
use crate::intake::{self, foreign::Foreign, report};
use crate::report::Report;
use crate::session::Session;
use crate::ui::dialogs::{self, Dialog, Heads, Shown, edit_to};
use crate::ui::grid::clipboard::{Clipboard as _, SystemClipboard};
use crate::ui::services::Services;

/// The shortest text that may be a whole page, in bytes.
const SHORTEST_PAGE_BYTES: usize = 500;

/// What was read and waits for the clerk's word.
#[derive(Default)]
pub(super) struct Importing {
    waiting: Option<(Wanted, PathBuf, Opened)>,
}

impl Importing {
    /// Shows what was read where it comes from a file of others, and holds it; else hands it back.
    pub(super) fn look_first(&mut self, room: &mut Room<'_>, wanted: Wanted, path: &Path, read: Read) -> Option<Read> {
        let opened = match read {
            // What was read has no file of its own, and nothing holds it.
            Read::Document(document) if document.1.account.is_some() => document.1,
            Read::Report(opened) if opened.account.is_some() => *opened,
            read => return Some(read),
        };
        self.show(room, wanted, path, opened);
        None
    }

    fn show(&mut self, room: &mut Room<'_>, wanted: Wanted, path: &Path, mut opened: Opened) {
        let shown = shown(room.services, &mut opened);
        let (title, words) = match wanted {
            Wanted::LastYear => ("导入上年：读到了什么", "继续"),
            Wanted::FromLast => ("从上年开始：读到了什么", "继续"),
            Wanted::Pasted => ("粘贴的是整份年报", "读入整份"),
            _ => ("打开：读到了什么", "打开"),
        };
        let source = if wanted == Wanted::Pasted { "剪贴板".to_owned() } else { path.display().to_string() };
        let heads = Heads { title, words, has_particulars: wanted != Wanted::Pasted, may_begin: wanted == Wanted::Report };
        let dialog = dialogs::Imported::new(heads, source, shown);
        room.dialogs.show(Dialog::Imported(Box::new(dialog)));
        self.waiting = Some((wanted, path.to_owned(), opened));
    }

    /// Reads it again with the unit, the year and the places that the clerk gives, and without what is left out.
    pub(super) fn place_again(&mut self, room: &mut Room<'_>, wishes: &Wishes) {
        let Some((wanted, _, opened)) = &mut self.waiting else { return };
        let Some(foreign) = opened.foreign.clone() else { return };
        let own = room.desk.as_ref().filter(|_| *wanted == Wanted::Pasted).map(|desk| desk.session().report());
        let editions = &room.services.editions;
        let again = report::Wanted {
            id: &opened.report.id,
            unit: own.map_or(wishes.unit.as_deref(), own_unit),
            year: own.map(|own| own.year).or(wishes.year),
            provisional_year: editions.iter().map(|form| form.first_year).max(),
            choices: Some(&wishes.choices),
        };
        let placed = place(&foreign, editions, again).map(|imported| {
            *opened = file::as_opened(imported, foreign);
            shown(room.services, opened)
        });
        if let Some(dialog) = room.dialogs.imported() {
            dialog.show(placed.map_err(|error| error.to_string()));
        }
    }

    /// The clerk has seen it and goes on; not without a year.
    pub(super) fn take(&mut self) -> Option<(Wanted, PathBuf, Opened)> {
        self.waiting.take()
    }

    /// The clerk does not want it.
    pub(super) fn give_up(&mut self) {
        self.waiting = None;
    }

    /// A whole page pasted into an empty report is read as one, wherever the caret stands.
    pub(super) fn take_paste(&mut self, room: &mut Room<'_>) {
        let Some(desk) = room.desk.as_ref().filter(|desk| !desk.is_locked() && is_empty(desk.session())) else { return };
        let pasted = room.context.input(|input| {
            input.events.iter().find_map(|event| match event {
                Event::Paste(text) if text.len() >= SHORTEST_PAGE_BYTES => Some(text.clone()),
                _ => None,
            })
        });
        let Some(text) = pasted else { return };
        let session = desk.session();
        let html = SystemClipboard::default().html().and_then(|html| intake::html::page(&html).ok());
        let pages = html.into_iter().chain(intake::read_text(&text).ok());
        let mut read = pages.filter_map(|page| Some((whole(&page, room.services, session.report())?, page)));
        let Some((imported, page)) = read.next() else { return };
        room.context.input_mut(|input| input.events.retain(|event| !matches!(event, Event::Paste(_))));
        let (theirs, ours) = (&imported.form.edition, &session.form().edition);
        if theirs != ours {
            let line = format!("粘贴的年报用的是 {theirs} 版表样，这份报告用的是 {ours} 版，没有粘贴");
            return room.say("粘贴的是整份年报", vec![line]);
        }
        self.show(room, Wanted::Pasted, Path::new(""), file::as_opened(imported, Arc::new(page)));
    }
}

/// A page that is a whole report, with the particulars of the one on the desk.
fn whole(page: &Foreign, services: &Services, own: &Report) -> Option<Imported> {
    let wanted = report::Wanted { id: &own.id, unit: own_unit(own), year: Some(own.year), ..report::Wanted::default() };
    place(page, &services.editions, wanted).ok().filter(|imported| imported.account.is_whole())
}

fn own_unit(own: &Report) -> Option<&str> {
    Some(own.unit.as_str()).filter(|unit| !unit.trim().is_empty())
}

/// What is shown of it; the account and the notes are in that.
fn shown(services: &Services, opened: &mut Opened) -> Shown {
    let account = opened.account.take().unwrap_or_default();
    opened.notes.clear();
    let year = Some(opened.report.year).filter(|_| !account.doubts.no_year);
    Shown { form: Arc::clone(&opened.form), unit: opened.report.unit.clone(), year, account, checks: checks(services, opened) }
}

fn is_empty(session: &Session) -> bool {
    let report = session.report();
    session.form().cells().all(|(cell, _)| report.cell(cell).text.is_empty()) && report.prose.values().all(|text| text.trim().is_empty())
}

/// What the checks say, and whether nothing blocks.
fn checks(services: &Services, opened: &Opened) -> (Vec<String>, bool) {
    let session = Session::new(opened.form.clone(), opened.report.clone(), services.covers());
    let review = session.final_review();
    let (asked, held) = (opened.form.blocking_sum_count(), review.held(&opened.form));
    let summary = if asked == held {
        format!("已核对 {asked} 条勾稽关系，全部相符")
    } else {
        format!("已核对 {asked} 条勾稽关系，{held} 条相符，{} 条不符", asked - held)
    };
    let blocking = review.findings.iter().filter(|finding| finding.severity == Severity::Blocking);
    let mut lines = vec![summary];
    lines.extend(blocking.map(|finding| finding.message.clone()));
    let open = review.count(Severity::Explain);
    lines.extend((open > 0).then(|| format!("另有 {open} 处打开后可在“问题”里看")));
    (lines, !review.blocks())
}

/// Puts a pasted report on the desk, as one change that can be undone.
pub(super) fn lay_over(room: &mut Room<'_>, report: &Report) {
    let Some(desk) = room.desk else { return };
    let own = desk.session().report();
    let mut whole = report.clone();
    whole.level = own.level.or(whole.level);
    whole.last_year.clone_from(&own.last_year);
    whole.scope.clone_from(&own.scope);
    desk.apply(edit_to(desk.session().form(), desk.session().report(), &whole));
    room.tell("已读入整份年报，可用 Ctrl+Z 撤回");
}
