//! The window as a whole: what is open, which dialog stands over it, and the one place where actions are done.

use std::path::{Path, PathBuf};

use egui::{Context, Margin, ThemePreference, Ui, ViewportCommand};

use super::commands::lone_paste::LonePaste;
use super::commands::typed_ahead::{self, TypedAhead};
use super::commands::{Action, BatchPurpose, Command, Purpose, Then, top_bar};
use super::desk::{Desk, PreviewMode, StatusInput, status_ui};
use super::dialogs::{About, Choice, Come, Dialog, Dialogs, Finish, ManualPages, Sentence, SlowOpening};
use super::filing::{
    Filing, Room, ask_for_file, ask_to_clear_traces, before_export, before_print, restore, show_versions, take_changes, type_path,
    web_content,
};
use super::grid::ZeroScope;
use super::look::ime::ImeStaysOn;
use super::look::text_field;
use super::look::theme::Theme;
use super::many::{Many, is_batch};
use super::placing::Placing;
use super::services::Services;
use super::settings::Remembered;
use super::start::{StartInput, StartPage};
use super::visitors::Visitors;
use crate::check;
use crate::file::{Recovery, is_batch_path};
use crate::intake;
use crate::report::{Edit, HistoryEntry, Status};
use crate::session::Session;

/// The window: its parts, each handed what it needs, and the one place where actions are done.
pub struct App {
    services: Services,
    remembered: Remembered,
    filing: Filing,
    start: StartPage,
    desk: Option<Desk>,
    many: Many,
    dialogs: Dialogs,
    told: Option<String>,
    lone_paste: LonePaste,
    title: String,
    had_focus: bool,
    /// What had the focus on the start page when a dialog came over it.
    covered_focus: Option<egui::Id>,
    /// How far the wheel was turned towards the next step of the zoom.
    turned: f32,
    /// The window is to be closed once a decision is on the disk.
    closes: bool,
    placing: Placing,
    visitors: Visitors,
}

impl Drop for App {
    fn drop(&mut self) {
        if let Some(place) = self.placing.place() {
            self.remembered.set_place(&place);
        }
    }
}

impl App {
    /// Prepares the window; opens a file where one is given.
    #[must_use]
    pub fn new(context: &Context, services: Services, file: Option<PathBuf>) -> Self {
        super::set_up(context);
        context.add_plugin(ImeStaysOn::default());
        context.add_plugin(TypedAhead::default());
        let remembered = Remembered::load(services.workplace.data.as_ref());
        context.set_zoom_factor(remembered.zoom());
        context.set_theme(remembered.look());
        let placing = Placing::new(remembered.place());
        let mut app = Self {
            services,
            remembered,
            filing: Filing::default(),
            start: StartPage::default(),
            desk: None,
            many: Many::default(),
            dialogs: Dialogs::default(),
            told: None,
            lone_paste: LonePaste::default(),
            title: String::new(),
            had_focus: true,
            covered_focus: None,
            turned: 0.0,
            closes: false,
            placing,
            visitors: Visitors::default(),
        };
        app.start.go_to();
        let (batch, file) = match file {
            Some(path) if is_batch(std::slice::from_ref(&path)) => (Some(path), None),
            file => (None, file),
        };
        let (filing, mut room) = app.filing(context);
        filing.start(&mut room, file);
        if let Some(path) = batch {
            app.many.open(context, &app.services, vec![path]);
        }
        app
    }

    /// Says that the program before this one ended by a fault; `fault` is what was written down of it.
    pub fn tell_of_a_fault(&mut self, fault: String) {
        let lines = ["填的内容都在恢复记录里，可在开始页恢复", "错误信息里没有年报的内容，可以交给做程序的人"];
        let lines = lines.map(str::to_owned).to_vec();
        self.dialogs.show(Dialog::Choice(Choice::one("程序刚才出错，已重新打开", lines, "复制错误信息", Action::Copy(fault))));
    }

    /// From now on the files of programs that are started beside this one are opened here.
    pub fn receive(&mut self, visitors: Visitors) {
        self.visitors = visitors;
    }

