//! Which year a row belongs to, where it ends, and what is told of rows that cannot be placed.

use super::{comes_to, counted, register, sheet, told};
use crate::common::form;

#[test]
fn a_row_of_this_year_is_new_and_one_of_before_came_over() {
    comes_to(
        &[
            &["2024-01-01", "公民", "予以公开", "2024-01-05"],
            &["2023-12-31", "公民", "予以公开", "2024-01-05"],
            &["2021-05-05", "企业", "部分公开", "2024-12-31"],
        ],
        &[
            ("t3.new.natural", 1),
            ("t3.carried_in.natural", 1),
            ("t3.carried_in.business", 1),
            ("t3.granted.natural", 2),
            ("t3.partial.business", 1),
        ],
    );
}

#[test]
fn what_is_not_answered_by_the_end_of_the_year_goes_on_to_the_next() {
    comes_to(
        &[
            &["2024-12-20", "公民", "", ""],
            &["2024-12-20", "公民", "办理中", ""],
            &["2024-12-20", "公民", "予以公开", "2025-01-05"],
            &["2023-12-20", "企业", "", ""],
        ],
        &[("t3.new.natural", 3), ("t3.carried_in.business", 1), ("t3.carried_out.natural", 3), ("t3.carried_out.business", 1)],
    );
}

#[test]
fn rows_of_other_years_are_left_out_and_told() {
    let rows: &[&[&str]] = &[
        &["2023-03-01", "公民", "予以公开", "2023-03-05"],
        &["2025-01-02", "公民", "予以公开", "2025-01-05"],
        &["2024-03-01", "公民", "予以公开", "2024-03-05"],
    ];
    comes_to(rows, &[("t3.new.natural", 1), ("t3.granted.natural", 1)]);
    assert_eq!(told(rows), ["1 行收到于 2024 年以后，不计：第 3 行", "1 行在 2024 年以前已答复，不计：第 2 行"]);
}

#[test]
fn rows_that_cannot_be_placed_are_told_with_their_numbers_and_not_counted() {
    let rows: &[&[&str]] = &[
        &["", "公民", "予以公开", "2024-03-05"],
        &["去年", "公民", "予以公开", "2024-03-05"],
        &["2024-03-01", "公民", "予以公开", "三月"],
        &["2024-03-01", "公民", "", "2024-03-05"],
        &["2024-03-01", "", "予以公开", "2024-03-05"],
        &["2024-03-01", "公民", "予以公开", "2023-03-05"],
    ];
    comes_to(rows, &[]);
    assert_eq!(
        told(rows),
        [
            "1 行没有收到日期，没有计入：第 2 行",
            "1 行的收到日期无法识别，没有计入：第 3 行",
            "1 行的答复日期无法识别，没有计入：第 4 行",
            "1 行有答复日期，没有办理结果，没有计入：第 5 行",
            "1 行没有申请人类型，没有计入：第 6 行",
            "1 行的答复日期在收到的前一年或更早，没有计入：第 7 行",
        ]
    );
}

#[test]
fn a_result_without_a_day_counts_as_not_answered_and_is_told() {
    let rows: &[&[&str]] = &[&["2024-03-01", "公民", "予以公开", ""]];
    comes_to(rows, &[("t3.new.natural", 1), ("t3.carried_out.natural", 1)]);
    assert_eq!(told(rows), ["1 行有办理结果，没有答复日期，按未答复计入结转：第 2 行", "1 件到年底没有答复，结转下年度：第 2 行"]);
}

#[test]
fn what_was_withdrawn_is_handled_otherwise_and_told_apart() {
    let rows: &[&[&str]] = &[&["2024-03-01", "公民", "申请人撤回", "2024-03-05"], &["2024-03-01", "公民", "撤回申请", ""]];
    comes_to(rows, &[("t3.new.natural", 2), ("t3.other_rest.natural", 2)]);
    assert_eq!(told(rows), ["2 件由申请人撤回：第 2、3 行"]);
}

#[test]
fn late_answers_are_those_after_twenty_working_days_or_forty_with_an_extension() {
    // 2024-03-01 is a Friday: the twentieth working day is 29 March, the fortieth 26 April.
    let late = |answered: &str, extended: &str| {
        let rows: &[&[&str]] = &[&["2024-03-01", "公民", "予以公开", answered, extended]];
        told(rows).iter().any(|sentence| sentence.starts_with("1 件超过期限答复"))
    };
    assert_eq!([late("2024-03-29", ""), late("2024-04-01", ""), late("2024-04-01", "是")], [false, true, false]);
    assert_eq!([late("2024-04-26", "已延期"), late("2024-04-29", "已延期"), late("2024-04-01", "否")], [false, true, true]);
}

