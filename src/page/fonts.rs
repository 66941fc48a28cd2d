//! The faces at hand, and which of them draws a character: decided before anything is drawn.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use ttf_parser::GlyphId;

use super::system;

/// A set of faces: the shipped ones, and the system's where they are wanted. Cheap to clone.
#[derive(Clone)]
pub struct Fonts {
    inner: Arc<Inner>,
}

struct Inner {
    shipped: Vec<Face>,
    /// Found when first asked for; `None` where only shipped faces are wanted.
    system: Option<(Place, OnceLock<system::Found>)>,
}

/// Where other faces are looked for.
pub(super) enum Place {
    /// The system's font folders.
    System,
    /// A folder.
    Folder(PathBuf),
}

/// A face of [`Fonts`], as a place in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FaceId(usize);

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

enum Source {
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

const BIAOSONG: FaceId = FaceId(0);
const HEI: FaceId = FaceId(1);
const KAI_LIGHT: FaceId = FaceId(2);
const KAI: FaceId = FaceId(3);
const SONG: FaceId = FaceId(4);
const NOTO: FaceId = FaceId(5);

static SHIPPED: [(&str, &[u8]); 6] = [
    ("GwBiaosong-SemiBold", include_bytes!("../../assets/fonts/GwBiaosong-SemiBold.otf")),
    ("GwHei-Medium", include_bytes!("../../assets/fonts/GwHei-Medium.otf")),
    ("GwKai-Light", include_bytes!("../../assets/fonts/GwKai-Light.ttf")),
    ("GwKai-Regular", include_bytes!("../../assets/fonts/GwKai-Regular.ttf")),
    ("GwSong-Regular", include_bytes!("../../assets/fonts/GwSong-Regular.otf")),
    ("NotoSansSC-Regular", include_bytes!("../../assets/fonts/NotoSansSC-Regular.otf")),
];

impl Fonts {
    /// The shipped faces alone: the same bytes on every machine.
    #[must_use]
    pub fn shipped() -> Self {
        Self::new(None)
    }

    /// The shipped faces, an installed 仿宋, 小标宋, 黑体, 楷体 before them, and any installed face behind them; only such
    /// as may be embedded. The system is searched when a face of it is first needed.
    #[must_use]
    pub fn with_system() -> Self {
        Self::new(Some(Place::System))
    }

    /// The same with the faces of a folder in the place of the system's.
    #[must_use]
    pub fn with_folder(folder: &Path) -> Self {
        Self::new(Some(Place::Folder(folder.to_owned())))
    }

    fn new(place: Option<Place>) -> Self {
        let system = place.map(|place| (place, OnceLock::new()));
        let shipped = SHIPPED.iter().map(|(name, data)| Face::new((*name).to_owned(), Source::Shipped(data))).collect();
        Self { inner: Arc::new(Inner { shipped, system }) }
    }

    /// Whether some face at hand can draw the character.
    #[must_use]
    pub fn covers(&self, character: char) -> bool {
        self.draw(Style::Body, character).is_some()
    }

    /// The bytes of the shipped face that the window draws text in: whole Noto Sans SC.
    #[must_use]
    pub fn window_face() -> &'static [u8] {
        let [.., (_, data)] = SHIPPED;
        data
    }

    /// The bytes of the shipped face for heads in the window: heavier, of the same design.
    #[must_use]
    pub fn window_head_face() -> &'static [u8] {
        let [_, (_, data), ..] = SHIPPED;
        data
    }

    /// The face of that id.
    #[must_use]
    pub fn face(&self, id: FaceId) -> Option<&Face> {
        let shipped = &self.inner.shipped;
        shipped.get(id.0).or_else(|| self.found()?.faces.get(id.0.checked_sub(shipped.len())?))
    }

    /// The faces of that name.
    pub fn named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Face> {
        let found = self.found().into_iter().flat_map(|found| &found.faces);
        self.inner.shipped.iter().chain(found).filter(move |face| face.name == name)
    }

    /// The glyph that draws a character in a style; `None` where no face at hand has it.
    pub(super) fn draw(&self, style: Style, character: char) -> Option<Drawn> {
        let found = self.found();
        let ascii = character.is_ascii() && matches!(style, Style::Body | Style::Subheading | Style::Table);
        let first = found.filter(|_| !ascii).and_then(|found| found.preferred(style)).map(|at| self.system_id(at));
        let shipped: &[FaceId] = match style {
            _ if ascii => &[SONG, NOTO],
            Style::Title => &[BIAOSONG, SONG, NOTO, HEI, KAI, KAI_LIGHT],
            Style::Heading => &[HEI, NOTO, SONG, BIAOSONG, KAI, KAI_LIGHT],
            Style::Subheading => &[KAI, SONG, NOTO, HEI, BIAOSONG, KAI_LIGHT],
            Style::Body => &[KAI_LIGHT, SONG, NOTO, HEI, BIAOSONG, KAI],
            Style::Table => &[SONG, NOTO, HEI, BIAOSONG, KAI, KAI_LIGHT],
        };
        let others = found.map_or(0, |found| found.faces.len());
        first
            .into_iter()
            .chain(shipped.iter().copied())
            .chain((0..others).map(|at| self.system_id(at)))
            .find_map(|id| self.face(id)?.draw(id, character))
    }

    fn system_id(&self, at: usize) -> FaceId {
        FaceId(self.inner.shipped.len() + at)
    }

    fn found(&self) -> Option<&system::Found> {
        let (place, found) = self.inner.system.as_ref()?;
        Some(found.get_or_init(|| system::search(place)))
    }
}

impl Face {
    fn new(name: String, source: Source) -> Self {
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

    fn draw(&self, id: FaceId, character: char) -> Option<Drawn> {
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
