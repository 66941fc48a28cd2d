//! The document's text: title, heads, paragraphs, 落款, the page; and what stands at the head and foot of each page.

use super::styles::{ABOVE_TABLE_MM, WORD, twips, words};
use super::table;
use crate::file::markup::Markup;
use crate::file::paper::{DRAFT_MARK, Paper};
use crate::form::{Chart, SectionContent};
use crate::page::sheet::{
    BINDING_MM, BODY_ADVANCE_MM, FOLIO_PT, MM_PER_PT, PAGE_HEIGHT_MM, PAGE_WIDTH_MM, PITCH_MM, TEXT_HEIGHT_MM, TEXT_TOP_MM, TEXT_WIDTH_MM,
    TITLE_PITCH_MM, TITLE_PT,
};
use crate::page::{self, Item, Layout, Mark, Style};
use crate::report::ChartFigures;

const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const DRAWING: &str = "http://schemas.openxmlformats.org/drawingml/2006/main";
const IN_TEXT: &str = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing";
const PICTURE: &str = "http://schemas.openxmlformats.org/drawingml/2006/picture";
/// What the name of a picture begins with that is a chart: who reads the document again finds by it which one it is.
pub(super) const CHART_NAME: &str = "chart:";
/// The units of drawings.
const EMU_PER_MM: f32 = 36_000.0;
/// Where the page number's line stands: its middle is 7 mm below the text block, and it is 18 pt high.
const FOOTER_MM: f32 = PAGE_HEIGHT_MM - TEXT_TOP_MM - TEXT_HEIGHT_MM - 7.0 - 9.0 * MM_PER_PT;
/// Where the line at the head of a draft's pages starts.
const HEADER_MM: f32 = 21.5;
/// The air above a chart, and between it and its caption.
const CHART_AIR_MM: f32 = 1.5;
/// The air between a table and the text below it.
const BELOW_TABLE_MM: f32 = 3.0;

/// A paragraph's looks where they are not its style's.
#[derive(Default, Clone, Copy, PartialEq)]
struct Looks {
    keeps_next: bool,
    before_mm: f32,
    after_mm: f32,
    left_mm: f32,
    right_mm: f32,
    /// How far the first line stands out to the left of the others.
    hanging_mm: f32,
    align: &'static str,
}

/// The part with the text.
pub(super) fn document(paper: Paper<'_>, layout: &Layout) -> String {
    let mut out = Markup::xml();
    out.element("w:document", &[("xmlns:w", &WORD), ("xmlns:r", &RELATIONS)], |out| {
        out.element("w:body", &[], |out| {
            title(out, paper, layout);
            sections(out, paper, layout);
            signature(out, paper);
            page(out, paper.draft);
        });
    });
    out.finish()
}

/// A paragraph of one style.
fn paragraph(out: &mut Markup, style: &str, looks: Looks, pieces: &[(&str, Option<&str>)]) {
    out.element("w:p", &[], |out| {
        properties(out, style, looks);
        for (text, style) in pieces {
            run(out, text, *style);
        }
    });
}

fn properties(out: &mut Markup, style: &str, looks: Looks) {
    if style == "Normal" && looks == Looks::default() {
        return;
    }
    out.element("w:pPr", &[], |out| {
        if style != "Normal" {
            out.empty("w:pStyle", &[("w:val", &style)]);
        }
        if looks.keeps_next {
            out.empty("w:keepNext", &[]);
        }
        if looks.before_mm > 0.0 || looks.after_mm > 0.0 {
            out.empty("w:spacing", &[("w:before", &twips(looks.before_mm)), ("w:after", &twips(looks.after_mm))]);
        }
        if looks.left_mm > 0.0 || looks.right_mm > 0.0 {
            let first = if looks.hanging_mm > 0.0 { ("w:hanging", twips(looks.hanging_mm)) } else { ("w:firstLine", 0) };
            let attributes: [(&str, &dyn std::fmt::Display); 4] =
                [("w:left", &twips(looks.left_mm)), ("w:right", &twips(looks.right_mm)), ("w:firstLineChars", &0), (first.0, &first.1)];
            out.empty("w:ind", &attributes);
        }
        if !looks.align.is_empty() {
            out.empty("w:jc", &[("w:val", &looks.align)]);
        }
    });
}

/// A run of text. Marks that Chinese and Western writing share (“ ” — …) are set as Chinese ones.
pub(super) fn run(out: &mut Markup, text: &str, style: Option<&str>) {
    out.element("w:r", &[], |out| {
        out.element("w:rPr", &[], |out| {
            if let Some(style) = style {
                out.empty("w:rStyle", &[("w:val", &style)]);
            }
            out.empty("w:rFonts", &[("w:hint", &"eastAsia")]);
        });
        words(out, text);
    });
}

