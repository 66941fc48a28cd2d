//! What is offered above the text: official heads, figures of the tables, sentences ready made, last year's text.

use egui::{RichText, Stroke, TextEdit, Ui};

use super::text::chart_words;
use super::{Picker, ProseEditor};
use crate::check::{all_follow, cell_name, figure_offers_in, find_cells, last_years_text, ready_sentences};
use crate::report::ChartFigures;
use crate::session::Session;
use crate::ui::commands::Action;
use crate::ui::look::text_field;
use crate::ui::look::theme::Theme;

impl ProseEditor {
    /// The heads that are not in the text yet; a click puts one at its end.
    pub(super) fn heads_ui(&mut self, ui: &mut Ui, session: &Session, heads: &[String], actions: &mut Vec<Action>) {
        let missing: Vec<_> = heads
            .iter()
            .enumerate()
            .map(|(at, head)| format!("（{}）{head}", chinese_number(at + 1)))
            .filter(|head| !self.shown.text().lines().any(|line| line.trim_start().starts_with(head.as_str())))
            .collect();
        if missing.is_empty() {
            return;
        }
        ui.horizontal_wrapped(|ui| {
            ui.label("插入小标题");
            for head in &missing {
                if ui.button(head).on_hover_text("加在文末，另起一段").clicked() {
                    self.append(session, head, actions);
                }
            }
            if missing.len() > 1 && ui.button("全部").on_hover_text("把余下的小标题都加在文末").clicked() {
                self.append(session, &missing.join("\n"), actions);
            }
        });
        ui.add_space(4.0);
    }

    /// A figure of the tables, and sentences that fit the figures and are not written yet.
    pub(super) fn offers_ui(&mut self, ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
        let ready: Vec<_> = ready_sentences(session.case()).into_iter().filter(|ready| ready.section == self.section).collect();
        let mut chosen = None;
        ui.horizontal_wrapped(|ui| {
            let tip = "数字随表更新；也可以在文中输入 {";
            if self.picker.is_none() && ui.button("插入表中数字").on_hover_text(tip).clicked() {
                let end = self.shown.text().len();
                self.picker = Some(Picker { at: end..end, asked: String::new(), take_focus: true });
            }
            if !session.form().charts.is_empty() {
                let response = ui.menu_button("插入图表", |ui| {
                    for chart in &session.form().charts {
                        let says = ChartFigures::of(session.form(), session.report(), session.figures(), chart).stands_out();
                        if ui.button(&chart.name).on_hover_text(says).clicked() {
                            chosen = Some(chart_words(chart));
                        }
                    }
                });
                response.response.on_hover_text("图由表中数字生成，随表更新，加在光标所在段落的下面");
            }
            for ready in &ready {
                if ui.button(&ready.name).on_hover_text(&ready.text).clicked() {
                    self.append(session, &ready.text, actions);
                }
            }
        });
        if let Some(line) = chosen {
            self.insert_line(session, &line, actions);
        }
        self.picker_ui(ui, session, actions);
    }

