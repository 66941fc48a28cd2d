//! One save, from what the window hands over to what it has to know afterwards, on whatever thread it runs: the drive may be
//! slow, or gone, and the window goes on.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use super::place::{Overwrite, Place, Workplace};
use super::save::{Links, must_be_free, save_on, sweep_unfinished};
use super::stamp::{self, Stamp};
use crate::file::disk::{Disk, Halt, halting, patiently};
use crate::file::error::LARGEST_FILE;
use crate::file::kept::journal::give_up_reserve;
use crate::file::kept::lock::{Lock, Locking};
use crate::file::kept::versions::Versions;
use crate::file::{FileError, Opened, json};
use crate::form::Editions;
use crate::session::Session;

/// A save that can be run on any thread.
#[derive(Debug)]
pub struct Saving {
    workplace: Workplace,
    disk: Arc<dyn Disk>,
    halt: Halt,
    place: Place,
    id: String,
    bytes: Vec<u8>,
    revision: u64,
    now: SystemTime,
}

/// What a save has done, for [`crate::file::Document::finish`].
#[derive(Debug)]
pub struct Saved {
    pub(crate) path: PathBuf,
    pub(crate) stamp: Stamp,
    /// The revision of the session that was saved.
    pub(crate) revision: u64,
    pub(crate) moved: Moved,
    pub(crate) told: Vec<String>,
}

/// Whether a report has another file since it was saved.
#[derive(Debug)]
pub(crate) enum Moved {
    /// It has the one that it had.
    No,
    /// It has; this is its lock, if one can be kept there.
    Yes(Option<Lock>),
}

impl Saving {
    pub(crate) fn new(workplace: &Workplace, session: &mut Session, place: Place, now: SystemTime) -> Self {
        session.begin_saving();
        let (disk, halt) = halting(Arc::clone(&workplace.disk));
        let bytes = json::write(session.form(), session.report()).into_bytes();
        let (id, revision) = (session.report().id.clone(), session.revision());
        Self { workplace: workplace.clone(), disk, halt, place, id, bytes, revision, now }
    }

    /// Gives the save up when nobody waits for it any more.
    #[must_use]
    pub fn halt(&self) -> Halt {
        self.halt.clone()
    }

    /// Saves.
    ///
    /// # Errors
    /// One sentence, the path last. The file is then the old one; see [`save_on`].
    pub fn run(self) -> Result<Saved, FileError> {
        match &self.place {
            Place::Own { path, expected } => {
                if let Some(stamp) = expected
                    && stamp.differs(&*self.disk, path)?
                {
                    return Err(FileError::ChangedOnDisk.at(path));
                }
                self.write(path, Links::Refuse, Moved::No)
            }
            Place::Other { given, overwrite, own } => {
                let links = match overwrite {
                    Overwrite::Ask => must_be_free(&*self.disk, given).map(|()| Links::Refuse)?,
                    Overwrite::Mine => Links::Follow,
                };
                let path = match links {
                    Links::Follow => real(given).or_else(|error| match error.kind() {
                        // A new file has no links to follow but those of its folder.
                        std::io::ErrorKind::NotFound => in_real_folder(given),
                        _ => Err(error),
                    }),
                    Links::Refuse => in_real_folder(given),
                };
                let path = path.map_err(|error| FileError::writing(&error).at(given))?;
                if own.as_ref() == Some(&path) {
                    return self.write(&path, links, Moved::No);
                }
                let lock = match Lock::take(&path, &self.workplace.who) {
                    Locking::Taken(lock) => Some(lock),
                    Locking::Unavailable => None,
                    Locking::Held(_) => return Err(FileError::System("没有保存：这个文件正在别处编辑".to_owned()).at(&path)),
                };
                let saved = self.write(&path, links, Moved::Yes(lock))?;
                if let (Some(data), Some(own)) = (&self.workplace.data, own) {
                    // Without it the history is still there, in the list of the other file.
                    let _ = Versions::of(data, &self.id, &path).go_on_from(&*self.disk, own, saved.stamp.hash.clone());
                }
                Ok(saved)
            }
        }
    }

