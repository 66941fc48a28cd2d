//! The figures of a chart, added from the cells of now and of last year, and what they say in words.

use std::fmt::Write;

use rust_decimal::Decimal;

use super::unseen::is_unseen;
use super::{Figures, Report, Value};
use crate::form::{Chart, Form};

/// A chart with its figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChartFigures<'a> {
    /// Its definition.
    pub chart: &'a Chart,
    /// What its caption says.
    pub title: String,
    /// The report year.
    pub year: i32,
    /// The year before, where its figures stand beside those of the report year.
    pub last_year: Option<i32>,
    /// The bars from the top.
    pub bars: Vec<BarFigures<'a>>,
}

/// A bar with its figures; `None` stands where a cell cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BarFigures<'a> {
    /// What stands beside it.
    pub label: &'a str,
    /// The figure of the report year; of parts, what they add up to.
    pub now: Option<Decimal>,
    /// Last year's figure, where it stands beside this year's.
    pub then: Option<Decimal>,
    /// The parts with their figures; none where it is one figure.
    pub parts: Vec<(&'a str, Option<Decimal>)>,
}

/// The id that a paragraph asks for: `results` of `{chart:results}`, which stands alone.
#[must_use]
pub fn chart_named(paragraph: &str) -> Option<&str> {
    let bare = paragraph.trim_matches(|c: char| c.is_whitespace() || is_unseen(c));
    let id = bare.strip_prefix("{chart:")?.strip_suffix('}')?;
    (!id.contains(['{', '}', '\n'])).then_some(id)
}

/// The chart of a form that a paragraph asks for.
#[must_use]
pub fn chart_of<'a>(form: &'a Form, paragraph: &str) -> Option<&'a Chart> {
    form.chart(chart_named(paragraph)?)
}

/// The paragraph that asks for a chart.
#[must_use]
pub fn chart_paragraph(chart: &Chart) -> String {
    format!("{{chart:{}}}", chart.id)
}

/// A figure of a chart in words; ？ where a cell of it cannot be read.
#[must_use]
pub fn chart_figure(figure: Option<Decimal>) -> String {
    figure.map_or_else(|| "？".to_owned(), |figure| figure.normalize().to_string())
}

/// What cells add up to, by id: a blank is 0; `None` where one cannot be read.
#[must_use]
pub fn added(form: &Form, figures: &Figures, cells: &[String]) -> Option<Decimal> {
    cells.iter().try_fold(Decimal::ZERO, |sum, id| {
        let figure = match figures.value(form.find(id)?) {
            Value::Number(number) => number,
            Value::Blank => Decimal::ZERO,
            Value::Unreadable(_) => return None,
        };
        sum.checked_add(figure)
    })
}

impl<'a> ChartFigures<'a> {
    /// The chart of a report.
    #[must_use]
    pub fn of(form: &Form, report: &Report, figures: &Figures, chart: &'a Chart) -> Self {
        let last_year = report.last_year.as_ref().filter(|last_year| {
            let is_before = report.year.checked_sub(last_year.year) == Some(1);
            chart.beside_last_year && is_before && !last_year.cells.is_empty()
        });
        let then = |cells: &[String]| {
            let last_year = last_year?;
            let blank = (last_year.edition == form.edition).then_some(Decimal::ZERO);
            cells.iter().try_fold(Decimal::ZERO, |sum, id| sum.checked_add(last_year.figure(id).or(blank)?))
        };
        let bars = chart.bars.iter().map(|bar| {
            let parts: Vec<_> = bar.parts.iter().map(|part| (part.label.as_str(), added(form, figures, &part.cells))).collect();
            let whole = || parts.iter().try_fold(Decimal::ZERO, |sum, (_, part)| sum.checked_add((*part)?));
            let now = if parts.is_empty() { added(form, figures, &bar.cells) } else { whole() };
            BarFigures { label: &bar.label, now, then: if parts.is_empty() { then(&bar.cells) } else { None }, parts }
        });
        Self {
            chart,
            title: chart.title.replace("{year}", &report.year.to_string()),
            year: report.year,
            last_year: last_year.map(|last_year| last_year.year),
            bars: bars.collect(),
        }
    }

