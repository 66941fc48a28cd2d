//! The units of a batch as one chart: by their number of applications, those with something wrong marked.

use egui::{Margin, RichText, Ui};
use rust_decimal::Decimal;

use crate::collection::batch::{Line, LookedAt, Row};
use crate::form::Chart;
use crate::page::Fonts;
use crate::report::{BarFigures, ChartFigures};
use crate::ui::desk::Charts;
use crate::ui::look::theme::{Theme, sign};

/// The most units that are drawn.
const MOST_BARS: usize = 40;
/// The longest name beside a bar, in characters.
const LONGEST_NAME: usize = 12;

/// The chart of a batch while it is shown.
#[derive(Default)]
pub(super) struct BatchChart {
    pub(super) is_open: bool,
    charts: Charts,
    /// What is drawn, made once for a list.
    drawn: Option<Drawn>,
}

/// What is drawn of a list.
struct Drawn {
    sentence: String,
    chart: Chart,
    year: i32,
    /// The first units, and how many are left out.
    bars: Vec<(String, Option<Decimal>)>,
    left: usize,
}

/// A unit's bar.
struct Unit<'a> {
    label: String,
    looked: &'a LookedAt,
}

impl BatchChart {
    /// The list was made anew.
    pub(super) fn is_outdated(&mut self) {
        self.drawn = None;
    }

    /// Draws it at the right of the list.
    pub(super) fn panel_ui(&mut self, ui: &mut Ui, listed: (&[Line], &[Row]), fonts: &Fonts, theme: &Theme) {
        let width = (ui.available_width() * 0.42).clamp(340.0, 640.0);
        let frame = egui::Frame::new().fill(theme.paper).inner_margin(Margin::same(10)).stroke(egui::Stroke::new(1.0, theme.line));
        let panel = egui::Panel::right("batch chart").default_size(width).size_range(320.0..=900.0).frame(frame);
        let closes = panel.show(ui, |ui| self.ui(ui, listed, fonts, theme)).inner;
        self.is_open &= !closes;
    }

    /// Draws it; true where it is to be closed.
    fn ui(&mut self, ui: &mut Ui, (lines, rows): (&[Line], &[Row]), fonts: &Fonts, theme: &Theme) -> bool {
        let mut closes = false;
        ui.horizontal(|ui| {
            ui.label(RichText::new("各单位").font(theme.strong_font(theme.heading_pt)));
            closes = ui.small_button("收起").clicked();
        });
        let Drawn { sentence, chart, year, bars, left } = self.drawn.get_or_insert_with(|| Drawn::of(&units(lines, rows)));
        ui.label(RichText::new(sentence.as_str()).color(theme.accent));
        if bars.is_empty() {
            return closes;
        }
        let bars = bars.iter().map(|(label, now)| BarFigures { label, now: *now, then: None, parts: Vec::new() });
        let figures = ChartFigures { chart, title: chart.title.clone(), year: *year, last_year: None, bars: bars.collect() };
        ui.label(RichText::new(&figures.title).font(theme.strong_font(theme.body_pt)));
        ui.label(RichText::new(format!("{} 有勾稽关系不符等错误", sign::BAD)).color(theme.faint_ink));
        egui::ScrollArea::vertical().id_salt("batch chart").auto_shrink(false).show(ui, |ui| {
            self.charts.chart_ui(ui, &figures, fonts, theme);
            if *left > 0 {
                ui.label(RichText::new(format!("另有 {left} 个单位没有画出，见通报表")).color(theme.faint_ink));
            }
        });
        closes
    }
}

impl Drawn {
    fn of(units: &[Unit<'_>]) -> Self {
        let counted = units.iter().find_map(|unit| unit.looked.counted.as_ref());
        let name = counted.map(|counted| counted.name.as_str()).unwrap_or_default();
        let chart = Chart {
            id: "batch".to_owned(),
            name: String::new(),
            title: format!("各单位{name}"),
            unit: counted.map(|counted| counted.unit.clone()).unwrap_or_default(),
            beside_last_year: false,
            bars: Vec::new(),
        };
        let shown = if counted.is_some() { units } else { &[] };
        let bar = |unit: &Unit<'_>| (unit.label.clone(), unit.looked.counted.as_ref().and_then(|counted| counted.figure));
        Self {
            sentence: sentence(units),
            chart,
            year: units.first().map_or(0, |unit| unit.looked.year),
            bars: shown.iter().take(MOST_BARS).map(bar).collect(),
            left: shown.len().saturating_sub(MOST_BARS),
        }
    }
}

/// The units that could be read, the largest number first.
fn units<'a>(lines: &'a [Line], rows: &'a [Row]) -> Vec<Unit<'a>> {
    let looked = lines.iter().filter_map(|line| Some((line, rows.get(line.row?)?.looked.as_ref().ok()?)));
    let mut units: Vec<Unit<'a>> = looked.map(|(line, looked)| Unit { label: label(&line.unit, looked), looked }).collect();
    units.sort_by_key(|unit| std::cmp::Reverse(unit.looked.counted.as_ref().and_then(|counted| counted.figure)));
    units
}

fn label(unit: &str, looked: &LookedAt) -> String {
    let name: String = unit.trim_end_matches("人民政府").chars().take(LONGEST_NAME).collect();
    if looked.wrong > 0 { format!("{} {name}", sign::BAD) } else { name }
}

/// `20 份读出，16 份无误，4 份有误；东山镇最多，新收申请 145 件`.
fn sentence(units: &[Unit<'_>]) -> String {
    let wrong = units.iter().filter(|unit| unit.looked.wrong > 0).count();
    let counts = format!("读出 {} 份，{} 份无误，{wrong} 份有误", units.len(), units.len() - wrong);
    let first = units.first().and_then(|unit| Some((unit, unit.looked.counted.as_ref()?)));
    match first.and_then(|(unit, counted)| Some((unit, counted, counted.figure?))) {
        Some((unit, counted, figure)) if !figure.is_zero() => {
            format!("{counts}；{}最多，{} {} {}", unit.looked.unit, counted.name, figure.normalize(), counted.unit)
        }
        _ => counts,
    }
}
