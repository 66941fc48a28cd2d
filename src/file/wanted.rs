//! What a paper of a report should say, taken from form and report anew, and the comparison with what was read back from it.

use rust_decimal::Decimal;

use super::charts::{ChartWanted, chart_wanted};
use super::paper::{Kind, Paper, PaperError};
use crate::form::{CellIndex, Form, PlaceContent, SectionContent, Table};
use crate::report::{Figures, Report, Value, chart_of, expand, has_plus};

/// A part that a paper should say.
pub(super) enum Wanted<'a> {
    /// A title line, a head, a paragraph, a line of 落款: where it stands, and its text.
    Text { place: String, text: String },
    /// A table.
    Table(&'a Table),
    /// A chart with its caption: where it stands, and what it says.
    Chart { place: String, chart: ChartWanted },
}

/// A part that a paper says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Shown {
    Text(String),
    Table(Vec<ShownCell>),
    Chart(ShownChart),
}

/// A chart as read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct ShownChart {
    /// What it calls itself.
    pub(super) id: String,
    /// What it says to who cannot see it.
    pub(super) words: String,
    /// Everything written in it, one behind the other; `None` of a picture.
    pub(super) texts: Option<String>,
}

/// A cell of a table as read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct ShownCell {
    pub(super) row: usize,
    pub(super) column: usize,
    pub(super) rows: usize,
    pub(super) columns: usize,
    pub(super) text: String,
}

/// Everything that a paper should say, in order, each paragraph by itself.
pub(super) fn wanted<'a>(form: &'a Form, report: &Report, figures: &Figures) -> Vec<Wanted<'a>> {
    let mut wanted = vec![text("标题", &report.unit), text("标题", &form.title_for(report.year))];
    let mut charts = 0;
    for section in &form.sections {
        let head = section.head();
        if section.head_printed {
            wanted.push(text(&head, &head));
        }
        match &section.content {
            SectionContent::Prose { .. } => {
                let stored = report.prose(&section.id);
                for paragraph in stored.split(['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}']) {
                    wanted.push(match chart_of(form, paragraph) {
                        Some(chart) => {
                            charts += 1;
                            Wanted::Chart { place: head.clone(), chart: chart_wanted(form, report, figures, chart, charts) }
                        }
                        None => text(&head, &expand(form, figures, paragraph)),
                    });
                }
            }
            SectionContent::Tables(tables) => {
                wanted.extend(tables.iter().filter_map(|table| form.tables.get(*table)).map(Wanted::Table));
            }
        }
    }
    if let Some(signature) = &report.signature {
        wanted.extend([text("落款", &signature.unit), text("落款", &long_date(&signature.date))]);
    }
    wanted.retain(|wanted| !matches!(wanted, Wanted::Text { text, .. } if text.is_empty()));
    wanted
}

fn text<'a>(place: &str, text: &str) -> Wanted<'a> {
    Wanted::Text { place: place.to_owned(), text: printable(text).trim().to_owned() }
}

/// Without what no paper shows; a tab is a blank.
pub(super) fn printable(text: &str) -> String {
    let blank = |c: char| if c.is_control() && c.is_whitespace() { ' ' } else { c };
    text.chars().map(blank).filter(|c| !c.is_control() && !matches!(c, '\u{feff}' | '\u{fffe}' | '\u{ffff}')).collect()
}

/// What should stand in a cell.
pub(super) fn cell_text(form: &Form, report: &Report, figures: &Figures, cell: CellIndex) -> String {
    let unit = form.cell(cell).map_or("", |definition| definition.kind.printed_unit());
    match figures.value(cell) {
        Value::Number(number) if number < Decimal::ZERO => format!("−{}{unit}", -number),
        Value::Number(number) if number > Decimal::ZERO && has_plus(&report.cell(cell).text) => format!("+{number}{unit}"),
        Value::Number(number) => format!("{number}{unit}"),
        Value::Blank => format!("0{unit}"),
        Value::Unreadable(_) => {
            let typed = printable(report.cell(cell).text.trim());
            if typed.is_empty() { "？".to_owned() } else { typed }
        }
    }
}

/// What a cell is called in a sentence.
pub(super) fn cell_name(form: &Form, cell: CellIndex) -> String {
    form.cell(cell).map_or_else(String::new, |cell| format!("{}，{}", cell.row_name, cell.column_name))
}

/// `表二 10、表三 175、表四 15 个数字`.
pub(super) fn figures_counted(form: &Form) -> String {
    let tables: Vec<_> = form.tables.iter().map(|table| format!("{} {}", table.name, table.cells().count())).collect();
    format!("{} 个数字", tables.join("、"))
}

