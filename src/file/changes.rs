//! What another program changed in a paper of ours that carries its report: found part by part, and taken over one by one or all.

use std::ops::Range;

use super::alike::common;
use super::charts::chart_wanted;
use super::wanted::{self, Shown, ShownCell, ShownChart};
use crate::form::{CellIndex, Form, PlaceContent, SectionContent, Table};
use crate::page::paragraphs;
use crate::report::{Edit, Figures, Report, Signature, Status, Value, changed_part, chart_of, expand, reworded};

/// The most characters of a changed text that are shown.
const MOST_SHOWN: usize = 30;

/// Everything that was changed, in the order of the report.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// Each change.
    pub all: Vec<Change>,
}

/// One place where a paper says something else than the report that it carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Where, e.g. 表三·重复申请，自然人, or the head of the section.
    pub place: String,
    /// What the report says; empty where the paper has more.
    pub in_data: String,
    /// What the paper says; empty where the paper has less.
    pub on_paper: String,
    what: What,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum What {
    /// A figure, of that table.
    Cell(usize, CellIndex),
    /// Paragraphs of a section, as places among its paragraphs.
    Prose(String, Range<usize>),
    Unit,
    Year(i32),
    SignedBy,
    SignedOn,
    /// Wording of the form, of a table or not: it is never taken over.
    Form(Option<usize>),
}

/// A part of the report as its papers say it.
struct Part {
    place: String,
    text: String,
    kind: Kind,
}

#[derive(Clone, PartialEq)]
enum Kind {
    Unit,
    Title,
    Head(String),
    Paragraph(String, usize),
    /// A chart and which, a paragraph of its section too.
    Chart(String, usize),
    /// What stands below that chart.
    Caption(String, usize),
    Table(usize),
    SignedBy,
    SignedOn,
}

impl Changes {
    /// Compares what a paper shows with the report.
    pub(super) fn of(form: &Form, report: &Report, figures: &Figures, shown: &[Shown]) -> Self {
        let parts = parts(form, report, figures);
        let shown: Vec<(Option<usize>, &Shown)> = shown
            .iter()
            .filter(|part| !matches!(part, Shown::Text(text) if text.is_empty()))
            .map(|part| (table_of(form, part), part))
            .collect();
        let same = |part: &Part, (table, shown): &(Option<usize>, &Shown)| match (&part.kind, shown) {
            (Kind::Table(index), Shown::Table(_)) => Some(*index) == *table,
            (Kind::Chart(..), Shown::Chart(chart)) => part.text == chart_text(chart),
            (Kind::Table(_) | Kind::Chart(..), _) | (_, Shown::Table(_) | Shown::Chart(_)) => false,
            (_, Shown::Text(text)) => part.text == *text,
        };
        let mut all = Vec::new();
        let finder = Finder { form, report, figures };
        let (mut old, mut new) = (0_usize, 0_usize);
        for (same_old, same_new) in common(&parts, &shown, same).into_iter().chain([(parts.len(), shown.len())]) {
            let before = old.checked_sub(1).and_then(|at| parts.get(at));
            let (changed, found) = (parts.get(old..same_old).unwrap_or_default(), shown.get(new..same_new).unwrap_or_default());
            all.extend(finder.hunk(before, changed, found));
            if let (Some(Kind::Table(index)), Some((_, Shown::Table(cells)))) =
                (parts.get(same_old).map(|part| &part.kind), shown.get(same_new))
            {
                all.extend(finder.table(*index, cells));
            }
            (old, new) = (same_old + 1, same_new + 1);
        }
        Self { all }
    }

    /// `正文 3 处、表三 1 格与文件里的数据不同`; `None` where nothing was changed.
    #[must_use]
    pub fn sentence(&self, form: &Form) -> Option<String> {
        let texts = self.all.iter().filter(|change| change.table().is_none()).count();
        let mut counts: Vec<String> = (texts > 0).then(|| format!("正文 {texts} 处")).into_iter().collect();
        for (at, table) in form.tables.iter().enumerate() {
            let count = self.all.iter().filter(|change| change.table() == Some(at)).count();
            if count > 0 {
                counts.push(format!("{} {count} 格", table.name));
            }
        }
        (!counts.is_empty()).then(|| format!("{}与文件里的数据不同", counts.join("、")))
    }

