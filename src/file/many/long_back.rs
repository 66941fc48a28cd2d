//! The long table's workbook read back as it was written, row by row, by another library than the one that wrote it. Of a report no more
//! is kept than a digest of its rows, so that a province's table needs no memory.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io::{BufRead, BufReader, Read, Seek};

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use crate::file::FileError;

/// How much of a sheet is unpacked at once.
const GATHERED: usize = 1 << 16;

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Shown {
    /// A number.
    Number(f64),
    /// A text, as it may be written.
    Text(String),
}

/// A row: what stands in its columns, from 0; an empty text is no cell.
pub(super) type ShownRow = Vec<(usize, Shown)>;

/// What was written, as far as it is needed to find it again.
#[derive(Debug, Clone, Default)]
pub struct LongMarks {
    reports: Vec<Mark>,
    heads: ShownRow,
    sheets: usize,
}

/// The rows of a report.
#[derive(Debug, Clone)]
struct Mark {
    file: String,
    rows: usize,
    digest: u64,
}

/// The rows of a report that are being written.
#[derive(Default)]
pub(super) struct Written {
    rows: usize,
    digest: Digest,
}

impl Written {
    pub(super) fn add(&mut self, row: &ShownRow) {
        self.rows += 1;
        self.digest.add(row);
    }
}

/// The digest of some rows.
#[derive(Default)]
struct Digest(DefaultHasher);

impl Digest {
    fn add(&mut self, row: &ShownRow) {
        row.len().hash(&mut self.0);
        for (column, shown) in row {
            column.hash(&mut self.0);
            match shown {
                Shown::Number(number) => number.to_bits().hash(&mut self.0),
                Shown::Text(text) => text.hash(&mut self.0),
            }
        }
    }
}

impl LongMarks {
    /// Of a workbook with those heads on each sheet.
    pub(super) fn new(heads: ShownRow) -> Self {
        Self { heads, ..Self::default() }
    }

    /// Another sheet was begun.
    pub(super) fn add_sheet(&mut self) {
        self.sheets += 1;
    }

    /// The rows of another report were written.
    pub(super) fn add(&mut self, file: &str, Written { rows, digest }: Written) {
        self.reports.push(Mark { file: file.to_owned(), rows, digest: digest.0.finish() });
    }

    /// Compares a workbook with what was written, every cell of every row; gives how many rows it has below its heads.
    ///
    /// # Errors
    /// One sentence that names the first report whose rows stand there otherwise.
    pub fn compare(&self, book: impl Read + Seek) -> Result<usize, FileError> {
        let broken = || refused("读不回来");
        let mut zip = ZipArchive::new(BufReader::new(book)).map_err(|_| broken())?;
        let mut found = Found { marks: self, at: 0, rows: 0, total: 0, digest: Digest::default() };
        for sheet in 1..=self.sheets {
            let part = zip.by_name(&format!("xl/worksheets/sheet{sheet}.xml")).map_err(|_| broken())?;
            let mut is_head = true;
            rows(BufReader::with_capacity(GATHERED, part), |row| {
                if std::mem::take(&mut is_head) {
                    return if *row == self.heads { Ok(()) } else { Err(refused("表头与写入的不一致")) };
                }
                found.row(row)
            })?;
        }
        found.end()
    }
}

/// How far the rows that are read have come.
struct Found<'a> {
    marks: &'a LongMarks,
    /// The report whose rows are read, and how many of them were.
    at: usize,
    rows: usize,
    total: usize,
    digest: Digest,
}

impl Found<'_> {
    fn row(&mut self, row: &ShownRow) -> Result<(), FileError> {
        let Some(mark) = self.marks.reports.get(self.at) else { return Err(refused("多出了没有写过的行")) };
        self.digest.add(row);
        (self.rows, self.total) = (self.rows + 1, self.total + 1);
        if self.rows == mark.rows {
            if std::mem::take(&mut self.digest).0.finish() != mark.digest {
                return Err(differs(mark));
            }
            (self.at, self.rows) = (self.at + 1, 0);
        }
        Ok(())
    }

    fn end(self) -> Result<usize, FileError> {
        self.marks.reports.get(self.at).map_or(Ok(self.total), |mark| Err(differs(mark)))
    }
}

fn differs(mark: &Mark) -> FileError {
    refused(&format!("“{}”的数据与年报不一致", mark.file))
}

fn refused(what: &str) -> FileError {
    FileError::System(format!("电子表格写后读回，{what}，没有导出"))
}

/// Hands out the rows of a sheet, one at a time.
fn rows(part: impl BufRead, mut take: impl FnMut(&ShownRow) -> Result<(), FileError>) -> Result<(), FileError> {
    let broken = || refused("读不回来");
    let mut reader = Reader::from_reader(part);
    let (mut buffer, mut row, mut cell, mut is_text) = (Vec::new(), ShownRow::new(), CellRead::default(), false);
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(|_| broken())? {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "row" => row.clear(),
                "c" => cell = CellRead::begin(&tag).ok_or_else(broken)?,
                "t" | "v" => is_text = true,
                _ => {}
            },
            Event::Text(text) if is_text => cell.text.push_str(&text.into_inner()),
            Event::GeneralRef(reference) if is_text => {
                let number = reference.resolve_char_ref().ok().flatten();
                let named = || resolve_predefined_entity(reference.as_ref());
                match number {
                    Some(character) => cell.text.push(character),
                    None => cell.text.push_str(named().ok_or_else(broken)?),
                }
            }
            Event::End(tag) => match tag.local_name().as_ref() {
                "t" | "v" => is_text = false,
                "c" => row.extend(std::mem::take(&mut cell).ended()),
                "row" => take(&row)?,
                _ => {}
            },
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// A cell as far as it was read.
#[derive(Default)]
struct CellRead {
    column: usize,
    is_text: bool,
    text: String,
}

impl CellRead {
    fn begin(tag: &BytesStart<'_>) -> Option<Self> {
        let attribute = |name: &str| tag.try_get_attribute(name).ok().flatten().map(|attribute| attribute.value.into_owned());
        let place = attribute("r")?;
        // A single letter: the table has nine columns.
        let letter = place.bytes().next().filter(u8::is_ascii_uppercase)?;
        Some(Self { column: usize::from(letter - b'A'), is_text: attribute("t").is_some(), text: String::new() })
    }

    fn ended(self) -> Option<(usize, Shown)> {
        let shown = match self.text.parse() {
            Ok(number) if !self.is_text => Shown::Number(number),
            _ => Shown::Text(self.text),
        };
        (shown != Shown::Text(String::new())).then_some((self.column, shown))
    }
}
