//! Files in the window: opening, saving, exporting, recovering, and what is asked before any of it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::ViewportCommand;

use super::app::App;
use super::command::{Action, NewFromLast, NewReport, Purpose, Recovering, Then};
use super::desk::Desk;
use super::dialogs::{Dialog, Waiting};
use super::export;
use super::from_last::FromLast;
use super::path_field::PathField;
use super::saving::Export;
use super::services::FileQuestion;
use super::versions::{VersionList, edit_to};
use crate::file::{self, Document, FileError, Opened, Overwrite, recoverable, versions};
use crate::report::{Edit, LastYear, Report, Source, changes, differences, notes};
use crate::session::Session;

/// The sample that is shipped.
const SAMPLE: &[u8] = include_bytes!("../../assets/samples/xipo-2020.json");

impl App {
    /// Goes on to something else, asking first where there are unsaved changes.
    pub(super) fn leave(&mut self, context: &egui::Context, then: Then) {
        self.with_desk(Desk::flush);
        if self.beside.holds_up(&then) {
            self.after_saving = Some(then);
        } else if self.desk.as_ref().is_some_and(|desk| desk.session.is_unsaved()) {
            self.dialog = Some(Dialog::Unsaved(then));
        } else {
            self.go_on(context, then);
        }
    }

    /// Goes on; what is unsaved is given up, as the clerk chose.
    pub(super) fn go_on(&mut self, context: &egui::Context, then: Then) {
        self.told = None;
        match then {
            Then::Quit => {
                self.clear_desk();
                self.may_close = true;
                context.send_viewport_cmd(ViewportCommand::Close);
            }
            Then::Leave | Then::New => {
                self.clear_desk();
                self.start.go_to();
            }
            Then::FromLast(new) => self.create_from_last(*new),
            Then::Open(path) => self.open_file(context, &path),
            Then::Sample => self.open_sample(),
        }
    }

    /// Puts the report away for good; nothing of it is left to recover. Where a save of it is under way, its journal stays: what
    /// the file will be is not known.
    pub(super) fn clear_desk(&mut self) {
        let is_saving = self.beside.give_up_saving();
        if let Some(desk) = self.desk.take() {
            if is_saving {
                drop(desk);
            } else {
                desk.document.close();
            }
            self.look_for_recoverable();
        }
    }

    fn look_for_recoverable(&mut self) {
        // What is listed holds its journal, so that only what is not listed yet is found.
        self.recoverable.extend(recoverable(&self.services.workplace, &self.services.editions).reports);
    }

    pub(super) fn create(&mut self, new: &NewReport) {
        let Some(form) = self.services.editions.for_year(new.year) else { return };
        let report = Report::blank(form, &(self.services.new_id)(), new.year, &new.unit, new.level);
        let document = Document::new(&self.services.workplace, &report.id);
        let session = Session::new(Arc::clone(form), report, self.services.covers());
        self.clear_desk();
        self.desk = Some(Desk::new(session, document));
    }

    /// Puts a report on the desk that was made from last year's. It is nowhere on disk yet.
    fn create_from_last(&mut self, new: NewFromLast) {
        let NewFromLast { report, fill } = new;
        let Some(form) = self.services.editions.for_year(report.year) else { return };
        let document = Document::new(&self.services.workplace, &report.id);
        let mut session = Session::new(Arc::clone(form), report, self.services.covers());
        if !fill.is_empty() {
            session.apply(Edit::Cells(fill));
        }
        session.mark_unsaved();
        self.clear_desk();
        self.desk = Some(Desk::new(session, document));
    }

    /// Shows what a new report would take from last year's, before it is made.
    fn show_from_last(&mut self, path: &Path) {
        let Some(opened) = self.last_year_in(path, "不能从这份开始") else { return };
        let typed = if self.desk.is_none() { self.start.unit() } else { "" };
        let (id, this_year) = ((self.services.new_id)(), self.services.this_year());
        self.dialog = Some(Dialog::FromLast(Box::new(FromLast::new(opened, &self.services.editions, this_year, id, typed))));
    }