    /// Opens what a program started beside this one was to open; what is open already stays as it is.
    fn poll_visitors(&mut self, context: &Context) {
        let is_asking = self.desk.as_ref().is_some_and(Desk::is_asking);
        let is_free = self.dialogs.is_quiet() && !is_asking && !self.filing.takes_the_desk();
        let Some(path) = self.visitors.poll(context, is_free) else { return };
        let open = self.desk.as_ref().and_then(|desk| desk.document().path());
        if open != Some(path.as_path()) {
            self.run(context, Action::OpenFile(path));
        }
    }

    /// Filing, and what it is handed.
    fn filing<'a>(&'a mut self, context: &'a Context) -> (&'a mut Filing, Room<'a>) {
        let Self { services, remembered, filing, start, desk, dialogs, told, .. } = self;
        (filing, Room { context, services, remembered, desk, start, dialogs, told })
    }

    /// The open report, where there is one.
    #[must_use]
    pub fn session(&self) -> Option<&Session> {
        self.desk.as_ref().map(Desk::session)
    }

    /// The reports that the start page offers to recover.
    #[must_use]
    pub fn recoverable(&self) -> &[Recovery] {
        self.filing.recoverable()
    }

    /// Whether something is being opened, saved, exported or looked at beside the window, or waits to be told.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.filing.is_busy() || self.many.is_busy() || (!self.dialogs.is_open() && self.dialogs.has_waiting())
    }

    /// What the window does besides drawing: answers of dialogs, dropped files, being closed.
    pub fn logic(&mut self, context: &Context) {
        self.placing.note(context);
        if self.lone_paste.comes(context)
            && let Some(text) = (self.services.clipboard_html)().and_then(|html| intake::html::page(&html).ok()).map(|page| page.text())
        {
            context.input_mut(|input| input.events.push(egui::Event::Paste(text)));
        }
        let (filing, mut room) = self.filing(context);
        let chosen = filing.poll(&mut room);
        let dropped: Vec<_> = context.input(|input| input.raw.dropped_files.iter().map(|file| file.path().to_owned()).collect());
        match dropped.first() {
            Some(_) if is_batch(&dropped) => filing.leave(&mut room, Then::Batch(dropped)),
            Some(path) => filing.leave(&mut room, Then::Open(path.clone())),
            None => {}
        }
        if context.input(|input| input.viewport().close_requested()) && filing.holds_back_closing(&mut room) {
            context.send_viewport_cmd(ViewportCommand::CancelClose);
        }
        self.poll_many(context);
        self.poll_visitors(context);
        if let Some(chosen) = chosen {
            self.run(context, chosen);
        }
        let has_focus = context.input(|input| input.focused);
        if has_focus && !self.had_focus {
            let (filing, room) = self.filing(context);
            filing.notice_change_on_disk(&room);
        }
        self.had_focus = has_focus;
    }

    /// The batch: what came for it, and what it keeps the window open for.
    fn poll_many(&mut self, context: &Context) {
        if let Some(paths) = self.filing.take_batch() {
            self.many.open(context, &self.services, paths);
        }
        for action in self.many.poll(context, &self.services) {
            self.run(context, action);
        }
        self.tell_of_a_slow_batch(context);
        if let Some((path, title)) = self.many.take_recent() {
            self.remembered.note_recent(&path, &title);
        }
        let is_saving = self.many.is_saving(context);
        if is_saving && context.input(|input| input.viewport().close_requested()) {
            context.send_viewport_cmd(ViewportCommand::CancelClose);
            self.closes = true;
        } else if self.closes && !is_saving {
            self.closes = false;
            context.send_viewport_cmd(ViewportCommand::Close);
        }
    }

    /// Says that a batch's file is slow to come, until it is there.
    fn tell_of_a_slow_batch(&mut self, context: &Context) {
        match self.many.slow_opening(context) {
            Some(path) if !self.dialogs.is_open() => {
                self.dialogs.show(Dialog::Opening(SlowOpening { path: path.to_owned() }));
                context.request_repaint();
            }
            Some(_) => {}
            None => self.dialogs.close_if(|dialog| matches!(dialog, Dialog::Opening(opening) if is_batch_path(&opening.path))),
        }
    }

    /// Draws the window and does what was asked for.
    pub fn ui(&mut self, ui: &mut Ui) {
        let context = ui.ctx().clone();
        let theme = Theme::of(&context);
        let mut actions: Vec<_> = Vec::new();
        self.turn_to_dialog(&context);
        // What asks something wants its answer first.
        if !self.dialogs.is_open() && !self.desk.as_ref().is_some_and(Desk::is_asking) {
            self.zoom_by_wheel(&context);
            actions.extend(Command::pressed(&context).into_iter().map(Action::Run));
        }
        if !self.dialogs.is_open() && !self.desk.as_ref().is_some_and(Desk::is_asking) {
            let (filing, mut room) = self.filing(&context);
            filing.take_paste(&mut room);
        }
        ui.painter().rect_filled(ui.max_rect(), 0.0, theme.ground);
        self.top_ui(ui, &theme, &mut actions);
        self.foot_ui(ui, &theme, &mut actions);
        if let Some(desk) = &mut self.desk {
            actions.extend(desk.ui(ui, &self.services, &self.remembered, &theme));
        } else if self.many.is_open() && !self.filing.takes_the_desk() {
            if !self.dialogs.is_open() && ui.memory(|memory| memory.focused().is_none()) {
                self.many.go_to();
            }
            actions.extend(self.many.ui(ui, &self.services, &self.remembered, &theme));
        } else if !self.filing.takes_the_desk() {
            let input = StartInput {
                editions: &self.services.editions,
                this_year: self.services.this_year(),
                recent: self.remembered.recent(),
                recoverable: self.filing.recoverable(),
                unreadable: self.filing.unreadable(),
            };
            egui::CentralPanel::no_frame().show(ui, |ui| actions.extend(self.start.ui(ui, &input, &theme)));
        }
        // What the panels below said in this frame still holds; what a dialog says comes last.
        actions.extend(self.dialogs.ui(&context, &theme));
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
    fn turn_to_dialog(&mut self, context: &Context) {
        let come = self.dialogs.has_come();
        if come == Come::No {
            return;
        }
        // A menu was about what is covered now.
        egui::Popup::close_all(context);
        match &mut self.desk {
            Some(desk) => desk.let_go_of_focus(),
            // Behind a report that is being opened the page has no field that could have it.
            None if come == Come::OverTheWindow => self.covered_focus = context.memory(egui::Memory::focused).or(self.covered_focus),
            None => {}
        }
        context.memory_mut(egui::Memory::stop_text_input);
    }

    /// Gives the keys back to what had them: a desk to its part, the start page to its field.
    fn turn_back(&mut self, context: &Context) {
        if self.dialogs.is_open() {
            return;
        }
        if let Some(desk) = &mut self.desk {
            self.covered_focus = None;
            desk.hold_focus(context);
        } else if !self.dialogs.had_one()
            && !self.filing.takes_the_desk()
            && let Some(covered) = self.covered_focus.take()
        {
            // In the frame before, egui still held the page for covered.
            context.memory_mut(|memory| memory.request_focus(covered));
            context.request_repaint();
        }
    }

    fn top_ui(&mut self, ui: &mut Ui, theme: &Theme, actions: &mut Vec<Action>) {
        let frame = egui::Frame::new().fill(theme.ground).inner_margin(Margin::symmetric(8, 4));
        let take_focus = self.desk.as_mut().is_some_and(Desk::gives_focus_to_the_top_bar);
        let title = self.desk.as_ref().map(|desk| desk.session().form().title_for(desk.session().report().year));
        let standing = top_bar::Standing { is_enabled: &|command| self.is_enabled(command), is_on: &|command| self.is_on(command) };
        egui::Panel::top("top").frame(frame).show(ui, |ui| {
            actions.extend(top_bar::top_bar_ui(ui, standing, title.as_deref(), take_focus, theme));
        });
    }

    fn foot_ui(&self, ui: &mut Ui, theme: &Theme, actions: &mut Vec<Action>) {
        let frame = egui::Frame::new().fill(theme.ground).inner_margin(Margin::symmetric(10, 3));
        egui::Panel::bottom("foot").frame(frame).show(ui, |ui| {
            if let Some(desk) = &self.desk {
                let input = StatusInput {
                    session: desk.session(),
                    file: desk.document().path().map(|path| path.display().to_string()),
                    selection: desk.selection_figures(),
                    zoom_percent: self.remembered.zoom_percent(),
                    trouble: desk.document().journal_trouble(),
                    busy: self.filing.status(ui.ctx()),
                    told: self.told.as_deref(),
                };
                actions.extend(status_ui(ui, &input, theme));
            } else {
                let keys = if self.many.is_open() {
                    "↑ ↓ 选一份，Enter 在右边看，空格选中，Ctrl+F 筛选"
                } else {
                    "F1 使用手册，Shift+F1 列出全部按键"
                };
                ui.label(self.told.as_deref().unwrap_or(keys));
            }
        });
    }

    fn is_enabled(&self, command: Command) -> bool {
        let Some(desk) = &self.desk else {
            return self.many.takes(command)
                || matches!(
                    command,
                    Command::New
                        | Command::FromLast
                        | Command::Open
                        | Command::Quit
                        | Command::ClearTraces
                        | Command::Manual
                        | Command::SaveManual
                        | Command::Help
                        | Command::Diagnosis
                        | Command::About
                        | Command::ZoomIn
                        | Command::ZoomOut
                        | Command::ZoomReset
                        | Command::LookOfSystem
                        | Command::Light
                        | Command::Dark
                );
        };
        match command {
            Command::Undo => desk.session().can_undo() && desk.document().read_only().is_none(),
            Command::Redo => desk.session().can_redo() && desk.document().read_only().is_none(),
            Command::Save => desk.document().read_only().is_none(),
            Command::Finish | Command::ImportLastYear | Command::FillZeros | Command::FillZerosInTable | Command::FillZerosInReport => {
                !desk.is_locked()
            }
            Command::CopyWebSection | Command::CopyWebTable => desk.extent(command).is_some(),
            Command::Ledger => !desk.is_locked() && desk.session().form().ledger.is_given(),
            Command::CountAgain => !desk.is_locked() && desk.session().report().register.is_some(),
            Command::TakeBack => desk.session().is_locked() && desk.document().read_only().is_none(),
            _ => true,
        }
    }

    /// Whether a command says how the window is now.
    fn is_on(&self, command: Command) -> bool {
        let shows = |mode| self.desk.as_ref().is_some_and(|desk| desk.preview_mode() == mode);
        match command {
            Command::Preview => shows(PreviewMode::Beside),
            Command::PreviewAlone => shows(PreviewMode::Alone),
            Command::Charts => shows(PreviewMode::Charts),
            Command::Findings => self.desk.is_some() && self.remembered.findings_open(),
            Command::Hints => self.remembered.hints_shown(),
            Command::LookOfSystem => self.remembered.look() == ThemePreference::System,
            Command::Light => self.remembered.look() == ThemePreference::Light,
            Command::Dark => self.remembered.look() == ThemePreference::Dark,
            _ => false,
        }
    }

    fn retitle(&mut self, context: &Context) {
        let title = self.desk.as_ref().map(Desk::title).or_else(|| self.many.title()).unwrap_or_else(|| "年报".to_owned());
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

    /// Does one thing.
    pub fn run(&mut self, context: &Context, action: Action) {
        if self.dialogs.is_open() {
            typed_ahead::answered(context);
        }
        match action {
            Action::Run(command) => self.run_command(context, command),
            Action::Apply(edit) => self.apply(edit),
            Action::Explain { finding, reason } => self.explain(&finding, &reason),
            Action::GoTo(spot) => self.with_desk(|desk| desk.go_to(&spot)),
            Action::PointOut(spot) => self.with_desk(|desk| desk.point_out(&spot)),
            Action::Show(page) => self.with_desk(|desk| desk.show(page)),
            Action::ForgetRecent(path) => self.remembered.forget_recent(&path),
            Action::SetPaper(paper) => self.remembered.set_paper(paper),
            Action::FinishNow => self.set_status(Status::Final, "定稿"),
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
            Action::ShowSources => {
                if let Some((title, lines)) = self.desk.as_ref().and_then(Desk::sources) {
                    self.dialogs.show(Dialog::Sentence(Sentence::new(&title, lines)));
                }
            }
            Action::OpenPart(file) => self.open_part(context, &file),
            Action::Chosen { purpose: Purpose::Batch(purpose), path, may_overwrite } => {
                self.dialogs.close();
                let path = Purpose::Batch(purpose).with_extension(path);
                match self.desk.as_ref().filter(|_| purpose == BatchPurpose::UnitsBook) {
                    Some(desk) => self.many.write_units(context, desk.session(), path, may_overwrite),
                    None => {
                        if let Some(action) = self.many.chosen(context, &self.services, purpose, path, may_overwrite) {
                            self.run(context, action);
                        }
                    }
                }
            }
            Action::Select(cell) => self.with_desk(|desk| desk.go_to(&check::Spot::Cell(cell))),
            Action::Create(new) => self.filing_does(context, |filing, room| filing.create(room, &new)),
            Action::CreateFromLast(new) => self.filing_does(context, |filing, room| filing.leave(room, Then::FromLast(new))),
            Action::OpenFile(path) => self.filing_does(context, |filing, room| filing.leave(room, Then::Open(path))),
            Action::TakeImported => self.filing_does(context, Filing::take_imported),
            Action::StartFromImported => self.filing_does(context, Filing::start_from_imported),
            Action::PlaceAgain(wishes) => self.filing_does(context, |filing, room| filing.place_again(room, &wishes)),
            Action::OpenSample => self.filing_does(context, |filing, room| filing.leave(room, Then::Sample)),
            Action::OpenBatch(paths) => self.filing_does(context, |filing, room| filing.leave(room, Then::Batch(paths))),
            Action::Chosen { purpose, path, may_overwrite } => {
                self.filing_does(context, |filing, room| filing.chosen(room, purpose, path, may_overwrite));
            }
            Action::TypePath(purpose) => self.filing_does(context, |_, room| type_path(room, purpose, None)),
            Action::CloseDialog => {
                if matches!(self.dialogs.open(), Some(Dialog::Opening(opening)) if is_batch_path(&opening.path)) {
                    self.many.give_up_opening();
                }
                self.filing_does(context, Filing::dialog_closed);
                // What stood on a button there is not meant for the one that has its place in the next dialog.
                context.memory_mut(egui::Memory::stop_text_input);
            }
            // A save that is given up leaves its journal to be recovered, where one could be written.
            Action::Discard(then) | Action::LeaveUnsaved(then) => self.filing_does(context, |filing, room| {
                room.dialogs.close();
                filing.go_on(room, then);
            }),
            Action::SaveThen(then) => self.filing_does(context, |filing, room| filing.save_then(room, then)),
            Action::Print(job) => self.filing_does(context, |filing, room| filing.print(room, job)),
            Action::Ask(purpose) => self.filing_does(context, |_, room| ask_for_file(room, purpose)),
            Action::Recover(at, what) => self.filing_does(context, |filing, room| filing.recover(room, at, what)),
            Action::DiscardUnreadable { journal, asked } => {
                self.filing_does(context, |filing, room| filing.discard_unreadable(room, journal, asked));
            }
            Action::LeaveUnexported(then) => self.filing_does(context, |filing, room| filing.leave_unexported(room, then)),
            Action::SaveMine => self.filing_does(context, Filing::save_mine),
            Action::TakeTheirs => self.filing_does(context, Filing::take_theirs),
            Action::Restore(report) => self.filing_does(context, |_, room| restore(room, &report)),
            Action::TakeChanges { changes, ticked } => self.filing_does(context, |_, room| take_changes(room, &changes, &ticked)),
            Action::OpenVersion(path) => self.filing_does(context, |filing, room| filing.open_version(room, &path)),
            Action::ShowVersion(at) => self.filing_does(context, |_, room| show_versions(room, at)),
            Action::CountLedger(mapping) => self.filing_does(context, |filing, room| filing.ledgers().count_with(room, *mapping)),
            Action::TakeLedger => self.filing_does(context, |filing, room| filing.ledgers().take(room)),
            Action::ClearTraces => self.filing_does(context, Filing::clear_traces),
        }
    }

    /// Has filing do something in its room.
    fn filing_does(&mut self, context: &Context, does: impl FnOnce(&mut Filing, &mut Room<'_>)) {
        let (filing, mut room) = self.filing(context);
        does(filing, &mut room);
    }

    fn with_desk(&mut self, change: impl FnOnce(&mut Desk)) {
        if let Some(desk) = &mut self.desk {
            change(desk);
        }
    }

    fn run_command(&mut self, context: &Context, command: Command) {
        self.with_desk(Desk::flush);
        if !self.is_enabled(command) {
            return;
        }
        if self.desk.is_none() && self.many.takes(command) {
            if let Some(action) = self.many.run(command) {
                self.run(context, action);
            }
            return;
        }
        match command {
            Command::FillZeros => self.fill_zeros(ZeroScope::Selection),
            Command::FillZerosInTable => self.fill_zeros(ZeroScope::Table),
            Command::FillZerosInReport => self.fill_zeros(ZeroScope::Report),
            Command::Quit => context.send_viewport_cmd(ViewportCommand::Close),
            Command::Cut | Command::Copy | Command::Paste => self.ask_clipboard(context, command),
            Command::CopyWeb | Command::CopyWebSection | Command::CopyWebTable => self.copy_web(context, command),
            Command::Undo | Command::Redo => self.with_desk(|desk| desk.undo_or_redo(command == Command::Undo)),
            Command::NextFinding | Command::PreviousFinding => self.step_finding(command == Command::PreviousFinding),
            Command::Find => self.with_desk(Desk::open_find),
            Command::FindNext | Command::FindPrevious => self.step_find(command == Command::FindPrevious),
            Command::NextSection => self.with_desk(|desk| desk.step(false)),
            Command::PreviousSection => self.with_desk(|desk| desk.step(true)),
            Command::NextPanel | Command::PreviousPanel => {
                let findings_open = self.remembered.findings_open();
                self.with_desk(|desk| desk.step_panel(command == Command::PreviousPanel, findings_open));
            }
            Command::Preview => self.with_desk(|desk| desk.toggle_preview(PreviewMode::Beside)),
            Command::PreviewAlone => self.with_desk(|desk| desk.toggle_preview(PreviewMode::Alone)),
            Command::Charts => self.with_desk(|desk| desk.toggle_preview(PreviewMode::Charts)),
            Command::Findings => self.remembered.toggle_findings(),
            Command::Hints => self.remembered.toggle_hints(),
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
                self.with_desk(Desk::show_again);
            }
            Command::Manual => self.dialogs.show(Dialog::Manual(ManualPages::default())),
            Command::SaveManual => self.filing_does(context, |_, room| ask_for_file(room, Purpose::Manual)),
            Command::Help => self.dialogs.show(Dialog::Help),
            Command::Diagnosis => self.filing_does(context, |_, room| ask_for_file(room, Purpose::Diagnosis)),
            Command::About => {
                let data = self.services.workplace.data.as_ref().map(|data| data.root().to_owned());
                self.dialogs.show(Dialog::About(About::new(&self.services.renderer, data)));
            }
            Command::New => self.filing_does(context, |filing, room| filing.leave(room, Then::New)),
            Command::FromLast => self.filing_does(context, |_, room| ask_for_file(room, Purpose::FromLast)),
            Command::Open => self.filing_does(context, |_, room| ask_for_file(room, Purpose::Open)),
            Command::Save => self.filing_does(context, Filing::save),
            Command::SaveAs => self.filing_does(context, |_, room| ask_for_file(room, Purpose::SaveAs)),
            Command::ExportPdf => self.filing_does(context, |_, room| before_export(room, false)),
            Command::ExportJson => self.filing_does(context, |_, room| before_export(room, true)),
            Command::ExportChecklist => self.filing_does(context, |_, room| ask_for_file(room, Purpose::Checklist)),
            Command::ExportPoster => self.filing_does(context, |_, room| ask_for_file(room, Purpose::Poster)),
            Command::Print => self.filing_does(context, |_, room| before_print(room)),
            Command::Versions => self.filing_does(context, |_, room| show_versions(room, 0)),
            Command::ClearTraces => self.filing_does(context, |_, room| ask_to_clear_traces(room)),
            Command::ImportLastYear => self.filing_does(context, |_, room| ask_for_file(room, Purpose::LastYear)),
            Command::Ledger => self.filing_does(context, |_, room| ask_for_file(room, Purpose::Ledger)),
            Command::CountAgain => self.filing_does(context, |filing, room| filing.ledgers().read_again(room)),
            Command::Leave => self.filing_does(context, |filing, room| filing.leave(room, Then::Leave)),
        }
    }

    /// The report of a part of the sum on the desk, beside the list of its batch.
    fn open_part(&mut self, context: &Context, file: &str) {
        if self.many.show_part(file) {
            self.run_command(context, Command::Leave);
        } else {
            self.told = Some(format!("先打开这一批年报，再看其中的这一份：{file}"));
        }
    }

    fn open_outside(&mut self, path: &Path) {
        if let Err(sentence) = (self.services.open_outside)(path) {
            self.told = Some(sentence);
        }
    }

    fn zoom(&mut self, context: &Context, change: impl FnOnce(&mut Remembered)) {
        change(&mut self.remembered);
        context.set_zoom_factor(self.remembered.zoom());
    }

    /// Ctrl with the wheel, or two fingers: a step of the zoom for each notch.
    fn zoom_by_wheel(&mut self, context: &Context) {
        let turned: f32 = context.input(|input| input.events.iter().filter_map(zoomed).sum());
        self.turned += turned;
        while self.turned.abs() >= 1.0 {
            self.zoom(context, if self.turned > 0.0 { Remembered::zoom_in } else { Remembered::zoom_out });
            self.turned -= self.turned.signum();
        }
    }

    /// Cut, copy or paste from a menu: in the field or table that had the focus last.
    fn ask_clipboard(&mut self, context: &Context, command: Command) {
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

    /// The report, a section or a table for the editor of a web site.
    fn copy_web(&mut self, context: &Context, command: Command) {
        let Some(desk) = &self.desk else { return };
        let Some(extent) = desk.extent(command) else { return };
        let (copied, told) = web_content(desk.session(), &extent);
        (self.services.copy_table)(context, &copied.text, &copied.html);
        self.told = Some(told.to_owned());
    }

    fn look(&mut self, context: &Context, look: ThemePreference) {
        self.remembered.set_look(look);
        context.set_theme(look);
    }

    /// Makes a change to the open report, as a panel asks for it.
    pub fn apply(&mut self, edit: Edit) {
        self.told = None;
        self.with_desk(|desk| desk.apply(edit));
    }

    fn fill_zeros(&mut self, scope: ZeroScope) {
        let Some(desk) = &self.desk else { return };
        if scope != ZeroScope::Report && !desk.shows_a_table() {
            self.told = Some("先转到要填 0 的表格".to_owned());
            return;
        }
        match desk.zeros(scope) {
            Some((edit, count)) => {
                self.apply(edit);
                self.told = Some(format!("已把 {count} 个空白格填为 0"));
            }
            None => self.told = Some("没有空白格".to_owned()),
        }
    }

    fn step_find(&mut self, backward: bool) {
        let Some(desk) = &mut self.desk else { return };
        if !desk.is_finding() {
            return desk.open_find();
        }
        let step = desk.step_find(backward);
        self.told = Some(step.map_or_else(|| "没有找到".to_owned(), |(number, count)| format!("第 {number} 处，共 {count} 处")));
    }

    fn step_finding(&mut self, backward: bool) {
        let step = self.desk.as_mut().and_then(|desk| desk.step_finding(backward));
        self.told = Some(step.map_or_else(|| "没有待处理的问题".to_owned(), |(number, count)| format!("问题 {number}/{count}")));
    }

    fn explain(&mut self, finding: &crate::check::Finding, reason: &str) {
        let Some(desk) = &mut self.desk else { return };
        let edit = check::explain(desk.session().case(), &[finding], reason);
        self.apply(edit);
    }

    /// Runs everything once more and shows it on one page.
    fn before_finish(&mut self) {
        let Some(desk) = &self.desk else { return };
        let summary = desk.session().summary();
        let mut parts = summary.parts(desk.session().final_case());
        parts.push(summary.hints());
        let masks = summary.personal.iter().filter_map(|finding| finding.fixes.first().cloned()).collect();
        self.dialogs.show(Dialog::Finish(Finish { parts, may_leave: summary.may_leave(), masks, changes: summary.changes }));
    }

    fn set_status(&mut self, status: Status, what: &str) {
        let at = (self.services.now)();
        let entry = HistoryEntry { at, what: what.to_owned(), extra: Vec::new() };
        self.with_desk(|desk| desk.set_status(status, entry));
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
    fn logic(&mut self, context: &Context, _frame: &mut eframe::Frame) {
        Self::logic(self, context);
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        Self::ui(self, ui);
    }
}
