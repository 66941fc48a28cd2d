//! Reports of many files added up: what is read, what cannot be counted, and whether the sum may be taken.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::parallel::in_order;
use super::units::Renamed;
use crate::check::{Case, Standing, SumState, sums};
use crate::file::{self, Opened};
use crate::form::{Editions, Form, SumSeverity};
use crate::report::{Addend, Adding, Figures, Whole};

/// Of more units than this only the sum is kept, not each unit's figures: a report has to fit into 10 MB.
pub const MOST_WITH_FIGURES: usize = 2_000;

/// What was asked for.
pub struct Asked<'a> {
    /// The form of the year.
    pub form: &'a Arc<Form>,
    /// The year that the reports have to be of.
    pub year: i32,
    /// Units that have another name in some of the reports.
    pub renamed: &'a Renamed,
    /// Whether what cannot be counted is left out, rather than nothing added up.
    pub leaves_out: bool,
}

/// Something that keeps a report, or a cell of it, out of the sum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// The file.
    pub path: PathBuf,
    /// Why, in a sentence.
    pub why: String,
    /// Whether leaving it out was allowed and is enough; a unit that stands there twice is nobody's to choose.
    pub may_be_left: bool,
}

/// What came of adding up.
#[derive(Debug)]
pub struct Added {
    /// The sum; `None` where something keeps it from being one.
    pub whole: Option<Whole>,
    /// What was left out, or has to be.
    pub left: Vec<Left>,
    /// Reports whose own sums do not hold: counted as they are, and told.
    pub told: Vec<Left>,
    /// Blank cells that counted as 0.
    pub blanks: usize,
}

/// One report, read and judged.
enum Read {
    Counted { addend: Box<Addend>, key: String, unit: String, unreadable: Vec<String>, fails: usize },
    Left(String),
}

/// Adds up the reports of these files; `roots` are the folders that were named, below which a file has its name.
#[must_use]
pub fn add_up(files: &[PathBuf], roots: &[PathBuf], editions: &Editions, asked: &Asked<'_>) -> Added {
    let mut adding = Adding::new(asked.form, files.len() <= MOST_WITH_FIGURES);
    let mut added = Added { whole: None, left: Vec::new(), told: Vec::new(), blanks: 0 };
    let mut seen: BTreeMap<String, PathBuf> = BTreeMap::new();
    let mut count = 0_usize;
    in_order(
        files,
        |path| read(path, roots, editions, asked),
        |path, found| {
            let left = |why: String, may_be_left: bool| Left { path: path.clone(), why, may_be_left };
            match found {
                Read::Left(why) => added.left.push(left(why, true)),
                Read::Counted { addend, key, unit, unreadable, fails } => {
                    if let Some(other) = seen.get(&key) {
                        let why = format!("“{unit}”有两份，只能计入一份（另一份：{}）", other.display());
                        added.left.push(left(why, false));
                        return;
                    }
                    seen.insert(key, path.clone());
                    added.left.extend(unreadable.into_iter().map(|why| left(why, true)));
                    if fails > 0 {
                        added.told.push(left(format!("“{unit}”有 {fails} 条勾稽关系不符，按所填数字计入"), true));
                    }
                    added.blanks += addend.blanks();
                    count += 1;
                    adding.add(asked.form, *addend);
                }
            }
        },
    );
    let may_be_taken = added.left.iter().all(|left| left.may_be_left && asked.leaves_out);
    if may_be_taken && count > 0 {
        added.whole = adding.finish(asked.form);
        if added.whole.is_none() {
            let path = files.first().cloned().unwrap_or_default();
            added.told.push(Left { path, why: "合计的数字太长，不能汇总".to_owned(), may_be_left: false });
        }
    }
    added
}

/// A file's name below the folder that was named, with slashes on every system.
#[must_use]
pub fn name_below(path: &Path, roots: &[PathBuf]) -> String {
    let below = roots.iter().filter(|root| *root != path).find_map(|root| path.strip_prefix(root).ok());
    let below = below.or_else(|| path.file_name().map(Path::new)).unwrap_or(path);
    below.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
}

fn read(path: &Path, roots: &[PathBuf], editions: &Editions, asked: &Asked<'_>) -> Read {
    let (opened, hash) = match file::open_hashed(path, editions) {
        Ok(read) => read,
        Err(error) => return Read::Left(error.what().to_string()),
    };
    let Opened { form, report, .. } = &opened;
    if report.year != asked.year {
        return Read::Left(format!("这是 {} 年度的年报，汇总的是 {} 年度", report.year, asked.year));
    }
    if form.edition != asked.form.edition {
        return Read::Left(format!(
            "用的是 {} 版表样，{} 年度应使用 {} 版，两版的数字不能相加",
            form.edition, asked.year, asked.form.edition
        ));
    }
    if report.unit.trim().is_empty() {
        return Read::Left("没有单位名称".to_owned());
    }
    let unreadable = form.cells().filter(|(cell, _)| report.cell(*cell).value.is_unreadable());
    let unreadable = unreadable
        .map(|(cell, definition)| format!("{}的“{}”读不出数字，汇总只能按 0 计", definition.full_name(), report.cell(cell).text.trim()));
    let unreadable = unreadable.collect();
    let figures = Figures::of(form, report);
    let case = Case { form, report, figures: &figures, standing: Standing::Finished, covers: &|_| true };
    let blocking = |at: usize| form.sums.get(at).is_some_and(|sum| sum.severity == SumSeverity::Blocking);
    let fails = sums(case).iter().enumerate().filter(|(at, outcome)| blocking(*at) && outcome.state == SumState::Fails).count();
    let addend = Box::new(Addend::of(form, report, &figures, &name_below(path, roots), &hash));
    let unit = report.unit.trim().to_owned();
    Read::Counted { addend, key: asked.renamed.key(&unit), unit, unreadable, fails }
}
