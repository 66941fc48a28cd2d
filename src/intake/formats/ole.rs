//! Looks at an old file of the office before a library trusts it: a chain that runs in a circle would be followed for ever, and a place
//! that no sheet has would be given all the memory up to it.

use std::collections::BTreeSet;

use crate::intake::foreign::ForeignError;

/// The bytes of the header, and where in it stand the first places of the table of chains.
const HEADER_BYTES: usize = 512;
const FIRST_TABLES: std::ops::Range<usize> = 76..512;
/// From here on a number names no sector.
const RESERVED: u32 = 0xFFFF_FFFA;
/// Shorter streams stand in a stream of their own, in parts of 64 bytes.
const SHORT_BYTES: usize = 4096;
const SHORT_SECTOR_BYTES: usize = 64;
/// How many bytes a line of the list of streams has.
const ENTRY_BYTES: usize = 128;
/// How many rows and columns a sheet of these files can have.
const MOST_ROWS: usize = 65_536;
const MOST_COLUMNS: usize = 256;
/// The most places that the sheets of a file may span: the library keeps each of them, blank or not. All columns of a register of 15,000
/// rows, or sixty of all rows that there can be.
const MOST_PLACES: usize = 4_000_000;

/// A record that holds a cell: formula, texts, numbers, true or false.
const CELLS: [u16; 7] = [0x0006, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E];
/// The record that holds several numbers of a row.
const MANY_NUMBERS: u16 = 0x00BD;
/// The record that says between which rows and columns a sheet has cells.
const EXTENT: u16 = 0x0200;
/// Where a sheet, or a chart in it, begins and ends.
const BEGIN: u16 = 0x0809;
const END: u16 = 0x000A;
/// The kind and the length before what a record holds.
const RECORD_BYTES: usize = 4;

/// Looks at every chain of the file, and at the places that its sheets name.
///
/// # Errors
/// It is broken: a chain runs in a circle, a table of chains names one sector twice, a cell stands where no sheet reaches, or sheets lie
/// on each other. Its sheets span too many places.
pub(crate) fn prove(bytes: &[u8], kind: &'static str) -> Result<(), ForeignError> {
    let broken = || ForeignError::Broken(kind);
    let file = File::of(bytes).ok_or_else(broken)?;
    let table = file.table().ok_or_else(broken)?;
    let small = chain(&table, file.number(60).unwrap_or(RESERVED)).ok_or_else(broken)?;
    let small: Vec<u32> = small.into_iter().flat_map(|sector| file.numbers(sector)).collect();
    if has_circle(&table) || has_circle(&small) {
        return Err(broken());
    }
    let book = file.book(&table, &small).ok_or_else(broken)?;
    let places = places(&book).ok_or_else(broken)?;
    if places > MOST_PLACES { Err(ForeignError::TooMuch("工作表的格子太多")) } else { Ok(()) }
}

/// How many places its sheets span together, blank ones too; `None` where a cell or an extent stands where no sheet reaches, or where
/// sheets lie on each other. What is behind a password cannot be looked at, and is not read either.
fn places(book: &[u8]) -> Option<usize> {
    let mut sheets = Vec::new();
    for (kind, data) in records(book) {
        match kind {
            0x002F if number_16(data, 0) != Some(0) => return Some(0),
            0x0085 => sheets.extend(number_32(data, 0).map(|at| at as usize)),
            _ => {}
        }
    }
    let (mut places, mut read) = (0_usize, 0_usize);
    for sheet in sheets.into_iter().filter_map(|at| book.get(at..)) {
        let mut extent = Extent::default();
        for (kind, data) in of_one_sheet(sheet) {
            read += RECORD_BYTES + data.len();
            if !place_holds(kind, data) || read > 2 * book.len() {
                return None;
            }
            extent.cover(kind, data);
        }
        places = places.saturating_add(extent.places());
    }
    Some(places)
}

