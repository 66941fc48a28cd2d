//! Faces cut to the glyphs that the pages use.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use sha2::{Digest, Sha256};
use subsetter::{GlyphRemapper, subset};

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
    /// A bare CFF, whose charset gives each glyph its own number as its code.
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
            let cut = cut(face, &pairs, resource).ok_or_else(|| PdfError::Font(face.name().to_owned()))?;
            let resource: Rc<str> = cut.resource.as_str().into();
            let placed = |(code, _, width): &(u16, char, i32)| Placed { resource: resource.clone(), code: *code, width: *width };
            glyphs.by_face.entry(id).or_default().extend(pairs.into_iter().zip(cut.codes.iter().map(placed)));
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
    let mut numbers = GlyphRemapper::new();
    let thousandths = |units: u16| i32::from(units) * 1000 / i32::from(whole.units_per_em());
    let code = |(id, character): &Pair| {
        let width = thousandths(whole.glyph_hor_advance(ttf_parser::GlyphId(*id))?);
        Some((numbers.remap(*id), *character, width))
    };
    let codes = pairs.iter().map(code).collect::<Option<Vec<_>>>()?;
    let bytes = subset(data, index, &numbers).ok()?;
    let program = match table(&bytes, *b"CFF ") {
        Some(cff) => Program::Cff(cff.to_vec()),
        None => Program::TrueType(bytes),
    };
    let name = format!("{}+{}", tag(face.name(), pairs), face.name());
    Some(Embedded { resource, name, program, measures: measures(whole), codes })
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

/// Six capitals that mark a subset: the same for the same glyphs.
fn tag(name: &str, pairs: &[Pair]) -> String {
    let mut hash = Sha256::new();
    hash.update(name);
    for (id, _) in pairs {
        hash.update(id.to_be_bytes());
    }
    hash.finalize().iter().take(6).map(|byte| char::from(b'A' + byte % 26)).collect()
}
