//! What each file of a batch came to: read and checked on all processors, handed over as it is done, and only where the file changed.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use rust_decimal::Decimal;

use crate::check::{Case, Review, Severity, Standing, review};
use crate::collection::adding::name_below;
use crate::collection::coverage::Coverage;
use crate::collection::folders::{Met, met_in};
use crate::collection::pairs::LastYears;
use crate::collection::parallel::{FIRST, Workers};
use crate::file::disk::{Disk, Entry};
use crate::file::{self, Opened};
use crate::form::Editions;
use crate::page::Fonts;
use crate::report::{Figures, Level, added};

/// A file of a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Where it is.
    pub path: PathBuf,
    /// Its name below the folder, with slashes.
    pub file: String,
    /// The SHA-256 of its bytes; empty where it cannot be read.
    pub hash: String,
    /// What it came to, or why it cannot be read.
    pub looked: Result<LookedAt, String>,
    seen: Seen,
}

/// By what a file is known to be as it was, without reading it: length and time.
pub type Seen = Option<(u64, Option<SystemTime>)>;

impl Row {
    /// The file as it was when it was read.
    #[must_use]
    pub fn seen(&self) -> Seen {
        self.seen
    }
}

/// What a report came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookedAt {
    /// The unit, as the report names it.
    pub unit: String,
    /// Its level, as chosen or as its name suggests.
    pub level: Option<Level>,
    /// The year reported on.
    pub year: i32,
    /// The edition of its form.
    pub edition: String,
    /// Whether that is the edition of its year.
    pub is_years_edition: bool,
    /// How many blocking sums hold, of how many.
    pub held: usize,
    /// How many are asked.
    pub asked: usize,
    /// What is wrong: how many findings.
    pub wrong: usize,
    /// What wants a reason and has none.
    pub explain: usize,
    /// Hints.
    pub hints: usize,
    /// Whether last year's report was at hand.
    pub has_last_year: bool,
    /// Which blocking rules failed how often.
    pub rules: BTreeMap<String, usize>,
    /// The number by which units are compared, where the form names one.
    pub counted: Option<Counted>,
}

/// The first number of the form's page at a glance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// What it is the number of.
    pub name: String,
    /// What it counts.
    pub unit: String,
    /// The number; `None` where a cell cannot be read.
    pub figure: Option<Decimal>,
}

/// What comes while a batch is looked at.
#[derive(Debug)]
pub enum Came {
    /// These were read; more may come.
    Rows(Vec<Row>),
    /// All is listed: so many files have to be read, with those that were. The first rows come before.
    Total(usize),
    /// All is read. These files of those that were known are there no more; and what could not be looked into.
    Done {
        /// The files.
        gone: Vec<PathBuf>,
        /// Sentences.
        trouble: Vec<String>,
    },
}

/// What reports are read and checked with.
#[derive(Clone, Copy)]
pub struct Looker<'a> {
    /// The editions of the form.
    pub editions: &'a Editions,
    /// What the fonts can draw.
    pub fonts: &'a Fonts,
    /// Last year's reports.
    pub last_years: &'a LastYears,
    /// Where the files are.
    pub disk: &'a dyn Disk,
}

/// What is looked at.
#[derive(Clone, Copy)]
pub struct Inbox<'a> {
    /// The folders and files.
    pub places: &'a [PathBuf],
    /// All those of the batch, below which a file has its name.
    pub roots: &'a [PathBuf],
    /// How the files were that have been read.
    pub known: &'a BTreeMap<PathBuf, Seen>,
}

