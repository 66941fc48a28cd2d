//! 求和 计数 最小 最大 of a selection, for the status bar.

use rust_decimal::Decimal;

use crate::form::CellIndex;
use crate::session::Session;

/// What a selection adds up to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    /// How many figures there are.
    pub count: usize,
    /// How many cells are blank.
    pub blanks: usize,
    /// How many cells cannot be read.
    pub unreadable: usize,
    /// The sum of the figures; `None` where it is too large.
    pub sum: Option<Decimal>,
    /// The least figure.
    pub least: Option<Decimal>,
    /// The greatest figure.
    pub greatest: Option<Decimal>,
}

impl Summary {
    /// Sums up cells.
    #[must_use]
    pub fn of(session: &Session, cells: &[CellIndex]) -> Self {
        let mut summary = Self { sum: Some(Decimal::ZERO), ..Self::default() };
        for cell in cells {
            let value = session.figures().value(*cell);
            summary.blanks += usize::from(value.is_blank());
            summary.unreadable += usize::from(value.is_unreadable());
            let Some(number) = value.number() else { continue };
            summary.count += 1;
            summary.sum = summary.sum.and_then(|sum| sum.checked_add(number));
            summary.least = Some(summary.least.map_or(number, |least| least.min(number)));
            summary.greatest = Some(summary.greatest.map_or(number, |greatest| greatest.max(number)));
        }
        summary
    }

    /// Each figure with its name, in the order shown: 求和 计数 最小 最大, then 空白 where there are any.
    #[must_use]
    pub fn parts(&self) -> Vec<(&'static str, String)> {
        let number = |number: Option<Decimal>| number.map_or_else(|| "—".to_owned(), |number| number.normalize().to_string());
        let mut parts = vec![("计数", self.count.to_string())];
        if self.count > 0 {
            parts.insert(0, ("求和", number(self.sum)));
            parts.extend([("最小", number(self.least)), ("最大", number(self.greatest))]);
        }
        if self.blanks > 0 {
            parts.push(("空白", self.blanks.to_string()));
        }
        if self.unreadable > 0 {
            parts.push(("读不出", self.unreadable.to_string()));
        }
        parts
    }
}
