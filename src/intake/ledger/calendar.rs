//! Working days: weekends left out, and the days off and on that a sheet of the register names.

use std::collections::BTreeSet;

use jiff::civil::{Date, Weekday};

use super::dates::Day;
use crate::form::ledger::LedgerWords;
use crate::intake::sheet::{Sheet, SheetCell};

/// The longest row of free days from one day to another.
const MOST_DAYS_OFF: i32 = 31;

/// Which days are worked on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar {
    /// The sheet that it was read from; none where only weekends are known.
    pub sheet: Option<String>,
    off: BTreeSet<Date>,
    on: BTreeSet<Date>,
}

impl Calendar {
    /// Whether a sheet is called a calendar.
    pub(super) fn is_one(words: &LedgerWords, sheet: &Sheet) -> bool {
        words.calendars.iter().any(|word| sheet.name.contains(word.as_str()))
    }

    /// Takes over the days that a sheet names: one in a row, or two for the first and the last.
    pub(super) fn read(&mut self, words: &LedgerWords, sheet: &Sheet) {
        for row in sheet.cells.chunk_by(|one, other| one.row == other.row) {
            let says = |cell: &SheetCell| words.workdays.iter().any(|word| cell.value.text().contains(word.as_str()));
            let is_worked = row.iter().any(says);
            let day = |cell: &SheetCell| match Day::read(&cell.value) {
                Day::On(date) => Some(date),
                _ => None,
            };
            let days: Vec<_> = row.iter().filter_map(day).collect();
            let (first, last) = match days.as_slice() {
                [one] => (*one, *one),
                [first, last] if first <= last && days_between(*first, *last) <= MOST_DAYS_OFF => (*first, *last),
                _ => continue,
            };
            let named = if is_worked { &mut self.on } else { &mut self.off };
            named.extend(first.series(jiff::Span::new().days(1)).take_while(|day| *day <= last));
        }
        if !(self.on.is_empty() && self.off.is_empty()) {
            self.sheet = Some(sheet.name.clone());
        }
    }

    /// How many working days lie after one day, up to another and with it.
    #[must_use]
    pub fn working_days(&self, after: Date, until: Date) -> i32 {
        if until <= after {
            return 0;
        }
        let days = days_between(after, until);
        let mut working = days / 7 * 5;
        let rest = usize::try_from(days % 7).unwrap_or_default();
        let last_days = until.series(jiff::Span::new().days(-1)).take(rest);
        working += counted(last_days.filter(|day| !is_weekend(*day)));
        let within = |days: &BTreeSet<Date>, is_weekend_meant: bool| {
            let from = after.tomorrow().unwrap_or(until);
            counted(days.range(from..=until).filter(|day| is_weekend(**day) == is_weekend_meant))
        };
        working - within(&self.off, false) + within(&self.on, true)
    }
}

fn counted<T>(days: impl Iterator<Item = T>) -> i32 {
    i32::try_from(days.count()).unwrap_or(i32::MAX)
}

fn days_between(from: Date, until: Date) -> i32 {
    from.until(until).map_or(0, |span| span.get_days())
}

fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}
