//! P-FIG: every figure of the prose against the cells that it names, and one thing told with two figures.

use rust_decimal::Decimal;

use super::reader::{Line, Meaning, Mention, Role, Unit};
use super::{Section, finding};
use crate::check::sums::signed;
use crate::check::{Case, Finding, Fix, Involved, Standing};
use crate::form::CellIndex;
use crate::report::Value;

const RULE: &str = "P-FIG";

/// One finding for each figure that no meaning of its words agrees with; the mentions told stand in `told`, by line and place.
pub(super) fn findings(section: &Section<'_>, told: &mut Vec<(usize, usize)>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (at_line, line) in section.lines.iter().enumerate() {
        for (at, mention) in line.mentions.iter().enumerate() {
            if let Some(finding) = figure(section, line, mention) {
                told.push((at_line, at));
                findings.push(finding);
            }
        }
    }
    findings
}

fn figure(section: &Section<'_>, line: &Line<'_>, mention: &Mention<'_>) -> Option<Finding> {
    if mention.role != Role::Own || !mention.exact || mention.cell.is_some() || mention.unit == Unit::Percent {
        return None;
    }
    let typed = mention.amount()?;
    let first = mention.meanings.first()?;
    let meant = sum_of(section.case, &first.cells)?;
    let agrees =
        |meaning: &Meaning<'_>| sum_of(section.case, &meaning.cells).is_some_and(|sum| sum == typed || rounded(mention, sum, typed));
    if mention.meanings.iter().any(agrees) || (mention.loose && !is_slip(typed, meant)) {
        return None;
    }
    let shown = line.part(mention.shown.clone());
    let message = format!("正文“{shown}”，{} {}，相差 {}", name(section.case, first), meant.normalize(), signed(typed - meant));
    let mut finding = finding(section.id, line.in_text(&mention.range), RULE, message);
    finding.cells = first.cells.iter().map(|(cell, _)| Involved { cell: *cell, of_last_year: false }).collect();
    finding.fixes = fixes(section, line, mention, meant, &first.cells);
    Some(finding)
}

/// 59237.2万元 for 59237.2449.
fn rounded(mention: &Mention<'_>, sum: Decimal, typed: Decimal) -> bool {
    let Unit::Money(scale) = mention.unit else { return false };
    let Some(value) = mention.value else { return false };
    let step = Decimal::new(1, value.scale()) * scale;
    (sum - typed).abs() < step
}

/// The figure put right: one that follows its cell where it is just one, and the figure itself.
fn fixes(section: &Section<'_>, line: &Line<'_>, mention: &Mention<'_>, meant: Decimal, cells: &[(CellIndex, bool)]) -> Vec<Fix> {
    let range = line.in_text(&mention.range);
    let old = line.part(mention.range.clone());
    let scale = match mention.unit {
        Unit::Money(scale) => scale,
        _ => Decimal::ONE,
    };
    let right = meant.checked_div(scale).unwrap_or(meant).normalize();
    let mut fixes = Vec::new();
    if let [(cell, false)] = cells
        && scale == Decimal::ONE
        && let Some(cell) = section.case.form.cell(*cell)
    {
        let label = format!("正文 {old} → {right}，以后跟随表中数字");
        fixes.push(Fix { label, edit: section.replaced(&range, &format!("{{{}}}", cell.id)) });
    }
    fixes.push(section.mended(&range, &right.to_string()));
    fixes
}

/// What a message calls the cells: 表三（一）予以公开总计.
pub(super) fn name(case: Case<'_>, meaning: &Meaning<'_>) -> String {
    let Some(((first, _), rest)) = meaning.cells.split_first() else { return String::new() };
    let Some(definition) = case.form.cell(*first) else { return String::new() };
    let table = case.form.tables.get(definition.table).map_or("", |table| table.name.as_str());
    let row_name = plain(&definition.row_name);
    if rest.is_empty() {
        let column = definition.column_name.as_str();
        // （七）总计 once.
        return if row_name.ends_with(column) { format!("{table}{row_name}") } else { format!("{table}{row_name}{column}") };
    }
    let definitions = || meaning.cells.iter().filter_map(|(cell, _)| case.form.cell(*cell));
    let one_row = definitions().all(|cell| cell.row == definition.row && cell.row_name == definition.row_name);
    let one_column = definitions().all(|cell| cell.column_name == definition.column_name);
    let rows = if one_row {
        row_name.to_owned()
    } else if meaning.name.is_empty() {
        listed(definitions().map(|cell| cell.row_short.as_str()))
    } else {
        meaning.name.clone().into_owned()
    };
    let columns = if one_column { definition.column_name.clone() } else { listed(definitions().map(|cell| cell.column_name.as_str())) };
    let added = if one_column && columns.ends_with('计') { "" } else { "合计" };
    format!("{table}{rows}{columns}{added}")
}

/// A row's label without its number and without what it explains in parentheses.
pub(super) fn plain(name: &str) -> &str {
    let name = name.split_once('、').filter(|(number, _)| number.chars().count() == 1).map_or(name, |(_, name)| name);
    let explained = name.char_indices().skip(1).find(|(_, c)| *c == '（').map(|(at, _)| at).filter(|_| name.ends_with('）'));
    explained.and_then(|at| name.get(..at)).unwrap_or(name)
}

fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let mut seen: Vec<&str> = Vec::new();
    for name in names {
        if !seen.contains(&name) {
            seen.push(name);
        }
    }
    seen.join("＋")
}

/// Two digits that changed places, or one that is another.
pub(super) fn is_slip(one: Decimal, other: Decimal) -> bool {
    let (one, other) = (one.normalize().to_string(), other.normalize().to_string());
    if one.len() != other.len() || one.len() < 2 {
        return false;
    }
    let off: Vec<_> = one.bytes().zip(other.bytes()).enumerate().filter(|(_, (one, other))| one != other).collect();
    match off.as_slice() {
        [_] => true,
        [(at, (a, b)), (next, (c, d))] => at + 1 == *next && a == d && b == c,
        _ => false,
    }
}

/// The sum of cells; `None` where one is unreadable, or all are blank while the report is being filled.
pub(in crate::check) fn sum_of(case: Case<'_>, cells: &[(CellIndex, bool)]) -> Option<Decimal> {
    if case.standing == Standing::Filling && cells.iter().all(|(cell, _)| case.figures.value(*cell).is_blank()) {
        return None;
    }
    cells.iter().try_fold(Decimal::ZERO, |sum, (cell, less)| match case.figures.value(*cell) {
        Value::Number(number) if *less => sum.checked_sub(number),
        Value::Number(number) => sum.checked_add(number),
        Value::Blank => Some(sum),
        Value::Unreadable(_) => None,
    })
}

/// The same sum in last year's report.
pub(super) fn last_sum(case: Case<'_>, cells: &[(CellIndex, bool)]) -> Option<Decimal> {
    let last_year = case.year_before()?;
    let same_edition = last_year.edition == case.form.edition;
    cells.iter().try_fold(Decimal::ZERO, |sum, (cell, less)| {
        let figure = last_year.figure(&case.form.cell(*cell)?.id).or(same_edition.then_some(Decimal::ZERO))?;
        if *less { sum.checked_sub(figure) } else { sum.checked_add(figure) }
    })
}
