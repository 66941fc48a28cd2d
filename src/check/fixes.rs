//! The smallest fix: the one, two or three cells whose change makes a failed sum hold without breaking another.
//!
//! The search zeroes the failed sum by one cell, then puts back each sum that this makes worse by the next, three deep at most.
//! What it finds is ranked by how such slips happen: two figures swapped, a figure one column off, digits transposed,
//! last year's figure.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::{Case, Finding, Fix, Review, SumState};
use crate::form::{CellDefinition, CellIndex, Kind, Sum, SumSeverity};
use crate::report::{Edit, Value};

/// The most cells that a fix changes.
const DEEPEST: usize = 3;
/// How many fixes are offered.
const OFFERED: usize = 3;

/// The likeliest fixes of a failed sum, the best first; those that a finding of another kind carries.
#[must_use]
pub fn fixes(case: Case<'_>, review: &Review, finding: &Finding) -> Vec<Fix> {
    let is_of = |sum: &Sum| {
        let cells = sum.left.iter().chain(&sum.right).map(|term| term.cell);
        sum.rule == finding.rule && sum.severity == SumSeverity::Blocking && cells.eq(finding.cells.iter().map(|involved| involved.cell))
    };
    let Some(target) = case.form.sums.iter().position(is_of) else { return finding.fixes.clone() };
    let Some(system) = System::of(case, review) else { return Vec::new() };
    let mut found = Vec::new();
    for depth in 1..=DEEPEST {
        let mut search = Search { system: &system, target, depth, found: Vec::new(), seen: BTreeSet::new() };
        search.from(target, &system.residuals, &mut Vec::new());
        found = search.found;
        if !found.is_empty() {
            break;
        }
    }
    let mut ranked: Vec<_> = found.iter().map(|changes| Ranked::of(&system, changes)).collect();
    ranked.sort_by(|left, right| (left.cost, &left.changes).cmp(&(right.cost, &right.changes)));
    ranked.into_iter().take(OFFERED).map(|ranked| ranked.fix(&system)).collect()
}

/// The blocking sums as a linear system over the cells that can be typed.
struct System<'a> {
    case: Case<'a>,
    /// Left minus right of every sum; `None` of one that is not asked or cannot be read.
    residuals: Vec<Option<Decimal>>,
    /// By cell: each sum that it moves, and by how much. Totals that are computed move with their parts.
    effects: Vec<Vec<(usize, i64)>>,
    /// By sum: the cells that move it.
    movers: Vec<Vec<(CellIndex, i64)>>,
}

impl<'a> System<'a> {
    fn of(case: Case<'a>, review: &Review) -> Option<Self> {
        let blocking = |sum: &Sum| sum.severity == SumSeverity::Blocking;
        let residuals = case.form.sums.iter().zip(&review.sums).map(|(sum, outcome)| {
            let asked = blocking(sum) && !matches!(outcome.state, SumState::Unreadable | SumState::NotAsked);
            asked.then_some(())?;
            outcome.left?.checked_sub(outcome.right?)
        });
        let residuals: Vec<_> = residuals.collect();
        let count = case.form.cell_count();
        let mut terms = vec![Vec::new(); count];
        for (at, sum) in case.form.sums.iter().enumerate().filter(|(_, sum)| blocking(sum)) {
            let left = sum.left.iter().map(|term| (term, 1));
            for (term, side) in left.chain(sum.right.iter().map(|term| (term, -1))) {
                terms.get_mut(term.cell.get())?.push((at, if term.negative { -side } else { side }));
            }
        }
        let mut totals_of = vec![Vec::new(); count];
        for total in case.form.totals.iter().filter(|total| case.report.cell(total.cell).value.is_blank()) {
            for part in &total.parts {
                totals_of.get_mut(part.get())?.push(total.cell);
            }
        }
        let mut effects = vec![Vec::new(); count];
        let mut movers = vec![Vec::new(); case.form.sums.len()];
        for (cell, _) in case.form.cells() {
            let computed = case.form.total(cell).is_some() && case.report.cell(cell).value.is_blank();
            if computed || case.figures.value(cell).is_unreadable() {
                continue;
            }
            let effect = effect(cell, &terms, &totals_of)?;
            for (sum, by) in &effect {
                movers.get_mut(*sum)?.push((cell, *by));
            }
            *effects.get_mut(cell.get())? = effect;
        }
        Some(Self { case, residuals, effects, movers })
    }

    fn figure(&self, cell: CellIndex) -> Decimal {
        self.case.figures.value(cell).number().unwrap_or_default()
    }
}

