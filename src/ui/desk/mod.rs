//! The open report in the window: its parts at the left, the part being filled in the middle, the findings beside it.

mod charts;
mod find;
mod findings;
mod head;
mod preview;
mod progress;
mod sections;
mod shares;
mod sources;
mod status;
mod view;

use std::collections::BTreeMap;
use std::path::Path;
use std::time::SystemTime;

use super::commands::{Command, Page};
use super::grid::{Grid, ZeroScope, fill};
use super::prose::ProseEditor;
use crate::check::Spot;
use crate::file::html::Extent;
use crate::file::{Document, FileError, Overwrite, Saved, Saving};
use crate::form::{CellIndex, SectionContent, Table};
use crate::report::{Edit, HistoryEntry, Status};
use crate::session::Session;
pub(super) use charts::Charts;
use find::FindBar;
use findings::FindingsPanel;
use head::HeadPage;
pub(super) use preview::Preview;
pub(super) use preview::PreviewMode;
use shares::Shares;
pub(super) use status::{Busy, StatusInput, status_ui};

/// Where the keys go: F6 moves from one to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Panel {
    /// The list of parts.
    Sections,
    /// The part being filled.
    Content,
    /// The findings.
    Findings,
    /// The bar at the top.
    TopBar,
}

impl Panel {
    const ORDER: [Self; 4] = [Self::Sections, Self::Content, Self::Findings, Self::TopBar];

    /// The next panel, or the one before.
    fn next(self, backward: bool) -> Self {
        let step = if backward { Self::ORDER.len() - 1 } else { 1 };
        let here = Self::ORDER.iter().position(|panel| *panel == self).unwrap_or_default();
        Self::ORDER.get((here + step) % Self::ORDER.len()).copied().unwrap_or(Self::Content)
    }
}

/// The open report and how it is looked at.
pub(crate) struct Desk {
    /// The report.
    session: Session,
    /// Its file, lock and journal.
    document: Document,
    /// The part that is shown.
    page: Page,
    /// The panel that the keys go to.
    panel: Panel,
    /// The panel that takes the focus in the next frame.
    take_focus: Option<Panel>,
    /// The findings.
    findings: FindingsPanel,
    /// Find and replace.
    find: FindBar,
    /// The tables.
    grid: Grid,
    /// The pages of the PDF, and how they are shown.
    preview_mode: PreviewMode,
    preview: Preview,
    charts: Charts,
    head: HeadPage,
    prose: BTreeMap<String, ProseEditor>,
    /// The units' shares of the active cell, of a report that is a sum.
    shares: Shares,
    /// Whether something had the focus when it was last looked at.
    had_focus: bool,
}

impl Desk {
    /// Puts a report on the desk, at its first part.
    #[must_use]
    pub(crate) fn new(session: Session, document: Document) -> Self {
        let page = if session.report().unit.is_empty() { Page::Head } else { Page::Section(0) };
        Self {
            session,
            document,
            page,
            panel: Panel::Content,
            take_focus: Some(Panel::Content),
            findings: FindingsPanel::default(),
            find: FindBar::default(),
            grid: Grid::new(),
            preview_mode: PreviewMode::Off,
            preview: Preview::default(),
            charts: Charts::default(),
            head: HeadPage::default(),
            prose: BTreeMap::new(),
            shares: Shares::default(),
            had_focus: false,
        }
    }

    /// The report.
    #[must_use]
    pub(crate) fn session(&self) -> &Session {
        &self.session
    }

    /// Its file, lock and journal.
    #[must_use]
    pub(crate) fn document(&self) -> &Document {
        &self.document
    }

    /// Its file, lock and journal, once the report is put away.
    #[must_use]
    pub(crate) fn into_document(self) -> Document {
        self.document
    }

    /// The report by its id, and its state: any change of it gives another one.
    #[must_use]
    pub(crate) fn state(&self) -> (String, u64) {
        (self.session.report().id.clone(), self.session.revision())
    }

    /// Makes a change, where the file may be changed.
    pub(crate) fn apply(&mut self, edit: Edit) {
        if self.document.read_only().is_none() {
            self.session.apply(edit);
        }
    }

