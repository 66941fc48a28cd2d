//! Where the program works and where a report is saved: what saving, opening and recovering have in common.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use super::stamp::Stamp;
use crate::file::disk::{Disk, SystemDisk};
use crate::file::kept::data_folder::DataFolder;
use crate::file::kept::lock::Who;

/// Where the program keeps things, and who works here.
#[derive(Debug, Clone)]
pub struct Workplace {
    /// The user's data folder; `None` where there is none, and no journal or version is kept.
    pub data: Option<DataFolder>,
    /// The disk.
    pub disk: Arc<dyn Disk>,
    /// Who works here, as the lock tells others.
    pub who: Who,
    /// How long the file of a report that can be recovered is waited for: its drive may be gone.
    pub patience: Duration,
}

impl Workplace {
    /// This user at this machine.
    #[must_use]
    pub fn of_user() -> Self {
        Self { data: DataFolder::of_user(), disk: Arc::new(SystemDisk), who: Who::here(), patience: Duration::from_secs(3) }
    }

    /// Where a PDF stands that another program is to print; 清除本机痕迹 takes it away, where there is a data folder.
    #[must_use]
    pub fn printed(&self) -> PathBuf {
        self.data.as_ref().map_or_else(|| std::env::temp_dir().join("nianbao-print.pdf"), DataFolder::printed)
    }
}

/// Whether a file may be overwritten that another program changed, or that the report does not come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overwrite {
    /// Refuse with [`crate::file::FileError::ChangedOnDisk`] or [`crate::file::FileError::Taken`], so that the clerk can be asked.
    Ask,
    /// The clerk chose: 以我的为准, 覆盖. What was there is kept as a version.
    Mine,
}

/// Where a report is saved.
#[derive(Debug)]
pub(crate) enum Place {
    /// In its file, which has to be what is expected, where something is.
    Own { path: PathBuf, expected: Option<Stamp> },
    /// Elsewhere, as the clerk named it; `own` is the file that is locked already.
    Other { given: PathBuf, overwrite: Overwrite, own: Option<PathBuf> },
}