/// What one more in a cell does to the sums.
fn effect(cell: CellIndex, terms: &[Vec<(usize, i64)>], totals_of: &[Vec<CellIndex>]) -> Option<Vec<(usize, i64)>> {
    let mut effect: Vec<(usize, i64)> = Vec::new();
    let mut moved = vec![cell];
    while let Some(cell) = moved.pop() {
        for (sum, by) in terms.get(cell.get())? {
            match effect.iter_mut().find(|(known, _)| known == sum) {
                Some((_, known)) => *known += by,
                None => effect.push((*sum, *by)),
            }
        }
        moved.extend(totals_of.get(cell.get())?);
    }
    effect.retain(|(_, by)| *by != 0);
    Some(effect)
}

/// A cell and its new figure.
type Change = (CellIndex, Decimal);

struct Search<'a> {
    system: &'a System<'a>,
    target: usize,
    depth: usize,
    found: Vec<Vec<Change>>,
    seen: BTreeSet<Vec<Change>>,
}

impl Search<'_> {
    /// Puts one sum right by every cell that moves it, and goes on with what this breaks.
    ///
    /// The target becomes 0; another sum goes back to what it was, for what fails by a fault of its own is not this one's.
    fn from(&mut self, sum: usize, residuals: &[Option<Decimal>], changes: &mut Vec<Change>) {
        let system = self.system;
        let Some(residual) = residuals.get(sum).copied().flatten() else { return };
        let wanted = if sum == self.target { Decimal::ZERO } else { system.residuals.get(sum).copied().flatten().unwrap_or_default() };
        let Some(off) = residual.checked_sub(wanted) else { return };
        for (cell, by) in system.movers.get(sum).map_or(&[][..], Vec::as_slice) {
            if changes.iter().any(|(changed, _)| changed == cell) {
                continue;
            }
            let Some((new, delta)) = self.change(*cell, off, *by) else { continue };
            let mut after = residuals.to_vec();
            let moved = system.effects.get(cell.get()).map_or(&[][..], Vec::as_slice);
            let sound = moved.iter().all(|(sum, by)| move_by(&mut after, *sum, delta, *by).is_some());
            if !sound {
                continue;
            }
            changes.push((*cell, new));
            self.judge(&after, changes);
            changes.pop();
        }
    }

    fn judge(&mut self, residuals: &[Option<Decimal>], changes: &mut Vec<Change>) {
        let broken = |(at, residual): (usize, &Option<Decimal>)| {
            let before = self.system.residuals.get(at).copied().flatten()?;
            let most = if at == self.target { Decimal::ZERO } else { before.abs() };
            residual.is_some_and(|residual| residual.abs() > most).then_some(at)
        };
        let broken: Vec<_> = residuals.iter().enumerate().filter_map(broken).collect();
        let fewest = broken.iter().min_by_key(|sum| self.system.movers.get(**sum).map_or(0, Vec::len));
        match fewest {
            None if changes.len() == self.depth => {
                let mut sorted = changes.clone();
                sorted.sort_unstable();
                if self.seen.insert(sorted.clone()) {
                    self.found.push(sorted);
                }
            }
            Some(next) if changes.len() < self.depth => self.from(*next, residuals, changes),
            _ => {}
        }
    }

    /// The new figure of a cell and the difference, where the cell can hold it.
    fn change(&self, cell: CellIndex, off: Decimal, by: i64) -> Option<(Decimal, Decimal)> {
        let delta = -off.checked_div(Decimal::from(by))?;
        let new = self.system.figure(cell).checked_add(delta)?;
        let kind = &self.system.case.form.cell(cell)?.kind;
        let fits = match kind {
            Kind::Count => !new.is_sign_negative() && new.fract().is_zero(),
            Kind::Change => new.fract().is_zero(),
            Kind::Amount { .. } => !new.is_sign_negative(),
        };
        (fits || new.is_zero()).then_some((new, delta))
    }
}

fn move_by(residuals: &mut [Option<Decimal>], sum: usize, delta: Decimal, by: i64) -> Option<()> {
    let residual = residuals.get_mut(sum)?.as_mut()?;
    *residual = residual.checked_add(delta.checked_mul(Decimal::from(by))?)?;
    Some(())
}

/// A fix with how unlikely it is and what speaks for it.
struct Ranked {
    changes: Vec<Change>,
    cost: i32,
    why: Option<&'static str>,
    mends: usize,
}

impl Ranked {
    fn of(system: &System<'_>, changes: &[Change]) -> Self {
        let mut residuals = system.residuals.clone();
        for (cell, new) in changes {
            let delta = *new - system.figure(*cell);
            for (sum, by) in system.effects.get(cell.get()).map_or(&[][..], Vec::as_slice) {
                let _moved = move_by(&mut residuals, *sum, delta, *by);
            }
        }
        let failing = |residuals: &[Option<Decimal>]| residuals.iter().flatten().filter(|residual| !residual.is_zero()).count();
        let (before, after) = (failing(&system.residuals), failing(&residuals));
        let single = changes.iter().map(|change| single(system, change)).collect::<Vec<_>>();
        let pair = match changes {
            [left, right] => pair(system, left, right),
            _ => None,
        };
        let cost = single.iter().map(|(cost, _)| cost).sum::<i32>() - pair.map_or(0, |(gain, _)| gain)
            + 8 * i32::try_from(after).unwrap_or(i32::MAX / 8);
        let why = pair.map(|(_, why)| why).or_else(|| single.iter().find_map(|(_, why)| *why));
        Self { changes: changes.to_vec(), cost, why, mends: before.saturating_sub(after) }
    }

