//! Files in the window: leaving one for another, saving, exporting, and what is asked before any of it.

pub(super) mod exporting;
pub(super) mod opening;
mod outside;
pub(super) mod saving;
pub(super) mod work;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::ViewportCommand;

use super::app::App;
use super::commands::table::{Action, NewFromLast, NewReport, Purpose, Then};
use super::desk::Desk;
use super::dialogs::path_field::PathField;
use super::dialogs::versions::{VersionList, edit_to};
use super::dialogs::{Dialog, Waiting};
use super::services::FileQuestion;
use crate::file::{self, Document, FileError, Overwrite, Theirs};
use crate::report::{Edit, Report, differences};
use crate::session::Session;
use saving::{CHANGED, Export};

/// The sample that is shipped.
const SAMPLE: &[u8] = include_bytes!("../../../assets/samples/xipo-2020.json");

impl App {
    /// Goes on to something else, asking first where there are unsaved changes.
    pub(crate) fn leave(&mut self, context: &egui::Context, then: Then) {
        self.with_desk(Desk::flush);
        self.beside.ask_anew();
        if self.beside.holds_up(&then) {
            self.after_saving = Some(then);
        } else if self.desk.as_ref().is_some_and(|desk| desk.session.is_unsaved()) {
            self.dialog = Some(Dialog::Unsaved(then));
        } else {
            self.go_on(context, then);
        }
    }

    /// Goes on; what is unsaved is given up, as the clerk chose.
    pub(crate) fn go_on(&mut self, context: &egui::Context, then: Then) {
        self.told = None;
        self.after_saving = None;
        match then {
            Then::Quit => {
                self.may_close = true;
                self.clear_desk(context);
                context.send_viewport_cmd(ViewportCommand::Close);
            }
            Then::Leave | Then::New => {
                self.clear_desk(context);
                self.start.go_to();
            }
            Then::FromLast(new) => self.create_from_last(context, *new),
            Then::Open(path) => self.open_file(context, &path),
            Then::Sample => self.open_sample(context),
        }
    }

    /// Puts the report away for good; nothing of it is left to recover. Where a save of it is under way, its journal stays: what
    /// the file will be is not known.
    pub(crate) fn clear_desk(&mut self, context: &egui::Context) {
        self.beside.forget_questions();
        let is_saving = self.beside.give_up_saving();
        if let Some(desk) = self.desk.take() {
            if is_saving {
                drop(desk);
            } else {
                desk.document.close();
            }
            if !self.may_close {
                self.look_for_recoverable(context);
            }
        }
    }

    pub(crate) fn create(&mut self, context: &egui::Context, new: &NewReport) {
        let Some(form) = self.services.editions.for_year(new.year) else { return };
        let report = Report::blank(form, &(self.services.new_id)(), new.year, &new.unit, new.level);
        let document = Document::new(&self.services.workplace, &report.id);
        let session = Session::new(Arc::clone(form), report, self.services.covers());
        self.clear_desk(context);
        self.desk = Some(Desk::new(session, document));
    }

    /// Puts a report on the desk that was made from last year's. It is nowhere on disk yet.
    fn create_from_last(&mut self, context: &egui::Context, new: NewFromLast) {
        let NewFromLast { report, fill } = new;
        let Some(form) = self.services.editions.for_year(report.year) else { return };
        let document = Document::new(&self.services.workplace, &report.id);
        let mut session = Session::new(Arc::clone(form), report, self.services.covers());
        if !fill.is_empty() {
            session.apply(Edit::Cells(fill));
        }
        session.mark_unsaved();
        self.clear_desk(context);
        self.desk = Some(Desk::new(session, document));
    }

    fn open_sample(&mut self, context: &egui::Context) {
        match file::open_bytes(SAMPLE, &self.services.editions) {
            Ok(mut opened) => {
                opened.report.id = (self.services.new_id)();
                let document = Document::new(&self.services.workplace, &opened.report.id);
                self.put_on_desk(context, opened, document);
            }
            Err(error) => self.told = Some(error.to_string()),
        }
    }

    pub(crate) fn note_recent(&mut self, path: &Path, report: &Report) {
        self.remembered.note_recent(path, &title(report));
    }

    /// Saves where the report came from, else asks where.
    pub(crate) fn save(&mut self, context: &egui::Context) {
        self.with_desk(Desk::flush);
        if self.beside.is_saving() || self.desk.as_ref().is_some_and(|desk| desk.document.path().is_some()) {
            self.save_own(context, Overwrite::Ask);
        } else {
            self.ask_for_file(context, Purpose::SaveAs);
        }
    }

