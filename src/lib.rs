//! 年报: fills, checks and prints the statutory 政府信息公开工作年度报告.
//!
//! The form is data ([`form`]); a filled form is a [`report`]; [`check`] finds what does not fit; [`session`] holds
//! one open report; [`page`] lays it out; [`mod@file`] turns it into bytes and back; [`ui`] is the window and [`cli`] the
//! same work without one. Imports run up this list, never down; a test keeps it so.

pub mod check;
pub mod cli;
pub mod collection;
pub mod file;
pub mod identity;

pub mod form;
pub mod intake;
pub mod page;
pub mod report;
pub mod session;
pub mod ui;
