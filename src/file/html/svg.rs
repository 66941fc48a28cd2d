//! A chart as a drawing inside the page: text stays text, and a title says its figures to who cannot see it.

use std::fmt::Display;

use crate::file::markup::Markup;
use crate::page::{Drawing, Item};

/// A point of type in millimetres, which are the drawing's units.
const MM_PER_PT: f32 = 25.4 / 72.0;

/// Hundredths of a millimetre are enough.
struct Mm(f32);

impl Display for Mm {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}", (self.0 * 100.0).round() / 100.0)
    }
}

/// Writes a chart.
pub(super) fn drawing(out: &mut Markup, drawing: &Drawing, words: &str) {
    let area = format!("0 0 {} {}", Mm(drawing.width_mm), Mm(drawing.height_mm));
    let attributes: [(&str, &dyn Display); 4] = [
        ("xmlns", &"http://www.w3.org/2000/svg"),
        ("viewBox", &area),
        ("role", &"img"),
        ("style", &"width:100%;max-width:44em;height:auto;font-family:serif"),
    ];
    out.element("svg", &attributes, |out| {
        out.text_element("title", &[], words);
        for item in &drawing.items {
            match item {
                Item::Fill(fill) => {
                    let shade = (fill.grey * 255.0).round() as u8;
                    let colour = format!("#{shade:02x}{shade:02x}{shade:02x}");
                    let attributes: [(&str, &dyn Display); 5] = [
                        ("x", &Mm(fill.x_mm)),
                        ("y", &Mm(fill.y_mm)),
                        ("width", &Mm(fill.width_mm)),
                        ("height", &Mm(fill.height_mm)),
                        ("fill", &colour),
                    ];
                    out.element("rect", &attributes, |_| ());
                }
                // The length holds the text to its place in whatever face it is shown.
                Item::Text(run) => {
                    let attributes: [(&str, &dyn Display); 4] = [
                        ("x", &Mm(run.x_mm)),
                        ("y", &Mm(run.y_mm)),
                        ("font-size", &Mm(run.size_pt * MM_PER_PT)),
                        ("textLength", &Mm(run.width_mm())),
                    ];
                    out.text_element("text", &attributes, &run.text());
                }
                Item::Line(_) | Item::Picture(_) => {}
            }
        }
    });
}
