//! What was read of a file of others, shown before anything of it is taken: from where, what had no place, what the checks say.

use std::sync::Arc;

use egui::{RichText, TextEdit, Ui};

use crate::form::Form;
use crate::intake::report::{Account, Wishes};
use crate::ui::commands::Action;
use crate::ui::grid::clipboard::{Asking, ask_ui};
use crate::ui::look::text_field;
use crate::ui::look::theme::{Theme, sign};
use crate::ui::look::widgets::{focus_first, list, main_button, title_ui};

/// What was read of a file of others.
pub(crate) struct Imported {
    /// The head.
    title: &'static str,
    /// The file, or what else it was read from.
    source: String,
    shown: Shown,
    /// What is done with it.
    words: &'static str,
    /// Whether a new report may be started from it as well.
    may_begin: bool,
    /// Unit and year as typed; `None` for a page that is pasted into a report that has them.
    particulars: Option<Particulars>,
    /// What is asked of the rows of each table.
    asking: Vec<Asking>,
    wishes: Wishes,
}

/// What stands over what was read, and what can be done with it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Heads {
    /// The head.
    pub title: &'static str,
    /// What is done with it.
    pub words: &'static str,
    /// Whether it goes into a report of its own, whose unit and year are asked.
    pub has_particulars: bool,
    /// Whether a new report may be started from it as well.
    pub may_begin: bool,
}

/// What was read, as it is shown.
pub(crate) struct Shown {
    /// The form, for what is asked of its rows.
    pub form: Arc<Form>,
    /// The unit that was read.
    pub unit: String,
    /// The year that was read; `None` where it has to be given.
    pub year: Option<i32>,
    /// What was read and what was left.
    pub account: Account,
    /// What the checks say of it, and whether nothing blocks.
    pub checks: (Vec<String>, bool),
}

/// Unit and year as they are typed.
struct Particulars {
    unit: String,
    year: String,
    /// The year cannot be used, and why.
    trouble: Option<String>,
}

impl Imported {
    /// Shows what was read.
    #[must_use]
    pub(crate) fn new(heads: Heads, source: String, shown: Shown) -> Self {
        let Heads { title, words, has_particulars, may_begin } = heads;
        let particulars = has_particulars.then(|| Particulars {
            unit: shown.unit.clone(),
            year: shown.year.map_or_else(String::new, |year| year.to_string()),
            trouble: None,
        });
        let mut dialog = Self { title, source, shown, words, may_begin, particulars, asking: Vec::new(), wishes: Wishes::default() };
        dialog.ask_anew();
        dialog
    }

    /// Shows what comes of the clerk's wishes, or why nothing does.
    pub(crate) fn show(&mut self, shown: Result<Shown, String>) {
        let trouble = match shown {
            Ok(shown) => {
                if shown.form.edition != self.shown.form.edition {
                    // Its rows are others.
                    (self.asking, self.wishes.choices) = (Vec::new(), self.wishes.choices.clone());
                    self.wishes.choices.forget_places();
                }
                self.shown = shown;
                self.ask_anew();
                None
            }
            Err(why) => Some(why),
        };
        if let Some(particulars) = &mut self.particulars {
            particulars.trouble = trouble;
        }
    }

    fn ask_anew(&mut self) {
        self.asking.resize_with(self.shown.account.tables.len(), Asking::default);
        for (asking, table) in self.asking.iter_mut().zip(&self.shown.account.tables) {
            asking.update(&table.left);
        }
    }

    fn is_ready(&self) -> bool {
        !self.shown.account.doubts.no_year && self.particulars.as_ref().is_none_or(|particulars| particulars.trouble.is_none())
    }

    pub(super) fn ui(&mut self, ui: &mut Ui, theme: &Theme, actions: &mut Vec<Action>) {
        title_ui(ui, self.title, theme);
        ui.label(RichText::new(&self.source).color(theme.faint_ink));
        ui.add_space(6.0);
        let before = self.wishes.clone();
        let entered = self.particulars_ui(ui, theme);
        let height_pt = (ui.ctx().content_rect().height() - 300.0).clamp(140.0, 420.0);
        list(height_pt).auto_shrink([false, true]).show(ui, |ui| self.lines_ui(ui, theme));
        ui.add_space(10.0);
        let is_ready = self.is_ready();
        ui.horizontal(|ui| {
            let take = ui.add_enabled_ui(is_ready, |ui| main_button(ui, self.words, theme)).inner;
            if is_ready {
                focus_first(&take);
            }
            if is_ready && (take.clicked() || entered) {
                actions.push(Action::TakeImported);
            }
            if self.may_begin {
                let begin = ui.add_enabled(is_ready, egui::Button::new("从它开始今年的年报"));
                if begin.on_hover_text("把它当作上年的年报：单位、落款带过来，上年结转填好").clicked() {
                    actions.push(Action::StartFromImported);
                }
            }
            if ui.button("取消").clicked() {
                actions.push(Action::CloseDialog);
            }
        });
        if self.wishes != before {
            actions.push(Action::PlaceAgain(Box::new(self.wishes.clone())));
        }
    }

