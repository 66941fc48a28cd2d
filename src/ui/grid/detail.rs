//! Words about a cell: the line under the grid for the active one, the tip for the one under the pointer, the reason under an unreadable one.

use std::sync::Arc;

use egui::{Color32, FontId, Galley, Rect, RichText, Sense, Ui, vec2};

use super::access::label_path;
use super::marks::{Mark, Marks, unreadable};
use super::paint::Scene;
use super::{GridInput, Ids};
use crate::form::{CellIndex, PlaceContent, Role};
use crate::ui::look::theme::Theme;

/// The most findings under the grid; the tip and the list have all.
const MOST_FINDINGS: usize = 3;

/// The most rows that one of them takes.
const MOST_ROWS: usize = 3;

/// The most of the room that they take from the table.
const MOST_HEIGHT: f32 = 0.4;

/// The words under the grid, laid out: the active cell's name, last year's figure, and what the checks say of it.
pub(super) struct Detail {
    lines: Vec<(Color32, Arc<Galley>)>,
    /// The height they take.
    pub(super) height: f32,
}

impl Detail {
    /// Lays the words out for the room that is left for them and the table.
    pub(super) fn of(ui: &Ui, marks: &Marks<'_>, input: GridInput<'_>, active: Option<CellIndex>) -> Self {
        let room = ui.available_size();
        let lines = lines(marks, input, active);
        let whole = Self::laid_out(ui, &lines, input.theme, room.x - 8.0, MOST_ROWS);
        if whole.height <= room.y * MOST_HEIGHT { whole } else { Self::laid_out(ui, &lines, input.theme, room.x - 8.0, 1) }
    }

    fn laid_out(ui: &Ui, lines: &[(Option<Mark>, String)], theme: &Theme, width: f32, most_rows: usize) -> Self {
        let laid = |(mark, line): &(Option<Mark>, String)| {
            let colour = mark.map_or(theme.faint_ink, |mark| mark.colour(theme));
            // The name has its one row, so that the table keeps its room from cell to cell.
            let most_rows = if mark.is_some() { most_rows } else { 1 };
            (colour, with_its_end(ui, &signed(*mark, line), &theme.small_font(), colour, width, most_rows))
        };
        let lines: Vec<_> = lines.iter().map(laid).collect();
        let row_pt = ui.fonts_mut(|fonts| fonts.row_height(&theme.small_font()));
        let height = lines.iter().map(|(_, galley)| galley.size().y + 2.0).sum::<f32>().max(row_pt + 2.0) + 4.0;
        Self { lines, height }
    }

    /// Paints them. No widget: a screen reader hears the same words with the cell itself.
    pub(super) fn ui(self, ui: &mut Ui) {
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), self.height), Sense::hover());
        let mut at = rect.min + vec2(4.0, 3.0);
        for (colour, galley) in self.lines {
            let step = galley.size().y + 2.0;
            ui.painter().galley(at, galley, colour);
            at.y += step;
        }
    }
}

fn lines(marks: &Marks<'_>, input: GridInput<'_>, active: Option<CellIndex>) -> Vec<(Option<Mark>, String)> {
    let Some((cell, definition)) = active.and_then(|cell| Some((cell, input.session.form().cell(cell)?))) else { return Vec::new() };
    let (findings, facts): (Vec<_>, Vec<_>) = marks.explain(input.session, cell).into_iter().partition(|(mark, _)| mark.is_some());
    let more = findings.len().saturating_sub(MOST_FINDINGS);
    let more = (more > 0).then(|| format!("另有 {more} 个问题"));
    let about: Vec<_> = std::iter::once(definition.full_name()).chain(more).chain(facts.into_iter().map(|(_, fact)| fact)).collect();
    let about = about.join("　");
    std::iter::once((None, about)).chain(findings.into_iter().take(MOST_FINDINGS)).collect()
}

/// A text in so many rows; where it is too long its end stays, for there stands the difference.
fn with_its_end(ui: &Ui, text: &str, font: &FontId, colour: Color32, width: f32, most_rows: usize) -> Arc<Galley> {
    let laid = |text: String| ui.fonts_mut(|fonts| fonts.layout(text, font.clone(), colour, width));
    let whole = laid(text.to_owned());
    if whole.rows.len() <= most_rows {
        return whole;
    }
    let starts: Vec<_> = text.char_indices().map(|(at, _)| at).collect();
    let end = |start: &usize| laid(format!("…{}", text.get(*start..).unwrap_or_default()));
    let cut = starts.partition_point(|start| end(start).rows.len() > most_rows);
    starts.get(cut).map_or(whole, end)
}

/// The tip of the cell or label under the pointer.
pub(super) fn tooltip(ui: &Ui, scene: &Scene<'_>, ids: Ids, is_unwelcome: bool) {
    let Some(pos) = ui.ctx().pointer_hover_pos().filter(|_| !is_unwelcome) else { return };
    let Some(place) = scene.view.place_at(scene.table, pos) else { return };
    let cell = match &place.content {
        PlaceContent::Cell(cell) => cell,
        PlaceContent::Label(label) => {
            if matches!(label.role, Role::Head | Role::Row) {
                let response =
                    ui.interact(scene.view.rect(place), ids.grid.with("label tip").with((place.row, place.column)), Sense::hover());
                response.on_hover_text(label_path(scene.table, place, label));
            }
            return;
        }
    };
    let Some(definition) = scene.session.form().cell(*cell).filter(|_| scene.open != Some(*cell)) else { return };
    let response = ui.interact(scene.view.rect(place), ids.cell(*cell).with("tip"), Sense::hover());
    response.on_hover_ui(|ui| {
        ui.label(RichText::new(definition.full_name()).strong());
        for (mark, line) in scene.marks.explain(scene.session, *cell) {
            let colour = mark.map_or(scene.theme.ink, |mark| mark.colour(scene.theme));
            ui.label(RichText::new(signed(mark, &line)).font(scene.theme.small_font()).color(colour));
        }
    });
}

fn signed(mark: Option<Mark>, line: &str) -> String {
    mark.map_or_else(|| line.to_owned(), |mark| format!("{} {line}", mark.sign()))
}

/// The reason under the active cell, where its text is no figure.
pub(super) fn reason_below(ui: &Ui, scene: &Scene<'_>) {
    let Some(cell) = scene.selection.map(super::selection::Selection::active).filter(|cell| scene.open != Some(*cell)) else { return };
    let Some(sentence) = unreadable(scene.session, cell) else { return };
    let Some(place) = super::selection::place_of(scene.table, cell) else { return };
    let theme = scene.theme;
    let rect = scene.view.rect(place);
    let viewport = scene.view.viewport;
    let painter = ui.painter().with_clip_rect(viewport);
    let galley = painter.layout(sentence, theme.small_font(), theme.bad, 320.0);
    let size = galley.size() + vec2(12.0, 6.0);
    let below = rect.bottom() + 1.0;
    let y = if below + size.y <= viewport.bottom() { below } else { rect.top() - size.y - 1.0 };
    let x = (rect.right() - size.x).clamp(viewport.left(), (viewport.right() - size.x).max(viewport.left()));
    let note = Rect::from_min_size(egui::pos2(x, y).round(), size);
    painter.rect(note, 2.0, theme.bad_fill, egui::Stroke::new(1.0, theme.bad), egui::StrokeKind::Inside);
    painter.galley(note.min + vec2(6.0, 3.0), galley, theme.bad);
}
