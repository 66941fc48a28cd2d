//! A Word file of ours says something else than the report that it carries: which side counts, one by one or all.

use egui::{RichText, Ui};

use crate::file::Changes;
use crate::ui::commands::Action;
use crate::ui::look::theme::Theme;
use crate::ui::look::widgets::{focus_first, list, main_button, title_ui};

/// What was changed in a Word file since it was written, and what of it is taken over.
pub(crate) struct Changed {
    sentence: String,
    changes: Changes,
    ticked: Vec<bool>,
}

impl Changed {
    /// Asks about changes; none is taken over at first.
    #[must_use]
    pub(crate) fn new(sentence: String, changes: Changes) -> Self {
        let ticked = vec![false; changes.all.len()];
        Self { sentence, changes, ticked }
    }

    pub(super) fn ui(&mut self, ui: &mut Ui, theme: &Theme, actions: &mut Vec<Action>) {
        title_ui(ui, "这份 Word 文件导出后改过", theme);
        ui.label(&self.sentence);
        ui.label(RichText::new("打钩的以 Word 里的为准，其余以文件里的数据为准").color(theme.faint_ink));
        ui.add_space(6.0);
        list(300.0).show(ui, |ui| {
            for (change, ticked) in self.changes.all.iter().zip(&mut self.ticked) {
                ui.add_enabled_ui(change.can_be_taken(), |ui| {
                    ui.checkbox(ticked, change.sentence()).on_disabled_hover_text("表样的文字不能改，以本程序的为准");
                });
            }
        });
        ui.add_space(10.0);
        ui.horizontal(|ui| {
            let done = main_button(ui, "确定", theme);
            focus_first(&done);
            if done.clicked() {
                let (changes, ticked) = (Box::new(self.changes.clone()), self.ticked.clone());
                actions.extend([Action::CloseDialog, Action::TakeChanges { changes, ticked }]);
            }
            for (words, taken) in [("全部以 Word 为准", true), ("全部以数据为准", false)] {
                if ui.button(words).clicked() {
                    self.ticked = self.changes.all.iter().map(|change| taken && change.can_be_taken()).collect();
                }
            }
        });
    }
}
