//! A table of the form in Word: the grid to the millimetre as the pages have it, spans, merges downwards, the upright cell.

use super::styles::{ABOVE_TABLE_MM, borders, half_points, points, twips, words};
use crate::file::markup::Markup;
use crate::file::paper::Paper;
use crate::form::{Place, PlaceContent, Table};
use crate::page::sheet::{MM_PER_PT, PITCH_MM, TEXT_HEIGHT_MM};
use crate::page::{PlaceSetting, TableSetting};

/// Air between a rule and a figure beside it.
const FIGURE_PAD_MM: f32 = 0.5;
/// Air between a rule and the start of a label that stands at the left, and behind its end.
const LABEL_PADS_MM: (f32, f32) = (0.8, 0.0);
/// What a row may be lower than on the pages where the table fills a page: Word adds the rule to its height.
const RULE_MM: f32 = 0.2;
/// The distance of two lines in a cell, in ems.
const LINE_PITCH_EM: f32 = 1.25;

/// A place of the table with how it was set.
#[derive(Clone, Copy)]
struct Cell<'a> {
    place: &'a Place,
    setting: &'a PlaceSetting,
    width_mm: f32,
    /// The same as the sum of its columns, as they are rounded: a cell that ends beside its column would be given one more.
    width_twips: i32,
    /// Whether the row stands on one page with the next one.
    keeps_next: bool,
}

/// Writes a table.
pub(super) fn table(out: &mut Markup, paper: Paper<'_>, table: &Table, setting: &TableSetting) {
    let height_mm: f32 = setting.heights_mm.iter().sum();
    let spare_mm = TEXT_HEIGHT_MM - height_mm - PITCH_MM - ABOVE_TABLE_MM;
    let fits_a_page = spare_mm >= 0.0;
    let lower_mm = (RULE_MM - spare_mm / table.row_count.max(1) as f32).clamp(0.0, RULE_MM);
    out.element("w:tbl", &[], |out| {
        properties(out, table, setting);
        out.element("w:tblGrid", &[], |out| {
            for width in &setting.widths_mm {
                out.empty("w:gridCol", &[("w:w", &twips(*width))]);
            }
        });
        for row in 0..table.row_count {
            let keeps_next = fits_a_page && row + 1 < table.row_count;
            out.element("w:tr", &[], |out| {
                row_properties(out, row < table.head_rows, setting.heights_mm.get(row).map_or(0.0, |height| height - lower_mm));
                row_cells(out, paper, table, setting, row, keeps_next);
            });
        }
    });
}

fn properties(out: &mut Markup, table: &Table, setting: &TableSetting) {
    out.element("w:tblPr", &[], |out| {
        out.empty("w:tblStyle", &[("w:val", &"ReportTable")]);
        let width: i32 = setting.widths_mm.iter().map(|width| twips(*width)).sum();
        out.empty("w:tblW", &[("w:w", &width), ("w:type", &"dxa")]);
        out.empty("w:jc", &[("w:val", &"center")]);
        borders(out);
        out.empty("w:tblLayout", &[("w:type", &"fixed")]);
        out.element("w:tblCellMar", &[], |out| margins(out, FIGURE_PAD_MM, FIGURE_PAD_MM));
        out.empty("w:tblCaption", &[("w:val", &table.name)]);
    });
}

fn margins(out: &mut Markup, left_mm: f32, right_mm: f32) {
    for (side, mm) in [("w:left", left_mm), ("w:right", right_mm)] {
        out.empty(side, &[("w:w", &twips(mm)), ("w:type", &"dxa")]);
    }
}

fn row_properties(out: &mut Markup, is_head: bool, height_mm: f32) {
    out.element("w:trPr", &[], |out| {
        out.empty("w:cantSplit", &[]);
        out.empty("w:trHeight", &[("w:val", &twips(height_mm)), ("w:hRule", &"atLeast")]);
        if is_head {
            out.empty("w:tblHeader", &[]);
        }
    });
}

fn row_cells(out: &mut Markup, paper: Paper<'_>, table: &Table, setting: &TableSetting, row: usize, keeps_next: bool) {
    let mut column = 0;
    while column < table.column_count() {
        let at = table.places.iter().position(|place| place.covers(row, column));
        let found = at.and_then(|at| table.places.get(at).zip(setting.places.get(at)));
        let Some((place, place_setting)) = found else { break };
        let widths = || setting.widths_mm.iter().skip(place.column).take(place.columns);
        let (width_mm, width_twips) = (widths().sum(), widths().map(|width| twips(*width)).sum());
        cell(out, paper, row, Cell { place, setting: place_setting, width_mm, width_twips, keeps_next });
        column = place.column + place.columns;
    }
}

