//! A batch on disk, as safe as a report: every change goes into the data folder first, then into the batch's own file, each whole or not at
//! all. The copy in the data folder is the journal: where it is the newer one, it counts.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use super::batch::Batch;
use super::batch_json::{read_batch, write_batch};
use crate::file::disk::Disk;
use crate::file::draft::place::Workplace;
use crate::file::draft::save::{Links, save_on, save_private};
use crate::file::draft::saving::real;
use crate::file::draft::stamp::Stamp;
use crate::file::error::LARGEST_FILE;
use crate::file::kept::data_folder::DataFolder;
use crate::file::kept::lock::{Lock, Locking, Who};
use crate::file::kept::names::{files_in, make_private};
use crate::file::{FileError, is_batch_path};

/// Where a batch is kept. It may be handed to another thread and comes back from there.
#[derive(Debug, Clone)]
pub struct BatchFile {
    disk: Arc<dyn Disk>,
    data: Option<DataFolder>,
    path: Option<PathBuf>,
    stamp: Option<Stamp>,
    who: Who,
    /// The right to change it: one reviewer at a time. Where no lock can be kept there is none.
    lock: Option<Arc<Lock>>,
    /// Why it cannot be changed here.
    reason_read_only: Option<String>,
}

/// A batch as it was opened.
#[derive(Debug)]
pub struct OpenedBatch {
    /// The batch.
    pub batch: Batch,
    /// Where it is kept.
    pub file: BatchFile,
    /// What is to be told of it.
    pub told: Option<String>,
}

impl BatchFile {
    /// Of a batch that has no file of its own yet: the data folder keeps it.
    #[must_use]
    pub fn unnamed(workplace: &Workplace) -> Self {
        let (disk, data, who) = (Arc::clone(&workplace.disk), workplace.data.clone(), workplace.who.clone());
        Self { disk, data, path: None, stamp: None, who, lock: None, reason_read_only: None }
    }

    /// Opens a batch. Opened twice, it is read-only the second time; [`BatchFile::read_only`] says by whom.
    ///
    /// # Errors
    /// One sentence, the path last.
    pub fn open(workplace: &Workplace, path: &Path) -> Result<OpenedBatch, FileError> {
        let path = std::path::absolute(path).map_err(|error| FileError::reading(&error).at(path))?;
        let mut file = Self::unnamed(workplace);
        match locked(&path, &file.who) {
            Ok(lock) => file.lock = lock,
            Err(reason) => file.reason_read_only = Some(reason),
        }
        let bytes = workplace.disk.read(&path, LARGEST_FILE).map_err(|error| FileError::reading(&error).at(&path))?;
        let batch = read_batch(&bytes, path.parent()).map_err(|error| error.at(&path))?;
        // A batch that has no name but the data folder's has no file that could be behind its journal.
        let is_kept = workplace.data.as_ref().is_some_and(|data| path.starts_with(data.batches()));
        if is_kept {
            return Ok(OpenedBatch { batch, file, told: None });
        }
        (file.path, file.stamp) = (Some(path.clone()), Some(Stamp::of(&path, &bytes)));
        // What another window has not saved yet is no change that was left behind.
        let kept = file.kept(&batch.id).filter(|kept| kept.revision > batch.revision && file.reason_read_only.is_none());
        let told = kept.as_ref().map(|kept| format!("上次有 {} 处改动没来得及存进文件，已从本机恢复", kept.revision - batch.revision));
        Ok(OpenedBatch { batch: kept.unwrap_or(batch), file, told })
    }

    /// The batches that the data folder keeps and that have no file of their own, the last one first.
    #[must_use]
    pub fn kept_unnamed(workplace: &Workplace) -> Vec<PathBuf> {
        let Some(data) = &workplace.data else { return Vec::new() };
        let mut found: Vec<_> = files_in(&data.batches()).into_iter().filter(|path| is_batch_path(path)).collect();
        found.sort_by_key(|path| std::cmp::Reverse(std::fs::metadata(path).and_then(|metadata| metadata.modified()).ok()));
        found
    }

    /// The batch's own file.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Why the batch cannot be changed here: who reviews it.
    #[must_use]
    pub fn read_only(&self) -> Option<&str> {
        self.reason_read_only.as_deref()
    }

