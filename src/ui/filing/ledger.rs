//! The register of applications: read and counted beside the window, shown before anything is filled in, and counted again.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::choosing::ask_for_file;
use super::room::Room;
use super::work::{Progress, Work, lost};
use crate::check::Spot;
use crate::file::FileError;
use crate::file::disk::Halt;
use crate::file::ledger::{mapping, mapping_text, read_book};
use crate::intake::ledger::{Mapping, count};
use crate::ui::commands::Purpose;
use crate::ui::dialogs::{Counted, Dialog, LedgerList, Sentence};

/// What is said where nothing was counted.
const FAILED: &str = "没有统计台账";

/// The register that is being counted, and the one that is shown or was filled in.
#[derive(Default)]
pub(crate) struct Ledgers {
    now: Option<Counting>,
    shown: Option<Arc<Counted>>,
}

/// A register that is being counted.
struct Counting {
    work: Work<Result<Counted, FileError>>,
    /// The report that it is for, by its id.
    of: String,
    /// Whether it is shown already and counted anew.
    is_again: bool,
}

impl Ledgers {
    /// Whether one is being counted.
    #[must_use]
    pub(super) fn is_under_way(&self) -> bool {
        self.now.is_some()
    }

    /// Reads a register and counts it for the report on the desk, with what was answered last time.
    pub(super) fn read(&mut self, room: &Room<'_>, path: &Path) {
        let answered = room.remembered.ledger_mapping().and_then(|text| mapping(text).ok()).unwrap_or_default();
        let path = path.to_owned();
        self.begin(room, false, move |form, year, of| {
            let file = Arc::new(read_book(&path)?);
            let count = Arc::new(count(form, year, &file.book, &answered));
            Ok(Counted { path, file, mapping: answered, count, of })
        });
    }

    /// Reads the register again that was filled in, or asks for one.
    pub(crate) fn read_again(&mut self, room: &mut Room<'_>) {
        match self.shown.as_ref().filter(|counted| is_of_desk(room, &counted.of)).map(|counted| counted.path.clone()) {
            Some(path) => self.read(room, &path),
            None => ask_for_file(room, Purpose::Ledger),
        }
    }

    /// Counts what is shown with other answers.
    pub(crate) fn count_with(&mut self, room: &Room<'_>, mapping: Mapping) {
        let Some(shown) = self.shown.as_ref() else { return };
        let (path, file): (PathBuf, _) = (shown.path.clone(), Arc::clone(&shown.file));
        self.begin(room, true, move |form, year, of| {
            let count = Arc::new(count(form, year, &file.book, &mapping));
            Ok(Counted { path, file, mapping, count, of })
        });
    }

    fn begin(
        &mut self,
        room: &Room<'_>,
        is_again: bool,
        work: impl FnOnce(&crate::form::Form, i32, String) -> Result<Counted, FileError> + Send + 'static,
    ) {
        let Some(desk) = room.desk.as_ref() else { return };
        let (form, year, of) = (Arc::clone(desk.session().form()), desk.session().report().year, desk.state().0);
        let id = of.clone();
        let work = Work::start(room.context, Halt::default(), move || work(&form, year, id));
        self.now = Some(Counting { work, of, is_again });
    }

    /// Shows what came of it.
    pub(super) fn poll(&mut self, room: &mut Room<'_>) {
        let Some(counting) = &self.now else { return };
        let outcome = match counting.work.poll() {
            Progress::Pending => return,
            Progress::Done(outcome) => outcome,
            Progress::Lost => Err(lost(FAILED)),
        };
        let is_wanted = is_of_desk(room, &counting.of);
        let is_again = counting.is_again;
        self.now = None;
        let Some(desk) = room.desk.as_ref().filter(|_| is_wanted) else { return };
        match outcome {
            Ok(counted) => {
                let counted = Arc::new(counted);
                self.shown = Some(Arc::clone(&counted));
                let dialog = Dialog::Ledger(Box::new(LedgerList::new(desk.session(), counted)));
                if !is_again {
                    room.dialogs.show_next(dialog);
                } else if matches!(room.dialogs.open(), Some(Dialog::Ledger(_))) {
                    room.dialogs.show(dialog);
                }
            }
            Err(error) => room.dialogs.show_next(Dialog::Sentence(Sentence::new(FAILED, vec![error.to_string()]))),
        }
    }

    /// Fills in what is shown, as one step that can be taken back, and keeps what was answered.
    pub(crate) fn take(&mut self, room: &mut Room<'_>) {
        room.dialogs.close();
        let Some(counted) = self.shown.clone().filter(|counted| !counted.count.is_open() && is_of_desk(room, &counted.of)) else { return };
        let Some(desk) = room.desk.as_mut() else { return };
        let session = desk.session();
        let edit = counted.count.edit(session.form(), session.report(), &counted.file.book.name, &counted.file.hash);
        let first = counted.count.cells.first().map(|(cell, _)| *cell);
        desk.apply(edit);
        if let Some(first) = first {
            desk.go_to(&Spot::Cell(first));
        }
        room.remembered.set_ledger_mapping(&mapping_text(&counted.mapping.clone().with(&counted.count.wordings)));
        room.tell("已从台账填入，可用 Ctrl+Z 撤回；来源在表格上方");
    }
}

fn is_of_desk(room: &Room<'_>, of: &str) -> bool {
    room.desk.as_ref().is_some_and(|desk| desk.state().0 == of)
}
