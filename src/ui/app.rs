//! The window as a whole: what is open, which dialog stands over it, and the one place where actions are done.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::{Margin, Ui, ViewportCommand};

use super::command::{Action, Command, NewReport, Purpose, Then};
use super::desk::{Desk, Panel};
use super::dialogs::{Answer, Dialog, Waiting};
use super::ime::ImeStaysOn;
use super::path_field::PathField;
use super::services::{FileQuestion, Services};
use super::settings::Settings;
use super::start::{StartInput, StartPage};
use super::status::{StatusInput, status_ui};
use super::theme::Theme;
use super::{export, top_bar};
use crate::check;
use crate::file::{self, Opened, json};
use crate::report::{Edit, HistoryEntry, Report, Status};
use crate::session::Session;

/// The sample that is shipped.
const SAMPLE: &[u8] = include_bytes!("../../assets/samples/xipo-2020.json");

/// The window.
pub struct App {
    pub(super) services: Services,
    settings: Settings,
    start: StartPage,
    pub(super) desk: Option<Desk>,
    pub(super) dialog: Option<Dialog>,
    /// What goes on after the report is saved.
    after_saving: Option<Then>,
    told: Option<String>,
    recent: Vec<PathBuf>,
    title: String,
    may_close: bool,
}

impl App {
    /// Prepares the window; opens a file where one is given.
    #[must_use]
    pub fn new(context: &egui::Context, services: Services, file: Option<PathBuf>) -> Self {
        super::set_up(context);
        context.add_plugin(ImeStaysOn::default());
        let settings = Settings::load(services.data_folder.as_deref());
        context.set_zoom_factor(settings.zoom());
        let mut app = Self {
            services,
            settings,
            start: StartPage::default(),
            desk: None,
            dialog: None,
            after_saving: None,
            told: None,
            recent: Vec::new(),
            title: String::new(),
            may_close: false,
        };
        app.start.go_to();
        if let Some(file) = file {
            app.open_file(&file);
        }
        app
    }

    /// The open report, where there is one.
    #[must_use]
    pub fn session(&self) -> Option<&Session> {
        self.desk.as_ref().map(|desk| &desk.session)
    }

    /// What the window does besides drawing: answers of dialogs, dropped files, being closed.
    pub fn logic(&mut self, context: &egui::Context) {
        self.poll_dialog(context);
        let dropped = context.input(|input| input.raw.dropped_files.first().map(|file| file.path().to_owned()));
        if let Some(path) = dropped {
            self.leave(context, Then::Open(path));
        }
        if context.input(|input| input.viewport().close_requested()) && !self.may_close {
            if let Some(desk) = &mut self.desk {
                desk.flush();
            }
            if self.desk.as_ref().is_some_and(|desk| desk.session.is_unsaved()) {
                context.send_viewport_cmd(ViewportCommand::CancelClose);
                self.dialog = Some(Dialog::Unsaved(Then::Quit));
            }
        }
    }

    /// Draws the window and does what was asked for.
    pub fn ui(&mut self, ui: &mut Ui) {
        let context = ui.ctx().clone();
        let theme = Theme::of(&context);
        let mut actions: Vec<_> = Vec::new();
        if self.dialog.is_none() {
            actions.extend(Command::pressed(&context).into_iter().map(Action::Run));
        }
        ui.painter().rect_filled(ui.max_rect(), 0.0, theme.ground);
        self.top_ui(ui, &theme, &mut actions);
        self.foot_ui(ui, &theme, &mut actions);
        if let Some(desk) = &mut self.desk {
            actions.extend(desk.ui(ui, &self.services, self.settings.findings_open, &theme));
        } else {
            let input = StartInput { editions: &self.services.editions, this_year: self.services.this_year(), recent: &self.recent };
            egui::CentralPanel::no_frame().show(ui, |ui| actions.extend(self.start.ui(ui, &input, &theme)));
        }
        if let Some(dialog) = &mut self.dialog {
            // What the panels below said in this frame still holds; what a dialog says comes last.
            actions.extend(dialog.ui(&context, &theme));
        }
        if !actions.is_empty() {
            context.request_repaint();
        }
        for action in actions {
            self.run(&context, action);
        }
        self.retitle(&context);
    }

