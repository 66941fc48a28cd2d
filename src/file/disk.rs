//! The disk as saving and the journal use it: a few operations, so that a test can make each of them fail.

use std::fmt::Debug;
use std::fs::{self, File, Metadata, OpenOptions, Permissions};
use std::io::{self, Read, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// What a path names; links are not followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// Nothing.
    Nothing,
    /// A regular file, and who may do what with it.
    File(Access),
    /// A symbolic link.
    Link,
    /// A folder, a device, a pipe.
    Other,
}

/// Who may do what with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access {
    /// Its permissions.
    pub permissions: Permissions,
    /// The number of its group, where the system has groups: on a shared folder colleagues write through it.
    pub group: Option<u32>,
}

impl From<&Metadata> for Access {
    fn from(metadata: &Metadata) -> Self {
        #[cfg(unix)]
        let group = Some(std::os::unix::fs::MetadataExt::gid(metadata));
        #[cfg(not(unix))]
        let group = None;
        Self { permissions: metadata.permissions(), group }
    }
}

/// Operations on files. [`SystemDisk`] is the real one.
pub trait Disk: Debug + Send + Sync {
    /// All bytes of a regular file; `FileTooLarge` without reading where there are more than `most`.
    fn read(&self, path: &Path, most: usize) -> io::Result<Vec<u8>>;
    /// What stands at a path.
    fn entry(&self, path: &Path) -> io::Result<Entry>;
    /// Makes a new, empty file; `AlreadyExists` where something has that name. `private`: for this user alone.
    fn create(&self, path: &Path, private: bool) -> io::Result<File>;
    /// Writes all bytes.
    fn write(&self, file: &mut File, bytes: &[u8]) -> io::Result<()>;
    /// Lets others do with an open file what that says; the group, where that is allowed.
    fn set_access(&self, file: &File, access: &Access) -> io::Result<()>;
    /// Waits until what was written is on the medium.
    fn sync(&self, file: &File) -> io::Result<()>;
    /// Puts a file in the place of another, in one step.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Waits until the names in a folder are on the medium.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;
    /// Takes a file away.
    fn remove(&self, path: &Path) -> io::Result<()>;

    /// Whether an error may pass when tried again: a virus scanner or an indexer has the file open (Windows only).
    fn is_held(&self, error: &io::Error) -> bool {
        cfg!(windows) && is_sharing_violation(error)
    }

    /// Lets time pass.
    fn pause(&self, time: Duration) {
        std::thread::sleep(time);
    }
}

/// Windows' access denied, sharing violation and lock violation.
#[must_use]
pub fn is_sharing_violation(error: &io::Error) -> bool {
    matches!(error.raw_os_error(), Some(5 | 32 | 33))
}

/// Gives work on a disk up: none of its operations begins after that. What hung in one, on a network drive that comes back,
/// so never puts an older state over a newer one.
#[derive(Debug, Clone, Default)]
pub struct Halt(Arc<AtomicBool>);

