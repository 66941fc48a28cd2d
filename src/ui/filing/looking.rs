//! The file as another program left it: looked at when the clerk comes back, and what is asked about it.

use egui::Context;

use super::work::{Progress, Work};
use crate::file::disk::Halt;
use crate::file::{FileError, Looking, Theirs};
use crate::form::Editions;
use crate::report::differences;
use crate::ui::commands::{Action, Command};
use crate::ui::desk::Desk;
use crate::ui::dialogs::{Choice, Dialog};

/// The head of the question whose file is right.
pub(super) const CHANGED: &str = "文件变了";

/// The file as another program left it, or why it cannot be read.
pub(super) type TheirFile = Result<Theirs, FileError>;

/// A look at the file, and what was found when the clerk was asked.
#[derive(Default)]
pub(super) struct Watch {
    looking: Option<(Looking, Work<Option<TheirFile>>)>,
    theirs: Option<Theirs>,
}

impl Watch {
    /// Whether it is being looked at.
    #[must_use]
    pub(super) fn is_under_way(&self) -> bool {
        self.looking.is_some()
    }

    /// Looks at the file beside the window.
    pub(super) fn begin(&mut self, context: &Context, looking: Looking, editions: &Editions) {
        let (editions, look) = (editions.clone(), looking.clone());
        self.looking = Some((looking, Work::start(context, Halt::default(), move || look.changed(&editions))));
    }

    /// Gives the look up.
    pub(super) fn give_up(&mut self) {
        self.looking = None;
    }

    /// Takes what was found, where another program changed the file of that desk. What was saved since is no change of another's.
    pub(super) fn poll(&mut self, desk: Option<&Desk>) -> Option<TheirFile> {
        let (looking, work) = self.looking.as_ref()?;
        let found = match work.poll() {
            Progress::Pending => return None,
            Progress::Done(found) => {
                found.filter(|_| desk.and_then(|desk| desk.document().looking()).is_some_and(|now| looking.is_like(&now)))
            }
            Progress::Lost => None,
        };
        self.looking = None;
        found
    }

    /// The question whose file is right: mine, theirs, and what differs. What was found is kept for the answer.
    pub(super) fn question(&mut self, desk: &Desk, theirs: TheirFile) -> Dialog {
        let mut lines = vec!["文件已被另一个程序改动".to_owned()];
        let form = desk.session().form();
        match &theirs {
            Ok(Theirs { opened, .. }) if opened.report.edition == form.edition => {
                let differing = differences(form, &opened.report, desk.session().report());
                lines.push(format!("与窗口里的相比有 {} 处不同（磁盘上的→窗口里的）", differing.len()));
                lines.extend(differing.into_iter().map(|difference| difference.sentence));
            }
            Ok(_) => lines.push("磁盘上的是另一份报告".to_owned()),
            Err(error) => lines.push(error.to_string()),
        }
        let mut choices = vec![("另存我的…".to_owned(), Action::Run(Command::SaveAs)), ("以我的为准".to_owned(), Action::SaveMine)];
        // What cannot be read cannot be gone on with.
        self.theirs = theirs.ok();
        if self.theirs.is_some() {
            choices.push(("改用磁盘上的".to_owned(), Action::TakeTheirs));
        }
        Dialog::Choice(Choice { title: CHANGED.to_owned(), lines, choices })
    }

    /// The file as it was read when the clerk was asked, so that nothing is given up for what is not there.
    pub(super) fn take_theirs(&mut self) -> Option<Theirs> {
        self.theirs.take()
    }
}
