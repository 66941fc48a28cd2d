//! 汇总来源: the units' shares of the active cell, the largest first; a click shows the unit's report in its batch.

use egui::{Align2, RichText, ScrollArea, Sense, Stroke, Ui};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::form::CellIndex;
use crate::report::Share;
use crate::session::Session;
use crate::ui::commands::{Action, BatchPurpose, Purpose};
use crate::ui::look::theme::Theme;

/// The height of a line.
const LINE_PT: f32 = 24.0;
/// From this width on a line says the per cent too.
const ROOMY_PT: f32 = 200.0;

/// The shares of the cell that was shown last.
#[derive(Debug, Default)]
pub(super) struct Shares {
    of: Option<(u64, CellIndex)>,
    shares: Vec<Share>,
}

impl Shares {
    /// Draws the panel.
    pub(super) fn ui(&mut self, ui: &mut Ui, session: &Session, active: Option<CellIndex>, theme: &Theme) -> Option<Action> {
        let whole = session.report().whole.as_ref()?;
        ui.label(RichText::new(format!("汇总自 {} 份年报", whole.parts.len())).font(theme.strong_font(theme.body_pt)));
        let (Some(cell), Some(definition)) = (active, active.and_then(|cell| session.form().cell(cell))) else {
            ui.label(RichText::new("点一格，看各单位各有多少").color(theme.faint_ink));
            return None;
        };
        if !whole.keeps_figures() {
            ui.label(RichText::new("单位太多，没有保存各单位的数字").color(theme.faint_ink));
            return None;
        }
        if self.of != Some((session.revision(), cell)) {
            (self.of, self.shares) = (Some((session.revision(), cell)), whole.shares(&definition.id));
        }
        let sum = whole.figure(&definition.id).unwrap_or_default();
        ui.label(
            RichText::new(format!("{}，{}", definition.row_name, definition.column_name)).font(theme.small_font()).color(theme.faint_ink),
        );
        ui.label(format!("{} 个单位有数，合计 {}", self.shares.len(), sum.normalize()));
        let largest = self.shares.first().map_or(Decimal::ONE, |share| share.figure.abs());
        let mut action = None;
        if ui.small_button("导出各单位数字…").on_hover_text("电子表格：每个单位一行，每格一列，合计是公式").clicked()
        {
            action = Some(Action::Ask(Purpose::Batch(BatchPurpose::UnitsBook)));
        }
        ui.spacing_mut().item_spacing.y = 0.0;
        ScrollArea::vertical().id_salt("shares").auto_shrink(false).show_rows(ui, LINE_PT, self.shares.len(), |ui, seen| {
            for share in self.shares.iter().skip(seen.start).take(seen.len()) {
                if share_ui(ui, share, sum, largest, theme) {
                    action = Some(Action::OpenPart(share.file.clone()));
                }
            }
        });
        action
    }
}

/// A unit's line, its bar behind it; whether it was clicked.
fn share_ui(ui: &mut Ui, share: &Share, sum: Decimal, largest: Decimal, theme: &Theme) -> bool {
    let part = share.figure.abs().checked_div(largest).and_then(|part| part.to_f32()).unwrap_or_default().clamp(0.0, 1.0);
    let percent = share.figure.checked_mul(Decimal::ONE_HUNDRED).and_then(|hundred| hundred.checked_div(sum));
    let percent = percent.map(|percent| format!("（{}%）", percent.round_dp(1).normalize())).unwrap_or_default();
    let words = format!("{}　{}{percent}", share.unit, share.figure.normalize());
    let (rect, response) = ui.allocate_exact_size(egui::vec2(ui.available_width(), LINE_PT), Sense::click());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &words));
    // Beside the findings of a small window there is room for the name and the figure.
    let percent = if rect.width() < ROOMY_PT { "" } else { &percent };
    let figure = format!("{}{percent}", share.figure.normalize());
    let painter = ui.painter();
    let bar = egui::Rect::from_min_size(rect.min, egui::vec2(rect.width() * part, LINE_PT - 2.0));
    painter.rect_filled(bar, 2.0, if response.hovered() || response.has_focus() { theme.hover_fill } else { theme.total_fill });
    painter.hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, theme.grid_line));
    let right = painter.text(rect.right_center() - egui::vec2(4.0, 0.0), Align2::RIGHT_CENTER, &figure, theme.grid_font(), theme.ink);
    let room = egui::Rect::from_min_max(rect.min, egui::pos2(right.left() - 6.0, rect.bottom()));
    let clipped = painter.with_clip_rect(room.intersect(painter.clip_rect()));
    clipped.text(rect.left_center() + egui::vec2(4.0, 0.0), Align2::LEFT_CENTER, &share.unit, theme.grid_font(), theme.ink);
    response.on_hover_text(format!("{words}\n{}\n点一下，到审核的一批里看这份年报", share.file)).clicked()
}
