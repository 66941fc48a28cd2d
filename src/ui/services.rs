//! What the window needs from outside: the clock, random ids, file dialogs, other programs, a data folder. Tests hand in their own.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::Receiver;

use crate::file::Workplace;
use crate::form::Editions;
use crate::page::Fonts;
use crate::session::Covers;

use super::commands::PrintJob;
use super::settings::Paper;

/// The world outside of the window.
pub struct Services {
    /// The editions of the form.
    pub editions: Editions,
    /// What the window is drawn with, e.g. glow.
    pub renderer: String,
    /// The time now, e.g. `2024-01-19T16:02:11+08:00`.
    pub now: Box<dyn Fn() -> String>,
    /// A new UUID.
    pub new_id: Box<dyn Fn() -> String>,
    /// The system's file dialogs.
    pub dialogs: Box<dyn Dialogs>,
    /// Opens a file or a folder with the program that the system has for it.
    pub open_outside: OpenOutside,
    /// Prints a PDF.
    pub print: Print,
    /// Puts a table on the clipboard: tab-separated text, and the same as HTML.
    pub copy_table: CopyTable,
    /// What the clipboard holds as HTML, where it does.
    pub clipboard_html: ClipboardHtml,
    /// The faces that the paper is set in.
    pub fonts: Fonts,
    /// The shipped faces alone, for a paper that is the same on every machine.
    pub shipped_faces: Fonts,
    /// Where journals, versions and settings are kept, and who works here.
    pub workplace: Workplace,
}

/// Opens a file or folder elsewhere, or says why not.
pub type OpenOutside = Box<dyn Fn(&Path) -> Result<(), String>>;

/// Hands the bytes of a PDF to the printer, or says why not. It may wait for the printer: called beside the window.
pub type Print = Arc<dyn Fn(&[u8], &PrintJob) -> Result<(), String> + Send + Sync>;

/// Asks the clipboard for HTML.
pub type ClipboardHtml = Box<dyn Fn() -> Option<String>>;

/// Puts text and HTML on the clipboard at once.
pub type CopyTable = Box<dyn Fn(&egui::Context, &str, &str)>;

impl Services {
    /// Tells whether a face at hand can draw a character.
    #[must_use]
    pub fn covers(&self) -> Covers {
        let fonts = self.fonts.clone();
        std::sync::Arc::new(move |character| fonts.covers(character))
    }

    /// The faces for the paper as the clerk wants it.
    #[must_use]
    pub fn faces(&self, paper: Paper) -> &Fonts {
        if paper.shipped_faces { &self.shipped_faces } else { &self.fonts }
    }

    /// The year now.
    #[must_use]
    pub fn this_year(&self) -> i32 {
        (self.now)().get(..4).and_then(|year| year.parse().ok()).unwrap_or(2025)
    }

    /// The day now as `YYYY-MM-DD`.
    #[must_use]
    pub fn today(&self) -> String {
        (self.now)().get(..10).unwrap_or_default().to_owned()
    }
}

/// The system's file dialogs.
pub trait Dialogs {
    /// Opens a dialog off the frame loop. The receiver gets the path, or `None` where none was chosen or no dialog could be shown.
    fn ask(&self, question: FileQuestion, context: &egui::Context) -> Receiver<Option<PathBuf>>;
}

/// What a file dialog asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileQuestion {
    /// Whether a place to write is asked for.
    pub is_save: bool,
    /// Whether it is a folder that is asked for.
    pub is_folder: bool,
    /// The title of the dialog.
    pub title: String,
    /// The folder to start in.
    pub folder: Option<PathBuf>,
    /// The file name offered.
    pub file_name: Option<String>,
    /// What kinds of file, in words, and their extensions.
    pub kinds: Vec<(&'static str, Vec<&'static str>)>,
}
