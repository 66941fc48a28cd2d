//! What leaves the window for a disk: saves and exports beside it, what is asked about them, and what waits for their outcome.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use egui::Context;

use super::choosing;
use super::exporting::{self, Export, Exports};
use super::looking::{CHANGED, TheirFile, Watch};
use super::room::Room;
use super::saving::{Ended, Outcome, Saves};
use crate::file::{self, FileError, Overwrite, Saved, Saving, Theirs, diagnosis};
use crate::ui::commands::{Action, Command, Purpose, Then};
use crate::ui::desk::{Busy, Desk};
use crate::ui::dialogs::{BeforeExport, Choice, Dialog, Exported, Replace, Sentence, SlowSave, Unsaved};
use crate::ui::fault::what_it_is;

/// What a save that is slow is said to be.
const SLOW: &str = "保存还没有完成，可以接着填，也可以另存到别处";

/// The head of the question whether to wait for an export.
const SLOW_EXPORT: &str = "导出还没有完成";

/// The head of what is said of a save that failed.
const NOT_SAVED: &str = "没有保存";

/// Saves, exports, the file as others leave it, and what goes on after them.
#[derive(Default)]
pub(super) struct Writing {
    saves: Saves,
    exports: Exports,
    watch: Watch,
    /// What goes on after the report is saved.
    after_saving: Option<Then>,
}

impl Writing {
    /// Whether anything is under way.
    #[must_use]
    pub(super) fn is_busy(&self) -> bool {
        self.saves.is_busy() || self.exports.is_under_way() || self.watch.is_under_way()
    }

    /// Whether going on has to wait for a save, or for an export too where the program would end.
    #[must_use]
    pub(super) fn holds_up(&self, then: &Then) -> bool {
        self.saves.is_under_way() || (self.exports.is_under_way() && *then == Then::Quit)
    }

    /// What the line at the foot says.
    #[must_use]
    pub(super) fn status(&self, context: &Context) -> Busy {
        match (self.saves.is_slow(context), self.exports.is_slow(context)) {
            (Some(true), _) => Busy::Slow(SLOW),
            (Some(false), _) => Busy::Now("正在保存…"),
            (None, Some(true)) => Busy::Now("导出还没有完成，可以导出到别处"),
            (None, Some(false)) => Busy::Now("正在导出…"),
            (None, None) => Busy::No,
        }
    }

    /// Has that go on once what is under way has ended; with `None`, nothing.
    pub(super) fn then(&mut self, then: Option<Then>) {
        self.after_saving = then;
    }

    /// Asks no more about leaving, and of what is slow once more.
    pub(super) fn ask_anew(&mut self, room: &mut Room<'_>) {
        room.dialogs.forget(|dialog| matches!(dialog, Dialog::Unsaved(_)));
        self.saves.ask_anew();
        self.exports.ask_anew();
    }

    /// Gives up the save that is under way, if any, and asks nothing more about the report that was on the desk: an answer would
    /// be taken for the next one. Says whether a save was under way.
    pub(super) fn give_up_saving(&mut self, room: &mut Room<'_>) -> bool {
        room.dialogs.forget(|dialog| matches!(dialog, Dialog::Overwrite(_) | Dialog::Choice(_) | Dialog::Unsaved(_)));
        self.watch.give_up();
        self.saves.give_up()
    }

    /// Gives up the export that is under way.
    pub(super) fn give_up_exporting(&mut self) {
        self.exports.give_up();
    }

    /// Takes what came of it since the last frame; gives what may be gone on to.
    pub(super) fn poll(&mut self, room: &mut Room<'_>) -> Option<Then> {
        let saved = self.poll_saving(room);
        let exported = self.poll_exporting(room);
        if let Some(theirs) = self.watch.poll(room.desk.as_ref()) {
            self.ask_whose(room, theirs);
        }
        saved.or(exported)
    }

    /// Looks at the file when the clerk comes back to the window.
    pub(super) fn look_at_the_file(&mut self, room: &Room<'_>) {
        let is_busy = !room.dialogs.is_quiet() || self.is_busy();
        if let Some(looking) = room.desk.as_ref().and_then(|desk| desk.document().looking()).filter(|_| !is_busy) {
            self.watch.begin(room.context, looking, &room.services.editions);
        }
    }

