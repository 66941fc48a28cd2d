//! How long the paper takes: laying out, writing with reading back, opening again, one page as pixels.

#![expect(
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a bench that meets the unexpected fails by panicking"
)]

use criterion::{Criterion, criterion_group, criterion_main};
use nianbao::file::pdf;
use nianbao::page::{self, Fonts, Options, raster};
use nianbao::session::Session;

#[path = "../common.rs"]
#[expect(dead_code, reason = "the tests use the rest")]
mod common;

fn suqian() -> Session {
    common::published_session("suqian-2023.json")
}

fn paper(criterion: &mut Criterion) {
    let session = suqian();
    let (form, report, figures, review) = (session.form(), session.report(), session.figures(), session.final_review());
    let fonts = Fonts::shipped();
    let options = Options::default();
    criterion.bench_function("lay out Suqian 2023", |bench| bench.iter(|| page::lay_out(form, report, figures, &fonts, options)));
    let layout = page::lay_out(form, report, figures, &fonts, options);
    criterion.bench_function("write Suqian 2023", |bench| bench.iter(|| pdf::write(form, report, &layout, &fonts, "{}").unwrap()));
    criterion.bench_function("export Suqian 2023, read back", |bench| {
        bench.iter(|| pdf::export(form, report, figures, &review, &fonts, options).unwrap());
    });
    let bytes = pdf::export(form, report, figures, &review, &fonts, options).unwrap().bytes;
    let editions = common::editions();
    criterion.bench_function("open Suqian 2023 from its PDF", |bench| bench.iter(|| pdf::read(&bytes, &editions).unwrap()));
    let page = layout.pages.get(1).unwrap();
    criterion.bench_function("table 三 as pixels at 100 dpi", |bench| bench.iter(|| raster::draw(page, &fonts, 100.0 / 25.4)));
}

/// A thousand exports in a row must not grow: what the process holds after the tenth, the hundredth and the thousandth.
fn thousand(_: &mut Criterion) {
    let session = suqian();
    let (form, report, figures, review) = (session.form(), session.report(), session.figures(), session.final_review());
    let fonts = Fonts::shipped();
    for export in 1..=1000 {
        pdf::export(form, report, figures, &review, &fonts, Options::default()).unwrap();
        if [10, 100, 1000].contains(&export) {
            let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
            let held = status.lines().find(|line| line.starts_with("VmRSS")).unwrap_or("VmRSS unknown here");
            println!("after {export} exports: {held}");
        }
    }
}

criterion_group!(benches, paper, thousand);
criterion_main!(benches);
