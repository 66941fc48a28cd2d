//! Opening beside the window: reports, versions, last year's reports and what can be recovered are read on a thread of their own, for
//! the drive may be slow or gone. What is typed meanwhile goes to what is being opened.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use super::title;
use super::work::{Progress, Work, lost};
use crate::file::disk::{Halt, halting};
use crate::file::kept::versions::{Version, newest_good};
use crate::file::{Document, FileError, Opened, Recoverable, Recovery, Standing, Unreadable, Workplace, open_on, real, recoverable};
use crate::form::Editions;
use crate::report::{Edit, LastYear, Source, changes, notes};
use crate::session::Session;
use crate::ui::app::App;
use crate::ui::commands::table::{Action, Purpose, Recovering};
use crate::ui::commands::typed_ahead::{self, Hold};
use crate::ui::desk::Desk;
use crate::ui::dialogs::Dialog;
use crate::ui::dialogs::from_last::FromLast;

/// From when on it is said that something is being opened, in seconds; sooner it would only flicker.
const TOLD_AFTER_S: f64 = 0.5;

/// How long a report that was opened waits for what can be recovered, in seconds: an offer that came later would be answered by keys
/// that were meant for the report. Looking for it takes longer only where the data folder itself hangs.
const OFFERED_WITHIN_S: f64 = 10.0;

/// What a file is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    /// To work on.
    Report,
    /// To go on with what was not saved.
    Recovered,
    /// To go on with it in another file.
    RecoveredElsewhere,
    /// To go on with a version, in place of a file that cannot be read.
    Version,
    /// To compare with.
    LastYear,
    /// To start a new report from.
    FromLast,
}

/// What was read.
enum Read {
    /// A report with its file, lock and journal.
    Document(Box<(Document, Opened)>),
    /// A report alone.
    Report(Box<Opened>),
    /// The file that is on the desk already, by another name: its own lock would make it read-only.
    Own(PathBuf),
    /// Nothing: why, and the newest version that can be read, with what it is of.
    Nothing(FileError, Option<(Version, String)>),
}

/// A file that is being opened.
pub(crate) struct Opening {
    wanted: Wanted,
    path: PathBuf,
    work: Work<Read>,
    /// The report that was on the desk when it began, and its state.
    before: Option<(String, u64)>,
}

/// Openings beside the window.
#[derive(Default)]
pub(crate) struct Openings {
    now: Option<Opening>,
    /// Those that nobody waits for any more. Until they end they may hold a lock or a journal.
    given_up: Vec<Opening>,
    /// What is done with what was typed, once a dialog that came with what was opened has been seen.
    after_dialog: Option<AfterDialog>,
}

/// A dialog came with what was opened. What was typed before it was seen must not answer it.
struct AfterDialog {
    /// How many frames it takes until it is seen.
    unseen_frames: u32,
    /// Whether what was typed goes on once the dialog is answered; else it is dropped.
    goes_on: bool,
}

/// A dialog is measured in the frame in which it comes and seen from the next one on; what is typed before was typed without it.
const UNSEEN_FRAMES: u32 = 2;

/// What programs that ended without saving left behind, being looked for.
#[derive(Default)]
pub(crate) struct Finding {
    work: Option<Work<Recoverable>>,
    /// More may have been left since it began.
    again: bool,
    /// All of it is to be cleared away when it ends, which holds what it has found.
    clears: bool,
}

impl Wanted {
    /// Whether what is on the desk, or the start page, gives way to it.
    fn takes_the_desk(self) -> bool {
        matches!(self, Self::Report | Self::Version) || self.is_recovered()
    }

    fn is_recovered(self) -> bool {
        matches!(self, Self::Recovered | Self::RecoveredElsewhere)
    }
}

impl Openings {
    /// Whether something is being opened.
    #[must_use]
    pub(crate) fn is_under_way(&self) -> bool {
        self.now.is_some()
    }

    /// Whether anything is left to be done beside the window.
    #[must_use]
    pub(crate) fn is_busy(&self) -> bool {
        self.now.is_some() || !self.given_up.is_empty()
    }