impl Halt {
    /// Gives it up.
    pub fn now(&self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

/// The same disk, until it is halted.
#[must_use]
pub fn halting(disk: Arc<dyn Disk>) -> (Arc<dyn Disk>, Halt) {
    let halt = Halt::default();
    (Arc::new(HaltingDisk { disk, halt: halt.clone() }), halt)
}

#[derive(Debug)]
struct HaltingDisk {
    disk: Arc<dyn Disk>,
    halt: Halt,
}

impl HaltingDisk {
    fn go_on(&self) -> io::Result<&dyn Disk> {
        if self.halt.0.load(Ordering::SeqCst) { Err(io::ErrorKind::Interrupted.into()) } else { Ok(&*self.disk) }
    }
}

impl Disk for HaltingDisk {
    fn read(&self, path: &Path, most: usize) -> io::Result<Vec<u8>> {
        self.go_on()?.read(path, most)
    }

    fn entry(&self, path: &Path) -> io::Result<Entry> {
        self.go_on()?.entry(path)
    }

    fn create(&self, path: &Path, private: bool) -> io::Result<File> {
        self.go_on()?.create(path, private)
    }

    fn write(&self, file: &mut File, bytes: &[u8]) -> io::Result<()> {
        self.go_on()?.write(file, bytes)
    }

    fn set_access(&self, file: &File, access: &Access) -> io::Result<()> {
        self.go_on()?.set_access(file, access)
    }

    fn sync(&self, file: &File) -> io::Result<()> {
        self.go_on()?.sync(file)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.go_on()?.rename(from, to)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.go_on()?.sync_folder(folder)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        // What was not finished is taken away all the same.
        self.disk.remove(path)
    }

    fn is_held(&self, error: &io::Error) -> bool {
        self.disk.is_held(error)
    }

    fn pause(&self, time: Duration) {
        self.disk.pause(time);
    }
}

/// The disk of this machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemDisk;

impl Disk for SystemDisk {
    fn read(&self, path: &Path, most: usize) -> io::Result<Vec<u8>> {
        // Asked before opening: to open a pipe would wait for its other end.
        let metadata = fs::metadata(path)?;
        if metadata.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        if !metadata.is_file() {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        let most = most as u64;
        if metadata.len() > most {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or_default());
        File::open(path)?.take(most + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > most { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(bytes) }
    }

    fn entry(&self, path: &Path) -> io::Result<Entry> {
        match fs::symlink_metadata(path) {
            Ok(metadata) if metadata.is_file() => Ok(Entry::File(Access::from(&metadata))),
            Ok(metadata) if metadata.is_symlink() => Ok(Entry::Link),
            Ok(_) => Ok(Entry::Other),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Entry::Nothing),
            Err(error) => Err(error),
        }
    }

    fn create(&self, path: &Path, private: bool) -> io::Result<File> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        if private {
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        }
        #[cfg(not(unix))]
        let _ = private;
        options.open(path)
    }

    fn write(&self, file: &mut File, bytes: &[u8]) -> io::Result<()> {
        file.write_all(bytes)
    }

    fn set_access(&self, file: &File, access: &Access) -> io::Result<()> {
        let now = Access::from(&file.metadata()?);
        #[cfg_attr(not(unix), expect(unused_mut))]
        let mut permissions = access.permissions.clone();
        #[cfg(unix)]
        if now.group != access.group && std::os::unix::fs::fchown(file, None, access.group).is_err() {
            use std::os::unix::fs::PermissionsExt as _;
            // Only who is of that group may give a file to it. Another group gets no more than everybody.
            permissions.set_mode(permissions.mode() & !0o070 | (permissions.mode() & 0o007) << 3);
        }
        if now.permissions == permissions { Ok(()) } else { file.set_permissions(permissions) }
    }

    fn sync(&self, file: &File) -> io::Result<()> {
        file.sync_all()
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        // Windows cannot open a folder as a file, and keeps names by itself.
        if cfg!(windows) { Ok(()) } else { File::open(folder)?.sync_all() }
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }
}

/// How long a file that another program holds is waited for: these pauses make 2 s.
const PAUSES_MS: [u64; 8] = [10, 20, 50, 120, 250, 400, 500, 650];

/// Does it; where another program holds the file, again and again for 2 s.
pub(crate) fn patiently<T>(disk: &dyn Disk, operation: impl Fn() -> io::Result<T>) -> io::Result<T> {
    for pause_ms in PAUSES_MS {
        match operation() {
            Err(error) if disk.is_held(&error) => disk.pause(Duration::from_millis(pause_ms)),
            done => return done,
        }
    }
    operation()
}

/// Waits until the names in a folder are on the medium; a file system without this (some network drives) has its own way of keeping them.
pub(crate) fn sync_names(disk: &dyn Disk, folder: &Path) -> io::Result<()> {
    match disk.sync_folder(folder) {
        Err(error) if matches!(error.kind(), io::ErrorKind::Unsupported | io::ErrorKind::InvalidInput) => Ok(()),
        outcome => outcome,
    }
}
