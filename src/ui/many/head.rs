//! The head of the desk: what the batch is, how far its reading is, what can be done with it, and what its list is filtered by.

use egui::{ProgressBar, RichText, TextEdit, Ui};

use super::keeping::Keeping;
use super::list::{List, Only};
use super::options::{Chosen, Options};
use super::reading::Reading;
use crate::file::many::Batch;
use crate::ui::commands::{Action, BatchPurpose, Purpose};
use crate::ui::look::text_field;
use crate::ui::look::theme::{Theme, sign};

/// What the head shows, and what it sets.
pub(super) struct Head<'a> {
    pub(super) title: String,
    pub(super) year: Option<i32>,
    pub(super) batch: &'a Batch,
    pub(super) keeping: &'a Keeping,
    pub(super) reading: &'a mut Reading,
    pub(super) options: &'a mut Options,
    pub(super) list: &'a mut List,
    pub(super) has_chart: bool,
    /// The field of the filter has the keys from now on.
    pub(super) focuses_filter: bool,
}

/// What is asked for in the head.
pub(super) enum Wish {
    /// A change of the batch.
    Change(Box<dyn FnOnce(&mut Batch)>),
    /// To go on with a copy.
    Copy,
    /// To add up what is meant.
    AddUp,
    /// The chart, or no chart.
    TurnChart,
    /// The list is filtered by something else.
    Filter,
    /// Something for the window.
    Do(Action),
}

impl Head<'_> {
    /// Draws it.
    pub(super) fn ui(&mut self, ui: &mut Ui, theme: &Theme) -> Vec<Wish> {
        let mut wishes = Vec::new();
        let may_change = self.keeping.read_only().is_none();
        ui.horizontal_wrapped(|ui| {
            ui.label(RichText::new(&self.title).font(theme.strong_font(theme.heading_pt)));
            if let Some(year) = self.year {
                ui.label(format!("{year} 年度"));
            }
            progress_ui(ui, self.reading, theme);
        });
        ui.horizontal_wrapped(|ui| self.buttons_ui(ui, may_change, &mut wishes));
        self.read_only_ui(ui, theme, &mut wishes);
        if self.options.is_open {
            match ui.add_enabled_ui(may_change, |ui| self.options.ui(ui, self.batch, theme)).inner {
                Some(Chosen::Change(change)) => wishes.push(Wish::Change(change)),
                Some(Chosen::Do(action)) => wishes.push(Wish::Do(action)),
                None => {}
            }
        }
        if let Some(trouble) = self.keeping.trouble() {
            ui.label(RichText::new(format!("{} {trouble}（本机另有一份）", sign::WARN)).color(theme.bad));
        }
        if self.keeping.is_slow(ui.ctx()) {
            ui.label(RichText::new(format!("{} 保存还没有完成，这个位置没有回应（本机另有一份）", sign::WARN)).color(theme.warn));
        }
        if filter_ui(ui, self.list, self.focuses_filter, theme) {
            wishes.push(Wish::Filter);
        }
        wishes
    }

    fn buttons_ui(&mut self, ui: &mut Ui, may_change: bool, wishes: &mut Vec<Wish>) {
        let ask = |purpose| Wish::Do(Action::Ask(Purpose::Batch(purpose)));
        if ui.selectable_label(self.options.is_open, "名单和上年…").clicked() {
            self.options.is_open = !self.options.is_open;
        }
        if ui.add_enabled(may_change, egui::Button::new("再加一个文件夹…")).clicked() {
            wishes.push(ask(BatchPurpose::Inbox));
        }
        if ui.button("退回意见…").on_hover_text("选中的（没有选就是有误的）每份存一个 Word 文件，文字另存一份").clicked()
        {
            wishes.push(ask(BatchPurpose::Letters));
        }
        if ui.button("通报表…").on_hover_text("各单位情况，电子表格").clicked() {
            wishes.push(ask(BatchPurpose::BulletinBook));
        }
        if ui.button("通报…").on_hover_text("各单位情况，Word 文件").clicked() {
            wishes.push(ask(BatchPurpose::BulletinWord));
        }
        let table = ui.button("导出数据表…");
        if table.on_hover_text("每份年报的每个数字一行：CSV；文件名写成 .xlsx 是电子表格，.jsonl 是每行一条 JSON").clicked()
        {
            wishes.push(ask(BatchPurpose::Table));
        }
        if ui.button("汇总…").on_hover_text("选中的（没有选就是全部）逐格相加").clicked() {
            wishes.push(Wish::AddUp);
        }
        let chart = ui.selectable_label(self.has_chart, "图表");
        if chart.on_hover_text("各单位的数字画成一张图，有误的标出来").clicked() {
            wishes.push(Wish::TurnChart);
        }
        let save = ui.add_enabled(may_change, egui::Button::new("保存这一批…"));
        if save.on_hover_text("每次改动都自动存在本机；存成文件可以拷走、接着审").clicked() {
            wishes.push(ask(BatchPurpose::Save));
        }
    }

    /// Who reviews the batch, and what one can do then.
    fn read_only_ui(&self, ui: &mut Ui, theme: &Theme, wishes: &mut Vec<Wish>) {
        let Some(reason) = self.keeping.read_only() else { return };
        ui.horizontal_wrapped(|ui| {
            ui.label(RichText::new(format!("{} {reason}", sign::WARN)).color(theme.warn));
            if ui.button("打开副本").on_hover_text("另记一份审核情况，原来的一批不变").clicked() {
                wishes.push(Wish::Copy);
            }
            if ui.button("再试一次").on_hover_text("对方关上以后就能接着审").clicked() {
                wishes.extend(self.keeping.place(self.batch).map(|place| Wish::Do(Action::OpenBatch(vec![place]))));
            }
        });
    }
}

