//! Heads wherever they stand, dates of every manner, lines that are no applications.

use nianbao::intake::ledger::{Book, Count, Day, Mapping, Question, Role, count};
use nianbao::intake::sheet::{Sheet, SheetCell, SheetValue};

use super::{counted, figures, register, sheet};
use crate::common::form;

fn of(sheets: Vec<Sheet>) -> Count {
    counted(&form("2021"), &Book { name: "台账.xlsx".to_owned(), sheets })
}

/// The columns found on the first sheet, as `role letters`.
fn columns(count: &Count) -> Vec<String> {
    count.found[0].columns.iter().map(|(role, letters, _)| format!("{} {letters}", role.key())).collect()
}

fn merged(sheet: &mut Sheet, row: usize, column: usize, rows: usize, columns: usize) {
    let cell = sheet.cells.iter_mut().find(|cell| (cell.row, cell.column) == (row, column)).unwrap();
    (cell.rows, cell.columns) = (rows, columns);
}

#[test]
fn heads_are_found_by_their_words_below_titles_and_in_any_order() {
    for (line, wanted) in [
        (["序号", "收到日期", "申请人类型", "办理结果", "答复日期"], ["received B", "applicant C", "result D", "answered E"]),
        (["答复时间", "答复类型", "申请人类别", "收件时间", ""], ["received D", "applicant C", "result B", "answered A"]),
        (["申请日期", "申请主体性质", "", "处理结果", "办结日期"], ["received A", "applicant B", "result D", "answered E"]),
    ] {
        let above: &[&str] = &["某县财政局依申请公开工作台账（收到日期、答复日期均为工作日）"];
        let count = of(vec![sheet("2024", &[above, &[], &line, &["2024-3-1", "2024-3-1", "公民", "重复", "2024-3-1"]])]);
        assert_eq!(columns(&count), wanted);
        assert_eq!(count.found[0].head_row, 3);
    }
}

#[test]
fn heads_in_two_lines_are_read_together_and_a_head_above_alone_means_nothing() {
    let mut sheet = sheet(
        "2024",
        &[
            &["序号", "收到申请时间", "申请人信息", "", "答复情况", "", "", "行政复议", ""],
            &["", "", "姓名", "类型", "日期", "类型", "是否延期", "复议机关", "结果"],
            &["#1", "2024.3.1", "张某", "公民", "2024.3.5", "予以公开", "否", "某府", "维持"],
        ],
    );
    for (row, column, rows, columns) in [(0, 0, 2, 1), (0, 1, 2, 1), (0, 2, 1, 2), (0, 4, 1, 3), (0, 7, 1, 2)] {
        merged(&mut sheet, row, column, rows, columns);
    }
    let count = of(vec![sheet]);
    assert_eq!(columns(&count), ["received B", "applicant D", "result F", "answered E", "extended G", "review I"]);
    let form = form("2021");
    let wanted = [("t3.granted.natural", 1), ("t3.new.natural", 1), ("t4.review.upheld", 1)].map(|(id, figure)| (id.to_owned(), figure));
    assert_eq!(figures(&form, &count), wanted.into());
}

#[test]
fn the_day_until_which_to_answer_is_not_the_day_of_the_answer() {
    let line: &[&str] = &["收到日期", "应答复日期", "答复期限", "实际答复日期", "申请人类型", "答复结果", "复议日期", "延期答复日期"];
    assert_eq!(columns(&of(vec![sheet("2024", &[line, &["2024-3-1"]])])), ["received A", "applicant E", "result F", "answered D"]);
}

#[test]
fn sheets_without_heads_are_told_and_titles_and_sums_are_no_applications() {
    let heads: &[&str] = &["收到日期", "申请人类型", "办理结果", "答复日期"];
    let row: &[&str] = &["2024-3-1", "公民", "重复", "2024-3-5"];
    let count = of(vec![
        sheet("说明", &[&["填写说明"]]),
        sheet("一季度", &[heads, row, &["合计", "1件"], &["填表人：张某"]]),
        sheet("二季度", &[heads, row, heads, row]),
    ]);
    assert_eq!((count.rows.len(), &count.others[..]), (3, &["说明".to_owned()][..]));
    assert_eq!(count.told, []);
    assert_eq!(of(vec![sheet("说明", &[&["填写说明"]])]).questions, [Question::NoRegister]);
    assert_eq!(of(vec![]).questions, [Question::NoRegister]);
}

#[test]
fn a_missing_column_is_asked_and_found_by_the_head_that_the_clerk_names() {
    let form = form("2021");
    let mut book = register(&[]);
    book.sheets = vec![sheet("2024", &[&["收到日期", "申请人类型", "怎么办的", "答复日期"], &["2024-3-1", "公民", "重复", "2024-3-5"]])];
    assert_eq!(counted(&form, &book).questions, [Question::Head { sheet: "2024".to_owned(), role: Role::Result }]);
    let mapping = Mapping { heads: [("result".to_owned(), "怎么办的".to_owned())].into(), ..Mapping::default() };
    let count = count(&form, 2024, &book, &mapping);
    assert!(!count.is_open());
    assert_eq!(figures(&form, &count).get("t3.declined_repeat.natural"), Some(&1));
}

