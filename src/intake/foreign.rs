//! What a file of others says, whatever its format: paragraphs and tables in the order of the document, each with its place.

use std::fmt;

use super::block::Block;

/// The largest file that is read, in bytes.
pub const LARGEST_FOREIGN: usize = 20 * 1024 * 1024;
/// The most tables that a file may have.
pub(crate) const MOST_TABLES: usize = 1_000;
/// The most paragraphs that a file may have.
pub(crate) const MOST_PARAGRAPHS: usize = 100_000;
/// The most rows or columns that a cell may claim to span.
pub(crate) const MOST_SPAN: usize = 100;

/// What a file of others says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Foreign {
    /// What the file calls itself outside of its text: the title of a web page.
    pub name: String,
    /// Its paragraphs and tables in the order of the document.
    pub items: Vec<Item>,
}

/// A paragraph or a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Where it stands.
    pub place: Place,
    /// What it says.
    pub content: Content,
}

/// What a paragraph or a table says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// A line of text without blanks around it.
    Paragraph(String),
    /// A table.
    Table(Block),
}

/// Where something stands in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// The paragraph of that number, from 1.
    Paragraph(usize),
    /// The table of that number, from 1.
    Table(usize),
    /// The sheet of that name.
    Sheet(String),
}

/// Why a file of others is not read, as one sentence for the clerk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ForeignError {
    /// Over 20 MB.
    TooLarge,
    /// It unpacks to far more than a report is.
    Bomb,
    /// Too many tables, cells or paragraphs, or too deep inside each other.
    TooMuch(&'static str),
    /// Broken, of the kind named.
    Broken(&'static str),
    /// Of a kind that is not read; what to do instead.
    Unread(&'static str),
    /// Locked by a password.
    Locked,
    /// No report of this kind.
    NotAReport,
    /// The report year stands nowhere.
    NoYear,
    /// No edition of the form serves that year.
    YearOutOfRange(i32),
}

impl Foreign {
    /// Its words as plain text: a line a paragraph, the cells of a row parted by tabs.
    #[must_use]
    pub fn text(&self) -> String {
        let lines = self.items.iter().flat_map(|item| match &item.content {
            Content::Paragraph(text) => vec![text.clone()],
            Content::Table(block) => block.lines(),
        });
        lines.collect::<Vec<_>>().join("\n")
    }
}

impl Place {
    /// The place in words: 第 3 段, 第 2 张表, 工作表“表三”.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Paragraph(number) => format!("第 {number} 段"),
            Self::Table(number) => format!("第 {number} 张表"),
            Self::Sheet(name) => format!("工作表“{name}”"),
        }
    }
}

impl fmt::Display for ForeignError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge => write!(out, "文件超过 20 MB，没有读取"),
            Self::Bomb => write!(out, "文件解开后过大，可能有问题，没有读取"),
            Self::TooMuch(what) => write!(out, "文件里{what}，没有读取"),
            Self::Broken(kind) => write!(out, "{kind}已损坏，无法读取"),
            Self::Unread(advice) => write!(out, "{advice}"),
            Self::Locked => write!(out, "文件有密码保护，请先在 Word 或 WPS 中取消密码"),
            Self::NotAReport => write!(out, "这不是政府信息公开工作年度报告：没有找到它的标题、各部分和表格"),
            Self::NoYear => write!(out, "没有读到报告年度，请写明年度"),
            Self::YearOutOfRange(year) => write!(out, "没有适用于 {year} 年度的表样"),
        }
    }
}

impl std::error::Error for ForeignError {}
