//! Files in the window: opening, saving, exporting, recovering, versions. It owns what is under way and what waits for it; the desk
//! and the dialogs it is handed.

mod changed;
mod choosing;
mod exporting;
mod importing;
mod last_year;
mod ledger;
mod looking;
mod opening;
mod printing;
mod recovering;
mod room;
mod saving;
mod versions;
pub(super) mod work;
mod writing;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use egui::{Context, ViewportCommand};

use super::commands::typed_ahead::Hold;
use super::commands::{Action, NewFromLast, NewReport, PrintJob, Purpose, Recovering, Then};
use super::desk::{Busy, Desk};
use super::dialogs::{Answer, Choice, Dialog, Unsaved};
use crate::file::kept::versions::Version;
use crate::file::{self, Document, FileError, Opened, Overwrite, Recovery, Unreadable};
use crate::intake::report::Wishes;
use crate::report::{Edit, Report};
use crate::session::Session;
pub(crate) use changed::take_changes;
pub(crate) use choosing::{ask_for_file, type_path};
pub(crate) use exporting::web_content;
use importing::Importing;
use ledger::Ledgers;
use opening::{Came, Openings, Read, Wanted, let_go};
use printing::Printing;
pub(crate) use printing::before_print;
use recovering::{Found, Recoverables};
pub(crate) use room::Room;
pub(crate) use versions::{ask_to_clear_traces, restore, show_versions};
use writing::Writing;
pub(crate) use writing::before_export;

/// The sample that is shipped.
const SAMPLE: &[u8] = include_bytes!("../../../assets/samples/xipo-2020.json");

/// What is under way with files, and what waits for it.
#[derive(Default)]
pub(crate) struct Filing {
    writing: Writing,
    openings: Openings,
    importing: Importing,
    recoverables: Recoverables,
    ledgers: Ledgers,
    /// A batch that is to take the place of the report.
    batch: Option<Vec<PathBuf>>,
    printing: Printing,
    may_close: bool,
}

/// What the window asks of it.
impl Filing {
    /// Whether something is being opened, saved, exported or looked at beside the window, or waits to be told.
    #[must_use]
    pub(crate) fn is_busy(&self) -> bool {
        self.writing.is_busy()
            || self.openings.is_busy()
            || self.recoverables.is_under_way()
            || self.ledgers.is_under_way()
            || self.printing.is_under_way()
    }

    /// Whether the start page gives way to what is opened.
    #[must_use]
    pub(crate) fn takes_the_desk(&self) -> bool {
        self.openings.takes_the_desk()
    }

    /// The reports that can be recovered.
    #[must_use]
    pub(crate) fn recoverable(&self) -> &[Recovery] {
        self.recoverables.reports()
    }

    /// Journals of which nothing can be read.
    #[must_use]
    pub(crate) fn unreadable(&self) -> &[Unreadable] {
        self.recoverables.unreadable()
    }

    /// What the line at the foot says.
    #[must_use]
    pub(crate) fn status(&self, context: &Context) -> Busy {
        match self.writing.status(context) {
            Busy::No if self.ledgers.is_under_way() => Busy::Now("正在统计台账…"),
            Busy::No if self.printing.is_slow(context) == Some(true) => Busy::Now("打印机还没有回应，可以接着填"),
            Busy::No if self.printing.is_under_way() => Busy::Now("正在打印…"),
            status => status,
        }
    }

    /// Begins to look for what can be recovered, and opens a file where one is given.
    pub(crate) fn start(&mut self, room: &mut Room<'_>, file: Option<PathBuf>) {
        self.recoverables.look(room.context, room.services);
        if let Some(file) = file {
            self.open_file(room, &file);
        }
    }

    /// A batch that is to be opened, now that the desk is free.
    pub(crate) fn take_batch(&mut self) -> Option<Vec<PathBuf>> {
        self.batch.take()
    }

