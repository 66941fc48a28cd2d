//! 汇总: which reports are added up, what cannot be counted, and the sum before it is taken.

use std::path::PathBuf;

use egui::{Context, RichText, TextEdit, Ui};

use crate::collection::adding::{Added, Asked, add_up, name_below};
use crate::collection::units::Renamed;
use crate::file;
use crate::file::disk::Halt;
use crate::form::{CellDefinition, Editions};
use crate::report::{Edit, Level, Report};
use crate::ui::commands::{Action, BatchPurpose, NewFromLast, Purpose};
use crate::ui::filing::work::{Progress, Work};
use crate::ui::look::text_field;
use crate::ui::look::theme::Theme;
use crate::ui::look::widgets::{lines_ui, main_button, title_ui};
use crate::ui::services::Services;

/// What is added up.
pub(super) struct Parts {
    pub(super) files: Vec<PathBuf>,
    pub(super) roots: Vec<PathBuf>,
    pub(super) year: i32,
    pub(super) renamed: Vec<(String, String)>,
    /// What the list keeps out, in sentences.
    pub(super) kept_out: Vec<String>,
}

/// The panel.
pub(super) struct AddingPanel {
    parts: Parts,
    unit: String,
    /// The report that is added up anew.
    again: Option<PathBuf>,
    work: Option<Work<Result<Done, String>>>,
    done: Option<Result<Done, String>>,
    takes_focus: bool,
}

/// A sum that may be taken.
struct Done {
    lines: Vec<String>,
    /// The report with the sum in it; `None` where nothing could be added up.
    report: Option<Box<Report>>,
}

/// What the panel asks for.
pub(super) enum Wish {
    Close,
    Do(Action),
}

impl AddingPanel {
    pub(super) fn new(parts: Parts) -> Self {
        Self { parts, unit: String::new(), again: None, work: None, done: None, takes_focus: true }
    }

    pub(super) fn is_busy(&self) -> bool {
        self.work.is_some()
    }

    /// The report that is added up anew was chosen.
    pub(super) fn add_again(&mut self, context: &Context, services: &Services, path: PathBuf) {
        self.again = Some(path);
        self.begin(context, services);
    }

    fn begin(&mut self, context: &Context, services: &Services) {
        let (editions, id, unit, again) = (services.editions.clone(), (services.new_id)(), self.unit.trim().to_owned(), self.again.clone());
        let Parts { files, roots, year, renamed, .. } = &self.parts;
        let (files, roots, year, renamed) = (files.clone(), roots.clone(), *year, renamed.clone());
        self.done = None;
        self.work = Some(Work::start(context, Halt::default(), move || {
            let renamed = Renamed::of(renamed.iter().map(|(now, then)| (now.as_str(), then.as_str())));
            sum(&files, &roots, year, &renamed, &editions, &id, &unit, again.as_deref())
        }));
    }

    pub(super) fn poll(&mut self) {
        let outcome = match self.work.as_ref().map(Work::poll) {
            None | Some(Progress::Pending) => return,
            Some(Progress::Done(outcome)) => outcome,
            Some(Progress::Lost) => Err("没有汇总：系统资源不足，请再试一次".to_owned()),
        };
        (self.work, self.done) = (None, Some(outcome));
    }

    /// Draws the panel over the desk.
    pub(super) fn modal_ui(&mut self, context: &Context, services: &Services, theme: &Theme) -> Vec<Wish> {
        let frame = egui::Frame::window(&context.global_style()).inner_margin(20);
        let modal = egui::Modal::new(egui::Id::unique("adding")).frame(frame).show(context, |ui| {
            ui.set_max_width(620.0_f32.min(context.content_rect().width() - 60.0));
            self.ui(ui, services, theme)
        });
        let escaped = modal.is_top_modal && context.input_mut(|input| input.consume_key(egui::Modifiers::NONE, egui::Key::Escape));
        modal.inner.into_iter().chain(escaped.then_some(Wish::Close)).collect()
    }

    fn ui(&mut self, ui: &mut Ui, services: &Services, theme: &Theme) -> Vec<Wish> {
        let mut wishes = Vec::new();
        title_ui(ui, "汇总", theme);
        ui.label(format!("把 {} 份 {} 年度的年报逐格相加，写成一份新的年报", self.parts.files.len(), self.parts.year));
        if !self.parts.kept_out.is_empty() {
            ui.label(RichText::new(format!("不计入的 {} 份：", self.parts.kept_out.len())).color(theme.warn));
            lines_of(ui, &self.parts.kept_out);
        }
        match &self.done {
            None => {}
            Some(Err(why)) => _ = ui.label(RichText::new(why).color(theme.bad)),
            Some(Ok(done)) => lines_of(ui, &done.lines),
        }
        ui.add_space(6.0);
        if self.work.is_some() {
            ui.label("正在汇总…");
        }
        let is_ready = matches!(&self.done, Some(Ok(Done { report: Some(_), .. })));
        if !is_ready {
            self.name_ui(ui, services, theme, &mut wishes);
        }
        ui.horizontal(|ui| {
            if is_ready && main_button(ui, "打开汇总", theme).clicked() {
                let report = match self.done.take() {
                    Some(Ok(Done { report, .. })) => report,
                    _ => None,
                };
                let open = report.map(|report| Action::CreateFromLast(Box::new(NewFromLast { report: *report, fill: Vec::new() })));
                wishes.extend(open.map(Wish::Do));
                wishes.push(Wish::Close);
            }
            if ui.button("取消").clicked() {
                wishes.push(Wish::Close);
            }
        });
        wishes
    }

