//! Pages as printpdf's operations, in reading order, and the document that holds them, to be finished.

use lopdf::{Dictionary, Document, Object, Stream, StringFormat, dictionary};
use printpdf::{
    Codepoint, Color, DictItem, FontId, Greyscale, Line as PdfLine, LinePoint, Mm, Op, PaintMode, PdfDocument, PdfFontHandle, PdfPage,
    PdfSaveOptions, Point, Polygon, PolygonRing, Pt, TextItem, TextMatrix, WindingOrder, XObjectId, XObjectTransform,
};

use super::embed::{Embedded, FaceGlyphs, Glyphs};
use super::object::name;
use super::{PdfError, faces, tags};
use crate::page::{Fill, Glyph, Item, Layout, Line, PAGE_HEIGHT_MM, PAGE_WIDTH_MM, Page, Picture, PlacedPicture, Run};

const PT_PER_MM: f32 = 72.0 / 25.4;

/// The pages as a document, to be finished. printpdf writes the pages; it is not handed the faces, which it would parse once more and
/// whose codes and measures are settled already.
pub(super) fn document(layout: &Layout, embedded: Vec<Embedded>, glyphs: &Glyphs) -> Result<Document, PdfError> {
    let mut pdf = PdfDocument::new(&layout.title);
    for page in &layout.pages {
        let ops = page_ops(page, glyphs)?;
        pdf.pages.push(PdfPage::new(Mm(PAGE_WIDTH_MM), Mm(PAGE_HEIGHT_MM), ops));
    }
    let options = PdfSaveOptions { optimize: true, subset_fonts: false, secure: true, image_optimization: None };
    let mut warnings = Vec::new();
    let mut document = printpdf::serialize::to_lopdf_doc(&pdf, &options, &mut warnings);
    if let Some(warning) = warnings.iter().find(|warning| warning.severity == printpdf::PdfParseErrorSeverity::Error) {
        return Err(PdfError::Writing(warning.msg.clone()));
    }
    "1.7".clone_into(&mut document.version);
    let fonts: Vec<(String, Object)> =
        embedded.into_iter().map(|face| (face.resource.clone(), faces::add(&mut document, face).into())).collect();
    let mut resources = dictionary! { "Font" => fonts.into_iter().collect::<Dictionary>() };
    let pictures = pictures(layout, &mut document);
    if !pictures.is_empty() {
        resources.set("XObject", pictures);
    }
    let resources = document.add_object(resources);
    for page in document.get_pages().into_values() {
        let page = document.get_dictionary_mut(page).map_err(|error| PdfError::Writing(error.to_string()))?;
        page.set("Resources", resources);
        // An empty list says nothing.
        page.remove(b"Annots");
    }
    Ok(document)
}

/// The pictures, by the names by which the pages call them.
fn pictures(layout: &Layout, document: &mut Document) -> Dictionary {
    let mut pictures = Dictionary::new();
    for item in layout.pages.iter().flat_map(|page| &page.items) {
        if let Item::Picture(placed) = item {
            pictures.set(picture_name(placed), document.add_object(image(&placed.picture)));
        }
    }
    pictures
}

fn picture_name(placed: &PlacedPicture) -> String {
    format!("Im{}", placed.number)
}

/// A picture as it is: places in a palette, packed like those of a PNG.
fn image(picture: &Picture) -> Stream {
    let number = |size: usize| i64::try_from(size).unwrap_or(i64::MAX);
    let last = number((picture.palette.len() / 3).saturating_sub(1));
    let palette = Object::String(picture.palette.clone(), StringFormat::Hexadecimal);
    let dictionary = dictionary! {
        "Type" => name("XObject"),
        "Subtype" => name("Image"),
        "Width" => number(picture.width),
        "Height" => number(picture.height),
        "ColorSpace" => vec![name("Indexed"), name("DeviceRGB"), last.into(), palette],
        "BitsPerComponent" => i64::from(picture.bits),
    };
    Stream::new(dictionary, picture.rows.clone())
}

