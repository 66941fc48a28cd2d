//! What came in: the files as they were read, and the list made of them. All of it may be ten thousand, so that it is gone through where
//! something changed and never for a frame.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::Context;

use super::list::List;
use crate::collection::batch::{Line, Row, Seen, lines, year_of};
use crate::file::many::Batch;

/// How long the list rests while rows come, in seconds.
const REST_S: f64 = 0.4;

/// The files and the list of them.
#[derive(Default)]
pub(super) struct CameIn {
    /// By their paths.
    rows: Vec<Row>,
    lines: Vec<Line>,
    year: Option<i32>,
    is_stale: bool,
    /// Rows that came since the list was made.
    fresh: Vec<Row>,
    /// When the list was made.
    arranged_s: f64,
    /// How the files were when they were read, once it was asked for; empty where they are read again.
    known: Option<Arc<BTreeMap<PathBuf, Seen>>>,
}

impl CameIn {
    /// Nothing yet.
    pub(super) fn new() -> Self {
        Self { is_stale: true, ..Self::default() }
    }

    /// The files.
    pub(super) fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The list: what is missing, then the files in their order.
    pub(super) fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// The year of the batch, as the list was made last.
    pub(super) fn year(&self) -> Option<i32> {
        self.year
    }

    /// How the files were when they were read.
    pub(super) fn known(&mut self) -> Arc<BTreeMap<PathBuf, Seen>> {
        let rows = &self.rows;
        Arc::clone(self.known.get_or_insert_with(|| Arc::new(rows.iter().map(|row| (row.path.clone(), row.seen())).collect())))
    }

    /// The line of a file.
    pub(super) fn line_of(&self, path: &Path) -> Option<&Line> {
        let at = self.rows.binary_search_by(|row| row.path.as_path().cmp(path)).ok()?;
        let missing = self.lines.len().checked_sub(self.rows.len())?;
        self.lines.get(missing + at).filter(|line| line.row == Some(at))
    }

    /// From now on the list is not what the batch says.
    pub(super) fn is_outdated(&mut self) {
        self.is_stale = true;
    }

    /// All of it is read again; what is on the list stays until then, for that may take its time.
    pub(super) fn read_anew(&mut self) {
        (self.known, self.is_stale) = (Some(Arc::default()), true);
    }

    /// Rows that were read; they are on the list with the next arranging.
    pub(super) fn take(&mut self, fresh: Vec<Row>) {
        self.fresh.extend(fresh);
    }

    /// Files that are there no more.
    pub(super) fn let_go(&mut self, gone: Vec<PathBuf>) {
        if gone.is_empty() {
            return;
        }
        let gone: BTreeSet<PathBuf> = gone.into_iter().collect();
        self.rows.retain(|row| !gone.contains(&row.path));
        (self.known, self.is_stale) = (None, true);
    }

    /// Takes over the rows that came, each in the place of what was read of the same file before.
    fn take_fresh(&mut self) {
        if self.fresh.is_empty() {
            return;
        }
        self.rows.append(&mut self.fresh);
        self.rows.sort_by(|one, other| one.path.cmp(&other.path));
        self.rows.dedup_by(|fresh, before| {
            let is_same = fresh.path == before.path;
            if is_same {
                std::mem::swap(fresh, before);
            }
            is_same
        });
        (self.known, self.is_stale) = (None, true);
    }

    /// Makes the list anew where something changed, while rows come a few times in a second; whether it did.
    pub(super) fn arrange(&mut self, context: &Context, is_coming: bool, batch: &Batch, list: &mut List) -> bool {
        let now_s = context.input(|input| input.time);
        if is_coming && !self.lines.is_empty() && now_s < self.arranged_s + REST_S {
            if !self.fresh.is_empty() {
                context.request_repaint_after_secs((self.arranged_s + REST_S - now_s) as f32);
            }
        } else {
            self.take_fresh();
        }
        if !std::mem::take(&mut self.is_stale) {
            return false;
        }
        self.arranged_s = now_s;
        self.year = year_of(batch, &self.rows);
        self.lines = lines(batch, &self.rows);
        list.arrange(&self.lines, &self.rows);
        true
    }
}
