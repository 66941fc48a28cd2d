//! The table as it stands on paper, and everything that a person who knows a spreadsheet expects of it.
//!
//! One widget, painted from the form's spans, with exactly one live text field. It reads the session and hands back
//! [`GridAction`]s; it changes nothing itself.

mod access;
pub mod clipboard;
mod detail;
mod editing;
pub mod figure;
pub mod fill;
mod geometry;
mod keys;
mod marks;
mod paint;
mod paste_dialog;
mod pointer;
pub mod selection;
pub mod summary;
mod transfer;
mod turn;

use std::collections::{BTreeMap, VecDeque};

use egui::containers::scroll_area::{DragScroll, ScrollSource};
use egui::emath::GuiRounding as _;
use egui::{Event, Id, Pos2, Rect, ScrollArea, Sense, Ui, UiBuilder};

use crate::form::{CellIndex, Table};
use crate::report::Edit;
use crate::session::Session;
use crate::ui::look::text_field;
use crate::ui::look::theme::Theme;

use detail::Detail;
use editing::Editing;
use geometry::{Geometry, Pane, View};
use marks::Marks;
use paint::Scene;
use selection::Selection;
use turn::Turn;

pub use fill::ZeroScope;
pub use keys::means;
pub use marks::Mark;
pub use summary::Summary;

/// How long a cell that something went to stays lit, in seconds.
const FLASH_S: f64 = 1.2;

/// What the grid is shown with.
#[derive(Clone, Copy)]
pub struct GridInput<'a> {
    /// The open report.
    pub session: &'a Session,
    /// Which of the form's tables.
    pub table: usize,
    /// Colours and sizes.
    pub theme: &'a Theme,
    /// Why the report takes no edit; `None` where it does.
    pub refusal: Option<&'a str>,
}

/// What the clerk did that is not the grid's own to do.
#[derive(Debug, Clone, PartialEq)]
pub enum GridAction {
    /// A change to the report.
    Edit(Edit),
    /// Ctrl+Z.
    Undo,
    /// Ctrl+Y, Ctrl+Shift+Z.
    Redo,
    /// Tab left the table behind its last cell: to the first field after it.
    LeaveForward,
    /// Shift+Tab left the table before its first cell.
    LeaveBackward,
    /// Ctrl+PgUp (-1), Ctrl+PgDn (1).
    Section(i8),
    /// F8 (1), Shift+F8 (-1).
    Finding(i8),
    /// Text for the clipboard through the toolkit; only where the grid could not put both into it by itself.
    Copy {
        /// Tab-separated, rows ended with CRLF.
        text: String,
        /// The table.
        html: String,
    },
    /// A sentence for the status bar.
    Tell(String),
    /// What stands in the open edit changed, for the recovery journal: nothing when it was closed.
    Typing(Option<(CellIndex, String)>),
}

/// The state of the grid: what is selected in each table, and the edit that is open.
#[derive(Default)]
pub struct Grid {
    table: Option<usize>,
    selections: BTreeMap<usize, Selection>,
    editing: Option<Editing>,
    /// Events that wait for the next frame, for an edit before them has to be applied first.
    queue: VecDeque<Event>,
    geometry: Option<(GeometryKey, Geometry)>,
    /// A cell to go to, by the next frame.
    goal: Option<CellIndex>,
    flashed: Vec<CellIndex>,
    flash_end_s: Option<f64>,
    wants_focus: bool,
    held_focus: Option<Id>,
    wants_reveal: bool,
    /// How high the words under the grid were.
    detail_height: f32,
    hand: Hand,
    /// Where the menu stands that a key opened.
    menu_at: Option<Pos2>,
    /// What was put together on the pad of digits in the menu.
    pad: String,
    clipboard: Option<Box<dyn clipboard::Clipboard>>,
    paste: Option<paste_dialog::PasteDialog>,
    /// Whether a blank that comes next is no text: Shift+Space types one too.
    drops_blank: bool,
    /// How the paste that was asked for is written.
    paste_options: clipboard::Options,
    told_typing: Option<(CellIndex, String)>,
}