    /// Takes what was done beside the window since the last frame; gives what the clerk has chosen meanwhile.
    pub(crate) fn poll(&mut self, room: &mut Room<'_>) -> Option<Action> {
        if let Some(then) = self.writing.poll(room) {
            self.leave(room, then);
        }
        self.show_what_waits(room);
        if self.writing.is_busy() {
            // A save that turns slow is no event of the window.
            room.context.request_repaint_after(Duration::from_millis(500));
        }
        self.ledgers.poll(room);
        self.printing.poll(room);
        self.poll_opening(room);
        self.poll_dialog(room)
    }

    /// The window is being closed; says whether it may not close yet.
    pub(crate) fn holds_back_closing(&mut self, room: &mut Room<'_>) -> bool {
        if self.may_close {
            return false;
        }
        room.flush();
        if self.writing.holds_up(&Then::Quit) || room.is_unsaved() {
            self.leave(room, Then::Quit);
            return true;
        }
        self.may_close = true;
        self.clear_desk(room);
        false
    }

    /// Looks at the file when the clerk comes back to the window.
    pub(crate) fn notice_change_on_disk(&mut self, room: &Room<'_>) {
        if !self.openings.is_under_way() {
            self.writing.look_at_the_file(room);
        }
    }

    /// The dialog that is open was closed with nothing done.
    pub(crate) fn dialog_closed(&mut self, room: &mut Room<'_>) {
        if matches!(room.dialogs.open(), Some(Dialog::Opening(_))) {
            self.openings.give_up(room);
        }
        self.importing.give_up();
        room.dialogs.close();
        self.writing.then(None);
    }
}

/// Leaving one report for something else.
impl Filing {
    /// Goes on to something else, asking first where there are unsaved changes.
    pub(crate) fn leave(&mut self, room: &mut Room<'_>, then: Then) {
        let then = match then {
            Then::Open(path) if file::is_batch_path(&path) => Then::Batch(vec![path]),
            then => then,
        };
        room.flush();
        self.writing.ask_anew(room);
        if self.writing.holds_up(&then) {
            self.writing.then(Some(then));
        } else if room.is_unsaved() {
            room.dialogs.show(Dialog::Unsaved(Unsaved { then }));
        } else {
            self.go_on(room, then);
        }
    }

    /// Goes on; what is unsaved is given up, as the clerk chose.
    pub(crate) fn go_on(&mut self, room: &mut Room<'_>, then: Then) {
        *room.told = None;
        self.writing.then(None);
        match then {
            Then::Quit => {
                self.may_close = true;
                self.clear_desk(room);
                room.context.send_viewport_cmd(ViewportCommand::Close);
            }
            Then::Leave | Then::New => {
                self.clear_desk(room);
                room.start.go_to();
            }
            Then::FromLast(new) => self.create_from_last(room, *new),
            Then::Open(path) => self.open_file(room, &path),
            Then::Sample => self.open_sample(room),
            Then::Batch(paths) => {
                self.clear_desk(room);
                self.batch = Some(paths);
            }
        }
    }

    /// Saves, then goes on.
    pub(crate) fn save_then(&mut self, room: &mut Room<'_>, then: Then) {
        room.dialogs.close();
        self.writing.then(Some(then));
        self.writing.save(room);
    }

    /// Goes on without the export that is under way.
    pub(crate) fn leave_unexported(&mut self, room: &mut Room<'_>, then: Then) {
        self.writing.give_up_exporting();
        self.leave(room, then);
    }

    /// Puts the report away for good; nothing of it is left to recover. Where a save of it is under way, its journal stays: what
    /// the file will be is not known.
    fn clear_desk(&mut self, room: &mut Room<'_>) {
        let is_saving = self.writing.give_up_saving(room);
        if let Some(desk) = room.desk.take() {
            if is_saving {
                drop(desk);
            } else {
                desk.into_document().close();
            }
            if !self.may_close {
                self.recoverables.look(room.context, room.services);
            }
        }
    }

    /// A dialog that comes by itself must not come under hands that are typing: it would swallow what was meant for the report, and
    /// be answered unread.
    fn show_what_waits(&mut self, room: &mut Room<'_>) {
        if !room.dialogs.has_waiting() || room.dialogs.is_open() || room.is_asking_or_typing() {
            return;
        }
        match room.dialogs.next() {
            // It may be saved by now.
            Some(Dialog::Unsaved(Unsaved { then })) => self.leave(room, then),
            Some(dialog) => room.dialogs.show(dialog),
            None => {}
        }
    }
}

