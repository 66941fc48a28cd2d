//! The line at the foot: saved or not, how many rules hold, and the sums of the selection.

use egui::{RichText, Ui};

use crate::check::{Severity, SumState};
use crate::form::SumSeverity;
use crate::session::Session;
use crate::ui::commands::{Action, Command};
use crate::ui::look::theme::{Theme, sign};

/// Whether a save or an export is under way.
pub(crate) enum Busy {
    /// Nothing is.
    No,
    /// It has just begun.
    Now(&'static str),
    /// It is slow; saving elsewhere is offered.
    Slow(&'static str),
}

/// What the status line says besides the session's own state.
pub(crate) struct StatusInput<'a> {
    /// The open report.
    pub session: &'a Session,
    /// Where it is saved, in words; `None` for one that has no file yet.
    pub file: Option<String>,
    /// The figures of the selection, each with the words for the clipboard.
    pub selection: Vec<(String, String)>,
    /// The zoom in per cent.
    pub zoom_percent: u16,
    /// Why the recovery journal cannot be written.
    pub trouble: Option<String>,
    /// Whether a save or an export is under way.
    pub busy: Busy,
    /// Something that was done a moment ago.
    pub told: Option<&'a str>,
}

/// Draws the status line.
pub(crate) fn status_ui(ui: &mut Ui, input: &StatusInput<'_>, theme: &Theme) -> Vec<Action> {
    let mut actions = Vec::new();
    let session = input.session;
    ui.horizontal(|ui| {
        if !matches!(input.busy, Busy::No) {
            busy_ui(ui, &input.busy, theme, &mut actions);
        } else if session.is_unsaved() {
            ui.label(RichText::new("● 未保存").color(theme.warn));
        } else if input.file.is_some() {
            ui.label(RichText::new(format!("{} 已保存", sign::GOOD)).color(theme.good));
        } else {
            ui.label(RichText::new("尚无改动").color(theme.faint_ink));
        }
        ui.separator();
        rules_ui(ui, session, theme);
        if let Some(trouble) = &input.trouble {
            ui.separator();
            ui.label(RichText::new(format!("{} {trouble}", sign::WARN)).color(theme.warn));
        }
        if let Some(told) = input.told {
            ui.separator();
            ui.label(told);
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.label(RichText::new(format!("{}%", input.zoom_percent)).color(theme.faint_ink));
            ui.separator();
            for (shown, copied) in input.selection.iter().rev() {
                if ui.add(egui::Button::new(shown).frame(false)).on_hover_text("点一下，复制这个数").clicked() {
                    actions.push(Action::Copy(copied.clone()));
                }
            }
            if input.selection.is_empty()
                && let Some(file) = &input.file
            {
                ui.add(egui::Label::new(RichText::new(file).color(theme.faint_ink)).truncate());
            }
        });
    });
    actions
}

fn busy_ui(ui: &mut Ui, busy: &Busy, theme: &Theme, actions: &mut Vec<Action>) {
    match busy {
        Busy::No => {}
        Busy::Now(words) => _ = ui.label(RichText::new(*words).color(theme.faint_ink)),
        Busy::Slow(words) => {
            ui.label(RichText::new(format!("{} {words}", sign::WARN)).color(theme.warn));
            if ui.button(Command::SaveAs.words()).clicked() {
                actions.push(Action::Run(Command::SaveAs));
            }
        }
    }
}

fn rules_ui(ui: &mut Ui, session: &Session, theme: &Theme) {
    let review = session.review();
    if session.has_no_figure() {
        ui.label(RichText::new("还没有填数字").color(theme.faint_ink));
        return;
    }
    let (held, count) = (review.held(session.form()), session.form().blocking_sum_count());
    // An unreadable cell blocks too, without a sum that fails.
    let mut blocking_sums = session.form().sums.iter().zip(&review.sums).filter(|(sum, _)| sum.severity == SumSeverity::Blocking);
    let fails = blocking_sums.any(|(_, outcome)| outcome.state == SumState::Fails);
    let (sign, colour) = match (held == count, fails) {
        (true, _) => (sign::GOOD, theme.good),
        (false, false) => (sign::UNFINISHED, theme.unfinished),
        (false, true) => (sign::BAD, theme.bad),
    };
    ui.label(RichText::new(format!("{sign} 勾稽关系 {held}/{count} 相符")).color(colour));
    let blocking = review.count(Severity::Blocking);
    if blocking > 0 {
        ui.separator();
        ui.label(RichText::new(format!("{} {blocking} 处不符", sign::BAD)).color(theme.bad));
    }
    let to_explain = review.count(Severity::Explain);
    if to_explain > 0 {
        ui.separator();
        ui.label(RichText::new(format!("{} {to_explain} 处待说明", sign::WARN)).color(theme.warn));
    }
}
