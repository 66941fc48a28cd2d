//! A file is there already: another name, or over it.

use std::path::PathBuf;

use egui::Ui;

use crate::ui::commands::{Action, Purpose};
use crate::ui::look::theme::Theme;
use crate::ui::look::widgets::{focus_first, title_ui};

/// A file is there already.
pub(crate) struct Replace {
    /// What for.
    pub purpose: Purpose,
    /// The file.
    pub path: PathBuf,
    /// The file that is there, where it is another one that would stand beside it.
    pub beside: Option<PathBuf>,
}

impl Replace {
    pub(super) fn ui(&self, ui: &mut Ui, theme: &Theme, actions: &mut Vec<Action>) {
        title_ui(ui, "文件已存在", theme);
        ui.label(self.beside.as_ref().unwrap_or(&self.path).display().to_string());
        ui.add_space(10.0);
        ui.horizontal(|ui| {
            let other = ui.button("换一个名字…");
            focus_first(&other);
            if other.clicked() {
                actions.push(Action::TypePath(self.purpose));
            }
            if ui.button("覆盖").clicked() {
                actions.push(Action::Chosen { purpose: self.purpose, path: self.path.clone(), may_overwrite: true });
            }
            if ui.button("取消").clicked() {
                actions.push(Action::CloseDialog);
            }
        });
    }
}
