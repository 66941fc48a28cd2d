//! P-PUNCT: half-width marks between Chinese characters, marks that stand twice, a paragraph without an end.

use super::{Line, is_han};
use crate::check::{Finding, Standing};

pub(super) const RULE: &str = "P-PUNCT";
/// A shorter line without an end is a head, a name or a date.
const SHORTEST: usize = 15;

/// Every hint on the marks of a line, but those that come in pairs.
pub(super) fn findings(line: &Line<'_>, findings: &mut Vec<Finding>) {
    let mut done = 0;
    for place in line.marks.iter().copied() {
        let Some(c) = line.at(place).filter(|_| place >= done) else { continue };
        let run = run(line, place);
        if run > 1 {
            findings.push(doubled(line, place, run));
            done = place + run;
            continue;
        }
        if let Some(full) = full_width(c).filter(|_| is_misplaced(line, place, c)) {
            let message = format!("半角标点“{c}”应为全角“{full}”");
            findings.push(line.hint(place..place + 1, RULE, message, Some(full)));
        }
    }
    findings.extend(without_end(line));
}

/// How many marks that part clauses stand in a row.
fn run(line: &Line<'_>, place: usize) -> usize {
    let rest = line.characters.get(place..).unwrap_or_default();
    let parts = |c: char| matches!(c, '，' | '。' | '；' | '：' | '、');
    let Some((_, first)) = rest.first() else { return 0 };
    match first {
        '！' | '？' => rest.iter().take_while(|(_, c)| c == first).count(),
        first if parts(*first) => rest.iter().take_while(|(_, c)| parts(*c)).count(),
        _ => 1,
    }
}

fn doubled(line: &Line<'_>, place: usize, run: usize) -> Finding {
    const STRONGEST_FIRST: [&str; 7] = ["。", "！", "？", "；", "：", "，", "、"];
    let (from, to) = (line.byte(place), line.byte(place + run));
    let shown = line.text.get(from..to).unwrap_or_default();
    let kept = STRONGEST_FIRST.into_iter().find(|mark| shown.contains(mark)).unwrap_or("。");
    line.hint(place..place + run, RULE, format!("标点“{shown}”重复，应为“{kept}”"), Some(kept))
}

fn full_width(c: char) -> Option<&'static str> {
    Some(match c {
        ',' => "，",
        ';' => "；",
        ':' => "：",
        '?' => "？",
        '!' => "！",
        '.' => "。",
        _ => return None,
    })
}

/// Whether a half-width mark stands where a Chinese one belongs: figures, addresses and telephones keep theirs.
fn is_misplaced(line: &Line<'_>, place: usize, mark: char) -> bool {
    let (before, after) = (line.before(place), line.after(place));
    let chinese = |c: char| is_han(c) || "，。；：、？！（）“”《》〈〉【】〔〕％…)".contains(c);
    let figure = |c: char| c.is_ascii_digit() || c == '%';
    let behind = before.is_some_and(chinese);
    match mark {
        ',' | ';' => {
            let goes_on = after.is_none_or(|c| chinese(c) || figure(c));
            (behind && goes_on) || (before.is_some_and(figure) && after.is_some_and(is_han))
        }
        ':' => behind && after.is_none_or(chinese),
        '.' => before.is_some_and(is_han) && after.is_none_or(chinese),
        _ => behind,
    }
}

/// A paragraph that ends without a mark. While the report is being filled the last one may not be ended yet.
fn without_end(line: &Line<'_>) -> Option<Finding> {
    let data = &line.prose.case.form.review;
    let text = line.text.trim_end();
    let end = line.start + text.len();
    let is_last = line.prose.text.get(end..).is_none_or(|rest| rest.trim().is_empty());
    let last = text.chars().next_back()?;
    if text.chars().nth(SHORTEST - 1).is_none() || (is_last && line.prose.case.standing == Standing::Filling) {
        return None;
    }
    let broken_off = matches!(last, '，' | '、' | ',');
    let unended = is_han(last) || last.is_ascii_digit() || matches!(last, '%' | '％');
    let is_sentence = || text.contains(['，', '。', '；']);
    let is_contact = || data.contact_words.iter().any(|word| text.contains(word.as_str()));
    if !broken_off && (!unended || !is_sentence() || is_contact()) {
        return None;
    }
    let range = if broken_off { end - last.len_utf8()..end } else { end..end };
    Some(line.prose.hint(range, RULE, "这一段末尾没有句号".to_owned(), Some("。")))
}
