//! Which of our tables a foreign one is, by its labels, and its figures put into their cells.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::account::{Account, Left, TakenTable};
use super::choices::Choices;
use super::pieces::{Best, Piece, Told};
use crate::form::{CellIndex, Form};
use crate::intake::block::Block;
use crate::intake::foreign::Place;
use crate::intake::labels::TableLabels;
use crate::intake::place::{Found, Placement, place, place_as};
use crate::intake::words::{figure_for, is_dash, is_number};
use crate::report::{Figures, Report, Value, read};

/// The labels of every table of every edition.
pub(super) struct Tables<'a> {
    editions: Vec<Vec<TableLabels<'a>>>,
}

/// What was put into a table of ours.
#[derive(Default)]
struct Filled {
    /// Cells that were named, whatever stands in them.
    named: Vec<CellIndex>,
    dashes: usize,
    places: Vec<String>,
}

impl<'a> Tables<'a> {
    pub(super) fn of(forms: &[&'a Arc<Form>]) -> Self {
        let labels = |form: &&'a Arc<Form>| form.tables.iter().map(|table| TableLabels::of(form, table)).collect();
        Self { editions: forms.iter().map(labels).collect() }
    }

    /// Whether a table is one of ours, or one of figures that is none of ours: it is told, and not taken for prose.
    ///
    /// # Errors
    /// The table again where it is one of words.
    pub(super) fn tell(&self, block: Block, place: &Place) -> Result<Told, Block> {
        let best: Vec<_> = self.editions.iter().map(|tables| best(tables, &block)).collect();
        if best.iter().all(Option::is_none) && !is_of_figures(&block) { Err(block) } else { Ok(Told { block, place: place.clone(), best }) }
    }

    /// Whether a line is a banner or the corner of a table, which a text without spans has outside of it.
    pub(super) fn is_banner(&self, line: &str) -> bool {
        self.editions.iter().flatten().any(|labels| labels.is_other(&labels.keys(line)))
    }

    /// The edition of the report: that of its year, unless the labels of another fit much better.
    pub(super) fn edition<'f>(pieces: &[Piece], by_year: &'f Arc<Form>, forms: &[&'f Arc<Form>]) -> &'f Arc<Form> {
        let best = |at: usize| told(pieces).filter_map(move |told| told.best.get(at).copied().flatten());
        let count = |of: fn(Best) -> usize| -> Vec<usize> { (0..forms.len()).map(|at| best(at).map(of).sum()).collect() };
        let placed = count(|best| best.placed);
        // Of a blank form its labels say it.
        let counts = if placed.iter().all(|count| *count == 0) { count(|best| best.named) } else { placed };
        let rated = || counts.iter().zip(forms);
        let own = rated().find(|(_, form)| form.edition == by_year.edition).map_or(0, |(count, _)| *count);
        let most = rated().max_by_key(|(count, _)| **count);
        most.filter(|(count, _)| own * 10 < **count * 9).map_or(by_year, |(_, form)| *form)
    }

    /// Puts the figures of all tables into the report; what has no place by its labels has the one that was chosen.
    pub(super) fn fill(&self, form: &Form, pieces: &[Piece], choices: &Choices, report: &mut Report, account: &mut Account) {
        let Some((at, labels)) = self.editions.iter().enumerate().find(|(_, tables)| is_of(tables, form)) else { return };
        let mut texts = BTreeMap::new();
        let mut filled: Vec<Filled> = labels.iter().map(|_| Filled::default()).collect();
        for told in told(pieces) {
            let Some(table) = told.best.get(at).copied().flatten().map(|best| best.table) else {
                account.left.push(Left::table(&told.place, words(&told.block)));
                continue;
            };
            let (Some(labels), Some(filled)) = (labels.get(table), filled.get_mut(table)) else { continue };
            let placement = place_as(labels, &told.block, choices.of_table(account.tables.len()));
            if repeats(&placement, &texts) {
                account.left.push(Left::repeated(&told.place, &labels.table.name, words(&told.block)));
                account.tables.push(TakenTable { table, left: Vec::new() });
                continue;
            }
            let rows = placement.left(&told.block);
            account.left.extend(rows.iter().map(|row| Left::figures(&told.place, row.words.clone())));
            account.tables.push(TakenTable { table, left: rows });
            filled.put(form, &placement, &mut texts, (&told.place, account));
        }
        for (labels, filled) in labels.iter().zip(&filled) {
            let cells = labels.table.cells().count();
            if choices.is_without(&labels.table.id) {
                labels.table.cells().for_each(|(cell, _)| _ = texts.remove(&cell));
            }
            account.take_table(labels.table, (filled.named.len(), cells), &filled.places);
            account.note_dashes(labels.table, filled.dashes);
        }
        write(form, texts, report, account);
    }
}

impl Filled {
    fn put(
        &mut self,
        form: &Form,
        placement: &Placement<'_>,
        texts: &mut BTreeMap<CellIndex, String>,
        (place, account): (&Place, &mut Account),
    ) {
        self.places.push(place.words());
        for value in &placement.values {
            let Found::Cell(cell) = value.found else { continue };
            let Some(definition) = form.cell(cell) else { continue };
            let text = &value.cell.text;
            if !self.named.contains(&cell) {
                self.named.push(cell);
            }
            if is_dash(text) {
                self.dashes += usize::from(!text.is_empty());
                continue;
            }
            let text = match read(&definition.kind, &figure_for(&definition.kind, text)) {
                Value::Number(number) => number.to_string(),
                _ => figure_for(&definition.kind, text).into_owned(),
            };
            match texts.get(&cell) {
                Some(known) if *known == text => {}
                Some(known) => {
                    let words = format!("{}：{text}（前面已读到 {known}）", definition.full_name());
                    account.left.push(Left::figures(place, words));
                }
                None => {
                    texts.insert(cell, text);
                }
            }
        }
    }
}

impl Told {
    /// Whether it is one of ours.
    pub(super) fn is_ours(&self) -> bool {
        self.best.iter().any(Option::is_some)
    }
}

/// Whether a table holds figures beside short labels.
fn is_of_figures(block: &Block) -> bool {
    const LONGEST_LABEL: usize = 40;
    let figures = block.cells.iter().filter(|cell| is_number(&cell.text)).count();
    figures >= 2 && block.cells.iter().all(|cell| cell.text.chars().count() <= LONGEST_LABEL)
}

fn told(pieces: &[Piece]) -> impl Iterator<Item = &Told> {
    pieces.iter().filter_map(|piece| if let Piece::Table(told) = piece { Some(told) } else { None })
}

fn is_of(tables: &[TableLabels<'_>], form: &Form) -> bool {
    tables.first().is_some_and(|labels| std::ptr::eq(labels.form, form))
}

/// The table of ours in which most figures of a block have a place, and how many they are. One with labels of ours whose figures
/// have none is ours all the same: it is told what it has.
fn best(tables: &[TableLabels<'_>], block: &Block) -> Option<Best> {
    const ENOUGH_LABELS: usize = 2;
    let placements = tables.iter().map(|labels| place(labels, block)).enumerate();
    let rated = placements.map(|(at, placement)| (at, placement.placed(), placement.named(), placement.labels));
    let ours = rated.filter(|(_, _, named, labels)| *named > 0 || *labels >= ENOUGH_LABELS);
    ours.max_by_key(|(at, placed, named, labels)| (*placed, *named, *labels, std::cmp::Reverse(*at)))
        .map(|(table, placed, named, _)| Best { table, placed, named })
}

/// Whether a table gives other figures for most of the cells that were filled before: 全县 and 本级 side by side.
fn repeats(placement: &Placement<'_>, texts: &BTreeMap<CellIndex, String>) -> bool {
    let again = placement.values.iter().filter_map(|value| match value.found {
        Found::Cell(cell) if !is_dash(&value.cell.text) => texts.get(&cell).map(|known| *known != value.cell.text),
        _ => None,
    });
    let (mut all, mut other) = (0, 0);
    for differs in again {
        all += 1;
        other += usize::from(differs);
    }
    all > 1 && all * 2 > placement.placed() && other > 0
}

/// What a table says, in short.
fn words(block: &Block) -> String {
    const LONGEST: usize = 60;
    let words: Vec<_> = block.cells.iter().filter(|cell| !cell.text.is_empty()).map(|cell| cell.text.replace('\n', "")).collect();
    let words = words.join(" ");
    if words.chars().count() > LONGEST { format!("{}…", words.chars().take(LONGEST).collect::<String>()) } else { words }
}

/// Types the figures into the report. A total that is printed as it is computed is left to be computed.
fn write(form: &Form, texts: BTreeMap<CellIndex, String>, report: &mut Report, account: &mut Account) {
    let (totals, typed): (BTreeMap<_, _>, BTreeMap<_, _>) = texts.into_iter().partition(|(cell, _)| form.total(*cell).is_some());
    for (cell, text) in &typed {
        report.set_cell(form, *cell, text);
        account.note_unreadable(form, report, *cell);
    }
    let mut figures = Figures::of(form, report);
    for total in &form.totals {
        let Some(text) = totals.get(&total.cell) else { continue };
        let Some(definition) = form.cell(total.cell) else { continue };
        let printed = read(&definition.kind, text);
        if printed.number().is_some() && printed.number() == figures.value(total.cell).number() {
            continue;
        }
        report.set_cell(form, total.cell, text);
        account.note_unreadable(form, report, total.cell);
        figures = Figures::of(form, report);
    }
}
