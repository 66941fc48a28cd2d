//! Small widgets that know no report: heads, the main button, lists.

use egui::{Button, RichText, Ui};

use super::lines::sentence;
use super::theme::Theme;
use crate::page::raster::Pixels;

/// Pixels as a picture that the window can show.
pub(crate) fn texture(context: &egui::Context, name: impl Into<String>, pixels: &Pixels) -> egui::TextureHandle {
    let image = egui::ColorImage::from_rgba_unmultiplied([pixels.width, pixels.height], &pixels.rgba);
    context.load_texture(name, image, egui::TextureOptions::LINEAR)
}

/// The head of a dialog, and its name for a screen reader.
pub(crate) fn title_ui(ui: &mut Ui, title: &str, theme: &Theme) {
    if let Some(dialog) = ui.stack().iter().find(|around| around.kind() == Some(egui::UiKind::Modal)) {
        ui.ctx().accesskit_node_builder(dialog.unique_id, |node| node.set_label(title));
    }
    ui.label(RichText::new(title).font(theme.strong_font(theme.heading_pt)));
    ui.add_space(6.0);
}

/// The main button of a dialog, in the accent colour.
pub(crate) fn main_button(ui: &mut Ui, words: &str, theme: &Theme) -> egui::Response {
    ui.add(Button::new(RichText::new(words).color(theme.on_accent)).fill(theme.accent).min_size(egui::vec2(84.0, 28.0)))
}

/// Gives a button the focus where nothing has it.
pub(crate) fn focus_first(response: &egui::Response) {
    if response.ctx.memory(|memory| memory.focused().is_none()) {
        response.request_focus();
    }
}

/// What is scrolled where it is higher than that. A dialog is first as high as the one before it, and grows only for what asks for room.
pub(crate) fn list(height_pt: f32) -> egui::ScrollArea {
    egui::ScrollArea::vertical().max_height(height_pt).min_scrolled_height(height_pt)
}

/// Sentences, scrolled where they are many.
pub(crate) fn lines_ui(ui: &mut Ui, lines: &[String]) {
    list(320.0).show(ui, |ui| {
        for line in lines {
            sentence(ui, line);
        }
    });
    ui.add_space(10.0);
}
