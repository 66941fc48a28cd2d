//! One frame of the grid: the keys in their order, the text field, and what both come to.

use egui::text_edit::TextEditState;
use egui::{Align2, Event, EventFilter, Frame, Margin, Response, TextEdit, Ui, UiBuilder};

use super::editing::{Editing, Taken};
use super::geometry::{Pane, View};
use super::keys::{self, Ending, Intent};
use super::selection::{Selection, TabStop, place_of};
use super::{Grid, GridAction, GridInput, Hand, Ids, fill, paint};
use crate::form::{CellIndex, Table};
use crate::report::Edit;

/// What a frame works with.
pub(super) struct Turn<'a> {
    pub(super) input: GridInput<'a>,
    pub(super) table: &'a Table,
    pub(super) view: View<'a>,
    pub(super) ids: Ids,
    pub(super) actions: &'a mut Vec<GridAction>,
    /// Whether the text field was shown in this frame: it can be only once.
    pub(super) field_shown: bool,
}

/// Whether the next event may be looked at before the session has taken an edit in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flow {
    Go,
    Wait,
}

impl Turn<'_> {
    /// Hands an edit to the session, unless the report is locked.
    pub(super) fn edit(&mut self, edit: Option<Edit>) -> Flow {
        let Some(edit) = edit else { return Flow::Go };
        if self.refuses() {
            return Flow::Go;
        }
        self.actions.push(GridAction::Edit(edit));
        Flow::Wait
    }

    /// Whether the report takes no edit, and says why.
    pub(super) fn refuses(&mut self) -> bool {
        if let Some(why) = self.input.refusal {
            self.tell(why);
        }
        self.input.refusal.is_some()
    }

    pub(super) fn tell(&mut self, sentence: impl Into<String>) {
        self.actions.push(GridAction::Tell(sentence.into()));
    }
}

impl Grid {
    /// Takes no key that comes now: it is for what will stand over the table.
    pub fn let_go_of_focus(&mut self) {
        self.held_focus = None;
        // A menu that closes now gives the focus to what came over it, not back.
        self.menu_at = None;
    }

