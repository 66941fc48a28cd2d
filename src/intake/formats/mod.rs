//! The readers: each makes paragraphs and tables of one format.

mod builder;
mod docx;
mod dom;
pub mod html;
mod numbering;
mod ods;
mod ole;
mod open;
mod package;
pub mod sheet;
mod tag;
mod text;
mod xlsx;

pub use open::{is_foreign, read, read_text, sheets};
