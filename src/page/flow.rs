//! The flow of a report over its pages: title, sections, tables, 落款; then page numbers and the mark of a draft.

use std::collections::BTreeSet;

use super::breaking::{Measure, SetLine, paragraph};
use super::chars::{Char, characters};
use super::even::{Shape, balanced};
use super::face::Style;
use super::fonts::Fonts;
use super::sheet::{
    BINDING_MM, BODY_ADVANCE_MM, BODY_PT, BODY_TRACKING, FOLIO_PT, MM_PER_PT, PAGE_WIDTH_MM, PITCH_MM, TEXT_HEIGHT_MM, TEXT_TOP_MM,
    TEXT_WIDTH_MM, TITLE_PITCH_MM, TITLE_PT, baseline_mm,
};
use super::table::{self, Rows, SetTable, Source, TableSetting, push_runs};
use super::{Block as Prose, Heads, Item, Layout, Mark, Options, OutlineEntry, Page, PlacedChart, Sides, charts, prose};
use crate::form::{Chart, Form, SectionContent};
use crate::report::{ChartFigures, Figures, Report};

/// The air above a table.
const TABLE_GAP_MM: f32 = 1.5;
/// The air above and below a chart together.
const CHART_GAP_MM: f32 = 4.0;
/// 小四: what stands below a chart.
const CAPTION_PT: f32 = 12.0;

/// A paragraph: the first line two characters in.
const INDENTED: Measure = Measure { width_mm: TEXT_WIDTH_MM, first_mm: 2.0 * BODY_ADVANCE_MM, rest_mm: 0.0 };

/// Something that takes height in the text block.
enum Block {
    Line(FlowLine),
    /// A table, by its place in the form.
    Table(usize),
}

/// A line of text, or a blank one.
struct FlowLine {
    height_mm: f32,
    /// Runs placed from the left of the text block and the top of the line.
    items: Vec<Item>,
    /// Stands on one page with what comes next.
    keeps_next: bool,
    /// The head that is on it, for the outline, with its depth there.
    head: Option<(String, u8)>,
    /// The chart that it is, as a place among those of the report.
    chart: Option<usize>,
    /// Whether it is a chart or the caption of one, which keep nothing behind them.
    is_figure: bool,
}

/// Lays one report out.
pub(super) struct Flow<'a> {
    form: &'a Form,
    report: &'a Report,
    figures: &'a Figures,
    fonts: &'a Fonts,
    options: Options,
    blocks: Vec<Block>,
    pages: Vec<Page>,
    /// How much of the current page's text block is taken.
    used_mm: f32,
    outline: Vec<OutlineEntry>,
    tables: Vec<TableSetting>,
    charts: Vec<PlacedChart>,
    undrawable: BTreeSet<char>,
}

impl<'a> Flow<'a> {
    pub(super) fn new(form: &'a Form, report: &'a Report, figures: &'a Figures, fonts: &'a Fonts, options: Options) -> Self {
        Self {
            form,
            report,
            figures,
            fonts,
            options,
            blocks: Vec::new(),
            pages: vec![Page::default()],
            used_mm: 0.0,
            outline: Vec::new(),
            tables: Vec::new(),
            charts: Vec::new(),
            undrawable: BTreeSet::new(),
        }
    }

    pub(super) fn run(mut self) -> Layout {
        self.title();
        self.sections();
        self.signature();
        self.paginate();
        self.furnish();
        let title = format!("{}{}", self.report.unit.trim(), self.form.title_for(self.report.year));
        let Self { pages, outline, tables, charts, undrawable, .. } = self;
        Layout { pages, outline, title, tables, charts, undrawable }
    }

    fn chars(&mut self, style: Style, text: &str, size_pt: f32, tracking: f32) -> Vec<Char> {
        let undrawable = &mut self.undrawable;
        characters(self.fonts, style, text, size_pt, tracking, &mut |c| {
            undrawable.insert(c);
        })
    }