#[test]
fn days_off_come_from_a_sheet_of_the_register_and_it_is_said_where_there_is_none() {
    let form = form("2021");
    let mut book = register(&[&["2024-03-01", "公民", "予以公开", "2024-04-01"]]);
    let is_late = |book: &_| counted(&form, book).told.iter().any(|told| told.said == nianbao::intake::ledger::Said::Late);
    assert!(is_late(&book));
    assert_eq!(counted(&form, &book).notes(), ["工作日只扣除了周末，没有扣除节假日"]);
    book.sheets
        .push(sheet("节假日", &[&["日期", "说明"], &["2024-03-11", "放假"], &["2024-03-17", "上班"], &["@2024-03-12", "@2024-03-13"]]));
    assert!(!is_late(&book), "three days off and one on: 19 working days");
    assert_eq!(counted(&form, &book).notes(), ["工作日按周末和工作表“节假日”扣除"]);
}

#[test]
fn reviews_and_lawsuits_make_table_four_where_the_register_has_them() {
    comes_to(
        &[
            &["2024-03-01", "公民", "予以公开", "2024-03-05", "", "维持", "否"],
            &["2024-03-01", "公民", "予以公开", "2024-03-05", "", "撤销", "审理中"],
            &["2024-03-01", "公民", "予以公开", "2024-03-05", "", "/", "撤诉"],
        ],
        &[
            ("t3.new.natural", 3),
            ("t3.granted.natural", 3),
            ("t4.review.upheld", 1),
            ("t4.review.corrected", 1),
            ("t4.after_review.pending", 1),
            ("t4.direct.other", 1),
        ],
    );
    let form = form("2021");
    let mut book = register(&[&["2024-03-01", "公民", "予以公开", "2024-03-05"]]);
    book.sheets[0].cells.retain(|cell| cell.column < 5);
    let count = counted(&form, &book);
    assert!(count.cells.iter().all(|(cell, _)| form.cell(*cell).unwrap().id.starts_with("t3.")), "table four is left alone");
}

#[test]
fn every_counted_cell_keeps_its_rows_and_a_total_those_of_its_parts() {
    let form = form("2021");
    let count =
        counted(&form, &register(&[&["2024-03-01", "公民", "重复", "2024-03-05"], &["2024-03-02", "企业", "重复申请", "2024-03-06"]]));
    let register = count.register(&form, "台账.xlsx", "abc");
    let rows = |id: &str| {
        let groups = register.rows_of(&form, form.find(id).unwrap()).into_iter();
        groups.flat_map(|group| group.rows.iter().map(String::as_str)).collect::<Vec<_>>()
    };
    let (first, second) = ("2 2024-03-01 2024-03-05", "3 2024-03-02 2024-03-06");
    assert_eq!(rows("t3.declined_repeat.business"), [second]);
    assert_eq!(rows("t3.new.total"), [first, second]);
    assert_eq!(rows("t3.handled.total"), [first, second], "each once");
    assert_eq!(rows("t3.granted.natural"), [] as [&str; 0]);
}

#[test]
fn a_register_that_is_too_long_is_counted_without_keeping_its_rows_and_that_is_said() {
    let row: &[&str] = &["2024-03-01", "公民", "重复", "2024-03-05"];
    let rows = vec![row; 50_001];
    let form = form("2021");
    let count = counted(&form, &register(&rows));
    let kept = count.register(&form, "台账.xlsx", "abc");
    assert_eq!((kept.figure("t3.new.natural"), kept.rows.len()), (Some(50_001.into()), 0));
    assert!(count.notes().contains(&"台账超过 5 万行，每格由哪些行统计而来不保存".to_owned()), "{:?}", count.notes());
}

#[test]
fn rows_with_one_number_and_a_sheet_that_repeats_the_others_are_told() {
    let form = form("2021");
    let heads: &[&str] = &["登记编号", "收到日期", "申请人类型", "办理结果", "答复日期"];
    let rows: Vec<Vec<String>> =
        (1..=6).map(|day| ["", &format!("2024-03-0{day}"), "公民", "重复", "2024-03-20"].map(str::to_owned).to_vec()).collect();
    let lines: Vec<Vec<&str>> = rows.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
    let all: Vec<&[&str]> = std::iter::once(heads).chain(lines.iter().map(Vec::as_slice)).collect();
    let (first, second): (Vec<_>, Vec<_>) = (all[..4].to_vec(), [&all[..1], &all[4..]].concat());
    let mut book = nianbao::intake::ledger::Book {
        name: String::new(),
        sheets: vec![sheet("上半年", &first), sheet("下半年", &second), sheet("全年", &all)],
    };
    let sentences = |book: &_| {
        let count = counted(&form, book);
        count.told.iter().map(|told| count.sentence(told)).collect::<Vec<_>>()
    };
    assert!(sentences(&book)[0].starts_with("6 行的工作表与其余各表的内容完全相同"), "{:?}", sentences(&book));
    book.sheets.pop();
    assert_eq!(sentences(&book), [""; 0]);
    let mut twice = register(&[]);
    twice.sheets = vec![sheet(
        "2024",
        &[heads, &["SQ-001", "2024-03-01", "公民", "重复", "2024-03-20"], &["SQ-001", "2024-03-01", "公民", "重复", "2024-03-20"]],
    )];
    assert_eq!(sentences(&twice), ["1 行的编号与前面的行相同，已计入，请核实是否重复登记：第 3 行"]);
}