/// The unit and the form's title, in the lines in which the pages have them, on the grid of the text.
fn title(out: &mut Markup, paper: Paper<'_>, layout: &Layout) {
    let lines = title_line_widths(layout);
    let count = lines.len().max(1) as f32;
    let height_mm = ((count * TITLE_PITCH_MM + PITCH_MM) / PITCH_MM).ceil() * PITCH_MM;
    let air_mm = (height_mm - count * TITLE_PITCH_MM) / 2.0;
    let texts: Vec<_> = paper.title_lines().into_iter().filter(|text| !text.is_empty()).collect();
    let mut lines = lines.into_iter();
    for (at, text) in texts.iter().enumerate() {
        let own = lines_of(text, &mut lines);
        let widest = own.iter().copied().fold(0.0, f32::max);
        // Where the pages break a line evenly, the margins make Word break it there.
        let side_mm = if own.len() > 1 { (TEXT_WIDTH_MM - widest - 0.3 * TITLE_PT * MM_PER_PT) / 2.0 } else { 0.0 };
        let looks = Looks {
            before_mm: if at == 0 { air_mm } else { 0.0 },
            after_mm: if at + 1 == texts.len() { air_mm } else { 0.0 },
            left_mm: side_mm,
            right_mm: side_mm,
            ..Looks::default()
        };
        paragraph(out, "Title", looks, &[(text, None)]);
    }
}

/// The lines of the title as laid out: how many characters each has, and its width.
fn title_line_widths(layout: &Layout) -> Vec<(usize, f32)> {
    let mut lines: Vec<(f32, usize, f32)> = Vec::new();
    for item in layout.pages.first().map_or(&[] as &[Item], |page| &page.items) {
        let Item::Text(run) = item else { continue };
        if run.mark != Mark::Title {
            continue;
        }
        match lines.last_mut() {
            Some((y, count, width)) if (*y - run.y_mm).abs() < 0.01 => {
                *count += run.glyphs.len();
                *width += run.width_mm();
            }
            _ => lines.push((run.y_mm, run.glyphs.len(), run.width_mm())),
        }
    }
    lines.into_iter().map(|(_, count, width)| (count, width)).collect()
}

/// The widths of the lines that a text takes.
fn lines_of(text: &str, lines: &mut impl Iterator<Item = (usize, f32)>) -> Vec<f32> {
    let most = text.chars().count();
    let (mut taken, mut widths) = (0, Vec::new());
    while taken < most {
        let Some((count, width)) = lines.next() else { break };
        taken += count.max(1);
        widths.push(width);
    }
    widths
}

fn sections(out: &mut Markup, paper: Paper<'_>, layout: &Layout) {
    let signed = signature_lines(paper).is_some();
    let last_section = paper.form.sections.len().saturating_sub(1);
    let mut below_table = false;
    let mut charts = 0;
    for (at, section) in paper.form.sections.iter().enumerate() {
        let before_mm = if below_table { BELOW_TABLE_MM } else { 0.0 };
        let is_table = matches!(section.content, SectionContent::Tables(_));
        if section.head_printed {
            let after_mm = if is_table { ABOVE_TABLE_MM } else { 0.0 };
            paragraph(out, "Heading1", Looks { before_mm, after_mm, ..Looks::default() }, &[(&section.head(), None)]);
        }
        match &section.content {
            SectionContent::Prose { .. } => {
                below_table = false;
                let blocks: Vec<_> = page::blocks(paper.form, paper.figures, paper.report.prose(&section.id)).collect();
                let mut numbers_mm = None;
                for (number, block) in blocks.iter().enumerate() {
                    let keeps_next = signed && at == last_section && number + 1 == blocks.len();
                    match block {
                        page::Block::Text(text) => numbers_mm = prose(out, text, keeps_next, numbers_mm).or(numbers_mm),
                        page::Block::Chart(shown) => {
                            charts += 1;
                            chart(out, paper, shown, charts, keeps_next);
                        }
                    }
                }
            }
            SectionContent::Tables(tables) => {
                for (number, index) in tables.iter().enumerate() {
                    if number > 0 {
                        paragraph(out, "TableText", Looks::default(), &[]);
                    }
                    let setting = layout.tables.iter().find(|setting| setting.table == *index);
                    if let (Some(table), Some(setting)) = (paper.form.tables.get(*index), setting) {
                        table::table(out, paper, table, setting);
                    }
                }
                below_table = true;
            }
        }
    }
    if below_table && !signed {
        // A document may not end with a table.
        paragraph(out, "TableText", Looks::default(), &[]);
    }
}