    /// The unit on one line, the form's title on the next, each broken evenly where it is too long.
    fn title(&mut self) {
        let mut lines = Vec::new();
        for text in [self.report.unit.trim().to_owned(), self.form.title_for(self.report.year)] {
            let chars = self.chars(Style::Title, &text, TITLE_PT, 1.0);
            lines.extend(balanced(chars, TEXT_WIDTH_MM, Shape::Title));
        }
        // The body stays on its grid of 22 lines.
        let height = ((lines.len() as f32 * TITLE_PITCH_MM + PITCH_MM) / PITCH_MM).ceil() * PITCH_MM;
        let above = (height - lines.len() as f32 * TITLE_PITCH_MM) / 2.0;
        self.blank(above, true);
        for line in lines {
            let x = (TEXT_WIDTH_MM - line.ink_width_mm()) / 2.0;
            self.line(&line, Mark::Title, x, TITLE_PITCH_MM, TITLE_PT, true, None);
        }
        self.blank(above, true);
    }

    fn sections(&mut self) {
        let form = self.form;
        let mut number = 0;
        for (at, section) in form.sections.iter().enumerate() {
            if section.head_printed {
                let head = section.head();
                let chars = self.chars(Style::Heading, &head, BODY_PT, BODY_TRACKING);
                for (line_at, line) in paragraph(chars, INDENTED).iter().enumerate() {
                    let entry = (line_at == 0).then(|| (head.clone(), 0));
                    self.line(line, Mark::Head(at), line.x_mm, PITCH_MM, BODY_PT, true, entry);
                }
            }
            match &section.content {
                SectionContent::Prose { .. } => {
                    let (mut heads, mut numbers_mm) = (Heads::default(), None);
                    for block in prose::blocks(form, self.figures, self.report.prose(&section.id)) {
                        match &block {
                            Prose::Chart(chart) => self.chart(chart),
                            Prose::Text(paragraph) => match prose::annex(paragraph, numbers_mm.is_some()) {
                                Some(annex) => numbers_mm = Some(self.annex(annex, number, numbers_mm)),
                                None => self.paragraph(paragraph, number, heads.depth(paragraph)),
                            },
                        }
                        number += 1;
                    }
                }
                SectionContent::Tables(tables) => self.blocks.extend(tables.iter().map(|table| Block::Table(*table))),
            }
        }
    }

    fn paragraph(&mut self, text: &str, number: usize, depth: Option<u8>) {
        let mut chars = Vec::new();
        let pieces = prose::pieces(text);
        for piece in &pieces {
            chars.extend(self.chars(piece.style, piece.text, BODY_PT, BODY_TRACKING));
        }
        let head = pieces.first().filter(|piece| piece.style == Style::Subheading);
        let mut entry = head.map(|head| (head.text.trim_end_matches(['。', '：', ':']).to_owned(), 1));
        let mark = depth.map_or(Mark::Paragraph(number), |depth| Mark::Subhead(number, depth));
        for line in paragraph(chars, INDENTED) {
            self.line(&line, mark, line.x_mm, PITCH_MM, BODY_PT, depth.is_some(), entry.take());
        }
    }

    /// A chart across the text block, and its caption below it on the same page; the text goes on on the grid.
    fn chart(&mut self, chart: &Chart) {
        let number = self.charts.len();
        let figures = ChartFigures::of(self.form, self.report, self.figures, chart);
        let undrawable = &mut self.undrawable;
        let drawing = charts::draw_marked(&figures, self.fonts, TEXT_WIDTH_MM, Mark::Chart(number), &mut |c| {
            undrawable.insert(c);
        });
        let (width_mm, caption) = (drawing.width_mm, figures.caption(number + 1));
        let height_mm = (((drawing.height_mm + CHART_GAP_MM) / PITCH_MM).ceil() * PITCH_MM).min(TEXT_HEIGHT_MM - PITCH_MM);
        let x_mm = 0.0;
        let above_mm = (height_mm - drawing.height_mm) / 2.0;
        let items = drawing.items.into_iter().map(|item| shifted(item, x_mm, above_mm)).collect();
        self.charts.push(PlacedChart {
            id: chart.id.clone(),
            caption: caption.clone(),
            words: figures.words(),
            page: 0,
            x_mm,
            y_mm: above_mm,
            width_mm,
            height_mm: drawing.height_mm,
        });
        self.blocks.push(Block::Line(FlowLine { height_mm, items, keeps_next: true, head: None, chart: Some(number), is_figure: true }));
        let set = self.chars(Style::Heading, &caption, CAPTION_PT, 1.0);
        let lines = balanced(set, TEXT_WIDTH_MM, Shape::Few);
        let last = lines.len().saturating_sub(1);
        for (at, line) in lines.iter().enumerate() {
            let x = (TEXT_WIDTH_MM - line.ink_width_mm()) / 2.0;
            self.line(line, Mark::Caption(number), x, PITCH_MM, CAPTION_PT, at < last, None);
        }
    }