/// The rows and columns that the cells of a sheet lie between, or that it says they do.
#[derive(Default)]
struct Extent {
    cells: Option<[usize; 4]>,
    said: usize,
}

impl Extent {
    fn cover(&mut self, kind: u16, data: &[u8]) {
        let Some((rows, columns)) = named_places(kind, data) else { return };
        if kind == EXTENT {
            let length = |(first, end): Ends| end.unwrap_or_default().saturating_sub(first.unwrap_or_default());
            self.said = self.said.max(length(rows).saturating_mul(length(columns)));
        } else if let ((Some(row), _), (Some(first), Some(last))) = (rows, columns) {
            let [top, left, foot, right] = self.cells.unwrap_or([row, first, row, last]);
            self.cells = Some([top.min(row), left.min(first), foot.max(row), right.max(last)]);
        }
    }

    fn places(&self) -> usize {
        let [top, left, foot, right] = self.cells.unwrap_or_default();
        self.said.max((foot - top + 1).saturating_mul(right.saturating_sub(left) + 1))
    }
}

/// The first and the last of rows or columns, as far as a record says them.
type Ends = (Option<usize>, Option<usize>);

/// The rows and columns that a record names; those of an extent end behind the last one.
fn named_places(kind: u16, data: &[u8]) -> Option<(Ends, Ends)> {
    let at = |place| number_16(data, place).map(usize::from);
    let wide = |place| number_32(data, place).map(|number| number as usize);
    match kind {
        EXTENT if data.len() >= 14 => Some(((wide(0), wide(4)), (at(8), at(10)))),
        EXTENT => Some(((at(0), at(2)), (at(4), at(6)))),
        MANY_NUMBERS => Some(((at(0), at(0)), (at(2), data.len().checked_sub(2).and_then(at)))),
        kind if CELLS.contains(&kind) => Some(((at(0), at(0)), (at(2), at(2)))),
        _ => None,
    }
}

fn place_holds(kind: u16, data: &[u8]) -> bool {
    let within = |ends: Ends, most| match ends {
        (Some(first), Some(last)) => first <= last && last <= most,
        _ => true,
    };
    let beyond = usize::from(kind != EXTENT);
    named_places(kind, data).is_none_or(|(rows, columns)| within(rows, MOST_ROWS - beyond) && within(columns, MOST_COLUMNS - beyond))
}

fn number_32(data: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*data.get(at..)?.first_chunk()?))
}

fn number_16(data: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(*data.get(at..)?.first_chunk()?))
}

/// The records of a stream of a workbook: what they are, and what they hold.
fn records(stream: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    let mut rest = stream;
    std::iter::from_fn(move || {
        let (kind, length) = (number_16(rest, 0)?, usize::from(number_16(rest, 2)?));
        let data = rest.get(RECORD_BYTES..RECORD_BYTES + length)?;
        rest = rest.get(RECORD_BYTES + length..)?;
        Some((kind, data))
    })
}

/// The records of the sheet that begins there, with those of the charts in it.
fn of_one_sheet(sheet: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    let (mut begun, mut inside) = (false, 0_usize);
    records(sheet).take_while(move |(kind, _)| match *kind {
        BEGIN => {
            inside += usize::from(begun);
            begun = true;
            true
        }
        END => {
            let is_of_a_chart = inside > 0;
            inside = inside.saturating_sub(1);
            is_of_a_chart
        }
        _ => true,
    })
}

struct File<'a> {
    bytes: &'a [u8],
    sector_bytes: usize,
}

impl<'a> File<'a> {
    fn of(bytes: &'a [u8]) -> Option<Self> {
        let sector_bytes = match bytes.get(30..32)? {
            [9, 0] => 512,
            [12, 0] => 4096,
            _ => return None,
        };
        Some(Self { bytes, sector_bytes })
    }

    fn number(&self, at: usize) -> Option<u32> {
        number_32(self.bytes, at)
    }

