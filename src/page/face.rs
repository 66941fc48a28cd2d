//! One face: read when a character of it is first asked for.

use std::path::PathBuf;
use std::sync::OnceLock;

use ttf_parser::GlyphId;

/// A face of [`crate::page::Fonts`], as a place in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FaceId(pub(super) usize);

/// What a text is set in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Style {
    /// 小标宋.
    Title,
    /// 黑体.
    Heading,
    /// 楷体.
    Subheading,
    /// 仿宋.
    Body,
    /// 宋体, for tables and page numbers.
    Table,
}

/// One face. It is read when a character of it is first asked for.
pub struct Face {
    /// Its PostScript name, or the file's.
    name: String,
    source: Source,
    parsed: OnceLock<Option<Parsed>>,
}

/// Where a face is read from.
pub(super) enum Source {
    Shipped(&'static [u8]),
    File { path: PathBuf, index: u32 },
}

struct Parsed {
    data: &'static [u8],
    index: u32,
    face: ttf_parser::Face<'static>,
}

/// A glyph that draws a character.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Drawn {
    pub(super) face: FaceId,
    pub(super) id: u16,
    /// In ems.
    pub(super) advance: f32,
    /// Blank at the left of the ink, in ems.
    pub(super) blank_left: f32,
    /// Blank at the right of the ink, in ems.
    pub(super) blank_right: f32,
}

/// Where other faces are looked for.
pub(super) enum Place {
    /// The system's font folders.
    System,
    /// A folder.
    Folder(PathBuf),
}

impl Face {
    pub(super) fn new(name: String, source: Source) -> Self {
        Self { name, source, parsed: OnceLock::new() }
    }

    pub(super) fn in_file(name: String, path: PathBuf, index: u32) -> Self {
        Self::new(name, Source::File { path, index })
    }

    /// Its PostScript name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The bytes of its file and its place in a collection; `None` where the file cannot be read.
    #[must_use]
    pub fn data(&self) -> Option<(&'static [u8], u32)> {
        self.parsed().map(|parsed| (parsed.data, parsed.index))
    }

    /// The face as read; `None` where it cannot be read or may not be embedded.
    #[must_use]
    pub fn parsed_face(&self) -> Option<&ttf_parser::Face<'static>> {
        self.parsed().map(|parsed| &parsed.face)
    }

    fn parsed(&self) -> Option<&Parsed> {
        self.parsed.get_or_init(|| self.parse()).as_ref()
    }

    fn parse(&self) -> Option<Parsed> {
        let (data, index) = match &self.source {
            Source::Shipped(data) => (*data, 0),
            // A system's face is read once and stays: its glyphs are asked for as long as the program runs.
            Source::File { path, index } => (&*std::fs::read(path).ok()?.leak(), *index),
        };
        let face = ttf_parser::Face::parse(data, index).ok()?;
        let shipped = matches!(self.source, Source::Shipped(_));
        (shipped || may_embed(&face)).then_some(Parsed { data, index, face })
    }

    pub(super) fn draw(&self, id: FaceId, character: char) -> Option<Drawn> {
        let face = self.parsed_face()?;
        let glyph = face.glyph_index(character).filter(|glyph| *glyph != GlyphId(0))?;
        let em = f32::from(face.units_per_em());
        let advance = f32::from(face.glyph_hor_advance(glyph)?) / em;
        // Only punctuation is ever squeezed, and boxes cost time.
        let ink = is_punctuation(character).then(|| face.glyph_bounding_box(glyph)).flatten();
        let (left, right) = ink.map_or((0.0, 0.0), |ink| (f32::from(ink.x_min) / em, advance - f32::from(ink.x_max) / em));
        Some(Drawn { face: id, id: glyph.0, advance, blank_left: left, blank_right: right })
    }
}

/// The punctuation whose blank half may be squeezed.
fn is_punctuation(character: char) -> bool {
    matches!(character, '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ff1f}' | '\u{2018}'..='\u{201d}')
}

/// Whether the face's licence bits (OS/2 fsType) let a subset of it be embedded.
fn may_embed(face: &ttf_parser::Face<'_>) -> bool {
    let allowed = face.permissions().is_some_and(|permissions| permissions != ttf_parser::Permissions::Restricted);
    let variable = face.raw_face().table(ttf_parser::Tag::from_bytes(b"fvar")).is_some();
    allowed && face.is_subsetting_allowed() && face.is_outline_embedding_allowed() && !variable
}
