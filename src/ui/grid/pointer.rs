//! The mouse in the grid: clicks, drags, heads and row labels, the menu.

use egui::{Button, Modifiers, PointerButton, Popup, PopupCloseBehavior, Pos2, Response, SetOpenCommand, Ui, Vec2};

use super::fill::ZeroScope;
use super::keys::Intent;
use super::selection::{Selection, place_of};
use super::turn::Turn;
use super::{Grid, Hand};
use crate::form::PlaceContent;
use crate::report::Edit;

/// The least size of a key of the pad.
const PAD_KEY: Vec2 = Vec2::new(26.0, 26.0);

impl Grid {
    /// Takes what the mouse did since the last frame.
    pub(super) fn pointer(&mut self, ui: &mut Ui, turn: &mut Turn<'_>, response: &Response) {
        let (pos, modifiers, primary, secondary, down) = ui.input(|input| {
            let pointer = &input.pointer;
            let secondary = pointer.button_pressed(PointerButton::Secondary);
            (pointer.interact_pos(), input.modifiers, pointer.primary_pressed(), secondary, pointer.primary_down())
        });
        let Some(pos) = pos else {
            self.let_go();
            return;
        };
        if primary && response.contains_pointer() {
            self.press(ui, turn, pos, modifiers);
        } else if secondary && response.contains_pointer() {
            self.press_for_menu(ui, turn, pos);
        } else if self.hand == Hand::Dragging && down {
            self.drag(turn, turn.view.clamp(pos));
        } else if self.hand == Hand::DraggingLabels && down {
            self.drag_over_labels(turn, pos);
        }
        if !down {
            self.let_go();
        }
        if response.double_clicked() && self.editing.is_none() && matches!(cell_under(turn, pos), Some(cell) if Some(cell) == self.active())
        {
            self.begin_in_place(turn);
        }
    }

    fn let_go(&mut self) {
        if matches!(self.hand, Hand::Dragging | Hand::DraggingLabels) {
            self.hand = Hand::Pointing;
        }
    }

    fn press(&mut self, ui: &Ui, turn: &mut Turn<'_>, pos: Pos2, modifiers: Modifiers) {
        let under = cell_under(turn, pos);
        if let Some(edit) = &mut self.editing
            && under == Some(edit.cell)
        {
            // Inside the open field the mouse moves the caret, and from then on the arrows do.
            edit.in_place = true;
            return;
        }
        let edit = self.take_open_edit(turn.input.session);
        turn.edit(edit);
        ui.memory_mut(|memory| memory.request_focus(turn.ids.grid));
        self.held_focus = Some(turn.ids.grid);
        let Some(place) = turn.view.place_at(turn.table, pos) else { return };
        let Some(selection) = self.selections.get_mut(&turn.input.table) else { return };
        match &place.content {
            PlaceContent::Cell(cell) if modifiers.shift => selection.stretch(turn.table, *cell),
            PlaceContent::Cell(cell) => selection.go(turn.table, *cell),
            PlaceContent::Label(label) if modifiers.shift => selection.stretch_to_label(turn.table, place, label),
            PlaceContent::Label(label) => selection.take_label(turn.table, place, label),
        }
        self.hand = if under.is_some() { Hand::Dragging } else { Hand::DraggingLabels };
    }

    /// A right click outside of the selection selects what it hits.
    fn press_for_menu(&mut self, ui: &Ui, turn: &mut Turn<'_>, pos: Pos2) {
        let covered = |selection: &Selection| turn.view.place_at(turn.table, pos).is_some_and(|place| selection.covers(place));
        self.pad.clear();
        if !self.selection().is_some_and(covered) {
            self.press(ui, turn, pos, Modifiers::NONE);
            self.let_go();
        }
    }

    fn drag(&mut self, turn: &Turn<'_>, pos: Pos2) {
        let Some(cell) = cell_under(turn, pos) else { return };
        let Some(selection) = self.selections.get_mut(&turn.input.table) else { return };
        if selection.extent() != cell {
            selection.stretch(turn.table, cell);
            self.wants_reveal = true;
        }
    }