/// What comes onto the desk.
impl Filing {
    /// Puts a blank report on the desk.
    pub(crate) fn create(&mut self, room: &mut Room<'_>, new: &NewReport) {
        let Some(form) = room.services.editions.for_year(new.year) else { return };
        let report = Report::blank(form, &(room.services.new_id)(), new.year, &new.unit, new.level);
        let document = Document::new(&room.services.workplace, &report.id);
        let session = Session::new(Arc::clone(form), report, room.services.covers());
        self.clear_desk(room);
        *room.desk = Some(Desk::new(session, document));
    }

    /// Puts a report on the desk that was made from last year's. It is nowhere on disk yet.
    fn create_from_last(&mut self, room: &mut Room<'_>, new: NewFromLast) {
        let NewFromLast { report, fill } = new;
        let editions = &room.services.editions;
        // A copy of a report on an old form stays on it.
        let Some(form) = editions.named(&report.edition).or_else(|| editions.for_year(report.year)) else { return };
        let document = Document::new(&room.services.workplace, &report.id);
        let mut session = Session::new(Arc::clone(form), report, room.services.covers());
        if !fill.is_empty() {
            session.apply(Edit::Cells(fill));
        }
        session.mark_unsaved();
        self.clear_desk(room);
        *room.desk = Some(Desk::new(session, document));
    }

    fn open_sample(&mut self, room: &mut Room<'_>) {
        match file::open_bytes(SAMPLE, &room.services.editions) {
            Ok(mut opened) => {
                opened.report.id = (room.services.new_id)();
                let document = Document::new(&room.services.workplace, &opened.report.id);
                self.put_on_desk(room, opened, document);
            }
            Err(error) => room.tell(error.to_string()),
        }
    }

    fn put_on_desk(&mut self, room: &mut Room<'_>, opened: Opened, document: Document) {
        self.clear_desk(room);
        lay_on_desk(room, opened, document);
    }

    /// Puts a report on the desk that is nowhere on disk as it is.
    fn put_unsaved_on_desk(&mut self, room: &mut Room<'_>, opened: Opened, document: Document) {
        self.put_on_desk(room, opened, document);
        if let Some(desk) = room.desk {
            desk.mark_unsaved();
        }
    }
}

/// Tells that a Word file was changed, where its data alone are used.
fn tell_changed(room: &mut Room<'_>, opened: &Opened) {
    if let Some(sentence) = opened.changes.sentence(&opened.form) {
        room.tell(format!("这份 Word 文件被改过：{sentence}，已按文件里的数据读入"));
    }
}

/// Puts a report where none is.
fn lay_on_desk(room: &mut Room<'_>, opened: Opened, document: Document) {
    let changed = changed::question(&opened);
    let session = Session::new(opened.form, opened.report, room.services.covers());
    *room.desk = Some(Desk::new(session, document));
    if !opened.notes.is_empty() {
        room.say("打开时发现", opened.notes);
    }
    if let Some(question) = changed {
        // Behind what is said already.
        if room.dialogs.is_open() { room.dialogs.show_next(question) } else { room.dialogs.show(question) }
    }
}

/// Writing, as the window asks for it.
impl Filing {
    /// Saves where the report came from, else asks where.
    pub(crate) fn save(&mut self, room: &mut Room<'_>) {
        self.writing.save(room);
    }

    /// Hands something to the printer.
    pub(crate) fn print(&mut self, room: &mut Room<'_>, job: PrintJob) {
        self.printing.begin(room, job);
    }

    /// Saves over the file that another program changed; theirs is kept as a version.
    pub(crate) fn save_mine(&mut self, room: &mut Room<'_>) {
        self.writing.save_own(room, Overwrite::Mine);
    }
}

