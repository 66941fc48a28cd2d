//! The list of the report's parts at the left: how far each is, what is found in it, and the next thing to do.

use egui::{Button, RichText, Ui};

use super::progress::{Progress, next_step};
use crate::session::Session;
use crate::ui::commands::{Action, Page};
use crate::ui::look::theme::{Theme, sign};

/// Draws the list. With `take_focus` the current entry gets the focus.
pub(crate) fn sections_ui(ui: &mut Ui, session: &Session, current: Page, take_focus: bool, theme: &Theme) -> Vec<Action> {
    let mut actions = Vec::new();
    let (words, step) = next_step(session);
    egui::Panel::bottom("next_step").frame(egui::Frame::new().inner_margin(egui::Margin::symmetric(0, 8))).show(ui, |ui| {
        ui.label(RichText::new("下一步").color(theme.faint_ink).small());
        let button = Button::new(RichText::new(&words).color(theme.on_accent)).fill(theme.accent).wrap();
        if ui.add_sized([ui.available_width(), 34.0], button).clicked() {
            actions.push(step);
        }
    });
    egui::CentralPanel::no_frame().show(ui, |ui| {
        egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            let info = Entry { page: Page::Head, title: "报告信息".to_owned(), state: head_state(session) };
            let sections = session.form().sections.iter().enumerate().map(|(at, section)| Entry {
                page: Page::Section(at),
                title: section.head(),
                state: State::of(&Progress::of(session, section)),
            });
            for entry in std::iter::once(info).chain(sections) {
                let is_current = entry.page == current;
                let response = entry.ui(ui, is_current, theme);
                if is_current && take_focus {
                    response.request_focus();
                }
                if response.clicked() {
                    actions.push(Action::Show(entry.page));
                }
            }
        });
    });
    actions
}

struct Entry {
    page: Page,
    title: String,
    state: State,
}

/// What is said of a part, and in which colour.
struct State {
    words: String,
    mark: Mark,
}

#[derive(Clone, Copy, PartialEq)]
enum Mark {
    Done,
    Open,
    Warn,
    Bad,
}

impl State {
    fn of(progress: &Progress) -> Self {
        let words = progress.words();
        if progress.blocking > 0 {
            Self { words: format!("{words}　{} {} 处不符", sign::BAD, progress.blocking), mark: Mark::Bad }
        } else if progress.to_explain > 0 {
            Self { words: format!("{words}　{} {} 处待说明", sign::WARN, progress.to_explain), mark: Mark::Warn }
        } else if progress.is_done() {
            Self { words: format!("{} {words}", sign::GOOD), mark: Mark::Done }
        } else {
            Self { words, mark: Mark::Open }
        }
    }
}

fn head_state(session: &Session) -> State {
    let report = session.report();
    if report.unit.trim().is_empty() {
        State { words: "单位未填".to_owned(), mark: Mark::Open }
    } else if report.assumed_level().is_none() {
        State { words: "层级未选".to_owned(), mark: Mark::Open }
    } else {
        State { words: format!("{} {} 年度", sign::GOOD, report.year), mark: Mark::Done }
    }
}

impl Entry {
    fn ui(&self, ui: &mut Ui, is_current: bool, theme: &Theme) -> egui::Response {
        let colour = match self.state.mark {
            Mark::Done => theme.good,
            Mark::Open => theme.faint_ink,
            Mark::Warn => theme.warn,
            Mark::Bad => theme.bad,
        };
        let mut job = egui::text::LayoutJob::default();
        let font = if is_current { theme.strong_font(theme.body_pt) } else { theme.body_font() };
        let format = |font_id, color| egui::TextFormat { font_id, color, ..egui::TextFormat::default() };
        job.append(&self.title, 0.0, format(font, theme.ink));
        job.append(&format!("\n{}", self.state.words), 0.0, format(theme.small_font(), colour));
        let button = Button::selectable(is_current, job).wrap().min_size(egui::vec2(ui.available_width(), 0.0));
        ui.add(button)
    }
}
