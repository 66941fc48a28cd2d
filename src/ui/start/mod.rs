//! The start page: a new report, an old one, the sample, and what can be recovered.

use egui::{Button, RichText, TextEdit, Ui};

use super::commands::{Action, BatchPurpose, Command, NewReport, Purpose, Recovering};
use super::look::lines::sentence;
use super::look::text_field;
use super::look::theme::Theme;
use crate::file::{RecentFile, Recovery, Unreadable, is_batch_path};
use crate::form::Editions;
use crate::report::Level;

/// The room that the button takes which takes a file off the list.
const FORGET_PT: f32 = 48.0;

/// The start page and what is typed on it.
#[derive(Debug, Default)]
pub(crate) struct StartPage {
    unit: String,
    /// The level chosen by hand; until then it is guessed from the unit.
    level: Option<Level>,
    /// The year as typed; before, last year.
    year: Option<String>,
    take_focus: bool,
}

/// What the start page shows.
pub(crate) struct StartInput<'a> {
    /// The editions of the form.
    pub editions: &'a Editions,
    /// The year now; a report is on the year before.
    pub this_year: i32,
    /// Files opened before, the last one first.
    pub recent: &'a [RecentFile],
    /// What was edited and not saved when the program last ended.
    pub recoverable: &'a [Recovery],
    /// Journals of which nothing can be read.
    pub unreadable: &'a [Unreadable],
}

impl StartPage {
    /// Puts the focus on the unit in the next frame.
    pub(crate) fn go_to(&mut self) {
        self.take_focus = true;
    }

    /// The unit as typed so far.
    #[must_use]
    pub(crate) fn unit(&self) -> &str {
        &self.unit
    }

