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

/// What is met on the way through a place.
#[derive(Debug)]
pub(crate) enum Met {
    /// A report.
    Report(PathBuf),
    /// What could not be looked into, in a sentence.
    Trouble(String),
}

/// The reports that the arguments mean.
#[must_use]
pub(crate) fn reports_in(paths: &[PathBuf]) -> Files {
    let mut files = Files::default();
    for path in paths {
        let before = files.reports.len();
        for met in met_in(path) {
            match met {
                Met::Report(report) => files.reports.push(report),
                Met::Trouble(sentence) => files.trouble.push(sentence),
            }
        }
        if files.reports.len() == before {
            files.empty.push(path.clone());
        }
    }
    files
}

/// The reports of a place as they are met: a file as it is named, a folder with all that is below it. Links are not followed, so that
/// nothing is met twice and no circle is walked; hidden and lock files are left out.
pub(crate) fn met_in(path: &Path) -> impl Iterator<Item = Met> {
    let is_folder = path.is_dir();
    let alone = (!is_folder).then(|| Met::Report(path.to_owned()));
    let walk = is_folder.then(|| WalkDir::new(path).follow_root_links(true).sort_by_file_name().into_iter());
    let entries = walk.into_iter().flat_map(|walk| walk.filter_entry(|entry| entry.depth() == 0 || !is_aside(entry)));
    let met = |entry: Result<DirEntry, walkdir::Error>| match entry {
        Ok(entry) => (entry.file_type().is_file() && is_report(entry.path())).then(|| Met::Report(entry.into_path())),
        Err(error) => {
            let place = error.path().unwrap_or(path).display().to_string();
            let why = error.io_error().map(ToString::to_string).unwrap_or_default();
            Some(Met::Trouble(format!("文件夹无法读取（{why}）：{place}")))
        }
    };
    alone.into_iter().chain(entries.filter_map(met))
}

fn is_aside(entry: &DirEntry) -> bool {
    entry.file_name().to_str().is_some_and(|name| ASIDE.iter().any(|start| name.starts_with(start)))
}

fn is_report(path: &Path) -> bool {
    let Some(ending) = path.extension().and_then(|ending| ending.to_str()) else { return false };
    let is_unread = UNREAD.iter().any(|known| ending.eq_ignore_ascii_case(known));
    is_unread || has_known_ending(path) && !ending.eq_ignore_ascii_case(NOTES)
}
