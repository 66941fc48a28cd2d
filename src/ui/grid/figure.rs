//! How a cell's content stands on screen: grouped where it is money, never altered.

use rust_decimal::Decimal;

use crate::form::{CellIndex, Kind};
use crate::report::Value;
use crate::session::Session;

/// The three looks of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    /// 未填.
    Blank,
    /// A figure, as it is shown.
    Figure(String),
    /// A text that is no figure, as typed.
    Unreadable(String),
}

/// What a cell shows.
#[must_use]
pub fn shown(session: &Session, cell: CellIndex) -> Shown {
    match session.figures().value(cell) {
        Value::Blank => Shown::Blank,
        Value::Number(number) => {
            let kind = session.form().cell(cell).map(|cell| &cell.kind);
            Shown::Figure(kind.map_or_else(|| number.to_string(), |kind| figure(kind, number)))
        }
        // A computed total that cannot be added has no text of its own.
        Value::Unreadable(_) if session.report().cell(cell).text.is_empty() => Shown::Unreadable("？".to_owned()),
        Value::Unreadable(_) => Shown::Unreadable(session.report().cell(cell).text.clone()),
    }
}

/// A figure as it is shown in a cell of that kind: money with thousands apart, and the unit where the form prints it.
#[must_use]
pub fn figure(kind: &Kind, number: Decimal) -> String {
    let plain = number.to_string();
    match kind {
        Kind::Count | Kind::Change => plain,
        Kind::Amount { .. } => format!("{}{}", grouped(&plain), kind.printed_unit()),
    }
}

/// A plain decimal number with commas between its thousands.
#[must_use]
pub fn grouped(plain: &str) -> String {
    let (whole, fraction) = plain.split_once('.').map_or((plain, None), |(whole, fraction)| (whole, Some(fraction)));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
    let mut text = sign.to_owned();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    if let Some(fraction) = fraction {
        text.push('.');
        text.push_str(fraction);
    }
    text
}