/// How wide and high a chart is, which is a picture of the package by its number.
fn chart_size_mm(paper: Paper<'_>, chart: &Chart) -> (f32, f32) {
    let figures = ChartFigures::of(paper.form, paper.report, paper.figures, chart);
    let drawing = page::draw_chart(&figures, &page::Fonts::shipped(), TEXT_WIDTH_MM);
    (drawing.width_mm, drawing.height_mm)
}

/// A chart in a line of its own, with its caption below it on the same page.
fn chart(out: &mut Markup, paper: Paper<'_>, chart: &Chart, number: usize, keeps_next: bool) {
    let figures = ChartFigures::of(paper.form, paper.report, paper.figures, chart);
    out.element("w:p", &[], |out| {
        out.element("w:pPr", &[], |out| {
            out.empty("w:pStyle", &[("w:val", &"Caption")]);
            out.empty("w:keepNext", &[]);
            let air = twips(CHART_AIR_MM);
            let attributes: [(&str, &dyn std::fmt::Display); 4] =
                [("w:before", &air), ("w:after", &air), ("w:line", &240), ("w:lineRule", &"auto")];
            out.empty("w:spacing", &attributes);
        });
        out.element("w:r", &[], |out| picture(out, &figures, chart_size_mm(paper, chart), number));
    });
    let looks = Looks { keeps_next, ..Looks::default() };
    paragraph(out, "Caption", looks, &[(&figures.caption(number), None)]);
}

fn picture(out: &mut Markup, figures: &ChartFigures<'_>, (width_mm, height_mm): (f32, f32), number: usize) {
    let emu = |mm: f32| (mm * EMU_PER_MM).round() as i64;
    let size: [(&str, &dyn std::fmt::Display); 2] = [("cx", &emu(width_mm)), ("cy", &emu(height_mm))];
    let name = format!("{CHART_NAME}{}", figures.chart.id);
    out.element("w:drawing", &[], |out| {
        let around: [(&str, &dyn std::fmt::Display); 5] =
            [("xmlns:wp", &IN_TEXT), ("distT", &0), ("distB", &0), ("distL", &0), ("distR", &0)];
        out.element("wp:inline", &around, |out| {
            out.empty("wp:extent", &size);
            out.empty("wp:docPr", &[("id", &number), ("name", &name), ("descr", &figures.words())]);
            out.element("a:graphic", &[("xmlns:a", &DRAWING)], |out| {
                out.element("a:graphicData", &[("uri", &PICTURE)], |out| {
                    out.element("pic:pic", &[("xmlns:pic", &PICTURE)], |out| {
                        out.element("pic:nvPicPr", &[], |out| {
                            out.empty("pic:cNvPr", &[("id", &number), ("name", &name), ("descr", &figures.words())]);
                            out.empty("pic:cNvPicPr", &[]);
                        });
                        out.element("pic:blipFill", &[], |out| {
                            out.empty("a:blip", &[("r:embed", &format!("chart{number}"))]);
                            out.element("a:stretch", &[], |out| out.empty("a:fillRect", &[]));
                        });
                        out.element("pic:spPr", &[], |out| {
                            out.element("a:xfrm", &[], |out| {
                                out.empty("a:off", &[("x", &0), ("y", &0)]);
                                out.empty("a:ext", &size);
                            });
                            out.element("a:prstGeom", &[("prst", &"rect")], |out| out.empty("a:avLst", &[]));
                        });
                    });
                });
            });
        });
    });
}

/// A paragraph. Of one that names an annex it gives where the number stands, where those after it have theirs.
fn prose(out: &mut Markup, text: &str, keeps_next: bool, numbers_mm: Option<f32>) -> Option<f32> {
    let looks = Looks { keeps_next, ..Looks::default() };
    if let Some(annex) = page::annex(text, numbers_mm.is_some()) {
        // A line below the text; lines hang from the first character of the name (GB/T 9704-2012, 7.3.4).
        let first_mm = numbers_mm.unwrap_or(2.0 * BODY_ADVANCE_MM);
        let start_mm = first_mm + width_mm(annex.word);
        let left_mm = start_mm + width_mm(annex.number);
        let before_mm = if numbers_mm.is_none() { PITCH_MM } else { 0.0 };
        paragraph(out, "Normal", Looks { before_mm, left_mm, hanging_mm: left_mm - first_mm, ..looks }, &[(text, None)]);
        return Some(start_mm);
    }
    let pieces = page::pieces(text);
    if page::is_head(text) {
        let is_second = pieces.first().is_some_and(|piece| piece.style == Style::Subheading);
        paragraph(out, if is_second { "Heading2" } else { "Heading3" }, looks, &[(text, None)]);
    } else {
        let pieces: Vec<_> = pieces.into_iter().map(|piece| (piece.text, run_style(piece.style))).collect();
        paragraph(out, "Normal", looks, &pieces);
    }
    None
}

