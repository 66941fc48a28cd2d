//! One open report and its file: the lock, the journal, the versions, and whether another program changed it.
//!
//! The window holds a [`Document`] beside its `Session`, calls [`Document::keep`] at the end of every frame, and
//! saves through it: [`Document::saving`] gives what a thread of its own can run, [`Document::finish`] takes the outcome.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use super::place::{Overwrite, Place, Workplace};
use super::saving::{Looking, Moved, Saved, Saving, Theirs, real};
use super::stamp::Stamp;
use crate::file::kept::data_folder::DataFolder;
use crate::file::kept::journal::{Head, Ownership};
use crate::file::kept::keeper::Keeper;
use crate::file::kept::lock::{Lock, Locking};
use crate::file::kept::recovery::asked_for;
use crate::file::kept::versions::Versions;
use crate::file::{FileError, Opened, Recovery, is_paper, open_bytes_to_ask, read};
use crate::form::Editions;
use crate::report::Edit;
use crate::session::Session;

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

    /// Opens a file of ours. Opened twice, it is read-only the second time; [`Document::read_only`] says by whom. A PDF or
    /// Word document is read and then has no file: the next save asks for one.
    ///
    /// # Errors
    /// One sentence that says what is wrong and where, the path last. Then `versions::newest_good` may have a version.
    pub fn open(workplace: &Workplace, path: &Path, editions: &Editions) -> Result<(Self, Opened), FileError> {
        // Who opens a report through a link has asked for the file behind it.
        let path = real(path).map_err(|error| FileError::reading(&error).at(path))?;
        let locking = Lock::take(&path, &workplace.who);
        let bytes = read(&*workplace.disk, &path)?;
        let opened = open_bytes_to_ask(&bytes, editions).map_err(|error| error.at(&path))?;
        let id = opened.report.id.as_str();
        if is_paper(&bytes) {
            return Ok((Self::new(workplace, id), opened));
        }
        let stamp = Stamp::of(&path, &bytes);
        let head = Head { document: id.to_owned(), path: Some(path.clone()), base: Some(stamp.hash.clone()) };
        let mut document = Self::with(workplace, head, Vec::new());
        (document.path, document.stamp, document.kept) = (Some(path), Some(stamp), Some((0, None)));
        document.hold(locking);
        document.look_only_at_newer(&opened);
        Ok((document, opened))
    }

    fn look_only_at_newer(&mut self, opened: &Opened) {
        if opened.newer {
            self.reason_read_only = Some("这份文件由更新的程序写成，这里只能查看".to_owned());
        }
    }

    /// Goes on with the file as another program left it: 改用磁盘上的. What was typed here is given up, as the clerk chose.
    #[must_use]
    pub fn take(&mut self, theirs: Theirs) -> Opened {
        let Theirs { opened, stamp } = theirs;
        if let Some(keeper) = &self.keeper {
            keeper.end(Head { document: opened.report.id.clone(), path: self.path.clone(), base: Some(stamp.hash.clone()) });
        }
        (self.stamp, self.kept) = (Some(stamp), Some((0, None)));
        self.look_only_at_newer(&opened);
        opened
    }

    /// Continues a report that was edited and not saved: 恢复 in its file, where that is as it was; else, and for 另存, it has no file.
    /// Its old journal goes once the new one has it. Call `Session::mark_unsaved` on the session made of it.
    #[must_use]
    pub fn recover(workplace: &Workplace, recovery: Recovery) -> (Self, Opened) {
        let continues = recovery.continues_its_file();
        let path = recovery.path.filter(|_| continues);
        // What was offered a while ago may be older than the file by now.
        let read = path.and_then(|path| {
            let asked = asked_for(&workplace.disk, path.clone());
            Some((asked.recv_timeout(workplace.patience).ok()?.ok()?, path))
        });
        let stamped = read.map(|(bytes, path)| (Stamp::of(&path, &bytes), path));
        let (stamp, path) = stamped.filter(|(stamp, _)| recovery.base.as_ref() == Some(&stamp.hash)).unzip();
        let base = recovery.base.filter(|_| path.is_some());
        let head = Head { document: recovery.opened.report.id.clone(), path: path.clone(), base };
        let mut replaces = recovery.older;
        replaces.push((recovery.journal, recovery.ownership));
        let mut document = Self::with(workplace, head, replaces);
        if let Some(path) = path {
            document.hold(Lock::take(&path, &workplace.who));
            (document.path, document.stamp) = (Some(path), stamp);
        }
        (document, recovery.opened)
    }

    fn with(workplace: &Workplace, head: Head, replaces: Vec<(PathBuf, Ownership)>) -> Self {
        let journal = |data: &DataFolder| Keeper::start(Arc::clone(&workplace.disk), data.clone(), head, replaces);
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
            Some(keeper) => keeper.trouble().map(|error| format!("恢复记录暂时写不进去，请尽快保存（{}）", error.reason())),
            None => Some("找不到用户数据文件夹，没有恢复记录，请经常保存".to_owned()),
        }
    }

    /// Waits until the journal is on the medium.
    pub fn settle(&self) {
        if let Some(keeper) = &self.keeper {
            keeper.settle();
        }
    }

    /// What is needed to look whether another program changed the file, on any thread; `None` before the report has a name.
    #[must_use]
    pub fn looking(&self) -> Option<Looking> {
        let (path, stamp) = (self.path.clone()?, self.stamp.clone()?);
        Some(Looking { disk: Arc::clone(&self.workplace.disk), path, stamp })
    }

    /// What a save of the report as it stands needs; [`Document::finish`] takes what comes of it. Nothing is waited for here.
    ///
    /// # Errors
    /// The report has no name yet, or is read-only.
    pub fn saving(&self, session: &mut Session, now: SystemTime, overwrite: Overwrite) -> Result<Saving, FileError> {
        let Some(path) = self.path.clone() else { return Err(FileError::System("这份年报还没有文件名".to_owned())) };
        if let Some(reason) = &self.reason_read_only {
            return Err(FileError::System(reason.clone()).at(&path));
        }
        let expected = self.stamp.clone().filter(|_| overwrite == Overwrite::Ask);
        Ok(Saving::new(&self.workplace, session, Place::Own { path, expected }, now))
    }

    /// The same into another file, which is the report's file from then on. A link is followed where overwriting was agreed to:
    /// the clerk has seen its name.
    #[must_use]
    pub fn saving_as(&self, session: &mut Session, given: &Path, overwrite: Overwrite, now: SystemTime) -> Saving {
        let own = self.path.clone().filter(|_| self.reason_read_only.is_none());
        Saving::new(&self.workplace, session, Place::Other { given: given.to_owned(), overwrite, own }, now)
    }

    /// Takes over what a save has done. What was changed since it began stays unsaved, and in the journal. Returns sentences
    /// to tell.
    pub fn finish(&mut self, session: &mut Session, saved: Saved) -> Vec<String> {
        let head = Head { document: session.report().id.clone(), path: Some(saved.path.clone()), base: Some(saved.stamp.hash.clone()) };
        let has_more = session.revision() != saved.revision || matches!(self.kept, Some((_, Some(_))));
        match &self.keeper {
            Some(keeper) if has_more => keeper.rebase(head),
            Some(keeper) => keeper.end(head),
            None => {}
        }
        if !has_more {
            self.kept = Some((saved.revision, None));
        }
        if let Moved::Yes(lock) = saved.moved {
            (self.lock, self.reason_read_only) = (lock, None);
        }
        (self.path, self.stamp) = (Some(saved.path), Some(saved.stamp));
        session.end_saving();
        saved.told
    }

    /// Saves the report into its file and marks the session saved, waiting for the disk. The version before is kept.
    ///
    /// # Errors
    /// One sentence, the path last; the file is as it was and the journal still has the report. Offer 另存为.
    pub fn save(&mut self, session: &mut Session, now: SystemTime, overwrite: Overwrite) -> Result<Vec<String>, FileError> {
        let saved = self.saving(session, now, overwrite)?.run()?;
        Ok(self.finish(session, saved))
    }

    /// Saves the report into another file, waiting for the disk.
    ///
    /// # Errors
    /// As with [`Document::save`]; also where the other file is being edited. The report's file is then the old one.
    pub fn save_as(
        &mut self,
        session: &mut Session,
        given: &Path,
        overwrite: Overwrite,
        now: SystemTime,
    ) -> Result<Vec<String>, FileError> {
        let saved = self.saving_as(session, given, overwrite, now).run()?;
        Ok(self.finish(session, saved))
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
        let versions = Versions::of(data, &session.report().id, self.path.as_deref().unwrap_or(Path::new("")));
        Some(versions.of_what_holds(self.stamp.as_ref().map(|stamp| stamp.hash.clone())))
    }
}
