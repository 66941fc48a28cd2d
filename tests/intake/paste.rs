//! A table pasted on one of ours: labels give each figure its place, and what no label names has none.

use nianbao::form::Table;
use nianbao::session::Session;
use nianbao::ui::grid::clipboard::{Chosen, Options, PastePlan, choose, plan, read_text, tables};
use nianbao::ui::grid::selection::Selection;

/// What is pasted on a table of a blank report of 2023, on whatever cell; `None` where no table belongs there.
#[track_caller]
fn pasted(name: &str, table: &str, step: usize) -> (Session, Option<PastePlan>) {
    let text = std::fs::read_to_string(super::foreign(name)).unwrap();
    let session = crate::common::blank_session("2021", 2023, "青石县水务局");
    let form = session.form();
    let table: &Table = form.tables.iter().find(|known| known.id == table).unwrap();
    let blocks = if name.contains(".html") { tables(&text).unwrap() } else { vec![read_text(&text).unwrap()] };
    let mut selection = Selection::first(table).unwrap();
    for _ in 0..step {
        selection.tab(table, false, |_| true);
    }
    let plan = choose(form, table, blocks).map(|block| plan(&session, table, &selection, &block, Options::default(), &Chosen::default()));
    (session, plan)
}

/// What a paste writes, by the ids of the cells without their table.
#[track_caller]
fn writes(name: &str, table: &str, wanted: &[(&str, &str)], left: &[&str]) {
    for step in [0, 5, 30] {
        let (session, plan) = pasted(name, table, if table == "t2" { step % 5 } else { step });
        let plan = plan.expect("a table belongs here");
        let id = |cell| session.form().cell(cell).unwrap().id.split_once('.').unwrap().1.to_owned();
        let written: Vec<_> =
            plan.changes.iter().map(|change| (id(change.cell), change.new.clone())).filter(|(_, text)| text != "0").collect();
        let written: Vec<_> = written.iter().map(|(id, text)| (id.as_str(), text.as_str())).collect();
        assert_eq!(written, wanted, "from cell {step} on");
        assert_eq!(plan.left.len(), left.len(), "{:?}", plan.left);
        for (line, words) in plan.left.iter().zip(left) {
            assert!(line.words.contains(words), "{line:?} lacks {words}");
        }
    }
}

#[test]
fn a_row_that_names_a_group_only_has_no_place() {
    let left = [
        "（三）不予公开：5、0、0、0、0、0、5（“（三）不予公开”在本表里分列几项，没有写明是哪一项）",
        "（四）无法提供：4、0",
        "（五）不予处理：2、0",
        "（六）其他处理：1、0",
    ];
    writes(
        "paste-t3-groups-only.html",
        "t3",
        &[("new.natural", "20"), ("new.business", "1"), ("granted.natural", "8"), ("granted.business", "1")],
        &left,
    );
}

#[test]
fn the_single_row_six_of_another_edition_has_no_place() {
    writes("paste-t3-one-row-six.html", "t3", &[("new.natural", "4")], &["（六）其他处理：4、0、0、0、0、0、4"]);
}

#[test]
fn of_a_page_of_three_tables_each_goes_where_it_belongs() {
    let page = "paste-page-of-three-tables.html";
    writes(page, "t2", &[("normative.made", "3"), ("normative.repealed", "1"), ("normative.in_force", "12")], &[]);
    writes(page, "t3", &[("new.natural", "7"), ("granted.natural", "7")], &[]);
    writes(page, "t4", &[("review.upheld", "1"), ("direct.other", "2")], &[]);
}

#[test]
fn a_table_of_another_part_is_not_pasted() {
    for table in ["t2", "t4"] {
        assert_eq!(pasted("paste-t3-groups-only.html", table, 0).1, None);
        assert_eq!(pasted("paste-t3-browser-text.txt", table, 0).1, None);
    }
}

const TEXT: [(&str, &str); 7] = [
    ("new.natural", "15"),
    ("new.business", "3"),
    ("granted.natural", "9"),
    ("granted.business", "1"),
    ("partial.natural", "4"),
    ("refused_law.natural", "2"),
    ("carried_out.business", "2"),
];

#[test]
fn text_of_a_browser_without_spans_is_not_shifted() {
    writes("paste-t3-browser-text.txt", "t3", &TEXT, &[]);
}

#[test]
fn text_of_a_pdf_is_read_by_label() {
    writes("paste-t3-pdf-text.txt", "t3", &TEXT, &[]);
}

#[test]
fn other_wordings_of_a_label_are_known() {
    let wanted = [("new.natural", "7"), ("carried_in.natural", "1"), ("partial.natural", "7"), ("carried_out.natural", "1")];
    writes("paste-t3-other-wordings.html", "t3", &wanted, &[]);
}

#[test]
fn what_is_counted_loses_its_blank_decimals() {
    let (session, plan) = pasted("paste-t3-two-decimals.txt", "t3", 0);
    let plan = plan.unwrap();
    let id = |cell| session.form().cell(cell).unwrap().id.clone();
    let written: Vec<_> = plan.changes.iter().map(|change| (id(change.cell), change.new.as_str())).collect();
    assert_eq!(written.len(), 18);
    assert!(
        written.contains(&("t3.new.natural".to_owned(), "15")) && written.contains(&("t3.granted.natural".to_owned(), "9")),
        "{written:?}"
    );
    assert_eq!(plan.unknown, 0);
}
