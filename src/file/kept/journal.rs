//! The journal of one open report: what it looked like and every change since, a line each, so that nothing typed is lost.
//!
//! A line is `SEQUENCE CRC32 JSON`. The first says which report it is, the second holds it whole, each later one holds
//! changes by cell id. Lines are only ever appended; a line that was cut off or damaged ends what can be read, and
//! all before it stands.
//!
//! A journal that has to start anew does so under another name, without waiting for the medium, and names those it takes over: they
//! go once it is on the medium, and whoever reads both passes over them.
//!
//! A disk that is full takes no line. So that the journal goes on, room is kept beside it, and given up then.

use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

use super::data_folder::DataFolder;
use super::lock::{is_alive, is_named};
use super::names::make_private;
use crate::file::disk::{Disk, sync_names};
use crate::file::draft::change::{apply, changes};
use crate::file::{FileError, json as report_json};
use crate::form::Form;
use crate::report::Report;

/// The version of the journal's lines.
const FORMAT: &str = "nianbao-journal/1";

/// The ending of a journal's file.
const ENDING: &str = "journal";

/// A journal that grew this long starts again with the report as it stands, in bytes.
const LONGEST: usize = 4 * 1024 * 1024;

/// The largest journal that is read, in bytes: a report of 10 MB and what was typed since.
pub(crate) const LARGEST: usize = 64 * 1024 * 1024;

/// The file that keeps room for lines on a disk that is full.
const RESERVE: &str = "reserve";

/// How much room that is, in bytes: a report as it stands, and some thousand edits.
const RESERVED: usize = 1024 * 1024;

/// Which report a journal is of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Head {
    /// The report's id.
    pub(crate) document: String,
    /// The file that it was opened from or last saved to; `None` before it has a name.
    pub(crate) path: Option<PathBuf>,
    /// SHA-256 of that file as it was then.
    pub(crate) base: Option<String>,
}

/// What could be read of a journal.
#[derive(Debug, Clone)]
pub(crate) struct Replay {
    /// Which report it is of.
    pub(crate) head: Head,
    /// The names of journals that it took over: all that is in them is in it.
    pub(crate) replaces: Vec<String>,
    /// The report as JSON, all changes made.
    pub(crate) report: Value,
    /// Whether lines at the end could not be read.
    pub(crate) torn: bool,
}

/// Writes one journal.
#[derive(Debug)]
pub(crate) struct Writer {
    disk: Arc<dyn Disk>,
    data: DataFolder,
    head: Head,
    open: Option<OpenJournal>,
    /// Journals that this one takes over; they go once it is on the medium.
    replaces: Vec<(PathBuf, Ownership)>,
}

#[derive(Debug)]
struct OpenJournal {
    path: PathBuf,
    ownership: Ownership,
    file: File,
    /// Whether lines may be added to it; else the next write begins another journal.
    takes_lines: bool,
    last: Value,
    next: u64,
    length: usize,
    /// Whether its name and its first lines are on the medium.
    is_on_medium: bool,
}

/// What brings a journal's lines to the medium; on any thread, for a disk may take its time.
#[derive(Debug)]
pub(crate) struct Syncing {
    disk: Arc<dyn Disk>,
    file: File,
    path: PathBuf,
    /// The folder that holds its name, where that is new.
    folder: Option<PathBuf>,
}

impl Syncing {
    /// The journal that it is of.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Waits until the lines, and the name where it is new, are on the medium.
    pub(crate) fn run(&self) -> Result<(), FileError> {
        let lines = self.disk.sync(&self.file);
        let outcome = lines.and_then(|()| self.folder.as_ref().map_or(Ok(()), |folder| sync_names(&*self.disk, folder)));
        outcome.map_err(|error| FileError::writing(&error).at(&self.path))
    }
}