/// `2024-01-20` as 2024年1月20日.
pub(super) fn long_date(date: &str) -> String {
    let plain = |part: &str| part.parse::<u16>().map(|number| number.to_string());
    match date.trim().split('-').map(plain).collect::<Result<Vec<_>, _>>().as_deref() {
        Ok([year, month, day]) => format!("{year}年{month}月{day}日"),
        _ => date.trim().to_owned(),
    }
}

/// Compares what was read back with what should stand there, and says how much agrees.
pub(super) fn compare(kind: Kind, paper: Paper<'_>, wanted: &[Wanted<'_>], shown: Vec<Shown>) -> Result<String, PaperError> {
    let blank = |part: &Shown| matches!(part, Shown::Text(text) if text.is_empty());
    let mut shown = shown.into_iter().filter(|part| !blank(part));
    let mut texts = 0;
    for wanted in wanted {
        match (wanted, shown.next()) {
            (Wanted::Text { text, .. }, Some(Shown::Text(found))) if found == *text => texts += 1,
            (Wanted::Text { place, text }, found) => return Err(differs(kind, place, text, found.as_ref())),
            (Wanted::Table(table), Some(Shown::Table(cells))) => table_matches(kind, paper, table, &cells)?,
            (Wanted::Chart { place, chart }, found) => {
                chart_matches(kind, place, chart, found.as_ref())?;
                match shown.next() {
                    Some(Shown::Text(found)) if found == chart.caption => texts += 1,
                    found => return Err(differs(kind, place, &chart.caption, found.as_ref())),
                }
            }
            (Wanted::Table(table), found) => return Err(differs(kind, &table.name, "", found.as_ref())),
        }
    }
    match shown.next() {
        None => Ok(format!("{}：{}和 {texts} 段文字与填报一致", kind.name(), figures_counted(paper.form))),
        Some(more) => Err(differs(kind, "文末", "", Some(&more))),
    }
}

/// Every figure of a chart, in the chart and in what it says to who cannot see it.
fn chart_matches(kind: Kind, place: &str, wanted: &ChartWanted, found: Option<&Shown>) -> Result<(), PaperError> {
    let Some(Shown::Chart(chart)) = found else { return Err(differs(kind, place, &wanted.words, found)) };
    let pairs = [(wanted.id.as_str(), chart.id.as_str()), (&wanted.words, &chart.words)];
    let pairs = pairs.into_iter().chain(chart.texts.as_deref().map(|texts| (wanted.texts.as_str(), texts)));
    match pairs.into_iter().find(|(wanted, found)| wanted != found) {
        Some((wanted, found)) => Err(differs(kind, place, wanted, Some(&Shown::Text(found.to_owned())))),
        None => Ok(()),
    }
}

fn differs(kind: Kind, place: &str, wanted: &str, found: Option<&Shown>) -> PaperError {
    let found = match found {
        Some(Shown::Text(text)) => text.as_str(),
        Some(Shown::Table(_)) => "一个表格",
        Some(Shown::Chart(chart)) => chart.words.as_str(),
        None => "",
    };
    PaperError::NotAsFilled { kind, place: place.to_owned(), wanted: around(wanted, found), found: around(found, wanted) }
}

/// The part of a text where it differs from another.
pub(super) fn around(text: &str, other: &str) -> String {
    let same = text.chars().zip(other.chars()).take_while(|(one, two)| one == two).count();
    text.chars().skip(same.saturating_sub(4)).take(12).collect()
}

fn table_matches(kind: Kind, paper: Paper<'_>, table: &Table, cells: &[ShownCell]) -> Result<(), PaperError> {
    let error = |place: &str, wanted: &str, found: &str| PaperError::NotAsFilled {
        kind,
        place: place.to_owned(),
        wanted: wanted.to_owned(),
        found: found.to_owned(),
    };
    for place in &table.places {
        let (name, wanted) = match &place.content {
            PlaceContent::Label(label) => (table.name.clone(), printable(&label.text)),
            PlaceContent::Cell(cell) => (cell_name(paper.form, *cell), cell_text(paper.form, paper.report, paper.figures, *cell)),
        };
        let found = cells.iter().find(|cell| (cell.row, cell.column) == (place.row, place.column));
        match found {
            Some(cell) if cell.text != wanted => return Err(error(&name, &wanted, &cell.text)),
            Some(cell) if (cell.rows, cell.columns) == (place.rows, place.columns) => {}
            Some(cell) => {
                let span = |rows: usize, columns: usize| format!("{rows} 行 {columns} 列");
                return Err(error(&name, &span(place.rows, place.columns), &span(cell.rows, cell.columns)));
            }
            None => return Err(error(&name, &wanted, "")),
        }
    }
    let count = |count: usize| format!("{count} 格");
    if cells.len() == table.places.len() { Ok(()) } else { Err(error(&table.name, &count(table.places.len()), &count(cells.len()))) }
}
