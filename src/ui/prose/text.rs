//! A prose text as the clerk sees it: figures stand in place of their ids and follow their cells; edits around them leave them alone.

use std::ops::Range;

use crate::form::{CellIndex, Chart, Form};
use crate::report::{Figures, Piece, chart_of, chart_paragraph, expand, pieces};

/// A prose text with its figures filled in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shown {
    text: String,
    figures: Vec<ShownFigure>,
}

/// A figure in a text that follows its cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownFigure {
    /// Where it stands, in bytes of the shown text.
    pub range: Range<usize>,
    /// The cell that it follows.
    pub cell: CellIndex,
}

impl Shown {
    /// The stored text with the figures of now.
    #[must_use]
    pub fn of(form: &Form, figures: &Figures, stored: &str) -> Self {
        let mut shown = Self::default();
        for line in stored.split_inclusive('\n') {
            if let Some(chart) = chart_of(form, line) {
                shown.text.push_str(&chart_words(chart));
                shown.text.push_str(if line.ends_with('\n') { "\n" } else { "" });
            } else {
                shown.push(form, figures, line);
            }
        }
        shown
    }

    fn push(&mut self, form: &Form, figures: &Figures, line: &str) {
        for piece in pieces(form, line) {
            match piece {
                Piece::Text(text) => self.text.push_str(text),
                Piece::Figure(cell) => {
                    let start = self.text.len();
                    self.text.push_str(&figure_text(form, figures, cell));
                    self.figures.push(ShownFigure { range: start..self.text.len(), cell });
                }
            }
        }
    }

    /// The text on screen.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The figures that follow their cells, in order.
    #[must_use]
    pub fn figures(&self) -> &[ShownFigure] {
        &self.figures
    }

    /// Takes the text over as it was edited; a figure that was edited is typed text from now on.
    pub fn edited(&mut self, text: &str) {
        let before = common_start(&self.text, text);
        let (old_rest, new_rest) = (self.text.get(before..).unwrap_or_default(), text.get(before..).unwrap_or_default());
        let after = common_end(old_rest, new_rest);
        let old_end = self.text.len() - after;
        let new_end = text.len() - after;
        self.figures.retain_mut(|figure| {
            if figure.range.end <= before {
                return true;
            }
            if figure.range.start < old_end {
                return false;
            }
            figure.range = figure.range.start - old_end + new_end..figure.range.end - old_end + new_end;
            true
        });
        text.clone_into(&mut self.text);
    }

    /// Puts a figure that follows its cell in the place of a range of the shown text.
    pub fn insert_figure(&mut self, form: &Form, figures: &Figures, at: Range<usize>, cell: CellIndex) {
        let words = figure_text(form, figures, cell);
        let mut text = self.text.clone();
        if text.get(at.clone()).is_none() {
            return;
        }
        text.replace_range(at.clone(), &words);
        self.edited(&text);
        let range = at.start..at.start + words.len();
        self.figures.retain(|figure| figure.range.end <= range.start || figure.range.start >= range.end);
        let place = self.figures.iter().position(|figure| figure.range.start >= range.end).unwrap_or(self.figures.len());
        self.figures.insert(place, ShownFigure { range, cell });
    }

    /// The text as it is kept: ids in braces, a typed brace doubled.
    #[must_use]
    pub fn stored(&self, form: &Form) -> String {
        let mut stored = String::with_capacity(self.text.len());
        let mut from = 0;
        for figure in &self.figures {
            push_escaped(&mut stored, self.text.get(from..figure.range.start).unwrap_or_default());
            if let Some(cell) = form.cell(figure.cell) {
                stored.extend(["{", &cell.id, "}"]);
            }
            from = figure.range.end;
        }
        push_escaped(&mut stored, self.text.get(from..).unwrap_or_default());
        if stored.contains(CHART) || stored.contains("{{chart:") { with_charts(form, &stored) } else { stored }
    }

