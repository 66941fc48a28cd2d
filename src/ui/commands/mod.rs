//! What can be asked for: the table of commands with words, tips and keys, what panels hand back, the bar and the help that show it.

mod action;
pub(super) mod help;
pub(super) mod lone_paste;
mod printing;
mod purpose;
mod table;
pub(super) mod top_bar;
pub(super) mod typed_ahead;

pub use action::{Action, Page, Recovering};
pub use printing::{PrintJob, Sheet, page_list};
pub use purpose::{BatchPurpose, NewFromLast, NewReport, Purpose, Then};
pub use table::Command;
