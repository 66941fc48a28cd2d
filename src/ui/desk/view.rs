//! How the desk is drawn: the parts at the left, the part being filled in the middle, findings and pages at the right.

use std::sync::Arc;

use egui::{Margin, RichText, Ui};

use super::preview::PreviewMode;
use super::sections::sections_ui;
use super::{Desk, Panel, sources};
use crate::file::Document;
use crate::form::SectionContent;
use crate::session::Session;
use crate::ui::commands::{Action, Command, Page};
use crate::ui::grid::{GridAction, GridInput};
use crate::ui::look::theme::Theme;
use crate::ui::prose::ProseEditor;
use crate::ui::services::Services;
use crate::ui::settings::Remembered;

impl Desk {
    /// Draws everything between the bar at the top and the line at the foot.
    pub(crate) fn ui(&mut self, ui: &mut Ui, services: &Services, remembered: &Remembered, theme: &Theme) -> Vec<Action> {
        let mut actions = Vec::new();
        let take_focus = self.take_focus.take();
        self.findings.show_hints(remembered.hints_shown());
        let panel = |margin: Margin| egui::Frame::new().fill(theme.ground).inner_margin(margin);
        egui::Panel::left("sections").default_size(208.0).size_range(150.0..=300.0).frame(panel(Margin::same(8))).show(ui, |ui| {
            actions.extend(sections_ui(ui, &self.session, self.page, take_focus == Some(Panel::Sections), theme));
        });
        if self.find.is_open() {
            let locked = self.is_locked();
            egui::Panel::top("find").frame(panel(Margin::symmetric(10, 4))).show(ui, |ui| {
                if self.find.ui(ui, &self.session, locked, theme, &mut actions) {
                    self.take_focus = Some(Panel::Content);
                }
            });
        }
        // Beside the pages, or at 200 %, a small window has no room for the findings too; the line at the foot counts them.
        let is_beside = matches!(self.preview_mode, PreviewMode::Beside | PreviewMode::Charts);
        let needed_pt = if is_beside { 1200.0 } else { 560.0 };
        let has_room = ui.available_width() > needed_pt;
        let paper = remembered.paper();
        if remembered.findings_open() && has_room {
            egui::Panel::right("findings").default_size(270.0).size_range(200.0..=460.0).frame(panel(Margin::same(8))).show(ui, |ui| {
                actions.extend(self.findings.ui(ui, &self.session, self.is_locked(), take_focus == Some(Panel::Findings), theme));
            });
        }
        if self.preview_mode == PreviewMode::Charts {
            let width_pt = (ui.available_width() * 0.42).clamp(320.0, 640.0);
            egui::Panel::right("charts").default_size(width_pt).size_range(320.0..=700.0).frame(panel(Margin::same(8))).show(ui, |ui| {
                self.charts.ui(ui, &self.session, services.faces(paper), theme);
            });
        }
        if self.preview_mode == PreviewMode::Beside {
            let width_pt = (ui.available_width() * 0.4).clamp(240.0, 640.0);
            egui::Panel::right("preview").default_size(width_pt).size_range(200.0..=900.0).frame(panel(Margin::same(8))).show(ui, |ui| {
                self.preview.ui(ui, &self.session, services.faces(paper), paper, theme);
            });
        }
        egui::CentralPanel::no_frame().frame(panel(Margin::symmetric(10, 6))).show(ui, |ui| {
            if self.preview_mode == PreviewMode::Alone {
                self.preview.ui(ui, &self.session, services.faces(paper), paper, theme);
                return;
            }
            self.banner_ui(ui, theme, &mut actions);
            actions.extend(self.content_ui(ui, services, take_focus == Some(Panel::Content), theme));
        });
        actions
    }

