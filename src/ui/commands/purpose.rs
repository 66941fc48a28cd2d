//! What a file or place is chosen for, and what waits until the report on the desk is out of the way.

use std::path::PathBuf;

use crate::form::CellIndex;
use crate::report::{Level, Report};

/// What a file or place is chosen for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To open it.
    Open,
    /// To take it over as last year's report.
    LastYear,
    /// To start a new report from it.
    FromLast,
    /// To count it as the register of applications.
    Ledger,
    /// To save the report there.
    SaveAs,
    /// To export the paper.
    Pdf {
        /// Marked 草稿 on every page.
        as_draft: bool,
    },
    /// To export the figures.
    Json {
        /// As a draft, not as a finished report.
        as_draft: bool,
    },
    /// To export the sheet to be signed.
    Checklist,
    /// To export the report at a glance, as PDF with a picture beside it.
    Poster,
    /// To write down what a maker needs to find a fault.
    Diagnosis,
    /// To save the manual.
    Manual,
    /// For a batch of reports.
    Batch(BatchPurpose),
}

/// What a file or a folder is chosen for, of a batch of reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BatchPurpose {
    /// The folder in which reports come in.
    Inbox,
    /// The folder of last year's reports.
    LastYears,
    /// The list of units that have to report.
    Roster,
    /// To save the batch there.
    Save,
    /// To save what goes back to a unit.
    Letter,
    /// The folder for what goes back to several.
    Letters,
    /// To export the bulletin as a workbook.
    BulletinBook,
    /// To export the bulletin as a Word document.
    BulletinWord,
    /// To export the long table.
    Table,
    /// The sum that is added up anew.
    Again,
    /// To export the figures of a sum's units beside each other.
    UnitsBook,
}

/// What unsaved changes stand in the way of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Then {
    /// Closing the window.
    Quit,
    /// The start page.
    Leave,
    /// A new report.
    New,
    /// A new report made from last year's.
    FromLast(Box<NewFromLast>),
    /// Another report.
    Open(PathBuf),
    /// The sample.
    Sample,
    /// A batch of reports: its file, or folders and files.
    Batch(Vec<PathBuf>),
}

/// What a new report starts from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewReport {
    /// The unit.
    pub unit: String,
    /// Its level.
    pub level: Option<Level>,
    /// The report year.
    pub year: i32,
}

/// A new report made from last year's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFromLast {
    /// The report.
    pub report: Report,
    /// Figures to fill in at once, as a step that can be taken back.
    pub fill: Vec<(CellIndex, String)>,
}

impl Purpose {
    /// The head of a dialog for it.
    #[must_use]
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Open => "打开年报",
            Self::LastYear => "导入上年年报",
            Self::FromLast => "选上年的年报",
            Self::Ledger => "选依申请公开台账",
            Self::SaveAs => "保存年报",
            Self::Pdf { as_draft: false } => "导出 PDF",
            Self::Pdf { as_draft: true } => "导出草稿 PDF",
            Self::Json { as_draft: false } => "导出 JSON",
            Self::Json { as_draft: true } => "导出草稿 JSON",
            Self::Checklist => "导出核对单",
            Self::Poster => "导出图解",
            Self::Diagnosis => "导出诊断信息",
            Self::Manual => "保存使用手册",
            Self::Batch(purpose) => purpose.title(),
        }
    }

    /// Whether it is about the program and not about a report: the name that its file is offered.
    #[must_use]
    pub(crate) fn of_the_program(self) -> Option<&'static str> {
        match self {
            Self::Diagnosis => Some("年报诊断信息.txt"),
            Self::Manual => Some("年报使用手册.pdf"),
            _ => None,
        }
    }

    /// Whether what is exported is marked as a draft.
    #[must_use]
    pub(crate) fn is_draft(self) -> bool {
        matches!(self, Self::Pdf { as_draft: true } | Self::Json { as_draft: true })
    }

    /// Whether a file is written.
    #[must_use]
    pub(crate) fn is_save(self) -> bool {
        match self {
            Self::Open | Self::LastYear | Self::FromLast | Self::Ledger => false,
            Self::Batch(purpose) => purpose.extension().is_some(),
            Self::SaveAs | Self::Pdf { .. } | Self::Json { .. } | Self::Checklist | Self::Poster | Self::Diagnosis | Self::Manual => true,
        }
    }

    /// Whether a folder is chosen.
    #[must_use]
    pub(crate) fn is_folder(self) -> bool {
        matches!(self, Self::Batch(BatchPurpose::Inbox | BatchPurpose::LastYears | BatchPurpose::Letters))
    }

    /// The extension of the file, without its dot; `None` where several are read.
    #[must_use]
    pub(crate) fn extension(self) -> Option<&'static str> {
        match self {
            Self::Open | Self::LastYear | Self::FromLast | Self::Ledger => None,
            Self::SaveAs => Some("nianbao"),
            Self::Pdf { .. } | Self::Checklist | Self::Poster | Self::Manual => Some("pdf"),
            Self::Json { .. } => Some("json"),
            Self::Diagnosis => Some("txt"),
            Self::Batch(purpose) => purpose.extension(),
        }
    }

    /// The path with the extension that the file has to have.
    #[must_use]
    pub(crate) fn with_extension(self, path: PathBuf) -> PathBuf {
        let Some(extension) = self.extension() else { return path };
        let has = path.extension().and_then(|found| found.to_str()).is_some_and(|found| {
            // A draft may be kept as .json too.
            let also: &[&str] = match self {
                Self::SaveAs => &["json"],
                Self::Batch(BatchPurpose::Table) => &["xlsx", "jsonl"],
                _ => &[],
            };
            std::iter::once(&extension).chain(also).any(|known| found.eq_ignore_ascii_case(known))
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

impl BatchPurpose {
    fn title(self) -> &'static str {
        match self {
            Self::Inbox => "审核一批：选收到的年报所在的文件夹",
            Self::LastYears => "选上年年报的文件夹",
            Self::Roster => "选应报单位的名单",
            Self::Save => "保存这一批",
            Self::Letter => "保存退回意见",
            Self::Letters => "选退回意见存到哪个文件夹",
            Self::BulletinBook => "导出通报表",
            Self::BulletinWord => "导出通报",
            Self::Table => "导出数据表",
            Self::Again => "选原来的汇总",
            Self::UnitsBook => "导出各单位数字",
        }
    }

    fn extension(self) -> Option<&'static str> {
        match self {
            Self::Inbox | Self::LastYears | Self::Roster | Self::Letters | Self::Again => None,
            Self::Save => Some("nianbaos"),
            Self::Letter | Self::BulletinWord => Some("docx"),
            Self::BulletinBook | Self::UnitsBook => Some("xlsx"),
            Self::Table => Some("csv"),
        }
    }

    /// The name that a file is offered, without its ending.
    #[must_use]
    pub(crate) fn offered_name(self) -> &'static str {
        match self {
            Self::Save => "年报审核",
            Self::Letter => "退回意见",
            Self::BulletinBook => "审核情况通报表",
            Self::BulletinWord => "审核情况通报",
            Self::Table => "年报数据表",
            Self::UnitsBook => "各单位数字",
            Self::Inbox | Self::LastYears | Self::Roster | Self::Letters | Self::Again => "",
        }
    }
}
