//! L-REG: 规章 counted by a unit that makes none.

use super::{Case, Finding, Involved, Severity, Spot};
use crate::report::Value;

/// At most one finding, for all cells that count them.
pub(super) fn findings(case: Case<'_>) -> Option<Finding> {
    let level = case.report.assumed_level()?;
    let data = case.form.review.regulations.as_ref().filter(|data| data.levels.iter().any(|name| name == level.name()))?;
    let counted = |cell: &&crate::form::CellIndex| matches!(case.figures.value(**cell), Value::Number(number) if !number.is_zero());
    let cells: Vec<_> = data.cells.iter().filter(counted).copied().collect();
    let first = *cells.first()?;
    let name = &case.form.cell(first)?.row_name;
    Some(Finding {
        rule: "L-REG".to_owned(),
        severity: Severity::Explain,
        spot: Spot::Cell(first),
        cells: cells.into_iter().map(|cell| Involved { cell, of_last_year: false }).collect(),
        left: None,
        right: None,
        message: format!("{name}不为 0：设区的市以上人民政府才能制定{name}，请核实是否把规范性文件填到了这一行"),
        fixes: Vec::new(),
        reason: None,
    })
}
