//! Days as registers give them: days of the spreadsheet, texts of many kinds, the spreadsheet's numbers for days.

use jiff::civil::Date;

use crate::intake::sheet::SheetValue;
use crate::intake::words::half_width;

/// The years in which an application can lie.
const YEARS: std::ops::RangeInclusive<i16> = 1990..=2100;
/// The spreadsheet's numbers of days of those years.
const SERIALS: std::ops::RangeInclusive<i64> = 32_874..=73_415;
/// What parts year, month and day.
const PARTS: &str = "年月.-/．－／。、—–_";

/// What stands where a day is expected.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Day {
    /// Nothing.
    #[default]
    Blank,
    /// A day.
    On(Date),
    /// A day without its year.
    Yearless {
        /// From 1 to 12.
        month: i8,
        /// From 1 to 31.
        day: i8,
    },
    /// Something else, as it stands.
    Unreadable(String),
}

impl Day {
    /// What a cell says.
    #[must_use]
    pub fn read(value: &SheetValue) -> Self {
        let read = match value {
            SheetValue::Date(text) | SheetValue::Text(text) => of_text(text),
            SheetValue::Number(text) => of_number(text),
        };
        read.unwrap_or_else(|| Self::Unreadable(value.text().trim().to_owned()))
    }

    /// The day, its year put in where it has none.
    pub(super) fn in_year(&self, year: Option<i32>) -> Option<Date> {
        match self {
            Self::On(date) => Some(*date),
            Self::Yearless { month, day } => date(i64::from(year?), i64::from(*month), i64::from(*day)),
            Self::Blank | Self::Unreadable(_) => None,
        }
    }
}

fn date(year: i64, month: i64, day: i64) -> Option<Date> {
    let year = i16::try_from(year).ok().filter(|year| YEARS.contains(year))?;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn on(year: i64, month: i64, day: i64) -> Option<Day> {
    date(year, month, day).map(Day::On)
}

/// A day of any year: 29 February too.
fn yearless(month: i64, day: i64) -> Option<Day> {
    date(2024, month, day).map(|date| Day::Yearless { month: date.month(), day: date.day() })
}

/// 45721, 45721.6 with a time behind the point, 20250305, and 3.15, which was typed for a day and became a number.
fn of_number(text: &str) -> Option<Day> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let number: i64 = whole.parse().ok()?;
    if SERIALS.contains(&number) {
        return of_serial(number);
    }
    if whole.len() == 8 && fraction.is_empty() {
        return on(number / 10_000, number / 100 % 100, number % 100);
    }
    // 3.1 may have been 3.10, and 3.2 may have been 3.20.
    let is_certain = !matches!(fraction, "" | "1" | "2" | "3");
    yearless(number, fraction.parse().ok()?).filter(|_| is_certain)
}

fn of_serial(number: i64) -> Option<Day> {
    let first = Date::new(1899, 12, 30).ok()?;
    first.checked_add(jiff::Span::new().try_days(number).ok()?).ok().map(Day::On)
}

/// 2025.3.5, 2025年3月5日, 2025-03-05 10:30, 20250305, 25.3.5, 3月5日, 3.5, 45721.
fn of_text(text: &str) -> Option<Day> {
    let text: String = text.trim().chars().map(half_width).collect();
    if text.is_empty() {
        return Some(Day::Blank);
    }
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return of_number(&text);
    }
    let (groups, rest) = groups(&text)?;
    // What follows may be a time of day, but no second day.
    let is_time = rest.contains([':', '：', '时', '点']);
    if rest.contains(|c: char| c.is_ascii_digit()) && !is_time {
        return None;
    }
    match groups.as_slice() {
        [(year, 4), (month, _), (day, _)] => on(*year, *month, *day),
        [(year @ 13..=99, 2), (month, _), (day, _)] => on(2000 + *year, *month, *day),
        [(month, 1 | 2), (day, 1 | 2)] if !rest.starts_with('月') => yearless(*month, *day),
        [(whole, 8)] => on(whole / 10_000, whole / 100 % 100, whole % 100),
        _ => None,
    }
}

/// A number with how many digits it has.
type Group = (i64, usize);

/// The first numbers of a text that are parted as a day is, at most three, and what follows them.
fn groups(text: &str) -> Option<(Vec<Group>, &str)> {
    let mut rest = text.trim_start_matches(|c: char| !c.is_ascii_digit());
    let mut groups = Vec::new();
    loop {
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let (digits, after) = rest.split_at_checked(end)?;
        groups.push((digits.parse().ok()?, digits.len()));
        let trimmed = after.trim_start();
        let next = trimmed.strip_prefix(|c: char| PARTS.contains(c)).map(str::trim_start);
        match next.filter(|next| groups.len() < 3 && next.starts_with(|c: char| c.is_ascii_digit())) {
            Some(next) => rest = next,
            None => return Some((groups, trimmed)),
        }
    }
}
