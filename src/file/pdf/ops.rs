//! Pages as content streams, in reading order, and the document that holds them, to be finished.

use std::fmt::Write as _;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

use super::embed::{Embedded, FaceGlyphs, Glyphs};
use super::object::name;
use super::{PdfError, faces, tags};
use crate::page::{Glyph, Item, Layout, Line, PAGE_HEIGHT_MM, PAGE_WIDTH_MM, Page, Run};

const PT_PER_MM: f32 = 72.0 / 25.4;

/// The pages as a document, to be finished.
pub(super) fn document(layout: &Layout, embedded: Vec<Embedded>, glyphs: &Glyphs) -> Result<Document, PdfError> {
    let mut document = Document::with_version("1.7");
    let pages = document.new_object_id();
    let fonts: Dictionary = embedded
        .into_iter()
        .map(|face| (face.resource.clone(), faces::add(&mut document, face).into()))
        .collect::<Vec<(String, Object)>>()
        .into_iter()
        .collect();
    let resources = document.add_object(dictionary! { "Font" => fonts });
    let mut kids = Vec::new();
    for page in &layout.pages {
        let content = content(page, glyphs)?;
        let content = document.add_object(Stream::new(Dictionary::new(), content.into_bytes()));
        kids.push(Object::Reference(add_page(&mut document, pages, resources, content)));
    }
    let count = i64::try_from(kids.len()).unwrap_or(i64::MAX);
    document.set_object(pages, dictionary! { "Type" => name("Pages"), "Kids" => kids, "Count" => count });
    let catalog = document.add_object(dictionary! { "Type" => name("Catalog"), "Pages" => pages });
    let info = document.add_object(Dictionary::new());
    document.trailer.set("Root", catalog);
    document.trailer.set("Info", info);
    Ok(document)
}

fn add_page(document: &mut Document, parent: ObjectId, resources: ObjectId, content: ObjectId) -> ObjectId {
    let sheet = || -> Vec<Object> { vec![0.into(), 0.into(), across(PAGE_WIDTH_MM).into(), across(PAGE_HEIGHT_MM).into()] };
    document.add_object(dictionary! {
        "Type" => name("Page"),
        "Parent" => parent,
        "MediaBox" => sheet(),
        "TrimBox" => sheet(),
        "Resources" => resources,
        "Contents" => content,
    })
}

fn content(page: &Page, glyphs: &Glyphs) -> Result<String, PdfError> {
    let mut out = String::new();
    let mut grey = 0.0;
    let mut thickness = 0.0;
    for piece in tags::pieces(page) {
        begin(&piece, &mut out);
        for line in piece.items.chunk_by(on_one_line) {
            let is_said = say(line, glyphs, &mut out);
            for item in line {
                match item {
                    Item::Text(run) => {
                        if run.grey.total_cmp(&grey).is_ne() {
                            grey = run.grey;
                            put(&mut out, format_args!("{grey} g\n"));
                        }
                        let face = glyphs.of(run.face).ok_or_else(missing)?;
                        show(run, face, &mut out)?;
                    }
                    Item::Line(line) => {
                        if line.width_pt.total_cmp(&thickness).is_ne() {
                            thickness = line.width_pt;
                            put(&mut out, format_args!("{thickness} w\n"));
                        }
                        rule(line, &mut out);
                    }
                }
            }
            if is_said {
                out.push_str("EMC\n");
            }
        }
        out.push_str("EMC\n");
    }
    Ok(out)
}

/// Writing into a text does not fail.
fn put(out: &mut String, what: std::fmt::Arguments<'_>) {
    let _always = out.write_fmt(what);
}

fn missing() -> PdfError {
    PdfError::Writing("字形缺失".to_owned())
}

/// Whether two items are runs of one line of text.
fn on_one_line(one: &Item, two: &Item) -> bool {
    matches!((one, two), (Item::Text(one), Item::Text(two)) if one.y_mm.total_cmp(&two.y_mm).is_eq())
}

/// Says what a line reads, where readers who go by the gaps between glyphs would see a blank or an end of the line: at marks that
/// were squeezed and in lines that were spread; and where it ends with a blank, which else is taken for nothing.
fn say(line: &[Item], glyphs: &Glyphs, out: &mut String) -> bool {
    /// In thousandths of an em: readers take a tenth for the end of a word.
    const MOST_MOVED: f32 = 70.0;
    let runs = || line.iter().filter_map(|item| if let Item::Text(run) = item { Some(run) } else { None });
    let is_moved = |(run, glyph): &(&Run, &Glyph)| {
        let (_, width) = glyphs.of(run.face).and_then(|face| face.get(glyph.id, glyph.character)).unwrap_or_default();
        (width as f32 - glyph.advance_mm * PT_PER_MM / run.size_pt * 1000.0).abs() > MOST_MOVED
    };
    let mut all: Vec<(&Run, &Glyph)> = runs().flat_map(|run| run.glyphs.iter().map(move |glyph| (run, glyph))).collect();
    let ends_with_blank = all.pop().is_some_and(|(_, last)| last.character == ' ');
    if !ends_with_blank && !all.iter().any(is_moved) {
        return false;
    }
    out.push_str("/Span<</ActualText<FEFF");
    for glyph in runs().flat_map(|run| &run.glyphs) {
        for unit in glyph.character.encode_utf16(&mut [0; 2]) {
            put(out, format_args!("{unit:04X}"));
        }
    }
    out.push_str(">>>BDC\n");
    true
}

/// One text object for each run, so that a reader finds the figure of a cell apart from its neighbours.
fn show(run: &Run, face: &FaceGlyphs, out: &mut String) -> Result<(), PdfError> {
    let Run { size_pt, x_mm, y_mm, .. } = run;
    put(out, format_args!("BT\n/{} {size_pt} Tf\n1 0 0 1 {} {} Tm\n[", face.resource, across(*x_mm), up(*y_mm)));
    // Adjustments are whole thousandths; what rounding leaves is carried to the next glyph.
    let mut carried = 0.0;
    let em_mm = size_pt / PT_PER_MM;
    let last = run.glyphs.len().saturating_sub(1);
    for (at, glyph) in run.glyphs.iter().enumerate() {
        let (code, width) = face.get(glyph.id, glyph.character).ok_or_else(missing)?;
        put(out, format_args!("<{code:04X}>"));
        let exact = width as f32 - glyph.advance_mm / em_mm * 1000.0 + carried;
        let offset = exact.round();
        carried = exact - offset;
        if at < last && offset.abs() >= 1.0 {
            put(out, format_args!("{}", offset as i32));
        }
    }
    out.push_str("]TJ\nET\n");
    Ok(())
}

/// Opens a piece: an artifact, or content with its number.
fn begin(piece: &tags::Piece<'_>, out: &mut String) {
    let tag = tags::tag(piece.mark);
    match piece.number {
        Some(number) => put(out, format_args!("/{tag}<</MCID {number}>>BDC\n")),
        None => put(out, format_args!("/{tag} BMC\n")),
    }
}

fn rule(line: &Line, out: &mut String) {
    let (x1, y1, x2, y2) = (across(line.x1_mm), up(line.y1_mm), across(line.x2_mm), up(line.y2_mm));
    put(out, format_args!("{x1} {y1} m {x2} {y2} l S\n"));
}

/// From the left, in points with two decimals.
fn across(x_mm: f32) -> f32 {
    (x_mm * PT_PER_MM * 100.0).round() / 100.0
}

/// From the foot of the page, in points with two decimals.
fn up(y_mm: f32) -> f32 {
    across(PAGE_HEIGHT_MM - y_mm)
}
