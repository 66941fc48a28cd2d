//! What each key means in the grid: events of the window go in, intents come out.

use egui::{Event, ImeEvent, Key, Modifiers};

use super::selection::Direction;

/// What the clerk wants, outside of an edit.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Intent {
    /// One cell over; with Shift the rectangle stretches.
    Step(Direction, bool),
    /// To the edge of the filled block.
    Jump(Direction, bool),
    /// To the first (`false`) or last cell of the row.
    RowEnd { last: bool, stretch: bool },
    /// To the first (`false`) or last cell of the table.
    TableEnd { last: bool, stretch: bool },
    /// One screen up or down.
    Page { down: bool, stretch: bool },
    /// Next or previous cell that takes input.
    Tab { back: bool },
    /// One down or up.
    Enter { back: bool },
    /// The active cell's content into the whole selection.
    FillSelection,
    /// The top row of the selection into those below.
    FillDown,
    /// The left column of the selection into those at its right.
    FillRight,
    /// Blanks of the selection become 0.
    FillZeros,
    /// Opens the cell, caret at the end.
    EditInPlace,
    /// Empties the selection.
    Clear,
    /// The whole table.
    SelectAll,
    /// The whole row.
    SelectRow,
    /// Text and table to the clipboard.
    Copy,
    /// The same, then clear.
    Cut,
    /// Asks the system for what the clipboard holds; it comes as a paste.
    AskPaste,
    /// The same, and its blanks are written too.
    AskPasteBlanks,
    /// What the clipboard holds as text.
    Paste(String),
    /// The clipboard holds a picture.
    PastePicture,
    /// Opens the cell with this text in place of its content.
    Type(String),
    /// The menu of the active cell.
    Menu,
    /// An input method begins a composition.
    Compose,
    /// Leaves a larger selection.
    Escape,
    /// Takes the last change back.
    Undo,
    /// Makes it again.
    Redo,
    /// Next or previous section.
    Section(i8),
    /// Next or previous finding.
    Finding(i8),
}

/// What ends an edit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    /// Keeps it and does what the key does outside of an edit.
    Commit,
    /// Keeps it in every selected cell.
    CommitToAll,
    /// Takes it back.
    Cancel,
}

/// Whether the grid takes an event for itself while it has the focus.
pub(super) fn concerns(event: &Event) -> bool {
    match event {
        Event::Text(_) | Event::Copy | Event::Cut | Event::Paste(_) | Event::PasteImage(_) | Event::Ime(_) => true,
        Event::Key { key, pressed: true, modifiers, .. } => {
            intent(event).is_some()
                || matches!(key, Key::Home | Key::End | Key::Backspace | Key::Delete)
                || arrow(*key).is_some() && !modifiers.alt
        }
        _ => false,
    }
}

/// Whether keys mean something in a table, outside of an edit.
#[must_use]
pub fn means(key: Key, modifiers: Modifiers) -> bool {
    key_intent(key, modifiers).is_some()
}

/// What an event means outside of an edit.
pub(super) fn intent(event: &Event) -> Option<Intent> {
    match event {
        Event::Text(text) | Event::Ime(ImeEvent::Commit(text)) => typed(text).map(Intent::Type),
        Event::Ime(ImeEvent::Preedit { text, .. }) => (!text.is_empty()).then_some(Intent::Compose),
        Event::Copy => Some(Intent::Copy),
        Event::Cut => Some(Intent::Cut),
        Event::Paste(text) => Some(Intent::Paste(text.clone())),
        Event::PasteImage(_) => Some(Intent::PastePicture),
        Event::Key { key, pressed: true, modifiers, .. } => key_intent(*key, *modifiers),
        _ => None,
    }
}

/// What ends an edit; `None` for what belongs to the text field. Arrows and pages do so only after typing to replace.
pub(super) fn ending(event: &Event, in_place: bool) -> Option<Ending> {
    let Event::Key { key, pressed: true, modifiers, .. } = event else { return None };
    match key {
        Key::Escape => Some(Ending::Cancel),
        Key::Enter if modifiers.command => Some(Ending::CommitToAll),
        Key::Enter | Key::Tab | Key::F8 => Some(Ending::Commit),
        Key::PageUp | Key::PageDown if modifiers.command => Some(Ending::Commit),
        Key::PageUp | Key::PageDown | Key::ArrowUp | Key::ArrowDown if !in_place => Some(Ending::Commit),
        Key::ArrowLeft | Key::ArrowRight if !in_place && !modifiers.shift && !modifiers.command => Some(Ending::Commit),
        _ => None,
    }
}

/// Text that a key or an input method gives, without what is no text.
pub(super) fn typed(text: &str) -> Option<String> {
    let text: String = text.chars().filter(|c| !c.is_control()).collect();
    (!text.is_empty()).then_some(text)
}

fn key_intent(key: Key, modifiers: Modifiers) -> Option<Intent> {
    let stretch = modifiers.shift;
    if let Some(direction) = arrow(key) {
        return match (modifiers.command, modifiers.alt) {
            (_, true) => None,
            (true, false) => Some(Intent::Jump(direction, stretch)),
            (false, false) => Some(Intent::Step(direction, stretch)),
        };
    }
    if modifiers.command {
        return command_intent(key, stretch);
    }
    match key {
        Key::Tab => Some(Intent::Tab { back: stretch }),
        Key::Enter => Some(Intent::Enter { back: stretch }),
        Key::Home => Some(Intent::RowEnd { last: false, stretch }),
        Key::End => Some(Intent::RowEnd { last: true, stretch }),
        Key::PageUp => Some(Intent::Page { down: false, stretch }),
        Key::PageDown => Some(Intent::Page { down: true, stretch }),
        Key::F2 => Some(Intent::EditInPlace),
        Key::Menu => Some(Intent::Menu),
        Key::F10 if stretch => Some(Intent::Menu),
        Key::F8 => Some(Intent::Finding(if stretch { -1 } else { 1 })),
        // Shift+Delete, Ctrl+Insert and Shift+Insert are older than Ctrl+X, C and V, and still in many hands.
        Key::Delete if stretch => Some(Intent::Cut),
        Key::Insert if stretch => Some(Intent::AskPaste),
        Key::Space if stretch => Some(Intent::SelectRow),
        Key::Delete | Key::Backspace if !modifiers.alt => Some(Intent::Clear),
        Key::Escape => Some(Intent::Escape),
        Key::Num0 if modifiers.alt => Some(Intent::FillZeros),
        _ => None,
    }
}

fn command_intent(key: Key, shift: bool) -> Option<Intent> {
    match key {
        Key::Home => Some(Intent::TableEnd { last: false, stretch: shift }),
        Key::End => Some(Intent::TableEnd { last: true, stretch: shift }),
        Key::PageUp => Some(Intent::Section(-1)),
        Key::PageDown => Some(Intent::Section(1)),
        Key::Enter => Some(Intent::FillSelection),
        Key::Insert => Some(Intent::Copy),
        Key::A if !shift => Some(Intent::SelectAll),
        Key::D if !shift => Some(Intent::FillDown),
        Key::R if !shift => Some(Intent::FillRight),
        Key::Z if shift => Some(Intent::Redo),
        Key::Z => Some(Intent::Undo),
        Key::Y if !shift => Some(Intent::Redo),
        _ => None,
    }
}

fn arrow(key: Key) -> Option<Direction> {
    match key {
        Key::ArrowUp => Some(Direction::Up),
        Key::ArrowDown => Some(Direction::Down),
        Key::ArrowLeft => Some(Direction::Left),
        Key::ArrowRight => Some(Direction::Right),
        _ => None,
    }
}
