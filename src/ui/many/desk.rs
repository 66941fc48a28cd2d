//! One batch on the desk: its parts, what is under way for it, and how they are laid out.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::{Context, Margin, Ui};

use super::adding::{AddingPanel, Wish};
use super::beside::{Asked, Beside};
use super::came_in::CameIn;
use super::chart::BatchChart;
use super::head::{self, Head};
use super::jobs::{self, JobDone, Jobs, Listed};
use super::keeping::Keeping;
use super::list::{self, LineKey, List, Only, Pressed};
use super::meant;
use super::options::Options;
use super::paint::{ROW_PT, list_ui};
use super::reading::Reading;
use crate::collection::batch::{Came, Looker, Signer, units_in};
use crate::file::many::{Batch, BatchFile, Decided, State};
use crate::ui::commands::{Action, BatchPurpose};
use crate::ui::look::theme::Theme;
use crate::ui::services::Services;
use crate::ui::settings::Remembered;

/// A batch.
pub(super) struct BatchDesk {
    batch: Batch,
    keeping: Keeping,
    came: CameIn,
    reading: Reading,
    list: List,
    focuses_filter: bool,
    beside: Option<Beside>,
    chart: BatchChart,
    options: Options,
    adding: Option<AddingPanel>,
    jobs: Jobs,
    signer: Signer,
}

impl BatchDesk {
    pub(super) fn new(batch: Batch, file: BatchFile) -> Self {
        Self {
            keeping: Keeping::new(file, &batch),
            batch,
            came: CameIn::new(),
            reading: Reading::default(),
            list: List::new(),
            focuses_filter: false,
            beside: None,
            chart: BatchChart::default(),
            options: Options::default(),
            adding: None,
            jobs: Jobs::default(),
            signer: Signer::default(),
        }
    }

    pub(super) fn is_busy(&self) -> bool {
        let is_beside = self.beside.as_ref().is_some_and(Beside::is_busy);
        let is_adding = self.adding.as_ref().is_some_and(AddingPanel::is_busy);
        self.is_saving() || self.reading.is_under_way() || is_beside || is_adding || !self.jobs.is_empty()
    }

    pub(super) fn is_saving(&self) -> bool {
        self.keeping.is_saving(&self.batch)
    }

    /// Whether closing waits for a save; for a drive that does not answer it does not, the data folder has it all.
    pub(super) fn holds_back_closing(&self, context: &Context) -> bool {
        self.is_saving() && !self.keeping.is_slow(context)
    }

    pub(super) fn has_file(&self) -> bool {
        self.keeping.path().is_some()
    }

    /// Whether it is the batch of that path, to be changed here.
    pub(super) fn is_of(&self, path: &Path) -> bool {
        self.keeping.is_of(&self.batch, path)
    }

    /// Why it cannot be changed here.
    pub(super) fn read_only(&self) -> Option<&str> {
        self.keeping.read_only()
    }

    /// Goes on with a copy: what is decided from now on does not go into the batch that another one reviews.
    fn copy(&mut self, services: &Services) -> Action {
        self.batch.change(|batch| batch.id = (services.new_id)());
        self.keeping.begin_copy(services);
        self.came.is_outdated();
        Action::Tell("已打开副本：改动只记在副本里，原来的一批不变".to_owned())
    }

    pub(super) fn title(&self) -> String {
        let name = self.keeping.path().and_then(|path| path.file_stem()).map(|name| name.to_string_lossy().into_owned());
        let folder = || self.batch.inbox.first().and_then(|path| path.file_name()).map(|name| name.to_string_lossy().into_owned());
        format!("审核一批：{}", name.or_else(folder).unwrap_or_default())
    }

    /// The title with how far the reading is, where there is much to read.
    pub(super) fn window_title(&self) -> String {
        format!("{}{}", self.title(), self.reading.in_title())
    }

    pub(super) fn go_to_filter(&mut self) {
        self.focuses_filter = true;
    }

    pub(super) fn go_to_list(&mut self) {
        self.list.takes_focus = true;
    }