impl Writer {
    /// A journal in that data folder; nothing is written yet.
    pub(crate) fn new(disk: Arc<dyn Disk>, data: DataFolder, head: Head, replaces: Vec<(PathBuf, Ownership)>) -> Self {
        Self { disk, data, head, open: None, replaces }
    }

    /// Writes what changed since the last time; it survives the program at once, and the machine after [`Writer::syncing`].
    /// Says whether anything was written.
    pub(crate) fn write(&mut self, form: &Form, report: &Report) -> Result<bool, FileError> {
        match self.write_line(form, report) {
            Err(error) if *error.what() == FileError::DiskFull && give_up_reserve(&*self.disk, &self.data) => self.write_line(form, report),
            outcome => outcome,
        }
    }

    fn write_line(&mut self, form: &Form, report: &Report) -> Result<bool, FileError> {
        let value = report_json::draft(form, report);
        let Some(open) = &mut self.open else { return self.start(value).map(|()| true) };
        if !open.takes_lines {
            return self.start(value).map(|()| true);
        }
        // A disk that is too full for another journal may still take a line.
        if open.length >= LONGEST && self.start(value.clone()).is_ok() {
            return Ok(true);
        }
        let Some(open) = &mut self.open else { return Ok(false) };
        let changes = changes(&open.last, &value);
        if changes.is_empty() {
            return Ok(false);
        }
        let line = line(open.next, &json!({ "changes": changes }));
        if let Err(error) = self.disk.write(&mut open.file, line.as_bytes()) {
            // Part of the line may stand there, and a line behind it would not be read.
            open.takes_lines = false;
            return Err(FileError::writing(&error).at(&open.path));
        }
        open.next += 1;
        open.length += line.len();
        open.last = value;
        Ok(true)
    }

    /// What brings to the medium all that was written so far; `None` where nothing is open.
    pub(crate) fn syncing(&mut self) -> Option<Result<Syncing, FileError>> {
        let open = self.open.as_mut()?;
        let file = open.file.try_clone();
        Some(file.map_err(|error| FileError::writing(&error).at(&open.path)).map(|file| {
            let folder = (!open.is_on_medium).then(|| self.data.journals());
            Syncing { disk: Arc::clone(&self.disk), file, path: open.path.clone(), folder }
        }))
    }

    /// Whether that is the journal that is written now, and not one that was taken over or ended.
    pub(crate) fn is_writing(&self, path: &Path) -> bool {
        self.open.as_ref().is_some_and(|open| open.path == path)
    }

    /// The journal was brought to the medium: those it took over go.
    pub(crate) fn synced(&mut self) {
        let Some(open) = &mut self.open else { return };
        open.is_on_medium = true;
        for (path, _ownership) in self.replaces.drain(..) {
            // What stays is passed over, for this one names it.
            let _ = self.disk.remove(&path);
        }
    }

    /// What was written may not be on the medium, or is of another head: the next write starts the journal anew.
    pub(crate) fn distrust(&mut self) {
        if let Some(open) = &mut self.open {
            open.takes_lines = false;
        }
    }

    /// Ends the journal: all that is in it was saved, or given up by the clerk. The next write begins another.
    pub(crate) fn end(&mut self, next: Head) {
        self.head = next;
        let own = self.open.take().map(|open| (open.path, open.ownership));
        for (path, _ownership) in self.replaces.drain(..).chain(own) {
            // A journal that stays is offered again, and found to hold nothing new.
            let _ = self.disk.remove(&path);
        }
    }

    /// The next write begins a journal of that head, which takes this one over.
    pub(crate) fn rebase(&mut self, head: Head) {
        self.head = head;
        self.distrust();
    }

