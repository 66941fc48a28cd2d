//! Published reports as pages and as Word files: every figure and every paragraph.

use std::collections::BTreeMap;

use nianbao::file::json::Opened;
use nianbao::report::{Figures, Value, read};

use super::opened;
use crate::common::{published, published_figures};

/// Every figure is the published one; a blank and 0 are the same here.
#[track_caller]
fn has_the_figures_of(opened: &Opened, data: &str, unlike: &[(&str, &str)]) {
    let (data, unlike) = (published(data), unlike.iter().copied().collect::<BTreeMap<_, _>>());
    let figures = Figures::of(&opened.form, &opened.report);
    let wanted = published_figures(&opened.form, &data);
    assert_eq!(wanted.len(), opened.form.cell_count());
    for (id, text) in &wanted {
        let cell = opened.form.find(id).unwrap();
        let kind = &opened.form.cell(cell).unwrap().kind;
        let number = |value: Value| value.number().unwrap_or_default();
        let text = unlike.get(id.as_str()).copied().unwrap_or(text);
        assert_eq!(number(figures.value(cell)), number(read(kind, text)), "{id}");
    }
    let account = opened.account.as_ref().unwrap();
    let lines = account.lines().join("\n");
    for table in &opened.form.tables {
        let count = table.cells().count();
        assert!(lines.contains(&format!("{}　{count} 格中 {count} 格", table.name)), "{lines}");
    }
    assert_eq!(account.left_of_report().collect::<Vec<_>>(), Vec::<&nianbao::intake::report::Left>::new());
}

#[track_caller]
fn has_the_prose_of_suqian(opened: &Opened) {
    let data = published("suqian-2023.json");
    for (section, text) in data["sections"].as_object().unwrap() {
        assert_eq!(opened.report.prose(&format!("s{section}")), text.as_str().unwrap(), "{section}");
    }
    assert_eq!(opened.report.prose("preface"), "");
    assert_eq!((opened.report.unit.as_str(), opened.report.year), ("宿迁市", 2023));
}

#[test]
fn a_page_of_mso_markup_in_gb2312_is_read_whole() {
    let page = opened("suqian-2023-word.html");
    has_the_figures_of(&page, "suqian-2023.json", &[]);
    has_the_prose_of_suqian(&page);
    signed(&page);
}

#[test]
fn a_page_with_slashes_units_and_a_blank_column_is_read_whole() {
    let page = opened("suqian-2023-slash.html");
    has_the_figures_of(&page, "suqian-2023.json", &[]);
    has_the_prose_of_suqian(&page);
    signed(&page);
    let account = page.account.unwrap();
    assert!(account.notes.iter().any(|note| note.starts_with("表三有 ") && note.ends_with("按空白读入")), "{:?}", account.notes);
    let site: Vec<_> = account.left.iter().map(|left| left.words.as_str()).collect();
    assert_eq!(site, ["发布日期：2024-01-20 来源：办公室 浏览次数：311"]);
}

#[test]
fn a_word_file_of_libreoffice_is_read_whole() {
    let file = opened("suqian-2023.docx");
    has_the_figures_of(&file, "suqian-2023.json", &[]);
    has_the_prose_of_suqian(&file);
    signed(&file);
}

#[test]
fn a_word_file_of_wps_is_read_whole() {
    let file = opened("suqian-2023-wps.docx");
    has_the_figures_of(&file, "suqian-2023.json", &[]);
    has_the_prose_of_suqian(&file);
}

#[track_caller]
fn signed(opened: &Opened) {
    let signature = opened.report.signature.as_ref().unwrap();
    assert_eq!((signature.unit.as_str(), signature.date.as_str()), ("宿迁市人民政府办公室", "2024-01-20"));
}

/// The paragraphs of the published text, by sections.
fn paragraphs(section: &str) -> Vec<String> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/xipo-2020-seed.txt");
    let text = std::fs::read_to_string(path).unwrap();
    let (from, to) = match section {
        "preface" => ("年 度 报 告", "一、总体情况"),
        "s1" => ("一、总体情况", "二、主动公开"),
        "s5" => ("五、存在的主要问题及改进情况", "六、其他"),
        _ => ("六、其他需要报告的事项", "\u{0}"),
    };
    let inside = text.split_once(from).unwrap().1;
    let inside = inside.split_once(to).map_or(inside, |(inside, _)| inside);
    inside.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect()
}

#[track_caller]
fn is_xipo(opened: &Opened) {
    has_the_figures_of(opened, "xipo-2020.json", &[]);
    for section in ["preface", "s1", "s5", "s6"] {
        assert_eq!(opened.report.prose(section).lines().collect::<Vec<_>>(), paragraphs(section), "{section}");
    }
    assert_eq!((opened.report.unit.as_str(), opened.report.year, opened.form.edition.as_str()), ("西坡镇人民政府", 2020, "2019"));
    assert_eq!(opened.report.signature, None);
}

#[test]
fn a_page_of_the_older_edition_is_read_whole() {
    is_xipo(&opened("xipo-2020-plain.html"));
}

#[test]
fn a_word_file_of_the_older_edition_is_read_whole() {
    is_xipo(&opened("xipo-2020.docx"));
}

#[test]
fn sheets_of_an_old_spreadsheet_and_of_an_open_document_are_read_whole() {
    is_xipo(&opened("xipo-2020.xls"));
    is_xipo(&opened("xipo-2020.ods"));
}

#[test]
fn totals_printed_as_they_are_computed_are_left_to_be_computed() {
    let page = opened("suqian-2023-word.html");
    for total in &page.form.totals {
        assert_eq!(page.report.cell(total.cell).text, "", "{}", page.form.cell(total.cell).unwrap().id);
    }
}
