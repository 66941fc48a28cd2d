//! The versions of a report before each save: the last ten and one a day, in the data folder.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use serde::{Deserialize, Serialize};

use super::data_folder::{DataFolder, files_in, make_private};
use super::disk::Disk;
use super::error::LARGEST_FILE;
use super::{FileError, Opened, open_bytes, save, stamp};
use crate::form::Editions;

/// How many of the last versions are kept; of older ones the last of each day.
const LAST_KEPT: usize = 10;

/// The file of a folder of versions that says of which report they are.
const ABOUT: &str = "about.json";

/// The ending of a version's file.
const ENDING: &str = "nianbao";

/// The versions kept of one report.
#[derive(Debug, Clone)]
pub struct Versions {
    folder: PathBuf,
}

/// A version of a report, as it stood on disk before a save.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    /// When it was replaced.
    pub until: Timestamp,
    /// Where it is kept.
    pub path: PathBuf,
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct About {
    /// Where the report stood when it was saved, the last place first.
    paths: Vec<String>,
}

impl Versions {
    /// The versions of the report with that id; of a file without an id, of the file of that path.
    #[must_use]
    pub fn of(data: &DataFolder, id: &str, path: &Path) -> Self {
        let plain = !id.is_empty() && id.len() <= 64 && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        let key = if plain { id.to_owned() } else { stamp::hash(format!("{id}\n{}", path.display()).as_bytes()) };
        Self { folder: data.versions().join(key) }
    }

    /// The versions, the newest first.
    #[must_use]
    pub fn list(&self) -> Vec<Version> {
        let version = |path: PathBuf| Some(Version { until: until(&path)?, path });
        let mut versions: Vec<_> = files_in(&self.folder).into_iter().filter_map(version).collect();
        versions.sort();
        versions.reverse();
        versions
    }

    /// Where they are kept, to tell the clerk.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Keeps the bytes that a save is about to replace, unless the last version has the same.
    ///
    /// # Errors
    /// One sentence, the path last.
    pub fn keep(&self, disk: &dyn Disk, path: &Path, bytes: &[u8], now: SystemTime) -> Result<(), FileError> {
        let versions = self.list();
        if versions.first().is_some_and(|last| disk.read(&last.path, LARGEST_FILE).is_ok_and(|kept| kept == bytes)) {
            return Ok(());
        }
        make_private(&self.folder).map_err(|error| FileError::writing(&error).at(&self.folder))?;
        self.note_path(disk, path)?;
        let now = Timestamp::try_from(now).unwrap_or(Timestamp::UNIX_EPOCH);
        // Names sort by time, also where the clock was set back.
        let after_last = versions.first().and_then(|last| last.until.checked_add(jiff::Span::new().milliseconds(1)).ok());
        let name = now.max(after_last.unwrap_or(now)).as_millisecond();
        save::save_private(disk, &self.folder.join(format!("{name}.{ENDING}")), bytes)?;
        self.thin_out(disk);
        Ok(())
    }

    fn note_path(&self, disk: &dyn Disk, path: &Path) -> Result<(), FileError> {
        let file = self.folder.join(ABOUT);
        let mut about = about(disk, &self.folder);
        let path = path.to_string_lossy().into_owned();
        if about.paths.first() == Some(&path) {
            return Ok(());
        }
        about.paths.retain(|known| *known != path);
        about.paths.insert(0, path);
        about.paths.truncate(10);
        save::save_private(disk, &file, &serde_json::to_vec(&about).unwrap_or_default())
    }

    /// Takes away what is neither among the last ten nor the last of its day.
    fn thin_out(&self, disk: &dyn Disk) {
        let mut days = BTreeSet::new();
        for (at, version) in self.list().into_iter().enumerate() {
            let last_of_day = days.insert(version.local().date());
            if at >= LAST_KEPT && !last_of_day {
                // One version too many does no harm.
                let _ = disk.remove(&version.path);
            }
        }
    }
}

impl Version {
    /// Reads the version.
    ///
    /// # Errors
    /// One sentence, the path last.
    pub fn open(&self, editions: &Editions) -> Result<Opened, FileError> {
        super::open(&self.path, editions)
    }

    /// When it was replaced, in local time, e.g. 2024-01-19 16:02.
    #[must_use]
    pub fn time(&self) -> String {
        self.local().strftime("%Y-%m-%d %H:%M").to_string()
    }

    fn local(&self) -> Zoned {
        self.until.to_zoned(TimeZone::system())
    }
}

/// The newest version that can be read of the file of that path, to offer where the file itself cannot.
#[must_use]
pub fn newest_good(disk: &dyn Disk, data: &DataFolder, path: &Path, editions: &Editions) -> Option<(Version, Opened)> {
    let name = path.to_string_lossy();
    let of_path = files_in(&data.versions()).into_iter().filter(|folder| about(disk, folder).paths.iter().any(|known| *known == name));
    let mut versions: Vec<_> = of_path.flat_map(|folder| Versions { folder }.list()).collect();
    versions.sort();
    let read = |version: Version| {
        let bytes = disk.read(&version.path, LARGEST_FILE).ok()?;
        open_bytes(&bytes, editions).ok().map(|opened| (version, opened))
    };
    versions.into_iter().rev().find_map(read)
}

/// Whether a file of a folder of versions is one.
pub(super) fn is_version(path: &Path) -> bool {
    until(path).is_some()
}

fn until(path: &Path) -> Option<Timestamp> {
    let (name, ending) = path.file_name()?.to_str()?.split_once('.')?;
    (ending == ENDING).then_some(())?;
    Timestamp::from_millisecond(name.parse().ok()?).ok()
}

fn about(disk: &dyn Disk, folder: &Path) -> About {
    disk.read(&folder.join(ABOUT), LARGEST_FILE).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
}