    /// Whether the start page gives way to what is opened.
    #[must_use]
    pub(crate) fn takes_the_desk(&self) -> bool {
        self.now.as_ref().is_some_and(|opening| opening.wanted.takes_the_desk())
    }
}

impl Finding {
    /// Whether it is under way.
    #[must_use]
    pub(crate) fn is_under_way(&self) -> bool {
        self.work.is_some()
    }

    /// Has all that can be recovered cleared away once it is found.
    pub(crate) fn clear_afterwards(&mut self) {
        self.clears = true;
    }
}

impl App {
    /// Opens a report; what stands on the desk stays until it is read.
    pub(crate) fn open_file(&mut self, context: &egui::Context, path: &Path) {
        let is_open = self.desk.as_ref().and_then(|desk| desk.document.path()).is_some_and(|open| open == path);
        if is_open {
            // Its own lock would make it read-only.
            self.clear_desk(context);
        }
        let is_this = |opening: &Opening| opening.wanted == Wanted::Report && opening.path == path;
        if self.openings.now.as_ref().is_some_and(is_this) {
            return;
        }
        // What it holds is given up before it is asked for again.
        self.give_up_opening(context);
        if let Some(at) = self.openings.given_up.iter().position(is_this) {
            // It has the lock already, or soon will.
            let work = self.openings.given_up.swap_remove(at).work;
            return self.wait_for(context, Wanted::Report, path, work);
        }
        let of = path.to_owned();
        let own = self.desk.as_ref().and_then(|desk| desk.document.path().map(Path::to_owned));
        self.begin_opening(context, Wanted::Report, path, Halt::default(), move |workplace, editions| {
            let of = real(&of).unwrap_or(of);
            if let Some(own) = own.filter(|own| *own == of) {
                return Read::Own(own);
            }
            match Document::open(workplace, &of, editions) {
                Ok(opened) => Read::Document(Box::new(opened)),
                Err(error) => {
                    let good = workplace.data.as_ref().and_then(|data| newest_good(&*workplace.disk, data, &of, editions));
                    Read::Nothing(error, good.map(|(version, opened)| (version, title(&opened.report))))
                }
            }
        });
    }

    /// Opens a version, which has no file of its own.
    pub(crate) fn open_version(&mut self, context: &egui::Context, path: &Path) {
        self.open_report(context, Wanted::Version, path);
    }

    /// Reads last year's report, to compare with.
    pub(crate) fn import_last_year(&mut self, context: &egui::Context, path: &Path) {
        self.open_report(context, Wanted::LastYear, path);
    }

    /// Reads last year's report, to start a new one from it.
    pub(crate) fn start_from_last(&mut self, context: &egui::Context, path: &Path) {
        self.open_report(context, Wanted::FromLast, path);
    }

    fn open_report(&mut self, context: &egui::Context, wanted: Wanted, path: &Path) {
        let (disk, halt) = halting(Arc::clone(&self.services.workplace.disk));
        let of = path.to_owned();
        self.begin_opening(context, wanted, path, halt, move |_, editions| match open_on(&*disk, &of, editions) {
            Ok(opened) => Read::Report(Box::new(opened)),
            Err(error) => Read::Nothing(error, None),
        });
    }

    fn begin_opening(
        &mut self,
        context: &egui::Context,
        wanted: Wanted,
        path: &Path,
        halt: Halt,
        read: impl FnOnce(&Workplace, &Editions) -> Read + Send + 'static,
    ) {
        let (workplace, editions) = (self.services.workplace.clone(), self.services.editions.clone());
        let work = Work::start(context, halt, move || read(&workplace, &editions));
        self.wait_for(context, wanted, path, work);
    }

