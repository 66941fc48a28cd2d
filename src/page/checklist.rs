//! 核对单: what was looked at before a report left, on a page of its own, with boxes for those who sign beside the report.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::breaking::{Measure, SetLine, paragraph};
use super::chars::{Char, characters};
use super::even::{Shape, balanced};
use super::face::Style;
use super::fonts::Fonts;
use super::sheet::{
    BINDING_MM, FOLIO_PT, MM_PER_PT, PITCH_MM, TEXT_HEIGHT_MM, TEXT_TOP_MM, TEXT_WIDTH_MM, TITLE_PITCH_MM, TITLE_PT, baseline_mm,
};
use super::table::push_runs;
use super::{Item, Layout, Line, Mark, Page, Picture, PlacedChart, PlacedPicture};
use crate::check::{Outcome, SummaryPart};

/// 小四: the list.
const LIST_PT: f32 = 12.0;
/// The distance of its lines.
const LIST_PITCH_MM: f32 = 18.0 * MM_PER_PT;
/// A list character.
const EM_MM: f32 = LIST_PT * MM_PER_PT;
/// The boxes to sign in.
const SIGN_HEIGHT_MM: f32 = 30.0;
/// Who signs, from the left.
const SIGNERS: [&str; 3] = ["填表人", "审核人", "分管领导"];
/// The air around the text in a box.
const PAD_MM: f32 = 2.0;

/// What stands on a 核对单.
#[derive(Debug, Clone, Copy)]
pub struct Checklist<'a> {
    /// The unit.
    pub unit: &'a str,
    /// The title of the report, e.g. 2024年政府信息公开工作年度报告.
    pub report_title: &'a str,
    /// SHA-256 of the finished report's JSON, in hexadecimal.
    pub digest: &'a str,
    /// The list.
    pub parts: &'a [SummaryPart],
}

/// Lays a 核对单 out.
#[must_use]
pub fn lay_out_checklist(checklist: Checklist<'_>, fonts: &Fonts) -> Layout {
    let mut sheet = Sheet::new(fonts, LIST_PT, LIST_PITCH_MM);
    sheet.title(&format!("{}核对单", checklist.report_title));
    for text in [&format!("单位：{}", checklist.unit.trim()), "数据校验码（SHA-256）：", checklist.digest] {
        sheet.paragraph(Style::Body, text, 0.0);
    }
    for part in checklist.parts {
        sheet.gap(LIST_PITCH_MM / 2.0);
        let mark = match part.outcome {
            Outcome::Good => "√",
            Outcome::Bad => "×",
            Outcome::NotLookedAt => "—",
        };
        sheet.keep(2.0 * LIST_PITCH_MM);
        sheet.paragraph(Style::Heading, &format!("{mark} {}", part.head), 0.0);
        for line in &part.lines {
            sheet.paragraph(Style::Body, line, 2.0 * EM_MM);
        }
    }
    sheet.gap(PITCH_MM);
    sheet.signing();
    let (pages, undrawable) = sheet.finish();
    let title = format!("{}{}核对单", checklist.unit.trim(), checklist.report_title);
    Layout { pages, outline: Vec::new(), title, tables: Vec::new(), charts: Vec::new(), undrawable }
}

/// Pages that are filled line by line from the top.
pub(super) struct Sheet<'a> {
    fonts: &'a Fonts,
    /// The size of the text, and the distance of its lines.
    size_pt: f32,
    pitch_mm: f32,
    pages: Vec<Page>,
    used_mm: f32,
    undrawable: BTreeSet<char>,
    paragraphs: usize,
}

impl<'a> Sheet<'a> {
    /// A first page, blank.
    pub(super) fn new(fonts: &'a Fonts, size_pt: f32, pitch_mm: f32) -> Self {
        Self { fonts, size_pt, pitch_mm, pages: vec![Page::default()], used_mm: 0.0, undrawable: BTreeSet::new(), paragraphs: 0 }
    }

    /// The page that is being filled, from 0, and how far from its top the next line begins.
    pub(super) fn next_mm(&self) -> (usize, f32) {
        (self.pages.len() - 1, TEXT_TOP_MM + self.used_mm)
    }

    /// The pages, numbered where there are several, and what no face draws.
    pub(super) fn finish(mut self) -> (Vec<Page>, BTreeSet<char>) {
        self.number();
        (self.pages, self.undrawable)
    }

    fn chars(&mut self, style: Style, text: &str, size_pt: f32) -> Vec<Char> {
        let undrawable = &mut self.undrawable;
        characters(self.fonts, style, text, size_pt, 1.0, &mut |c| {
            undrawable.insert(c);
        })
    }

    pub(super) fn title(&mut self, text: &str) {
        let chars = self.chars(Style::Title, text, TITLE_PT);
        for line in balanced(chars, TEXT_WIDTH_MM, Shape::Title) {
            let x = (TEXT_WIDTH_MM - line.ink_width_mm()) / 2.0;
            self.line(&line, Mark::Title, x, TITLE_PITCH_MM, TITLE_PT);
        }
        self.gap(PITCH_MM);
    }

    fn paragraph(&mut self, style: Style, text: &str, indent_mm: f32) {
        let mark = self.next_mark();
        self.set(style, text, mark, (indent_mm, indent_mm));
    }

