//! Find and replace over the whole report: prose, labels and figures, in the order of the form.

use std::ops::Range;

use egui::{Button, RichText, TextEdit, Ui};

use crate::check::Spot;
use crate::form::{CellIndex, SectionContent};
use crate::report::Edit;
use crate::session::Session;
use crate::ui::commands::{Action, Command};
use crate::ui::look::text_field;
use crate::ui::look::theme::Theme;

/// A place where what is looked for stands.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Hit {
    /// In a prose section, as bytes of its text.
    Prose { section: String, range: Range<usize> },
    /// In the label of a row or the head of a column, which are the form's.
    Label(CellIndex),
    /// In what stands in a cell.
    Figure { cell: CellIndex, range: Range<usize> },
}

impl Hit {
    fn spot(&self) -> Spot {
        match self {
            Self::Prose { section, range } => Spot::Prose { section: section.clone(), range: range.clone() },
            Self::Label(cell) | Self::Figure { cell, .. } => Spot::Cell(*cell),
        }
    }
}

/// The bar with what is looked for, and how far one is.
#[derive(Debug, Default)]
pub(super) struct FindBar {
    is_open: bool,
    needle: String,
    replacement: String,
    /// The hit that is shown, as its number from 0.
    at: Option<usize>,
    take_focus: bool,
}

impl FindBar {
    /// Opens the bar, the focus in what is looked for.
    pub(super) fn open(&mut self) {
        self.is_open = true;
        self.take_focus = true;
    }

    /// Whether the bar is there.
    #[must_use]
    pub(super) fn is_open(&self) -> bool {
        self.is_open
    }

    /// Goes to the next hit, or the one before; and says its number among how many. `None` where there is none.
    pub(super) fn step(&mut self, session: &Session, backward: bool) -> Option<(Spot, usize, usize)> {
        let hits = hits(session, &self.needle);
        let count = hits.len();
        let last = count.checked_sub(1)?;
        let next = match (self.at, backward) {
            (None, false) => 0,
            (None, true) => last,
            (Some(at), false) => {
                if at >= last {
                    0
                } else {
                    at + 1
                }
            }
            (Some(at), true) => at.checked_sub(1).unwrap_or(last).min(last),
        };
        self.at = Some(next);
        Some((hits.get(next)?.spot(), next + 1, count))
    }

    /// Draws the bar; says whether it was closed.
    pub(super) fn ui(&mut self, ui: &mut Ui, session: &Session, locked: bool, theme: &Theme, actions: &mut Vec<Action>) -> bool {
        let hits = hits(session, &self.needle);
        let mut closed = false;
        ui.horizontal_wrapped(|ui| {
            let label = ui.label("查找");
            let needle = ui.add(TextEdit::singleline(&mut self.needle).desired_width(150.0)).labelled_by(label.id);
            if std::mem::take(&mut self.take_focus) {
                needle.request_focus();
            }
            if needle.changed() {
                self.at = None;
            }
            closed |= text_field::line(&needle, &self.needle) && needle.lost_focus();
            if needle.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter)) {
                actions.push(Action::Run(Command::FindNext));
            }
            let count = match (self.needle.is_empty(), self.at) {
                (true, _) => String::new(),
                (false, Some(at)) if at < hits.len() => format!("{}/{}", at + 1, hits.len()),
                _ => format!("{} 处", hits.len()),
            };
            ui.label(RichText::new(count).color(theme.faint_ink));
            for (command, words) in [(Command::FindPrevious, "上一处"), (Command::FindNext, "下一处")] {
                if ui.add_enabled(!hits.is_empty(), Button::new(words)).on_hover_text(command.tip_with_keys()).clicked() {
                    actions.push(Action::Run(command));
                }
            }
            let label = ui.label("替换为");
            let replacement = ui.add(TextEdit::singleline(&mut self.replacement).desired_width(150.0)).labelled_by(label.id);
            closed |= text_field::line(&replacement, &self.replacement) && replacement.lost_focus();
            self.replace_ui(ui, session, &hits, locked, actions);
            closed |= ui.button("关闭").clicked();
        });
        if closed {
            self.is_open = false;
        }
        closed
    }

    fn replace_ui(&self, ui: &mut Ui, session: &Session, hits: &[Hit], locked: bool, actions: &mut Vec<Action>) {
        let may_change = |hit: &&Hit| !locked && !matches!(hit, Hit::Label(_));
        let here = self.at.and_then(|at| hits.get(at)).filter(may_change);
        let button = ui.add_enabled(here.is_some(), Button::new("替换"));
        if let Some(hit) = here.filter(|_| button.on_hover_text("替换这一处，可用 Ctrl+Z 撤回").clicked()) {
            actions.extend(replaced(session, std::slice::from_ref(hit), &self.replacement).map(Action::Apply));
            actions.push(Action::Run(Command::FindNext));
        }
        let all: Vec<Hit> = hits.iter().filter(may_change).cloned().collect();
        let button = ui.add_enabled(!all.is_empty(), Button::new("全部替换")).on_hover_text("正文和表中的都替换，可用 Ctrl+Z 一次撤回");
        if button.clicked() {
            actions.extend(replaced(session, &all, &self.replacement).map(Action::Apply));
            actions.push(Action::Tell(format!("已替换 {} 处", all.len())));
        }
    }
}

