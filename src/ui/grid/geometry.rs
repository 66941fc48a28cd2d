//! Where the places of a table stand on screen: widths by the room there is, heights by the wording, heads and row labels held in view.

use egui::text::{LayoutJob, TextFormat};
use egui::{Align, FontId, Pos2, Rect, Ui, Vec2, pos2, vec2};

use crate::form::{Label, Place, PlaceContent, Role, Table};
use crate::ui::look::theme::Theme;

/// The least and the most points for a millimetre of paper, for columns of figures.
const FIGURE_SCALE: (f32, f32) = (4.2, 7.0);
/// The least, the welcome and the most points for a millimetre of paper, for columns of labels.
const LABEL_SCALE: (f32, f32, f32) = (2.8, 5.7, 7.0);
/// The most of the room that may be held in view by row labels and by heads; where they take more they scroll away too.
const MOST_FROZEN: (f32, f32) = (0.6, 0.5);
/// The height of a line of a label, in parts of its size: denser than the face by itself.
const LABEL_LINE: f32 = 1.25;
/// Above and below a label.
const LABEL_PAD: f32 = 1.5;

/// The places of one table in points, from its top left corner.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Geometry {
    /// The left edge of each column, and the right edge of the last.
    x: Vec<f32>,
    /// The top edge of each row, and the bottom edge of the last.
    y: Vec<f32>,
    frozen_columns: usize,
    frozen_rows: usize,
}

/// A table's geometry on screen: scrolled, with the frozen parts held at the top and left.
#[derive(Debug, Clone, Copy)]
pub(super) struct View<'a> {
    /// The table in points.
    pub(super) geometry: &'a Geometry,
    /// What is to be seen of it.
    pub(super) viewport: Rect,
    /// How far it is scrolled.
    pub(super) offset: Vec2,
}

/// The part of the table that a place belongs to: which of the axes scroll.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pane {
    /// Scrolls both ways.
    Body,
    /// Heads: scroll sideways only.
    Heads,
    /// Row labels: scroll up and down only.
    Labels,
    /// Where the two meet: never scrolls.
    Corner,
}

impl Pane {
    /// In the order in which they are painted, one over the other.
    pub(super) const ALL: [Self; 4] = [Self::Body, Self::Heads, Self::Labels, Self::Corner];
}

impl Geometry {
    /// Fits a table to a width.
    pub(super) fn fit(ui: &Ui, table: &Table, theme: &Theme, width: f32) -> Self {
        let x = column_edges(table, width);
        let mut heights = vec![theme.grid_row_pt; table.row_count];
        let mut tall: Vec<(&Place, f32)> = Vec::new();
        for place in &table.places {
            let PlaceContent::Label(label) = &place.content else { continue };
            if label.vertical {
                continue;
            }
            let inner = span(&x, place.column, place.columns) - 2.0 * label_margin(label);
            let job = label_job(label, theme, inner);
            let needed = ui.fonts_mut(|fonts| fonts.layout_job(job).size().y) + 2.0 * LABEL_PAD;
            match heights.get_mut(place.row) {
                Some(height) if place.rows == 1 => *height = height.max(needed.ceil()),
                _ => tall.push((place, needed.ceil())),
            }
        }
        for (place, needed) in tall {
            let has: f32 = heights.iter().skip(place.row).take(place.rows).sum();
            if let Some(last) = heights.get_mut(place.row + place.rows - 1) {
                *last += (needed - has).max(0.0);
            }
        }
        let y = edges(heights.into_iter());
        Self { x, y, frozen_columns: table.label_columns, frozen_rows: table.head_rows }
    }

    /// Lets row labels and heads scroll away where they would leave no room for figures.
    pub(super) fn thawed_for(mut self, room: Vec2) -> Self {
        if self.frozen().x > room.x * MOST_FROZEN.0 {
            self.frozen_columns = 0;
        }
        if self.frozen().y > room.y * MOST_FROZEN.1 {
            self.frozen_rows = 0;
        }
        self
    }

