//! The last look before the report is locked.

use egui::{Rect, RichText, Sense, Ui, pos2, vec2};

use crate::check::{AGAINST_LAST_YEAR, Change, Fix, Outcome, SummaryPart};
use crate::ui::commands::top_bar::command_ui;
use crate::ui::commands::{Action, Command};
use crate::ui::look::theme::{Theme, sign};
use crate::ui::look::widgets::{focus_first, list, main_button, title_ui};

/// The room for a pair of bars, in points.
const BARS_PT: (f32, f32) = (160.0, 14.0);

/// The last look before the report is locked: 定稿 only where nothing stands in its way.
pub(crate) struct Finish {
    /// What was looked at.
    pub parts: Vec<SummaryPart>,
    /// Whether nothing stands in the way.
    pub may_leave: bool,
    /// What masks the personal data that was found.
    pub masks: Vec<Fix>,
    /// The figures that prose names, beside last year's.
    pub changes: Vec<Change>,
}

impl Finish {
    /// What changed against last year, each as two small bars: last year's above this year's.
    fn changes_ui(&self, ui: &mut Ui, theme: &Theme) {
        let number = |text: &str| text.parse::<f32>().unwrap_or_default().max(0.0);
        let changed: Vec<&Change> = self.changes.iter().filter(|change| change.then != change.now).collect();
        let most = changed.iter().flat_map(|change| [number(&change.then), number(&change.now)]).fold(0.0, f32::max);
        if most <= 0.0 {
            return;
        }
        egui::Grid::new("changes").num_columns(3).spacing(vec2(theme.gap_pt, 3.0)).show(ui, |ui| {
            for change in changed {
                ui.label(&change.name);
                ui.label(format!("{} → {}", change.then, change.now));
                let (rect, response) = ui.allocate_exact_size(vec2(BARS_PT.0, BARS_PT.1), Sense::hover());
                let said = format!("{}：上年 {}，本年 {}", change.name, change.then, change.now);
                response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, &said));
                for (at, (figure, colour)) in [(&change.then, theme.faint_ink), (&change.now, theme.accent)].into_iter().enumerate() {
                    let width = if number(figure) > 0.0 { (rect.width() * number(figure) / most).max(1.0) } else { 0.0 };
                    let top = rect.top() + at as f32 * rect.height() / 2.0;
                    let bar = Rect::from_min_size(pos2(rect.left(), top), vec2(width, rect.height() / 2.0 - 1.0));
                    ui.painter().rect_filled(bar, 0.0, colour);
                }
                ui.end_row();
            }
        });
    }

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
                if part.head == AGAINST_LAST_YEAR {
                    self.changes_ui(ui, theme);
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
