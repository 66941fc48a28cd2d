//! P-PUNCT on marks that come in pairs: quotes, titles, parentheses.

use super::punctuation::RULE;
use super::{Line, is_han};
use crate::check::Finding;

const PAIRS: [(char, char); 8] =
    [('“', '”'), ('‘', '’'), ('《', '》'), ('〈', '〉'), ('（', '）'), ('【', '】'), ('〔', '〕'), ('「', '」')];

/// Every hint on the pairs of a line.
pub(super) fn findings(line: &Line<'_>, findings: &mut Vec<Finding>) {
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut single: Vec<(usize, char)> = Vec::new();
    for place in line.marks.iter().copied() {
        let Some(c) = line.at(place) else { continue };
        let wide = widened(c);
        if PAIRS.iter().any(|(opens, _)| *opens == wide) {
            open.push((place, c));
        } else if let Some((opens, _)) = PAIRS.iter().find(|(_, closes)| *closes == wide) {
            match open.iter().rposition(|(_, c)| widened(*c) == *opens) {
                Some(found) => {
                    single.extend(open.drain(found + 1..));
                    if let Some((begin, opened)) = open.pop() {
                        findings.extend(half_width(line, (begin, opened), (place, c)));
                    }
                }
                None if is_list_number(line, place) => {}
                None => single.push((place, c)),
            }
        }
    }
    single.extend(open);
    single.sort_unstable();
    unpaired(line, &single, findings);
    straight_quotes(line, findings);
}

fn widened(c: char) -> char {
    match c {
        '(' => '（',
        ')' => '）',
        other => other,
    }
}

/// 1） and 一）: a parenthesis behind the number of an entry.
fn is_list_number(line: &Line<'_>, place: usize) -> bool {
    let before = line.characters.get(..place).unwrap_or_default().iter().rev().map(|(_, c)| *c);
    let number = before.clone().take_while(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(*c)).count();
    let parts = before.clone().nth(number).is_none_or(|c| c.is_whitespace() || "。；，：、".contains(c));
    (1..=3).contains(&number) && parts
}

/// Parentheses of half width around Chinese, or of two widths.
fn half_width(line: &Line<'_>, (begin, opens): (usize, char), (end, closes): (usize, char)) -> Option<Finding> {
    let tell = |place: usize, c: char, full: &str| {
        let message = format!("半角标点“{c}”应为全角“{full}”");
        Some(line.hint(place..place + 1, RULE, message, Some(full)))
    };
    match (opens, closes) {
        ('(', ')') => {
            let inside = line.text.get(line.byte(begin + 1)..line.byte(end))?;
            let message = format!("半角括号“({})”应为全角“（）”", super::short(inside));
            inside.contains(is_han).then(|| line.hint(begin..end + 1, RULE, message, Some(&format!("（{inside}）"))))
        }
        ('(', _) => tell(begin, opens, "（"),
        (_, ')') => tell(end, closes, "）"),
        _ => None,
    }
}

fn unpaired(line: &Line<'_>, single: &[(usize, char)], findings: &mut Vec<Finding>) {
    let mut rest = single;
    while let Some(((place, c), others)) = rest.split_first() {
        rest = others;
        let wide = widened(*c);
        let Some((opens, closes)) = PAIRS.iter().find(|(opens, closes)| *opens == wide || *closes == wide) else { continue };
        // “老带新“: one of the two is turned the wrong way.
        if let Some(((next, _), others)) = rest.split_first().filter(|((_, next), _)| next == c) {
            rest = others;
            let (wrong, right) = if wide == *opens { (*next, closes) } else { (*place, opens) };
            let message = format!("标点“{c}”方向不对，与另一个成对的应为“{right}”");
            findings.push(line.hint(wrong..wrong + 1, RULE, message, Some(&right.to_string())));
            continue;
        }
        let lacking = if wide == *opens { closes } else { opens };
        let message = format!("标点“{c}”不成对，缺少“{lacking}”");
        let mut hint = line.hint(*place..*place + 1, RULE, message, None);
        if wide == *opens {
            let ends = if wide == '（' { "。；" } else { "，。；：、" };
            let from = place + 1;
            let behind = line.characters.get(from..).unwrap_or_default();
            let end = from + behind.iter().position(|(_, c)| ends.contains(*c)).unwrap_or(behind.len());
            let (start, stop) = (line.byte(*place), line.byte(end));
            let mended = format!("{}{closes}", line.text.get(start..stop).unwrap_or_default());
            hint.fixes = line.hint(*place..end, RULE, String::new(), Some(&mended)).fixes;
        }
        findings.push(hint);
    }
}

/// "老带新" with straight quotes.
fn straight_quotes(line: &Line<'_>, findings: &mut Vec<Finding>) {
    let places: Vec<usize> = line.marks.iter().copied().filter(|place| line.at(*place) == Some('"')).collect();
    for pair in places.chunks_exact(2) {
        let [begin, end] = pair else { continue };
        let inside = line.text.get(line.byte(begin + 1)..line.byte(*end)).unwrap_or_default();
        if inside.contains(is_han) {
            let message = format!("半角引号应为全角“{}”", super::short(inside));
            findings.push(line.hint(*begin..end + 1, RULE, message, Some(&format!("“{inside}”"))));
        }
    }
}
