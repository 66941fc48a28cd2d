//! What a batch goes by: the units that have to report, last year's folder, the renamed units, the year.

use egui::{RichText, TextEdit, Ui};

use crate::file::many::Batch;
use crate::ui::commands::{Action, BatchPurpose, Purpose};
use crate::ui::look::text_field;
use crate::ui::look::theme::Theme;

/// The fields for another pair of names.
#[derive(Debug, Default)]
pub(super) struct Options {
    pub(super) is_open: bool,
    now: String,
    then: String,
}

/// What the options ask for.
pub(super) enum Chosen {
    /// A change of the batch; with it everything is read again.
    Change(Box<dyn FnOnce(&mut Batch)>),
    /// Something for the window.
    Do(Action),
}

impl Options {
    /// Draws the options.
    pub(super) fn ui(&mut self, ui: &mut Ui, batch: &Batch, theme: &Theme) -> Option<Chosen> {
        let mut chosen = None;
        let ask = |purpose| Some(Chosen::Do(Action::Ask(Purpose::Batch(purpose))));
        ui.horizontal_wrapped(|ui| {
            let count = if batch.roster.is_empty() { "没有名单".to_owned() } else { format!("{} 个", batch.roster.len()) };
            ui.label(format!("应报单位：{count}"));
            if ui.button("读入名单…").on_hover_text("文本、电子表格里的一列，或上年的一批").clicked() {
                chosen = ask(BatchPurpose::Roster);
            }
            if !batch.roster.is_empty() && ui.button("不用名单").clicked() {
                chosen = Some(Chosen::Change(Box::new(|batch| batch.roster.clear())));
            }
            ui.separator();
            let folder = batch.last_year.as_ref().map_or_else(|| "没有选".to_owned(), |folder| folder.display().to_string());
            ui.label(format!("上年年报：{folder}"));
            if ui.button("选文件夹…").clicked() {
                chosen = ask(BatchPurpose::LastYears);
            }
            if batch.last_year.is_some() && ui.button("不用上年").clicked() {
                chosen = Some(Chosen::Change(Box::new(|batch| batch.last_year = None)));
            }
        });
        ui.horizontal_wrapped(|ui| {
            ui.label("改过名称的单位：");
            for (at, (now, then)) in batch.renamed.iter().enumerate() {
                ui.label(RichText::new(format!("{then} → {now}")).color(theme.ink));
                let button = ui.small_button("去掉");
                ui.ctx().accesskit_node_builder(button.id, |node| node.set_label(format!("去掉 {then} → {now}")));
                if button.clicked() {
                    chosen = Some(Chosen::Change(Box::new(move |batch| {
                        if at < batch.renamed.len() {
                            batch.renamed.remove(at);
                        }
                    })));
                }
            }
            for (text, words) in [(&mut self.then, "旧名称"), (&mut self.now, "现名称")] {
                let field = ui.add(TextEdit::singleline(text).hint_text(words).desired_width(140.0));
                ui.ctx().accesskit_node_builder(field.id, |node| node.set_label(words));
                text_field::line(&field, text);
            }
            let is_pair = !self.now.trim().is_empty() && !self.then.trim().is_empty();
            if ui.add_enabled(is_pair, egui::Button::new("加上")).clicked() {
                let pair = (std::mem::take(&mut self.now).trim().to_owned(), std::mem::take(&mut self.then).trim().to_owned());
                chosen = Some(Chosen::Change(Box::new(move |batch| batch.renamed.push(pair))));
            }
        });
        chosen
    }
}
