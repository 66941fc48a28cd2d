//! The faces at hand, and which of them draws a character: decided before anything is drawn.

use std::path::Path;
use std::sync::{Arc, OnceLock};

use super::face::{Drawn, Face, FaceId, Place, Source, Style};
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
    ("GwKai-Bold", include_bytes!("../../assets/fonts/GwKai-Bold.ttf")),
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
        self.inner.shipped.iter().chain(found).filter(move |face| face.name() == name)
    }

    /// The glyph that draws a character in a style; `None` where no face at hand has it.
    pub(super) fn draw(&self, style: Style, character: char) -> Option<Drawn> {
        let found = self.found();
        let ascii = character.is_ascii() && matches!(style, Style::Body | Style::Subheading | Style::Table);
        let first = found.filter(|_| !ascii).and_then(|found| found.preferred(style)).map(|at| self.system_id(at));
        // The nearest in style and weight first: 宋 and 楷 before any 黑, in a head the other way round.
        let (near, far): (&[FaceId], &[FaceId]) = match style {
            _ if ascii => (&[SONG], &[NOTO]),
            Style::Title => (&[BIAOSONG, SONG, KAI, KAI_LIGHT], &[HEI, NOTO]),
            Style::Heading => (&[HEI, NOTO], &[BIAOSONG, SONG, KAI, KAI_LIGHT]),
            Style::Subheading => (&[KAI, KAI_LIGHT, SONG, BIAOSONG], &[NOTO, HEI]),
            Style::Body => (&[KAI_LIGHT, KAI, SONG, BIAOSONG], &[NOTO, HEI]),
            Style::Table => (&[SONG, KAI_LIGHT, KAI, BIAOSONG], &[NOTO, HEI]),
        };
        let others = |serif: bool| found.into_iter().flat_map(move |found| found.of_kind(serif)).map(|at| self.system_id(at));
        let is_near = style != Style::Heading;
        first
            .into_iter()
            .chain(near.iter().copied())
            .chain(others(is_near))
            .chain(far.iter().copied())
            .chain(others(!is_near))
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
