//! Why a PDF was not written, each as one sentence for the clerk.

use std::fmt;

/// Why a PDF was not written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PdfError {
    /// A finding blocks the finished report.
    Blocked,
    /// A character that no face at hand draws.
    Undrawable(char),
    /// A face could not be cut to the glyphs used.
    Font(String),
    /// A library refused.
    Writing(String),
    /// A glyph that does not draw the character that it stands for.
    WrongGlyph(char),
    /// What was written does not read back as the report: where, what the report says, what the pages say.
    NotAsFilled {
        /// Where: a cell's name, or the part of the text.
        place: String,
        /// What the report says.
        wanted: String,
        /// What the pages say.
        found: String,
    },
}

impl fmt::Display for PdfError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Blocked => write!(out, "还有不相符的地方，只能导出草稿"),
            Self::Undrawable(c) => write!(out, "“{c}”（U+{:04X}）没有字体能印出，请换一种写法", u32::from(*c)),
            Self::Font(name) => write!(out, "字体 {name} 无法嵌入"),
            Self::Writing(what) => write!(out, "PDF 未能生成：{what}"),
            Self::WrongGlyph(c) => write!(out, "PDF 里“{c}”的字形不对，没有导出"),
            Self::NotAsFilled { place, wanted, found } => {
                write!(out, "PDF 与填报不一致，没有导出：{place}应为“{wanted}”，读回“{found}”")
            }
        }
    }
}

impl std::error::Error for PdfError {}