    /// The whole size of the table.
    pub(super) fn size(&self) -> Vec2 {
        vec2(self.x.last().copied().unwrap_or_default(), self.y.last().copied().unwrap_or_default())
    }

    /// The size of what never scrolls out: row labels and heads.
    pub(super) fn frozen(&self) -> Vec2 {
        vec2(edge(&self.x, self.frozen_columns), edge(&self.y, self.frozen_rows))
    }

    /// A place in points of the table.
    pub(super) fn rect(&self, place: &Place) -> Rect {
        Rect::from_min_max(
            pos2(edge(&self.x, place.column), edge(&self.y, place.row)),
            pos2(edge(&self.x, place.column + place.columns), edge(&self.y, place.row + place.rows)),
        )
    }

    /// The pane in which a place is painted.
    pub(super) fn pane(&self, place: &Place) -> Pane {
        match (place.row < self.frozen_rows, place.column < self.frozen_columns) {
            (true, true) => Pane::Corner,
            (true, false) => Pane::Heads,
            // A banner over the whole table starts among the labels but goes on beyond them.
            (false, true) if place.column + place.columns <= self.frozen_columns => Pane::Labels,
            (false, _) => Pane::Body,
        }
    }

    /// Whether a place of the body begins among the labels, and shows there too.
    pub(super) fn begins_among_labels(&self, place: &Place) -> bool {
        place.column < self.frozen_columns && self.pane(place) == Pane::Body
    }
}

impl View<'_> {
    /// The part of the viewport that shows a pane.
    pub(super) fn clip(&self, pane: Pane) -> Rect {
        let frozen = self.viewport.min + self.geometry.frozen();
        let (left, top, right, bottom) = (self.viewport.left(), self.viewport.top(), self.viewport.right(), self.viewport.bottom());
        match pane {
            // Banners run under the row labels, so the body's own clip begins at the left edge.
            Pane::Body => Rect::from_min_max(pos2(left, frozen.y), pos2(right, bottom)),
            Pane::Heads => Rect::from_min_max(pos2(frozen.x, top), pos2(right, frozen.y)),
            Pane::Labels => Rect::from_min_max(pos2(left, frozen.y), pos2(frozen.x, bottom)),
            Pane::Corner => Rect::from_min_max(pos2(left, top), frozen),
        }
    }

    /// A place on screen.
    pub(super) fn rect(&self, place: &Place) -> Rect {
        let offset = match self.geometry.pane(place) {
            Pane::Body => self.offset,
            Pane::Heads => vec2(self.offset.x, 0.0),
            Pane::Labels => vec2(0.0, self.offset.y),
            Pane::Corner => Vec2::ZERO,
        };
        self.geometry.rect(place).translate(self.viewport.min.to_vec2() - offset)
    }

    /// The place of the table under a point of the screen.
    pub(super) fn place_at<'t>(&self, table: &'t Table, point: Pos2) -> Option<&'t Place> {
        if !self.viewport.contains(point) {
            return None;
        }
        let hit = |pane: Pane| {
            let places = table.places.iter().filter(move |place| self.geometry.pane(place) == pane);
            places.into_iter().find(|place| self.clip(pane).contains(point) && self.rect(place).contains(point))
        };
        // What is painted last is hit first.
        Pane::ALL.into_iter().rev().find_map(hit)
    }

    /// The cell or label nearest to a point, for a drag that left the table.
    pub(super) fn clamp(&self, point: Pos2) -> Pos2 {
        let seen = Rect::from_min_size(self.viewport.min, self.geometry.size() - self.offset).intersect(self.viewport);
        let body = Rect::from_min_max(self.viewport.min + self.geometry.frozen(), seen.max);
        point.clamp(body.min + Vec2::splat(1.0), (body.max - Vec2::splat(1.0)).max(body.min + Vec2::splat(1.0)))
    }

    /// What to scroll into view so that a place of the body is not under the frozen parts, on screen.
    pub(super) fn scroll_target(&self, place: &Place) -> Rect {
        let rect = self.rect(place);
        Rect::from_min_max(rect.min - self.geometry.frozen(), rect.max)
    }

    /// Whether the body shows a place whole.
    pub(super) fn shows(&self, place: &Place) -> bool {
        let frozen = Rect::from_min_max(self.viewport.min + self.geometry.frozen(), self.viewport.max);
        frozen.expand(1.0).contains_rect(self.rect(place))
    }

    /// How many rows beside a row, down or up, the body shows whole: one screen.
    pub(super) fn rows_in_view(&self, row: usize, down: bool) -> usize {
        let room = self.viewport.height() - self.geometry.frozen().y;
        let edges = &self.geometry.y;
        let from = edge(edges, if down { row + 1 } else { row });
        let ahead: Vec<_> = if down { edges.iter().skip(row + 2).collect() } else { edges.iter().take(row).rev().collect() };
        ahead.into_iter().take_while(|edge| (*edge - from).abs() <= room).count()
    }
}