/// How far the reading is, what it waits for, and how it is stopped.
fn progress_ui(ui: &mut Ui, reading: &mut Reading, theme: &Theme) {
    if reading.is_stopped() {
        if ui.small_button("接着读").clicked() {
            reading.begin_soon(false);
        }
        return;
    }
    let (progress, waits_for) = (reading.progress(), reading.waits_for(ui.ctx()));
    if let Some((done, total)) = progress {
        let share = total.map_or(0.0, |total| done as f32 / total.max(1) as f32);
        let text = total.map_or_else(|| done.to_string(), |total| format!("{done}/{total}"));
        ui.add(ProgressBar::new(share).desired_width(160.0).text(text));
    }
    if let Some(place) = waits_for {
        ui.label(RichText::new(format!("没有回应，还在等：{}", place.display())).color(theme.warn));
    }
    if (progress.is_some() || waits_for.is_some()) && ui.small_button("停止").clicked() {
        reading.stop();
    }
}

/// What the list is filtered by; whether that changed.
fn filter_ui(ui: &mut Ui, list: &mut List, takes_focus: bool, theme: &Theme) -> bool {
    let mut is_changed = false;
    ui.horizontal_wrapped(|ui| {
        let field = TextEdit::singleline(&mut list.filter).hint_text("筛选（Ctrl+F）").desired_width(150.0).id_salt("batch filter");
        let response = ui.add(field);
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_label("筛选"));
        if takes_focus {
            response.request_focus();
        }
        if text_field::line(&response, &list.filter) && response.lost_focus() {
            list.filter.clear();
            is_changed = true;
        }
        if response.lost_focus() {
            list.takes_focus = true;
            // The key that left the field is not meant for the list.
            ui.input_mut(|input| [egui::Key::Escape, egui::Key::Enter].map(|key| input.consume_key(egui::Modifiers::NONE, key)));
        }
        is_changed |= response.changed();
        let counts: Vec<_> = list.counts().collect();
        for (only, count) in counts {
            if count == 0 && only != Only::All && list.only != only {
                continue;
            }
            if ui.selectable_label(list.only == only, format!("{} {count}", only.name())).clicked() {
                list.only = only;
                is_changed = true;
            }
        }
        if !list.marked.is_empty() {
            ui.label(RichText::new(format!("选中 {} 份", list.marked.len())).color(theme.accent));
            if ui.small_button("不选").clicked() {
                list.marked.clear();
            }
        }
    });
    is_changed
}