/// What the clerk's hand does; a tip lies over the cells only while it points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Hand {
    /// Moves the mouse.
    #[default]
    Pointing,
    /// Drags over cells.
    Dragging,
    /// Drags over heads or row labels.
    DraggingLabels,
    /// Is at the keyboard since the mouse last moved.
    Typing,
}

#[derive(Debug, Clone, PartialEq)]
struct GeometryKey {
    edition: String,
    table: usize,
    width: f32,
    text_pt: f32,
    pixels_per_point: f32,
}

impl Grid {
    /// A grid with nothing selected yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Goes to a cell: it is selected, scrolled to, focused and flashed. Show the grid with its table.
    pub fn select(&mut self, cell: CellIndex) {
        self.go_to(cell);
        self.flashed = vec![cell];
        self.flash_end_s = None;
    }

    /// The same without the flash, where the clerk's own key goes there.
    pub fn go_to(&mut self, cell: CellIndex) {
        self.goal = Some(cell);
        self.wants_focus = true;
        // A tip of where the mouse happens to lie would hide what was gone to.
        self.hand = Hand::Typing;
    }

    /// Goes to the first of these cells and flashes all of them.
    pub fn show_changed(&mut self, cells: &[CellIndex]) {
        if let Some(first) = cells.first() {
            self.select(*first);
            self.flashed = cells.to_vec();
        }
    }

    /// Takes the keyboard focus with the next frame.
    pub fn focus(&mut self) {
        self.wants_focus = true;
    }

    /// The cell where typing goes.
    #[must_use]
    pub fn active(&self) -> Option<CellIndex> {
        self.selection().map(Selection::active)
    }

    /// The selection of the table in view.
    #[must_use]
    pub fn selection(&self) -> Option<&Selection> {
        self.selections.get(&self.table?)
    }

    /// What the selection adds up to; `None` where it is only one cell.
    #[must_use]
    pub fn selection_summary(&self, session: &Session) -> Option<Summary> {
        let table = session.form().tables.get(self.table?)?;
        let selection = self.selection().filter(|selection| !selection.is_single())?;
        Some(Summary::of(session, &selection.cells(table)))
    }

    /// Whether a paste waits for the clerk's word; all keys are its own then.
    #[must_use]
    pub fn is_asking(&self) -> bool {
        self.paste.is_some()
    }

    /// The edit that is open, as it would be committed; `None` where nothing is open or nothing would change.
    #[must_use]
    pub fn open_edit(&self, session: &Session) -> Option<Edit> {
        self.editing.as_ref()?.commit(session)
    }

    /// Closes the open edit and gives it, e.g. before the report is saved or another section is shown.
    pub fn take_open_edit(&mut self, session: &Session) -> Option<Edit> {
        self.editing.take()?.commit(session)
    }

    /// Blanks become 0, as one edit with how many they are; `None` where there is no blank.
    #[must_use]
    pub fn zeros(&self, session: &Session, scope: ZeroScope) -> Option<(Edit, usize)> {
        if scope == ZeroScope::Report {
            return fill::fill_zeros(session, session.form().cells().map(|(cell, _)| cell));
        }
        let table = session.form().tables.get(self.table?)?;
        match scope {
            ZeroScope::Selection => fill::fill_zeros(session, self.selection()?.cells(table).into_iter()),
            ZeroScope::Table | ZeroScope::Report => fill::fill_zeros(session, table.cells().map(|(cell, _)| cell)),
        }
    }

