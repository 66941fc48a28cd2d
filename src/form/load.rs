//! Reads a form definition and refuses a broken one with its place.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::Deserialize;

use super::charts::{self, Chart, Poster};
use super::foreign::ForeignWords;
use super::ledger::LedgerWords;
use super::review::{RawReview, Resolver};
use super::{
    CellDefinition, CellIndex, Form, Kind, Label, Place, PlaceContent, Role, Section, SectionContent, Sum, SumSeverity, Table, Term, Total,
};

/// What is wrong with a definition, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormError {
    /// What is wrong.
    pub what: String,
    /// Where: the file, then the table, row or rule.
    pub place: String,
}

impl fmt::Display for FormError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "表样有误：{}（{}）", self.what, self.place)
    }
}

impl std::error::Error for FormError {}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawForm {
    edition: String,
    notice: String,
    first_year: i32,
    title: String,
    sections: Vec<RawSection>,
    tables: Vec<RawTable>,
    sums: Vec<RawSum>,
    #[serde(default)]
    review: RawReview,
    #[serde(default)]
    foreign: ForeignWords,
    #[serde(default)]
    ledger: LedgerWords,
    #[serde(default)]
    charts: Vec<Chart>,
    #[serde(default)]
    poster: Poster,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSection {
    id: String,
    number: Option<String>,
    title: String,
    #[serde(default)]
    also: Vec<String>,
    #[serde(default = "yes")]
    head_printed: bool,
    #[serde(default)]
    tables: Vec<String>,
    #[serde(default)]
    heads: Vec<String>,
    #[serde(default)]
    hint: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTable {
    id: String,
    name: String,
    widths_mm: Vec<f32>,
    label_columns: usize,
    /// The columns that a `cells` place stands for.
    #[serde(default)]
    value_columns: Vec<String>,
    rows: Vec<Vec<RawPlace>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPlace {
    label: Option<String>,
    short: Option<String>,
    role: Option<RawRole>,
    #[serde(default)]
    vertical: bool,
    /// One cell: `row.column`.
    cell: Option<String>,
    /// A run of cells: the row; one cell for each of the table's value columns.
    cells: Option<String>,
    kind: Option<RawKind>,
    #[serde(default = "one")]
    rows: usize,
    #[serde(default = "one")]
    columns: usize,
    unit: Option<String>,
    #[serde(default)]
    unit_printed: bool,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "snake_case")]
enum RawRole {
    Banner,
    Head,
    Row,
    Corner,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "snake_case")]
enum RawKind {
    Count,
    Change,
    Amount,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSum {
    rule: String,
    severity: RawSeverity,
    /// What `{}` stands for, one sum for each.
    each: Vec<String>,
    left: Vec<String>,
    right: Vec<String>,
    /// Whether the one cell at the right is computed from the left.
    #[serde(default)]
    computes: bool,
    /// Which label names a term in the message.
    terms_by: RawTermsBy,
    message: String,
    source: String,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "snake_case")]
enum RawSeverity {
    Blocking,
    Explain,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "snake_case")]
enum RawTermsBy {
    Row,
    Column,
}

fn yes() -> bool {
    true
}

fn one() -> usize {
    1
}