    /// Draws the page.
    pub(crate) fn ui(&mut self, ui: &mut Ui, input: &StartInput<'_>, theme: &Theme) -> Vec<Action> {
        let mut actions = Vec::new();
        egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            let margin_pt = ((ui.available_width() - 920.0) / 2.0).max(theme.margin_pt);
            egui::Frame::new().inner_margin(egui::Margin::symmetric(margin_pt.min(120.0) as i8, 24)).show(ui, |ui| {
                ui.label(RichText::new("年报").font(theme.strong_font(theme.title_pt)));
                ui.label(RichText::new("填写、核对、导出政府信息公开工作年度报告").color(theme.faint_ink));
                ui.add_space(20.0);
                // In one place whatever is found, so that what stands below keeps its name, and with it the focus.
                ui.scope(|ui| {
                    recovery_ui(ui, input.recoverable, theme, &mut actions);
                    unreadable_ui(ui, input.unreadable, theme, &mut actions);
                });
                // At 200 % a small window has no room for two cards side by side.
                if ui.available_width() < 680.0 {
                    card(ui, theme, "新建", |ui| self.new_ui(ui, input, theme, &mut actions));
                    ui.add_space(8.0);
                    card(ui, theme, "打开", |ui| open_ui(ui, input, theme, &mut actions));
                    return;
                }
                ui.columns(2, |columns| {
                    if let [left, right] = columns {
                        card(left, theme, "新建", |ui| self.new_ui(ui, input, theme, &mut actions));
                        card(right, theme, "打开", |ui| open_ui(ui, input, theme, &mut actions));
                    }
                });
            });
        });
        actions
    }

    fn new_ui(&mut self, ui: &mut Ui, input: &StartInput<'_>, theme: &Theme, actions: &mut Vec<Action>) {
        let label = ui.label("单位名称");
        let field = TextEdit::singleline(&mut self.unit).hint_text("例如：西坡镇人民政府").desired_width(f32::INFINITY);
        let response = ui.add(field).labelled_by(label.id);
        text_field::line(&response, &self.unit);
        if std::mem::take(&mut self.take_focus) {
            response.request_focus();
        }
        let entered = response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        ui.add_space(6.0);
        ui.label("单位层级");
        let level = self.level.or_else(|| Level::guess(&self.unit));
        ui.horizontal_wrapped(|ui| {
            for choice in Level::ALL {
                if ui.radio(level == Some(choice), choice.name()).clicked() {
                    self.level = Some(choice);
                }
            }
        });
        ui.add_space(6.0);
        let (year, entered_year) = self.year_ui(ui, input, theme);
        ui.add_space(10.0);
        let ready = year.filter(|_| !self.unit.trim().is_empty() && level.is_some());
        let button = Button::new(RichText::new("开始填写").color(theme.on_accent)).fill(theme.accent).min_size(egui::vec2(120.0, 34.0));
        let clicked = ui
            .horizontal(|ui| {
                let clicked = ui.add_enabled(ready.is_some(), button).on_disabled_hover_text("先填单位名称，选好层级").clicked();
                let from_last = Button::new(Command::FromLast.words()).min_size(egui::vec2(120.0, 34.0));
                if ui.add(from_last).on_hover_text(Command::FromLast.tip_with_keys()).clicked() {
                    actions.push(Action::Run(Command::FromLast));
                }
                clicked
            })
            .inner;
        if let Some(year) = ready
            && (clicked || entered || entered_year)
        {
            actions.push(Action::Create(NewReport { unit: self.unit.trim().to_owned(), level, year }));
        }
    }

    /// The year as a field, with a step either way; `None` where no edition of the form serves it.
    fn year_ui(&mut self, ui: &mut Ui, input: &StartInput<'_>, theme: &Theme) -> (Option<i32>, bool) {
        let label = ui.label("报告年度");
        let text = self.year.get_or_insert_with(|| (input.this_year - 1).to_string());
        let mut entered = false;
        let mut year = None;
        ui.horizontal(|ui| {
            let response = ui.add(TextEdit::singleline(text).desired_width(64.0)).labelled_by(label.id);
            text_field::line(&response, text);
            entered = response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
            year = text.trim().parse::<i32>().ok();
            for (words, step) in [("减一年", -1), ("加一年", 1)] {
                if ui.button(words).clicked() {
                    *text = year.map_or(input.this_year - 1, |year| year + step).to_string();
                }
            }
            let served = |year: &i32| (*year <= 9999).then(|| input.editions.for_year(*year)).flatten();
            let form = year.as_ref().and_then(served);
            let first = input.editions.first_year().unwrap_or(0);
            let words = form.map_or_else(|| format!("表样自 {first} 年度起"), |form| format!("用 {} 版表样", form.edition));
            ui.label(RichText::new(words).color(theme.faint_ink));
            year = year.filter(|_| form.is_some());
        });
        (year, entered)
    }
}

fn open_ui(ui: &mut Ui, input: &StartInput<'_>, theme: &Theme, actions: &mut Vec<Action>) {
    ui.horizontal_wrapped(|ui| {
        if ui.button(Command::Open.words()).on_hover_text(Command::Open.tip_with_keys()).clicked() {
            actions.push(Action::Run(Command::Open));
        }
        if ui.button("示例（西坡镇 2020）").on_hover_text("一份填好的真实报告，可以随意改").clicked() {
            actions.push(Action::OpenSample);
        }
        if ui.button("审核一批…").on_hover_text("选一个装有各单位年报的文件夹：逐份核对、退回、汇总").clicked()
        {
            actions.push(Action::Ask(Purpose::Batch(BatchPurpose::Inbox)));
        }
    });
    ui.label(RichText::new("也可以把文件或文件夹拖进窗口").color(theme.faint_ink).small());
    ui.add_space(8.0);
    ui.label(RichText::new("最近").color(theme.faint_ink));
    if input.recent.is_empty() {
        ui.label("还没有打开过文件");
        ui.add_space(8.0);
        steps_ui(ui, theme, actions);
    }
    for file in input.recent.iter().take(10) {
        let name = file.path.file_name().unwrap_or_default().to_string_lossy();
        let words = match (file.title.as_str(), is_batch_path(&file.path)) {
            ("", _) => name.into_owned(),
            // A batch without a file of its own is kept under a name that says nothing.
            (title, true) => title.to_owned(),
            (title, false) => format!("{title}　{name}"),
        };
        // Whether a file is still there is not asked: on a network drive that is gone the page would wait for an answer.
        ui.horizontal(|ui| {
            let room_pt = ui.available_width() - FORGET_PT;
            ui.scope(|ui| {
                ui.set_max_width(room_pt);
                let button = ui.add(Button::new(&words).frame(false).truncate());
                if button.on_hover_text(file.path.display().to_string()).clicked() {
                    actions.push(Action::OpenFile(file.path.clone()));
                }
            });
            let forget = ui.add(Button::new(RichText::new("移除").color(theme.faint_ink)).small().frame(false));
            ui.ctx().accesskit_node_builder(forget.id, |node| node.set_label(format!("移除 {words}")));
            if forget.on_hover_text("从列表中移除，文件不动").clicked() {
                actions.push(Action::ForgetRecent(file.path.clone()));
            }
        });
    }
}