    /// 附件说明: a line below the text, names in line, lines hanging from the first character of the name (GB/T 9704-2012, 7.3.4).
    /// Gives where the numbers stand; `numbers_mm` is where those of the annex before do.
    fn annex(&mut self, annex: prose::Annex<'_>, number: usize, numbers_mm: Option<f32>) -> f32 {
        if numbers_mm.is_none() {
            self.blank(PITCH_MM, false);
        }
        let mut width = |text: &str| SetLine::of(self.chars(Style::Body, text, BODY_PT, BODY_TRACKING)).width_mm();
        let first_mm = numbers_mm.unwrap_or(2.0 * BODY_ADVANCE_MM);
        let start_mm = first_mm + width(annex.word);
        let rest_mm = start_mm + width(annex.number);
        let chars = self.chars(Style::Body, &[annex.word, annex.number, annex.name].concat(), BODY_PT, BODY_TRACKING);
        for line in paragraph(chars, Measure { width_mm: TEXT_WIDTH_MM, first_mm, rest_mm }) {
            self.line(&line, Mark::Paragraph(number), line.x_mm, PITCH_MM, BODY_PT, false, None);
        }
        start_mm
    }

    #[expect(clippy::too_many_arguments, reason = "a line is just these; a struct would say them twice")]
    fn line(&mut self, line: &SetLine, mark: Mark, x_mm: f32, height_mm: f32, size_pt: f32, keeps_next: bool, head: Option<(String, u8)>) {
        let mut items = Vec::new();
        push_runs(&line.chars, mark, x_mm, baseline_mm(height_mm, size_pt), 0.0, &mut items);
        self.blocks.push(Block::Line(FlowLine {
            height_mm,
            items,
            keeps_next,
            head,
            chart: None,
            is_figure: matches!(mark, Mark::Caption(_)),
        }));
    }

    fn blank(&mut self, height_mm: f32, keeps_next: bool) {
        self.blocks.push(Block::Line(FlowLine { height_mm, items: Vec::new(), keeps_next, head: None, chart: None, is_figure: false }));
    }

    /// 落款: the date four characters from the right edge, the unit above it on the same axis, with the last lines of the text. A
    /// name that is longer than the axis leaves room for takes the axis with it to the left, so that a seal sits on both
    /// (GB/T 9704-2012, 7.3.5).
    fn signature(&mut self) {
        let Some(signature) = self.report.signature.clone() else { return };
        let date = long_date(&signature.date);
        if signature.unit.trim().is_empty() && date.is_empty() {
            return;
        }
        for block in self.blocks.iter_mut().rev().take(2) {
            if let Block::Line(line) = block {
                line.keeps_next = true;
            }
        }
        self.blank(PITCH_MM, true);
        let unit_chars = self.chars(Style::Body, signature.unit.trim(), BODY_PT, BODY_TRACKING);
        let mut lines = balanced(unit_chars, TEXT_WIDTH_MM, Shape::Title);
        lines.push(SetLine::of(self.chars(Style::Body, &date, BODY_PT, BODY_TRACKING)));
        let date_mm = lines.last().map_or(0.0, SetLine::width_mm);
        let widest_mm = lines.iter().map(SetLine::width_mm).fold(0.0, f32::max);
        let from_right = (4.0 * BODY_ADVANCE_MM + date_mm / 2.0).max(2.0 * BODY_ADVANCE_MM + widest_mm / 2.0);
        let axis = TEXT_WIDTH_MM - from_right.min(TEXT_WIDTH_MM - widest_mm / 2.0);
        let last = lines.len() - 1;
        for (at, line) in lines.iter().enumerate() {
            self.line(line, Mark::Signature, axis - line.width_mm() / 2.0, PITCH_MM, BODY_PT, at < last, None);
        }
    }

