//! Registers made in different manners, with the figures that another program counted from them: `tests/desktop/ledger.py`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use nianbao::file::ledger::read_book;
use nianbao::intake::ledger::{Book, Count, Mapping, count};
use rust_xlsxwriter::{Format, Workbook};

use super::figures;
use crate::common::form;

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/ledger").join(name)
}

/// What another program counted, by cell id, blanks left out.
fn theirs(name: &str) -> BTreeMap<String, usize> {
    let text = std::fs::read(data(name)).unwrap();
    let figures: BTreeMap<String, usize> = serde_json::from_slice(&text).unwrap();
    figures.into_iter().filter(|(_, figure)| *figure > 0).collect()
}

fn read(path: &Path) -> Count {
    let book = read_book(path).unwrap();
    count(&form("2021"), 2024, &book.book, &Mapping::default())
}

#[track_caller]
fn gives_what_another_program_counted(name: &str) {
    let count = read(&data(name));
    assert!(!count.is_open(), "{:?} {:?}", count.questions, count.open_wordings().collect::<Vec<_>>());
    let wanted = theirs(&format!("{}.json", name.split_once('.').unwrap().0));
    assert!(wanted.values().sum::<usize>() > 4);
    assert_eq!(figures(&form("2021"), &count), wanted);
}

#[test]
fn a_townships_five_rows_with_two_not_answered() {
    gives_what_another_program_counted("township.xlsx");
    let count = read(&data("township.xlsx"));
    let told: Vec<_> = count.told.iter().map(|told| count.sentence(told)).collect();
    assert_eq!(told, ["2 件到年底没有答复，结转下年度：第 6、7 行"]);
}

#[test]
fn dates_typed_as_text_of_many_manners() {
    gives_what_another_program_counted("text-dates.xlsx");
}

#[test]
fn lines_of_values_in_the_encoding_of_old_spreadsheets() {
    gives_what_another_program_counted("gb18030.csv");
    let book = read_book(&data("gb18030.csv")).unwrap();
    assert!(book.book.sheets[0].cells.iter().any(|cell| cell.value.text() == "申请公开“某水库”的\n批复, 及附件"));
}

#[test]
fn an_old_spreadsheet_that_goes_on_over_two_years() {
    gives_what_another_program_counted("two-years.xls");
}

#[test]
fn a_broken_file_is_refused_with_its_path_last() {
    let error = read_book(&data("broken.xlsx")).unwrap_err().to_string();
    assert!(error.contains("已损坏") && error.ends_with("broken.xlsx"), "{error}");
    let name = "图.png";
    for bytes in [&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xff\xfe"[..], b"", b"no table here"] {
        assert!(Book::read(name, bytes).is_err(), "{bytes:?}");
    }
}

#[test]
fn an_old_spreadsheet_whose_chains_run_in_a_circle_is_broken_and_never_followed() {
    let whole = std::fs::read(data("two-years.xls")).unwrap();
    assert!(Book::read("a.xls", &whole).is_ok());
    // The table of chains stands in the sector that the header names first; each of its places may name the sector itself.
    let table = u32::from_le_bytes(whole[76..80].try_into().unwrap()) as usize;
    let begin = (table + 1) * 512;
    let used = (0..128).filter(|at| whole[begin + at * 4..begin + at * 4 + 4] != [0xFF; 4]);
    let mut circles = 0;
    for at in used {
        let mut broken = whole.clone();
        broken[begin + at * 4..begin + at * 4 + 4].copy_from_slice(&u32::try_from(at).unwrap().to_le_bytes());
        assert!(Book::read("a.xls", &broken).is_err(), "sector {at}");
        circles += 1;
    }
    assert!(circles > 50, "{circles}");
}