    /// Begins a journal with the report as it stands. Its lines stand there at once and survive the program; the medium comes after.
    fn start(&mut self, value: Value) -> Result<(), FileError> {
        let (path, ownership) = self.claim()?;
        let own = self.open.as_ref().map(|open| &open.path);
        let names = self.replaces.iter().map(|(path, _)| path).chain(own).filter_map(|path| name(path));
        let Head { document, path: of, base } = &self.head;
        let about = json!({
            "journal": FORMAT,
            "document": document,
            "path": of.as_ref().map(|path| path.to_string_lossy()),
            "base": base,
            "replaces": names.collect::<Vec<_>>(),
        });
        let text = line(0, &about) + &line(1, &json!({ "report": value }));
        let begun = self.disk.create(&path, true).and_then(|mut file| self.disk.write(&mut file, text.as_bytes()).map(|()| file));
        let file = begun.map_err(|error| {
            // What there was before stays; this one says nothing.
            let _ = self.disk.remove(&path);
            FileError::writing(&error).at(&path)
        })?;
        let new = OpenJournal { path, ownership, file, takes_lines: true, last: value, next: 2, length: text.len(), is_on_medium: false };
        match self.open.replace(new) {
            Some(old) if old.is_on_medium => self.replaces.push((old.path, old.ownership)),
            // This one is no worse than one that never got there, so that of many that fail two stand there, not all.
            Some(old) => _ = self.disk.remove(&old.path),
            None => {}
        }
        self.keep_reserve();
        Ok(())
    }

    /// Keeps room for a time when the disk is full; where there is none, there is none.
    fn keep_reserve(&self) {
        let path = reserve(&self.data);
        if let Ok(mut file) = self.disk.create(&path, true)
            && self.disk.write(&mut file, &incompressible(RESERVED)).is_err()
        {
            let _ = self.disk.remove(&path);
        }
    }

    /// A name that no other journal has or had, owned by this process. Names sort by age.
    fn claim(&self) -> Result<(PathBuf, Ownership), FileError> {
        static COUNTER: AtomicU32 = AtomicU32::new(0);
        let folder = self.data.journals();
        make_private(&folder, self.data.root()).map_err(|error| FileError::writing(&error).at(&folder))?;
        for _ in 0..1000 {
            let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
            let number = COUNTER.fetch_add(1, Ordering::Relaxed);
            let path = folder.join(format!("{since:013}-{}-{number}.{ENDING}", std::process::id()));
            if path.exists() {
                continue;
            }
            if let Some(ownership) = Ownership::claim(&path).map_err(|error| FileError::writing(&error).at(&path))? {
                return Ok((path, ownership));
            }
        }
        Err(FileError::writing(&io::ErrorKind::PermissionDenied.into()).at(&folder))
    }
}

/// The name by which another journal takes this one over.
pub(crate) fn name(journal: &Path) -> Option<&str> {
    journal.file_name()?.to_str()
}

/// Gives the room up that is kept for a full disk; says whether there is more of it now.
pub(crate) fn give_up_reserve(disk: &dyn Disk, data: &DataFolder) -> bool {
    disk.remove(&reserve(data)).is_ok()
}

fn reserve(data: &DataFolder) -> PathBuf {
    data.journals().join(RESERVE)
}

/// Bytes that no file system makes smaller.
fn incompressible(count: usize) -> Vec<u8> {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()
    };
    (0..count / 8).flat_map(|_| next()).collect()
}

/// Whether a file of the folder of journals is one.
pub(crate) fn is_journal(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == ENDING)
}

/// A line of a journal.
fn line(sequence: u64, body: &Value) -> String {
    let body = body.to_string();
    format!("{sequence} {:08x} {body}\n", checksum(sequence, &body))
}

fn checksum(sequence: u64, body: &str) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(&sequence.to_le_bytes());
    hasher.update(body.as_bytes());
    hasher.finalize()
}

/// What stands in a line, if it is whole and the one expected.
fn body(line: &[u8], sequence: u64) -> Option<Value> {
    let line = std::str::from_utf8(line.strip_suffix(b"\n")?).ok()?;
    let (number, rest) = line.split_once(' ')?;
    let (sum, body) = rest.split_once(' ')?;
    let right = number == sequence.to_string() && sum == format!("{:08x}", checksum(sequence, body));
    right.then(|| serde_json::from_str(body).ok()).flatten()
}

