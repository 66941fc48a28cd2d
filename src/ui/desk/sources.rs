//! 来源: the rows of the register of applications behind a cell. They are known while the window has the register, and stand in no file.

use std::sync::Arc;

use egui::{RichText, Ui};

use crate::form::CellIndex;
use crate::intake::ledger::Count;
use crate::session::Session;
use crate::ui::commands::Action;
use crate::ui::look::theme::Theme;

/// The most rows that are listed.
const MOST_LISTED: usize = 500;

/// The register that figures were counted from.
pub(super) struct Sources {
    hash: String,
    count: Arc<Count>,
}

impl Sources {
    /// A register by the hash of its file, counted.
    pub(super) fn new(hash: &str, count: Arc<Count>) -> Self {
        Self { hash: hash.to_owned(), count }
    }

    /// Whether the figures of the report are counted from it; after an undo they may not be.
    fn is_of(&self, session: &Session) -> bool {
        session.report().register.as_ref().is_some_and(|register| register.hash == self.hash)
    }

    /// The line over a table: how many rows the active cell has, and a button that lists them.
    pub(super) fn ui(&self, ui: &mut Ui, session: &Session, active: Option<CellIndex>, theme: &Theme) -> Option<Action> {
        if !self.is_of(session) {
            return None;
        }
        let rows = active.map(|cell| self.count.rows_of(session.form(), cell).len()).unwrap_or_default();
        let pressed = ui.horizontal(|ui| {
            let register = session.report().register.as_ref().map(|register| register.file.as_str()).unwrap_or_default();
            let button = ui.add_enabled(rows > 0, egui::Button::new(format!("来源（{rows} 行）")).small());
            ui.label(RichText::new(format!("台账：{register}")).font(theme.small_font()).color(theme.faint_ink));
            button.on_hover_text("所选格由台账的哪些行统计而来").clicked()
        });
        pressed.inner.then_some(Action::ShowSources)
    }

    /// The rows behind a cell, under a head: number, received, kind, result, answered.
    pub(super) fn lines(&self, session: &Session, cell: CellIndex) -> Option<(String, Vec<String>)> {
        let definition = session.form().cell(cell).filter(|_| self.is_of(session))?;
        let rows = self.count.rows_of(session.form(), cell);
        let mut lines: Vec<_> = rows.iter().take(MOST_LISTED).filter_map(|row| self.line(*row)).collect();
        if rows.len() > MOST_LISTED {
            lines.push(format!("只列出前 {MOST_LISTED} 行，共 {} 行", rows.len()));
        }
        Some((format!("来源：{}，{}", definition.row_name, definition.column_name), lines))
    }

    fn line(&self, at: usize) -> Option<String> {
        let row = self.count.rows.get(at)?;
        let sheet = self.count.sheets.get(row.sheet).filter(|_| self.count.sheets.len() > 1);
        let sheet = sheet.map(|name| format!("“{name}”")).unwrap_or_default();
        let [received, applicant, result, answered] = self.count.shown(at);
        let answer = if answered.is_empty() { "未答复".to_owned() } else { format!("{answered} 答复") };
        let parts = [format!("{sheet}第 {} 行", row.number), format!("{received} 收到"), applicant, result, answer];
        Some(parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("　"))
    }
}
