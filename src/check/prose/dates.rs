//! P-DATE and P-SIGN: days that do not exist, dates that are broken, 截止 where 截至 is meant; and the day and unit of 落款.

use std::ops::Range;

use super::text::{besides_letters, digit};
use super::{finding, prose_sections};
use crate::check::{Case, Finding, Fix, Severity, Spot};
use crate::report::Edit;

const RULE: &str = "P-DATE";

/// Every finding on dates.
pub(in crate::check) fn findings(case: Case<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    if case.form.review.asks(RULE) {
        for (section, text) in prose_sections(case) {
            findings.extend(of_text(case, section, text));
        }
    }
    if case.form.review.asks("P-SIGN") {
        findings.extend(signature(case));
    }
    findings
}

/// A run of digits in either width.
struct Run {
    range: Range<usize>,
    digits: String,
}

impl Run {
    fn number(&self) -> Option<i32> {
        self.digits.parse().ok()
    }
}

/// The runs of digits that may be a part of a date: those before 年, 月 and 日.
fn runs(text: &str) -> Vec<Run> {
    let mut places: Vec<Range<usize>> = Vec::new();
    for (at, character) in besides_letters(text) {
        if !matches!(character, '0'..='9' | '０'..='９') {
            continue;
        }
        let end = at + character.len_utf8();
        match places.last_mut() {
            Some(range) if range.end == at => range.end = end,
            _ => places.push(at..end),
        }
    }
    let dated = places.into_iter().filter(|range| text.get(range.end..).is_some_and(|after| after.starts_with(['年', '月', '日'])));
    let digits = |range: &Range<usize>| text.get(range.clone()).unwrap_or_default().chars().filter_map(digit).collect();
    dated.map(|range| Run { digits: digits(&range), range }).collect()
}

fn of_text(case: Case<'_>, section: &str, text: &str) -> Vec<Finding> {
    let runs = runs(text);
    let mut findings = Vec::new();
    let after = |run: &Run| text.get(run.range.end..).unwrap_or_default();
    for (at, run) in runs.iter().enumerate() {
        let tell = |range: Range<usize>, message: String| finding(section, range, RULE, message);
        let mended = |mut finding: Finding, range: Range<usize>, new: &str| {
            let old = text.get(range.clone()).unwrap_or_default();
            let mut whole = text.to_owned();
            whole.replace_range(range, new);
            finding
                .fixes
                .push(Fix { label: format!("正文 {old} → {new}"), edit: Edit::Prose { section: section.to_owned(), text: whole } });
            finding
        };
        if let Some(new) = glued(&run.digits, after(run)) {
            let shown = text.get(run.range.clone()).unwrap_or_default();
            findings.push(mended(tell(run.range.clone(), format!("日期“{shown}”写得不完整，应为“{new}”")), run.range.clone(), &new));
            continue;
        }
        let next = runs.get(at + 1).filter(|next| text.get(run.range.end..next.range.start) == Some("月"));
        if let Some(day) = next.filter(|day| after(day).starts_with('日')) {
            let before = at.checked_sub(1).and_then(|at| runs.get(at));
            let year = before.filter(|year| text.get(year.range.end..run.range.start) == Some("年")).and_then(Run::number);
            let range = run.range.start..day.range.end + '日'.len_utf8();
            let (Some(month), Some(number)) = (run.number(), day.number()) else { continue };
            if !(1..=last_day(year.unwrap_or(case.report.year), month)).contains(&number) {
                let shown = text.get(range.clone()).unwrap_or_default();
                findings.push(tell(range, format!("没有“{shown}”这一天")));
            }
        } else if after(run).starts_with("月") && run.digits.len() <= 2 && run.number().is_some_and(|month| month == 0 || month > 12) {
            // 3月 of a span such as 第13月 is no date; a month is named behind 年.
            let names_a_year = text.get(..run.range.start).is_some_and(|before| before.ends_with('年'));
            if names_a_year {
                let range = run.range.start..run.range.end + '月'.len_utf8();
                let shown = text.get(range.clone()).unwrap_or_default();
                findings.push(tell(range, format!("没有“{shown}”这个月")));
            }
        }
        if let Some(start) = text.get(..run.range.start).and_then(|before| before.strip_suffix("截止")).map(str::len) {
            let is_a_date = after(run).starts_with(['年', '月']);
            if is_a_date {
                let range = start..run.range.start;
                let told = tell(range.clone(), "“截止”后面是日期，应为“截至”".to_owned());
                findings.push(mended(told, range, "截至"));
            }
        }
    }
    findings
}

/// A date whose 年 or 月 is missing, put right: `202412` before 月, `20241231` before 日.
fn glued(digits: &str, after: &str) -> Option<String> {
    let part = |range: Range<usize>| digits.get(range)?.parse::<i32>().ok();
    let is_year = |year: i32| (1990..=2099).contains(&year);
    match digits.len() {
        5 | 6 if after.starts_with('月') => {
            let (year, month) = (part(0..4)?, part(4..digits.len())?);
            (is_year(year) && (1..=12).contains(&month)).then(|| format!("{year}年{month}"))
        }
        8 if after.starts_with('日') => {
            let (year, month, day) = (part(0..4)?, part(4..6)?, part(6..8)?);
            (is_year(year) && (1..=last_day(year, month)).contains(&day)).then(|| format!("{year}年{month}月{day}"))
        }
        _ => None,
    }
}

/// The last day of a month; 0 for a month that does not exist.
fn last_day(year: i32, month: i32) -> i32 {
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28 + i32::from(is_leap),
        _ => 0,
    }
}

/// 落款: a day that exists and lies behind the report year, the report's own unit.
fn signature(case: Case<'_>) -> Vec<Finding> {
    let Some(signature) = &case.report.signature else { return Vec::new() };
    let mut findings = Vec::new();
    let mut tell = |message: String| {
        let finding = finding("", 0..0, "P-SIGN", message);
        findings.push(Finding { spot: Spot::Head, severity: Severity::Explain, ..finding });
    };
    let date = signature.date.trim();
    if !date.is_empty() {
        let parts: Vec<Option<i32>> = date.split('-').map(|part| part.parse().ok()).collect();
        match parts.as_slice() {
            [Some(year), Some(month), Some(day)] if (1..=last_day(*year, *month)).contains(day) => {
                if *year <= case.report.year {
                    tell(format!("落款日期 {date} 在 {} 年度结束之前", case.report.year));
                }
            }
            _ => tell(format!("落款日期“{date}”不是一个存在的日子")),
        }
    }
    // 东湖区人民政府春风街道办事处 is 东湖区春风街道办事处.
    let plain = |name: &str| name.chars().filter(|c| !c.is_whitespace()).collect::<String>().replace("人民政府", "");
    let (signed, unit) = (plain(&signature.unit), plain(&case.report.unit));
    // A county may stand before a town's name in one place and not in the other.
    if !signed.is_empty() && !unit.is_empty() && !signed.ends_with(&unit) && !unit.ends_with(&signed) {
        tell(format!("落款单位是“{}”，本报告的单位是“{}”", signature.unit.trim(), case.report.unit.trim()));
    }
    findings
}
