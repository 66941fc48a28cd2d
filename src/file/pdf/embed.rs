//! Faces cut to the glyphs that the pages use.

use std::collections::{BTreeMap, BTreeSet};

use allsorts::binary::read::ReadScope;
use allsorts::font_data::FontData;
use allsorts::subset::{CmapTarget, SubsetProfile, subset};
use sha2::{Digest, Sha256};

use super::PdfError;
use crate::page::{Face, FaceId, Fonts, Item, Layout};

/// A face cut to the glyphs used.
pub(super) struct Embedded {
    /// What pages call it.
    pub(super) resource: String,
    /// Its PostScript name with the mark of a subset.
    pub(super) name: String,
    pub(super) program: Program,
    pub(super) measures: Measures,
    /// Each code with what it means and its width in thousandths of an em, in the order of the codes.
    pub(super) codes: Vec<(u16, char, i32)>,
}

/// The program of a face.
pub(super) enum Program {
    /// With outlines of `glyf`: a code is the number of a glyph.
    TrueType(Vec<u8>),
    /// A bare CFF: a code is looked up in its charset.
    Cff(Vec<u8>),
}

impl Program {
    pub(super) fn bytes(&self) -> &[u8] {
        match self {
            Self::TrueType(bytes) | Self::Cff(bytes) => bytes,
        }
    }
}

/// The measures of a face in thousandths of an em.
pub(super) struct Measures {
    pub(super) ascent: i64,
    pub(super) descent: i64,
    /// Left, foot, right, top.
    pub(super) bounds: [i64; 4],
}

/// Which glyph of the cut face stands for a glyph and character of the whole one, with its width in thousandths of an em.
#[derive(Default)]
pub(super) struct Glyphs {
    by_face: BTreeMap<FaceId, FaceGlyphs>,
}

/// The glyphs of one face.
pub(super) struct FaceGlyphs {
    pub(super) resource: String,
    new_ids: NewIds,
}

impl Glyphs {
    /// The glyphs of a face.
    pub(super) fn of(&self, face: FaceId) -> Option<&FaceGlyphs> {
        self.by_face.get(&face)
    }
}

impl FaceGlyphs {
    /// The new number of a glyph, and its width.
    pub(super) fn get(&self, id: u16, character: char) -> Option<(u16, i32)> {
        self.new_ids.get(&(id, character)).copied()
    }
}

/// Cuts every face that the pages use.
pub(super) fn embed(layout: &Layout, fonts: &Fonts) -> Result<(Vec<Embedded>, Glyphs), PdfError> {
    let mut used: BTreeMap<FaceId, BTreeSet<(u16, char)>> = BTreeMap::new();
    for item in layout.pages.iter().flat_map(|page| &page.items) {
        if let Item::Text(run) = item {
            used.entry(run.face).or_default().extend(run.glyphs.iter().map(|glyph| (glyph.id, glyph.character)));
        }
    }
    let mut embedded = Vec::new();
    let mut glyphs = Glyphs::default();
    for (at, (id, pairs)) in used.into_iter().enumerate() {
        let face = fonts.face(id).ok_or_else(|| PdfError::Font(String::new()))?;
        let resource = format!("F{at}");
        let (cut, new_ids) = cut(face, &pairs, &resource).ok_or_else(|| PdfError::Font(face.name().to_owned()))?;
        embedded.push(cut);
        glyphs.by_face.insert(id, FaceGlyphs { resource, new_ids });
    }
    Ok((embedded, glyphs))
}

type NewIds = BTreeMap<(u16, char), (u16, i32)>;

/// `.notdef` comes first; a glyph that stands for two characters stands twice, so that each code means one character.
fn cut(face: &Face, pairs: &BTreeSet<(u16, char)>, resource: &str) -> Option<(Embedded, NewIds)> {
    let (data, index) = face.data()?;
    let whole = face.parsed_face()?;
    let ids: Vec<u16> = std::iter::once(0).chain(pairs.iter().map(|(id, _)| *id)).collect();
    let file = ReadScope::new(data).read::<FontData<'_>>().ok()?;
    let provider = file.table_provider(index as usize).ok()?;
    let mut bytes = subset(&provider, &ids, &SubsetProfile::Pdf, CmapTarget::Unicode).ok()?;
    number_in_order(&mut bytes, whole, &ids);
    let program = match table(&bytes, *b"CFF ") {
        Some(cff) => Program::Cff(cff.to_vec()),
        None => Program::TrueType(trimmed(&bytes)?),
    };
    let charset = if let Program::Cff(cff) = &program { Some(ttf_parser::cff::Table::parse(cff)?) } else { None };
    let thousandths = |units: i32| units * 1000 / i32::from(whole.units_per_em());
    let (mut new_ids, mut codes) = (NewIds::new(), Vec::new());
    for (at, (id, character)) in pairs.iter().enumerate() {
        let new = u16::try_from(at + 1).ok()?;
        let code = charset.and_then(|charset| charset.glyph_cid(ttf_parser::GlyphId(new))).unwrap_or(new);
        let width = thousandths(i32::from(whole.glyph_hor_advance(ttf_parser::GlyphId(*id))?));
        new_ids.insert((*id, *character), (code, width));
        codes.push((code, *character, width));
    }
    codes.sort_unstable_by_key(|(code, ..)| *code);
    let name = format!("{}+{}", tag(face.name(), pairs), face.name());
    let embedded = Embedded { resource: resource.to_owned(), name, program, measures: measures(whole), codes };
    Some((embedded, new_ids))
}

