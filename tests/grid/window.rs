//! A window with nothing but the grid in it, and hands to work it with.

use egui::{Event, ImeEvent, Key, Modifiers, Pos2, Shape};
use egui_kittest::Harness;
use egui_kittest::kittest::NodeT as _;
use egui_kittest::kittest::Queryable as _;
use nianbao::form::CellIndex;
use nianbao::report::{Edit, Status};
use nianbao::session::Session;
use nianbao::ui::grid::{Grid, GridAction, GridInput};
use nianbao::ui::look::theme::Theme;

/// The grid with its session, and what it asked for.
pub(crate) struct World {
    pub(crate) session: Session,
    pub(crate) grid: Grid,
    pub(crate) table: usize,
    pub(crate) actions: Vec<GridAction>,
    pub(crate) edits: usize,
}

/// A window with the grid in it.
pub(crate) struct Desk {
    pub(crate) harness: Harness<'static, World>,
}

pub(crate) const CTRL: Modifiers = Modifiers { alt: false, ctrl: true, shift: false, mac_cmd: false, command: true };
pub(crate) const SHIFT: Modifiers = Modifiers { alt: false, ctrl: false, shift: true, mac_cmd: false, command: false };
pub(crate) const ALT: Modifiers = Modifiers { alt: true, ctrl: false, shift: false, mac_cmd: false, command: false };
pub(crate) const CTRL_SHIFT: Modifiers = Modifiers { alt: false, ctrl: true, shift: true, mac_cmd: false, command: true };

/// The room that the window leaves the grid at 1366 × 768: beside the sections, between the bars.
const ROOM: (f32, f32) = (1366.0 - 190.0, 768.0 - 90.0);

impl Desk {
    /// Shows a table of the session, by its id.
    pub(crate) fn new(session: Session, table: &str) -> Self {
        Self::with_grid(session, table, Grid::new(), ROOM)
    }

    pub(crate) fn with_grid(session: Session, table: &str, grid: Grid, room: (f32, f32)) -> Self {
        let table = session.form().tables.iter().position(|known| known.id == table).unwrap();
        let world = World { session, grid, table, actions: Vec::new(), edits: 0 };
        let harness = Harness::builder()
            .with_size(room)
            .with_step_dt(1.0 / 60.0)
            .with_context_setup(nianbao::ui::set_up)
            .build_ui_state(frame, world);
        let mut desk = Self { harness };
        desk.harness.state_mut().grid.focus();
        desk.settle();
        desk
    }

    /// A blank report of 2023.
    pub(crate) fn blank(table: &str) -> Self {
        Self::new(crate::common::blank_session("2021", 2023, "西坡镇人民政府"), table)
    }

    /// The Suqian report of 2023, all sums in order.
    pub(crate) fn filled(table: &str) -> Self {
        Self::new(crate::common::published_session("suqian-2023.json"), table)
    }

    pub(crate) fn settle(&mut self) {
        self.harness.run_steps(3);
    }

    pub(crate) fn state(&self) -> &World {
        self.harness.state()
    }

    pub(crate) fn theme(&self) -> Theme {
        Theme::of(&self.harness.ctx)
    }

    pub(crate) fn cell(&self, id: &str) -> CellIndex {
        self.state().session.form().find(id).unwrap_or_else(|| panic!("no cell {id}"))
    }

    /// Goes to a cell.
    pub(crate) fn go(&mut self, id: &str) -> &mut Self {
        let cell = self.cell(id);
        self.harness.state_mut().grid.select(cell);
        self.settle();
        self
    }

    pub(crate) fn key(&mut self, key: Key) -> &mut Self {
        self.keys(Modifiers::NONE, key)
    }

    pub(crate) fn keys(&mut self, modifiers: Modifiers, key: Key) -> &mut Self {
        self.harness.key_press_modifiers(modifiers, key);
        self.settle();
        self
    }

    pub(crate) fn event(&mut self, event: Event) -> &mut Self {
        self.harness.event(event);
        self.settle();
        self
    }

