//! A Word document read: the paragraphs and tables that one sees in it, and the report's JSON that one of ours carries.
//!
//! Nothing outside the file is followed, no macro is read, and no part over a limit is unpacked.

use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use zip::ZipArchive;

use super::body::CHART_NAME;
use super::package::REPORT_NAMESPACE;
use crate::file::error::LARGEST_FILE;
use crate::file::wanted::{Shown, ShownCell, ShownChart};

/// The largest part that is unpacked, in bytes.
const LARGEST_PART: usize = 2 * LARGEST_FILE;
/// The most custom parts that are looked into.
const MOST_ITEMS: usize = 50;
/// The narrowest column that is one, in twentieths of a point.
const NARROWEST_TWIPS: i32 = 12;
/// The most rows or columns that a cell may claim.
const MOST_SPAN: usize = 100;

/// A Word document's archive.
pub(super) struct Package<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
}

impl<'a> Package<'a> {
    /// `None` where the bytes are no Word document.
    pub(super) fn of(bytes: &'a [u8]) -> Option<Self> {
        let zip = ZipArchive::new(Cursor::new(bytes)).ok()?;
        zip.index_for_name("word/document.xml").is_some().then_some(Self { zip })
    }

    fn part(&mut self, name: &str) -> Option<String> {
        let mut part = self.zip.by_name(name).ok()?;
        let mut text = String::new();
        let read = part.by_ref().take(LARGEST_PART as u64 + 1).read_to_string(&mut text).ok()?;
        (read <= LARGEST_PART).then_some(text)
    }

    /// The report's JSON; `None` where the document carries none.
    pub(super) fn data(&mut self) -> Option<String> {
        let names = self.zip.file_names().flatten().filter(|name| is_item(name)).take(MOST_ITEMS);
        let names: Vec<String> = names.map(std::borrow::Cow::into_owned).collect();
        names.iter().find_map(|name| data_in(&self.part(name)?))
    }

    /// The bytes of a picture, by its name in the package.
    pub(super) fn picture(&mut self, name: &str) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        let read = self.zip.by_name(name).ok()?.take(LARGEST_PART as u64).read_to_end(&mut bytes);
        read.is_ok().then_some(bytes)
    }

    /// What one sees in the document's text, in order; `None` where it cannot be read.
    pub(super) fn shown(&mut self) -> Option<Vec<Shown>> {
        shown(&self.part("word/document.xml")?)
    }
}

/// `customXml/item7.xml`.
fn is_item(name: &str) -> bool {
    let number = name.strip_prefix("customXml/item").and_then(|rest| rest.strip_suffix(".xml"));
    number.is_some_and(|number| number.chars().all(|c| c.is_ascii_digit()))
}

/// The text of a custom part, where it is of our namespace.
fn data_in(part: &str) -> Option<String> {
    let mut reader = Reader::from_str(part);
    let (mut text, mut is_ours) = (String::new(), false);
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) if tag.local_name().into_inner() == "report" => {
                let ours = |attribute: quick_xml::events::attributes::Attribute<'_>| *attribute.value == *REPORT_NAMESPACE;
                is_ours |= tag.attributes().flatten().any(ours);
            }
            Event::Start(_) if !is_ours => return None,
            Event::Text(piece) if is_ours => text.push_str(&piece),
            Event::CData(piece) if is_ours => text.push_str(&piece),
            Event::GeneralRef(reference) if is_ours => push_reference(&mut text, &reference),
            Event::Eof => return is_ours.then_some(text),
            _ => {}
        }
    }
}

/// The chart that a picture says it is, with its figures in words.
fn chart_of(tag: &BytesStart<'_>) -> Option<ShownChart> {
    let named = |name: &str| {
        let attribute = tag.attributes().flatten().find(|attribute| attribute.key.local_name().into_inner() == name)?;
        Some(quick_xml::escape::unescape(&attribute.value).ok()?.into_owned())
    };
    let id = named("name")?.strip_prefix(CHART_NAME)?.to_owned();
    Some(ShownChart { id, words: named("descr").unwrap_or_default(), texts: None })
}

fn push_reference(text: &mut String, reference: &BytesRef<'_>) {
    match reference.resolve_char_ref() {
        Ok(Some(character)) => text.push(character),
        _ => text.push_str(resolve_predefined_entity(reference).unwrap_or_default()),
    }
}

/// What one sees in a document part.
fn shown(part: &str) -> Option<Vec<Shown>> {
    let mut reader = Reader::from_str(part);
    let mut seen = Seen::default();
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) => seen.start(&tag, false),
            Event::Empty(tag) => seen.start(&tag, true),
            Event::End(tag) => seen.end(tag.local_name().into_inner()),
            Event::Text(piece) if seen.in_text => seen.text.push_str(&piece),
            Event::CData(piece) if seen.in_text => seen.text.push_str(&piece),
            Event::GeneralRef(reference) if seen.in_text => push_reference(&mut seen.text, &reference),
            Event::Eof => return Some(seen.shown),
            _ => {}
        }
    }
}

