//! Tables: the air of labels, figures in line, and a table that goes on below short prose.

use nianbao::page::{Fonts, Layout, Mark, Options, Page, Run};
use nianbao::report::Edit;
use nianbao::session::Session;

use super::setting::{laid_out, rules, runs};
use crate::common::{blank_session, published_session, type_into};

/// The ink of a run, from the left and to the right, in millimetres.
fn ink(run: &Run) -> (f32, f32) {
    let fonts = Fonts::shipped();
    let face = fonts.face(run.face).unwrap().parsed_face().unwrap();
    let em = run.size_pt * 25.4 / 72.0 / f32::from(face.units_per_em());
    let ink_of = |id: u16| face.glyph_bounding_box(ttf_parser::GlyphId(id));
    let mut x = run.x_mm;
    let mut edges: Option<(f32, f32)> = None;
    for glyph in &run.glyphs {
        if let Some(ink) = ink_of(glyph.id) {
            let (left, right) = (x + f32::from(ink.x_min) * em, x + f32::from(ink.x_max) * em);
            edges = Some(edges.map_or((left, right), |(from, to)| (from.min(left), to.max(right))));
        }
        x += glyph.advance_mm;
    }
    edges.unwrap_or((run.x_mm, x))
}

/// The upright rules that cross the middle of a run.
fn upright_at(page: &Page, run: &Run) -> Vec<f32> {
    let y = run.y_mm - run.size_pt * 0.12;
    let crosses = |line: &&nianbao::page::Line| (line.x1_mm - line.x2_mm).abs() < 0.01 && line.y1_mm < y && line.y2_mm > y;
    rules(page).filter(crosses).map(|line| line.x1_mm).collect()
}

#[track_caller]
fn labels_have_air(session: &Session) {
    let layout = laid_out(session, Options::default());
    let mut seen = 0;
    for page in &layout.pages {
        for run in runs(page).filter(|run| matches!(run.mark, Mark::Label(..))) {
            let (left, right) = ink(run);
            for x in upright_at(page, run) {
                let air = if x < left { left - x } else { x - right };
                assert!(air > 0.79, "{} has {air} mm", run.text());
            }
            seen += 1;
        }
    }
    assert!(seen > 50);
}

#[test]
fn labels_keep_eight_tenths_of_a_millimetre_from_the_rule() {
    labels_have_air(&blank_session("2019", 2020, "某市人民政府"));
    labels_have_air(&blank_session("2021", 2023, "某市人民政府"));
    labels_have_air(&published_session("suqian-2023.json"));
    labels_have_air(&published_session("shanghai-office-2019.json"));
}

/// The right edge of a figure, from the left rule of its cell, as a part of the cell's width.
#[track_caller]
fn place_in_cell(session: &Session, layout: &Layout, id: &str) -> f32 {
    let cell = session.form().find(id).unwrap();
    let page = layout.pages.iter().find(|page| runs(page).any(|run| run.mark == Mark::Cell(cell))).unwrap();
    let run = runs(page).filter(|run| run.mark == Mark::Cell(cell)).last().unwrap();
    let right = run.x_mm + run.width_mm();
    let rules = upright_at(page, run);
    let before = rules.iter().copied().filter(|x| *x < run.x_mm).fold(0.0, f32::max);
    let behind = rules.iter().copied().filter(|x| *x > right).fold(f32::MAX, f32::min);
    (right - before) / (behind - before)
}

#[test]
fn figures_align_within_their_block_and_not_with_those_of_another() {
    let mut session = blank_session("2019", 2020, "某市人民政府");
    type_into(&mut session, "t2.permits.last_year", "1808595");
    type_into(&mut session, "t2.penalties.last_year", "26");
    type_into(&mut session, "t2.coercion.last_year", "3");
    let layout = laid_out(&session, Options::default());
    let place = |id: &str| place_in_cell(&session, &layout, id);
    assert!((place("t2.penalties.last_year") - place("t2.coercion.last_year")).abs() < 0.001, "one below the other");
    assert!(place("t2.penalties.last_year") < 0.55, "26 stands in the middle: {}", place("t2.penalties.last_year"));
    assert!(place("t2.permits.last_year") > 0.58, "{}", place("t2.permits.last_year"));
}

#[test]
fn a_column_with_a_long_figure_keeps_its_zeros_in_line_with_its_neighbours() {
    let mut session = blank_session("2021", 2023, "某市人民政府");
    type_into(&mut session, "t3.new.natural", "34020");
    type_into(&mut session, "t3.granted.natural", "34020");
    let layout = laid_out(&session, Options::default());
    let natural = place_in_cell(&session, &layout, "t3.refused_secret.natural");
    for column in ["business", "research", "welfare", "legal", "other", "total"] {
        let other = place_in_cell(&session, &layout, &format!("t3.refused_secret.{column}"));
        assert!((natural - other).abs() < 0.02, "{column}: {natural} {other}");
    }
}

/// The page of the first head of that number, and of the table's cell.
fn pages_of(session: &Session, head: usize, cell: &str) -> (usize, usize) {
    let layout = laid_out(session, Options::default());
    let cell = session.form().find(cell).unwrap();
    let page = |mark: Mark| layout.pages.iter().position(|page| runs(page).any(|run| run.mark == mark)).unwrap();
    (page(Mark::Head(head)), page(Mark::Cell(cell)))
}

#[test]
fn a_table_goes_on_below_short_prose_in_close_rows_where_it_stands_whole() {
    let with_prose = |lines: usize| {
        let mut session = blank_session("2019", 2020, "某市人民政府");
        session.apply(Edit::Prose { section: "s1".to_owned(), text: "字。\n".repeat(lines) });
        session
    };
    // Nine rows of title and text leave some 120 mm: not enough for easy rows, enough for close ones.
    assert_eq!(pages_of(&with_prose(6), 2, "t2.procurement.amount"), (0, 0));
    // Where it does not fit it goes to the next page with its head, whole.
    assert_eq!(pages_of(&with_prose(14), 2, "t2.procurement.amount"), (1, 1));
}
