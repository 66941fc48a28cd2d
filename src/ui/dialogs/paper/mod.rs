//! The dialogs of what leaves on paper: what is said before an export, what came of it, and how it is printed.

mod before_export;
mod exported;
mod print;

pub(crate) use before_export::BeforeExport;
pub(crate) use exported::Exported;
pub(crate) use print::PrintSheet;