    fn paginate(&mut self) {
        self.keep_two_lines_with_heads();
        let mut waiting: Vec<FlowLine> = Vec::new();
        for block in std::mem::take(&mut self.blocks) {
            match block {
                Block::Line(line) => {
                    let keeps_next = line.keeps_next;
                    waiting.push(line);
                    if !keeps_next {
                        self.place_together(&mut waiting);
                    }
                }
                Block::Table(table) => self.place_table(table, &mut waiting),
            }
        }
        self.place_together(&mut waiting);
    }

    /// The first line after a head keeps the second with it.
    fn keep_two_lines_with_heads(&mut self) {
        let keeps: Vec<bool> =
            self.blocks.iter().map(|block| matches!(block, Block::Line(line) if line.keeps_next && !line.is_figure)).collect();
        for (at, block) in self.blocks.iter_mut().enumerate().skip(1) {
            let after_head = keeps.get(at - 1).copied().unwrap_or(false);
            if let Block::Line(line) = block
                && after_head
                && at + 1 < keeps.len()
            {
                line.keeps_next = true;
            }
        }
    }

    fn place_together(&mut self, lines: &mut Vec<FlowLine>) {
        let height: f32 = lines.iter().map(|line| line.height_mm).sum();
        if self.used_mm + height > TEXT_HEIGHT_MM && self.used_mm > 0.0 && height <= TEXT_HEIGHT_MM {
            self.new_page();
        }
        for line in lines.drain(..) {
            if self.used_mm + line.height_mm > TEXT_HEIGHT_MM && self.used_mm > 0.0 {
                self.new_page();
            }
            self.place_line(line);
        }
    }

    fn place_line(&mut self, line: FlowLine) {
        let (x, y) = (self.left_mm(), TEXT_TOP_MM + self.used_mm);
        if let Some((title, depth)) = line.head {
            self.outline.push(OutlineEntry { title, page: self.pages.len() - 1, y_mm: y, depth });
        }
        if let Some(placed) = line.chart.and_then(|at| self.charts.get_mut(at)) {
            (placed.page, placed.x_mm, placed.y_mm) = (self.pages.len() - 1, placed.x_mm + x, placed.y_mm + y);
        }
        self.used_mm += line.height_mm;
        let items = line.items.into_iter().map(|item| shifted(item, x, y));
        if let Some(page) = self.pages.last_mut() {
            page.items.extend(items);
        }
    }

    /// A table stands whole below its head: on this page where it fits, else on the next; cut only where no page holds it.
    fn place_table(&mut self, index: usize, heads: &mut Vec<FlowLine>) {
        let form = self.form;
        let Some(table) = form.tables.get(index) else { return };
        let source = Source { form, report: self.report, figures: self.figures, fonts: self.fonts, table_index: index, table };
        let heads_mm: f32 = heads.iter().map(|line| line.height_mm).sum::<f32>() + TABLE_GAP_MM;
        let here_mm = TEXT_HEIGHT_MM - self.used_mm - heads_mm;
        // Close rows are better than a page that is left white for a good part.
        let here = match self.used_mm <= 0.0 {
            true => table::fit(source, here_mm, Rows::Closest),
            false if here_mm > TEXT_HEIGHT_MM / 3.0 => table::fit(source, here_mm, Rows::Close),
            false => table::fit(source, here_mm, Rows::Easy),
        };
        let whole = here.or_else(|| {
            let set = table::fit(source, TEXT_HEIGHT_MM - heads_mm, Rows::Closest);
            if self.used_mm > 0.0 && (set.is_some() || here_mm < TEXT_HEIGHT_MM / 3.0) {
                self.new_page();
            }
            set
        });
        self.place_together(heads);
        self.used_mm += TABLE_GAP_MM;
        let set = whole.unwrap_or_else(|| table::set_to_break(source));
        self.tables.push(set.setting());
        self.draw_table(&set);
        // The text after a table goes on on the grid.
        self.used_mm = ((self.used_mm + TABLE_GAP_MM) / PITCH_MM).ceil() * PITCH_MM;
    }

