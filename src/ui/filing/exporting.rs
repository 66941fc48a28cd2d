//! What leaves the window: what is said before an export, the files themselves, and the export that is under way.

use std::path::PathBuf;
use std::sync::Arc;

use egui::Context;

use super::work::{Progress, Work, lost};
use crate::check::Severity;
use crate::file::disk::{Disk, halting};
use crate::file::{self, FileError, Links, Overwrite, json, must_be_free, save_on};
use crate::page::Fonts;
use crate::report::{Report, Value};
use crate::session::Session;
use crate::ui::commands::Purpose;
use crate::ui::services::Services;
use crate::ui::settings::Paper;

/// What is exported where, and what is said of it afterwards.
pub(super) struct Export {
    /// What it is.
    pub purpose: Purpose,
    /// The id of the report that it is of.
    pub of: String,
    /// The file.
    pub path: PathBuf,
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
}

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

    /// Writes an export beside the window.
    pub(super) fn begin(&mut self, context: &Context, disk: &Arc<dyn Disk>, export: Export, bytes: Vec<u8>, overwrite: Overwrite) {
        let (disk, halt) = halting(Arc::clone(disk));
        let target = export.path.clone();
        let work = Work::start(context, halt, move || {
            if overwrite == Overwrite::Ask {
                must_be_free(&*disk, &target)?;
            }
            save_on(&*disk, &target, &bytes, Links::Refuse)
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

/// The bytes of an export, and what is to be said afterwards.
///
/// # Errors
/// One sentence.
pub(super) fn made(session: &Session, services: &Services, paper: Paper, purpose: Purpose) -> Result<(Vec<u8>, Vec<String>), String> {
    match purpose {
        Purpose::Json { as_draft } => Ok(json(session, as_draft)),
        Purpose::Checklist => checklist(session, services.faces(paper)),
        purpose => pdf(session, services.faces(paper), paper, purpose.is_draft()),
    }
}

/// The figures as JSON, and what is to be said afterwards.
#[must_use]
fn json(session: &Session, as_draft: bool) -> (Vec<u8>, Vec<String>) {
    let (form, report) = (session.form(), session.report());
    let text = if as_draft { json::write(form, report) } else { json::finished(form, report, session.figures(), &session.final_review()) };
    (text.into_bytes(), Vec::new())
}

/// The paper, and what is to be said afterwards.
///
/// # Errors
/// One sentence.
fn pdf(session: &Session, fonts: &Fonts, paper: Paper, as_draft: bool) -> Result<(Vec<u8>, Vec<String>), String> {
    let options = paper.options(as_draft);
    let review = session.final_review();
    let exported = file::pdf::export(session.form(), session.report(), session.figures(), &review, fonts, options);
    let exported = exported.map_err(|error| error.to_string())?;
    let lines = vec![format!("共 {} 页，{}", exported.page_count, exported.verified)];
    Ok((exported.bytes, lines))
}

/// The sheet to be signed, and what is to be said afterwards.
///
/// # Errors
/// One sentence.
fn checklist(session: &Session, fonts: &Fonts) -> Result<(Vec<u8>, Vec<String>), String> {
    let bytes = file::pdf::checklist(session.final_case(), &session.final_review(), fonts).map_err(|error| error.to_string())?;
    Ok((bytes, vec!["由填表人、审核人、分管领导签字，随报告报送".to_owned()]))
}

/// The file name offered: unit, year, and what it is.
#[must_use]
pub(crate) fn file_name(report: &Report, purpose: Purpose, extension: &str) -> String {
    let unit: String = report.unit.chars().filter(|c| !c.is_control() && !"/\\:*?\"<>|".contains(*c)).collect();
    let kind = match purpose {
        Purpose::Pdf { as_draft: true } | Purpose::Json { as_draft: true } => "（草稿）",
        Purpose::Checklist => "核对单",
        _ => "",
    };
    format!("{}{}年政府信息公开工作年度报告{kind}.{extension}", unit.trim(), report.year)
}
