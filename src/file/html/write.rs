//! The report as HTML: heads, paragraphs and tables that say by themselves what they are, so that a web site that drops every style still
//! shows them right.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

use super::svg;
use crate::file::markup::Markup;
use crate::file::paper::{DRAFT_MARK, Paper};
use crate::file::picture;
use crate::form::{Chart, Label, Place, PlaceContent, Role, Section, SectionContent, Table};
use crate::page::{self, Drawing, Fonts, Style, TEXT_WIDTH_MM, raster};
use crate::report::ChartFigures;

/// A cell's rules and air.
const CELL: &str = "border:1px solid #444;padding:.3em";
const TABLE: &str = "border-collapse:collapse;width:100%;text-align:center;line-height:1.4";
/// The most columns that a narrow screen shows beside each other.
const MOST_NARROW: usize = 6;
const PARAGRAPH: &str = "text-indent:2em;margin:.4em 0";

/// For whom it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reader {
    /// A browser.
    Browser,
    /// An editor that may drop every style: tables have rules by an old attribute too.
    Editor,
}

/// Unit and title as the first head.
pub(super) fn title(out: &mut Markup, paper: Paper<'_>) {
    let [unit, title] = paper.title_lines();
    out.element("h1", &[("style", &"text-align:center;font-size:1.6em")], |out| {
        if !unit.is_empty() {
            out.text(&unit);
            out.void("br", &[]);
        }
        out.text(&title);
    });
    out.line();
}

/// What a draft says first.
pub(super) fn draft_mark(out: &mut Markup, paper: Paper<'_>) {
    if paper.draft {
        out.element("p", &[], |out| out.text_element("strong", &[], DRAFT_MARK));
        out.line();
    }
}

/// A section with its head.
pub(super) fn section(out: &mut Markup, paper: Paper<'_>, section: &Section, reader: Reader, charts: &mut usize) {
    if section.head_printed {
        out.text_element("h2", &[("style", &"font-size:1.2em")], &section.head());
        out.line();
    }
    match &section.content {
        SectionContent::Prose { .. } => {
            let mut heads = page::Heads::default();
            for block in page::blocks(paper.form, paper.figures, paper.report.prose(&section.id)) {
                match block {
                    page::Block::Text(text) => paragraph(out, &text, heads.depth(&text)),
                    page::Block::Chart(shown) => {
                        *charts += 1;
                        chart(out, paper, shown, *charts, reader);
                    }
                }
            }
        }
        SectionContent::Tables(tables) => {
            for index in tables.iter().filter_map(|index| paper.form.tables.get(*index)) {
                table(out, paper, index, reader);
            }
        }
    }
}

/// A chart with its caption; who reads the page again finds by its name which one it is. Editors drop drawings, and take pictures.
fn chart(out: &mut Markup, paper: Paper<'_>, chart: &Chart, number: usize, reader: Reader) {
    let figures = ChartFigures::of(paper.form, paper.report, paper.figures, chart);
    let fonts = Fonts::shipped();
    let drawing = page::draw_chart(&figures, &fonts, TEXT_WIDTH_MM);
    let style: (&str, &dyn std::fmt::Display) = ("style", &"margin:1em 0;text-align:center");
    out.element("figure", &[("data-chart", &chart.id), style], |out| {
        match reader {
            Reader::Browser => svg::drawing(out, &drawing, &figures.words()),
            Reader::Editor => editors_picture(out, &drawing, &fonts, &figures.words()),
        }
        out.line();
        out.text_element("figcaption", &[], &figures.caption(number));
    });
    out.line();
}

/// A chart as a picture that is in the page itself.
fn editors_picture(out: &mut Markup, drawing: &Drawing, fonts: &Fonts, words: &str) {
    const PIXELS_PER_MM: f32 = 6.0;
    let pixels = raster::draw_items(&drawing.items, fonts, (drawing.width_mm, drawing.height_mm), PIXELS_PER_MM);
    // Without a picture its words are left.
    let Ok(bytes) = picture::png(&pixels, PIXELS_PER_MM) else { return out.text_element("p", &[], words) };
    let source = format!("data:image/png;base64,{}", BASE64_STANDARD.encode(bytes));
    out.void("img", &[("src", &source), ("alt", &words), ("style", &"max-width:100%")]);
}

fn paragraph(out: &mut Markup, text: &str, head_depth: Option<u8>) {
    if let Some(depth) = head_depth {
        out.text_element(&format!("h{}", 2 + depth), &[("style", &"font-size:1em;margin:.4em 0")], text);
    } else {
        out.element("p", &[("style", &PARAGRAPH)], |out| {
            for piece in page::pieces(text) {
                match piece.style {
                    Style::Subheading => out.text_element("strong", &[], piece.text),
                    _ => out.text(piece.text),
                }
            }
        });
    }
    out.line();
}