#[test]
fn an_old_spreadsheet_with_a_cell_where_no_sheet_reaches_is_broken_and_takes_no_memory() {
    let whole = std::fs::read(data("two-years.xls")).unwrap();
    // A cell with a text, and the extent of a sheet: what comes before their places, where the place stands, and one that there is not.
    for (record, at, wrong) in [
        (&[0xFD, 0, 10, 0][..], 6, &[0, 1][..]),
        (&[0, 2, 14, 0], 8, &[1, 0, 1, 0]),
        (&[0, 2, 14, 0], 14, &[1, 1]),
        (&[0, 2, 14, 0], 4, &[0xFF, 0xFF, 0, 0]),
    ] {
        let found: Vec<_> = whole.windows(4).enumerate().filter(|(_, four)| *four == record).map(|(begin, _)| begin).collect();
        assert!(!found.is_empty(), "{record:?}");
        for begin in found {
            let mut broken = whole.clone();
            broken[begin + at..begin + at + wrong.len()].copy_from_slice(wrong);
            assert!(Book::read("a.xls", &broken).is_err(), "{record:?} {at}");
        }
    }
}

#[test]
fn an_old_spreadsheet_whose_cells_lie_too_far_apart_is_refused_and_takes_no_memory() {
    let whole = std::fs::read(data("two-years.xls")).unwrap();
    let texts: Vec<_> = whole.windows(4).enumerate().filter(|(_, four)| *four == [0xFD, 0, 10, 0]).map(|(begin, _)| begin).collect();
    let far = |row: u16, column: u16| {
        let mut far = whole.clone();
        let at = texts[texts.len() / 2] + 4;
        far[at..at + 2].copy_from_slice(&row.to_le_bytes());
        far[at + 2..at + 4].copy_from_slice(&column.to_le_bytes());
        Book::read("a.xls", &far).map(|_| ()).map_err(|error| error.to_string())
    };
    assert_eq!(far(9_000, 200), Ok(()));
    assert_eq!(far(65_535, 255), Err("文件里工作表的格子太多，没有读取".to_owned()));
    // An extent that says as much, without a cell there.
    let extent = whole.windows(4).position(|four| four == [0, 2, 14, 0]).unwrap() + 4;
    let mut wide = whole.clone();
    wide[extent..extent + 12].copy_from_slice(&[0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]);
    assert_eq!(Book::read("a.xls", &wide).unwrap_err().to_string(), "文件里工作表的格子太多，没有读取");
}

#[test]
fn an_old_spreadsheet_whose_many_sheets_lie_on_each_other_is_broken() {
    let whole = std::fs::read(data("two-years.xls")).unwrap();
    let first = whole.windows(2).position(|two| two == [0x85, 0]).unwrap() + 4;
    let begin = whole[first..first + 4].to_vec();
    // Each record that tells a look becomes one that names a sheet, all of them where the first one is.
    let mut heaped = whole.clone();
    for at in (0..whole.len() - 8).filter(|at| whole[*at..at + 4] == [0xE0, 0, 20, 0]) {
        heaped[at] = 0x85;
        heaped[at + 4..at + 8].copy_from_slice(&begin);
    }
    assert_eq!(Book::read("a.xls", &heaped).unwrap_err().to_string(), "电子表格已损坏，无法读取");
}

#[test]
fn a_table_of_a_web_page_under_the_name_of_a_spreadsheet() {
    let page = "<html><meta charset=gbk><table><tr><th colspan=4>2024年台账</th></tr><tr><th>收到日期</th><th>申请人类型</th><th>办理结果</th><th>答复日期</th></tr>\
        <tr><td>2024-03-01</td><td>公民</td><td>重复</td><td>2024-03-05</td></tr></table></html>";
    let (bytes, ..) = encoding_rs::GB18030.encode(page);
    let count = count(&form("2021"), 2024, &Book::read("导出.xls", &bytes).unwrap(), &Mapping::default());
    assert_eq!(figures(&form("2021"), &count).get("t3.declined_repeat.natural"), Some(&1));
}

