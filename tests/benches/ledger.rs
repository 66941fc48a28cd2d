//! How long it takes to count a register of 5,000 rows: reading the spreadsheet, and counting what was read.

#![expect(clippy::unwrap_used, reason = "a bench that meets the unexpected fails")]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use nianbao::form::Editions;
use nianbao::intake::ledger::{Book, Mapping, count};
use rust_xlsxwriter::{Format, Workbook};

const ROWS: u32 = 5_000;

/// A register with the columns that offices keep, as the bytes of its file.
fn register() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let day = Format::new().set_num_format("yyyy-mm-dd");
    for (column, head) in (0..).zip(["编号", "收到日期", "申请人", "申请人类型", "申请内容", "办理结果", "答复日期", "是否延期"])
    {
        sheet.write(0, column, head).unwrap();
    }
    for row in 1..=ROWS {
        let at = row as usize;
        let received = 45_200.0 + f64::from(row % 450);
        sheet.write(row, 0, format!("SQ-2024-{row:05}")).unwrap();
        sheet.write_with_format(row, 1, received, &day).unwrap();
        sheet.write(row, 2, format!("申请人{row}")).unwrap();
        sheet.write(row, 3, *["公民", "自然人", "企业", "律师事务所", "其他"].get(at % 5).unwrap()).unwrap();
        sheet.write(row, 4, format!("关于第{row}号地块征收补偿安置方案及批复的政府信息")).unwrap();
        sheet.write(row, 5, *["予以公开", "部分公开", "信息不存在", "重复申请", "商业秘密", "申请人撤回"].get(at % 6).unwrap()).unwrap();
        sheet.write_with_format(row, 6, received + f64::from(row % 29), &day).unwrap();
        sheet.write(row, 7, if at.is_multiple_of(9) { "是" } else { "否" }).unwrap();
    }
    book.save_to_buffer().unwrap()
}

fn benches(criterion: &mut Criterion) {
    let bytes = register();
    let editions = Editions::shipped().unwrap();
    let form = editions.named("2021").unwrap();
    let book = Book::read("台账.xlsx", &bytes).unwrap();
    let counted = count(form, 2024, &book, &Mapping::default());
    assert!(!counted.is_open() && counted.rows.len() == ROWS as usize);
    criterion
        .bench_function("a register of 5,000 rows: read", |bencher| bencher.iter(|| Book::read("台账.xlsx", black_box(&bytes)).unwrap()));
    criterion.bench_function("a register of 5,000 rows: counted", |bencher| {
        bencher.iter(|| count(form, 2024, black_box(&book), &Mapping::default()));
    });
}

criterion_group! { name = all; config = Criterion::default().sample_size(20); targets = benches }
criterion_main!(all);