    /// Sets a paragraph; its first line and the others begin so far to the right.
    pub(super) fn set(&mut self, style: Style, text: &str, mark: Mark, (first_mm, rest_mm): (f32, f32)) {
        let chars = self.chars(style, text, self.size_pt);
        for line in paragraph(chars, Measure { width_mm: TEXT_WIDTH_MM, first_mm, rest_mm }) {
            self.line(&line, mark, line.x_mm, self.pitch_mm, self.size_pt);
        }
    }

    /// A picture in the middle, its words below it.
    pub(super) fn picture(&mut self, picture: &Arc<Picture>, says: &str, number: usize, pixel_mm: f32) -> PlacedChart {
        let (width_mm, height_mm) = (picture.width as f32 * pixel_mm, picture.height as f32 * pixel_mm);
        self.keep(height_mm + 2.5 * self.pitch_mm);
        self.gap(self.pitch_mm / 2.0);
        let (page, y_mm) = self.next_mm();
        let x_mm = BINDING_MM + (TEXT_WIDTH_MM - width_mm) / 2.0;
        let placed = PlacedPicture { number, x_mm, y_mm, width_mm, height_mm, picture: Arc::clone(picture) };
        if let Some(page) = self.pages.last_mut() {
            page.items.push(Item::Picture(placed));
        }
        self.used_mm += height_mm;
        let caption = self.chars(Style::Body, says, LIST_PT);
        for line in balanced(caption, TEXT_WIDTH_MM, Shape::Title) {
            let x = (TEXT_WIDTH_MM - line.ink_width_mm()) / 2.0;
            self.line(&line, Mark::Caption(number), x, self.pitch_mm, LIST_PT);
        }
        self.gap(self.pitch_mm / 2.0);
        PlacedChart { id: String::new(), caption: says.to_owned(), words: says.to_owned(), page, x_mm, y_mm, width_mm, height_mm }
    }

    fn line(&mut self, line: &SetLine, mark: Mark, x_mm: f32, height_mm: f32, size_pt: f32) {
        self.keep(height_mm);
        let y = TEXT_TOP_MM + self.used_mm + baseline_mm(height_mm, size_pt);
        self.used_mm += height_mm;
        if let Some(page) = self.pages.last_mut() {
            push_runs(&line.chars, mark, BINDING_MM + x_mm, y, 0.0, &mut page.items);
        }
    }

    /// Goes on to the next page where what comes does not fit.
    pub(super) fn keep(&mut self, height_mm: f32) {
        if self.used_mm + height_mm > TEXT_HEIGHT_MM {
            self.pages.push(Page::default());
            self.used_mm = 0.0;
        }
    }

    pub(super) fn gap(&mut self, height_mm: f32) {
        if self.used_mm > 0.0 {
            self.used_mm += height_mm;
        }
    }

    /// Three boxes side by side: who signs at the top, the date at the foot.
    fn signing(&mut self) {
        self.keep(SIGN_HEIGHT_MM);
        let (left, top) = (BINDING_MM, TEXT_TOP_MM + self.used_mm);
        let width = TEXT_WIDTH_MM / SIGNERS.len() as f32;
        let mut items = Vec::new();
        for (at, signer) in SIGNERS.into_iter().enumerate() {
            let x = left + width * at as f32 + PAD_MM;
            let name = self.chars(Style::Heading, signer, LIST_PT);
            push_runs(&name, self.next_mark(), x, top + PAD_MM + 0.88 * EM_MM, 0.0, &mut items);
            let date = self.chars(Style::Body, "　　年　　月　　日", LIST_PT);
            let date_width: f32 = date.iter().map(|char| char.advance_mm).sum();
            let date_x = x + width - 2.0 * PAD_MM - date_width;
            push_runs(&date, self.next_mark(), date_x, top + SIGN_HEIGHT_MM - PAD_MM - 0.12 * EM_MM, 0.0, &mut items);
        }
        for at in 0..=SIGNERS.len() {
            let x = left + width * at as f32;
            items.push(ruled((x, top), (x, top + SIGN_HEIGHT_MM)));
        }
        for y in [top, top + SIGN_HEIGHT_MM] {
            items.push(ruled((left, y), (left + TEXT_WIDTH_MM, y)));
        }
        self.used_mm += SIGN_HEIGHT_MM;
        if let Some(page) = self.pages.last_mut() {
            page.items.append(&mut items);
        }
    }

    fn next_mark(&mut self) -> Mark {
        Mark::Paragraph(self.next_number())
    }

    /// The number of the next paragraph.
    pub(super) fn next_number(&mut self) -> usize {
        self.paragraphs += 1;
        self.paragraphs - 1
    }

    /// Page numbers, where there is more than one page.
    fn number(&mut self) {
        let count = self.pages.len();
        for at in (0..count).filter(|_| count > 1) {
            let chars = self.chars(Style::Table, &format!("— {} —", at + 1), FOLIO_PT);
            let width: f32 = chars.iter().map(|char| char.advance_mm).sum();
            let (x, y) = (BINDING_MM + (TEXT_WIDTH_MM - width) / 2.0, TEXT_TOP_MM + TEXT_HEIGHT_MM + 9.0);
            if let Some(page) = self.pages.get_mut(at) {
                push_runs(&chars, Mark::Artifact, x, y, 0.0, &mut page.items);
            }
        }
    }
}

fn ruled((x1_mm, y1_mm): (f32, f32), (x2_mm, y2_mm): (f32, f32)) -> Item {
    Item::Line(Line { x1_mm, y1_mm, x2_mm, y2_mm, width_pt: 0.5 })
}