fn measures(whole: &ttf_parser::Face<'_>) -> Measures {
    let thousandths = |units: i16| i64::from(units) * 1000 / i64::from(whole.units_per_em());
    let bounds = whole.global_bounding_box();
    Measures {
        ascent: thousandths(whole.ascender()),
        descent: thousandths(whole.descender()),
        bounds: [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max].map(thousandths),
    }
}

/// A table of a face.
fn table(bytes: &[u8], tag: [u8; 4]) -> Option<&[u8]> {
    let face = ttf_parser::RawFace::parse(bytes, 0).ok()?;
    face.table(ttf_parser::Tag::from_bytes(&tag))
}

/// Gives the glyphs of a CFF face the numbers 1, 2, 3… as codes. The cut face has a list of the codes that the whole face
/// gave them, in which a glyph that stands twice would have one code; a face without such a list stays as it is.
fn number_in_order(bytes: &mut [u8], whole: &ttf_parser::Face<'_>, ids: &[u16]) {
    let Some(table) = whole.tables().cff else { return };
    let codes: Option<Vec<u16>> = ids.iter().skip(1).map(|id| table.glyph_cid(ttf_parser::GlyphId(*id))).collect();
    let (Some(codes), Ok(more)) = (codes, u16::try_from(ids.len().saturating_sub(2))) else { return };
    let list: Vec<u8> = std::iter::once(0).chain(codes.iter().flat_map(|code| code.to_be_bytes())).collect();
    let place = bytes.windows(list.len()).position(|window| window == list);
    let Some(list) = place.and_then(|place| bytes.get_mut(place..place + list.len())) else { return };
    // One range (format 2) in the place of the list (format 0).
    let [high, low] = more.to_be_bytes();
    if let Some((range, rest)) = list.split_at_mut_checked(5) {
        range.copy_from_slice(&[2, 0, 1, high, low]);
        rest.fill(0);
    }
}

/// A TrueType face without the tables that a PDF reader never asks for (names, character map); `None` for CFF.
fn trimmed(bytes: &[u8]) -> Option<Vec<u8>> {
    const KEPT: [&[u8; 4]; 9] = [b"cvt ", b"fpgm", b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp", b"prep"];
    let header = bytes.get(..12).filter(|header| header.starts_with(&[0, 1, 0, 0]))?;
    let count = u16::from_be_bytes([*header.get(4)?, *header.get(5)?]);
    let long = |record: &[u8], at: usize| Some(u32::from_be_bytes(record.get(at..at + 4)?.try_into().ok()?) as usize);
    let mut kept = Vec::new();
    for record in bytes.get(12..)?.chunks_exact(16).take(usize::from(count)) {
        if KEPT.iter().any(|tag| record.starts_with(*tag)) {
            let (start, length) = (long(record, 8)?, long(record, 12)?);
            kept.push((record, bytes.get(start..start + length)?));
        }
    }
    let tables = u16::try_from(kept.len()).ok()?;
    let power = tables.checked_ilog2()?;
    let range = 16_u16 << power;
    let mut face = vec![0, 1, 0, 0];
    for number in [tables, range, u16::try_from(power).ok()?, tables * 16 - range] {
        face.extend(number.to_be_bytes());
    }
    let mut place = 12 + 16 * kept.len();
    let mut data = Vec::new();
    for (record, table) in kept {
        // Tag and checksum stay as they are; only the place is new.
        face.extend(record.get(..8)?);
        face.extend(u32::try_from(place).ok()?.to_be_bytes());
        face.extend(record.get(12..16)?);
        data.extend(table);
        data.resize(data.len().next_multiple_of(4), 0);
        place = 12 + 16 * usize::from(tables) + data.len();
    }
    face.extend(data);
    Some(face)
}

/// Six capitals that mark a subset: the same for the same glyphs.
fn tag(name: &str, pairs: &BTreeSet<(u16, char)>) -> String {
    let mut hash = Sha256::new();
    hash.update(name);
    for (id, _) in pairs {
        hash.update(id.to_be_bytes());
    }
    hash.finalize().iter().take(6).map(|byte| char::from(b'A' + byte % 26)).collect()
}
