//! The user's data folder: journals, versions before a save, and settings. Readable by the user alone.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The variable that names another data folder, for tests and scripts.
pub const DATA_VARIABLE: &str = "NIANBAO_DATA";

/// A folder of this user for what the program keeps beside the clerk's own files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataFolder {
    root: PathBuf,
}

impl DataFolder {
    /// The data folder of this user: `NIANBAO_DATA`, else where the system wants it (`$XDG_DATA_HOME/nianbao` or
    /// `~/.local/share/nianbao`, `%LOCALAPPDATA%\nianbao`, `~/Library/Application Support/nianbao`).
    #[must_use]
    pub fn of_user() -> Option<Self> {
        Self::named_by(&|name| std::env::var_os(name))
    }

    /// The same with the environment handed in. `None` where it names no absolute folder.
    #[must_use]
    pub fn named_by(variable: &dyn Fn(&str) -> Option<OsString>) -> Option<Self> {
        let folder = |name: &str| variable(name).map(PathBuf::from).filter(|path| path.is_absolute());
        let system = || {
            if cfg!(windows) {
                Some(folder("LOCALAPPDATA")?.join("nianbao"))
            } else if cfg!(target_os = "macos") {
                Some(folder("HOME")?.join("Library/Application Support/nianbao"))
            } else {
                Some(folder("XDG_DATA_HOME").or_else(|| Some(folder("HOME")?.join(".local/share")))?.join("nianbao"))
            }
        };
        folder(DATA_VARIABLE).or_else(system).map(Self::at)
    }

    /// A data folder in that place.
    #[must_use]
    pub fn at(root: PathBuf) -> Self {
        Self { root }
    }

    /// Where it is, to tell the clerk.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The folder of the journals.
    #[must_use]
    pub fn journals(&self) -> PathBuf {
        self.root.join("journals")
    }

    /// The folder of the versions before a save.
    #[must_use]
    pub fn versions(&self) -> PathBuf {
        self.root.join("versions")
    }

    /// The folder of the batches under review.
    #[must_use]
    pub fn batches(&self) -> PathBuf {
        self.root.join("batches")
    }

    /// The file of recent files and settings.
    #[must_use]
    pub fn settings(&self) -> PathBuf {
        self.root.join("settings.json")
    }

    /// The PDF that the system's viewer is to print, the last one.
    #[must_use]
    pub fn printed(&self) -> PathBuf {
        self.root.join("print.pdf")
    }
}
