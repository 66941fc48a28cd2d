//! What differs between two reports on the same form, in the clerk's words.

use super::{Report, Status};
use crate::form::{CellDefinition, CellIndex, Form};

/// The most characters of a changed text that are shown.
const MOST_SHOWN: usize = 16;

/// One difference between two reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The cell, where it lies in one.
    pub cell: Option<CellIndex>,
    /// The prose section, where it lies in one.
    pub section: Option<String>,
    /// What it is, e.g. 表三·重复申请·自然人 2→3.
    pub sentence: String,
}

/// What differs between two reports, cells first, in the order of the form.
#[must_use]
pub fn differences(form: &Form, before: &Report, after: &Report) -> Vec<Difference> {
    let mut found = Vec::new();
    for (index, cell) in form.cells() {
        let (old, new) = (figure(before, index), figure(after, index));
        if old != new {
            let sentence = format!("{} {}→{}", place(form, cell), shown(&old), shown(&new));
            found.push(Difference { cell: Some(index), section: None, sentence });
        }
    }
    for section in form.prose_sections() {
        let (old, new) = (before.prose(&section.id), after.prose(&section.id));
        if old != new {
            let sentence = format!("{} {}", section.head(), text_change(old, new));
            found.push(Difference { cell: None, section: Some(section.id.clone()), sentence });
        }
    }
    found.extend(around(form, before, after).into_iter().map(|sentence| Difference { cell: None, section: None, sentence }));
    found
}

/// What a cell holds, as a file would hold it: how a figure was typed makes no difference.
fn figure(report: &Report, index: CellIndex) -> String {
    let cell = report.cell(index);
    cell.value.number().map_or_else(|| cell.text.clone(), |number| number.to_string())
}

/// What differs in what surrounds the form.
fn around(form: &Form, before: &Report, after: &Report) -> Vec<String> {
    let mut found = Vec::new();
    let mut pair = |name: &str, old: &str, new: &str| {
        if old != new {
            found.push(format!("{name} {}→{}", shown(old), shown(new)));
        }
    };
    let level = |report: &Report| report.level.map_or("", super::Level::name);
    let signed = |report: &Report| report.signature.as_ref().map(|signed| format!("{} {}", signed.unit, signed.date)).unwrap_or_default();
    let status = |report: &Report| if report.status == Status::Final { "已定稿" } else { "草稿" };
    pair("单位", &before.unit, &after.unit);
    pair("单位层级", level(before), level(after));
    pair("报告年度", &before.year.to_string(), &after.year.to_string());
    pair("表样", &before.edition, &after.edition);
    pair("统计范围", &before.scope, &after.scope);
    pair("落款", &signed(before), &signed(after));
    pair("状态", status(before), status(after));
    let mut note = |differs: bool, sentence: &str| {
        if differs {
            found.push(sentence.to_owned());
        }
    };
    note(before.explanations != after.explanations, "情况说明有改动");
    note(before.last_year != after.last_year, "上年数据有改动");
    note(before.register != after.register, "台账统计有改动");
    note(before.whole != after.whole, "汇总的单位或数字有改动");
    note(before.history.len() != after.history.len(), "办理记录有改动");
    note(before.unknown_cells != after.unknown_cells || before.extra != after.extra, "本程序不认识的内容有改动");
    let unknown = |report: &Report| report.prose.iter().filter(|(id, _)| form.section(id).is_none()).count();
    note(unknown(before) != unknown(after), "表样以外的文字有改动");
    found
}

/// 表三·重复申请·自然人: the table, the row without its number where that names it, the column.
fn place(form: &Form, cell: &CellDefinition) -> String {
    let short = |cell: &CellDefinition| {
        let last = cell.row_name.rsplit('·').next().unwrap_or_default();
        last.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches('.').to_owned()
    };
    let name = short(cell);
    let same_column = form.cells().map(|(_, other)| other).filter(|other| other.table == cell.table && other.column == cell.column);
    let alone = same_column.filter(|other| short(other) == name).count() == 1;
    let row = if alone { name } else { cell.row_name.clone() };
    let table = form.tables.get(cell.table).map_or("", |table| table.name.as_str());
    [table, &row, &cell.column_name].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("·")
}

fn shown(text: &str) -> String {
    if text.is_empty() { "空白".to_owned() } else { cut(text) }
}

fn cut(text: &str) -> String {
    let line = text.replace('\n', " ");
    if line.chars().count() <= MOST_SHOWN { line } else { line.chars().take(MOST_SHOWN).chain(['…']).collect() }
}

/// `“old”→“new”` of the part that changed.
fn text_change(old: &str, new: &str) -> String {
    let (start, old_end, new_end) = changed_part(old, new);
    let (old, new) = (old.get(start..old_end).unwrap_or_default(), new.get(start..new_end).unwrap_or_default());
    match (old.is_empty(), new.is_empty()) {
        (true, _) => format!("增加“{}”（{} 字）", cut(new), new.chars().count()),
        (_, true) => format!("删去“{}”（{} 字）", cut(old), old.chars().count()),
        _ => format!("“{}”→“{}”", cut(old), cut(new)),
    }
}

/// Where two texts differ, in bytes: the common start, the end of the difference in the old and in the new one.
#[must_use]
pub fn changed_part(old: &str, new: &str) -> (usize, usize, usize) {
    let start: usize = old.chars().zip(new.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    let rest = |text: &str| text.get(start..).unwrap_or_default().chars().rev().collect::<Vec<_>>();
    let (old_rest, new_rest) = (rest(old), rest(new));
    let tail: usize = old_rest.iter().zip(&new_rest).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    (start, old.len() - tail, new.len() - tail)
}
