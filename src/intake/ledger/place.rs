//! Where rows stand, in words: the sheet and the numbers that the spreadsheet shows.

use super::rows::Row;

/// The most rows that are named one by one.
const MOST_NAMED: usize = 20;

/// `第 4、7 行`, with the sheet's name where there are several, `等 n 行` where there are many.
pub(super) fn places(rows: &[&Row], sheets: &[String]) -> String {
    let mut parts = Vec::new();
    for of_sheet in rows.get(..MOST_NAMED.min(rows.len())).unwrap_or_default().chunk_by(|one, other| one.sheet == other.sheet) {
        let numbers: Vec<_> = of_sheet.iter().map(|row| row.number.to_string()).collect();
        let sheet = of_sheet.first().and_then(|row| sheets.get(row.sheet)).filter(|_| sheets.len() > 1);
        let sheet = sheet.map(|name| format!("“{name}”")).unwrap_or_default();
        parts.push(format!("{sheet}第 {} 行", numbers.join("、")));
    }
    let more = if rows.len() > MOST_NAMED { "等" } else { "" };
    format!("{}{more}", parts.join("，"))
}