    /// Reads a report of another year, or says why not.
    fn last_year_in(&mut self, path: &Path, title: &str) -> Option<Opened> {
        let opened = file::open(path, &self.services.editions);
        opened.map_err(|error| self.dialog = Some(Dialog::Sentence { title: title.to_owned(), lines: vec![error.to_string()] })).ok()
    }

    fn open_sample(&mut self) {
        match file::open_bytes(SAMPLE, &self.services.editions) {
            Ok(mut opened) => {
                opened.report.id = (self.services.new_id)();
                let document = Document::new(&self.services.workplace, &opened.report.id);
                self.put_on_desk(opened, document);
            }
            Err(error) => self.told = Some(error.to_string()),
        }
    }

    pub(super) fn open_file(&mut self, context: &egui::Context, path: &Path) {
        let is_open = self.desk.as_ref().and_then(|desk| desk.document.path()).is_some_and(|open| open == path);
        if is_open {
            // Its own lock would make it read-only.
            self.clear_desk();
        }
        match Document::open(&self.services.workplace, path, &self.services.editions) {
            Ok((document, opened)) => {
                self.note_recent(path, &opened.report);
                self.put_on_desk(opened, document);
                self.sweep_beside(context, path);
                self.offer_what_was_not_saved();
            }
            Err(error) => self.cannot_open(path, &error),
        }
    }

    /// Who opens a report straight away never sees the start page, where work that was not saved is offered.
    fn offer_what_was_not_saved(&mut self) {
        let Some(path) = self.desk.as_ref().and_then(|desk| desk.document.path()) else { return };
        let Some((at, recovery)) = self.recoverable.iter().enumerate().find(|(_, recovery)| recovery.path.as_deref() == Some(path)) else {
            return;
        };
        let mut lines = vec![recovery.sentence()];
        lines.extend(recovery.differences.iter().take(8).map(|difference| difference.sentence.clone()));
        if let Some(Dialog::Sentence { lines: notes, .. }) = &self.dialog {
            lines.extend_from_slice(notes);
        }
        let words = if recovery.continues_its_file() { "恢复" } else { "恢复并另存" };
        let choices = vec![(words.to_owned(), Action::Recover(at, Recovering::Continue))];
        self.dialog = Some(Dialog::Choice { title: "可以恢复".to_owned(), lines, choices });
    }

    /// Says why a file cannot be read, and offers its newest good version.
    fn cannot_open(&mut self, path: &Path, error: &FileError) {
        let workplace = &self.services.workplace;
        let good = workplace.data.as_ref().and_then(|data| versions::newest_good(&*workplace.disk, data, path, &self.services.editions));
        let title = "打不开".to_owned();
        let lines = vec![error.to_string()];
        self.dialog = Some(match good {
            Some((version, _)) => {
                let words = format!("打开 {} 的版本", version.time());
                Dialog::Choice { title, lines, choices: vec![(words, Action::OpenVersion(version.path))] }
            }
            None => Dialog::Sentence { title, lines },
        });
    }

    pub(super) fn open_version(&mut self, path: &Path) {
        match file::open(path, &self.services.editions) {
            Ok(opened) => {
                let document = Document::new(&self.services.workplace, &opened.report.id);
                self.put_on_desk(opened, document);
                self.with_desk(|desk| desk.session.mark_unsaved());
            }
            Err(error) => self.told = Some(error.to_string()),
        }
    }

    fn put_on_desk(&mut self, opened: Opened, document: Document) {
        let session = Session::new(opened.form, opened.report, self.services.covers());
        self.clear_desk();
        self.desk = Some(Desk::new(session, document));
        if !opened.notes.is_empty() {
            self.dialog = Some(Dialog::Sentence { title: "打开时发现".to_owned(), lines: opened.notes });
        }
    }

    pub(super) fn note_recent(&mut self, path: &Path, report: &Report) {
        self.remembered.note_recent(path, &format!("{} {}", report.unit, report.year));
    }

