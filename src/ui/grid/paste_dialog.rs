//! The preview of a paste that needs a look before it is written: what goes where, old → new, and what would be lost.

use egui::{Button, Color32, Id, Key, Modal, RichText, ScrollArea, Ui, vec2};

use super::clipboard::{Arrange, Asking, Block, Options, PastePlan, ask_ui, plan};
use super::selection::Selection;
use super::{Grid, GridAction, GridInput};
use crate::form::Table;
use crate::ui::look::widgets::title_ui;

/// The size of the list of changes.
const LIST_WIDTH: f32 = 560.0;
const LIST_HEIGHT: f32 = 260.0;
/// How high the list of what has no place may be.
const LEFT_HEIGHT: f32 = 120.0;

/// A paste that waits for the clerk's word.
#[derive(Debug, Clone)]
pub(super) struct PasteDialog {
    block: Block,
    selection: Selection,
    options: Options,
    asks_arrange: bool,
    plan: PastePlan,
    /// What has no place, and the places that were chosen.
    asking: Asking,
    /// Whether the keys go to a list of places.
    is_choosing: bool,
    /// The button that gives it up, once it was shown: Enter on it is no yes.
    cancel: Option<Id>,
}

/// What the clerk said.
enum Answer {
    Paste,
    Cancel,
}

impl PasteDialog {
    /// A dialog about a block; `None` where it can be written at once.
    pub(super) fn needed(plan: &PastePlan, block: &Block, selection: &Selection, options: Options, is_bare_list: bool) -> Option<Self> {
        let asks_arrange = is_bare_list && selection.is_single();
        let needed = plan.cut > 0 || plan.is_labelled || asks_arrange;
        let mut asking = Asking::default();
        asking.update(&plan.left);
        let (block, selection, plan) = (block.clone(), *selection, plan.clone());
        needed.then_some(Self { block, selection, options, asks_arrange, plan, asking, is_choosing: false, cancel: None })
    }
}

impl Grid {
    /// Shows the preview while there is one.
    pub(super) fn paste_dialog_ui(&mut self, ui: &Ui, input: GridInput<'_>, table: &Table, actions: &mut Vec<GridAction>) {
        let Some(dialog) = &mut self.paste else { return };
        let answer = Modal::new(Id::unique("paste preview"))
            .frame(egui::Frame::window(ui.style()))
            .show(ui.ctx(), |ui| dialog.ui(ui, input, table))
            .inner;
        let Some(answer) = answer else { return };
        if let (Answer::Paste, Some(dialog)) = (answer, self.paste.take()) {
            actions.push(GridAction::Tell(dialog.plan.sentence()));
            actions.extend(dialog.plan.edit().map(GridAction::Edit));
            self.flash(&dialog.plan);
        }
        self.paste = None;
        self.wants_focus = true;
    }

    /// Lights what a paste wrote.
    pub(super) fn flash(&mut self, plan: &PastePlan) {
        self.flashed = plan.changes.iter().map(|change| change.cell).collect();
        self.flash_end_s = None;
    }
}

impl PasteDialog {
    fn ui(&mut self, ui: &mut Ui, input: GridInput<'_>, table: &Table) -> Option<Answer> {
        let theme = input.theme;
        ui.set_width(LIST_WIDTH);
        title_ui(ui, "粘贴预览", theme);
        let before = self.options;
        if self.asks_arrange {
            ui.horizontal(|ui| {
                ui.label("每行一个数，填成");
                ui.radio_value(&mut self.options.arrange, Arrange::AsIs, "一列");
                ui.radio_value(&mut self.options.arrange, Arrange::Along, "一行");
            });
        }
        ui.horizontal(|ui| {
            ui.label("粘贴内容里的空白");
            ui.radio_value(&mut self.options.writes_blanks, false, "保留我填的");
            ui.radio_value(&mut self.options.writes_blanks, true, "写成空白");
        });
        ui.add_space(theme.gap_pt);
        ui.label(self.plan.sentence());
        if self.plan.is_labelled {
            ui.label(RichText::new("按表里的行名和列名对应").color(theme.faint_ink));
        }
        if self.plan.cut > 0 {
            ui.label(RichText::new(format!("！ 有 {} 格超出表格边缘，会被截去", self.plan.cut)).color(theme.warn));
        }
        let is_stale = self.left_ui(ui, input, table);
        if is_stale || self.options != before {
            self.plan = plan(input.session, table, &self.selection, &self.block, self.options, self.asking.chosen());
            self.asking.update(&self.plan.left);
            ui.ctx().request_repaint();
        }
        self.changes_ui(ui, input);
        ui.add_space(theme.gap_pt);
        self.buttons_ui(ui, theme.accent, theme.on_accent)
    }

