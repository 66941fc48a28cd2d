//! What stands in files of many reports: the long table, the figures of the units beside each other.

mod growing;
mod long_book;
mod long_text;
mod units_book;

pub use growing::Growing;
pub use long_book::LongBook;
pub use long_text::{LongForm, LongText};
pub use units_book::units_book;