    fn wait_for(&mut self, context: &egui::Context, wanted: Wanted, path: &Path, work: Work<Read>) {
        self.give_up_opening(context);
        if self.openings.after_dialog.take().is_some() && !wanted.is_recovered() {
            // It was typed for another report.
            typed_ahead::hold(context, Hold::Drop);
        }
        self.with_desk(Desk::flush);
        let before = self.desk.as_ref().map(state);
        typed_ahead::hold(context, Hold::All);
        self.openings.now = Some(Opening { wanted, path: path.to_owned(), work, before });
    }

    /// Gives up what is being opened, and what was typed for it.
    pub(crate) fn give_up_opening(&mut self, context: &egui::Context) {
        let Some(opening) = self.openings.now.take() else { return };
        if matches!(self.dialog, Some(Dialog::Opening(_))) {
            self.dialog = None;
        }
        typed_ahead::hold(context, Hold::Drop);
        self.openings.given_up.push(opening);
    }

    /// Takes what was read since the last frame.
    pub(crate) fn poll_opening(&mut self, context: &egui::Context) {
        self.poll_finding(context);
        self.poll_given_up(context);
        let Some(opening) = &self.openings.now else { return self.poll_after_dialog(context) };
        let is_asked = self.dialog.as_ref().is_some_and(|dialog| !matches!(dialog, Dialog::Opening(_)));
        if is_asked || self.desk.as_ref().is_some_and(|desk| desk.grid.is_asking()) {
            // What is asked is answered first.
            return typed_ahead::hold(context, Hold::Pass);
        }
        if let Some(finding) = &self.finding.work {
            let left_s = OFFERED_WITHIN_S - finding.waited_s(context);
            if left_s > 0.0 {
                // That it takes long is no event of the window.
                context.request_repaint_after(Duration::from_secs_f64(left_s));
                return self.tell_of_opening(context);
            }
        }
        let read = match opening.work.poll() {
            Progress::Pending => return self.tell_of_opening(context),
            Progress::Done(read) => read,
            Progress::Lost => Read::Nothing(lost("没有打开"), None),
        };
        let Some(opening) = self.openings.now.take() else { return };
        self.dialog = None;
        self.take(context, &opening, read);
    }

    fn take(&mut self, context: &egui::Context, opening: &Opening, read: Read) {
        self.with_desk(Desk::flush);
        if opening.wanted.takes_the_desk() && self.desk.as_ref().map(state) != opening.before {
            // Nothing that was typed meanwhile is given up unasked.
            self.told = Some("没有打开：原来的报告刚才又有改动，请再打开一次".to_owned());
            drop(read);
            self.list_again(context, opening.wanted);
            return let_go(context, Hold::Drop);
        }
        let is_nothing = matches!(read, Read::Nothing(..));
        if is_nothing {
            self.list_again(context, opening.wanted);
        }
        self.opened(context, opening.wanted, &opening.path, read);
        if self.openings.is_under_way() {
            // It is opened by its own name now, and so what was typed goes on waiting.
            return;
        }
        if self.dialog.is_some() || self.beside.has_dialog() {
            // Beside last year's report the desk stays in view, and was typed for.
            let goes_on = opening.wanted == Wanted::LastYear || (opening.wanted.takes_the_desk() && !is_nothing);
            self.openings.after_dialog = Some(AfterDialog { unseen_frames: UNSEEN_FRAMES, goes_on });
            let_go(context, Hold::All);
        } else {
            let_go(context, Hold::No);
        }
    }

    fn poll_after_dialog(&mut self, context: &egui::Context) {
        let Some(after) = &mut self.openings.after_dialog else { return };
        after.unseen_frames = after.unseen_frames.saturating_sub(1);
        if after.unseen_frames > 0 {
            return context.request_repaint();
        }
        if !after.goes_on {
            self.openings.after_dialog = None;
            let_go(context, Hold::Drop);
        } else if self.dialog.is_some() {
            typed_ahead::hold(context, Hold::Pass);
        } else {
            self.openings.after_dialog = None;
            let_go(context, Hold::No);
        }
    }

