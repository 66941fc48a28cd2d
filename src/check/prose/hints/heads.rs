//! P-HEAD: run-in heads and 一是 二是 that skip or repeat a number.

use std::ops::Range;

use super::Prose;
use crate::check::Finding;
use crate::check::prose::text::{self, besides_letters};

pub(super) const RULE: &str = "P-HEAD";

/// The ways in which entries are numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    /// 一、
    Chapter,
    /// （一）
    Section,
    /// 1. or 1、
    Figure,
    /// （1）
    Bracketed,
    /// 一是
    Point,
    /// 一要
    Must,
    /// 第一，
    Ordinal,
}

/// A number of an entry with its place in the section's text.
#[derive(Debug, Clone)]
struct Entry {
    style: Style,
    number: u32,
    /// The number alone, without what stands around it.
    range: Range<usize>,
    /// Whether it is written in digits.
    digits: bool,
}

/// Every hint on the numbers of a section.
pub(super) fn findings(prose: &Prose<'_>, findings: &mut Vec<Finding>) {
    let entries = entries(prose.text);
    for style in [Style::Chapter, Style::Section, Style::Figure, Style::Bracketed, Style::Point, Style::Must, Style::Ordinal] {
        let mut of_style = entries.iter().filter(|entry| entry.style == style).peekable();
        // What the one before is, and what it should be.
        let (mut before, mut counted) = (0, 0);
        while let Some(entry) = of_style.next() {
            let goes_on = entry.number == before + 1 || entry.number == counted + 1;
            // （一） again is a new list, but where （三） follows it.
            let again = entry.number == 1 && before == 1 && of_style.peek().is_some_and(|next| next.number == 3);
            if (goes_on || entry.number == 1) && !again {
                (before, counted) = (entry.number, entry.number);
                continue;
            }
            // A list that begins anywhere: its first entry stands in last year's text, or the number is no entry's.
            if counted == 0 && of_style.peek().is_none() {
                break;
            }
            counted += 1;
            let message = message(prose.text, entry, before, counted);
            let new = if entry.digits { counted.to_string() } else { numeral(counted) };
            findings.push(prose.hint(entry.range.clone(), RULE, message, Some(&new)));
            before = entry.number;
        }
    }
}

fn message(text: &str, entry: &Entry, before: u32, right: u32) -> String {
    let said = text.get(entry.range.clone()).unwrap_or_default();
    let shown = |number: &str| match entry.style {
        Style::Chapter => format!("{number}、"),
        Style::Section | Style::Bracketed => format!("（{number}）"),
        Style::Figure => format!("{number}."),
        Style::Point => format!("{number}是"),
        Style::Must => format!("{number}要"),
        Style::Ordinal => format!("第{number}"),
    };
    let number = |value: u32| if entry.digits { value.to_string() } else { numeral(value) };
    let what = if matches!(entry.style, Style::Point | Style::Must | Style::Ordinal) { "序号" } else { "小标题序号" };
    if before == 0 {
        return format!("{what}从“{}”开始，应为“{}”", shown(said), shown(&number(right)));
    }
    let how = if entry.number == before { "后面又是" } else { "后面是" };
    format!("{what}不连续：“{}”{how}“{}”，应为“{}”", shown(&number(before)), shown(said), shown(&number(right)))
}

/// The numbers of entries from the left: at the begin of a line, and 一是 and 第一 behind a mark.
fn entries(text: &str) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        let bare = line.trim_start();
        let begin = start + (line.len() - bare.len());
        entries.extend(at_line_start(bare, begin));
        let opens = |c: char| matches!(c, ' ' | '\u{3000}' | '\t' | '，' | '。' | '；' | '：' | '、' | '！' | '（' | '）');
        let behind_marks = besides_letters(line).filter(|(_, c)| opens(*c)).map(|(at, c)| at + c.len_utf8());
        for at in std::iter::once(0).chain(behind_marks) {
            let rest = line.get(at..).unwrap_or_default();
            if rest.starts_with(|c| c == '第' || number_of(c).is_some()) {
                entries.extend(in_line(rest, start + at));
            }
        }
        start += line.len() + 1;
    }
    entries
}

fn at_line_start(line: &str, begin: usize) -> Option<Entry> {
    let opened = line.strip_prefix(['（', '(']);
    let opens = line.len() - opened.map_or(line.len(), str::len);
    let rest = opened.unwrap_or(line);
    let (number, length, digits) = numbered(rest)?;
    let behind = rest.get(length..)?;
    let style = match (opened.is_some(), digits) {
        (true, false) if behind.starts_with(['）', ')']) => Style::Section,
        (true, true) if behind.starts_with(['）', ')']) => Style::Bracketed,
        (false, false) if behind.starts_with('、') => Style::Chapter,
        // 1.5万 is a figure, 1、2号楼 a list of them.
        (false, true) if length <= 2 && behind.starts_with(['.', '．', '、']) => {
            let mut characters = behind.chars().skip(1).skip_while(|c| c.is_whitespace());
            characters.next().filter(|c| !c.is_ascii_digit())?;
            Style::Figure
        }
        _ => return None,
    };
    Some(Entry { style, number, range: begin + opens..begin + opens + length, digits })
}

/// 一是 and 第一，.
fn in_line(rest: &str, begin: usize) -> Option<Entry> {
    let (ordinal, skipped) = rest.strip_prefix('第').map_or((false, 0), |after| (true, rest.len() - after.len()));
    let rest = rest.get(skipped..)?;
    let (number, length, digits) = numbered(rest).filter(|(.., digits)| !digits)?;
    let behind = rest.get(length..)?;
    let style = match ordinal {
        true if behind.starts_with(['，', '、', '：']) => Style::Ordinal,
        false if behind.starts_with('是') => Style::Point,
        false if behind.starts_with('要') => Style::Must,
        _ => return None,
    };
    Some(Entry { style, number, range: begin + skipped..begin + skipped + length, digits })
}

/// A number up to 99 with its length in bytes, and whether it is written in digits.
fn numbered(text: &str) -> Option<(u32, usize, bool)> {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if digits > 0 {
        return Some((text.get(..digits)?.parse().ok().filter(|number| *number < 100)?, digits, true));
    }
    let length = text.len() - text.trim_start_matches(|c: char| number_of(c).is_some()).len();
    let values: Vec<u32> = text.get(..length)?.chars().filter_map(number_of).collect();
    let number = match values.as_slice() {
        [one] => *one,
        [10, ones @ 1..=9] => 10 + ones,
        [tens @ 2..=9, 10] => tens * 10,
        [tens @ 2..=9, 10, ones @ 1..=9] => tens * 10 + ones,
        _ => return None,
    };
    Some((number, length, false))
}

/// Each at the place of its number.
const NUMERALS: &str = "零一二三四五六七八九十";

/// 一 to 十.
fn number_of(c: char) -> Option<u32> {
    text::numeral(c).filter(|value| c != '两' && (1..=10).contains(value))
}

fn numeral(number: u32) -> String {
    let digit = |value: u32| NUMERALS.chars().nth(usize::try_from(value).unwrap_or_default()).unwrap_or('零');
    match (number / 10, number % 10) {
        (0, ones) => digit(ones).to_string(),
        (1, 0) => "十".to_owned(),
        (1, ones) => format!("十{}", digit(ones)),
        (tens, 0) => format!("{}十", digit(tens)),
        (tens, ones) => format!("{}十{}", digit(tens), digit(ones)),
    }
}