    /// Where a batch is found again: its own file, else the data folder's.
    #[must_use]
    pub fn place(&self, id: &str) -> Option<PathBuf> {
        self.path.clone().or_else(|| self.kept_path(id))
    }

    fn kept(&self, id: &str) -> Option<Batch> {
        let bytes = self.disk.read(&self.kept_path(id)?, LARGEST_FILE).ok()?;
        read_batch(&bytes, None).ok()
    }

    /// Where the data folder keeps a batch; an id from a file is no path of its own.
    fn kept_path(&self, id: &str) -> Option<PathBuf> {
        let is_plain = !id.is_empty() && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        Some(self.data.as_ref().filter(|_| is_plain)?.batches().join(format!("{id}.nianbaos")))
    }

    /// Writes the batch: into the data folder, then into its own file.
    ///
    /// # Errors
    /// One sentence. What could not be written into the file is in the data folder all the same, unless that could not be written either.
    /// Nothing is written where another one reviews it.
    pub fn save(&mut self, batch: &Batch) -> Result<(), FileError> {
        if let Some(reason) = &self.reason_read_only {
            return Err(FileError::System(reason.clone()));
        }
        let kept = self.keep(batch);
        let Some(path) = self.path.clone() else { return kept };
        if let Some(stamp) = &self.stamp
            && stamp.differs(&*self.disk, &path)?
        {
            return Err(FileError::ChangedOnDisk.at(&path));
        }
        self.write(batch, &path)
    }

    /// Writes the batch into another file, which is its own from then on.
    ///
    /// # Errors
    /// One sentence, the path last; also where another one reviews what has that name.
    pub fn save_as(&mut self, batch: &Batch, path: &Path) -> Result<(), FileError> {
        let path = std::path::absolute(path).map_err(|error| FileError::writing(&error).at(path))?;
        let is_own = self.path.as_ref() == Some(&path) && self.reason_read_only.is_none();
        let lock =
            if is_own { self.lock.clone() } else { locked(&path, &self.who).map_err(|reason| FileError::System(reason).at(&path))? };
        self.write(batch, &path)?;
        (self.path, self.lock, self.reason_read_only) = (Some(path), lock, None);
        self.keep(batch)
    }

    fn write(&mut self, batch: &Batch, path: &Path) -> Result<(), FileError> {
        let text = write_batch(batch, path.parent());
        save_on(&*self.disk, path, text.as_bytes(), Links::Refuse)?;
        self.stamp = Some(Stamp::of(path, text.as_bytes()));
        Ok(())
    }

    /// Writes the batch into the data folder alone, as while its own file's drive does not answer.
    ///
    /// # Errors
    /// One sentence, the path last.
    pub fn keep_a_copy(&self, batch: &Batch) -> Result<(), FileError> {
        let (Some(data), Some(path)) = (&self.data, self.kept_path(&batch.id)) else { return Ok(()) };
        make_private(&data.batches(), data.root()).map_err(|error| FileError::writing(&error).at(&path))?;
        save_private(&*self.disk, &path, write_batch(batch, None).as_bytes())
    }

    fn keep(&mut self, batch: &Batch) -> Result<(), FileError> {
        self.keep_a_copy(batch)?;
        // Without a file of its own it is opened from here, by another window too.
        if let Some(path) = self.kept_path(&batch.id).filter(|_| self.path.is_none() && self.lock.is_none()) {
            self.lock = locked(&path, &self.who).unwrap_or_default();
        }
        Ok(())
    }
}

/// The lock of a batch, `None` where none can be kept; else who reviews it. A save of this very window that is still under way gives it up
/// in a moment.
fn locked(path: &Path, who: &Who) -> Result<Option<Arc<Lock>>, String> {
    const TRIES: usize = 20;
    const PAUSE: Duration = Duration::from_millis(100);
    let path = real(path).unwrap_or_else(|_| path.to_owned());
    for left in (0..TRIES).rev() {
        match Lock::take(&path, who) {
            Locking::Taken(lock) => return Ok(Some(Arc::new(lock))),
            Locking::Unavailable => return Ok(None),
            Locking::Held(Some(holder)) if holder == *who && left > 0 => std::thread::sleep(PAUSE),
            Locking::Held(holder) => {
                let somebody = || "另一个程序正在审核这一批，这里只能查看".to_owned();
                return Err(holder.map_or_else(somebody, |holder| holder.sentence_of_batch()));
            }
        }
    }
    Ok(None)
}
