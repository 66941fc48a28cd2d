//! Copy, cut and paste of the grid: from keys and menu to the clipboard and back.

use egui::Ui;

use super::clipboard::copy::copied;
use super::clipboard::{Block, Chosen, Clipboard, Refusal, SystemClipboard, choose, plan, read_text, tables};
use super::paste_dialog::PasteDialog;
use super::turn::{Flow, Turn};
use super::{Grid, GridAction, fill};

impl Grid {
    /// Uses another clipboard than the system's.
    #[must_use]
    pub fn with_clipboard(clipboard: Box<dyn Clipboard>) -> Self {
        Self { clipboard: Some(clipboard), ..Self::default() }
    }

    /// Copies the selection.
    pub(super) fn copy(&mut self, turn: &mut Turn<'_>) {
        let Some(selection) = self.selection() else { return };
        let (text, html) = copied(turn.input.session, turn.table, selection);
        if !self.clipboard().put(&text, &html) {
            turn.actions.push(GridAction::Copy { text, html });
        }
    }

    /// Copies the selection and empties it.
    pub(super) fn cut(&mut self, turn: &mut Turn<'_>) -> Flow {
        if turn.refuses() {
            return Flow::Go;
        }
        self.copy(turn);
        let cells = self.selection().map(|selection| selection.cells(turn.table)).unwrap_or_default();
        turn.edit(fill::clear(turn.input.session, &cells))
    }

    /// Pastes on the selection, or asks first.
    pub(super) fn paste(&mut self, ui: &Ui, turn: &mut Turn<'_>, text: &str) -> Flow {
        if turn.refuses() {
            return Flow::Go;
        }
        let Some(selection) = self.selection().copied() else { return Flow::Go };
        let (block, is_bare_list) = match self.read_clipboard(turn, text) {
            Ok(read) => read,
            Err(sentence) => {
                turn.tell(sentence);
                return Flow::Go;
            }
        };
        let options = std::mem::take(&mut self.paste_options);
        let plan = plan(turn.input.session, turn.table, &selection, &block, options, &Chosen::default());
        self.paste = PasteDialog::needed(&plan, &block, &selection, options, is_bare_list);
        if self.paste.is_some() {
            ui.memory_mut(|memory| memory.surrender_focus(turn.ids.grid));
            self.queue.clear();
            return Flow::Wait;
        }
        turn.tell(plan.sentence());
        self.flash(&plan);
        turn.edit(plan.edit())
    }

    /// The clipboard's table that belongs here, else its text, and whether that is a bare list of one number a line.
    fn read_clipboard(&mut self, turn: &Turn<'_>, text: &str) -> Result<(Block, bool), String> {
        let (form, table) = (turn.input.session.form(), turn.table);
        let elsewhere = || "剪贴板里的表格属于报告的另一部分，没有粘贴，请到那一部分再粘贴".to_owned();
        let html = self.clipboard().html().map(|html| tables(&html));
        match html {
            Some(Ok(blocks)) if blocks.iter().any(|block| block.single().is_none()) => {
                choose(form, table, blocks).map(|block| (block, false)).ok_or_else(elsewhere)
            }
            // An unreadable HTML beside a short text is no reason to refuse the text.
            _ => {
                let block = read_text(text).map_err(Refusal::sentence)?;
                let block = choose(form, table, vec![block]).ok_or_else(elsewhere)?;
                let is_list = block.is_list();
                Ok((block, is_list))
            }
        }
    }

    fn clipboard(&mut self) -> &mut dyn Clipboard {
        self.clipboard.get_or_insert_with(|| Box::new(SystemClipboard::default())).as_mut()
    }
}
