//! Sentences on cards, in dialogs and notices, their lines broken by the rules of the page: none ends with an opening mark or begins
//! with a closing one.

use egui::{FontId, Label, Response, RichText, Ui};

use crate::page::line_starts;

/// The text with a line break wherever a line of that width is full. `before_pt` stands before it in the first line.
#[must_use]
pub(crate) fn broken(ui: &Ui, text: &str, font: &FontId, width_pt: f32, before_pt: f32) -> String {
    let mut lines = String::with_capacity(text.len() + 8);
    for (at, paragraph) in text.split('\n').enumerate() {
        if at > 0 {
            lines.push('\n');
        }
        let widths: Vec<f32> = ui.fonts_mut(|fonts| paragraph.chars().map(|character| fonts.glyph_width(font, character)).collect());
        let starts = breaks(&widths, &line_starts(paragraph), width_pt, if at == 0 { before_pt } else { 0.0 });
        for (place, character) in paragraph.chars().enumerate() {
            if starts.contains(&place) {
                lines.push('\n');
            }
            lines.push(character);
        }
    }
    lines
}

/// With which characters a line begins, besides the first. A word that is longer than a line is left to the toolkit.
#[must_use]
pub fn breaks(widths: &[f32], may_start: &[bool], width_pt: f32, before_pt: f32) -> Vec<usize> {
    let (mut breaks, mut taken_pt, mut allowed) = (Vec::new(), before_pt, None);
    for (at, width) in widths.iter().enumerate() {
        if may_start.get(at).copied().unwrap_or(false) {
            allowed = Some((at, taken_pt));
        }
        if taken_pt + width > width_pt
            && let Some((start, before)) = allowed.take()
        {
            breaks.push(start);
            taken_pt -= before;
        }
        taken_pt += width;
    }
    breaks
}

/// A sentence over the width at hand.
pub(crate) fn sentence(ui: &mut Ui, text: &str) -> Response {
    let font = egui::TextStyle::Body.resolve(ui.style());
    let lines = broken(ui, text, &font, ui.available_width(), 0.0);
    let response = ui.add(Label::new(RichText::new(lines)));
    // Who listens hears the sentence, not its lines.
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_value(text.to_owned()));
    response
}
