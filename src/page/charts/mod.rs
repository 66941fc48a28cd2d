//! Charts as inert items: bars with their figures on them, black and one tint.

mod bars;
mod poster;

pub use poster::{POSTER_WORDS, lay_out_poster};

use super::{Fonts, Item, Mark};
use crate::report::ChartFigures;

/// A chart as items, placed from its own top left corner.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawing {
    /// What stands in it, in reading order.
    pub items: Vec<Item>,
    /// How wide it is.
    pub width_mm: f32,
    /// How high it is.
    pub height_mm: f32,
}

/// A chart as it was placed on a page.
#[derive(Debug, Clone, PartialEq)]
pub struct PlacedChart {
    /// Its id in the form.
    pub id: String,
    /// What stands below it: 图1 and its title.
    pub caption: String,
    /// Its figures in words.
    pub words: String,
    /// The page, from 0.
    pub page: usize,
    /// Its left edge.
    pub x_mm: f32,
    /// Its top.
    pub y_mm: f32,
    /// How wide it is.
    pub width_mm: f32,
    /// How high it is.
    pub height_mm: f32,
}

/// Draws a chart so wide; all of it bears the mark. What no face draws is told.
pub(super) fn draw_marked(chart: &ChartFigures<'_>, fonts: &Fonts, width_mm: f32, mark: Mark, undrawable: &mut dyn FnMut(char)) -> Drawing {
    bars::draw(chart, &mut bars::Pen { fonts, mark, undrawable }, width_mm)
}

/// Draws a chart so wide, by itself.
#[must_use]
pub fn draw_chart(chart: &ChartFigures<'_>, fonts: &Fonts, width_mm: f32) -> Drawing {
    draw_marked(chart, fonts, width_mm, Mark::Chart(0), &mut |_| ())
}
