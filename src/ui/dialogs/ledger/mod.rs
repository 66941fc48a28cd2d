//! A register of applications before it is filled in: its columns, what each wording means, the figures old and new, what to know.

use std::path::PathBuf;
use std::sync::Arc;

use egui::{ComboBox, RichText, TextEdit, Ui};

use crate::file::ledger::BookFile;
use crate::form::Form;
use crate::intake::ledger::{Count, Mapping, Question, Wording, meaning_name, meanings};
use crate::report::differences;
use crate::session::Session;
use crate::ui::commands::Action;
use crate::ui::look::text_field;
use crate::ui::look::theme::{Theme, sign};
use crate::ui::look::widgets::{focus_first, list, main_button, title_ui};

/// The most wordings that are listed, those to be asked first.
const MOST_WORDINGS: usize = 200;

/// A register that was counted.
pub(crate) struct Counted {
    /// The file.
    pub path: PathBuf,
    /// What it says.
    pub file: Arc<BookFile>,
    /// What was answered.
    pub mapping: Mapping,
    /// What it comes to.
    pub count: Arc<Count>,
    /// The report that it is for, by its id.
    pub of: String,
}

/// What the clerk sees of it.
pub(crate) struct LedgerList {
    form: Arc<Form>,
    counted: Arc<Counted>,
    /// As it is answered now.
    mapping: Mapping,
    /// Which sheet has which column, and what to know.
    about: Vec<String>,
    told: Vec<String>,
    /// Old → new.
    changes: Vec<String>,
    /// Wordings, those to be asked first.
    wordings: Vec<Wording>,
    /// The year that is reported on.
    year: i32,
    is_counting: bool,
}

impl LedgerList {
    /// A register counted for a report.
    #[must_use]
    pub(crate) fn new(session: &Session, counted: Arc<Counted>) -> Self {
        let (form, report, count) = (Arc::clone(session.form()), session.report(), &counted.count);
        let mut after = report.clone();
        after.apply(&form, count.edit(&form, report, &counted.file.book.name, &counted.file.hash));
        let is_zero = |cell| report.cell(cell).value.is_blank() && after.cell(cell).text == "0";
        let all: Vec<_> = differences(&form, report, &after).into_iter().filter_map(|found| Some((found.cell?, found.sentence))).collect();
        let zeros = all.iter().filter(|(cell, _)| is_zero(*cell)).count();
        let mut changes: Vec<_> = all.into_iter().filter(|(cell, _)| !is_zero(*cell)).map(|(_, sentence)| sentence).collect();
        if zeros > 0 {
            changes.push(format!("另有 {zeros} 个空白格填为 0"));
        }
        let mut told: Vec<_> = count.told.iter().map(|told| count.sentence(told)).collect();
        told.extend(count.notes());
        let mut wordings = count.wordings.clone();
        wordings.sort_by_key(|wording| wording.meaning.is_some());
        wordings.truncate(MOST_WORDINGS);
        let about = about(&form, count);
        Self { form, mapping: counted.mapping.clone(), about, told, changes, wordings, year: report.year, is_counting: false, counted }
    }

    pub(super) fn ui(&mut self, ui: &mut Ui, theme: &Theme, actions: &mut Vec<Action>) {
        title_ui(ui, "从台账生成表三", theme);
        let words = format!("{}，{} 行", self.counted.file.book.name, self.counted.count.rows.len());
        ui.label(RichText::new(words).color(theme.faint_ink));
        let height_pt = (ui.ctx().content_rect().height() - 220.0).clamp(120.0, 460.0);
        list(height_pt).show(ui, |ui| {
            self.questions_ui(ui, theme);
            self.wordings_ui(ui, theme);
            for (head, lines) in [("改动", &self.changes), ("要知道的", &self.told), ("用了哪些列", &self.about)] {
                if !lines.is_empty() {
                    ui.add_space(6.0);
                    ui.label(RichText::new(head).font(theme.strong_font(theme.body_pt)));
                }
                for line in lines {
                    ui.label(line);
                }
            }
        });
        ui.add_space(10.0);
        ui.horizontal(|ui| self.buttons_ui(ui, theme, actions));
    }

    fn buttons_ui(&mut self, ui: &mut Ui, theme: &Theme, actions: &mut Vec<Action>) {
        if self.is_counting {
            ui.label("正在统计…");
        } else if self.mapping != self.counted.mapping {
            if main_button(ui, "按对照重新统计", theme).clicked() {
                self.is_counting = true;
                actions.push(Action::CountLedger(Box::new(self.mapping.clone())));
            }
        } else if self.counted.count.is_open() {
            ui.label(RichText::new(format!("{} 还有不认识的，选好后重新统计", sign::WARN)).color(theme.warn));
        } else {
            let take = main_button(ui, "填入", theme);
            focus_first(&take);
            if take.clicked() {
                actions.push(Action::TakeLedger);
            }
        }
        if ui.button("取消").clicked() {
            actions.push(Action::CloseDialog);
        }
    }

