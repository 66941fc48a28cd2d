//! The versions of a report before each save: the last ten and one a day, in the data folder.
//!
//! They stand by the report's id, and under it by the file that they were saved over: a file copied in a file manager has the id of
//! the first one, and is another report from its first save on. A file that holds what another one held, be it a copy or moved, goes
//! on from the versions of that one; `about.json` says how far.

use std::collections::BTreeSet;
use std::collections::btree_map::{BTreeMap, Entry};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use serde::{Deserialize, Serialize};

use super::data_folder::DataFolder;
use super::names::{files_in, make_private};
use crate::file::disk::{Disk, SystemDisk};
use crate::file::error::LARGEST_FILE;
use crate::file::{FileError, Opened, draft::save, draft::stamp, open_bytes};
use crate::form::Editions;

/// How many of the last versions are kept; of older ones the last of each day.
const LAST_KEPT: usize = 10;

/// The file of a folder of versions that says of which files they are.
const ABOUT: &str = "about.json";

/// The ending of a version's file.
const ENDING: &str = "nianbao";

/// The versions kept of one report.
#[derive(Debug, Clone)]
pub struct Versions {
    root: PathBuf,
    folder: PathBuf,
    file: PathBuf,
    /// SHA-256 of what the file holds now, where that is known.
    holds: Option<String>,
}

/// A version of a report, as it stood on disk before a save.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    /// It comes after those of a lower number, whatever the clock said.
    number: u64,
    /// When it was replaced.
    pub until: Timestamp,
    /// Of which file it is.
    of: String,
    /// Where it is kept.
    pub path: PathBuf,
}

/// Which files a folder of versions is of, by the sign that their versions have in their names.
#[derive(Debug, Default, Serialize, Deserialize)]
struct About {
    #[serde(default)]
    files: BTreeMap<String, AboutFile>,
}

#[derive(Debug, Serialize, Deserialize)]
struct AboutFile {
    /// Where it stood when it was first saved over.
    path: String,
    /// The file that it goes on from, and the last version of it that is its history too.
    #[serde(default)]
    from: Option<(String, u64)>,
    /// SHA-256 of what was last saved.
    saved: String,
}

impl Versions {
    /// The versions of the report with that id; of a file without an id, of the file of that path.
    #[must_use]
    pub fn of(data: &DataFolder, id: &str, path: &Path) -> Self {
        let plain = !id.is_empty() && id.len() <= 64 && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        let key = if plain { id.to_owned() } else { stamp::hash(format!("{id}\n{}", path.display()).as_bytes()) };
        Self { root: data.root().to_owned(), folder: data.versions().join(key), file: path.to_owned(), holds: None }
    }

    /// The same of a file that holds bytes of that hash.
    #[must_use]
    pub(crate) fn of_what_holds(mut self, hash: Option<String>) -> Self {
        self.holds = hash;
        self
    }

    /// The versions, the newest first: those of the file, and those that it goes on from; of a report that has no file all.
    #[must_use]
    pub fn list(&self) -> Vec<Version> {
        let (about, sign) = (about(&SystemDisk, &self.folder), sign(&self.file));
        let mut all = versions_in(&self.folder);
        let Some(holds) = &self.holds else { return all };
        // Of each file whose history it shares, the last version.
        let mut shared = BTreeMap::from([(sign.clone(), u64::MAX)]);
        let is_as_saved = about.files.get(&sign).is_some_and(|file| file.saved == *holds);
        let by_what_it_holds = if is_as_saved { None } else { goes_on_from(&SystemDisk, &all, &about, &sign, holds) };
        let mut left = Vec::from_iter(by_what_it_holds);
        left.extend(about.files.get(&sign).and_then(|file| file.from.clone()));
        while let Some((from, last)) = left.pop() {
            if let Entry::Vacant(place) = shared.entry(from) {
                left.extend(about.files.get(place.key()).and_then(|file| file.from.clone()));
                place.insert(last);
            }
        }
        all.retain(|version| shared.get(&version.of).is_some_and(|last| version.number <= *last));
        all
    }

    /// Notes that the file goes on from another one, as after 另存为.
    ///
    /// # Errors
    /// One sentence, the path last.
    pub(crate) fn go_on_from(&self, disk: &dyn Disk, other: &Path, saved: String) -> Result<(), FileError> {
        let all = versions_in(&self.folder);
        let Some(last) = own(&all, other).first().map(|version| version.number) else { return Ok(()) };
        let mut about = about(disk, &self.folder);
        about.files.insert(sign(&self.file), AboutFile { path: self.file.display().to_string(), from: Some((sign(other), last)), saved });
        self.write(disk, &about)
    }

    fn write(&self, disk: &dyn Disk, about: &About) -> Result<(), FileError> {
        save::save_private(disk, &self.folder.join(ABOUT), &serde_json::to_vec(about).unwrap_or_default())
    }

