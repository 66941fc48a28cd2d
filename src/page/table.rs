//! A table set by the form's spans: column widths, sizes and row heights that fit, wrapped labels, figures in line.

use std::ops::Range;

use super::breaking::SetLine;
use super::chars::{Char, characters};
use super::even::{Shape, balanced};
use super::face::Style;
use super::fonts::Fonts;
use super::rules::{Area, Grid};
use super::sheet::{MM_PER_PT, baseline_mm};
use super::{Glyph, Item, Mark, Run};
use crate::form::{Form, Label, Place, PlaceContent, Role, Table};
use crate::report::{Figures, Report};

/// 五号, 小五, 六号: the sizes of table text, the best first.
const SIZES_PT: [f32; 3] = [10.5, 9.0, 7.5];
/// Air between a rule and the text beside it.
const PAD_MM: f32 = 0.7;
/// Where a label that reads from the left starts, behind its rule.
const LEFT_PAD_MM: f32 = 1.0;
/// Air between a rule and a figure beside it.
const FIGURE_PAD_MM: f32 = 0.5;
/// Heights of a row of one line, the best first.
const ROW_HEIGHTS_MM: [f32; 8] = [9.0, 8.4, 7.8, 7.2, 6.7, 6.2, 5.7, 5.2];
/// The distance of two lines of a label, in ems.
const LINE_PITCH_EM: f32 = 1.25;
/// How much of its width a label column may lend to figures that would not fit.
const LABEL_LENDS: f32 = 0.3;

/// What a table is set from.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    pub(super) form: &'a Form,
    pub(super) report: &'a Report,
    pub(super) figures: &'a Figures,
    pub(super) fonts: &'a Fonts,
    pub(super) table_index: usize,
    pub(super) table: &'a Table,
}

/// A table with its measures settled.
pub(super) struct SetTable<'a> {
    source: Source<'a>,
    widths_mm: Vec<f32>,
    heights_mm: Vec<f32>,
    places: Vec<SetPlace<'a>>,
}

struct SetPlace<'a> {
    index: usize,
    place: &'a Place,
    lines: Vec<SetLine>,
    size_pt: f32,
    alignment: Alignment,
    vertical: bool,
}

/// The sizes of a table's text, in points.
#[derive(Clone, Copy)]
struct Sizes {
    labels: f32,
    heads: f32,
    figures: f32,
}

/// How a table was set, for papers that set it again by these measures.
#[derive(Debug, Clone, PartialEq)]
pub struct TableSetting {
    /// The table, as a place in the form.
    pub table: usize,
    /// The width of each grid column.
    pub widths_mm: Vec<f32>,
    /// The height of each grid row.
    pub heights_mm: Vec<f32>,
    /// What stands in it, in the form's order.
    pub places: Vec<PlaceSetting>,
}

/// How a place of a table was set.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceSetting {
    /// The size of its text in points.
    pub size_pt: f32,
    /// How many characters each of its lines has.
    pub line_lengths: Vec<usize>,
    /// Whether its lines start at the left; else they stand in the middle.
    pub is_left: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum Alignment {
    Left,
    Centre,
    /// At the right of a column of that width, which itself stands in the middle.
    Figures(f32),
}

/// How close the rows of a table may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rows {
    /// With the best letters and much air.
    Easy,
    /// With the best letters or the next, and little air.
    Close,
    /// With the smallest letters and the least air.
    Closest,
}

