//! 图解: a report at a glance on one page: unit and year, five numbers, three charts with what stands out in each.

use std::collections::BTreeSet;

use super::{Drawing, PlacedChart, draw_marked};
use crate::form::Form;
use crate::page::breaking::SetLine;
use crate::page::chars::{Char, characters};
use crate::page::even::{Shape, balanced};
use crate::page::sheet::{PAGE_HEIGHT_MM, PAGE_WIDTH_MM, baseline_mm};
use crate::page::table::push_runs;
use crate::page::{Fill, Fonts, Glyph, Item, Layout, Mark, Page, Run, Style};
use crate::report::{ChartFigures, Figures, Report, added, chart_figure};

/// What the page says that it is.
pub const POSTER_WORDS: &str = "一图读懂";
/// The margin at both sides.
const SIDE_MM: f32 = 18.0;
const WIDTH_MM: f32 = PAGE_WIDTH_MM - 2.0 * SIDE_MM;
/// Where the text starts.
const TOP_MM: f32 = 14.0;
/// Where the line at the foot stands.
const FOOT_MM: f32 = PAGE_HEIGHT_MM - 13.0;
/// The band of the numbers.
const BAND_MM: f32 = 27.0;
const BAND_GREY: f32 = 0.93;
/// The name of a chart, and what stands out in it.
const HEAD_MM: f32 = 7.2;
const SENTENCE_MM: f32 = 6.2;
/// Charts are drawn smaller than this share of their size on no page.
const SMALLEST: f32 = 0.5;

/// Lays the page out; a draft says that it is one.
#[must_use]
pub fn lay_out_poster(form: &Form, report: &Report, figures: &Figures, fonts: &Fonts, draft: bool) -> Layout {
    let mut poster = Poster { fonts, items: Vec::new(), undrawable: BTreeSet::new(), paragraphs: 0, y_mm: TOP_MM, charts: Vec::new() };
    if draft {
        let x_mm = SIDE_MM + WIDTH_MM;
        poster.right("草稿　未定稿，不作报送", x_mm, TOP_MM - 6.0);
    }
    poster.lines(Style::Heading, POSTER_WORDS, 14.0, 9.0, Mark::Title);
    poster.lines(Style::Title, report.unit.trim(), 24.0, 11.5, Mark::Title);
    poster.lines(Style::Title, &form.title_for(report.year), 17.0, 10.5, Mark::Title);
    poster.y_mm += 3.0;
    poster.numbers(form, figures);
    poster.charts(form, report, figures);
    let source = format!("数字取自《{}{}》", report.unit.trim(), form.title_for(report.year));
    let mark = poster.next_paragraph();
    let (chars, size_pt, width_mm) = poster.fitted(Style::Table, &source, 9.0, WIDTH_MM);
    let (x_mm, y_mm) = (SIDE_MM + (WIDTH_MM - width_mm) / 2.0, FOOT_MM + baseline_mm(4.5, size_pt));
    push_runs(&chars, mark, x_mm, y_mm, 0.0, &mut poster.items);
    let title = format!("{}{}{POSTER_WORDS}", report.unit.trim(), form.title_for(report.year));
    let Poster { items, undrawable, charts, .. } = poster;
    Layout { pages: vec![Page { items }], outline: Vec::new(), title, tables: Vec::new(), charts, undrawable }
}

struct Poster<'a> {
    fonts: &'a Fonts,
    items: Vec<Item>,
    undrawable: BTreeSet<char>,
    paragraphs: usize,
    y_mm: f32,
    charts: Vec<PlacedChart>,
}

