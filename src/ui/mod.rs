//! The window: panels read the session and return actions, which are done once at the end of the frame.
//!
//! From the ground up: [`look`] knows no report, `commands` what can be asked for, [`grid`] and [`prose`] edit, `desk` shows one
//! open report, `filing` opens, saves and exports, `dialogs` asks, `many` is the county's desk, `start` stands where no report is open, [`app`] holds them all.

pub mod app;
pub mod commands;
mod desk;
mod dialogs;
pub mod fault;
mod filing;
pub mod grid;
pub mod look;
mod many;
mod outside;
pub mod placing;
pub mod prose;
pub mod services;
pub mod settings;
mod start;
pub mod start_up;
pub mod visitors;

/// Prepares an egui context for everything in here: faces, colours, sizes.
pub fn set_up(context: &egui::Context) {
    look::fonts::install(context);
    look::theme::Theme::install(context);
    let words = [commands::Command::Cut, commands::Command::Copy, commands::Command::Paste];
    look::text_field::install(context, words.map(|command| (command.words(), command.keys_shown())));
}