    /// Where a place of the stored text stands on screen, both in bytes.
    #[must_use]
    pub fn place_of(&self, form: &Form, stored: &str, place: usize) -> usize {
        let (mut at, mut shown) = (0, 0);
        let mut figures = self.figures.iter();
        for line in stored.split_inclusive('\n') {
            if let Some(chart) = chart_of(form, line) {
                let end = at + line.len();
                if place < end {
                    return shown;
                }
                (at, shown) = (end, shown + chart_words(chart).len() + usize::from(line.ends_with('\n')));
                continue;
            }
            if let Some(found) = piece_place(form, line, place, (&mut at, &mut shown), &mut figures) {
                return found;
            }
        }
        self.text.len()
    }
}

/// Where a place stands on screen that lies in a line; `at` and `shown` go on behind it where it does not.
fn piece_place<'a>(
    form: &Form,
    line: &str,
    place: usize,
    (at, shown): (&mut usize, &mut usize),
    figures: &mut impl Iterator<Item = &'a ShownFigure>,
) -> Option<usize> {
    let start = *at;
    for piece in pieces(form, line) {
        let (length, shown_length) = match piece {
            Piece::Text("{") => (if line.get(*at - start..).is_some_and(|rest| rest.starts_with("{{")) { 2 } else { 1 }, 1),
            Piece::Text(text) => (text.len(), text.len()),
            Piece::Figure(cell) => (
                form.cell(cell).map_or(0, |cell| cell.id.len() + 2),
                figures.next().map_or(0, |figure| figure.range.end - figure.range.start),
            ),
        };
        if place < *at + length {
            let inside = if length == shown_length { place - *at } else { 0 };
            return Some(*shown + inside);
        }
        *at += length;
        *shown += shown_length;
    }
    None
}

/// What the words begin with by which a chart stands in the text.
pub(super) const CHART: &str = "【图：";

/// The words by which a chart stands in the text.
pub(super) fn chart_words(chart: &Chart) -> String {
    format!("{CHART}{}】", chart.name)
}

/// The text with every line that is a chart's words, or was typed as a chart is kept, kept as one.
fn with_charts(form: &Form, stored: &str) -> String {
    let line = |line: &str| {
        let bare = line.trim();
        let is_it = |chart: &&Chart| bare == chart_words(chart) || bare.strip_prefix('{') == Some(chart_paragraph(chart).as_str());
        let chart = bare.contains(['【', '{']).then(|| form.charts.iter().find(is_it)).flatten();
        chart.map_or_else(|| line.to_owned(), chart_paragraph)
    };
    stored.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

fn figure_text(form: &Form, figures: &Figures, cell: CellIndex) -> String {
    let id = form.cell(cell).map(|cell| cell.id.as_str()).unwrap_or_default();
    expand(form, figures, &format!("{{{id}}}")).into_owned()
}

fn push_escaped(stored: &mut String, text: &str) {
    stored.push_str(&text.replace('{', "{{"));
}

/// How many bytes two texts have in common at their start, whole characters.
fn common_start(one: &str, other: &str) -> usize {
    one.char_indices().zip(other.chars()).find(|((_, a), b)| a != b).map_or(one.len().min(other.len()), |((at, _), _)| at)
}

/// How many bytes two texts have in common at their end, whole characters.
fn common_end(one: &str, other: &str) -> usize {
    one.chars().rev().zip(other.chars().rev()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum()
}

/// What differs between two texts, in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What was there before, in the first text.
    before: Range<usize>,
    /// How much is there now.
    now: usize,
}

impl Change {
    /// From the first character that differs to the last.
    #[must_use]
    pub fn between(before: &str, after: &str) -> Self {
        let start = common_start(before, after);
        let tail = common_end(before.get(start..).unwrap_or_default(), after.get(start..).unwrap_or_default());
        Self { before: start..before.len() - tail, now: after.len() - tail - start }
    }

    /// Where a range of the first text stands in the second; `None` where the change is in it.
    #[must_use]
    pub fn moved(&self, range: Range<usize>) -> Option<Range<usize>> {
        if range.end <= self.before.start {
            Some(range)
        } else if range.start >= self.before.end {
            let moved = |at: usize| at - self.before.end + self.before.start + self.now;
            Some(moved(range.start)..moved(range.end))
        } else {
            None
        }
    }
}

/// The end of what differs between two texts, in bytes of the second: where the caret goes after undo.
#[must_use]
pub fn changed_end(before: &str, after: &str) -> usize {
    let change = Change::between(before, after);
    change.before.start + change.now
}
