//! The sums of the form (勾稽关系), and the comparison with last year's figures that is a sum too.

use rust_decimal::Decimal;

use super::{Case, Finding, Fix, Involved, Severity, Spot, Standing};
use crate::form::{Sum, SumSeverity, Term};
use crate::report::{Edit, Value};

/// How one sum of the form came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SumOutcome {
    /// Whether it holds.
    pub state: SumState,
    /// The left side, blanks as 0; `None` where a term cannot be read.
    pub left: Option<Decimal>,
    /// The right side, likewise.
    pub right: Option<Decimal>,
}

/// Whether a sum holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SumState {
    /// Both sides are equal, blanks as 0.
    Holds,
    /// They differ.
    Fails,
    /// They differ while a cell of it is blank, in a report that is still being filled.
    Unfinished,
    /// A figure in it cannot be read; the cell has a finding of its own.
    Unreadable,
    /// Last year's figures are not at hand.
    NotAsked,
}

/// The outcome of every sum, in the order of the form.
pub(super) fn outcomes(case: Case<'_>) -> Vec<SumOutcome> {
    case.form.sums.iter().map(|sum| outcome(case, sum)).collect()
}

/// One finding for each sum that does not hold.
pub(super) fn findings(case: Case<'_>, outcomes: &[SumOutcome]) -> Vec<Finding> {
    let mut failed: Vec<(&Sum, Finding)> = Vec::new();
    for (sum, outcome) in case.form.sums.iter().zip(outcomes) {
        let severity = match (outcome.state, sum.severity) {
            (SumState::Fails, SumSeverity::Blocking) => Severity::Blocking,
            (SumState::Fails, SumSeverity::Explain) => Severity::Explain,
            (SumState::Unfinished, _) => Severity::Unfinished,
            _ => continue,
        };
        failed.extend(finding(case, sum, *outcome, severity).map(|finding| (sum, finding)));
    }
    tell_totals_once(case, &mut failed);
    tell_misplaced(case, &mut failed);
    failed.into_iter().map(|(_, finding)| finding).collect()
}

/// A comparison with last year that fails in a total by just what its parts fail by is told of the parts alone.
fn tell_totals_once(case: Case<'_>, failed: &mut Vec<(&Sum, Finding)>) {
    let difference = |finding: &Finding| finding.left?.checked_sub(finding.right?);
    let told_by_parts: Vec<bool> = failed
        .iter()
        .map(|(sum, finding)| {
            let total = sum.follows_from_last_year().and_then(|cell| case.form.total(cell));
            let Some(total) = total.filter(|_| finding.severity == Severity::Explain) else { return false };
            let of_parts = failed.iter().filter(|(other, _)| {
                other.rule == sum.rule && other.follows_from_last_year().is_some_and(|cell| total.parts.contains(&cell))
            });
            let mut of_parts = of_parts.peekable();
            let some = of_parts.peek().is_some();
            let sum = of_parts.try_fold(Decimal::ZERO, |sum, (_, part)| sum.checked_add(difference(part)?));
            some && sum.is_some() && sum == difference(finding)
        })
        .collect();
    let mut told = told_by_parts.into_iter();
    failed.retain(|_| !told.next().unwrap_or_default());
}

/// Two failures of one rule, equal and opposite: what is too many in the one is likely missing in the other.
fn tell_misplaced(case: Case<'_>, failed: &mut [(&Sum, Finding)]) {
    let blocking = |finding: &Finding| finding.severity == Severity::Blocking;
    let pairs: Vec<_> = failed
        .iter()
        .enumerate()
        .filter(|(_, (_, finding))| blocking(finding))
        .filter_map(|(at, (sum, finding))| {
            let mut others = failed.iter().enumerate().filter(|(other, (_, found))| *other != at && found.rule == finding.rule);
            let (other, (other_sum, opposite)) = others.next()?;
            let alone = others.next().is_none() && blocking(opposite) && at < other;
            let difference = finding.left?.checked_sub(finding.right?)?;
            let balanced = opposite.left?.checked_sub(opposite.right?)? == -difference;
            let unit = case.form.cell(sum.left.first()?.cell)?.kind.unit();
            let (first, second) = (name_of(case, sum)?, name_of(case, other_sum)?);
            let count = difference.abs().normalize();
            (alone && balanced).then(|| (at, other, format!("；疑似 {count} {unit}在“{first}”与“{second}”之间归类错位")))
        })
        .collect();
    for (at, other, hint) in pairs {
        for place in [at, other] {
            if let Some((_, finding)) = failed.get_mut(place) {
                finding.message.push_str(&hint);
            }
        }
    }
}

/// The column that all terms at the left share, else their row.
fn name_of<'a>(case: Case<'a>, sum: &Sum) -> Option<&'a str> {
    let mut cells = sum.left.iter().filter_map(|term| case.form.cell(term.cell));
    let first = cells.next()?;
    let column = cells.all(|cell| cell.column_path == first.column_path);
    Some(if column { &first.column_name } else { &first.row_name })
}