    /// Columns and years that were not found.
    fn questions_ui(&mut self, ui: &mut Ui, theme: &Theme) {
        let Self { form, counted, mapping, year, .. } = self;
        for question in &counted.count.questions {
            let ask = |ui: &mut Ui, words: String| ui.label(RichText::new(format!("{} {words}", sign::WARN)).color(theme.warn));
            match question {
                Question::NoRegister => _ = ask(ui, "没有找到台账的表头：需要收到日期、申请人类型、办理结果、答复日期四列".to_owned()),
                Question::Head { sheet, role } => {
                    let label = ask(ui, format!("工作表“{sheet}”没有找到{}一列，这一列的表头是", role.name(&form.ledger)));
                    let head = mapping.heads.entry(role.key().to_owned()).or_default();
                    let response = ui.add(TextEdit::singleline(head)).labelled_by(label.id);
                    text_field::line(&response, head);
                }
                Question::Year { sheet, rows } => {
                    ask(ui, format!("工作表“{sheet}”有 {rows} 行的日期没有年份，是哪一年的"));
                    ui.horizontal(|ui| {
                        for offered in [*year - 1, *year, *year + 1] {
                            let is_chosen = mapping.years.get(sheet) == Some(&offered);
                            if ui.selectable_label(is_chosen, format!("{offered} 年")).clicked() {
                                mapping.years.insert(sheet.clone(), offered);
                            }
                        }
                    });
                }
            }
        }
        mapping.heads.retain(|role, head| !head.is_empty() || counted.mapping.heads.contains_key(role));
    }

    fn wordings_ui(&mut self, ui: &mut Ui, theme: &Theme) {
        let mut last = None;
        let Self { form, mapping, wordings, .. } = self;
        for wording in wordings.iter() {
            if last.replace((wording.meaning.is_some(), wording.asked)) != Some((wording.meaning.is_some(), wording.asked)) {
                ui.add_space(6.0);
                let head = if wording.meaning.is_some() { "对照" } else { "不认识的" };
                let colour = if wording.meaning.is_some() { theme.ink } else { theme.warn };
                let words = format!("{}：{head}", wording.asked.name());
                ui.label(RichText::new(words).font(theme.strong_font(theme.body_pt)).color(colour));
            }
            wording_ui(ui, form, mapping, wording);
        }
    }
}

/// A wording with what it means, to be chosen.
fn wording_ui(ui: &mut Ui, form: &Form, mapping: &mut Mapping, wording: &Wording) {
    ui.horizontal(|ui| {
        let label = ui.label(format!("“{}”　{} 行", wording.text, wording.rows));
        let answered = mapping.of(wording.asked).get(&wording.text).filter(|meaning| !meaning.is_empty());
        let now = answered.or(wording.meaning.as_ref()).cloned();
        let shown = now.as_ref().map_or_else(|| "请选择".to_owned(), |meaning| short(&meaning_name(form, wording.asked, meaning)));
        let choosing = ComboBox::from_id_salt((wording.asked.name(), &wording.text)).selected_text(shown).width(300.0);
        let response = choosing.show_ui(ui, |ui| {
            let others = meanings(form, wording.asked).into_iter().filter(|meaning| !wording.candidates.contains(meaning));
            for meaning in wording.candidates.iter().cloned().chain(others) {
                let name = meaning_name(form, wording.asked, &meaning);
                if ui.selectable_label(now.as_ref() == Some(&meaning), short(&name)).clicked() {
                    mapping.of_mut(wording.asked).insert(wording.text.clone(), meaning);
                }
            }
        });
        response.response.labelled_by(label.id);
    });
}

/// A row's name without its note in parentheses at the end, which is long.
fn short(name: &str) -> String {
    let note = name.rfind('（').filter(|at| *at > 0 && name.ends_with('）'));
    note.and_then(|at| name.get(..at)).unwrap_or(name).to_owned()
}

/// Which sheet has which column, and which sheets are none.
fn about(form: &Form, count: &Count) -> Vec<String> {
    let sheet = |found: &crate::intake::ledger::Found| {
        let columns = found.columns.iter().map(|(role, letters, text)| format!("{} {letters} 列“{text}”", role.name(&form.ledger)));
        format!("工作表“{}”：{}", found.sheet, columns.collect::<Vec<_>>().join("，"))
    };
    let others = count.others.iter().map(|sheet| format!("工作表“{sheet}”没有台账的表头，没有计入"));
    count.found.iter().map(sheet).chain(others).collect()
}