impl Poster<'_> {
    fn chars(&mut self, style: Style, text: &str, size_pt: f32) -> Vec<Char> {
        let undrawable = &mut self.undrawable;
        characters(self.fonts, style, text, size_pt, 1.0, &mut |c| {
            undrawable.insert(c);
        })
    }

    fn next_paragraph(&mut self) -> Mark {
        self.paragraphs += 1;
        Mark::Paragraph(self.paragraphs - 1)
    }

    /// A text in the middle of the page, in as many even lines as it takes.
    fn lines(&mut self, style: Style, text: &str, size_pt: f32, pitch_mm: f32, mark: Mark) {
        let chars = self.chars(style, text, size_pt);
        for line in balanced(chars, WIDTH_MM, Shape::Title) {
            let x_mm = SIDE_MM + (WIDTH_MM - line.ink_width_mm()) / 2.0;
            push_runs(&line.chars, mark, x_mm, self.y_mm + baseline_mm(pitch_mm, size_pt), 0.0, &mut self.items);
            self.y_mm += pitch_mm;
        }
    }

    fn right(&mut self, text: &str, right_mm: f32, y_mm: f32) {
        let chars = self.chars(Style::Heading, text, 9.0);
        let width_mm = SetLine::of(chars.clone()).width_mm();
        push_runs(&chars, Mark::Artifact, right_mm - width_mm, y_mm, 0.4, &mut self.items);
    }

    /// The text no wider than the room, set smaller where it would be.
    fn fitted(&mut self, style: Style, text: &str, size_pt: f32, room_mm: f32) -> (Vec<Char>, f32, f32) {
        let width = |chars: &[Char]| chars.iter().map(|char| char.advance_mm).sum::<f32>();
        let chars = self.chars(style, text, size_pt);
        let size_pt = size_pt * (room_mm / width(&chars)).min(1.0);
        let chars = self.chars(style, text, size_pt);
        let width_mm = width(&chars);
        (chars, size_pt, width_mm)
    }

    /// The numbers side by side on a band, each with its unit behind it and its name below.
    fn numbers(&mut self, form: &Form, figures: &Figures) {
        let numbers = &form.poster.numbers;
        if numbers.is_empty() {
            return;
        }
        self.items.push(Item::Fill(Fill {
            mark: Mark::Artifact,
            x_mm: SIDE_MM,
            y_mm: self.y_mm,
            width_mm: WIDTH_MM,
            height_mm: BAND_MM,
            grey: BAND_GREY,
        }));
        let column_mm = WIDTH_MM / numbers.len() as f32;
        for (at, number) in numbers.iter().enumerate() {
            let (left_mm, room_mm, mark) = (SIDE_MM + column_mm * at as f32, column_mm - 3.0, self.next_paragraph());
            let figure = chart_figure(added(form, figures, &number.cells));
            let (unit, _, unit_mm) = self.fitted(Style::Table, &number.unit, 10.5, room_mm / 3.0);
            let (digits, _, digits_mm) = self.fitted(Style::Heading, &figure, 26.0, room_mm - unit_mm - 0.8);
            let x_mm = left_mm + (column_mm - digits_mm - unit_mm - 0.8) / 2.0;
            let baseline_mm = self.y_mm + 14.0;
            push_runs(&digits, mark, x_mm, baseline_mm, 0.0, &mut self.items);
            push_runs(&unit, mark, x_mm + digits_mm + 0.8, baseline_mm, 0.0, &mut self.items);
            let (name, _, name_mm) = self.fitted(Style::Table, &number.label, 10.5, room_mm);
            push_runs(&name, mark, left_mm + (column_mm - name_mm) / 2.0, self.y_mm + 22.0, 0.0, &mut self.items);
        }
        self.y_mm += BAND_MM;
    }

    /// The charts one below the other, as large as the page has room for, the rest of it between them.
    fn charts(&mut self, form: &Form, report: &Report, figures: &Figures) {
        let shown = form.poster.charts.iter().filter_map(|id| form.chart(id));
        let shown: Vec<_> = shown.map(|chart| ChartFigures::of(form, report, figures, chart)).collect();
        if shown.is_empty() {
            return;
        }
        let count = shown.len() as f32;
        let room_mm = FOOT_MM - 4.0 - self.y_mm - count * (HEAD_MM + SENTENCE_MM + 2.0);
        let heights = |poster: &mut Self, scale: f32| {
            let drawn = shown.iter().enumerate().map(|(at, chart)| poster.drawing(chart, at, scale)).collect::<Vec<_>>();
            (drawn.iter().map(|drawing| drawing.height_mm).sum::<f32>(), drawn)
        };
        let (whole_mm, _) = heights(self, 1.0);
        let (taken_mm, drawn) = heights(self, (room_mm / whole_mm).clamp(SMALLEST, 1.0));
        let gap_mm = ((room_mm - taken_mm) / count).clamp(0.0, 8.0) + 2.0;
        for ((at, chart), drawing) in shown.iter().enumerate().zip(drawn) {
            self.y_mm += gap_mm;
            self.chart_head(chart, at);
            let Drawing { items, width_mm, height_mm } = drawing;
            let (x_mm, y_mm) = (SIDE_MM, self.y_mm);
            self.items.extend(items.into_iter().map(|item| placed(item, 1.0, x_mm, y_mm)));
            let id = chart.chart.id.clone();
            let caption = chart.title.clone();
            self.charts.push(PlacedChart { id, caption, words: chart.words(), page: 0, x_mm, y_mm, width_mm, height_mm });
            self.y_mm += height_mm;
        }
    }

    fn chart_head(&mut self, chart: &ChartFigures<'_>, at: usize) {
        let mark = Mark::Head(at);
        let (head, size_pt, _) = self.fitted(Style::Heading, &chart.title, 13.0, WIDTH_MM);
        push_runs(&head, mark, SIDE_MM, self.y_mm + baseline_mm(HEAD_MM, size_pt), 0.0, &mut self.items);
        self.y_mm += HEAD_MM;
        let mark = self.next_paragraph();
        let (says, size_pt, _) = self.fitted(Style::Table, &chart.stands_out(), 10.5, WIDTH_MM);
        push_runs(&says, mark, SIDE_MM, self.y_mm + baseline_mm(SENTENCE_MM, size_pt), 0.0, &mut self.items);
        self.y_mm += SENTENCE_MM;
    }

    /// A chart across the page at a share of its size.
    fn drawing(&mut self, chart: &ChartFigures<'_>, at: usize, scale: f32) -> Drawing {
        let undrawable = &mut self.undrawable;
        let drawing = draw_marked(chart, self.fonts, WIDTH_MM / scale, Mark::Chart(at), &mut |c| {
            undrawable.insert(c);
        });
        Drawing {
            items: drawing.items.into_iter().map(|item| placed(item, scale, 0.0, 0.0)).collect(),
            width_mm: WIDTH_MM,
            height_mm: drawing.height_mm * scale,
        }
    }
}

/// An item at a share of its size, then moved.
fn placed(item: Item, scale: f32, x_mm: f32, y_mm: f32) -> Item {
    match item {
        Item::Text(run) => {
            let glyphs = run.glyphs.iter().map(|glyph| Glyph { advance_mm: glyph.advance_mm * scale, ..*glyph }).collect();
            let (size_pt, x_mm, y_mm) = (run.size_pt * scale, run.x_mm * scale + x_mm, run.y_mm * scale + y_mm);
            Item::Text(Run { size_pt, x_mm, y_mm, glyphs, ..run })
        }
        Item::Fill(fill) => Item::Fill(Fill {
            x_mm: fill.x_mm * scale + x_mm,
            y_mm: fill.y_mm * scale + y_mm,
            width_mm: fill.width_mm * scale,
            height_mm: fill.height_mm * scale,
            ..fill
        }),
        other @ (Item::Line(_) | Item::Picture(_)) => other,
    }
}
