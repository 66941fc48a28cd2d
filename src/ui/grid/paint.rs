//! Paints a table from its form: labels, figures, marks and selection, into the panes that scroll and those that do not.

use std::sync::Arc;

use egui::epaint::{CornerRadius, RectShape, StrokeKind};
use egui::{Align, Color32, FontId, Galley, Pos2, Rect, Shape, Stroke, Ui, Vec2, pos2, vec2};

use super::figure::{Shown, shown};
use super::geometry::{Pane, View, label_job, label_margin};
use super::marks::{Mark, Marks, is_typed_total, last_year};
use super::selection::Selection;
use crate::form::{CellIndex, Label, Place, PlaceContent, Role, Table};
use crate::session::Session;
use crate::ui::look::theme::Theme;

/// Left and right of a figure.
pub(super) const FIGURE_MARGIN: f32 = 6.0;
/// Left of the sign of a mark.
const SIGN_MARGIN: f32 = 4.0;
/// A cell wider than this has its figure in the middle, as on paper.
const WIDE_CELL: f32 = 150.0;

/// What is to be painted.
pub(super) struct Scene<'a> {
    pub(super) table: &'a Table,
    pub(super) session: &'a Session,
    pub(super) theme: &'a Theme,
    pub(super) view: View<'a>,
    pub(super) marks: &'a Marks<'a>,
    pub(super) selection: Option<&'a Selection>,
    pub(super) has_focus: bool,
    /// The cell whose text field is shown in place of its figure.
    pub(super) open: Option<CellIndex>,
    /// What was typed into an edit whose field is not shown yet.
    pub(super) typed: Option<(CellIndex, &'a str)>,
    /// Cells that something has just gone to.
    pub(super) flashed: &'a [CellIndex],
}