/// Reads the definition in `bytes`; `name` stands in the errors.
///
/// # Errors
/// The first fault found, with its place: not the shape of a definition, an id twice, spans that do not tile the
/// table, a rule that names no cell, a total computed twice or by way of itself.
pub fn load(name: &str, bytes: &[u8]) -> Result<Form, FormError> {
    let raw: RawForm = serde_json::from_slice(bytes).map_err(|error| FormError { what: error.to_string(), place: name.to_owned() })?;
    let mut loader = Loader { name, cells: Vec::new(), by_id: BTreeMap::new() };
    let tables = loader.tables(&raw.tables)?;
    let sections = loader.sections(&raw.sections, &tables)?;
    let (sums, totals) = loader.sums(&raw.sums)?;
    let find = |id: &str| loader.by_id.get(id).copied();
    let ids = || loader.cells.iter().map(|cell| cell.id.clone()).collect();
    let has_section = |id: &str| sections.iter().any(|section: &Section| section.id == id);
    let review = Resolver { find: &find, ids: &ids, has_section: &has_section }.resolve(raw.review);
    let review = review.or_else(|what| loader.fault("review", what))?;
    if let Some(missing) = raw.ledger.missing(&|id| loader.by_id.contains_key(id)) {
        return loader.fault("ledger", format!("there is no cell {missing}"));
    }
    if let Some(what) = charts::fault(&raw.charts, &raw.poster, &|id| loader.by_id.contains_key(id)) {
        return loader.fault("charts", what);
    }
    Ok(Form {
        edition: raw.edition,
        notice: raw.notice,
        first_year: raw.first_year,
        title: raw.title,
        sections,
        tables,
        sums,
        totals,
        review,
        foreign: raw.foreign,
        ledger: raw.ledger,
        charts: raw.charts,
        poster: raw.poster,
        cells: loader.cells,
        by_id: loader.by_id,
    })
}

struct Loader<'a> {
    name: &'a str,
    cells: Vec<CellDefinition>,
    by_id: BTreeMap<String, CellIndex>,
}

