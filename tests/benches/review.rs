//! How long the checks take: the sums after an edit, the whole review of a report with much prose, the fixes of its failed sums.

#![expect(clippy::unwrap_used, reason = "a bench that meets the unexpected fails")]

use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use nianbao::check::{Case, Severity, Standing, fixes, review};
use nianbao::file::json;
use nianbao::form::{Editions, Form};
use nianbao::page::Fonts;
use nianbao::report::{Edit, Figures, LastYear, Level, Report};

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

/// What stands between them: most paragraphs of a report have no figure.
const QUIET: [&str; 6] = [
    "围绕群众关心的惠农补贴、村级财务、项目建设等事项及时更新公开目录，并在公开栏同步张贴，方便不上网的老人查看",
    "对拟公开的内容先由科室自查，再由办公室审核，涉及个人信息的一律隐去，确保公开内容准确、规范、完整",
    "把政策解读放在与文件同等重要的位置，文件起草时同步准备解读材料，用问答、图示等方式讲清来龙去脉",
    "主要负责人定期听取汇报，分管负责人具体抓落实，明确专人负责信息的收集、整理和发布，做到工作不断档",
    "加强与上级业务部门的沟通，对办理中遇到的疑难问题及时请教，力求答复合法、合理、便民",
    "改进网站栏目设置，优化检索方式，缩短查找路径，对过时的内容及时清理，对错误的链接及时修复",
];

/// The figures that these sentences tell of.
const FIGURES: [(&str, &str); 23] = [
    ("t3.new.natural", "60"),
    ("t3.new.business", "9"),
    ("t3.new.other", "6"),
    ("t3.carried_in.natural", "4"),
    ("t3.granted.natural", "31"),
    ("t3.granted.business", "5"),
    ("t3.granted.other", "2"),
    ("t3.partial.natural", "7"),
    ("t3.refused_law.natural", "3"),
    ("t3.unavailable_not_held.natural", "14"),
    ("t3.unavailable_not_held.business", "3"),
    ("t3.unavailable_to_create.other", "2"),
    ("t3.declined_petition.natural", "4"),
    ("t3.other_rest.natural", "2"),
    ("t3.carried_out.natural", "3"),
    ("t3.carried_out.business", "1"),
    ("t3.carried_out.other", "2"),
    ("t4.review.upheld", "2"),
    ("t4.review.other", "1"),
    ("t4.direct.upheld", "2"),
    ("t2.normative.made", "3"),
    ("t2.normative.repealed", "1"),
    ("t2.normative.in_force", "25"),
];

/// The report with planted faults, without its prose and last year.
fn planted() -> json::Opened {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/planted-2024.nianbao");
    let mut opened = json::open(&std::fs::read(path).unwrap(), &Editions::shipped().unwrap()).unwrap();
    opened.report.prose.clear();
    opened.report.last_year = None;
    opened
}

/// A report whose 20 kB of prose agree with its tables, as those of a real one mostly do, beside last year's.
fn long() -> (Arc<Form>, Report) {
    let form = Arc::clone(Editions::shipped().unwrap().named("2021").unwrap());
    let unit = "东湖区住房和城乡建设局";
    let mut report = Report::blank(&form, "00000000-0000-4000-8000-000000000000", 2024, unit, Level::guess(unit));
    let cells = FIGURES.iter().map(|(id, figure)| (form.find(id).unwrap(), (*figure).to_owned())).collect();
    report.apply(&form, Edit::Cells(cells));
    let many = |year: i32| {
        let line = |at: usize| {
            let told = at.is_multiple_of(4).then(|| SENTENCES.get(at / 4 % SENTENCES.len())).flatten();
            let said = told.or_else(|| QUIET.get(at % QUIET.len())).copied().unwrap_or_default().trim_end_matches('。');
            format!("\n{year}年第{at}项工作，{said}。")
        };
        (0..133).map(line).collect::<String>()
    };
    let prose = [("s1", many(2024)), ("s5", "更新不够及时。下一步将按月更新。".to_owned()), ("s6", "没有收取信息处理费。".to_owned())];
    for (section, text) in prose {
        report.apply(&form, Edit::Prose { section: section.to_owned(), text });
    }
    let then = [("t3.new.total", "60"), ("t3.carried_out.natural", "4"), ("t3.carried_out.total", "4"), ("t2.normative.in_force", "23")];
    let cells = then.iter().map(|(id, figure)| ((*id).to_owned(), (*figure).to_owned())).collect();
    let last_year = LastYear { unit: unit.to_owned(), year: 2023, edition: "2021".to_owned(), cells, ..LastYear::default() };
    let last_year = LastYear { prose: [("s1".to_owned(), many(2023))].into_iter().collect(), ..last_year };
    report.apply(&form, Edit::LastYear(Some(Box::new(last_year))));
    (form, report)
}

fn benches(criterion: &mut Criterion) {
    let fonts = Fonts::shipped();
    let covers = |character| fonts.covers(character);
    let bare = planted();
    criterion.bench_function("figures and sums after an edit", |bencher| {
        bencher.iter(|| {
            let figures = Figures::of(&bare.form, &bare.report);
            let case = case(&bare.form, black_box(&bare.report), &figures, &covers);
            nianbao::check::sums(case)
        });
    });
    let (form, report) = long();
    let bytes: usize = report.prose.values().map(String::len).sum();
    assert!((20_000..21_000).contains(&bytes), "{bytes}");
    criterion.bench_function("whole review, last year and 20 kB of prose", |bencher| {
        bencher.iter(|| {
            let figures = Figures::of(&form, &report);
            let found = review(case(&form, black_box(&report), &figures, &covers));
            assert!(found.findings.iter().all(|finding| !finding.rule.starts_with("P-F")), "the text agrees with the tables");
            found
        });
    });
    let figures = Figures::of(&bare.form, &bare.report);
    let case = case(&bare.form, &bare.report, &figures, &covers);
    let reviewed = review(case);
    criterion.bench_function("fixes of all failed sums", |bencher| {
        bencher.iter(|| {
            let failed = reviewed.findings.iter().filter(|finding| finding.severity == Severity::Blocking);
            failed.map(|finding| fixes(case, &reviewed, black_box(finding)).len()).sum::<usize>()
        });
    });
}

fn case<'a>(form: &'a Form, report: &'a Report, figures: &'a Figures, covers: &'a (dyn Fn(char) -> bool + Sync)) -> Case<'a> {
    Case { form, report, figures, standing: Standing::Filling, covers }
}

criterion_group!(all, benches);
criterion_main!(all);
