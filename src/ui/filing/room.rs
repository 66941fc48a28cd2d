//! What filing works with and does not own: the desk, the dialogs, what is told, and the world outside.

use std::time::Duration;

use egui::Context;

use crate::ui::commands::typed_ahead;
use crate::ui::desk::Desk;
use crate::ui::dialogs::{Dialog, Dialogs, Sentence};
use crate::ui::services::Services;
use crate::ui::settings::Remembered;
use crate::ui::start::StartPage;

/// The parts of the window that filing is handed for each thing it does.
pub(crate) struct Room<'a> {
    /// The frame that is drawn.
    pub context: &'a Context,
    /// The world outside.
    pub services: &'a Services,
    /// What is remembered for the next start.
    pub remembered: &'a mut Remembered,
    /// The open report, where there is one.
    pub desk: &'a mut Option<Desk>,
    /// What stands where no report is open.
    pub start: &'a mut StartPage,
    /// What is asked.
    pub dialogs: &'a mut Dialogs,
    /// What the line at the foot says.
    pub told: &'a mut Option<String>,
}

impl Room<'_> {
    /// Makes what was typed and not yet taken over a change of the report.
    pub(crate) fn flush(&mut self) {
        if let Some(desk) = &mut self.desk {
            desk.flush();
        }
    }

    /// Says a sentence in the line at the foot.
    pub(crate) fn tell(&mut self, sentence: impl Into<String>) {
        *self.told = Some(sentence.into());
    }

    /// Says sentences in a dialog, in the place of what is open.
    pub(crate) fn say(&mut self, title: &str, lines: Vec<String>) {
        self.dialogs.show(Dialog::Sentence(Sentence::new(title, lines)));
    }

    /// Whether something would come between: over the preview of what is pasted, or under hands that type. Then it is looked again.
    pub(crate) fn is_asking_or_typing(&self) -> bool {
        let left_s = typed_ahead::rest_in_s(self.context);
        if left_s > 0.0 {
            self.context.request_repaint_after(Duration::from_secs_f64(left_s));
        }
        left_s > 0.0 || self.is_asking()
    }

    /// Whether the preview of what is pasted stands over the table.
    pub(crate) fn is_asking(&self) -> bool {
        self.desk.as_ref().is_some_and(Desk::is_asking)
    }

    /// Whether the report on the desk has changes that are not saved.
    pub(crate) fn is_unsaved(&self) -> bool {
        self.desk.as_ref().is_some_and(|desk| desk.session().is_unsaved())
    }

    /// Whether the journal has everything of the report on the desk.
    pub(crate) fn is_journalled(&self) -> bool {
        self.desk.as_ref().is_some_and(|desk| desk.document().journal_trouble().is_none())
    }
}