impl Loader<'_> {
    fn fault<T>(&self, place: &str, what: impl Into<String>) -> Result<T, FormError> {
        Err(FormError { what: what.into(), place: format!("{}：{place}", self.name) })
    }

    fn tables(&mut self, raw: &[RawTable]) -> Result<Vec<Table>, FormError> {
        let mut ids = BTreeSet::new();
        let mut tables = Vec::new();
        for table in raw {
            if !ids.insert(&table.id) {
                return self.fault(&format!("table {}", table.id), "table id stands twice");
            }
            tables.push(self.table(tables.len(), table)?);
        }
        Ok(tables)
    }

    fn table(&mut self, at: usize, raw: &RawTable) -> Result<Table, FormError> {
        let column_count = raw.widths_mm.len();
        if raw.label_columns >= column_count || raw.widths_mm.iter().any(|width| !width.is_finite() || *width <= 0.0) {
            return self.fault(&format!("table {}", raw.id), "widths are not all above 0 or leave no column for cells");
        }
        let mut tiling = Tiling { taken: vec![vec![false; column_count]; raw.rows.len()] };
        let mut places = Vec::new();
        for (row, raw_places) in raw.rows.iter().enumerate() {
            let place_name = format!("table {} row {}", raw.id, row + 1);
            for raw_place in raw_places {
                for (content, columns) in self.contents(raw, raw_place, &place_name)? {
                    let Some(column) = tiling.take(row, raw_place.rows, columns) else {
                        return self.fault(&place_name, "a place runs over another or over the edge");
                    };
                    let content = match content {
                        Content::Label(label) => PlaceContent::Label(label),
                        Content::Cell { id, kind } => {
                            let definition = blank_definition(id, at, (row, column), (raw_place.rows, columns), kind);
                            PlaceContent::Cell(self.add_cell(definition, &place_name)?)
                        }
                    };
                    places.push(Place { row, column, rows: raw_place.rows, columns, content });
                }
            }
        }
        if let Some((row, column)) = tiling.hole() {
            return self.fault(&format!("table {} row {}", raw.id, row + 1), format!("nothing stands in column {}", column + 1));
        }
        places.sort_by_key(|place| (place.row, place.column));
        let head_rows = head_rows(&places, raw.rows.len());
        let table = Table {
            id: raw.id.clone(),
            name: raw.name.clone(),
            widths_mm: raw.widths_mm.clone(),
            label_columns: raw.label_columns,
            head_rows,
            row_count: raw.rows.len(),
            places,
        };
        self.name_cells(&table);
        Ok(table)
    }

    fn contents(&self, table: &RawTable, raw: &RawPlace, place: &str) -> Result<Vec<(Content, usize)>, FormError> {
        if raw.rows == 0 || raw.columns == 0 {
            return self.fault(place, "a span of 0");
        }
        let kind = || match (raw.kind, &raw.unit) {
            (Some(RawKind::Count), None) => Some(Kind::Count),
            (Some(RawKind::Change), None) => Some(Kind::Change),
            (Some(RawKind::Amount), Some(unit)) => Some(Kind::Amount { unit: unit.clone(), unit_printed: raw.unit_printed }),
            _ => None,
        };
        match (&raw.label, &raw.cell, &raw.cells) {
            (Some(text), None, None) => {
                let Some(role) = raw.role else { return self.fault(place, format!("label {text} has no role")) };
                let role = match role {
                    RawRole::Banner => Role::Banner,
                    RawRole::Head => Role::Head,
                    RawRole::Row => Role::Row,
                    RawRole::Corner => Role::Corner,
                };
                let label = Label { text: text.clone(), short: raw.short.clone(), role, vertical: raw.vertical };
                Ok(vec![(Content::Label(label), raw.columns)])
            }
            (None, Some(cell), None) => match kind() {
                Some(kind) => Ok(vec![(Content::Cell { id: format!("{}.{cell}", table.id), kind }, raw.columns)]),
                None => self.fault(place, format!("cell {cell} has no kind, or an amount no unit")),
            },
            (None, None, Some(row)) => match kind() {
                Some(kind) if !table.value_columns.is_empty() => Ok(table
                    .value_columns
                    .iter()
                    .map(|column| (Content::Cell { id: format!("{}.{row}.{column}", table.id), kind: kind.clone() }, raw.columns))
                    .collect()),
                _ => self.fault(place, format!("cells {row} have no kind or no value columns")),
            },
            _ => self.fault(place, "a place is one of label, cell, cells"),
        }
    }

    fn add_cell(&mut self, definition: CellDefinition, place: &str) -> Result<CellIndex, FormError> {
        let parts: Vec<_> = definition.id.split('.').collect();
        let plain = |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        if parts.len() != 3 || !parts.iter().all(plain) {
            return self.fault(place, format!("{} is no cell id", definition.id));
        }
        let index = CellIndex(self.cells.len());
        if self.by_id.insert(definition.id.clone(), index).is_some() {
            return self.fault(place, format!("cell id {} stands twice", definition.id));
        }
        self.cells.push(definition);
        Ok(index)
    }

    fn name_cells(&mut self, table: &Table) {
        for (index, place) in table.cells() {
            let names = Names::of(table, place);
            if let Some(cell) = self.cells.get_mut(index.0) {
                names.give(cell);
            }
        }
    }

    fn sections(&self, raw: &[RawSection], tables: &[Table]) -> Result<Vec<Section>, FormError> {
        let mut ids = BTreeSet::new();
        let mut used = BTreeSet::new();
        let mut sections = Vec::new();
        for section in raw {
            let place = format!("section {}", section.id);
            if !ids.insert(&section.id) {
                return self.fault(&place, "section id stands twice");
            }
            let mut held = Vec::new();
            for id in &section.tables {
                match tables.iter().position(|table| table.id == *id) {
                    Some(at) if used.insert(at) => held.push(at),
                    Some(_) => return self.fault(&place, format!("table {id} stands in two places")),
                    None => return self.fault(&place, format!("there is no table {id}")),
                }
            }
            let content = if held.is_empty() {
                SectionContent::Prose { heads: section.heads.clone(), hint: section.hint.clone() }
            } else {
                SectionContent::Tables(held)
            };
            sections.push(Section {
                id: section.id.clone(),
                number: section.number.clone(),
                title: section.title.clone(),
                also: section.also.clone(),
                head_printed: section.head_printed,
                content,
            });
        }
        match tables.iter().enumerate().find(|(at, _)| !used.contains(at)) {
            Some((_, table)) => self.fault(&format!("table {}", table.id), "stands in no section"),
            None => Ok(sections),
        }
    }

    fn sums(&self, raw: &[RawSum]) -> Result<(Vec<Sum>, Vec<Total>), FormError> {
        let mut sums = Vec::new();
        let mut totals: Vec<Total> = Vec::new();
        for family in raw {
            for item in &family.each {
                let place = format!("rule {} of {item}", family.rule);
                let sum = self.sum(family, item, &place)?;
                if family.computes {
                    totals.push(self.total(&sum, &totals, &place)?);
                }
                sums.push(sum);
            }
        }
        Ok((sums, self.in_order(totals)?))
    }

    fn sum(&self, raw: &RawSum, item: &str, place: &str) -> Result<Sum, FormError> {
        if raw.source.is_empty() || raw.message.is_empty() {
            return self.fault(place, "a rule has a wording and a source");
        }
        let side = |terms: &[String]| {
            terms.iter().map(|term| self.term(&term.replace("{}", item), raw.terms_by, place)).collect::<Result<Vec<_>, _>>()
        };
        let (left, right) = (side(&raw.left)?, side(&raw.right)?);
        let Some(first) = left.first().and_then(|term| self.cells.get(term.cell.0)) else {
            return self.fault(place, "a side is empty");
        };
        if right.is_empty() {
            return self.fault(place, "a side is empty");
        }
        let severity = match raw.severity {
            RawSeverity::Blocking => SumSeverity::Blocking,
            RawSeverity::Explain => SumSeverity::Explain,
        };
        let message = raw.message.replace("{row}", &first.row_name).replace("{column}", &first.column_name);
        Ok(Sum { rule: raw.rule.clone(), severity, left, right, message, source: raw.source.clone() })
    }

    fn term(&self, text: &str, terms_by: RawTermsBy, place: &str) -> Result<Term, FormError> {
        let (negative, text) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (of_last_year, id) = text.strip_prefix("last:").map_or((false, text), |rest| (true, rest));
        let Some(cell) = self.by_id.get(id).copied() else {
            return self.fault(place, format!("there is no cell {id}"));
        };
        let name = self.cells.get(cell.0).map_or_else(String::new, |definition| match terms_by {
            RawTermsBy::Row => definition.row_short.clone(),
            RawTermsBy::Column => definition.column_name.clone(),
        });
        Ok(Term { cell, of_last_year, negative, name })
    }

    fn total(&self, sum: &Sum, known: &[Total], place: &str) -> Result<Total, FormError> {
        let plain = sum.left.iter().chain(&sum.right).all(|term| !term.negative && !term.of_last_year);
        match sum.right.as_slice() {
            [one] if plain && !known.iter().any(|total| total.cell == one.cell) => {
                Ok(Total { cell: one.cell, parts: sum.left.iter().map(|term| term.cell).collect() })
            }
            _ => self.fault(place, "computes a total that is not one cell, or that another rule computes"),
        }
    }

    /// Each total after the totals that it adds.
    fn in_order(&self, mut waiting: Vec<Total>) -> Result<Vec<Total>, FormError> {
        let mut ordered: Vec<Total> = Vec::new();
        while !waiting.is_empty() {
            let open: BTreeSet<_> = waiting.iter().map(|total| total.cell).collect();
            let (ready, rest): (Vec<_>, Vec<_>) =
                waiting.into_iter().partition(|total| !total.parts.iter().any(|part| open.contains(part)));
            if ready.is_empty() {
                return self.fault("sums", "totals add each other in a circle");
            }
            ordered.extend(ready);
            waiting = rest;
        }
        Ok(ordered)
    }
}

