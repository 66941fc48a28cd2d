//! The files that are reports, in the folders that are named and in those below.

use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use crate::file::has_known_ending;

/// The ending of what stands beside the reports in a folder of a reviewer: notes, lists of units. A report in it is read where it is named.
const NOTES: &str = "txt";

/// The endings of reports that are not read, and of which it is told what to do with them.
const UNREAD: [&str; 7] = ["doc", "wps", "et", "rtf", "odt", "mht", "mhtml"];

/// What is left aside in a folder: what other programs lock, hide or have not finished.
const ASIDE: [&str; 4] = [".", "~$", ".~", "~"];

/// What was found in the places that were named.
#[derive(Debug, Default)]
pub(crate) struct Files {
    /// The reports, those of a folder by their paths.
    pub reports: Vec<PathBuf>,
    /// Folders in which none was found.
    pub empty: Vec<PathBuf>,
    /// What could not be looked into, in sentences.
    pub trouble: Vec<String>,
}

/// The reports that the arguments mean: files as they are named, folders with all that is below them. Links are not followed, so
/// that nothing is met twice and no circle is walked; hidden and lock files are left out.
#[must_use]
pub(crate) fn reports_in(paths: &[PathBuf]) -> Files {
    let mut files = Files::default();
    for path in paths {
        if !path.is_dir() {
            files.reports.push(path.clone());
            continue;
        }
        let before = files.reports.len();
        let walk = WalkDir::new(path).follow_root_links(true).sort_by_file_name().into_iter();
        for entry in walk.filter_entry(|entry| entry.depth() == 0 || !is_aside(entry)) {
            match entry {
                Ok(entry) if entry.file_type().is_file() && is_report(entry.path()) => files.reports.push(entry.into_path()),
                Ok(_) => {}
                Err(error) => {
                    let place = error.path().unwrap_or(path).display().to_string();
                    let why = error.io_error().map(ToString::to_string).unwrap_or_default();
                    files.trouble.push(format!("文件夹无法读取（{why}）：{place}"));
                }
            }
        }
        if files.reports.len() == before {
            files.empty.push(path.clone());
        }
    }
    files
}

fn is_aside(entry: &DirEntry) -> bool {
    entry.file_name().to_str().is_some_and(|name| ASIDE.iter().any(|start| name.starts_with(start)))
}

fn is_report(path: &Path) -> bool {
    let Some(ending) = path.extension().and_then(|ending| ending.to_str()) else { return false };
    let is_unread = UNREAD.iter().any(|known| ending.eq_ignore_ascii_case(known));
    is_unread || has_known_ending(path) && !ending.eq_ignore_ascii_case(NOTES)
}
