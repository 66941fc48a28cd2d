//! Bytes: reports as JSON and PDF, safe saving, and recovery.

mod error;
pub mod json;

pub use error::FileError;