/// Every place where that stands, capital letters or small, in the order of the form.
fn hits(session: &Session, needle: &str) -> Vec<Hit> {
    let needle = needle.to_ascii_lowercase();
    if needle.is_empty() {
        return Vec::new();
    }
    let (form, report) = (session.form(), session.report());
    let mut hits = Vec::new();
    for section in &form.sections {
        match &section.content {
            SectionContent::Prose { .. } => {
                let ranges = ranges(report.prose(&section.id), &needle);
                hits.extend(ranges.map(|range| Hit::Prose { section: section.id.clone(), range }));
            }
            SectionContent::Tables(tables) => {
                let cells = tables.iter().filter_map(|table| form.tables.get(*table)).flat_map(crate::form::Table::cells);
                let mut named: Vec<&str> = Vec::new();
                for (cell, _) in cells {
                    let Some(of_form) = form.cell(cell) else { continue };
                    for name in [of_form.row_name.as_str(), of_form.column_name.as_str()] {
                        // A row or column has its name once, whatever the number of its cells.
                        if name.to_ascii_lowercase().contains(&needle) && !named.contains(&name) {
                            named.push(name);
                            hits.push(Hit::Label(cell));
                        }
                    }
                    hits.extend(ranges(&report.cell(cell).text, &needle).map(|range| Hit::Figure { cell, range }));
                }
            }
        }
    }
    hits
}

/// Where a needle of small letters stands in a text, as bytes.
fn ranges(text: &str, needle: &str) -> impl Iterator<Item = Range<usize>> {
    let places: Vec<usize> = text.to_ascii_lowercase().match_indices(needle).map(|(at, _)| at).collect();
    let length = needle.len();
    places.into_iter().map(move |at| at..at + length)
}

/// One edit that puts the replacement in the place of these hits; `None` where nothing changes.
fn replaced(session: &Session, hits: &[Hit], replacement: &str) -> Option<Edit> {
    let report = session.report();
    let mut edits: Vec<Edit> = Vec::new();
    let mut cells: Vec<(CellIndex, String)> = Vec::new();
    // From the last to the first, so that the places before stay where they are.
    for hit in hits.iter().rev() {
        match hit {
            Hit::Label(_) => {}
            Hit::Prose { section, range } => {
                let begun = edits.iter_mut().find_map(|edit| match edit {
                    Edit::Prose { section: of, text } if of == section => Some(text),
                    _ => None,
                });
                if let Some(text) = begun {
                    text.replace_range(range.clone(), replacement);
                } else {
                    let mut text = report.prose(section).to_owned();
                    text.replace_range(range.clone(), replacement);
                    edits.push(Edit::Prose { section: section.clone(), text });
                }
            }
            Hit::Figure { cell, range } => {
                if let Some((_, text)) = cells.iter_mut().find(|(of, _)| of == cell) {
                    text.replace_range(range.clone(), replacement);
                } else {
                    let mut text = report.cell(*cell).text.clone();
                    text.replace_range(range.clone(), replacement);
                    cells.push((*cell, text));
                }
            }
        }
    }
    if !cells.is_empty() {
        edits.push(Edit::Cells(cells));
    }
    (!edits.is_empty()).then_some(Edit::All(edits))
}
