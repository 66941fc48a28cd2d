//! Reading back: what the pages of a PDF say is compared with the report, figure by figure and paragraph by paragraph.
//!
//! What the pages should say is taken from form and report anew, not from the layout.

use std::borrow::Cow;

use lopdf::Document;

use super::{PdfError, decode, tags};
use crate::file::charts::{ChartWanted, chart_wanted};
use crate::form::{CellIndex, Form, PlaceContent, SectionContent};
use crate::page::POSTER_WORDS;
use crate::report::{ChartFigures, Figures, Report, Value, chart_of, expand, is_unseen};

/// What should stand next.
enum Wanted {
    /// A text, in as many pieces as it takes: where it stands, and its characters, blanks too.
    Text { place: String, text: String },
    /// A figure, in a piece of its own.
    Figure { cell: CellIndex, text: String },
    /// A chart and its caption.
    Chart { place: String, chart: ChartWanted },
}

/// How closely the pages are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Closeness {
    /// Every character, the blanks between figures too, and the sign of a figure.
    AsTyped,
    /// Blanks aside, and the sign of an increase, which files of older versions lack.
    InSubstance,
}

impl Closeness {
    fn of(self, text: &str) -> Cow<'_, str> {
        match self {
            Self::AsTyped => Cow::Borrowed(text),
            Self::InSubstance => Cow::Owned(text.replace('−', "-").chars().filter(|c| !c.is_whitespace() && *c != '+').collect()),
        }
    }
}

/// Compares the pages with the report. Where no face had a character, 〓 stands for it.
pub(super) fn compare(
    document: &Document,
    form: &Form,
    report: &Report,
    figures: &Figures,
    covers: &dyn Fn(char) -> bool,
    closeness: Closeness,
) -> Result<(), PdfError> {
    let unread = || PdfError::Writing("写出的内容读不回来".to_owned());
    let pieces = decode::pieces(document).ok_or_else(unread)?;
    let texts: Vec<String> =
        pieces.iter().filter(|piece| !piece.artifact).map(|piece| closeness.of(&blanks_alike(&piece.text)).into()).collect();
    let mut shown = texts.iter().map(String::as_str);
    let mut said = tags::said_of_figures(document).into_iter();
    for wanted in script(form, report, figures) {
        match wanted {
            Wanted::Chart { place, chart } => {
                for text in [&chart.texts, &chart.caption] {
                    text_matches(&mut shown, &place, &closeness.of(&printable(&blanks_alike(text), covers)))?;
                }
                let found = said.next().unwrap_or_default();
                if found != chart.words {
                    return Err(differs(&place, &around(&chart.words, &found), &around(&found, &chart.words)));
                }
            }
            Wanted::Text { place, text } => text_matches(&mut shown, &place, &closeness.of(&printable(&text, covers)))?,
            Wanted::Figure { cell, text } => figure_matches(&mut shown, form, cell, &closeness.of(&printable(&text, covers)))?,
        }
    }
    match shown.next() {
        None => Ok(()),
        Some(piece) => Err(differs("文末", "", piece)),
    }
}

/// Compares a report at a glance with the report: its numbers added up once more from the cells, and each chart as in the report.
pub(super) fn poster(
    document: &Document,
    form: &Form,
    report: &Report,
    figures: &Figures,
    covers: &dyn Fn(char) -> bool,
) -> Result<(), PdfError> {
    let unread = || PdfError::Writing("写出的内容读不回来".to_owned());
    let pieces = decode::pieces(document).ok_or_else(unread)?;
    let texts: Vec<String> = pieces.iter().filter(|piece| !piece.artifact).map(|piece| blanks_alike(&piece.text)).collect();
    let mut shown = texts.iter().map(String::as_str);
    let mut said = tags::said_of_figures(document).into_iter();
    let title = format!("{}{}", bare(&report.unit), form.title_for(report.year));
    let mut matches = |place: &str, text: &str| text_matches(&mut shown, place, &printable(&blanks_alike(text), covers));
    matches("标题", &format!("{POSTER_WORDS}{title}"))?;
    for number in &form.poster.numbers {
        let sum = number.cells.iter().map(|id| match form.find(id).map(|cell| figures.value(cell)) {
            Some(Value::Number(figure)) => Some(figure),
            Some(Value::Blank) => Some(rust_decimal::Decimal::ZERO),
            Some(Value::Unreadable(_)) | None => None,
        });
        let figure = sum.sum::<Option<rust_decimal::Decimal>>().map_or_else(|| "？".to_owned(), |sum| sum.normalize().to_string());
        matches(&number.label, &format!("{figure}{}{}", number.unit, number.label))?;
    }
    for (at, chart) in form.poster.charts.iter().filter_map(|id| form.chart(id)).enumerate() {
        let wanted = chart_wanted(form, report, figures, chart, at + 1);
        let says = ChartFigures::of(form, report, figures, chart).stands_out();
        let head = chart.title.replace("{year}", &report.year.to_string());
        matches(&chart.name, &format!("{head}{says}{}", wanted.texts))?;
        if said.next() != Some(wanted.words) {
            return Err(differs(&chart.name, "", ""));
        }
    }
    matches("文末", &format!("数字取自《{title}》"))
}

