//! A file that grows while it is made, too large for the memory, and takes its name only once it is whole.

use std::fs::File;
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use crate::file::FileError;
use crate::file::disk::{Disk, SystemDisk, patiently, sync_names};
use crate::file::draft::save::{begin_beside, may_be_replaced};

/// How much is gathered before the disk is asked.
const GATHERED: usize = 1 << 20;

/// A file that is being written beside the one whose place it takes.
#[derive(Debug)]
pub struct Growing {
    target: PathBuf,
    folder: PathBuf,
    unfinished: PathBuf,
    /// `None` once it is finished.
    file: Option<BufWriter<File>>,
}

impl Growing {
    /// Begins a file.
    ///
    /// # Errors
    /// One sentence, the path last: there is a link, a folder or a read-only file of that name, or nothing can be written there.
    pub fn begin(path: &Path) -> Result<Self, FileError> {
        may_be_replaced(&SystemDisk, path)?;
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_owned();
        let (unfinished, file) = begin_beside(&SystemDisk, &folder, false).map_err(|error| FileError::writing(&error).at(path))?;
        Ok(Self { target: path.to_owned(), folder, unfinished, file: Some(BufWriter::with_capacity(GATHERED, file)) })
    }

    /// What was written so far, to be read back.
    ///
    /// # Errors
    /// One sentence, the path last.
    pub fn written(&mut self) -> Result<File, FileError> {
        self.flush().and_then(|()| File::open(&self.unfinished)).map_err(|error| FileError::writing(&error).at(&self.target))
    }

    /// Brings it to the medium and gives it its name; until then the file of that name is the old one.
    ///
    /// # Errors
    /// One sentence, the path last. What was written is taken away.
    pub fn finish(mut self) -> Result<(), FileError> {
        let finished = self.finished();
        finished.map_err(|error| FileError::writing(&error).at(&self.target))
    }

    fn finished(&mut self) -> io::Result<()> {
        let Some(file) = self.file.take() else { return Ok(()) };
        let named = file
            .into_inner()
            .map_err(io::IntoInnerError::into_error)
            .and_then(|file| SystemDisk.sync(&file))
            .and_then(|()| patiently(&SystemDisk, || SystemDisk.rename(&self.unfinished, &self.target)));
        if named.is_err() {
            // What cannot be taken away does no harm: it is not the clerk's file.
            let _ = SystemDisk.remove(&self.unfinished);
        }
        named.and_then(|()| sync_names(&SystemDisk, &self.folder))
    }

    /// The file's name, for what is told of it.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.target
    }
}

impl Write for Growing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.as_mut().map_or(Ok(bytes.len()), |file| file.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.as_mut().map_or(Ok(()), Write::flush)
    }
}

impl Seek for Growing {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.as_mut().map_or(Ok(0), |file| file.seek(to))
    }
}

impl Drop for Growing {
    fn drop(&mut self) {
        if self.file.take().is_some() {
            let _ = SystemDisk.remove(&self.unfinished);
        }
    }
}
