//! Recent files and small settings, in one file of the data folder.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::data_folder::DataFolder;
use super::names::make_private;
use crate::file::disk::{Disk, SystemDisk};
use crate::file::{FileError, draft::save};

/// The most recent files that are listed.
const MOST_RECENT: usize = 20;

/// The largest settings file that is read, in bytes.
const LARGEST: usize = 1024 * 1024;

/// Recent files and settings. A missing or damaged file gives the defaults.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Files opened or saved, the last one first.
    pub recent: Vec<RecentFile>,
    /// The zoom in per cent, where the clerk chose one.
    pub zoom_percent: Option<u16>,
    /// Other settings by name.
    pub values: BTreeMap<String, String>,
}

/// A file in the list of recent ones.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecentFile {
    /// Where it is.
    pub path: PathBuf,
    /// What it is called in the list, e.g. 西坡镇 2020.
    pub title: String,
}

impl Settings {
    /// Reads the settings of a data folder.
    #[must_use]
    pub fn load(data: &DataFolder) -> Self {
        SystemDisk.read(&data.settings(), LARGEST).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
    }

    /// Writes them, whole or not at all.
    ///
    /// # Errors
    /// One sentence, the path last.
    pub fn save(&self, data: &DataFolder) -> Result<(), FileError> {
        make_private(data.root(), data.root()).map_err(|error| FileError::writing(&error).at(data.root()))?;
        let text = serde_json::to_vec_pretty(self).map_err(|error| FileError::System(error.to_string()).at(&data.settings()))?;
        save::save_private(&SystemDisk, &data.settings(), &text)
    }

    /// Puts a file at the head of the list.
    pub fn note_recent(&mut self, path: &Path, title: &str) {
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        self.recent.retain(|file| file.path != path);
        self.recent.insert(0, RecentFile { path, title: title.to_owned() });
        self.recent.truncate(MOST_RECENT);
    }

    /// Takes a file off the list.
    pub fn forget_recent(&mut self, path: &Path) {
        self.recent.retain(|file| file.path != path);
    }
}