/// A bureau's register: three sheets, merged heads in two lines, so many rows in all; and what it must give.
fn bureau(path: &Path, rows: usize) -> BTreeMap<String, usize> {
    let applicants = [
        ("自然人", "natural"),
        ("公民", "natural"),
        ("企业", "business"),
        ("科研机构", "research"),
        ("律师事务所", "legal"),
        ("村委会", "other"),
    ];
    let results = [
        ("予以公开", "granted"),
        ("已主动公开，告知获取方式", "granted"),
        ("部分公开", "partial"),
        ("商业秘密", "refused_third_party"),
        ("信息不存在", "unavailable_not_held"),
        ("重复", "declined_repeat"),
        ("申请人撤回", "other_rest"),
    ];
    let mut wanted = BTreeMap::new();
    let mut book = Workbook::new();
    let (plain, day) = (Format::new(), Format::new().set_num_format("yyyy-mm-dd"));
    let quarter = rows.div_ceil(3);
    for (at, name) in ["一季度", "二季度", "三四季度"].into_iter().enumerate() {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        sheet.merge_range(0, 0, 0, 7, "某市住房和城乡建设局2024年政府信息公开申请登记表", &plain).unwrap();
        sheet.merge_range(1, 0, 2, 0, "序号", &plain).unwrap();
        sheet.merge_range(1, 1, 2, 1, "收到日期", &plain).unwrap();
        sheet.merge_range(1, 2, 1, 4, "申请人信息", &plain).unwrap();
        sheet.merge_range(1, 5, 1, 7, "答复情况", &plain).unwrap();
        for (column, head) in [(2, "姓名"), (3, "类型"), (4, "电话"), (5, "答复类型"), (6, "日期"), (7, "是否延期")] {
            sheet.write(2, column, head).unwrap();
        }
        for number in (at * quarter)..rows.min((at + 1) * quarter) {
            let row = u32::try_from(number - at * quarter + 3).unwrap();
            let ((applicant, column), (result, result_row)) = (applicants[number % 6], results[number * 5 % 7]);
            // From 1 December 2023 (45261) on, 395 days: some received before the year, some not answered in it.
            let received = 45_261 + number * 11 % 395;
            let answered = received + 3 + number % 30;
            assert!(answered > 45_291 || received < 45_292);
            let is_counted = answered >= 45_292;
            let is_answered = answered <= 45_657;
            sheet.write(row, 0, number as u32).unwrap();
            sheet.write_with_format(row, 1, received as f64, &day).unwrap();
            sheet.write(row, 2, "某人").unwrap();
            sheet.write(row, 3, applicant).unwrap();
            if is_answered || number % 2 == 0 {
                sheet.write(row, 5, result).unwrap();
                sheet.write_with_format(row, 6, answered as f64, &day).unwrap();
            }
            if is_counted {
                let into = if received >= 45_292 { "new" } else { "carried_in" };
                *wanted.entry(format!("t3.{into}.{column}")).or_default() += 1;
                *wanted.entry(format!("t3.{}.{column}", if is_answered { result_row } else { "carried_out" })).or_default() += 1;
            }
        }
    }
    book.save(path).unwrap();
    wanted
}

#[test]
fn a_bureaus_eight_hundred_rows_on_three_sheets_under_merged_heads() {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bureau.xlsx");
    let wanted = bureau(&path, 800);
    let count = read(&path);
    assert!(!count.is_open());
    assert_eq!(count.rows.len(), 800);
    assert_eq!(figures(&form("2021"), &count), wanted);
    assert_eq!(count.found.iter().map(|found| found.head_row).collect::<Vec<_>>(), [3, 3, 3]);
    assert!(!format!("{count:?}").contains("某人"), "names are never read");
}

/// Writes a register of 5,000 rows and one of 50,000, to measure `ledger` with; run by hand.
#[test]
#[ignore = "writes 2 MB"]
fn write_large_registers_to_measure_with() {
    for rows in [5_000, 50_000] {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("ledger-{rows}.xlsx"));
        bureau(&path, rows);
        crate::common::tried(&path.display().to_string());
    }
}
