//! The paper: a report laid out as pages of items at fixed places in millimetres, by GB/T 9704-2012 (公文格式).
//!
//! Everything here is pure: form and report go in, inert [`Page`]s come out. The window previews them ([`raster`]),
//! `file::pdf` writes them. Nothing is known of the form's tables but what the form says.

mod breaking;
mod chars;
mod charts;
mod checklist;
mod even;
mod face;
mod flow;
mod fonts;
mod manual;
mod places;
mod prose;
pub mod raster;
mod rules;
pub mod sheet;
mod system;
mod table;

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::form::{CellIndex, Form};
use crate::report::{Figures, Report};

pub use charts::{Drawing, POSTER_WORDS, PlacedChart, draw_chart, lay_out_poster};
pub use checklist::{Checklist, lay_out_checklist};
pub use face::{Face, FaceId, Style};
pub use flow::long_date;
pub use fonts::Fonts;
pub use manual::{Chapter, Illustration, Manual, Passage, Picture, lay_out_manual};
pub use places::line_starts;
pub(crate) use prose::annex;
pub use prose::{Block, Heads, Piece, blocks, is_head, paragraphs, pieces};
pub use sheet::{PAGE_HEIGHT_MM, PAGE_WIDTH_MM, TEXT_HEIGHT_MM, TEXT_TOP_MM, TEXT_WIDTH_MM};
pub use table::{PlaceSetting, TableSetting};

/// How a report is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// On which sides it will be printed: 双面 changes the side of the binding margin on even pages.
    pub sides: Sides,
    /// Whether every page is marked 草稿.
    pub draft: bool,
}

/// On which sides of a sheet the report is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sides {
    /// 单面: the binding margin is at the left of every page.
    #[default]
    Single,
    /// 双面: the binding margin is at the right of even pages.
    Double,
}

/// A report as pages.
#[derive(Debug, Clone, PartialEq)]
pub struct Layout {
    /// The pages in order.
    pub pages: Vec<Page>,
    /// The sections of the report and the heads （一） in them in order, with their places.
    pub outline: Vec<OutlineEntry>,
    /// The title on one line: unit and form's title.
    pub title: String,
    /// The tables in the order of the report, as they were set.
    pub tables: Vec<TableSetting>,
    /// The charts in the order of the report, as they were placed; of the manual, its pictures.
    pub charts: Vec<PlacedChart>,
    /// Characters that no face at hand can draw; 〓 stands in their place.
    pub undrawable: BTreeSet<char>,
}

/// Where a section, or （一） in it, starts.
#[derive(Debug, Clone, PartialEq)]
pub struct OutlineEntry {
    /// The head as printed, e.g. 一、总体情况.
    pub title: String,
    /// The page, from 0.
    pub page: usize,
    /// The top of the head, in millimetres from the top of the page.
    pub y_mm: f32,
    /// 0 for a section, 1 for （一） in it.
    pub depth: u8,
}

/// A page: its items in reading order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Page {
    /// What stands on it.
    pub items: Vec<Item>,
}

/// Something at a fixed place of a page; places are in millimetres from the top left corner.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// A run of glyphs of one face on one baseline.
    Text(Run),
    /// A straight line.
    Line(Line),
    /// A rectangle, filled.
    Fill(Fill),
    /// A picture.
    Picture(PlacedPicture),
}

/// A run of glyphs of one face on one baseline.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// What the text is, for readers and tags.
    pub mark: Mark,
    /// The face.
    pub face: FaceId,
    /// The size of the em in points.
    pub size_pt: f32,
    /// The start of the baseline.
    pub x_mm: f32,
    /// The baseline.
    pub y_mm: f32,
    /// How light it is, from 0 (black) to 1 (white).
    pub grey: f32,
    /// The glyphs, each with the distance to the next.
    pub glyphs: Vec<Glyph>,
}

/// A glyph of a run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Glyph {
    /// The character that it stands for.
    pub character: char,
    /// Its number in the face.
    pub id: u16,
    /// The distance to the next glyph, in millimetres.
    pub advance_mm: f32,
}

/// A straight line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Line {
    /// Start, from the left.
    pub x1_mm: f32,
    /// Start, from the top.
    pub y1_mm: f32,
    /// End, from the left.
    pub x2_mm: f32,
    /// End, from the top.
    pub y2_mm: f32,
    /// Its thickness in points.
    pub width_pt: f32,
}

/// A rectangle, filled.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fill {
    /// What it is part of.
    pub mark: Mark,
    /// Its left edge.
    pub x_mm: f32,
    /// Its top.
    pub y_mm: f32,
    /// How wide it is.
    pub width_mm: f32,
    /// How high it is.
    pub height_mm: f32,
    /// How light it is, from 0 (black) to 1 (white).
    pub grey: f32,
}

/// A picture, as large as it is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct PlacedPicture {
    /// Its number, from 0: its mark is that of the chart of this number.
    pub number: usize,
    /// Its left edge.
    pub x_mm: f32,
    /// Its top.
    pub y_mm: f32,
    /// How wide it is.
    pub width_mm: f32,
    /// How high it is.
    pub height_mm: f32,
    /// Its pixels.
    pub picture: Arc<Picture>,
}

/// What a run of text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// A line of the title.
    Title,
    /// A section's head; the section's place in the form. In the manual a chapter's.
    Head(usize),
    /// A paragraph of prose that is a head: its number in the report, from 0, and its depth below the section's head, from 1.
    Subhead(usize, u8),
    /// A paragraph of prose: its number in the report, from 0.
    Paragraph(usize),
    /// A label of a table: the table, and the place in it.
    Label(usize, usize),
    /// A cell of the report.
    Cell(CellIndex),
    /// A chart, in the manual a picture: its number, from 0.
    Chart(usize),
    /// What stands below a chart: its number in the report, from 0.
    Caption(usize),
    /// 落款.
    Signature,
    /// No part of the report: page number, 草稿, the head of a table repeated.
    Artifact,
}

impl Run {
    /// The characters of the run.
    #[must_use]
    pub fn text(&self) -> String {
        self.glyphs.iter().map(|glyph| glyph.character).collect()
    }

    /// The distance from the first glyph to behind the last, in millimetres.
    #[must_use]
    pub fn width_mm(&self) -> f32 {
        self.glyphs.iter().map(|glyph| glyph.advance_mm).sum()
    }
}

/// Lays a report out.
#[must_use]
pub fn lay_out(form: &Form, report: &Report, figures: &Figures, fonts: &Fonts, options: Options) -> Layout {
    flow::Flow::new(form, report, figures, fonts, options).run()
}