    /// The rows of the register behind the active cell, under a head.
    #[must_use]
    pub(crate) fn sources(&self) -> Option<(String, Vec<String>)> {
        sources::lines(&self.session, self.grid.active()?)
    }

    /// Takes the last change back, or makes it again, and shows what changed.
    pub(crate) fn undo_or_redo(&mut self, undo: bool) {
        let edit = if undo { self.session.undo() } else { self.session.redo() };
        if let Some(edit) = edit {
            self.go_to_edit(&edit);
        }
    }

    /// What is on the desk is not on disk as it is.
    pub(crate) fn mark_unsaved(&mut self) {
        self.session.mark_unsaved();
    }

    /// A save into the report's own file.
    ///
    /// # Errors
    /// Why it cannot be saved there.
    pub(crate) fn saving(&mut self, now: SystemTime, overwrite: Overwrite) -> Result<Saving, FileError> {
        self.document.saving(&mut self.session, now, overwrite)
    }

    /// A save into another file.
    pub(crate) fn saving_as(&mut self, path: &Path, overwrite: Overwrite, now: SystemTime) -> Saving {
        self.document.saving_as(&mut self.session, path, overwrite, now)
    }

    /// Takes over that it was saved; gives what is to be told.
    pub(crate) fn finish_saving(&mut self, saved: Saved) -> Vec<String> {
        self.document.finish(&mut self.session, saved)
    }

    /// Whether the preview of what is pasted stands over the table.
    #[must_use]
    pub(crate) fn is_asking(&self) -> bool {
        self.grid.is_asking()
    }

    /// Lets the table go of the focus, for what comes over it.
    pub(crate) fn let_go_of_focus(&mut self) {
        self.grid.let_go_of_focus();
    }

    /// How the pages are shown.
    #[must_use]
    pub(crate) fn preview_mode(&self) -> PreviewMode {
        self.preview_mode
    }

    /// Takes the focus for the bar at the top, where it is its turn.
    pub(crate) fn gives_focus_to_the_top_bar(&mut self) -> bool {
        self.take_focus.take_if(|panel| *panel == Panel::TopBar).is_some()
    }

    /// Shows the part once more, and puts the focus into it.
    pub(crate) fn show_again(&mut self) {
        self.show(self.page);
    }

    /// Gives the focus to the next panel, or the one before.
    pub(crate) fn step_panel(&mut self, backward: bool, findings_open: bool) {
        let mut next = self.panel.next(backward);
        if next == Panel::Findings && !findings_open {
            next = next.next(backward);
        }
        self.panel = next;
        self.take_focus = Some(next);
    }

    /// Goes to the next finding, or the one before: its number and how many there are; `None` where there is none.
    pub(crate) fn step_finding(&mut self, backward: bool) -> Option<(usize, usize)> {
        let (spot, number, count) = self.findings.step(&self.session, backward)?;
        self.go_to(&spot);
        Some((number, count))
    }

    /// Shows what is found at a place in the list of findings.
    pub(crate) fn point_out(&mut self, spot: &Spot) {
        self.findings.point_out(&self.session, spot);
    }

    /// Opens the bar for find and replace.
    pub(crate) fn open_find(&mut self) {
        self.find.open();
    }

    /// Goes to the next place where what is looked for stands, or the one before: its number and how many there are.
    pub(crate) fn step_find(&mut self, backward: bool) -> Option<(usize, usize)> {
        let (spot, number, count) = self.find.step(&self.session, backward)?;
        self.go_to(&spot);
        Some((number, count))
    }

    /// Whether the bar for find and replace is open.
    #[must_use]
    pub(crate) fn is_finding(&self) -> bool {
        self.find.is_open()
    }

    /// The edit that fills blanks with 0, and how many: of the selection, the table, the report.
    #[must_use]
    pub(crate) fn zeros(&self, scope: ZeroScope) -> Option<(Edit, usize)> {
        self.grid.zeros(&self.session, scope)
    }

