//! Reads xlsx files part by part: what cells hold and how they span. What a sheet says of its size is not believed.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::package::Package;
use super::sheet::{KIND, MOST_CELLS, Region, Sheet, SheetCell, SheetValue, digits};
use super::tag::attribute;
use crate::intake::foreign::{ForeignError, MOST_TABLES};

/// The part that names the sheets.
pub(crate) const WORKBOOK: &str = "xl/workbook.xml";
/// The last row and the last column that a sheet can have.
const LAST_ROW: usize = 1_048_576;
const LAST_COLUMN: usize = 16_384;
/// The most merged regions of a sheet.
const MOST_REGIONS: usize = 10_000;

/// Reads the sheets that are shown.
pub(crate) fn read(package: &mut Package<'_>) -> Result<Vec<Sheet>, ForeignError> {
    let mut book = Book::default();
    book.read_workbook(&package.text(WORKBOOK)?.ok_or(ForeignError::Broken(KIND))?)?;
    let relations = package.text("xl/_rels/workbook.xml.rels")?.unwrap_or_default();
    let targets = targets(&relations)?;
    if let Some(strings) = package.text("xl/sharedStrings.xml")? {
        book.read_strings(&strings)?;
    }
    if let Some(styles) = package.text("xl/styles.xml")? {
        book.read_styles(&styles)?;
    }
    let mut sheets = Vec::new();
    let mut left = MOST_CELLS;
    for (name, relation) in std::mem::take(&mut book.sheets) {
        let Some(part) = targets.get(&relation) else { continue };
        let Some(text) = package.text(part)? else { continue };
        sheets.push(book.read_sheet(&name, &text, &mut left)?);
    }
    Ok(sheets)
}

/// What the sheets have in common.
#[derive(Default)]
struct Book {
    /// Name and relation of each sheet that is shown.
    sheets: Vec<(String, String)>,
    strings: Vec<String>,
    /// For each style whether its numbers are days.
    dates: Vec<bool>,
    begins_1904: bool,
}

