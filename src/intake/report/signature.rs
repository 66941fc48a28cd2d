//! 落款: the unit and the day under the report, and where the report ends and the site goes on.

use super::heads::Heads;
use super::pieces::{Kind, Sorted};
use super::title::first_year;
use crate::intake::foreign::Place;
use crate::intake::words::{compact, half_width};
use crate::report::Signature;

/// The longest line of 落款, in characters.
const LONGEST: usize = 40;

/// Takes 落款 out of the last section, and what stands behind it.
pub(super) fn take(heads: &Heads, lines: &mut [Sorted], unit: &str) -> Option<(Signature, Place)> {
    let from = lines.iter().rposition(|line| line.kind == Kind::Known)? + 1;
    let tail = lines.get_mut(from..)?;
    let dated = tail.iter().position(|line| date_line(&line.text).is_some());
    let end =
        dated.map_or_else(|| tail.iter().position(|line| heads.is_site(&line.text) || heads.is_publication(&line.text)), |at| Some(at + 1));
    for line in tail.iter_mut().skip(end.unwrap_or(usize::MAX)) {
        line.kind = Kind::Site;
    }
    let Some(at) = dated else {
        let last = tail.iter_mut().take(end.unwrap_or(usize::MAX)).last()?;
        let text = compact(&last.text);
        let is_unit = !unit.is_empty() && is_name(&text) && (text.starts_with(unit) || unit.ends_with(&text));
        return is_unit.then(|| {
            last.kind = Kind::Known;
            (Signature { unit: text, ..Signature::default() }, last.place.clone())
        });
    };
    let line = tail.get_mut(at)?;
    let (before, date) = date_line(&line.text)?;
    line.kind = Kind::Known;
    let mut place = line.place.clone();
    let mut signature = Signature { unit: before, date, extra: Vec::new() };
    if signature.unit.is_empty()
        && let Some(above) = at.checked_sub(1).and_then(|above| tail.get_mut(above)).filter(|above| is_name(&compact(&above.text)))
    {
        signature.unit = compact(&above.text);
        above.kind = Kind::Known;
        place = above.place.clone();
    }
    Some((signature, place))
}

fn is_name(text: &str) -> bool {
    let count = text.chars().count();
    (3..=LONGEST).contains(&count) && !text.contains(['。', '，', '；', '：', '、', ':', '(', '（'])
}

/// The day that a line ends with, and the name before it: 宿迁市人民政府 2024年1月20日, 2024-01-20.
fn date_line(line: &str) -> Option<(String, String)> {
    let line: String = compact(line).chars().map(half_width).collect();
    if line.chars().count() > LONGEST || line.contains(['。', '，', '：', ':']) {
        return None;
    }
    let (start, year, month, day) = chinese_date(&line).or_else(|| plain_date(&line))?;
    let before = line.get(..start)?.trim_matches(['（', '(']);
    (before.is_empty() || is_name(before)).then(|| (before.to_owned(), format!("{year:04}-{month:02}-{day:02}")))
}

fn chinese_date(line: &str) -> Option<(usize, i32, u32, u32)> {
    let (start, end, year) = first_year(line)?;
    let rest = line.get(end..)?.trim_end_matches(['）', ')']);
    let (month, rest) = rest.split_once('月')?;
    let day = rest.strip_suffix(['日', '号'])?;
    Some((start, year, numeral(month)?, numeral(day)?))
}

/// 2024-01-20, 2024/1/20, 2024.1.20 and nothing else.
fn plain_date(line: &str) -> Option<(usize, i32, u32, u32)> {
    let start = line.find(|c: char| c.is_ascii_digit())?;
    let mut parts = line.get(start..)?.split(['-', '/', '.', '—']);
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let is_whole = parts.next().is_none() && year.len() == 4 && month.len() <= 2 && day.len() <= 2;
    is_whole.then_some(())?;
    Some((start, year.parse().ok().filter(|year| (2000..2100).contains(year))?, month.parse().ok()?, day.parse().ok()?))
}

/// 1 to 31 in digits of either kind.
fn numeral(text: &str) -> Option<u32> {
    const DIGITS: &str = "一二三四五六七八九";
    if let Ok(number) = text.parse() {
        return Some(number).filter(|number| (1..=31).contains(number));
    }
    let digit = |text: &str| DIGITS.chars().position(|digit| text == digit.to_string()).and_then(|at| u32::try_from(at + 1).ok());
    match text.split_once('十') {
        None => digit(text),
        Some((tens, ones)) => {
            let tens = if tens.is_empty() { 1 } else { digit(tens)? };
            let ones = if ones.is_empty() { 0 } else { digit(ones)? };
            Some(tens * 10 + ones).filter(|number| *number <= 31)
        }
    }
}
