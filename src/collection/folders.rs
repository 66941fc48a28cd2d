//! Many reports at once: the files of folders, last year's beside them by unit, the work spread over the processors.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};

use crate::file::{self, FileError};
use crate::form::Editions;
use crate::page::Fonts;
use crate::report::{LastYear, Source};

/// How many reports are in memory at once.
const AT_ONCE: usize = 256;
/// The endings of the files that are reports.
const ENDINGS: [&str; 3] = ["nianbao", "json", "pdf"];

/// The reports that the arguments mean, those of a folder by name.
///
/// # Errors
/// The sentence why a folder cannot be read.
pub(crate) fn reports_in(paths: &[PathBuf]) -> Result<Vec<PathBuf>, String> {
    let mut reports = Vec::new();
    for path in paths {
        if !path.is_dir() {
            reports.push(path.clone());
            continue;
        }
        let entries = std::fs::read_dir(path).map_err(|error| format!("文件夹无法读取（{error}）：{}", path.display()))?;
        let mut inside: Vec<_> = entries.filter_map(Result::ok).map(|entry| entry.path()).filter(|path| is_report(path)).collect();
        inside.sort();
        reports.extend(inside);
    }
    Ok(reports)
}

fn is_report(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known)) && path.is_file()
}

/// Does the work for every item on all processors and hands the results over in order, a few hundred at a time.
pub(crate) fn in_order<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync, mut take: impl FnMut(&T, R)) {
    for chunk in items.chunks(AT_ONCE) {
        for (item, result) in chunk.iter().zip(in_parallel(chunk, &work)) {
            take(item, result);
        }
    }
}

fn in_parallel<T: Sync, R: Send>(items: &[T], work: &(impl Fn(&T) -> R + Sync)) -> Vec<R> {
    let workers = std::thread::available_parallelism().map_or(1, std::num::NonZero::get).min(items.len());
    if workers < 2 {
        return items.iter().map(work).collect();
    }
    let next = AtomicUsize::new(0);
    let worker = || {
        let mut done = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(at) else { return done };
            done.push((at, work(item)));
        }
    };
    let mut done: Vec<(usize, R)> = std::thread::scope(|scope| {
        let handles: Vec<_> = (0..workers).map(|_| scope.spawn(worker)).collect();
        let joined = handles.into_iter().map(|handle| handle.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        joined.flatten().collect()
    });
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

/// Where last year's reports are.
pub(crate) enum LastYears {
    /// None was named: what a report carries itself counts.
    Carried,
    /// One for all.
    One(Box<LastYear>),
    /// Those of a folder, found by unit.
    Folder {
        /// The files of each unit, with their years.
        by_unit: BTreeMap<String, Vec<(i32, PathBuf)>>,
        /// Units that had another name last year: this year's name and last year's.
        renamed: BTreeMap<String, String>,
    },
}

impl LastYears {
    /// What `--last-year` and `--pairs` name. Damaged files are named by `tell` and passed over.
    ///
    /// # Errors
    /// The sentence why nothing can be read there.
    pub(crate) fn read(path: Option<&Path>, pairs: Option<&Path>, editions: &Editions, tell: &mut dyn FnMut(&str)) -> Result<Self, String> {
        let Some(path) = path else { return Ok(Self::Carried) };
        if !path.is_dir() {
            let opened = file::open(path, editions).map_err(|error| error.to_string())?;
            return Ok(Self::One(Box::new(LastYear::of(Source { form: &opened.form, report: &opened.report }))));
        }
        let renamed = pairs.map_or_else(|| Ok(BTreeMap::new()), read_pairs)?;
        let files = reports_in(&[path.to_owned()])?;
        let mut by_unit: BTreeMap<String, Vec<(i32, PathBuf)>> = BTreeMap::new();
        let look = |path: &PathBuf| file::open(path, editions).map(|opened| (plain(&opened.report.unit), opened.report.year));
        in_order(&files, look, |path, found| match found {
            Ok((unit, year)) => by_unit.entry(unit).or_default().push((year, path.clone())),
            Err(error) => tell(&error.to_string()),
        });
        Ok(Self::Folder { by_unit, renamed })
    }

    /// Last year's report for a unit's report on a year; `None` where there is none.
    pub(crate) fn of(&self, unit: &str, year: i32, editions: &Editions) -> Option<Result<LastYear, FileError>> {
        match self {
            Self::Carried => None,
            Self::One(last_year) => Some(Ok((**last_year).clone())),
            Self::Folder { by_unit, renamed } => {
                let unit = plain(unit);
                let files = by_unit.get(renamed.get(&unit).unwrap_or(&unit))?;
                let (_, path) = files.iter().find(|(found, _)| *found == year - 1)?;
                let opened = file::open(path, editions);
                Some(opened.map(|opened| LastYear::of(Source { form: &opened.form, report: &opened.report })))
            }
        }
    }

    /// Whether last year's reports were named.
    pub(crate) fn are_named(&self) -> bool {
        !matches!(self, Self::Carried)
    }
}

/// A unit's name as it is compared: without blanks, parentheses of one kind.
fn plain(unit: &str) -> String {
    let half = |c: char| match c {
        '（' => '(',
        '）' => ')',
        other => other,
    };
    unit.chars().filter(|c| !c.is_whitespace()).map(half).collect()
}

/// The file of renamed units: a line for each, this year's name and last year's, parted by a tab or a comma.
fn read_pairs(path: &Path) -> Result<BTreeMap<String, String>, String> {
    let text = file::read_list(path).map_err(|error| error.to_string())?;
    let mut pairs = BTreeMap::new();
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        match line.split(['\t', ',', '，']).map(plain).collect::<Vec<_>>().as_slice() {
            [now, then] if !now.is_empty() && !then.is_empty() => pairs.insert(now.clone(), then.clone()),
            _ => return Err(format!("第 {} 行应是两列：本年单位、上年单位：{}", at + 1, path.display())),
        };
    }
    Ok(pairs)
}

/// What the fonts can draw, remembered: thousands of reports ask for the same characters.
pub(crate) struct Coverage<'a> {
    fonts: &'a Fonts,
    known: Vec<AtomicU8>,
}

impl<'a> Coverage<'a> {
    const ASK: u8 = 0;
    const YES: u8 = 1;
    const NO: u8 = 2;

    /// Nothing is known yet.
    pub(crate) fn of(fonts: &'a Fonts) -> Self {
        // The basic plane; the rare characters above it are asked for each time.
        Self { fonts, known: (0..0x1_0000).map(|_| AtomicU8::new(Self::ASK)).collect() }
    }

    /// Whether some font can draw the character.
    pub(crate) fn covers(&self, character: char) -> bool {
        let Some(known) = self.known.get(character as usize) else { return self.fonts.covers(character) };
        match known.load(Ordering::Relaxed) {
            Self::ASK => {
                let covers = self.fonts.covers(character);
                known.store(if covers { Self::YES } else { Self::NO }, Ordering::Relaxed);
                covers
            }
            answer => answer == Self::YES,
        }
    }
}