/// What there is to do, until a first file was opened or saved; there is nothing to dismiss.
const STEPS: [&str; 3] = [
    "1. 写上单位名称，点“开始填写”；有上年的年报，点“从上年开始…”",
    "2. 填表、写文字，右边列出的问题逐条处理，数字随时存在本机",
    "3. 导出 PDF 报送，导出核对单签字",
];

fn steps_ui(ui: &mut Ui, theme: &Theme, actions: &mut Vec<Action>) {
    ui.label(RichText::new("三步做完").color(theme.faint_ink));
    for step in STEPS {
        sentence(ui, step);
    }
    if ui.button(Command::Manual.words()).on_hover_text(Command::Manual.tip_with_keys()).clicked() {
        actions.push(Action::Run(Command::Manual));
    }
}

/// What was edited and not saved: nothing is deleted until the clerk chose.
fn recovery_ui(ui: &mut Ui, recoverable: &[Recovery], theme: &Theme, actions: &mut Vec<Action>) {
    for (at, recovery) in recoverable.iter().enumerate() {
        let frame = egui::Frame::new().fill(theme.warn_fill).corner_radius(theme.corner_pt).inner_margin(12);
        frame.show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.label(RichText::new(format!("可以恢复：{}", recovery.sentence())).color(theme.warn));
            for difference in recovery.differences.iter().take(4) {
                ui.label(RichText::new(&difference.sentence).small());
            }
            if recovery.differences.len() > 4 {
                let words = RichText::new(format!("还有 {} 处…", recovery.differences.len() - 4)).small();
                if ui.add(Button::new(words).frame(false)).on_hover_text("列出全部改动").clicked() {
                    actions.push(Action::Recover(at, Recovering::Look));
                }
            }
            ui.horizontal(|ui| {
                for (words, what) in Recovering::choices(recovery) {
                    if ui.button(words).clicked() {
                        actions.push(Action::Recover(at, what));
                    }
                }
            });
        });
        ui.add_space(8.0);
    }
}

/// Journals of which nothing can be read: a newer program may read them, or whoever helps the clerk.
fn unreadable_ui(ui: &mut Ui, unreadable: &[Unreadable], theme: &Theme, actions: &mut Vec<Action>) {
    for journal in unreadable {
        let frame = egui::Frame::new().fill(theme.warn_fill).corner_radius(theme.corner_pt).inner_margin(12);
        frame.show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.label(RichText::new(journal.sentence()).color(theme.warn));
            ui.horizontal(|ui| {
                if ui.button("打开所在文件夹").on_hover_text(journal.path.display().to_string()).clicked() {
                    actions.push(Action::ShowInFolder(journal.path.clone()));
                }
                if ui.button("丢弃").clicked() {
                    actions.push(Action::DiscardUnreadable { journal: journal.clone(), asked: false });
                }
            });
        });
        ui.add_space(8.0);
    }
}

fn card(ui: &mut Ui, theme: &Theme, title: &str, content: impl FnOnce(&mut Ui)) {
    egui::Frame::new().fill(theme.paper).stroke(egui::Stroke::new(1.0, theme.line)).corner_radius(theme.corner_pt).inner_margin(18).show(
        ui,
        |ui| {
            ui.set_width(ui.available_width());
            ui.label(RichText::new(title).font(theme.strong_font(theme.heading_pt)));
            ui.add_space(6.0);
            content(ui);
        },
    );
}
