//! One window for one user at one screen: a program that is started with a file hands it to the window that is open already.
//!
//! The window listens at a local socket in the data folder, on Windows at a named pipe, which other users cannot write to. The
//! visitor says which file it is; the window says whether it takes it; whoever waits too long goes on with a window of its own, and
//! what it asked for is not done later.

use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Sender, channel};
use std::thread;
use std::time::Duration;

use interprocess::local_socket::{GenericFilePath, Listener, ListenerOptions, Name, Stream, prelude::*};
use sha2::{Digest, Sha256};

use super::data_folder::DataFolder;
use super::lock::machine;
use super::names::{DOOR, DOOR_ENDING, make_private};

/// How long a visitor waits for an answer, all in all.
const PATIENCE: Duration = Duration::from_secs(2);

/// How long the window that was asked may take until it has looked.
const LOOKS_WITHIN: Duration = Duration::from_millis(1200);

/// The first line of a visit; the length of the path in bytes and the path follow.
const GREETING: &str = "nianbao 1";

/// What is answered where the file is taken.
const TAKEN: &[u8] = b"taken\n";

/// The longest path that is handed over, in bytes.
const LONGEST: usize = 32 * 1024;

/// What says at which screen a user sits: two of them stay apart, as do two machines that share the home folder.
const SEAT: [&str; 4] = ["DISPLAY", "WAYLAND_DISPLAY", "XDG_SESSION_ID", "SESSIONNAME"];

/// The place where a window of this user at this screen listens.
#[derive(Debug, Clone)]
pub struct Door {
    data: DataFolder,
    path: PathBuf,
}

/// What is heard at the door.
#[derive(Debug)]
pub enum Heard {
    /// Someone asks whether this window would open that file; what is not answered soon counts as no.
    Asks(PathBuf, Sender<bool>),
    /// Who asked has left it to this window: the file is to be opened.
    Left(PathBuf),
}

impl Door {
    /// The door of this user at this screen, as the environment has it.
    #[must_use]
    pub fn of_user(data: &DataFolder) -> Self {
        Self::at_seat(data, &|name| std::env::var_os(name))
    }

    /// The same with the environment handed in.
    #[must_use]
    pub fn at_seat(data: &DataFolder, variable: &dyn Fn(&str) -> Option<OsString>) -> Self {
        let mut hash = Sha256::new();
        hash.update(machine());
        hash.update(data.root().as_os_str().as_encoded_bytes());
        for name in SEAT {
            hash.update(format!("\n{name}="));
            hash.update(variable(name).unwrap_or_default().as_encoded_bytes());
        }
        let seat = hash.finalize().iter().take(8).fold(0_u64, |seat, byte| (seat << 8) | u64::from(*byte));
        let path = if cfg!(windows) {
            PathBuf::from(format!(r"\\.\pipe\nianbao-{seat:016x}"))
        } else {
            data.root().join(format!("{DOOR}{seat:016x}{DOOR_ENDING}"))
        };
        Self { data: data.clone(), path }
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Asks the window that is open to open that file. `false` where there is none, where it is asked something itself, or where it does
    /// not answer in time: then the file is this program's own to open.
    #[must_use]
    pub fn hand_over(&self, file: &Path) -> bool {
        // A name that is no text is rare enough for a window of its own.
        let Some(file) = std::path::absolute(file).ok().and_then(|path| path.to_str().map(str::to_owned)) else { return false };
        let door = self.clone();
        let (say, said) = channel();
        let visitor = thread::Builder::new().name("visitor".to_owned()).spawn(move || say.send(door.visit(&file).is_ok()));
        visitor.is_ok() && said.recv_timeout(PATIENCE) == Ok(true)
    }

    fn visit(&self, file: &str) -> io::Result<()> {
        let mut stream = Stream::connect(self.name()?)?;
        be_patient(&stream);
        stream.write_all(format!("{GREETING}\n{}\n{file}", file.len()).as_bytes())?;
        let mut answer = [0; TAKEN.len()];
        stream.read_exact(&mut answer)?;
        if answer == TAKEN { Ok(()) } else { Err(io::ErrorKind::ConnectionRefused.into()) }
    }

    /// Listens for others from now on, where no window does so already; `tell` is told what is heard, on a thread of its own. Where
    /// nobody can be listened for, each start has a window of its own.
    pub fn open(self, tell: impl Fn(Heard) + Send + 'static) {
        // Left alone: it ends with the program.
        let _listening = thread::Builder::new().name("door".to_owned()).spawn(move || {
            if let Some(listener) = self.listener() {
                listener.incoming().flatten().for_each(|mut stream| _ = welcome(&mut stream, &tell));
            }
        });
    }

    fn listener(&self) -> Option<Listener> {
        make_private(self.data.root(), self.data.root()).ok()?;
        if Stream::connect(self.name().ok()?).is_ok() {
            return None;
        }
        // What stands there is of a program that is dead. What this one leaves the next one takes.
        let options = ListenerOptions::new().name(self.name().ok()?).reclaim_name(false).try_overwrite(true);
        #[cfg(unix)]
        let options = interprocess::os::unix::local_socket::ListenerOptionsExt::mode(options, 0o600);
        options.create_sync().ok()
    }

    fn name(&self) -> io::Result<Name<'_>> {
        self.path.as_path().to_fs_name::<GenericFilePath>()
    }
}

/// Windows knows no patience of a pipe; there the visitor alone looks at the clock.
fn be_patient(stream: &Stream) {
    let _unknown = stream.set_recv_timeout(Some(PATIENCE.saturating_sub(Duration::from_millis(200))));
    let _unknown = stream.set_send_timeout(Some(PATIENCE));
}

/// Hears a visitor, asks the window, and answers.
fn welcome(stream: &mut Stream, tell: &dyn Fn(Heard)) -> io::Result<()> {
    be_patient(stream);
    let path = heard(stream)?;
    let (answer, answered) = channel();
    tell(Heard::Asks(path.clone(), answer));
    if answered.recv_timeout(LOOKS_WITHIN) != Ok(true) {
        return stream.write_all(b"refused");
    }
    // Who waited too long has closed; then nothing is opened here.
    stream.write_all(TAKEN)?;
    tell(Heard::Left(path));
    Ok(())
}

fn heard(stream: &mut Stream) -> io::Result<PathBuf> {
    let invalid = || io::Error::from(io::ErrorKind::InvalidData);
    if line(stream)? != GREETING {
        return Err(invalid());
    }
    let length = line(stream)?.parse::<usize>().ok().filter(|length| *length <= LONGEST).ok_or_else(invalid)?;
    let mut path = vec![0; length];
    stream.read_exact(&mut path)?;
    let path = PathBuf::from(String::from_utf8(path).map_err(|_| invalid())?);
    if path.is_absolute() { Ok(path) } else { Err(invalid()) }
}

/// A short line, without its end.
fn line(stream: &mut Stream) -> io::Result<String> {
    let mut line = Vec::new();
    let mut byte = [0];
    while line.len() < 32 {
        stream.read_exact(&mut byte)?;
        if byte == *b"\n" {
            return String::from_utf8(line).map_err(|_| io::ErrorKind::InvalidData.into());
        }
        line.extend(byte);
    }
    Err(io::ErrorKind::InvalidData.into())
}