    fn name_ui(&mut self, ui: &mut Ui, services: &Services, theme: &Theme, wishes: &mut Vec<Wish>) {
        ui.horizontal(|ui| {
            let label = ui.label("汇总成哪个单位的年报");
            let response =
                ui.add(TextEdit::singleline(&mut self.unit).hint_text("例如：云山县人民政府").desired_width(220.0)).labelled_by(label.id);
            text_field::line(&response, &self.unit);
            if std::mem::take(&mut self.takes_focus) {
                response.request_focus();
            }
            let entered = response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
            let may = !self.unit.trim().is_empty() && self.work.is_none() && !self.parts.files.is_empty();
            let clicked = ui.add_enabled_ui(may, |ui| main_button(ui, "相加", theme)).inner.clicked();
            if may && (clicked || entered) {
                self.again = None;
                self.begin(ui.ctx(), services);
            }
        });
        ui.horizontal(|ui| {
            let button = ui.add_enabled(self.work.is_none(), egui::Button::new("重新汇总…"));
            if button.on_hover_text("选原来的汇总，先列出哪些数字变了；改过的数字保留").clicked() {
                wishes.push(Wish::Do(Action::Ask(Purpose::Batch(BatchPurpose::Again))));
            }
        });
    }
}

fn lines_of(ui: &mut Ui, lines: &[String]) {
    ui.push_id(lines.len(), |ui| {
        egui::Frame::new().inner_margin(4).show(ui, |ui| {
            ui.set_max_height(220.0);
            lines_ui(ui, lines);
        })
    });
}

/// Adds up, and says what comes of it.
#[expect(clippy::too_many_arguments, reason = "all of it goes to another thread")]
fn sum(
    files: &[PathBuf],
    roots: &[PathBuf],
    year: i32,
    renamed: &Renamed,
    editions: &Editions,
    id: &str,
    unit: &str,
    again: Option<&std::path::Path>,
) -> Result<Done, String> {
    let before = again.map(|path| file::open(path, editions).map_err(|error| error.to_string())).transpose()?;
    if before.as_ref().is_some_and(|before| before.report.whole.is_none()) {
        return Err("选的年报不是汇总来的".to_owned());
    }
    let year = before.as_ref().map_or(year, |before| before.report.year);
    let form = editions.for_year(year).ok_or_else(|| format!("没有适用于 {year} 年度的表样"))?;
    let added = add_up(files, roots, editions, &Asked { form, year, renamed, leaves_out: true });
    let mut lines = said(&added, roots);
    let Some(whole) = added.whole else {
        lines.push("没有汇总".to_owned());
        return Ok(Done { lines, report: None });
    };
    let count = whole.parts.len();
    let report = if let Some(before) = before {
        let mut report = before.report;
        let again = whole.again(form, &report);
        let name = |change: &crate::report::Change| {
            let name = form.cell(change.cell).map(CellDefinition::full_name).unwrap_or_default();
            let kept = change.kept.as_ref().map(|text| format!("（表中已改为 {text}，保留）")).unwrap_or_default();
            format!("{name} {} → {}{kept}", change.old.normalize(), change.new.normalize())
        };
        lines.extend(again.units.iter().cloned().chain(again.changes.iter().map(name)));
        if again.changes.is_empty() {
            lines.push("合计没有变化".to_owned());
        }
        report.apply(form, again.edit);
        id.clone_into(&mut report.id);
        report
    } else {
        let mut report = Report::blank(form, id, year, unit, Level::guess(unit));
        let texts = whole.texts(form);
        report.apply(form, Edit::All(vec![Edit::Cells(texts), Edit::Whole(Some(whole.into()))]));
        report
    };
    lines.insert(0, format!("已相加 {count} 份，{} 个空白格按 0 计", added.blanks));
    Ok(Done { lines, report: Some(Box::new(report)) })
}

fn said(added: &Added, roots: &[PathBuf]) -> Vec<String> {
    let left = added.left.iter().map(|left| {
        let how = if left.may_be_left { "没有计入：" } else { "不能汇总：" };
        format!("{how}{}（{}）", left.why, name_below(&left.path, roots))
    });
    left.chain(added.told.iter().map(|told| format!("{}（{}）", told.why, name_below(&told.path, roots)))).collect()
}