    /// Marks the report 定稿 or takes that back, with a line in its history.
    pub(crate) fn set_status(&mut self, status: Status, entry: HistoryEntry) {
        let mut history = self.session.report().history.clone();
        history.push(entry);
        self.session.apply(Edit::Status { status, history });
    }

    /// What a command copies for a web site; `None` where nothing of the kind is shown.
    #[must_use]
    pub(crate) fn extent(&self, command: Command) -> Option<Extent> {
        let Page::Section(at) = self.page else { return (command == Command::CopyWeb).then_some(Extent::Whole) };
        let section = self.session.form().sections.get(at)?;
        match (command, &section.content) {
            (Command::CopyWeb, _) => Some(Extent::Whole),
            (Command::CopyWebSection, _) => Some(Extent::Section(section.id.clone())),
            (Command::CopyWebTable, SectionContent::Tables(tables)) => tables.first().copied().map(Extent::Table),
            _ => None,
        }
    }

    /// Whether nothing can be changed.
    #[must_use]
    pub(crate) fn is_locked(&self) -> bool {
        self.session.is_locked() || self.document.read_only().is_some()
    }

    /// Makes what was typed and not yet taken over a change of the report.
    pub(crate) fn flush(&mut self) {
        if self.is_locked() {
            return;
        }
        let mut edits: Vec<_> = self.prose.values_mut().filter_map(|editor| editor.take_pending(&self.session)).collect();
        edits.extend(self.head.take_pending(&self.session));
        edits.extend(self.findings.take_pending(&self.session));
        edits.extend(self.grid.take_open_edit(&self.session));
        for edit in edits {
            self.session.apply(edit);
        }
    }

    /// Gives the focus back to the part being filled where a click beside it, a menu or a dialog took it: keys must never go nowhere.
    pub(crate) fn hold_focus(&mut self, context: &egui::Context) {
        let is_busy = self.grid.is_asking() || egui::Popup::is_any_open(context) || context.input(|input| input.pointer.any_down());
        if is_busy || self.take_focus.is_some() {
            return;
        }
        let has_focus = context.memory(|memory| memory.focused().is_some());
        if self.had_focus && !has_focus {
            self.panel = Panel::Content;
            self.take_focus = Some(Panel::Content);
            context.request_repaint();
        }
        self.had_focus = has_focus;
    }

    /// Whether the part that is shown is a table.
    #[must_use]
    pub(crate) fn shows_a_table(&self) -> bool {
        let Page::Section(at) = self.page else { return false };
        self.session.form().sections.get(at).is_some_and(|section| matches!(section.content, SectionContent::Tables(_)))
    }

    /// Keeps the report, with what stands in open fields, in the recovery journal.
    pub(crate) fn keep(&mut self) {
        let unfinished = self.unfinished();
        self.document.keep(&self.session, unfinished.as_ref());
    }

    /// What stands in open fields and is no change of the report yet.
    #[must_use]
    pub(crate) fn unfinished(&self) -> Option<Edit> {
        let mut unfinished: Vec<_> = self.prose.values().filter_map(|editor| editor.pending_edit(&self.session)).collect();
        unfinished.extend(self.head.pending(&self.session));
        unfinished.extend(self.findings.pending(&self.session));
        unfinished.extend(self.grid.open_edit(&self.session));
        (!unfinished.is_empty() && !self.is_locked()).then_some(Edit::All(unfinished))
    }

    /// Shows a part and puts the focus into it.
    pub(crate) fn show(&mut self, page: Page) {
        if self.page != page {
            self.page = page;
            self.scroll_preview();
        }
        self.panel = Panel::Content;
        self.take_focus = Some(Panel::Content);
    }

    fn scroll_preview(&mut self) {
        if let Page::Section(at) = self.page
            && let Some(section) = self.session.form().sections.get(at)
        {
            self.preview.go_to(section.head());
        }
    }

    /// Turns the preview to a mode, or off where it is in that mode.
    pub(crate) fn toggle_preview(&mut self, mode: PreviewMode) {
        self.preview_mode = if self.preview_mode == mode { PreviewMode::Off } else { mode };
        self.scroll_preview();
    }

