//! Saves a file so that whatever happens it is byte for byte the old one or the new one.
//!
//! The new bytes go into a file of another name in the same folder, reach the medium, and then take the old file's
//! place in one step.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime};

use crate::file::disk::{Access, Disk, Entry, SystemDisk, patiently, sync_names};
use crate::file::kept::names::{UNFINISHED, UNFINISHED_ENDING, begun_by, files_in};
use crate::file::{FileError, kept::lock};

/// An unfinished file as old as this is nobody's any more, whoever began it.
const NOBODYS_AFTER: Duration = Duration::from_hours(24);

/// What to do where the path is a symbolic link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Links {
    /// Refuse with [`FileError::IsLink`], so that the clerk can be asked.
    Refuse,
    /// Write the file that it leads to.
    Follow,
}

/// Saves a file on this machine's disk; see [`save_on`].
///
/// # Errors
/// One sentence, the path last. The file is then the old one, byte for byte.
pub fn save(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    save_on(&SystemDisk, path, bytes, Links::Refuse)
}

/// Saves a file: it is the old one or the new one at every moment, also when the power goes. Permissions of a file
/// that is there are kept; a read-only file is left alone.
///
/// # Errors
/// One sentence, the path last. The file is then the old one; if only the last step failed (the folder's names could not be
/// brought to the medium) it may be the new one.
pub fn save_on(disk: &dyn Disk, path: &Path, bytes: &[u8], links: Links) -> Result<(), FileError> {
    replace(disk, path, bytes, links, false)
}

/// Makes sure that no file is there under that name, nor behind a link of that name.
///
/// # Errors
/// [`FileError::Taken`], so that the clerk can be asked; or nobody can tell. One sentence, the path last.
pub fn must_be_free(disk: &dyn Disk, path: &Path) -> Result<(), FileError> {
    match disk.entry(path).map_err(|error| FileError::writing(&error).at(path))? {
        Entry::Nothing => Ok(()),
        Entry::Link if !path.exists() => Ok(()),
        Entry::Link | Entry::File(_) | Entry::Other => Err(FileError::Taken.at(path)),
    }
}

/// The same for a file of the data folder: readable by this user alone.
pub(crate) fn save_private(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    replace(disk, path, bytes, Links::Refuse, true)
}

/// Takes away what saves that were killed left beside a file. On a folder that others share a save of theirs may be under way: what
/// is taken is a day old, or begun on this machine by a process that is no more.
pub fn sweep_unfinished(disk: &dyn Disk, beside: &Path, now: SystemTime) {
    for path in files_in(beside.parent().unwrap_or(Path::new("."))) {
        let Some(begun_by) = begun_by(&path) else { continue };
        let modified = std::fs::symlink_metadata(&path).and_then(|metadata| metadata.modified());
        let is_old = modified.is_ok_and(|modified| now.duration_since(modified).is_ok_and(|age| age > NOBODYS_AFTER));
        if is_old || is_of_the_dead(begun_by) {
            // What stays does no harm.
            let _ = disk.remove(&path);
        }
    }
}

/// Whether `MACHINE-PROCESS-NUMBER` names a process of this machine that is no more; no, where that cannot be known.
fn is_of_the_dead(begun_by: &str) -> bool {
    let mut parts = begun_by.split('-');
    let (machine, process) = (parts.next(), parts.next().and_then(|process| process.parse::<u32>().ok()));
    machine == Some(MACHINE.as_str()) && process.is_some_and(|process| lock::is_alive(process) == Some(false))
}

/// This machine as the names of unfinished files have it: it is enough that another one's differs.
static MACHINE: LazyLock<String> = LazyLock::new(|| {
    let name = super::stamp::hash(lock::machine().as_bytes());
    name.get(..8).unwrap_or_default().to_owned()
});

fn replace(disk: &dyn Disk, path: &Path, bytes: &[u8], links: Links, private: bool) -> Result<(), FileError> {
    let at = |error: FileError| error.at(path);
    let io_at = |error: io::Error| FileError::writing(&error).at(path);
    let mut target = path.to_owned();
    let access = loop {
        match disk.entry(&target).map_err(io_at)? {
            Entry::Nothing => break None,
            Entry::File(access) if access.permissions.readonly() => return Err(at(FileError::ReadOnly)),
            // What is private stays so whatever was there.
            Entry::File(access) => break Some(access).filter(|_| !private),
            Entry::Link if links == Links::Follow => target = std::fs::canonicalize(&target).map_err(io_at)?,
            Entry::Link => return Err(at(FileError::IsLink)),
            Entry::Other => return Err(at(FileError::NotAFile)),
        }
    };
    let folder = match target.parent() {
        Some(folder) if folder.as_os_str().is_empty() => Path::new("."),
        Some(folder) => folder,
        None => return Err(at(FileError::NotAFile)),
    };
    let unfinished = write_beside(disk, folder, bytes, access.as_ref(), private).map_err(io_at)?;
    if let Err(error) = patiently(disk, || disk.rename(&unfinished, &target)) {
        // What cannot be taken away does no harm: it is not the clerk's file.
        let _ = disk.remove(&unfinished);
        return Err(io_at(error));
    }
    sync_names(disk, folder).map_err(io_at)
}

/// Makes sure that a file may take the place of what is there.
pub(in crate::file) fn may_be_replaced(disk: &dyn Disk, path: &Path) -> Result<(), FileError> {
    match disk.entry(path).map_err(|error| FileError::writing(&error).at(path))? {
        Entry::File(access) if access.permissions.readonly() => Err(FileError::ReadOnly.at(path)),
        Entry::Nothing | Entry::File(_) => Ok(()),
        Entry::Link => Err(FileError::IsLink.at(path)),
        Entry::Other => Err(FileError::NotAFile.at(path)),
    }
}

/// A new, empty file of the folder under a name that tells who began it.
pub(in crate::file) fn begin_beside(disk: &dyn Disk, folder: &Path, private: bool) -> io::Result<(PathBuf, File)> {
    static COUNTER: AtomicU32 = AtomicU32::new(0);
    loop {
        let number = COUNTER.fetch_add(1, Ordering::Relaxed);
        let path = folder.join(format!("{UNFINISHED}{}-{}-{number}{UNFINISHED_ENDING}", *MACHINE, std::process::id()));
        match disk.create(&path, private) {
            Ok(file) => return Ok((path, file)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
}

/// Writes the bytes into a new file of the folder, on the medium when this returns.
fn write_beside(disk: &dyn Disk, folder: &Path, bytes: &[u8], access: Option<&Access>, private: bool) -> io::Result<PathBuf> {
    // Nobody reads what takes the place of a file before it has that file's permissions.
    let (path, mut file) = begin_beside(disk, folder, private || access.is_some())?;
    let written = disk
        .write(&mut file, bytes)
        .and_then(|()| access.map_or(Ok(()), |access| set_access(disk, &file, access)))
        .and_then(|()| disk.sync(&file));
    drop(file);
    match written {
        Ok(()) => Ok(path),
        Err(error) => {
            let _ = disk.remove(&path);
            Err(error)
        }
    }
}

/// Keeps permissions; on a file system that has none of its own, or gives the file to another user, there are none to keep.
fn set_access(disk: &dyn Disk, file: &File, access: &Access) -> io::Result<()> {
    match disk.set_access(file, access) {
        Err(error) if matches!(error.kind(), io::ErrorKind::Unsupported | io::ErrorKind::PermissionDenied) => Ok(()),
        outcome => outcome,
    }
}
