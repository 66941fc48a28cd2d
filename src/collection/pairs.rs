//! Last year's reports beside this year's: found by unit, whatever a unit was called then.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::folders::{Files, reports_in};
use super::parallel::in_order;
use super::units::{Renamed, plain};
use crate::file::disk::{Disk, SystemDisk};
use crate::file::{self, FileError};
use crate::form::Editions;
use crate::report::{LastYear, Source};

/// Where last year's reports are.
pub enum LastYears {
    /// None was named: what a report carries itself counts.
    Carried,
    /// One for all.
    One(Box<LastYear>),
    /// Those of a folder, found by unit.
    Folder {
        /// The files of each unit, with their years.
        by_unit: BTreeMap<String, Vec<(i32, PathBuf)>>,
        /// Units that had another name last year: this year's name and last year's.
        renamed: Renamed,
    },
}

impl LastYears {
    /// What `--last-year` and `--pairs` name. Damaged files are named by `tell` and passed over.
    ///
    /// # Errors
    /// The sentence why nothing can be read there.
    pub fn read(path: Option<&Path>, pairs: Option<&Path>, editions: &Editions, tell: &mut dyn FnMut(&str)) -> Result<Self, String> {
        let Some(path) = path else { return Ok(Self::Carried) };
        if !path.is_dir() {
            let opened = file::open(path, editions).map_err(|error| error.to_string())?;
            return Ok(Self::One(Box::new(LastYear::of(Source { form: &opened.form, report: &opened.report }))));
        }
        let renamed = pairs.map_or_else(|| Ok(Renamed::default()), Renamed::read)?;
        Ok(Self::of_folder(path, renamed, editions, &SystemDisk, tell))
    }

    /// The reports of a folder.
    pub fn of_folder(path: &Path, renamed: Renamed, editions: &Editions, disk: &dyn Disk, tell: &mut dyn FnMut(&str)) -> Self {
        let Files { reports: files, trouble, .. } = reports_in(&[path.to_owned()]);
        for sentence in &trouble {
            tell(sentence);
        }
        let mut by_unit: BTreeMap<String, Vec<(i32, PathBuf)>> = BTreeMap::new();
        let look = |path: &PathBuf| file::open_on(disk, path, editions).map(|opened| (plain(&opened.report.unit), opened.report.year));
        in_order(&files, look, |path, found| match found {
            Ok((unit, year)) => by_unit.entry(unit).or_default().push((year, path.clone())),
            Err(error) => tell(&error.to_string()),
        });
        Self::Folder { by_unit, renamed }
    }

    /// Last year's report for a unit's report on a year; `None` where there is none.
    #[must_use]
    pub fn of(&self, unit: &str, year: i32, editions: &Editions, disk: &dyn Disk) -> Option<Result<LastYear, FileError>> {
        match self {
            Self::Carried => None,
            Self::One(last_year) => Some(Ok((**last_year).clone())),
            Self::Folder { by_unit, renamed } => {
                let files = by_unit.get(&renamed.before(unit))?;
                let (_, path) = files.iter().find(|(found, _)| *found == year - 1)?;
                let opened = file::open_on(disk, path, editions);
                Some(opened.map(|opened| LastYear::of(Source { form: &opened.form, report: &opened.report })))
            }
        }
    }

    /// Whether last year's reports were named.
    #[must_use]
    pub fn are_named(&self) -> bool {
        !matches!(self, Self::Carried)
    }
}
