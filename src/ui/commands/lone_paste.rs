//! Ctrl+V where the clipboard holds no text: the toolkit says nothing then, though some browsers put HTML alone there.

use egui::{Context, Event, Key};

/// Watches for Ctrl+V that brought nothing.
#[derive(Debug, Default)]
pub(crate) struct LonePaste {
    /// Something was pasted since V was last let go.
    pasted: bool,
}

impl LonePaste {
    /// Whether V was let go with Ctrl held, and nothing had been pasted.
    pub(crate) fn comes(&mut self, context: &Context) -> bool {
        let mut comes = false;
        context.input(|input| {
            for event in &input.events {
                match event {
                    Event::Paste(_) | Event::PasteImage(_) => self.pasted = true,
                    Event::Key { key: Key::V, pressed: false, modifiers, .. } => {
                        comes |= modifiers.command_only() && !std::mem::take(&mut self.pasted);
                        self.pasted = false;
                    }
                    Event::WindowFocused(_) => self.pasted = false,
                    _ => {}
                }
            }
        });
        comes
    }
}
