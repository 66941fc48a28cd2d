//! A save beside the window: what is under way, what came of it, and who was asked about it.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use egui::Context;

use super::looking::TheirFile;
use super::work::{Progress, Work, lost};
use crate::file::disk::{Disk, Halt};
use crate::file::{FileError, Looking, Overwrite, Saved, Saving, sweep_unfinished};
use crate::form::Editions;

/// What came of a save.
pub(super) enum Outcome {
    /// It is saved.
    Saved(Saved),
    /// Another program changed the file.
    Changed(Box<TheirFile>),
    /// It is not saved.
    Failed(FileError),
}

/// A save that ended.
pub(super) struct Ended {
    /// What came of it.
    pub outcome: Outcome,
    /// The file.
    pub path: PathBuf,
    /// Saving was asked for once more, and how.
    pub again: Option<Overwrite>,
}

/// A save that is under way.
struct UnderWay {
    work: Work<Outcome>,
    path: PathBuf,
    again: Option<Overwrite>,
    /// Who waits to go on has been asked whether to.
    asked: bool,
}

/// Saves, one at a time, and what saves that were killed left behind, being swept.
#[derive(Default)]
pub(super) struct Saves {
    now: Option<UnderWay>,
    sweeping: Option<Work<()>>,
}

impl Saves {
    /// Whether a save is under way.
    #[must_use]
    pub(super) fn is_under_way(&self) -> bool {
        self.now.is_some()
    }

    /// Whether anything is under way.
    #[must_use]
    pub(super) fn is_busy(&self) -> bool {
        self.now.is_some() || self.sweeping.is_some()
    }

    /// Whether a save is under way that takes long; `None` where none is.
    #[must_use]
    pub(super) fn is_slow(&self, context: &Context) -> Option<bool> {
        self.now.as_ref().map(|saving| saving.work.is_slow(context))
    }

    /// Has the save that is under way, if any, followed by another one; says whether one was.
    pub(super) fn follow(&mut self, overwrite: Overwrite) -> bool {
        let Some(saving) = &mut self.now else { return false };
        if saving.again != Some(Overwrite::Mine) {
            saving.again = Some(overwrite);
        }
        true
    }

    /// Begins a save; one that is under way is given up.
    pub(super) fn begin(&mut self, context: &Context, saving: Saving, looking: Option<Looking>, path: PathBuf, editions: &Editions) {
        let editions = editions.clone();
        let work = Work::start(context, saving.halt(), move || match (saving.run(), looking) {
            (Ok(saved), _) => Outcome::Saved(saved),
            (Err(error), Some(looking)) if *error.what() == FileError::ChangedOnDisk => Outcome::Changed(Box::new(looking.read(&editions))),
            (Err(error), _) => Outcome::Failed(error),
        });
        self.now = Some(UnderWay { work, path, again: None, asked: false });
    }

    /// Takes what came of a save, once.
    pub(super) fn poll(&mut self) -> Option<Ended> {
        if self.sweeping.as_ref().is_some_and(|work| !matches!(work.poll(), Progress::Pending)) {
            self.sweeping = None;
        }
        let saving = self.now.as_ref()?;
        let outcome = match saving.work.poll() {
            Progress::Pending => return None,
            Progress::Done(outcome) => outcome,
            Progress::Lost => Outcome::Failed(lost("没有保存").at(&saving.path)),
        };
        self.now.take().map(|UnderWay { path, again, .. }| Ended { outcome, path, again })
    }

    /// Whether who waits is to be asked now; asked once for each save.
    pub(super) fn asks_who_waits(&mut self, context: &Context) -> bool {
        self.now.as_mut().is_some_and(|saving| saving.work.is_slow(context) && !std::mem::replace(&mut saving.asked, true))
    }

    /// Asks once more, where it is slow.
    pub(super) fn ask_anew(&mut self) {
        if let Some(saving) = &mut self.now {
            saving.asked = false;
        }
    }

    /// Gives up the save that is under way, if any; says whether one was.
    pub(super) fn give_up(&mut self) -> bool {
        self.now.take().is_some()
    }

    /// Takes away what saves that were killed left beside a file that was opened.
    pub(super) fn sweep(&mut self, context: &Context, disk: Arc<dyn Disk>, path: &Path) {
        let path = path.to_owned();
        let sweep = move || sweep_unfinished(&*disk, &path, SystemTime::now());
        self.sweeping = Some(Work::start(context, Halt::default(), sweep));
    }
}