    /// The report with the changes taken over that are ticked, in the order of [`Changes::all`]. A finished report is a draft then.
    pub fn take(&self, form: &Form, report: &mut Report, ticked: &[bool]) {
        let taken: Vec<_> =
            self.all.iter().zip(ticked).filter(|(change, ticked)| **ticked && change.can_be_taken()).map(|(change, _)| change).collect();
        if taken.is_empty() {
            return;
        }
        let prose = prose_edits(form, report, &taken);
        report.apply(form, Edit::All(prose));
        for change in taken {
            if let Some(edit) = change.edit(report) {
                report.apply(form, edit);
            }
        }
        report.status = Status::Draft;
    }
}

impl Change {
    /// Whether it can be taken over: wording of the form never is.
    #[must_use]
    pub fn can_be_taken(&self) -> bool {
        !matches!(self.what, What::Form(_))
    }

    /// Where, and what of it differs: 一、总体情况 “第三段”→“第三节”.
    #[must_use]
    pub fn sentence(&self) -> String {
        let (start, old_end, new_end) = changed_part(&self.in_data, &self.on_paper);
        let part = |text: &str, end: usize| match text.get(start..end).unwrap_or_default() {
            "" => "无".to_owned(),
            part if part.chars().count() > MOST_SHOWN => format!("“{}…”", part.chars().take(MOST_SHOWN).collect::<String>()),
            part => format!("“{part}”"),
        };
        match self.what {
            What::Cell(..) => format!("{} {}→{}", self.place, figure(&self.in_data), figure(&self.on_paper)),
            _ => format!("{} {}→{}", self.place, part(&self.in_data, old_end), part(&self.on_paper, new_end)),
        }
    }

    fn table(&self) -> Option<usize> {
        match self.what {
            What::Cell(table, _) => Some(table),
            What::Form(table) => table,
            _ => None,
        }
    }

    /// The edit that takes it over; prose is taken section by section.
    fn edit(&self, report: &Report) -> Option<Edit> {
        let signature = || report.signature.clone().unwrap_or_default();
        match &self.what {
            What::Cell(_, cell) => Some(Edit::cell(*cell, self.on_paper.as_str())),
            What::Unit => Some(Edit::Unit(self.on_paper.clone())),
            What::Year(year) => Some(Edit::Year(*year)),
            What::SignedBy => Some(Edit::Signature(Some(Signature { unit: self.on_paper.clone(), ..signature() }))),
            What::SignedOn => Some(Edit::Signature(Some(Signature { date: short_date(&self.on_paper), ..signature() }))),
            What::Prose(..) | What::Form(_) => None,
        }
    }
}

/// A figure as it is told.
fn figure(text: &str) -> &str {
    if text.is_empty() { "空白" } else { text }
}

/// One edit for each section, its changes put in from the last to the first.
fn prose_edits(form: &Form, report: &Report, taken: &[&Change]) -> Vec<Edit> {
    let figures = Figures::of(form, report);
    let edit = |id: &String| {
        let mut lines: Vec<String> = paragraphs(report.prose(id)).map(str::to_owned).collect();
        let mut changes = 0;
        for change in taken.iter().rev() {
            let What::Prose(section, range) = &change.what else { continue };
            if section == id && range.end <= lines.len() && range.start <= range.end {
                let old: Vec<String> = lines.get(range.clone()).unwrap_or_default().to_vec();
                let new = change.on_paper.lines().enumerate().map(|(at, line)| match (old.get(at), old.len()) {
                    _ if chart_of(form, line).is_some() => line.to_owned(),
                    (Some(old), 1) if chart_of(form, old).is_none() => reworded(form, &figures, old, line),
                    _ => line.replace('{', "{{"),
                });
                lines.splice(range.clone(), new);
                changes += 1;
            }
        }
        (changes > 0).then(|| Edit::Prose { section: id.clone(), text: lines.join("\n") })
    };
    form.prose_sections().filter_map(|section| edit(&section.id)).collect()
}

