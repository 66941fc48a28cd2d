//! Tables on their way through the clipboard: what is copied out, and how what is pasted meets the selection.

mod asking;
pub mod copy;
mod system;

pub(in crate::ui) use asking::ask_ui;

pub use crate::intake::asking::{Asking, Chosen};
pub use crate::intake::block::{Block, Refusal, read_text};
pub use crate::intake::html::tables;
pub use crate::intake::plan::{Arrange, Onto, Options, PastePlan, choose};
pub use system::SystemClipboard;

use crate::form::Table;
use crate::intake;
use crate::session::Session;
use crate::ui::grid::selection::Selection;

/// Settles where a block goes that is pasted on a selection; what no label gives a place has the one that was chosen for it.
#[must_use]
pub fn plan(session: &Session, table: &Table, selection: &Selection, block: &Block, options: Options, chosen: &Chosen) -> PastePlan {
    let area = selection.area();
    let cells = if selection.is_single() { vec![selection.active()] } else { selection.cells(table) };
    let onto = Onto {
        form: session.form(),
        report: session.report(),
        figures: session.figures(),
        table,
        cells: &cells,
        active: selection.active(),
        corner: (area.top, area.left),
    };
    intake::plan::plan(onto, block, options, chosen)
}

/// The clipboard as far as the window's own toolkit does not reach it. Asked once for each paste or copy.
pub trait Clipboard {
    /// What the clipboard holds as HTML, if it does.
    fn html(&mut self) -> Option<String>;

    /// Puts a text and the same as HTML into the clipboard; `false` where that cannot be done.
    fn put(&mut self, text: &str, html: &str) -> bool;
}
