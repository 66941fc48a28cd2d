//! How long the checks take: the sums after an edit, the whole review of a report with much prose, the fixes of its failed sums.

#![expect(clippy::unwrap_used, reason = "a bench that meets the unexpected fails")]

use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, criterion_group, criterion_main};
use nianbao::check::{Case, Severity, Standing, fixes, review};
use nianbao::file::json;
use nianbao::form::Editions;
use nianbao::page::Fonts;
use nianbao::report::{Figures, Report};

/// The report with ten faults, and as much prose as a long report has, or none and no last year.
fn planted(with_prose: bool) -> json::Opened {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/planted-2024.nianbao");
    let mut opened = json::open(&std::fs::read(path).unwrap(), &Editions::shipped().unwrap()).unwrap();
    if !with_prose {
        opened.report.prose.clear();
        opened.report.last_year = None;
        return opened;
    }
    let many = |year: i32| {
        let line = |at: usize| {
            format!("\n{year}年第{at}项：围绕惠农补贴、村级财务和项目建设，更新目录{at}次，发布信息{}条；群众来电来访均有记录。", at * 7)
        };
        (0..150).map(line).collect::<String>()
    };
    opened.report.prose.entry("s1".to_owned()).or_default().push_str(&many(2024));
    if let Some(last_year) = &mut opened.report.last_year {
        last_year.prose.entry("s1".to_owned()).or_default().push_str(&many(2023));
    }
    opened
}

fn benches(criterion: &mut Criterion) {
    let fonts = Fonts::shipped();
    let covers = |character| fonts.covers(character);
    let bare = planted(false);
    criterion.bench_function("figures and sums after an edit", |bencher| {
        bencher.iter(|| {
            let figures = Figures::of(&bare.form, &bare.report);
            let case = case(&bare.form, black_box(&bare.report), &figures, &covers);
            nianbao::check::sums(case)
        });
    });
    let full = planted(true);
    let bytes: usize = full.report.prose.values().map(String::len).sum();
    assert!((20_000..30_000).contains(&bytes), "{bytes}");
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