/// Everything that a paper says, in order.
fn parts(form: &Form, report: &Report, figures: &Figures) -> Vec<Part> {
    let part =
        |place: &str, text: &str, kind: Kind| Part { place: place.to_owned(), text: wanted::printable(text).trim().to_owned(), kind };
    let mut charts = 0;
    let mut parts = vec![part("标题", &report.unit, Kind::Unit), part("标题", &form.title_for(report.year), Kind::Title)];
    for section in &form.sections {
        let head = section.head();
        if section.head_printed {
            parts.push(part(&head, &head, Kind::Head(section.id.clone())));
        }
        match &section.content {
            SectionContent::Prose { .. } => {
                for (at, text) in paragraphs(report.prose(&section.id)).enumerate() {
                    let Some(chart) = chart_of(form, text) else {
                        parts.push(part(&head, &expand(form, figures, text), Kind::Paragraph(section.id.clone(), at)));
                        continue;
                    };
                    charts += 1;
                    let chart = chart_wanted(form, report, figures, chart, charts);
                    let shown = ShownChart { id: chart.id, words: chart.words, texts: None };
                    parts.push(part(&head, &chart_text(&shown), Kind::Chart(section.id.clone(), at)));
                    parts.push(part(&head, &chart.caption, Kind::Caption(section.id.clone(), at)));
                }
            }
            SectionContent::Tables(tables) => {
                parts.extend(tables.iter().filter_map(|at| Some(part(&form.tables.get(*at)?.name, "", Kind::Table(*at)))));
            }
        }
    }
    if let Some(signature) = &report.signature {
        parts.push(part("落款", &signature.unit, Kind::SignedBy));
        parts.push(part("落款", &wanted::long_date(&signature.date), Kind::SignedOn));
    }
    parts.retain(|part| !part.text.is_empty() || matches!(part.kind, Kind::Table(_)));
    parts
}

/// The table of the form whose labels a table has for the most part.
fn table_of(form: &Form, shown: &Shown) -> Option<usize> {
    let Shown::Table(cells) = shown else { return None };
    let has = |text: &str| cells.iter().any(|cell| cell.text == text);
    let share = |table: &Table| {
        let labels = table.places.iter().filter_map(|place| match &place.content {
            PlaceContent::Label(label) => Some(has(&label.text)),
            PlaceContent::Cell(_) => None,
        });
        let (found, all) = labels.fold((0, 0), |(found, all), has| (found + usize::from(has), all + 1));
        (found * 100).checked_div(all).unwrap_or_default()
    };
    let best = form.tables.iter().enumerate().map(|(at, table)| (share(table), at)).max_by_key(|(share, at)| (*share, usize::MAX - at))?;
    (best.0 > 50).then_some(best.1)
}

/// Finds out what a difference means.
struct Finder<'a> {
    form: &'a Form,
    report: &'a Report,
    figures: &'a Figures,
}

