//! L-REGISTER: a figure that is no longer what the register of applications came to.

use rust_decimal::Decimal;

use super::sums::signed;
use super::{Case, Finding, Fix, Involved, Severity, Spot, Standing};
use crate::form::CellDefinition;
use crate::report::{Edit, Register, Value};

/// The rule.
pub(super) const RULE: &str = "L-REGISTER";

/// One finding for each cell that differs.
pub(super) fn findings(case: Case<'_>) -> Vec<Finding> {
    let Some(register) = case.report.register.as_ref().filter(|_| case.form.review.asks(RULE)) else { return Vec::new() };
    case.form.cells().filter_map(|(index, cell)| differs(case, register, index, cell)).collect()
}

fn differs(case: Case<'_>, register: &Register, index: crate::form::CellIndex, cell: &CellDefinition) -> Option<Finding> {
    let counted = register.figure(&cell.id)?;
    let value = case.figures.value(index);
    let now = match value {
        Value::Number(number) => number,
        Value::Blank => Decimal::ZERO,
        Value::Unreadable(_) => return None,
    };
    let difference = now.checked_sub(counted).filter(|difference| !difference.is_zero())?;
    let is_unfinished = value.is_blank() && case.standing == Standing::Filling;
    let (row, column, counted_text) = (&cell.row_name, &cell.column_name, counted.normalize());
    let shown = value.number().map_or_else(|| "空".to_owned(), |number| number.normalize().to_string());
    Some(Finding {
        rule: RULE.to_owned(),
        severity: if is_unfinished { Severity::Unfinished } else { Severity::Explain },
        spot: Spot::Cell(index),
        cells: vec![Involved { cell: index, of_last_year: false }],
        left: Some(now),
        right: Some(counted),
        message: format!("{row}，{column}：表中 {shown}，台账统计 {counted_text}，相差 {}", signed(difference)),
        fixes: vec![Fix {
            label: format!("{row}，{column} {shown} → {counted_text}（台账统计）"),
            edit: Edit::cell(index, counted_text.to_string()),
        }],
        reason: None,
    })
}