impl Scene<'_> {
    /// The shapes of one pane, to be clipped to it.
    pub(super) fn shapes(&self, ui: &Ui, pane: Pane) -> Vec<Shape> {
        let clip = self.view.clip(pane);
        if !clip.is_positive() {
            return Vec::new();
        }
        let mut shapes = Vec::new();
        let whole = Rect::from_min_size(self.view.viewport.min - self.scroll(pane), self.view.geometry.size() + Vec2::splat(1.0));
        shapes.push(filled(whole.intersect(clip), self.theme.grid_line));
        let geometry = self.view.geometry;
        let shows = |place: &Place| geometry.pane(place) == pane || (pane == Pane::Labels && geometry.begins_among_labels(place));
        let seen = self.table.places.iter().filter(|place| shows(place));
        for place in seen {
            let rect = self.view.rect(place);
            if !clip.intersects(rect) {
                continue;
            }
            match &place.content {
                PlaceContent::Label(label) => self.label(ui, &mut shapes, place, label, rect),
                PlaceContent::Cell(cell) => self.cell(ui, &mut shapes, place, *cell, rect),
            }
        }
        self.frame(&mut shapes, whole, pane);
        if pane == Pane::Body {
            self.total_parts(&mut shapes);
            self.selected(&mut shapes);
        }
        shapes
    }

    fn scroll(&self, pane: Pane) -> Vec2 {
        match pane {
            Pane::Body => self.view.offset,
            Pane::Heads => vec2(self.view.offset.x, 0.0),
            Pane::Labels => vec2(0.0, self.view.offset.y),
            Pane::Corner => Vec2::ZERO,
        }
    }

    /// The heavier lines: around the table and between what is held and what scrolls.
    fn frame(&self, shapes: &mut Vec<Shape>, whole: Rect, pane: Pane) {
        let stroke = Stroke::new(1.0, self.theme.grid_frame);
        let (clip, frozen) = (self.view.clip(pane), self.view.viewport.min + self.view.geometry.frozen());
        let mut line = |from: Pos2, to: Pos2| shapes.push(filled(Rect::from_min_max(from, to + Vec2::splat(stroke.width)), stroke.color));
        line(whole.left_top(), pos2(whole.right() - 1.0, whole.top()));
        line(whole.left_top(), pos2(whole.left(), whole.bottom() - 1.0));
        line(pos2(whole.left(), whole.bottom() - 1.0), pos2(whole.right() - 1.0, whole.bottom() - 1.0));
        line(pos2(whole.right() - 1.0, whole.top()), pos2(whole.right() - 1.0, whole.bottom() - 1.0));
        if matches!(pane, Pane::Heads | Pane::Corner) {
            line(pos2(clip.left(), frozen.y - 1.0), pos2(clip.right().min(whole.right()) - 1.0, frozen.y - 1.0));
        }
        if matches!(pane, Pane::Labels | Pane::Corner) && frozen.x > self.view.viewport.left() {
            line(pos2(frozen.x - 1.0, clip.top()), pos2(frozen.x - 1.0, clip.bottom().min(whole.bottom()) - 1.0));
        }
    }

    fn label(&self, ui: &Ui, shapes: &mut Vec<Shape>, place: &Place, label: &Label, rect: Rect) {
        let fill = if self.is_lit(place, label) { self.theme.label_lit_fill } else { self.theme.label_fill };
        shapes.push(filled(inside(rect), fill));
        if label.vertical {
            self.vertical(ui, shapes, label, rect);
            return;
        }
        let align = if label.role == Role::Row { Align::Min } else { Align::Center };
        let mut job = label_job(label, self.theme, rect.width() - 2.0 * label_margin(label));
        job.halign = align;
        let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
        let x = if align == Align::Min { rect.left() + label_margin(label) } else { rect.center().x };
        // Rows of a tall label keep their name in view while a part of it is.
        let shown = if place.rows > 1 { rect.intersect(self.view.clip(self.view.geometry.pane(place))) } else { rect };
        let y = shown
            .center()
            .y
            .clamp(rect.top() + galley.size().y / 2.0, (rect.bottom() - galley.size().y / 2.0).max(rect.top() + galley.size().y / 2.0));
        shapes.push(Shape::galley(pos2(x, y - galley.size().y / 2.0).round(), galley, self.theme.ink));
    }

    fn vertical(&self, ui: &Ui, shapes: &mut Vec<Shape>, label: &Label, rect: Rect) {
        let stacked: Vec<_> = label.text.chars().map(String::from).collect();
        let stacked = Label { text: stacked.join("\n"), ..label.clone() };
        let mut job = label_job(&stacked, self.theme, f32::INFINITY);
        job.halign = Align::Center;
        let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
        let height = galley.size().y;
        let shown = rect.intersect(self.view.clip(Pane::Labels));
        let top = (shown.center().y - height / 2.0).clamp(rect.top() + 2.0, (rect.bottom() - height - 2.0).max(rect.top() + 2.0));
        shapes.push(Shape::galley(pos2(rect.center().x, top).round(), galley, self.theme.ink));
    }

    fn cell(&self, ui: &Ui, shapes: &mut Vec<Shape>, place: &Place, cell: CellIndex, rect: Rect) {
        let theme = self.theme;
        let content = shown(self.session, cell);
        let is_total = self.session.form().total(cell).is_some();
        let selected = self.selection.is_some_and(|selection| !selection.is_single() && selection.covers(place));
        let fill = if self.flashed.contains(&cell) {
            theme.flash_fill
        } else if selected {
            theme.selection_fill
        } else if matches!(content, Shown::Unreadable(_)) {
            theme.bad_fill
        } else if is_total {
            theme.total_fill
        } else {
            theme.paper
        };
        shapes.push(filled(inside(rect), fill));
        let mark = self.marks.worst(cell);
        let sign_width = mark.map_or(0.0, |mark| self.marked(ui, shapes, mark, rect));
        if self.open == Some(cell) {
            return;
        }
        let figure_width = self.figure(ui, shapes, cell, &content, rect, sign_width);
        self.last_year(ui, shapes, cell, rect, figure_width, sign_width);
        if is_typed_total(self.session.form(), self.session, cell) {
            let corner = inside(rect).right_top();
            let points = vec![corner - vec2(6.0, 0.0), corner, corner + vec2(0.0, 6.0)];
            shapes.push(Shape::convex_polygon(points, theme.accent, Stroke::NONE));
        }
    }

    /// The figure or text of a cell; gives its width.
    fn figure(&self, ui: &Ui, shapes: &mut Vec<Shape>, cell: CellIndex, content: &Shown, rect: Rect, sign_width: f32) -> f32 {
        let theme = self.theme;
        let (text, colour) = match (&self.typed, content) {
            (Some((typed_cell, text)), _) if *typed_cell == cell => ((*text).to_owned(), theme.ink),
            (_, Shown::Blank) => return 0.0,
            (_, Shown::Figure(text)) => (text.clone(), theme.ink),
            (_, Shown::Unreadable(text)) => (text.clone(), theme.bad),
        };
        // The sign of a marked cell keeps its corner.
        let left = if sign_width > 0.0 { SIGN_MARGIN + sign_width + 2.0 } else { 0.0 };
        let room = rect.width() - FIGURE_MARGIN - left;
        let galley = fitting(ui, text, theme, colour, room);
        let width = galley.size().x;
        let x = if rect.width() > WIDE_CELL {
            rect.center().x - width / 2.0
        } else {
            (rect.right() - FIGURE_MARGIN - width).max(rect.left() + left.max(3.0))
        };
        let at = pos2(x, rect.center().y - galley.size().y / 2.0).round();
        if matches!(content, Shown::Unreadable(_)) {
            let y = at.y + galley.size().y;
            shapes.extend(Shape::dashed_line(&[pos2(x, y), pos2(x + width, y)], Stroke::new(1.0, colour), 2.0, 2.0));
        }
        shapes.push(Shape::galley(at, galley, colour));
        width
    }

    /// Last year's figure, small and grey at the left, where it leaves the figure room.
    fn last_year(&self, ui: &Ui, shapes: &mut Vec<Shape>, cell: CellIndex, rect: Rect, figure_width: f32, sign_width: f32) {
        let Some(text) = last_year(self.session, cell) else { return };
        // A nought beside a nought says nothing; the tip and the line below have it all the same.
        if text == "0" && self.session.figures().value(cell).number().is_none_or(|figure| figure.is_zero()) {
            return;
        }
        let font = FontId::proportional(self.theme.grid_small_text_pt - 1.5);
        let galley = ui.fonts_mut(|fonts| fonts.layout_no_wrap(text, font, self.theme.faint_ink));
        // Behind the sign of a mark, never under it.
        let left = if sign_width > 0.0 { sign_width + 6.0 } else { 4.0 };
        let taken = if rect.width() > WIDE_CELL { f32::midpoint(rect.width(), figure_width) } else { figure_width + FIGURE_MARGIN };
        if left + galley.size().x + 4.0 + taken <= rect.width() {
            let at = pos2(rect.left() + left, rect.center().y - galley.size().y / 2.0).round();
            shapes.push(Shape::galley(at, galley, self.theme.faint_ink));
        }
    }

    /// The edge and the sign of a cell that takes part in a finding; gives the width of the sign's ink.
    fn marked(&self, ui: &Ui, shapes: &mut Vec<Shape>, mark: Mark, rect: Rect) -> f32 {
        let colour = mark.colour(self.theme);
        let width = if mark == Mark::Bad || mark == Mark::Warn { 1.5 } else { 1.0 };
        shapes.push(edge(inside(rect), Stroke::new(width, colour)));
        let font = FontId::proportional(self.theme.grid_small_text_pt - 1.5);
        let galley = ui.fonts_mut(|fonts| fonts.layout_no_wrap(mark.sign().to_owned(), font, colour));
        // Full-width signs have their ink at the left of an em.
        let ink = galley.mesh_bounds.width().max(galley.size().x / 2.0);
        shapes.push(Shape::galley(pos2(rect.left() + SIGN_MARGIN, rect.top()).round(), galley, colour));
        ink
    }

    /// Outlines the cells that a focused total adds.
    fn total_parts(&self, shapes: &mut Vec<Shape>) {
        let Some(total) = self.selection.and_then(|selection| self.session.form().total(selection.active())) else { return };
        for (cell, place) in self.table.cells() {
            if total.parts.contains(&cell) {
                let rect = inside(self.view.rect(place)).shrink(1.0);
                let outline = [rect.left_top(), rect.right_top(), rect.right_bottom(), rect.left_bottom(), rect.left_top()];
                shapes.extend(Shape::dashed_line(&outline, Stroke::new(1.5, self.theme.part_edge), 4.0, 3.0));
            }
        }
    }

    /// The frame around the selection, and the heavier one around its anchor.
    fn selected(&self, shapes: &mut Vec<Shape>) {
        let Some(selection) = self.selection else { return };
        let colour = if self.has_focus { self.theme.accent } else { self.theme.faint_ink };
        let mut around = Rect::NOTHING;
        for (cell, place) in self.table.cells().filter(|(_, place)| selection.covers(place)) {
            let rect = self.view.rect(place);
            around = around.union(rect);
            if cell == selection.active() {
                shapes.push(edge(inside(rect), Stroke::new(2.0, colour)));
            }
        }
        if !selection.is_single() {
            shapes.push(edge(Rect::from_min_max(around.min, around.max + Vec2::splat(1.0)), Stroke::new(1.0, colour)));
        }
    }

    /// Whether a label names the row or column of the active cell.
    fn is_lit(&self, place: &Place, label: &Label) -> bool {
        let Some(active) = self.selection.and_then(|selection| super::selection::place_of(self.table, selection.active())) else {
            return false;
        };
        match label.role {
            Role::Row => place.row < active.row + active.rows && active.row < place.row + place.rows,
            Role::Head => {
                let over = place.column < active.column + active.columns && active.column < place.column + place.columns;
                over && place.row < active.row
                    && super::selection::group_of(self.table, place.row) == super::selection::group_of(self.table, active.row)
            }
            Role::Banner | Role::Corner => false,
        }
    }
}

/// A text in the grid's face, smaller where it would not fit.
fn fitting(ui: &Ui, text: String, theme: &Theme, colour: Color32, room: f32) -> Arc<Galley> {
    let galley = ui.fonts_mut(|fonts| fonts.layout_no_wrap(text.clone(), theme.grid_font(), colour));
    if galley.size().x <= room {
        return galley;
    }
    let size = (theme.grid_text_pt * room / galley.size().x).clamp(8.0, theme.grid_text_pt).floor();
    ui.fonts_mut(|fonts| fonts.layout_no_wrap(text, FontId::proportional(size), colour))
}

/// A place without the line at its top and left.
pub(super) fn inside(rect: Rect) -> Rect {
    Rect::from_min_max(rect.min + Vec2::splat(1.0), rect.max)
}

fn filled(rect: Rect, colour: Color32) -> Shape {
    RectShape::filled(rect, CornerRadius::ZERO, colour).into()
}

fn edge(rect: Rect, stroke: Stroke) -> Shape {
    RectShape::stroke(rect, CornerRadius::ZERO, stroke, StrokeKind::Inside).into()
}
