//! What others wrote, read into ours: tables of cells with spans, figures found by their labels.

pub mod block;
pub mod html;
pub mod labels;
