//! 使用手册: the manual as it is shipped, with its pictures, and its pages, set as the program sets its own paper.

mod picture;

use std::sync::Arc;

pub use picture::Picture;

use super::checklist::Sheet;
use super::face::Style;
use super::fonts::Fonts;
use super::sheet::{MM_PER_PT, TEXT_WIDTH_MM};
use super::{Layout, Mark, OutlineEntry};

/// `#` its title, `##` chapters, `###` heads in them, `-` and `1.` items, `![]()` pictures, all else paragraphs.
const TEXT: &str = "manual.md";

/// 四号.
const SIZE_PT: f32 = 14.0;
const PITCH_MM: f32 = 24.0 * MM_PER_PT;
const EM_MM: f32 = SIZE_PT * MM_PER_PT;
/// A pixel of a picture: a window of 1024 fills the text block.
const PIXEL_MM: f32 = TEXT_WIDTH_MM / 1024.0;

/// The manual.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manual {
    /// Its title.
    pub title: String,
    /// Its chapters.
    pub chapters: Vec<Chapter>,
}

/// A chapter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chapter {
    /// Its head, e.g. 四、填表.
    pub title: String,
    /// What stands in it.
    pub passages: Vec<Passage>,
}

/// A piece of a chapter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Passage {
    /// A head in the chapter.
    Head(String),
    /// A paragraph.
    Text(String),
    /// An item of a list, its number or sign before it.
    Item(String),
    /// A picture of the window.
    Picture(Illustration),
}

/// A picture and what it shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Illustration {
    /// What it shows: the words below it, and for who cannot see it.
    pub says: String,
    /// The picture.
    pub picture: Arc<Picture>,
}

impl Passage {
    /// Its words.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Head(text) | Self::Text(text) | Self::Item(text) | Self::Picture(Illustration { says: text, .. }) => text,
        }
    }
}

impl Manual {
    /// The manual that is shipped.
    #[must_use]
    pub fn shipped() -> Self {
        let mut manual = Self { title: String::new(), chapters: Vec::new() };
        let text = picture::SHIPPED.get_file(TEXT).and_then(include_dir::File::contents_utf8).unwrap_or_default();
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            if let Some(title) = line.strip_prefix("# ") {
                title.clone_into(&mut manual.title);
            } else if let Some(title) = line.strip_prefix("## ") {
                manual.chapters.push(Chapter { title: title.to_owned(), passages: Vec::new() });
            } else if let Some(chapter) = manual.chapters.last_mut() {
                chapter.passages.push(passage(line));
            }
        }
        manual
    }
}

fn passage(line: &str) -> Passage {
    if let Some(shown) = illustration(line) {
        Passage::Picture(shown)
    } else if let Some(head) = line.strip_prefix("### ") {
        Passage::Head(head.to_owned())
    } else if let Some(item) = line.strip_prefix("- ") {
        Passage::Item(format!("· {item}"))
    } else if line.split_once(". ").is_some_and(|(number, _)| number.bytes().all(|byte| byte.is_ascii_digit())) {
        Passage::Item(line.to_owned())
    } else {
        Passage::Text(line.to_owned())
    }
}

/// `![What it shows](file.png)`.
fn illustration(line: &str) -> Option<Illustration> {
    let (says, file) = line.strip_prefix("![")?.strip_suffix(')')?.split_once("](")?;
    Picture::shipped(file).map(|picture| Illustration { says: says.to_owned(), picture: Arc::new(picture) })
}

/// Lays the manual out.
#[must_use]
pub fn lay_out_manual(manual: &Manual, fonts: &Fonts) -> Layout {
    let mut sheet = Sheet::new(fonts, SIZE_PT, PITCH_MM);
    let mut outline = Vec::new();
    let mut charts = Vec::new();
    sheet.title(&manual.title);
    for (at, chapter) in manual.chapters.iter().enumerate() {
        sheet.gap(PITCH_MM / 2.0);
        // A head stands with what it is the head of.
        sheet.keep(4.0 * PITCH_MM);
        let (page, y_mm) = sheet.next_mm();
        outline.push(OutlineEntry { title: chapter.title.clone(), page, y_mm, depth: 0 });
        sheet.set(Style::Heading, &chapter.title, Mark::Head(at), (0.0, 0.0));
        for passage in &chapter.passages {
            let number = sheet.next_number();
            match passage {
                Passage::Head(text) => {
                    sheet.keep(3.0 * PITCH_MM);
                    let (page, y_mm) = sheet.next_mm();
                    outline.push(OutlineEntry { title: text.clone(), page, y_mm, depth: 1 });
                    sheet.set(Style::Heading, text, Mark::Subhead(number, 1), (2.0 * EM_MM, 2.0 * EM_MM));
                }
                Passage::Text(text) => sheet.set(Style::Body, text, Mark::Paragraph(number), (2.0 * EM_MM, 0.0)),
                Passage::Item(text) => sheet.set(Style::Body, text, Mark::Paragraph(number), (2.0 * EM_MM, 3.0 * EM_MM)),
                Passage::Picture(shown) => charts.push(sheet.picture(&shown.picture, &shown.says, charts.len(), PIXEL_MM)),
            }
        }
    }
    let (pages, undrawable) = sheet.finish();
    Layout { pages, outline, title: manual.title.clone(), tables: Vec::new(), charts, undrawable }
}
