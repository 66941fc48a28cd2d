//! What leaves the window: what is said before an export, the files themselves, and reasons kept with findings.

use crate::check::Severity;
use crate::file::{self, json};
use crate::page::Fonts;
use crate::report::{Report, Value};
use crate::session::Session;

use crate::ui::commands::table::Purpose;
use crate::ui::settings::Paper;

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

/// The figures as JSON, and what is to be said afterwards.
#[must_use]
pub(crate) fn json(session: &Session, as_draft: bool) -> (Vec<u8>, Vec<String>) {
    let (form, report) = (session.form(), session.report());
    let text = if as_draft { json::write(form, report) } else { json::finished(form, report, session.figures(), &session.final_review()) };
    (text.into_bytes(), Vec::new())
}

/// The paper, and what is to be said afterwards.
///
/// # Errors
/// One sentence.
pub(crate) fn pdf(session: &Session, fonts: &Fonts, paper: Paper, as_draft: bool) -> Result<(Vec<u8>, Vec<String>), String> {
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
pub(crate) fn checklist(session: &Session, fonts: &Fonts) -> Result<(Vec<u8>, Vec<String>), String> {
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