enum Content {
    Label(Label),
    Cell { id: String, kind: Kind },
}

fn blank_definition(id: String, table: usize, at: (usize, usize), span: (usize, usize), kind: Kind) -> CellDefinition {
    CellDefinition {
        id,
        table,
        row: at.0,
        column: at.1,
        rows: span.0,
        columns: span.1,
        kind,
        row_name: String::new(),
        column_name: String::new(),
        row_short: String::new(),
        row_path: String::new(),
        column_path: String::new(),
    }
}

/// Which grid positions are covered so far.
struct Tiling {
    taken: Vec<Vec<bool>>,
}

impl Tiling {
    /// Covers a rectangle at the first free position of a row and says at which column; `None` where it does not fit.
    fn take(&mut self, row: usize, rows: usize, columns: usize) -> Option<usize> {
        let column = self.taken.get(row)?.iter().position(|taken| !taken)?;
        for line in self.taken.get_mut(row..row.checked_add(rows)?)? {
            for taken in line.get_mut(column..column.checked_add(columns)?)? {
                if std::mem::replace(taken, true) {
                    return None;
                }
            }
        }
        Some(column)
    }

    fn hole(&self) -> Option<(usize, usize)> {
        self.taken.iter().enumerate().find_map(|(row, line)| line.iter().position(|taken| !taken).map(|column| (row, column)))
    }
}

