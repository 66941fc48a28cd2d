//! Faces cut to the glyphs that the pages use.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use allsorts::binary::read::ReadScope;
use allsorts::font_data::FontData;
use allsorts::subset::{CmapTarget, SubsetProfile};
use sha2::{Digest, Sha256};
use subsetter::GlyphRemapper;

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

/// A glyph of a face and the character for which it stands.
type Pair = (u16, char);

/// Where a glyph of a face stands in what was cut from it.
#[derive(Clone)]
pub(super) struct Placed {
    /// What pages call the cut face.
    pub(super) resource: Rc<str>,
    pub(super) code: u16,
    /// In thousandths of an em.
    pub(super) width: i32,
}

/// Which code of a cut face stands for a glyph and character of the whole one.
#[derive(Default)]
pub(super) struct Glyphs {
    by_face: BTreeMap<FaceId, FaceGlyphs>,
}

/// The glyphs of one face.
pub(super) type FaceGlyphs = BTreeMap<Pair, Placed>;

impl Glyphs {
    /// The glyphs of a face.
    pub(super) fn of(&self, face: FaceId) -> Option<&FaceGlyphs> {
        self.by_face.get(&face)
    }
}

/// Cuts every face that the pages use.
pub(super) fn embed(layout: &Layout, fonts: &Fonts) -> Result<(Vec<Embedded>, Glyphs), PdfError> {
    let mut used: BTreeMap<FaceId, BTreeSet<Pair>> = BTreeMap::new();
    for item in layout.pages.iter().flat_map(|page| &page.items) {
        if let Item::Text(run) = item {
            used.entry(run.face).or_default().extend(run.glyphs.iter().map(|glyph| (glyph.id, glyph.character)));
        }
    }
    let mut embedded = Vec::new();
    let mut glyphs = Glyphs::default();
    for (id, pairs) in used {
        let face = fonts.face(id).ok_or_else(|| PdfError::Font(String::new()))?;
        for pairs in each_glyph_once(pairs) {
            let resource = format!("F{}", embedded.len());
            let mut cut = cut(face, &pairs, resource).ok_or_else(|| PdfError::Font(face.name().to_owned()))?;
            let resource: Rc<str> = cut.resource.as_str().into();
            let placed = |(code, _, width): &(u16, char, i32)| Placed { resource: resource.clone(), code: *code, width: *width };
            glyphs.by_face.entry(id).or_default().extend(pairs.into_iter().zip(cut.codes.iter().map(placed)));
            cut.codes.sort_unstable_by_key(|(code, ..)| *code);
            embedded.push(cut);
        }
    }
    Ok((embedded, glyphs))
}

/// A glyph that stands for two characters stands in two cuts, so that each code means one character.
fn each_glyph_once(pairs: BTreeSet<Pair>) -> Vec<Vec<Pair>> {
    let mut cuts: Vec<Vec<Pair>> = Vec::new();
    for pair in pairs {
        // Those of one glyph follow each other.
        let is_free = |cut: &&mut Vec<Pair>| cut.last().is_some_and(|(last, _)| *last != pair.0);
        match cuts.iter_mut().find(is_free) {
            Some(cut) => cut.push(pair),
            None => cuts.push(vec![pair]),
        }
    }
    cuts
}

/// The face with these glyphs alone, which become the codes 1, 2, 3….
fn cut(face: &Face, pairs: &[Pair], resource: String) -> Option<Embedded> {
    let (data, index) = face.data()?;
    let whole = face.parsed_face()?;
    let thousandths = |units: u16| i32::from(units) * 1000 / i32::from(whole.units_per_em());
    let program = match whole.tables().cff {
        Some(_) => Program::Cff(cut_cff(data, index, whole, pairs)?),
        None => Program::TrueType(cut_true_type(data, index, pairs)?),
    };
    // A CFF of few glyphs keeps the codes of the whole face.
    let charset = if let Program::Cff(cff) = &program { Some(ttf_parser::cff::Table::parse(cff)?) } else { None };
    let code = |(number, (id, character)): (u16, &Pair)| {
        let code = charset.and_then(|charset| charset.glyph_cid(ttf_parser::GlyphId(number))).unwrap_or(number);
        let width = thousandths(whole.glyph_hor_advance(ttf_parser::GlyphId(*id))?);
        Some((code, *character, width))
    };
    let codes = (1..).zip(pairs).map(code).collect::<Option<Vec<_>>>()?;
    let name = format!("{}+{}", tag(face.name(), pairs), face.name());
    Some(Embedded { resource, name, program, measures: measures(whole), codes })
}

fn cut_true_type(data: &[u8], index: u32, pairs: &[Pair]) -> Option<Vec<u8>> {
    let mut numbers = GlyphRemapper::new();
    for (id, _) in pairs {
        numbers.remap(*id);
    }
    subsetter::subset(data, index, &numbers).ok()
}

/// subsetter writes a matrix into each part of a CFF, which not every validator reads as it is meant; allsorts leaves it as it was.
fn cut_cff(data: &[u8], index: u32, whole: &ttf_parser::Face<'_>, pairs: &[Pair]) -> Option<Vec<u8>> {
    let ids: Vec<u16> = std::iter::once(0).chain(pairs.iter().map(|(id, _)| *id)).collect();
    let file = ReadScope::new(data).read::<FontData<'_>>().ok()?;
    let provider = file.table_provider(index as usize).ok()?;
    let mut bytes = allsorts::subset::subset(&provider, &ids, &SubsetProfile::Pdf, CmapTarget::Unicode).ok()?;
    number_in_order(&mut bytes, whole, &ids);
    table(&bytes, *b"CFF ").map(<[u8]>::to_vec)
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

/// Six capitals that mark a subset: the same for the same glyphs.
fn tag(name: &str, pairs: &[Pair]) -> String {
    let mut hash = Sha256::new();
    hash.update(name);
    for (id, _) in pairs {
        hash.update(id.to_be_bytes());
    }
    hash.finalize().iter().take(6).map(|byte| char::from(b'A' + byte % 26)).collect()
}
