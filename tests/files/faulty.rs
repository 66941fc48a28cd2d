//! A disk whose k-th operation fails, or at whose k-th operation the power goes.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;

use nianbao::file::disk::{Access, Disk, Entry, SystemDisk, is_sharing_violation};

/// What happens at the chosen operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It fails with this error of the system, half done where it writes; what comes after works.
    Error(i32),
    /// The power goes: it is half done, nothing works after, and what was not brought to the medium is cut off.
    PowerCut,
}

/// Where the run stands.
#[derive(Debug, Default)]
struct State {
    operations: Vec<&'static str>,
    dead: bool,
    made: Vec<Made>,
    keeps_names: bool,
    windows: bool,
    held: u32,
    waited: Duration,
}

impl State {
    /// Windows' sharing violation, as often as it is wanted.
    fn let_go_of(&mut self) -> io::Result<()> {
        let is_held = self.held > 0;
        self.held = self.held.saturating_sub(1);
        if is_held { Err(io::Error::from_raw_os_error(32)) } else { Ok(()) }
    }
}

/// A file that was made here.
#[derive(Debug)]
struct Made {
    path: PathBuf,
    /// How much of it is on the medium, in bytes.
    synced: u64,
    /// Whether its name is.
    named: bool,
}

impl Made {
    /// Whether that is the open file of this one.
    fn is(&self, file: &File) -> bool {
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            std::fs::metadata(&self.path).is_ok_and(|named| named.ino() == file.metadata().unwrap().ino())
        }
        // Elsewhere every file counts.
        #[cfg(not(unix))]
        {
            let _ = file;
            true
        }
    }

    /// Takes away what is not on the medium: half of what was written since, and the file where its name is not.
    fn lose(&self) {
        let Ok(file) = OpenOptions::new().write(true).open(&self.path) else { return };
        let length = file.metadata().unwrap().len();
        file.set_len(self.synced + length.saturating_sub(self.synced) / 2).unwrap();
        if !self.named {
            std::fs::remove_file(&self.path).unwrap();
        }
    }
}

/// The real disk with one fault.
#[derive(Debug)]
pub(crate) struct FaultyDisk {
    at: usize,
    fault: Fault,
    state: Mutex<State>,
}

impl FaultyDisk {
    /// The k-th operation from 0 has the fault.
    pub(crate) fn new(at: usize, fault: Fault) -> Self {
        Self { at, fault, state: Mutex::default() }
    }

    /// A disk without a fault.
    pub(crate) fn sound() -> Self {
        Self::new(usize::MAX, Fault::PowerCut)
    }

    /// A disk on which the first reads and renames find the file held by another program, as on Windows.
    pub(crate) fn held(times: u32) -> Self {
        let disk = Self::sound();
        disk.hold(times);
        disk
    }

    /// The next reads and renames find the file held.
    pub(crate) fn hold(&self, times: u32) {
        let mut state = self.state.lock().unwrap();
        (state.windows, state.held) = (true, times);
    }

    /// The same with a medium that gets the names of files at once.
    pub(crate) fn keeping_names(self) -> Self {
        self.state.lock().unwrap().keeps_names = true;
        self
    }

    /// The operations so far.
    pub(crate) fn operations(&self) -> Vec<&'static str> {
        self.state.lock().unwrap().operations.clone()
    }

    /// The time that was waited.
    pub(crate) fn waited(&self) -> Duration {
        self.state.lock().unwrap().waited
    }

    /// Whether the fault has happened.
    pub(crate) fn struck(&self) -> bool {
        self.state.lock().unwrap().operations.len() > self.at
    }

    fn run<T>(&self, name: &'static str, half: impl FnOnce(), whole: impl FnOnce(&mut State) -> io::Result<T>) -> io::Result<T> {
        let mut state = self.state.lock().unwrap();
        if state.dead {
            return Err(io::Error::from_raw_os_error(5));
        }
        let number = state.operations.len();
        state.operations.push(name);
        if number != self.at {
            return whole(&mut state);
        }
        half();
        match self.fault {
            Fault::Error(code) => Err(io::Error::from_raw_os_error(code)),
            Fault::PowerCut => {
                state.dead = true;
                state.made.iter().for_each(Made::lose);
                Err(io::Error::from_raw_os_error(5))
            }
        }
    }
}

impl Disk for FaultyDisk {
    fn read(&self, path: &Path, most: usize) -> io::Result<Vec<u8>> {
        self.run("read", || {}, |state| state.let_go_of().and_then(|()| SystemDisk.read(path, most)))
    }

    fn entry(&self, path: &Path) -> io::Result<Entry> {
        self.run("entry", || {}, |_| SystemDisk.entry(path))
    }

    fn create(&self, path: &Path, private: bool) -> io::Result<File> {
        self.run(
            "create",
            || {},
            |state| {
                let file = SystemDisk.create(path, private)?;
                state.made.push(Made { path: path.to_owned(), synced: 0, named: state.keeps_names });
                Ok(file)
            },
        )
    }

    fn write(&self, file: &mut File, bytes: &[u8]) -> io::Result<()> {
        let mut other = file.try_clone().unwrap();
        self.run("write", || SystemDisk.write(&mut other, &bytes[..bytes.len() / 2]).unwrap(), |_| SystemDisk.write(file, bytes))
    }

    fn set_access(&self, file: &File, access: &Access) -> io::Result<()> {
        self.run("set_access", || {}, |_| SystemDisk.set_access(file, access))
    }

    fn sync(&self, file: &File) -> io::Result<()> {
        self.run(
            "sync",
            || {},
            |state| {
                for made in state.made.iter_mut().filter(|made| made.is(file)) {
                    made.synced = file.metadata()?.len();
                }
                SystemDisk.sync(file)
            },
        )
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.run(
            "rename",
            || {},
            |state| {
                state.let_go_of()?;
                SystemDisk.rename(from, to)?;
                state.made.retain(|made| made.path != to);
                for made in state.made.iter_mut().filter(|made| made.path == from) {
                    to.clone_into(&mut made.path);
                    made.named = true;
                }
                Ok(())
            },
        )
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.run(
            "sync_folder",
            || {},
            |state| {
                for made in state.made.iter_mut().filter(|made| made.path.parent() == Some(folder)) {
                    made.named = true;
                }
                SystemDisk.sync_folder(folder)
            },
        )
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.run(
            "remove",
            || {},
            |state| {
                state.made.retain(|made| made.path != path);
                SystemDisk.remove(path)
            },
        )
    }

    fn is_held(&self, error: &io::Error) -> bool {
        is_sharing_violation(error) && self.state.lock().unwrap().windows
    }

    fn pause(&self, time: Duration) {
        self.state.lock().unwrap().waited += time;
    }
}
