//! Something to be read and agreed to.

use egui::Ui;

use crate::ui::commands::Action;
use crate::ui::look::theme::Theme;
use crate::ui::look::widgets::{focus_first, lines_ui, main_button, title_ui};

/// Something to be read and agreed to.
pub(crate) struct Sentence {
    /// The head.
    pub title: String,
    /// The sentences.
    pub lines: Vec<String>,
}

impl Sentence {
    /// Sentences under a head.
    #[must_use]
    pub(crate) fn new(title: &str, lines: Vec<String>) -> Self {
        Self { title: title.to_owned(), lines }
    }

    pub(super) fn ui(&self, ui: &mut Ui, theme: &Theme, actions: &mut Vec<Action>) {
        title_ui(ui, &self.title, theme);
        lines_ui(ui, &self.lines);
        let close = main_button(ui, "知道了", theme);
        focus_first(&close);
        if close.clicked() {
            actions.push(Action::CloseDialog);
        }
    }
}
