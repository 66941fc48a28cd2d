//! What a program that ended without saving left behind, and what may be done with it.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::Instant;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::journal::{LARGEST, Ownership, Replay, is_journal, name, replay};
use super::names::files_in;
use crate::file::disk::Disk;
use crate::file::error::LARGEST_FILE;
use crate::file::{FileError, Opened, Workplace, draft::stamp, open_bytes};
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
    pub(crate) base: Option<String>,
    pub(crate) journal: PathBuf,
    pub(crate) ownership: Ownership,
    /// Older journals that this one took over. They stay as long as it may not be on the medium itself.
    pub(crate) older: Vec<(PathBuf, Ownership)>,
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
    /// The place of the file does not answer, as a network drive that is gone.
    Silent,
}

/// What was found in the folder of journals.
#[derive(Debug, Default)]
pub struct Recoverable {
    /// Reports that can be recovered, the oldest journal first.
    pub reports: Vec<Recovery>,
    /// Journals of which nothing can be read, a newer program's for one.
    pub unreadable: Vec<Unreadable>,
}

/// A journal of which nothing can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// Where it is.
    pub path: PathBuf,
    /// When it was last written to, in local time, e.g. 2024-01-19 16:02.
    pub time: String,
}

impl Unreadable {
    /// What it is, in the clerk's words.
    #[must_use]
    pub fn sentence(&self) -> String {
        format!("一份恢复记录读不出来，可能已损坏，或由更新的程序写成（{}）", self.time)
    }

    /// Gives it up: 丢弃.
    ///
    /// # Errors
    /// It could not be removed, the path last.
    pub fn discard(&self, disk: &dyn Disk) -> Result<(), FileError> {
        // A newer program may have taken it up since.
        let failed = || FileError::System("没有删除，它正在使用".to_owned()).at(&self.path);
        let _ownership = Ownership::take(&self.path).ok_or_else(failed)?;
        match disk.remove(&self.path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(FileError::System("没有删除".to_owned()).at(&self.path)),
            _ => Ok(()),
        }
    }
}

/// Looks for reports that were edited and not saved by programs that no longer run. A journal that holds nothing
/// that its file has not is taken away; nothing else is. Waits for no file longer than [`Workplace::patience`].
#[must_use]
pub fn recoverable(workplace: &Workplace, editions: &Editions) -> Recoverable {
    let mut found = Recoverable::default();
    let Some(data) = &workplace.data else { return found };
    let disk = &workplace.disk;
    let journals = files_in(&data.journals()).into_iter().filter(|path| is_journal(path));
    // What another program has is read too: it may have taken over one that nobody has.
    let looked_at: Vec<_> = journals.map(|path| (Ownership::take(&path), read(&**disk, &path, editions), path)).collect();
    let taken_over: BTreeMap<_, _> = looked_at
        .iter()
        .filter_map(|(_, read, path)| Some((read.as_ref()?, path)))
        .flat_map(|((replay, _), path)| replay.replaces.iter().map(|name| (name.clone(), path.clone())))
        .collect();
    let mut older: BTreeMap<PathBuf, Vec<(PathBuf, Ownership)>> = BTreeMap::new();
    let mut beside = Vec::new();
    for (ownership, read, path) in looked_at {
        let Some(ownership) = ownership else { continue };
        match (last(&path, &taken_over), read) {
            (Some(by), _) => older.entry(by.to_owned()).or_default().push((path, ownership)),
            (None, Some((replay, opened))) => {
                let file = replay.head.path.clone().map(|file| asked_for(disk, file));
                beside.push(Beside { journal: path, ownership, replay, opened, file });
            }
            // A program that died in the first moment of its journal had written nothing of the report.
            (None, None) if is_just_begun(&**disk, &path) => _ = disk.remove(&path),
            (None, None) => found.unreadable.push(Unreadable { time: last_written(&path), path }),
        }
    }
    let until = Instant::now() + workplace.patience;
    for beside in beside {
        let older = older.remove(&beside.journal).unwrap_or_default();
        let recovery = beside.compared(until, older, editions);
        if recovery.holds_nothing_new() {
            // A journal that stays is looked at again.
            let _ = recovery.discard(&**disk);
        } else {
            found.reports.push(recovery);
        }
    }
    found
}

fn last_written(journal: &Path) -> String {
    let changed = std::fs::metadata(journal).and_then(|metadata| metadata.modified()).ok();
    let time = changed.and_then(|time| Timestamp::try_from(time).ok());
    time.map(|time| time.to_zoned(TimeZone::system()).strftime("%Y-%m-%d %H:%M").to_string()).unwrap_or_default()
}

/// Whether not even the first line of a journal is whole, which says of which report it is.
fn is_just_begun(disk: &dyn Disk, journal: &Path) -> bool {
    disk.read(journal, LARGEST).is_ok_and(|bytes| !bytes.contains(&b'\n'))
}

