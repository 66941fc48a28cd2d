//! Dialogs of the window: choosing a file, overwriting, unsaved changes, what is said before an export. One at a time.

pub(super) mod from_last;
pub(super) mod path_field;
pub(super) mod versions;

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, TryRecvError};
use std::time::Duration;

use egui::{Button, Id, Modal, RichText, Ui};

use super::commands::table::{Action, Command, Purpose, Then};
use super::look::theme::{Theme, sign};
use super::settings::Paper;
use crate::check::{Fix, SummaryPart};
use from_last::FromLast;
use path_field::PathField;
use versions::VersionList;

/// A dialog that ends sooner than this after it was asked for, in seconds, was hardly seen: none could be shown.
const SOONEST_CANCEL_S: f64 = 2.0;

/// The dialog that is open.
pub(crate) enum Dialog {
    /// The system's file dialog is open, or should be.
    Waiting(Waiting),
    /// A path is typed.
    TypePath {
        /// What for.
        purpose: Purpose,
        /// The field.
        field: PathField,
        /// Why it is asked for this way, where there is a reason.
        why: Option<String>,
        /// Files opened before, offered when one is to be opened.
        recent: Vec<PathBuf>,
    },
    /// A file is there already.
    Overwrite {
        /// What for.
        purpose: Purpose,
        /// The file.
        path: PathBuf,
    },
    /// There are unsaved changes.
    Unsaved(Then),
    /// A file that is being opened is slow to come.
    Opening(PathBuf),
    /// A save that is waited for is slow.
    Slow {
        /// What waits for it.
        then: Then,
        /// Whether the journal has what it is to write.
        is_journalled: bool,
    },
    /// Something is to be said before an export.
    BeforeExport {
        /// What would be exported.
        purpose: Purpose,
        /// What is to be said, a line each.
        lines: Vec<String>,
        /// How the paper is printed.
        paper: Paper,
    },
    /// It is exported.
    Exported {
        /// The file.
        path: PathBuf,
        /// What was found when it was read back.
        lines: Vec<String>,
        /// Whether the sheet to be signed is still to be exported.
        offers_checklist: bool,
    },
    /// Something to be said, and what can be done then; the first is the main one.
    Choice {
        /// The head.
        title: String,
        /// The sentences.
        lines: Vec<String>,
        /// Words and action of each button; 取消 is added.
        choices: Vec<(String, Action)>,
    },
    /// The last look before the report is locked.
    Finish {
        /// What was looked at.
        parts: Vec<SummaryPart>,
        /// Whether nothing stands in the way.
        may_leave: bool,
        /// What masks the personal data that was found.
        masks: Vec<Fix>,
    },
    /// What a new report takes from last year's.
    FromLast(Box<FromLast>),
    /// The versions before each save, with what differs in the one that is chosen.
    Versions(Box<VersionList>),
    /// Something to be read and agreed to.
    Sentence {
        /// The head.
        title: String,
        /// The sentences.
        lines: Vec<String>,
    },
    /// The keys.
    Help,
}

/// A file dialog of the system, off the frame loop.
pub(crate) struct Waiting {
    /// What it is for.
    pub purpose: Purpose,
    /// Gets the answer.
    pub answer: Receiver<Option<PathBuf>>,
    /// When it was asked for, in seconds of the window's clock.
    pub since_s: f64,
}

/// What a file dialog answered.
pub(crate) enum Answer {
    /// Nothing yet.
    Pending,
    /// A path.
    Path(PathBuf),
    /// The clerk cancelled.
    Cancelled,
    /// No dialog could be shown.
    NoDialog,
}

impl Waiting {
    /// Looks whether the dialog was answered.
    #[must_use]
    pub(crate) fn poll(&self, now_s: f64) -> Answer {
        match self.answer.try_recv() {
            Ok(Some(path)) => Answer::Path(path),
            Ok(None) if now_s - self.since_s < SOONEST_CANCEL_S => Answer::NoDialog,
            Ok(None) => Answer::Cancelled,
            Err(TryRecvError::Empty) => Answer::Pending,
            Err(TryRecvError::Disconnected) => Answer::NoDialog,
        }
    }
}

