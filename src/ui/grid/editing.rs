//! The one open edit: which cell, what stands in the field, and whether an input method is composing in it.

use egui::{Event, ImeEvent, Key};

use super::fill;
use super::keys::{self, Ending};
use crate::form::CellIndex;
use crate::report::Edit;
use crate::session::Session;

/// An edit that is open in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Editing {
    /// The cell.
    pub(super) cell: CellIndex,
    /// What stands in the field.
    pub(super) text: String,
    /// What stood in the cell before.
    opened_with: String,
    /// Whether it was opened with F2 or a double click, so that arrows move the caret.
    pub(super) in_place: bool,
    /// Whether the text field was shown for it: from then on it alone changes the text.
    pub(super) is_live: bool,
    /// What stood in the field before the open composition of an input method; keys are its own until it ends.
    before_composition: Option<String>,
    /// Whether nothing was typed yet but a composition that may come to nothing.
    is_untouched: bool,
}

/// What became of an event that was offered to an edit.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Taken {
    /// Nothing more to do.
    Done,
    /// The text field has to see it.
    ForField,
    /// The edit ends.
    Ends(Ending),
}

impl Editing {
    /// Opens a cell to edit what stands in it.
    pub(super) fn in_place(session: &Session, cell: CellIndex) -> Self {
        // The text as typed, so that an edit never alters what it does not touch; a computed total as its figure.
        let typed = &session.report().cell(cell).text;
        let text = if typed.is_empty() { fill::content(session, cell) } else { typed.clone() };
        Self { cell, opened_with: text.clone(), text, in_place: true, is_live: false, before_composition: None, is_untouched: false }
    }

    /// Opens a cell to replace what stands in it.
    pub(super) fn replacing(session: &Session, cell: CellIndex, text: String) -> Self {
        let opened_with = session.report().cell(cell).text.clone();
        let is_untouched = text.is_empty();
        Self { cell, opened_with, text, in_place: false, is_live: false, before_composition: None, is_untouched }
    }

    /// What stands in the field, letters of an open composition left out.
    fn settled(&self) -> &str {
        self.before_composition.as_ref().unwrap_or(&self.text)
    }

    /// Offers an event to the edit.
    pub(super) fn offer(&mut self, event: &Event) -> Taken {
        if let Event::Ime(ime) = event {
            return self.compose(ime);
        }
        if self.before_composition.is_some() {
            // Arrows, Enter, Esc and digits choose among the candidates; some systems report them all the same.
            return if matches!(event, Event::Key { .. } | Event::Text(_)) { Taken::Done } else { Taken::ForField };
        }
        if let Some(ending) = keys::ending(event, self.in_place) {
            return Taken::Ends(ending);
        }
        self.is_untouched = false;
        match event {
            Event::Key { key: Key::F2, .. } => {
                self.in_place = true;
                Taken::ForField
            }
            Event::Text(text) if !self.is_live => {
                self.text.extend(keys::typed(text));
                Taken::Done
            }
            Event::Key { key: Key::Backspace, modifiers, .. } if !self.is_live && modifiers.is_none() => {
                self.text.pop();
                Taken::Done
            }
            _ => Taken::ForField,
        }
    }

    /// The edit as a change of the report; `None` where it changes nothing.
    pub(super) fn commit(&self, session: &Session) -> Option<Edit> {
        let text = self.settled();
        let changes = text != self.opened_with && text != session.report().cell(self.cell).text;
        (changes && !self.is_untouched).then(|| Edit::cell(self.cell, text))
    }

    /// Forgets an open composition, e.g. when the window lost the focus and no end of it will be told.
    pub(super) fn drop_composition(&mut self) {
        if let Some(before) = self.before_composition.take() {
            self.text = before;
        }
    }

    fn compose(&mut self, event: &ImeEvent) -> Taken {
        match event {
            ImeEvent::Preedit { text, .. } => {
                if text.is_empty() {
                    self.before_composition = None;
                } else {
                    self.before_composition.get_or_insert_with(|| self.text.clone());
                }
                Taken::ForField
            }
            // A commit may come without a composition before it.
            ImeEvent::Commit(text) => {
                let was_composing = self.before_composition.take().is_some();
                self.is_untouched = false;
                if self.is_live || was_composing {
                    return Taken::ForField;
                }
                self.text.extend(keys::typed(text));
                Taken::Done
            }
            ImeEvent::DeleteSurrounding { .. } => Taken::ForField,
            #[expect(deprecated, reason = "egui still names the two, and an end is an end")]
            ImeEvent::Enabled | ImeEvent::Disabled => {
                self.before_composition = None;
                Taken::ForField
            }
        }
    }
}