    fn poll_given_up(&mut self, context: &egui::Context) {
        let ended = |opening: &mut Opening| !matches!(opening.work.poll(), Progress::Pending);
        // Dropped, they let go of locks and journals.
        let ended: Vec<_> = self.openings.given_up.extract_if(.., ended).map(|opening| opening.wanted).collect();
        for wanted in ended {
            self.list_again(context, wanted);
        }
    }

    /// What was to be recovered and was not is on no list now.
    fn list_again(&mut self, context: &egui::Context, wanted: Wanted) {
        if wanted.is_recovered() {
            self.look_for_recoverable(context);
        }
    }

    fn tell_of_opening(&mut self, context: &egui::Context) {
        let Some(opening) = &self.openings.now else { return };
        let left_s = TOLD_AFTER_S - opening.work.waited_s(context);
        if left_s > 0.0 {
            typed_ahead::hold(context, Hold::All);
            context.request_repaint_after(Duration::from_secs_f64(left_s));
        } else {
            typed_ahead::hold(context, Hold::Keys);
            if self.dialog.is_none() {
                self.dialog = Some(Dialog::Opening(opening.path.clone()));
                context.request_repaint();
            }
        }
    }

    fn opened(&mut self, context: &egui::Context, wanted: Wanted, path: &Path, read: Read) {
        match (wanted, read) {
            (Wanted::Report, Read::Document(opened)) => {
                let (document, opened) = *opened;
                self.note_recent(path, &opened.report);
                self.put_on_desk(context, opened, document);
                self.sweep_beside(context, path);
                self.offer_what_was_not_saved();
            }
            (_, Read::Document(opened)) => {
                let (document, opened) = *opened;
                if document.path().is_none() && !path.as_os_str().is_empty() {
                    self.told = Some("原文件已变动或没有回应，请另存".to_owned());
                }
                self.put_on_desk(context, opened, document);
                self.with_desk(|desk| desk.session.mark_unsaved());
                if wanted == Wanted::RecoveredElsewhere {
                    if let Some(notes) = self.dialog.take() {
                        self.show_next(notes);
                    }
                    self.ask_for_file(context, Purpose::SaveAs);
                }
            }
            (_, Read::Own(path)) => self.open_file(context, &path),
            (Wanted::LastYear, Read::Report(opened)) => self.compare_with_last_year(&opened),
            (Wanted::FromLast, Read::Report(opened)) => self.show_from_last(*opened),
            (_, Read::Report(opened)) => {
                let document = Document::new(&self.services.workplace, &opened.report.id);
                self.put_on_desk(context, *opened, document);
                self.with_desk(|desk| desk.session.mark_unsaved());
            }
            (wanted, Read::Nothing(error, version)) => self.cannot_open(wanted, &error, version),
        }
    }

    /// Says why a file cannot be read, and offers its newest good version.
    fn cannot_open(&mut self, wanted: Wanted, error: &FileError, version: Option<(Version, String)>) {
        let title = match wanted {
            Wanted::Report | Wanted::Recovered | Wanted::RecoveredElsewhere | Wanted::Version => "打不开",
            Wanted::LastYear => "没有导入",
            Wanted::FromLast => "不能从这份开始",
        };
        let (title, lines) = (title.to_owned(), vec![error.to_string()]);
        self.dialog = Some(match version {
            Some((version, of)) => {
                let words = format!("打开 {} 的版本（{of}）", version.time());
                Dialog::Choice { title, lines, choices: vec![(words, Action::OpenVersion(version.path))] }
            }
            None => Dialog::Sentence { title, lines },
        });
    }

    pub(crate) fn put_on_desk(&mut self, context: &egui::Context, opened: Opened, document: Document) {
        self.clear_desk(context);
        self.lay_on_desk(opened, document);
    }

    /// Puts a report where none is.
    pub(crate) fn lay_on_desk(&mut self, opened: Opened, document: Document) {
        let session = Session::new(opened.form, opened.report, self.services.covers());
        self.desk = Some(Desk::new(session, document));
        if !opened.notes.is_empty() {
            self.dialog = Some(Dialog::Sentence { title: "打开时发现".to_owned(), lines: opened.notes });
        }
    }