    /// Types characters as a keyboard does.
    pub(crate) fn type_text(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            self.event(Event::Text(c.to_string()));
        }
        self
    }

    pub(crate) fn compose(&mut self, text: &str) -> &mut Self {
        self.event(Event::Ime(ImeEvent::Preedit { text: text.to_owned(), active_range_chars: None }))
    }

    pub(crate) fn commit(&mut self, text: &str) -> &mut Self {
        self.event(Event::Ime(ImeEvent::Commit(text.to_owned())))
    }

    /// The middle of a cell or label, by its accessible name; of a label its own words serve where no other has them.
    #[track_caller]
    pub(crate) fn at(&self, name: &str) -> Pos2 {
        self.place(name).center()
    }

    /// Where that cell or label stands.
    #[track_caller]
    pub(crate) fn place(&self, name: &str) -> egui::Rect {
        if let Some(node) = self.harness.query_by_label(name) {
            return node.rect();
        }
        let end = format!("／{name}");
        let is_named = |node: &egui_kittest::Node<'_>| {
            let node = node.accesskit_node();
            let is_label = matches!(node.role(), egui::accesskit::Role::ColumnHeader | egui::accesskit::Role::RowHeader);
            is_label && node.label().is_some_and(|label| label.ends_with(&end))
        };
        let found: Vec<_> = self.harness.root().children_recursive().filter(is_named).collect();
        assert_eq!(found.len(), 1, "labels {name}");
        found[0].rect()
    }

    #[track_caller]
    pub(crate) fn at_cell(&self, id: &str) -> Pos2 {
        self.at(&self.name(id))
    }

    pub(crate) fn name(&self, id: &str) -> String {
        self.state().session.form().cell(self.cell(id)).unwrap().full_name()
    }

    pub(crate) fn click_at(&mut self, pos: Pos2, modifiers: Modifiers) -> &mut Self {
        self.press(pos, true, modifiers);
        self.press(pos, false, modifiers);
        self.settle();
        self
    }

    /// Chooses an entry of the menu that the right button opens.
    pub(crate) fn menu(&mut self, pos: Pos2, entry: &str) -> &mut Self {
        for pressed in [true, false] {
            self.harness.event(Event::PointerMoved(pos));
            let button = egui::PointerButton::Secondary;
            self.harness.event(Event::PointerButton { pos, button, pressed, modifiers: Modifiers::NONE });
            self.harness.run_steps(1);
        }
        self.settle();
        self.harness.get_by_label(entry).click();
        self.settle();
        self
    }

    pub(crate) fn press(&mut self, pos: Pos2, pressed: bool, modifiers: Modifiers) {
        self.harness.event(Event::PointerMoved(pos));
        self.harness.event_modifiers(Event::PointerButton { pos, button: egui::PointerButton::Primary, pressed, modifiers }, modifiers);
        self.harness.run_steps(1);
    }

    /// What stands in a cell as typed.
    pub(crate) fn text(&self, id: &str) -> String {
        self.state().session.report().cell(self.cell(id)).text.clone()
    }

    /// The figure of a cell.
    pub(crate) fn figure(&self, id: &str) -> String {
        self.state().session.figures().value(self.cell(id)).number().map_or_else(|| "blank".to_owned(), |number| number.to_string())
    }

    /// What is typed into the open edit; `None` where none is open.
    pub(crate) fn open(&self) -> Option<String> {
        self.state().actions.iter().rev().find_map(|action| match action {
            GridAction::Typing(typing) => Some(typing.clone().map(|(_, text)| text)),
            _ => None,
        })?
    }

    /// The open edit as it would be committed.
    pub(crate) fn open_edit(&self) -> Option<Edit> {
        self.state().grid.open_edit(&self.state().session)
    }

    pub(crate) fn edits(&self) -> usize {
        self.state().edits
    }

    /// The id of the active cell.
    pub(crate) fn active(&self) -> String {
        let cell = self.state().grid.active().unwrap();
        self.state().session.form().cell(cell).unwrap().id.clone()
    }

    /// The ids of the table's rows that have cells.
    pub(crate) fn rows(&self) -> Vec<String> {
        let world = self.state();
        let table = &world.session.form().tables[world.table];
        let id = |cell| world.session.form().cell(cell).unwrap().id.clone();
        let mut rows: Vec<_> = table.cells().map(|(cell, _)| id(cell).split('.').nth(1).unwrap().to_owned()).collect();
        rows.dedup();
        rows
    }

    /// Whether a cell is seen whole.
    pub(crate) fn sees(&self, id: &str) -> bool {
        let body = self.harness.get_by_role(egui::accesskit::Role::Grid).rect();
        let cell = self.harness.get_by_label(&self.name(id)).rect();
        let head = self.place("自然人");
        cell.top() >= head.bottom() - 1.0 && cell.bottom() <= body.bottom() + 1.0
    }

    /// The ids of the selected cells.
    pub(crate) fn selected(&self) -> Vec<String> {
        let world = self.state();
        let table = &world.session.form().tables[world.table];
        let cells = world.grid.selection().unwrap().cells(table);
        cells.into_iter().map(|cell| world.session.form().cell(cell).unwrap().id.clone()).collect()
    }

    #[track_caller]
    pub(crate) fn is_at(&mut self, id: &str) -> &mut Self {
        assert_eq!(self.active(), id);
        self
    }

    #[track_caller]
    pub(crate) fn holds(&mut self, id: &str, text: &str) -> &mut Self {
        assert_eq!(self.text(id), text, "{id}");
        self
    }

    /// Whether the grid asked for that.
    pub(crate) fn asked(&self, action: &GridAction) -> bool {
        self.state().actions.contains(action)
    }

    /// The sentences told, the last one last.
    pub(crate) fn told(&self) -> Vec<String> {
        let sentences = self.state().actions.iter().filter_map(|action| match action {
            GridAction::Tell(sentence) => Some(sentence.clone()),
            _ => None,
        });
        sentences.collect()
    }

    fn each_shape(&self, mut visit: impl FnMut(&Shape)) {
        for clipped in &self.harness.output().shapes {
            walk(&clipped.shape, &mut visit);
        }
    }

    /// Every text that was painted in the last frame.
    pub(crate) fn painted(&self) -> String {
        let mut texts = String::new();
        self.each_shape(|shape| {
            if let Shape::Text(text) = shape {
                texts.push_str(text.galley.text());
                texts.push('\n');
            }
        });
        texts
    }

    /// Every text that can be seen in full or in part, row by row, without what was cut off.
    pub(crate) fn seen(&self) -> Vec<(String, egui::Rect)> {
        let mut rows = Vec::new();
        self.each_shape(|shape| {
            if let Shape::Text(text) = shape {
                rows.extend(text.galley.rows.iter().map(|row| (row.text(), row.rect().translate(text.pos.to_vec2()))));
            }
        });
        rows
    }

    /// Where the ink of every text lies.
    pub(crate) fn inks(&self) -> Vec<(String, egui::Rect)> {
        let mut inks = Vec::new();
        self.each_shape(|shape| {
            if let Shape::Text(text) = shape {
                inks.push((text.galley.text().to_owned(), text.galley.mesh_bounds.translate(text.pos.to_vec2())));
            }
        });
        inks
    }

    /// The edges of that colour that were painted in the last frame, each with its width.
    pub(crate) fn edges(&self, colour: egui::Color32) -> Vec<(egui::Rect, f32)> {
        let mut edges = Vec::new();
        self.each_shape(|shape| match shape {
            Shape::Rect(rect) if rect.stroke.color == colour && rect.stroke.width > 0.0 => edges.push((rect.rect, rect.stroke.width)),
            _ => {}
        });
        edges
    }

    /// How many line segments were painted in the last frame.
    pub(crate) fn dashes(&self) -> usize {
        let mut count = 0;
        self.each_shape(|shape| count += usize::from(matches!(shape, Shape::LineSegment { .. })));
        count
    }

    /// How many rectangles of that colour were painted in the last frame.
    pub(crate) fn filled_with(&self, colour: egui::Color32) -> usize {
        self.fills(colour).len()
    }

    /// The same, and where.
    pub(crate) fn fills(&self, colour: egui::Color32) -> Vec<egui::Rect> {
        let mut rects = Vec::new();
        self.each_shape(|shape| match shape {
            Shape::Rect(rect) if rect.fill == colour => rects.push(rect.rect),
            _ => {}
        });
        rects
    }

    /// The value of a cell as a screen reader hears it.
    #[track_caller]
    pub(crate) fn heard(&self, id: &str) -> String {
        self.harness.get_by_label(&self.name(id)).value().unwrap_or_default()
    }

    /// What a screen reader hears of a cell beyond its value.
    #[track_caller]
    pub(crate) fn description(&self, id: &str) -> String {
        self.harness.get_by_label(&self.name(id)).accesskit_node().description().unwrap_or_default()
    }
}

fn walk(shape: &Shape, visit: &mut impl FnMut(&Shape)) {
    if let Shape::Vec(shapes) = shape {
        for shape in shapes {
            walk(shape, visit);
        }
    } else {
        visit(shape);
    }
}

/// What the window does with what the grid asks for.
fn frame(ui: &mut egui::Ui, world: &mut World) {
    let theme = Theme::of(ui.ctx());
    let refusal = (world.session.report().status == Status::Final).then_some("已定稿");
    let input = GridInput { session: &world.session, table: world.table, theme: &theme, refusal };
    let actions = world.grid.ui(ui, input);
    for action in &actions {
        match action {
            GridAction::Edit(edit) => {
                world.session.apply(edit.clone());
                world.edits += 1;
            }
            GridAction::Undo => {
                let edit = world.session.undo();
                show(world, edit);
            }
            GridAction::Redo => {
                let edit = world.session.redo();
                show(world, edit);
            }
            _ => {}
        }
    }
    world.actions.extend(actions);
}

fn show(world: &mut World, edit: Option<Edit>) {
    if let Some(Edit::Cells(cells)) = edit {
        world.grid.show_changed(&cells.into_iter().map(|(cell, _)| cell).collect::<Vec<_>>());
    }
}
