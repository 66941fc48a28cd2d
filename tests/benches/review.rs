//! How long the checks take: the sums after an edit, the whole review of a report with much prose, the fixes of its failed sums.

#![expect(
    clippy::unwrap_used,
    missing_docs,
    reason = "a bench that meets the unexpected fails; criterion's macros write undocumented items"
)]

use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, criterion_group, criterion_main};
use nianbao::check::{Case, Severity, Standing, fixes, review};
use nianbao::file::json;
use nianbao::form::Editions;
use nianbao::page::Fonts;
use nianbao::report::{Figures, Report};

/// The report with ten faults; its prose written again until the file is as long as a full report, 20 kB, or without any.
fn planted(kilobytes: usize) -> json::Opened {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/planted-2024.nianbao");
    let mut opened = json::open(&std::fs::read(path).unwrap(), &Editions::shipped().unwrap()).unwrap();
    let prose = std::mem::take(&mut opened.report.prose);
    if kilobytes == 0 {
        opened.report.last_year = None;
        return opened;
    }
    let lengthened =
        prose.into_iter().map(|(id, text)| (id, [text.as_str()].repeat(1 + 2000 * kilobytes / 20 / text.len().max(1)).join("\n")));
    opened.report.prose = lengthened.collect();
    if let Some(last_year) = &mut opened.report.last_year {
        last_year.prose = opened.report.prose.clone();
    }
    opened
}

fn benches(criterion: &mut Criterion) {
    let fonts = Fonts::shipped();
    let covers = |character| fonts.covers(character);
    let bare = planted(0);
    criterion.bench_function("figures and sums after an edit", |bencher| {
        bencher.iter(|| {
            let figures = Figures::of(&bare.form, &bare.report);
            let case = case(&bare.form, black_box(&bare.report), &figures, &covers);
            nianbao::check::sums(case)
        });
    });
    let full = planted(50);
    println!("prose: {} bytes", full.report.prose.values().map(String::len).sum::<usize>());
    criterion.bench_function("whole review, last year and 20 kB of prose", |bencher| {
        bencher.iter(|| {
            let figures = Figures::of(&full.form, &full.report);
            review(case(&full.form, black_box(&full.report), &figures, &covers))
        });
    });
    let figures = Figures::of(&full.form, &full.report);
    let case = case(&full.form, &full.report, &figures, &covers);
    let reviewed = review(case);
    criterion.bench_function("fixes of all failed sums", |bencher| {
        bencher.iter(|| {
            let failed = reviewed.findings.iter().filter(|finding| finding.severity == Severity::Blocking);
            failed.map(|finding| fixes(case, &reviewed, black_box(finding)).len()).sum::<usize>()
        });
    });
}

fn case<'a>(form: &'a nianbao::form::Form, report: &'a Report, figures: &'a Figures, covers: &'a dyn Fn(char) -> bool) -> Case<'a> {
    Case { form, report, figures, standing: Standing::Filling, covers }
}

criterion_group!(all, benches);
criterion_main!(all);