impl Dialog {
    /// Whether it is the question under that head.
    #[must_use]
    pub(crate) fn asks(&self, head: &str) -> bool {
        matches!(self, Self::Choice { title, .. } if title == head)
    }

    /// Draws the dialog over the window.
    pub(crate) fn ui(&mut self, context: &egui::Context, theme: &Theme) -> Vec<Action> {
        let mut actions = Vec::new();
        let frame = egui::Frame::window(&context.global_style()).inner_margin(20);
        let modal = Modal::new(Id::unique("dialog")).frame(frame).show(context, |ui| {
            ui.set_max_width(620.0_f32.min(context.content_rect().width() - 60.0));
            match self {
                Self::Waiting(waiting) => waiting_ui(ui, waiting, theme, &mut actions),
                Self::TypePath { purpose, field, why, recent } => {
                    type_path_ui(ui, *purpose, field, why.as_deref(), recent, theme, &mut actions);
                }
                Self::Overwrite { purpose, path } => overwrite_ui(ui, *purpose, path, theme, &mut actions),
                Self::Unsaved(then) => unsaved_ui(ui, then, theme, &mut actions),
                Self::Opening(path) => opening_ui(ui, path, theme, &mut actions),
                Self::Slow { then, is_journalled } => slow_ui(ui, then, *is_journalled, theme, &mut actions),
                Self::BeforeExport { purpose, lines, paper } => before_export_ui(ui, *purpose, lines, paper, theme, &mut actions),
                Self::Exported { path, lines, offers_checklist } => exported_ui(ui, path, lines, *offers_checklist, theme, &mut actions),
                Self::Choice { title, lines, choices } => choice_ui(ui, title, lines, choices, theme, &mut actions),
                Self::Finish { parts, may_leave, masks } => finish_ui(ui, parts, *may_leave, masks, theme, &mut actions),
                Self::FromLast(from) => from.ui(ui, theme, &mut actions),
                Self::Versions(list) => list.ui(ui, theme, &mut actions),
                Self::Sentence { title, lines } => sentence_ui(ui, title, lines, theme, &mut actions),
                Self::Help => super::commands::help::help_ui(ui, theme, &mut actions),
            }
        });
        // It was placed by the size of the one before it, and what opened it may be no event that draws again.
        let size = modal.response.rect.size();
        if context.data_mut(|data| std::mem::replace(data.get_temp_mut_or_default::<egui::Vec2>(Id::unique("dialog size")), size) != size) {
            context.request_repaint();
        }
        // A click beside the dialog must not throw away a path that was typed; Esc does.
        let escaped = modal.is_top_modal
            && !modal.any_popup_open
            && context.input_mut(|input| input.consume_key(egui::Modifiers::NONE, egui::Key::Escape));
        if escaped && actions.is_empty() {
            actions.push(Action::CloseDialog);
        }
        actions
    }
}

impl Purpose {
    /// The head of a dialog for it.
    #[must_use]
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Open => "打开年报",
            Self::LastYear => "导入上年年报",
            Self::FromLast => "选上年的年报",
            Self::SaveAs => "保存年报",
            Self::Pdf { as_draft: false } => "导出 PDF",
            Self::Pdf { as_draft: true } => "导出草稿 PDF",
            Self::Json { as_draft: false } => "导出 JSON",
            Self::Json { as_draft: true } => "导出草稿 JSON",
            Self::Checklist => "导出核对单",
        }
    }

    /// Whether a file is written.
    #[must_use]
    pub(crate) fn is_save(self) -> bool {
        !matches!(self, Self::Open | Self::LastYear | Self::FromLast)
    }

    /// The extension of the file, without its dot; `None` where several are read.
    #[must_use]
    pub(crate) fn extension(self) -> Option<&'static str> {
        match self {
            Self::Open | Self::LastYear | Self::FromLast => None,
            Self::SaveAs => Some("nianbao"),
            Self::Pdf { .. } | Self::Checklist => Some("pdf"),
            Self::Json { .. } => Some("json"),
        }
    }

    /// The path with the extension that the file has to have.
    #[must_use]
    pub(crate) fn with_extension(self, path: PathBuf) -> PathBuf {
        let Some(extension) = self.extension() else { return path };
        let has = path.extension().and_then(|found| found.to_str()).is_some_and(|found| {
            // A draft may be kept as .json too.
            found.eq_ignore_ascii_case(extension) || (self == Self::SaveAs && found.eq_ignore_ascii_case("json"))
        });
        if has {
            return path;
        }
        let mut name = path.into_os_string();
        name.push(".");
        name.push(extension);
        PathBuf::from(name)
    }
}

