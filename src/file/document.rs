//! One open report and its file: the lock, the journal, the versions, and whether another program changed it.
//!
//! The window holds a [`Document`] beside its `Session`, calls [`Document::keep`] at the end of every frame, and
//! saves through it. All promises about files are kept here.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use super::data_folder::DataFolder;
use super::disk::{Disk, SystemDisk};
use super::error::LARGEST_FILE;
use super::journal::{Head, Ownership};
use super::keeper::Keeper;
use super::lock::{Lock, Locking, Who};
use super::save::{Links, save_on};
use super::stamp::Stamp;
use super::versions::Versions;
use super::{FileError, Opened, Recovery, json, open_bytes, pdf, read};
use crate::form::Editions;
use crate::report::Edit;
use crate::session::Session;

/// Where the program keeps things, and who works here.
#[derive(Debug, Clone)]
pub struct Workplace {
    /// The user's data folder; `None` where there is none, and no journal or version is kept.
    pub data: Option<DataFolder>,
    /// The disk.
    pub disk: Arc<dyn Disk>,
    /// Who works here, as the lock tells others.
    pub who: Who,
}

impl Workplace {
    /// This user at this machine.
    #[must_use]
    pub fn of_user() -> Self {
        Self { data: DataFolder::of_user(), disk: Arc::new(SystemDisk), who: Who::here() }
    }
}

/// Whether a file that another program changed may be overwritten.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overwrite {
    /// Refuse with [`FileError::ChangedOnDisk`], so that the clerk can compare.
    Ask,
    /// The clerk chose: 以我的为准. Theirs is kept as a version.
    Mine,
}

/// One open report and its file.
#[derive(Debug)]
pub struct Document {
    workplace: Workplace,
    path: Option<PathBuf>,
    stamp: Option<Stamp>,
    lock: Option<Lock>,
    reason_read_only: Option<String>,
    keeper: Option<Keeper>,
    /// The revision and the unfinished edit that the journal has.
    kept: Option<(u64, Option<Edit>)>,
}

impl Document {
    /// A new report, which has no file yet. It is in the journal from the first [`Document::keep`] on.
    #[must_use]
    pub fn new(workplace: &Workplace, id: &str) -> Self {
        Self::with(workplace, Head { document: id.to_owned(), ..Head::default() }, Vec::new())
    }

    /// Opens a file of ours. Opened twice, it is read-only the second time; [`Document::read_only`] says by whom. A PDF
    /// is read and then has no file: the next save asks for one.
    ///
    /// # Errors
    /// One sentence that says what is wrong and where, the path last. Then `versions::newest_good` may have a version.
    pub fn open(workplace: &Workplace, path: &Path, editions: &Editions) -> Result<(Self, Opened), FileError> {
        // Who opens a report through a link has asked for the file behind it.
        let path = real(path).map_err(|error| FileError::reading(&error).at(path))?;
        let locking = Lock::take(&path, &workplace.who);
        let bytes = read(&*workplace.disk, &path)?;
        let opened = open_bytes(&bytes, editions).map_err(|error| error.at(&path))?;
        let id = opened.report.id.as_str();
        if pdf::is_pdf(&bytes) {
            return Ok((Self::new(workplace, id), opened));
        }
        let stamp = Stamp::of(&path, &bytes);
        let head = Head { document: id.to_owned(), path: Some(path.clone()), base: Some(stamp.hash.clone()) };
        let mut document = Self::with(workplace, head, Vec::new());
        (document.path, document.stamp, document.kept) = (Some(path), Some(stamp), Some((0, None)));
        document.hold(locking);
        if opened.newer {
            document.reason_read_only = Some("这份文件由更新的程序写成，这里只能查看".to_owned());
        }
        Ok((document, opened))
    }

