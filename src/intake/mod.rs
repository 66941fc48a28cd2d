//! What others wrote, read into ours: their files as paragraphs and tables, their figures found by labels, their text by heads.

pub mod asking;
pub mod block;
pub mod foreign;
mod formats;
mod labels;
pub mod ledger;
mod place;
pub mod plan;
pub mod report;
mod weave;
pub mod words;

pub use formats::{html, is_foreign, read, read_text, sheet, sheets};
