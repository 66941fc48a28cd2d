//! Pages as pixels, for the preview: the very glyphs and rules of the PDF, drawn by the processor alone.

use ttf_parser::{GlyphId, OutlineBuilder};

use super::sheet::MM_PER_PT;
use super::{Fill, Fonts, Item, Line, PAGE_HEIGHT_MM, PAGE_WIDTH_MM, Page, PlacedPicture, Run};

/// A page as pixels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pixels {
    /// Pixels across.
    pub width: usize,
    /// Pixels down.
    pub height: usize,
    /// Red, green, blue, alpha of each, by rows from the top.
    pub rgba: Vec<u8>,
}

/// Draws a page, black on white.
#[must_use]
pub fn draw(page: &Page, fonts: &Fonts, pixels_per_mm: f32) -> Pixels {
    draw_items(&page.items, fonts, (PAGE_WIDTH_MM, PAGE_HEIGHT_MM), pixels_per_mm)
}

/// Draws items that are placed from the top left corner of an area of that width and height in millimetres, black on white.
#[must_use]
pub fn draw_items(items: &[Item], fonts: &Fonts, (width_mm, height_mm): (f32, f32), pixels_per_mm: f32) -> Pixels {
    let side = |mm: f32| (mm * pixels_per_mm).round().clamp(1.0, 20_000.0) as usize;
    let (width, height) = (side(width_mm), side(height_mm));
    let mut canvas = Canvas { width, height, grey: vec![255; width * height], pen: Pen::default() };
    for item in items {
        match item {
            Item::Text(run) => canvas.run(run, fonts, pixels_per_mm),
            Item::Line(line) => canvas.line(line, pixels_per_mm),
            Item::Fill(fill) => canvas.rectangle(fill, pixels_per_mm),
            Item::Picture(placed) => canvas.picture(placed, pixels_per_mm),
        }
    }
    let rgba = canvas.grey.iter().flat_map(|grey| [*grey, *grey, *grey, 255]).collect();
    Pixels { width, height, rgba }
}

struct Canvas {
    width: usize,
    height: usize,
    grey: Vec<u8>,
    pen: Pen,
}

impl Canvas {
    fn run(&mut self, run: &Run, fonts: &Fonts, pixels_per_mm: f32) {
        let Some(face) = fonts.face(run.face).and_then(|face| face.parsed_face()) else { return };
        let scale = run.size_pt * MM_PER_PT * pixels_per_mm / f32::from(face.units_per_em());
        let mut x = run.x_mm * pixels_per_mm;
        for glyph in &run.glyphs {
            self.pen.start(scale, x, run.y_mm * pixels_per_mm);
            if face.outline_glyph(GlyphId(glyph.id), &mut self.pen).is_some() {
                self.fill(run.grey);
            }
            x += glyph.advance_mm * pixels_per_mm;
        }
    }

    /// A rule on whole pixels, at least one thick, so that thin ones stay crisp.
    fn line(&mut self, line: &Line, pixels_per_mm: f32) {
        let thick = (line.width_pt * MM_PER_PT * pixels_per_mm).round().max(1.0);
        let span = |from: f32, to: f32| {
            let (from, to) = (from.min(to) * pixels_per_mm, from.max(to) * pixels_per_mm);
            let start = if to - from < thick { (f32::midpoint(from, to) - thick / 2.0).round() } else { from.round() };
            (start, (start + thick).max(to.round()))
        };
        let (left, right) = span(line.x1_mm, line.x2_mm);
        let (top, foot) = span(line.y1_mm, line.y2_mm);
        let columns = clipped(left, self.width)..clipped(right, self.width);
        for row in clipped(top, self.height)..clipped(foot, self.height) {
            if let Some(pixels) = self.grey.get_mut(row * self.width + columns.start..row * self.width + columns.end) {
                pixels.fill(0);
            }
        }
    }