/// Looks at everything in these places. Files that are as they were are not read again. The first ones are read as they are met, before
/// all are listed. `take` says whether to go on.
pub fn look(inbox: Inbox<'_>, looker: Looker<'_>, mut take: impl FnMut(Came) -> bool) {
    let Inbox { places, roots, known } = inbox;
    let (coverage, workers) = (Coverage::of(looker.fonts), Workers::default());
    let read = |path: &PathBuf| row(path, roots, looker, &coverage);
    let (mut found, mut fresh, mut trouble) = (HashSet::new(), Vec::new(), Vec::new());
    let mut first = 0;
    for place in places {
        if is_gone(place, known, looker.disk) {
            // What was read of it stays on the list: the drive may come back.
            trouble.push(format!("文件夹找不到了，列出的是上次读到的：{}", place.display()));
            found.extend(known.keys().filter(|path| path.starts_with(place)).cloned());
            continue;
        }
        for met in met_in(place) {
            match met {
                Met::Trouble(sentence) => trouble.push(sentence),
                Met::Report(path) if known.get(&path).is_some_and(|seen| seen.is_some() && stamp(&path) == *seen) => {
                    found.insert(path);
                }
                Met::Report(path) => {
                    fresh.push(path.clone());
                    found.insert(path);
                }
            }
            if first == 0 && fresh.len() == FIRST {
                first = FIRST;
                if !take(Came::Rows(workers.all(&fresh, read))) {
                    return;
                }
            }
        }
    }
    let later = fresh.get(first..).unwrap_or_default();
    if !take(Came::Total(fresh.len())) || !workers.in_steps(later, read, |rows| take(Came::Rows(rows))) {
        return;
    }
    let is_gone = |path: &&PathBuf| !found.contains(*path) && places.iter().any(|place| path.starts_with(place));
    take(Came::Done { gone: known.keys().filter(is_gone).cloned().collect(), trouble });
}

/// A report to be read beside the list, last year's with it.
///
/// # Errors
/// One sentence.
pub fn beside(path: &Path, looker: Looker<'_>) -> Result<Opened, String> {
    let (mut opened, _) = file::open_hashed_on(looker.disk, path, looker.editions).map_err(|error| error.to_string())?;
    take_last_year(&mut opened, looker);
    Ok(opened)
}

/// Last year's report from the folder, where it is there.
fn take_last_year(opened: &mut Opened, looker: Looker<'_>) {
    let found = looker.last_years.of(&opened.report.unit, opened.report.year, looker.editions, looker.disk);
    if let Some(Ok(last_year)) = found {
        opened.report.last_year = Some(last_year);
    }
}

/// Whether a folder of which files were read is there no more, as when a drive is gone.
fn is_gone(folder: &Path, known: &BTreeMap<PathBuf, Seen>, disk: &dyn Disk) -> bool {
    let is_there = match disk.entry(folder) {
        Ok(Entry::Link) => folder.exists(),
        Ok(entry) => entry != Entry::Nothing,
        Err(_) => false,
    };
    !is_there && known.keys().any(|path| path != folder && path.starts_with(folder))
}

fn stamp(path: &Path) -> Seen {
    let metadata = std::fs::metadata(path).ok()?;
    Some((metadata.len(), metadata.modified().ok()))
}

fn row(path: &Path, roots: &[PathBuf], with: Looker<'_>, coverage: &Coverage<'_>) -> Row {
    let before = stamp(path);
    let read = file::open_hashed_on(with.disk, path, with.editions);
    let (hash, looked) = match read {
        // Who writes it has not finished; with the time of before it counts as changed and is read again.
        _ if stamp(path) != before => (String::new(), Err("文件正在改动，改完以后再读".to_owned())),
        Err(error) => (String::new(), Err(error.what().to_string())),
        Ok((mut opened, hash)) => {
            take_last_year(&mut opened, with);
            (hash, Ok(looked_at(&opened, with, coverage)))
        }
    };
    Row { path: path.to_owned(), file: name_below(path, roots), hash, looked, seen: before }
}

fn looked_at(opened: &Opened, looker: Looker<'_>, coverage: &Coverage<'_>) -> LookedAt {
    let Opened { form, report, .. } = opened;
    let figures = Figures::of(form, report);
    let covers = |character| coverage.covers(character);
    let review = review(Case { form, report, figures: &figures, standing: Standing::Finished, covers: &covers });
    LookedAt {
        unit: report.unit.trim().to_owned(),
        level: report.assumed_level(),
        year: report.year,
        edition: form.edition.clone(),
        is_years_edition: looker.editions.for_year(report.year).is_some_and(|right| right.edition == form.edition),
        held: review.held(form),
        asked: form.blocking_sum_count(),
        wrong: review.count(Severity::Blocking),
        explain: review.count(Severity::Explain),
        hints: review.count(Severity::Hint),
        has_last_year: report.last_year.is_some(),
        rules: rules(&review),
        counted: form.poster.numbers.first().map(|number| Counted {
            name: number.label.clone(),
            unit: number.unit.clone(),
            figure: added(form, &figures, &number.cells),
        }),
    }
}

fn rules(review: &Review) -> BTreeMap<String, usize> {
    let mut rules = BTreeMap::new();
    for finding in review.findings.iter().filter(|finding| finding.severity == Severity::Blocking) {
        *rules.entry(finding.rule.clone()).or_default() += 1;
    }
    rules
}