    /// Shows the table, takes the clerk's keys and clicks, and says what they ask for.
    pub fn ui(&mut self, ui: &mut Ui, input: GridInput<'_>) -> Vec<GridAction> {
        let mut actions = Vec::new();
        let Some(table) = input.session.form().tables.get(input.table) else { return actions };
        self.enter(input, table, &mut actions);
        let marks = Marks::of(input.session);
        let detail = Detail::of(ui, &marks, input, self.active());
        // Where the words take more room than before, the cell that they are about must not go under them.
        self.wants_reveal |= detail.height > self.detail_height;
        self.detail_height = detail.height;
        let room = ui.available_size() - egui::vec2(0.0, detail.height);
        let geometry = self.fit(ui, table, input, room);
        let area = Rect::from_min_size(ui.cursor().min.round_to_pixels(ui.pixels_per_point()), room.max(egui::Vec2::splat(1.0)));
        let mut body = ui.new_child(UiBuilder::new().id_salt("grid body").max_rect(area));
        // egui keeps the spacing as a margin around what it scrolls to, and a screen would be a row less.
        body.spacing_mut().item_spacing = egui::Vec2::ZERO;
        ScrollArea::both()
            .id_salt(("grid", input.table))
            .auto_shrink(false)
            .scroll_source(ScrollSource { drag: DragScroll::OnTouch, ..ScrollSource::ALL })
            .show_viewport(&mut body, |ui, seen| {
                ui.allocate_exact_size(geometry.size() + egui::Vec2::splat(1.0), Sense::hover());
                let viewport = Rect::from_min_size(area.min, seen.size());
                let view = View { geometry: &geometry, viewport, offset: seen.min.to_vec2().round_to_pixels(ui.pixels_per_point()) };
                self.table_ui(ui, input, table, view, &marks, &mut actions);
            });
        ui.advance_cursor_after_rect(area);
        detail.ui(ui);
        self.paste_dialog_ui(ui, input, table, &mut actions);
        self.tell_typing(&mut actions);
        self.fade(ui);
        if !actions.is_empty() || !self.queue.is_empty() {
            ui.ctx().request_repaint();
        }
        actions
    }

    /// Turns to the table that is to be shown. An edit left open in another one is kept.
    fn enter(&mut self, input: GridInput<'_>, table: &Table, actions: &mut Vec<GridAction>) {
        if self.table != Some(input.table) {
            actions.extend(self.take_open_edit(input.session).map(GridAction::Edit));
            self.table = Some(input.table);
            self.wants_reveal = true;
            self.hand = Hand::Typing;
            self.queue.clear();
            self.paste = None;
        }
        let in_table = |cell: CellIndex| selection::place_of(table, cell).is_some();
        if let Some(goal) = self.goal.filter(|goal| in_table(*goal)) {
            self.goal = None;
            actions.extend(self.take_open_edit(input.session).map(GridAction::Edit));
            self.selections.extend(Selection::of(table, goal).map(|selection| (input.table, selection)));
            self.wants_reveal = true;
        }
        let is_sound = self.selection().is_some_and(|selection| in_table(selection.active()) && in_table(selection.extent()));
        if !is_sound {
            self.selections.remove(&input.table);
            self.selections.extend(Selection::first(table).map(|selection| (input.table, selection)));
        }
    }

    fn fit(&mut self, ui: &Ui, table: &Table, input: GridInput<'_>, room: egui::Vec2) -> Geometry {
        let key = |width: f32| GeometryKey {
            edition: input.session.form().edition.clone(),
            table: input.table,
            width,
            text_pt: input.theme.grid_text_pt,
            pixels_per_point: ui.ctx().pixels_per_point(),
        };
        let bar = ui.spacing().scroll.allocated_width();
        let cached = self.geometry.as_ref().filter(|(cached, _)| *cached == key(room.x) || *cached == key(room.x - bar));
        if let Some((_, geometry)) = cached.filter(|(cached, geometry)| (cached.width < room.x) == (geometry.size().y + 1.0 > room.y)) {
            return geometry.clone().thawed_for(room);
        }
        let whole = Geometry::fit(ui, table, input.theme, room.x - 1.0);
        let (width, geometry) = if whole.size().y + 1.0 > room.y {
            (room.x - bar, Geometry::fit(ui, table, input.theme, room.x - bar - 1.0))
        } else {
            (room.x, whole)
        };
        self.geometry = Some((key(width), geometry.clone()));
        geometry.thawed_for(room)
    }

