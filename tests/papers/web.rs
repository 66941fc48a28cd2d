//! The web page: it says by itself what it is, and survives an editor that drops styles.

use nianbao::file::PaperError;
use nianbao::file::html::{self, Extent};
use nianbao::session::Session;

use super::{reports, with_paper};
use crate::common::published_session;

fn page(session: &Session, draft: bool) -> String {
    String::from_utf8(with_paper(session, draft, html::export).unwrap().bytes).unwrap()
}

/// Without the attributes that web sites drop.
fn stripped(page: &str) -> String {
    let mut parts = page.split(" style=\"");
    let first = parts.next().unwrap().to_owned();
    parts.fold(first, |all, part| all + part.split_once('"').unwrap().1)
}

#[test]
fn nothing_in_the_page_runs_or_leads_outside() {
    for (session, draft) in reports() {
        let page = page(&session, draft);
        for forbidden in ["<script", "<style", "<link", "href=", "src=", "http", "class=", "url("] {
            assert!(!page.contains(forbidden), "{forbidden}");
        }
    }
}

#[test]
fn without_its_styles_the_page_says_the_same() {
    for (session, draft) in reports() {
        let bare = stripped(&page(&session, draft));
        assert!(!bare.contains("style"), "a style is left");
        with_paper(&session, draft, |paper| html::verify(&bare, paper)).unwrap();
    }
}

#[test]
fn heads_and_cells_say_what_they_are() {
    let page = page(&published_session("suqian-2023.json"), false);
    let count = |what: &str| page.matches(what).count();
    assert_eq!((count("<h1"), count("<h2"), count("<table"), count("<caption>"), count("<thead>")), (1, 6, 3, 3, 2));
    assert_eq!(count("<td"), 200 + 1, "every figure, and the corner of table 三");
    assert_eq!(count("<th "), count("scope=\""));
    assert!(page.contains("<th scope=\"rowgroup\" rowspan=\"22\""));
}

#[test]
fn a_figure_a_word_or_a_span_changed_is_refused() {
    let session = published_session("suqian-2023.json");
    let page = page(&session, false);
    for (from, to) in
        [(">59237.2449<", ">59237.2448<"), ("总体情况", "总休情况"), ("colspan=\"5\"", "colspan=\"4\""), ("</h2>", "</h2><p>多</p>")]
    {
        let changed = page.replacen(from, to, 1);
        assert_ne!(changed, page);
        let verified = with_paper(&session, false, |paper| html::verify(&changed, paper));
        assert!(matches!(verified, Err(PaperError::NotAsFilled { .. })), "{from}");
    }
}

#[test]
fn a_table_copied_for_a_web_site_is_the_table_of_the_form() {
    let session = published_session("suqian-2023.json");
    let copied = with_paper(&session, false, |paper| html::copied(paper, &Extent::Table(1)));
    assert!(copied.html.starts_with("<table border=\"1\""), "rules without styles");
    let block = nianbao::intake::html::tables(&stripped(&copied.html)).unwrap().remove(0);
    let table = &session.form().tables[1];
    assert_eq!((block.rows, block.columns, block.cells.len()), (table.row_count, table.column_count(), table.places.len()));
    for (cell, place) in table.cells() {
        let found = block.cells.iter().find(|found| (found.row, found.column) == (place.row, place.column)).unwrap();
        assert_eq!(found.text, session.figures().printed(session.form(), session.report(), cell));
    }
    assert_eq!(copied.text.lines().count(), table.row_count);
}

#[test]
fn a_section_or_the_whole_report_is_copied_with_its_text() {
    let session = published_session("suqian-2023.json");
    let section = with_paper(&session, false, |paper| html::copied(paper, &Extent::Section("s5".to_owned())));
    assert!(section.html.starts_with("<h2") && section.html.contains("<p") && !section.html.contains("<table"));
    assert!(section.text.starts_with("五、存在的主要问题及改进情况\n"));
    let whole = with_paper(&session, true, |paper| html::copied(paper, &Extent::Whole));
    assert!(whole.text.starts_with("草稿　未定稿，不作报送\n宿迁市\n2023年政府信息公开工作年度报告\n"));
    assert_eq!(whole.html.matches("<table").count(), 3);
    assert!(!whole.html.contains("<html") && !whole.html.contains("<body"));
}