    /// Says that the report is locked, and what unlocks it.
    fn banner_ui(&self, ui: &mut Ui, theme: &Theme, actions: &mut Vec<Action>) {
        let words = match self.document.read_only() {
            Some(why) => why.to_owned(),
            None if self.session.is_locked() => "已定稿，内容不能改动".to_owned(),
            None => return,
        };
        egui::Frame::new().fill(theme.warn_fill).corner_radius(theme.corner_pt).inner_margin(Margin::symmetric(10, 6)).show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.set_width(ui.available_width());
                ui.label(RichText::new(words).color(theme.warn));
                if self.document.read_only().is_none() && ui.button(Command::TakeBack.words()).clicked() {
                    actions.push(Action::Run(Command::TakeBack));
                }
                if self.document.read_only().is_some() && ui.button(Command::SaveAs.words()).clicked() {
                    actions.push(Action::Run(Command::SaveAs));
                }
            });
        });
        ui.add_space(4.0);
    }

    fn content_ui(&mut self, ui: &mut Ui, services: &Services, take_focus: bool, theme: &Theme) -> Vec<Action> {
        let locked = self.is_locked();
        let form = Arc::clone(self.session.form());
        let section = match self.page {
            Page::Head => None,
            Page::Section(at) => form.sections.get(at),
        };
        let Some(section) = section else {
            if take_focus {
                self.head.go_to();
            }
            return self.head.ui(ui, &self.session, &services.editions, locked, theme);
        };
        ui.label(RichText::new(section.head()).font(theme.strong_font(theme.heading_pt)));
        match &section.content {
            SectionContent::Prose { .. } => {
                let editor = self.prose.entry(section.id.clone()).or_insert_with(|| ProseEditor::new(&section.id));
                if take_focus {
                    editor.go_to(&self.session, None);
                }
                editor.show_hints(self.findings.shows_hints());
                editor.ui(ui, &self.session, section, locked, theme)
            }
            SectionContent::Tables(tables) => self.tables_ui(ui, tables, take_focus, theme),
        }
    }

    /// The tables of a section, each with its share of the height. Both editions have one in each.
    fn tables_ui(&mut self, ui: &mut Ui, tables: &[usize], take_focus: bool, theme: &Theme) -> Vec<Action> {
        let mut actions = Vec::new();
        let shown = self.shown_table(ui, tables);
        let Some(table) = shown else { return actions };
        if take_focus {
            self.grid.focus();
        }
        actions.extend(sources::ui(ui, &self.session, table, self.grid.active(), theme));
        if self.session.report().whole.is_some() {
            let (session, active) = (&self.session, self.grid.active());
            let frame = egui::Frame::new().fill(theme.paper).inner_margin(Margin::same(8));
            let panel = egui::Panel::right("shares").default_size(236.0).size_range(180.0..=380.0).frame(frame);
            panel.show(ui, |ui| actions.extend(self.shares.ui(ui, session, active, theme)));
        }
        let input = GridInput { session: &self.session, table, theme, refusal: refusal(&self.session, &self.document) };
        for action in self.grid.ui(ui, input) {
            actions.extend(grid_action(action));
        }
        actions
    }

    /// Which of a section's tables is shown; several stand under tabs.
    fn shown_table(&mut self, ui: &mut Ui, tables: &[usize]) -> Option<usize> {
        let active = self.grid.active().and_then(|cell| self.session.form().cell(cell)).map(|cell| cell.table);
        let shown = active.filter(|table| tables.contains(table)).or_else(|| tables.first().copied())?;
        if tables.len() < 2 {
            return Some(shown);
        }
        let form = Arc::clone(self.session.form());
        ui.horizontal(|ui| {
            for table in tables.iter().filter_map(|table| form.tables.get(*table).map(|found| (*table, found))) {
                if ui.selectable_label(table.0 == shown, &table.1.name).clicked()
                    && let Some((cell, _)) = table.1.cells().next()
                {
                    self.grid.select(cell);
                }
            }
        });
        Some(shown)
    }
}

/// Why a report takes no edit; `None` where it does.
fn refusal<'a>(session: &Session, document: &'a Document) -> Option<&'a str> {
    document.read_only().or(session.is_locked().then_some("已定稿，要改请先撤回定稿"))
}

/// What the grid asks for, as an action of the window.
fn grid_action(action: GridAction) -> Option<Action> {
    Some(match action {
        GridAction::Edit(edit) => Action::Apply(edit),
        GridAction::Undo => Action::Run(Command::Undo),
        GridAction::Redo => Action::Run(Command::Redo),
        GridAction::LeaveForward => Action::LeaveTable { backward: false },
        GridAction::LeaveBackward => Action::LeaveTable { backward: true },
        GridAction::Section(1..) => Action::Run(Command::NextSection),
        GridAction::Section(_) => Action::Run(Command::PreviousSection),
        GridAction::Finding(1..) => Action::Run(Command::NextFinding),
        GridAction::Finding(_) => Action::Run(Command::PreviousFinding),
        GridAction::Copy { text, html } => Action::CopyTable { text, html },
        GridAction::Tell(sentence) => Action::Tell(sentence),
        GridAction::Typing(_) => return None,
    })
}