    /// Shows the next part, or the one before.
    pub(crate) fn step(&mut self, backward: bool) {
        let last = self.session.form().sections.len().saturating_sub(1);
        self.show(match (self.page, backward) {
            (Page::Head, false) => Page::Section(0),
            (Page::Head | Page::Section(0), true) => Page::Head,
            (Page::Section(at), false) => Page::Section((at + 1).min(last)),
            (Page::Section(at), true) => Page::Section(at - 1),
        });
    }

    /// Goes on with Tab from a table to what stands after it, or before it: in a table, to the cell next to this one.
    pub(crate) fn leave_table(&mut self, backward: bool) {
        self.step(backward);
        let Page::Section(at) = self.page else { return };
        let form = std::sync::Arc::clone(self.session.form());
        let Some(SectionContent::Tables(tables)) = form.sections.get(at).map(|section| &section.content) else { return };
        let cells = tables.iter().filter_map(|table| form.tables.get(*table)).flat_map(Table::cells);
        let mut inputs = cells.map(|(cell, _)| cell).filter(|cell| fill::takes_input(&form, *cell));
        if let Some(cell) = if backward { inputs.last() } else { inputs.next() } {
            self.grid.go_to(cell);
        }
    }

    /// Shows a place and puts the focus there.
    pub(crate) fn go_to(&mut self, spot: &Spot) {
        match spot {
            Spot::Head => self.show(Page::Head),
            Spot::Cell(cell) => self.go_to_cell(*cell),
            Spot::Prose { section, range } => {
                if let Some(at) = self.session.form().sections.iter().position(|found| found.id == *section) {
                    self.show(Page::Section(at));
                    self.take_focus = None;
                    let editor = self.prose.entry(section.clone()).or_insert_with(|| ProseEditor::new(section));
                    editor.go_to(&self.session, Some(range));
                }
            }
        }
    }

    fn go_to_cell(&mut self, cell: CellIndex) {
        let Some(table) = self.session.form().cell(cell).map(|cell| cell.table) else { return };
        let holds = |content: &SectionContent| matches!(content, SectionContent::Tables(tables) if tables.contains(&table));
        let Some(at) = self.session.form().sections.iter().position(|section| holds(&section.content)) else { return };
        self.show(Page::Section(at));
        self.grid.select(cell);
    }

    /// What the selection adds up to: as shown, and as copied.
    #[must_use]
    pub(crate) fn selection_figures(&self) -> Vec<(String, String)> {
        let summary = self.grid.selection_summary(&self.session).filter(|_| self.shows_a_table());
        let parts = summary.map(|summary| summary.parts()).unwrap_or_default();
        parts.into_iter().map(|(name, figure)| (format!("{name} {figure}"), figure)).collect()
    }

    /// Shows what an edit changed, after undo and redo.
    pub(crate) fn go_to_edit(&mut self, edit: &Edit) {
        match edit {
            Edit::Cells(cells) => {
                let cells: Vec<_> = cells.iter().map(|(cell, _)| *cell).collect();
                if let Some(first) = cells.first() {
                    self.go_to_cell(*first);
                    self.grid.show_changed(&cells);
                }
            }
            Edit::Prose { section, .. } => {
                if let Some(at) = self.session.form().sections.iter().position(|found| found.id == *section) {
                    self.show(Page::Section(at));
                }
            }
            Edit::All(edits) => {
                if let Some(edit) = edits.first() {
                    self.go_to_edit(edit);
                }
            }
            Edit::Unit(_) | Edit::Level(_) | Edit::Year(_) | Edit::Scope(_) | Edit::Signature(_) => self.show(Page::Head),
            Edit::Explanations(_) | Edit::LastYear(_) | Edit::Register(_) | Edit::Whole(_) | Edit::Status { .. } | Edit::Unknown { .. } => {
            }
        }
    }

    /// The window's title: unit, year, and whether there is something unsaved.
    #[must_use]
    pub(crate) fn title(&self) -> String {
        let report = self.session.report();
        let mark = if self.session.is_unsaved() { "（未保存）" } else { "" };
        format!("{} {} 年度{mark} - 年报", report.unit, report.year)
    }
}
