//! Reads what was typed into a cell, by its kind. Reading never fails: what is no figure is kept and named.

use rust_decimal::Decimal;

use super::unseen::is_unseen;
use crate::form::Kind;

/// The most digits that a figure may have.
const MOST_DIGITS: usize = 12;

/// What a cell's text means. Blank, 0 and unreadable are three different things.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Value {
    /// 未填.
    #[default]
    Blank,
    /// A figure, exact, with the places typed.
    Number(Decimal),
    /// No figure of the cell's kind.
    Unreadable(Reason),
}

/// Why a text is no figure of its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// No figure at all: `/`, `—`, `无`, `abc`, `1e5`.
    NotANumber,
    /// Below 0 where that has no meaning.
    Negative,
    /// Has decimal places where things are counted.
    NotWhole,
    /// More than 12 digits.
    TooLong,
    /// Commas that part no proper thousands: `1，5` may mean 1.5.
    Separators,
    /// A unit that is not the cell's own, with the figure that it may mean.
    OtherUnit(Option<Offer>),
    /// A computed total of which a part is unreadable.
    PartUnreadable,
}

/// A figure that may have been meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offer(pub Decimal);

impl Value {
    /// The figure, if there is one.
    #[must_use]
    pub fn number(self) -> Option<Decimal> {
        match self {
            Self::Number(number) => Some(number),
            Self::Blank | Self::Unreadable(_) => None,
        }
    }

    /// Whether nothing was filled in.
    #[must_use]
    pub fn is_blank(self) -> bool {
        self == Self::Blank
    }

    /// Whether something stands there that is no figure.
    #[must_use]
    pub fn is_unreadable(self) -> bool {
        matches!(self, Self::Unreadable(_))
    }
}

impl Reason {
    /// What is wrong, in the clerk's words, for a cell of that kind.
    #[must_use]
    pub fn sentence(self, kind: &Kind) -> String {
        let unit = kind.unit();
        match self {
            Self::NotANumber => match kind {
                Kind::Count => "这里要填件数（0 或正整数），没有就填 0".to_owned(),
                Kind::Change => "这里要填整数，减少的前面加 -，没有增减就填 0".to_owned(),
                Kind::Amount { .. } => format!("这里要填金额（单位：{unit}），没有就填 0"),
            },
            Self::Negative => "这里不能是负数".to_owned(),
            Self::NotWhole => "件数要填整数，不能有小数".to_owned(),
            Self::TooLong => format!("数字太长，最多 {MOST_DIGITS} 位"),
            Self::Separators => "逗号的位置不像千分位，可能是小数点，请改成纯数字".to_owned(),
            Self::OtherUnit(Some(Offer(number))) => format!("这里的单位是{unit}，是否应为 {number}"),
            Self::OtherUnit(None) => format!("这里的单位是{unit}，请只填数字"),
            Self::PartUnreadable => "有一项不是数字，无法合计".to_owned(),
        }
    }
}

/// Reads a text typed into a cell of that kind.
#[must_use]
pub fn read(kind: &Kind, text: &str) -> Value {
    // Nearly every cell.
    if (1..=MOST_DIGITS).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && let Ok(number) = text.parse::<u64>()
    {
        return Value::Number(number.into());
    }
    let plain: String = text.trim().chars().filter(|c| !is_unseen(*c)).map(half_width).collect();
    let plain = plain.trim();
    if plain.is_empty() {
        return Value::Blank;
    }
    let own = kind.unit();
    let bare = if own.is_empty() { plain } else { plain.strip_suffix(own).map_or(plain, str::trim_end) };
    match figure(bare) {
        Ok(number) => fit(kind, number, bare),
        Err(Reason::NotANumber) => Value::Unreadable(other_unit(kind, bare).unwrap_or(Reason::NotANumber)),
        Err(reason) => Value::Unreadable(reason),
    }
}

fn fit(kind: &Kind, number: Decimal, text: &str) -> Value {
    let whole = !matches!(kind, Kind::Amount { .. });
    let signed = text.starts_with(['+', '-']);
    if whole && text.contains('.') {
        Value::Unreadable(Reason::NotWhole)
    } else if *kind != Kind::Change && number.is_sign_negative() && signed && !number.is_zero() {
        Value::Unreadable(Reason::Negative)
    } else if *kind != Kind::Change && signed {
        Value::Unreadable(Reason::NotANumber)
    } else {
        // A minus before 0 means nothing.
        Value::Number(if number.is_zero() { number.abs() } else { number })
    }
}

/// A full-width character as the half-width one that it stands for in a figure.
fn half_width(c: char) -> char {
    match c {
        '０'..='９' | '＋' | '．' | '，' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '／' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '－' | '−' => '-',
        '。' => '.',
        '\u{3000}' | '\u{a0}' => ' ',
        other => other,
    }
}

/// `[+-]digits[.digits]`, with commas only where they part proper thousands.
fn figure(text: &str) -> Result<Decimal, Reason> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (whole, fraction) = unsigned.split_once('.').map_or((unsigned, None), |(whole, fraction)| (whole, Some(fraction)));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !fraction.is_none_or(digits) || !whole.split(',').all(digits) {
        let only_figures = unsigned.bytes().all(|b| b.is_ascii_digit() || b == b',' || b == b'.');
        return Err(if only_figures && unsigned.contains(',') { Reason::Separators } else { Reason::NotANumber });
    }
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    if whole.contains(',') && (first.len() > 3 || groups.any(|group| group.len() != 3)) {
        return Err(Reason::Separators);
    }
    if text.bytes().filter(u8::is_ascii_digit).count() > MOST_DIGITS {
        return Err(Reason::TooLong);
    }
    text.replace(',', "").trim_start_matches('+').parse().map_err(|_| Reason::NotANumber)
}

/// `251000元` in a cell of 万元: the unit is another's, and 25.1 may be meant.
fn other_unit(kind: &Kind, text: &str) -> Option<Reason> {
    const IN_YUAN: [(&str, i64); 5] = [("亿元", 100_000_000), ("万元", 10_000), ("千元", 1_000), ("百元", 100), ("元", 1)];
    const COUNTED: [&str; 8] = ["万件", "件", "项", "个", "次", "条", "人", "宗"];
    let factor = |unit: &str| IN_YUAN.iter().find(|(name, _)| *name == unit).map(|(_, yuan)| Decimal::from(*yuan));
    let (unit, yuan) = IN_YUAN
        .iter()
        .find_map(|(unit, yuan)| text.strip_suffix(unit).map(|rest| (rest, Some(Decimal::from(*yuan)))))
        .or_else(|| COUNTED.iter().find_map(|unit| text.strip_suffix(unit).map(|rest| (rest, None))))?;
    let number = figure(unit.trim_end()).ok()?;
    let offer = yuan
        .zip(factor(kind.unit()))
        .and_then(|(from, to)| number.checked_mul(from)?.checked_div(to))
        .map(|offer| Offer(offer.normalize()));
    Some(Reason::OtherUnit(offer))
}
