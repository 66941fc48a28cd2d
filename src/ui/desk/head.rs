//! 报告信息: unit, level, year, what the figures cover, and 落款.

use egui::{RichText, TextEdit, Ui};

use crate::form::Editions;
use crate::report::{Edit, Level, Report, Signature};
use crate::session::Session;
use crate::ui::commands::Action;
use crate::ui::look::text_field;
use crate::ui::look::theme::Theme;

/// The page with the report's particulars; a field is taken over when the focus leaves it, and taken back with Esc.
#[derive(Debug, Default)]
pub(crate) struct HeadPage {
    typed: std::collections::BTreeMap<&'static str, String>,
    take_focus: bool,
}

impl HeadPage {
    /// Puts the focus on the first field in the next frame.
    pub(crate) fn go_to(&mut self) {
        self.take_focus = true;
    }

    /// Draws the page.
    pub(crate) fn ui(&mut self, ui: &mut Ui, session: &Session, editions: &Editions, locked: bool, theme: &Theme) -> Vec<Action> {
        let mut actions = Vec::new();
        let report = session.report();
        egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            ui.add_enabled_ui(!locked, |ui| {
                ui.label(RichText::new("报告信息").font(theme.strong_font(theme.heading_pt)));
                ui.label(RichText::new("标题由单位和年度生成，不用另写").color(theme.faint_ink));
                ui.add_space(theme.gap_pt);
                egui::Grid::new("head").num_columns(2).spacing([16.0, 12.0]).show(ui, |ui| {
                    if let Some(unit) = self.field(ui, "单位名称", &report.unit, "例如：西坡镇人民政府") {
                        actions.push(Action::Apply(Edit::Unit(unit)));
                    }
                    level_ui(ui, report, &mut actions);
                    year_ui(ui, session, editions, &mut actions);
                    if let Some(scope) = self.field(ui, "统计范围", &report.scope, "例如：全市；只报本单位的可不填") {
                        actions.push(Action::Apply(Edit::Scope(scope)));
                    }
                    self.signature_ui(ui, report.signature.as_ref(), &report.unit, &mut actions);
                });
                ui.add_space(theme.gap_pt * 2.0);
                title_ui(ui, session, theme);
            });
        });
        actions
    }

    fn signature_ui(&mut self, ui: &mut Ui, signature: Option<&Signature>, unit: &str, actions: &mut Vec<Action>) {
        ui.label("落款");
        let mut wanted = signature.is_some();
        if ui.checkbox(&mut wanted, "文末写单位和日期").changed() {
            let new = wanted.then(|| Signature { unit: unit.to_owned(), ..Signature::default() });
            actions.push(Action::Apply(Edit::Signature(new)));
        }
        ui.end_row();
        let Some(signature) = signature else { return };
        if let Some(unit) = self.field(ui, "落款单位", &signature.unit, "") {
            actions.push(Action::Apply(Edit::Signature(Some(Signature { unit, ..signature.clone() }))));
        }
        if let Some(date) = self.field(ui, "落款日期", &signature.date, "例如：2024-01-20") {
            actions.push(Action::Apply(Edit::Signature(Some(Signature { date: read_date(&date), ..signature.clone() }))));
        }
        if !signature.date.is_empty() && printed_date(&signature.date).is_none() {
            ui.label("");
            ui.label("日期读不出来，请写成 2024-01-20 的样子");
            ui.end_row();
        }
    }

    /// A named text field; gives the text back when it was changed and left.
    fn field(&mut self, ui: &mut Ui, name: &'static str, value: &str, hint: &'static str) -> Option<String> {
        let label = ui.label(name);
        let mut text = self.typed.get(name).cloned().unwrap_or_else(|| value.to_owned());
        let response = ui.add(TextEdit::singleline(&mut text).hint_text(hint).desired_width(360.0)).labelled_by(label.id);
        ui.end_row();
        if std::mem::take(&mut self.take_focus) {
            response.request_focus();
        }
        if response.changed() {
            self.typed.insert(name, text.clone());
        }
        let escaped = text_field::line(&response, &text);
        if !response.lost_focus() {
            return None;
        }
        self.typed.remove(name);
        if escaped {
            return None;
        }
        let text = text.trim().to_owned();
        (text != value).then_some(text)
    }

    /// What was typed and not yet taken over, as edits.
    pub(crate) fn take_pending(&mut self, session: &Session) -> Vec<Edit> {
        let edits = self.pending(session);
        self.typed.clear();
        edits
    }

    /// The same, left where it is.
    #[must_use]
    pub(crate) fn pending(&self, session: &Session) -> Vec<Edit> {
        let report = session.report();
        let signature = report.signature.clone().unwrap_or_default();
        let edits = self.typed.iter().filter_map(|(name, text)| {
            let text = text.trim().to_owned();
            match *name {
                "单位名称" if text != report.unit => Some(Edit::Unit(text)),
                "统计范围" if text != report.scope => Some(Edit::Scope(text)),
                "落款单位" if text != signature.unit => Some(Edit::Signature(Some(Signature { unit: text, ..signature.clone() }))),
                "落款日期" if text != signature.date => {
                    Some(Edit::Signature(Some(Signature { date: read_date(&text), ..signature.clone() })))
                }
                _ => None,
            }
        });
        edits.collect()
    }
}

