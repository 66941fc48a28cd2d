//! P-YEAR: another year where the report year is meant, a slip in a date, a period other than the report year.

use std::ops::Range;

use super::Reader;
use super::text::{Number, NumberKind};
use crate::check::Finding;

const RULE: &str = "P-YEAR";

/// Every finding on the years and dates of a sentence.
pub(super) fn findings(reader: &Reader<'_>) -> Vec<Finding> {
    if !reader.numbers.iter().any(|number| matches!(number.kind, NumberKind::Year | NumberKind::Date)) {
        return reader.without_its_word().into_iter().collect();
    }
    let data = &reader.case.form.review;
    let in_preface = reader.section == data.parts.preface;
    let mut findings = reader.dates_without_day();
    if in_preface || reader.holds(&data.years.period) {
        findings.extend(reader.period());
    }
    let of_subject = if in_preface {
        reader.year_of(&data.years.preface, true)
    } else {
        reader.opening().or_else(|| reader.year_of(&data.years.overview, false).filter(|_| reader.section == data.parts.overview))
    };
    findings.extend(of_subject.or_else(|| reader.acted()));
    if reader.section == data.parts.problems {
        findings.extend(reader.planned());
    }
    findings.extend(reader.without_its_word());
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
        // 2025年度预算 is named by its year.
        let bare = after.strip_prefix('度').unwrap_or(after);
        if looks_ahead || compares || !bare.starts_with(['，', ',', '全', '我', '本']) {
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

    /// What stands behind a year but for the words between it and what was done.
    fn done_in<'t>(&self, after: &'t str) -> &'t str {
        let mut rest = after.trim_start();
        while let Some(shorter) = self.case.form.review.years.between.iter().find_map(|word| rest.strip_prefix(word.as_str())) {
            rest = shorter.trim_start();
        }
        rest
    }

    /// Another year right before what the unit did or counted: `2024年共收到`.
    fn acted(&self) -> Option<Finding> {
        let data = &self.case.form.review.years;
        let (number, year) = self.other_years().find(|(number, year)| {
            let before = self.sentence.text.get(..number.range.start).unwrap_or_default();
            let in_title = before.matches('《').count() > before.matches('》').count();
            let elsewhere = before.ends_with(['自', '从', '至', '〔', '-', '—', '、', '（', '“', '到', '在']);
            let ahead = *year > self.case.report.year && self.holds(&data.later);
            let clause_start = before.rfind(['，', '：']).map_or(0, |at| at + '，'.len_utf8());
            let clause = self.sentence.text.get(clause_start..).unwrap_or_default();
            let end = clause.char_indices().filter(|(at, _)| clause_start + at > number.range.end + 6).find(|(_, c)| *c == '，');
            let clause = end.and_then(|(end, _)| clause.get(..end)).unwrap_or(clause);
            if data.others.iter().any(|word| clause.contains(word.as_str())) {
                return false;
            }
            let after = self.after(number).trim_start().strip_prefix('年').unwrap_or_default();
            let done = self.done_in(after);
            // 2023年印发的方案: a thing of that year.
            let act = data.acts.iter().filter(|act| done.starts_with(act.as_str())).max_by_key(|act| act.len());
            let a_thing = act.and_then(|act| done.get(act.len()..)).is_none_or(|rest| rest.starts_with('的'));
            !in_title && !elsewhere && !ahead && !a_thing
        })?;
        (!self.names_report_year()).then(|| self.wrong_year(number, year))
    }

    /// The report year before what is going to be done: `2024年，我镇将进一步`.
    fn planned(&self) -> Option<Finding> {
        let data = &self.case.form.review.years;
        let year = self.case.report.year;
        let of_this_year = |number: &&Number| number.kind == NumberKind::Year && whole(number) == Some(year);
        let planned = |number: &&Number| {
            let after = self.after(number).trim_start().strip_prefix('年').unwrap_or_default();
            let done = self.done_in(after);
            let clause = done.split('，').next().unwrap_or_default();
            // 将信息公开纳入考核: 将 is 把 there.
            let moves = data.moves.iter().any(|word| clause.contains(word.as_str()));
            !moves && data.plans.iter().any(|plan| done.starts_with(plan.as_str()))
        };
        let number = self.numbers.iter().filter(of_this_year).find(planned)?;
        let message = format!("正文写“{year}年”将要做什么，本报告是 {year} 年度，应为 {} 年", year + 1);
        let mut finding = self.tell_of(&number.range, RULE, message);
        finding.fixes.push(self.replaced(&number.range, &(year + 1).to_string()));
        Some(finding)
    }

    /// `2024共收到`: a year without its word.
    fn without_its_word(&self) -> Option<Finding> {
        let data = &self.case.form.review.years;
        let near = |year: i32| (year - self.case.report.year).abs() <= 1;
        let number = self.numbers.iter().find(|number| {
            let after = self.after(number);
            let acts = data.acts.iter().chain(data.between.iter().filter(|word| word.as_str() != "，" && word.as_str() != "度"));
            let is_bare = number.kind == NumberKind::Count && number.cell.is_none() && number.range.len() == 4;
            let before = self.sentence.text.get(..number.range.start).unwrap_or_default();
            is_bare
                && whole(number).is_some_and(near)
                && !before.ends_with(['有', '计', '共'])
                && acts.into_iter().any(|word| after.starts_with(word.as_str()))
        })?;
        let shown = self.sentence.text.get(number.range.clone())?;
        let mut finding = self.tell_of(&number.range, RULE, format!("年份“{shown}”少了“年”字"));
        finding.fixes.push(self.replaced(&number.range, &format!("{shown}年")));
        Some(finding)
    }

    fn wrong_year(&self, number: &Number, year: i32) -> Finding {
        let right = self.case.report.year;
        let shown = self.sentence.text.get(number.range.clone()).map_or_else(|| year.to_string(), str::to_owned);
        let mut finding = self.tell_of(&number.range, RULE, format!("正文写的是“{shown}年”，本报告是 {right} 年度"));
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