    /// From a head or row label on to others.
    fn drag_over_labels(&mut self, turn: &Turn<'_>, pos: Pos2) {
        let Some(place) = turn.view.place_at(turn.table, pos) else { return };
        let PlaceContent::Label(label) = &place.content else { return };
        if let Some(selection) = self.selections.get_mut(&turn.input.table) {
            selection.stretch_to_label(turn.table, place, label);
        }
    }

    /// A pad of digits, so that a cell can be filled with the mouse alone.
    fn pad(&mut self, ui: &mut Ui, turn: &mut Turn<'_>) {
        ui.horizontal(|ui| {
            for key in ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0", ".", "-"] {
                if ui.add(Button::new(key).min_size(PAD_KEY)).clicked() {
                    self.pad.push_str(key);
                }
            }
        });
        ui.horizontal(|ui| {
            ui.add_enabled_ui(!self.pad.is_empty(), |ui| {
                if ui.button(format!("填入 {}", self.pad)).clicked()
                    && let Some(cell) = self.active()
                {
                    turn.edit(Some(Edit::cell(cell, std::mem::take(&mut self.pad))));
                    ui.close();
                }
                if ui.button("退一位").clicked() {
                    self.pad.pop();
                }
            });
        });
    }

    /// A key opens the menu too, below the active cell.
    pub(super) fn ask_for_menu(&mut self, turn: &Turn<'_>) {
        self.pad.clear();
        let place = self.active().and_then(|cell| place_of(turn.table, cell));
        self.menu_at = place.map(|place| turn.view.rect(place).left_bottom());
    }

    /// The menu of the right button.
    pub(super) fn menu(&mut self, ui: &Ui, turn: &mut Turn<'_>, response: &Response) {
        if response.secondary_clicked() {
            self.menu_at = None;
        }
        // The pad is pressed more than once, so a click inside does not close the menu by itself.
        let mut popup = Popup::context_menu(response).close_behavior(PopupCloseBehavior::CloseOnClickOutside);
        let was_open = popup.is_open();
        if let Some(pos) = self.menu_at {
            popup = popup.at_position(pos);
            if !was_open && self.held_focus.is_some() {
                popup = popup.open_memory(Some(SetOpenCommand::Bool(true)));
            }
        }
        popup.show(|ui| self.menu_ui(ui, turn, was_open));
        if self.menu_at.is_some() && was_open && !Popup::is_id_open(ui.ctx(), Popup::default_response_id(response)) {
            // Who came by a key goes on by keys.
            self.menu_at = None;
            self.wants_focus = true;
        }
    }

    fn menu_ui(&mut self, ui: &mut Ui, turn: &mut Turn<'_>, was_open: bool) {
        self.pad(ui, turn);
        ui.separator();
        let entries = [
            ("复制", "Ctrl+C", Some(Intent::Copy)),
            ("剪切", "Ctrl+X", Some(Intent::Cut)),
            ("粘贴", "Ctrl+V", Some(Intent::AskPaste)),
            ("粘贴（空白也写入）", "", Some(Intent::AskPasteBlanks)),
            ("清除", "Delete", Some(Intent::Clear)),
            ("", "", None),
            ("向下填充", "Ctrl+D", Some(Intent::FillDown)),
            ("向右填充", "Ctrl+R", Some(Intent::FillRight)),
            ("选区空白填 0", "Alt+0", Some(Intent::FillZeros)),
        ];
        for (at, (words, keys, intent)) in entries.into_iter().enumerate() {
            let Some(intent) = intent else {
                ui.separator();
                continue;
            };
            let button = Button::new(words);
            let entry = ui.add(if keys.is_empty() { button } else { button.shortcut_text(keys) });
            if at == 0 && !was_open && self.menu_at.is_some() {
                entry.request_focus();
            }
            if entry.clicked() {
                self.run(ui, turn, intent);
                ui.close();
            }
        }
        for (words, scope) in [("本表空白填 0", ZeroScope::Table), ("全部空白填 0", ZeroScope::Report)] {
            if ui.button(words).clicked() {
                self.fill_zeros(turn, scope);
                ui.close();
            }
        }
    }
}

fn cell_under(turn: &Turn<'_>, pos: Pos2) -> Option<crate::form::CellIndex> {
    match turn.view.place_at(turn.table, pos)?.content {
        PlaceContent::Cell(cell) => Some(cell),
        PlaceContent::Label(_) => None,
    }
}
