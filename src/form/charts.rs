//! The charts of a form: which cells stand in which bar, and what they are called, as the definition gives it.

use std::collections::BTreeSet;

use serde::Deserialize;

/// A chart that a report can carry: bars of figures.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chart {
    /// What prose calls it: `{chart:results}`.
    pub id: String,
    /// What the clerk calls it.
    pub name: String,
    /// What its caption says, with `{year}` in the place of the report year.
    pub title: String,
    /// The unit of all its figures.
    pub unit: String,
    /// Whether last year's figures stand beside this year's, where there are any.
    #[serde(default)]
    pub beside_last_year: bool,
    /// The bars from the top.
    pub bars: Vec<ChartBar>,
}

/// A bar of a chart: one figure, or parts one behind the other.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChartBar {
    /// What stands beside it.
    pub label: String,
    /// The cells that it adds, by id; empty where it has parts.
    #[serde(default)]
    pub cells: Vec<String>,
    /// Its parts; empty where it is one figure.
    #[serde(default)]
    pub parts: Vec<ChartPart>,
}

/// A part of a bar.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChartPart {
    /// What it is called.
    pub label: String,
    /// The cells that it adds, by id.
    pub cells: Vec<String>,
}

/// The page that shows a report at a glance (一图读懂).
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Poster {
    /// The numbers at its top.
    pub numbers: Vec<PosterNumber>,
    /// Its charts, by id.
    pub charts: Vec<String>,
}

/// A number of the poster.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PosterNumber {
    /// What it is the number of.
    pub label: String,
    /// What it counts.
    pub unit: String,
    /// The cells that it adds, by id.
    pub cells: Vec<String>,
}

/// What is wrong with the charts of a definition; `has` knows the form's cells.
pub(super) fn fault(charts: &[Chart], poster: &Poster, has: &dyn Fn(&str) -> bool) -> Option<String> {
    let mut ids = BTreeSet::new();
    for chart in charts {
        let is_plain = !chart.id.is_empty() && chart.id.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
        if !is_plain || !ids.insert(chart.id.as_str()) {
            return Some(format!("chart id {} is not plain or stands twice", chart.id));
        }
        let whole = |bar: &ChartBar| bar.cells.is_empty() != bar.parts.is_empty() && bar.parts.iter().all(|part| !part.cells.is_empty());
        if chart.bars.is_empty() || !chart.bars.iter().all(whole) {
            return Some(format!("chart {} has no bars, or a bar that is not either cells or parts", chart.id));
        }
    }
    let bars = charts.iter().flat_map(|chart| &chart.bars);
    let of_bars = bars.flat_map(|bar| bar.cells.iter().chain(bar.parts.iter().flat_map(|part| &part.cells)));
    let mut cells = of_bars.chain(poster.numbers.iter().flat_map(|number| &number.cells));
    let missing_cell = cells.find(|id| !has(id)).map(|id| format!("there is no cell {id}"));
    let mut named = poster.charts.iter();
    missing_cell.or_else(|| named.find(|id| !ids.contains(id.as_str())).map(|id| format!("there is no chart {id}")))
}
