//! Last year's reports beside this year's: found by unit, whatever a unit was called then.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::folders::{Files, reports_in};
use super::parallel::in_order;
use crate::file::{self, FileError};
use crate::form::Editions;
use crate::report::{LastYear, Source};

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
        let Files { reports: files, trouble, .. } = reports_in(&[path.to_owned()]);
        for sentence in &trouble {
            tell(sentence);
        }
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
