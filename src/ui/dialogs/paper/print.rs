//! What is printed, how often, which pages, and on which sides.

use egui::{DragValue, RichText, TextEdit, Ui};

use crate::ui::commands::{Action, Command, PrintJob, Sheet, page_list};
use crate::ui::look::theme::Theme;
use crate::ui::look::widgets::{focus_first, main_button, title_ui};

/// Something is to be printed.
pub(crate) struct PrintSheet {
    /// What is to be said before, a line each.
    pub lines: Vec<String>,
    /// Whether the report leaves as a draft.
    pub as_draft: bool,
    /// What is printed, and how.
    pub job: PrintJob,
    /// The pages as typed; blank for all.
    pub pages: String,
}

impl PrintSheet {
    pub(in crate::ui::dialogs) fn ui(&mut self, ui: &mut Ui, theme: &Theme, actions: &mut Vec<Action>) {
        title_ui(ui, "打印", theme);
        for line in &self.lines {
            ui.label(line);
        }
        ui.add_space(6.0);
        ui.horizontal(|ui| {
            let report = if self.as_draft { "年报（草稿）" } else { "年报" };
            ui.radio_value(&mut self.job.sheet, Sheet::Report, report);
            ui.radio_value(&mut self.job.sheet, Sheet::Checklist, "核对单");
        });
        ui.horizontal(|ui| {
            let label = ui.label("份数");
            ui.add(DragValue::new(&mut self.job.copies).range(1..=PrintJob::MOST_COPIES)).labelled_by(label.id);
            ui.add_space(12.0);
            let label = ui.label("页码");
            ui.add(TextEdit::singleline(&mut self.pages).hint_text("全部，或如 1-3,5").desired_width(140.0)).labelled_by(label.id);
        });
        ui.checkbox(&mut self.job.double_sided, "双面打印，装订边左右交替");
        let pages = page_list(&self.pages);
        if pages.is_none() {
            ui.label(RichText::new("页码写成 1-3,5 这样，不写就是全部").color(theme.bad));
        }
        ui.add_space(10.0);
        ui.horizontal(|ui| {
            let print = ui.add_enabled_ui(pages.is_some(), |ui| main_button(ui, "打印", theme)).inner;
            focus_first(&print);
            if let Some(pages) = pages.filter(|_| print.clicked()) {
                let job = PrintJob { pages, ..self.job.clone() };
                actions.extend([Action::CloseDialog, Action::Print(job)]);
            }
            if self.as_draft && ui.button("去看问题").clicked() {
                actions.extend([Action::CloseDialog, Action::Run(Command::NextFinding)]);
            }
            if ui.button("取消").clicked() {
                actions.push(Action::CloseDialog);
            }
        });
    }
}
