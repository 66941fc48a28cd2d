//! A report read beside the list: what the checks say, line by line to be struck from what goes back, its pages, and the decision.

use std::path::PathBuf;
use std::sync::Arc;

use egui::{Context, Margin, RichText, ScrollArea, TextEdit, Ui};

use crate::collection::batch::{Line, Looker, Remark, RemarkKind, Row, Signer, beside, goes_back, letter, remarks};
use crate::collection::pairs::LastYears;
use crate::file::Opened;
use crate::file::many::{Decided, Letter, State};
use crate::session::Session;
use crate::ui::commands::{Action, BatchPurpose, NewFromLast, Purpose};
use crate::ui::desk::Preview;
use crate::ui::filing::work::{Progress, Work};
use crate::ui::look::text_field;
use crate::ui::look::theme::{Theme, sign};
use crate::ui::services::Services;
use crate::ui::settings::Remembered;

/// What is shown of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Tab {
    #[default]
    Remarks,
    Pages,
    Letter,
}

/// The report beside the list.
pub(super) struct Beside {
    pub(super) path: PathBuf,
    pub(super) file: String,
    hash: String,
    unit: String,
    reading: Option<Work<Result<Opened, String>>>,
    trouble: Option<String>,
    session: Option<Session>,
    preview: Preview,
    /// How many sums hold in the finished report.
    held: Option<usize>,
    said: Vec<(Remark, bool)>,
    line: Line,
    tab: Tab,
    /// What was decided of it when it was opened.
    known: Decided,
    note: String,
    /// The note as it was last kept.
    kept_note: String,
}

/// What the panel asks for.
pub(super) enum Asked {
    /// Keep that decision.
    Decide(Decided),
    /// Close the panel.
    Close,
    /// Something for the window.
    Do(Action),
}

impl Beside {
    /// Begins to read a row's report.
    pub(super) fn open(
        context: &Context,
        services: &Services,
        (row, line): (&Row, &Line),
        known: Option<&Decided>,
        last_years: Arc<LastYears>,
    ) -> Self {
        let known = known.cloned().unwrap_or_default();
        let (path, editions, fonts) = (row.path.clone(), services.editions.clone(), services.fonts.clone());
        let disk = Arc::clone(&services.workplace.disk);
        let reading = Work::start(context, crate::file::disk::Halt::default(), move || {
            beside(&path, Looker { editions: &editions, fonts: &fonts, last_years: &last_years, disk: &*disk })
        });
        Self {
            path: row.path.clone(),
            file: row.file.clone(),
            hash: row.hash.clone(),
            unit: line.unit.clone(),
            reading: Some(reading),
            trouble: None,
            session: None,
            preview: Preview::default(),
            held: None,
            said: Vec::new(),
            line: line.clone(),
            tab: Tab::default(),
            kept_note: known.note.clone(),
            note: known.note.clone(),
            known,
        }
    }

    /// Whether the report is still being read.
    pub(super) fn is_busy(&self) -> bool {
        self.reading.is_some()
    }

    /// Takes the report once it is read.
    pub(super) fn poll(&mut self, services: &Services) {
        let outcome = match self.reading.as_ref().map(Work::poll) {
            None | Some(Progress::Pending) => return,
            Some(Progress::Done(outcome)) => outcome,
            Some(Progress::Lost) => Err("系统资源不足，请再试一次".to_owned()),
        };
        self.reading = None;
        match outcome {
            Ok(opened) => {
                let session = Session::new(opened.form, opened.report, services.covers());
                let review = session.final_review();
                self.held = Some(review.held(session.form()));
                let said = remarks(session.form(), &review, &self.line.troubles);
                let with_tick = |remark| {
                    let goes = goes_back(&remark, Some(&self.known));
                    (remark, goes)
                };
                self.said = said.into_iter().map(with_tick).collect();
                self.session = Some(session);
            }
            Err(why) => self.trouble = Some(why),
        }
    }

    /// The note as typed, where it was not kept yet.
    pub(super) fn pending(&mut self, state: State, at: &str) -> Option<Decided> {
        (self.note.trim() != self.kept_note.trim()).then(|| self.decided(state, at))
    }

    fn decided(&mut self, state: State, at: &str) -> Decided {
        self.kept_note.clone_from(&self.note);
        let (struck, added) = self.turned();
        Decided {
            file: self.file.clone(),
            hash: self.hash.clone(),
            unit: self.unit.clone(),
            state,
            note: self.note.trim().to_owned(),
            struck,
            added,
            at: at.to_owned(),
            extra: Vec::new(),
        }
    }