    /// A rectangle on whole pixels, at least one wide and high.
    fn rectangle(&mut self, fill: &Fill, pixels_per_mm: f32) {
        let span = |from_mm: f32, length_mm: f32, end: usize| {
            let from = (from_mm * pixels_per_mm).round();
            let to = ((from_mm + length_mm) * pixels_per_mm).round().max(from + 1.0);
            clipped(from, end)..clipped(to, end)
        };
        let columns = span(fill.x_mm, fill.width_mm, self.width);
        for row in span(fill.y_mm, fill.height_mm, self.height) {
            if let Some(pixels) = self.grey.get_mut(row * self.width + columns.start..row * self.width + columns.end) {
                pixels.fill((fill.grey * 255.0).round() as u8);
            }
        }
    }

    /// A picture in greys, each pixel from the nearest of its own.
    fn picture(&mut self, placed: &PlacedPicture, pixels_per_mm: f32) {
        let (left, top) = (placed.x_mm * pixels_per_mm, placed.y_mm * pixels_per_mm);
        let (width, height) = (placed.width_mm * pixels_per_mm, placed.height_mm * pixels_per_mm);
        let at = |pixel: usize, start: f32, length: f32, of: usize| {
            (((pixel as f32 + 0.5 - start) / length * of as f32) as usize).min(of.saturating_sub(1))
        };
        for y in clipped(top, self.height)..clipped(top + height, self.height) {
            for x in clipped(left, self.width)..clipped(left + width, self.width) {
                let (column, row) = (at(x, left, width, placed.picture.width), at(y, top, height, placed.picture.height));
                let [red, green, blue] = placed.picture.colour(column, row).map(u32::from);
                if let Some(pixel) = self.grey.get_mut(y * self.width + x) {
                    *pixel = ((red * 299 + green * 587 + blue * 114) / 1000) as u8;
                }
            }
        }
    }

    /// Fills what the pen drew.
    fn fill(&mut self, grey: f32) {
        let Some((left, top, columns, areas)) = self.pen.areas() else { return };
        for (y, areas) in (top..).zip(areas.chunks(columns)) {
            let mut sum = 0.0;
            for (x, area) in (left..).zip(areas) {
                sum += area;
                let covered = sum.abs().min(1.0);
                if covered > 0.004
                    && let (Ok(x), Ok(y)) = (usize::try_from(x), usize::try_from(y))
                    && x < self.width
                    && let Some(pixel) = self.grey.get_mut(y * self.width + x)
                {
                    *pixel = (f32::from(*pixel) * (1.0 - covered) + grey * 255.0 * covered).round() as u8;
                }
            }
        }
    }
}

fn clipped(at: f32, end: usize) -> usize {
    (at.max(0.0) as usize).min(end)
}

/// Gathers the outline of one glyph as straight pieces, in pixels.
#[derive(Default)]
struct Pen {
    scale: f32,
    origin: (f32, f32),
    first: (f32, f32),
    last: (f32, f32),
    pieces: Vec<[(f32, f32); 2]>,
}

impl Pen {
    fn start(&mut self, scale: f32, x: f32, y: f32) {
        self.scale = scale;
        self.origin = (x, y);
        self.pieces.clear();
    }

    fn place(&self, x: f32, y: f32) -> (f32, f32) {
        (self.origin.0 + x * self.scale, self.origin.1 - y * self.scale)
    }

    fn to(&mut self, point: (f32, f32)) {
        self.pieces.push([self.last, point]);
        self.last = point;
    }

    /// A curve in as many pieces as its size asks for.
    fn curve(&mut self, reach: f32, at: impl Fn(f32) -> (f32, f32)) {
        let steps = (reach.sqrt() * 1.2).ceil().clamp(1.0, 24.0);
        for step in 1..=steps as usize {
            self.to(at(step as f32 / steps));
        }
    }

