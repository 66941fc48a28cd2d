//! The figures that count: what was typed, and the totals that are computed where none was.

use rust_decimal::Decimal;

use super::{Reason, Report, Value, printed};
use crate::form::{CellIndex, Form};

/// The value of every cell, totals computed as the clerk types.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Figures {
    values: Vec<Value>,
    computed: Vec<Option<Value>>,
}

/// Whether a figure was typed with its plus, as an increase may be.
#[must_use]
pub fn has_plus(typed: &str) -> bool {
    printed(typed).trim_start().starts_with(['+', '＋'])
}

impl Figures {
    /// Computes the totals of a report. A typed total stands; the computed one is kept beside it.
    #[must_use]
    pub fn of(form: &Form, report: &Report) -> Self {
        let mut figures =
            Self { values: form.cells().map(|(index, _)| report.cell(index).value).collect(), computed: vec![None; form.cell_count()] };
        for total in &form.totals {
            let sum = figures.add(&total.parts);
            if let Some(computed) = figures.computed.get_mut(total.cell.get()) {
                *computed = Some(sum);
            }
            if let Some(value) = figures.values.get_mut(total.cell.get())
                && value.is_blank()
            {
                *value = sum;
            }
        }
        figures
    }

    /// The value that counts: what was typed, else the computed total.
    #[must_use]
    pub fn value(&self, index: CellIndex) -> Value {
        self.values.get(index.get()).copied().unwrap_or_default()
    }

    /// What a total adds up to, whatever was typed; `None` for a cell that is no total.
    #[must_use]
    pub fn computed(&self, index: CellIndex) -> Option<Value> {
        self.computed.get(index.get()).copied().flatten()
    }

    /// What stands in a cell on paper, with the unit that the form prints: a blank is 0, a plus that was typed stays, a minus is −,
    /// what cannot be read stands as typed, a total that cannot be computed is ？.
    #[must_use]
    pub fn printed(&self, form: &Form, report: &Report, index: CellIndex) -> String {
        let unit = form.cell(index).map_or("", |definition| definition.kind.printed_unit());
        let typed = report.cell(index).text.trim();
        match self.value(index) {
            Value::Number(number) if number.is_sign_negative() => format!("−{}{unit}", number.abs()),
            Value::Number(number) if has_plus(typed) && !number.is_zero() => format!("+{number}{unit}"),
            Value::Number(number) => format!("{number}{unit}"),
            Value::Blank => format!("0{unit}"),
            Value::Unreadable(_) if typed.is_empty() => "？".to_owned(),
            Value::Unreadable(_) => typed.to_owned(),
        }
    }

    /// Adds what is filled: all blank gives blank, an unreadable part gives none.
    fn add(&self, parts: &[CellIndex]) -> Value {
        let mut sum: Option<Decimal> = None;
        for part in parts {
            match self.value(*part) {
                Value::Blank => {}
                Value::Unreadable(_) => return Value::Unreadable(Reason::PartUnreadable),
                Value::Number(number) => match sum.unwrap_or_default().checked_add(number) {
                    Some(more) => sum = Some(more),
                    None => return Value::Unreadable(Reason::TooLong),
                },
            }
        }
        sum.map_or(Value::Blank, Value::Number)
    }
}