    /// Keeps the focus where it was: egui moves it on Tab, arrows and Esc before the grid sees them in the first frame after it came.
    pub(super) fn hold_focus(&mut self, ui: &Ui, ids: Ids) {
        let escaped = ui.input(|input| input.key_pressed(egui::Key::Escape));
        ui.memory_mut(|memory| {
            if let Some(held) = self.held_focus {
                if memory.focused() == Some(held) {
                    memory.move_focus(egui::FocusDirection::None);
                } else if memory.focused().is_none() && escaped {
                    memory.request_focus(held);
                }
            }
            if std::mem::take(&mut self.wants_focus) {
                memory.request_focus(ids.grid);
            }
            let all = EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: true };
            memory.set_focus_lock_filter(ids.grid, all);
            memory.set_focus_lock_filter(ids.field, all);
        });
        let focused = ui.memory(egui::Memory::focused);
        self.held_focus = focused.filter(|focused| *focused == ids.grid || *focused == ids.field);
    }

    /// Takes the keys of this frame, and of frames before that had to wait.
    pub(super) fn keyboard(&mut self, ui: &mut Ui, turn: &mut Turn<'_>) {
        if self.held_focus.is_none() {
            self.queue.clear();
            // Something else was clicked: what was typed stays.
            let edit = self.take_open_edit(turn.input.session);
            turn.edit(edit);
            return;
        }
        if !ui.input(|input| input.focused)
            && let Some(edit) = &mut self.editing
        {
            edit.drop_composition();
        }
        let queue = &mut self.queue;
        ui.input_mut(|input| {
            input.events.retain(|event| {
                let ours = keys::concerns(event);
                if ours {
                    queue.push_back(event.clone());
                }
                !ours
            });
        });
        let is_moving = ui.input(|input| input.events.iter().any(|event| matches!(event, Event::PointerMoved(_))));
        match self.hand {
            Hand::Typing if is_moving => self.hand = Hand::Pointing,
            Hand::Pointing if !is_moving && !self.queue.is_empty() => self.hand = Hand::Typing,
            _ => {}
        }
        self.run_queue(ui, turn);
        if self.editing.is_some() && !turn.field_shown {
            self.field(ui, turn, Vec::new());
        }
        if self.editing.is_none() {
            self.offer_input_method(ui, turn);
        }
    }

    fn run_queue(&mut self, ui: &mut Ui, turn: &mut Turn<'_>) {
        let mut flow = Flow::Go;
        while flow == Flow::Go {
            let Some(edit) = &mut self.editing else {
                let Some(event) = self.queue.pop_front() else { return };
                if std::mem::take(&mut self.drops_blank) && matches!(&event, Event::Text(text) if text == " ") {
                    continue;
                }
                flow = match keys::intent(&event) {
                    Some(Intent::Compose) if turn.input.refusal.is_none() => {
                        // The composition itself belongs to the field that is opened for it.
                        self.queue.push_front(event);
                        self.begin(turn, String::new())
                    }
                    Some(intent) => self.run(ui, turn, intent),
                    None => Flow::Go,
                };
                continue;
            };
            if edit.is_live && turn.field_shown {
                // The field was shown already; what is left is for the next frame.
                return;
            }
            let mut for_field = Vec::new();
            let mut ending = None;
            while let Some(event) = self.queue.pop_front() {
                match edit.offer(&event) {
                    Taken::Done => {}
                    Taken::ForField => for_field.push(event),
                    Taken::Ends(end) => {
                        ending = Some((end, event));
                        break;
                    }
                }
                if !for_field.is_empty() {
                    // From the first event that only the field understands, all go to it.
                    edit.is_live = true;
                }
            }
            if edit.is_live || ending.is_none() {
                if turn.field_shown {
                    for event in for_field.into_iter().rev() {
                        self.queue.push_front(event);
                    }
                    return;
                }
                self.field(ui, turn, for_field);
            }
            flow = match ending {
                Some((ending, event)) => self.end(ui, turn, ending, &event),
                None => Flow::Wait,
            };
        }
    }

    /// Ends the open edit and does what the key does outside of one.
    fn end(&mut self, ui: &mut Ui, turn: &mut Turn<'_>, ending: Ending, event: &Event) -> Flow {
        let Some(edit) = self.editing.take() else { return Flow::Go };
        ui.memory_mut(|memory| memory.request_focus(turn.ids.grid));
        self.held_focus = Some(turn.ids.grid);
        match ending {
            Ending::Cancel => Flow::Go,
            Ending::CommitToAll => {
                let cells = self.selection().map(|selection| selection.cells(turn.table)).unwrap_or_default();
                turn.edit(fill::fill_with(turn.input.session, &cells, edit.cell, &edit.text))
            }
            Ending::Commit => {
                let flow = turn.edit(edit.commit(turn.input.session));
                if let Some(intent) = keys::intent(event) {
                    self.run(ui, turn, intent);
                }
                flow
            }
        }
    }

    /// Opens the active cell to replace its content.
    fn begin(&mut self, turn: &mut Turn<'_>, text: String) -> Flow {
        if let Some(cell) = self.active().filter(|_| !turn.refuses()) {
            self.editing = Some(Editing::replacing(turn.input.session, cell, text));
            self.wants_reveal = true;
        }
        Flow::Go
    }

    /// Opens a cell to edit what stands in it.
    pub(super) fn begin_in_place(&mut self, turn: &mut Turn<'_>) -> Flow {
        if let Some(cell) = self.active().filter(|_| !turn.refuses()) {
            self.editing = Some(Editing::in_place(turn.input.session, cell));
            self.wants_reveal = true;
        }
        Flow::Go
    }

    /// Does what a key asks for outside of an edit.
    pub(super) fn run(&mut self, ui: &mut Ui, turn: &mut Turn<'_>, intent: Intent) -> Flow {
        let (table, session) = (turn.table, turn.input.session);
        match intent {
            Intent::Type(text) => return self.begin(turn, text),
            Intent::EditInPlace => return self.begin_in_place(turn),
            Intent::Undo => return act(turn, GridAction::Undo),
            Intent::Redo => return act(turn, GridAction::Redo),
            Intent::Section(by) => return act(turn, GridAction::Section(by)),
            Intent::Finding(by) => return act(turn, GridAction::Finding(by)),
            Intent::PastePicture => turn.tell("剪贴板里是图片，表格只收文字，请复制表格或数字"),
            Intent::Menu => self.ask_for_menu(turn),
            Intent::Compose => {
                turn.refuses();
            }
            Intent::AskPaste | Intent::AskPasteBlanks => {
                self.paste_options.writes_blanks = intent == Intent::AskPasteBlanks;
                self.wants_focus = true;
                ui.ctx().send_viewport_cmd(egui::ViewportCommand::RequestPaste);
            }
            _ => {
                let Some(mut selection) = self.selection().copied() else { return Flow::Go };
                let before = selection;
                let flow = match &intent {
                    Intent::Clear => turn.edit(fill::clear(session, &selection.cells(table))),
                    Intent::Copy => {
                        self.copy(turn);
                        Flow::Go
                    }
                    Intent::Cut => self.cut(turn),
                    Intent::Paste(text) => self.paste(ui, turn, text),
                    Intent::FillDown => turn.edit(fill::fill_from_edge(session, table, &selection, true)),
                    Intent::FillRight => turn.edit(fill::fill_from_edge(session, table, &selection, false)),
                    Intent::FillSelection => {
                        let content = fill::content(session, selection.active());
                        turn.edit(fill::fill_with(session, &selection.cells(table), selection.active(), &content))
                    }
                    Intent::SelectRow => {
                        self.drops_blank = true;
                        selection.row(table);
                        Flow::Go
                    }
                    Intent::FillZeros => self.fill_zeros(turn, fill::ZeroScope::Selection),
                    Intent::Tab { back } => {
                        let stop = selection.tab(table, *back, |cell| fill::takes_input(session.form(), cell));
                        self.leave(ui, turn, stop)
                    }
                    _ => {
                        walk(&mut selection, turn, &intent);
                        Flow::Go
                    }
                };
                if selection != before {
                    self.selections.insert(turn.input.table, selection);
                    self.wants_reveal = true;
                }
                return flow;
            }
        }
        Flow::Go
    }

    /// Blanks become 0, and how many they were is told.
    pub(super) fn fill_zeros(&mut self, turn: &mut Turn<'_>, scope: fill::ZeroScope) -> Flow {
        match self.zeros(turn.input.session, scope) {
            Some((edit, count)) if !turn.refuses() => {
                turn.tell(format!("已把 {count} 个空白格填为 0"));
                turn.edit(Some(edit))
            }
            Some(_) => Flow::Go,
            None => {
                turn.tell("没有空白格");
                Flow::Go
            }
        }
    }

    /// Tab at the end of the table goes on to what comes after it.
    fn leave(&mut self, ui: &Ui, turn: &mut Turn<'_>, stop: TabStop) -> Flow {
        let action = match stop {
            TabStop::Cell => return Flow::Go,
            TabStop::After => GridAction::LeaveForward,
            TabStop::Before => GridAction::LeaveBackward,
        };
        ui.memory_mut(|memory| memory.surrender_focus(turn.ids.grid));
        self.held_focus = None;
        self.queue.clear();
        act(turn, action)
    }

    /// Shows the text field over its cell and hands it these events.
    fn field(&mut self, ui: &mut Ui, turn: &mut Turn<'_>, events: Vec<Event>) {
        let Some(edit) = &mut self.editing else { return };
        let Some(place) = place_of(turn.table, edit.cell) else { return };
        turn.field_shown = true;
        let opens = ui.memory(egui::Memory::focused) != Some(turn.ids.field);
        if opens {
            TextEditState::default().store(ui.ctx(), turn.ids.field);
            ui.memory_mut(|memory| memory.request_focus(turn.ids.field));
            self.held_focus = Some(turn.ids.field);
        }
        edit.is_live = true;
        ui.input_mut(|input| input.events.extend(events));
        let response = field_ui(ui, turn, &mut edit.text, paint::inside(turn.view.rect(place)));
        if opens {
            // The double click that opened the field was a click beside it, and took its focus away again.
            ui.memory_mut(|memory| memory.request_focus(turn.ids.field));
        }
        let name = turn.input.session.form().cell(edit.cell).map(crate::form::CellDefinition::full_name).unwrap_or_default();
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_label(name));
        ui.input_mut(|input| input.events.retain(|event| !keys::concerns(event)));
    }

    /// Tells the input method where the cell is, so that a composition begins there.
    fn offer_input_method(&self, ui: &Ui, turn: &Turn<'_>) {
        let Some(place) = self.active().and_then(|cell| place_of(turn.table, cell)) else { return };
        let rect = turn.view.rect(place);
        let cursor_rect = egui::Rect::from_min_max(rect.right_top() - egui::vec2(paint::FIGURE_MARGIN, 0.0), rect.max);
        ui.output_mut(|output| {
            output.ime =
                Some(egui::output::IMEOutput { purpose: egui::IMEPurpose::Normal, rect, cursor_rect, should_interrupt_composition: false });
        });
    }
}

