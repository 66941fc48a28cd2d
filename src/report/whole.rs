//! What a report keeps of the reports that it is the sum of: of each its unit, its file and its figures; and reports added up.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::{Extra, Figures, Report, Value};
use crate::form::{CellIndex, Form};

/// The reports that a report is the sum of (汇总).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Whole {
    /// One for each report, in the order in which they were added.
    pub parts: Vec<Part>,
    /// Every figure of the sum that is not 0, by cell id, as text; totals are what the units' own totals add up to.
    pub cells: BTreeMap<String, String>,
    /// Unknown keys, kept.
    pub extra: Extra,
}

/// A report that went into a sum.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Part {
    /// The unit that reported.
    pub unit: String,
    /// The name of its file, below the folder that was named.
    pub file: String,
    /// The SHA-256 of its bytes in hexadecimal.
    pub hash: String,
    /// How many cells were blank and counted as 0.
    pub blanks: usize,
    /// Every figure that is not 0, by cell id, as text; `None` where the figures of so many units are not kept.
    pub cells: Option<BTreeMap<String, String>>,
    /// Unknown keys, kept.
    pub extra: Extra,
}

/// What a unit has of a cell of the sum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// The unit.
    pub unit: String,
    /// Its file.
    pub file: String,
    /// Its figure, not 0.
    pub figure: Decimal,
}

impl Whole {
    /// What the parts add up to in a cell, by id: 0 where nothing is kept of it; `None` where a file says something else.
    #[must_use]
    pub fn figure(&self, id: &str) -> Option<Decimal> {
        self.cells.get(id).map_or(Some(Decimal::ZERO), |text| text.parse().ok())
    }

    /// The units' shares of a cell, the largest first; none where the units' figures are not kept.
    #[must_use]
    pub fn shares(&self, id: &str) -> Vec<Share> {
        let share = |part: &Part| {
            let figure = part.cells.as_ref()?.get(id)?.parse().ok()?;
            Some(Share { unit: part.unit.clone(), file: part.file.clone(), figure })
        };
        let mut shares: Vec<Share> = self.parts.iter().filter_map(share).collect();
        shares.sort_by_key(|share| std::cmp::Reverse(share.figure.abs()));
        shares
    }

    /// Whether the units' figures are kept, so that [`Whole::shares`] can be asked.
    #[must_use]
    pub fn keeps_figures(&self) -> bool {
        self.parts.iter().all(|part| part.cells.is_some())
    }

    /// The texts that make a report's figures the sum, totals left to the program; those that are so already are left out.
    #[must_use]
    pub fn texts(&self, form: &Form) -> Vec<(CellIndex, String)> {
        let own = form.cells().filter(|(cell, _)| form.total(*cell).is_none());
        own.filter_map(|(cell, definition)| Some((cell, self.figure(&definition.id)?.to_string()))).collect()
    }
}

/// A report as it is added; made on any thread.
#[derive(Debug, Clone)]
pub struct Addend {
    unit: String,
    file: String,
    hash: String,
    figures: Vec<Value>,
    blanks: usize,
}

impl Addend {
    /// The figures of a report, totals computed where none was typed.
    #[must_use]
    pub fn of(form: &Form, report: &Report, figures: &Figures, file: &str, hash: &str) -> Self {
        let figures: Vec<_> = form.cells().map(|(cell, _)| figures.value(cell)).collect();
        let is_own_blank = |cell: CellIndex| form.total(cell).is_none() && report.cell(cell).value.is_blank();
        let blanks = form.cells().filter(|(cell, _)| is_own_blank(*cell)).count();
        Self { unit: report.unit.trim().to_owned(), file: file.to_owned(), hash: hash.to_owned(), figures, blanks }
    }

    /// How many of its cells are blank, totals aside.
    #[must_use]
    pub fn blanks(&self) -> usize {
        self.blanks
    }
}

/// Reports of one form that are being added up.
#[derive(Debug)]
pub struct Adding {
    sums: Vec<Decimal>,
    parts: Vec<Part>,
    keeps_figures: bool,
    overflown: bool,
}

impl Adding {
    /// Nothing is added yet. Of very many units the figures are not kept: their sum alone fits into a file.
    #[must_use]
    pub fn new(form: &Form, keeps_figures: bool) -> Self {
        Self { sums: vec![Decimal::ZERO; form.cell_count()], parts: Vec::new(), keeps_figures, overflown: false }
    }

    /// Adds a report of the same form. A blank is 0, and so is what cannot be read: who adds has asked about that before.
    pub fn add(&mut self, form: &Form, addend: Addend) {
        let mut cells = BTreeMap::new();
        for ((sum, value), (_, definition)) in self.sums.iter_mut().zip(&addend.figures).zip(form.cells()) {
            let Some(number) = value.number().filter(|number| !number.is_zero()) else { continue };
            match sum.checked_add(number) {
                Some(more) => *sum = more,
                None => self.overflown = true,
            }
            if self.keeps_figures {
                cells.insert(definition.id.clone(), number.to_string());
            }
        }
        let Addend { unit, file, hash, blanks, .. } = addend;
        self.parts.push(Part { unit, file, hash, blanks, cells: self.keeps_figures.then_some(cells), extra: Vec::new() });
    }

    /// The sum; `None` where a figure of it is too long to be one.
    #[must_use]
    pub fn finish(self, form: &Form) -> Option<Whole> {
        if self.overflown {
            return None;
        }
        let cells = form.cells().zip(&self.sums).filter(|(_, sum)| !sum.is_zero());
        let cells = cells.map(|((_, definition), sum)| (definition.id.clone(), sum.to_string())).collect();
        Some(Whole { parts: self.parts, cells, extra: Vec::new() })
    }
}
