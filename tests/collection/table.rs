//! The long table: a row for each figure of each report, in three shapes, what cannot be read told and left out.

use std::io::{Cursor, Read as _, Write as _};

use nianbao::file::many::{LongBook, LongMarks};
use serde_json::Value as Json;

use super::made::{bytes, folder, inbox, town};
use crate::common::type_into;
use crate::core::command_line::{complained, ends_with_code, nianbao, said};

#[test]
fn each_report_gives_a_row_for_each_figure_with_its_file() {
    let folder = folder("table");
    std::fs::create_dir(folder.join("收件箱")).unwrap();
    let mut session = town("甲,镇\"人民政府", 2024, "3");
    type_into(&mut session, "t2.fees.amount", "59237.2449");
    type_into(&mut session, "t3.carried_out.natural", "无");
    std::fs::write(folder.join("收件箱/甲.nianbao"), bytes(&session, "nianbao")).unwrap();
    let output = nianbao(&folder, &["table", "收件箱", "--csv", "表.csv", "--jsonl", "表.jsonl", "--xlsx", "表.xlsx"]);
    ends_with_code(&output, 0);
    assert_eq!(said(&output).trim(), "已导出 1 份年报的 200 行数据\n电子表格写后读回，200 行全部一致");
    let csv = std::fs::read_to_string(folder.join("表.csv")).unwrap();
    let lines: Vec<_> = csv.split("\r\n").collect();
    assert_eq!(lines[0], "\u{feff}单位,层级,年度,表样,格号,名称,数值,来源,文件");
    assert_eq!(lines.len(), 202);
    let row = |id: &str| *lines.iter().find(|line| line.contains(&format!(",{id},"))).unwrap();
    assert_eq!(
        row("t3.new.total"),
        "\"甲,镇\"\"人民政府\",,2024,2021,t3.new.total,一、本年新收政府信息公开申请数量，申请人情况／总计,3,计算,甲.nianbao"
    );
    assert!(row("t2.fees.amount").contains(",59237.2449,填报,"));
    assert!(row("t3.carried_out.natural").contains(",无,填报,"));
    assert!(row("t4.review.upheld").contains(",,空白,"));
    let jsonl = std::fs::read_to_string(folder.join("表.jsonl")).unwrap();
    let rows: Vec<Json> = jsonl.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let row = |id: &str| rows.iter().find(|row| row["cell"] == id).unwrap();
    assert_eq!(
        (rows.len(), row("t3.new.total")["value"].to_string(), row("t3.new.total")["origin"].as_str()),
        (200, "3".to_owned(), Some("computed"))
    );
    assert_eq!(row("t2.fees.amount")["value"].to_string(), "59237.2449");
    assert_eq!((&row("t4.review.upheld")["value"], &row("t3.carried_out.natural")["value"]), (&Json::Null, &Json::from("无")));
    assert_eq!(row("t3.new.total")["unit"], "甲,镇\"人民政府");
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(folder.join("表.xlsx")).unwrap();
    let range = calamine::Reader::worksheet_range(&mut book, "数据表").unwrap();
    assert_eq!(range.height(), 201);
    let row = range.rows().find(|row| row[4] == *"t2.fees.amount").unwrap();
    assert_eq!((row[6].to_string(), row[8].to_string()), ("59237.2449".to_owned(), "甲.nianbao".to_owned()));
}

#[test]
fn what_cannot_be_read_is_told_and_the_rest_is_written_whatever_its_year_and_edition() {
    let folder = folder("table_inbox");
    inbox(&folder.join("收件箱"));
    let output = nianbao(&folder, &["table", "收件箱", "--csv", "表.csv"]);
    ends_with_code(&output, 2);
    assert!(complained(&output).contains("19林业局") && complained(&output).contains("20农业局"), "{}", complained(&output));
    assert!(said(&output).contains("已导出 18 份年报的 3598 行数据，2 份无法读取，没有计入"), "{}", said(&output));
    let csv = std::fs::read_to_string(folder.join("表.csv")).unwrap();
    assert!(csv.contains("乡镇/03南山镇.pdf") && csv.contains("乡镇/08左河镇.docx"));
}

