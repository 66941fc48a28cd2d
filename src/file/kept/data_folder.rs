//! The user's data folder: journals, versions before a save, and settings. Readable by the user alone.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::file::{FileError, kept::journal};

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

    /// The file of recent files and settings.
    #[must_use]
    pub fn settings(&self) -> PathBuf {
        self.root.join("settings.json")
    }

    /// 清除本机痕迹: removes the journals of programs that no longer run, all versions and the list of recent files. The
    /// clerk's own files are not touched.
    ///
    /// # Errors
    /// What could not be removed, the path last; the rest is gone.
    pub fn clear_traces(&self) -> Result<Cleared, FileError> {
        let mut cleared = Cleared::default();
        let mut failed = None;
        let mut note = |outcome: io::Result<()>, path: &Path| match outcome {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                failed.get_or_insert(FileError::System("没有删除".to_owned()).at(path));
                false
            }
            _ => true,
        };
        let (journals, others): (Vec<_>, _) = files_in(&self.journals()).into_iter().partition(|path| journal::is_journal(path));
        for journal in journals {
            match journal::Ownership::take(&journal) {
                Some(_ownership) => cleared.journals += usize::from(note(fs::remove_file(&journal), &journal)),
                None => cleared.still_open += 1,
            }
        }
        // Room that is kept, and locks of programs that died; those of open journals stay.
        for file in others {
            if file.extension().is_some_and(|ending| ending == "lock") {
                // Taken and given up it is gone, where nobody has it.
                drop(journal::Ownership::take(&file));
            } else {
                note(fs::remove_file(&file), &file);
            }
        }
        for folder in files_in(&self.versions()) {
            let count = files_in(&folder).iter().filter(|path| super::versions::is_version(path)).count();
            cleared.versions += if note(fs::remove_dir_all(&folder), &folder) { count } else { 0 };
        }
        let mut settings = crate::file::Settings::load(self);
        cleared.recent = settings.recent.len();
        settings.recent.clear();
        // One that is damaged names files too.
        let saved = if self.settings().exists() { settings.save(self) } else { Ok(()) };
        for unfinished in files_in(&self.root).into_iter().filter(|path| crate::file::draft::save::is_unfinished(path)) {
            note(fs::remove_file(&unfinished), &unfinished);
        }
        failed.map_or(saved.map(|()| cleared), Err)
    }
}

/// What 清除本机痕迹 removed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cleared {
    /// Journals.
    pub journals: usize,
    /// Versions before a save.
    pub versions: usize,
    /// Recent files in the list.
    pub recent: usize,
    /// Journals of reports that are open now, which stay.
    pub still_open: usize,
}

impl Cleared {
    /// What was removed, in the clerk's words.
    #[must_use]
    pub fn sentence(&self) -> String {
        let stays = if self.still_open > 0 { format!("；另有 {} 份正在使用，已保留", self.still_open) } else { String::new() };
        format!("已清除：恢复记录 {} 份，历史版本 {} 份，最近文件 {} 条{stays}", self.journals, self.versions, self.recent)
    }
}

/// Makes a folder in a data folder, or that itself, for this user alone, and leaves none above it up to that open to others. A data
/// folder that was there and holds other things is somebody else's to close.
pub(crate) fn make_private(folder: &Path, root: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)?;
    #[cfg(unix)]
    for folder in folder.ancestors().take_while(|folder| folder.starts_with(root)) {
        use std::os::unix::fs::PermissionsExt as _;
        let is_ours = folder != root || files_in(folder).iter().all(|path| is_ours(path));
        if is_ours && fs::metadata(folder)?.permissions().mode() & 0o077 != 0 {
            // Of a folder that is another user's the permissions are theirs to give.
            let _ = fs::set_permissions(folder, fs::Permissions::from_mode(0o700));
        }
    }
    #[cfg(not(unix))]
    let _ = root;
    Ok(())
}

/// Whether what stands in a data folder is the program's.
#[cfg(unix)]
fn is_ours(path: &Path) -> bool {
    let is_named = |name: &str| path.file_name().is_some_and(|own| own == name);
    ["journals", "versions", "settings.json"].into_iter().any(is_named) || crate::file::draft::save::is_unfinished(path)
}

/// What is in a folder, sorted; nothing where it cannot be read.
pub(crate) fn files_in(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<_> = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    paths.sort();
    paths
}
