//! Tables on their way through the clipboard: what is copied out, what is read in, and where a pasted block goes.

pub mod copy;
pub mod plan;
mod system;

pub use crate::intake::block::{Block, Refusal, read_html, read_text};
pub use plan::{Arrange, Options, PastePlan, plan};
pub use system::SystemClipboard;

/// The clipboard as far as the window's own toolkit does not reach it. Asked once for each paste or copy.
pub trait Clipboard {
    /// What the clipboard holds as HTML, if it does.
    fn html(&mut self) -> Option<String>;

    /// Puts a text and the same as HTML into the clipboard; `false` where that cannot be done.
    fn put(&mut self, text: &str, html: &str) -> bool;
}
