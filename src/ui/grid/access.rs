//! What a screen reader is told: one node for each cell and label, and which of them is active.

use egui::accesskit::{Action, Invalid, Role as NodeRole};
use egui::{Event, Response, Sense, Ui, UiBuilder};
use rust_decimal::prelude::ToPrimitive as _;

use super::figure::{Shown, shown};
use super::marks::unreadable;
use super::paint::Scene;
use super::selection::{Selection, group_of};
use super::turn::Turn;
use super::{Grid, Ids};
use crate::form::{CellIndex, Label, Place, PlaceContent, Role, Table};

/// Tells of the grid, its labels and its cells. Costs nothing where nobody listens.
pub(super) fn nodes(ui: &mut Ui, scene: &Scene<'_>, ids: Ids, response: &Response) {
    let told = ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_role(NodeRole::Grid);
        node.set_label(scene.table.name.as_str());
        node.set_row_count(scene.table.row_count);
        node.set_column_count(scene.table.column_count());
        if let Some(selection) = scene.selection {
            node.set_active_descendant(ids.cell(selection.active()).accesskit_id());
        }
    });
    if told.is_none() {
        return;
    }
    let child = ui.new_child(UiBuilder::new().id_salt("cells").accessibility_parent(response.id).max_rect(scene.view.viewport));
    for (at, place) in scene.table.places.iter().enumerate() {
        let rect = scene.view.rect(place);
        match &place.content {
            // The open text field stands for its cell.
            PlaceContent::Cell(cell) if scene.open == Some(*cell) => {}
            PlaceContent::Cell(cell) => {
                let hidden = child.interact(rect, ids.cell(*cell), Sense::hover());
                cell_node(&child, scene, hidden.id, *cell, place);
            }
            PlaceContent::Label(label) => {
                let hidden = child.interact(rect, ids.label(at), Sense::hover());
                label_node(&child, scene, hidden.id, label, place);
            }
        }
    }
}

fn cell_node(ui: &Ui, scene: &Scene<'_>, id: egui::Id, cell: CellIndex, place: &Place) {
    let Some(definition) = scene.session.form().cell(cell) else { return };
    let rect = on_screen(ui, scene.view.rect(place));
    let selected = scene.selection.is_some_and(|selection| selection.covers(place));
    let error = unreadable(scene.session, cell);
    let mark = scene.marks.worst(cell);
    ui.ctx().accesskit_node_builder(id, |node| {
        node.set_role(NodeRole::GridCell);
        node.set_label(definition.full_name());
        node.set_bounds(rect);
        match shown(scene.session, cell) {
            Shown::Blank => node.set_value(""),
            Shown::Figure(text) | Shown::Unreadable(text) => node.set_value(text),
        }
        // AT-SPI hands on texts of text fields alone, so there a cell's value is this.
        if let Some(figure) = scene.session.figures().value(cell).number().and_then(|figure| figure.to_f64()) {
            node.set_numeric_value(figure);
        }
        node.set_row_index(place.row);
        node.set_column_index(place.column);
        node.set_row_span(place.rows);
        node.set_column_span(place.columns);
        node.set_selected(selected);
        if scene.session.form().total(cell).is_some() {
            node.set_role_description("合计");
        }
        if error.is_some() || mark == Some(super::Mark::Bad) {
            node.set_invalid(Invalid::True);
        }
        let lines: Vec<_> = scene.marks.explain(scene.session, cell).into_iter().map(|(mark, line)| spoken(mark, &line)).collect();
        if !lines.is_empty() {
            node.set_description(lines.join("；"));
        }
        node.add_action(Action::Focus);
        node.add_action(Action::Click);
    });
}

fn label_node(ui: &Ui, scene: &Scene<'_>, id: egui::Id, label: &Label, place: &Place) {
    let rect = on_screen(ui, scene.view.rect(place));
    ui.ctx().accesskit_node_builder(id, |node| {
        node.set_role(match label.role {
            Role::Row => NodeRole::RowHeader,
            Role::Head => NodeRole::ColumnHeader,
            Role::Banner | Role::Corner => NodeRole::Label,
        });
        node.set_bounds(rect);
        if matches!(label.role, Role::Banner | Role::Corner) {
            node.set_value(label.text.as_str());
        } else {
            node.set_label(label_path(scene.table, place, label));
        }
        node.set_row_index(place.row);
        node.set_column_index(place.column);
    });
}

/// The whole name of a head or row label, with those that it stands under: 行政诉讼／复议后起诉／总计.
pub(super) fn label_path(table: &Table, place: &Place, label: &Label) -> String {
    let is_over = |other: &Place| match label.role {
        Role::Head => other.row < place.row && other.column <= place.column && place.column + place.columns <= other.column + other.columns,
        Role::Row => other.column < place.column && other.row <= place.row && place.row + place.rows <= other.row + other.rows,
        Role::Banner | Role::Corner => false,
    };
    let same_group = |other: &Place| group_of(table, other.row) == group_of(table, place.row);
    let over = table.places.iter().filter(|other| is_over(other) && same_group(other)).filter_map(|other| match &other.content {
        PlaceContent::Label(over) if over.role == label.role => Some(over.text.as_str()),
        PlaceContent::Label(_) | PlaceContent::Cell(_) => None,
    });
    over.chain([label.text.as_str()]).collect::<Vec<_>>().join("／")
}

fn spoken(mark: Option<super::Mark>, line: &str) -> String {
    mark.map_or_else(|| line.to_owned(), |mark| format!("{}：{line}", mark.word()))
}

/// A rectangle in pixels of the screen.
fn on_screen(ui: &Ui, rect: egui::Rect) -> egui::accesskit::Rect {
    let scale = f64::from(ui.ctx().pixels_per_point());
    let at = |points: f32| f64::from(points) * scale;
    egui::accesskit::Rect { x0: at(rect.left()), y0: at(rect.top()), x1: at(rect.right()), y1: at(rect.bottom()) }
}

impl Grid {
    /// Goes to the cell that a screen reader asks for.
    pub(super) fn answer_reader(&mut self, ui: &Ui, turn: &mut Turn<'_>) {
        let target = ui.input(|input| {
            input.events.iter().find_map(|event| match event {
                Event::AccessKitActionRequest(request) if matches!(request.action, Action::Focus | Action::Click) => {
                    Some(request.target_node)
                }
                _ => None,
            })
        });
        let Some(target) = target else { return };
        let asked = turn.table.cells().map(|(cell, _)| cell).find(|cell| turn.ids.cell(*cell).accesskit_id() == target);
        if let Some(selection) = asked.and_then(|cell| Selection::of(turn.table, cell)) {
            let edit = self.take_open_edit(turn.input.session);
            turn.edit(edit);
            self.selections.insert(turn.input.table, selection);
            ui.memory_mut(|memory| memory.request_focus(turn.ids.grid));
            self.held_focus = Some(turn.ids.grid);
            self.wants_reveal = true;
        }
    }
}