    /// Continues a report that was edited and not saved: 恢复, or 另存 where its file changed since (then it has no file).
    /// Its old journal goes once the new one has it. Call `Session::mark_unsaved` on the session made of it.
    #[must_use]
    pub fn recover(workplace: &Workplace, recovery: Recovery) -> (Self, Opened) {
        let continues = recovery.continues_its_file();
        let path = recovery.path.filter(|_| continues);
        let base = recovery.base.filter(|_| continues);
        let head = Head { document: recovery.opened.report.id.clone(), path: path.clone(), base };
        let mut document = Self::with(workplace, head, vec![(recovery.journal, recovery.ownership)]);
        if let Some(path) = path {
            document.stamp = workplace.disk.read(&path, LARGEST_FILE).ok().map(|bytes| Stamp::of(&path, &bytes));
            document.hold(Lock::take(&path, &workplace.who));
            document.path = Some(path);
        }
        (document, recovery.opened)
    }

    fn with(workplace: &Workplace, head: Head, replaces: Vec<(PathBuf, Ownership)>) -> Self {
        let journal = |data: &DataFolder| Keeper::start(Arc::clone(&workplace.disk), data.journals(), head, replaces);
        let keeper = workplace.data.as_ref().map(journal);
        Self { workplace: workplace.clone(), path: None, stamp: None, lock: None, reason_read_only: None, keeper, kept: None }
    }

    fn hold(&mut self, locking: Locking) {
        let nobody = || "另一个程序正在编辑这份年报，这里只能查看".to_owned();
        match locking {
            Locking::Taken(lock) => (self.lock, self.reason_read_only) = (Some(lock), None),
            Locking::Held(who) => self.reason_read_only = Some(who.map_or_else(nobody, |who| who.sentence())),
            Locking::Unavailable => self.reason_read_only = None,
        }
    }

    /// The file; `None` before the report has a name.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Why the report cannot be edited here: who edits it, or that a newer program wrote it.
    #[must_use]
    pub fn read_only(&self) -> Option<&str> {
        self.reason_read_only.as_deref()
    }

    /// Keeps the report as it stands in the journal. Call it at the end of every frame: it does nothing unless something
    /// changed, and never waits for the disk. `unfinished` is what stands in an open text field and is not
    /// in the report yet.
    pub fn keep(&mut self, session: &Session, unfinished: Option<&Edit>) {
        let Some(keeper) = self.keeper.as_ref().filter(|_| self.reason_read_only.is_none()) else { return };
        let same = |(revision, edit): &(u64, Option<Edit>)| *revision == session.revision() && edit.as_ref() == unfinished;
        if self.kept.as_ref().is_some_and(same) {
            return;
        }
        let mut report = session.report().clone();
        if let Some(edit) = unfinished {
            report.apply(session.form(), edit.clone());
        }
        keeper.keep(session.form(), report);
        self.kept = Some((session.revision(), unfinished.cloned()));
    }

    /// Why nothing can be written to the journal at present; editing goes on. Tell it in the status bar.
    #[must_use]
    pub fn journal_trouble(&self) -> Option<String> {
        match &self.keeper {
            Some(keeper) => keeper.trouble().map(|error| format!("恢复记录暂时写不进去，请尽快保存（{error}）")),
            None => Some("找不到用户数据文件夹，没有恢复记录，请经常保存".to_owned()),
        }
    }

    /// Waits until the journal is on the medium.
    pub fn settle(&self) {
        if let Some(keeper) = &self.keeper {
            keeper.settle();
        }
    }

    /// Whether another program may have changed the file. Cheap; ask when the window gets the focus.
    #[must_use]
    pub fn may_have_changed(&self) -> bool {
        matches!((&self.path, &self.stamp), (Some(path), Some(stamp)) if stamp.may_differ(path))
    }

    /// The report as the file holds it now, to compare it with the one in the window.
    ///
    /// # Errors
    /// One sentence, the path last.
    pub fn on_disk(&self, editions: &Editions) -> Result<Option<Opened>, FileError> {
        self.path.as_ref().map(|path| super::open(path, editions)).transpose()
    }