pub(crate) fn title_ui(ui: &mut Ui, title: &str, theme: &Theme) {
    ui.label(RichText::new(title).font(theme.strong_font(theme.heading_pt)));
    ui.add_space(6.0);
}

/// The main button of a dialog, in the accent colour.
pub(crate) fn main_button(ui: &mut Ui, words: &str, theme: &Theme) -> egui::Response {
    ui.add(Button::new(RichText::new(words).color(theme.on_accent)).fill(theme.accent).min_size(egui::vec2(84.0, 28.0)))
}

pub(crate) fn focus_first(response: &egui::Response) {
    if response.ctx.memory(|memory| memory.focused().is_none()) {
        response.request_focus();
    }
}

fn command_ui(ui: &mut Ui, command: Command) -> bool {
    ui.button(command.words()).on_hover_text(command.tip()).clicked()
}

fn waiting_ui(ui: &mut Ui, waiting: &Waiting, theme: &Theme, actions: &mut Vec<Action>) {
    title_ui(ui, waiting.purpose.title(), theme);
    ui.label("正在等待系统的文件对话框");
    ui.label(RichText::new("如果没有看到对话框，请改用输入路径").color(theme.faint_ink));
    ui.add_space(10.0);
    ui.horizontal(|ui| {
        let type_it = ui.button("改用输入路径");
        focus_first(&type_it);
        if type_it.clicked() {
            actions.push(Action::TypePath(waiting.purpose));
        }
        if ui.button("取消").clicked() {
            actions.push(Action::CloseDialog);
        }
    });
    // The answer may come without any event of the window.
    ui.ctx().request_repaint_after(Duration::from_millis(500));
}

fn type_path_ui(
    ui: &mut Ui,
    purpose: Purpose,
    field: &mut PathField,
    why: Option<&str>,
    recent: &[PathBuf],
    theme: &Theme,
    actions: &mut Vec<Action>,
) {
    title_ui(ui, purpose.title(), theme);
    if let Some(why) = why {
        ui.label(RichText::new(why).color(theme.faint_ink));
    }
    let entered = field.ui(ui, "文件路径");
    if !purpose.is_save() {
        for path in recent.iter().take(5) {
            if ui.add(Button::new(path.display().to_string()).frame(false).truncate()).clicked() {
                actions.push(Action::Chosen { purpose, path: path.clone(), may_overwrite: false });
            }
        }
    }
    ui.add_space(10.0);
    ui.horizontal(|ui| {
        let words = if purpose.is_save() { "保存" } else { "打开" };
        let clicked = main_button(ui, words, theme).clicked();
        if let Some(path) = field.path().filter(|_| clicked || entered) {
            actions.push(Action::Chosen { purpose, path, may_overwrite: false });
        }
        if ui.button("取消").clicked() {
            actions.push(Action::CloseDialog);
        }
    });
}

fn overwrite_ui(ui: &mut Ui, purpose: Purpose, path: &Path, theme: &Theme, actions: &mut Vec<Action>) {
    title_ui(ui, "文件已存在", theme);
    ui.label(path.display().to_string());
    ui.add_space(10.0);
    ui.horizontal(|ui| {
        let other = ui.button("换一个名字…");
        focus_first(&other);
        if other.clicked() {
            actions.push(Action::TypePath(purpose));
        }
        if ui.button("覆盖").clicked() {
            actions.push(Action::Chosen { purpose, path: path.to_owned(), may_overwrite: true });
        }
        if ui.button("取消").clicked() {
            actions.push(Action::CloseDialog);
        }
    });
}

fn unsaved_ui(ui: &mut Ui, then: &Then, theme: &Theme, actions: &mut Vec<Action>) {
    title_ui(ui, "有改动还没有保存", theme);
    ui.label("不保存的话，上次保存以后的改动会丢掉");
    ui.add_space(10.0);
    ui.horizontal(|ui| {
        let save = main_button(ui, "保存", theme);
        focus_first(&save);
        if save.clicked() {
            actions.push(Action::SaveThen(then.clone()));
        }
        if ui.button("不保存").clicked() {
            actions.push(Action::Discard(then.clone()));
        }
        if ui.button("取消").clicked() {
            actions.push(Action::CloseDialog);
        }
    });
}