    /// Where the batch is kept, to be listed among the recent files.
    pub(super) fn take_recent(&mut self) -> Option<(PathBuf, String)> {
        let place = self.keeping.take_recent()?;
        Some((place, self.title()))
    }

    /// Tries again what could not be saved.
    pub(super) fn save_now(&mut self) {
        self.keeping.save_now();
    }

    /// Chooses a file in the list and reads it beside.
    pub(super) fn show(&mut self, file: &str) -> bool {
        let is_there = self.came.rows().iter().any(|row| row.file == file);
        if is_there {
            (self.list.only, self.list.filter) = (Only::All, String::new());
            self.list.seek(LineKey::File(file.to_owned()));
            // It is opened with the next frame, when the list is arranged.
            self.came.is_outdated();
            self.beside = None;
            self.list.opens = true;
        }
        is_there
    }

    /// Takes what was done beside the window.
    pub(super) fn poll(&mut self, context: &Context, services: &Services) -> Vec<Action> {
        let mut actions = Vec::new();
        if self.signer.day.is_empty() {
            self.signer.day = services.today();
        }
        let (came, told) = self.reading.poll(context);
        for came in came {
            match came {
                Came::Total(_) => {}
                Came::Rows(rows) => self.came.take(rows),
                Came::Done { gone, trouble } => {
                    self.came.let_go(gone);
                    actions.extend(trouble.into_iter().map(Action::Tell));
                }
            }
        }
        self.reading.begin(context, services, &self.batch, || self.came.known());
        actions.extend(told.into_iter().map(|line| Action::Tell(format!("上年年报：{line}"))));
        self.arrange(context);
        if let Some(beside) = &mut self.beside {
            beside.poll(services);
        }
        if let Some(adding) = &mut self.adding {
            adding.poll();
        }
        self.poll_jobs(&mut actions);
        actions.extend(self.keeping.poll(context, &self.batch).map(Action::Tell));
        actions
    }

    /// Makes the list anew where something changed.
    fn arrange(&mut self, context: &Context) {
        if self.came.arrange(context, self.reading.is_under_way(), &self.batch, &mut self.list) {
            self.chart.is_outdated();
        }
    }

    fn poll_jobs(&mut self, actions: &mut Vec<Action>) {
        for outcome in self.jobs.poll() {
            match outcome {
                JobDone::Told(Ok(sentence) | Err(sentence)) | JobDone::Roster(Err(sentence)) => actions.push(Action::Tell(sentence)),
                JobDone::Roster(Ok(units)) => {
                    actions.push(Action::Tell(format!("名单里有 {} 个单位", units.len())));
                    self.change(|batch| batch.roster = units);
                }
            }
        }
    }

    fn change(&mut self, change: impl FnOnce(&mut Batch)) {
        if self.read_only().is_some() {
            return;
        }
        let before = (self.batch.last_year.clone(), self.batch.renamed.clone());
        self.batch.change(change);
        self.came.is_outdated();
        if before != (self.batch.last_year.clone(), self.batch.renamed.clone()) {
            // Every report is read again beside another last year.
            self.came.read_anew();
            self.reading.begin_soon(true);
        }
    }

    /// Keeps a decision; one who may only look decides nothing.
    fn decide(&mut self, decided: Decided) {
        if self.read_only().is_some() {
            return;
        }
        self.batch.decide(decided);
        self.came.is_outdated();
    }

