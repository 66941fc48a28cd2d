//! The window: panels read the session and return commands, which are run once at the end of the frame.

pub mod fonts;
pub mod grid;
pub mod theme;

/// Prepares an egui context for everything in here: faces, colours, sizes.
pub fn set_up(context: &egui::Context) {
    fonts::install(context);
    theme::Theme::install(context);
}
