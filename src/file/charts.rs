//! What a paper should say where a chart stands: its figures added up once more from the cells, apart from how it is drawn.

use rust_decimal::Decimal;

use crate::form::{Chart, Form};
use crate::report::{ChartFigures, Figures, Report, Value};

/// What stands in a paper where a chart does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ChartWanted {
    /// Its id in the form.
    pub(super) id: String,
    /// Its number in the report, from 1.
    pub(super) number: usize,
    /// What stands below it.
    pub(super) caption: String,
    /// Its figures in words, for who cannot see it.
    pub(super) words: String,
    /// Everything written in it, one behind the other.
    pub(super) texts: String,
}

/// What a chart should say, as the chart of that number.
pub(super) fn chart_wanted(form: &Form, report: &Report, figures: &Figures, chart: &Chart, number: usize) -> ChartWanted {
    let title = chart.title.replace("{year}", &report.year.to_string());
    ChartWanted {
        id: chart.id.clone(),
        number,
        caption: format!("图{number}　{title}"),
        words: ChartFigures::of(form, report, figures, chart).words(),
        texts: texts(form, report, figures, chart),
    }
}

fn texts(form: &Form, report: &Report, figures: &Figures, chart: &Chart) -> String {
    let year_before = report
        .last_year
        .as_ref()
        .filter(|last_year| chart.beside_last_year && report.year.checked_sub(1) == Some(last_year.year) && !last_year.cells.is_empty());
    let now = |cells: &[String]| {
        let values = cells.iter().map(|id| form.find(id).map(|cell| figures.value(cell)));
        let figures = values.map(|value| match value {
            Some(Value::Number(number)) => Some(number),
            Some(Value::Blank) => Some(Decimal::ZERO),
            Some(Value::Unreadable(_)) | None => None,
        });
        figures.sum::<Option<Decimal>>()
    };
    let then = |cells: &[String]| {
        let last_year = year_before?;
        let of_same_form = last_year.edition == form.edition;
        cells.iter().map(|id| last_year.figure(id).or_else(|| of_same_form.then(Decimal::default))).sum::<Option<Decimal>>()
    };
    let word = |figure: Option<Decimal>| figure.map_or_else(|| "？".to_owned(), |figure| figure.normalize().to_string());
    let mut text = format!("单位：{}", chart.unit);
    for bar in &chart.bars {
        text.push_str(&bar.label);
        if bar.parts.is_empty() {
            if let (Some(last_year), then @ Some(_)) = (year_before, then(&bar.cells)) {
                text.extend([format!("{}年", last_year.year), word(then), format!("{}年", report.year)]);
            }
            text.push_str(&word(now(&bar.cells)));
            continue;
        }
        text.push_str(&word(bar.parts.iter().map(|part| now(&part.cells)).sum()));
        let parts: Vec<_> = bar.parts.iter().map(|part| format!("{} {}", part.label, word(now(&part.cells)))).collect();
        text.push_str(&parts.join("　"));
    }
    text
}