/// Reads a part event by event; tags that hold nothing are given as begun and ended.
fn walk<'x>(xml: &'x str, mut take: impl FnMut(Part<'_, 'x>) -> Result<(), ForeignError>) -> Result<(), ForeignError> {
    let mut reader = Reader::from_str(xml);
    loop {
        match reader.read_event().map_err(|_| ForeignError::Broken(KIND))? {
            Event::Start(tag) => take(Part::Begin(&tag))?,
            Event::Empty(tag) => {
                take(Part::Begin(&tag))?;
                take(Part::End(tag.local_name().as_ref()))?;
            }
            Event::End(tag) => take(Part::End(tag.local_name().as_ref()))?,
            Event::Text(text) => take(Part::Text(&text.into_inner()))?,
            Event::CData(text) => take(Part::Text(&text.into_inner()))?,
            Event::GeneralRef(reference) => {
                let plain = quick_xml::escape::unescape(&format!("&{};", reference.into_inner())).map(std::borrow::Cow::into_owned);
                take(Part::Text(&plain.unwrap_or_default()))?;
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// A step through a part.
enum Part<'s, 'x> {
    Begin(&'s BytesStart<'x>),
    End(&'s str),
    Text(&'s str),
}

/// The part that each relation means.
fn targets(relations: &str) -> Result<BTreeMap<String, String>, ForeignError> {
    let mut targets = BTreeMap::new();
    walk(relations, |part| {
        if let Part::Begin(tag) = part
            && tag.local_name().as_ref() == "Relationship"
            && let (Some(id), Some(target)) = (attribute(tag, "Id"), attribute(tag, "Target"))
        {
            let part = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
            targets.insert(id, part);
        }
        Ok(())
    })?;
    Ok(targets)
}

impl Book {
    fn read_workbook(&mut self, xml: &str) -> Result<(), ForeignError> {
        walk(xml, |part| {
            let Part::Begin(tag) = part else { return Ok(()) };
            match tag.local_name().as_ref() {
                "sheet" if self.sheets.len() >= MOST_TABLES => return Err(ForeignError::TooMuch("工作表太多")),
                "sheet" if attribute(tag, "state").is_none_or(|state| state == "visible") => {
                    self.sheets.push((attribute(tag, "name").unwrap_or_default(), attribute(tag, "id").unwrap_or_default()));
                }
                "workbookPr" => self.begins_1904 |= attribute(tag, "date1904").is_some_and(|value| value == "1" || value == "true"),
                _ => {}
            }
            Ok(())
        })
    }

    fn read_strings(&mut self, xml: &str) -> Result<(), ForeignError> {
        let (mut text, mut is_in_text, mut phonetic) = (String::new(), false, 0_usize);
        walk(xml, |part| {
            match part {
                Part::Begin(tag) if tag.local_name().as_ref() == "rPh" => phonetic += 1,
                Part::End("rPh") => phonetic = phonetic.saturating_sub(1),
                Part::Begin(tag) if tag.local_name().as_ref() == "t" => is_in_text = phonetic == 0,
                Part::End("t") => is_in_text = false,
                Part::Text(more) if is_in_text => text.push_str(more),
                Part::End("si") => self.strings.push(std::mem::take(&mut text)),
                _ => {}
            }
            Ok(())
        })
    }

    fn read_styles(&mut self, xml: &str) -> Result<(), ForeignError> {
        let mut formats = BTreeMap::new();
        let mut is_in_cells = false;
        walk(xml, |part| {
            match part {
                Part::Begin(tag) => match tag.local_name().as_ref() {
                    "numFmt" => {
                        let code = attribute(tag, "formatCode").unwrap_or_default();
                        formats.insert(attribute(tag, "numFmtId").unwrap_or_default(), is_date_format(&code));
                    }
                    "cellXfs" => is_in_cells = true,
                    "xf" if is_in_cells => {
                        let format = attribute(tag, "numFmtId").unwrap_or_default();
                        let built_in = || matches!(format.parse(), Ok(14_u32..=17 | 22 | 27..=31 | 36 | 50..=58));
                        self.dates.push(formats.get(&format).copied().unwrap_or_else(built_in));
                    }
                    _ => {}
                },
                Part::End("cellXfs") => is_in_cells = false,
                _ => {}
            }
            Ok(())
        })
    }

    fn read_sheet(&self, name: &str, xml: &str, left: &mut usize) -> Result<Sheet, ForeignError> {
        let (mut cells, mut regions) = (Vec::new(), Vec::new());
        let mut open = OpenCell::default();
        walk(xml, |part| {
            match part {
                Part::Begin(tag) => match tag.local_name().as_ref() {
                    "row" => open.begin_row(tag),
                    "c" => open.begin(tag),
                    "v" | "t" => open.is_in_text = true,
                    "rPh" | "f" => open.is_in_text = false,
                    "mergeCell" if regions.len() < MOST_REGIONS => regions.extend(attribute(tag, "ref").as_deref().and_then(region)),
                    _ => {}
                },
                Part::Text(text) if open.is_in_text => open.text.push_str(text),
                Part::End("v" | "t") => open.is_in_text = false,
                Part::End("c") => {
                    if let Some(value) = self.value(&open) {
                        *left = left.checked_sub(1).ok_or(ForeignError::TooMuch("工作表的格子太多"))?;
                        cells.push(SheetCell { row: open.row, column: open.column, rows: 1, columns: 1, value });
                    }
                    open.column += 1;
                }
                _ => {}
            }
            Ok(())
        })?;
        Ok(Sheet::of(name, cells, &regions))
    }

    fn value(&self, cell: &OpenCell) -> Option<SheetValue> {
        let said = |text: &str| Some(SheetValue::Text(text.to_owned())).filter(|_| !text.trim().is_empty());
        let text = cell.text.trim();
        if text.is_empty() {
            return None;
        }
        match cell.kind.as_str() {
            "s" => said(self.strings.get(text.parse::<usize>().ok()?)?),
            "str" | "inlineStr" | "e" => said(&cell.text),
            "b" => said(if text == "1" { "是" } else { "否" }),
            "d" => Some(SheetValue::Date(text.chars().take(10).collect())),
            _ => {
                let Some(number) = text.parse::<f64>().ok().filter(|number| number.is_finite()) else { return said(text) };
                let is_date = cell.style.and_then(|style| self.dates.get(style)).copied().unwrap_or_default();
                let day = is_date.then(|| day(number, self.begins_1904)).flatten();
                Some(day.map_or_else(|| SheetValue::Number(digits(number)), SheetValue::Date))
            }
        }
    }
}

/// A cell that is being read, and where it stands.
#[derive(Default)]
struct OpenCell {
    row: usize,
    column: usize,
    rows_begun: usize,
    kind: String,
    style: Option<usize>,
    text: String,
    is_in_text: bool,
}

impl OpenCell {
    fn begin_row(&mut self, tag: &BytesStart<'_>) {
        let named = attribute(tag, "r").and_then(|row| row.parse::<usize>().ok()).filter(|row| (1..=LAST_ROW).contains(row));
        self.rows_begun = named.unwrap_or(self.rows_begun + 1);
        (self.row, self.column) = (self.rows_begun.saturating_sub(1), 0);
    }

    fn begin(&mut self, tag: &BytesStart<'_>) {
        if let Some((row, column)) = attribute(tag, "r").as_deref().and_then(place) {
            (self.row, self.column) = (row, column);
        }
        self.kind = attribute(tag, "t").unwrap_or_default();
        self.style = attribute(tag, "s").and_then(|style| style.parse().ok());
        self.text.clear();
        self.is_in_text = false;
    }
}

/// Row and column of `AB12`, from 0.
fn place(name: &str) -> Option<(usize, usize)> {
    let end = name.find(|c: char| !c.is_ascii_alphabetic())?;
    let (letters, row) = name.split_at(end);
    let column = letters
        .bytes()
        .try_fold(0_usize, |column, letter| column.checked_mul(26)?.checked_add(usize::from(letter.to_ascii_uppercase() - b'A') + 1))?;
    let row: usize = row.parse().ok()?;
    ((1..=LAST_ROW).contains(&row) && (1..=LAST_COLUMN).contains(&column)).then(|| (row - 1, column - 1))
}

/// The region of `A1:C2`.
fn region(name: &str) -> Option<Region> {
    let (first, last) = name.split_once(':')?;
    let ((top, left), (bottom, right)) = (place(first)?, place(last)?);
    (top <= bottom && left <= right).then(|| Region { top, left, rows: bottom - top + 1, columns: right - left + 1 })
}

/// Whether a format shows days: one that names years or days, outside of texts and brackets.
fn is_date_format(code: &str) -> bool {
    let (mut is_quoted, mut depth) = (false, 0_usize);
    code.chars().any(|c| {
        match c {
            '"' => is_quoted = !is_quoted,
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        !is_quoted && depth == 0 && matches!(c, 'y' | 'Y' | 'd' | 'D')
    })
}

/// The day of a number of days since 1900, or since 1904.
fn day(number: f64, begins_1904: bool) -> Option<String> {
    let days = number.floor();
    if !(1.0..3_000_000.0).contains(&days) {
        return None;
    }
    // 1900 counts as a leap year there, which it was not.
    let since_1899 = if begins_1904 {
        days as i64 + 1_462
    } else if days < 60.0 {
        days as i64 + 1
    } else {
        days as i64
    };
    let (year, month, day) = civil(since_1899 - 25_569);
    Some(format!("{year:04}-{month:02}-{day:02}"))
}

/// Year, month and day of a number of days since 1 January 1970, in the Gregorian calendar.
fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}
