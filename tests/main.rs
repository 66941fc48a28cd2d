//! The promises of nianbao, one module for each part of it.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that meets the unexpected fails by panicking")]

mod collection;
mod common;
mod core;
mod files;
mod grid;
mod intake;
mod ledger;
mod paper;
mod papers;
mod review;
mod window;