/// The levels, the one marked that the rules go by; a click chooses it.
fn level_ui(ui: &mut Ui, report: &Report, actions: &mut Vec<Action>) {
    ui.label("单位层级");
    ui.horizontal(|ui| {
        for choice in Level::ALL {
            if ui.radio(report.assumed_level() == Some(choice), choice.name()).clicked() && report.level != Some(choice) {
                actions.push(Action::Apply(Edit::Level(Some(choice))));
            }
        }
    });
    ui.end_row();
}

/// The years of the same edition: another edition has other cells, and is another report.
fn year_ui(ui: &mut Ui, session: &Session, editions: &Editions, actions: &mut Vec<Action>) {
    let report = session.report();
    let same = |year: i32| editions.for_year(year).is_some_and(|form| form.edition == session.form().edition);
    let label = ui.label("报告年度");
    ui.horizontal(|ui| {
        for (words, year) in [("减一年", report.year - 1), ("加一年", report.year + 1)] {
            if year > report.year {
                ui.label(report.year.to_string()).labelled_by(label.id);
            }
            let button = ui.add_enabled(same(year), egui::Button::new(words).small());
            if button.on_disabled_hover_text("那一年用另一版表样，请新建一份").clicked() {
                actions.push(Action::Apply(Edit::Year(year)));
            }
        }
        ui.label(format!("{} 版表样，{}", session.form().edition, session.form().notice));
    });
    ui.end_row();
}

fn title_ui(ui: &mut Ui, session: &Session, theme: &Theme) {
    egui::Frame::new().fill(theme.paper).stroke(egui::Stroke::new(1.0, theme.line)).inner_margin(16).show(ui, |ui| {
        ui.set_width(480.0);
        ui.vertical_centered(|ui| {
            ui.label(RichText::new(&session.report().unit).font(theme.strong_font(theme.heading_pt + 2.0)));
            let second = session.form().title_for(session.report().year);
            ui.label(RichText::new(second).font(theme.strong_font(theme.heading_pt + 2.0)));
        });
    });
}

/// `2024年1月20日`, `2024.1.20`, `2024/1/20` as `2024-01-20`; what cannot be read stays as typed.
fn read_date(text: &str) -> String {
    let plain: String = text.chars().map(|c| if c.is_ascii_digit() { c } else { ' ' }).collect();
    let parts: Vec<u32> = plain.split_whitespace().filter_map(|part| part.parse().ok()).collect();
    match parts[..] {
        [year, month, day] if (1..=12).contains(&month) && (1..=31).contains(&day) && year > 1900 => {
            format!("{year:04}-{month:02}-{day:02}")
        }
        _ => text.to_owned(),
    }
}

/// `2024-01-20` in its parts, `None` where it is no date.
fn printed_date(date: &str) -> Option<()> {
    (read_date(date) == date && date.len() == 10).then_some(())
}