#[test]
fn nothing_is_written_over_what_is_read_and_an_output_is_asked_for() {
    let folder = folder("table_over");
    std::fs::write(folder.join("甲.json"), bytes(&town("甲镇", 2024, "3"), "json")).unwrap();
    let before = std::fs::read(folder.join("甲.json")).unwrap();
    let output = nianbao(&folder, &["table", "甲.json", "--jsonl", "甲.json"]);
    ends_with_code(&output, 2);
    assert!(complained(&output).contains("这就是要读的文件"));
    assert_eq!(std::fs::read(folder.join("甲.json")).unwrap(), before);
    ends_with_code(&nianbao(&folder, &["table", "甲.json"]), 2);
    // An old table is replaced, and nothing is left beside it.
    std::fs::write(folder.join("表.csv"), "old").unwrap();
    ends_with_code(&nianbao(&folder, &["table", "甲.json", "--csv", "表.csv"]), 0);
    assert!(std::fs::read(folder.join("表.csv")).unwrap().len() > 10_000);
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 2);
}

/// A workbook of two reports, and what has to be found in it.
fn book() -> (Vec<u8>, LongMarks) {
    let mut book = LongBook::new().unwrap();
    for (unit, new) in [("甲镇 & <乙>", "3"), ("丙镇", "59237")] {
        let mut session = town(unit, 2024, new);
        type_into(&mut session, "t3.carried_out.natural", " 无\u{1}&#10; ");
        book.add(session.form(), session.report(), &format!("{unit}.nianbao")).unwrap();
    }
    let mut out = Cursor::new(Vec::new());
    let marks = book.finish(&mut out).unwrap();
    (out.into_inner(), marks)
}

/// The workbook with its sheet changed.
fn changed(bytes: &[u8], change: impl Fn(&str) -> String) -> Vec<u8> {
    let mut from = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..from.len() {
        let mut part = from.by_index(at).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        let text = if name == "xl/worksheets/sheet1.xml" { change(&text) } else { text };
        to.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        to.write_all(text.as_bytes()).unwrap();
    }
    to.finish().unwrap().into_inner()
}

#[test]
fn the_workbook_of_the_long_table_is_read_back_and_any_other_cell_is_told_with_its_report() {
    let (bytes, marks) = book();
    assert_eq!(marks.compare(Cursor::new(&bytes)).unwrap(), 400);
    let told = |change: &dyn Fn(&str) -> String| marks.compare(Cursor::new(changed(&bytes, change))).unwrap_err().to_string();
    assert_eq!(
        told(&|sheet| sheet.replacen("<v>59237</v>", "<v>59273</v>", 1)),
        "电子表格写后读回，“丙镇.nianbao”的数据与年报不一致，没有导出"
    );
    assert!(told(&|sheet| sheet.replacen("t3.new.total", "t3.new.totals", 1)).contains("“甲镇 & <乙>.nianbao”"));
    assert!(told(&|sheet| sheet.replacen("<t>单位</t>", "<t>单元</t>", 1)).contains("表头"));
    let last = |sheet: &str| sheet.rfind("<row ").unwrap()..sheet.rfind("</sheetData>").unwrap();
    assert!(told(&|sheet| sheet.replace(&sheet[last(sheet)], "")).contains("“丙镇.nianbao”"), "a row that is gone");
    assert!(told(&|sheet| sheet.replace("</sheetData>", &format!("{}</sheetData>", &sheet[last(sheet)]))).contains("多出了"));
    assert!(marks.compare(Cursor::new(&bytes[..bytes.len() / 2])).unwrap_err().to_string().contains("读不回来"));
}
