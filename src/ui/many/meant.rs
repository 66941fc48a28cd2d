//! What of the list is meant by what is asked for: what is marked, else what failed, or all of it.

use std::path::PathBuf;

use super::adding::Parts;
use super::came_in::CameIn;
use super::list::{List, looked_of};
use crate::collection::batch::{Line, Row};
use crate::file::many::Batch;

/// The rows that are marked; where none is, those that are wrong.
pub(super) fn rows(came: &CameIn, list: &List) -> Vec<usize> {
    let is_marked = |row: &Row| list.marked.contains(&row.file);
    let marked: Vec<usize> = came.rows().iter().enumerate().filter(|(_, row)| is_marked(row)).map(|(at, _)| at).collect();
    if !marked.is_empty() {
        return marked;
    }
    let fails = |line: &&Line| looked_of(line, came.rows()).is_some_and(|looked| looked.wrong > 0);
    came.lines().iter().filter(fails).filter_map(|line| line.row).collect()
}

/// The files that are marked; where none is, all.
pub(super) fn files(came: &CameIn, list: &List) -> Vec<PathBuf> {
    let is_marked = |row: &&Row| list.marked.is_empty() || list.marked.contains(&row.file);
    came.rows().iter().filter(is_marked).map(|row| row.path.clone()).collect()
}

/// What is added up: what is marked, else all; what cannot be counted is told. Nothing where no report says its year.
pub(super) fn parts(batch: &Batch, came: &CameIn, list: &List) -> Option<Parts> {
    let year = came.year()?;
    let (mut files, mut kept_out) = (Vec::new(), Vec::new());
    for line in came.lines() {
        let Some(row) = line.row.and_then(|at| came.rows().get(at)) else { continue };
        if !list.marked.is_empty() && !list.marked.contains(&row.file) {
            continue;
        }
        match line.troubles.iter().find(|trouble| trouble.keeps_out_of_sum()) {
            Some(trouble) => kept_out.push(format!("{}　{}", row.file, trouble.sentence())),
            None => files.push(row.path.clone()),
        }
    }
    let missing = came.lines().iter().filter(|line| line.row.is_none()).map(|line| format!("{}　未报", line.unit));
    kept_out.extend(missing);
    Some(Parts { files, roots: batch.inbox.clone(), year, renamed: batch.renamed.clone(), kept_out })
}