/// The width of a text as Word sets it: figures and marks of Western writing are narrower than a character.
fn width_mm(text: &str) -> f32 {
    const NARROW: f32 = 0.25;
    let ems = |c: char| match c {
        '.' | ' ' => NARROW,
        c if c.is_ascii() => 0.5,
        _ => 1.0,
    };
    text.chars().map(ems).sum::<f32>() * BODY_ADVANCE_MM
}

fn run_style(style: Style) -> Option<&'static str> {
    (style == Style::Subheading).then_some("RunInHead")
}

fn signature_lines(paper: Paper<'_>) -> Option<(String, String)> {
    let signature = paper.report.signature.as_ref()?;
    let (unit, date) = (signature.unit.trim().to_owned(), page::long_date(&signature.date));
    (!unit.is_empty() || !date.is_empty()).then_some((unit, date))
}

/// 落款: the date four characters from the right edge, the unit above it on the same axis.
fn signature(out: &mut Markup, paper: Paper<'_>) {
    let Some((unit, date)) = signature_lines(paper) else { return };
    let date_right_mm = 4.0 * BODY_ADVANCE_MM;
    let unit_right_mm = (date_right_mm + (width_mm(&date) - width_mm(&unit)) / 2.0).max(0.1);
    let base = Looks { align: "right", ..Looks::default() };
    let mut before_mm = PITCH_MM;
    if !unit.is_empty() {
        let looks = Looks { keeps_next: !date.is_empty(), before_mm, right_mm: unit_right_mm, ..base };
        paragraph(out, "Normal", looks, &[(&unit, None)]);
        before_mm = 0.0;
    }
    if !date.is_empty() {
        paragraph(out, "Normal", Looks { before_mm, right_mm: date_right_mm, ..base }, &[(&date, None)]);
    }
}

/// A paragraph of one style, without more.
pub(super) fn plain(out: &mut Markup, style: &str, text: &str, align: &'static str) {
    paragraph(out, style, Looks { align, ..Looks::default() }, &[(text, None)]);
}

/// The page: A4 with the margins of the text block, and what stands above and below it.
pub(super) fn page(out: &mut Markup, draft: bool) {
    out.element("w:sectPr", &[], |out| {
        let kinds = [("default", 1), ("even", 2)];
        for (kind, number) in kinds.into_iter().filter(|_| draft) {
            out.empty("w:headerReference", &[("w:type", &kind), ("r:id", &format!("header{number}"))]);
        }
        for (kind, number) in kinds {
            out.empty("w:footerReference", &[("w:type", &kind), ("r:id", &format!("footer{number}"))]);
        }
        out.empty("w:pgSz", &[("w:w", &twips(PAGE_WIDTH_MM)), ("w:h", &twips(PAGE_HEIGHT_MM))]);
        let margins: [(&str, &dyn std::fmt::Display); 7] = [
            ("w:top", &twips(TEXT_TOP_MM)),
            ("w:right", &twips(PAGE_WIDTH_MM - BINDING_MM - TEXT_WIDTH_MM)),
            ("w:bottom", &twips(PAGE_HEIGHT_MM - TEXT_TOP_MM - TEXT_HEIGHT_MM)),
            ("w:left", &twips(BINDING_MM)),
            ("w:header", &twips(HEADER_MM)),
            ("w:footer", &twips(FOOTER_MM)),
            ("w:gutter", &0),
        ];
        out.empty("w:pgMar", &margins);
        out.empty("w:docGrid", &[("w:linePitch", &twips(PITCH_MM))]);
    });
}

/// The line at the head of a draft's pages.
pub(super) fn header() -> String {
    let mut out = Markup::xml();
    out.element("w:hdr", &[("xmlns:w", &WORD)], |out| paragraph(out, "Header", Looks::default(), &[(DRAFT_MARK, None)]));
    out.finish()
}

/// `— 1 —`, a character from the outer edge: right on odd pages, left on even ones.
pub(super) fn footer(even: bool) -> String {
    let inset_mm = FOLIO_PT * MM_PER_PT;
    let looks = if even {
        Looks { left_mm: inset_mm, align: "left", ..Looks::default() }
    } else {
        Looks { right_mm: inset_mm, align: "right", ..Looks::default() }
    };
    let mut out = Markup::xml();
    out.element("w:ftr", &[("xmlns:w", &WORD)], |out| {
        out.element("w:p", &[], |out| {
            properties(out, "Footer", looks);
            run(out, "— ", None);
            out.element("w:fldSimple", &[("w:instr", &" PAGE ")], |out| run(out, if even { "2" } else { "1" }, None));
            run(out, " —", None);
        });
    });
    out.finish()
}