/// What was seen so far.
#[derive(Default)]
struct Seen {
    shown: Vec<Shown>,
    /// The paragraph that is being read.
    text: String,
    in_text: bool,
    /// How deep inside of what is not shown: deleted or moved away, or there for older programs.
    unseen: usize,
    tables: Vec<OpenTable>,
    /// The chart that the paragraph holds.
    chart: Option<ShownChart>,
    /// Whether a picture is being read.
    in_drawing: bool,
}

#[derive(Default)]
struct OpenTable {
    cells: Vec<ShownCell>,
    rows: usize,
    column: usize,
    cell: ShownCell,
    continues: bool,
    /// Of each grid column whether it is one: programs that save again add some that are narrower than a rule.
    grid: Vec<bool>,
}

impl Seen {
    fn start(&mut self, tag: &BytesStart<'_>, is_empty: bool) {
        let name = tag.local_name().into_inner();
        self.in_drawing |= name == "drawing" && self.unseen == 0;
        if name == "docPr" && self.in_drawing {
            self.chart = chart_of(tag).or(self.chart.take());
        }
        if !is_empty && (self.unseen > 0 || matches!(name, "del" | "moveFrom" | "Fallback" | "drawing" | "pict")) {
            self.unseen += 1;
            return;
        }
        match name {
            "t" => self.in_text = !is_empty && self.unseen == 0,
            "tab" if self.unseen == 0 && tag.attributes().next().is_none() => self.text.push(' '),
            // A label of a table stands in lines; it is one text all the same.
            "br" | "cr" if self.unseen == 0 && self.tables.is_empty() => self.text.push('\n'),
            "p" if is_empty => self.end_paragraph(),
            "tbl" if !is_empty => self.tables.push(OpenTable::default()),
            _ => {
                if let Some(table) = self.tables.last_mut() {
                    table.start(name, tag);
                }
            }
        }
    }

    fn end(&mut self, name: &str) {
        if self.unseen > 0 {
            self.unseen -= 1;
            self.in_drawing &= self.unseen > 0;
            return;
        }
        match name {
            "t" => self.in_text = false,
            "p" => self.end_paragraph(),
            "tc" => {
                if let Some(table) = self.tables.last_mut() {
                    table.end_cell();
                }
            }
            "tbl" => self.end_table(),
            _ => {}
        }
    }

    fn end_paragraph(&mut self) {
        let text = std::mem::take(&mut self.text);
        if self.tables.is_empty() {
            self.shown.extend(self.chart.take().map(Shown::Chart));
        }
        match self.tables.last_mut() {
            Some(table) => table.cell.text.push_str(text.trim()),
            None => self.shown.push(Shown::Text(text.trim().to_owned())),
        }
    }

    /// What stands in a table inside a cell is that cell's text.
    fn end_table(&mut self) {
        let Some(table) = self.tables.pop() else { return };
        match self.tables.last_mut() {
            Some(outer) => outer.cell.text.extend(table.cells.into_iter().map(|cell| cell.text)),
            None => self.shown.push(Shown::Table(table.on_its_grid())),
        }
    }
}

impl OpenTable {
    fn start(&mut self, name: &str, tag: &BytesStart<'_>) {
        let named = |name: &str| {
            let attribute = tag.attributes().flatten().find(|attribute| attribute.key.local_name().into_inner() == name)?;
            Some(attribute.value.into_owned())
        };
        let value = || named("val");
        let number = || value().and_then(|value| value.parse().ok()).unwrap_or(1).clamp(1, MOST_SPAN);
        match name {
            "gridCol" => self.grid.push(named("w").and_then(|width| width.parse().ok()).is_none_or(|width: i32| width >= NARROWEST_TWIPS)),
            "tr" => (self.rows, self.column) = (self.rows + 1, 0),
            "gridBefore" => self.column = number(),
            "tc" => {
                self.continues = false;
                self.cell = ShownCell { row: self.rows.saturating_sub(1), column: self.column, rows: 1, columns: 1, text: String::new() };
            }
            "gridSpan" => self.cell.columns = number(),
            "vMerge" => self.continues = value().as_deref() != Some("restart"),
            _ => {}
        }
    }

    /// The cells by the columns that are any.
    fn on_its_grid(self) -> Vec<ShownCell> {
        let grid = self.grid;
        let real = |from: usize, to: usize| (from..to).filter(|at| grid.get(*at).is_none_or(|is_one| *is_one)).count();
        let placed = self.cells.into_iter().map(|cell| {
            let columns = real(cell.column, cell.column + cell.columns).max(1);
            ShownCell { column: real(0, cell.column), columns, ..cell }
        });
        placed.collect()
    }

    fn end_cell(&mut self) {
        let cell = std::mem::take(&mut self.cell);
        self.column += cell.columns;
        let above = |other: &&mut ShownCell| other.column == cell.column && other.row + other.rows == cell.row;
        match self.cells.iter_mut().rev().find(above).filter(|_| self.continues) {
            Some(above) => {
                above.rows += 1;
                above.text.push_str(&cell.text);
            }
            None => self.cells.push(cell),
        }
    }
}
