//! The list of findings, beside the form and never over it: by section, a click goes to the place, fixes and reasons right there.

use std::collections::BTreeMap;

use egui::{Button, RichText, TextEdit, Ui};

use crate::check::{self, Case, Finding, PASSED_OVER, Severity, Spot, former_reason, mend_all};
use crate::report::Edit;
use crate::session::Session;
use crate::ui::commands::{Action, Command};
use crate::ui::look::theme::{Theme, sign};
use crate::ui::look::{lines, text_field};

/// The kinds of hints, as a button calls them.
const KINDS: [(&str, &str); 3] = [("P-PUNCT", "标点"), ("P-TWICE", "重复的字句"), ("P-HEAD", "序号")];

/// The state of the list: which finding F8 stands on, and reasons being typed.
#[derive(Debug, Default)]
pub(crate) struct FindingsPanel {
    at: Option<String>,
    /// Whether the list is to be scrolled to where F8 stands.
    scrolls: bool,
    reasons: BTreeMap<String, String>,
    /// Whether hints are left out.
    hides_hints: bool,
}

/// One row of the list.
struct Row<'a> {
    finding: &'a Finding,
    key: String,
    is_current: bool,
    take_focus: bool,
    locked: bool,
    /// The changes that would mend it, the likeliest first.
    fixes: Vec<crate::check::Fix>,
    /// The reason given before a value changed.
    former_reason: Option<&'a str>,
}

