//! The Word document: the report set as its pages are, with the report itself inside; and such a document read again.

mod body;
mod letter;
mod package;
mod read;
mod styles;
mod table;

pub use letter::letter;

use super::FileError;
use super::changes::Changes;
use super::error::LARGEST_FILE;
use super::json::{self, Opened};
use super::paper::{Kind, Made, Paper, PaperError};
use super::picture;
use super::wanted;
use crate::form::Editions;
use crate::page::{self, Fonts, Options, Sides};
use crate::report::{ChartFigures, Figures, chart_of};

/// Lays a report out, writes it as a Word document by the measures of its pages, reads the bytes back and compares them with the report.
///
/// # Errors
/// [`PaperError::Blocked`] where a finding blocks the finished report, [`PaperError::NotAsFilled`] where what was written does not read
/// back as the report.
pub fn export(paper: Paper<'_>, sides: Sides, fonts: &Fonts) -> Result<Made, PaperError> {
    paper.must_hold()?;
    let data = data_of(paper);
    let layout = page::lay_out(paper.form, paper.report, paper.figures, fonts, Options { sides, draft: paper.draft });
    let mut parts = vec![
        ("document.xml", body::document(paper, &layout)),
        ("styles.xml", styles::styles()),
        ("settings.xml", styles::settings(sides == Sides::Double)),
        ("fontTable.xml", styles::font_table()),
        ("footer1.xml", body::footer(false)),
        ("footer2.xml", body::footer(true)),
    ];
    if paper.draft {
        parts.extend([("header1.xml", body::header()), ("header2.xml", body::header())]);
    }
    let pictures = pictures(paper).map_err(|error| PaperError::Writing(Kind::Word, error))?;
    let bytes = package::pack(paper, &data, parts, &pictures).map_err(|error| PaperError::Writing(Kind::Word, error.to_string()))?;
    let verified = verify(&bytes, paper, &data)?;
    let mut package = read::Package::of(&bytes);
    let mut is_there = |(number, picture): (usize, &Vec<u8>)| {
        package.as_mut().and_then(|package| package.picture(&package::picture_name(number))).is_some_and(|found| found == *picture)
    };
    if !(1..).zip(&pictures).all(&mut is_there) {
        return Err(PaperError::Writing(Kind::Word, "图表读不回来".to_owned()));
    }
    Ok(Made { bytes, verified })
}

/// The charts of the report in its order, as pictures at 300 dots an inch.
fn pictures(paper: Paper<'_>) -> Result<Vec<Vec<u8>>, String> {
    const PIXELS_PER_MM: f32 = 300.0 / 25.4;
    let fonts = Fonts::shipped();
    let prose = paper.form.prose_sections().flat_map(|section| page::paragraphs(paper.report.prose(&section.id)));
    let charts = prose.filter_map(|paragraph| chart_of(paper.form, paragraph)).map(|chart| {
        let figures = ChartFigures::of(paper.form, paper.report, paper.figures, chart);
        let drawing = page::draw_chart(&figures, &fonts, page::TEXT_WIDTH_MM);
        let pixels = page::raster::draw_items(&drawing.items, &fonts, (drawing.width_mm, drawing.height_mm), PIXELS_PER_MM);
        picture::png(&pixels, PIXELS_PER_MM)
    });
    charts.collect()
}

/// The report's JSON as it leaves with the paper.
fn data_of(paper: Paper<'_>) -> String {
    let Paper { form, report, figures, review, draft } = paper;
    json::handed_out(form, report, figures, review, draft)
}

/// Reads a Word document as another program would and compares it with the report: every figure, label and paragraph in its place, and
/// the data that it carries.
///
/// # Errors
/// [`PaperError::NotAsFilled`] for the first difference.
pub fn verify(bytes: &[u8], paper: Paper<'_>, data: &str) -> Result<String, PaperError> {
    let unread = || PaperError::Writing(Kind::Word, "写出的内容读不回来".to_owned());
    let mut package = read::Package::of(bytes).ok_or_else(unread)?;
    let carried = package.data().ok_or_else(unread)?;
    if carried.trim() != data.trim() && json_differs(&carried, data) {
        let place = "所附数据".to_owned();
        return Err(PaperError::NotAsFilled { kind: Kind::Word, place, wanted: String::new(), found: String::new() });
    }
    let shown = package.shown().ok_or_else(unread)?;
    wanted::compare(Kind::Word, paper, &wanted::wanted(paper.form, paper.report, paper.figures), shown)
}

/// A character that XML cannot hold stands as JSON's escape: the same value in other letters.
fn json_differs(one: &str, other: &str) -> bool {
    let value = |text: &str| serde_json::from_str::<serde_json::Value>(text).ok();
    value(one) != value(other)
}

/// Whether the bytes are a Word document's, of whomever.
#[must_use]
pub fn is_docx(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK") && read::Package::of(bytes).is_some()
}

/// Whether a Word document is one of ours: it carries a report.
#[must_use]
pub fn carries_report(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK") && read::Package::of(bytes).is_some_and(|mut package| package.data().is_some())
}

/// Reads the report that a Word document of ours carries. Where its text no longer says what the report says, a note tells it, and
/// [`Opened::changes`] lists what was changed.
///
/// # Errors
/// One sentence: too large, not readable, or another program's document.
pub fn read(bytes: &[u8], editions: &Editions) -> Result<Opened, FileError> {
    if bytes.len() > LARGEST_FILE {
        return Err(FileError::TooLarge);
    }
    let mut package = read::Package::of(bytes).ok_or(FileError::BrokenWord)?;
    let data = package.data().ok_or(FileError::ForeignWord)?;
    let mut opened = json::open(data.as_bytes(), editions)?;
    match package.shown() {
        Some(shown) => {
            opened.changes = Changes::of(&opened.form, &opened.report, &Figures::of(&opened.form, &opened.report), &shown);
        }
        None => opened.notes.push("这份 Word 文件的正文读不出来，已按文件里的数据打开".to_owned()),
    }
    Ok(opened)
}
