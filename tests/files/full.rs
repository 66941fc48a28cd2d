//! A disk on which so many bytes are free, as one that the clerk's other files fill up.

use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::Mutex;

use nianbao::file::disk::{Access, Disk, Entry, SystemDisk};

/// The real disk, with so much room on it.
#[derive(Debug)]
pub(crate) struct FullDisk {
    free: Mutex<usize>,
}

impl FullDisk {
    /// A disk with that many bytes free.
    pub(crate) fn with(free: usize) -> Self {
        Self { free: Mutex::new(free) }
    }

    /// Other files take all the room there is.
    pub(crate) fn fill(&self) {
        *self.free.lock().unwrap() = 0;
    }

    /// So many bytes are free again.
    pub(crate) fn empty(&self, free: usize) {
        *self.free.lock().unwrap() += free;
    }
}

impl Disk for FullDisk {
    fn read(&self, path: &Path, most: usize) -> io::Result<Vec<u8>> {
        SystemDisk.read(path, most)
    }

    fn entry(&self, path: &Path) -> io::Result<Entry> {
        SystemDisk.entry(path)
    }

    fn create(&self, path: &Path, private: bool) -> io::Result<File> {
        SystemDisk.create(path, private)
    }

    /// Writes as much as there is room for.
    fn write(&self, file: &mut File, bytes: &[u8]) -> io::Result<()> {
        let mut free = self.free.lock().unwrap();
        let most = bytes.len().min(*free);
        *free -= most;
        SystemDisk.write(file, bytes.get(..most).unwrap())?;
        if most < bytes.len() { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) }
    }

    fn set_access(&self, file: &File, access: &Access) -> io::Result<()> {
        SystemDisk.set_access(file, access)
    }

    fn sync(&self, file: &File) -> io::Result<()> {
        SystemDisk.sync(file)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        SystemDisk.rename(from, to)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        SystemDisk.sync_folder(folder)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let size = std::fs::metadata(path)?.len();
        SystemDisk.remove(path)?;
        self.empty(usize::try_from(size).unwrap());
        Ok(())
    }
}
