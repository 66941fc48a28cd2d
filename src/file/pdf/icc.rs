//! The sRGB colour profile (IEC 61966-2.1) that a PDF/A names as its output intent, as an ICC 4 display profile:
//! its tone curve is a formula, which takes 32 bytes where a table takes 500.

/// The white point D50, and sRGB's primaries adapted to it, as XYZ.
const WHITE: [f64; 3] = [0.9642, 1.0, 0.8249];
const RED: [f64; 3] = [0.436_07, 0.222_49, 0.013_92];
const GREEN: [f64; 3] = [0.385_15, 0.716_87, 0.097_08];
const BLUE: [f64; 3] = [0.143_07, 0.060_61, 0.714_1];
/// How D65, the white of the screen, is adapted to D50 (Bradford).
const ADAPTATION: [f64; 9] = [1.047_88, 0.022_92, -0.050_22, 0.029_59, 0.990_48, -0.017_07, -0.009_25, 0.015_08, 0.751_68];
/// The tone curve: (a·x + b)^g from d on, c·x below; as g, a, b, c, d.
const CURVE: [f64; 5] = [2.4, 1.0 / 1.055, 0.055 / 1.055, 1.0 / 12.92, 0.040_45];

/// The bytes of the profile.
pub(super) fn srgb() -> Vec<u8> {
    let curve = numbers(b"para\0\0\0\0\0\x03\0\0", &CURVE);
    let tags: [(&[u8; 4], Vec<u8>); 10] = [
        (b"desc", text("sRGB IEC61966-2.1")),
        (b"cprt", text("No copyright, use freely")),
        (b"wtpt", xyz(WHITE)),
        (b"chad", numbers(b"sf32\0\0\0\0", &ADAPTATION)),
        (b"rXYZ", xyz(RED)),
        (b"gXYZ", xyz(GREEN)),
        (b"bXYZ", xyz(BLUE)),
        (b"rTRC", curve.clone()),
        (b"gTRC", curve.clone()),
        (b"bTRC", curve),
    ];
    let mut table = Vec::new();
    let mut data: Vec<u8> = Vec::new();
    let data_start = 128 + 4 + 12 * tags.len();
    table.extend(long(tags.len()));
    let mut curve_place = None;
    for (name, body) in tags {
        // The three tone curves are one.
        let is_curve = name.ends_with(b"TRC");
        let place = curve_place.filter(|_| is_curve).unwrap_or(data_start + data.len());
        table.extend_from_slice(name);
        table.extend(long(place));
        table.extend(long(body.len()));
        if curve_place.is_none() || !is_curve {
            data.extend(body);
            data.resize(data.len().next_multiple_of(4), 0);
        }
        if is_curve {
            curve_place = Some(place);
        }
    }
    let mut profile = header(data_start + data.len());
    profile.extend(table);
    profile.extend(data);
    profile
}

fn header(size: usize) -> Vec<u8> {
    let mut header = Vec::with_capacity(128);
    header.extend(long(size));
    header.extend([0; 4]);
    header.extend([4, 0x20, 0, 0]);
    header.extend(b"mntrRGB XYZ ");
    // A date that never changes: 9 February 1998.
    for part in [1998_u16, 2, 9, 6, 49, 0] {
        header.extend(part.to_be_bytes());
    }
    header.extend(b"acsp");
    header.resize(68, 0);
    header.extend(WHITE.iter().flat_map(|part| fixed(*part)));
    header.resize(128, 0);
    header
}

fn long(number: usize) -> [u8; 4] {
    u32::try_from(number).unwrap_or(u32::MAX).to_be_bytes()
}

/// s15Fixed16Number.
fn fixed(number: f64) -> [u8; 4] {
    ((number * 65536.0).round() as i32).to_be_bytes()
}

fn xyz(parts: [f64; 3]) -> Vec<u8> {
    numbers(b"XYZ \0\0\0\0", &parts)
}

fn numbers(kind: &[u8], parts: &[f64]) -> Vec<u8> {
    kind.iter().copied().chain(parts.iter().flat_map(|part| fixed(*part))).collect()
}

/// Words in English, as UTF-16: one record of 12 bytes that stands at 28.
fn text(words: &str) -> Vec<u8> {
    let units: Vec<u8> = words.encode_utf16().flat_map(u16::to_be_bytes).collect();
    [b"mluc\0\0\0\0\0\0\0\x01\0\0\0\x0cenUS", long(units.len()).as_slice(), &long(28), &units].concat()
}
