//! The random identity of a new report: handed in at the edge, so that nothing inside is random.

/// A version 4 UUID. Where the system gives no random bytes, the clock and the process stand in.
#[must_use]
pub fn new_id() -> String {
    let mut bytes = [0_u8; 16];
    if getrandom::fill(&mut bytes).is_err() {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |since| since.as_nanos());
        bytes = (since ^ (u128::from(std::process::id()) << 96)).to_be_bytes();
    }
    // RFC 9562, version 4, variant 10.
    let number = (u128::from_be_bytes(bytes) & !(0xf << 76) & !(0x3 << 62)) | (0x4 << 76) | (0x2 << 62);
    let hex = format!("{number:032x}");
    let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default();
    [part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32)].join("-")
}
