//! Looks at the chains of an old file of the office before a library follows them: one that runs in a circle would be followed for ever.

use std::collections::BTreeSet;

use crate::intake::foreign::ForeignError;

/// The bytes of the header, and where in it stand the first places of the table of chains.
const HEADER_BYTES: usize = 512;
const FIRST_TABLES: std::ops::Range<usize> = 76..512;
/// From here on a number names no sector.
const RESERVED: u32 = 0xFFFF_FFFA;

/// Looks at every chain of the file.
///
/// # Errors
/// It is broken: a chain runs in a circle, or a table of chains names one sector twice.
pub(crate) fn prove_chains(bytes: &[u8], kind: &'static str) -> Result<(), ForeignError> {
    let file = File::of(bytes).ok_or(ForeignError::Broken(kind))?;
    let table = file.table().ok_or(ForeignError::Broken(kind))?;
    let small = chain(&table, file.number(60).unwrap_or(RESERVED)).ok_or(ForeignError::Broken(kind))?;
    let small: Vec<u32> = small.into_iter().flat_map(|sector| file.numbers(sector)).collect();
    if has_circle(&table) || has_circle(&small) { Err(ForeignError::Broken(kind)) } else { Ok(()) }
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
        Some(u32::from_le_bytes(self.bytes.get(at..at + 4)?.try_into().ok()?))
    }

    /// The numbers in a sector, as far as the file reaches. The header takes the room of one sector.
    fn numbers(&self, sector: u32) -> Vec<u32> {
        let begin = (sector as usize).saturating_add(1).saturating_mul(self.sector_bytes);
        let end = begin.saturating_add(self.sector_bytes).min(self.bytes.len());
        (begin..end).step_by(4).filter_map(|at| self.number(at)).collect()
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
