//! Damaged registers: each is read or refused with a sentence, and what is read balances. What the fuzz target feeds, replayed.

use std::sync::Arc;

use nianbao::intake::ledger::{Book, Mapping, count};
use nianbao::report::Report;
use nianbao::session::Session;

use crate::common::{covers_all, editions, tried};

const LINES: &str = "2024年台账\n收到日期,申请人类型,办理结果,答复日期,是否延期,复议结果,诉讼结果\n2024.3.5,公民,予以公开,3月20日,是,维持,\n45721,企业,不予公开（商业秘密）,20250305,,,复议后撤诉\n2024-13-45,公民,重复申请,2024/2/30,否,,\n";
const PAGE: &str = "<table><tr><th>收到日期<th>类型<th>办理结果<th>答复日期<tr><td rowspan=2>2024-03-05<td>公民<td>重复<td>2024-3-6<tr><td>企业<td>信访<td></table>";
/// How many damaged ones are made of each good one.
const EACH: u64 = 150;

fn file(name: &str) -> Vec<u8> {
    std::fs::read(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/ledger").join(name)).unwrap()
}

/// The next of a row of numbers that is the same each time.
fn next(state: &mut u64) -> u64 {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    *state
}

/// One to eight bytes changed, taken out or put in twice.
fn damaged(good: &[u8], state: &mut u64) -> Vec<u8> {
    let mut bytes = good.to_vec();
    for _ in 0..=next(state) % 8 {
        let at = next(state) as usize % bytes.len().max(1);
        match next(state) % 4 {
            0 => bytes[at] ^= 1 << (next(state) % 8),
            1 => bytes[at] = next(state) as u8,
            2 => drop(bytes.remove(at)),
            _ => bytes.insert(at, bytes[at]),
        }
    }
    bytes
}

/// Whether it was read.
fn holds(bytes: &[u8]) -> bool {
    let book = match Book::read("台账2024.csv", bytes) {
        Ok(book) => book,
        Err(error) => {
            assert!(!error.to_string().is_empty());
            return false;
        }
    };
    for form in editions().iter() {
        let year = form.first_year.max(2020);
        let counted = count(form, year, &book, &Mapping::default());
        let report = Report::blank(form, "a", year, "某镇", None);
        let edit = counted.edit(form, &report, &book.name, "");
        let mut session = Session::new(Arc::clone(form), report, covers_all());
        session.apply(edit);
        assert_eq!(session.final_review().held(form), form.blocking_sum_count(), "every sum holds");
        assert!(counted.told.iter().all(|told| !counted.sentence(told).is_empty()));
        let again = count(form, year, &book, &Mapping::default().with(&counted.wordings));
        assert_eq!(again.cells, counted.cells, "what was guessed and kept counts the same");
    }
    true
}

#[test]
fn a_damaged_register_is_read_or_refused_with_a_sentence_and_what_is_read_balances() {
    let mut state = 0x9e37_79b9_7f4a_7c15;
    let mut read = 0;
    for good in [LINES.as_bytes().to_vec(), PAGE.as_bytes().to_vec(), file("township.xlsx"), file("two-years.xls")] {
        assert!(holds(&good));
        read += (0..EACH).filter(|_| holds(&damaged(&good, &mut state))).count();
    }
    assert!((1..4 * EACH as usize).contains(&read), "{read}: some are read and some are not");
    tried(&format!("{} damaged registers, {read} of them read", 4 * EACH));
}
