//! A batch on disk, as safe as a report: every change goes into the data folder first, then into the batch's own file, each whole or not at
//! all. The copy in the data folder is the journal: where it is the newer one, it counts.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::batch::Batch;
use super::batch_json::{read_batch, write_batch};
use crate::file::disk::Disk;
use crate::file::draft::place::Workplace;
use crate::file::draft::save::{Links, save_on, save_private};
use crate::file::draft::stamp::Stamp;
use crate::file::error::LARGEST_FILE;
use crate::file::kept::data_folder::DataFolder;
use crate::file::kept::names::{files_in, make_private};
use crate::file::{FileError, is_batch_path};

/// Where a batch is kept. It may be handed to another thread and comes back from there.
#[derive(Debug, Clone)]
pub struct BatchFile {
    disk: Arc<dyn Disk>,
    data: Option<DataFolder>,
    path: Option<PathBuf>,
    stamp: Option<Stamp>,
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
        Self { disk: Arc::clone(&workplace.disk), data: workplace.data.clone(), path: None, stamp: None }
    }

    /// Opens a batch.
    ///
    /// # Errors
    /// One sentence, the path last.
    pub fn open(workplace: &Workplace, path: &Path) -> Result<OpenedBatch, FileError> {
        let path = std::path::absolute(path).map_err(|error| FileError::reading(&error).at(path))?;
        let bytes = workplace.disk.read(&path, LARGEST_FILE).map_err(|error| FileError::reading(&error).at(&path))?;
        let batch = read_batch(&bytes, path.parent()).map_err(|error| error.at(&path))?;
        let mut file = Self::unnamed(workplace);
        // A batch that has no name but the data folder's has no file that could be behind its journal.
        let is_kept = workplace.data.as_ref().is_some_and(|data| path.starts_with(data.batches()));
        if is_kept {
            return Ok(OpenedBatch { batch, file, told: None });
        }
        (file.path, file.stamp) = (Some(path.clone()), Some(Stamp::of(&path, &bytes)));
        let kept = file.kept(&batch.id).filter(|kept| kept.revision > batch.revision);
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
    pub fn save(&mut self, batch: &Batch) -> Result<(), FileError> {
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
    /// One sentence, the path last.
    pub fn save_as(&mut self, batch: &Batch, path: &Path) -> Result<(), FileError> {
        let path = std::path::absolute(path).map_err(|error| FileError::writing(&error).at(path))?;
        self.write(batch, &path)?;
        self.path = Some(path);
        self.keep(batch)
    }

    fn write(&mut self, batch: &Batch, path: &Path) -> Result<(), FileError> {
        let text = write_batch(batch, path.parent());
        save_on(&*self.disk, path, text.as_bytes(), Links::Refuse)?;
        self.stamp = Some(Stamp::of(path, text.as_bytes()));
        Ok(())
    }

    fn keep(&self, batch: &Batch) -> Result<(), FileError> {
        let (Some(data), Some(path)) = (&self.data, self.kept_path(&batch.id)) else { return Ok(()) };
        make_private(&data.batches(), data.root()).map_err(|error| FileError::writing(&error).at(&path))?;
        save_private(&*self.disk, &path, write_batch(batch, None).as_bytes())
    }
}
