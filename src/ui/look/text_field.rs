//! What every text field has: a menu with 剪切 复制 粘贴 全选, so that the mouse alone serves; and whose Ctrl+Z is whose.

use egui::text::{CCursor, CCursorRange};
use egui::text_edit::TextEditState;
use egui::{Button, Context, Id, InputState, Key, PointerButton, Popup, Response, ViewportCommand};

/// The field or table that had the focus last, and the frame in which it was last on screen.
#[derive(Debug, Clone, Copy)]
struct Last {
    id: Id,
    undoes_itself: bool,
    frame: u64,
}

/// The words and keys of the menu: 剪切, 复制, 粘贴, as the table of commands has them.
pub(crate) type MenuWords = [(&'static str, String); 3];

/// Gives the menu of every field its words.
pub(crate) fn install(context: &Context, words: MenuWords) {
    context.data_mut(|data| data.insert_temp(words_slot(), words));
}

/// A field of one line, after it was shown with that text: Ctrl+Z takes back what was typed in it. Gives whether Esc was pressed
/// to leave it, and not to close the menu.
pub(crate) fn line(response: &Response, text: &str) -> bool {
    let escaped = response.ctx.input(|input| input.key_pressed(Key::Escape)) && !Popup::is_any_open(&response.ctx);
    remember(&response.ctx, response.id, response.has_focus(), true);
    menu(response, text);
    escaped
}

/// A field whose text is a part of the report: Ctrl+Z takes back the report's last change.
pub(crate) fn block(response: &Response, text: &str) {
    remember(&response.ctx, response.id, response.has_focus(), false);
    menu(response, text);
}

/// Keeps in mind, while it is on screen, what has the focus or had it last.
pub(crate) fn remember(context: &Context, id: Id, has_focus: bool, undoes_itself: bool) {
    let frame = context.cumulative_frame_nr();
    let was_last = stored(context).is_some_and(|last| last.id == id);
    if has_focus || was_last {
        context.data_mut(|data| data.insert_temp(slot(), Last { id, undoes_itself, frame }));
    }
}

/// What had the focus last and is still on screen.
pub(crate) fn last(context: &Context) -> Option<Id> {
    stored(context).filter(|last| last.frame + 1 >= context.cumulative_frame_nr()).map(|last| last.id)
}

/// Whether Ctrl+Z belongs to the field that has the focus.
pub(crate) fn undoes_itself(context: &Context) -> bool {
    let focused = context.memory(egui::Memory::focused);
    stored(context).is_some_and(|last| last.undoes_itself && Some(last.id) == focused)
}

/// Gives the focus and the selection back, and asks the system for what the clipboard holds, or to take what is selected.
pub(crate) fn ask(context: &Context, target: Id, command: ViewportCommand) {
    if let Some(range) = selected(context, target) {
        select(context, target, range);
    }
    context.memory_mut(|memory| memory.request_focus(target));
    context.send_viewport_cmd(command);
}

/// The menu of the right button.
fn menu(response: &Response, text: &str) {
    let (context, id) = (&response.ctx, response.id);
    let popup = Popup::context_menu(response);
    follow_selection(response, popup.is_open());
    let has_selection = selected(context, id).is_some_and(|range| !range.is_empty());
    popup.show(|ui| {
        let requests = [
            (ViewportCommand::RequestCut, has_selection),
            (ViewportCommand::RequestCopy, has_selection),
            (ViewportCommand::RequestPaste, true),
        ];
        let words = context.data(|data| data.get_temp::<MenuWords>(words_slot())).unwrap_or_default();
        for ((words, keys), (request, enabled)) in words.into_iter().zip(requests) {
            if ui.add_enabled(enabled, Button::new(words).shortcut_text(keys)).clicked() {
                ask(context, id, request);
            }
        }
        if ui.add_enabled(!text.is_empty(), Button::new("全选").shortcut_text("Ctrl+A")).clicked() {
            select(context, id, CCursorRange::two(CCursor::new(0), CCursor::new(text.chars().count())));
            context.memory_mut(|memory| memory.request_focus(id));
        }
    });
}

/// Keeps the selection in mind: the field itself drops it on a right click and when a menu takes the focus, but the menu is about it.
fn follow_selection(response: &Response, menu_is_open: bool) {
    let (context, id) = (&response.ctx, response.id);
    let right =
        |input: &InputState| input.pointer.button_down(PointerButton::Secondary) || input.pointer.button_released(PointerButton::Secondary);
    let before = selected(context, id).filter(|range| !range.is_empty());
    if context.input(right)
        && let Some(before) = before
    {
        select(context, id, before);
    } else if response.has_focus() && !menu_is_open {
        let now = TextEditState::load(context, id).and_then(|state| state.cursor.char_range());
        context.data_mut(|data| data.insert_temp(id.with("selected"), now));
    }
}

/// What was selected in a field when it last had the focus.
fn selected(context: &Context, id: Id) -> Option<CCursorRange> {
    context.data(|data| data.get_temp::<Option<CCursorRange>>(id.with("selected"))).flatten()
}

fn select(context: &Context, id: Id, range: CCursorRange) {
    if let Some(mut state) = TextEditState::load(context, id) {
        state.cursor.set_char_range(Some(range));
        state.store(context, id);
    }
}

fn stored(context: &Context) -> Option<Last> {
    context.data(|data| data.get_temp(slot()))
}

fn words_slot() -> Id {
    Id::unique("the words of the menu of a text field")
}

fn slot() -> Id {
    Id::unique("the text field that had the focus last")
}
