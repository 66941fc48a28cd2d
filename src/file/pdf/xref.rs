//! The table of a file's objects, packed: lopdf writes it plain, seven bytes for each object.

use lopdf::{Dictionary, Stream};

/// The bytes of a row: kind, place, generation.
const ROW: usize = 7;
/// How the rows are packed: each as its differences from the one above.
const PACKED: &[u8] = b"/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 7>>";

/// Packs the table at the end of a file. It keeps its place, so nothing else of the file changes; `None` where it is not
/// found as lopdf writes it, and then the file stays as it is.
pub(super) fn packed(file: &[u8]) -> Option<Vec<u8>> {
    const MARK: &[u8] = b"startxref\n";
    let mark = file.windows(MARK.len()).rposition(|window| window == MARK)?;
    let number = file.get(mark + MARK.len()..)?.split(|byte| !byte.is_ascii_digit()).next()?;
    let start: usize = std::str::from_utf8(number).ok()?.parse().ok()?;
    let table = file.get(start..mark)?;
    let opened = find(table, b">>stream\n")?;
    let head = table.get(..opened)?;
    let length_at = find(head, b"/Length ")?;
    let length: usize = std::str::from_utf8(head.get(length_at + 8..)?).ok()?.parse().ok()?;
    let rows = table.get(opened + 9..opened + 9 + length)?;
    find(head, b"/W[1 4 2]")?;
    let mut stream = Stream::new(Dictionary::new(), differences(rows));
    stream.compress().ok()?;
    let length = stream.content.len().to_string();
    let end = b"\nendstream \nendobj\n";
    let packed = [
        file.get(..start)?,
        head.get(..length_at)?,
        PACKED,
        b"/Length ",
        length.as_bytes(),
        b">>stream\n",
        &stream.content,
        end,
        file.get(mark..)?,
    ];
    Some(packed.concat())
}

fn find(bytes: &[u8], part: &[u8]) -> Option<usize> {
    bytes.windows(part.len()).position(|window| window == part)
}

/// Rows as their differences from the row above (PNG's filter 2).
fn differences(rows: &[u8]) -> Vec<u8> {
    let mut above = vec![0_u8; ROW];
    let mut filtered = Vec::with_capacity(rows.len() + rows.len() / ROW);
    for row in rows.chunks_exact(ROW) {
        filtered.push(2);
        filtered.extend(row.iter().zip(&above).map(|(byte, above)| byte.wrapping_sub(*above)));
        above = row.to_vec();
    }
    filtered
}
