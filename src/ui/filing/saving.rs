//! Saving and exporting beside the window: while they are under way the clerk types on, and leaving waits for their outcome.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use super::work::{Progress, Work, lost};
use crate::file::disk::{Halt, halting};
use crate::file::{FileError, Links, Looking, Overwrite, Saved, Saving, Theirs, must_be_free, save_on, sweep_unfinished};
use crate::ui::app::App;
use crate::ui::commands::table::{Action, Command, Purpose, Then};
use crate::ui::commands::typed_ahead;
use crate::ui::desk::Desk;
use crate::ui::dialogs::Dialog;

/// When a save or an export is called slow, in seconds.
const SLOW_AFTER_S: f64 = 3.0;

/// What a save that is slow is said to be.
const SLOW: &str = "保存还没有完成，可以接着填，也可以另存到别处";

/// The head of the question whether to wait for an export.
const SLOW_EXPORT: &str = "导出还没有完成";

/// The head of what is said of a save that failed.
const NOT_SAVED: &str = "没有保存";

/// The head of the question whose file is right.
pub(crate) const CHANGED: &str = "文件变了";

/// The file as another program left it, or why it cannot be read.
type TheirFile = Result<Theirs, FileError>;

/// What came of a save.
enum Outcome {
    Saved(Saved),
    /// Another program changed the file.
    Changed(Box<TheirFile>),
    Failed(FileError),
}

/// A save that is under way.
struct UnderWay {
    work: Work<Outcome>,
    path: PathBuf,
    /// Saving was asked for once more, and how.
    again: Option<Overwrite>,
    /// Who waits to go on has been asked whether to.
    asked: bool,
}

/// What is exported where, and what is said of it afterwards.
pub(crate) struct Export {
    /// What it is.
    pub purpose: Purpose,
    /// The id of the report that it is of.
    pub of: String,
    /// The file.
    pub path: PathBuf,
    /// What was found when it was read back.
    pub lines: Vec<String>,
    /// Whether the sheet to be signed is still to be exported.
    pub offers_checklist: bool,
}

/// An export that is under way.
struct Exporting {
    work: Work<Result<(), FileError>>,
    export: Export,
    /// Who waits to go on has been asked whether to.
    asked: bool,
}

/// What is under way beside the window.
#[derive(Default)]
pub(crate) struct Beside {
    saving: Option<UnderWay>,
    exporting: Option<Exporting>,
    looking: Option<(Looking, Work<Option<TheirFile>>)>,
    sweeping: Option<Work<()>>,
    /// What is to be shown, one after the other, once no other dialog is open and nobody is typing.
    dialogs: VecDeque<Dialog>,
}