/// Choosing files, and what is done with them.
impl Filing {
    /// Goes on with the file as it was read when the clerk was asked.
    pub(crate) fn take_theirs(&mut self, room: &mut Room<'_>) {
        let Some(theirs) = self.writing.take_theirs() else { return };
        let is_read_only = |desk: &Desk| desk.document().read_only().is_some() && !desk.session().is_unsaved();
        let read_only = room.desk.as_ref().filter(|desk| is_read_only(desk));
        if let Some(path) = read_only.and_then(|desk| desk.document().path().map(Path::to_owned)) {
            // Nothing was typed here, and whoever edited it may be gone.
            self.clear_desk(room);
            return self.open_file(room, &path);
        }
        let Some(desk) = room.desk.take() else { return };
        self.writing.give_up_saving(room);
        let mut document = desk.into_document();
        let opened = document.take(theirs);
        lay_on_desk(room, opened, document);
    }

    /// The register of applications.
    pub(crate) fn ledgers(&mut self) -> &mut Ledgers {
        &mut self.ledgers
    }

    /// A file or place was chosen.
    pub(crate) fn chosen(&mut self, room: &mut Room<'_>, purpose: Purpose, path: PathBuf, may_overwrite: bool) {
        let path = purpose.with_extension(path);
        let overwrite = if may_overwrite { Overwrite::Mine } else { Overwrite::Ask };
        room.dialogs.close();
        match purpose {
            Purpose::Open => self.leave(room, Then::Open(path)),
            Purpose::Ledger => self.ledgers.read(room, &path),
            Purpose::LastYear => self.openings.read(room, Wanted::LastYear, &path),
            Purpose::FromLast => self.openings.read(room, Wanted::FromLast, &path),
            Purpose::SaveAs => self.writing.save_to(room, path, overwrite),
            Purpose::Pdf { .. } | Purpose::Json { .. } | Purpose::Checklist | Purpose::Poster => {
                self.writing.export_to(room, purpose, path, overwrite);
            }
            Purpose::Diagnosis => self.writing.diagnose(room, path, overwrite),
            Purpose::Manual => self.writing.save_manual(room, path, overwrite),
            // The window hands those to the batch.
            Purpose::Batch(_) => {}
        }
    }

    fn poll_dialog(&mut self, room: &mut Room<'_>) -> Option<Action> {
        let Some(Dialog::Waiting(waiting)) = room.dialogs.open() else { return None };
        match waiting.poll(room.context) {
            (_, Answer::Pending) => {}
            (purpose, Answer::Path(path)) => {
                // The system asked about overwriting only if it saw the name with its extension.
                let whole = purpose.with_extension(path.clone());
                let may_overwrite = whole == path;
                return Some(Action::Chosen { purpose, path: whole, may_overwrite });
            }
            (_, Answer::Cancelled) => {
                room.dialogs.close();
                self.writing.then(None);
                room.tell("没有选择文件");
                room.context.request_repaint();
            }
            (purpose, Answer::NoDialog) => type_path(room, purpose, Some("这台电脑没有可用的文件对话框")),
        }
        None
    }
}

/// Opening.
impl Filing {
    /// Opens a report; what stands on the desk stays until it is read.
    fn open_file(&mut self, room: &mut Room<'_>, path: &Path) {
        if room.desk.as_ref().and_then(|desk| desk.document().path()).is_some_and(|open| open == path) {
            // Its own lock would make it read-only.
            self.clear_desk(room);
        }
        self.openings.open(room, path);
    }

    /// Opens a version, which has no file of its own.
    pub(crate) fn open_version(&mut self, room: &mut Room<'_>, path: &Path) {
        self.openings.read(room, Wanted::Version, path);
    }

    fn poll_opening(&mut self, room: &mut Room<'_>) {
        self.poll_finding(room);
        if self.openings.sweep_given_up() {
            self.recoverables.look(room.context, room.services);
        }
        let wait_s = self.recoverables.wait_s(room.context);
        if let Some(came) = self.openings.poll(room, wait_s) {
            self.take(room, came);
        }
    }

    fn take(&mut self, room: &mut Room<'_>, came: Came) {
        room.flush();
        let wanted = came.wanted;
        let is_late = wanted.takes_the_desk() && !came.finds_the_desk_as_it_was(room.desk.as_ref());
        let is_nothing = matches!(came.read, Read::Nothing(..));
        let Came { path, read, .. } = came;
        if is_late {
            // Nothing that was typed meanwhile is given up unasked. What was read lets go of its lock and journal first.
            drop(read);
            room.tell("没有打开：原来的报告刚才又有改动，请再打开一次");
            self.list_again(room, wanted);
            return let_go(room.context, Hold::Drop);
        }
        if is_nothing {
            self.list_again(room, wanted);
        }
        self.opened(room, wanted, &path, read);
        self.openings.settle(room, wanted, is_nothing);
    }

