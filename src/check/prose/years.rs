//! P-YEAR: another year where the report year is meant, a slip in a date, a period other than the report year.

use std::ops::Range;

use super::Reader;
use super::text::{Number, NumberKind};
use crate::check::Finding;

const RULE: &str = "P-YEAR";

/// Every finding on the years and dates of a sentence.
pub(super) fn findings(reader: &Reader<'_>) -> Vec<Finding> {
    if !reader.numbers.iter().any(|number| matches!(number.kind, NumberKind::Year | NumberKind::Date)) {
        return Vec::new();
    }
    let data = &reader.case.form.review;
    let in_preface = reader.section == data.parts.preface;
    let mut findings = reader.dates_without_day();
    if in_preface || reader.holds(&data.years.period) {
        findings.extend(reader.period());
    }
    if in_preface {
        findings.extend(reader.year_of(&data.years.preface, true));
    } else if reader.section == data.parts.overview {
        findings.extend(reader.opening().or_else(|| reader.year_of(&data.years.overview, false)));
    }
    findings
}

/// A day of the year, and the year where it is given.
struct Day {
    year: Option<i32>,
    date: (i32, i32),
    range: Range<usize>,
}

impl Reader<'_> {
    /// The years that are not the report year.
    fn other_years(&self) -> impl Iterator<Item = (&Number, i32)> {
        let years = self.numbers.iter().filter(|number| number.kind == NumberKind::Year);
        years.filter_map(|number| whole(number).map(|year| (number, year))).filter(|(_, year)| *year != self.case.report.year)
    }

    /// Whether the report year stands beside it up to the next full stop, as where two years are compared.
    fn names_report_year(&self) -> bool {
        let rest = self.text.get(self.sentence.start..).unwrap_or_default();
        let whole = rest.find(['。', '\n']).map_or(rest, |end| rest.get(..end).unwrap_or_default());
        whole.contains(&format!("{}年", self.case.report.year))
    }

    /// A sentence of the overview that opens with another year, as if it were the one reported on.
    fn opening(&self) -> Option<Finding> {
        let (number, year) = self.other_years().next().filter(|(number, _)| number.range.start == 0)?;
        let after = self.after(number).strip_prefix('年')?;
        let looks_ahead = year > self.case.report.year && self.holds(&self.case.form.review.years.later);
        let compares = self.names_report_year() || self.holds(&self.case.form.review.growth.against);
        if looks_ahead || compares || !after.starts_with(['，', ',', '度', '全', '我']) {
            return None;
        }
        Some(self.wrong_year(number, year))
    }

    /// Another year right before what belongs to the report year.
    fn year_of(&self, subjects: &[String], or_any_year: bool) -> Option<Finding> {
        let belongs = |number: &Number| {
            let after = self.after(number).strip_prefix('年').unwrap_or_default();
            let bare = after.strip_prefix('度').unwrap_or(after);
            let subject = subjects.iter().any(|subject| bare.starts_with(subject.as_str()));
            subject || (or_any_year && after.starts_with('度'))
        };
        let (number, year) = self.other_years().find(|(number, _)| belongs(number))?;
        Some(self.wrong_year(number, year))
    }

    fn wrong_year(&self, number: &Number, year: i32) -> Finding {
        let right = self.case.report.year;
        let mut finding = self.tell_of(&number.range, RULE, format!("正文写的是 {year} 年，本报告是 {right} 年度"));
        finding.fixes.push(self.replaced(&number.range, &right.to_string()));
        finding
    }

    /// `12月31止`: a day without 日.
    fn dates_without_day(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        for pair in self.numbers.windows(2) {
            let [month, day] = pair else { continue };
            let joined = self.sentence.text.get(month.range.end..day.range.start) == Some("月");
            let day_of_month = whole(day).is_some_and(|day| (1..=31).contains(&day)) && day.cell.is_none();
            let ends = self.after(day).is_empty() || self.after(day).starts_with(['止', '至', '到', '，', '）', '—', '-', '～']);
            if joined && month.kind == NumberKind::Date && day_of_month && ends {
                let range = month.range.start..day.range.end;
                let shown = self.sentence.text.get(range.clone()).unwrap_or_default();
                let mut finding = self.tell_of(&range, RULE, format!("日期“{shown}”少了“日”字"));
                finding.fixes.push(self.replaced(&range, &format!("{shown}日")));
                findings.push(finding);
            }
        }
        findings
    }

    /// A period that is not the whole report year, or a closing day of another one.
    fn period(&self) -> Option<Finding> {
        let year = self.case.report.year;
        let days = self.days();
        let wanted = |range: &Range<usize>| {
            let shown = self.sentence.text.get(range.clone()).unwrap_or_default();
            format!("正文写的是“{shown}”，统计期限应为 {year} 年 1 月 1 日至 12 月 31 日")
        };
        let other = |day: &Day| day.year.is_some_and(|found| found != year);
        for pair in days.windows(2) {
            let [from, to] = pair else { continue };
            let between = self.sentence.text.get(from.range.end..to.range.start)?;
            if !(between.chars().count() <= 4 && between.contains(['至', '到', '—', '-', '－', '～', '~'])) {
                continue;
            }
            let whole_year = from.date == (1, 1) && to.date == (12, 31);
            if !whole_year || other(from) || other(to) {
                let range = from.range.start..to.range.end;
                return Some(self.tell_of(&range, RULE, wanted(&range)));
            }
        }
        let closing = days.iter().find(|day| {
            let before = self.sentence.text.get(..day.range.start).unwrap_or_default();
            other(day) && before.ends_with(['至', '止'])
        })?;
        Some(self.tell_of(&closing.range, RULE, wanted(&closing.range)))
    }

    /// `[2024年]12月31日`, from the left.
    fn days(&self) -> Vec<Day> {
        let joined = |left: &Number, between: &str, right: &Number| {
            self.sentence.text.get(left.range.end..right.range.start).is_some_and(|text| text.trim() == between)
        };
        let mut days = Vec::new();
        for (at, pair) in self.numbers.windows(2).enumerate() {
            let [month, day] = pair else { continue };
            let Some(date) = whole(month).zip(whole(day)) else { continue };
            if !joined(month, "月", day) || !self.after(day).trim_start().starts_with('日') {
                continue;
            }
            let year = at.checked_sub(1).and_then(|at| self.numbers.get(at)).filter(|year| joined(year, "年", month));
            let start = year.map_or(month.range.start, |year| year.range.start);
            let end = day.range.end + '日'.len_utf8();
            days.push(Day { year: year.and_then(whole), date, range: start..end });
        }
        days
    }
}

fn whole(number: &Number) -> Option<i32> {
    number.value.and_then(|value| value.try_into().ok())
}