    /// A file or a place was chosen; gives what follows.
    pub(super) fn chosen(
        &mut self,
        context: &Context,
        services: &Services,
        purpose: BatchPurpose,
        path: PathBuf,
        may_overwrite: bool,
    ) -> Option<Action> {
        match purpose {
            BatchPurpose::Inbox => {
                self.change(|batch| batch.inbox.push(path));
                self.reading.begin_soon(false);
            }
            BatchPurpose::LastYears => self.change(|batch| batch.last_year = Some(path)),
            BatchPurpose::Roster => self.jobs.begin(context, move || JobDone::Roster(units_in(&path))),
            BatchPurpose::Save => self.keeping.save_as(context, &self.batch, path, may_overwrite),
            BatchPurpose::Letter => {
                let Some(page) = self.beside.as_ref().and_then(|beside| beside.letter(&self.signer)) else {
                    return Some(Action::Tell("右边没有打开的年报，没有保存".to_owned()));
                };
                self.jobs.begin(context, move || JobDone::Told(jobs::write_letter(&page, &path, may_overwrite)));
            }
            BatchPurpose::Letters => {
                let (listed, chosen) = (self.listed(), meant::rows(&self.came, &self.list));
                let (last_years, editions, fonts) = (self.reading.last_years(), services.editions.clone(), services.fonts.clone());
                let disk = Arc::clone(&services.workplace.disk);
                self.jobs.begin(context, move || {
                    let looker = Looker { editions: &editions, fonts: &fonts, last_years: &last_years, disk: &*disk };
                    JobDone::Told(listed.write_letters(&chosen, &path, looker))
                });
            }
            BatchPurpose::BulletinBook | BatchPurpose::BulletinWord => {
                let listed = self.listed();
                let as_word = purpose == BatchPurpose::BulletinWord;
                self.jobs.begin(context, move || JobDone::Told(listed.write_bulletin(&path, as_word, may_overwrite)));
            }
            BatchPurpose::Table => {
                let (files, roots, editions) = (meant::files(&self.came, &self.list), self.batch.inbox.clone(), services.editions.clone());
                self.jobs.begin(context, move || JobDone::Told(jobs::write_table(&files, &roots, &editions, &path, may_overwrite)));
            }
            // The window hands it over with the sum, where one is open.
            BatchPurpose::UnitsBook => return Some(Action::Tell("先打开一份汇总来的年报".to_owned())),
            BatchPurpose::Again => match &mut self.adding {
                Some(adding) => adding.add_again(context, services, path),
                None => return Some(Action::Tell("先点“汇总…”".to_owned())),
            },
        }
        None
    }

    fn listed(&self) -> Listed {
        Listed {
            batch: self.batch.clone(),
            rows: self.came.rows().to_vec(),
            lines: self.came.lines().to_vec(),
            signer: self.signer.clone(),
        }
    }
}

/// Drawing.
impl BatchDesk {
    pub(super) fn ui(&mut self, ui: &mut Ui, services: &Services, remembered: &Remembered, theme: &Theme) -> Vec<Action> {
        let mut actions = Vec::new();
        let panel = |margin| egui::Frame::new().fill(theme.ground).inner_margin(margin);
        let head = egui::Panel::top("batch head").frame(panel(Margin::symmetric(10, 4)));
        for wish in head.show(ui, |ui| self.head().ui(ui, theme)).inner {
            match wish {
                head::Wish::Change(change) => self.change(change),
                head::Wish::Copy => actions.push(self.copy(services)),
                head::Wish::AddUp => self.adding = meant::parts(&self.batch, &self.came, &self.list).map(AddingPanel::new),
                head::Wish::TurnChart => self.chart.is_open = !self.chart.is_open,
                head::Wish::Filter => self.came.is_outdated(),
                head::Wish::Do(action) => actions.push(action),
            }
        }
        self.beside_ui(ui, services, remembered, theme, &mut actions);
        self.chart_ui(ui, services, theme);
        egui::CentralPanel::no_frame().show(ui, |ui| self.list_ui(ui, services, theme));
        self.adding_ui(ui.ctx(), services, theme, &mut actions);
        self.arrange(ui.ctx());
        actions
    }