/// Reads a journal up to the first line that is cut off or damaged. `None` where not even the report in it can be read.
pub(crate) fn replay(bytes: &[u8]) -> Option<Replay> {
    let mut lines = bytes.split_inclusive(|byte| *byte == b'\n').zip(0..);
    let mut next = || lines.next().map(|(line, sequence)| body(line, sequence));
    let about = next()??;
    let text = |key: &str| about.get(key).and_then(Value::as_str).map(str::to_owned);
    (text("journal")? == FORMAT).then_some(())?;
    let head = Head { document: text("document").unwrap_or_default(), path: text("path").map(PathBuf::from), base: text("base") };
    let names = about.get("replaces").and_then(Value::as_array).into_iter().flatten();
    let replaces = names.filter_map(Value::as_str).map(str::to_owned).collect();
    let Value::Object(mut snapshot) = next()?? else { return None };
    let mut report = snapshot.remove("report")?;
    let mut change_all = |body: &Value| body.get("changes")?.as_array()?.iter().try_for_each(|change| apply(&mut report, change));
    let mut torn = false;
    while !torn && let Some(body) = next() {
        torn = body.and_then(|body| change_all(&body)).is_none();
    }
    Some(Replay { head, replaces, report, torn })
}

/// A process's hold on a journal, ended when dropped: as long as it runs, nobody else offers the journal for recovery.
#[derive(Debug)]
pub(crate) struct Ownership {
    path: PathBuf,
    file: Option<File>,
}

impl Ownership {
    /// Takes hold of a journal that somebody left; `None` where a running program has it.
    pub(crate) fn take(journal: &Path) -> Option<Self> {
        let path = journal.with_extension("lock");
        let file = match Self::open(&path) {
            // Somebody else's, or on a disk that is read-only: it can be seen all the same whether it is held.
            Err(error) if matches!(error.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem) => {
                match File::open(&path) {
                    // Where nobody can make a lock, nobody has one.
                    Err(error) if error.kind() == io::ErrorKind::NotFound => return Some(Self { path, file: None }),
                    opened => opened.ok()?,
                }
            }
            opened => opened.ok()?,
        };
        let free = match file.try_lock() {
            Ok(()) => is_named(&file, &path),
            Err(TryLockError::WouldBlock) => false,
            // The file system knows no locks, but the system knows who runs.
            Err(TryLockError::Error(_)) => writer_of(journal).is_none_or(|process| is_alive(process) != Some(true)),
        };
        // Not made and dropped again where another program has it: that would take its lock away.
        free.then(|| Self { path, file: Some(file) })
    }

    /// Takes hold of a journal that is about to begin, also where the file system knows no locks; `None` where its name is in use.
    fn claim(journal: &Path) -> io::Result<Option<Self>> {
        let path = journal.with_extension("lock");
        let file = Self::open(&path)?;
        let is_held = matches!(file.try_lock(), Err(TryLockError::WouldBlock));
        Ok((!is_held && is_named(&file, &path)).then(|| Self { path, file: Some(file) }))
    }

    fn open(path: &Path) -> io::Result<File> {
        File::options().read(true).write(true).create(true).truncate(false).open(path)
    }
}

/// The process that began a journal: `SINCE-PROCESS-NUMBER.journal`.
fn writer_of(journal: &Path) -> Option<u32> {
    name(journal)?.split('-').nth(1)?.parse().ok()
}

impl Drop for Ownership {
    fn drop(&mut self) {
        let Some(file) = self.file.take() else { return };
        // Elsewhere the name goes while the lock holds, so that nobody else's is removed; Windows lets go first.
        let file = if cfg!(windows) { None } else { Some(file) };
        let _ = std::fs::remove_file(&self.path);
        drop(file);
    }
}
