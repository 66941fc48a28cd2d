//! Y-SUM: a figure that is not what the units' reports add up to.

use rust_decimal::Decimal;

use super::sums::signed;
use super::{Case, Finding, Fix, Involved, Severity, Spot};
use crate::form::{CellDefinition, CellIndex};
use crate::report::{Edit, Value, Whole};

/// The rule.
pub(super) const RULE: &str = "Y-SUM";

/// One finding for each cell that differs; of a total only where its parts agree or it was typed: else they tell it already.
pub(super) fn findings(case: Case<'_>) -> Vec<Finding> {
    let Some(sum) = case.report.whole.as_ref().filter(|_| case.form.review.asks(RULE)) else { return Vec::new() };
    let told = |cell: CellIndex| {
        let Some(total) = case.form.total(cell) else { return true };
        !case.report.cell(cell).value.is_blank() || total.parts.iter().all(|part| difference(case, sum, *part).is_none())
    };
    let cells = case.form.cells().filter(|(cell, _)| told(*cell));
    cells.filter_map(|(cell, definition)| Some(finding(case, cell, definition, difference(case, sum, cell)?))).collect()
}

/// The figure, what the units add up to, and what lies between them; `None` where they are the same, or one cannot be read.
fn difference(case: Case<'_>, sum: &Whole, cell: CellIndex) -> Option<(Decimal, Decimal, Decimal)> {
    let added = sum.figure(&case.form.cell(cell)?.id)?;
    let now = match case.figures.value(cell) {
        Value::Number(number) => number,
        Value::Blank => Decimal::ZERO,
        Value::Unreadable(_) => return None,
    };
    let difference = now.checked_sub(added).filter(|difference| !difference.is_zero())?;
    Some((now, added, difference))
}

fn finding(case: Case<'_>, cell: CellIndex, definition: &CellDefinition, (now, added, by): (Decimal, Decimal, Decimal)) -> Finding {
    let (row, column, added_text) = (&definition.row_name, &definition.column_name, added.normalize());
    let shown = case.figures.value(cell).number().map_or_else(|| "空".to_owned(), |number| number.normalize().to_string());
    let mends = case.form.total(cell).is_none();
    let fix = || Fix {
        label: format!("{row}，{column} {shown} → {added_text}（各单位合计）"),
        edit: Edit::cell(cell, added_text.to_string()),
    };
    Finding {
        rule: RULE.to_owned(),
        severity: Severity::Explain,
        spot: Spot::Cell(cell),
        cells: vec![Involved { cell, of_last_year: false }],
        left: Some(now),
        right: Some(added),
        message: format!("{row}，{column}：表中 {shown}，各单位合计 {added_text}，相差 {}", signed(by)),
        fixes: mends.then(fix).into_iter().collect(),
        reason: None,
    }
}
