//! The system's file dialog is open, or should be: its answer, and the way on where none can be shown.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, TryRecvError};
use std::time::Duration;

use egui::{Context, RichText, Ui};

use crate::ui::commands::{Action, Purpose};
use crate::ui::look::theme::Theme;
use crate::ui::look::widgets::{focus_first, title_ui};

/// A dialog that ends sooner than this after it was asked for, in seconds, was hardly seen: none could be shown.
const SOONEST_CANCEL_S: f64 = 2.0;

/// A file dialog of the system, off the frame loop.
pub(crate) struct Waiting {
    purpose: Purpose,
    answer: Receiver<Option<PathBuf>>,
    /// When it was asked for, in seconds of the window's clock.
    since_s: f64,
}

/// What a file dialog answered.
pub(crate) enum Answer {
    /// Nothing yet.
    Pending,
    /// A path.
    Path(PathBuf),
    /// The clerk cancelled.
    Cancelled,
    /// No dialog could be shown.
    NoDialog,
}

impl Waiting {
    /// Waits for the answer from now on.
    #[must_use]
    pub(crate) fn new(context: &Context, purpose: Purpose, answer: Receiver<Option<PathBuf>>) -> Self {
        Self { purpose, answer, since_s: context.input(|input| input.time) }
    }

    /// Looks whether the dialog was answered, and what it was for.
    #[must_use]
    pub(crate) fn poll(&self, context: &Context) -> (Purpose, Answer) {
        let waited_s = context.input(|input| input.time) - self.since_s;
        let answer = match self.answer.try_recv() {
            Ok(Some(path)) => Answer::Path(path),
            Ok(None) if waited_s < SOONEST_CANCEL_S => Answer::NoDialog,
            Ok(None) => Answer::Cancelled,
            Err(TryRecvError::Empty) => Answer::Pending,
            Err(TryRecvError::Disconnected) => Answer::NoDialog,
        };
        (self.purpose, answer)
    }

    pub(super) fn ui(&self, ui: &mut Ui, theme: &Theme, actions: &mut Vec<Action>) {
        title_ui(ui, self.purpose.title(), theme);
        ui.label("正在等待系统的文件对话框");
        ui.label(RichText::new("如果没有看到对话框，请改用输入路径").color(theme.faint_ink));
        ui.add_space(10.0);
        ui.horizontal(|ui| {
            let type_it = ui.button("改用输入路径");
            focus_first(&type_it);
            if type_it.clicked() {
                actions.push(Action::TypePath(self.purpose));
            }
            if ui.button("取消").clicked() {
                actions.push(Action::CloseDialog);
            }
        });
        // The answer may come without any event of the window.
        ui.ctx().request_repaint_after(Duration::from_millis(500));
    }
}