    /// The file of another program, as it was read when the clerk was asked.
    pub(super) fn take_theirs(&mut self) -> Option<Theirs> {
        self.watch.take_theirs()
    }

    /// Takes away what saves that were killed left beside a file that was opened.
    pub(super) fn sweep(&mut self, room: &Room<'_>, path: &Path) {
        self.saves.sweep(room.context, std::sync::Arc::clone(&room.services.workplace.disk), path);
    }
}

/// Saving.
impl Writing {
    /// Saves where the report came from, else asks where.
    pub(super) fn save(&mut self, room: &mut Room<'_>) {
        room.flush();
        if self.saves.is_under_way() || room.desk.as_ref().is_some_and(|desk| desk.document().path().is_some()) {
            self.save_own(room, Overwrite::Ask);
        } else {
            choosing::ask_for_file(room, Purpose::SaveAs);
        }
    }

    /// Saves the report into its file; a save that is under way comes first.
    pub(super) fn save_own(&mut self, room: &mut Room<'_>, overwrite: Overwrite) {
        if self.saves.follow(overwrite) {
            return;
        }
        let Some(desk) = room.desk else { return };
        match desk.saving(SystemTime::now(), overwrite) {
            Ok(saving) => {
                let path = desk.document().path().map(Path::to_owned).unwrap_or_default();
                self.begin_saving(room, saving, path);
            }
            Err(error) => self.not_saved(room, &error),
        }
    }

    /// Saves the report elsewhere. A save that is under way is given up: the clerk chose another place.
    pub(super) fn save_to(&mut self, room: &mut Room<'_>, path: PathBuf, overwrite: Overwrite) {
        let Some(desk) = room.desk else { return };
        let saving = desk.saving_as(&path, overwrite, SystemTime::now());
        self.begin_saving(room, saving, path);
    }

    fn begin_saving(&mut self, room: &mut Room<'_>, saving: Saving, path: PathBuf) {
        let looking = room.desk.as_ref().and_then(|desk| desk.document().looking());
        self.watch.give_up();
        // No more is told of saves before this one.
        let is_of_a_save = |dialog: &Dialog| match dialog {
            Dialog::Overwrite(replace) => replace.purpose == Purpose::SaveAs,
            dialog => dialog.asks(NOT_SAVED) || dialog.asks(CHANGED),
        };
        room.dialogs.forget(is_of_a_save);
        // What is told from here on is told while it is saved, and stays.
        *room.told = None;
        self.saves.begin(room.context, saving, looking, path, &room.services.editions);
    }

    /// Takes what came of a save; gives what may be gone on to.
    fn poll_saving(&mut self, room: &mut Room<'_>) -> Option<Then> {
        let Some(Ended { outcome, path, again }) = self.saves.poll() else {
            self.ask_who_waits(room);
            return None;
        };
        room.dialogs.close_if(|dialog| matches!(dialog, Dialog::Slow(_)));
        match outcome {
            Outcome::Saved(saved) => return self.saved(room, saved, again),
            // Asked already, and answered while this save was under way.
            Outcome::Changed(_) if again == Some(Overwrite::Mine) => self.save_own(room, Overwrite::Mine),
            Outcome::Changed(theirs) => self.ask_whose(room, *theirs),
            Outcome::Failed(error) if *error.what() == FileError::Taken => {
                room.dialogs.show_next(Dialog::Overwrite(Replace { purpose: Purpose::SaveAs, path, beside: None }));
            }
            Outcome::Failed(error) => self.not_saved(room, &error),
        }
        None
    }

    fn saved(&mut self, room: &mut Room<'_>, saved: Saved, again: Option<Overwrite>) -> Option<Then> {
        let desk = room.desk.as_mut()?;
        if let Some(told) = desk.finish_saving(saved).into_iter().next() {
            *room.told = Some(told);
        }
        if let Some(path) = desk.document().path() {
            room.remembered.note_recent(path, &desk.session().report().title());
        }
        if let Some(overwrite) = again {
            // What stands in an open field stays there: it may be under hands that type.
            if room.is_unsaved() {
                self.save_own(room, overwrite);
                return None;
            }
        }
        self.go_on_after_all(room)
    }

