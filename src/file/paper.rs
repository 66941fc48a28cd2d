//! What every paper beside the PDF is made from, what comes of it, and what keeps one from being written.

use std::fmt;

use crate::check::Review;
use crate::form::Form;
use crate::report::{Figures, Report};

/// What stands in the head of every page of a draft.
pub(super) const DRAFT_MARK: &str = "草稿　未定稿，不作报送";

/// A report on its way onto a paper.
#[derive(Clone, Copy)]
pub struct Paper<'a> {
    /// Its form.
    pub form: &'a Form,
    /// The report.
    pub report: &'a Report,
    /// Its figures, totals too.
    pub figures: &'a Figures,
    /// What the checks say of the finished report.
    pub review: &'a Review,
    /// Whether it leaves as a draft, which nothing stops and every page of which says so.
    pub draft: bool,
}

/// A paper that was written and read back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// The file.
    pub bytes: Vec<u8>,
    /// What the reading back found, e.g. Word 文件：表二 10、表三 175、表四 15 个数字和 23 段文字与填报一致.
    pub verified: String,
}

/// A kind of paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// docx.
    Word,
    /// HTML.
    WebPage,
    /// xlsx.
    Spreadsheet,
}

/// Why a paper was not written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PaperError {
    /// A finding blocks the finished report.
    Blocked,
    /// A library refused, or what was written cannot be read.
    Writing(Kind, String),
    /// What was written does not read back as the report.
    NotAsFilled {
        /// Which paper.
        kind: Kind,
        /// Where: a cell's name, or the part of the text.
        place: String,
        /// What the report says.
        wanted: String,
        /// What the paper says.
        found: String,
    },
}

/// The day of a report, from which its papers take their dates: that of 落款, else 31 December of its year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Date {
    pub(super) year: u16,
    pub(super) month: u8,
    pub(super) day: u8,
}

impl Paper<'_> {
    /// Refuses a finished paper of a report that does not hold.
    pub(super) fn must_hold(self) -> Result<(), PaperError> {
        if !self.draft && self.review.blocks() { Err(PaperError::Blocked) } else { Ok(()) }
    }

    /// The two lines of the title; the first is empty where the unit has no name yet.
    pub(super) fn title_lines(self) -> [String; 2] {
        [self.report.unit.trim().to_owned(), self.form.title_for(self.report.year)]
    }

    /// The title on one line.
    pub(super) fn title(self) -> String {
        self.title_lines().concat()
    }
}

impl Kind {
    /// What the clerk calls it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Word => "Word 文件",
            Self::WebPage => "网页",
            Self::Spreadsheet => "电子表格",
        }
    }
}

impl Date {
    pub(super) fn of(report: &Report) -> Self {
        let signed = report.signature.as_ref().map_or("", |signature| signature.date.trim());
        let parts: Vec<&str> = signed.split('-').collect();
        let read = match parts.as_slice() {
            [year, month, day] => year.parse().ok().zip(month.parse().ok()).zip(day.parse().ok()),
            _ => None,
        };
        match read {
            Some(((year @ 1900..=9999, month), day)) if exists(year, month, day) => Self { year, month, day },
            _ => Self { year: u16::try_from(report.year.clamp(1900, 9999)).unwrap_or(2000), month: 12, day: 31 },
        }
    }
}

fn exists(year: u16, month: u8, day: u8) -> bool {
    let parts = i16::try_from(year).ok().zip(i8::try_from(month).ok()).zip(i8::try_from(day).ok());
    parts.is_some_and(|((year, month), day)| jiff::civil::Date::new(year, month, day).is_ok())
}

impl fmt::Display for PaperError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Blocked => write!(out, "还有不相符的地方，只能导出草稿"),
            Self::Writing(kind, what) => write!(out, "{}未能生成：{what}", kind.name()),
            Self::NotAsFilled { kind, place, wanted, found } => {
                write!(out, "{}与填报不一致，没有导出：{place}应为“{wanted}”，读回“{found}”", kind.name())
            }
        }
    }
}

impl std::error::Error for PaperError {}