    pub(super) fn recover(&mut self, at: usize, what: Recovering) {
        if at >= self.recoverable.len() {
            return;
        }
        match what {
            Recovering::Continue => {
                let recovery = self.recoverable.remove(at);
                // The same file, open without what was not saved, would hold its lock.
                self.clear_desk();
                let (document, opened) = Document::recover(&self.services.workplace, recovery);
                self.put_on_desk(opened, document);
                self.with_desk(|desk| desk.session.mark_unsaved());
            }
            Recovering::AskToDiscard => {
                let lines = self.recoverable.get(at).map(crate::file::Recovery::sentence).into_iter().collect();
                let choices = vec![("丢弃".to_owned(), Action::Recover(at, Recovering::Discard))];
                self.dialog = Some(Dialog::Choice { title: "丢弃没有存盘的改动".to_owned(), lines, choices });
            }
            Recovering::Discard => {
                if let Err(error) = self.recoverable.remove(at).discard(&*self.services.workplace.disk) {
                    self.told = Some(error.to_string());
                }
            }
        }
    }

    /// Saves where the report came from, else asks where.
    pub(super) fn save(&mut self, context: &egui::Context) {
        self.with_desk(Desk::flush);
        if self.beside.is_saving() || self.desk.as_ref().is_some_and(|desk| desk.document.path().is_some()) {
            self.save_own(context, Overwrite::Ask);
        } else {
            self.ask_for_file(context, Purpose::SaveAs);
        }
    }

    /// Another program changed the file: mine, theirs, and what differs.
    pub(super) fn ask_whose(&mut self, theirs: Result<Opened, FileError>) {
        let Some(desk) = &self.desk else { return };
        let mut lines = vec!["文件已被另一个程序改动".to_owned()];
        match theirs {
            Ok(theirs) if theirs.report.edition == desk.session.form().edition => {
                let differing = differences(desk.session.form(), &theirs.report, desk.session.report());
                lines.push(format!("与窗口里的相比有 {} 处不同（磁盘上的→窗口里的）", differing.len()));
                lines.extend(differing.into_iter().map(|difference| difference.sentence));
            }
            Ok(_) => lines.push("磁盘上的是另一份报告".to_owned()),
            Err(error) => lines.push(error.to_string()),
        }
        let choices = vec![
            ("另存我的…".to_owned(), Action::Run(super::command::Command::SaveAs)),
            ("以我的为准".to_owned(), Action::SaveMine),
            ("改用磁盘上的".to_owned(), Action::TakeTheirs),
        ];
        self.show_next(Dialog::Choice { title: "文件变了".to_owned(), lines, choices });
    }

    pub(super) fn take_theirs(&mut self, context: &egui::Context) {
        let path = self.desk.as_ref().and_then(|desk| desk.document.path().map(Path::to_owned));
        if let Some(path) = path {
            self.clear_desk();
            self.open_file(context, &path);
        }
    }

    pub(super) fn show_versions(&mut self, chosen: usize) {
        let Some(desk) = &self.desk else { return };
        let listed = match &self.dialog {
            Some(Dialog::Versions(list)) => Some(list.versions()),
            _ => desk.document.versions(&desk.session).map(|versions| (versions.list(), versions.folder().display().to_string())),
        };
        let list = listed.and_then(|(versions, folder)| VersionList::new(versions, folder, chosen, &desk.session, &self.services.editions));
        self.dialog = Some(match list {
            Some(list) => Dialog::Versions(Box::new(list)),
            None => Dialog::Sentence {
                title: "历史版本".to_owned(), lines: vec!["还没有历史版本，保存过两次以后才有".to_owned()]
            },
        });
    }

    pub(super) fn restore(&mut self, report: &Report) {
        let Some(desk) = &self.desk else { return };
        let edit = edit_to(desk.session.form(), desk.session.report(), report);
        self.apply(edit);
        self.told = Some("已恢复，可用 Ctrl+Z 撤回".to_owned());
    }

    pub(super) fn ask_to_clear_traces(&mut self) {
        let lines = vec!["恢复记录、历史版本和最近文件的列表会从本机删除，年报文件不动".to_owned()];
        let choices = vec![("清除".to_owned(), Action::ClearTraces)];
        self.dialog = Some(Dialog::Choice { title: "清除本机痕迹".to_owned(), lines, choices });
    }