/// What stands in a term's place: `None` where last year's report does not say.
fn value(case: Case<'_>, term: &Term) -> Option<Value> {
    if !term.of_last_year {
        return Some(case.figures.value(term.cell));
    }
    let last_year = case.year_before()?;
    match last_year.figure(&case.form.cell(term.cell)?.id) {
        Some(number) => Some(Value::Number(number)),
        // In a report of the same edition a missing figure was a blank, and a blank is 0.
        None => (last_year.edition == case.form.edition).then_some(Value::Number(Decimal::ZERO)),
    }
}

fn outcome(case: Case<'_>, sum: &Sum) -> SumOutcome {
    let without_sides = |state| SumOutcome { state, left: None, right: None };
    let mut blank = false;
    let mut sides = [Decimal::ZERO; 2];
    for (side, terms) in sides.iter_mut().zip([&sum.left, &sum.right]) {
        for term in terms {
            let number = match value(case, term) {
                None => return without_sides(SumState::NotAsked),
                Some(Value::Unreadable(_)) => return without_sides(SumState::Unreadable),
                Some(Value::Blank) => {
                    blank = true;
                    Decimal::ZERO
                }
                Some(Value::Number(number)) => number,
            };
            let added = if term.negative { side.checked_sub(number) } else { side.checked_add(number) };
            match added {
                Some(added) => *side = added,
                None => return without_sides(SumState::Unreadable),
            }
        }
    }
    let [left, right] = sides;
    let state = if left == right {
        SumState::Holds
    } else if blank && case.standing == Standing::Filling {
        SumState::Unfinished
    } else {
        SumState::Fails
    };
    SumOutcome { state, left: Some(left), right: Some(right) }
}

fn finding(case: Case<'_>, sum: &Sum, outcome: SumOutcome, severity: Severity) -> Option<Finding> {
    let (left, right) = (outcome.left?, outcome.right?);
    let message = sum
        .message
        .replace("{left}", &side(case, &sum.left, left))
        .replace("{right}", &side(case, &sum.right, right))
        .replace("{left_sum}", &left.normalize().to_string())
        .replace("{right_sum}", &right.normalize().to_string())
        .replace("{difference}", &signed(left - right));
    let terms = sum.left.iter().chain(&sum.right);
    Some(Finding {
        rule: sum.rule.clone(),
        severity,
        spot: Spot::Cell(sum.left.first()?.cell),
        cells: terms.map(|term| Involved { cell: term.cell, of_last_year: term.of_last_year }).collect(),
        left: Some(left),
        right: Some(right),
        message,
        fixes: carried_over(case, sum, right).into_iter().collect(),
        reason: None,
    })
}

/// The change that takes a figure over where it follows from last year's alone: 上年结转 from last year's 结转下年度.
fn carried_over(case: Case<'_>, sum: &Sum, right: Decimal) -> Option<Fix> {
    let into = sum.follows_from_last_year()?;
    let cell = case.form.cell(into).filter(|_| case.form.total(into).is_none() && !right.is_sign_negative())?;
    let new = right.normalize().to_string();
    let old = case.figures.value(into).number().map_or_else(|| "空".to_owned(), |number| number.normalize().to_string());
    let label = format!("{}，{} {old} → {new}（上年度报告的数字）", cell.row_name, cell.column_name);
    Some(Fix { label, edit: Edit::cell(into, new) })
}

/// A side in words: `一（60）＋二（0）＝60`; a single term without its sum; of many terms only those above 0.
fn side(case: Case<'_>, terms: &[Term], sum: Decimal) -> String {
    const MANY: usize = 4;
    let number = |term: &Term| value(case, term).and_then(Value::number).unwrap_or_default();
    let shown: Vec<_> = terms.iter().filter(|term| terms.len() <= MANY || !number(term).is_zero()).collect();
    let mut words = String::new();
    for (at, term) in shown.iter().enumerate() {
        let sign = match (at, term.negative) {
            (0, false) => "",
            (_, false) => "＋",
            (_, true) => "－",
        };
        let year = if term.of_last_year { "上年" } else { "" };
        words.extend([sign, year, &term.name, "（", &number(term).normalize().to_string(), "）"]);
    }
    match (terms.len(), shown.len()) {
        (1, _) => words,
        (_, 0) => format!("各项之和＝{}", sum.normalize()),
        _ => format!("{words}＝{}", sum.normalize()),
    }
}

/// A difference with its sign, the minus as it is printed.
pub(crate) fn signed(difference: Decimal) -> String {
    let plain = difference.abs().normalize();
    if difference.is_sign_negative() { format!("−{plain}") } else { format!("+{plain}") }
}
