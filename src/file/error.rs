//! What can be wrong with a file, each as one sentence for the clerk.

use std::fmt;

/// The largest file that is read, in bytes.
pub(crate) const LARGEST_FILE: usize = 10 * 1024 * 1024;

/// Why a file cannot be read as a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileError {
    /// Over 10 MB.
    TooLarge,
    /// Nothing in it.
    Empty,
    /// Not JSON: what is wrong, at line and column.
    NotJson {
        /// What is wrong.
        what: String,
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
    },
    /// A key that stands twice in one object, at line and column of the second.
    DoubledKey {
        /// The key.
        key: String,
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
    },
    /// JSON, but of something else.
    NotAReport,
    /// A key that must be there is not.
    Missing(&'static str),
    /// A key holds something of another kind.
    WrongKind {
        /// The key, with the keys around it.
        key: String,
        /// What should stand there.
        wanted: &'static str,
    },
    /// No edition of that name.
    UnknownEdition(String),
    /// A report year before 2019, or one that the edition does not serve.
    YearOutOfRange(i64),
    /// Text that is not UTF-8.
    NotText,
    /// The system would not read or write it.
    System(String),
}

impl fmt::Display for FileError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge => write!(out, "文件超过 10 MB，不是年报文件"),
            Self::Empty => write!(out, "文件是空的"),
            Self::NotJson { what, line, column } => write!(out, "文件已损坏或不是年报文件：第 {line} 行第 {column} 列{what}"),
            Self::DoubledKey { key, line, column } => {
                write!(out, "文件里“{key}”出现两次（第 {line} 行第 {column} 列），无法判断以哪个为准")
            }
            Self::NotAReport => write!(out, "这不是年报文件（缺少 nianbao 标记）"),
            Self::Missing(key) => write!(out, "文件不完整，缺少“{key}”"),
            Self::WrongKind { key, wanted } => write!(out, "文件里“{key}”应为{wanted}"),
            Self::UnknownEdition(edition) => write!(out, "没有“{edition}”这一版表样，请升级程序"),
            Self::YearOutOfRange(year) => write!(out, "报告年度 {year} 不适用：本表样自 2019 年度起"),
            Self::NotText => write!(out, "文件不是 UTF-8 文本，无法读取"),
            Self::System(what) => write!(out, "{what}"),
        }
    }
}

impl std::error::Error for FileError {}