impl Finder<'_> {
    /// Parts of the report in whose place a paper shows others.
    fn hunk(&self, before: Option<&Part>, old: &[Part], new: &[(Option<usize>, &Shown)]) -> Vec<Change> {
        if old.is_empty() && new.is_empty() {
            return Vec::new();
        }
        let words: Vec<String> = new.iter().map(|(_, shown)| words(shown)).collect();
        if let Some((section, range)) = self.place_of(before, old) {
            let place = self.form.section(&section).map_or_else(String::new, crate::form::Section::head);
            // A paragraph for a paragraph is told one by one; a chart has its caption with it.
            let has_chart = old.iter().any(|part| matches!(part.kind, Kind::Chart(..) | Kind::Caption(..)));
            if old.len() == new.len() && !has_chart {
                return old
                    .iter()
                    .zip(words)
                    .zip(range)
                    .map(|((part, word), at)| change(part, &word, What::Prose(section.clone(), at..at + 1)))
                    .collect();
            }
            let in_data = old.iter().map(|part| part.text.as_str()).collect::<Vec<_>>().join("\n");
            return vec![Change { place, in_data, on_paper: words.join("\n"), what: What::Prose(section, range) }];
        }
        if old.len() == new.len() {
            return old.iter().zip(words).map(|(part, word)| change(part, &word, self.what(part, &word))).collect();
        }
        let place = old.first().or(before).map_or_else(String::new, |part| part.place.clone());
        let in_data = old.iter().map(|part| part.text.as_str()).collect::<Vec<_>>().join("\n");
        vec![Change { place, in_data, on_paper: words.join("\n"), what: What::Form(None) }]
    }

    /// The section and its paragraphs in which a difference lies, where it lies in one section's prose alone.
    fn place_of(&self, before: Option<&Part>, old: &[Part]) -> Option<(String, Range<usize>)> {
        let place = |part: &Part| match &part.kind {
            Kind::Paragraph(section, at) | Kind::Chart(section, at) | Kind::Caption(section, at) => Some((section.clone(), *at)),
            _ => None,
        };
        if let (Some(first), Some(last)) = (old.first(), old.last()) {
            let (section, start) = place(first)?;
            let within = old.iter().all(|part| place(part).is_some_and(|(other, _)| other == section));
            // A caption alone is counted by the program, and is no text of the report.
            let is_text = old.iter().any(|part| !matches!(part.kind, Kind::Caption(..)));
            return (within && is_text).then(|| (section, start..place(last).map_or(start, |(_, at)| at) + 1));
        }
        match &before?.kind {
            Kind::Paragraph(section, at) | Kind::Chart(section, at) | Kind::Caption(section, at) => Some((section.clone(), at + 1..at + 1)),
            Kind::Head(section) => self.form.prose_sections().any(|prose| prose.id == *section).then(|| (section.clone(), 0..0)),
            // Behind the title stands what has no head of its own.
            Kind::Title => {
                let section = self.form.sections.first().filter(|section| !section.head_printed)?;
                Some((section.id.clone(), 0..0))
            }
            _ => None,
        }
    }

    fn what(&self, part: &Part, word: &str) -> What {
        match &part.kind {
            Kind::Unit => What::Unit,
            Kind::Title => self.year_in(word).map_or(What::Form(None), What::Year),
            Kind::Paragraph(section, at) => What::Prose(section.clone(), *at..at + 1),
            Kind::SignedBy => What::SignedBy,
            Kind::SignedOn => What::SignedOn,
            Kind::Head(_) | Kind::Chart(..) | Kind::Caption(..) => What::Form(None),
            Kind::Table(index) => What::Form(Some(*index)),
        }
    }

    /// The year of a title that differs in its year alone.
    fn year_in(&self, title: &str) -> Option<i32> {
        let digits: String = title.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
        let year = digits.parse().ok()?;
        (self.form.title_for(year) == title && year >= self.form.first_year).then_some(year)
    }

    /// What differs in a table, cell by cell.
    fn table(&self, index: usize, cells: &[ShownCell]) -> Vec<Change> {
        let Some(table) = self.form.tables.get(index) else { return Vec::new() };
        let found = |place: &crate::form::Place| cells.iter().find(|cell| (cell.row, cell.column) == (place.row, place.column));
        let changes = table.places.iter().filter_map(|place| {
            let on_paper = found(place).map_or("", |cell| cell.text.as_str());
            let (name, in_data, what) = match &place.content {
                PlaceContent::Label(label) => (label.text.clone(), wanted::printable(&label.text), What::Form(Some(index))),
                PlaceContent::Cell(cell) => {
                    let blank = self.figures.value(*cell) == Value::Blank && on_paper.is_empty();
                    let text = if blank { String::new() } else { wanted::cell_text(self.form, self.report, self.figures, *cell) };
                    (wanted::cell_name(self.form, *cell), text, What::Cell(index, *cell))
                }
            };
            let place = format!("{}·{name}", table.name);
            (in_data != on_paper).then(|| Change { place, in_data, on_paper: on_paper.to_owned(), what })
        });
        changes.collect()
    }
}

fn change(part: &Part, word: &str, what: What) -> Change {
    Change { place: part.place.clone(), in_data: part.text.clone(), on_paper: word.to_owned(), what }
}

fn words(shown: &Shown) -> String {
    match shown {
        Shown::Text(text) => text.clone(),
        Shown::Table(_) => "（一个表格）".to_owned(),
        Shown::Chart(chart) => format!("{{chart:{}}}", chart.id),
    }
}

/// A chart as it is compared: by which one it is, and by its figures.
fn chart_text(chart: &ShownChart) -> String {
    format!("{{chart:{}}} {}", chart.id, chart.words)
}

/// 2024年1月20日 as 2024-01-20; another text as it stands.
fn short_date(text: &str) -> String {
    let parts: Vec<&str> = text.trim().split(['年', '月', '日']).collect();
    match parts.as_slice() {
        [year, month, day, ""] => match (year.parse::<u16>(), month.parse::<u8>(), day.parse::<u8>()) {
            (Ok(year), Ok(month), Ok(day)) => format!("{year:04}-{month:02}-{day:02}"),
            _ => text.trim().to_owned(),
        },
        _ => text.trim().to_owned(),
    }
}
