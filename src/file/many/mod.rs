//! What stands in files of many reports: a batch under review, letters and lists about it, the long table, the figures of the units
//! beside each other.

mod batch;
mod batch_file;
mod batch_json;
mod growing;
mod letter;
mod long_back;
mod long_book;
mod long_text;
mod plain_book;
mod units_book;

pub use batch::{Batch, Decided, State};
pub use batch_file::{BatchFile, OpenedBatch};
pub use batch_json::{read_batch, write_batch};
pub use growing::Growing;
pub use letter::{Block, Letter};
pub use long_back::LongMarks;
pub use long_book::LongBook;
pub use long_text::{LongForm, LongText};
pub use plain_book::{PlainSheet, plain_book};
pub use units_book::units_book;
