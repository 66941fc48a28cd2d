//! The window as a whole, worked by label and key as a clerk or a screen reader works it, without a display.

mod about;
mod commands;
mod dialogs;
mod find;
mod findings;
mod finish;
mod from_last;
pub(crate) mod hands;
mod importing;
mod keyboard;
mod leaving;
mod ledger;
mod manners;
mod many;
mod mouse;
mod opening;
mod papers;
mod placing;
mod printing;
mod prose;
mod prose_text;
mod safety;
mod saving;
mod start;
mod tables;
mod third;
mod walking;