    fn top_ui(&mut self, ui: &mut Ui, theme: &Theme, actions: &mut Vec<Action>) {
        let frame = egui::Frame::new().fill(theme.ground).inner_margin(Margin::symmetric(8, 4));
        let take_focus = match &mut self.desk {
            Some(desk) if desk.take_focus == Some(Panel::TopBar) => desk.take_focus.take().is_some(),
            _ => false,
        };
        let title = self.desk.as_ref().map(|desk| desk.session.form().title_for(desk.session.report().year));
        egui::Panel::top("top").frame(frame).show(ui, |ui| {
            actions.extend(top_bar::top_bar_ui(ui, &|command| self.is_enabled(command), title.as_deref(), take_focus, theme));
        });
    }

    fn foot_ui(&self, ui: &mut Ui, theme: &Theme, actions: &mut Vec<Action>) {
        let frame = egui::Frame::new().fill(theme.ground).inner_margin(Margin::symmetric(10, 3));
        egui::Panel::bottom("foot").frame(frame).show(ui, |ui| match &self.desk {
            Some(desk) => {
                let input = StatusInput {
                    session: &desk.session,
                    file: desk.path.as_ref().map(|path| path.display().to_string()),
                    selection: desk.selection_figures(),
                    zoom_percent: self.settings.zoom_percent,
                    told: self.told.as_deref(),
                };
                actions.extend(status_ui(ui, &input, theme));
            }
            None => {
                ui.label(self.told.as_deref().unwrap_or("F1 列出全部按键"));
            }
        });
    }

    fn is_enabled(&self, command: Command) -> bool {
        let Some(desk) = &self.desk else {
            return matches!(
                command,
                Command::New | Command::Open | Command::Quit | Command::Help | Command::ZoomIn | Command::ZoomOut | Command::ZoomReset
            );
        };
        match command {
            Command::Undo => desk.session.can_undo() && desk.read_only.is_none(),
            Command::Redo => desk.session.can_redo() && desk.read_only.is_none(),
            Command::Save => desk.read_only.is_none(),
            Command::Finish => !desk.is_locked(),
            Command::TakeBack => desk.session.is_locked() && desk.read_only.is_none(),
            Command::NextFinding | Command::PreviousFinding => !desk.session.review().findings.is_empty(),
            _ => true,
        }
    }

    fn retitle(&mut self, context: &egui::Context) {
        let title = self.desk.as_ref().map_or_else(|| "年报".to_owned(), Desk::title);
        if title != self.title {
            context.send_viewport_cmd(ViewportCommand::Title(title.clone()));
            self.title = title;
        }
    }

