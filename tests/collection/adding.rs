//! Sums: every figure the sum of the same figure of the units' reports, exactly; what cannot be counted stops it or is left out by name.

use std::path::{Path, PathBuf};

use nianbao::check::Severity;
use nianbao::collection::adding::{Added, Asked, add_up};
use nianbao::collection::units::Renamed;
use nianbao::file::json;
use nianbao::file::many::units_book;
use nianbao::report::{Adding, Edit, Figures, Report, Value, Whole};
use nianbao::session::Session;
use rust_decimal::Decimal;
use serde_json::Value as Json;

use super::made::{TROUBLE, bytes, folder, inbox, town};
use crate::common::{blank_session, covers_all, editions, form, type_into};
use crate::core::command_line::{complained, ends_with_code, nianbao, said};

fn added(files: &[PathBuf], root: &Path, renamed: &Renamed, leaves_out: bool) -> Added {
    let editions = editions();
    let form = editions.for_year(2024).unwrap();
    add_up(files, &[root.to_owned()], &editions, &Asked { form, year: 2024, renamed, leaves_out })
}

/// Three towns of 1, 2 and 4 applications.
fn three(name: &str) -> (PathBuf, Vec<PathBuf>) {
    let folder = folder(name);
    let files = [("甲镇", "1"), ("乙镇", "2"), ("丙镇", "4")].map(|(unit, new)| {
        let path = folder.join(format!("{unit}.nianbao"));
        std::fs::write(&path, bytes(&town(unit, 2024, new), "nianbao")).unwrap();
        path
    });
    (folder, files.to_vec())
}

fn county(whole: Whole) -> Session {
    let form = form("2021");
    let mut report = Report::blank(&form, "id", 2024, "云山县人民政府", None);
    report.apply(&form, Edit::All(vec![Edit::Cells(whole.texts(&form)), Edit::Whole(Some(whole.into()))]));
    Session::new(form, report, covers_all())
}

fn number(session: &Session, id: &str) -> String {
    match session.figures().value(session.form().find(id).unwrap()) {
        Value::Number(number) => number.to_string(),
        other => panic!("{id}: {other:?}"),
    }
}

#[test]
fn every_figure_is_the_exact_sum_of_the_units_figures() {
    let (folder, files) = three("exact");
    let added = added(&files, &folder, &Renamed::default(), false);
    assert_eq!((added.left.len(), added.told.len()), (0, 0));
    assert_eq!(
        added.blanks,
        3 * (form("2021").cell_count() - form("2021").totals.len() - 4),
        "the cells that are no totals, less the four typed"
    );
    let session = county(added.whole.unwrap());
    assert_eq!(number(&session, "t3.new.natural"), "7");
    assert_eq!(number(&session, "t3.new.total"), "7");
    // Three times a tenth is three tenths, which binary floats cannot say.
    assert_eq!(number(&session, "t2.fees.amount"), "0.3");
    assert!(session.final_review().findings.iter().all(|finding| finding.severity != Severity::Blocking && finding.rule != "Y-SUM"));
}

#[test]
fn every_cell_knows_its_parts_the_largest_first_and_keeps_them_in_the_file() {
    let (folder, files) = three("parts");
    let session = county(added(&files, &folder, &Renamed::default(), false).whole.unwrap());
    let text = json::write(session.form(), session.report());
    let schema: Json = serde_json::from_str(include_str!("../../assets/report.schema.json")).unwrap();
    let value: Json = serde_json::from_str(&text).unwrap();
    let errors: Vec<_> = jsonschema::validator_for(&schema).unwrap().iter_errors(&value).map(|error| error.to_string()).collect();
    assert_eq!(errors, [""; 0]);
    let opened = json::open(text.as_bytes(), &editions()).unwrap();
    assert_eq!(opened.report, *session.report());
    let whole = opened.report.whole.unwrap();
    let shares: Vec<_> = whole.shares("t3.new.natural").into_iter().map(|share| (share.unit, share.figure.to_string())).collect();
    assert_eq!(shares, [("丙镇".to_owned(), "4".to_owned()), ("乙镇".to_owned(), "2".to_owned()), ("甲镇".to_owned(), "1".to_owned())]);
    assert_eq!(whole.shares("t4.review.upheld"), []);
    assert_eq!(whole.parts[0].hash, json::digest_of(&std::fs::read(&files[0]).unwrap()));
}