    /// Puts a line below the paragraph in which the caret stands.
    fn insert_line(&mut self, session: &Session, line: &str, actions: &mut Vec<Action>) {
        let text = self.shown.text();
        let caret = self.caret_at.filter(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
        let end = text.get(caret..).and_then(|rest| rest.find('\n')).map_or(text.len(), |at| caret + at);
        let (before, after) = text.split_at(end);
        if before.trim().is_empty() || after.trim().is_empty() {
            self.append(session, line, actions);
            return;
        }
        actions.extend(self.take_pending(session).map(Action::Apply));
        let (before, after) = self.shown.text().split_at(end);
        let text = format!("{before}\n{line}{after}");
        self.shown.edited(&text);
        let caret = end + 1 + line.len();
        self.caret = Some(caret..caret);
        self.take_focus = true;
        actions.extend(self.edit(session).map(Action::Apply));
    }

    fn picker_ui(&mut self, ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
        let Some(picker) = &mut self.picker else { return };
        let form = session.form();
        let mut chosen = None;
        ui.horizontal_wrapped(|ui| {
            let label = ui.label("找数字");
            let field = TextEdit::singleline(&mut picker.asked).hint_text("名称或拼音首字母").desired_width(140.0);
            let response = ui.add(field).labelled_by(label.id);
            text_field::line(&response, &picker.asked);
            if std::mem::take(&mut picker.take_focus) {
                response.request_focus();
            }
            let found = find_cells(form, &picker.asked);
            if response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter)) {
                chosen = found.first().copied();
            }
            for cell in found.into_iter().take(8) {
                let Some(definition) = form.cell(cell) else { continue };
                let figure = session.figures().value(cell).number().map_or_else(|| "0".to_owned(), |number| number.to_string());
                let words = format!("{} {figure}", cell_name(form, cell));
                if ui.small_button(words).on_hover_text(definition.full_name()).clicked() {
                    chosen = Some(cell);
                }
            }
            if ui.small_button("不插入").clicked() {
                picker.at = usize::MAX..usize::MAX;
            }
        });
        let at = picker.at.clone();
        if let Some(cell) = chosen {
            self.picker = None;
            actions.extend(self.take_pending(session).map(Action::Apply));
            self.shown.insert_figure(form, session.figures(), at.clone(), cell);
            let end = self.shown.figures().iter().find(|figure| figure.range.start == at.start).map_or(at.start, |figure| figure.range.end);
            self.caret = Some(end..end);
            self.take_focus = true;
            actions.extend(self.edit(session).map(Action::Apply));
        } else if at.start == usize::MAX {
            self.picker = None;
            self.take_focus = true;
        }
    }

    /// The figures typed by hand that equal a cell: a click lets one follow it from now on.
    pub(super) fn figures_ui(&mut self, ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
        const MOST_SHOWN: usize = 6;
        self.find_offers(session);
        if self.offers.figures.is_empty() {
            return;
        }
        let form = session.form();
        let text = self.shown.stored(form);
        let mut wanted = None;
        ui.horizontal_wrapped(|ui| {
            ui.label("跟随表中数字");
            let mut shown = Vec::new();
            for offer in &self.offers.figures {
                let Some(cell) = form.cell(offer.cell).filter(|_| !shown.contains(&offer.cell) && shown.len() < MOST_SHOWN) else {
                    continue;
                };
                shown.push(offer.cell);
                let figure = session.figures().value(offer.cell).number().unwrap_or_default().normalize();
                let words = format!("{figure} → {}", cell_name(form, offer.cell));
                let tip = format!("正文里的 {figure} 以后随“{}”变", cell.full_name());
                if ui.small_button(words).on_hover_text(tip).clicked() {
                    let same: Vec<_> = self.offers.figures.iter().filter(|other| other.cell == offer.cell).cloned().collect();
                    wanted = all_follow(form, &text, &same);
                }
            }
            if shown.len() > 1 && ui.small_button("全部跟随").on_hover_text("与表中一致的数字都随表变").clicked() {
                wanted = all_follow(form, &text, &self.offers.figures);
            }
        });
        if let Some(edit) = wanted {
            actions.extend(self.take_pending(session).map(Action::Apply));
            actions.push(Action::Apply(edit));
        }
    }

    fn find_offers(&mut self, session: &Session) {
        let text = self.shown.stored(session.form());
        let is_known = |(revision, known): &(u64, String)| *revision == session.revision() && *known == text;
        if self.offers.found_in.as_ref().is_some_and(is_known) {
            return;
        }
        self.offers.figures = figure_offers_in(session.case(), &self.section, &text);
        self.offers.found_in = Some((session.revision(), text));
    }

    /// Last year's text, greyed. It gets into the report only by its button, and as one step of undo.
    pub(super) fn last_year_ui(&mut self, ui: &mut Ui, session: &Session, theme: &Theme, actions: &mut Vec<Action>) {
        let Some(last) = last_years_text(session.form(), session.report(), &self.section, self.shown.text()) else { return };
        let is_open = *self.last_year_open.get_or_insert(last.may_start);
        let mut starts = false;
        ui.horizontal_wrapped(|ui| {
            ui.label(RichText::new(format!("上年（{} 年度）这一部分的文字", last.year)).color(theme.faint_ink));
            if ui.small_button(if is_open { "收起上年文字" } else { "看上年文字" }).clicked() {
                self.last_year_open = Some(!is_open);
            }
            let tip = "放进来改写，可用 Ctrl+Z 撤回；照抄上年会被指出";
            starts = last.may_start && ui.small_button("以上年文字起稿").on_hover_text(tip).clicked();
        });
        if is_open {
            let frame = egui::Frame::new().stroke(Stroke::new(1.0, theme.line)).corner_radius(theme.corner_pt).inner_margin(8);
            frame.show(ui, |ui| {
                ui.set_max_width(ui.available_width().min(theme.prose_pt * 46.0));
                let height_pt = (ui.ctx().content_rect().height() * 0.25).max(80.0);
                egui::ScrollArea::vertical().id_salt("last_year").max_height(height_pt).auto_shrink([false, true]).show(ui, |ui| {
                    ui.label(RichText::new(last.text).color(theme.faint_ink));
                });
            });
        }
        if starts {
            actions.extend(self.take_pending(session).map(Action::Apply));
            self.shown.edited(last.text);
            self.last_year_open = Some(false);
            self.caret = Some(0..0);
            self.take_focus = true;
            actions.extend(self.edit(session).map(Action::Apply));
        }
    }

    fn append(&mut self, session: &Session, line: &str, actions: &mut Vec<Action>) {
        let typed = self.take_pending(session);
        actions.extend(typed.map(Action::Apply));
        let text = self.shown.text().trim_end_matches('\n');
        let between = if text.is_empty() { "" } else { "\n" };
        let text = format!("{text}{between}{line}\n");
        self.shown.edited(&text);
        self.caret = Some(text.len()..text.len());
        self.take_focus = true;
        actions.extend(self.edit(session).map(Action::Apply));
    }
}

/// 1 to 10 in Chinese.
fn chinese_number(number: usize) -> String {
    const NUMBERS: [&str; 10] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
    number.checked_sub(1).and_then(|at| NUMBERS.get(at)).map_or_else(|| number.to_string(), |word| (*word).to_owned())
}