    /// Another program changed the file: mine, theirs, and what differs.
    pub(crate) fn ask_whose(&mut self, theirs: Result<Theirs, FileError>) {
        let Some(desk) = &self.desk else { return };
        // What was asked before was asked about an older state of it.
        self.beside.forget_whose();
        let mut lines = vec!["文件已被另一个程序改动".to_owned()];
        match &theirs {
            Ok(Theirs { opened, .. }) if opened.report.edition == desk.session.form().edition => {
                let differing = differences(desk.session.form(), &opened.report, desk.session.report());
                lines.push(format!("与窗口里的相比有 {} 处不同（磁盘上的→窗口里的）", differing.len()));
                lines.extend(differing.into_iter().map(|difference| difference.sentence));
            }
            Ok(_) => lines.push("磁盘上的是另一份报告".to_owned()),
            Err(error) => lines.push(error.to_string()),
        }
        let mut choices = vec![
            ("另存我的…".to_owned(), Action::Run(super::commands::table::Command::SaveAs)),
            ("以我的为准".to_owned(), Action::SaveMine),
        ];
        // What cannot be read cannot be gone on with.
        self.theirs = theirs.ok();
        if self.theirs.is_some() {
            choices.push(("改用磁盘上的".to_owned(), Action::TakeTheirs));
        }
        let question = Dialog::Choice { title: CHANGED.to_owned(), lines, choices };
        match &mut self.dialog {
            Some(asked) if asked.asks(CHANGED) => *asked = question,
            _ => self.show_next(question),
        }
    }

    /// Goes on with the file as it was read when the clerk was asked, so that nothing here is given up for what is not there.
    pub(crate) fn take_theirs(&mut self, context: &egui::Context) {
        let Some(theirs) = self.theirs.take() else { return };
        let is_read_only = self.desk.as_ref().is_some_and(|desk| desk.document.read_only().is_some() && !desk.session.is_unsaved());
        if is_read_only && let Some(path) = self.desk.as_ref().and_then(|desk| desk.document.path().map(Path::to_owned)) {
            // Nothing was typed here, and whoever edited it may be gone.
            self.clear_desk(context);
            return self.open_file(context, &path);
        }
        let Some(Desk { mut document, .. }) = self.desk.take() else { return };
        self.beside.forget_questions();
        self.beside.give_up_saving();
        let opened = document.take(theirs);
        self.lay_on_desk(opened, document);
    }

    pub(crate) fn show_versions(&mut self, chosen: usize) {
        let Some(desk) = &self.desk else { return };
        let listed = match &self.dialog {
            Some(Dialog::Versions(list)) => Some(list.versions()),
            _ => desk.document.versions(&desk.session).map(|versions| (versions.list(), versions.folder().display().to_string())),
        };
        let list = listed.and_then(|(versions, folder)| VersionList::new(versions, folder, chosen, desk, &self.services.editions));
        self.dialog = Some(match list {
            Some(list) => Dialog::Versions(Box::new(list)),
            None => Dialog::Sentence {
                title: "历史版本".to_owned(), lines: vec!["还没有历史版本，保存过两次以后才有".to_owned()]
            },
        });
    }

    pub(crate) fn restore(&mut self, report: &Report) {
        let Some(desk) = &self.desk else { return };
        let edit = edit_to(desk.session.form(), desk.session.report(), report);
        let is_locked = desk.is_locked();
        self.apply(edit);
        self.told = Some(if is_locked { "没有恢复：现在的内容不能改动" } else { "已恢复，可用 Ctrl+Z 撤回" }.to_owned());
    }

    pub(crate) fn ask_to_clear_traces(&mut self) {
        let lines = vec!["恢复记录、历史版本和最近文件的列表会从本机删除，年报文件不动".to_owned()];
        let choices = vec![("清除".to_owned(), Action::ClearTraces)];
        self.dialog = Some(Dialog::Choice { title: "清除本机痕迹".to_owned(), lines, choices });
    }

    pub(crate) fn clear_traces(&mut self) {
        if self.finding.is_under_way() {
            // What it holds cannot be cleared now.
            self.finding.clear_afterwards();
        }
        // What is listed holds its journals.
        self.recoverable.clear();
        self.unreadable.clear();
        self.remembered.settle();
        let cleared = self.services.workplace.data.as_ref().map(crate::file::DataFolder::clear_traces);
        self.told = Some(match cleared {
            Some(Ok(cleared)) => cleared.sentence(),
            Some(Err(error)) => error.to_string(),
            None => "本机没有留下痕迹".to_owned(),
        });
        self.remembered.reload();
    }