impl FindingsPanel {
    /// Draws the list. With `take_focus` the finding where F8 stands gets the focus, else the first.
    pub(crate) fn ui(&mut self, ui: &mut Ui, session: &Session, locked: bool, take_focus: bool, theme: &Theme) -> Vec<Action> {
        let mut actions = Vec::new();
        self.head_ui(ui, session, theme, &mut actions);
        let focused = if take_focus { self.at_or_first(session) } else { None };
        egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            let mut section = None;
            let findings: Vec<_> = keyed(session).into_iter().enumerate().collect();
            let (hints, others): (Vec<_>, Vec<_>) = findings.into_iter().partition(|(_, (_, finding))| finding.severity == Severity::Hint);
            for (at, (key, finding)) in others {
                let head = finding.section(session.form()).map_or_else(|| "报告信息".to_owned(), crate::form::Section::head);
                if section.as_ref() != Some(&head) {
                    ui.add_space(6.0);
                    ui.label(RichText::new(&head).color(theme.faint_ink).small());
                    section = Some(head);
                }
                let is_current = self.at.as_ref() == Some(&key);
                // What is not filled yet wants figures, not a mend, but for what follows from last year's.
                let fixes = if finding.severity == Severity::Unfinished { finding.fixes.clone() } else { session.fixes(finding) };
                let former_reason = former_reason_of(session, finding);
                let row = Row { finding, key, is_current, take_focus: focused == Some(at), locked, fixes, former_reason };
                self.finding_ui(ui, &row, theme, &mut actions);
            }
            if session.review().findings.iter().all(|finding| finding.severity == Severity::Hint) {
                empty_ui(ui, session, theme);
            }
            self.hints_ui(ui, session, &hints, (locked, focused), theme, &mut actions);
        });
        actions
    }

    /// Shows hints, or leaves them out.
    pub(crate) fn show_hints(&mut self, shown: bool) {
        self.hides_hints = !shown;
    }

    /// Whether hints are shown.
    #[must_use]
    pub(crate) fn shows_hints(&self) -> bool {
        !self.hides_hints
    }

    /// Moves to the finding at a place, and scrolls the list there.
    pub(crate) fn point_out(&mut self, session: &Session, spot: &Spot) {
        if let Some((key, _)) = keyed(session).into_iter().find(|(_, finding)| finding.spot == *spot) {
            self.at = Some(key);
            self.scrolls = true;
        }
    }

    /// The next finding from where F8 stands, the one before with `backward`; and its number among how many.
    pub(crate) fn step(&mut self, session: &Session, backward: bool) -> Option<(Spot, usize, usize)> {
        let order = self.walk(session);
        let here = self.place_in(&order);
        let count = order.len();
        let next = match (here, backward) {
            (None, false) => 0,
            (None, true) => count.checked_sub(1)?,
            (Some(here), false) => (here + 1) % count,
            (Some(here), true) => (here + count - 1) % count,
        };
        let (key, finding) = order.get(next)?;
        self.at = Some(key.clone());
        self.scrolls = true;
        Some((finding.spot.clone(), next + 1, count))
    }

    /// The reasons that were typed and not yet taken over, as an edit.
    #[must_use]
    pub(crate) fn take_pending(&mut self, session: &Session) -> Option<Edit> {
        let edit = self.pending(session);
        self.reasons.clear();
        edit
    }

    /// The same, left where they are.
    #[must_use]
    pub(crate) fn pending(&self, session: &Session) -> Option<Edit> {
        if self.reasons.is_empty() {
            return None;
        }
        let mut report = session.report().clone();
        for (key, finding) in keyed(session) {
            let typed = self.reasons.get(&key).filter(|typed| typed.trim() != finding.reason.as_deref().unwrap_or_default());
            let Some(typed) = typed else { continue };
            if let Edit::Explanations(explanations) = check::explain(Case { report: &report, ..session.case() }, &[finding], typed) {
                report.explanations = explanations;
            }
        }
        (report.explanations != session.report().explanations).then_some(Edit::Explanations(report.explanations))
    }

    /// The place in the list of the finding where F8 stands, else the first.
    fn at_or_first(&self, session: &Session) -> Option<usize> {
        let findings = keyed(session);
        self.place_in(&findings).or((!findings.is_empty()).then_some(0))
    }

    /// The findings in the order of F8: blocking first, then what wants a reason and hints as one reads, then what is not filled yet.
    fn walk<'s>(&self, session: &'s Session) -> Vec<(String, &'s Finding)> {
        let is_open = |finding: &Finding| finding.reason.is_none() && !(self.hides_hints && finding.severity == Severity::Hint);
        let mut order: Vec<_> = keyed(session).into_iter().filter(|(_, finding)| is_open(finding)).collect();
        order.sort_by_key(|(_, finding)| match finding.severity {
            Severity::Blocking => 0,
            Severity::Explain | Severity::Hint => 1,
            Severity::Unfinished => 2,
        });
        order
    }

    /// Where F8 stands.
    fn place_in(&self, order: &[(String, &Finding)]) -> Option<usize> {
        let at = self.at.as_ref()?;
        order.iter().position(|(key, _)| key == at)
    }

    fn head_ui(&self, ui: &mut Ui, session: &Session, theme: &Theme, actions: &mut Vec<Action>) {
        let order = self.walk(session);
        ui.horizontal(|ui| {
            ui.label(RichText::new("问题").font(theme.strong_font(theme.heading_pt)));
            match self.place_in(&order) {
                Some(here) => ui.label(format!("{}/{}", here + 1, order.len())),
                None => ui.label(RichText::new(format!("{} 个", order.len())).color(theme.faint_ink)),
            };
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                for (command, words) in [(Command::NextFinding, "下一个"), (Command::PreviousFinding, "上一个")] {
                    let button = ui.add_enabled(!order.is_empty(), Button::new(words).small());
                    if button.on_hover_text(command.tip_with_keys()).clicked() {
                        actions.push(Action::Run(command));
                    }
                }
            });
        });
        ui.separator();
    }

    /// What stops nothing, apart from the rest: a kind is mended by one click, what was passed over can be called back.
    fn hints_ui(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        hints: &[(usize, (String, &Finding))],
        (locked, focused): (bool, Option<usize>),
        theme: &Theme,
        actions: &mut Vec<Action>,
    ) {
        if hints.is_empty() {
            return;
        }
        let (passed, open): (Vec<_>, Vec<_>) = hints.iter().partition(|(_, (_, hint))| hint.reason.is_some());
        ui.add_space(10.0);
        ui.horizontal(|ui| {
            ui.label(RichText::new(format!("文字建议 {} 处，不影响定稿", open.len())).color(theme.hint));
            let words = if self.hides_hints { "显示" } else { "收起" };
            let button = ui.add(Button::new(words).small()).on_hover_text(Command::Hints.tip_with_keys());
            ui.ctx().accesskit_node_builder(button.id, |node| node.set_label(format!("{words}文字建议")));
            if button.clicked() {
                actions.push(Action::Run(Command::Hints));
            }
        });
        if self.hides_hints {
            return;
        }
        if !locked {
            for (rule, words) in KINDS {
                let of_kind: Vec<&Finding> = open.iter().map(|(_, (_, hint))| *hint).filter(|hint| hint.rule == rule).collect();
                let mendable = of_kind.iter().filter(|hint| !hint.fixes.is_empty()).count();
                let Some(edit) = mend_all(session.case(), of_kind) else { continue };
                let button = ui.add(Button::new(format!("{words}：{mendable} 处全部改好")).wrap());
                if button.on_hover_text("逐处按建议改好，可用 Ctrl+Z 一次撤回").clicked() {
                    actions.push(Action::Apply(edit));
                }
            }
        }
        for (at, (key, finding)) in open {
            let is_current = self.at.as_ref() == Some(key);
            let (key, fixes) = (key.clone(), finding.fixes.clone());
            let row = Row { finding, key, is_current, take_focus: focused == Some(*at), locked, fixes, former_reason: None };
            self.finding_ui(ui, &row, theme, actions);
        }
        if !passed.is_empty() {
            ui.horizontal(|ui| {
                ui.label(RichText::new(format!("已忽略 {} 处", passed.len())).color(theme.faint_ink).small());
                if !locked && ui.add(Button::new("不再忽略").small()).clicked() {
                    let hints: Vec<&Finding> = passed.iter().map(|(_, (_, hint))| *hint).collect();
                    actions.push(Action::Apply(check::explain(session.case(), &hints, "")));
                }
            });
        }
    }

    fn finding_ui(&mut self, ui: &mut Ui, row: &Row<'_>, theme: &Theme, actions: &mut Vec<Action>) {
        let finding = row.finding;
        let (mark, words, colour, fill) = look(finding, theme);
        let stroke = if row.is_current { egui::Stroke::new(1.5, theme.accent) } else { egui::Stroke::new(1.0, theme.line) };
        let card = egui::Frame::new().fill(fill).stroke(stroke).corner_radius(theme.corner_pt).inner_margin(6).show(ui, |ui| {
            ui.set_width(ui.available_width());
            let mut job = egui::text::LayoutJob::default();
            let format = |font_id, color| egui::TextFormat { font_id, color, ..egui::TextFormat::default() };
            let head = format!("{mark} {words}　");
            let strong = theme.strong_font(theme.body_pt);
            let head_pt = ui.fonts_mut(|fonts| head.chars().map(|character| fonts.glyph_width(&strong, character)).sum());
            // The button keeps a margin of its own at either side.
            let width_pt = ui.available_width() - 2.0 * ui.spacing().button_padding.x;
            let message = lines::broken(ui, &finding.message, &theme.body_font(), width_pt, head_pt);
            job.append(&head, 0.0, format(strong, colour));
            job.append(&message, 0.0, format(theme.body_font(), theme.ink));
            let button = ui.add(Button::new(job).frame(false).wrap().min_size(egui::vec2(ui.available_width(), 0.0)));
            ui.ctx().accesskit_node_builder(button.id, |node| {
                node.set_label(format!("{head}{}", finding.message));
                node.set_selected(row.is_current);
            });
            let response = button.on_hover_text("点一下，转到这一处");
            if row.take_focus {
                response.request_focus();
            }
            if response.clicked() {
                self.at = Some(row.key.clone());
                actions.push(Action::GoTo(finding.spot.clone()));
            }
            if row.locked {
                return;
            }
            for fix in &row.fixes {
                if ui.add(Button::new(format!("改：{}", fix.label)).wrap()).on_hover_text("改好这一处，可用 Ctrl+Z 撤回").clicked()
                {
                    actions.push(Action::Apply(fix.edit.clone()));
                }
            }
            if finding.severity == Severity::Explain {
                self.reason_ui(ui, row, theme, actions);
            }
            if finding.severity == Severity::Hint
                && ui.add(Button::new(PASSED_OVER).small()).on_hover_text("这样写没有错，不再提示").clicked()
            {
                actions.push(Action::Explain { finding: Box::new(finding.clone()), reason: PASSED_OVER.to_owned() });
            }
            if let Some(reason) = row.former_reason {
                let button = ui.add(Button::new(format!("仍是：{reason}")).wrap()).on_hover_text("数字变动以前写的原因，仍然适用的点这里");
                if button.clicked() {
                    actions.push(Action::Explain { finding: Box::new(finding.clone()), reason: reason.to_owned() });
                }
            }
        });
        if row.is_current && std::mem::take(&mut self.scrolls) {
            // The whole card, its mends too; the top of one that is higher than the list.
            let rect = card.response.rect;
            let is_high = rect.height() > ui.clip_rect().height();
            ui.scroll_to_rect(rect.expand(2.0), is_high.then_some(egui::Align::TOP));
        }
    }

    /// The field for the reason; it is taken over with Enter or when the focus leaves it, and taken back with Esc.
    fn reason_ui(&mut self, ui: &mut Ui, row: &Row<'_>, theme: &Theme, actions: &mut Vec<Action>) {
        let (finding, key) = (row.finding, &row.key);
        let given = finding.reason.clone().unwrap_or_default();
        let mut text = self.reasons.get(key).cloned().unwrap_or_else(|| given.clone());
        let field = TextEdit::singleline(&mut text).hint_text("情况属实的，在此写明原因").desired_width(f32::INFINITY);
        let response = ui.add(field.id(ui.make_persistent_id(key)));
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_label(format!("原因：{}", finding.message)));
        if response.changed() {
            self.reasons.insert(key.clone(), text.clone());
        }
        let escaped = text_field::line(&response, &text);
        if response.lost_focus() {
            self.reasons.remove(key);
            if text.trim() != given && !escaped {
                actions.push(Action::Explain { finding: Box::new(finding.clone()), reason: text.trim().to_owned() });
            }
        }
        if finding.reason.is_some() && !response.has_focus() {
            ui.label(RichText::new("已说明，数字变动后会再次提示").color(theme.faint_ink).small());
        }
    }
}

