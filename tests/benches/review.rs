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

/// What reports say with figures, in varied words.
const SENTENCES: [&str; 12] = [
    "收到政府信息公开申请75件，同比增长25%，其中自然人60件、商业企业9件、其他组织6件。",
    "上年结转4件，办结73件，结转下年度继续办理6件。",
    "予以公开38件，占办结总数的52.1%；部分公开7件，不予公开3件。",
    "无法提供19件，其中本机关不掌握17件、没有现成信息2件。",
    "发生行政复议3件（维持2件、其他结果1件），行政诉讼2件。",
    "制定行政规范性文件3件，废止1件，现行有效25件。",
    "主动公开信息1260条，比上年增加60条，增长5%。",
    "发布612条，其中征收类88条、保障类140条、招投标类384条。",
    "全年没有因政府信息公开被追究责任的情形。",
    "办理人大建议35件、政协提案40件，均已办结，办结率100%。",
    "县自然资源局受理申请20件，答复18件。",
    "培训2期120人次，召开会议3次，解读45篇。",
];

/// The report with ten faults, and as much prose as a long report has, or none and no last year.
fn planted(with_prose: bool) -> json::Opened {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/planted-2024.nianbao");
    let mut opened = json::open(&std::fs::read(path).unwrap(), &Editions::shipped().unwrap()).unwrap();
    if !with_prose {
        opened.report.prose.clear();
        opened.report.last_year = None;
        return opened;
    }
    // Forty figures in the sentences that reports have, between sentences without any.
    let many = |year: i32| {
        let line = |at: usize| {
            let said = SENTENCES.get(at % SENTENCES.len()).copied().unwrap_or_default();
            format!("\n{year}年第{at}项：围绕惠农补贴、村级财务和项目建设更新目录，群众来电来访均有记录。{said}")
        };
        (0..105).map(line).collect::<String>()
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