fn opening_ui(ui: &mut Ui, path: &Path, theme: &Theme, actions: &mut Vec<Action>) {
    title_ui(ui, "正在打开", theme);
    ui.label(path.display().to_string());
    ui.label(RichText::new("这个位置还没有回应，可以再等，也可以按 Esc 取消").color(theme.faint_ink));
    ui.add_space(10.0);
    // What is typed waits for the report, so that no Enter presses it unseen.
    let cancel = ui.button("取消");
    focus_first(&cancel);
    if cancel.clicked() {
        actions.push(Action::CloseDialog);
    }
}

fn slow_ui(ui: &mut Ui, then: &Then, is_journalled: bool, theme: &Theme, actions: &mut Vec<Action>) {
    title_ui(ui, "保存还没有完成", theme);
    ui.label(if is_journalled {
        "内容已在恢复记录里，可以另存到别处"
    } else {
        "没有写进恢复记录，请另存到别处"
    });
    ui.add_space(10.0);
    ui.horizontal(|ui| {
        let elsewhere = main_button(ui, Command::SaveAs.words(), theme);
        focus_first(&elsewhere);
        if elsewhere.clicked() {
            actions.extend([Action::CloseDialog, Action::Run(Command::SaveAs)]);
        }
        let tip = if is_journalled { "下次打开时可以恢复" } else { "没有存下的改动会丢掉" };
        if ui.button("不等了").on_hover_text(tip).clicked() {
            actions.push(Action::LeaveUnsaved(then.clone()));
        }
        if ui.button("取消").clicked() {
            actions.push(Action::CloseDialog);
        }
    });
}

fn before_export_ui(ui: &mut Ui, purpose: Purpose, lines: &[String], paper: &mut Paper, theme: &Theme, actions: &mut Vec<Action>) {
    title_ui(ui, purpose.title(), theme);
    for line in lines {
        ui.label(line);
    }
    if matches!(purpose, Purpose::Pdf { .. }) {
        paper_ui(ui, paper, actions);
    }
    ui.add_space(10.0);
    ui.horizontal(|ui| {
        let is_draft = matches!(purpose, Purpose::Pdf { as_draft: true } | Purpose::Json { as_draft: true });
        let export = main_button(ui, if is_draft { "导出草稿…" } else { "导出…" }, theme);
        focus_first(&export);
        if export.clicked() {
            actions.push(Action::Export(purpose));
        }
        if is_draft && ui.button("去看问题").clicked() {
            actions.extend([Action::CloseDialog, Action::Run(Command::NextFinding)]);
        }
        if ui.button("取消").clicked() {
            actions.push(Action::CloseDialog);
        }
    });
}

/// How the paper is printed; the preview behind the dialog follows.
fn paper_ui(ui: &mut Ui, paper: &mut Paper, actions: &mut Vec<Action>) {
    let before = *paper;
    ui.add_space(6.0);
    ui.checkbox(&mut paper.double_sided, "双面打印，装订边左右交替");
    ui.checkbox(&mut paper.shipped_faces, "只用随附字体，哪台电脑导出都一样");
    if *paper != before {
        actions.push(Action::SetPaper(*paper));
    }
}

fn exported_ui(ui: &mut Ui, path: &Path, lines: &[String], offers_checklist: bool, theme: &Theme, actions: &mut Vec<Action>) {
    title_ui(ui, "已导出", theme);
    ui.label(path.display().to_string());
    for line in lines {
        ui.label(line);
    }
    ui.add_space(10.0);
    ui.horizontal(|ui| {
        let close = main_button(ui, "完成", theme);
        focus_first(&close);
        if close.clicked() {
            actions.push(Action::CloseDialog);
        }
        if ui.button("打开文件").clicked() {
            actions.push(Action::OpenOutside(path.to_owned()));
        }
        if ui.button("打开所在文件夹").clicked() {
            actions.push(Action::ShowInFolder(path.to_owned()));
        }
        if offers_checklist && command_ui(ui, Command::ExportChecklist) {
            actions.extend([Action::CloseDialog, Action::Run(Command::ExportChecklist)]);
        }
    });
}

