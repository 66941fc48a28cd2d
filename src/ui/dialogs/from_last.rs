//! 从上年开始: what a new report takes from last year's and what does not fit, shown before it is made.

use std::sync::Arc;

use egui::{RichText, TextEdit, Ui};

use crate::form::{Editions, Form};
use crate::report::{NewYear, Source, Start, next_year};
use crate::ui::commands::{Action, NewFromLast};
use crate::ui::look::text_field;
use crate::ui::look::theme::{Theme, sign};
use crate::ui::look::widgets::{focus_first, list, main_button, title_ui};

/// Last year's report, and what the new one is to be.
pub(crate) struct FromLast {
    opened: crate::file::Opened,
    editions: Editions,
    this_year: i32,
    id: String,
    unit: String,
    year: i32,
    /// The new report, with the unit and year that it was made for.
    made: Option<(String, i32, NewYear)>,
}

impl FromLast {
    /// Starts from a report; `unit` is what was typed on the start page, empty where nothing was.
    #[must_use]
    pub(crate) fn new(opened: crate::file::Opened, editions: &Editions, this_year: i32, id: String, unit: &str) -> Self {
        let unit = if unit.trim().is_empty() { opened.report.unit.clone() } else { unit.trim().to_owned() };
        let year = opened.report.year.saturating_add(1);
        Self { opened, editions: editions.clone(), this_year, id, unit, year, made: None }
    }

    /// Draws the dialog.
    pub(crate) fn ui(&mut self, ui: &mut Ui, theme: &Theme, actions: &mut Vec<Action>) {
        title_ui(ui, "从上年开始", theme);
        let last = format!("上年：{} {} 年度", self.opened.report.unit, self.opened.report.year);
        ui.label(RichText::new(last).color(theme.faint_ink));
        ui.add_space(6.0);
        self.fields_ui(ui);
        ui.add_space(6.0);
        let form = form_for(&self.editions, self.year);
        let new = form.map(|form| (Arc::clone(&form), self.made(&form)));
        match &new {
            Some((form, new)) => self.what_happens_ui(ui, form, new, theme),
            None => {
                ui.label(RichText::new(format!("没有适用于 {} 年度的表样", self.year)).color(theme.bad));
            }
        }
        ui.add_space(10.0);
        ui.horizontal(|ui| {
            if let Some((_, new)) = new.filter(|_| !self.unit.trim().is_empty()) {
                make_ui(ui, new, theme, actions);
            }
            if ui.button("取消").clicked() {
                actions.push(Action::CloseDialog);
            }
        });
    }

    fn fields_ui(&mut self, ui: &mut Ui) {
        let label = ui.label("单位名称");
        let response = ui.add(TextEdit::singleline(&mut self.unit).desired_width(f32::INFINITY)).labelled_by(label.id);
        text_field::line(&response, &self.unit);
        ui.horizontal(|ui| {
            ui.label(format!("报告年度　{}", self.year));
            for (words, step) in [("减一年", -1), ("加一年", 1)] {
                let year = self.year.saturating_add(step);
                if ui.add_enabled(form_for(&self.editions, year).is_some(), egui::Button::new(words).small()).clicked() {
                    self.year = year;
                }
            }
        });
    }

    /// The new report, made again where unit or year changed.
    fn made(&mut self, form: &Form) -> NewYear {
        let made = self.made.take().filter(|(unit, year, _)| *unit == self.unit && *year == self.year);
        let made = made.unwrap_or_else(|| {
            let source = Source { form: &self.opened.form, report: &self.opened.report };
            let start = Start { id: &self.id, year: self.year, unit: &self.unit };
            (self.unit.clone(), self.year, next_year(form, source, start))
        });
        self.made.insert(made).2.clone()
    }

    fn what_happens_ui(&self, ui: &mut Ui, form: &Form, new: &NewYear, theme: &Theme) {
        let height_pt = (ui.ctx().content_rect().height() - 330.0).clamp(120.0, 360.0);
        list(height_pt).show(ui, |ui| {
            if self.year != self.this_year - 1 {
                let words = format!("{} 现在是 {} 年，一般填 {} 年度的报告", sign::WARN, self.this_year, self.this_year - 1);
                ui.label(RichText::new(words).color(theme.warn));
            }
            for note in &new.notes {
                ui.label(RichText::new(format!("{} {note}", sign::WARN)).color(theme.warn));
            }
            for (head, lines) in [("带过来的", &new.taken), ("可以填好的", &offered(form, new)), ("表样的变化", &new.changes)]
            {
                if !lines.is_empty() {
                    ui.label(RichText::new(head).font(theme.strong_font(theme.body_pt)));
                }
                for line in lines {
                    ui.label(line);
                }
            }
        });
    }
}

/// The buttons that make the report; what follows from last year's figures is filled in only where that is asked for.
fn make_ui(ui: &mut Ui, new: NewYear, theme: &Theme, actions: &mut Vec<Action>) {
    let NewYear { report, offers, .. } = new;
    let choices: &[(&str, bool)] =
        if offers.is_empty() { &[("新建", false)] } else { &[("新建并填好结转", true), ("新建，结转自己填", false)] };
    for (at, (words, fill)) in choices.iter().enumerate() {
        let button = if at == 0 { main_button(ui, words, theme) } else { ui.button(*words) };
        if at == 0 {
            focus_first(&button);
        }
        if button.clicked() {
            let fill = if *fill { offers.clone() } else { Vec::new() };
            actions.extend([Action::CloseDialog, Action::CreateFromLast(Box::new(NewFromLast { report: report.clone(), fill }))]);
        }
    }
}

/// `二、上年结转…：自然人 3，商业企业 0`, a line for each row of the form.
fn offered(form: &Form, new: &NewYear) -> Vec<String> {
    let mut rows: Vec<(&str, Vec<String>)> = Vec::new();
    for (cell, figure) in &new.offers {
        let Some(cell) = form.cell(*cell) else { continue };
        let words = format!("{} {figure}", cell.column_name);
        match rows.last_mut() {
            Some((row, columns)) if *row == cell.row_name => columns.push(words),
            _ => rows.push((&cell.row_name, vec![words])),
        }
    }
    rows.into_iter().map(|(row, columns)| format!("{row}：{}", columns.join("，"))).collect()
}

fn form_for(editions: &Editions, year: i32) -> Option<Arc<Form>> {
    editions.for_year(year).filter(|_| year <= 9999).cloned()
}