fn cell(out: &mut Markup, paper: Paper<'_>, row: usize, cell: Cell<'_>) {
    let (text, is_upright) = match &cell.place.content {
        PlaceContent::Label(label) => (label.text.clone(), label.vertical),
        PlaceContent::Cell(index) => (paper.figures.printed(paper.form, paper.report, *index), false),
    };
    let starts = cell.place.row == row;
    out.element("w:tc", &[], |out| {
        out.element("w:tcPr", &[], |out| {
            out.empty("w:tcW", &[("w:w", &cell.width_twips), ("w:type", &"dxa")]);
            if cell.place.columns > 1 {
                out.empty("w:gridSpan", &[("w:val", &cell.place.columns)]);
            }
            if cell.place.rows > 1 {
                out.empty("w:vMerge", if starts { &[("w:val", &"restart")] } else { &[] });
            }
            if let Some((left_mm, right_mm)) = pads_mm(cell).filter(|_| starts && !is_upright) {
                out.element("w:tcMar", &[], |out| margins(out, left_mm, right_mm));
            }
            if is_upright {
                out.empty("w:textDirection", &[("w:val", &"tbRlV")]);
            }
            out.empty("w:vAlign", &[("w:val", &"center")]);
        });
        out.element("w:p", &[], |out| {
            paragraph_properties(out, cell);
            if starts {
                run(out, cell, &text, is_upright);
            }
        });
    });
}

/// The air at both sides of a label, so that Word breaks it where the pages do; `None` for the table's own.
fn pads_mm(cell: Cell<'_>) -> Option<(f32, f32)> {
    if cell.setting.is_left {
        return Some(LABEL_PADS_MM);
    }
    let longest = even_lines(&cell.setting.line_lengths)?;
    let room_mm = (longest as f32 + 0.3) * cell.setting.size_pt * MM_PER_PT;
    let pad_mm = (cell.width_mm - room_mm) / 2.0;
    (pad_mm > FIGURE_PAD_MM).then_some((pad_mm, pad_mm))
}

/// How many characters the lines of a label have, all but the last alike: Word breaks it so by itself where the room is right.
fn even_lines(lengths: &[usize]) -> Option<usize> {
    let (last, others) = lengths.split_last()?;
    others.first().copied().filter(|first| others.iter().all(|other| other == first) && last <= first)
}

fn paragraph_properties(out: &mut Markup, cell: Cell<'_>) {
    out.element("w:pPr", &[], |out| {
        out.empty("w:pStyle", &[("w:val", &"TableText")]);
        if cell.keeps_next {
            out.empty("w:keepNext", &[]);
        }
        out.empty("w:spacing", &[("w:line", &points(cell.setting.size_pt * LINE_PITCH_EM)), ("w:lineRule", &"exact")]);
        if cell.setting.is_left {
            out.empty("w:jc", &[("w:val", &"left")]);
        }
    });
}

fn run(out: &mut Markup, cell: Cell<'_>, text: &str, is_upright: bool) {
    let size_pt = cell.setting.size_pt;
    out.element("w:r", &[], |out| {
        out.element("w:rPr", &[], |out| {
            out.empty("w:rFonts", &[("w:hint", &"eastAsia")]);
            if is_upright {
                // Characters below each other stand apart.
                out.empty("w:spacing", &[("w:val", &points(size_pt * 0.8))]);
            }
            for name in ["w:sz", "w:szCs"] {
                out.empty(name, &[("w:val", &half_points(size_pt))]);
            }
        });
        if is_upright || cell.setting.line_lengths.len() < 2 || even_lines(&cell.setting.line_lengths).is_some() && !cell.setting.is_left {
            words(out, text);
        } else {
            in_lines(out, text, &cell.setting.line_lengths);
        }
    });
}

/// A label in the lines in which the pages have it.
fn in_lines(out: &mut Markup, text: &str, lengths: &[usize]) {
    let mut rest = text;
    for (at, length) in lengths.iter().enumerate() {
        if at > 0 {
            out.empty("w:br", &[]);
        }
        let end = if at + 1 == lengths.len() { rest.len() } else { rest.char_indices().nth(*length).map_or(rest.len(), |(end, _)| end) };
        let (line, after) = rest.split_at(end);
        words(out, line);
        rest = after;
    }
}