    /// Where they are kept, to tell the clerk.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Keeps the bytes that a save is about to replace with others of that hash, unless the last version has the same.
    ///
    /// # Errors
    /// One sentence, the path last.
    pub fn keep(&self, disk: &dyn Disk, bytes: &[u8], saved: String, now: SystemTime) -> Result<(), FileError> {
        let (all, own_sign) = (versions_in(&self.folder), sign(&self.file));
        let mut about = about(disk, &self.folder);
        let last = own(&all, &self.file).into_iter().next();
        if last.as_ref().is_some_and(|last| disk.read(&last.path, LARGEST_FILE).is_ok_and(|kept| kept == bytes)) {
            let Some(file) = about.files.get_mut(&own_sign).filter(|file| file.saved != saved) else { return Ok(()) };
            file.saved = saved;
            return self.write(disk, &about);
        }
        make_private(&self.folder, &self.root).map_err(|error| FileError::writing(&error).at(&self.folder))?;
        let number = all.first().map_or(0, |last| last.number) + 1;
        let now = Timestamp::try_from(now).unwrap_or(Timestamp::UNIX_EPOCH).as_millisecond();
        let name = format!("{number}-{now}-{own_sign}.{ENDING}");
        save::save_private(disk, &self.folder.join(name), bytes)?;
        let (before, hash) = (about.files.remove(&own_sign), stamp::hash(bytes));
        let is_as_saved = before.as_ref().is_some_and(|file| file.saved == hash);
        let by_what_it_held = if is_as_saved { None } else { goes_on_from(disk, &all, &about, &own_sign, &hash) };
        let from = by_what_it_held.or_else(|| before.and_then(|file| file.from));
        about.files.insert(own_sign, AboutFile { path: self.file.display().to_string(), from, saved });
        self.write(disk, &about)?;
        self.thin_out(disk);
        Ok(())
    }

    /// Takes away what is neither among the last ten nor the last of its day.
    fn thin_out(&self, disk: &dyn Disk) {
        let mut days = BTreeSet::new();
        for (at, version) in own(&versions_in(&self.folder), &self.file).into_iter().enumerate() {
            let last_of_day = days.insert(version.local().date());
            if at >= LAST_KEPT && !last_of_day {
                // One version too many does no harm.
                let _ = disk.remove(&version.path);
            }
        }
    }
}

impl Version {
    /// The version of that path: `NUMBER-MILLISECONDS-SIGN.nianbao`.
    fn named(path: PathBuf) -> Option<Self> {
        let (name, ending) = path.file_name()?.to_str()?.split_once('.')?;
        (ending == ENDING).then_some(())?;
        let mut parts = name.splitn(3, '-');
        let (number, until, of) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.to_owned());
        Some(Self { number, until: Timestamp::from_millisecond(until).ok()?, of, path })
    }

    /// Reads the version.
    ///
    /// # Errors
    /// One sentence, the path last.
    pub fn open(&self, editions: &Editions) -> Result<Opened, FileError> {
        crate::file::open(&self.path, editions)
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
    let of_path = files_in(&data.versions()).into_iter().flat_map(|folder| own(&versions_in(&folder), path));
    let mut versions: Vec<_> = of_path.collect();
    // Of several reports that stood there the one that stood there last.
    versions.sort_by_key(|version| (version.until, version.number));
    let read = |version: Version| {
        let bytes = disk.read(&version.path, LARGEST_FILE).ok()?;
        open_bytes(&bytes, editions).ok().map(|opened| (version, opened))
    };
    versions.into_iter().rev().find_map(read)
}

/// Whether a file of a folder of versions is one.
pub(crate) fn is_version(path: &Path) -> bool {
    Version::named(path.to_owned()).is_some()
}

/// All versions in a folder, the newest first.
fn versions_in(folder: &Path) -> Vec<Version> {
    let mut versions: Vec<_> = files_in(folder).into_iter().filter_map(Version::named).collect();
    versions.sort();
    versions.reverse();
    versions
}

/// What a file goes on from that holds what that hash is of: another file that was saved as that, or held it before.
fn goes_on_from(disk: &dyn Disk, all: &[Version], about: &About, file: &str, hash: &str) -> Option<(String, u64)> {
    let others = || all.iter().filter(|version| version.of != file);
    let saved = |version: &&Version| about.files.get(&version.of).is_some_and(|file| file.saved == hash);
    if let Some(last) = others().find(saved) {
        return Some((last.of.clone(), last.number));
    }
    let held = |version: &&Version| disk.read(&version.path, LARGEST_FILE).is_ok_and(|bytes| stamp::hash(&bytes) == hash);
    others().find(held).map(|version| (version.of.clone(), version.number.saturating_sub(1)))
}

/// Those of a file.
fn own(versions: &[Version], file: &Path) -> Vec<Version> {
    let sign = sign(file);
    versions.iter().filter(|version| version.of == sign).cloned().collect()
}

/// What stands for a file in the names of its versions.
fn sign(file: &Path) -> String {
    let mut sign = stamp::hash(file.as_os_str().as_encoded_bytes());
    sign.truncate(12);
    sign
}

fn about(disk: &dyn Disk, folder: &Path) -> About {
    disk.read(&folder.join(ABOUT), LARGEST_FILE).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
}
