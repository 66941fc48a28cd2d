//! Bars from the left: a figure a bar, this year's below last year's, or parts one behind the other with their names below.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::Drawing;
use crate::page::chars::{Char, characters};
use crate::page::sheet::MM_PER_PT;
use crate::page::table::push_runs;
use crate::page::{Fill, Fonts, Item, Mark, Style};
use crate::report::{BarFigures, ChartFigures, chart_figure};

/// The size of labels and figures.
const TEXT_PT: f32 = 10.5;
/// The size of years, parts and the unit.
const SMALL_PT: f32 = 9.0;
/// Air between text and what stands beside it.
const GAP_MM: f32 = 1.5;
/// The height of a bar.
const BAR_MM: f32 = 4.6;
/// The height of one of two bars that stand together.
const PAIRED_MM: f32 = 3.9;
/// Air between two bars that stand together.
const PAIR_GAP_MM: f32 = 0.5;
/// Air below a bar or a pair.
const ROW_GAP_MM: f32 = 2.6;
/// The line of the unit at the top.
const UNIT_MM: f32 = 5.2;
/// The line with the names of the parts.
const PARTS_MM: f32 = 4.6;
/// The line at which all bars start.
const AXIS_MM: f32 = 0.25;
/// White between two parts of a bar.
const SEAM_MM: f32 = 0.3;
/// The least that is drawn of a figure that is not 0.
const LEAST_MM: f32 = 0.35;
/// The second shade, light enough to stand apart from black on any printer.
const TINT: f32 = 0.68;

/// What a chart is drawn with.
pub(super) struct Pen<'a> {
    pub(super) fonts: &'a Fonts,
    pub(super) mark: Mark,
    pub(super) undrawable: &'a mut dyn FnMut(char),
}

impl Pen<'_> {
    fn chars(&mut self, text: &str, size_pt: f32) -> Vec<Char> {
        characters(self.fonts, Style::Table, text, size_pt, 1.0, self.undrawable)
    }

    fn width_mm(&mut self, text: &str, size_pt: f32) -> f32 {
        width_of(&self.chars(text, size_pt))
    }

    /// A text in the middle of a line, from the left or up to the right.
    fn text(&mut self, text: &str, size_pt: f32, x: At, (top_mm, height_mm): (f32, f32), items: &mut Vec<Item>) {
        let chars = self.chars(text, size_pt);
        let x_mm = match x {
            At::From(x_mm) => x_mm,
            At::UpTo(x_mm) => x_mm - width_of(&chars),
        };
        // The ink of a Chinese character stands from 0.88 above to 0.12 below the baseline.
        let baseline_mm = top_mm + height_mm / 2.0 + 0.38 * size_pt * MM_PER_PT;
        push_runs(&chars, self.mark, x_mm, baseline_mm, 0.0, items);
    }

    fn fill(&self, (x_mm, y_mm): (f32, f32), (width_mm, height_mm): (f32, f32), grey: f32, items: &mut Vec<Item>) {
        items.push(Item::Fill(Fill { mark: self.mark, x_mm, y_mm, width_mm, height_mm, grey }));
    }
}

/// Where a text stands across.
#[derive(Clone, Copy)]
enum At {
    From(f32),
    UpTo(f32),
}

fn width_of(chars: &[Char]) -> f32 {
    chars.iter().map(|char| char.advance_mm).sum()
}

/// How a chart is divided across.
struct Columns {
    /// All of it.
    width_mm: f32,
    /// Where labels end.
    labels_mm: f32,
    /// Where bars start.
    bars_mm: f32,
    /// What the longest bar may take.
    longest_mm: f32,
    /// The figure of the longest bar.
    most: f32,
}

impl Columns {
    fn of(chart: &ChartFigures<'_>, pen: &mut Pen<'_>, width_mm: f32) -> Self {
        let labels_mm = chart.bars.iter().map(|bar| pen.width_mm(bar.label, TEXT_PT)).fold(0.0, f32::max);
        let years = [chart.last_year, Some(chart.year)].into_iter().flatten().filter(|_| chart.last_year.is_some());
        let years_mm = years.map(|year| pen.width_mm(&year_words(year), SMALL_PT) + GAP_MM).fold(0.0, f32::max);
        let figures = chart.bars.iter().flat_map(|bar| [Some(bar.now), bar.then.map(Some)]).flatten();
        let figures: Vec<Option<Decimal>> = figures.collect();
        let figures_mm = figures.iter().map(|figure| pen.width_mm(&chart_figure(*figure), TEXT_PT)).fold(0.0, f32::max);
        let most = figures.into_iter().flatten().max().map_or(0.0, number);
        let bars_mm = labels_mm + GAP_MM + years_mm;
        let longest_mm = (width_mm - bars_mm - figures_mm - 2.0 * GAP_MM).max(10.0);
        Self { width_mm, labels_mm, bars_mm, longest_mm, most }
    }

    fn length_mm(&self, figure: Option<Decimal>) -> f32 {
        let figure = figure.map_or(0.0, number);
        if figure <= 0.0 || self.most <= 0.0 { 0.0 } else { (self.longest_mm * figure / self.most).max(LEAST_MM) }
    }
}

fn number(figure: Decimal) -> f32 {
    figure.to_f32().unwrap_or_default()
}

