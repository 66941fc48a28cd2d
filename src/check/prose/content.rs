//! P-EMPTY and P-DUTY: a section that says nothing, and a government's report without what the law asks of it; L-FEE besides.

use std::borrow::Cow;

use super::text::{Number, NumberKind, digit, is_han, numbers, sentences};
use super::{finding, prose_sections};
use crate::check::{Case, Finding, Involved, Standing};
use crate::report::{Value, chart_of};

/// From how many characters on a section on problems is taken to name them, in whatever words.
const LONG_TEXT: usize = 60;

/// Every finding on what is missing.
pub(in crate::check) fn findings(case: Case<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    findings.extend(overview(case));
    findings.extend(problems(case));
    let others = others(case);
    // What says nothing names no fees either: once is enough, but where a figure says that there were some.
    let fee = fee(case).filter(|fee| others.is_none() || !fee.cells.is_empty());
    findings.extend(others);
    findings.extend(duties(case));
    findings.extend(fee);
    findings
}

/// The text of a section without its charts, nothing where there are but heads; `None` while it is being filled and nothing stands
/// there yet.
fn text<'a>(case: Case<'a>, section: &str) -> Option<Cow<'a, str>> {
    let text = case.report.prose(section).trim();
    let is_chart = |line: &str| chart_of(case.form, line).is_some();
    let text = if text.lines().any(is_chart) {
        Cow::Owned(text.lines().filter(|line| !is_chart(line)).collect::<Vec<_>>().join("\n").trim().to_owned())
    } else {
        Cow::Borrowed(text)
    };
    let text = if text.lines().all(|line| line.trim().is_empty() || is_head(line.trim())) { Cow::Borrowed("") } else { text };
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
    let text = text.as_ref();
    let of_preface = |sentence: &str| data.preface_words.iter().any(|word| sentence.contains(word.as_str()));
    if says_nothing(case, text) {
        return Some(missing(section, "P-EMPTY", "本部分没有内容"));
    }
    // 通过网站公开32条 tells of work, whatever words stand beside the figure.
    let counts = |sentence: &str| {
        let counted = |number: &Number| {
            number.kind == NumberKind::Count && sentence.get(number.range.end..).is_some_and(|rest| rest.starts_with(is_han))
        };
        numbers(case.form, sentence).iter().any(counted)
    };
    let sentences = sentences(text);
    if sentences.iter().all(|sentence| (of_preface(sentence.text) && !counts(sentence.text)) || is_head(sentence.text)) {
        return Some(missing(section, "P-EMPTY", "本部分只有编制依据等引言内容，没有写工作情况"));
    }
    speaks_of_no_one(case, text).then(|| missing(section, "P-EMPTY", "本部分没有写单位、年度，也没有数字，看不出是哪个单位哪一年的情况"))
}

/// Words by which a text speaks of its own unit or year.
const ITSELF: [&str; 16] =
    ["今年", "本年", "全年", "年度报告", "我", "本机关", "本单位", "本局", "全县", "全市", "全区", "全省", "全州", "本县", "本市", "本区"];

/// A long text that any unit might have published in any year.
fn speaks_of_no_one(case: Case<'_>, text: &str) -> bool {
    // The nearest at hand first: hardly a report is without a figure.
    if text.contains(|c: char| c == '{' || digit(c).is_some()) || text.chars().count() < LONG_TEXT {
        return false;
    }
    let stem = case.report.unit.trim().trim_end_matches("办事处").trim_end_matches("人民政府").trim_end_matches("人民");
    let names_itself = case.form.review.own_names.iter().any(|own| text.contains(own.word.as_str()));
    !names_itself && !ITSELF.iter().any(|word| text.contains(word)) && (stem.is_empty() || !text.contains(stem))
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
    let text = text.as_ref();
    let holds = |words: &[String]| words.iter().any(|word| text.contains(word.as_str()));
    let message = if says_nothing(case, text) {
        "本部分没有内容，要写存在的问题和改进措施"
    } else {
        // A long text names its problems in words of its own; that it says what is done about them is seen.
        let sentences = sentences(text);
        let of = |words: &[String], sentence: &str| words.iter().any(|word| sentence.contains(word.as_str()));
        let opens_with_one = sentences.len() > 1 && sentences.first().is_some_and(|first| !of(&data.measure_words, first.text));
        let names_problems = text.chars().count() >= LONG_TEXT || opens_with_one || holds(&data.problem_words);
        // What is told behind the problems and names none is what was done about them: 编印了答复范例.
        let behind = sentences.iter().skip(1).filter(|sentence| !of(&data.problem_words, sentence.text));
        let does = holds(&data.measure_words) || behind.into_iter().any(|sentence| of(&data.deed_words, sentence.text));
        match (names_problems, does) {
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
    let text = text.as_ref();
    let message = if text.is_empty() {
        "本部分没有内容".to_owned()
    } else {
        format!("本部分只写“{text}”，应写明没有哪些事项")
    };
    says_nothing(case, text).then(|| missing(section, "P-EMPTY", message))
}

fn says_nothing(case: Case<'_>, text: &str) -> bool {
    let plain = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '。' | '.' | '！' | '；' | '，'));
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
    let text = text.as_ref();
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
