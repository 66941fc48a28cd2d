//! One batch on the desk: its parts, what is under way for it, and how they are laid out.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::{Context, Margin, ProgressBar, RichText, TextEdit, Ui};

use super::adding::{AddingPanel, Parts, Wish};
use super::beside::{Asked, Beside};
use super::came_in::CameIn;
use super::chart::BatchChart;
use super::jobs::{self, Listed};
use super::keeping::Keeping;
use super::list::{self, LineKey, List, Only, Pressed, looked_of};
use super::options::{Chosen, Options};
use super::paint::{ROW_PT, list_ui};
use super::reading::Reading;
use crate::collection::batch::{Came, Line, Looker, Row, Signer, units_in};
use crate::file::disk::Halt;
use crate::file::many::{Batch, BatchFile, Decided, State};
use crate::ui::commands::{Action, BatchPurpose, Purpose};
use crate::ui::filing::work::{Progress, Work};
use crate::ui::look::text_field;
use crate::ui::look::theme::{Theme, sign};
use crate::ui::services::Services;
use crate::ui::settings::Remembered;

/// From how many files on the title says how far the reading is.
const MUCH: usize = 100;

/// What comes of a job: something to be told, or a list of units.
enum JobDone {
    Told(Result<String, String>),
    Roster(Result<Vec<String>, String>),
}

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
    jobs: Vec<Work<JobDone>>,
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
            jobs: Vec::new(),
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
        let read = match self.reading.progress() {
            Some((done, Some(total))) if total >= MUCH => format!("（已读 {done}/{total}）"),
            Some((done, None)) if done > 0 => format!("（已读 {done}）"),
            _ => String::new(),
        };
        format!("{}{read}", self.title())
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
        let mut done = Vec::new();
        self.jobs.retain(|job| match job.poll() {
            Progress::Pending => true,
            Progress::Done(outcome) => {
                done.push(outcome);
                false
            }
            Progress::Lost => {
                done.push(JobDone::Told(Err("系统资源不足，请再试一次".to_owned())));
                false
            }
        });
        for outcome in done {
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
            self.came.clear();
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
            BatchPurpose::Roster => self.begin(context, move || JobDone::Roster(units_in(&path))),
            BatchPurpose::Save => self.keeping.save_as(context, &self.batch, path, may_overwrite),
            BatchPurpose::Letter => {
                let Some(page) = self.beside.as_ref().and_then(|beside| beside.letter(&self.signer)) else {
                    return Some(Action::Tell("右边没有打开的年报，没有保存".to_owned()));
                };
                self.begin(context, move || JobDone::Told(jobs::write_letter(&page, &path, may_overwrite)));
            }
            BatchPurpose::Letters => {
                let (listed, chosen) = (self.listed(), self.chosen_rows());
                let (last_years, editions, fonts) = (self.reading.last_years(), services.editions.clone(), services.fonts.clone());
                let disk = Arc::clone(&services.workplace.disk);
                self.begin(context, move || {
                    let looker = Looker { editions: &editions, fonts: &fonts, last_years: &last_years, disk: &*disk };
                    JobDone::Told(listed.write_letters(&chosen, &path, looker))
                });
            }
            BatchPurpose::BulletinBook | BatchPurpose::BulletinWord => {
                let listed = self.listed();
                let as_word = purpose == BatchPurpose::BulletinWord;
                self.begin(context, move || JobDone::Told(listed.write_bulletin(&path, as_word, may_overwrite)));
            }
            BatchPurpose::Table => {
                let (files, roots, editions) = (self.files(), self.batch.inbox.clone(), services.editions.clone());
                self.begin(context, move || JobDone::Told(jobs::write_table(&files, &roots, &editions, &path, may_overwrite)));
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

    fn begin(&mut self, context: &Context, job: impl FnOnce() -> JobDone + Send + 'static) {
        self.jobs.push(Work::start(context, Halt::default(), job));
    }

    fn listed(&self) -> Listed {
        Listed {
            batch: self.batch.clone(),
            rows: self.came.rows().to_vec(),
            lines: self.came.lines().to_vec(),
            signer: self.signer.clone(),
        }
    }

    /// The rows that are marked; where none is, those that are wrong or odd.
    fn chosen_rows(&self) -> Vec<usize> {
        let is_marked = |row: &Row| self.list.marked.contains(&row.file);
        let marked: Vec<usize> = self.came.rows().iter().enumerate().filter(|(_, row)| is_marked(row)).map(|(at, _)| at).collect();
        if !marked.is_empty() {
            return marked;
        }
        let fails = |line: &&Line| looked_of(line, self.came.rows()).is_some_and(|looked| looked.wrong > 0);
        self.came.lines().iter().filter(fails).filter_map(|line| line.row).collect()
    }

    /// The files that are marked; where none is, all.
    fn files(&self) -> Vec<PathBuf> {
        let is_marked = |row: &&Row| self.list.marked.is_empty() || self.list.marked.contains(&row.file);
        self.came.rows().iter().filter(is_marked).map(|row| row.path.clone()).collect()
    }

    /// What is added up: what is marked, else all; what cannot be counted is told.
    fn parts(&self) -> Option<Parts> {
        let year = self.came.year()?;
        let (mut files, mut kept_out) = (Vec::new(), Vec::new());
        for line in self.came.lines() {
            let Some(row) = line.row.and_then(|at| self.came.rows().get(at)) else { continue };
            if !self.list.marked.is_empty() && !self.list.marked.contains(&row.file) {
                continue;
            }
            match line.troubles.iter().find(|trouble| trouble.keeps_out_of_sum()) {
                Some(trouble) => kept_out.push(format!("{}　{}", row.file, trouble.sentence())),
                None => files.push(row.path.clone()),
            }
        }
        let missing = self.came.lines().iter().filter(|line| line.row.is_none()).map(|line| format!("{}　未报", line.unit));
        kept_out.extend(missing);
        Some(Parts { files, roots: self.batch.inbox.clone(), year, renamed: self.batch.renamed.clone(), kept_out })
    }
}

/// Drawing.
impl BatchDesk {
    pub(super) fn ui(&mut self, ui: &mut Ui, services: &Services, remembered: &Remembered, theme: &Theme) -> Vec<Action> {
        let mut actions = Vec::new();
        let panel = |margin| egui::Frame::new().fill(theme.ground).inner_margin(margin);
        egui::Panel::top("batch head")
            .frame(panel(Margin::symmetric(10, 4)))
            .show(ui, |ui| self.head_ui(ui, services, theme, &mut actions));
        self.beside_ui(ui, services, remembered, theme, &mut actions);
        self.chart_ui(ui, services, theme);
        egui::CentralPanel::no_frame().show(ui, |ui| self.list_ui(ui, services, theme));
        self.adding_ui(ui.ctx(), services, theme, &mut actions);
        self.arrange(ui.ctx());
        actions
    }

    /// Who reviews the batch, and what one can do then.
    fn read_only_ui(&mut self, ui: &mut Ui, services: &Services, theme: &Theme) -> Option<Action> {
        let reason = format!("{} {}", sign::WARN, self.read_only()?);
        let mut action = None;
        ui.horizontal_wrapped(|ui| {
            ui.label(RichText::new(reason).color(theme.warn));
            if ui.button("打开副本").on_hover_text("另记一份审核情况，原来的一批不变").clicked() {
                action = Some(self.copy(services));
            }
            if ui.button("再试一次").on_hover_text("对方关上以后就能接着审").clicked() {
                action = self.keeping.place(&self.batch).map(|place| Action::OpenBatch(vec![place]));
            }
        });
        action
    }

    fn head_ui(&mut self, ui: &mut Ui, services: &Services, theme: &Theme, actions: &mut Vec<Action>) {
        let may_change = self.read_only().is_none();
        ui.horizontal_wrapped(|ui| {
            ui.label(RichText::new(self.title()).font(theme.strong_font(theme.heading_pt)));
            if let Some(year) = self.came.year() {
                ui.label(format!("{year} 年度"));
            }
            self.progress_ui(ui, theme);
        });
        ui.horizontal_wrapped(|ui| {
            let mut ask = |purpose| actions.push(Action::Ask(Purpose::Batch(purpose)));
            if ui.selectable_label(self.options.is_open, "名单和上年…").clicked() {
                self.options.is_open = !self.options.is_open;
            }
            if ui.add_enabled(may_change, egui::Button::new("再加一个文件夹…")).clicked() {
                ask(BatchPurpose::Inbox);
            }
            if ui.button("退回意见…").on_hover_text("选中的（没有选就是有误的）每份存一个 Word 文件").clicked() {
                ask(BatchPurpose::Letters);
            }
            if ui.button("通报表…").on_hover_text("各单位情况，电子表格").clicked() {
                ask(BatchPurpose::BulletinBook);
            }
            if ui.button("通报…").on_hover_text("各单位情况，Word 文件").clicked() {
                ask(BatchPurpose::BulletinWord);
            }
            if ui
                .button("导出数据表…")
                .on_hover_text("每份年报的每个数字一行：CSV；文件名写成 .xlsx 是电子表格，.jsonl 是每行一条 JSON")
                .clicked()
            {
                ask(BatchPurpose::Table);
            }
            if ui.button("汇总…").on_hover_text("选中的（没有选就是全部）逐格相加").clicked() {
                self.adding = self.parts().map(AddingPanel::new);
            }
            if ui.selectable_label(self.chart.is_open, "图表").on_hover_text("各单位的数字画成一张图，有误的标出来").clicked()
            {
                self.chart.is_open = !self.chart.is_open;
            }
            let save = ui.add_enabled(may_change, egui::Button::new("保存这一批…"));
            if save.on_hover_text("每次改动都自动存在本机；存成文件可以拷走、接着审").clicked() {
                ask(BatchPurpose::Save);
            }
        });
        if let Some(action) = self.read_only_ui(ui, services, theme) {
            actions.push(action);
        }
        if self.options.is_open {
            match ui.add_enabled_ui(may_change, |ui| self.options.ui(ui, &self.batch, theme)).inner {
                Some(Chosen::Change(change)) => self.change(change),
                Some(Chosen::Do(action)) => actions.push(action),
                None => {}
            }
        }
        if let Some(trouble) = self.keeping.trouble() {
            ui.label(RichText::new(format!("{} {trouble}（本机另有一份）", sign::WARN)).color(theme.bad));
        }
        if self.keeping.is_slow(ui.ctx()) {
            ui.label(RichText::new(format!("{} 保存还没有完成，这个位置没有回应（本机另有一份）", sign::WARN)).color(theme.warn));
        }
        self.filter_ui(ui, theme);
    }

    fn progress_ui(&mut self, ui: &mut Ui, theme: &Theme) {
        if self.reading.is_stopped() {
            if ui.small_button("接着读").clicked() {
                self.reading.begin_soon(false);
            }
            return;
        }
        let (progress, waits_for) = (self.reading.progress(), self.reading.waits_for(ui.ctx()));
        if let Some((done, total)) = progress {
            let share = total.map_or(0.0, |total| done as f32 / total.max(1) as f32);
            let text = total.map_or_else(|| done.to_string(), |total| format!("{done}/{total}"));
            ui.add(ProgressBar::new(share).desired_width(160.0).text(text));
        }
        if let Some(place) = waits_for {
            ui.label(RichText::new(format!("没有回应，还在等：{}", place.display())).color(theme.warn));
        }
        if (progress.is_some() || waits_for.is_some()) && ui.small_button("停止").clicked() {
            self.reading.stop();
        }
    }

    fn filter_ui(&mut self, ui: &mut Ui, theme: &Theme) {
        ui.horizontal_wrapped(|ui| {
            let field =
                TextEdit::singleline(&mut self.list.filter).hint_text("筛选（Ctrl+F）").desired_width(150.0).id_salt("batch filter");
            let response = ui.add(field);
            ui.ctx().accesskit_node_builder(response.id, |node| node.set_label("筛选"));
            if std::mem::take(&mut self.focuses_filter) {
                response.request_focus();
            }
            if text_field::line(&response, &self.list.filter) && response.lost_focus() {
                self.list.filter.clear();
                self.came.is_outdated();
            }
            if response.lost_focus() {
                self.list.takes_focus = true;
                // The key that left the field is not meant for the list.
                ui.input_mut(|input| [egui::Key::Escape, egui::Key::Enter].map(|key| input.consume_key(egui::Modifiers::NONE, key)));
            }
            if response.changed() {
                self.came.is_outdated();
            }
            let counts: Vec<_> = self.list.counts().collect();
            for (only, count) in counts {
                if count == 0 && only != Only::All && self.list.only != only {
                    continue;
                }
                if ui.selectable_label(self.list.only == only, format!("{} {count}", only.name())).clicked() {
                    self.list.only = only;
                    self.came.is_outdated();
                }
            }
            if !self.list.marked.is_empty() {
                ui.label(RichText::new(format!("选中 {} 份", self.list.marked.len())).color(theme.accent));
                if ui.small_button("不选").clicked() {
                    self.list.marked.clear();
                }
            }
        });
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
        let mut asked = Vec::new();
        let width = (ui.available_width() * 0.42).clamp(320.0, 620.0);
        let frame = egui::Frame::new().fill(theme.paper).inner_margin(Margin::same(10)).stroke(egui::Stroke::new(1.0, theme.line));
        egui::Panel::right("batch beside").default_size(width).size_range(280.0..=900.0).frame(frame).show(ui, |ui| {
            asked = beside.ui(ui, services, remembered, (state, may_change), &mut self.signer, theme);
        });
        for asked in asked {
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
        let width = (ui.available_width() * 0.42).clamp(340.0, 640.0);
        let frame = egui::Frame::new().fill(theme.paper).inner_margin(Margin::same(10)).stroke(egui::Stroke::new(1.0, theme.line));
        let panel = egui::Panel::right("batch chart").default_size(width).size_range(320.0..=900.0).frame(frame);
        let closes = panel.show(ui, |ui| self.chart.ui(ui, (self.came.lines(), self.came.rows()), &services.fonts, theme)).inner;
        self.chart.is_open &= !closes;
    }

    fn adding_ui(&mut self, context: &Context, services: &Services, theme: &Theme, actions: &mut Vec<Action>) {
        let Some(adding) = &mut self.adding else { return };
        let frame = egui::Frame::window(&context.global_style()).inner_margin(20);
        let modal = egui::Modal::new(egui::Id::unique("adding")).frame(frame).show(context, |ui| {
            ui.set_max_width(620.0_f32.min(context.content_rect().width() - 60.0));
            adding.ui(ui, services, theme)
        });
        let escaped = modal.is_top_modal && context.input_mut(|input| input.consume_key(egui::Modifiers::NONE, egui::Key::Escape));
        for wish in modal.inner.into_iter().chain(escaped.then_some(Wish::Close)) {
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