    fn buttons_ui(&mut self, ui: &mut Ui, accent: Color32, on_accent: Color32) -> Option<Answer> {
        let is_on_cancel = self.cancel.is_some() && ui.memory(egui::Memory::focused) == self.cancel;
        let is_choosing = self.is_choosing;
        let (enter, escape) = ui.input_mut(|input| {
            if is_choosing {
                return (false, false);
            }
            let enter = !is_on_cancel && input.consume_key(egui::Modifiers::NONE, Key::Enter);
            (enter, input.consume_key(egui::Modifiers::NONE, Key::Escape))
        });
        ui.horizontal(|ui| {
            let words = RichText::new("粘贴").color(on_accent);
            let paste = ui.add(Button::new(words).fill(accent).shortcut_text(RichText::new("Enter").color(on_accent)));
            let cancel = ui.add(Button::new("取消").shortcut_text("Esc"));
            self.cancel = Some(cancel.id);
            if paste.clicked() || enter {
                Some(Answer::Paste)
            } else if cancel.clicked() || escape {
                Some(Answer::Cancel)
            } else {
                None
            }
        })
        .inner
    }

    /// The figures that no label gives a place, and the places that are asked for them; whether one was chosen.
    fn left_ui(&mut self, ui: &mut Ui, input: GridInput<'_>, table: &Table) -> bool {
        let theme = input.theme;
        if self.asking.asks().next().is_none() && self.plan.left.is_empty() {
            self.is_choosing = false;
            return false;
        }
        let (mut answer, mut is_choosing) = (None, false);
        ui.label(RichText::new("！ 没有位置，不会写入；是哪一行，可以在这里选：").color(theme.warn));
        ScrollArea::vertical().id_salt("left").max_height(LEFT_HEIGHT).auto_shrink([false, true]).show(ui, |ui| {
            for row in &self.plan.left {
                ui.label(RichText::new(&row.words).font(theme.small_font()));
            }
            for ask in self.asking.asks() {
                let asked = ask_ui(ui, ask, (input.session.form(), table), self.asking.chosen(), theme);
                (answer, is_choosing) = (asked.answer.or(answer), is_choosing || asked.has_keys);
            }
        });
        self.is_choosing = is_choosing;
        if let Some((key, target)) = answer {
            self.asking.choose(key, target);
        }
        answer.is_some()
    }

    fn changes_ui(&self, ui: &mut Ui, input: GridInput<'_>) {
        let theme = input.theme;
        if self.plan.changes.is_empty() {
            ui.label(RichText::new("与现在填的相同，没有要改的格").color(theme.faint_ink));
            return;
        }
        let row_pt = ui.fonts_mut(|fonts| fonts.row_height(&theme.small_font())) + 2.0;
        egui::Frame::new().fill(theme.label_fill).inner_margin(6.0).show(ui, |ui| {
            ui.spacing_mut().item_spacing = vec2(theme.gap_pt, 2.0);
            ScrollArea::vertical().max_height(LIST_HEIGHT).auto_shrink([false, true]).show_rows(
                ui,
                row_pt - 2.0,
                self.plan.changes.len(),
                |ui, rows| {
                    for change in self.plan.changes.iter().skip(rows.start).take(rows.len()) {
                        let Some(cell) = input.session.form().cell(change.cell) else { continue };
                        let shown = |text: &str| if text.is_empty() { "空白".to_owned() } else { text.to_owned() };
                        let line = format!("{}·{}　{} → {}", cell.row_name, cell.column_name, shown(&change.old), shown(&change.new));
                        // What overwrites a figure is what the clerk has to look at.
                        let colour = if change.old.is_empty() { theme.ink } else { theme.warn };
                        ui.add(egui::Label::new(RichText::new(line).font(theme.small_font()).color(colour)).truncate());
                    }
                },
            );
        });
    }
}
