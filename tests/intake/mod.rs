//! What others wrote: their tables pasted, their files read.

mod command_line;
mod files;
mod paste;
mod published;
mod wild;

use std::path::{Path, PathBuf};

use nianbao::file::json::Opened;
use nianbao::report::Figures;

/// A file of others in `tests/data/foreign/`.
fn foreign(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/foreign").join(name)
}

/// A file of others as a report.
#[track_caller]
fn opened(name: &str) -> Opened {
    nianbao::file::open(&foreign(name), &crate::common::editions()).unwrap_or_else(|error| panic!("{error}"))
}

/// A page as a report.
#[track_caller]
fn page(html: &str) -> Opened {
    nianbao::file::open_bytes(html.as_bytes(), &crate::common::editions()).unwrap_or_else(|error| panic!("{error}"))
}

/// A cell holds a figure, 空 for none.
#[track_caller]
fn holds(opened: &Opened, id: &str, text: &str) {
    let cell = opened.form.find(id).unwrap();
    let figure = Figures::of(&opened.form, &opened.report).value(cell).number();
    assert_eq!(figure.map_or_else(|| "空".to_owned(), |figure| figure.to_string()), text, "{id}");
}
