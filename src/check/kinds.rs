//! The kind of each cell: what stands there must be a figure that fits.

use super::{Case, Finding, Fix, Involved, Severity, Spot};
use crate::report::{Edit, Offer, Reason, Value};

/// One blocking finding for each unreadable cell.
pub(super) fn findings(case: Case<'_>) -> Vec<Finding> {
    let unreadable = case.form.cells().filter_map(|(index, cell)| match case.report.cell(index).value {
        Value::Unreadable(reason) => Some((index, cell, reason)),
        Value::Blank | Value::Number(_) => None,
    });
    unreadable
        .map(|(index, cell, reason)| {
            let text = &case.report.cell(index).text;
            let fixes = match reason {
                Reason::OtherUnit(Some(Offer(number))) => {
                    vec![Fix { label: format!("{text} → {number}"), edit: Edit::cell(index, number.to_string()) }]
                }
                _ => Vec::new(),
            };
            Finding {
                rule: "KIND".to_owned(),
                severity: Severity::Blocking,
                spot: Spot::Cell(index),
                cells: vec![Involved { cell: index, of_last_year: false }],
                left: None,
                right: None,
                message: format!("{}，{}：“{text}”读不出数字，{}", cell.row_name, cell.column_name, reason.sentence(&cell.kind)),
                fixes,
                reason: None,
            }
        })
        .collect()
}