    fn fix(self, system: &System<'_>) -> Fix {
        let words = |(cell, new): &Change| {
            let definition = system.case.form.cell(*cell);
            let name = definition.map_or_else(String::new, |cell| format!("{}，{}", cell.row_name, cell.column_name));
            let old = match system.case.figures.value(*cell) {
                Value::Number(number) => number.normalize().to_string(),
                Value::Blank | Value::Unreadable(_) => "空".to_owned(),
            };
            format!("{name} {old} → {}", new.normalize())
        };
        let changes = self.changes.iter().map(words).collect::<Vec<_>>().join("；");
        let why = self.why.map_or_else(String::new, |why| format!("（{why}）"));
        let cells = self.changes.iter().map(|(cell, new)| (*cell, new.normalize().to_string())).collect();
        Fix { label: format!("{changes}{why}，可消除 {} 处不符", self.mends), edit: Edit::Cells(cells) }
    }
}

/// How unlikely a single change is, and what speaks for it.
fn single(system: &System<'_>, (cell, new): &Change) -> (i32, Option<&'static str>) {
    const PLAIN: i32 = 10;
    let old = system.figure(*cell);
    let last = system.case.report.last_year.as_ref().and_then(|last_year| last_year.figure(&system.case.form.cell(*cell)?.id));
    let (old_digits, new_digits) = (old.normalize().to_string(), new.normalize().to_string());
    if system.case.figures.computed(*cell).and_then(Value::number) == Some(*new) {
        (PLAIN - 5, Some("与各项之和一致"))
    } else if transposed(&old_digits, &new_digits) {
        (PLAIN - 7, Some("两位数字颠倒"))
    } else if last == Some(*new) && !new.is_zero() {
        (PLAIN - 6, Some("与上年数字相同"))
    } else if old_digits.len() + 1 == new_digits.len()
        && (new_digits.starts_with(&old_digits) || new_digits.ends_with(&old_digits))
        && !old.is_zero()
    {
        (PLAIN - 4, Some("少一位数字"))
    } else if new_digits.len() + 1 == old_digits.len()
        && (old_digits.starts_with(&new_digits) || old_digits.ends_with(&new_digits))
        && !new.is_zero()
    {
        (PLAIN - 4, Some("多一位数字"))
    } else if old.is_zero() {
        (PLAIN + 4, None)
    } else if new.is_zero() {
        (PLAIN + 2, None)
    } else {
        (PLAIN, None)
    }
}

/// Whether two neighbouring digits changed places.
fn transposed(old: &str, new: &str) -> bool {
    let differing: Vec<_> = old.bytes().zip(new.bytes()).enumerate().filter(|(_, (old, new))| old != new).collect();
    match differing.as_slice() {
        [(at, (a, b)), (next, (c, d))] => old.len() == new.len() && at + 1 == *next && a == d && b == c,
        _ => false,
    }
}

/// What speaks for two changes together, and how much.
fn pair(system: &System<'_>, (left, left_new): &Change, (right, right_new): &Change) -> Option<(i32, &'static str)> {
    let (left_old, right_old) = (system.figure(*left), system.figure(*right));
    let (first, second) = (system.case.form.cell(*left)?, system.case.form.cell(*right)?);
    let (neighbours, same_row) = (are_neighbours(first, second), first.table == second.table && first.row == second.row);
    let swapped = *left_new == right_old && *right_new == left_old;
    let moved = swapped && (left_old.is_zero() || right_old.is_zero());
    let opposite = *left_new - left_old == right_old - *right_new;
    match (swapped, neighbours, same_row) {
        (true, true, true) if moved => Some((14, "填错一列")),
        (true, true, _) if moved => Some((13, "填错一行")),
        (true, true, _) => Some((13, "相邻两格互换")),
        (true, false, true) => Some((9, "同一行两格互换")),
        (false, _, true) if opposite => Some((if neighbours { 5 } else { 4 }, "归类错位")),
        _ => None,
    }
}

fn are_neighbours(first: &CellDefinition, second: &CellDefinition) -> bool {
    let beside =
        first.row == second.row && (first.column + first.columns == second.column || second.column + second.columns == first.column);
    let below = first.column == second.column && (first.row + first.rows == second.row || second.row + second.rows == first.row);
    first.table == second.table && (beside || below)
}
