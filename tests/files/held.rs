//! A disk on which one folder answers only when the test says so, as a network drive that is gone.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex};

use nianbao::file::disk::{Access, Disk, Entry, SystemDisk};

#[derive(Debug, Default)]
struct State {
    reading_held: bool,
    writing_held: bool,
    syncing_held: bool,
    waiting: usize,
    removed: usize,
    error: Option<i32>,
    writing_error: Option<i32>,
    syncing_error: Option<i32>,
}

/// The real disk, held up in one folder.
#[derive(Debug)]
pub(crate) struct HeldDisk {
    folder: PathBuf,
    state: Mutex<State>,
    changed: Condvar,
}

impl HeldDisk {
    /// A disk on which nothing is held up yet.
    pub(crate) fn new(folder: PathBuf) -> Self {
        Self { folder, state: Mutex::default(), changed: Condvar::new() }
    }

    /// From now on reading a file of the folder waits, and so does asking whether it is there.
    pub(crate) fn hold_reading(&self) {
        self.state.lock().unwrap().reading_held = true;
    }

    /// From now on making a file in the folder waits, once it is made.
    pub(crate) fn hold_writing(&self) {
        self.state.lock().unwrap().writing_held = true;
    }

    /// Bringing anything to the medium waits, whatever folder it is in, until what this gives is dropped.
    #[must_use]
    pub(crate) fn hold_syncing(&self) -> SyncingHeld<'_> {
        self.state.lock().unwrap().syncing_held = true;
        SyncingHeld(self)
    }

    /// Lets it go on.
    pub(crate) fn release(&self) {
        let mut state = self.state.lock().unwrap();
        (state.reading_held, state.writing_held, state.syncing_held) = (false, false, false);
        drop(state);
        self.changed.notify_all();
    }

    /// Lets reading alone go on.
    pub(crate) fn release_reading(&self) {
        self.state.lock().unwrap().reading_held = false;
        self.changed.notify_all();
    }

    /// Lets it go on with that error of the system.
    pub(crate) fn fail(&self, code: i32) {
        self.state.lock().unwrap().error = Some(code);
        self.release();
    }

    /// From now on no file can be made in the folder, for that error of the system.
    pub(crate) fn fail_writing(&self, code: i32) {
        self.state.lock().unwrap().writing_error = Some(code);
    }

    /// From now on nothing can be brought to the medium, for that error of the system; or it can again.
    pub(crate) fn fail_syncing(&self, code: Option<i32>) {
        self.state.lock().unwrap().syncing_error = code;
    }

    /// Waits until something waits.
    pub(crate) fn until_reached(&self) {
        let state = self.state.lock().unwrap();
        drop(self.changed.wait_while(state, |state| state.waiting == 0).unwrap());
    }

    /// Waits until a file of the folder was taken away.
    pub(crate) fn until_removed(&self) {
        let state = self.state.lock().unwrap();
        drop(self.changed.wait_while(state, |state| state.removed == 0).unwrap());
    }

    fn pass(&self, path: &Path, is_held: impl Fn(&State) -> bool) -> io::Result<()> {
        if path.parent() != Some(&*self.folder) {
            return Ok(());
        }
        let mut state = self.state.lock().unwrap();
        if !is_held(&state) {
            return state.error.map_or(Ok(()), |code| Err(io::Error::from_raw_os_error(code)));
        }
        state.waiting += 1;
        self.changed.notify_all();
        let mut state = self.changed.wait_while(state, |state| is_held(state)).unwrap();
        state.waiting -= 1;
        state.error.map_or(Ok(()), |code| Err(io::Error::from_raw_os_error(code)))
    }
}

/// The medium takes its time. Dropped before the document, so that a test that fails ends.
#[derive(Debug)]
pub(crate) struct SyncingHeld<'a>(&'a HeldDisk);

impl Drop for SyncingHeld<'_> {
    fn drop(&mut self) {
        self.0.release();
    }
}

impl Disk for HeldDisk {
    fn read(&self, path: &Path, most: usize) -> io::Result<Vec<u8>> {
        self.pass(path, |state| state.reading_held)?;
        SystemDisk.read(path, most)
    }

    fn entry(&self, path: &Path) -> io::Result<Entry> {
        self.pass(path, |state| state.reading_held)?;
        SystemDisk.entry(path)
    }

    fn create(&self, path: &Path, private: bool) -> io::Result<File> {
        if let Some(code) = self.state.lock().unwrap().writing_error.filter(|_| path.parent() == Some(&*self.folder)) {
            return Err(io::Error::from_raw_os_error(code));
        }
        let file = SystemDisk.create(path, private)?;
        if let Err(error) = self.pass(path, |state| state.writing_held) {
            SystemDisk.remove(path)?;
            return Err(error);
        }
        Ok(file)
    }

    fn write(&self, file: &mut File, bytes: &[u8]) -> io::Result<()> {
        SystemDisk.write(file, bytes)
    }

    fn set_access(&self, file: &File, access: &Access) -> io::Result<()> {
        SystemDisk.set_access(file, access)
    }

    fn sync(&self, file: &File) -> io::Result<()> {
        let mut state = self.state.lock().unwrap();
        if state.syncing_held {
            state.waiting += 1;
            self.changed.notify_all();
            state = self.changed.wait_while(state, |state| state.syncing_held).unwrap();
            state.waiting -= 1;
        }
        let error = state.syncing_error;
        drop(state);
        error.map_or_else(|| SystemDisk.sync(file), |code| Err(io::Error::from_raw_os_error(code)))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        SystemDisk.rename(from, to)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        SystemDisk.sync_folder(folder)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let removed = SystemDisk.remove(path);
        self.state.lock().unwrap().removed += usize::from(path.parent() == Some(&*self.folder));
        self.changed.notify_all();
        removed
    }
}
