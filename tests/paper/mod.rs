//! The paper: pages and PDF.

mod export;