    fn draw_table(&mut self, set: &SetTable<'_>) {
        let mut start = 0;
        while start < set.row_count() {
            if start > 0 {
                self.new_page();
            }
            let room_mm = TEXT_HEIGHT_MM - self.used_mm + 0.01;
            let end = set.cut(start, room_mm);
            let (x, y) = (self.left_mm(), TEXT_TOP_MM + self.used_mm);
            if let Some(page) = self.pages.last_mut() {
                self.used_mm += set.draw(start..end, x, y, &mut page.items);
            }
            start = end;
        }
    }

    fn new_page(&mut self) {
        self.pages.push(Page::default());
        self.used_mm = 0.0;
    }

    /// The left edge of the text block of the current page.
    fn left_mm(&self) -> f32 {
        self.left_of(self.pages.len() - 1)
    }

    fn left_of(&self, page: usize) -> f32 {
        let turned = self.options.sides == Sides::Double && !page.is_multiple_of(2);
        if turned { PAGE_WIDTH_MM - BINDING_MM - TEXT_WIDTH_MM } else { BINDING_MM }
    }

    /// Page numbers, and 草稿 behind every page of a draft.
    fn furnish(&mut self) {
        for at in 0..self.pages.len() {
            let left = self.left_of(at);
            let mut behind = Vec::new();
            if self.options.draft {
                self.draft_mark(left, &mut behind);
            }
            let number = self.folio(at, left);
            if let Some(page) = self.pages.get_mut(at) {
                page.items.splice(0..0, behind);
                page.items.extend(number);
            }
        }
    }

    /// `— 1 —` 7 mm below the text block, one character from the outer edge: right on odd pages, left on even ones.
    fn folio(&mut self, page: usize, left_mm: f32) -> Vec<Item> {
        let chars = self.chars(Style::Table, &format!("— {} —", page + 1), FOLIO_PT, 1.0);
        let width: f32 = chars.iter().map(|char| char.advance_mm).sum();
        let inset = FOLIO_PT * MM_PER_PT;
        let x = if page.is_multiple_of(2) { left_mm + TEXT_WIDTH_MM - inset - width } else { left_mm + inset };
        // The dashes stand 0.38 em above the baseline.
        let y = TEXT_TOP_MM + TEXT_HEIGHT_MM + 7.0 + 0.38 * inset;
        let mut items = Vec::new();
        push_runs(&chars, Mark::Artifact, x, y, 0.0, &mut items);
        items
    }

    /// Large and light behind the text, and a line in the upper margin.
    fn draft_mark(&mut self, left_mm: f32, items: &mut Vec<Item>) {
        const LARGE_PT: f32 = 190.0;
        let large = self.chars(Style::Heading, "草稿", LARGE_PT, 1.0);
        let width: f32 = large.iter().map(|char| char.advance_mm).sum();
        let y = TEXT_TOP_MM + TEXT_HEIGHT_MM / 2.0 + 0.38 * LARGE_PT * MM_PER_PT;
        push_runs(&large, Mark::Artifact, left_mm + (TEXT_WIDTH_MM - width) / 2.0, y, 0.9, items);
        let small = self.chars(Style::Heading, "草稿　未定稿，不作报送", 10.5, 1.0);
        let width: f32 = small.iter().map(|char| char.advance_mm).sum();
        push_runs(&small, Mark::Artifact, left_mm + TEXT_WIDTH_MM - width, TEXT_TOP_MM - 12.0, 0.4, items);
    }
}

fn shifted(item: Item, x_mm: f32, y_mm: f32) -> Item {
    match item {
        Item::Text(run) => Item::Text(super::Run { x_mm: run.x_mm + x_mm, y_mm: run.y_mm + y_mm, ..run }),
        Item::Fill(fill) => Item::Fill(super::Fill { x_mm: fill.x_mm + x_mm, y_mm: fill.y_mm + y_mm, ..fill }),
        other @ (Item::Line(_) | Item::Picture(_)) => other,
    }
}

/// `2024-01-20` as 2024年1月20日; another text as it stands.
#[must_use]
pub fn long_date(date: &str) -> String {
    let parts: Vec<&str> = date.trim().split('-').collect();
    match parts.as_slice() {
        [year, month, day] => match (year.parse::<u16>(), month.parse::<u8>(), day.parse::<u8>()) {
            (Ok(year), Ok(month), Ok(day)) => format!("{year}年{month}月{day}日"),
            _ => date.trim().to_owned(),
        },
        _ => date.trim().to_owned(),
    }
}