    /// The window's title now.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    fn poll_dialog(&mut self, context: &egui::Context) {
        let Some(Dialog::Waiting(waiting)) = &self.dialog else { return };
        let purpose = waiting.purpose;
        match waiting.poll(context.input(|input| input.time)) {
            Answer::Pending => {}
            Answer::Path(path) => {
                // The system asked about overwriting only if it saw the name with its extension.
                let whole = purpose.with_extension(path.clone());
                let may_overwrite = whole == path;
                self.run(context, Action::Chosen { purpose, path: whole, may_overwrite });
            }
            Answer::Cancelled => self.dialog = None,
            Answer::NoDialog => self.type_path(purpose, Some("这台电脑没有可用的文件对话框")),
        }
    }

    /// Does one thing.
    pub fn run(&mut self, context: &egui::Context, action: Action) {
        match action {
            Action::Run(command) => self.run_command(context, command),
            Action::Apply(edit) => self.apply(edit),
            Action::Explain { finding, reason } => self.explain(&finding, &reason),
            Action::GoTo(spot) => self.with_desk(|desk| desk.go_to(&spot)),
            Action::Show(page) => self.with_desk(|desk| desk.show(page)),
            Action::Create(new) => self.create(&new),
            Action::OpenFile(path) => self.leave(context, Then::Open(path)),
            Action::OpenSample => self.leave(context, Then::Sample),
            Action::ForgetRecent(path) => self.recent.retain(|recent| *recent != path),
            Action::Chosen { purpose, path, may_overwrite } => self.chosen(context, purpose, path, may_overwrite),
            Action::TypePath(purpose) => self.type_path(purpose, None),
            Action::CloseDialog => {
                self.dialog = None;
                self.after_saving = None;
            }
            Action::Discard(then) => {
                self.dialog = None;
                self.go_on(context, then);
            }
            Action::SaveThen(then) => {
                self.dialog = None;
                self.after_saving = Some(then);
                self.save(context);
            }
            Action::Export(purpose) => self.ask_for_file(context, purpose),
            Action::Tell(sentence) => self.told = Some(sentence),
            Action::CloseNotice => self.told = None,
            Action::OpenOutside(path) => self.open_outside(&path),
            Action::ShowInFolder(path) => self.open_outside(path.parent().unwrap_or(Path::new("/"))),
            Action::Copy(text) => context.copy_text(text),
            Action::CopyTable { text, html } => (self.services.copy_table)(context, &text, &html),
            Action::Select(cell) => self.with_desk(|desk| desk.go_to(&crate::check::Spot::Cell(cell))),
        }
    }

    fn with_desk(&mut self, change: impl FnOnce(&mut Desk)) {
        if let Some(desk) = &mut self.desk {
            change(desk);
        }
    }

    fn run_command(&mut self, context: &egui::Context, command: Command) {
        self.with_desk(Desk::flush);
        if !self.is_enabled(command) {
            return;
        }
        match command {
            Command::New => self.leave(context, Then::New),
            Command::Open => self.ask_for_file(context, Purpose::Open),
            Command::Save => self.save(context),
            Command::SaveAs => self.ask_for_file(context, Purpose::SaveAs),
            Command::ExportPdf => self.before_export(false),
            Command::ExportJson => self.before_export(true),
            Command::Leave => self.leave(context, Then::Leave),
            Command::Quit => context.send_viewport_cmd(ViewportCommand::Close),
            Command::Undo | Command::Redo => self.undo_or_redo(command == Command::Undo),
            Command::NextFinding | Command::PreviousFinding => self.step_finding(command == Command::PreviousFinding),
            Command::NextSection => self.with_desk(|desk| desk.step(false)),
            Command::PreviousSection => self.with_desk(|desk| desk.step(true)),
            Command::NextPanel => self.step_panel(false),
            Command::PreviousPanel => self.step_panel(true),
            Command::Preview | Command::PreviewAlone => {}
            Command::Findings => self.change_settings(|settings| settings.findings_open = !settings.findings_open),
            Command::ZoomIn => self.zoom(context, Settings::zoom_in),
            Command::ZoomOut => self.zoom(context, Settings::zoom_out),
            Command::ZoomReset => self.zoom(context, |settings| settings.zoom_percent = 100),
            Command::Finish => self.set_status(Status::Final, "定稿"),
            Command::TakeBack => self.set_status(Status::Draft, "撤回定稿"),
            Command::Help => self.dialog = Some(Dialog::Help),
        }
    }

    fn change_settings(&mut self, change: impl FnOnce(&mut Settings)) {
        change(&mut self.settings);
        self.settings.store(self.services.data_folder.as_deref());
    }

    fn zoom(&mut self, context: &egui::Context, change: impl FnOnce(&mut Settings)) {
        self.change_settings(change);
        context.set_zoom_factor(self.settings.zoom());
    }

    /// Makes a change to the open report, as a panel asks for it.
    pub fn apply(&mut self, edit: Edit) {
        self.told = None;
        self.with_desk(|desk| {
            if desk.read_only.is_none() {
                desk.session.apply(edit);
            }
        });
    }

    fn undo_or_redo(&mut self, undo: bool) {
        self.with_desk(|desk| {
            let edit = if undo { desk.session.undo() } else { desk.session.redo() };
            if let Some(edit) = edit {
                desk.go_to_edit(&edit);
            }
        });
    }

    fn step_finding(&mut self, backward: bool) {
        let step = self.desk.as_mut().and_then(|desk| {
            let step = desk.findings.step(&desk.session, backward)?;
            desk.go_to(&step.0);
            Some(step)
        });
        if let Some((_, number, count)) = step {
            self.told = Some(format!("问题 {number}/{count}"));
        }
    }

    fn step_panel(&mut self, backward: bool) {
        let findings_open = self.settings.findings_open;
        self.with_desk(|desk| {
            let mut next = desk.panel.next(backward);
            if next == Panel::Findings && !findings_open {
                next = next.next(backward);
            }
            desk.panel = next;
            desk.take_focus = Some(next);
        });
    }

    fn explain(&mut self, finding: &crate::check::Finding, reason: &str) {
        let Some(desk) = &mut self.desk else { return };
        let edit = check::explain(desk.session.case(), &[finding], reason);
        self.apply(edit);
    }

    fn set_status(&mut self, status: Status, what: &str) {
        let at = (self.services.now)();
        self.with_desk(|desk| {
            let mut history = desk.session.report().history.clone();
            history.push(HistoryEntry { at, what: what.to_owned(), extra: Vec::new() });
            desk.session.apply(Edit::Status { status, history });
        });
    }

    /// Goes on to something else, asking first where there are unsaved changes.
    fn leave(&mut self, context: &egui::Context, then: Then) {
        self.with_desk(Desk::flush);
        if self.desk.as_ref().is_some_and(|desk| desk.session.is_unsaved()) {
            self.dialog = Some(Dialog::Unsaved(then));
        } else {
            self.go_on(context, then);
        }
    }

    fn go_on(&mut self, context: &egui::Context, then: Then) {
        self.told = None;
        match then {
            Then::Quit => {
                self.may_close = true;
                context.send_viewport_cmd(ViewportCommand::Close);
            }
            Then::Leave | Then::New => {
                self.desk = None;
                self.start.go_to();
            }
            Then::Open(path) => self.open_file(&path),
            Then::Sample => self.open_sample(),
        }
    }

    fn create(&mut self, new: &NewReport) {
        let Some(form) = self.services.editions.for_year(new.year) else { return };
        let report = Report::blank(form, &(self.services.new_id)(), new.year, &new.unit, new.level);
        let session = Session::new(Arc::clone(form), report, self.services.covers());
        self.desk = Some(Desk::new(session, None));
    }

    fn open_sample(&mut self) {
        match file::open_bytes(SAMPLE, &self.services.editions) {
            Ok(opened) => {
                let mut report = opened.report;
                report.id = (self.services.new_id)();
                self.put_on_desk(Opened { report, ..opened }, None);
            }
            Err(error) => self.told = Some(error.to_string()),
        }
    }

    fn open_file(&mut self, path: &Path) {
        match file::open(path, &self.services.editions) {
            Ok(opened) => {
                self.remember(path);
                self.put_on_desk(opened, Some(path.to_owned()));
            }
            Err(error) => {
                self.dialog = Some(Dialog::Sentence { title: "打不开".to_owned(), lines: vec![error.to_string()] });
            }
        }
    }

    fn put_on_desk(&mut self, opened: Opened, path: Option<PathBuf>) {
        let session = Session::new(opened.form, opened.report, self.services.covers());
        let mut desk = Desk::new(session, path);
        if opened.newer {
            desk.read_only = Some("这份文件由更新版本的程序写成，只能查看".to_owned());
        }
        self.desk = Some(desk);
        if !opened.notes.is_empty() {
            self.dialog = Some(Dialog::Sentence { title: "打开时发现".to_owned(), lines: opened.notes });
        }
    }

    fn remember(&mut self, path: &Path) {
        self.recent.retain(|recent| recent != path);
        self.recent.insert(0, path.to_owned());
    }

    /// Saves where the report came from, else asks where.
    fn save(&mut self, context: &egui::Context) {
        self.with_desk(Desk::flush);
        let path = self.desk.as_ref().and_then(|desk| desk.path.clone());
        // A report opened from an export is kept as a draft of its own; the export stays what was handed in.
        let path = path.filter(|path| path.extension().is_none_or(|extension| !extension.eq_ignore_ascii_case("pdf")));
        match path {
            Some(path) => self.save_to(context, &path),
            None => self.ask_for_file(context, Purpose::SaveAs),
        }
    }

    fn save_to(&mut self, context: &egui::Context, path: &Path) {
        let Some(desk) = &mut self.desk else { return };
        let text = json::write(desk.session.form(), desk.session.report());
        match file::save(path, text.as_bytes()) {
            Ok(()) => {
                desk.session.mark_saved();
                desk.path = Some(path.to_owned());
                self.told = None;
                self.remember(path);
                if let Some(then) = self.after_saving.take() {
                    self.go_on(context, then);
                }
            }
            Err(error) => {
                self.after_saving = None;
                let lines = vec![error.to_string(), "内容还在窗口里，可以另存为别的地方".to_owned()];
                self.dialog = Some(Dialog::Sentence { title: "没有保存".to_owned(), lines });
            }
        }
    }

    /// Says what is to be said before an export; without anything to say it asks for the file at once.
    fn before_export(&mut self, as_json: bool) {
        let Some(desk) = &self.desk else { return };
        let (is_blocked, lines) = export::what_to_say(&desk.session);
        let purpose = if as_json { Purpose::Json { as_draft: is_blocked } } else { Purpose::Pdf { as_draft: is_blocked } };
        self.dialog = Some(Dialog::BeforeExport { purpose, lines });
    }

    fn ask_for_file(&mut self, context: &egui::Context, purpose: Purpose) {
        let question = self.question(purpose);
        let answer = self.services.dialogs.ask(question, context);
        let since_s = context.input(|input| input.time);
        self.dialog = Some(Dialog::Waiting(Waiting { purpose, answer, since_s }));
    }

    fn question(&self, purpose: Purpose) -> FileQuestion {
        let kinds = match purpose {
            Purpose::Open => vec![("年报", vec!["nianbao", "json", "pdf"])],
            Purpose::SaveAs => vec![("年报草稿", vec!["nianbao"])],
            Purpose::Pdf { .. } => vec![("PDF", vec!["pdf"])],
            Purpose::Json { .. } => vec![("JSON", vec!["json"])],
        };
        let offered = self.offered_path(purpose);
        FileQuestion {
            is_save: purpose != Purpose::Open,
            title: purpose.title().to_owned(),
            folder: offered.parent().map(Path::to_owned),
            file_name: (purpose != Purpose::Open).then(|| offered.file_name().unwrap_or_default().to_string_lossy().into_owned()),
            kinds,
        }
    }

    /// The path that is offered: beside the report's file, else in the documents.
    fn offered_path(&self, purpose: Purpose) -> PathBuf {
        let beside = self.desk.as_ref().and_then(|desk| desk.path.as_ref()?.parent().map(Path::to_owned));
        let beside = beside.or_else(|| self.recent.first()?.parent().map(Path::to_owned));
        let folder = beside.or_else(std::env::home_dir).unwrap_or_default();
        match (&self.desk, purpose.extension()) {
            (Some(desk), Some(extension)) => folder.join(export::file_name(desk.session.report(), purpose, extension)),
            _ => folder.join(""),
        }
    }

    fn type_path(&mut self, purpose: Purpose, why: Option<&str>) {
        self.dialog = Some(Dialog::TypePath {
            purpose,
            field: PathField::new(&self.offered_path(purpose)),
            why: why.map(str::to_owned),
            recent: self.recent.clone(),
        });
    }

    fn chosen(&mut self, context: &egui::Context, purpose: Purpose, path: PathBuf, may_overwrite: bool) {
        let path = purpose.with_extension(path);
        if purpose != Purpose::Open && !may_overwrite && path.exists() {
            self.dialog = Some(Dialog::Overwrite { purpose, path });
            return;
        }
        self.dialog = None;
        match purpose {
            Purpose::Open => self.leave(context, Then::Open(path)),
            Purpose::SaveAs => self.save_to(context, &path),
            Purpose::Pdf { as_draft } | Purpose::Json { as_draft } => {
                let Some(desk) = &self.desk else { return };
                let exported = match purpose {
                    Purpose::Json { .. } => export::json(&desk.session, &path, as_draft),
                    _ => export::pdf(&desk.session, &self.services.fonts, &path, as_draft),
                };
                self.dialog = Some(match exported {
                    Ok(lines) => Dialog::Exported { path, lines },
                    Err(sentence) => Dialog::Sentence { title: "没有导出".to_owned(), lines: vec![sentence] },
                });
            }
        }
    }

    fn open_outside(&mut self, path: &Path) {
        if let Err(sentence) = (self.services.open_outside)(path) {
            self.told = Some(sentence);
        }
    }
}

impl eframe::App for App {
    fn logic(&mut self, context: &egui::Context, _frame: &mut eframe::Frame) {
        Self::logic(self, context);
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        Self::ui(self, ui);
    }
}
