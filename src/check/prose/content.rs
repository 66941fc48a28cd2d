//! P-EMPTY and P-DUTY: a section that says nothing, and a government's report without what the law asks of it; L-FEE besides.

use super::text::sentences;
use super::{finding, prose_sections};
use crate::check::{Case, Finding, Involved, Standing};
use crate::report::Value;

/// From how many characters on a section on problems is taken to name them, in whatever words.
const LONG_TEXT: usize = 60;

/// Every finding on what is missing.
pub(in crate::check) fn findings(case: Case<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    findings.extend(overview(case));
    findings.extend(problems(case));
    findings.extend(others(case));
    findings.extend(duties(case));
    findings.extend(fee(case));
    findings
}

/// The text of a section, nothing where there are but heads; `None` while it is being filled and nothing stands there yet.
fn text<'a>(case: Case<'a>, section: &str) -> Option<&'a str> {
    let text = case.report.prose(section).trim();
    let text = if text.lines().all(|line| line.trim().is_empty() || is_head(line.trim())) { "" } else { text };
    let not_begun = case.standing == Standing::Filling && text.is_empty();
    (!section.is_empty() && !not_begun).then_some(text)
}

fn missing(section: &str, rule: &str, message: impl Into<String>) -> Finding {
    finding(section, 0..0, rule, message.into())
}

/// The overview that is empty or holds nothing but what belongs into the preface.
fn overview(case: Case<'_>) -> Option<Finding> {
    let data = &case.form.review;
    let section = data.parts.overview.as_str();
    let text = text(case, section)?;
    let of_preface = |sentence: &str| data.preface_words.iter().any(|word| sentence.contains(word.as_str()));
    if says_nothing(case, text) {
        return Some(missing(section, "P-EMPTY", "本部分没有内容"));
    }
    let only_preface = sentences(text).iter().all(|sentence| of_preface(sentence.text) || is_head(sentence.text));
    only_preface.then(|| missing(section, "P-EMPTY", "本部分只有编制依据等引言内容，没有写工作情况"))
}

/// A run-in head on a line of its own.
pub(in crate::check) fn is_head(sentence: &str) -> bool {
    sentence.starts_with('（') && sentence.chars().count() <= 20 && !sentence.contains('，')
}

/// The section on problems and measures that lacks either.
fn problems(case: Case<'_>) -> Option<Finding> {
    let data = &case.form.review;
    let section = data.parts.problems.as_str();
    let text = text(case, section)?;
    let holds = |words: &[String]| words.iter().any(|word| text.contains(word.as_str()));
    let message = if says_nothing(case, text) {
        "本部分没有内容，要写存在的问题和改进措施"
    } else {
        // A long text names its problems in words of its own; that it says what is done about them is seen.
        let names_problems = text.chars().count() >= LONG_TEXT || holds(&data.problem_words);
        match (names_problems, holds(&data.measure_words)) {
            (true, true) => return None,
            (true, false) => "只写了问题，没有写改进措施",
            (false, true) => "只写了措施，没有写存在的问题",
            (false, false) => "没有写存在的问题和改进措施",
        }
    };
    Some(missing(section, "P-EMPTY", message))
}

fn others(case: Case<'_>) -> Option<Finding> {
    let section = case.form.review.parts.others.as_str();
    let text = text(case, section)?;
    let message = if text.is_empty() {
        "本部分没有内容".to_owned()
    } else {
        format!("本部分只写“{text}”，应写明没有哪些事项")
    };
    says_nothing(case, text).then(|| missing(section, "P-EMPTY", message))
}

fn says_nothing(case: Case<'_>, text: &str) -> bool {
    let plain = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '。' | '.' | '！' | '；'));
    plain.is_empty() || case.form.review.nothing_words.iter().any(|word| plain == word)
}

/// What a government reports on besides, and nothing in the prose shows.
fn duties(case: Case<'_>) -> Option<Finding> {
    let data = &case.form.review;
    let section = data.parts.overview.as_str();
    case.report.assumed_level()?.is_government().then_some(())?;
    text(case, section)?;
    let told = |words: &[String]| prose_sections(case).any(|(_, text)| words.iter().any(|word| text.contains(word.as_str())));
    let lacking: Vec<_> = data.duties.iter().filter(|duty| !told(&duty.words)).map(|duty| duty.name.as_str()).collect();
    (!lacking.is_empty()).then(|| missing(section, "P-DUTY", format!("人民政府的报告还要写{}的结果", lacking.join("、"))))
}

/// Fees named nowhere.
fn fee(case: Case<'_>) -> Option<Finding> {
    let data = &case.form.review;
    let section = data.parts.others.as_str();
    let fee = data.fee.as_ref()?;
    let text = text(case, section)?;
    if fee.words.iter().any(|word| text.contains(word.as_str())) {
        return None;
    }
    let words = fee.words.first()?;
    let unpaid = match case.figures.value(fee.unpaid) {
        Value::Number(number) if !number.is_zero() => Some(number),
        _ => None,
    };
    let head = case.form.section(section)?.head();
    let message = match unpaid {
        Some(number) => format!("有 {} 件申请逾期未缴费，“{head}”却没有写{words}", number.normalize()),
        None => format!("“{head}”没有写{words}的收取情况，没有收取也要写明"),
    };
    let mut finding = missing(section, "L-FEE", message);
    if unpaid.is_some() {
        finding.cells = vec![Involved { cell: fee.unpaid, of_last_year: false }];
    }
    Some(finding)
}
