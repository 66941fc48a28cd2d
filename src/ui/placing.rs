//! Where the window stands and how large it is, from one start to the next.

use egui::{Context, Pos2, Rect, Vec2, ViewportBuilder, ViewportCommand, ViewportInfo, pos2, vec2};

/// The least size that the window may have, in points of the system.
pub const LEAST_SIZE_PT: [f32; 2] = [800.0, 480.0];

/// What of a window's upper edge has to be on a screen, in pixels, so that it can be taken hold of.
const HOLD_PX: Vec2 = vec2(160.0, 24.0);

/// From when on the system is believed, in seconds of the window's clock: before, X11 may place the window without its frame.
const SETTLES_S: f64 = 0.5;

/// Where a window stands when it is not maximized, and whether it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// The left upper corner with its frame, in pixels over all screens; `None` where the system does not tell.
    pub corner_px: Option<Pos2>,
    /// Pixels of a point of the system there, without our own zoom.
    pub scale: f32,
    /// The size without its frame, in points of the system.
    pub size_pt: Vec2,
    /// Whether it fills the screen.
    pub is_maximized: bool,
}

impl Place {
    /// As it stands in the settings.
    #[must_use]
    pub fn text(&self) -> String {
        let corner = self.corner_px.map_or_else(|| "- -".to_owned(), |corner| format!("{} {}", corner.x.round(), corner.y.round()));
        let maximized = if self.is_maximized { " max" } else { "" };
        format!("{corner} {} {} {}{maximized}", self.size_pt.x.round(), self.size_pt.y.round(), self.scale)
    }

    /// Reads it again; `None` where it is none, or none that a screen could have.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let words: Vec<_> = text.split(' ').collect();
        let [x, y, width, height, scale, rest @ ..] = words.as_slice() else { return None };
        let number = |word: &str| word.parse::<f32>().ok().filter(|number| number.abs() <= 100_000.0);
        let corner_px = if (*x, *y) == ("-", "-") { None } else { Some(pos2(number(x)?, number(y)?)) };
        let size_pt = vec2(number(width)?, number(height)?);
        let scale = number(scale).filter(|scale| (0.5..=8.0).contains(scale))?;
        let [least_width, least_height] = LEAST_SIZE_PT;
        (size_pt.x >= least_width && size_pt.y >= least_height).then_some(Self {
            corner_px,
            scale,
            size_pt,
            is_maximized: *rest == ["max"],
        })
    }

    /// Has the window built there. One that filled the screen does so again once it is shown.
    #[must_use]
    pub(super) fn asked_of(self, window: ViewportBuilder) -> ViewportBuilder {
        let window = window.with_inner_size(self.size_pt);
        match self.corner_px {
            Some(corner) => window.with_position(corner / self.scale),
            None => window,
        }
    }

    /// Whether its upper edge can be taken hold of on one of these screens, given in pixels.
    #[must_use]
    pub fn is_on(&self, screens: &[Rect]) -> bool {
        let Some(corner) = self.corner_px else { return true };
        let edge = Rect::from_min_size(corner, vec2(self.size_pt.x * self.scale, 2.0 * HOLD_PX.y));
        screens.iter().any(|screen| {
            let seen = screen.intersect(edge);
            seen.width() >= HOLD_PX.x && seen.height() >= HOLD_PX.y && seen.is_positive()
        })
    }
}

/// Follows the window while it is moved about.
#[derive(Debug, Default)]
pub struct Placing {
    /// As it was last when it was not maximized.
    normal: Option<Place>,
    /// As it is now, which counts once the next frame finds it so too: on its way to the full screen it is already as large.
    seen: Option<Place>,
    is_maximized: bool,
    /// The frames still to be drawn before it is made to fill the screen: the system does not hear of it before it is shown.
    maximizes_in: Option<u8>,
}

impl Placing {
    /// A window that was built at that place.
    #[must_use]
    pub fn new(place: Option<Place>) -> Self {
        let is_maximized = place.is_some_and(|place| place.is_maximized);
        Self { normal: place, seen: None, is_maximized, maximizes_in: is_maximized.then_some(2) }
    }

    /// Looks where it stands in this frame.
    pub fn note(&mut self, context: &Context) {
        if let Some(frames) = self.maximizes_in {
            // Before it has the focus its frame may still be on the way, and the smaller place would be kept without it.
            if frames == 0 && context.input(|input| input.viewport().focused == Some(false)) {
                return;
            }
            self.maximizes_in = frames.checked_sub(1);
            context.request_repaint();
            if frames == 0 {
                context.send_viewport_cmd(ViewportCommand::Maximized(true));
            }
            return;
        }
        let (pixels_per_point, whole) = (context.pixels_per_point(), context.content_rect());
        context.input(|input| {
            if input.time >= SETTLES_S || input.viewport().close_requested() {
                self.see(input.viewport(), pixels_per_point, whole);
            }
        });
    }

    fn see(&mut self, window: &ViewportInfo, pixels_per_point: f32, whole: Rect) {
        // Where there is no window nothing is told.
        let (Some(is_maximized), Some(scale)) = (window.maximized, window.native_pixels_per_point) else { return };
        if window.minimized == Some(true) || window.fullscreen == Some(true) {
            return;
        }
        self.is_maximized = is_maximized;
        if is_maximized {
            self.seen = None;
            return;
        }
        let size_px = window.inner_rect.unwrap_or(whole).size() * pixels_per_point;
        let corner_px = window.outer_rect.map(|outer| (outer.min.to_vec2() * pixels_per_point).to_pos2());
        let place = Place { corner_px, scale, size_pt: size_px / scale, is_maximized: false };
        // There is no frame after the last one.
        if self.seen.replace(place) == Some(place) || window.close_requested() {
            self.normal = Some(place);
        }
    }

    /// Where it is to be built at the next start.
    #[must_use]
    pub fn place(&self) -> Option<Place> {
        self.normal.map(|place| Place { is_maximized: self.is_maximized, ..place })
    }
}
