//! 来源: the rows of the register of applications behind a cell, as the report keeps them.

use egui::{RichText, Ui};

use crate::form::{CellIndex, Form};
use crate::report::{Register, RegisterRows};
use crate::session::Session;
use crate::ui::commands::Action;
use crate::ui::look::theme::Theme;

/// The most rows that are listed.
const MOST_LISTED: usize = 500;

/// The line over a table that was counted: how many rows the active cell has, and a button that lists them.
pub(super) fn ui(ui: &mut Ui, session: &Session, table: usize, active: Option<CellIndex>, theme: &Theme) -> Option<Action> {
    let register = kept(session)?;
    let is_of_table =
        |id: &String| session.form().find(id).and_then(|cell| session.form().cell(cell)).is_some_and(|cell| cell.table == table);
    if !register.cells.keys().any(is_of_table) {
        return None;
    }
    let groups = active.map(|cell| register.rows_of(session.form(), cell)).unwrap_or_default();
    let rows: usize = groups.iter().map(|group| group.rows.len()).sum();
    let pressed = ui.horizontal(|ui| {
        let button = ui.add_enabled(rows > 0, egui::Button::new(format!("来源（{rows} 行）")).small());
        ui.label(RichText::new(format!("台账：{}", register.file)).font(theme.small_font()).color(theme.faint_ink));
        button.on_hover_text("所选格由台账的哪些行统计而来").clicked()
    });
    pressed.inner.then_some(Action::ShowSources)
}

/// The rows behind a cell, under a head: number, received, kind, result, answered.
pub(super) fn lines(session: &Session, cell: CellIndex) -> Option<(String, Vec<String>)> {
    let (form, register) = (session.form(), kept(session)?);
    let definition = form.cell(cell)?;
    let first_sheet = register.rows.first().map(|group| &group.sheet);
    let has_sheets = register.rows.iter().any(|group| Some(&group.sheet) != first_sheet);
    let place = |sheet: &str| register.rows.iter().position(|group| group.sheet == sheet);
    let groups = register.rows_of(form, cell).into_iter();
    let mut lines: Vec<_> = groups.flat_map(|group| lines_of(form, group, place(&group.sheet), has_sheets)).collect();
    lines.sort_by_key(|line| line.0);
    let count = lines.len();
    lines.truncate(MOST_LISTED);
    let mut lines: Vec<_> = lines.into_iter().map(|(_, line)| line).collect();
    if count > MOST_LISTED {
        lines.push(format!("只列出前 {MOST_LISTED} 行，共 {count} 行"));
    }
    Some((format!("来源：{}，{}", definition.row_name, definition.column_name), lines))
}

/// The register of the report, where it has rows.
fn kept(session: &Session) -> Option<&Register> {
    session.report().register.as_ref().filter(|register| !register.rows.is_empty())
}

/// The rows of a group, each with the sheet's place and its number to sort by.
fn lines_of(
    form: &Form,
    group: &RegisterRows,
    sheet_at: Option<usize>,
    has_sheets: bool,
) -> impl Iterator<Item = ((Option<usize>, u64), String)> {
    let sheet = if has_sheets { format!("“{}”", group.sheet) } else { String::new() };
    let (kind, results) = said(form, &group.cells);
    group.rows.iter().map(move |row| {
        let mut parts = row.split(' ');
        let number = parts.next().unwrap_or_default();
        let received = parts.next().map(|day| format!("{day} 收到")).unwrap_or_default();
        let answered = parts.next().map_or_else(|| "未答复".to_owned(), |day| format!("{day} 答复"));
        let line = [format!("{sheet}第 {number} 行"), received, kind.clone(), results.clone(), answered];
        let line = line.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("　");
        ((sheet_at, number.parse().unwrap_or(u64::MAX)), line)
    })
}

/// What the cells of a row say of it, in the form's words: the kind of applicant, and what came of the application.
fn said(form: &Form, cells: &[String]) -> (String, String) {
    let words = &form.ledger;
    let cells: Vec<_> = cells.iter().filter_map(|id| form.cell(form.find(id)?)).collect();
    let is_of = |id: &str, table: &str| id.split('.').next() == Some(table);
    let kind = cells.iter().find(|cell| is_of(&cell.id, &words.table)).map(|cell| cell.column_name.clone()).unwrap_or_default();
    let began = [&words.received, &words.carried_in].map(|row| format!("{}.{row}.", words.table));
    let ends = cells.iter().filter(|cell| !began.iter().any(|row| cell.id.starts_with(row.as_str())));
    let end = |cell: &&&crate::form::CellDefinition| {
        if is_of(&cell.id, &words.table) { cell.row_name.clone() } else { format!("{}{}", cell.row_name, cell.column_name) }
    };
    (kind, ends.map(|cell| end(&cell)).collect::<Vec<_>>().join("，"))
}