fn picture_op(placed: &PlacedPicture) -> Op {
    let transform = XObjectTransform {
        translate_x: Some(Pt(across(placed.x_mm))),
        translate_y: Some(Pt(up(placed.y_mm + placed.height_mm))),
        scale_x: Some(across(placed.width_mm)),
        scale_y: Some(across(placed.height_mm)),
        no_auto_scale: true,
        ..XObjectTransform::default()
    };
    Op::UseXobject { id: XObjectId(picture_name(placed)), transform }
}

fn page_ops(page: &Page, glyphs: &Glyphs) -> Result<Vec<Op>, PdfError> {
    let mut ops = Vec::new();
    let mut grey = 0.0;
    let mut thickness = 0.0;
    for piece in tags::pieces(page) {
        ops.push(begin(&piece));
        for line in piece.items.chunk_by(on_one_line) {
            let said = actual_text(line, glyphs);
            let is_said = said.is_some();
            ops.extend(said);
            for item in line {
                match item {
                    Item::Text(run) => {
                        set_grey(run.grey, &mut grey, &mut ops);
                        let face = glyphs.of(run.face).ok_or_else(|| PdfError::Writing("字形缺失".to_owned()))?;
                        run_ops(run, face, &mut ops)?;
                    }
                    Item::Line(line) => {
                        if line.width_pt.total_cmp(&thickness).is_ne() {
                            thickness = line.width_pt;
                            ops.push(Op::SetOutlineThickness { pt: Pt(thickness) });
                        }
                        ops.push(line_op(line));
                    }
                    Item::Fill(fill) => {
                        set_grey(fill.grey, &mut grey, &mut ops);
                        ops.push(fill_op(fill));
                    }
                    Item::Picture(placed) => ops.push(picture_op(placed)),
                }
            }
            ops.extend(is_said.then_some(Op::EndMarkedContent));
        }
        ops.push(Op::EndMarkedContent);
    }
    Ok(ops)
}

/// Says in what grey is filled, where that is another one.
fn set_grey(wanted: f32, grey: &mut f32, ops: &mut Vec<Op>) {
    if wanted.total_cmp(grey).is_ne() {
        *grey = wanted;
        ops.push(Op::SetFillColor { col: Color::Greyscale(Greyscale { percent: wanted, icc_profile: None }) });
    }
}

/// Whether two items are runs of one line of text.
fn on_one_line(one: &Item, two: &Item) -> bool {
    matches!((one, two), (Item::Text(one), Item::Text(two)) if one.y_mm.total_cmp(&two.y_mm).is_eq())
}

/// Says what a line reads, where readers who go by the gaps between glyphs would see a blank or an end of the line: at marks that
/// were squeezed and in lines that were spread; and where it ends with a blank, which else is taken for nothing.
fn actual_text(line: &[Item], glyphs: &Glyphs) -> Option<Op> {
    /// In thousandths of an em: readers take a tenth for the end of a word.
    const MOST_MOVED: f32 = 70.0;
    let runs = || line.iter().filter_map(|item| if let Item::Text(run) = item { Some(run) } else { None });
    let is_moved = |(run, glyph): &(&Run, &Glyph)| {
        let width = glyphs.of(run.face).and_then(|face| face.get(&(glyph.id, glyph.character))).map_or(0, |placed| placed.width);
        (width as f32 - glyph.advance_mm * PT_PER_MM / run.size_pt * 1000.0).abs() > MOST_MOVED
    };
    let mut all: Vec<(&Run, &Glyph)> = runs().flat_map(|run| run.glyphs.iter().map(move |glyph| (run, glyph))).collect();
    let ends_with_blank = all.pop().is_some_and(|(_, last)| last.character == ' ');
    if !ends_with_blank && !all.iter().any(is_moved) {
        return None;
    }
    let units = runs().flat_map(|run| &run.glyphs).flat_map(|glyph| glyph.character.encode_utf16(&mut [0; 2]).to_vec());
    let data = std::iter::once(0xfeff).chain(units).flat_map(u16::to_be_bytes).collect();
    let map = [("ActualText".to_owned(), DictItem::String { data, literal: false })].into();
    Some(Op::BeginMarkedContentWithProperties { tag: "Span".to_owned(), properties: DictItem::Dict { map } })
}

