//! Reading back the glyphs themselves: what a code draws must be what the face draws for the character that the code means.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object};
use ttf_parser::{GlyphId, OutlineBuilder, Tag, cff, loca};

use super::{PdfError, decode};
use crate::page::{Face, Fonts};

/// Compares every embedded glyph with the face that it was cut from.
pub(super) fn compare(document: &Document, fonts: &Fonts) -> Result<(), PdfError> {
    for object in document.objects.values() {
        if let Ok(font) = object.as_dict()
            && font.has(b"DescendantFonts")
        {
            compare_font(document, font, fonts)?;
        }
    }
    Ok(())
}

fn compare_font(document: &Document, font: &Dictionary, fonts: &Fonts) -> Result<(), PdfError> {
    let name = font.get(b"BaseFont").and_then(Object::as_name).map(|name| String::from_utf8_lossy(name).into_owned()).unwrap_or_default();
    let broken = || PdfError::Font(name.clone());
    let (_, plain) = name.split_once('+').ok_or_else(broken)?;
    let map = font.get(b"ToUnicode").and_then(Object::as_reference).ok().and_then(|id| decode::stream_of(document, id));
    let map = decode::to_unicode(&map.ok_or_else(broken)?);
    let program = program(document, font).ok_or_else(broken)?;
    let embedded = Embedded::parse(&program).ok_or_else(broken)?;
    let faces: Vec<&ttf_parser::Face<'_>> = fonts.named(plain).filter_map(Face::parsed_face).collect();
    for (code, text) in &map {
        let Some(character) = text.chars().next() else { continue };
        let wanted = || faces.iter().filter_map(|face| Some((*face, face.glyph_index(character)?)));
        // The same bytes draw the same; what is written in other bytes is drawn.
        if embedded.glyph(*code).is_some_and(|glyph| wanted().any(|other| same_bytes(glyph, other))) {
            continue;
        }
        let drawn = embedded.outline(*code).ok_or(PdfError::WrongGlyph(character))?;
        if !wanted().any(|(face, glyph)| outline(face, glyph) == drawn) {
            return Err(PdfError::WrongGlyph(character));
        }
    }
    Ok(())
}

/// The embedded font program.
fn program(document: &Document, font: &Dictionary) -> Option<Vec<u8>> {
    let descendants = font.get_deref(b"DescendantFonts", document).ok()?.as_array().ok()?;
    let (_, descendant) = document.dereference(descendants.first()?).ok()?;
    let descriptor = descendant.as_dict().ok()?.get_deref(b"FontDescriptor", document).ok()?.as_dict().ok()?;
    let file = descriptor.get(b"FontFile2").or_else(|_| descriptor.get(b"FontFile3")).ok()?;
    decode::stream_of(document, file.as_reference().ok()?)
}

/// An embedded face: TrueType, whose codes are glyph numbers, or bare CFF, whose codes are in its charset.
enum Embedded<'a> {
    TrueType(Box<ttf_parser::Face<'a>>),
    Cff(Box<cff::Table<'a>>, BTreeMap<u16, GlyphId>),
}

impl<'a> Embedded<'a> {
    fn parse(program: &'a [u8]) -> Option<Self> {
        if let Ok(face) = ttf_parser::Face::parse(program, 0) {
            return Some(Self::TrueType(Box::new(face)));
        }
        let table = cff::Table::parse(program)?;
        let glyphs = (0..table.number_of_glyphs()).map(GlyphId);
        let by_code = glyphs.map(|glyph| (table.glyph_cid(glyph).unwrap_or(glyph.0), glyph)).collect();
        Some(Self::Cff(Box::new(table), by_code))
    }

    /// The glyph of a code, in a face of TrueType.
    fn glyph(&self, code: u16) -> Option<Glyph<'_, 'a>> {
        match self {
            Self::TrueType(face) if code > 0 => Some((face, GlyphId(code))),
            _ => None,
        }
    }

    /// What a code draws; `None` for a code without a glyph.
    fn outline(&self, code: u16) -> Option<Outline> {
        match self {
            Self::TrueType(face) => (code > 0 && code < face.number_of_glyphs()).then(|| outline(face, GlyphId(code))),
            Self::Cff(table, by_code) => {
                let mut drawn = Outline::default();
                let _blank = table.outline(*by_code.get(&code)?, &mut drawn);
                Some(drawn)
            }
        }
    }
}

/// A glyph of a TrueType face.
type Glyph<'f, 'a> = (&'f ttf_parser::Face<'a>, GlyphId);

/// Its bytes in `glyf`.
fn bytes<'a>((face, glyph): Glyph<'_, 'a>) -> Option<&'a [u8]> {
    let table = |tag| face.raw_face().table(Tag::from_bytes(tag));
    let tables = face.tables();
    let places = loca::Table::parse(tables.maxp.number_of_glyphs, tables.head.index_to_location_format, table(b"loca")?)?;
    table(b"glyf")?.get(places.glyph_range(glyph)?)
}

/// Whether two glyphs are the same bytes, but for one that fills up to an even place. Glyphs put together from others are not: they name
/// these by their numbers.
fn same_bytes(cut: Glyph<'_, '_>, whole: Glyph<'_, '_>) -> bool {
    let (Some(cut), Some(whole)) = (bytes(cut), bytes(whole)) else { return false };
    // A negative count of contours is a list of other glyphs.
    let is_simple = whole.first().is_some_and(|high| *high < 0x80);
    is_simple && (cut == whole || cut.strip_suffix(&[0]) == Some(whole))
}

/// What a glyph of a face draws; nothing for a blank.
fn outline(face: &ttf_parser::Face<'_>, glyph: GlyphId) -> Outline {
    let mut drawn = Outline::default();
    let _blank = face.outline_glyph(glyph, &mut drawn);
    drawn
}

/// The points of an outline in the order of drawing.
#[derive(Default, PartialEq)]
struct Outline {
    points: Vec<(f32, f32)>,
}

impl OutlineBuilder for Outline {
    fn move_to(&mut self, x: f32, y: f32) {
        self.points.push((x, y));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.points.push((x, y));
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.points.extend([(x1, y1), (x, y)]);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.points.extend([(x1, y1), (x2, y2), (x, y)]);
    }

    fn close(&mut self) {}
}
