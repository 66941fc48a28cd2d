//! There are unsaved changes in the way.

use egui::Ui;

use crate::ui::commands::{Action, Then};
use crate::ui::look::theme::Theme;
use crate::ui::look::widgets::{focus_first, main_button, title_ui};

/// There are unsaved changes.
pub(crate) struct Unsaved {
    /// What they stand in the way of.
    pub then: Then,
}

impl Unsaved {
    pub(super) fn ui(&self, ui: &mut Ui, theme: &Theme, actions: &mut Vec<Action>) {
        title_ui(ui, "有改动还没有保存", theme);
        ui.label("不保存的话，上次保存以后的改动会丢掉");
        ui.add_space(10.0);
        ui.horizontal(|ui| {
            let save = main_button(ui, "保存", theme);
            focus_first(&save);
            if save.clicked() {
                actions.push(Action::SaveThen(self.then.clone()));
            }
            if ui.button("不保存").clicked() {
                actions.push(Action::Discard(self.then.clone()));
            }
            if ui.button("取消").clicked() {
                actions.push(Action::CloseDialog);
            }
        });
    }
}
