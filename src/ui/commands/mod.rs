//! What can be asked for: the table of commands with words, tips and keys, the bar that shows them, the help that lists them.

pub(super) mod help;
pub mod table;
pub(super) mod top_bar;
pub(super) mod typed_ahead;
