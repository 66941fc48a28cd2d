//! The PDF: the pages as `page` laid them out, every face embedded, the report itself attached; and such a PDF read again.
//!
//! This is the only place that names printpdf and lopdf.
//!
//! Built to PDF/A-3a (ISO 19005-3, level A on PDF 1.7), clause by clause:
//!
//! | clause | asks | met by | tested by |
//! |---|---|---|---|
//! | 6.1.2, 6.1.3 | header with a binary comment, trailer with `/ID`, no encryption | `archive` | `paper/archive` |
//! | 6.1.7 | stream lengths right, no LZW | lopdf writes Flate alone | `qpdf --check` |
//! | 6.2.3 | an output intent with an ICC profile | `icc`, sRGB as `GTS_PDFA1` | `paper/archive` |
//! | 6.2.4.3 | DeviceGray and DeviceRGB under it alone | pages set grey, the manual's pictures DeviceRGB by a palette | `paper/archive`, `pdfa.sh` |
//! | 6.2.10 | no transparency needed | 草稿 is light grey behind the text | `paper/archive` |
//! | 6.2.11.4 | every face embedded | `embed` | `paper/archive`, `pdffonts` |
//! | 6.2.11.5 | `/W` as the embedded face has it | `embed` | `paper/archive` |
//! | 6.2.11.7.2 | ToUnicode for every glyph, never 0, FEFF, FFFE (levels U, A) | `embed` | `paper/archive`, read-back |
//! | 6.2.11.8 | `.notdef` never shown | coverage is settled before anything is drawn | read-back |
//! | 6.6.2 | XMP that says what Info says, with `pdfaid` | `archive` | `paper/archive` |
//! | 6.7.2.2 | `/MarkInfo` with `/Marked true` (level A) | `tags` | `paper/tags` |
//! | 6.7.3.1 | a structure tree from `/StructTreeRoot`, every content in one element or an artifact | `tags`, `ops` | `paper/tags` |
//! | 6.7.3.3 | heads, paragraphs, tables with rows, heads, scopes and spans by their standard names | `tags` | `paper/tags` |
//! | 6.7.4 | `/Lang` in the catalog | `archive` | `paper/archive` |
//! | 6.8 | attachment: `/F`, `/UF`, MIME type, `/AFRelationship`, `/AF` | `archive` | `paper/archive` |
//!
//! And to PDF/UA-1 (ISO 14289-1) as far as its clauses ask for more than those above:
//!
//! | clause | asks | met by | tested by |
//! |---|---|---|---|
//! | 5 | XMP says `pdfuaid:part`, described as PDF/A wants it | `archive` | `paper/export` |
//! | 7.1 | a title, shown in the window's bar; every content tagged or an artifact | `archive`, `tags` | `paper/archive`, `paper/tags` |
//! | 7.2 | text can be read as characters, its language named; a line that was squeezed or spread says what it reads | `ops` | `paper/export` |
//! | 7.3 | a chart is a figure that says its figures, with its place and its caption | `tags` | `paper/charts` |
//! | 7.4.2 | heads by their depth, none left out | `tags`, `page::prose` | `paper/tags`, `paper/heads` |
//! | 7.5 | tables with `THead`, `TBody`, heads with their scope; the section's head above a table is its caption, a summary names each | `tags` | `paper/tags` |
//! | 7.11 | an attachment with its names and what it is | `archive` | `paper/archive` |
//! | 7.21 | faces embedded, with maps and widths as above | `embed`, `faces` | `paper/archive` |
//!
//! Bookmarks name the sections and the heads （一） in them; the author is the unit. The validator below has rules of PDF/UA-1 too.
//!
//! A validator that is not ours (page-validation 0.11.0) finds the files to be PDF/A-3a and PDF/UA-1: `tests/desktop/pdfa.sh`.

mod archive;
mod content;
mod decode;
mod embed;
mod error;
mod faces;
mod icc;
mod object;
mod ops;
mod outlines;
mod pack;
mod read;
mod tags;
mod verify;
mod xref;

use crate::check::{Case, Review, summary};
use crate::file::json;
use crate::form::Form;
use crate::page::{self, Checklist, Fonts, Layout, Options, lay_out_checklist, lay_out_poster};
use crate::report::{Figures, Report};

pub use error::PdfError;
pub use read::{is_pdf, read};

/// A PDF that was written and read back.
#[derive(Debug, Clone, PartialEq)]
pub struct Exported {
    /// The file.
    pub bytes: Vec<u8>,
    /// What the reading back found, e.g. 表二 10、表三 175、表四 15 个数字与填报一致.
    pub verified: String,
    /// How many pages it has.
    pub page_count: usize,
}

