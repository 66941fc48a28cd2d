//! One hand at a time: a lock file beside the report says who edits it, on which computer.
//!
//! The system holds the lock as long as the program runs, on shared folders too; a lock whose program died is simply
//! taken over.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::channel;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::file::disk::{Access, Disk, SystemDisk};

/// How long giving a lock up is waited for: the drive that it stands on may be gone.
const LONGEST_WAIT: Duration = Duration::from_millis(500);

/// Who edits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Who {
    /// The user's name.
    pub user: String,
    /// The computer's name.
    pub host: String,
    /// The number of the process.
    pub process: u32,
}

/// The right to edit a report, given back when dropped.
#[derive(Debug)]
pub struct Lock {
    path: PathBuf,
    file: Option<File>,
}

/// What came of asking for a lock.
#[derive(Debug)]
pub enum Locking {
    /// The report may be edited.
    Taken(Lock),
    /// Another program edits it; `None` where it does not say who.
    Held(Option<Who>),
    /// No lock can be kept here (a read-only folder, an odd file system); nobody is known to edit it.
    Unavailable,
}

impl Who {
    /// This user, this computer, this process.
    #[must_use]
    pub fn here() -> Self {
        let variable = |names: &[&str]| names.iter().find_map(|name| std::env::var(name).ok()).filter(|name| !name.is_empty());
        let host = || fs::read_to_string("/proc/sys/kernel/hostname").ok().map(|name| name.trim().to_owned());
        Self {
            user: variable(&["USER", "USERNAME", "LOGNAME"]).unwrap_or_else(|| "未知用户".to_owned()),
            host: variable(&["COMPUTERNAME"]).or_else(host).or_else(|| variable(&["HOSTNAME"])).unwrap_or_default(),
            process: std::process::id(),
        }
    }

    /// Who it is, in the clerk's words.
    #[must_use]
    pub fn sentence(&self) -> String {
        self.sentence_of("这份年报", "编辑")
    }

    /// The same of a batch of reports.
    #[must_use]
    pub(crate) fn sentence_of_batch(&self) -> String {
        self.sentence_of("这一批", "审核")
    }

    fn sentence_of(&self, what: &str, does: &str) -> String {
        let here = Self::here();
        if self.host == here.host && self.user == here.user {
            format!("{what}已在本机的另一个窗口打开，这里只能查看")
        } else if self.host.is_empty() {
            format!("{} 正在{does}{what}，这里只能查看", self.user)
        } else {
            format!("{}（电脑 {}）正在{does}{what}，这里只能查看", self.user, self.host)
        }
    }
}

impl Lock {
    /// Asks for the right to edit the report of that path.
    #[must_use]
    pub fn take(report: &Path, who: &Who) -> Locking {
        let path = lock_path(report);
        // Someone who gives a lock up removes the file; then what was locked here is no longer what has the name.
        for _ in 0..10 {
            match open_exclusively(&path) {
                Ok(Some(file)) if is_named(&file, &path) => {
                    // Whoever may write the report may lock it. The name is a courtesy: the lock holds without it.
                    if cfg!(unix) {
                        let _ = fs::metadata(report).and_then(|metadata| SystemDisk.set_access(&file, &Access::from(&metadata)));
                    }
                    let mut lock = Self { path, file: Some(file) };
                    let _ = lock.sign(who);
                    return Locking::Taken(lock);
                }
                Ok(Some(_)) => {}
                Ok(None) => return Locking::Held(holder(&path)),
                Err(_) => return Locking::Unavailable,
            }
        }
        Locking::Unavailable
    }

    fn sign(&mut self, who: &Who) -> io::Result<()> {
        let Some(file) = &mut self.file else { return Ok(()) };
        file.set_len(0)?;
        file.seek(SeekFrom::Start(0))?;
        file.write_all(&serde_json::to_vec(who)?)
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let (path, mut file) = (std::mem::take(&mut self.path), self.file.take());
        let (done, wait) = channel::<()>();
        let thread = std::thread::Builder::new().name("lock".to_owned()).spawn(move || {
            // Elsewhere the name goes while the lock holds, so that nobody else's lock is removed; Windows lets go first.
            if cfg!(windows) {
                file = None;
            }
            let _ = fs::remove_file(&path);
            drop((file, done));
        });
        if thread.is_ok() {
            let _ = wait.recv_timeout(LONGEST_WAIT);
        }
    }
}

/// `.~lock.NAME#` beside the report, as office programs name theirs.
fn lock_path(report: &Path) -> PathBuf {
    let name = report.file_name().unwrap_or_default().to_string_lossy();
    // A name may have 255 bytes.
    let mut end = name.len().min(240);
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    report.with_file_name(format!(".~lock.{}#", name.get(..end).unwrap_or_default()))
}

/// Opens or makes the lock file with the lock on it; `None` where another program holds it.
fn open_exclusively(path: &Path) -> io::Result<Option<File>> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    // Windows: others may read who it is, and cannot open it to write, which is the lock.
    #[cfg(windows)]
    std::os::windows::fs::OpenOptionsExt::share_mode(&mut options, 1);
    let file = match options.open(path) {
        Err(error) if cfg!(windows) && matches!(error.raw_os_error(), Some(32 | 33)) => return Ok(None),
        // Another user's: who may only read it sees all the same whether it is held.
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => match options.write(false).create(false).open(path) {
            Err(error) if cfg!(windows) && matches!(error.raw_os_error(), Some(32 | 33)) => return Ok(None),
            opened => opened?,
        },
        opened => opened?,
    };
    if cfg!(windows) {
        return Ok(Some(file));
    }
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

/// Whether the open file is still what has the name.
pub(crate) fn is_named(file: &File, path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        matches!((file.metadata(), fs::metadata(path)), (Ok(open), Ok(named)) if open.ino() == named.ino() && open.dev() == named.dev())
    }
    #[cfg(not(unix))]
    {
        let _ = (file, path);
        true
    }
}

/// The machine, and on it the world in which a number of a process means something: a sandbox has its own.
pub(crate) fn machine() -> String {
    let numbers = fs::read_link("/proc/self/ns/pid").unwrap_or_default();
    format!("{}\n{}", Who::here().host, numbers.display())
}

/// Whether a process of this machine runs; `None` where the system is not known to tell.
pub(crate) fn is_alive(process: u32) -> Option<bool> {
    let processes = Path::new("/proc");
    processes.join("self").exists().then(|| processes.join(process.to_string()).exists())
}

fn holder(path: &Path) -> Option<Who> {
    let mut text = String::new();
    File::open(path).ok()?.take(4096).read_to_string(&mut text).ok()?;
    serde_json::from_str(&text).ok()
}
