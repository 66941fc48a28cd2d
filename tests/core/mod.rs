//! Form, report, checks and JSON.

mod calls;
mod circles;
pub(crate) mod command_line;
mod edits;
mod files;
pub(crate) mod forms;
mod layers;
mod prose;
mod published;
mod reading;
mod third_edition;