fn year_words(year: i32) -> String {
    format!("{year}年")
}

/// Draws a chart.
pub(super) fn draw(chart: &ChartFigures<'_>, pen: &mut Pen<'_>, width_mm: f32) -> Drawing {
    let columns = Columns::of(chart, pen, width_mm);
    let mut items = Vec::new();
    pen.text(&format!("单位：{}", chart.chart.unit), SMALL_PT, At::UpTo(width_mm), (0.0, UNIT_MM), &mut items);
    let top_mm = UNIT_MM + ROW_GAP_MM / 2.0;
    let mut y_mm = top_mm;
    for bar in &chart.bars {
        y_mm += match (chart.last_year, bar.then) {
            (Some(year), Some(then)) => pair(bar, [(year, Some(then)), (chart.year, bar.now)], &columns, pen, y_mm, &mut items),
            _ if bar.parts.is_empty() => single(bar, &columns, pen, y_mm, &mut items),
            _ => parted(bar, &columns, pen, y_mm, &mut items),
        };
    }
    let foot_mm = y_mm - ROW_GAP_MM / 2.0;
    pen.fill((columns.bars_mm - AXIS_MM, top_mm - ROW_GAP_MM / 2.0), (AXIS_MM, foot_mm - top_mm + ROW_GAP_MM / 2.0), 0.0, &mut items);
    Drawing { items, width_mm, height_mm: foot_mm }
}

/// A bar with its label and its figure; what it takes of the height.
fn single(bar: &BarFigures<'_>, columns: &Columns, pen: &mut Pen<'_>, y_mm: f32, items: &mut Vec<Item>) -> f32 {
    let line = (y_mm, BAR_MM);
    pen.text(bar.label, TEXT_PT, At::UpTo(columns.labels_mm), line, items);
    figured(bar.now, 0.0, columns, pen, line, items);
    BAR_MM + ROW_GAP_MM
}

/// Two years, one below the other.
fn pair(
    bar: &BarFigures<'_>,
    years: [(i32, Option<Decimal>); 2],
    columns: &Columns,
    pen: &mut Pen<'_>,
    y_mm: f32,
    items: &mut Vec<Item>,
) -> f32 {
    let height_mm = 2.0 * PAIRED_MM + PAIR_GAP_MM;
    pen.text(bar.label, TEXT_PT, At::UpTo(columns.labels_mm), (y_mm, height_mm), items);
    for (at, ((year, figure), grey)) in years.into_iter().zip([TINT, 0.0]).enumerate() {
        let line = (y_mm + at as f32 * (PAIRED_MM + PAIR_GAP_MM), PAIRED_MM);
        pen.text(&year_words(year), SMALL_PT, At::UpTo(columns.bars_mm - GAP_MM), line, items);
        figured(figure, grey, columns, pen, line, items);
    }
    height_mm + ROW_GAP_MM
}

/// A bar and the figure at its end.
fn figured(figure: Option<Decimal>, grey: f32, columns: &Columns, pen: &mut Pen<'_>, line: (f32, f32), items: &mut Vec<Item>) {
    let length_mm = columns.length_mm(figure);
    if length_mm > 0.0 {
        pen.fill((columns.bars_mm, line.0), (length_mm, line.1), grey, items);
    }
    pen.text(&chart_figure(figure), TEXT_PT, At::From(columns.bars_mm + length_mm + GAP_MM), line, items);
}

/// Parts one behind the other, in turns black and tinted, with their names and figures in the same order below.
fn parted(bar: &BarFigures<'_>, columns: &Columns, pen: &mut Pen<'_>, y_mm: f32, items: &mut Vec<Item>) -> f32 {
    let line = (y_mm, BAR_MM);
    pen.text(bar.label, TEXT_PT, At::UpTo(columns.labels_mm), line, items);
    let whole_mm = columns.length_mm(bar.now);
    let whole = bar.now.map_or(0.0, number);
    let mut x_mm = columns.bars_mm;
    for (at, (_, figure)) in bar.parts.iter().enumerate() {
        let share_mm = if whole > 0.0 { whole_mm * figure.map_or(0.0, number) / whole } else { 0.0 };
        if share_mm > 0.0 {
            let grey = if at.is_multiple_of(2) { 0.0 } else { TINT };
            pen.fill((x_mm, y_mm), ((share_mm - SEAM_MM).max(LEAST_MM.min(share_mm)), BAR_MM), grey, items);
        }
        x_mm += share_mm;
    }
    pen.text(&chart_figure(bar.now), TEXT_PT, At::From(columns.bars_mm + whole_mm + GAP_MM), line, items);
    let parts: Vec<_> = bar.parts.iter().map(|(label, figure)| format!("{label} {}", chart_figure(*figure))).collect();
    let (parts, x_mm) = (parts.join("　"), columns.bars_mm + GAP_MM);
    // Figures longer than any report's are set smaller.
    let fits = ((columns.width_mm - x_mm) / pen.width_mm(&parts, SMALL_PT)).min(1.0);
    pen.text(&parts, SMALL_PT * fits, At::From(x_mm), (y_mm + BAR_MM, PARTS_MM), items);
    BAR_MM + PARTS_MM + ROW_GAP_MM
}
