//! What programs that ended without saving left behind: looked for beside the window, listed, offered, given up.

use egui::Context;

use super::work::{Progress, Work};
use crate::file::disk::{Disk, Halt};
use crate::file::{FileError, Recoverable, Recovery, Unreadable, recoverable};
use crate::ui::commands::{Action, Recovering};
use crate::ui::desk::Desk;
use crate::ui::dialogs::{Choice, Dialog};
use crate::ui::services::Services;

/// How long a report that was opened waits for what can be recovered, in seconds: an offer that came later would be answered by keys
/// that were meant for the report. Looking for it takes longer only where the data folder itself hangs.
const OFFERED_WITHIN_S: f64 = 10.0;

/// What can be recovered. What is listed holds its journal, so that only what is not listed yet is found.
#[derive(Default)]
pub(super) struct Recoverables {
    finding: Finding,
    reports: Vec<Recovery>,
    unreadable: Vec<Unreadable>,
}

/// Being looked for.
#[derive(Default)]
struct Finding {
    work: Option<Work<Recoverable>>,
    /// More may have been left since it began.
    again: bool,
    /// All of it is to be cleared away when it ends, which holds what it has found.
    clears: bool,
}

/// What is to be done when the search ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    /// All of it is to be cleared away.
    pub clears: bool,
    /// It is to be looked again.
    pub again: bool,
}

impl Recoverables {
    /// The reports that can be recovered.
    #[must_use]
    pub(super) fn reports(&self) -> &[Recovery] {
        &self.reports
    }

    /// Journals of which nothing can be read.
    #[must_use]
    pub(super) fn unreadable(&self) -> &[Unreadable] {
        &self.unreadable
    }

    /// Whether they are being looked for.
    #[must_use]
    pub(super) fn is_under_way(&self) -> bool {
        self.finding.work.is_some()
    }

    /// For how many seconds more a report that is opened waits for them.
    #[must_use]
    pub(super) fn wait_s(&self, context: &Context) -> Option<f64> {
        self.finding.work.as_ref().map(|work| OFFERED_WITHIN_S - work.waited_s(context))
    }

    /// Looks for them.
    pub(super) fn look(&mut self, context: &Context, services: &Services) {
        if self.is_under_way() {
            // It holds what it has found so far, which a second one would not see.
            self.finding.again = true;
            return;
        }
        let (workplace, editions) = (services.workplace.clone(), services.editions.clone());
        let look = move || recoverable(&workplace, &editions);
        self.finding = Finding { work: Some(Work::start(context, Halt::default(), look)), ..Finding::default() };
    }

    /// Lists what was found, once the search has ended.
    pub(super) fn poll(&mut self) -> Option<Found> {
        let found = match self.finding.work.as_ref()?.poll() {
            Progress::Pending => return None,
            Progress::Done(found) => found,
            Progress::Lost => Recoverable::default(),
        };
        let Finding { again, clears, .. } = std::mem::take(&mut self.finding);
        if clears {
            // Dropped, what was found is nobody's.
            drop(found);
        } else {
            self.reports.extend(found.reports);
            self.unreadable = found.unreadable;
        }
        Some(Found { clears, again })
    }

    /// Lists nothing more; what is being looked for is cleared away when it is found.
    pub(super) fn clear(&mut self) {
        if self.is_under_way() {
            // What it holds cannot be cleared now.
            self.finding.clears = true;
        }
        // What is listed holds its journals.
        self.reports.clear();
        self.unreadable.clear();
    }

    /// The place in the list of what was last typed into the file on the desk and not saved.
    #[must_use]
    pub(super) fn of_desk(&self, desk: Option<&Desk>) -> Option<usize> {
        let desk = desk?;
        let (path, id) = (desk.document().path()?, &desk.session().report().id);
        // Another report may stand there now.
        self.reports.iter().rposition(|recovery| recovery.path.as_deref() == Some(path) && recovery.opened.report.id == *id)
    }

    /// What can be recovered, every difference of it, and what may be done with it; what was found on opening stands below.
    #[must_use]
    pub(super) fn offer(&self, at: usize, notes: &[String]) -> Option<Dialog> {
        let recovery = self.reports.get(at)?;
        let mut lines = vec![recovery.sentence()];
        lines.extend(recovery.differences.iter().map(|difference| difference.sentence.clone()));
        lines.extend_from_slice(notes);
        let choices = Recovering::choices(recovery);
        let choices = choices.into_iter().map(|(words, what)| (words.to_owned(), Action::Recover(at, what))).collect();
        Some(Dialog::Choice(Choice { title: "可以恢复".to_owned(), lines, choices }))
    }

    /// Asks before one is given up.
    #[must_use]
    pub(super) fn ask_to_discard(&self, at: usize) -> Dialog {
        let lines = self.reports.get(at).map(Recovery::sentence).into_iter().collect();
        Dialog::Choice(Choice::one("丢弃没有保存的改动", lines, "丢弃", Action::Recover(at, Recovering::Discard)))
    }

    /// Takes one off the list; `None` where there is none at that place.
    pub(super) fn take(&mut self, at: usize) -> Option<Recovery> {
        (at < self.reports.len()).then(|| self.reports.remove(at))
    }

    /// Gives up a journal that cannot be read; first it is asked.
    ///
    /// # Errors
    /// Why it cannot be removed.
    pub(super) fn discard_unreadable(&mut self, journal: Unreadable, asked: bool, disk: &dyn Disk) -> Result<Option<Dialog>, FileError> {
        if asked {
            journal.discard(disk)?;
            self.unreadable.retain(|other| *other != journal);
            return Ok(None);
        }
        let lines = vec![journal.sentence(), journal.path.display().to_string()];
        let discard = Action::DiscardUnreadable { journal, asked: true };
        Ok(Some(Dialog::Choice(Choice::one("丢弃恢复记录", lines, "丢弃", discard))))
    }
}
