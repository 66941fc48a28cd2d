//! The register of applications (台账) counted into the form's cells: a spreadsheet of others, a row for each application.
//!
//! A [`Book`] is read from bytes; [`count`] finds its heads by their words, reads its rows, asks what it does not know and
//! counts the rest, each cell with its rows. What was answered stands in a [`Mapping`], to be kept for next year.

mod book;
mod calendar;
mod column;
mod count;
mod counted;
mod csv;
mod dates;
mod dictionary;
mod heads;
mod mapping;
mod meanings;
mod place;
mod rows;

pub use book::Book;
pub use calendar::Calendar;
pub use count::count;
pub use counted::{Count, Found, Question, Said, Told};
pub use dates::Day;
pub use heads::Role;
pub use mapping::{Asked, Mapping, Origin, Wording, meaning_name, meanings};
pub use rows::Row;
