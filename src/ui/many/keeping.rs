//! Where a batch is kept: every change goes to the disk at once, one save after the other; and whether another one reviews it.

use std::path::{Path, PathBuf};

use egui::Context;

use crate::file::FileError;
use crate::file::disk::Halt;
use crate::file::many::{Batch, BatchFile};
use crate::ui::filing::work::{Progress, Work};
use crate::ui::services::Services;

/// A batch's file and what is under way for it.
pub(super) struct Keeping {
    file: BatchFile,
    /// The save that is under way: the file as it is then, and what came of it.
    saving: Option<Work<(BatchFile, Result<(), FileError>)>>,
    /// The revision that is on the disk, or on its way there.
    saved: u64,
    aside: Aside,
    trouble: Option<String>,
    /// Where the batch is kept, once for the list of recent files.
    recent: Option<PathBuf>,
    /// What was told for that list last.
    noted: Option<PathBuf>,
}

/// What the data folder alone was given while the file's drive does not answer: up to which revision, and the work while it is under way.
#[derive(Default)]
struct Aside {
    revision: u64,
    work: Option<Work<Result<(), FileError>>>,
}

impl Keeping {
    /// Of a batch as it was opened, or as it is new.
    pub(super) fn new(file: BatchFile, batch: &Batch) -> Self {
        let saved = if file.path().is_some() || file.read_only().is_some() { batch.revision } else { 0 };
        Self { file, saving: None, saved, aside: Aside::default(), trouble: None, recent: None, noted: None }
    }

    /// Whether something of it is not on the disk yet and is on its way there.
    pub(super) fn is_saving(&self, batch: &Batch) -> bool {
        self.saving.is_some() || (self.saved != batch.revision && self.trouble.is_none())
    }

    /// Whether the drive keeps a save waiting.
    pub(super) fn is_slow(&self, context: &Context) -> bool {
        self.saving.as_ref().is_some_and(|work| work.is_slow(context))
    }

    /// The batch's own file.
    pub(super) fn path(&self) -> Option<&Path> {
        self.file.path()
    }

    /// Where the batch is found again.
    pub(super) fn place(&self, batch: &Batch) -> Option<PathBuf> {
        self.file.place(&batch.id)
    }

    /// Whether it is the batch of that path, to be changed here.
    pub(super) fn is_of(&self, batch: &Batch, path: &Path) -> bool {
        let place = self.place(batch);
        self.read_only().is_none() && place.is_some() && place == std::path::absolute(path).ok()
    }

    /// Why it cannot be changed here.
    pub(super) fn read_only(&self) -> Option<&str> {
        self.file.read_only()
    }

    /// What kept the last save from the disk.
    pub(super) fn trouble(&self) -> Option<&str> {
        self.trouble.as_deref()
    }

    /// Tries again what could not be saved.
    pub(super) fn save_now(&mut self) {
        (self.saved, self.trouble) = (0, None);
    }

    /// Goes on without a file of its own: with a copy.
    pub(super) fn begin_copy(&mut self, services: &Services) {
        self.file = BatchFile::unnamed(&services.workplace);
        self.save_now();
    }

    /// Where the batch is kept, to be listed among the recent files.
    pub(super) fn take_recent(&mut self) -> Option<PathBuf> {
        self.recent.take()
    }

    /// Takes what came of a save, and begins the next one; gives what is to be told.
    pub(super) fn poll(&mut self, context: &Context, batch: &Batch) -> Option<String> {
        if let Some(work) = &self.saving {
            match work.poll() {
                Progress::Pending => return self.keep_aside(context, batch),
                Progress::Done((file, outcome)) => {
                    self.file = file;
                    self.trouble = outcome.err().map(|error| error.to_string());
                    let place = self.place(batch);
                    if self.noted != place {
                        (self.recent, self.noted) = (place.clone(), place);
                    }
                }
                Progress::Lost => self.trouble = Some("系统资源不足，没有保存".to_owned()),
            }
            self.saving = None;
            if self.trouble.is_some() {
                return self.trouble.clone();
            }
        }
        if self.saved != batch.revision {
            (self.saved, self.trouble) = (batch.revision, None);
            let (mut file, batch) = (self.file.clone(), batch.clone());
            self.saving = Some(Work::start(context, Halt::default(), move || {
                let outcome = file.save(&batch);
                (file, outcome)
            }));
        }
        None
    }

    /// While a save waits for its drive, the data folder has what was decided since; gives what is to be told.
    fn keep_aside(&mut self, context: &Context, batch: &Batch) -> Option<String> {
        // That a drive does not answer is no event of the window.
        context.request_repaint_after_secs(0.5);
        if !self.is_slow(context) || self.file.path().is_none() {
            return None;
        }
        let told = match self.aside.work.as_ref().map(Work::poll) {
            Some(Progress::Pending) => return None,
            Some(Progress::Done(outcome)) => outcome.err().map(|error| error.to_string()),
            Some(Progress::Lost) => Some("系统资源不足，没有保存".to_owned()),
            None => None,
        };
        self.aside.work = None;
        if batch.revision > self.saved.max(self.aside.revision) {
            let (file, batch) = (self.file.clone(), batch.clone());
            self.aside.revision = batch.revision;
            self.aside.work = Some(Work::start(context, Halt::default(), move || file.keep_a_copy(&batch)));
        }
        told
    }

    /// Saves into another file, which is the batch's from then on.
    pub(super) fn save_as(&mut self, context: &Context, batch: &Batch, path: PathBuf, may_overwrite: bool) {
        let (mut file, batch) = (self.file.clone(), batch.clone());
        self.saved = batch.revision;
        self.saving = Some(Work::start(context, Halt::default(), move || {
            let taken = !may_overwrite && path.exists();
            let outcome = if taken { Err(FileError::Taken.at(&path)) } else { file.save_as(&batch, &path) };
            (file, outcome)
        }));
    }
}
