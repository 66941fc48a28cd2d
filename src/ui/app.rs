//! The window as a whole: what is open, which dialog stands over it, and the one place where actions are done.

use std::mem::Discriminant;
use std::path::{Path, PathBuf};

use egui::{Margin, ThemePreference, Ui, ViewportCommand};

use super::commands::table::{Action, Command, Purpose, Then};
use super::commands::top_bar;
use super::commands::typed_ahead::{self, TypedAhead};
use super::desk::preview::PreviewMode;
use super::desk::status::{StatusInput, status_ui};
use super::desk::{Desk, Panel};
use super::dialogs::{Answer, Dialog};
use super::filing::opening::{Finding, Openings};
use super::filing::saving::Beside;
use super::grid::ZeroScope;
use super::look::ime::ImeStaysOn;
use super::look::text_field;
use super::look::theme::Theme;
use super::services::Services;
use super::settings::Remembered;
use super::start::{StartInput, StartPage};
use crate::check;
use crate::file::{Overwrite, Recovery, Theirs, Unreadable};
use crate::report::{Edit, HistoryEntry, Status};
use crate::session::Session;

/// The window.
pub struct App {
    pub(super) services: Services,
    pub(super) remembered: Remembered,
    pub(super) recoverable: Vec<Recovery>,
    pub(super) unreadable: Vec<Unreadable>,
    pub(super) start: StartPage,
    pub(super) desk: Option<Desk>,
    pub(super) dialog: Option<Dialog>,
    /// What goes on after the report is saved.
    pub(super) after_saving: Option<Then>,
    pub(super) told: Option<String>,
    /// Saves and exports that are under way.
    pub(super) beside: Beside,
    /// What is being opened.
    pub(super) openings: Openings,
    /// What can be recovered, being looked for.
    pub(super) finding: Finding,
    title: String,
    pub(super) may_close: bool,
    /// The file as another program left it, which the clerk is asked about.
    pub(super) theirs: Option<Theirs>,
    had_focus: bool,
    /// Which kind of dialog stood in the last frame.
    had_dialog: Option<Discriminant<Dialog>>,
    /// What had the focus on the start page when a dialog came over it.
    covered_focus: Option<egui::Id>,
    /// How far the wheel was turned towards the next step of the zoom.
    turned: f32,
}

impl App {
    /// Prepares the window; opens a file where one is given.
    #[must_use]
    pub fn new(context: &egui::Context, services: Services, file: Option<PathBuf>) -> Self {
        super::set_up(context);
        context.add_plugin(ImeStaysOn::default());
        context.add_plugin(TypedAhead::default());
        let remembered = Remembered::load(services.workplace.data.as_ref());
        context.set_zoom_factor(remembered.zoom());
        context.set_theme(remembered.look());
        let mut app = Self {
            services,
            remembered,
            recoverable: Vec::new(),
            unreadable: Vec::new(),
            start: StartPage::default(),
            desk: None,
            dialog: None,
            after_saving: None,
            told: None,
            beside: Beside::default(),
            openings: Openings::default(),
            finding: Finding::default(),
            title: String::new(),
            may_close: false,
            theirs: None,
            had_focus: true,
            had_dialog: None,
            covered_focus: None,
            turned: 0.0,
        };
        app.start.go_to();
        app.look_for_recoverable(context);
        if let Some(file) = file {
            app.open_file(context, &file);
        }
        app
    }

    /// The open report, where there is one.
    #[must_use]
    pub fn session(&self) -> Option<&Session> {
        self.desk.as_ref().map(|desk| &desk.session)
    }

    /// The reports that the start page offers to recover.
    #[must_use]
    pub fn recoverable(&self) -> &[Recovery] {
        &self.recoverable
    }

