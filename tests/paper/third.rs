//! A form of which no line of code knows lays out, breaks and reads back.

use std::fmt::Write as _;

use nianbao::form::{Form, load};
use nianbao::page::{Layout, Mark, Options, Run};
use nianbao::report::Report;
use nianbao::session::Session;

use super::export::exported;
use super::setting::{laid_out, runs};
use crate::common::covers_all;

/// A table far higher than a page: groups under banners, each with heads of its own, or one head above all.
fn long_form(banners: bool) -> Form {
    let mut rows = String::new();
    if !banners {
        rows.push_str(r#"[{"label":"项目","role":"head"},{"label":"数量","role":"head"}],"#);
    }
    for group in 0..12 {
        if banners {
            write!(rows, r#"[{{"label":"第{group}组","role":"banner","columns":2}}],[{{"label":"项目","role":"head"}},{{"label":"数量","role":"head"}}],"#).unwrap();
        }
        for row in 0..7 {
            write!(rows, r#"[{{"label":"第{group}组第{row}项","role":"row"}},{{"cell":"g{group}r{row}.n","kind":"count"}}],"#).unwrap();
        }
    }
    let text = format!(
        r#"{{"edition":"2030","notice":"试","first_year":2030,"title":"{{year}}年报告",
        "sections":[{{"id":"s1","number":"一","title":"情况","tables":["t9"]}},{{"id":"s2","number":"二","title":"说明"}}],
        "tables":[{{"id":"t9","name":"表九","widths_mm":[100,56],"label_columns":1,"rows":[{}]}}],"sums":[]}}"#,
        rows.trim_end_matches(',')
    );
    load("2030.json", text.as_bytes()).unwrap()
}

fn session(form: Form) -> Session {
    let report = Report::blank(&form, "", 2030, "某市人民政府", None);
    Session::new(form.into(), report, covers_all())
}

/// The runs of each page with figures on it.
fn pages(layout: &Layout) -> Vec<Vec<&Run>> {
    let pages = layout.pages.iter().map(|page| runs(page).collect::<Vec<_>>());
    pages.filter(|page| page.iter().any(|run| matches!(run.mark, Mark::Cell(_)))).collect()
}

#[test]
fn a_table_that_must_break_repeats_its_head() {
    let session = session(long_form(false));
    let layout = laid_out(&session, Options::default());
    assert!(pages(&layout).len() >= 3);
    for page in pages(&layout) {
        let head = page.iter().position(|run| run.text() == "项目").unwrap();
        let first = page.iter().position(|run| matches!(run.mark, Mark::Cell(_))).unwrap();
        assert!(head < first);
    }
    assert_eq!(exported(&session, false).unwrap().verified, "表九 84 个数字与填报一致");
}

#[test]
fn a_group_keeps_its_banner_and_no_banner_stands_last() {
    let session = session(long_form(true));
    let layout = laid_out(&session, Options::default());
    assert!(layout.pages.len() >= 3);
    for page in pages(&layout) {
        let texts: Vec<String> = page.iter().filter(|run| run.size_pt < 12.0).map(|run| run.text()).collect();
        // The first row label on the page is of the group whose banner stands above it.
        let at = texts.iter().position(|text| text.ends_with('项')).unwrap();
        let group = texts[at].split("组").next().unwrap();
        assert!(texts[..at].contains(&format!("{group}组")), "{texts:?}");
        assert!(texts.last().unwrap().parse::<u32>().is_ok(), "{texts:?}");
    }
    assert_eq!(exported(&session, false).unwrap().verified, "表九 84 个数字与填报一致");
}

#[test]
fn a_tall_cell_that_is_cut_says_again_what_it_is() {
    let mut rows = String::new();
    for row in 0..60 {
        let tall = if row == 0 { r#"{"label":"三、全部结果","role":"row","rows":60,"vertical":true},"# } else { "" };
        write!(rows, r#"[{tall}{{"label":"第{row}项","role":"row"}},{{"cell":"r{row}.n","kind":"count"}}],"#).unwrap();
    }
    let text = format!(
        r#"{{"edition":"2030","notice":"试","first_year":2030,"title":"{{year}}年报告",
        "sections":[{{"id":"s1","number":"一","title":"情况","tables":["t9"]}}],
        "tables":[{{"id":"t9","name":"表九","widths_mm":[10,90,56],"label_columns":2,"rows":[{}]}}],"sums":[]}}"#,
        rows.trim_end_matches(',')
    );
    let session = session(load("2030.json", text.as_bytes()).unwrap());
    let layout = laid_out(&session, Options::default());
    assert!(layout.pages.len() >= 2);
    for page in pages(&layout) {
        assert!(page.iter().any(|run| run.text() == "果"));
    }
    assert_eq!(exported(&session, false).unwrap().verified, "表九 60 个数字与填报一致");
}

#[test]
fn a_made_up_edition_with_a_table_more_is_printed_whole() {
    let form = load("third-edition.json", include_bytes!("../data/third-edition.json")).unwrap();
    let tables: Vec<_> = form.tables.iter().map(|table| format!("{} {}", table.name, table.cells().count())).collect();
    let verified = format!("{} 个数字与填报一致", tables.join("、"));
    assert_eq!(exported(&session(form), false).unwrap().verified, verified);
}
