//! Keeps the input method on: on X11, winit makes a new input context whenever it is allowed again and never focuses it, and fcitx5 is deaf.

use egui::output::IMEOutput;
use egui::{Context, FullOutput, Plugin, Rect};

/// Allows the input method in every frame from the first one on, before the window is shown.
#[derive(Debug, Default)]
pub(crate) struct ImeStaysOn {
    /// Where the caret last was, for the candidates.
    caret: Option<Rect>,
}

impl Plugin for ImeStaysOn {
    fn debug_name(&self) -> &'static str {
        "ime stays on"
    }

    fn output_hook(&mut self, _context: &Context, output: &mut FullOutput) {
        let ime = output.platform_output.ime.get_or_insert_with(|| {
            let caret = self.caret.unwrap_or(Rect::ZERO);
            IMEOutput { purpose: egui::IMEPurpose::Normal, rect: caret, cursor_rect: caret, should_interrupt_composition: false }
        });
        // An interruption is asked for by turning the input method off and on again, which is what makes it deaf.
        ime.should_interrupt_composition = false;
        self.caret = Some(ime.cursor_rect);
    }
}
