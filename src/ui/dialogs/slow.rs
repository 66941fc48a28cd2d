//! A save that is waited for is slow: elsewhere, or on without it.

use egui::Ui;

use crate::ui::commands::{Action, Command, Then};
use crate::ui::look::theme::Theme;
use crate::ui::look::widgets::{focus_first, main_button, title_ui};

/// A save that is waited for is slow.
pub(crate) struct SlowSave {
    /// What waits for it.
    pub then: Then,
    /// Whether the journal has what it is to write.
    pub is_journalled: bool,
}

impl SlowSave {
    pub(super) fn ui(&self, ui: &mut Ui, theme: &Theme, actions: &mut Vec<Action>) {
        title_ui(ui, "保存还没有完成", theme);
        ui.label(if self.is_journalled {
            "内容已在恢复记录里，可以另存到别处"
        } else {
            "没有写进恢复记录，请另存到别处"
        });
        ui.add_space(10.0);
        ui.horizontal(|ui| {
            let elsewhere = main_button(ui, Command::SaveAs.words(), theme);
            focus_first(&elsewhere);
            if elsewhere.clicked() {
                actions.extend([Action::CloseDialog, Action::Run(Command::SaveAs)]);
            }
            let tip = if self.is_journalled { "下次打开时可以恢复" } else { "没有存下的改动会丢掉" };
            if ui.button("不等了").on_hover_text(tip).clicked() {
                actions.push(Action::LeaveUnsaved(self.then.clone()));
            }
            if ui.button("取消").clicked() {
                actions.push(Action::CloseDialog);
            }
        });
    }
}
