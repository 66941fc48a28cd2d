//! Typing ahead of a slow frame: what follows a key that moves the focus or runs a command waits for the next frame, so that
//! it goes where the clerk meant it and no key is lost.

use std::collections::VecDeque;

use egui::{Context, Event, ImeEvent, Key, Plugin, RawInput};

use super::table::Command;

/// Holds back what was typed after such a key.
#[derive(Debug, Default)]
pub(crate) struct TypedAhead {
    waiting: VecDeque<Event>,
    /// How many frames there were since something was typed into a field.
    frames_since_text: u32,
    /// Whether the key pressed last was one with Alt.
    has_alt: bool,
    hold: Hold,
    /// What was typed for what is being opened.
    kept: VecDeque<Event>,
    /// When the hands that type a text will have rested, in seconds of the window's clock.
    rested_s: f64,
}

/// What is done with what is typed while something is being opened.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Hold {
    /// Nothing: it goes where the focus is.
    #[default]
    No,
    /// It is kept for what will be seen; clicks are not taken.
    All,
    /// Keys are kept but for Esc, which ends the waiting; the mouse is seen to be for the dialog that says what is waited for.
    Keys,
    /// What was kept is kept on; what comes goes to the dialog that has to be answered first.
    Pass,
    /// What was kept is dropped with what it was meant for; what comes goes where the focus is.
    Drop,
}

/// Says what is done with what is typed from now on.
pub(crate) fn hold(context: &Context, hold: Hold) {
    context.with_plugin(|ahead: &mut TypedAhead| ahead.hold(hold));
}

/// For how long hands that typed have to rest before something may come between, in seconds; while the candidates of an input method
/// are read; and after a dialog was answered, so that a key held down does not answer the next one.
const REST_S: f64 = 0.5;
const CHOICE_S: f64 = 5.0;
const ANSWERED_S: f64 = 0.25;

/// When hands that are typing will have rested, in seconds from now; zero or less where they have.
#[must_use]
pub(crate) fn rest_in_s(context: &Context) -> f64 {
    let rested = context.with_plugin(|ahead: &mut TypedAhead| (ahead.rested_s, ahead.waiting.is_empty()));
    match rested {
        Some((_, false)) => REST_S,
        Some((rested_s, true)) => rested_s - context.input(|input| input.time),
        None => 0.0,
    }
}

/// What was typed so far answered a dialog, and was not meant for what stands behind it.
pub(crate) fn answered(context: &Context) {
    let now_s = context.input(|input| input.time);
    context.with_plugin(|ahead: &mut TypedAhead| ahead.rested_s = now_s + ANSWERED_S);
}

/// A field that opens with what is typed into it holds Tab from its second frame on; sooner, Tab would leave the table.
const FRAMES_TO_HOLD_TAB: u32 = 2;

impl Plugin for TypedAhead {
    fn debug_name(&self) -> &'static str {
        "typed ahead"
    }

    fn input_hook(&mut self, context: &Context, input: &mut RawInput) {
        for event in std::mem::take(&mut input.events) {
            if self.is_of_a_shortcut(&event) {
                continue;
            }
            if self.hold == Hold::All && matches!(event, Event::PointerButton { pressed: true, .. }) {
                // What stands under the mouse will be something else.
                continue;
            }
            if let Some(rest_s) = rest_after_s(&event) {
                let before_s = context.input(|input| input.time);
                self.rested_s = rest_s + input.time.unwrap_or(before_s + f64::from(input.predicted_dt));
            }
            if self.keeps(&event) {
                self.kept.push_back(event);
            } else {
                self.waiting.push_back(event);
            }
        }
        self.frames_since_text = self.frames_since_text.saturating_add(1);
        while let Some(event) = self.waiting.pop_front() {
            let is_turn = turns(&event);
            if is_turn && self.frames_since_text < FRAMES_TO_HOLD_TAB {
                self.waiting.push_front(event);
                break;
            }
            if matches!(event, Event::Text(_) | Event::Ime(_) | Event::Paste(_)) {
                self.frames_since_text = 0;
            }
            input.events.push(event);
            if is_turn {
                break;
            }
        }
        if !self.waiting.is_empty() {
            context.request_repaint();
        }
    }
}

impl TypedAhead {
    fn hold(&mut self, hold: Hold) {
        let before = std::mem::replace(&mut self.hold, hold);
        match hold {
            // What waits behind the key that opens something is meant for it.
            Hold::All | Hold::Keys if !matches!(before, Hold::All | Hold::Keys) => self.kept.append(&mut self.waiting),
            Hold::All | Hold::Keys | Hold::Pass => {}
            Hold::Drop => self.kept.clear(),
            Hold::No => {
                self.kept.append(&mut self.waiting);
                std::mem::swap(&mut self.kept, &mut self.waiting);
            }
        }
    }

    fn keeps(&self, event: &Event) -> bool {
        match (self.hold, event) {
            (Hold::Keys, Event::Key { key: Key::Escape, .. }) => false,
            (Hold::All | Hold::Keys, event) => is_typed(event),
            _ => false,
        }
    }

    /// Whether an event is the letter that winit reports beside a shortcut with Alt. On macOS such a letter is meant, and so it
    /// is with `AltGr`, which is no Alt or one with Ctrl.
    fn is_of_a_shortcut(&mut self, event: &Event) -> bool {
        if let Event::Key { pressed: true, modifiers, .. } = event {
            self.has_alt = modifiers.alt && !modifiers.ctrl && !cfg!(target_os = "macos");
        }
        matches!(event, Event::Text(_)) && std::mem::take(&mut self.has_alt)
    }
}

/// Whether it came from the keyboard or the clipboard.
fn is_typed(event: &Event) -> bool {
    matches!(event, Event::Key { .. } | Event::Text(_) | Event::Ime(_) | Event::Paste(_) | Event::Copy | Event::Cut)
}

/// For how long hands rest after that to be done, where it types something or moves on.
fn rest_after_s(event: &Event) -> Option<f64> {
    match event {
        Event::Ime(ImeEvent::Preedit { text, .. }) if !text.is_empty() => Some(CHOICE_S),
        Event::Text(_) | Event::Paste(_) | Event::Ime(_) => Some(REST_S),
        Event::Key { key, pressed: true, modifiers, .. } => {
            let is_command = modifiers.ctrl || modifiers.alt || modifiers.command || Command::of_key(*key, *modifiers).is_some();
            (!is_command && *key != Key::Escape).then_some(REST_S)
        }
        _ => None,
    }
}

/// Whether what is typed next may be meant for another place.
fn turns(event: &Event) -> bool {
    match event {
        Event::Key { key, pressed: true, modifiers, .. } => {
            matches!(key, Key::Tab | Key::Enter | Key::Escape) || Command::of_key(*key, *modifiers).is_some()
        }
        Event::PointerButton { pressed: false, .. } => true,
        _ => false,
    }
}