    fn head(&mut self) -> Head<'_> {
        Head {
            title: self.title(),
            year: self.came.year(),
            batch: &self.batch,
            keeping: &self.keeping,
            reading: &mut self.reading,
            options: &mut self.options,
            list: &mut self.list,
            has_chart: self.chart.is_open,
            focuses_filter: std::mem::take(&mut self.focuses_filter),
        }
    }

    fn list_ui(&mut self, ui: &mut Ui, services: &Services, theme: &Theme) {
        let rect = ui.available_rect_before_wrap();
        let response = ui.interact(rect, list::id(), egui::Sense::focusable_noninteractive());
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ListBox, true, "收到的年报"));
        if std::mem::take(&mut self.list.takes_focus) {
            response.request_focus();
        }
        let page = (rect.height() / ROW_PT).floor().max(1.0) as usize - usize::from(rect.height() > 2.0 * ROW_PT);
        let mut opens = std::mem::take(&mut self.list.opens);
        if response.has_focus() {
            match self.list.keys(ui.ctx(), self.came.lines(), self.came.rows(), page.max(1)) {
                Some(Pressed::Open) => opens = true,
                Some(Pressed::Close) => self.close_beside(services),
                None => {}
            }
        }
        if self.came.lines().is_empty() {
            let words = if self.reading.is_under_way() { "正在读取…" } else { "文件夹里没有年报" };
            ui.label(words);
            return;
        }
        let before = self.list.current();
        opens |= list_ui(ui, &mut self.list, self.came.lines(), self.came.rows(), theme);
        let now = self.list.current();
        // Once a report is read beside, the next one chosen is too.
        if opens || (self.beside.is_some() && now != before) {
            self.open_beside(ui.ctx(), services, now);
        }
    }

    fn open_beside(&mut self, context: &Context, services: &Services, at: Option<usize>) {
        self.keep_note(services);
        let line = at.and_then(|at| self.came.lines().get(at)).cloned();
        let row = line.as_ref().and_then(|line| line.row).and_then(|at| self.came.rows().get(at)).cloned();
        let (Some(line), Some(row)) = (line, row) else {
            self.beside = None;
            return;
        };
        let known = self.batch.decided(&row.file).cloned();
        self.beside = Some(Beside::open(context, services, (&row, &line), known.as_ref(), self.reading.last_years()));
        if line.state == State::Unseen && row.looked.is_ok() {
            let at = (services.now)();
            let (file, hash, unit) = (row.file, row.hash, line.unit);
            self.decide(Decided { file, hash, unit, state: State::Seen, at, ..known.unwrap_or_default() });
        }
    }

    /// The state of the report that is read beside, as the list has it.
    fn state_beside(&self) -> State {
        let line = self.beside.as_ref().and_then(|beside| self.came.line_of(&beside.path));
        line.map_or(State::Unseen, |line| line.state)
    }

    fn keep_note(&mut self, services: &Services) {
        let (state, at) = (self.state_beside(), (services.now)());
        if let Some(decided) = self.beside.as_mut().and_then(|beside| beside.pending(state, &at)) {
            self.decide(decided);
        }
    }

    fn close_beside(&mut self, services: &Services) {
        self.keep_note(services);
        self.beside = None;
    }

    fn beside_ui(&mut self, ui: &mut Ui, services: &Services, remembered: &Remembered, theme: &Theme, actions: &mut Vec<Action>) {
        let (state, may_change) = (self.state_beside(), self.read_only().is_none());
        let Some(beside) = &mut self.beside else { return };
        for asked in beside.panel_ui(ui, services, remembered, (state, may_change), &mut self.signer, theme) {
            match asked {
                Asked::Decide(decided) => self.decide(decided),
                Asked::Close => self.close_beside(services),
                Asked::Do(action) => actions.push(action),
            }
        }
    }

    /// The units as a chart, where no report is read beside.
    fn chart_ui(&mut self, ui: &mut Ui, services: &Services, theme: &Theme) {
        if !self.chart.is_open || self.beside.is_some() {
            return;
        }
        self.chart.panel_ui(ui, (self.came.lines(), self.came.rows()), &services.fonts, theme);
    }

    fn adding_ui(&mut self, context: &Context, services: &Services, theme: &Theme, actions: &mut Vec<Action>) {
        let Some(adding) = &mut self.adding else { return };
        for wish in adding.modal_ui(context, services, theme) {
            match wish {
                Wish::Close => {
                    self.adding = None;
                    self.list.takes_focus = true;
                }
                Wish::Do(action) => actions.push(action),
            }
        }
    }
}