/// Lays a report out, writes it as a PDF, reads the bytes back and compares them with the report.
///
/// The finished report (`options.draft` false) is attached with all its figures, a draft as it stands.
///
/// # Errors
/// [`PdfError::Blocked`] where a finding blocks the finished report, [`PdfError::Undrawable`] where no face draws a
/// character of it, and [`PdfError::NotAsFilled`] where what was written does not read back as the report.
pub fn export(
    form: &Form,
    report: &Report,
    figures: &Figures,
    review: &Review,
    fonts: &Fonts,
    options: Options,
) -> Result<Exported, PdfError> {
    if !options.draft && review.blocks() {
        return Err(PdfError::Blocked);
    }
    let layout = page::lay_out(form, report, figures, fonts, options);
    if !options.draft
        && let Some(character) = layout.undrawable.first()
    {
        return Err(PdfError::Undrawable(*character));
    }
    let data = json::handed_out(form, report, figures, review, options.draft);
    let bytes = write(form, report, &layout, fonts, &data)?;
    let verified = verify(&bytes, form, report, figures, fonts)?;
    Ok(Exported { bytes, verified, page_count: layout.pages.len() })
}

/// The manual as a PDF; `form` is any form, and nothing of it is seen.
///
/// # Errors
/// As [`write()`], and [`PdfError::Undrawable`].
pub fn manual(form: &Form, fonts: &Fonts) -> Result<Vec<u8>, PdfError> {
    let layout = page::lay_out_manual(&page::Manual::shipped(), fonts);
    if let Some(character) = layout.undrawable.first() {
        return Err(PdfError::Undrawable(*character));
    }
    // Whose it is, and a day that does not change.
    let report = Report::blank(form, "", form.first_year, "年报", None);
    let (embedded, glyphs) = embed::embed(&layout, fonts)?;
    let document = ops::document(&layout, embedded, &glyphs)?;
    archive::finish(document, form, &report, &layout, None)
}

/// Reads a PDF as a stranger would and compares it with the report: every figure and paragraph through the content
/// streams, every glyph with the face that it was cut from. What agrees is told in a sentence.
///
/// # Errors
/// [`PdfError::NotAsFilled`] or [`PdfError::WrongGlyph`] for the first difference.
pub fn verify(bytes: &[u8], form: &Form, report: &Report, figures: &Figures, fonts: &Fonts) -> Result<String, PdfError> {
    let document = lopdf::Document::load_mem(bytes).map_err(|error| PdfError::Writing(error.to_string()))?;
    verify::compare(&document, form, report, figures, &|c| fonts.covers(c), verify::Closeness::AsTyped)?;
    outlines::compare(&document, fonts)?;
    Ok(verify::sentence(form))
}

/// Writes pages as a PDF with the report's JSON attached. The same input gives the same bytes.
///
/// # Errors
/// [`PdfError::Font`] where a face cannot be cut to its glyphs, [`PdfError::Writing`] where a library refuses.
pub fn write(form: &Form, report: &Report, layout: &Layout, fonts: &Fonts, data: &str) -> Result<Vec<u8>, PdfError> {
    let (embedded, glyphs) = embed::embed(layout, fonts)?;
    let document = ops::document(layout, embedded, &glyphs)?;
    archive::finish(document, form, report, layout, Some(data))
}

/// 图解: the report at a glance on one page, read back and compared with the cells; a draft says that it is one.
///
/// # Errors
/// [`PdfError::Undrawable`] where no face draws a character of it, [`PdfError::NotAsFilled`] where what was written does not read back.
pub fn poster(form: &Form, report: &Report, figures: &Figures, fonts: &Fonts, draft: bool) -> Result<Vec<u8>, PdfError> {
    let layout = lay_out_poster(form, report, figures, fonts, draft);
    if !draft && let Some(character) = layout.undrawable.first() {
        return Err(PdfError::Undrawable(*character));
    }
    let (embedded, glyphs) = embed::embed(&layout, fonts)?;
    let document = ops::document(&layout, embedded, &glyphs)?;
    let bytes = archive::finish(document, form, report, &layout, None)?;
    let document = lopdf::Document::load_mem(&bytes).map_err(|error| PdfError::Writing(error.to_string()))?;
    verify::poster(&document, form, report, figures, &|c| fonts.covers(c))?;
    Ok(bytes)
}

/// The 核对单 of a finished report as a PDF of its own: the list of [`crate::check::Summary`] and the SHA-256 of its JSON export.
///
/// # Errors
/// As [`write()`].
pub fn checklist(case: Case<'_>, review: &Review, fonts: &Fonts) -> Result<Vec<u8>, PdfError> {
    let Case { form, report, figures, .. } = case;
    let parts = summary(case, review).parts(case);
    let digest = json::digest(&json::finished(form, report, figures, review));
    let report_title = form.title_for(report.year);
    let checklist = Checklist { unit: &report.unit, report_title: &report_title, digest: &digest, parts: &parts };
    let layout = lay_out_checklist(checklist, fonts);
    let (embedded, glyphs) = embed::embed(&layout, fonts)?;
    let document = ops::document(&layout, embedded, &glyphs)?;
    archive::finish(document, form, report, &layout, None)
}
