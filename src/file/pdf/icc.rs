//! The sRGB colour profile (IEC 61966-2.1) that a PDF/A names as its output intent, as an ICC 2.1 display profile.

/// The white point D50, and sRGB's primaries adapted to it, as XYZ.
const WHITE: [f64; 3] = [0.9642, 1.0, 0.8249];
const RED: [f64; 3] = [0.436_07, 0.222_49, 0.013_92];
const GREEN: [f64; 3] = [0.385_15, 0.716_87, 0.097_08];
const BLUE: [f64; 3] = [0.143_07, 0.060_61, 0.714_1];
/// How finely the tone curve is drawn.
const CURVE_POINTS: u16 = 256;

/// The bytes of the profile.
pub(super) fn srgb() -> Vec<u8> {
    let curve = curve();
    let tags: [(&[u8; 4], Vec<u8>); 9] = [
        (b"desc", description("sRGB IEC61966-2.1")),
        (b"cprt", text("No copyright, use freely")),
        (b"wtpt", xyz(WHITE)),
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
    header.extend([2, 0x10, 0, 0]);
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
    let mut body = b"XYZ \0\0\0\0".to_vec();
    body.extend(parts.iter().flat_map(|part| fixed(*part)));
    body
}

fn text(words: &str) -> Vec<u8> {
    [b"text\0\0\0\0", words.as_bytes(), b"\0"].concat()
}

fn description(words: &str) -> Vec<u8> {
    let mut body = b"desc\0\0\0\0".to_vec();
    body.extend(long(words.len() + 1));
    body.extend(words.as_bytes());
    // No Unicode and no ScriptCode description: 1 + 4 + 4 + 2 + 1 + 67 bytes.
    body.extend([0; 79]);
    body
}

/// The tone curve of sRGB: linear near black, then a power of 2.4.
fn curve() -> Vec<u8> {
    let mut body = b"curv\0\0\0\0".to_vec();
    body.extend(long(usize::from(CURVE_POINTS)));
    for at in 0..CURVE_POINTS {
        let value = f64::from(at) / f64::from(CURVE_POINTS - 1);
        let light = if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) };
        body.extend(((light * 65535.0).round() as u16).to_be_bytes());
    }
    body
}