/// `表二 10、表三 175、表四 15 个数字与填报一致`.
pub(super) fn sentence(form: &Form) -> String {
    let tables: Vec<_> = form.tables.iter().map(|table| format!("{} {}", table.name, table.cells().count())).collect();
    format!("{} 个数字与填报一致", tables.join("、"))
}

fn differs(place: &str, wanted: &str, found: &str) -> PdfError {
    PdfError::NotAsFilled { place: place.to_owned(), wanted: wanted.to_owned(), found: found.to_owned() }
}

fn text_matches<'a>(shown: &mut impl Iterator<Item = &'a str>, place: &str, wanted: &str) -> Result<(), PdfError> {
    let mut found = String::new();
    while found.len() < wanted.len() {
        match shown.next() {
            Some(piece) => found.push_str(piece),
            None => break,
        }
    }
    if found == wanted { Ok(()) } else { Err(differs(place, &around(wanted, &found), &around(&found, wanted))) }
}

/// The part of a text where it differs from another.
fn around(text: &str, other: &str) -> String {
    let same = text.chars().zip(other.chars()).take_while(|(one, two)| one == two).count();
    text.chars().skip(same.saturating_sub(4)).take(12).collect()
}

fn figure_matches<'a>(shown: &mut impl Iterator<Item = &'a str>, form: &Form, cell: CellIndex, wanted: &str) -> Result<(), PdfError> {
    let name = form.cell(cell).map_or_else(String::new, |cell| format!("{}，{}", cell.row_name, cell.column_name));
    match shown.next() {
        Some(piece) if piece == wanted => Ok(()),
        Some(piece) => Err(differs(&name, wanted, piece)),
        None => Err(differs(&name, wanted, "")),
    }
}

fn printable(text: &str, covers: &dyn Fn(char) -> bool) -> String {
    text.chars().map(|c| if covers(c) { c } else { '〓' }).collect()
}

/// Everything that the pages should say, in order.
fn script(form: &Form, report: &Report, figures: &Figures) -> Vec<Wanted> {
    let text = |place: &str, text: &str| Wanted::Text { place: place.to_owned(), text: bare(text) };
    let mut charts = 0;
    let mut script = vec![text("标题", &format!("{}{}", report.unit.trim(), form.title_for(report.year)))];
    for section in &form.sections {
        let head = section.head();
        if section.head_printed {
            script.push(text(&head, &head));
        }
        match &section.content {
            SectionContent::Prose { .. } => {
                let mut between = String::new();
                for paragraph in lines(report.prose(&section.id)) {
                    if let Some(chart) = chart_of(form, paragraph) {
                        script.push(text(&head, &std::mem::take(&mut between)));
                        charts += 1;
                        script.push(Wanted::Chart { place: head.clone(), chart: chart_wanted(form, report, figures, chart, charts) });
                    } else {
                        between.push_str(&expand(form, figures, paragraph));
                        between.push('\n');
                    }
                }
                script.push(text(&head, &between));
            }
            SectionContent::Tables(tables) => {
                for table in tables.iter().filter_map(|table| form.tables.get(*table)) {
                    script.extend(table.places.iter().map(|place| match &place.content {
                        PlaceContent::Label(label) => text(&table.name, &label.text),
                        PlaceContent::Cell(cell) => cell_wanted(form, report, figures, *cell),
                    }));
                }
            }
        }
    }
    if let Some(signature) = &report.signature {
        script.push(text("落款", &format!("{}{}", signature.unit.trim(), long_date(&signature.date))));
    }
    script
}

fn cell_wanted(form: &Form, report: &Report, figures: &Figures, cell: CellIndex) -> Wanted {
    let unit = form.cell(cell).map_or("", |definition| definition.kind.printed_unit());
    match figures.value(cell) {
        Value::Number(number) => {
            let typed = report.cell(cell).text.trim_start();
            let sign = match (number.is_sign_negative(), typed.starts_with(['+', '＋']) && !number.is_zero()) {
                (true, _) => "−",
                (_, true) => "+",
                _ => "",
            };
            Wanted::Figure { cell, text: format!("{sign}{}{unit}", number.abs()) }
        }
        Value::Blank => Wanted::Figure { cell, text: format!("0{unit}") },
        Value::Unreadable(_) => {
            let typed = bare(&report.cell(cell).text);
            let name = form.cell(cell).map_or_else(String::new, |cell| format!("{}，{}", cell.row_name, cell.column_name));
            Wanted::Text { place: name, text: if typed.is_empty() { "？".to_owned() } else { typed } }
        }
    }
}

/// A text as it should read, paragraph behind paragraph: no blanks at their ends, none of the characters that nobody sees, and one kind
/// of blank.
fn bare(text: &str) -> String {
    let seen = |line: &str| line.chars().filter(|c| !is_unseen(*c)).collect::<String>();
    lines(text).map(|line| blanks_alike(seen(line).trim())).collect()
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split(['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'])
}

fn blanks_alike(text: &str) -> String {
    text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect()
}

/// `2024-01-20` as 2024年1月20日.
fn long_date(date: &str) -> String {
    let plain = |part: &str| part.parse::<u16>().map(|number| number.to_string());
    match date.trim().split('-').map(plain).collect::<Result<Vec<_>, _>>().as_deref() {
        Ok([year, month, day]) => format!("{year}年{month}月{day}日"),
        _ => date.trim().to_owned(),
    }
}