/// The leading rows that hold heads alone; 0 where a banner is among them.
fn head_rows(places: &[Place], row_count: usize) -> usize {
    let first_cell = places.iter().filter(|place| matches!(place.content, PlaceContent::Cell(_))).map(|place| place.row).min();
    let heads = first_cell.unwrap_or(row_count);
    let banner =
        places.iter().any(|place| place.row < heads && matches!(&place.content, PlaceContent::Label(label) if label.role == Role::Banner));
    if banner { 0 } else { heads }
}

/// The labels that name a cell.
struct Names<'a> {
    rows: Vec<&'a Label>,
    heads: Vec<&'a Label>,
}

impl<'a> Names<'a> {
    fn of(table: &'a Table, cell: &Place) -> Self {
        let labels = || {
            table.places.iter().filter_map(|place| match &place.content {
                PlaceContent::Label(label) => Some((place, label)),
                PlaceContent::Cell(_) => None,
            })
        };
        let rows = labels()
            .filter(|(place, label)| label.role == Role::Row && place.column < cell.column && place.covers(cell.row, place.column))
            .map(|(_, label)| label)
            .collect();
        // The heads of the nearest block above: those below the last banner.
        let banner = labels().filter(|(place, label)| label.role == Role::Banner && place.row < cell.row).map(|(place, _)| place.row).max();
        let heads = labels()
            .filter(|(place, label)| {
                label.role == Role::Head
                    && place.row < cell.row
                    && banner.is_none_or(|row| place.row > row)
                    && place.covers(place.row, cell.column)
            })
            .map(|(_, label)| label)
            .collect();
        Self { rows, heads }
    }

    /// A cell without row labels (table 四) takes its row's name from the heads above its column's own.
    fn give(self, cell: &mut CellDefinition) {
        let text = |labels: &[&Label], between: &str| labels.iter().map(|label| label.text.as_str()).collect::<Vec<_>>().join(between);
        let (rows, heads) = match (self.rows.is_empty(), self.heads.split_last()) {
            (true, Some((column, above))) => (above.to_vec(), vec![*column]),
            _ => (self.rows, self.heads),
        };
        let named: Vec<_> = rows.iter().copied().filter(|label| !label.vertical).collect();
        cell.row_path = text(&rows, "／");
        cell.column_path = text(&heads, "／");
        cell.row_name = text(&named, "·");
        cell.column_name = heads.last().map_or_else(String::new, |label| label.text.clone());
        cell.row_short = rows.last().map_or_else(String::new, |label| label.short.clone().unwrap_or_else(|| label.text.clone()));
    }
}
