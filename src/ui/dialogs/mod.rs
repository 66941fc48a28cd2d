//! Dialogs of the window, one a file, shown one after the other: the queue of those that come by themselves is here.

mod about;
mod changed;
mod choice;
mod finish;
mod from_last;
mod imported;
mod ledger;
mod manual;
mod opening;
mod overwrite;
mod paper;
mod sentence;
mod slow;
mod type_path;
mod unsaved;
mod versions;
mod waiting;

use std::collections::VecDeque;
use std::mem::Discriminant;

use egui::{Context, Id, Modal};

use super::commands::Action;
use super::commands::help::help_ui;
use super::look::theme::Theme;

pub(super) use about::About;
pub(super) use changed::Changed;
pub(super) use choice::Choice;
pub(super) use finish::Finish;
pub(super) use from_last::FromLast;
pub(super) use imported::{Heads, Imported, Shown};
pub(super) use ledger::{Counted, LedgerList};
pub(super) use manual::ManualPages;
pub(super) use opening::SlowOpening;
pub(super) use overwrite::Replace;
pub(super) use paper::{BeforeExport, Exported, PrintSheet};
pub(super) use sentence::Sentence;
pub(super) use slow::SlowSave;
pub(super) use type_path::{PathField, TypePath};
pub(super) use unsaved::Unsaved;
pub(super) use versions::{VersionList, edit_to};
pub(super) use waiting::{Answer, Waiting};

/// A dialog.
pub(crate) enum Dialog {
    /// The system's file dialog is open, or should be.
    Waiting(Waiting),
    /// A path is typed.
    TypePath(TypePath),
    /// A file is there already.
    Overwrite(Replace),
    /// There are unsaved changes.
    Unsaved(Unsaved),
    /// A file that is being opened is slow to come.
    Opening(SlowOpening),
    /// A save that is waited for is slow.
    Slow(SlowSave),
    /// Something is to be said before an export.
    BeforeExport(BeforeExport),
    /// It is exported.
    Exported(Exported),
    /// Something is to be printed.
    Print(PrintSheet),
    /// Something to be said, and what can be done then.
    Choice(Choice),
    /// The last look before the report is locked.
    Finish(Finish),
    /// What a new report takes from last year's.
    FromLast(Box<FromLast>),
    /// What was read of a file of others.
    Imported(Box<Imported>),
    /// A register of applications before it is filled in.
    Ledger(Box<LedgerList>),
    /// The versions before each save, with what differs in the one that is chosen.
    Versions(Box<VersionList>),
    /// What was changed in a Word file, and which side counts.
    Changed(Box<Changed>),
    /// Something to be read and agreed to.
    Sentence(Sentence),
    /// What the program is.
    About(About),
    /// The manual.
    Manual(ManualPages),
    /// The keys.
    Help,
}

/// The dialog that is open, and those that wait: they come one after the other, when hands rest.
#[derive(Default)]
pub(crate) struct Dialogs {
    open: Option<Dialog>,
    waiting: VecDeque<Dialog>,
    /// Which kind of dialog stood in the last frame.
    had: Option<Discriminant<Dialog>>,
}

impl Dialogs {
    /// The dialog that is open.
    #[must_use]
    pub(crate) fn open(&self) -> Option<&Dialog> {
        self.open.as_ref()
    }