    /// What was to be recovered and was not is on no list now.
    fn list_again(&mut self, room: &Room<'_>, wanted: Wanted) {
        if wanted.is_recovered() {
            self.recoverables.look(room.context, room.services);
        }
    }

    /// Goes on with what was read of a file of others, now that the clerk has seen it.
    pub(crate) fn take_imported(&mut self, room: &mut Room<'_>) {
        room.dialogs.close();
        let Some((wanted, path, mut opened)) = self.importing.take() else { return };
        opened.foreign = None;
        if opened.report.id.is_empty() {
            opened.report.id = (room.services.new_id)();
        }
        match wanted {
            Wanted::Pasted => importing::lay_over(room, &opened.report),
            Wanted::LastYear | Wanted::FromLast => self.opened(room, wanted, &path, Read::Report(Box::new(opened))),
            _ => {
                room.remembered.note_recent(&path, &opened.report.title());
                let document = Document::new(&room.services.workplace, &opened.report.id);
                self.put_unsaved_on_desk(room, opened, document);
            }
        }
    }

    /// Starts a new report from what was read of a file of others: it was opened, and is last year's.
    pub(crate) fn start_from_imported(&mut self, room: &mut Room<'_>) {
        room.dialogs.close();
        let Some((_, path, mut opened)) = self.importing.take() else { return };
        opened.foreign = None;
        self.opened(room, Wanted::FromLast, &path, Read::Report(Box::new(opened)));
    }

    /// Reads what is shown of a file of others again, as the clerk wishes.
    pub(crate) fn place_again(&mut self, room: &mut Room<'_>, wishes: &Wishes) {
        self.importing.place_again(room, wishes);
    }

    /// Looks whether a whole page is pasted into an empty report.
    pub(crate) fn take_paste(&mut self, room: &mut Room<'_>) {
        self.importing.take_paste(room);
    }

    fn opened(&mut self, room: &mut Room<'_>, wanted: Wanted, path: &Path, read: Read) {
        let Some(read) = self.importing.look_first(room, wanted, path, read) else { return };
        match (wanted, read) {
            (Wanted::Report, Read::Document(opened)) => {
                let (document, opened) = *opened;
                room.remembered.note_recent(path, &opened.report.title());
                self.put_on_desk(room, opened, document);
                self.writing.sweep(room, path);
                // Who opens a report straight away never sees the start page, where work that was not saved is offered.
                if let Some(at) = self.recoverables.of_desk(room.desk.as_ref()) {
                    self.offer(room, at);
                }
            }
            (_, Read::Document(opened)) => {
                let (document, opened) = *opened;
                if document.path().is_none() && !path.as_os_str().is_empty() {
                    room.tell("原文件已变动或没有回应，请另存");
                }
                self.put_unsaved_on_desk(room, opened, document);
                if wanted == Wanted::RecoveredElsewhere {
                    if let Some(notes) = room.dialogs.close() {
                        room.dialogs.show_next(notes);
                    }
                    ask_for_file(room, Purpose::SaveAs);
                }
            }
            (_, Read::Own(path)) => self.open_file(room, &path),
            (Wanted::LastYear, Read::Report(opened)) => {
                tell_changed(room, &opened);
                if let Some(desk) = room.desk {
                    room.dialogs.show(last_year::compare(desk, &opened));
                }
            }
            (Wanted::FromLast, Read::Report(opened)) => {
                tell_changed(room, &opened);
                let typed = if room.desk.is_none() { room.start.unit() } else { "" };
                room.dialogs.show(last_year::from_last(room.services, *opened, typed));
            }
            (_, Read::Report(opened)) => {
                let document = Document::new(&room.services.workplace, &opened.report.id);
                self.put_unsaved_on_desk(room, *opened, document);
            }
            (wanted, Read::Nothing(error, version)) => cannot_open(room, wanted, &error, version),
        }
    }
}

