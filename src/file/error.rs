//! What can be wrong with a file, each as one sentence for the clerk.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::intake::foreign::ForeignError;

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
    /// No text in an encoding that is known here.
    NotText,
    /// A file that must not be written.
    ReadOnly,
    /// A symbolic link, which is followed only when asked.
    IsLink,
    /// A folder, a device or a pipe.
    NotAFile,
    /// It is the very file that is read, or edited.
    IsRead,
    /// Two things were to be written into it.
    WrittenTwice,
    /// Something of that name is there already.
    Taken,
    /// There is no room on the disk.
    DiskFull,
    /// Changed by another program since it was read.
    ChangedOnDisk,
    /// A PDF that cannot be read.
    BrokenPdf,
    /// A PDF that carries no report.
    ForeignPdf,
    /// A file of others that is not read.
    Foreign(ForeignError),
    /// A Word document that cannot be read.
    BrokenWord,
    /// A Word document that carries no report.
    ForeignWord,
    /// The system would not read or write it.
    System(String),
    /// What is wrong with the file of that path.
    At {
        /// What is wrong.
        error: Box<FileError>,
        /// The file.
        path: PathBuf,
    },
}

impl FileError {
    /// The same, naming the path last.
    #[must_use]
    pub fn at(self, path: &Path) -> Self {
        match self {
            Self::At { .. } => self,
            error => Self::At { error: Box::new(error), path: path.to_owned() },
        }
    }

    /// What is wrong, without the path.
    #[must_use]
    pub fn what(&self) -> &Self {
        match self {
            Self::At { error, .. } => error.what(),
            error => error,
        }
    }

    /// The file that is named.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::At { path, .. } => Some(path),
            _ => None,
        }
    }

    /// The sentence as a reason for something else than a save.
    #[must_use]
    pub(crate) fn reason(&self) -> String {
        let sentence = self.to_string();
        sentence.strip_prefix("没有保存：").map_or_else(|| sentence.clone(), str::to_owned)
    }

    /// Why a file could not be read.
    pub(crate) fn reading(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::FileTooLarge => Self::TooLarge,
            io::ErrorKind::IsADirectory | io::ErrorKind::InvalidInput => Self::NotAFile,
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Self::System("找不到文件".to_owned()),
            io::ErrorKind::PermissionDenied => Self::System("没有权限读取".to_owned()),
            _ if cfg!(windows) && super::disk::is_sharing_violation(error) => Self::System("文件正被另一个程序占用".to_owned()),
            _ => Self::System(format!("无法读取（{}）", system_words(error))),
        }
    }

    /// Why a file could not be written.
    pub(crate) fn writing(error: &io::Error) -> Self {
        let sentence = match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => return Self::DiskFull,
            io::ErrorKind::FileTooLarge => "没有保存：这个磁盘放不下这么大的文件".to_owned(),
            io::ErrorKind::PermissionDenied => "没有保存：没有权限写入这个位置".to_owned(),
            io::ErrorKind::ReadOnlyFilesystem => "没有保存：这个磁盘是只读的".to_owned(),
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => "没有保存：文件夹不存在，或磁盘已拔出".to_owned(),
            io::ErrorKind::InvalidFilename => "没有保存：文件名太长，或含有不允许的字符".to_owned(),
            io::ErrorKind::StaleNetworkFileHandle | io::ErrorKind::TimedOut | io::ErrorKind::HostUnreachable => {
                "没有保存：网络磁盘断开了".to_owned()
            }
            _ if cfg!(windows) && super::disk::is_sharing_violation(error) => "没有保存：文件正被另一个程序占用".to_owned(),
            _ => format!("没有保存：磁盘出错（{}）", system_words(error)),
        };
        Self::System(sentence)
    }
}

/// What the system says, for whoever helps the clerk.
fn system_words(error: &io::Error) -> String {
    error.raw_os_error().map_or_else(|| error.kind().to_string(), |code| format!("系统错误 {code}"))
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
            Self::NotText => write!(out, "文件不是文本，或编码无法识别（应为 UTF-8）"),
            Self::ReadOnly => write!(out, "没有保存：文件是只读的"),
            Self::IsLink => write!(out, "没有保存：这是一个链接，不是文件本身"),
            Self::NotAFile => write!(out, "这不是普通文件"),
            Self::IsRead => write!(out, "没有保存：这就是要读的文件，请换一个名字"),
            Self::WrittenTwice => write!(out, "没有保存：不能把两样东西写进同一个文件"),
            Self::Taken => write!(out, "没有保存：已有同名文件"),
            Self::DiskFull => write!(out, "没有保存：磁盘已满"),
            Self::ChangedOnDisk => write!(out, "没有保存：文件已被另一个程序改动"),
            Self::BrokenPdf => write!(out, "PDF 已损坏，无法读取"),
            Self::ForeignPdf => write!(out, "这份 PDF 不是本程序导出的，里面没有年报数据；请打开它的 Word 文件或网页，或全选复制后粘贴"),
            Self::Foreign(error) => write!(out, "{error}"),
            Self::BrokenWord => write!(out, "Word 文件已损坏，无法读取"),
            Self::ForeignWord => write!(out, "这份 Word 文件不是本程序导出的，里面没有年报数据"),
            Self::System(what) => write!(out, "{what}"),
            Self::At { error, path } => write!(out, "{error}：{}", path.display()),
        }
    }
}

impl std::error::Error for FileError {}