    /// Says what is to be said before an export.
    pub(crate) fn before_export(&mut self, as_json: bool) {
        let Some(desk) = &self.desk else { return };
        let (is_blocked, lines) = exporting::what_to_say(&desk.session);
        let purpose = if as_json { Purpose::Json { as_draft: is_blocked } } else { Purpose::Pdf { as_draft: is_blocked } };
        self.dialog = Some(Dialog::BeforeExport { purpose, lines, paper: self.remembered.paper() });
    }

    pub(crate) fn ask_for_file(&mut self, context: &egui::Context, purpose: Purpose) {
        let question = self.question(purpose);
        let answer = self.services.dialogs.ask(question, context);
        let since_s = context.input(|input| input.time);
        self.dialog = Some(Dialog::Waiting(Waiting { purpose, answer, since_s }));
    }

    fn question(&self, purpose: Purpose) -> FileQuestion {
        let kinds = match purpose {
            Purpose::Open | Purpose::LastYear | Purpose::FromLast => vec![("年报", vec!["nianbao", "json", "pdf", "docx"])],
            Purpose::SaveAs => vec![("年报草稿", vec!["nianbao"])],
            Purpose::Pdf { .. } | Purpose::Checklist => vec![("PDF", vec!["pdf"])],
            Purpose::Json { .. } => vec![("JSON", vec!["json"])],
        };
        let offered = self.offered_path(purpose);
        let file_name = offered.file_name().map(|name| name.to_string_lossy().into_owned());
        FileQuestion {
            is_save: purpose.is_save(),
            title: purpose.title().to_owned(),
            folder: offered.parent().map(Path::to_owned),
            file_name: file_name.filter(|_| purpose.is_save()),
            kinds,
        }
    }

    /// The path that is offered: beside the report's file, else beside the last one, else at home.
    fn offered_path(&self, purpose: Purpose) -> PathBuf {
        let beside = self.desk.as_ref().and_then(|desk| desk.document.path()?.parent().map(Path::to_owned));
        let beside = beside.or_else(|| self.remembered.recent().first()?.path.parent().map(Path::to_owned));
        let folder = beside.or_else(std::env::home_dir).unwrap_or_default();
        match (&self.desk, purpose.extension()) {
            (Some(desk), Some(extension)) => folder.join(exporting::file_name(desk.session.report(), purpose, extension)),
            _ => folder.join(""),
        }
    }

    pub(crate) fn type_path(&mut self, purpose: Purpose, why: Option<&str>) {
        self.dialog = Some(Dialog::TypePath {
            purpose,
            field: PathField::new(&self.offered_path(purpose)),
            why: why.map(str::to_owned),
            recent: self.remembered.recent_paths(),
        });
    }

    pub(crate) fn chosen(&mut self, context: &egui::Context, purpose: Purpose, path: PathBuf, may_overwrite: bool) {
        let path = purpose.with_extension(path);
        let overwrite = if may_overwrite { Overwrite::Mine } else { Overwrite::Ask };
        self.dialog = None;
        match purpose {
            Purpose::Open => self.leave(context, Then::Open(path)),
            Purpose::LastYear => self.import_last_year(context, &path),
            Purpose::FromLast => self.start_from_last(context, &path),
            Purpose::SaveAs => self.save_to(context, path, overwrite),
            Purpose::Pdf { .. } | Purpose::Json { .. } | Purpose::Checklist => self.export_to(context, purpose, path, overwrite),
        }
    }

    fn export_to(&mut self, context: &egui::Context, purpose: Purpose, path: PathBuf, overwrite: Overwrite) {
        let Some(desk) = &self.desk else { return };
        let paper = self.remembered.paper();
        let as_draft = matches!(purpose, Purpose::Pdf { as_draft: true } | Purpose::Json { as_draft: true });
        let made = match purpose {
            Purpose::Json { .. } => Ok(exporting::json(&desk.session, as_draft)),
            Purpose::Checklist => exporting::checklist(&desk.session, self.services.faces(paper)),
            _ => exporting::pdf(&desk.session, self.services.faces(paper), paper, as_draft),
        };
        let of = desk.session.report().id.clone();
        let offers_checklist = !as_draft && purpose != Purpose::Checklist;
        match made {
            Ok((bytes, lines)) => self.export_beside(context, Export { purpose, of, path, lines, offers_checklist }, bytes, overwrite),
            Err(sentence) => self.dialog = Some(Dialog::Sentence { title: "没有导出".to_owned(), lines: vec![sentence] }),
        }
    }

    pub(crate) fn open_outside(&mut self, path: &Path) {
        if let Err(sentence) = (self.services.open_outside)(path) {
            self.told = Some(sentence);
        }
    }
}

/// What a report is called in a list: 西坡镇人民政府 2020.
pub(crate) fn title(report: &Report) -> String {
    format!("{} {}", report.unit, report.year)
}