    fn gives_up_reserve(&self) -> bool {
        self.workplace.data.as_ref().is_some_and(|data| give_up_reserve(&*self.disk, data))
    }

    fn keep_version(&self, path: &Path) -> Result<(), FileError> {
        let Some(data) = &self.workplace.data else { return Ok(()) };
        match patiently(&*self.disk, || self.disk.read(path, LARGEST_FILE)) {
            Ok(before) if before == self.bytes => Ok(()),
            Ok(before) => Versions::of(data, &self.id, path).keep(&*self.disk, &before, stamp::hash(&self.bytes), self.now),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(FileError::reading(&error)),
        }
    }

    /// Keeps what stands there as a version, and writes the file.
    fn write(&self, path: &Path, links: Links, moved: Moved) -> Result<Saved, FileError> {
        if self.bytes.len() > LARGEST_FILE {
            return Err(FileError::System("没有保存：内容超过 10 MB，保存以后会打不开".to_owned()).at(path));
        }
        let kept = self.keep_version(path);
        let told = kept.err().map(|error| format!("已保存，但保存前的版本没有留下（{}）", error.reason())).into_iter().collect();
        match save_on(&*self.disk, path, &self.bytes, links) {
            // What is kept free for the journal must not be what the report lacks.
            Err(error) if *error.what() == FileError::DiskFull && self.gives_up_reserve() => {
                save_on(&*self.disk, path, &self.bytes, links)?;
            }
            outcome => outcome?,
        }
        sweep_unfinished(&*self.disk, path, self.now);
        let stamp = Stamp::of(path, &self.bytes);
        Ok(Saved { path: path.to_owned(), stamp, revision: self.revision, moved, told })
    }
}

/// The file as another program left it.
#[derive(Debug)]
pub struct Theirs {
    /// The report in it.
    pub opened: Opened,
    pub(crate) stamp: Stamp,
}

/// What is needed to look at the file as another program may have left it.
#[derive(Debug, Clone)]
pub struct Looking {
    pub(crate) disk: Arc<dyn Disk>,
    pub(crate) path: PathBuf,
    pub(crate) stamp: Stamp,
}

impl Looking {
    /// Whether the file may have changed, without reading it.
    #[must_use]
    pub fn may_differ(&self) -> bool {
        self.stamp.may_differ(&self.path)
    }

    /// The file, if it is another one than was last read or written here; why it cannot be read.
    #[must_use]
    pub fn changed(&self, editions: &Editions) -> Option<Result<Theirs, FileError>> {
        let differs = self.may_differ() && self.stamp.differs(&*self.disk, &self.path).unwrap_or(true);
        differs.then(|| self.read(editions))
    }

    /// The report as the file holds it now, to compare it with the one in the window.
    ///
    /// # Errors
    /// One sentence, the path last. A PDF in its place is no draft to go on with.
    pub fn read(&self, editions: &Editions) -> Result<Theirs, FileError> {
        let bytes = crate::file::read(&*self.disk, &self.path)?;
        let opened = json::open(&bytes, editions).map_err(|error| error.at(&self.path))?;
        Ok(Theirs { opened, stamp: Stamp::of(&self.path, &bytes) })
    }

    /// Whether it is a look at the same file in the same state: nothing was saved or opened between the two.
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        other.path == self.path && other.stamp == self.stamp
    }
}

/// The path of the file that a path leads to, links followed.
///
/// # Errors
/// What the system says, e.g. that there is no such file.
pub fn real(path: &Path) -> std::io::Result<PathBuf> {
    // Windows would give a path that no clerk has seen, and has hardly any links.
    if cfg!(windows) { std::path::absolute(path) } else { std::fs::canonicalize(path) }
}

/// The path with the links to its folder followed, and not a link of that name.
fn in_real_folder(path: &Path) -> std::io::Result<PathBuf> {
    let path = std::path::absolute(path)?;
    match (path.parent(), path.file_name()) {
        (Some(folder), Some(name)) => Ok(real(folder)?.join(name)),
        _ => Ok(path),
    }
}
