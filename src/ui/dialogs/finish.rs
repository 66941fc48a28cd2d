//! The last look before the report is locked.

use egui::{RichText, Ui};

use crate::check::{Fix, Outcome, SummaryPart};
use crate::ui::commands::top_bar::command_ui;
use crate::ui::commands::{Action, Command};
use crate::ui::look::theme::{Theme, sign};
use crate::ui::look::widgets::{focus_first, list, main_button, title_ui};

/// The last look before the report is locked: 定稿 only where nothing stands in its way.
pub(crate) struct Finish {
    /// What was looked at.
    pub parts: Vec<SummaryPart>,
    /// Whether nothing stands in the way.
    pub may_leave: bool,
    /// What masks the personal data that was found.
    pub masks: Vec<Fix>,
}

impl Finish {
    pub(super) fn ui(&self, ui: &mut Ui, theme: &Theme, actions: &mut Vec<Action>) {
        title_ui(ui, "定稿", theme);
        list(ui.ctx().content_rect().height() - 220.0).show(ui, |ui| {
            for part in &self.parts {
                let (mark, colour) = match part.outcome {
                    Outcome::Good => (sign::GOOD, theme.good),
                    Outcome::Bad => (sign::BAD, theme.bad),
                    Outcome::NotLookedAt => ("—", theme.ink),
                };
                ui.label(RichText::new(format!("{mark} {}", part.head)).font(theme.strong_font(theme.body_pt)).color(colour));
                for line in &part.lines {
                    ui.label(line);
                }
                ui.add_space(4.0);
            }
            for mask in &self.masks {
                if ui.button(format!("隐去：{}", mask.label)).on_hover_text("可用 Ctrl+Z 撤回").clicked() {
                    actions.extend([Action::Apply(mask.edit.clone()), Action::Run(Command::Finish)]);
                }
            }
        });
        ui.add_space(10.0);
        ui.horizontal_wrapped(|ui| {
            let first =
                if self.may_leave { main_button(ui, "定稿并导出 PDF…", theme) } else { main_button(ui, "去看问题", theme) };
            focus_first(&first);
            if first.clicked() && self.may_leave {
                actions.extend([Action::CloseDialog, Action::FinishNow, Action::Run(Command::ExportPdf)]);
            } else if first.clicked() {
                actions.extend([Action::CloseDialog, Action::Run(Command::NextFinding)]);
            }
            // The data of the sheet is that of the locked report, so that its digest is that of the export.
            if self.may_leave && ui.button("定稿并导出核对单…").clicked() {
                actions.extend([Action::CloseDialog, Action::FinishNow, Action::Run(Command::ExportChecklist)]);
            }
            if self.may_leave && ui.button("只定稿").clicked() {
                actions.extend([Action::CloseDialog, Action::FinishNow]);
            }
            if !self.may_leave && command_ui(ui, Command::ExportChecklist) {
                actions.extend([Action::CloseDialog, Action::Run(Command::ExportChecklist)]);
            }
            if ui.button("取消").clicked() {
                actions.push(Action::CloseDialog);
            }
        });
    }
}