    /// Saves the report into its file and marks the session saved. The version before is kept. Returns sentences to tell.
    ///
    /// # Errors
    /// One sentence, the path last; the file is as it was and the journal still has the report. Offer 另存为.
    pub fn save(&mut self, session: &mut Session, now: SystemTime, overwrite: Overwrite) -> Result<Vec<String>, FileError> {
        let Some(path) = self.path.clone() else { return Err(FileError::System("这份年报还没有文件名".to_owned())) };
        if let Some(reason) = &self.reason_read_only {
            return Err(FileError::System(reason.clone()).at(&path));
        }
        if let Some(stamp) = self.stamp.as_ref().filter(|_| overwrite == Overwrite::Ask)
            && stamp.differs(&*self.workplace.disk, &path)?
        {
            return Err(FileError::ChangedOnDisk.at(&path));
        }
        self.write(session, &path, Links::Refuse, now)
    }

    /// Saves the report into another file, which is its file from then on. The file that was there is kept as a version;
    /// ask before overwriting one.
    ///
    /// # Errors
    /// As with [`Document::save`]; also where the other file is being edited. The report's file is then the old one.
    pub fn save_as(&mut self, session: &mut Session, given: &Path, links: Links, now: SystemTime) -> Result<Vec<String>, FileError> {
        let path = match links {
            Links::Follow => real(given).or_else(|error| match error.kind() {
                // A new file has no links to follow but those of its folder.
                std::io::ErrorKind::NotFound => in_real_folder(given),
                _ => Err(error),
            }),
            Links::Refuse => in_real_folder(given),
        };
        let path = path.map_err(|error| FileError::writing(&error).at(given))?;
        if self.path.as_ref() == Some(&path) && self.reason_read_only.is_none() {
            return self.write(session, &path, links, now);
        }
        let lock = match Lock::take(&path, &self.workplace.who) {
            Locking::Taken(lock) => Some(lock),
            Locking::Unavailable => None,
            Locking::Held(_) => return Err(FileError::System("没有保存：这个文件正在别处编辑".to_owned()).at(&path)),
        };
        let told = self.write(session, &path, links, now)?;
        (self.lock, self.path, self.reason_read_only) = (lock, Some(path), None);
        Ok(told)
    }

    /// Writes the file; after that the journal has nothing to recover.
    fn write(&mut self, session: &mut Session, path: &Path, links: Links, now: SystemTime) -> Result<Vec<String>, FileError> {
        let disk = Arc::clone(&self.workplace.disk);
        let report = session.report();
        let bytes = json::write(session.form(), report).into_bytes();
        let mut told = Vec::new();
        if let (Some(data), Ok(before)) = (&self.workplace.data, disk.read(path, LARGEST_FILE))
            && before != bytes
            && let Err(error) = Versions::of(data, &report.id, path).keep(&*disk, path, &before, now)
        {
            told.push(format!("已保存，但保存前的版本没有留下（{error}）"));
        }
        save_on(&*disk, path, &bytes, links)?;
        let stamp = Stamp::of(path, &bytes);
        if let Some(keeper) = &self.keeper {
            let head = Head { document: report.id.clone(), path: Some(path.to_owned()), base: Some(stamp.hash.clone()) };
            keeper.end(head);
        }
        self.stamp = Some(stamp);
        self.kept = Some((session.revision(), None));
        session.mark_saved();
        Ok(told)
    }

    /// Closes the report: what is not saved is given up, as the clerk chose. A document that is dropped without this
    /// leaves its journal to be recovered.
    pub fn close(self) {
        if let Some(keeper) = &self.keeper {
            keeper.end(Head::default());
            keeper.settle();
        }
    }

    /// The versions kept of this report.
    #[must_use]
    pub fn versions(&self, session: &Session) -> Option<Versions> {
        let data = self.workplace.data.as_ref()?;
        Some(Versions::of(data, &session.report().id, self.path.as_deref().unwrap_or(Path::new(""))))
    }
}

/// The path of the file that a path leads to, links followed.
fn real(path: &Path) -> std::io::Result<PathBuf> {
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
