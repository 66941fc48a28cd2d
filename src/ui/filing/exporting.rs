//! What leaves the window: what is said before an export, the files themselves, and the export that is under way.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::Context;

use super::work::{Progress, Work, lost};
use crate::check::Severity;
use crate::file::disk::{Disk, halting};
use crate::file::html::{Copied, Extent};
use crate::file::{self, FileError, Links, Made, Overwrite, PaperError, json, must_be_apart, must_be_free, save_on};
use crate::page::Fonts;
use crate::report::{Report, Value};
use crate::session::Session;
use crate::ui::commands::Purpose;
use crate::ui::services::Services;
use crate::ui::settings::{Beside, Paper};

/// What is exported where, and what is said of it afterwards.
pub(super) struct Export {
    /// What it is.
    pub purpose: Purpose,
    /// The id of the report that it is of.
    pub of: String,
    /// The file.
    pub path: PathBuf,
    /// The file of the report itself, where it has one.
    pub own: Option<PathBuf>,
    /// What was found when it was read back.
    pub lines: Vec<String>,
    /// Whether the sheet to be signed is still to be exported.
    pub offers_checklist: bool,
}

/// An export that is under way.
struct Exporting {
    work: Work<Result<(), FileError>>,
    export: Export,
    /// Who waits to go on has been asked whether to.
    asked: bool,
}

/// Exports, one at a time.
#[derive(Default)]
pub(super) struct Exports {
    now: Option<Exporting>,
    /// The export of which it was asked whether files may be overwritten, those beside it too.
    asked_about: Option<PathBuf>,
}

/// A file to be written: its extension, and its bytes. The first is the one that was chosen, others stand beside it under its name.
pub(super) type Files = Vec<(&'static str, Vec<u8>)>;

impl Exports {
    /// Whether one is under way.
    #[must_use]
    pub(super) fn is_under_way(&self) -> bool {
        self.now.is_some()
    }

    /// Whether one is under way that takes long; `None` where none is.
    #[must_use]
    pub(super) fn is_slow(&self, context: &Context) -> Option<bool> {
        self.now.as_ref().map(|exporting| exporting.work.is_slow(context))
    }

    /// Writes an export beside the window; its files are made there too, where they have to be read for.
    pub(super) fn begin(
        &mut self,
        context: &Context,
        disk: &Arc<dyn Disk>,
        export: Export,
        files: impl FnOnce() -> Files + Send + 'static,
        overwrite: Overwrite,
    ) {
        let own = export.own.clone();
        let (disk, halt) = halting(Arc::clone(disk));
        let target = export.path.clone();
        // Who agreed to overwrite the file may not have seen those beside it.
        let all_agreed = overwrite == Overwrite::Mine && self.asked_about.take().as_ref() == Some(&target);
        let work = Work::start(context, halt, move || {
            let files = files();
            let targets: Vec<_> = files.iter().enumerate().map(|(at, (extension, _))| beside(&target, at, extension)).collect();
            // The report on the desk is no place for what is made of it.
            let written: Vec<_> = targets.iter().map(PathBuf::as_path).collect();
            must_be_apart(&written, &own.iter().map(PathBuf::as_path).collect::<Vec<_>>())?;
            let agreed = if all_agreed { targets.len() } else { usize::from(overwrite == Overwrite::Mine) };
            targets.iter().skip(agreed).try_for_each(|target| must_be_free(&*disk, target).map_err(|error| error.at(target)))?;
            let write = |(target, (_, bytes)): (&PathBuf, &(&str, Vec<u8>))| save_on(&*disk, target, bytes, Links::Refuse);
            targets.iter().zip(&files).try_for_each(write)
        });
        self.now = Some(Exporting { work, export, asked: false });
    }

    /// Takes what came of it, once.
    pub(super) fn poll(&mut self) -> Option<(Export, Result<(), FileError>)> {
        let exporting = self.now.as_ref()?;
        let outcome = match exporting.work.poll() {
            Progress::Pending => return None,
            Progress::Done(outcome) => outcome,
            Progress::Lost => Err(lost("没有保存").at(&exporting.export.path)),
        };
        if matches!(&outcome, Err(error) if *error.what() == FileError::Taken) {
            self.asked_about = Some(exporting.export.path.clone());
        }
        self.now.take().map(|exporting| (exporting.export, outcome))
    }

    /// The file of the export whose waiting is to be asked about now; asked once for each export.
    pub(super) fn asks_who_waits(&mut self, context: &Context) -> Option<String> {
        let exporting = self.now.as_mut().filter(|exporting| exporting.work.is_slow(context) && !exporting.asked)?;
        exporting.asked = true;
        Some(exporting.export.path.display().to_string())
    }

    /// Asks once more, where it is slow.
    pub(super) fn ask_anew(&mut self) {
        if let Some(exporting) = &mut self.now {
            exporting.asked = false;
        }
    }

    /// Gives it up.
    pub(super) fn give_up(&mut self) {
        self.now = None;
    }
}

/// Whether the finished export is blocked, and what is to be said before one.
#[must_use]
pub(crate) fn what_to_say(session: &Session) -> (bool, Vec<String>) {
    let review = session.final_review();
    let mut lines = Vec::new();
    let is_blocked = review.blocks();
    if is_blocked {
        lines.push(format!("有 {} 处不符，只能导出草稿，每页标明“草稿”", review.count(Severity::Blocking)));
        let blocking = review.findings.iter().filter(|finding| finding.severity == Severity::Blocking);
        lines.extend(blocking.take(3).map(|finding| format!("× {}", finding.message)));
    } else {
        let count = session.form().blocking_sum_count();
        lines.push(format!("✓ 已核对 {count} 条勾稽关系，全部相符"));
    }
    let blanks = session.form().cells().filter(|(cell, _)| session.figures().value(*cell) == Value::Blank).count();
    if blanks > 0 {
        lines.push(format!("{blanks} 个空白格按 0 导出"));
    }
    let to_explain = review.count(Severity::Explain);
    if to_explain > 0 {
        lines.push(format!("！ {to_explain} 处还没有说明原因"));
    }
    (is_blocked, lines)
}

/// The path of the file that was chosen, or of one beside it.
fn beside(path: &Path, at: usize, extension: &str) -> PathBuf {
    if at == 0 { path.to_owned() } else { path.with_extension(extension) }
}

/// The files of an export, and what is to be said afterwards.
///
/// # Errors
/// One sentence.
pub(super) fn made(session: &Session, services: &Services, paper: Paper, purpose: Purpose) -> Result<(Files, Vec<String>), String> {
    match purpose {
        Purpose::Json { as_draft } => Ok((vec![("json", json(session, as_draft))], Vec::new())),
        Purpose::Checklist => checklist(session, services.faces(paper)),
        Purpose::Poster => poster(session, services.faces(paper)),
        Purpose::Pdf { as_draft } => papers(session, services.faces(paper), paper, as_draft),
        Purpose::Open
        | Purpose::LastYear
        | Purpose::FromLast
        | Purpose::Ledger
        | Purpose::SaveAs
        | Purpose::Diagnosis
        | Purpose::Manual
        | Purpose::Batch(_) => Err("没有可导出的内容".to_owned()),
    }
}

/// The figures as JSON.
#[must_use]
fn json(session: &Session, as_draft: bool) -> Vec<u8> {
    let (form, report) = (session.form(), session.report());
    json::handed_out(form, report, session.figures(), &session.final_review(), as_draft).into_bytes()
}

/// The PDF with the papers that are wanted beside it, and what is to be said afterwards.
///
/// # Errors
/// One sentence.
fn papers(session: &Session, fonts: &Fonts, paper: Paper, draft: bool) -> Result<(Files, Vec<String>), String> {
    let options = paper.options(draft);
    let (form, report, figures, review) = (session.form(), session.report(), session.figures(), &session.final_review());
    let exported = file::pdf::export(form, report, figures, review, fonts, options).map_err(|error| error.to_string())?;
    let mut lines = vec![format!("共 {} 页，{}", exported.page_count, exported.verified)];
    let mut files = vec![("pdf", exported.bytes)];
    let report = file::Paper { form, report, figures, review, draft };
    let Beside { word, web_page, spreadsheet } = paper.beside;
    let mut add = |wanted: bool, extension: &'static str, make: &dyn Fn() -> Result<Made, PaperError>| {
        if wanted {
            let made = make().map_err(|error| error.to_string())?;
            lines.push(made.verified);
            files.push((extension, made.bytes));
        }
        Ok::<(), String>(())
    };
    add(word, "docx", &|| file::docx::export(report, options.sides, fonts))?;
    add(web_page, "html", &|| file::html::export(report))?;
    add(spreadsheet, "xlsx", &|| file::xlsx::export(report))?;
    Ok((files, lines))
}