    fn table_ui(
        &mut self,
        ui: &mut Ui,
        input: GridInput<'_>,
        table: &Table,
        view: View<'_>,
        marks: &Marks<'_>,
        actions: &mut Vec<GridAction>,
    ) {
        let ids = Ids::of(input.table);
        let response = ui.interact(view.viewport, ids.grid, Sense::click_and_drag());
        let slots = Pane::ALL.map(|pane| {
            let painter = ui.painter().with_clip_rect(view.clip(pane));
            (pane, painter.add(egui::Shape::Noop), painter)
        });
        let mut turn = Turn { input, table, view, ids, actions, field_shown: false };
        if self.paste.is_none() {
            self.hold_focus(ui, ids);
            self.answer_reader(ui, &mut turn);
            self.pointer(ui, &mut turn, &response);
            self.keyboard(ui, &mut turn);
            self.menu(ui, &mut turn, &response);
            text_field::remember(ui.ctx(), ids.grid, self.held_focus.is_some(), false);
        }
        let field_shown = turn.field_shown;
        let selection = self.selection().copied();
        let scene = Scene {
            table,
            session: input.session,
            theme: input.theme,
            view,
            marks,
            selection: selection.as_ref(),
            has_focus: self.held_focus.is_some(),
            open: self.editing.as_ref().filter(|_| field_shown).map(|edit| edit.cell),
            typed: self.editing.as_ref().filter(|_| !field_shown).map(|edit| (edit.cell, edit.text.as_str())),
            flashed: &self.flashed,
        };
        for (pane, slot, painter) in &slots {
            painter.set(*slot, scene.shapes(ui, *pane));
        }
        detail::reason_below(ui, &scene);
        access::nodes(ui, &scene, ids, &response);
        detail::tooltip(ui, &scene, ids, self.hand != Hand::Pointing);
        self.reveal(ui, table, view);
    }

    /// Scrolls the moving corner of the selection into view.
    fn reveal(&mut self, ui: &Ui, table: &Table, view: View<'_>) {
        if !std::mem::take(&mut self.wants_reveal) {
            return;
        }
        let place = self.selection().and_then(|selection| selection::place_of(table, selection.extent()));
        if let Some(place) = place.filter(|place| !view.shows(place)) {
            let first_row = table.cells().map(|(_, place)| place.row).min().unwrap_or_default();
            let mut target = view.scroll_target(place);
            if place.row == first_row {
                // What stands above the first cells comes into view with them.
                target.min.y = view.viewport.top() - view.offset.y;
                target.max.y = target.max.y.min(target.min.y + view.viewport.height());
            }
            ui.scroll_to_rect(target, None);
        }
    }

    /// Tells what stands in the open edit whenever it changed.
    fn tell_typing(&mut self, actions: &mut Vec<GridAction>) {
        let typing = self.editing.as_ref().map(|edit| (edit.cell, edit.text.clone()));
        if typing != self.told_typing {
            self.told_typing.clone_from(&typing);
            actions.push(GridAction::Typing(typing));
        }
    }

    /// Lets a flash go out.
    fn fade(&mut self, ui: &Ui) {
        if self.flashed.is_empty() {
            return;
        }
        let now_s = ui.input(|input| input.time);
        let end_s = *self.flash_end_s.get_or_insert(now_s + FLASH_S);
        if now_s >= end_s {
            self.flashed.clear();
            self.flash_end_s = None;
        }
        ui.ctx().request_repaint_after(std::time::Duration::from_secs_f64((end_s - now_s).max(0.0)));
    }
}

/// The names of the grid's parts in egui.
#[derive(Debug, Clone, Copy)]
struct Ids {
    /// The grid, which has the focus while no edit is open.
    grid: Id,
    /// The one text field.
    field: Id,
}

impl Ids {
    fn of(table: usize) -> Self {
        let grid = Id::unique(("nianbao grid", table));
        Self { grid, field: grid.with("field") }
    }

    fn cell(self, cell: CellIndex) -> Id {
        self.grid.with(cell.get())
    }

    fn label(self, place: usize) -> Id {
        self.grid.with(("label", place))
    }
}
