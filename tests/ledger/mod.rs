//! The register of applications: counted into the form's cells, asked where it is not clear, never written.

use std::collections::BTreeMap;

use nianbao::form::Form;
use nianbao::intake::ledger::{Book, Count, Mapping, count};
use nianbao::intake::sheet::{Sheet, SheetCell, SheetValue};

mod command;
mod counting;
mod damaged;
mod heads;
mod made;
mod random;
mod rule;
mod wordings;

/// A sheet of lines: `#` before a number, `@` before a day, all else is text.
fn sheet(name: &str, lines: &[&[&str]]) -> Sheet {
    let mut cells = Vec::new();
    for (row, line) in lines.iter().enumerate() {
        for (column, text) in line.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
            let value = match (text.strip_prefix('#'), text.strip_prefix('@')) {
                (Some(number), _) => SheetValue::Number(number.to_owned()),
                (_, Some(day)) => SheetValue::Date(day.to_owned()),
                _ => SheetValue::Text((*text).to_owned()),
            };
            cells.push(SheetCell { row, column, rows: 1, columns: 1, value });
        }
    }
    Sheet { name: name.to_owned(), cells }
}

/// A register of one sheet with the usual heads.
fn register(rows: &[&[&str]]) -> Book {
    let heads: &[&str] = &["收到日期", "申请人类型", "办理结果", "答复日期", "是否延期", "复议结果", "诉讼结果"];
    let lines: Vec<&[&str]> = std::iter::once(heads).chain(rows.iter().copied()).collect();
    Book { name: "台账.xlsx".to_owned(), sheets: vec![sheet("2024", &lines)] }
}

fn counted(form: &Form, book: &Book) -> Count {
    count(form, 2024, book, &Mapping::default())
}

/// The figures that are not 0, by cell id.
fn figures(form: &Form, count: &Count) -> BTreeMap<String, usize> {
    let figure = |(cell, rows): &(_, Vec<usize>)| (form.cell(*cell).unwrap().id.clone(), rows.len());
    count.cells.iter().map(figure).filter(|(_, figure)| *figure > 0).collect()
}

/// A register of those rows comes to those figures, all others 0, and nothing is asked.
#[track_caller]
fn comes_to(rows: &[&[&str]], wanted: &[(&str, usize)]) {
    let form = crate::common::form("2021");
    let count = counted(&form, &register(rows));
    assert!(!count.is_open(), "{:?} {:?}", count.questions, count.open_wordings().collect::<Vec<_>>());
    let wanted = wanted.iter().map(|(id, figure)| ((*id).to_owned(), *figure)).collect();
    assert_eq!(figures(&form, &count), wanted);
}

/// What is told of a register of those rows.
fn told(rows: &[&[&str]]) -> Vec<String> {
    let count = counted(&crate::common::form("2021"), &register(rows));
    count.told.iter().map(|told| count.sentence(told)).collect()
}