/// What the status line says of it.
pub(crate) enum Busy {
    /// Nothing is under way.
    No,
    /// It has just begun.
    Now(&'static str),
    /// It is slow; saving elsewhere is offered.
    Slow(&'static str),
}

impl Beside {
    /// Whether anything is under way.
    #[must_use]
    pub(crate) fn is_busy(&self) -> bool {
        self.saving.is_some() || self.exporting.is_some() || self.looking.is_some() || self.sweeping.is_some()
    }

    /// Whether a save is under way.
    #[must_use]
    pub(crate) fn is_saving(&self) -> bool {
        self.saving.is_some()
    }

    /// Whether going on has to wait for a save, or for an export too where the program would end.
    #[must_use]
    pub(crate) fn holds_up(&self, then: &Then) -> bool {
        self.saving.is_some() || (self.exporting.is_some() && *then == Then::Quit)
    }

    /// What the status line says.
    #[must_use]
    pub(crate) fn status(&self, context: &egui::Context) -> Busy {
        let is_slow = |waited_s: f64| waited_s >= SLOW_AFTER_S;
        match (&self.saving, &self.exporting) {
            (Some(saving), _) if is_slow(saving.work.waited_s(context)) => Busy::Slow(SLOW),
            (Some(_), _) => Busy::Now("正在保存…"),
            (None, Some(exporting)) if is_slow(exporting.work.waited_s(context)) => Busy::Now("导出还没有完成，可以导出到别处"),
            (None, Some(_)) => Busy::Now("正在导出…"),
            (None, None) => Busy::No,
        }
    }

    /// Whether a dialog waits to be shown.
    #[must_use]
    pub(crate) fn has_dialog(&self) -> bool {
        !self.dialogs.is_empty()
    }

    /// Asks nothing more about the report that was on the desk: an answer would be taken for the next one.
    pub(crate) fn forget_questions(&mut self) {
        self.dialogs.retain(|dialog| !matches!(dialog, Dialog::Overwrite { .. } | Dialog::Choice { .. } | Dialog::Unsaved(_)));
    }

    /// Asks no more whose file is right: what is there is another one by now.
    pub(crate) fn forget_whose(&mut self) {
        self.dialogs.retain(|dialog| !dialog.asks(CHANGED));
    }

    /// Tells no more of saves before this one.
    fn forget_saves(&mut self) {
        self.forget_whose();
        let is_of_a_save = |dialog: &Dialog| matches!(dialog, Dialog::Overwrite { purpose: Purpose::SaveAs, .. }) || dialog.asks(NOT_SAVED);
        self.dialogs.retain(|dialog| !is_of_a_save(dialog));
    }

    /// Asks no more about leaving, and of what is slow once more.
    pub(crate) fn ask_anew(&mut self) {
        self.dialogs.retain(|dialog| !matches!(dialog, Dialog::Unsaved(_)));
        if let Some(saving) = &mut self.saving {
            saving.asked = false;
        }
        if let Some(exporting) = &mut self.exporting {
            exporting.asked = false;
        }
    }

    /// Gives up the export that is under way.
    pub(crate) fn give_up_exporting(&mut self) {
        self.exporting = None;
    }

    /// Gives up the save that is under way, if any; says whether one was.
    pub(crate) fn give_up_saving(&mut self) -> bool {
        self.looking = None;
        self.saving.take().is_some()
    }
}

impl App {
    /// Saves the report into its file; a save that is under way comes first.
    pub(crate) fn save_own(&mut self, context: &egui::Context, overwrite: Overwrite) {
        if let Some(saving) = &mut self.beside.saving {
            if saving.again != Some(Overwrite::Mine) {
                saving.again = Some(overwrite);
            }
            return;
        }
        let Some(desk) = &mut self.desk else { return };
        match desk.document.saving(&mut desk.session, SystemTime::now(), overwrite) {
            Ok(saving) => {
                let path = desk.document.path().map(Path::to_owned).unwrap_or_default();
                self.begin_saving(context, saving, path);
            }
            Err(error) => self.not_saved(&error),
        }
    }

    /// Saves the report elsewhere. A save that is under way is given up: the clerk chose another place.
    pub(crate) fn save_to(&mut self, context: &egui::Context, path: PathBuf, overwrite: Overwrite) {
        let Some(desk) = &mut self.desk else { return };
        let saving = desk.document.saving_as(&mut desk.session, &path, overwrite, SystemTime::now());
        self.begin_saving(context, saving, path);
    }

    fn begin_saving(&mut self, context: &egui::Context, saving: Saving, path: PathBuf) {
        let looking = self.desk.as_ref().and_then(|desk| desk.document.looking());
        let editions = self.services.editions.clone();
        let work = Work::start(context, saving.halt(), move || match (saving.run(), looking) {
            (Ok(saved), _) => Outcome::Saved(saved),
            (Err(error), Some(looking)) if *error.what() == FileError::ChangedOnDisk => Outcome::Changed(Box::new(looking.read(&editions))),
            (Err(error), _) => Outcome::Failed(error),
        });
        self.beside.looking = None;
        self.beside.forget_saves();
        // What is told from here on is told while it is saved, and stays.
        self.told = None;
        self.beside.saving = Some(UnderWay { work, path, again: None, asked: false });
    }

    /// Writes an export.
    pub(crate) fn export_beside(&mut self, context: &egui::Context, export: Export, bytes: Vec<u8>, overwrite: Overwrite) {
        let (disk, halt) = halting(Arc::clone(&self.services.workplace.disk));
        let target = export.path.clone();
        let work = Work::start(context, halt, move || {
            if overwrite == Overwrite::Ask {
                must_be_free(&*disk, &target)?;
            }
            save_on(&*disk, &target, &bytes, Links::Refuse)
        });
        self.beside.exporting = Some(Exporting { work, export, asked: false });
    }

    /// Looks at the file when the clerk comes back to the window.
    pub(crate) fn notice_change_on_disk(&mut self, context: &egui::Context) {
        let looking = self.desk.as_ref().and_then(|desk| desk.document.looking());
        let is_busy = self.dialog.is_some() || self.beside.has_dialog() || self.beside.is_busy() || self.openings.is_under_way();
        let Some(looking) = looking.filter(|_| !is_busy) else { return };
        let (editions, look) = (self.services.editions.clone(), looking.clone());
        self.beside.looking = Some((looking, Work::start(context, Halt::default(), move || look.changed(&editions))));
    }

    /// Takes away what saves that were killed left beside a file that was opened.
    pub(crate) fn sweep_beside(&mut self, context: &egui::Context, path: &Path) {
        let (disk, path) = (Arc::clone(&self.services.workplace.disk), path.to_owned());
        let sweep = move || sweep_unfinished(&*disk, &path, SystemTime::now());
        self.beside.sweeping = Some(Work::start(context, Halt::default(), sweep));
    }

    /// Takes what was done beside the window since the last frame.
    pub(crate) fn poll_beside(&mut self, context: &egui::Context) {
        self.poll_saving(context);
        self.poll_exporting(context);
        self.poll_looking();
        if self.beside.sweeping.as_ref().is_some_and(|work| !matches!(work.poll(), Progress::Pending)) {
            self.beside.sweeping = None;
        }
        self.show_what_waits(context);
        if self.beside.is_busy() {
            // A save that turns slow is no event of the window.
            context.request_repaint_after(Duration::from_millis(500));
        }
    }

    fn poll_saving(&mut self, context: &egui::Context) {
        let Some(saving) = &self.beside.saving else { return };
        let outcome = match saving.work.poll() {
            Progress::Pending => return self.ask_who_waits(context),
            Progress::Done(outcome) => outcome,
            Progress::Lost => Outcome::Failed(lost("没有保存").at(&saving.path)),
        };
        let Some(saving) = self.beside.saving.take() else { return };
        if matches!(&self.dialog, Some(Dialog::Slow { .. })) {
            self.dialog = None;
        }
        match outcome {
            Outcome::Saved(saved) => self.saved(context, saved, saving.again),
            // Asked already, and answered while this save was under way.
            Outcome::Changed(_) if saving.again == Some(Overwrite::Mine) => self.save_own(context, Overwrite::Mine),
            Outcome::Changed(theirs) => self.ask_whose(*theirs),
            Outcome::Failed(error) if *error.what() == FileError::Taken => {
                self.show_next(Dialog::Overwrite { purpose: Purpose::SaveAs, path: saving.path });
            }
            Outcome::Failed(error) => self.not_saved(&error),
        }
    }

    fn saved(&mut self, context: &egui::Context, saved: Saved, again: Option<Overwrite>) {
        let Some(desk) = &mut self.desk else { return };
        if let Some(told) = desk.document.finish(&mut desk.session, saved).into_iter().next() {
            self.told = Some(told);
        }
        let (path, report) = (desk.document.path().map(Path::to_owned), desk.session.report().clone());
        if let Some(path) = path {
            self.note_recent(&path, &report);
        }
        if let Some(overwrite) = again {
            // What stands in an open field stays there: it may be under hands that type.
            if self.desk.as_ref().is_some_and(|desk| desk.session.is_unsaved()) {
                return self.save_own(context, overwrite);
            }
        }
        if let Some(then) = self.after_saving.take() {
            self.leave_after_all(context, then);
        }
    }

    /// Goes on to what waited. What was typed meanwhile is asked about, though not under the hands that type it.
    fn leave_after_all(&mut self, context: &egui::Context, then: Then) {
        let is_unsaved = |desk: &Desk| desk.session.is_unsaved() || desk.unfinished().is_some();
        if self.beside.holds_up(&then) {
            self.after_saving = Some(then);
        } else if self.desk.as_ref().is_some_and(is_unsaved) {
            self.show_next(Dialog::Unsaved(then));
        } else {
            self.leave(context, then);
        }
    }

    fn not_saved(&mut self, error: &FileError) {
        self.after_saving = None;
        let kept = if self.is_journalled() {
            "内容还在窗口里，也在恢复记录里"
        } else {
            "内容还在窗口里，但没有写进恢复记录，请马上另存到别处"
        };
        let lines = vec![error.to_string(), kept.to_owned()];
        let choices = vec![("另存为…".to_owned(), Action::Run(Command::SaveAs))];
        self.show_next(Dialog::Choice { title: NOT_SAVED.to_owned(), lines, choices });
    }

    fn is_journalled(&self) -> bool {
        self.desk.as_ref().is_some_and(|desk| desk.document.journal_trouble().is_none())
    }

    /// Who waits for a slow save to go on may save elsewhere, or go on without it.
    fn ask_who_waits(&mut self, context: &egui::Context) {
        if self.is_asking_or_typing(context) {
            return;
        }
        let (Some(saving), Some(then), None) = (&mut self.beside.saving, &self.after_saving, &self.dialog) else { return };
        if !saving.asked && saving.work.waited_s(context) >= SLOW_AFTER_S {
            saving.asked = true;
            let then = then.clone();
            self.dialog = Some(Dialog::Slow { then, is_journalled: self.is_journalled() });
        }
    }

    /// Who waits for a slow export to leave may leave without it.
    fn ask_who_waits_for_export(&mut self, context: &egui::Context) {
        if self.beside.is_saving() || self.dialog.is_some() || self.is_asking_or_typing(context) {
            return;
        }
        let (Some(exporting), Some(then)) = (&mut self.beside.exporting, &self.after_saving) else { return };
        if !exporting.asked && exporting.work.waited_s(context) >= SLOW_AFTER_S {
            exporting.asked = true;
            let lines = vec![exporting.export.path.display().to_string(), "这个位置还没有回应，可以再等，也可以不等".to_owned()];
            let choices = vec![("不等了".to_owned(), Action::LeaveUnexported(then.clone()))];
            self.dialog = Some(Dialog::Choice { title: SLOW_EXPORT.to_owned(), lines, choices });
        }
    }

    fn poll_exporting(&mut self, context: &egui::Context) {
        let Some(exporting) = &self.beside.exporting else { return };
        let outcome = match exporting.work.poll() {
            Progress::Pending => return self.ask_who_waits_for_export(context),
            Progress::Done(outcome) => outcome,
            Progress::Lost => Err(lost("没有保存").at(&exporting.export.path)),
        };
        let Some(Exporting { export, .. }) = self.beside.exporting.take() else { return };
        if self.dialog.as_ref().is_some_and(|dialog| dialog.asks(SLOW_EXPORT)) {
            self.dialog = None;
        }
        match outcome {
            Ok(()) => {
                if let Some(then) = self.after_saving.take() {
                    self.leave_after_all(context, then);
                } else {
                    let Export { path, lines, offers_checklist, .. } = export;
                    self.show_next(Dialog::Exported { path, lines, offers_checklist });
                }
            }
            // Another report may have come onto the desk since; what is overwritten is meant to be overwritten with this one.
            Err(error) if *error.what() == FileError::Taken && self.session().is_some_and(|session| session.report().id == export.of) => {
                self.show_next(Dialog::Overwrite { purpose: export.purpose, path: export.path });
            }
            Err(error) => {
                self.after_saving = None;
                self.show_next(Dialog::Sentence { title: "没有导出".to_owned(), lines: vec![error.to_string()] });
            }
        }
    }

    fn poll_looking(&mut self) {
        let Some((looking, work)) = &self.beside.looking else { return };
        let found = match work.poll() {
            Progress::Pending => return,
            // What was saved since is no change of another program's.
            Progress::Done(found) => found.filter(|_| self.desk.as_ref().is_some_and(|desk| looking.is_of(&desk.document))),
            Progress::Lost => None,
        };
        self.beside.looking = None;
        if let Some(theirs) = found {
            self.ask_whose(theirs);
        }
    }

    /// Shows a dialog once no other one is open and nobody is typing.
    pub(crate) fn show_next(&mut self, dialog: Dialog) {
        self.beside.dialogs.push_back(dialog);
    }

    /// A dialog that comes by itself must not come under hands that are typing: it would swallow what was meant for the report, and
    /// be answered unread.
    fn show_what_waits(&mut self, context: &egui::Context) {
        if self.beside.has_dialog() && self.dialog.is_none() && !self.is_asking_or_typing(context) {
            match self.beside.dialogs.pop_front() {
                // It may be saved by now.
                Some(Dialog::Unsaved(then)) => self.leave(context, then),
                dialog => self.dialog = dialog,
            }
        }
    }

    /// Whether something would come between: over the preview of what is pasted, or under hands that type. Then it is looked again.
    fn is_asking_or_typing(&self, context: &egui::Context) -> bool {
        let left_s = typed_ahead::rest_in_s(context);
        if left_s > 0.0 {
            context.request_repaint_after(Duration::from_secs_f64(left_s));
        }
        left_s > 0.0 || self.desk.as_ref().is_some_and(|desk| desk.grid.is_asking())
    }
}