    /// What was struck from what goes back, and which hints were added to it. Until the report is read that is as it was.
    fn turned(&self) -> (Vec<String>, Vec<String>) {
        if self.session.is_none() {
            return (self.known.struck.clone(), self.known.added.clone());
        }
        let ids = |is_hint: bool, goes_back: bool| {
            let said = self.said.iter().filter(|(remark, goes)| (remark.kind == RemarkKind::Hint) == is_hint && *goes == goes_back);
            said.map(|(remark, _)| remark.id.clone()).collect()
        };
        (ids(false, false), ids(true, true))
    }

    /// What goes back to the unit.
    pub(super) fn letter(&self, signer: &Signer) -> Option<Letter> {
        let report = self.session.as_ref()?.report();
        let said: Vec<Remark> = self.said.iter().filter(|(_, goes)| *goes).map(|(remark, _)| remark.clone()).collect();
        Some(letter(report.unit.trim(), report.year, &said, &self.note, signer))
    }

    /// Draws it at the right of the list; who may not change the batch decides nothing.
    pub(super) fn panel_ui(
        &mut self,
        ui: &mut Ui,
        services: &Services,
        remembered: &Remembered,
        standing: (State, bool),
        signer: &mut Signer,
        theme: &Theme,
    ) -> Vec<Asked> {
        let width = (ui.available_width() * 0.42).clamp(320.0, 620.0);
        let frame = egui::Frame::new().fill(theme.paper).inner_margin(Margin::same(10)).stroke(egui::Stroke::new(1.0, theme.line));
        let panel = egui::Panel::right("batch beside").default_size(width).size_range(280.0..=900.0).frame(frame);
        panel.show(ui, |ui| self.ui(ui, services, remembered, standing, signer, theme)).inner
    }

