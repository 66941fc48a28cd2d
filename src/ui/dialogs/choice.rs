//! Something to be said, and what can be done then.

use egui::Ui;

use crate::ui::commands::Action;
use crate::ui::look::theme::Theme;
use crate::ui::look::widgets::{focus_first, lines_ui, main_button, title_ui};

/// Something to be said, and what can be done then; the first is the main one.
pub(crate) struct Choice {
    /// The head.
    pub title: String,
    /// The sentences.
    pub lines: Vec<String>,
    /// Words and action of each button; 取消 is added.
    pub choices: Vec<(String, Action)>,
}

impl Choice {
    /// A question with one answer beside 取消.
    #[must_use]
    pub(crate) fn one(title: &str, lines: Vec<String>, words: &str, action: Action) -> Self {
        Self { title: title.to_owned(), lines, choices: vec![(words.to_owned(), action)] }
    }

    pub(super) fn ui(&self, ui: &mut Ui, theme: &Theme, actions: &mut Vec<Action>) {
        title_ui(ui, &self.title, theme);
        lines_ui(ui, &self.lines);
        ui.horizontal(|ui| {
            for (at, (words, action)) in self.choices.iter().enumerate() {
                // What cannot be taken back is chosen, not pressed by a key that was on its way.
                let is_main = at == 0 && !action.is_for_good();
                let button = if is_main { main_button(ui, words, theme) } else { ui.button(words) };
                if is_main {
                    focus_first(&button);
                }
                if button.clicked() {
                    actions.extend([Action::CloseDialog, action.clone()]);
                }
            }
            let cancel = ui.button("取消");
            focus_first(&cancel);
            if cancel.clicked() {
                actions.push(Action::CloseDialog);
            }
        });
    }
}
