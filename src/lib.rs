//! 年报: fills, checks and prints the statutory 政府信息公开工作年度报告.
//!
//! The form is data: an edition is a file in `assets/forms/`, from which the window, the checks, the papers and the JSON are all
//! drawn. The stages hand each other inert values, so that each is tested alone:
//!
//! ```text
//! key ─ ui ─ Edit ─▶ Session ─ Report::apply ─▶ check ─▶ findings ─▶ ui            journal ◀─ Edit
//!                                    └──────────▶ page::lay_out ─▶ pages ─▶ preview in the window · PDF
//! file of others ─▶ intake: Foreign ─▶ Report          many files ─▶ collection ─▶ rows, sums, notes
//! ```
//!
//! Imports run up this list, never down, and no two files import each other in a circle; tests keep it so.
//!
//! * [`form`]: the blank form — tables, spans, kinds, rules, words — and the loader that refuses a broken definition with its place.
//! * [`report`]: the filled form: what was typed and what it means; edits and their inverses.
//! * [`check`]: form and report → findings, in the order of the form; a small file for each family of rules.
//! * [`intake`]: what others wrote → our report: Word files, web pages, spreadsheets, text, the clipboard, the register.
//! * [`session`]: one open report with its findings and its history of edits.
//! * [`page`]: form and report → pages of items at fixed places in millimetres.
//! * [`mod@file`]: bytes — JSON, PDF, Word, web page, spreadsheet — safe saving, the journal, versions, recovery.
//! * [`identity`]: new ids, the one place that asks for chance.
//! * [`collection`]: many reports: folders, pairs of years, work spread over the processors.
//! * [`ui`]: the window, in wings: look, commands, grid, prose, desk, filing, dialogs, start.
//! * [`cli`]: the same work without a window.
//!
//! What is absent, and stays so:
//!
//! * **No label, row or rule of a form stands in Rust**: a new edition is a data file.
//! * **form, report, check, intake, session and page do no IO**, know no clock and no chance, and do not fail on what a clerk
//!   types: a mistake is a [`check::Finding`], an `Err` is for files and broken definitions.
//! * **A report changes in one method**, [`report::Report::apply`], which returns the edit that undoes it.
//! * **Only `file` names printpdf, lopdf and the disk; only `ui` names egui; only `cli` names clap.** The report itself knows no
//!   serde.
//! * **Nothing opens a network connection**, and no crate in the tree could.
//! * **The window's thread asks no disk**: `ui/filing` does it beside the window, in the one `work.rs`.
//! * **The same input gives the same bytes**: ids and dates are handed in, nothing depends on the order of a hash.
//! * **Nothing is written over in place**: a file on disk is the old one or the new one, whole, and no command writes over what it
//!   reads.

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