/// One text object for each run, so that a reader finds the figure of a cell apart from its neighbours.
fn run_ops(run: &Run, face: &FaceGlyphs, ops: &mut Vec<Op>) -> Result<(), PdfError> {
    // Adjustments are whole thousandths; what rounding leaves is carried to the next glyph.
    let mut carried = 0.0;
    let em_mm = run.size_pt / PT_PER_MM;
    let last = run.glyphs.len().saturating_sub(1);
    let mut resource: Option<&str> = None;
    let mut codes = Vec::new();
    ops.extend([Op::StartTextSection, Op::SetTextMatrix { matrix: TextMatrix::Raw([1.0, 0.0, 0.0, 1.0, across(run.x_mm), up(run.y_mm)]) }]);
    for (at, glyph) in run.glyphs.iter().enumerate() {
        let placed = face.get(&(glyph.id, glyph.character)).ok_or_else(|| PdfError::Writing("字形缺失".to_owned()))?;
        if resource != Some(&placed.resource) {
            show(std::mem::take(&mut codes), ops);
            resource = Some(&placed.resource);
            let font = PdfFontHandle::External(FontId(placed.resource.to_string()));
            ops.push(Op::SetFont { font, size: Pt(run.size_pt) });
        }
        let exact = placed.width as f32 - glyph.advance_mm / em_mm * 1000.0 + carried;
        let offset = if at == last { 0.0 } else { exact.round() };
        carried = exact - offset;
        codes.push(Codepoint { gid: placed.code, offset, cid: Some(glyph.character.to_string()) });
    }
    show(codes, ops);
    ops.push(Op::EndTextSection);
    Ok(())
}

fn show(codes: Vec<Codepoint>, ops: &mut Vec<Op>) {
    if !codes.is_empty() {
        ops.push(Op::ShowText { items: vec![TextItem::GlyphIds(codes)] });
    }
}

/// Opens a piece: an artifact, or content with its number.
fn begin(piece: &tags::Piece<'_>) -> Op {
    let tag = tags::tag(piece.mark).to_owned();
    match piece.number {
        Some(number) => {
            let map = [("MCID".to_owned(), DictItem::Int(number))].into();
            Op::BeginMarkedContentWithProperties { tag, properties: DictItem::Dict { map } }
        }
        None => Op::BeginMarkedContent { tag },
    }
}

fn line_op(line: &Line) -> Op {
    let point = |x_mm: f32, y_mm: f32| LinePoint { p: Point { x: Pt(across(x_mm)), y: Pt(up(y_mm)) }, bezier: false };
    Op::DrawLine { line: PdfLine { points: vec![point(line.x1_mm, line.y1_mm), point(line.x2_mm, line.y2_mm)], is_closed: false } }
}

fn fill_op(fill: &Fill) -> Op {
    let point = |x_mm: f32, y_mm: f32| LinePoint { p: Point { x: Pt(across(x_mm)), y: Pt(up(y_mm)) }, bezier: false };
    let (right_mm, foot_mm) = (fill.x_mm + fill.width_mm, fill.y_mm + fill.height_mm);
    let corners = [(fill.x_mm, fill.y_mm), (right_mm, fill.y_mm), (right_mm, foot_mm), (fill.x_mm, foot_mm)];
    let ring = PolygonRing { points: corners.into_iter().map(|(x_mm, y_mm)| point(x_mm, y_mm)).collect() };
    Op::DrawPolygon { polygon: Polygon { rings: vec![ring], mode: PaintMode::Fill, winding_order: WindingOrder::NonZero } }
}

/// From the left, in points with two decimals.
fn across(x_mm: f32) -> f32 {
    (x_mm * PT_PER_MM * 100.0).round() / 100.0
}

/// From the foot of the page, in points with two decimals.
fn up(y_mm: f32) -> f32 {
    across(PAGE_HEIGHT_MM - y_mm)
}