    /// What waited, where it may be gone on to. What was typed meanwhile is asked about, though not under the hands that type it.
    fn go_on_after_all(&mut self, room: &mut Room<'_>) -> Option<Then> {
        let is_unsaved = |desk: &Desk| desk.session().is_unsaved() || desk.unfinished().is_some();
        let then = self.after_saving.take()?;
        if self.holds_up(&then) {
            self.after_saving = Some(then);
        } else if room.desk.as_ref().is_some_and(is_unsaved) {
            room.dialogs.show_next(Dialog::Unsaved(Unsaved { then }));
        } else {
            return Some(then);
        }
        None
    }

    fn not_saved(&mut self, room: &mut Room<'_>, error: &FileError) {
        self.after_saving = None;
        let kept = if room.is_journalled() {
            "内容还在窗口里，也在恢复记录里"
        } else {
            "内容还在窗口里，但没有写进恢复记录，请马上另存到别处"
        };
        let lines = vec![error.to_string(), kept.to_owned()];
        room.dialogs.show_next(Dialog::Choice(Choice::one(NOT_SAVED, lines, "另存为…", Action::Run(Command::SaveAs))));
    }

    /// Who waits for a slow save to go on may save elsewhere, or go on without it.
    fn ask_who_waits(&mut self, room: &mut Room<'_>) {
        let Some(then) = self.after_saving.clone() else { return };
        if self.saves.is_under_way() && !room.is_asking_or_typing() && !room.dialogs.is_open() && self.saves.asks_who_waits(room.context) {
            let is_journalled = room.is_journalled();
            room.dialogs.show(Dialog::Slow(SlowSave { then, is_journalled }));
        }
    }

    /// Another program changed the file: it is asked whose is right. What was asked before was asked about an older state of it.
    fn ask_whose(&mut self, room: &mut Room<'_>, theirs: TheirFile) {
        let Some(desk) = room.desk else { return };
        room.dialogs.forget(|dialog| dialog.asks(CHANGED));
        let question = self.watch.question(desk, theirs);
        room.dialogs.ask_anew(CHANGED, question);
    }
}

/// Exporting.
impl Writing {
    /// Writes an export.
    pub(super) fn export_to(&mut self, room: &mut Room<'_>, purpose: Purpose, path: PathBuf, overwrite: Overwrite) {
        let Some(desk) = room.desk else { return };
        match exporting::made(desk.session(), room.services, room.remembered.paper(), purpose) {
            Ok((files, lines)) => {
                let of = desk.session().report().id.clone();
                let offers_checklist = !purpose.is_draft() && !matches!(purpose, Purpose::Checklist | Purpose::Poster);
                let own = desk.document().path().map(Path::to_owned);
                let export = Export { purpose, of, path, own, lines, offers_checklist };
                self.exports.begin(room.context, &room.services.workplace.disk, export, move || files, overwrite);
            }
            Err(sentence) => room.say("没有导出", vec![sentence]),
        }
    }

    /// Saves the manual.
    pub(super) fn save_manual(&mut self, room: &mut Room<'_>, path: PathBuf, overwrite: Overwrite) {
        let form = room.services.editions.iter().last();
        match form.map(|form| file::pdf::manual(form, &room.services.shipped_faces)) {
            Some(Ok(bytes)) => {
                let lines = vec!["可以打印，也可以拷给同事".to_owned()];
                self.export_of_the_program(room, Purpose::Manual, (path, overwrite), lines, move || vec![("pdf", bytes)]);
            }
            Some(Err(error)) => room.say("没有导出", vec![error.to_string()]),
            None => {}
        }
    }

