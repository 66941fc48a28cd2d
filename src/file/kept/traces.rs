//! 清除本机痕迹: what the program keeps on this machine, taken away.

use std::fs;
use std::io;
use std::path::Path;

use super::data_folder::DataFolder;
use super::journal::{Ownership, is_journal};
use super::names::{files_in, is_unfinished};
use super::settings::Settings;
use super::versions::is_version;
use crate::file::FileError;

impl DataFolder {
    /// 清除本机痕迹: removes the journals of programs that no longer run, all versions and the list of recent files. The
    /// clerk's own files are not touched.
    ///
    /// # Errors
    /// What could not be removed, the path last; the rest is gone.
    pub fn clear_traces(&self) -> Result<Cleared, FileError> {
        let mut cleared = Cleared::default();
        let mut failed = None;
        let mut note = |outcome: io::Result<()>, path: &Path| match outcome {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                failed.get_or_insert(FileError::System("没有删除".to_owned()).at(path));
                false
            }
            _ => true,
        };
        let (journals, others): (Vec<_>, _) = files_in(&self.journals()).into_iter().partition(|path| is_journal(path));
        for journal in journals {
            match Ownership::take(&journal) {
                Some(_ownership) => cleared.journals += usize::from(note(fs::remove_file(&journal), &journal)),
                None => cleared.still_open += 1,
            }
        }
        // Room that is kept, and locks of programs that died; those of open journals stay.
        for file in others {
            if file.extension().is_some_and(|ending| ending == "lock") {
                // Taken and given up it is gone, where nobody has it.
                drop(Ownership::take(&file));
            } else {
                note(fs::remove_file(&file), &file);
            }
        }
        for folder in files_in(&self.versions()) {
            let count = files_in(&folder).iter().filter(|path| is_version(path)).count();
            cleared.versions += if note(fs::remove_dir_all(&folder), &folder) { count } else { 0 };
        }
        // They name units and files; what was saved into a file of its own is the reviewer's.
        for batch in files_in(&self.batches()) {
            note(fs::remove_file(&batch), &batch);
        }
        for file in [self.printed(), self.log()] {
            note(fs::remove_file(&file), &file);
        }
        let mut settings = Settings::load(self);
        cleared.recent = settings.recent.len();
        settings.recent.clear();
        // One that is damaged names files too.
        let saved = if self.settings().exists() { settings.save(self) } else { Ok(()) };
        for unfinished in files_in(self.root()).into_iter().filter(|path| is_unfinished(path)) {
            note(fs::remove_file(&unfinished), &unfinished);
        }
        failed.map_or(saved.map(|()| cleared), Err)
    }
}

/// What 清除本机痕迹 removed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cleared {
    /// Journals.
    pub journals: usize,
    /// Versions before a save.
    pub versions: usize,
    /// Recent files in the list.
    pub recent: usize,
    /// Journals of reports that are open now, which stay.
    pub still_open: usize,
}

impl Cleared {
    /// What was removed, in the clerk's words.
    #[must_use]
    pub fn sentence(&self) -> String {
        let stays = if self.still_open > 0 { format!("；另有 {} 份正在使用，已保留", self.still_open) } else { String::new() };
        format!("已清除：恢复记录 {} 份，历史版本 {} 份，最近文件 {} 条{stays}", self.journals, self.versions, self.recent)
    }
}