    /// Unit and year, to be given or put right; gives whether Enter was pressed there.
    fn particulars_ui(&mut self, ui: &mut Ui, theme: &Theme) -> bool {
        let Some(particulars) = &mut self.particulars else { return false };
        let doubts = self.shown.account.doubts;
        let mut entered = false;
        ui.horizontal(|ui| {
            for (words, text, width_pt) in [("单位", &mut particulars.unit, 260.0), ("年度", &mut particulars.year, 60.0)] {
                let label = ui.label(words);
                let field = ui.add(TextEdit::singleline(text).desired_width(width_pt)).labelled_by(label.id);
                text_field::line(&field, text);
                if words == "年度" && doubts.no_year && self.wishes.year.is_none() {
                    focus_first(&field);
                }
                entered |= field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
            }
        });
        let (unit, year) = (particulars.unit.trim(), particulars.year.trim());
        self.wishes.unit = (unit != self.shown.unit || self.wishes.unit.is_some()).then(|| unit.to_owned());
        let typed: Option<i32> = year.parse().ok();
        self.wishes.year = typed.filter(|year| self.shown.year != Some(*year) || self.wishes.year.is_some());
        let trouble = match (&particulars.trouble, typed) {
            (_, None) => Some("文件里没有写明年度，请填上报告年度，如 2024".to_owned()).filter(|_| year.is_empty() || doubts.no_year),
            (trouble, Some(_)) => trouble.clone(),
        };
        if let Some(trouble) = trouble {
            ui.label(RichText::new(format!("{} {trouble}", sign::WARN)).color(theme.bad));
        } else if doubts.is_contradictory {
            ui.label(RichText::new(format!("{} 请看一下单位和年度对不对", sign::WARN)).color(theme.warn));
        }
        entered
    }

    /// What was read, each part of it with a box: what is not ticked is left out.
    fn taken_ui(&mut self, ui: &mut Ui) {
        for taken in &self.shown.account.taken {
            let Some(part) = &taken.part else {
                ui.label(taken.line());
                continue;
            };
            let mut takes = !self.wishes.choices.is_without(part);
            if ui.checkbox(&mut takes, taken.line()).on_hover_text("不打钩的不读入").changed() {
                self.wishes.choices.leave_out(part, !takes);
            }
        }
    }

    /// What has no place, and the places that are asked for it.
    fn asks_ui(&mut self, ui: &mut Ui, theme: &Theme) {
        for (number, (asking, taken)) in self.asking.iter_mut().zip(&self.shown.account.tables).enumerate() {
            let Some(table) = self.shown.form.tables.get(taken.table) else { continue };
            let mut answer = None;
            for ask in asking.asks() {
                let asked = ui.push_id(number, |ui| ask_ui(ui, ask, (&self.shown.form, table), asking.chosen(), theme)).inner;
                answer = asked.answer.or(answer);
            }
            if let Some((key, target)) = answer {
                asking.choose(key, target);
                self.wishes.choices.set_table(number, asking.chosen().clone());
            }
        }
    }

    fn lines_ui(&mut self, ui: &mut Ui, theme: &Theme) {
        let head = |ui: &mut Ui, words: &str| {
            ui.add_space(4.0);
            ui.label(RichText::new(words).font(theme.strong_font(theme.body_pt)));
        };
        head(ui, "读到的");
        self.taken_ui(ui);
        let left: Vec<_> = self.shown.account.left_of_report().collect();
        let has_asks = self.asking.iter().any(|asking| asking.asks().next().is_some());
        if !left.is_empty() || has_asks {
            head(ui, if has_asks { "没有位置，不会读入；是哪一行，可以选" } else { "没有位置，不会读入" });
            for left in left {
                ui.label(RichText::new(format!("{} {}", sign::WARN, left.line())).color(theme.warn));
            }
        }
        self.asks_ui(ui, theme);
        if !self.shown.account.notes.is_empty() {
            head(ui, "要注意的");
            for note in &self.shown.account.notes {
                ui.label(RichText::new(format!("{} {note}", sign::WARN)).color(theme.warn));
            }
        }
        let (checks, is_good) = &self.shown.checks;
        head(ui, "核对读到的数字");
        for (at, line) in checks.iter().enumerate() {
            let colour = if *is_good && at == 0 { theme.good } else { theme.ink };
            ui.label(RichText::new(line).color(colour));
        }
        let site: Vec<_> = self.shown.account.left.iter().filter(|left| left.is_site).map(|left| left.words.as_str()).collect();
        if !site.is_empty() {
            head(ui, "网站上的内容，没有采用");
            ui.label(RichText::new(site.join("　")).font(theme.small_font()).color(theme.faint_ink));
        }
    }
}