    /// Writes down what a maker needs to find a fault.
    pub(super) fn diagnose(&mut self, room: &Room<'_>, path: PathBuf, overwrite: Overwrite) {
        let lines = vec!["里面有版本、系统、运行记录，没有年报的内容，可以交给做程序的人".to_owned()];
        let window = window_now(room);
        let (data, now) = (room.services.workplace.data.clone(), (room.services.now)());
        let files = move || vec![("txt", diagnosis(data.as_ref(), &now, &window).into_bytes())];
        self.export_of_the_program(room, Purpose::Diagnosis, (path, overwrite), lines, files);
    }

    /// Writes what is about the program, whatever report is open.
    fn export_of_the_program(
        &mut self,
        room: &Room<'_>,
        purpose: Purpose,
        (path, overwrite): (PathBuf, Overwrite),
        lines: Vec<String>,
        files: impl FnOnce() -> exporting::Files + Send + 'static,
    ) {
        let own = room.desk.as_ref().and_then(|desk| desk.document().path()).map(Path::to_owned);
        let export = Export { purpose, of: String::new(), path, own, lines, offers_checklist: false };
        self.exports.begin(room.context, &room.services.workplace.disk, export, files, overwrite);
    }

    /// Takes what came of an export; gives what may be gone on to.
    fn poll_exporting(&mut self, room: &mut Room<'_>) -> Option<Then> {
        let Some((export, outcome)) = self.exports.poll() else {
            self.ask_who_waits_for_export(room);
            return None;
        };
        room.dialogs.close_if(|dialog| dialog.asks(SLOW_EXPORT));
        let Export { purpose, of, path, lines, offers_checklist, .. } = export;
        let is_on_desk = room.desk.as_ref().is_some_and(|desk| desk.session().report().id == of);
        match outcome {
            Ok(()) if self.after_saving.is_some() => return self.go_on_after_all(room),
            Ok(()) => room.dialogs.show_next(Dialog::Exported(Exported { path, lines, offers_checklist })),
            // Another report may have come onto the desk since; what is overwritten is meant to be overwritten with this one.
            Err(error) if *error.what() == FileError::Taken && (is_on_desk || purpose.of_the_program().is_some()) => {
                let beside = error.path().filter(|taken| *taken != path).map(Path::to_owned);
                room.dialogs.show_next(Dialog::Overwrite(Replace { purpose, path, beside }));
            }
            Err(error) => {
                self.after_saving = None;
                room.dialogs.show_next(Dialog::Sentence(Sentence::new("没有导出", vec![error.to_string()])));
            }
        }
        None
    }

    /// Who waits for a slow export to leave may leave without it.
    fn ask_who_waits_for_export(&mut self, room: &mut Room<'_>) {
        if self.saves.is_under_way() || room.dialogs.is_open() {
            return;
        }
        let Some(then) = self.after_saving.clone() else { return };
        if !self.exports.is_under_way() || room.is_asking_or_typing() {
            return;
        }
        if let Some(path) = self.exports.asks_who_waits(room.context) {
            let lines = vec![path, "这个位置还没有回应，可以再等，也可以不等".to_owned()];
            room.dialogs.show(Dialog::Choice(Choice::one(SLOW_EXPORT, lines, "不等了", Action::LeaveUnexported(then))));
        }
    }
}

/// What the program is, and how its window stands.
fn window_now(room: &Room<'_>) -> String {
    let size = room.context.content_rect().size();
    let (scale, zoom) = (room.context.pixels_per_point(), room.remembered.zoom_percent());
    let what = what_it_is(&room.services.renderer);
    format!("{what}\n窗口：{} × {} 点，每点 {scale} 像素，缩放 {zoom}%", size.x.round(), size.y.round())
}

/// Says what is to be said before an export.
pub(crate) fn before_export(room: &mut Room<'_>, as_json: bool) {
    let Some(desk) = room.desk else { return };
    let (as_draft, lines) = exporting::what_to_say(desk.session());
    let purpose = if as_json { Purpose::Json { as_draft } } else { Purpose::Pdf { as_draft } };
    let paper = room.remembered.paper();
    room.dialogs.show(Dialog::BeforeExport(BeforeExport { purpose, lines, paper }));
}
