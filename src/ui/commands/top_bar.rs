//! The bar at the top: menus, and the few buttons that a clerk needs all the time.

use egui::{Button, RichText, Ui};

use super::action::Action;
use super::table::Command;
use crate::ui::look::theme::Theme;

/// How commands stand now.
#[derive(Clone, Copy)]
pub(crate) struct Standing<'a> {
    /// Which can be run.
    pub is_enabled: &'a dyn Fn(Command) -> bool,
    /// Which say how the window is: they are marked.
    pub is_on: &'a dyn Fn(Command) -> bool,
}

/// The menus with what stands in them; `None` is a line.
const MENUS: &[(&str, &[Option<Command>])] = &[
    (
        "文件",
        &[
            Some(Command::New),
            Some(Command::FromLast),
            Some(Command::Open),
            None,
            Some(Command::Save),
            Some(Command::SaveAs),
            None,
            Some(Command::ExportPdf),
            Some(Command::ExportJson),
            Some(Command::ExportChecklist),
            Some(Command::ExportPoster),
            Some(Command::Print),
            None,
            Some(Command::ImportLastYear),
            Some(Command::Ledger),
            Some(Command::CountAgain),
            Some(Command::Versions),
            Some(Command::ClearTraces),
            None,
            Some(Command::Leave),
            Some(Command::Quit),
        ],
    ),
    (
        "编辑",
        &[
            Some(Command::Undo),
            Some(Command::Redo),
            None,
            Some(Command::Cut),
            Some(Command::Copy),
            Some(Command::Paste),
            None,
            Some(Command::Find),
            None,
            Some(Command::CopyWeb),
            Some(Command::CopyWebSection),
            Some(Command::CopyWebTable),
            None,
            Some(Command::FillZeros),
            Some(Command::FillZerosInTable),
            Some(Command::FillZerosInReport),
            None,
            Some(Command::Finish),
            Some(Command::TakeBack),
        ],
    ),
    (
        "查看",
        &[
            Some(Command::Preview),
            Some(Command::PreviewAlone),
            Some(Command::Charts),
            Some(Command::Findings),
            Some(Command::Hints),
            None,
            Some(Command::NextFinding),
            Some(Command::PreviousFinding),
            Some(Command::NextSection),
            Some(Command::PreviousSection),
            None,
            Some(Command::ZoomIn),
            Some(Command::ZoomOut),
            Some(Command::ZoomReset),
            None,
            Some(Command::LookOfSystem),
            Some(Command::Light),
            Some(Command::Dark),
        ],
    ),
    (
        "帮助",
        &[Some(Command::Manual), Some(Command::SaveManual), Some(Command::Help), None, Some(Command::Diagnosis), Some(Command::About)],
    ),
];

/// Draws the bar; `take_focus` puts the focus on the first menu.
pub(crate) fn top_bar_ui(ui: &mut Ui, standing: Standing<'_>, title: Option<&str>, take_focus: bool, theme: &Theme) -> Vec<Action> {
    let mut actions = Vec::new();
    egui::MenuBar::new().ui(ui, |ui| {
        let mut take_focus = take_focus;
        for (words, entries) in MENUS {
            let menu = ui.menu_button(*words, |ui| {
                for entry in *entries {
                    match entry {
                        Some(command) => menu_entry(ui, *command, standing, &mut actions),
                        None => {
                            ui.separator();
                        }
                    }
                }
            });
            if std::mem::take(&mut take_focus) {
                menu.response.request_focus();
            }
        }
        if let Some(title) = title {
            ui.separator();
            for command in [Command::Save, Command::Undo, Command::Redo] {
                tool(ui, command, standing, &mut actions);
            }
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                for command in [Command::ExportPdf, Command::Preview, Command::Charts] {
                    tool(ui, command, standing, &mut actions);
                }
                ui.add(egui::Label::new(RichText::new(title).color(theme.faint_ink)).truncate());
            });
        }
    });
    actions
}

fn menu_entry(ui: &mut Ui, command: Command, standing: Standing<'_>, actions: &mut Vec<Action>) {
    let button = Button::new(command.words()).shortcut_text(command.keys_shown()).selected((standing.is_on)(command));
    let response = ui.add_enabled((standing.is_enabled)(command), button).on_hover_text(command.tip());
    if response.clicked() {
        actions.push(Action::Run(command));
        ui.close();
    }
}

fn tool(ui: &mut Ui, command: Command, standing: Standing<'_>, actions: &mut Vec<Action>) {
    let response = ui.add_enabled((standing.is_enabled)(command), Button::new(command.words())).on_hover_text(command.tip_with_keys());
    if response.clicked() {
        actions.push(Action::Run(command));
    }
}

/// A command as a button elsewhere; whether it was pressed.
pub(crate) fn command_ui(ui: &mut Ui, command: Command) -> bool {
    ui.button(command.words()).on_hover_text(command.tip()).clicked()
}
