//! Words about a cell: the line under the grid for the active one, the tip for the one under the pointer, the reason under an unreadable one.

use egui::text::{LayoutJob, TextWrapping};
use egui::{Rect, RichText, Sense, Ui, vec2};

use super::marks::{Mark, Marks, unreadable};
use super::paint::Scene;
use super::{GridInput, Ids};
use crate::form::{CellIndex, PlaceContent};

/// The most lines about findings under the grid; the tip and the list have all.
const MOST_LINES: usize = 3;

/// The height of the line under the grid.
pub(super) fn height(ui: &Ui, marks: &Marks<'_>, input: GridInput<'_>, active: Option<CellIndex>) -> f32 {
    let lines = active.map_or(0, |cell| marks.explain(input.session, cell).iter().filter(|(mark, _)| mark.is_some()).count());
    let row_pt = ui.fonts_mut(|fonts| fonts.row_height(&input.theme.small_font()));
    (lines.min(MOST_LINES) + 1) as f32 * (row_pt + 2.0) + 4.0
}

/// The line under the grid: the active cell's name, last year's figure, and what the checks say of it.
pub(super) fn ui(ui: &mut Ui, marks: &Marks<'_>, input: GridInput<'_>, active: Option<CellIndex>, height: f32) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    let Some((cell, definition)) = active.and_then(|cell| Some((cell, input.session.form().cell(cell)?))) else { return };
    let (findings, facts): (Vec<_>, Vec<_>) = marks.explain(input.session, cell).into_iter().partition(|(mark, _)| mark.is_some());
    let mut about = definition.full_name();
    for (_, fact) in facts {
        about.push('　');
        about.push_str(&fact);
    }
    let lines = std::iter::once((None, about)).chain(findings.into_iter().take(MOST_LINES));
    // Painted, not a widget: a screen reader hears the same words with the cell itself.
    let mut at = rect.min + vec2(4.0, 3.0);
    for (mark, line) in lines {
        let colour = mark.map_or(input.theme.faint_ink, |mark| mark.colour(input.theme));
        let mut job = LayoutJob::simple_singleline(signed(mark, &line), input.theme.small_font(), colour);
        job.wrap = TextWrapping::truncate_at_width(rect.width() - 8.0);
        let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
        let step = galley.size().y + 2.0;
        ui.painter().galley(at, galley, colour);
        at.y += step;
    }
}

/// The tip of the cell or label under the pointer.
pub(super) fn tooltip(ui: &Ui, scene: &Scene<'_>, ids: Ids, is_unwelcome: bool) {
    let Some(pos) = ui.ctx().pointer_hover_pos().filter(|_| !is_unwelcome) else { return };
    let Some(place) = scene.view.place_at(scene.table, pos) else { return };
    let PlaceContent::Cell(cell) = &place.content else { return };
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