/// 落款.
pub(super) fn signature(out: &mut Markup, paper: Paper<'_>) {
    let Some(signature) = &paper.report.signature else { return };
    let right: (&str, &dyn std::fmt::Display) = ("style", &"text-align:right");
    if !signature.unit.trim().is_empty() {
        out.text_element("p", &[right], signature.unit.trim());
        out.line();
    }
    let date = page::long_date(&signature.date);
    if !date.is_empty() {
        out.text_element("p", &[right], &date);
        out.line();
    }
}

/// A table with its name, heads and spans.
pub(super) fn table(out: &mut Markup, paper: Paper<'_>, table: &Table, reader: Reader) {
    let write = |out: &mut Markup| {
        let border: (&str, &dyn std::fmt::Display) = ("border", &1);
        // A wide table keeps its width where the screen is narrow.
        let wide = if reader == Reader::Browser && table.column_count() > MOST_NARROW { ";min-width:42em" } else { "" };
        let style_text = format!("{TABLE}{wide}");
        let style: (&str, &dyn std::fmt::Display) = ("style", &style_text);
        let attributes = if reader == Reader::Editor { vec![border, style] } else { vec![style] };
        out.element("table", &attributes, |out| {
            out.text_element("caption", &[], &table.name);
            out.line();
            for rows in groups(table) {
                let group = if rows.start < table.head_rows { "thead" } else { "tbody" };
                out.element(group, &[], |out| {
                    rows.for_each(|row| table_row(out, paper, table, row));
                });
                out.line();
            }
        });
    };
    match reader {
        // On a narrow screen the table is moved sideways, not the page.
        Reader::Browser => out.element("div", &[("style", &"overflow-x:auto")], write),
        Reader::Editor => write(out),
    }
    out.line();
}

/// The heads, then the rows; a banner opens a group of its own.
fn groups(table: &Table) -> Vec<std::ops::Range<usize>> {
    let is_banner = |row: &usize| {
        let banner = |place: &Place| matches!(&place.content, PlaceContent::Label(label) if label.role == Role::Banner);
        table.places.iter().any(|place| place.row == *row && banner(place))
    };
    let mut starts: Vec<usize> = vec![0, table.head_rows];
    starts.extend((table.head_rows..table.row_count).filter(is_banner));
    starts.push(table.row_count);
    starts.dedup();
    starts.windows(2).filter_map(|pair| Some(*pair.first()?..*pair.last()?)).collect()
}

fn table_row(out: &mut Markup, paper: Paper<'_>, table: &Table, row: usize) {
    out.element("tr", &[], |out| {
        for place in table.places.iter().filter(|place| place.row == row) {
            match &place.content {
                PlaceContent::Label(label) => label_cell(out, table, place, label),
                PlaceContent::Cell(cell) => {
                    let text = paper.figures.printed(paper.form, paper.report, *cell);
                    cell_of(out, "td", place, None, CELL, &text);
                }
            }
        }
    });
    out.line();
}

fn label_cell(out: &mut Markup, table: &Table, place: &Place, label: &Label) {
    let scope = match (label.role, place.columns, place.rows) {
        (Role::Corner, ..) => None,
        (Role::Head, 1, _) => Some("col"),
        (Role::Banner | Role::Head, ..) => Some("colgroup"),
        (Role::Row, _, 1) => Some("row"),
        (Role::Row, ..) => Some("rowgroup"),
    };
    let more = if label.vertical {
        ";writing-mode:vertical-rl;letter-spacing:.3em"
    } else if label.role == Role::Row && table.label_columns > 1 && place.rows == 1 {
        ";text-align:left"
    } else {
        ""
    };
    let style = format!("{CELL}{more}{}", if scope.is_some() { ";font-weight:normal" } else { "" });
    cell_of(out, if scope.is_some() { "th" } else { "td" }, place, scope, &style, &label.text);
}

fn cell_of(out: &mut Markup, name: &str, place: &Place, scope: Option<&str>, style: &str, text: &str) {
    let mut attributes: Vec<(&str, &dyn std::fmt::Display)> = Vec::new();
    if let Some(scope) = &scope {
        attributes.push(("scope", scope));
    }
    if place.rows > 1 {
        attributes.push(("rowspan", &place.rows));
    }
    if place.columns > 1 {
        attributes.push(("colspan", &place.columns));
    }
    attributes.push(("style", &style));
    out.text_element(name, &attributes, text);
}