#[test]
fn a_figure_typed_over_is_kept_and_must_be_explained() {
    let (folder, files) = three("typed_over");
    let mut session = county(added(&files, &folder, &Renamed::default(), false).whole.unwrap());
    type_into(&mut session, "t3.new.natural", "9");
    let told: Vec<_> = session.review().findings.iter().filter(|finding| finding.rule == "Y-SUM").cloned().collect();
    let [finding] = told.as_slice() else { panic!("{told:?}") };
    assert_eq!(finding.message, "一、本年新收政府信息公开申请数量，自然人：表中 9，各单位合计 7，相差 +2");
    assert_eq!(finding.severity, Severity::Explain);
    let edit = nianbao::check::explain(session.case(), &[finding], "两个单位漏报");
    session.apply(edit);
    let reason = |session: &Session| session.review().findings.iter().find(|finding| finding.rule == "Y-SUM").unwrap().reason.clone();
    assert_eq!(reason(&session).as_deref(), Some("两个单位漏报"));
    // Another sum, and the reason has to be given again.
    std::fs::write(&files[0], bytes(&town("甲镇", 2024, "4"), "nianbao")).unwrap();
    let again = added(&files, &folder, &Renamed::default(), false).whole.unwrap().again(session.form(), session.report());
    session.apply(again.edit);
    assert_eq!(reason(&session), None);
    let finding = session.review().findings.iter().find(|finding| finding.rule == "Y-SUM").unwrap().clone();
    session.apply(finding.fixes[0].edit.clone());
    assert!(session.review().findings.iter().all(|finding| finding.rule != "Y-SUM"));
    assert_eq!(number(&session, "t3.new.natural"), "10");
}

#[test]
fn a_corrected_report_is_shown_old_and_new_before_it_is_taken_and_what_was_typed_over_stays() {
    let (folder, files) = three("again");
    let mut session = county(added(&files, &folder, &Renamed::default(), false).whole.unwrap());
    type_into(&mut session, "t3.granted.natural", "70");
    std::fs::write(&files[0], bytes(&town("甲镇", 2024, "11"), "nianbao")).unwrap();
    let again = added(&files[..2], &folder, &Renamed::default(), false).whole.unwrap().again(session.form(), session.report());
    assert_eq!(again.units, ["换了文件：甲镇", "不再计入：丙镇"]);
    let name = |change: &nianbao::report::Change| {
        let cell = session.form().cell(change.cell).unwrap();
        format!("{} {}→{} {:?}", cell.id, change.old, change.new, change.kept)
    };
    let changes: Vec<_> = again.changes.iter().map(name).collect();
    assert_eq!(
        changes,
        ["t2.normative.made 3→2 None", "t2.fees.amount 0.3→0.2 None", "t3.new.natural 7→13 None", "t3.granted.natural 7→13 Some(\"70\")"]
    );
    let before = session.report().clone();
    session.apply(again.edit);
    assert_eq!([number(&session, "t3.new.natural"), number(&session, "t3.granted.natural")], ["13", "70"]);
    session.undo();
    assert_eq!(*session.report(), before);
}

