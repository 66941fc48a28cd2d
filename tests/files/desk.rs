//! A workplace for one test: a data folder, a folder of reports, and an edited report.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use nianbao::file::disk::{Disk, SystemDisk};
use nianbao::file::kept::lock::Who;
use nianbao::file::{DataFolder, Document, Overwrite, Recovery, Workplace, json, recoverable};
use nianbao::report::Edit;
use nianbao::session::Session;

use super::folder::Folder;
use crate::common::{blank_session, covers_all, editions, type_into};

/// Noon of a day in January 2024, counted from 0.
pub(crate) fn day(number: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_704_110_400 + number * 86_400)
}

/// A folder with a data folder in it.
#[derive(Debug)]
pub(crate) struct Desk {
    pub(crate) folder: Folder,
    pub(crate) workplace: Workplace,
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self::on(Arc::new(SystemDisk))
    }

    pub(crate) fn on(disk: Arc<dyn Disk>) -> Self {
        let folder = Folder::new();
        let data = DataFolder::at(folder.file("data"));
        let who = Who { user: "李四".to_owned(), host: "PC-2".to_owned(), process: 1 };
        Self { workplace: Workplace { data: Some(data), disk, who, patience: Duration::from_mins(1) }, folder }
    }

    /// Opens a report as the window does.
    #[track_caller]
    pub(crate) fn open(&self, path: &Path) -> (Document, Session) {
        let (document, opened) = Document::open(&self.workplace, path, &editions()).unwrap();
        (document, Session::new(opened.form, opened.report, covers_all()))
    }

    /// A report saved under that name, with one figure in it, and closed.
    #[track_caller]
    pub(crate) fn saved(&self, name: &str) -> PathBuf {
        let path = self.folder.file(name);
        let mut session = blank_session("2021", 2023, "某镇人民政府");
        type_into(&mut session, "t3.declined_repeat.natural", "2");
        fs::write(&path, json::write(session.form(), session.report())).unwrap();
        path
    }

    /// What the start page would offer.
    pub(crate) fn offered(&self) -> Vec<Recovery> {
        recoverable(&self.workplace, &editions()).reports
    }

    /// The only recovery that is offered.
    #[track_caller]
    pub(crate) fn the_offer(&self) -> Recovery {
        let mut offered = self.offered();
        assert_eq!(offered.len(), 1, "{offered:?}");
        offered.remove(0)
    }

    /// The journals' paths.
    pub(crate) fn journals(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(self.folder.file("data/journals")).into_iter().flatten();
        let paths = entries.map(|entry| entry.unwrap().path());
        paths.filter(|path| path.extension().is_some_and(|ending| ending == "journal")).collect()
    }

    /// The text of a cell of the file.
    #[track_caller]
    pub(crate) fn on_disk(path: &Path, cell: &str) -> String {
        let opened = nianbao::file::open(path, &editions()).unwrap();
        opened.report.cell(opened.form.find(cell).unwrap()).text.clone()
    }
}

/// Types into a cell and lets the journal have it, as a frame of the window does.
#[track_caller]
pub(crate) fn type_and_keep(document: &mut Document, session: &mut Session, id: &str, text: &str) {
    type_into(session, id, text);
    document.keep(session, None);
    document.settle();
}

/// Types a section's text and lets the journal have it.
pub(crate) fn write_and_keep(document: &mut Document, session: &mut Session, section: &str, text: &str) {
    session.apply(Edit::Prose { section: section.to_owned(), text: text.to_owned() });
    document.keep(session, None);
    document.settle();
}

/// The sentences of what would be recovered.
pub(crate) fn sentences(recovery: &Recovery) -> Vec<&str> {
    recovery.differences.iter().map(|difference| difference.sentence.as_str()).collect()
}

/// Saves as the window does on Ctrl+S.
#[track_caller]
pub(crate) fn save(document: &mut Document, session: &mut Session, number: u64) {
    assert_eq!(document.save(session, day(number), Overwrite::Ask).unwrap(), Vec::<String>::new());
}