#[test]
fn what_is_merged_over_rows_counts_for_each_and_what_is_merged_across_for_none() {
    let heads: &[&str] = &["收到日期", "申请人类型", "办理结果", "答复日期"];
    let mut sheet = sheet("2024", &[heads, &["2024-3-1", "公民", "重复", "2024-3-5"], &["", "", "重复", "2024-3-6"], &["以下空白"]]);
    merged(&mut sheet, 1, 0, 2, 1);
    merged(&mut sheet, 1, 1, 2, 1);
    merged(&mut sheet, 3, 0, 1, 4);
    let count = of(vec![sheet]);
    assert_eq!(figures(&form("2021"), &count).get("t3.new.natural"), Some(&2));
    assert_eq!(count.told, []);
}

#[track_caller]
fn is_day(value: &SheetValue, wanted: &str) {
    let read = match Day::read(value) {
        Day::Blank => String::new(),
        Day::On(date) => date.to_string(),
        Day::Yearless { month, day } => format!("{month}-{day}"),
        Day::Unreadable(_) => "?".to_owned(),
    };
    assert_eq!(read, wanted, "{value:?}");
}

#[test]
fn days_are_read_as_offices_write_them_and_what_may_be_two_days_is_not() {
    for (text, wanted) in [
        ("2025.3.5", "2025-03-05"),
        ("2025年3月5日", "2025-03-05"),
        ("2025 年 03 月 05 日", "2025-03-05"),
        ("２０２５．３．５", "2025-03-05"),
        ("2025-03-05 10:30:00", "2025-03-05"),
        ("2025/3/5 9:05", "2025-03-05"),
        ("20250305", "2025-03-05"),
        ("45721", "2025-03-05"),
        ("25.3.5", "2025-03-05"),
        ("2025.3.5.", "2025-03-05"),
        ("2025年3月5日（当场）", "2025-03-05"),
        ("3月5日", "3-5"),
        ("3.5", "3-5"),
        ("", ""),
        ("　", ""),
        ("2025年2月30日", "?"),
        ("2025.3", "?"),
        ("2025.3.5补正3.20", "?"),
        ("2025.3.5-2025.3.9", "?"),
        ("3/5/2025", "?"),
        ("13月5日", "?"),
        ("已答复", "?"),
        ("1", "?"),
    ] {
        is_day(&SheetValue::Text(text.to_owned()), wanted);
    }
    for (number, wanted) in [
        ("45721", "2025-03-05"),
        ("45721.6", "2025-03-05"),
        ("20250305", "2025-03-05"),
        ("3.15", "3-15"),
        ("3.5", "3-5"),
        ("3.1", "?"),
        ("3", "?"),
        ("0", "?"),
    ] {
        is_day(&SheetValue::Number(number.to_owned()), wanted);
    }
    is_day(&SheetValue::Date("2025-03-05".to_owned()), "2025-03-05");
    is_day(&SheetValue::Date("1899-12-31".to_owned()), "?");
}

#[test]
fn a_day_without_its_year_takes_it_from_the_sheet_the_title_or_the_file_else_it_is_asked() {
    let form = form("2021");
    let heads: &[&str] = &["收到日期", "申请人类型", "办理结果", "答复日期"];
    let row: &[&str] = &["12月20日", "公民", "重复", "1月8日"];
    let book = |name: &str, sheet_name: &str, title: &str| Book {
        name: name.to_owned(),
        sheets: vec![sheet(sheet_name, &[&[title], heads, row])],
    };
    for book in [book("台账.xlsx", "2024年", ""), book("台账.xlsx", "Sheet1", "某局2024年台账"), book("2024台账.xlsx", "Sheet1", "")]
    {
        let count = counted(&form, &book);
        let kept = count.register(&form, "", "").rows;
        assert_eq!(kept[0].rows, ["3 2024-12-20 2025-01-08"], "an answer before the receipt is one of the next year");
        assert_eq!(count.sentence(&count.told[0]), "1 行的答复日期没有年份且早于收到日期，按下一年计：第 3 行");
    }
    let asked = book("台账.xlsx", "Sheet1", "");
    assert_eq!(counted(&form, &asked).questions, [Question::Year { sheet: "Sheet1".to_owned(), rows: 1 }]);
    let mapping = Mapping { years: [("Sheet1".to_owned(), 2024)].into(), ..Mapping::default() };
    assert!(!count(&form, 2024, &asked, &mapping).is_open());
}

#[test]
fn far_too_wide_spans_and_far_places_do_no_harm() {
    let cell = |row, column, rows, columns, text: &str| SheetCell { row, column, rows, columns, value: SheetValue::Text(text.to_owned()) };
    let far = usize::try_from(u32::MAX).unwrap();
    let heads = ["收到日期", "申请人类型", "办理结果", "答复日期"].iter().enumerate().map(|(at, head)| cell(0, at, far, far, head));
    let count = of(vec![Sheet { name: String::new(), cells: heads.chain([cell(3, 0, far, far, "2024-3-1")]).collect() }]);
    assert!(count.cells.iter().all(|(_, rows)| rows.is_empty()));
}