fn choice_ui(ui: &mut Ui, title: &str, lines: &[String], choices: &[(String, Action)], theme: &Theme, actions: &mut Vec<Action>) {
    title_ui(ui, title, theme);
    lines_ui(ui, lines);
    ui.horizontal(|ui| {
        for (at, (words, action)) in choices.iter().enumerate() {
            // What cannot be taken back is chosen, not pressed by a key that was on its way.
            let is_main = at == 0 && !action.is_for_good();
            let button = if is_main { main_button(ui, words, theme) } else { ui.button(words) };
            if is_main {
                focus_first(&button);
            }
            if button.clicked() {
                actions.extend([Action::CloseDialog, action.clone()]);
            }
        }
        let cancel = ui.button("取消");
        focus_first(&cancel);
        if cancel.clicked() {
            actions.push(Action::CloseDialog);
        }
    });
}

/// The list of what was looked at; 定稿 only where nothing stands in its way.
fn finish_ui(ui: &mut Ui, parts: &[SummaryPart], may_leave: bool, masks: &[Fix], theme: &Theme, actions: &mut Vec<Action>) {
    title_ui(ui, "定稿", theme);
    list(ui.ctx().content_rect().height() - 220.0).show(ui, |ui| {
        for part in parts {
            let (mark, colour) = if part.good { (sign::GOOD, theme.good) } else { (sign::BAD, theme.bad) };
            ui.label(RichText::new(format!("{mark} {}", part.head)).font(theme.strong_font(theme.body_pt)).color(colour));
            for line in &part.lines {
                ui.label(line);
            }
            ui.add_space(4.0);
        }
        for mask in masks {
            if ui.button(format!("隐去：{}", mask.label)).on_hover_text("可用 Ctrl+Z 撤回").clicked() {
                actions.extend([Action::Apply(mask.edit.clone()), Action::Run(Command::Finish)]);
            }
        }
    });
    ui.add_space(10.0);
    ui.horizontal_wrapped(|ui| {
        let first = if may_leave { main_button(ui, "定稿并导出 PDF…", theme) } else { main_button(ui, "去看问题", theme) };
        focus_first(&first);
        if first.clicked() && may_leave {
            actions.extend([Action::CloseDialog, Action::FinishNow, Action::Run(Command::ExportPdf)]);
        } else if first.clicked() {
            actions.extend([Action::CloseDialog, Action::Run(Command::NextFinding)]);
        }
        // The data of the sheet is that of the locked report, so that its digest is that of the export.
        if may_leave && ui.button("定稿并导出核对单…").clicked() {
            actions.extend([Action::CloseDialog, Action::FinishNow, Action::Run(Command::ExportChecklist)]);
        }
        if may_leave && ui.button("只定稿").clicked() {
            actions.extend([Action::CloseDialog, Action::FinishNow]);
        }
        if !may_leave && command_ui(ui, Command::ExportChecklist) {
            actions.extend([Action::CloseDialog, Action::Run(Command::ExportChecklist)]);
        }
        if ui.button("取消").clicked() {
            actions.push(Action::CloseDialog);
        }
    });
}

/// What is scrolled where it is higher than that. A dialog is first as high as the one before it, and grows only for what asks for room.
pub(crate) fn list(height_pt: f32) -> egui::ScrollArea {
    egui::ScrollArea::vertical().max_height(height_pt).min_scrolled_height(height_pt)
}

/// Sentences, scrolled where they are many.
pub(crate) fn lines_ui(ui: &mut Ui, lines: &[String]) {
    list(320.0).show(ui, |ui| {
        for line in lines {
            ui.label(line);
        }
    });
    ui.add_space(10.0);
}

fn sentence_ui(ui: &mut Ui, title: &str, lines: &[String], theme: &Theme, actions: &mut Vec<Action>) {
    title_ui(ui, title, theme);
    lines_ui(ui, lines);
    let close = main_button(ui, "知道了", theme);
    focus_first(&close);
    if close.clicked() {
        actions.push(Action::CloseDialog);
    }
}