#[test]
fn of_a_made_inbox_each_file_that_cannot_be_counted_is_named_and_left_out_only_when_told_so() {
    let folder = folder("inbox_sum");
    inbox(&folder);
    std::fs::write(folder.join("更名.txt"), "新街街道办事处\t老街镇人民政府\n").unwrap();
    let call = |more: &[&str]| {
        let arguments = ["sum", "乡镇", "部门", "--unit", "云山县人民政府", "--year", "2024", "--pairs", "更名.txt"];
        nianbao(&folder, &[&arguments[..], more].concat())
    };
    let output = call(&["县.nianbao"]);
    ends_with_code(&output, 2);
    for name in TROUBLE {
        assert!(complained(&output).contains(name), "{name}: {}", complained(&output));
    }
    let sentences = ["有两份，只能计入一份", "用的是 2019 版表样", "这是 2023 年度的年报", "读不出数字", "旧格式的文档"];
    for sentence in sentences {
        assert!(complained(&output).contains(sentence), "{sentence}: {}", complained(&output));
    }
    assert!(!folder.join("县.nianbao").exists());
    // Twice the same unit is nobody's to choose.
    ends_with_code(&call(&["--leave-out", "县.nianbao"]), 2);
    for name in ["部门/13卫健局.nianbao", "乡镇/15老街镇.nianbao"] {
        std::fs::remove_file(folder.join(name)).unwrap();
    }
    let before = std::fs::read(folder.join("部门/12教育局.nianbao")).unwrap();
    let output = call(&["--leave-out", "--xlsx", "县.xlsx", "县.nianbao"]);
    ends_with_code(&output, 0);
    assert!(complained(&output).contains("没有计入：") && complained(&output).contains("“右河镇人民政府”有 2 条勾稽关系不符"));
    assert!(said(&output).contains("已汇总 14 份（2024 年度，2021 版表样）：县.nianbao"), "{}", said(&output));
    let report: Json = serde_json::from_slice(&std::fs::read(folder.join("县.nianbao")).unwrap()).unwrap();
    // 1 to 12, the corrected 14, 16.
    assert_eq!(report["cells"]["t3.new.natural"], (1..=12).sum::<i64>() + 14 + 16);
    assert_eq!(report["cells"]["t2.fees.amount"].to_string(), "1.4");
    assert_eq!(report["sum"]["units"].as_array().unwrap().len(), 14);
    assert_eq!(report["sum"]["units"][0]["file"], "01东山镇.nianbao");
    assert_eq!(std::fs::read(folder.join("部门/12教育局.nianbao")).unwrap(), before, "nothing that is read is written");
    assert!(std::fs::read(folder.join("县.xlsx")).unwrap().starts_with(b"PK"));
    // A corrected report comes.
    std::fs::write(folder.join("乡镇/09右河镇.nianbao"), bytes(&town("右河镇人民政府", 2024, "20"), "nianbao")).unwrap();
    let output = nianbao(&folder, &["sum", "乡镇", "部门", "--again", "县.nianbao", "--leave-out", "县2.nianbao"]);
    ends_with_code(&output, 0);
    assert!(said(&output).contains("换了文件：右河镇人民政府"), "{}", said(&output));
    assert!(said(&output).contains("一、本年新收政府信息公开申请数量，申请人情况／自然人 108 → 119"), "{}", said(&output));
    ends_with_code(&nianbao(&folder, &["sum", "乡镇", "--again", "乡镇/01东山镇.nianbao", "县3.nianbao"]), 2);
}

#[test]
fn the_workbook_of_units_and_cells_adds_up_by_formulas_and_is_read_back() {
    let (folder, files) = three("book");
    let mut session = county(added(&files, &folder, &Renamed::default(), false).whole.unwrap());
    type_into(&mut session, "t3.new.natural", "9");
    let figures = Figures::of(session.form(), session.report());
    let whole = session.report().whole.clone().unwrap();
    let made = units_book(session.form(), session.report(), &figures, &whole).unwrap();
    assert_eq!(made.verified, "电子表格：3 个单位、每个单位 200 个数字与汇总一致");
    let mut book: calamine::Xlsx<_> = calamine::Reader::new(std::io::Cursor::new(made.bytes)).unwrap();
    let range = calamine::Reader::worksheet_range(&mut book, "汇总").unwrap();
    let formulas = calamine::Reader::worksheet_formula(&mut book, "汇总").unwrap();
    let column = (2..300).find(|column| *range.get_value((3, *column)).unwrap() == *"t3.new.natural").unwrap();
    let values: Vec<_> = (4..10).map(|row| range.get_value((row, column)).unwrap().to_string()).collect();
    assert_eq!(values, ["1", "2", "4", "7", "9", "2"]);
    let letter = rust_xlsxwriter::utility::column_number_to_name(column as u16);
    assert_eq!(formulas.get_value((7, column)).unwrap(), &format!("SUM({letter}5:{letter}7)"));
}

#[test]
fn of_very_many_units_the_sum_is_kept_without_each_units_figures() {
    let form = form("2021");
    let mut adding = Adding::new(&form, false);
    let session = blank_session("2021", 2024, "甲镇");
    let mut report = session.report().clone();
    report.apply(&form, Edit::cell(form.find("t3.new.other").unwrap(), "2"));
    for _ in 0..3 {
        adding.add(&form, nianbao::report::Addend::of(&form, &report, &Figures::of(&form, &report), "a", "b"));
    }
    let whole = adding.finish(&form).unwrap();
    assert!(!whole.keeps_figures());
    assert_eq!((whole.figure("t3.new.other"), whole.figure("t3.new.natural")), (Some(Decimal::from(6)), Some(Decimal::ZERO)));
    let session = county(whole);
    let text = json::write(session.form(), session.report());
    assert_eq!(json::open(text.as_bytes(), &editions()).unwrap().report, *session.report());
}