    /// Whether there is something to draw: a figure that is not 0.
    #[must_use]
    pub fn shows_something(&self) -> bool {
        let seen = |figure: &Option<Decimal>| figure.is_some_and(|figure| !figure.is_zero());
        self.bars.iter().any(|bar| seen(&bar.now) || seen(&bar.then) || bar.parts.iter().any(|(_, part)| seen(part)))
    }

    /// The caption of the chart that is the report's first, second …, counted from 1.
    #[must_use]
    pub fn caption(&self, number: usize) -> String {
        format!("图{number}　{}", self.title)
    }

    /// All its figures in words, for who cannot see it.
    #[must_use]
    pub fn words(&self) -> String {
        let bars: Vec<String> = self.bars.iter().map(|bar| self.bar_words(bar)).collect();
        format!("{}（单位：{}）：{}", self.title, self.chart.unit, bars.join("；"))
    }

    fn bar_words(&self, bar: &BarFigures<'_>) -> String {
        let now = chart_figure(bar.now);
        let mut words = match (self.last_year, bar.then) {
            (Some(year), Some(then)) => format!("{} {year} 年 {}，{} 年 {now}", bar.label, chart_figure(Some(then)), self.year),
            _ => format!("{} {now}", bar.label),
        };
        if !bar.parts.is_empty() {
            let parts: Vec<_> = bar.parts.iter().map(|(label, figure)| format!("{label} {}", chart_figure(*figure))).collect();
            // Writing into a string does not fail.
            let _written = write!(words, "（{}）", parts.join("，"));
        }
        words
    }

    /// What stands out in it, in one sentence: the greatest change against last year, else the largest bar.
    #[must_use]
    pub fn stands_out(&self) -> String {
        let unit = &self.chart.unit;
        let change = |bar: &BarFigures<'_>| Some((bar.now? - bar.then?).abs());
        let most_changed = self.bars.iter().filter(|bar| change(bar).is_some()).rev().max_by_key(|bar| change(bar));
        if let Some(BarFigures { label, now: Some(now), then: Some(then), .. }) = most_changed {
            return format!("{label} {} {unit}，{}", chart_figure(Some(*now)), against(*now, *then, unit));
        }
        let largest = self.bars.iter().filter(|bar| bar.now.is_some()).rev().max_by_key(|bar| bar.now);
        let Some(BarFigures { label, now: Some(now), .. }) = largest else { return "有数字读不出来".to_owned() };
        if now.is_zero() {
            return "各项都是 0".to_owned();
        }
        let figure = chart_figure(Some(*now));
        if self.chart.beside_last_year {
            return format!("{label} {figure} {unit}，没有上年的数字可比");
        }
        let whole: Decimal = self.bars.iter().filter_map(|bar| bar.now).fold(Decimal::ZERO, Decimal::saturating_add);
        format!("{label}最多，{figure} {unit}，占 {}", percent(*now, whole))
    }
}

/// `比上年增加 43 件（42.2%）`.
#[must_use]
pub fn against(now: Decimal, then: Decimal, unit: &str) -> String {
    let (verb, difference) = match now.cmp(&then) {
        std::cmp::Ordering::Equal => return "与上年相同".to_owned(),
        std::cmp::Ordering::Greater => ("增加", now - then),
        std::cmp::Ordering::Less => ("减少", then - now),
    };
    let share = if then.is_zero() { "上年为 0".to_owned() } else { percent(difference, then) };
    format!("比上年{verb} {} {unit}（{share}）", difference.normalize())
}

/// A part of a whole with one decimal.
fn percent(part: Decimal, whole: Decimal) -> String {
    let share = part.checked_mul(Decimal::ONE_HUNDRED).and_then(|part| part.checked_div(whole)).unwrap_or_default();
    format!("{:.1}%", share.round_dp_with_strategy(1, rust_decimal::RoundingStrategy::MidpointAwayFromZero))
}