/// The journal that took that one over in the end, if one did.
fn last<'a>(journal: &Path, taken_over: &'a BTreeMap<String, PathBuf>) -> Option<&'a PathBuf> {
    let by = |path: &Path| name(path).and_then(|name| taken_over.get(name));
    let mut last = by(journal)?;
    // Two that named each other would go round for ever.
    for _ in 0..taken_over.len() {
        let Some(next) = by(last) else { break };
        last = next;
    }
    Some(last)
}

/// Has a file read on a thread of its own, for its drive may never answer.
pub(crate) fn asked_for(disk: &Arc<dyn Disk>, file: PathBuf) -> Receiver<io::Result<Vec<u8>>> {
    let (answer, asked) = channel();
    let disk = Arc::clone(disk);
    let begun = std::thread::Builder::new().name("recovery".to_owned()).spawn(move || {
        // After some time nobody waits for it.
        let _ = answer.send(disk.read(&file, LARGEST_FILE));
    });
    // Without a thread there is no answer.
    drop(begun);
    asked
}

/// Reads a journal and the report in it.
fn read(disk: &dyn Disk, journal: &Path, editions: &Editions) -> Option<(Replay, Opened)> {
    let replay = replay(&disk.read(journal, LARGEST).ok()?)?;
    let opened = crate::file::json::open_kept(replay.report.to_string().as_bytes(), editions).ok()?;
    Some((replay, opened))
}

/// A journal with the report in it, while its file is being read.
struct Beside {
    journal: PathBuf,
    ownership: Ownership,
    replay: Replay,
    opened: Opened,
    /// Gets the file, where the report has one.
    file: Option<Receiver<io::Result<Vec<u8>>>>,
}

impl Beside {
    /// Compares the report with its file, as far as that answers in time.
    fn compared(self, until: Instant, older: Vec<(PathBuf, Ownership)>, editions: &Editions) -> Recovery {
        let Self { journal, ownership, replay, opened, file } = self;
        let (standing, file) = match file.map(|file| file.recv_timeout(until.saturating_duration_since(Instant::now()))) {
            None => (Standing::Unnamed, None),
            Some(Err(_)) => (Standing::Silent, None),
            Some(Ok(Err(error))) if error.kind() == io::ErrorKind::NotFound => (Standing::Gone, None),
            Some(Ok(Err(_))) => (Standing::Changed, None),
            Some(Ok(Ok(bytes))) => {
                let file = open_bytes(&bytes, editions).ok().map(|opened| opened.report);
                let file = file.filter(|file| file.edition == opened.report.edition && file.id == replay.head.document);
                let is_as_before = replay.head.base.as_ref() == Some(&stamp::hash(&bytes));
                (if is_as_before { Standing::AsBefore } else { Standing::Changed }, file)
            }
        };
        let blank = || Report::blank(&opened.form, &opened.report.id, opened.report.year, &opened.report.unit, opened.report.level);
        let differences = differences(&opened.form, &file.unwrap_or_else(blank), &opened.report);
        let time = last_written(&journal);
        Recovery {
            opened,
            path: replay.head.path,
            standing,
            differences,
            torn: replay.torn,
            time,
            base: replay.head.base,
            journal,
            ownership,
            older,
        }
    }
}

impl Recovery {
    /// Gives the report up: 丢弃.
    ///
    /// # Errors
    /// The journal could not be removed, the path last.
    pub fn discard(self, disk: &dyn Disk) -> Result<(), FileError> {
        // The older ones first: one that is left would be offered in its place.
        let older = self.older.iter().map(|(path, _)| path).filter(|path| path.exists());
        for path in older.chain([&self.journal]) {
            disk.remove(path).map_err(|_| FileError::System("没有删除".to_owned()).at(path))?;
        }
        Ok(())
    }

    /// Whether 恢复 may continue the file.
    #[must_use]
    pub fn continues_its_file(&self) -> bool {
        self.standing == Standing::AsBefore
    }

    /// The same for 另存: what is recovered has no file, and leaves the one that it had alone.
    #[must_use]
    pub fn without_its_file(self) -> Self {
        Self { path: None, base: None, standing: Standing::Unnamed, ..self }
    }

    /// What there is to recover, in the clerk's words.
    #[must_use]
    pub fn sentence(&self) -> String {
        let report = &self.opened.report;
        let unit = if report.unit.is_empty() { "未填单位" } else { &report.unit };
        let about = match self.standing {
            Standing::Unnamed => "还没有保存过",
            Standing::AsBefore => "有改动没有保存",
            Standing::Changed => "有改动没有保存，原文件后来又变了",
            Standing::Gone => "有改动没有保存，原文件已不在",
            Standing::Silent => "有改动没有保存，原文件所在的位置没有回应",
        };
        let torn = if self.torn { "；记录末尾有损坏，已读到损坏之前" } else { "" };
        format!("{unit} {} 年度：{} {about}（{} 处）{torn}", report.year, self.time, self.differences.len())
    }

    fn holds_nothing_new(&self) -> bool {
        self.differences.is_empty() && matches!(self.standing, Standing::AsBefore | Standing::Changed) && !self.torn
    }
}