    /// For each pixel of the glyph's box, the change of coverage from the pixel at its left: box's left and top, its
    /// columns, the changes by rows.
    ///
    /// Every piece adds its signed area to the pixels that it crosses; summed along a row they give the coverage.
    fn areas(&self) -> Option<(i32, i32, usize, Vec<f32>)> {
        let points = || self.pieces.iter().flatten();
        let least = |of: fn(&(f32, f32)) -> f32| points().map(of).fold(f32::INFINITY, f32::min).floor();
        let most = |of: fn(&(f32, f32)) -> f32| points().map(of).fold(f32::NEG_INFINITY, f32::max).ceil();
        let (left, top) = (least(|point| point.0), least(|point| point.1));
        let (columns, rows) = (most(|point| point.0) - left, most(|point| point.1) - top);
        if !(columns.is_finite() && rows.is_finite()) || columns * rows > 4e7 {
            return None;
        }
        // Two columns more than the box: what a piece leaves at its right must find a place.
        let (columns, rows) = (columns as usize + 2, rows as usize);
        let mut areas = vec![0.0; columns * rows];
        for [from, to] in &self.pieces {
            add_piece(&mut areas, columns, (from.0 - left, from.1 - top), (to.0 - left, to.1 - top));
        }
        Some((left as i32, top as i32, columns, areas))
    }
}

/// Adds the signed area of one straight piece.
fn add_piece(areas: &mut [f32], columns: usize, from: (f32, f32), to: (f32, f32)) {
    let (direction, upper, lower) = if from.1 < to.1 { (1.0, from, to) } else { (-1.0, to, from) };
    let height = lower.1 - upper.1;
    if height <= f32::EPSILON {
        return;
    }
    let slope = (lower.0 - upper.0) / height;
    for (row, areas) in areas.chunks_mut(columns).enumerate().skip(upper.1 as usize) {
        let (top, foot) = (upper.1.max(row as f32), lower.1.min(row as f32 + 1.0));
        if foot <= top {
            break;
        }
        let x_at = |y: f32| upper.0 + (y - upper.1) * slope;
        add_span(areas, direction * (foot - top), x_at(top), x_at(foot));
    }
}

/// Within one row: the piece runs from one x to another and covers that much height.
fn add_span(areas: &mut [f32], height: f32, one: f32, other: f32) {
    let (low, high) = (one.min(other).max(0.0), one.max(other).max(0.0));
    let (first, last) = (low as usize, high as usize);
    let mut add = |column: usize, area: f32| {
        if let Some(place) = areas.get_mut(column) {
            *place += area;
        }
    };
    if first == last {
        let right = 1.0 - (f32::midpoint(low, high) - first as f32);
        add(first, height * right);
        add(first + 1, height * (1.0 - right));
        return;
    }
    // The part of the height that falls into each column, and how much of the column lies at its right.
    let per_column = height / (high - low);
    for column in first..=last {
        let (left, right) = (low.max(column as f32), high.min(column as f32 + 1.0));
        let share = per_column * (right - left);
        let covered = 1.0 - (f32::midpoint(left, right) - column as f32);
        add(column, share * covered);
        add(column + 1, share * (1.0 - covered));
    }
}

impl OutlineBuilder for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.first = self.place(x, y);
        self.last = self.first;
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.to(self.place(x, y));
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let (start, control, end) = (self.last, self.place(x1, y1), self.place(x, y));
        let mix = |one: f32, two: f32, three: f32, t: f32| one * (1.0 - t).powi(2) + 2.0 * two * t * (1.0 - t) + three * t * t;
        self.curve(reach(&[start, control, end]), |t| (mix(start.0, control.0, end.0, t), mix(start.1, control.1, end.1, t)));
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let (start, one, two, end) = (self.last, self.place(x1, y1), self.place(x2, y2), self.place(x, y));
        let mix = |a: f32, b: f32, c: f32, d: f32, t: f32| {
            let s = 1.0 - t;
            a * s.powi(3) + 3.0 * b * s * s * t + 3.0 * c * s * t * t + d * t.powi(3)
        };
        self.curve(reach(&[start, one, two, end]), |t| (mix(start.0, one.0, two.0, end.0, t), mix(start.1, one.1, two.1, end.1, t)));
    }

    fn close(&mut self) {
        self.to(self.first);
    }
}

/// How long the way along some points is, in pixels.
fn reach(points: &[(f32, f32)]) -> f32 {
    points.windows(2).map(|pair| if let [one, two] = pair { (one.0 - two.0).hypot(one.1 - two.1) } else { 0.0 }).sum()
}
