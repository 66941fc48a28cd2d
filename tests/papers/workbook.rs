//! The spreadsheet: figures are numbers, totals say what they add, the long table is last.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use nianbao::file::{PaperError, xlsx};
use nianbao::session::Session;

use super::with_paper;
use super::word::{part, with_part};
use crate::common::{published_session, type_into};

type Workbook = Xlsx<Cursor<Vec<u8>>>;

fn exported(session: &Session, draft: bool) -> Vec<u8> {
    with_paper(session, draft, xlsx::export).unwrap().bytes
}

fn opened(session: &Session, draft: bool) -> Workbook {
    Xlsx::new(Cursor::new(exported(session, draft))).unwrap()
}

#[test]
fn a_sheet_for_each_table_and_the_long_table_last() {
    let session = published_session("suqian-2023.json");
    let mut workbook = opened(&session, false);
    assert_eq!(workbook.sheet_names(), ["正文", "表二", "表三", "表四", "长表"]);
    let long = workbook.worksheet_range("长表").unwrap();
    assert_eq!(long.height(), 1 + session.form().cell_count());
    let row: Vec<_> =
        long.rows().find(|row| row[4] == Data::String("t2.fees.amount".to_owned())).unwrap().iter().map(ToString::to_string).collect();
    assert_eq!((row[0].as_str(), row[2].as_str(), row[6].as_str(), row[7].as_str()), ("宿迁市", "2023", "59237.2449", "填报"));
    let total = long.rows().find(|row| row[4] == Data::String("t3.new.total".to_owned())).unwrap();
    assert_eq!((&total[6], &total[7]), (&Data::Float(3511.0), &Data::String("计算".to_owned())));
}

#[test]
fn every_figure_is_a_number_and_every_total_a_formula_with_its_value() {
    let session = published_session("suqian-2023.json");
    let mut workbook = opened(&session, false);
    for table in &session.form().tables {
        let values = workbook.worksheet_range(&table.name).unwrap();
        let formulas = workbook.worksheet_formula(&table.name).unwrap();
        let at = |place: &nianbao::form::Place| (place.row as u32, place.column as u32);
        for (cell, place) in table.cells() {
            let value = values.get_value(at(place)).unwrap();
            let figure = session.figures().value(cell).number().unwrap_or_default();
            assert!(matches!(value, Data::Float(number) if number.to_string() == figure.normalize().to_string()), "{value} {figure}");
            let formula = formulas.get_value(at(place)).filter(|formula| !formula.is_empty());
            assert_eq!(formula.is_some(), session.form().total(cell).is_some());
        }
    }
    let formulas = workbook.worksheet_formula("表三").unwrap();
    assert_eq!(formulas.get_value((3, 9)).unwrap(), "SUM(D4:I4)");
    assert_eq!(formulas.get_value((26, 3)).unwrap(), "SUM(D6:D26)");
}

#[test]
fn a_total_that_was_typed_otherwise_stays_as_it_was_typed() {
    let mut session = published_session("suqian-2023.json");
    type_into(&mut session, "t3.new.total", "3510");
    type_into(&mut session, "t2.fees.amount", "251000元");
    let mut workbook = opened(&session, true);
    assert_eq!(workbook.worksheet_range("表三").unwrap().get_value((3, 9)), Some(&Data::Float(3510.0)));
    assert!(workbook.worksheet_formula("表三").unwrap().get_value((3, 9)).is_none_or(String::is_empty));
    let text = workbook.worksheet_range("表二").unwrap().cells().any(|(_, _, data)| *data == Data::String("251000元".to_owned()));
    assert!(text, "what cannot be read stands as typed");
}

#[test]
fn sheets_are_printed_on_a4_as_wide_as_the_page() {
    let bytes = exported(&published_session("suqian-2023.json"), false);
    for sheet in 1..=5 {
        let xml = part(&bytes, &format!("xl/worksheets/sheet{sheet}.xml"));
        assert!(xml.contains("paperSize=\"9\"") && xml.contains("fitToPage=\"1\""), "sheet {sheet}");
    }
}

#[test]
fn a_figure_changed_in_a_table_or_the_long_table_is_refused() {
    let session = published_session("suqian-2023.json");
    let bytes = exported(&session, false);
    for sheet in [2, 5] {
        let changed = with_part(&bytes, &format!("xl/worksheets/sheet{sheet}.xml"), |text| text.replacen("59237.2449", "59237.2448", 1));
        let verified = with_paper(&session, false, |paper| xlsx::verify(&changed, paper));
        assert!(matches!(verified, Err(PaperError::NotAsFilled { .. })), "{verified:?}");
    }
}

#[test]
fn a_paragraph_that_is_longer_than_a_row_can_be_stands_whole_over_several_and_is_read_back_as_one() {
    let mut session = published_session("suqian-2023.json");
    let long = "全年围绕群众关心的事项主动公开政府信息，".repeat(150);
    let text = format!("（一）主动公开\n{long}\n（二）依申请公开");
    session.apply(nianbao::report::Edit::Prose { section: "s1".to_owned(), text: text.clone() });
    let bytes = exported(&session, session.final_review().blocks());
    let mut workbook: Workbook = Xlsx::new(Cursor::new(bytes.clone())).unwrap();
    let merged = workbook.merge_cells_by_sheet_name("正文").unwrap();
    let [only] = merged.as_slice() else { panic!("{merged:?}") };
    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    let height = |row: u32| {
        let (_, rest) = sheet.split_once(&format!("<row r=\"{}\"", row + 1)).unwrap();
        let (_, rest) = rest.split_once("ht=\"").unwrap();
        rest.split_once('"').unwrap().0.parse::<f64>().unwrap()
    };
    let heights: Vec<f64> = (only.start.0..=only.end.0).map(height).collect();
    // 3,000 characters at 41 a line of 16.5 points; a row is at most 409 points high.
    let lines = long.chars().count().div_ceil(41) as f64;
    assert!(heights.iter().sum::<f64>() >= lines * 16.5 && heights.iter().all(|height| *height <= 409.0), "{heights:?}");
    let read = nianbao::file::open_bytes(&bytes, &crate::common::editions()).unwrap();
    assert_eq!(read.report.prose("s1"), text);
}