    /// The numbers in a sector, as far as the file reaches. The header takes the room of one sector.
    fn numbers(&self, sector: u32) -> Vec<u32> {
        self.sector(sector).chunks_exact(4).filter_map(|four| number_32(four, 0)).collect()
    }

    /// What stands in a sector, as far as the file reaches.
    fn sector(&self, sector: u32) -> &'a [u8] {
        let begin = (sector as usize).saturating_add(1).saturating_mul(self.sector_bytes);
        let end = begin.saturating_add(self.sector_bytes).min(self.bytes.len());
        self.bytes.get(begin..end).unwrap_or_default()
    }

    /// What stands in the sectors of a chain.
    fn stream(&self, table: &[u32], first: u32) -> Option<Vec<u8>> {
        Some(chain(table, first)?.into_iter().flat_map(|sector| self.sector(sector)).copied().collect())
    }

    /// The stream of the workbook; blank where there is none.
    fn book(&self, table: &[u32], small: &[u32]) -> Option<Vec<u8>> {
        let list = self.stream(table, self.number(48)?)?;
        let first_of = |entry: &[u8]| number_32(entry, 116);
        let is_named = |entry: &&[u8], name: &str| {
            let wanted = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes);
            wanted.zip(entry.iter()).all(|(wanted, found)| wanted == *found)
        };
        let named = |name| list.chunks_exact(ENTRY_BYTES).find(|entry| is_named(entry, name));
        let Some(entry) = named("Workbook").or_else(|| named("Book")) else { return Some(Vec::new()) };
        let (first, length) = (first_of(entry)?, number_32(entry, 120)? as usize);
        let mut book = if length < SHORT_BYTES {
            let whole = self.stream(table, list.chunks_exact(ENTRY_BYTES).next().and_then(first_of)?)?;
            let part = |sector: u32| whole.chunks(SHORT_SECTOR_BYTES).nth(sector as usize).unwrap_or_default().to_vec();
            chain(small, first)?.into_iter().flat_map(part).collect()
        } else {
            self.stream(table, first)?
        };
        book.truncate(length);
        Some(book)
    }

    /// The table that names for each sector the next one; `None` where its own list runs in a circle.
    fn table(&self) -> Option<Vec<u32>> {
        let mut places: Vec<u32> = FIRST_TABLES.step_by(4).filter_map(|at| self.number(at)).collect();
        let mut next = self.number(HEADER_BYTES.min(68))?;
        let mut seen = BTreeSet::new();
        while next < RESERVED && seen.insert(next) {
            places.extend(self.numbers(next));
            next = places.pop()?;
        }
        let places: Vec<_> = places.into_iter().filter(|place| *place < RESERVED).collect();
        let once: BTreeSet<_> = places.iter().collect();
        (next >= RESERVED && once.len() == places.len()).then(|| places.iter().flat_map(|place| self.numbers(*place)).collect())
    }
}

/// The sectors of a chain; `None` where it runs in a circle.
fn chain(table: &[u32], first: u32) -> Option<Vec<u32>> {
    let (mut chain, mut at) = (Vec::new(), first);
    while at < RESERVED {
        if chain.len() > table.len() {
            return None;
        }
        chain.push(at);
        at = table.get(at as usize).copied().unwrap_or(RESERVED);
    }
    Some(chain)
}

/// Whether some chain of a table comes back to itself.
fn has_circle(table: &[u32]) -> bool {
    // 0: not looked at; else the number of the walk that came by.
    let mut walks = vec![0_usize; table.len()];
    for start in 0..table.len() {
        let mut at = start;
        while let Some(walk) = walks.get_mut(at) {
            if *walk == start + 1 {
                return true;
            }
            if *walk != 0 {
                break;
            }
            *walk = start + 1;
            at = table.get(at).map_or(usize::MAX, |next| *next as usize);
        }
    }
    false
}
