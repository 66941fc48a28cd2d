//! The web page: the report as one file of HTML without scripts or links outside, and as what an editor takes from the clipboard.

mod read;
mod svg;
mod write;

use super::markup::Markup;
use super::paper::{DRAFT_MARK, Kind, Made, Paper, PaperError};
use super::wanted::{self, Wanted};
use crate::form::{PlaceContent, SectionContent, Table};
use crate::page;
use crate::report::{ChartFigures, chart_of};
use write::Reader;

/// How much of a report is copied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Extent {
    /// All of it.
    Whole,
    /// The section with that id.
    Section(String),
    /// A table, as a place in the form.
    Table(usize),
}

/// What is put into the clipboard: HTML, and the same as plain text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copied {
    /// For editors that take HTML.
    pub html: String,
    /// For others: a line a paragraph, tables with tabs.
    pub text: String,
}

/// Writes the report as a web page, reads it back and compares it with the report.
///
/// # Errors
/// [`PaperError::Blocked`] where a finding blocks the finished report, [`PaperError::NotAsFilled`] where what was written does not read
/// back as the report.
pub fn export(paper: Paper<'_>) -> Result<Made, PaperError> {
    paper.must_hold()?;
    let page = page_of(paper);
    let verified = verify(&page, paper)?;
    Ok(Made { bytes: page.into_bytes(), verified })
}

/// Reads a page as a browser would and compares it with the report: every figure, label and paragraph in its place.
///
/// # Errors
/// [`PaperError::NotAsFilled`] for the first difference.
pub fn verify(page: &str, paper: Paper<'_>) -> Result<String, PaperError> {
    let mut wanted = wanted::wanted(paper.form, paper.report, paper.figures);
    if paper.draft {
        wanted.insert(0, Wanted::Text { place: "草稿".to_owned(), text: DRAFT_MARK.to_owned() });
    }
    wanted::compare(Kind::WebPage, paper, &wanted, read::shown(page))
}

fn page_of(paper: Paper<'_>) -> String {
    let mut out = Markup::new("<!DOCTYPE html>\n");
    out.element("html", &[("lang", &"zh-CN")], |out| {
        out.line();
        out.element("head", &[], |out| {
            out.void("meta", &[("charset", &"utf-8")]);
            out.void("meta", &[("name", &"viewport"), ("content", &"width=device-width, initial-scale=1")]);
            out.text_element("title", &[], &paper.title());
        });
        out.line();
        out.element("body", &[("style", &"max-width:50em;margin:0 auto;padding:1em;line-height:1.8")], |out| {
            out.line();
            whole(out, paper, Reader::Browser);
        });
        out.line();
    });
    out.line();
    out.finish()
}

fn whole(out: &mut Markup, paper: Paper<'_>, reader: Reader) {
    write::draft_mark(out, paper);
    write::title(out, paper);
    let mut charts = 0;
    for section in &paper.form.sections {
        write::section(out, paper, section, reader, &mut charts);
    }
    write::signature(out, paper);
}

/// 复制网页内容: the report or a part of it for the editor of a web site. A draft says first that it is one.
#[must_use]
pub fn copied(paper: Paper<'_>, extent: &Extent) -> Copied {
    let mut out = Markup::new("");
    let mut text = String::new();
    match extent {
        Extent::Whole => {
            whole(&mut out, paper, Reader::Editor);
            whole_text(&mut text, paper);
        }
        Extent::Section(id) => {
            write::draft_mark(&mut out, paper);
            if let Some(section) = paper.form.section(id) {
                let mut before = charts_before(paper, id);
                write::section(&mut out, paper, section, Reader::Editor, &mut before.clone());
                section_text(&mut text, paper, section, &mut before);
            }
        }
        Extent::Table(index) => {
            write::draft_mark(&mut out, paper);
            if let Some(table) = paper.form.tables.get(*index) {
                write::table(&mut out, paper, table, Reader::Editor);
                table_text(&mut text, paper, table);
            }
        }
    }
    Copied { html: out.finish(), text }
}

fn line(text: &mut String, line: &str) {
    if !line.is_empty() {
        text.push_str(line);
        text.push('\n');
    }
}

fn whole_text(text: &mut String, paper: Paper<'_>) {
    if paper.draft {
        line(text, DRAFT_MARK);
    }
    paper.title_lines().iter().for_each(|title| line(text, title));
    let mut charts = 0;
    paper.form.sections.iter().for_each(|section| section_text(text, paper, section, &mut charts));
    if let Some(signature) = &paper.report.signature {
        line(text, signature.unit.trim());
        line(text, &page::long_date(&signature.date));
    }
}

/// How many charts stand before a section.
fn charts_before(paper: Paper<'_>, id: &str) -> usize {
    let before = paper.form.sections.iter().take_while(|section| section.id != id);
    before.flat_map(|section| page::paragraphs(paper.report.prose(&section.id))).filter(|text| chart_of(paper.form, text).is_some()).count()
}

fn section_text(text: &mut String, paper: Paper<'_>, section: &crate::form::Section, charts: &mut usize) {
    if section.head_printed {
        line(text, &section.head());
    }
    match &section.content {
        SectionContent::Prose { .. } => {
            for block in page::blocks(paper.form, paper.figures, paper.report.prose(&section.id)) {
                match block {
                    page::Block::Text(paragraph) => line(text, &paragraph),
                    page::Block::Chart(chart) => {
                        *charts += 1;
                        line(text, &format!("图{charts}　{}", ChartFigures::of(paper.form, paper.report, paper.figures, chart).words()));
                    }
                }
            }
        }
        SectionContent::Tables(tables) => {
            tables.iter().filter_map(|at| paper.form.tables.get(*at)).for_each(|table| table_text(text, paper, table));
        }
    }
}

/// A line a row; what a place covers beside its first field is blank.
fn table_text(text: &mut String, paper: Paper<'_>, table: &Table) {
    for row in 0..table.row_count {
        let field = |column: usize| {
            let place = table.places.iter().find(|place| (place.row, place.column) == (row, column));
            match place.map(|place| &place.content) {
                Some(PlaceContent::Label(label)) => label.text.clone(),
                Some(PlaceContent::Cell(cell)) => paper.figures.printed(paper.form, paper.report, *cell),
                None => String::new(),
            }
        };
        text.push_str(&(0..table.column_count()).map(field).collect::<Vec<_>>().join("\t"));
        text.push('\n');
    }
}