fn act(turn: &mut Turn<'_>, action: GridAction) -> Flow {
    turn.actions.push(action);
    Flow::Wait
}

/// Moves the selection as a key says.
fn walk(selection: &mut Selection, turn: &Turn<'_>, intent: &Intent) {
    let (table, session) = (turn.table, turn.input.session);
    let filled = |cell: CellIndex| !session.figures().value(cell).is_blank();
    match intent {
        Intent::Step(direction, stretch) => selection.step(table, *direction, *stretch),
        Intent::Jump(direction, stretch) => selection.jump(table, *direction, *stretch, filled),
        Intent::RowEnd { last, stretch } => selection.to_row_end(table, *last, *stretch),
        Intent::TableEnd { last, stretch } => selection.to_table_end(table, *last, *stretch),
        Intent::Page { down, stretch } => {
            let rows = turn.view.rows_in_view(selection.row_of_move(table, *stretch), *down);
            selection.page(table, *down, rows, *stretch);
        }
        Intent::Enter { back } => selection.enter(table, *back),
        Intent::SelectAll => selection.all(table),
        Intent::Escape => selection.go(table, selection.active()),
        _ => {}
    }
}

fn field_ui(ui: &mut Ui, turn: &Turn<'_>, text: &mut String, rect: egui::Rect) -> Response {
    let theme = turn.input.theme;
    let mut child = ui.new_child(UiBuilder::new().id_salt("field").max_rect(rect));
    child.shrink_clip_rect(turn.view.clip(Pane::Body));
    child.spacing_mut().interact_size = egui::Vec2::ZERO;
    child.painter().rect_filled(rect, 0.0, theme.paper);
    let all = EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: true };
    let row_pt = child.fonts_mut(|fonts| fonts.row_height(&theme.grid_font()));
    let pad = (((rect.height() - row_pt) / 2.0).floor().clamp(0.0, 60.0)) as i8;
    let margin = Margin { left: 3, right: paint::FIGURE_MARGIN as i8, top: pad, bottom: 0 };
    TextEdit::singleline(text)
        .id(turn.ids.field)
        .frame(Frame::NONE.inner_margin(margin))
        .font(theme.grid_font())
        .text_color(theme.ink)
        .align(Align2::RIGHT_TOP)
        .desired_width(rect.width())
        .min_size(egui::Vec2::ZERO)
        .event_filter(all)
        .return_key(None)
        .show(&mut child)
        .response
        .response
}
