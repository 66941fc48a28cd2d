//! What a program that ended without saving left behind, and what may be done with it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::data_folder::files_in;
use super::disk::Disk;
use super::error::LARGEST_FILE;
use super::journal::{LARGEST, Ownership, Replay, is_journal, name, replay};
use super::{FileError, Opened, Workplace, open_bytes, stamp};
use crate::form::Editions;
use crate::report::{Difference, Report, differences};

/// A report that was edited and not saved.
#[derive(Debug)]
pub struct Recovery {
    /// The report as it was last typed.
    pub opened: Opened,
    /// The file that it was opened from or last saved to; `None` where it had no name yet.
    pub path: Option<PathBuf>,
    /// What that file is now.
    pub standing: Standing,
    /// What the report has that the file has not; of a file that is not there, all that was typed.
    pub differences: Vec<Difference>,
    /// The end of the journal could not be read; the report is as it was up to there.
    pub torn: bool,
    /// When the last change was made, in local time, e.g. 2024-01-19 16:02.
    pub time: String,
    pub(super) base: Option<String>,
    pub(super) journal: PathBuf,
    pub(super) ownership: Ownership,
}

/// What the file of a journal is now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// The report had no file yet.
    Unnamed,
    /// The file is as it was; 恢复 continues it.
    AsBefore,
    /// The file was changed since, or is another report: only 另存 is offered.
    Changed,
    /// The file is not there.
    Gone,
}

/// What was found in the folder of journals.
#[derive(Debug, Default)]
pub struct Recoverable {
    /// Reports that can be recovered, the oldest journal first.
    pub reports: Vec<Recovery>,
    /// Journals of which nothing can be read. They stay until 清除本机痕迹.
    pub unreadable: Vec<PathBuf>,
}

/// Looks for reports that were edited and not saved by programs that no longer run. A journal that holds nothing
/// that its file or a later journal has not is taken away; nothing else is.
#[must_use]
pub fn recoverable(workplace: &Workplace, editions: &Editions) -> Recoverable {
    let mut found = Recoverable::default();
    let Some(data) = &workplace.data else { return found };
    let disk = &*workplace.disk;
    let journals = files_in(&data.journals()).into_iter().filter(|path| is_journal(path));
    let held: Vec<_> = journals.filter_map(|journal| Ownership::take(&journal).map(|ownership| (journal, ownership))).collect();
    let read: Vec<_> = held.into_iter().map(|(journal, ownership)| (read(disk, &journal, editions), journal, ownership)).collect();
    let taken_over: BTreeSet<_> = read.iter().flat_map(|(read, ..)| read).flat_map(|(replay, _)| replay.replaces.clone()).collect();
    for (read, journal, ownership) in read {
        if name(&journal).is_some_and(|name| taken_over.contains(name)) {
            // What stays is passed over the next time too.
            let _ = disk.remove(&journal);
            continue;
        }
        match read.map(|(replay, opened)| compare(disk, journal.clone(), replay, opened, ownership, editions)) {
            Some(recovery) if recovery.holds_nothing_new() => _ = recovery.discard(disk),
            Some(recovery) => found.reports.push(recovery),
            None => found.unreadable.push(journal),
        }
    }
    found
}

/// Reads a journal and the report in it.
fn read(disk: &dyn Disk, journal: &Path, editions: &Editions) -> Option<(Replay, Opened)> {
    let replay = replay(&disk.read(journal, LARGEST).ok()?)?;
    let opened = super::json::open(replay.report.to_string().as_bytes(), editions).ok()?;
    Some((replay, opened))
}

/// Compares a journal's report with its file as it is now.
fn compare(disk: &dyn Disk, journal: PathBuf, replay: Replay, opened: Opened, ownership: Ownership, editions: &Editions) -> Recovery {
    let (standing, file) = standing(disk, &replay.head, &opened.report, editions);
    let blank = || Report::blank(&opened.form, &opened.report.id, opened.report.year, &opened.report.unit, opened.report.level);
    let differences = differences(&opened.form, &file.unwrap_or_else(blank), &opened.report);
    let changed = std::fs::metadata(&journal).and_then(|metadata| metadata.modified()).ok();
    let time = changed.and_then(|time| Timestamp::try_from(time).ok());
    let time = time.map(|time| time.to_zoned(TimeZone::system()).strftime("%Y-%m-%d %H:%M").to_string());
    Recovery {
        opened,
        path: replay.head.path,
        standing,
        differences,
        torn: replay.torn,
        time: time.unwrap_or_default(),
        base: replay.head.base,
        journal,
        ownership,
    }
}

/// What the file is now, and the report in it where it is this one.
fn standing(disk: &dyn Disk, head: &super::journal::Head, report: &Report, editions: &Editions) -> (Standing, Option<Report>) {
    let Some(path) = &head.path else { return (Standing::Unnamed, None) };
    let bytes = match disk.read(path, LARGEST_FILE) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return (Standing::Gone, None),
        Err(_) => return (Standing::Changed, None),
    };
    let file = open_bytes(&bytes, editions).ok().map(|opened| opened.report);
    let file = file.filter(|file| file.edition == report.edition && file.id == head.document);
    let standing = if head.base.as_ref() == Some(&stamp::hash(&bytes)) { Standing::AsBefore } else { Standing::Changed };
    (standing, file)
}

impl Recovery {
    /// Gives the report up: 丢弃.
    ///
    /// # Errors
    /// The journal could not be removed, the path last.
    pub fn discard(self, disk: &dyn Disk) -> Result<(), FileError> {
        disk.remove(&self.journal).map_err(|_| FileError::System("没有删除".to_owned()).at(&self.journal))
    }

    /// Whether 恢复 may continue the file; else only 另存 is offered.
    #[must_use]
    pub fn continues_its_file(&self) -> bool {
        self.standing == Standing::AsBefore
    }

    /// What there is to recover, in the clerk's words.
    #[must_use]
    pub fn sentence(&self) -> String {
        let report = &self.opened.report;
        let unit = if report.unit.is_empty() { "未填单位" } else { &report.unit };
        let about = match self.standing {
            Standing::Unnamed => "还没有存过盘",
            Standing::AsBefore => "有改动没有存盘",
            Standing::Changed => "有改动没有存盘，原文件后来又变了，只能另存",
            Standing::Gone => "有改动没有存盘，原文件已不在",
        };
        let torn = if self.torn { "；记录末尾有损坏，已读到损坏之前" } else { "" };
        format!("{unit} {} 年度：{} {about}（{} 处）{torn}", report.year, self.time, self.differences.len())
    }

    fn holds_nothing_new(&self) -> bool {
        self.differences.is_empty() && matches!(self.standing, Standing::AsBefore | Standing::Changed) && !self.torn
    }
}
