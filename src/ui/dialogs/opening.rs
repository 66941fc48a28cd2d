//! A file that is being opened is slow to come.

use std::path::PathBuf;

use egui::{RichText, Ui};

use crate::ui::commands::Action;
use crate::ui::look::theme::Theme;
use crate::ui::look::widgets::{focus_first, title_ui};

/// A file that is being opened is slow to come.
pub(crate) struct SlowOpening {
    /// The file.
    pub path: PathBuf,
}

impl SlowOpening {
    pub(super) fn ui(&self, ui: &mut Ui, theme: &Theme, actions: &mut Vec<Action>) {
        title_ui(ui, "正在打开", theme);
        ui.label(self.path.display().to_string());
        ui.label(RichText::new("这个位置还没有回应，可以再等，也可以按 Esc 取消").color(theme.faint_ink));
        ui.add_space(10.0);
        // What is typed waits for the report, so that no Enter presses it unseen.
        let cancel = ui.button("取消");
        focus_first(&cancel);
        if cancel.clicked() {
            actions.push(Action::CloseDialog);
        }
    }
}