    fn ui(
        &mut self,
        ui: &mut Ui,
        services: &Services,
        remembered: &Remembered,
        (state, may_change): (State, bool),
        signer: &mut Signer,
        theme: &Theme,
    ) -> Vec<Asked> {
        let mut asked = Vec::new();
        ui.horizontal(|ui| {
            let title = self.session.as_ref().map_or_else(|| self.file.clone(), |session| session.report().title());
            ui.label(RichText::new(title).font(theme.strong_font(theme.heading_pt)));
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                if ui.small_button("关闭").on_hover_text("收起右边（Esc）").clicked() {
                    asked.push(Asked::Close);
                }
            });
        });
        ui.label(RichText::new(self.path.display().to_string()).font(theme.small_font()).color(theme.faint_ink));
        for trouble in &self.line.troubles {
            ui.label(RichText::new(format!("{} {}", sign::WARN, trouble.sentence())).color(theme.warn));
        }
        ui.add_enabled_ui(may_change, |ui| self.decision_ui(ui, services, state, theme, &mut asked));
        ui.separator();
        if let Some(why) = &self.trouble {
            ui.label(RichText::new(why).color(theme.bad));
            if ui.button("用系统里的程序打开").clicked() {
                asked.push(Asked::Do(Action::OpenOutside(self.path.clone())));
            }
            return asked;
        }
        if self.session.is_none() {
            ui.label("正在读取…");
            if self.reading.as_ref().is_some_and(|reading| reading.is_slow(ui.ctx())) {
                ui.label(RichText::new("文件没有回应，还在等；可以先看别的").color(theme.warn));
            }
            ui.ctx().request_repaint_after_secs(1.0);
            return asked;
        }
        ui.horizontal_wrapped(|ui| {
            for (tab, words) in [(Tab::Remarks, "问题"), (Tab::Pages, "页面"), (Tab::Letter, "退回意见")] {
                if ui.selectable_label(self.tab == tab, words).clicked() {
                    self.tab = tab;
                }
            }
            if ui.small_button("改一份副本").on_hover_text("原文件不动，改的是一份没有存过的新年报").clicked() {
                asked.extend(self.copy(services).map(Asked::Do));
            }
        });
        match self.tab {
            Tab::Remarks => {
                if self.remarks_ui(ui, theme) {
                    asked.push(Asked::Decide(self.decided(state, &(services.now)())));
                }
            }
            Tab::Pages => {
                if let Some(session) = &self.session {
                    let paper = remembered.paper();
                    self.preview.ui(ui, session, services.faces(paper), paper, theme);
                }
            }
            Tab::Letter => self.letter_ui(ui, signer, theme, &mut asked),
        }
        asked
    }

    fn decision_ui(&mut self, ui: &mut Ui, services: &Services, state: State, theme: &Theme, asked: &mut Vec<Asked>) {
        ui.horizontal_wrapped(|ui| {
            for choice in [State::Passed, State::Returned, State::Seen, State::Unseen] {
                if ui.selectable_label(state == choice, choice.name()).clicked() {
                    asked.push(Asked::Decide(self.decided(choice, &(services.now)())));
                }
            }
        });
        let label = ui.label(RichText::new("意见（写进退回意见）").font(theme.small_font()).color(theme.faint_ink));
        let field = TextEdit::multiline(&mut self.note).desired_rows(2).desired_width(f32::INFINITY);
        let response = ui.add(field).labelled_by(label.id);
        text_field::block(&response, &self.note);
        if response.lost_focus()
            && let Some(decided) = self.pending(state, &(services.now)())
        {
            asked.push(Asked::Decide(decided));
        }
    }

    /// Draws what the checks say; whether a line was struck or added.
    fn remarks_ui(&mut self, ui: &mut Ui, theme: &Theme) -> bool {
        let mut is_turned = false;
        let session = self.session.as_ref();
        let count = session.map_or(0, |session| session.form().blocking_sum_count());
        if let Some(held) = self.held {
            let words = if held == count {
                format!("{} {count} 条勾稽关系全部相符", sign::GOOD)
            } else {
                format!("{} {count} 条勾稽关系，{held} 条相符", sign::BAD)
            };
            ui.label(RichText::new(words).color(if held == count { theme.good } else { theme.bad }));
        }
        ui.label(RichText::new("打钩的写进退回意见").font(theme.small_font()).color(theme.faint_ink));
        ScrollArea::vertical().id_salt("remarks").auto_shrink(false).show(ui, |ui| {
            let mut section: Option<String> = None;
            for (remark, goes) in &mut self.said {
                if section.as_ref() != Some(&remark.section) {
                    ui.add_space(4.0);
                    ui.label(
                        RichText::new(if remark.section.is_empty() { "报告信息" } else { &remark.section })
                            .font(theme.small_font())
                            .color(theme.faint_ink),
                    );
                    section = Some(remark.section.clone());
                }
                let (mark, colour) = match remark.kind {
                    RemarkKind::Wrong => (sign::BAD, theme.bad),
                    RemarkKind::Explain => (sign::WARN, theme.warn),
                    RemarkKind::Hint => ("·", theme.faint_ink),
                };
                ui.horizontal_top(|ui| {
                    let tick = ui.checkbox(goes, "");
                    is_turned |= tick.changed();
                    ui.ctx().accesskit_node_builder(tick.id, |node| node.set_label(format!("写进退回意见：{}", remark.text)));
                    ui.add(egui::Label::new(RichText::new(format!("{mark} {}", remark.text)).color(colour)).wrap());
                });
            }
            if self.said.is_empty() {
                ui.label(RichText::new("没有问题").color(theme.good));
            }
        });
        is_turned
    }

    fn letter_ui(&mut self, ui: &mut Ui, signer: &mut Signer, theme: &Theme, asked: &mut Vec<Asked>) {
        let Some(page) = self.letter(signer) else { return };
        ui.horizontal_wrapped(|ui| {
            if ui.button("复制").on_hover_text("贴进邮件、聊天里发给单位").clicked() {
                asked.push(Asked::Do(Action::Copy(page.text())));
                asked.push(Asked::Do(Action::Tell("已复制退回意见".to_owned())));
            }
            if ui.button("存为 Word 文件…").clicked() {
                asked.push(Asked::Do(Action::Ask(Purpose::Batch(BatchPurpose::Letter))));
            }
            let label = ui.label("落款单位");
            let response = ui.add(TextEdit::singleline(&mut signer.office).desired_width(160.0)).labelled_by(label.id);
            text_field::line(&response, &signer.office);
        });
        ScrollArea::vertical().id_salt("letter").auto_shrink(false).show(ui, |ui| {
            ui.add(egui::Label::new(RichText::new(page.text()).font(theme.body_font())).wrap().selectable(true));
        });
    }

    /// A report of its own with the same content, on no disk yet: the file in the inbox stays as it is.
    fn copy(&self, services: &Services) -> Option<Action> {
        let mut report = self.session.as_ref()?.report().clone();
        report.id = (services.new_id)();
        Some(Action::CreateFromLast(Box::new(NewFromLast { report, fill: Vec::new() })))
    }
}