    pub(super) fn clear_traces(&mut self) {
        // What is listed holds its journals.
        self.recoverable.clear();
        let cleared = self.services.workplace.data.as_ref().map(crate::file::DataFolder::clear_traces);
        self.told = Some(match cleared {
            Some(Ok(cleared)) => cleared.sentence(),
            Some(Err(error)) => error.to_string(),
            None => "本机没有留下痕迹".to_owned(),
        });
        self.remembered.reload();
    }

    /// Says what is to be said before an export.
    pub(super) fn before_export(&mut self, as_json: bool) {
        let Some(desk) = &self.desk else { return };
        let (is_blocked, lines) = export::what_to_say(&desk.session);
        let purpose = if as_json { Purpose::Json { as_draft: is_blocked } } else { Purpose::Pdf { as_draft: is_blocked } };
        self.dialog = Some(Dialog::BeforeExport { purpose, lines, paper: self.remembered.paper() });
    }

    pub(super) fn ask_for_file(&mut self, context: &egui::Context, purpose: Purpose) {
        let question = self.question(purpose);
        let answer = self.services.dialogs.ask(question, context);
        let since_s = context.input(|input| input.time);
        self.dialog = Some(Dialog::Waiting(Waiting { purpose, answer, since_s }));
    }

    fn question(&self, purpose: Purpose) -> FileQuestion {
        let kinds = match purpose {
            Purpose::Open | Purpose::LastYear | Purpose::FromLast => vec![("年报", vec!["nianbao", "json", "pdf"])],
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
            (Some(desk), Some(extension)) => folder.join(export::file_name(desk.session.report(), purpose, extension)),
            _ => folder.join(""),
        }
    }

    pub(super) fn type_path(&mut self, purpose: Purpose, why: Option<&str>) {
        self.dialog = Some(Dialog::TypePath {
            purpose,
            field: PathField::new(&self.offered_path(purpose)),
            why: why.map(str::to_owned),
            recent: self.remembered.recent_paths(),
        });
    }

    pub(super) fn chosen(&mut self, context: &egui::Context, purpose: Purpose, path: PathBuf, may_overwrite: bool) {
        let path = purpose.with_extension(path);
        let overwrite = if may_overwrite { Overwrite::Mine } else { Overwrite::Ask };
        self.dialog = None;
        match purpose {
            Purpose::Open => self.leave(context, Then::Open(path)),
            Purpose::LastYear => self.import_last_year(&path),
            Purpose::FromLast => self.show_from_last(&path),
            Purpose::SaveAs => self.save_to(context, path, overwrite),
            Purpose::Pdf { .. } | Purpose::Json { .. } | Purpose::Checklist => self.export_to(context, purpose, path, overwrite),
        }
    }

    fn export_to(&mut self, context: &egui::Context, purpose: Purpose, path: PathBuf, overwrite: Overwrite) {
        let Some(desk) = &self.desk else { return };
        let paper = self.remembered.paper();
        let as_draft = matches!(purpose, Purpose::Pdf { as_draft: true } | Purpose::Json { as_draft: true });
        let made = match purpose {
            Purpose::Json { .. } => Ok(export::json(&desk.session, as_draft)),
            Purpose::Checklist => export::checklist(&desk.session, self.services.faces(paper)),
            _ => export::pdf(&desk.session, self.services.faces(paper), paper, as_draft),
        };
        let offers_checklist = !as_draft && purpose != Purpose::Checklist;
        match made {
            Ok((bytes, lines)) => self.export_beside(context, Export { purpose, path, lines, offers_checklist }, bytes, overwrite),
            Err(sentence) => self.dialog = Some(Dialog::Sentence { title: "没有导出".to_owned(), lines: vec![sentence] }),
        }
    }

    /// Takes last year's report over, to compare with; what does not fit is told, and figures that follow from it are offered.
    fn import_last_year(&mut self, path: &Path) {
        let Some(opened) = self.last_year_in(path, "没有导入") else { return };
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

    pub(super) fn open_outside(&mut self, path: &Path) {
        if let Err(sentence) = (self.services.open_outside)(path) {
            self.told = Some(sentence);
        }
    }
}