/// Sets a table into that height; `None` where it does not fit.
pub(super) fn fit(source: Source<'_>, height_mm: f32, rows: Rows) -> Option<SetTable<'_>> {
    let (sizes, heights) = match rows {
        Rows::Easy => (1, 4),
        Rows::Close => (2, ROW_HEIGHTS_MM.len()),
        Rows::Closest => (SIZES_PT.len(), ROW_HEIGHTS_MM.len()),
    };
    let (sizes, heights) = (SIZES_PT.iter().take(sizes), ROW_HEIGHTS_MM.get(..heights).unwrap_or_default());
    // No row is lower than asked: what is too many rows need not be set to be known too high.
    if heights.last().is_none_or(|row_mm| source.table.row_count as f32 * row_mm > height_mm + 0.01) {
        return None;
    }
    sizes.into_iter().find_map(|size| {
        let mut set = SetTable::measured(source, *size);
        heights.iter().any(|row_mm| set.settle_heights(*row_mm) <= height_mm).then_some(set)
    })
}

/// Sets a table that is too high for a page, to be cut.
pub(super) fn set_to_break(source: Source<'_>) -> SetTable<'_> {
    let [_, size, _] = SIZES_PT;
    let mut set = SetTable::measured(source, size);
    set.settle_heights(7.0);
    set
}

/// What stands in a cell on paper.
pub(super) fn cell_text(source: Source<'_>, cell: crate::form::CellIndex) -> String {
    source.figures.printed(source.form, source.report, cell)
}

impl<'a> SetTable<'a> {
    fn measured(source: Source<'a>, size_pt: f32) -> Self {
        let (widths_mm, figures_pt) = widths(source, size_pt);
        let mut set = Self { source, widths_mm, heights_mm: Vec::new(), places: Vec::new() };
        let heads_pt = set.heads_pt(size_pt);
        let places = source.table.places.iter().enumerate();
        let sizes = Sizes { labels: size_pt, heads: heads_pt, figures: figures_pt };
        set.places = places.map(|(index, place)| set.set_place(index, place, sizes)).collect();
        set.align_figures();
        set
    }

    /// The largest size at which no head leaves a single character on a line, as 自然/人 would.
    fn heads_pt(&self, most_pt: f32) -> f32 {
        let heads = || self.source.table.places.iter().filter_map(|place| Some((place, head_of(place)?)));
        let lonely = |size: f32| {
            heads().any(|(place, label)| {
                let lines = balanced(self.chars(&label.text, size), self.width_mm(place) - 2.0 * PAD_MM, Shape::Few);
                lines.len() > 1 && lines.iter().any(|line| line.chars.iter().filter(|char| !char.is_blank()).count() == 1)
            })
        };
        SIZES_PT.into_iter().filter(|size| *size <= most_pt).find(|size| !lonely(*size)).unwrap_or(most_pt)
    }

    fn set_place(&self, index: usize, place: &'a Place, sizes: Sizes) -> SetPlace<'a> {
        let figures_pt = sizes.figures;
        match &place.content {
            PlaceContent::Label(label) => {
                let size_pt = if label.role == Role::Head { sizes.heads } else { sizes.labels };
                let chars = self.chars(&label.text, size_pt);
                let shape = if place.rows > 1 || label.role == Role::Head { Shape::Tall } else { Shape::Few };
                let alignment = self.alignment(place, label);
                let pads_mm = PAD_MM + if alignment == Alignment::Left { LEFT_PAD_MM } else { PAD_MM };
                let room_mm = self.width_mm(place) - pads_mm;
                let lines = if label.vertical { vec![SetLine::of(chars)] } else { balanced(chars, room_mm, shape) };
                SetPlace { index, place, lines, size_pt, alignment, vertical: label.vertical }
            }
            PlaceContent::Cell(cell) => {
                let text = cell_text(self.source, *cell);
                let chars = self.chars(&text, figures_pt);
                let width: f32 = chars.iter().map(|char| char.advance_mm).sum();
                // A text that is no figure may be long: a draft prints it in lines.
                let fits = width <= self.width_mm(place) - 2.0 * FIGURE_PAD_MM + 0.01;
                let lines = if fits { vec![SetLine::of(chars)] } else { balanced(chars, self.width_mm(place) - 2.0 * PAD_MM, Shape::Few) };
                SetPlace { index, place, lines, size_pt: figures_pt, alignment: Alignment::Centre, vertical: false }
            }
        }
    }

    fn chars(&self, text: &str, size_pt: f32) -> Vec<Char> {
        characters(self.source.fonts, Style::Table, text, size_pt, 1.0, &mut |_| ())
    }

    /// Row labels of a table with several label columns read from the left; a label beside several rows stands in the middle.
    fn alignment(&self, place: &Place, label: &Label) -> Alignment {
        let left = label.role == Role::Row && self.source.table.label_columns > 1 && place.rows == 1;
        if left { Alignment::Left } else { Alignment::Centre }
    }

    /// Figures of one block end at one place of their columns, so that they stand in line downwards and zeros in line across.
    fn align_figures(&mut self) {
        let blocks = self.blocks();
        let block = |set: &SetPlace<'_>| blocks.get(set.place.row).copied().unwrap_or_default();
        let counts: Vec<_> =
            self.places.iter().filter(|set| self.counts(set)).map(|set| (block(set), set.place.row, set.width_mm())).collect();
        let columns: Vec<_> = self.places.iter().map(|set| (self.counts(set), self.width_mm(set.place))).collect();
        for (set, (counted, column_mm)) in self.places.iter_mut().zip(columns) {
            let of_block = || counts.iter().filter(|(of, ..)| *of == block(set));
            // A single row has nothing to stand in line with.
            if counted && of_block().any(|(_, row, _)| *row != set.place.row) {
                let widest = of_block().map(|(_, _, width)| *width).fold(0.0, f32::max);
                set.alignment = Alignment::Figures(widest.min(column_mm - 2.0 * FIGURE_PAD_MM).max(set.width_mm()));
            }
        }
    }

    /// Of each row, the block that it stands in: a banner or a head opens one.
    fn blocks(&self) -> Vec<usize> {
        let mut block = 0;
        let opens: Vec<bool> = (0..self.source.table.row_count).map(|row| self.is_banner(row) || self.is_head(row)).collect();
        let of_row = opens.iter().enumerate().map(|(row, opening)| {
            let follows = row.checked_sub(1).and_then(|before| opens.get(before)).copied().unwrap_or(false);
            block += usize::from(*opening && !follows);
            block
        });
        of_row.collect()
    }

    /// Whether a place holds a whole number; amounts with their decimals stand for themselves.
    fn counts(&self, set: &SetPlace<'_>) -> bool {
        let PlaceContent::Cell(cell) = set.place.content else { return false };
        let definition = self.source.form.cell(cell);
        set.lines.len() == 1 && definition.is_some_and(|cell| !matches!(cell.kind, crate::form::Kind::Amount { .. }))
    }

    fn width_mm(&self, place: &Place) -> f32 {
        self.widths_mm.iter().skip(place.column).take(place.columns).sum()
    }

    /// Gives every row its height and returns their sum.
    fn settle_heights(&mut self, row_mm: f32) -> f32 {
        let mut heights = vec![row_mm; self.source.table.row_count];
        let mut places: Vec<_> = self.places.iter().collect();
        places.sort_by_key(|set| set.place.rows);
        for set in places {
            let rows = heights.get_mut(set.place.row..set.place.row + set.place.rows).unwrap_or_default();
            let missing = set.height_mm() - rows.iter().sum::<f32>();
            if missing > 0.0 {
                let each = missing / set.place.rows as f32;
                for height in rows {
                    *height += each;
                }
            }
        }
        self.heights_mm = heights;
        self.height_mm(0..self.source.table.row_count)
    }

    /// The height of some of its rows.
    pub(super) fn height_mm(&self, rows: Range<usize>) -> f32 {
        self.heights_mm.get(rows).map_or(0.0, |heights| heights.iter().sum())
    }

    /// The measures that were settled.
    pub(super) fn setting(&self) -> TableSetting {
        let places = self.places.iter().map(|set| PlaceSetting {
            size_pt: set.size_pt,
            line_lengths: set.lines.iter().map(|line| line.chars.len()).collect(),
            is_left: set.alignment == Alignment::Left,
        });
        TableSetting {
            table: self.source.table_index,
            widths_mm: self.widths_mm.clone(),
            heights_mm: self.heights_mm.clone(),
            places: places.collect(),
        }
    }

    /// How many rows there are.
    pub(super) fn row_count(&self) -> usize {
        self.heights_mm.len()
    }

    /// The rows to stand above row `start` again where the table goes on there: the table's head, the group's banner and head.
    pub(super) fn heads_before(&self, start: usize) -> Vec<usize> {
        let head_rows = self.source.table.head_rows;
        if start == 0 {
            return Vec::new();
        }
        let mut rows: Vec<usize> = (0..head_rows.min(start)).collect();
        if self.is_banner(start) {
            return rows;
        }
        if let Some(banner) = (head_rows..start).rev().find(|row| self.is_banner(*row)) {
            rows.push(banner);
            rows.extend((banner + 1..start).take_while(|row| self.is_head(*row)));
        }
        rows
    }

    /// The row before which to cut so that rows from `start` fit into that height; at least one row is taken.
    pub(super) fn cut(&self, start: usize, height_mm: f32) -> usize {
        let heads_mm: f32 = self.heads_before(start).iter().filter_map(|row| self.heights_mm.get(*row)).sum();
        let rows = self.row_count();
        let fits = (start + 1..=rows).take_while(|end| heads_mm + self.height_mm(start..*end) <= height_mm).last();
        let Some(last) = fits.filter(|last| *last < rows) else { return fits.unwrap_or(start + 1) };
        let whole = (start + 1..=last).rev().find(|end| !self.is_opening_row(end - 1) && !self.crossed(*end));
        let allowed = || (start + 1..=last).rev().find(|end| !self.is_opening_row(end - 1));
        // A cut between groups is worth some white, not half a page.
        whole.filter(|end| self.height_mm(start..*end) >= height_mm / 2.0).or_else(allowed).unwrap_or(last)
    }

    fn labels_in(&self, row: usize) -> impl Iterator<Item = &Label> {
        self.places.iter().filter(move |set| set.place.row == row).filter_map(|set| match &set.place.content {
            PlaceContent::Label(label) => Some(label),
            PlaceContent::Cell(_) => None,
        })
    }

    fn is_banner(&self, row: usize) -> bool {
        self.labels_in(row).any(|label| label.role == Role::Banner)
    }

    fn is_head(&self, row: usize) -> bool {
        self.labels_in(row).any(|label| label.role == Role::Head)
    }

    /// A row that must not stand last on a page.
    fn is_opening_row(&self, row: usize) -> bool {
        row < self.source.table.head_rows || self.is_banner(row) || self.is_head(row)
    }

    /// Whether a place stands in rows on both sides of a cut.
    fn crossed(&self, cut: usize) -> bool {
        self.places.iter().any(|set| set.place.row < cut && cut < set.place.row + set.place.rows)
    }

    /// Draws some rows, with repeated heads above, its top left corner at that place. Returns the height.
    pub(super) fn draw(&self, rows: Range<usize>, x_mm: f32, y_mm: f32, items: &mut Vec<Item>) -> f32 {
        let heads = self.heads_before(rows.start);
        let mut shown: Vec<(usize, f32)> = Vec::new();
        let mut y = y_mm;
        for row in heads.iter().copied().chain(rows.clone()) {
            shown.push((row, y));
            y += self.heights_mm.get(row).copied().unwrap_or_default();
        }
        let mut grid = Grid::default();
        for set in &self.places {
            for part in self.parts(set, &shown) {
                let x = x_mm + self.widths_mm.iter().take(set.place.column).sum::<f32>();
                let area = Area { x_mm: x, y_mm: part.y_mm, width_mm: self.width_mm(set.place), height_mm: part.height_mm };
                grid.add(area, y);
                let repeated = heads.contains(&part.row) || part.row > set.place.row;
                let mark = if repeated { Mark::Artifact } else { self.mark(set) };
                set.draw(area, mark, items);
            }
        }
        let right = x_mm + self.widths_mm.iter().sum::<f32>();
        grid.draw(Area { x_mm, y_mm, width_mm: right - x_mm, height_mm: y - y_mm }, items);
        y - y_mm
    }

    /// The stretches of shown rows that a place covers, in the order shown.
    fn parts(&self, set: &SetPlace<'_>, shown: &[(usize, f32)]) -> Vec<Part> {
        let mut parts: Vec<Part> = Vec::new();
        for (row, y_mm) in shown {
            if !(set.place.row..set.place.row + set.place.rows).contains(row) {
                continue;
            }
            let height_mm = self.heights_mm.get(*row).copied().unwrap_or_default();
            match parts.last_mut() {
                Some(part) if (part.y_mm + part.height_mm - y_mm).abs() < 0.01 => part.height_mm += height_mm,
                _ => parts.push(Part { row: *row, y_mm: *y_mm, height_mm }),
            }
        }
        parts
    }

    fn mark(&self, set: &SetPlace<'_>) -> Mark {
        match set.place.content {
            PlaceContent::Label(_) => Mark::Label(self.source.table_index, set.index),
            PlaceContent::Cell(cell) => Mark::Cell(cell),
        }
    }
}

fn head_of(place: &Place) -> Option<&Label> {
    match &place.content {
        PlaceContent::Label(label) if label.role == Role::Head && !label.vertical => Some(label),
        _ => None,
    }
}

/// A stretch of rows.
struct Part {
    row: usize,
    y_mm: f32,
    height_mm: f32,
}

impl SetPlace<'_> {
    fn width_mm(&self) -> f32 {
        self.lines.iter().map(SetLine::width_mm).fold(0.0, f32::max)
    }

    fn pitch_mm(&self) -> f32 {
        self.size_pt * MM_PER_PT * LINE_PITCH_EM
    }

    /// The least height that the text needs.
    fn height_mm(&self) -> f32 {
        let count = if self.vertical { self.lines.first().map_or(0, |line| line.chars.len()) } else { self.lines.len() };
        count as f32 * self.pitch_mm() + 2.0 * PAD_MM
    }

    fn draw(&self, area: Area, mark: Mark, items: &mut Vec<Item>) {
        let lines: Vec<SetLine> = if self.vertical {
            self.lines.iter().flat_map(|line| &line.chars).map(|char| SetLine::of(vec![*char])).collect()
        } else {
            self.lines.clone()
        };
        let pitch = if self.vertical {
            // A tall cell lets its characters stand apart, up to twice their size.
            let size_mm = self.size_pt * MM_PER_PT;
            (area.height_mm / (lines.len() as f32 + 2.0)).clamp(self.pitch_mm(), 1.9 * size_mm)
        } else {
            self.pitch_mm()
        };
        let top = area.y_mm + (area.height_mm - pitch * lines.len() as f32) / 2.0;
        for (at, line) in lines.iter().enumerate() {
            let mut x = self.start_mm(line, area);
            let mut y = top + pitch * at as f32 + baseline_mm(pitch, self.size_pt);
            if self.vertical && line.chars.iter().any(|char| matches!(char.character, '、' | '，' | '。')) {
                // Set downwards, these marks stand at the top right of their square.
                x += 0.6 * self.size_pt * MM_PER_PT;
                y -= 0.55 * self.size_pt * MM_PER_PT;
            }
            push_runs(&line.chars, mark, x, y, 0.0, items);
        }
    }

    fn start_mm(&self, line: &SetLine, area: Area) -> f32 {
        match self.alignment {
            // An opening bracket starts with its ink, so that lines below it stand flush.
            Alignment::Left => area.x_mm + LEFT_PAD_MM - line.chars.first().map_or(0.0, Char::spare_left_mm),
            Alignment::Centre => area.x_mm + (area.width_mm - line.width_mm()) / 2.0,
            Alignment::Figures(widest) => area.x_mm + f32::midpoint(area.width_mm, widest) - line.width_mm(),
        }
    }
}

/// Cuts a line into runs of one face and size, from that place on.
pub(super) fn push_runs(chars: &[Char], mark: Mark, x_mm: f32, y_mm: f32, grey: f32, items: &mut Vec<Item>) {
    let mut x = x_mm;
    for chunk in chars.chunk_by(|left, right| left.drawn.face == right.drawn.face && left.size_pt.total_cmp(&right.size_pt).is_eq()) {
        let Some(first) = chunk.first() else { continue };
        let glyphs: Vec<_> =
            chunk.iter().map(|char| Glyph { character: char.character, id: char.drawn.id, advance_mm: char.advance_mm }).collect();
        let run = Run { mark, face: first.drawn.face, size_pt: first.size_pt, x_mm: x, y_mm, grey, glyphs };
        x += run.width_mm();
        items.push(Item::Text(run));
    }
}

/// The widths of the columns, and the size at which every figure fits into them.
fn widths(source: Source<'_>, size_pt: f32) -> (Vec<f32>, f32) {
    let given = &source.table.widths_mm;
    let needs = |size: f32| needed_widths(source, size);
    for size in SIZES_PT.into_iter().filter(|size| *size <= size_pt) {
        let needs = needs(size);
        if needs.iter().zip(given).all(|(need, width)| need <= width) {
            return (given.clone(), size);
        }
        if let Some(widths) = lent(source.table, &needs).filter(|_| size < 10.0) {
            return (widths, size);
        }
    }
    // Figures longer than any that a report ever held: all that can be lent is, and they are set smaller still.
    let [.., smallest] = SIZES_PT;
    let needs = needs(smallest);
    let widths = all_lent(source.table, &needs);
    let air = 2.0 * FIGURE_PAD_MM;
    let over = needs.iter().zip(&widths).filter(|(need, width)| need > width);
    let tightest = over.map(|(need, width)| ((width - air) / (need - air)).max(0.1)).fold(1.0, f32::min);
    (widths, smallest * tightest)
}

/// What each column needs for the figures that stand in it alone.
fn needed_widths(source: Source<'_>, size_pt: f32) -> Vec<f32> {
    let mut needs = vec![0.0_f32; source.table.column_count()];
    for (cell, place) in source.table.cells() {
        // Only figures ask for room; what cannot be read is wrapped.
        if source.figures.value(cell).is_unreadable() {
            continue;
        }
        let text = cell_text(source, cell);
        let chars = characters(source.fonts, Style::Table, &text, size_pt, 1.0, &mut |_| ());
        let width = chars.iter().map(|char| char.advance_mm).sum::<f32>() + 2.0 * FIGURE_PAD_MM;
        let columns = place.column..place.column + place.columns;
        let given: f32 = source.table.widths_mm.get(columns.clone()).map_or(0.0, |widths| widths.iter().sum());
        for column in columns {
            let share = source.table.widths_mm.get(column).map_or(0.0, |own| own / given.max(0.1));
            if let Some(need) = needs.get_mut(column) {
                *need = need.max(width * share);
            }
        }
    }
    needs
}

/// The widths after columns with room to spare lent to those whose figures need more; `None` where that is not enough.
fn lent(table: &Table, needs: &[f32]) -> Option<Vec<f32>> {
    let columns = columns(table, needs);
    let (missing, spare) = missing_and_spare(&columns);
    (missing <= spare).then(|| {
        let part = missing / spare.max(0.001);
        columns.iter().map(|(width, need, least)| if need > width { *need } else { width - (width - least) * part }).collect()
    })
}

/// The widths after all that can be lent was, though it is not enough.
fn all_lent(table: &Table, needs: &[f32]) -> Vec<f32> {
    let columns = columns(table, needs);
    let (missing, spare) = missing_and_spare(&columns);
    let part = (spare / missing.max(0.001)).min(1.0);
    columns.iter().map(|(width, need, least)| if need > width { width + (need - width) * part } else { *least }).collect()
}

fn missing_and_spare(columns: &[(f32, f32, f32)]) -> (f32, f32) {
    let missing = columns.iter().map(|(width, need, _)| (need - width).max(0.0)).sum();
    let spare = columns.iter().map(|(width, need, least)| if need > width { 0.0 } else { width - least }).sum();
    (missing, spare)
}

/// Of each column the width given, what its figures need, and the least that it may keep.
fn columns(table: &Table, needs: &[f32]) -> Vec<(f32, f32, f32)> {
    let columns = table.widths_mm.iter().zip(needs).enumerate().map(|(at, (width, need))| {
        let least = if at < table.label_columns { width * (1.0 - LABEL_LENDS) } else { need.max(width * 0.8) };
        (*width, *need, least.min(*width))
    });
    columns.collect()
}
