//! The window: panels read the session and return actions, which are done once at the end of the frame.

pub mod app;
pub mod command;
mod desk;
mod dialogs;
mod export;
mod filing;
mod findings;
pub mod fonts;
mod from_last;
pub mod grid;
mod head;
mod help;
mod ime;
mod opening;
mod outside;
mod path_field;
mod preview;
mod progress;
mod prose;
pub mod prose_text;
mod saving;
mod sections;
pub mod services;
pub mod settings;
mod start;
pub mod start_up;
mod status;
mod system_look;
mod text_field;
pub mod theme;
mod top_bar;
mod typed_ahead;
mod versions;
mod work;

/// Prepares an egui context for everything in here: faces, colours, sizes.
pub fn set_up(context: &egui::Context) {
    fonts::install(context);
    theme::Theme::install(context);
}