/// What a web site's editor takes, and what is to be said of it.
#[must_use]
pub(crate) fn web_content(session: &Session, extent: &Extent) -> (Copied, &'static str) {
    let review = &session.final_review();
    let draft = review.blocks();
    let paper = file::Paper { form: session.form(), report: session.report(), figures: session.figures(), review, draft };
    let told = if draft { "还有不符的地方，已按草稿复制" } else { "已复制，可粘贴到网站的编辑器里" };
    (file::html::copied(paper, extent), told)
}

/// The sheet to be signed, and what is to be said afterwards.
///
/// # Errors
/// One sentence.
fn checklist(session: &Session, fonts: &Fonts) -> Result<(Files, Vec<String>), String> {
    let bytes = file::pdf::checklist(session.final_case(), &session.final_review(), fonts).map_err(|error| error.to_string())?;
    Ok((vec![("pdf", bytes)], vec!["由填表人、审核人、分管领导签字，随报告报送".to_owned()]))
}

/// The report at a glance as PDF and as a picture, and what is to be said afterwards. What does not hold is marked as a draft.
///
/// # Errors
/// One sentence.
fn poster(session: &Session, fonts: &Fonts) -> Result<(Files, Vec<String>), String> {
    let (form, report, figures, draft) = (session.form(), session.report(), session.figures(), session.final_review().blocks());
    let page = file::pdf::poster(form, report, figures, fonts, draft).map_err(|error| error.to_string())?;
    let picture = file::poster_picture(form, report, figures, fonts, draft)?;
    let mut lines = vec!["一页 PDF 和一张图片（PNG，宽 1080 像素，供公众号用），数字与表中一致".to_owned()];
    if draft {
        lines.push("还有不符的地方，标明“草稿”".to_owned());
    }
    Ok((vec![("pdf", page), ("png", picture)], lines))
}

/// The file name offered: unit, year, and what it is.
#[must_use]
pub(crate) fn file_name(report: &Report, purpose: Purpose, extension: &str) -> String {
    let unit: String = report.unit.chars().filter(|c| !c.is_control() && !"/\\:*?\"<>|".contains(*c)).collect();
    let kind = match purpose {
        Purpose::Pdf { as_draft: true } | Purpose::Json { as_draft: true } => "（草稿）",
        Purpose::Checklist => "核对单",
        Purpose::Poster => "图解",
        _ => "",
    };
    format!("{}{}年政府信息公开工作年度报告{kind}.{extension}", unit.trim(), report.year)
}
