//! What panels and dialogs hand back, done once at the end of the frame.

use std::path::PathBuf;

use super::printing::PrintJob;
use super::purpose::{NewFromLast, NewReport, Purpose, Then};
use super::table::Command;
use crate::check::Spot;
use crate::file::{Recovery, Standing, Unreadable};
use crate::form::CellIndex;
use crate::intake::report::Wishes;
use crate::report::Edit;

/// What a panel asks for; done once at the end of the frame.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// A command.
    Run(Command),
    /// A change to the report.
    Apply(Edit),
    /// Keep a reason with a finding; an empty one takes it back.
    Explain {
        /// The finding.
        finding: Box<crate::check::Finding>,
        /// The clerk's words.
        reason: String,
    },
    /// Show that place and put the focus there.
    GoTo(Spot),
    /// Show what is found at that place in the list of findings; the focus stays where it is.
    PointOut(Spot),
    /// Show that page of the report.
    Show(Page),
    /// Start a report with those particulars.
    Create(NewReport),
    /// Start a report that was made from last year's.
    CreateFromLast(Box<NewFromLast>),
    /// Open that file.
    OpenFile(PathBuf),
    /// Open the sample.
    OpenSample,
    /// Review a batch of reports: its file, or folders and files.
    OpenBatch(Vec<PathBuf>),
    /// Show the report of a part of a sum, by its file's name.
    OpenPart(String),
    /// Ask for a file or a place.
    Ask(Purpose),
    /// Go on with what was read of a file of others.
    TakeImported,
    /// Start a new report from what was read of a file of others.
    StartFromImported,
    /// Read a file of others again, as the clerk wishes.
    PlaceAgain(Box<Wishes>),
    /// Forget that recent file.
    ForgetRecent(PathBuf),
    /// A file or place was chosen.
    Chosen {
        /// What for.
        purpose: Purpose,
        /// The path as chosen or typed.
        path: PathBuf,
        /// Whether overwriting was already agreed to.
        may_overwrite: bool,
    },
    /// Ask for a file or place again, by typing its path.
    TypePath(Purpose),
    /// Close the dialog, nothing done.
    CloseDialog,
    /// Go on with what the unsaved changes stood in the way of.
    Discard(Then),
    /// Save, then go on.
    SaveThen(Then),
    /// Print the paper in that way from now on.
    SetPaper(crate::ui::settings::Paper),
    /// Hand something to the printer.
    Print(PrintJob),
    /// Do something with a report that can be recovered, by its place in the list.
    Recover(usize, Recovering),
    /// Give up a journal that cannot be read; once it was asked for.
    DiscardUnreadable {
        /// The journal.
        journal: Unreadable,
        /// Whether it was asked for.
        asked: bool,
    },
    /// Go on without waiting for the save that is under way; the journal has what it was to write, where one could be written.
    LeaveUnsaved(Then),
    /// Go on without waiting for the export that is under way.
    LeaveUnexported(Then),
    /// Save over the file that another program changed; theirs is kept as a version.
    SaveMine,
    /// Take the file as another program left it.
    TakeTheirs,
    /// Put a version on the desk, as a change that can be undone.
    Restore(Box<crate::report::Report>),
    /// Take over what was changed in a Word file, where ticked.
    TakeChanges {
        /// What was changed.
        changes: Box<crate::file::Changes>,
        /// Which of it is taken over.
        ticked: Vec<bool>,
    },
    /// Open a version in place of a file that cannot be read.
    OpenVersion(PathBuf),
    /// Show another version in the dialog.
    ShowVersion(usize),
    /// Count the register that is shown with these answers.
    CountLedger(Box<crate::intake::ledger::Mapping>),
    /// Fill in what the register that is shown came to.
    TakeLedger,
    /// Show the rows of the register behind the active cell.
    ShowSources,
    /// Lock the report, after the last look.
    FinishNow,
    /// Remove what the program keeps on this machine.
    ClearTraces,
    /// Say a sentence.
    Tell(String),
    /// Close the notice.
    CloseNotice,
    /// Open a file with the program that the system has for it.
    OpenOutside(PathBuf),
    /// Show a file in its folder.
    ShowInFolder(PathBuf),
    /// Put a text on the clipboard.
    Copy(String),
    /// Put a table on the clipboard, as text and as HTML.
    CopyTable {
        /// Tab-separated.
        text: String,
        /// The same as a table.
        html: String,
    },
    /// Go on from a table with Tab to what stands after it, or before it.
    LeaveTable {
        /// Before it.
        backward: bool,
    },
    /// Select a cell without more.
    Select(CellIndex),
}

/// A page of the open report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Page {
    /// Unit, level, year, 落款.
    Head,
    /// A section, by its place in the form.
    Section(usize),
}

impl Action {
    /// Whether it takes away what nothing brings back.
    #[must_use]
    pub(crate) fn is_for_good(&self) -> bool {
        matches!(self, Self::Recover(_, Recovering::Discard) | Self::DiscardUnreadable { asked: true, .. } | Self::ClearTraces)
    }
}

/// What is done with a report that can be recovered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recovering {
    /// Show all of what it has that its file has not.
    Look,
    /// Go on with it: in its file, where that is as it was, or as a report that has no file yet.
    Continue,
    /// Go on with it in another file.
    SaveAs,
    /// Ask before it is given up.
    AskToDiscard,
    /// Give it up.
    Discard,
}

impl Recovering {
    /// What may be done with what can be recovered, in the order of the buttons.
    #[must_use]
    pub(crate) fn choices(recovery: &Recovery) -> Vec<(&'static str, Self)> {
        let goes_on = recovery.continues_its_file() || recovery.standing == Standing::Unnamed;
        let goes_on = goes_on.then_some(("恢复", Self::Continue));
        goes_on.into_iter().chain([("另存", Self::SaveAs), ("丢弃", Self::AskToDiscard)]).collect()
    }
}
