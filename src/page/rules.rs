//! The rules of a table, gathered so that each is drawn once and whole.

use super::sheet::MM_PER_PT;
use super::{Item, Line};

/// The outer frame.
const FRAME_PT: f32 = 1.0;
/// The rules inside.
const RULE_PT: f32 = 0.5;

/// A rectangle of the page.
#[expect(clippy::struct_field_names, reason = "every name says its unit")]
#[derive(Clone, Copy)]
pub(super) struct Area {
    pub(super) x_mm: f32,
    pub(super) y_mm: f32,
    pub(super) width_mm: f32,
    pub(super) height_mm: f32,
}

/// The rules of a table, gathered so that each is drawn once and whole.
#[derive(Default)]
pub(super) struct Grid {
    across: Vec<(f32, f32, f32)>,
    down: Vec<(f32, f32, f32)>,
}

impl Grid {
    /// The rules right of and below a place; `end_mm` is the foot of the table.
    pub(super) fn add(&mut self, area: Area, end_mm: f32) {
        let (right, foot) = (area.x_mm + area.width_mm, area.y_mm + area.height_mm);
        self.down.push((right, area.y_mm, foot));
        if foot < end_mm - 0.01 {
            self.across.push((foot, area.x_mm, right));
        }
    }

    pub(super) fn draw(mut self, frame: Area, items: &mut Vec<Item>) {
        let (right, foot) = (frame.x_mm + frame.width_mm, frame.y_mm + frame.height_mm);
        self.down.retain(|(x, ..)| *x < right - 0.01);
        let rule = |x1_mm, y1_mm, x2_mm, y2_mm, width_pt| Item::Line(Line { x1_mm, y1_mm, x2_mm, y2_mm, width_pt });
        items.extend(joined(self.across).into_iter().map(|(y, from, to)| rule(from, y, to, y, RULE_PT)));
        items.extend(joined(self.down).into_iter().map(|(x, from, to)| rule(x, from, x, to, RULE_PT)));
        // The frame's corners are closed by half its thickness.
        let half = FRAME_PT * MM_PER_PT / 2.0;
        let (left, top) = (frame.x_mm, frame.y_mm);
        items.extend([
            rule(left - half, top, right + half, top, FRAME_PT),
            rule(left - half, foot, right + half, foot, FRAME_PT),
            rule(left, top, left, foot, FRAME_PT),
            rule(right, top, right, foot, FRAME_PT),
        ]);
    }
}

/// Stretches on one line that touch become one.
fn joined(mut rules: Vec<(f32, f32, f32)>) -> Vec<(f32, f32, f32)> {
    // Sums of heights differ in the last bits: places are told apart by hundredths.
    let hundredths = |mm: f32| (mm * 100.0).round() as i32;
    rules.sort_by_key(|(at, from, _)| (hundredths(*at), hundredths(*from)));
    let mut joined: Vec<(f32, f32, f32)> = Vec::new();
    for (at, from, to) in rules {
        match joined.last_mut() {
            Some((last_at, _, end)) if (*last_at - at).abs() < 0.01 && from <= *end + 0.01 => *end = end.max(to),
            _ => joined.push((at, from, to)),
        }
    }
    joined
}
