//! The paper: pages and PDF.

mod archive;
mod export;
mod faces;
mod readback;
mod setting;
mod tags;
mod third;