/// Says why a file cannot be read, and offers its newest good version.
fn cannot_open(room: &mut Room<'_>, wanted: Wanted, error: &FileError, version: Option<(Version, String)>) {
    let lines = vec![error.to_string()];
    match version {
        Some((version, of)) => {
            let words = format!("打开 {} 的版本（{of}）", version.time());
            room.dialogs.show(Dialog::Choice(Choice::one(wanted.failed(), lines, &words, Action::OpenVersion(version.path))));
        }
        None => room.say(wanted.failed(), lines),
    }
}

/// What can be recovered, and what is kept on this machine.
impl Filing {
    fn poll_finding(&mut self, room: &mut Room<'_>) {
        let Some(Found { clears, again }) = self.recoverables.poll() else { return };
        if clears {
            self.clear_traces(room);
        }
        if again {
            self.recoverables.look(room.context, room.services);
        }
        // No dialog under hands that are typing.
        if !self.openings.is_under_way() && self.recoverables.of_desk(room.desk.as_ref()).is_some() {
            room.tell("这份报告有改动没有保存，可在开始页恢复");
        }
    }

    fn offer(&self, room: &mut Room<'_>, at: usize) {
        let notes = match room.dialogs.open() {
            Some(Dialog::Sentence(sentence)) => sentence.lines.clone(),
            _ => Vec::new(),
        };
        if let Some(offer) = self.recoverables.offer(at, &notes) {
            room.dialogs.show(offer);
        }
    }

    /// Does something with a report that can be recovered, by its place in the list.
    pub(crate) fn recover(&mut self, room: &mut Room<'_>, at: usize, what: Recovering) {
        if at >= self.recoverables.reports().len() {
            return;
        }
        match what {
            Recovering::Look => self.offer(room, at),
            Recovering::Continue | Recovering::SaveAs => self.go_on_with(room, at, what == Recovering::SaveAs),
            Recovering::AskToDiscard => room.dialogs.show(self.recoverables.ask_to_discard(at)),
            Recovering::Discard => {
                let discarded = self.recoverables.take(at).map(|recovery| recovery.discard(&*room.services.workplace.disk));
                if let Some(Err(error)) = discarded {
                    room.tell(error.to_string());
                }
            }
        }
    }

    fn go_on_with(&mut self, room: &mut Room<'_>, at: usize, elsewhere: bool) {
        room.flush();
        if room.is_unsaved() {
            return room.tell("先保存现在的改动，再从开始页恢复");
        }
        let Some(mut recovery) = self.recoverables.take(at) else { return };
        let mut wanted = Wanted::Recovered;
        if elsewhere {
            (recovery, wanted) = (recovery.without_its_file(), Wanted::RecoveredElsewhere);
        }
        // The same file, open without what was not saved, would hold its lock.
        self.clear_desk(room);
        let path = recovery.path.clone().filter(|_| recovery.continues_its_file()).unwrap_or_default();
        self.openings.begin(room, wanted, &path, file::disk::Halt::default(), move |workplace, _| {
            Read::Document(Box::new(Document::recover(workplace, recovery)))
        });
    }

    /// Gives up a journal that cannot be read; first it is asked.
    pub(crate) fn discard_unreadable(&mut self, room: &mut Room<'_>, journal: Unreadable, asked: bool) {
        match self.recoverables.discard_unreadable(journal, asked, &*room.services.workplace.disk) {
            Ok(Some(question)) => room.dialogs.show(question),
            Ok(None) => {}
            Err(error) => room.tell(error.to_string()),
        }
    }

    /// Removes what is kept on this machine.
    pub(crate) fn clear_traces(&mut self, room: &mut Room<'_>) {
        self.recoverables.clear();
        room.remembered.settle();
        let cleared = room.services.workplace.data.as_ref().map(file::DataFolder::clear_traces);
        room.tell(match cleared {
            Some(Ok(cleared)) => cleared.sentence(),
            Some(Err(error)) => error.to_string(),
            None => "本机没有留下痕迹".to_owned(),
        });
        room.remembered.reload();
    }
}
