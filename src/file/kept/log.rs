//! The log of the last starts and of the program's own faults: what a maker needs, and no word of any report.

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;

use super::data_folder::DataFolder;
use super::names::make_private;

/// The most that is kept, in bytes; what is older goes.
const LARGEST: usize = 64 * 1024;

/// What a fault begins with, on a line of its own.
const FAULT: &str = "出错";

impl DataFolder {
    /// The log.
    #[must_use]
    pub fn log(&self) -> PathBuf {
        self.root().join("log.txt")
    }

    /// Writes down that the program has started: when, and what it is.
    pub fn note_start(&self, now: &str, what: &str) {
        self.note(&format!("{now} {what}\n"));
    }

    /// Writes down a fault of the program: when, where in its sources, and what had called it.
    pub fn note_fault(&self, now: &str, place: &str, calls: &str) {
        self.note(&format!("{FAULT} {now} {place}\n{}\n", calls.trim_end()));
    }

    /// The last fault with the start before it, as it is handed to a maker; `None` where there was none.
    #[must_use]
    pub fn last_fault(&self) -> Option<String> {
        let log = self.read_log();
        let lines: Vec<&str> = log.lines().collect();
        let at = lines.iter().rposition(|line| line.starts_with(FAULT))?;
        let (before, after) = lines.split_at_checked(at)?;
        // A call is indented or numbered; a start begins with its year.
        let start = before.iter().rfind(|line| line.starts_with("20"));
        let of_the_fault = after.iter().enumerate().take_while(|(number, line)| *number == 0 || !line.starts_with("20"));
        Some(start.into_iter().chain(of_the_fault.map(|(_, line)| line)).copied().collect::<Vec<_>>().join("\n"))
    }

    pub(super) fn read_log(&self) -> String {
        String::from_utf8_lossy(&fs::read(self.log()).unwrap_or_default()).into_owned()
    }

    /// A log that cannot be written is no trouble of the clerk's.
    fn note(&self, entry: &str) {
        let _made = make_private(self.root(), self.root());
        let before = self.read_log();
        if before.len() + entry.len() <= LARGEST {
            let mut options = fs::OpenOptions::new();
            options.create(true).append(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            let _written = options.open(self.log()).and_then(|mut log| log.write_all(entry.as_bytes()));
            return;
        }
        let mut room = (LARGEST / 2).saturating_sub(entry.len());
        let fits = |line: &&str| {
            let fits = line.len() < room;
            room = room.saturating_sub(line.len() + 1);
            fits
        };
        let mut kept: Vec<&str> = before.lines().rev().take_while(fits).collect();
        kept.reverse();
        let _written = fs::write(self.log(), format!("{}\n{entry}", kept.join("\n")));
    }
}
