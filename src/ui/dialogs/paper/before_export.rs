//! What is to be said before an export, and how the paper is printed.

use egui::Ui;

use crate::ui::commands::{Action, Command, Purpose};
use crate::ui::look::theme::Theme;
use crate::ui::look::widgets::{focus_first, main_button, title_ui};
use crate::ui::settings::Paper;

/// Something is to be said before an export.
pub(crate) struct BeforeExport {
    /// What would be exported.
    pub purpose: Purpose,
    /// What is to be said, a line each.
    pub lines: Vec<String>,
    /// How the paper is printed.
    pub paper: Paper,
}

impl BeforeExport {
    pub(in crate::ui::dialogs) fn ui(&mut self, ui: &mut Ui, theme: &Theme, actions: &mut Vec<Action>) {
        let purpose = self.purpose;
        title_ui(ui, purpose.title(), theme);
        for line in &self.lines {
            ui.label(line);
        }
        if matches!(purpose, Purpose::Pdf { .. }) {
            paper_ui(ui, &mut self.paper, actions);
        }
        ui.add_space(10.0);
        ui.horizontal(|ui| {
            let is_draft = matches!(purpose, Purpose::Pdf { as_draft: true } | Purpose::Json { as_draft: true });
            let export = main_button(ui, if is_draft { "导出草稿…" } else { "导出…" }, theme);
            focus_first(&export);
            if export.clicked() {
                actions.push(Action::Ask(purpose));
            }
            if is_draft && ui.button("去看问题").clicked() {
                actions.extend([Action::CloseDialog, Action::Run(Command::NextFinding)]);
            }
            if ui.button("取消").clicked() {
                actions.push(Action::CloseDialog);
            }
        });
    }
}

/// How the paper is printed, where the preview behind the dialog follows, and what is exported beside it.
fn paper_ui(ui: &mut Ui, paper: &mut Paper, actions: &mut Vec<Action>) {
    let before = *paper;
    ui.add_space(6.0);
    ui.checkbox(&mut paper.double_sided, "双面打印，装订边左右交替");
    ui.checkbox(&mut paper.shipped_faces, "只用随附字体，哪台电脑导出都一样");
    ui.horizontal_wrapped(|ui| {
        ui.label("同时导出");
        ui.checkbox(&mut paper.beside.word, "Word 文件");
        ui.checkbox(&mut paper.beside.web_page, "网页");
        ui.checkbox(&mut paper.beside.spreadsheet, "电子表格");
    });
    if *paper != before {
        actions.push(Action::SetPaper(*paper));
    }
}
