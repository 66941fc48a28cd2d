//! 关于: what the program is, where it keeps what it keeps, and the licences of all that is in it.

use std::path::PathBuf;

use egui::{RichText, Ui};

use crate::ui::commands::top_bar::command_ui;
use crate::ui::commands::{Action, Command};
use crate::ui::fault::what_it_is;
use crate::ui::look::theme::Theme;
use crate::ui::look::widgets::{focus_first, list, main_button, title_ui};

/// What is built into the program, and under which licences: made by `assets/packaging/licences.py`.
const LICENCES: &str = include_str!("../../../assets/licences.txt");

/// What the program is.
pub(crate) struct About {
    what: String,
    data: Option<PathBuf>,
    licences: Vec<&'static str>,
}

impl About {
    /// Of a program that draws with that, and keeps its data there.
    #[must_use]
    pub(crate) fn new(renderer: &str, data: Option<PathBuf>) -> Self {
        Self { what: what_it_is(renderer), data, licences: LICENCES.lines().collect() }
    }

    pub(super) fn ui(&self, ui: &mut Ui, theme: &Theme, actions: &mut Vec<Action>) {
        title_ui(ui, "关于年报", theme);
        ui.label(&self.what);
        ui.label("填写、核对、导出政府信息公开工作年度报告；不连接网络");
        ui.label(match &self.data {
            Some(data) => format!("数据文件夹：{}", data.display()),
            None => "数据文件夹：没有，恢复记录和历史版本都留不下来".to_owned(),
        });
        ui.add_space(8.0);
        ui.label("许可");
        let row_pt = ui.text_style_height(&egui::TextStyle::Small);
        list((ui.ctx().content_rect().height() - 320.0).clamp(80.0, 320.0)).auto_shrink([false, true]).show_rows(
            ui,
            row_pt,
            self.licences.len(),
            |ui, rows| {
                for line in self.licences.get(rows).unwrap_or_default() {
                    let indented = line.starts_with(' ');
                    let text = RichText::new(*line).small();
                    ui.add(egui::Label::new(if indented { text.color(theme.faint_ink) } else { text }).truncate());
                }
            },
        );
        ui.add_space(10.0);
        ui.horizontal_wrapped(|ui| {
            let close = main_button(ui, "关闭", theme);
            focus_first(&close);
            if close.clicked() {
                actions.push(Action::CloseDialog);
            }
            if let Some(data) = &self.data
                && ui.button("打开数据文件夹").clicked()
            {
                actions.push(Action::OpenOutside(data.clone()));
            }
            if ui.button("复制许可全文").clicked() {
                actions.push(Action::Copy(LICENCES.to_owned()));
            }
            if command_ui(ui, Command::Diagnosis) {
                actions.extend([Action::CloseDialog, Action::Run(Command::Diagnosis)]);
            }
        });
    }
}
