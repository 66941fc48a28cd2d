//! The JSON of a report: drafts (`*.nianbao`) and finished exports (`*.json`) have one shape, promised by
//! `assets/report.schema.json`.

mod read;
mod strict;
mod write;

use sha2::Digest;

pub(super) use read::open_kept;
pub use read::{Opened, open};
pub(super) use strict::parse;
pub(super) use write::draft;
pub use write::{finished, handed_out, write};

/// The version that this program writes.
pub const FORMAT: &str = "nianbao/1";

/// Every key of a report that this program knows, in the order in which it writes them.
const KNOWN_KEYS: [&str; 20] = [
    "format",
    "id",
    "form",
    "year",
    "unit",
    "level",
    "status",
    "prose",
    "cells",
    "blanks",
    "typed_totals",
    "typed_plus",
    "explanations",
    "signature",
    "scope",
    "last_year",
    "register",
    "sum",
    "history",
    "checks",
];

/// The SHA-256 of a file's bytes in hexadecimal, as `sha256sum` gives it.
#[must_use]
pub fn digest_of(bytes: &[u8]) -> String {
    format!("{:x}", sha2::Sha256::digest(bytes))
}

/// The SHA-256 of a file's text in hexadecimal, as `sha256sum` gives it.
#[must_use]
pub fn digest(text: &str) -> String {
    digest_of(text.as_bytes())
}
