//! The paper: pages and PDF.

mod export;
mod readback;
