//! What was read of a file of others, shown before anything of it is taken: from where, what had no place, what the checks say.

use egui::{RichText, Ui};

use crate::intake::report::{Account, Taken};
use crate::ui::commands::Action;
use crate::ui::look::theme::{Theme, sign};
use crate::ui::look::widgets::{focus_first, list, main_button, title_ui};

/// What was read of a file of others.
pub(crate) struct Imported {
    /// The head.
    pub title: &'static str,
    /// The file, or what else it was read from.
    pub source: String,
    /// What was read and what was left.
    pub account: Account,
    /// What the checks say of it, and whether nothing blocks.
    pub checks: (Vec<String>, bool),
    /// What is done with it.
    pub words: &'static str,
}

impl Imported {
    pub(super) fn ui(&self, ui: &mut Ui, theme: &Theme, actions: &mut Vec<Action>) {
        title_ui(ui, self.title, theme);
        ui.label(RichText::new(&self.source).color(theme.faint_ink));
        ui.add_space(6.0);
        let height_pt = (ui.ctx().content_rect().height() - 240.0).clamp(140.0, 420.0);
        list(height_pt).auto_shrink([false, true]).show(ui, |ui| self.lines_ui(ui, theme));
        ui.add_space(10.0);
        ui.horizontal(|ui| {
            let take = main_button(ui, self.words, theme);
            focus_first(&take);
            if take.clicked() {
                actions.push(Action::TakeImported);
            }
            if ui.button("取消").clicked() {
                actions.push(Action::CloseDialog);
            }
        });
    }

    fn lines_ui(&self, ui: &mut Ui, theme: &Theme) {
        let head = |ui: &mut Ui, words: &str| {
            ui.add_space(4.0);
            ui.label(RichText::new(words).font(theme.strong_font(theme.body_pt)));
        };
        head(ui, "读到的");
        for line in self.account.taken.iter().map(Taken::line) {
            ui.label(line);
        }
        let left: Vec<_> = self.account.left_of_report().collect();
        if !left.is_empty() {
            head(ui, "没有位置，不会读入");
            for left in left {
                ui.label(RichText::new(format!("{} {}", sign::WARN, left.line())).color(theme.warn));
            }
        }
        if !self.account.notes.is_empty() {
            head(ui, "要注意的");
            for note in &self.account.notes {
                ui.label(RichText::new(format!("{} {note}", sign::WARN)).color(theme.warn));
            }
        }
        let (checks, is_good) = &self.checks;
        head(ui, "核对读到的数字");
        for (at, line) in checks.iter().enumerate() {
            let colour = if *is_good && at == 0 { theme.good } else { theme.ink };
            ui.label(RichText::new(line).color(colour));
        }
        let site: Vec<_> = self.account.left.iter().filter(|left| left.is_site).map(|left| left.words.as_str()).collect();
        if !site.is_empty() {
            head(ui, "网站上的内容，没有采用");
            ui.label(RichText::new(site.join("　")).font(theme.small_font()).color(theme.faint_ink));
        }
    }
}
