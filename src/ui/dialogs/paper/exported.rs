//! It is exported: what was found when it was read back, and what can be done with it.

use std::path::PathBuf;

use egui::Ui;

use crate::ui::commands::top_bar::command_ui;
use crate::ui::commands::{Action, Command};
use crate::ui::look::theme::Theme;
use crate::ui::look::widgets::{focus_first, main_button, title_ui};

/// It is exported.
pub(crate) struct Exported {
    /// The file.
    pub path: PathBuf,
    /// What was found when it was read back.
    pub lines: Vec<String>,
    /// Whether the sheet to be signed is still to be exported.
    pub offers_checklist: bool,
}

impl Exported {
    pub(in crate::ui::dialogs) fn ui(&self, ui: &mut Ui, theme: &Theme, actions: &mut Vec<Action>) {
        title_ui(ui, "已导出", theme);
        ui.label(self.path.display().to_string());
        for line in &self.lines {
            ui.label(line);
        }
        ui.add_space(10.0);
        ui.horizontal(|ui| {
            let close = main_button(ui, "完成", theme);
            focus_first(&close);
            if close.clicked() {
                actions.push(Action::CloseDialog);
            }
            if ui.button("打开文件").clicked() {
                actions.push(Action::OpenOutside(self.path.clone()));
            }
            if ui.button("打开所在文件夹").clicked() {
                actions.push(Action::ShowInFolder(self.path.clone()));
            }
            if self.offers_checklist && command_ui(ui, Command::ExportChecklist) {
                actions.extend([Action::CloseDialog, Action::Run(Command::ExportChecklist)]);
            }
        });
    }
}