    /// Shows what a new report would take from last year's, before it is made.
    fn show_from_last(&mut self, opened: Opened) {
        let typed = if self.desk.is_none() { self.start.unit() } else { "" };
        let (id, this_year) = ((self.services.new_id)(), self.services.this_year());
        self.dialog = Some(Dialog::FromLast(Box::new(FromLast::new(opened, &self.services.editions, this_year, id, typed))));
    }

    /// Takes last year's report over, to compare with; what does not fit is told, and figures that follow from it are offered.
    fn compare_with_last_year(&mut self, opened: &Opened) {
        let Some(desk) = &self.desk else { return };
        let form = desk.session.form();
        let source = Source { form: &opened.form, report: &opened.report };
        let mut lines = notes(desk.session.report(), &opened.report);
        lines.extend(changes(form, &opened.form));
        let last_year = LastYear::of(source);
        let blank = |cell| desk.session.report().cell(cell).value.is_blank();
        // What was left over flows on into the next year alone.
        let follows = desk.session.report().year - opened.report.year == 1;
        let offers: Vec<_> = last_year.offers(form).into_iter().filter(|(cell, _)| follows && blank(*cell)).collect();
        let take = Edit::LastYear(Some(Box::new(last_year)));
        let mut choices = vec![("只用来比对".to_owned(), Action::Apply(take.clone()))];
        lines.insert(0, format!("{} {} 年度", opened.report.unit, opened.report.year));
        if !offers.is_empty() {
            lines.push(format!("可从上年结转 {} 格，填在还空着的格里", offers.len()));
            choices.insert(0, ("导入并填好结转".to_owned(), Action::Apply(Edit::All(vec![take, Edit::Cells(offers)]))));
        }
        self.dialog = Some(Dialog::Choice { title: "导入上年".to_owned(), lines, choices });
    }

    /// Looks for what can be recovered; what is listed holds its journal, so that only what is not listed yet is found.
    pub(crate) fn look_for_recoverable(&mut self, context: &egui::Context) {
        if self.finding.is_under_way() {
            // It holds what it has found so far, which a second one would not see.
            self.finding.again = true;
            return;
        }
        let (workplace, editions) = (self.services.workplace.clone(), self.services.editions.clone());
        let look = move || recoverable(&workplace, &editions);
        self.finding = Finding { work: Some(Work::start(context, Halt::default(), look)), ..Finding::default() };
    }

    fn poll_finding(&mut self, context: &egui::Context) {
        let found = match self.finding.work.as_ref().map(Work::poll) {
            None | Some(Progress::Pending) => return,
            Some(Progress::Done(found)) => found,
            Some(Progress::Lost) => Recoverable::default(),
        };
        let Finding { again, clears, .. } = std::mem::take(&mut self.finding);
        if clears {
            // Dropped, what was found is nobody's.
            drop(found);
            self.clear_traces();
        } else {
            self.recoverable.extend(found.reports);
            self.unreadable = found.unreadable;
        }
        if again {
            self.look_for_recoverable(context);
        }
        // No dialog under hands that are typing.
        if !self.openings.is_under_way() && self.not_saved_of_the_desk().is_some() {
            self.told = Some("这份报告有改动没有保存，可在开始页恢复".to_owned());
        }
    }

    /// What was last typed into the file on the desk and not saved, with its place in the list.
    fn not_saved_of_the_desk(&self) -> Option<(usize, &Recovery)> {
        let desk = self.desk.as_ref()?;
        let (path, id) = (desk.document.path()?, &desk.session.report().id);
        // Another report may stand there now.
        let is_of_it = |recovery: &Recovery| recovery.path.as_deref() == Some(path) && recovery.opened.report.id == *id;
        self.recoverable.iter().enumerate().rfind(|(_, recovery)| is_of_it(recovery))
    }

    /// Who opens a report straight away never sees the start page, where work that was not saved is offered.
    fn offer_what_was_not_saved(&mut self) {
        if let Some((at, _)) = self.not_saved_of_the_desk() {
            self.offer(at);
        }
    }

