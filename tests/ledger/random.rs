//! Random registers: whatever they say, every sum of tables three and four holds.

use std::collections::BTreeSet;

use nianbao::intake::ledger::{Book, Mapping, count};
use nianbao::report::Report;
use nianbao::session::Session;
use proptest::prelude::*;

use super::{figures, sheet};
use crate::common::{covers_all, editions, form};

const APPLICANTS: [&str; 10] = ["公民", "自然人", "企业", "科研机构", "社会公益组织", "律师事务所", "其他", "事业单位", "", "某某"];
const RESULTS: [&str; 16] = [
    "予以公开",
    "部分公开",
    "国家秘密",
    "商业秘密",
    "信息不存在",
    "需另行制作",
    "补正后仍不明确",
    "信访",
    "重复申请",
    "逾期未补正",
    "撤回",
    "办理中",
    "不予公开",
    "内容不明确",
    "",
    "？",
];
const OUTCOMES: [&str; 7] = ["", "否", "维持", "撤销", "终止", "审理中", "是"];

fn day() -> impl Strategy<Value = String> {
    let known = (2023..=2025_i32, 1..=12_u8, 1..=31_u8).prop_map(|(year, month, day)| format!("{year}年{month}月{day}日"));
    prop_oneof![8 => known, 1 => Just(String::new()), 1 => (1..=12_u8, 1..=28_u8).prop_map(|(month, day)| format!("{month}月{day}日"))]
}

fn row() -> impl Strategy<Value = Vec<String>> {
    let text = |words: &'static [&'static str]| prop::sample::select(words).prop_map(str::to_owned);
    (day(), text(&APPLICANTS), text(&RESULTS), day(), text(&["", "是"]), text(&OUTCOMES), text(&OUTCOMES)).prop_map(
        |(received, applicant, result, answered, extended, review, lawsuit)| {
            vec![received, applicant, result, answered, extended, review, lawsuit]
        },
    )
}

fn book(sheets: &[&[Vec<String>]]) -> Book {
    let heads = ["收到日期", "申请人类型", "办理结果", "答复日期", "是否延期", "复议结果", "诉讼结果"].as_slice();
    let sheet_of = |(at, rows): (usize, &&[Vec<String>])| {
        let lines: Vec<Vec<&str>> = rows.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
        let lines: Vec<&[&str]> = std::iter::once(heads).chain(lines.iter().map(Vec::as_slice)).collect();
        sheet(&format!("2024年第{at}张"), &lines)
    };
    Book { name: "台账.xlsx".to_owned(), sheets: sheets.iter().enumerate().map(sheet_of).collect() }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_sum_holds_by_itself(rows in prop::collection::vec(row(), 0..60)) {
        for form in editions().iter() {
            let year = if form.edition == "2019" { 2020 } else { 2024 };
            let moved: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(|text| text.replace("202", if year == 2020 { "201" } else { "202" })).collect()).collect();
            // 2013 to 2015 for the old edition would be far off its year.
            let moved: Vec<Vec<String>> = moved.iter().map(|row| row.iter().map(|text| text.replace("2013", "2019").replace("2014", "2020").replace("2015", "2021")).collect()).collect();
            let book = book(&[&moved]);
            let counted = count(form, year, &book, &Mapping::default());
            let report = Report::blank(form, "", year, "某镇人民政府", None);
            let edit = counted.edit(form, &report, "台账.xlsx", "");
            let mut session = Session::new(std::sync::Arc::clone(form), report, covers_all());
            session.apply(edit);
            prop_assert_eq!(session.final_review().held(form), form.blocking_sum_count());
            prop_assert!(session.final_review().findings.iter().all(|finding| finding.rule != "L-REGISTER"));
            // Every row is counted once in and once out, or told, or asked.
            let in_and_out = |row: usize| counted.cells.iter().filter(|(cell, rows)| form.cell(*cell).unwrap().id.starts_with("t3.") && rows.contains(&row)).count();
            let told: BTreeSet<usize> = counted.told.iter().flat_map(|told| told.rows.iter().copied()).collect();
            for row in 0..counted.rows.len() {
                prop_assert!(in_and_out(row) == 2 || in_and_out(row) == 0 && (told.contains(&row) || counted.is_open()), "row {}", row);
            }
        }
    }

    #[test]
    fn neither_the_order_of_the_rows_nor_the_sheets_make_a_difference(rows in prop::collection::vec(row(), 2..40), at in 0..40_usize) {
        let form = form("2021");
        let of = |sheets: &[&[Vec<String>]]| figures(&form, &count(&form, 2024, &book(sheets), &Mapping::default()));
        let mut turned = rows.clone();
        turned.reverse();
        let (first, second) = turned.split_at(at % rows.len());
        prop_assert_eq!(of(&[&rows]), of(&[second, first]));
    }
}
