//! Y-SWING: a figure far off last year's, and a report whose every figure is last year's.

use rust_decimal::Decimal;

use super::{Case, Finding, Involved, Severity, Spot, Standing};
use crate::form::{CellDefinition, CellIndex, Kind};
use crate::report::Value;

const RULE: &str = "Y-SWING";

/// One finding for each figure far off, or one for a report that is last year's.
pub(super) fn findings(case: Case<'_>) -> Vec<Finding> {
    if case.report.last_year.is_none() || !case.form.review.asks(RULE) {
        return Vec::new();
    }
    let compared: Vec<_> = compared(case).collect();
    if let Some(same) = all_the_same(case, &compared) {
        return vec![same];
    }
    compared.into_iter().filter_map(|pair| swing(case, &pair)).collect()
}

struct Pair<'a> {
    cell: CellIndex,
    definition: &'a CellDefinition,
    now: Decimal,
    then: Decimal,
}

/// The figures, totals aside, with last year's beside them.
fn compared(case: Case<'_>) -> impl Iterator<Item = Pair<'_>> {
    let filling = case.standing == Standing::Filling;
    let same_edition = case.report.last_year.as_ref().is_some_and(|last_year| last_year.edition == case.form.edition);
    case.form.cells().filter(move |(cell, _)| case.form.total(*cell).is_none()).filter_map(move |(cell, definition)| {
        let now = match case.figures.value(cell) {
            Value::Number(number) => number,
            Value::Blank if !filling => Decimal::ZERO,
            Value::Blank | Value::Unreadable(_) => return None,
        };
        let last_year = case.report.last_year.as_ref()?;
        let then = last_year.figure(&definition.id).or(same_edition.then_some(Decimal::ZERO))?;
        Some(Pair { cell, definition, now, then })
    })
}

fn all_the_same(case: Case<'_>, compared: &[Pair<'_>]) -> Option<Finding> {
    let typed = case.form.cell_count() - case.form.totals.len();
    let same = compared.len() == typed && compared.iter().all(|pair| pair.now == pair.then);
    if !same || compared.iter().all(|pair| pair.now.is_zero()) {
        return None;
    }
    let year = case.report.last_year.as_ref()?.year;
    Some(finding(compared.first()?.cell, Spot::Head, format!("全部数字与 {year} 年度报告相同，请核实是否未更新")))
}

fn swing(case: Case<'_>, pair: &Pair<'_>) -> Option<Finding> {
    let over = |number: Decimal| number > Decimal::TEN;
    if pair.definition.kind == Kind::Change || !(over(pair.now) || over(pair.then)) {
        return None;
    }
    let difference = pair.now.checked_sub(pair.then)?;
    if difference.abs().checked_mul(Decimal::TWO)? <= pair.then.abs() {
        return None;
    }
    let change = match difference.abs().checked_mul(Decimal::ONE_HUNDRED)?.checked_div(pair.then) {
        Some(percent) => format!("{} {}%", if difference.is_sign_negative() { "减少" } else { "增加" }, percent.round().normalize()),
        None => "上年为 0".to_owned(),
    };
    let Pair { definition, now, then, .. } = pair;
    let (row, column) = (&definition.row_name, &definition.column_name);
    let year = case.report.last_year.as_ref()?.year;
    let message = format!("{row}，{column}：{} 年 {}，本年 {}，{change}", year, then.normalize(), now.normalize());
    Some(finding(pair.cell, Spot::Cell(pair.cell), message))
}

fn finding(cell: CellIndex, spot: Spot, message: String) -> Finding {
    Finding {
        rule: RULE.to_owned(),
        severity: Severity::Explain,
        spot,
        cells: vec![Involved { cell, of_last_year: false }, Involved { cell, of_last_year: true }],
        left: None,
        right: None,
        message,
        fixes: Vec::new(),
        reason: None,
    }
}