/// The reason given for a finding before a value changed, where it does not stand for another finding of the rule.
fn former_reason_of<'a>(session: &'a Session, finding: &Finding) -> Option<&'a str> {
    let reason = former_reason(session.case(), finding).filter(|_| finding.reason.is_none())?;
    let stands = |other: &Finding| other.rule == finding.rule && other.reason.as_deref() == Some(reason);
    (!session.review().findings.iter().any(stands)).then_some(reason)
}

/// Every finding with a name of its own: of several by one rule in one place, as of a sentence with two figures, each has its number.
fn keyed(session: &Session) -> Vec<(String, &Finding)> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let named = session.review().findings.iter().map(|finding| {
        let place = format!("{} {:?}", finding.rule, finding.spot);
        let count = counts.entry(place.clone()).or_default();
        *count += 1;
        (format!("{place} {count}"), finding)
    });
    named.collect()
}

/// Sign, word and colours of a finding.
fn look(finding: &Finding, theme: &Theme) -> (&'static str, &'static str, egui::Color32, egui::Color32) {
    match (finding.severity, &finding.reason) {
        (Severity::Blocking, _) => (sign::BAD, "不符", theme.bad, theme.bad_fill),
        (Severity::Explain, None) => (sign::WARN, "待说明", theme.warn, theme.warn_fill),
        (Severity::Explain, Some(_)) => (sign::EXPLAINED, "已说明", theme.good, theme.paper),
        (Severity::Unfinished, _) => (sign::UNFINISHED, "未填完", theme.unfinished, theme.paper),
        (Severity::Hint, _) => (sign::HINT, "建议", theme.hint, theme.hint_fill),
    }
}

fn empty_ui(ui: &mut Ui, session: &Session, theme: &Theme) {
    let (held, count) = (session.review().held(session.form()), session.form().blocking_sum_count());
    ui.add_space(12.0);
    if session.has_no_figure() {
        ui.label(RichText::new("还没有填数字，没有核对").color(theme.faint_ink));
    } else if held == count {
        ui.label(RichText::new(format!("{} 已核对 {count} 条勾稽关系，全部相符", sign::GOOD)).color(theme.good));
    } else {
        ui.label(format!("已核对 {count} 条勾稽关系，相符 {held} 条"));
    }
}
