//! The paper: pages and PDF.

mod archive;
mod characters;
mod charts;
mod export;
mod faces;
mod heads;
mod lines;
mod poster;
mod readback;
mod setting;
mod tables;
mod tags;
mod third;