/// Left and right of a label.
pub(super) fn label_margin(label: &Label) -> f32 {
    if label.role == Role::Head { 2.0 } else { 5.0 }
}

/// A label to be laid out at a width.
pub(super) fn label_job(label: &Label, theme: &Theme, width: f32) -> LayoutJob {
    let font = label_font(label, theme);
    let line_height = Some((font.size * LABEL_LINE).round());
    let format = TextFormat { font_id: font, color: theme.ink, line_height, valign: Align::Center, ..TextFormat::default() };
    let mut job = LayoutJob::single_section(label.text.clone(), format);
    job.wrap.max_width = width;
    job
}

/// The face of a label.
fn label_font(label: &Label, theme: &Theme) -> FontId {
    match label.role {
        Role::Corner | Role::Head => FontId::proportional(theme.grid_small_text_pt),
        Role::Banner => theme.strong_font(theme.grid_text_pt),
        Role::Row => theme.grid_font(),
    }
}

fn column_edges(table: &Table, width: f32) -> Vec<f32> {
    let sum = |columns: &mut dyn Iterator<Item = &f32>| columns.sum::<f32>();
    let labels_mm = sum(&mut table.widths_mm.iter().take(table.label_columns));
    let figures_mm = sum(&mut table.widths_mm.iter().skip(table.label_columns));
    // Labels first get what keeps most of them on one line, figures the rest, and labels what is left of that.
    let labels_with = |figure_scale: f32| (width - figures_mm * figure_scale) / labels_mm.max(1.0);
    let label_scale = labels_with(FIGURE_SCALE.0).clamp(LABEL_SCALE.0, LABEL_SCALE.1);
    let figure_scale = ((width - labels_mm * label_scale) / figures_mm.max(1.0)).clamp(FIGURE_SCALE.0, FIGURE_SCALE.1);
    let label_scale = labels_with(figure_scale).clamp(label_scale, LABEL_SCALE.2);
    let scaled = table.widths_mm.iter().enumerate().map(|(column, width_mm)| {
        // Whole points keep the lines crisp; the rest is too little to be seen.
        (width_mm * if column < table.label_columns { label_scale } else { figure_scale }).floor()
    });
    edges(scaled)
}

fn edges(sizes: impl Iterator<Item = f32>) -> Vec<f32> {
    let mut at = 0.0;
    let mut edges = vec![at];
    edges.extend(sizes.map(|size| {
        at += size;
        at
    }));
    edges
}

fn edge(edges: &[f32], at: usize) -> f32 {
    edges.get(at).or(edges.last()).copied().unwrap_or_default()
}

fn span(edges: &[f32], from: usize, count: usize) -> f32 {
    edge(edges, from + count) - edge(edges, from)
}