    /// Whether one is open.
    #[must_use]
    pub(crate) fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Whether one waits to be shown.
    #[must_use]
    pub(crate) fn has_waiting(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// Whether none is open and none waits.
    #[must_use]
    pub(crate) fn is_quiet(&self) -> bool {
        !self.is_open() && !self.has_waiting()
    }

    /// Whether one stood in the last frame.
    #[must_use]
    pub(crate) fn had_one(&self) -> bool {
        self.had.is_some()
    }

    /// Opens a dialog that the clerk asked for, in the place of what is open.
    pub(crate) fn show(&mut self, dialog: Dialog) {
        self.open = Some(dialog);
    }

    /// Lets a dialog that comes by itself wait for its turn.
    pub(crate) fn show_next(&mut self, dialog: Dialog) {
        self.waiting.push_back(dialog);
    }

    /// Closes what is open.
    pub(crate) fn close(&mut self) -> Option<Dialog> {
        self.open.take()
    }

    /// What was read of a file of others, where that is shown.
    pub(crate) fn imported(&mut self) -> Option<&mut Imported> {
        if let Some(Dialog::Imported(imported)) = &mut self.open { Some(imported) } else { None }
    }

    /// Closes what is open where it is of that kind.
    pub(crate) fn close_if(&mut self, is_of_the_kind: impl Fn(&Dialog) -> bool) {
        self.open.take_if(|dialog| is_of_the_kind(dialog));
    }

    /// Asks again what is asked under that head; whether it is asked or not, the newest question counts.
    pub(crate) fn ask_anew(&mut self, head: &str, question: Dialog) {
        match &mut self.open {
            Some(open) if open.asks(head) => *open = question,
            _ => self.show_next(question),
        }
    }

    /// Shows no more of those that wait and are of that kind.
    pub(crate) fn forget(&mut self, is_of_the_kind: impl Fn(&Dialog) -> bool) {
        self.waiting.retain(|dialog| !is_of_the_kind(dialog));
    }

    /// The next one, once none is open.
    pub(crate) fn next(&mut self) -> Option<Dialog> {
        if self.is_open() { None } else { self.waiting.pop_front() }
    }

    /// Whether a dialog has come since the last frame, also one in the place of another.
    pub(crate) fn has_come(&mut self) -> Come {
        let now = self.open.as_ref().map(std::mem::discriminant);
        let before = std::mem::replace(&mut self.had, now);
        match (before, now) {
            (None, Some(_)) => Come::OverTheWindow,
            (Some(before), Some(now)) if before != now => Come::OverAnother,
            _ => Come::No,
        }
    }

    /// Draws the one that is open.
    pub(crate) fn ui(&mut self, context: &Context, theme: &Theme) -> Vec<Action> {
        self.open.as_mut().map(|dialog| dialog.ui(context, theme)).unwrap_or_default()
    }
}

/// Whether a dialog has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Come {
    /// None has.
    No,
    /// Over the window as it was.
    OverTheWindow,
    /// In the place of another dialog.
    OverAnother,
}

impl Dialog {
    /// Whether it is the question under that head.
    #[must_use]
    pub(crate) fn asks(&self, head: &str) -> bool {
        matches!(self, Self::Choice(choice) if choice.title == head)
    }

    /// Draws the dialog over the window.
    fn ui(&mut self, context: &Context, theme: &Theme) -> Vec<Action> {
        let mut actions = Vec::new();
        let frame = egui::Frame::window(&context.global_style()).inner_margin(20);
        let modal = Modal::new(Id::unique("dialog")).frame(frame).show(context, |ui| {
            ui.set_max_width(620.0_f32.min(context.content_rect().width() - 60.0));
            match self {
                Self::Waiting(waiting) => waiting.ui(ui, theme, &mut actions),
                Self::TypePath(path) => path.ui(ui, theme, &mut actions),
                Self::Overwrite(replace) => replace.ui(ui, theme, &mut actions),
                Self::Unsaved(unsaved) => unsaved.ui(ui, theme, &mut actions),
                Self::Opening(opening) => opening.ui(ui, theme, &mut actions),
                Self::Slow(slow) => slow.ui(ui, theme, &mut actions),
                Self::BeforeExport(export) => export.ui(ui, theme, &mut actions),
                Self::Exported(exported) => exported.ui(ui, theme, &mut actions),
                Self::Print(sheet) => sheet.ui(ui, theme, &mut actions),
                Self::Choice(choice) => choice.ui(ui, theme, &mut actions),
                Self::Finish(finish) => finish.ui(ui, theme, &mut actions),
                Self::FromLast(from) => from.ui(ui, theme, &mut actions),
                Self::Imported(imported) => imported.ui(ui, theme, &mut actions),
                Self::Ledger(list) => list.ui(ui, theme, &mut actions),
                Self::Versions(list) => list.ui(ui, theme, &mut actions),
                Self::Changed(changed) => changed.ui(ui, theme, &mut actions),
                Self::Sentence(sentence) => sentence.ui(ui, theme, &mut actions),
                Self::About(about) => about.ui(ui, theme, &mut actions),
                Self::Manual(pages) => pages.ui(ui, theme, &mut actions),
                Self::Help => help_ui(ui, theme, &mut actions),
            }
        });
        // It was placed by the size of the one before it, and what opened it may be no event that draws again.
        let size = modal.response.rect.size();
        if context.data_mut(|data| std::mem::replace(data.get_temp_mut_or_default::<egui::Vec2>(Id::unique("dialog size")), size) != size) {
            context.request_repaint();
        }
        // A click beside the dialog must not throw away a path that was typed; Esc does.
        let escaped = modal.is_top_modal
            && !modal.any_popup_open
            && context.input_mut(|input| input.consume_key(egui::Modifiers::NONE, egui::Key::Escape));
        if escaped && actions.is_empty() {
            actions.push(Action::CloseDialog);
        }
        actions
    }
}
