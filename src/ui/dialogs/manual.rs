//! 使用手册: a chapter at a time, or what is looked for in all of them.

use std::collections::BTreeMap;

use egui::{Button, Image, RichText, TextEdit, TextureHandle, Ui};

use crate::page::{Chapter, Illustration, Manual, Passage};
use crate::ui::commands::top_bar::command_ui;
use crate::ui::commands::{Action, Command};
use crate::ui::look::lines::sentence;
use crate::ui::look::text_field;
use crate::ui::look::theme::Theme;
use crate::ui::look::widgets::{focus_first, list, main_button, texture, title_ui};

/// The manual as it is read in the window.
pub(crate) struct ManualPages {
    manual: Manual,
    chapter: usize,
    wanted: String,
    /// The pictures that were shown, by their words.
    shown: BTreeMap<String, TextureHandle>,
}

impl Default for ManualPages {
    fn default() -> Self {
        Self { manual: Manual::shipped(), chapter: 0, wanted: String::new(), shown: BTreeMap::new() }
    }
}

impl ManualPages {
    pub(super) fn ui(&mut self, ui: &mut Ui, theme: &Theme, actions: &mut Vec<Action>) {
        title_ui(ui, &self.manual.title, theme);
        ui.horizontal(|ui| {
            let label = ui.label("查找");
            let field = ui.add(TextEdit::singleline(&mut self.wanted).desired_width(240.0)).labelled_by(label.id);
            text_field::line(&field, &self.wanted);
            focus_first(&field);
            if !self.wanted.trim().is_empty() {
                ui.label(RichText::new(format!("{} 处", self.found())).color(theme.faint_ink));
            }
        });
        ui.add_space(4.0);
        let height_pt = (ui.ctx().content_rect().height() - 190.0).clamp(120.0, 520.0);
        if self.wanted.trim().is_empty() {
            // In a low window, or a large zoom, the names of the chapters scroll with the text.
            let is_low = height_pt < 400.0;
            let list_pt = if is_low { height_pt } else { height_pt - 130.0 };
            if !is_low {
                self.chapters_ui(ui);
                ui.add_space(4.0);
            }
            list(list_pt).id_salt(self.chapter).auto_shrink([false, true]).show(ui, |ui| {
                if is_low {
                    self.chapters_ui(ui);
                }
                if let Some(chapter) = self.manual.chapters.get(self.chapter) {
                    head_ui(ui, &chapter.title, theme);
                    chapter.passages.iter().for_each(|passage| passage_ui(ui, passage, &mut self.shown, theme));
                }
            });
        } else {
            list(height_pt).id_salt("found").auto_shrink([false, true]).show(ui, |ui| self.found_ui(ui, theme));
        }
        ui.add_space(10.0);
        ui.horizontal(|ui| {
            if main_button(ui, "关闭", theme).clicked() {
                actions.push(Action::CloseDialog);
            }
            for command in [Command::SaveManual, Command::Help] {
                if command_ui(ui, command) {
                    actions.extend([Action::CloseDialog, Action::Run(command)]);
                }
            }
        });
    }

    fn chapters_ui(&mut self, ui: &mut Ui) {
        ui.horizontal_wrapped(|ui| {
            for (at, chapter) in self.manual.chapters.iter().enumerate() {
                if ui.add(Button::new(&chapter.title).small().selected(at == self.chapter)).clicked() {
                    self.chapter = at;
                }
            }
        });
    }

    /// What is looked for, with the chapter that it stands in; a click on the chapter shows all of it.
    fn found_ui(&mut self, ui: &mut Ui, theme: &Theme) {
        let mut chosen = None;
        for (at, chapter) in self.manual.chapters.iter().enumerate() {
            let found = found_in(chapter, self.wanted.trim());
            if found.is_empty() {
                continue;
            }
            if ui.add(Button::new(RichText::new(&chapter.title).font(theme.strong_font(theme.body_pt))).frame(false)).clicked() {
                chosen = Some(at);
            }
            for passage in found {
                passage_ui(ui, passage, &mut self.shown, theme);
            }
            ui.add_space(6.0);
        }
        if let Some(at) = chosen {
            self.chapter = at;
            self.wanted.clear();
        }
    }

    fn found(&self) -> usize {
        self.manual.chapters.iter().map(|chapter| found_in(chapter, self.wanted.trim()).len()).sum()
    }
}

/// The pieces that have all the words, capitals or not.
fn found_in<'a>(chapter: &'a Chapter, wanted: &str) -> Vec<&'a Passage> {
    let words: Vec<String> = wanted.split_whitespace().map(str::to_lowercase).collect();
    let has_all = |passage: &&Passage| words.iter().all(|word| passage.text().to_lowercase().contains(word));
    chapter.passages.iter().filter(has_all).collect()
}

fn head_ui(ui: &mut Ui, text: &str, theme: &Theme) {
    ui.add_space(2.0);
    ui.label(RichText::new(text).font(theme.strong_font(theme.body_pt)));
}

fn passage_ui(ui: &mut Ui, passage: &Passage, shown: &mut BTreeMap<String, TextureHandle>, theme: &Theme) {
    match passage {
        Passage::Head(text) => head_ui(ui, text, theme),
        Passage::Text(text) => _ = sentence(ui, text),
        Passage::Item(text) => _ = ui.indent(text, |ui| sentence(ui, text)),
        Passage::Picture(illustration) => illustration_ui(ui, illustration, shown, theme),
    }
}

/// A picture as large as the window that it was taken from, or as there is room; its words below it.
fn illustration_ui(ui: &mut Ui, illustration: &Illustration, shown: &mut BTreeMap<String, TextureHandle>, theme: &Theme) {
    let Illustration { says, picture } = illustration;
    let texture = shown.entry(says.clone()).or_insert_with(|| texture(ui.ctx(), says, &picture.pixels()));
    ui.add_space(4.0);
    ui.add(Image::new(&*texture).max_width(ui.available_width()).alt_text(says));
    ui.label(RichText::new(says).small().color(theme.faint_ink));
    ui.add_space(4.0);
}