    /// Whether something is being opened, saved, exported or looked at beside the window, or waits to be told.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        let is_waited_for = self.beside.is_busy() || self.openings.is_busy() || self.finding.is_under_way();
        is_waited_for || (self.dialog.is_none() && self.beside.has_dialog())
    }

    /// What the window does besides drawing: answers of dialogs, dropped files, being closed.
    pub fn logic(&mut self, context: &egui::Context) {
        self.poll_beside(context);
        self.poll_opening(context);
        self.poll_dialog(context);
        let dropped = context.input(|input| input.raw.dropped_files.first().map(|file| file.path().to_owned()));
        if let Some(path) = dropped {
            self.leave(context, Then::Open(path));
        }
        if context.input(|input| input.viewport().close_requested()) && !self.may_close {
            self.with_desk(Desk::flush);
            if self.beside.holds_up(&Then::Quit) || self.desk.as_ref().is_some_and(|desk| desk.session.is_unsaved()) {
                context.send_viewport_cmd(ViewportCommand::CancelClose);
                self.leave(context, Then::Quit);
            } else {
                self.may_close = true;
                self.clear_desk(context);
            }
        }
        let has_focus = context.input(|input| input.focused);
        if has_focus && !self.had_focus {
            self.notice_change_on_disk(context);
        }
        self.had_focus = has_focus;
    }

    /// Draws the window and does what was asked for.
    pub fn ui(&mut self, ui: &mut Ui) {
        let context = ui.ctx().clone();
        let theme = Theme::of(&context);
        let mut actions: Vec<_> = Vec::new();
        self.turn_to_dialog(&context);
        // What asks something wants its answer first.
        if self.dialog.is_none() && !self.desk.as_ref().is_some_and(|desk| desk.grid.is_asking()) {
            self.zoom_by_wheel(&context);
            actions.extend(Command::pressed(&context).into_iter().map(Action::Run));
        }
        ui.painter().rect_filled(ui.max_rect(), 0.0, theme.ground);
        self.top_ui(ui, &theme, &mut actions);
        self.foot_ui(ui, &theme, &mut actions);
        if let Some(desk) = &mut self.desk {
            actions.extend(desk.ui(ui, &self.services, &self.remembered, &theme));
        } else if !self.openings.takes_the_desk() {
            let input = StartInput {
                editions: &self.services.editions,
                this_year: self.services.this_year(),
                recent: self.remembered.recent(),
                recoverable: &self.recoverable,
                unreadable: &self.unreadable,
            };
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
        self.turn_back(&context);
        if let Some(desk) = &mut self.desk {
            desk.keep();
        }
    }

    /// Gives a dialog the keys from its first frame on, also one that comes in the place of another.
    fn turn_to_dialog(&mut self, context: &egui::Context) {
        let dialog = self.dialog.as_ref().map(std::mem::discriminant);
        let before = std::mem::replace(&mut self.had_dialog, dialog);
        if before == dialog || dialog.is_none() {
            return;
        }
        match &mut self.desk {
            Some(desk) => desk.grid.let_go_of_focus(),
            // Behind a report that is being opened the page has no field that could have it.
            None if before.is_none() => self.covered_focus = context.memory(egui::Memory::focused).or(self.covered_focus),
            None => {}
        }
        context.memory_mut(egui::Memory::stop_text_input);
    }

    /// Gives the keys back to what had them: a desk to its part, the start page to its field.
    fn turn_back(&mut self, context: &egui::Context) {
        if self.dialog.is_some() {
            return;
        }
        if let Some(desk) = &mut self.desk {
            self.covered_focus = None;
            desk.hold_focus(context);
        } else if self.had_dialog.is_none()
            && !self.openings.takes_the_desk()
            && let Some(covered) = self.covered_focus.take()
        {
            // In the frame before, egui still held the page for covered.
            context.memory_mut(|memory| memory.request_focus(covered));
            context.request_repaint();
        }
    }

    fn top_ui(&mut self, ui: &mut Ui, theme: &Theme, actions: &mut Vec<Action>) {
        let frame = egui::Frame::new().fill(theme.ground).inner_margin(Margin::symmetric(8, 4));
        let take_focus = match &mut self.desk {
            Some(desk) if desk.take_focus == Some(Panel::TopBar) => desk.take_focus.take().is_some(),
            _ => false,
        };
        let title = self.desk.as_ref().map(|desk| desk.session.form().title_for(desk.session.report().year));
        let standing = top_bar::Standing { is_enabled: &|command| self.is_enabled(command), is_on: &|command| self.is_on(command) };
        egui::Panel::top("top").frame(frame).show(ui, |ui| {
            actions.extend(top_bar::top_bar_ui(ui, standing, title.as_deref(), take_focus, theme));
        });
    }

    fn foot_ui(&self, ui: &mut Ui, theme: &Theme, actions: &mut Vec<Action>) {
        let frame = egui::Frame::new().fill(theme.ground).inner_margin(Margin::symmetric(10, 3));
        egui::Panel::bottom("foot").frame(frame).show(ui, |ui| match &self.desk {
            Some(desk) => {
                let input = StatusInput {
                    session: &desk.session,
                    file: desk.document.path().map(|path| path.display().to_string()),
                    selection: desk.selection_figures(),
                    zoom_percent: self.remembered.zoom_percent(),
                    trouble: desk.document.journal_trouble(),
                    busy: self.beside.status(ui.ctx()),
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
                Command::New
                    | Command::FromLast
                    | Command::Open
                    | Command::Quit
                    | Command::ClearTraces
                    | Command::Help
                    | Command::ZoomIn
                    | Command::ZoomOut
                    | Command::ZoomReset
                    | Command::LookOfSystem
                    | Command::Light
                    | Command::Dark
            );
        };
        match command {
            Command::Undo => desk.session.can_undo() && desk.document.read_only().is_none(),
            Command::Redo => desk.session.can_redo() && desk.document.read_only().is_none(),
            Command::Save => desk.document.read_only().is_none(),
            Command::Finish | Command::ImportLastYear | Command::FillZeros | Command::FillZerosInTable | Command::FillZerosInReport => {
                !desk.is_locked()
            }
            Command::TakeBack => desk.session.is_locked() && desk.document.read_only().is_none(),
            _ => true,
        }
    }

    /// Whether a command says how the window is now.
    fn is_on(&self, command: Command) -> bool {
        let shows = |mode| self.desk.as_ref().is_some_and(|desk| desk.preview_mode == mode);
        match command {
            Command::Preview => shows(PreviewMode::Beside),
            Command::PreviewAlone => shows(PreviewMode::Alone),
            Command::Findings => self.desk.is_some() && self.remembered.findings_open(),
            Command::LookOfSystem => self.remembered.look() == ThemePreference::System,
            Command::Light => self.remembered.look() == ThemePreference::Light,
            Command::Dark => self.remembered.look() == ThemePreference::Dark,
            _ => false,
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
            Answer::Cancelled => {
                self.dialog = None;
                self.after_saving = None;
                self.told = Some("没有选择文件".to_owned());
                context.request_repaint();
            }
            Answer::NoDialog => self.type_path(purpose, Some("这台电脑没有可用的文件对话框")),
        }
    }

    /// Does one thing.
    pub fn run(&mut self, context: &egui::Context, action: Action) {
        if self.dialog.is_some() {
            typed_ahead::answered(context);
        }
        match action {
            Action::Run(command) => self.run_command(context, command),
            Action::Apply(edit) => self.apply(edit),
            Action::Explain { finding, reason } => self.explain(&finding, &reason),
            Action::GoTo(spot) => self.with_desk(|desk| desk.go_to(&spot)),
            Action::Show(page) => self.with_desk(|desk| desk.show(page)),
            Action::Create(new) => self.create(context, &new),
            Action::CreateFromLast(new) => self.leave(context, Then::FromLast(new)),
            Action::OpenFile(path) => self.leave(context, Then::Open(path)),
            Action::OpenSample => self.leave(context, Then::Sample),
            Action::ForgetRecent(path) => self.remembered.forget_recent(&path),
            Action::Chosen { purpose, path, may_overwrite } => self.chosen(context, purpose, path, may_overwrite),
            Action::TypePath(purpose) => self.type_path(purpose, None),
            Action::CloseDialog => {
                if matches!(self.dialog, Some(Dialog::Opening(_))) {
                    self.give_up_opening(context);
                }
                self.dialog = None;
                self.after_saving = None;
                // What stood on a button there is not meant for the one that has its place in the next dialog.
                context.memory_mut(egui::Memory::stop_text_input);
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
            Action::SetPaper(paper) => self.remembered.set_paper(paper),
            Action::Export(purpose) => self.ask_for_file(context, purpose),
            Action::Recover(at, what) => self.recover(context, at, what),
            Action::DiscardUnreadable { journal, asked } => self.discard_unreadable(journal, asked),
            Action::LeaveUnsaved(then) => {
                // A save that is given up leaves its journal to be recovered, where one could be written.
                self.dialog = None;
                self.after_saving = None;
                self.go_on(context, then);
            }
            Action::LeaveUnexported(then) => {
                self.beside.give_up_exporting();
                self.leave(context, then);
            }
            Action::SaveMine => self.save_own(context, Overwrite::Mine),
            Action::TakeTheirs => self.take_theirs(context),
            Action::Restore(report) => self.restore(&report),
            Action::OpenVersion(path) => self.open_version(context, &path),
            Action::ShowVersion(at) => self.show_versions(at),
            Action::FinishNow => self.set_status(Status::Final, "定稿"),
            Action::ClearTraces => self.clear_traces(),
            Action::Tell(sentence) => self.told = Some(sentence),
            Action::CloseNotice => self.told = None,
            Action::OpenOutside(path) => self.open_outside(&path),
            Action::ShowInFolder(path) => self.open_outside(path.parent().unwrap_or(Path::new("/"))),
            Action::Copy(text) => context.copy_text(text),
            Action::CopyTable { text, html } => (self.services.copy_table)(context, &text, &html),
            Action::LeaveTable { backward } => self.with_desk(|desk| {
                desk.flush();
                desk.leave_table(backward);
            }),
            Action::Select(cell) => self.with_desk(|desk| desk.go_to(&crate::check::Spot::Cell(cell))),
        }
    }

    pub(super) fn with_desk(&mut self, change: impl FnOnce(&mut Desk)) {
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
            Command::FromLast => self.ask_for_file(context, Purpose::FromLast),
            Command::Open => self.ask_for_file(context, Purpose::Open),
            Command::Save => self.save(context),
            Command::SaveAs => self.ask_for_file(context, Purpose::SaveAs),
            Command::ExportPdf => self.before_export(false),
            Command::ExportJson => self.before_export(true),
            Command::ExportChecklist => self.ask_for_file(context, Purpose::Checklist),
            Command::Versions => self.show_versions(0),
            Command::ClearTraces => self.ask_to_clear_traces(),
            Command::ImportLastYear => self.ask_for_file(context, Purpose::LastYear),
            Command::FillZeros => self.fill_zeros(ZeroScope::Selection),
            Command::FillZerosInTable => self.fill_zeros(ZeroScope::Table),
            Command::FillZerosInReport => self.fill_zeros(ZeroScope::Report),
            Command::Leave => self.leave(context, Then::Leave),
            Command::Quit => context.send_viewport_cmd(ViewportCommand::Close),
            Command::Cut | Command::Copy | Command::Paste => self.ask_clipboard(context, command),
            Command::Undo | Command::Redo => self.undo_or_redo(command == Command::Undo),
            Command::NextFinding | Command::PreviousFinding => self.step_finding(command == Command::PreviousFinding),
            Command::NextSection => self.with_desk(|desk| desk.step(false)),
            Command::PreviousSection => self.with_desk(|desk| desk.step(true)),
            Command::NextPanel => self.step_panel(false),
            Command::PreviousPanel => self.step_panel(true),
            Command::Preview => self.with_desk(|desk| desk.toggle_preview(PreviewMode::Beside)),
            Command::PreviewAlone => self.with_desk(|desk| desk.toggle_preview(PreviewMode::Alone)),
            Command::Findings => self.remembered.toggle_findings(),
            Command::ZoomIn => self.zoom(context, Remembered::zoom_in),
            Command::ZoomOut => self.zoom(context, Remembered::zoom_out),
            Command::ZoomReset => self.zoom(context, |remembered| remembered.set_zoom(100)),
            Command::LookOfSystem => self.look(context, ThemePreference::System),
            Command::Light => self.look(context, ThemePreference::Light),
            Command::Dark => self.look(context, ThemePreference::Dark),
            Command::Finish => self.before_finish(),
            Command::TakeBack => {
                self.set_status(Status::Draft, "撤回定稿");
                // The button that was pressed is gone; typing goes on where it was.
                self.with_desk(|desk| desk.show(desk.page));
            }
            Command::Help => self.dialog = Some(Dialog::Help),
        }
    }

    fn zoom(&mut self, context: &egui::Context, change: impl FnOnce(&mut Remembered)) {
        change(&mut self.remembered);
        context.set_zoom_factor(self.remembered.zoom());
    }

    /// Ctrl with the wheel, or two fingers: a step of the zoom for each notch.
    fn zoom_by_wheel(&mut self, context: &egui::Context) {
        let turned: f32 = context.input(|input| input.events.iter().filter_map(zoomed).sum());
        self.turned += turned;
        while self.turned.abs() >= 1.0 {
            self.zoom(context, if self.turned > 0.0 { Remembered::zoom_in } else { Remembered::zoom_out });
            self.turned -= self.turned.signum();
        }
    }

    /// Cut, copy or paste from a menu: in the field or table that had the focus last.
    fn ask_clipboard(&mut self, context: &egui::Context, command: Command) {
        let Some(target) = text_field::last(context) else {
            self.told = Some("先点一下要复制或粘贴的地方".to_owned());
            return;
        };
        text_field::ask(
            context,
            target,
            match command {
                Command::Cut => ViewportCommand::RequestCut,
                Command::Copy => ViewportCommand::RequestCopy,
                _ => ViewportCommand::RequestPaste,
            },
        );
    }

    fn look(&mut self, context: &egui::Context, look: ThemePreference) {
        self.remembered.set_look(look);
        context.set_theme(look);
    }

    /// Makes a change to the open report, as a panel asks for it.
    pub fn apply(&mut self, edit: Edit) {
        self.told = None;
        self.with_desk(|desk| {
            if desk.document.read_only().is_none() {
                desk.session.apply(edit);
            }
        });
    }

    fn fill_zeros(&mut self, scope: ZeroScope) {
        let Some(desk) = &self.desk else { return };
        if scope != ZeroScope::Report && !desk.shows_a_table() {
            self.told = Some("先转到要填 0 的表格".to_owned());
            return;
        }
        match desk.grid.zeros(&desk.session, scope) {
            Some((edit, count)) => {
                self.apply(edit);
                self.told = Some(format!("已把 {count} 个空白格填为 0"));
            }
            None => self.told = Some("没有空白格".to_owned()),
        }
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
        self.told = Some(step.map_or_else(|| "没有待处理的问题".to_owned(), |(_, number, count)| format!("问题 {number}/{count}")));
    }

    fn step_panel(&mut self, backward: bool) {
        let findings_open = self.remembered.findings_open();
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

    /// Runs everything once more and shows it on one page.
    fn before_finish(&mut self) {
        let Some(desk) = &self.desk else { return };
        let summary = desk.session.summary();
        let parts = summary.parts(desk.session.final_case());
        let masks = summary.personal.iter().filter_map(|finding| finding.fixes.first().cloned()).collect();
        self.dialog = Some(Dialog::Finish { parts, may_leave: summary.may_leave(), masks });
    }

    fn set_status(&mut self, status: Status, what: &str) {
        let at = (self.services.now)();
        self.with_desk(|desk| {
            let mut history = desk.session.report().history.clone();
            history.push(HistoryEntry { at, what: what.to_owned(), extra: Vec::new() });
            desk.session.apply(Edit::Status { status, history });
        });
    }
}

/// How many notches an event turns the zoom; a touchpad tells of points, and of fingers drawn apart by their factor.
fn zoomed(event: &egui::Event) -> Option<f32> {
    const NOTCH_PT: f32 = 40.0;
    const NOTCH_FACTOR: f32 = 1.1;
    match event {
        egui::Event::MouseWheel { unit, delta, modifiers, .. } if modifiers.command => Some(match unit {
            egui::MouseWheelUnit::Point => delta.y / NOTCH_PT,
            egui::MouseWheelUnit::Line => delta.y,
            egui::MouseWheelUnit::Page => delta.y.signum(),
        }),
        egui::Event::Zoom(factor) => Some(factor.ln() / NOTCH_FACTOR.ln()),
        _ => None,
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