    /// Shows what can be recovered, every difference of it, and what may be done with it.
    fn offer(&mut self, at: usize) {
        let Some(recovery) = self.recoverable.get(at) else { return };
        let mut lines = vec![recovery.sentence()];
        lines.extend(recovery.differences.iter().map(|difference| difference.sentence.clone()));
        if let Some(Dialog::Sentence { lines: notes, .. }) = &self.dialog {
            lines.extend_from_slice(notes);
        }
        let choices = Recovering::choices(recovery);
        let choices = choices.into_iter().map(|(words, what)| (words.to_owned(), Action::Recover(at, what))).collect();
        self.dialog = Some(Dialog::Choice { title: "可以恢复".to_owned(), lines, choices });
    }

    /// Gives up a journal that cannot be read; first it is asked.
    pub(crate) fn discard_unreadable(&mut self, journal: Unreadable, asked: bool) {
        if asked {
            match journal.discard(&*self.services.workplace.disk) {
                Ok(()) => self.unreadable.retain(|other| *other != journal),
                Err(error) => self.told = Some(error.to_string()),
            }
            return;
        }
        let lines = vec![journal.sentence(), journal.path.display().to_string()];
        let choices = vec![("丢弃".to_owned(), Action::DiscardUnreadable { journal, asked: true })];
        self.dialog = Some(Dialog::Choice { title: "丢弃恢复记录".to_owned(), lines, choices });
    }

    pub(crate) fn recover(&mut self, context: &egui::Context, at: usize, what: Recovering) {
        if at >= self.recoverable.len() {
            return;
        }
        match what {
            Recovering::Look => self.offer(at),
            Recovering::Continue | Recovering::SaveAs => {
                self.with_desk(Desk::flush);
                if self.desk.as_ref().is_some_and(|desk| desk.session.is_unsaved()) {
                    self.told = Some("先保存现在的改动，再从开始页恢复".to_owned());
                    return;
                }
                let mut recovery = self.recoverable.remove(at);
                let mut wanted = Wanted::Recovered;
                if what == Recovering::SaveAs {
                    (recovery, wanted) = (recovery.without_its_file(), Wanted::RecoveredElsewhere);
                }
                // The same file, open without what was not saved, would hold its lock.
                self.clear_desk(context);
                let path = recovery.path.clone().filter(|_| recovery.continues_its_file()).unwrap_or_default();
                self.begin_opening(context, wanted, &path, Halt::default(), move |workplace, _| {
                    Read::Document(Box::new(Document::recover(workplace, recovery)))
                });
            }
            Recovering::AskToDiscard => {
                let lines = self.recoverable.get(at).map(crate::file::Recovery::sentence).into_iter().collect();
                let choices = vec![("丢弃".to_owned(), Action::Recover(at, Recovering::Discard))];
                self.dialog = Some(Dialog::Choice { title: "丢弃没有保存的改动".to_owned(), lines, choices });
            }
            Recovering::Discard => {
                if let Err(error) = self.recoverable.remove(at).discard(&*self.services.workplace.disk) {
                    self.told = Some(error.to_string());
                }
            }
        }
    }
}

impl Recovering {
    /// What may be done with what can be recovered, in the order of the buttons.
    pub(crate) fn choices(recovery: &Recovery) -> Vec<(&'static str, Self)> {
        let goes_on = recovery.continues_its_file() || recovery.standing == Standing::Unnamed;
        let goes_on = goes_on.then_some(("恢复", Self::Continue));
        goes_on.into_iter().chain([("另存", Self::SaveAs), ("丢弃", Self::AskToDiscard)]).collect()
    }
}

fn let_go(context: &egui::Context, hold: Hold) {
    typed_ahead::hold(context, hold);
    context.request_repaint();
}

/// The report on the desk and its state.
fn state(desk: &Desk) -> (String, u64) {
    (desk.session.report().id.clone(), desk.session.revision())
}
