//! The county's desk: a batch of reports that came in, each checked, sorted, sent back or passed, and added up.

mod adding;
mod beside;
mod came_in;
mod chart;
mod desk;
mod head;
mod jobs;
mod keeping;
mod list;
mod meant;
mod options;
mod paint;
mod place;
mod reading;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::{Context, Ui};

use super::commands::{Action, BatchPurpose, Command, Purpose};
use super::filing::work::{Progress, Work};
use super::look::theme::Theme;
use super::services::Services;
use super::settings::Remembered;
use crate::file::disk::Halt;
use crate::file::many::{Batch, BatchFile, OpenedBatch};
use crate::file::{FileError, has_known_ending, is_batch_path};
use crate::session::Session;
use desk::BatchDesk;

/// From when on it is said that a batch's file is being opened, in seconds; sooner it would only flicker.
const OPENING_TOLD_AFTER_S: f64 = 0.5;

/// Whether what was dropped on the window is a batch: several things, a batch's file, or what has no ending as files have one. The disk
/// is not asked what it is.
#[must_use]
pub(crate) fn is_batch(paths: &[PathBuf]) -> bool {
    let has_ending = |path: &PathBuf| {
        if has_known_ending(path) {
            return true;
        }
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        (1..=5).contains(&ending.len())
            && ending.bytes().all(|byte| byte.is_ascii_alphanumeric())
            && !ending.bytes().all(|byte| byte.is_ascii_digit())
    };
    paths.len() > 1 || paths.first().is_some_and(|path| is_batch_path(path) || !has_ending(path))
}

/// A command that has a meaning for a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum BatchCommand {
    Find,
    Save,
    SaveAs,
    Leave,
}

impl BatchCommand {
    fn of(command: Command) -> Option<Self> {
        match command {
            Command::Find => Some(Self::Find),
            Command::Save => Some(Self::Save),
            Command::SaveAs => Some(Self::SaveAs),
            Command::Leave => Some(Self::Leave),
            _ => None,
        }
    }
}

/// A batch's file while it is read.
struct Opening {
    path: PathBuf,
    work: Work<Result<OpenedBatch, FileError>>,
}

/// The batch that is worked on, where there is one.
#[derive(Default)]
pub(crate) struct Many {
    desk: Option<Box<BatchDesk>>,
    opening: Option<Opening>,
    /// A workbook that is being written.
    writing: Option<Work<Result<String, String>>>,
}

impl Many {
    /// Whether a batch takes the place of the start page.
    #[must_use]
    pub(crate) fn is_open(&self) -> bool {
        self.desk.is_some()
    }

    /// Whether something is under way beside the window.
    #[must_use]
    pub(crate) fn is_busy(&self) -> bool {
        self.opening.is_some() || self.writing.is_some() || self.desk.as_ref().is_some_and(|desk| desk.is_busy())
    }

    /// Whether a decision is on its way to the disk.
    #[must_use]
    pub(crate) fn is_saving(&self, context: &Context) -> bool {
        self.desk.as_ref().is_some_and(|desk| desk.holds_back_closing(context))
    }

    /// The title of the window.
    #[must_use]
    pub(crate) fn title(&self) -> Option<String> {
        self.desk.as_ref().map(|desk| desk.window_title())
    }

    /// Opens a batch: its file, or the folders and files in which reports came in.
    pub(crate) fn open(&mut self, context: &Context, services: &Services, paths: Vec<PathBuf>) {
        if let Some(path) = paths.iter().find(|path| is_batch_path(path)).cloned() {
            // It is on the desk already, as it stands.
            if self.desk.as_ref().is_some_and(|desk| desk.is_of(&path)) {
                return self.go_to();
            }
            let (workplace, place) = (services.workplace.clone(), path.clone());
            let work = Work::start(context, Halt::default(), move || BatchFile::open(&workplace, &place));
            self.opening = Some(Opening { path, work });
            return;
        }
        let mut batch = Batch::new(&(services.new_id)(), paths);
        batch.revision = 1;
        self.desk = Some(Box::new(BatchDesk::new(batch, BatchFile::unnamed(&services.workplace))));
    }

    /// The batch's file that is slow to come.
    pub(crate) fn slow_opening(&self, context: &Context) -> Option<&Path> {
        let opening = self.opening.as_ref()?;
        let left_s = OPENING_TOLD_AFTER_S - opening.work.waited_s(context);
        if left_s > 0.0 {
            // That it takes long is no event of the window.
            context.request_repaint_after_secs(left_s as f32);
        }
        (left_s <= 0.0).then_some(&opening.path)
    }

    /// Nobody waits for the batch's file any more.
    pub(crate) fn give_up_opening(&mut self) {
        self.opening = None;
    }

    /// Puts the batch away; all of it is on the disk, or on its way there.
    pub(crate) fn close(&mut self) {
        self.desk = None;
    }

    /// Takes what was done beside the window; gives what is to be told and done.
    pub(crate) fn poll(&mut self, context: &Context, services: &Services) -> Vec<Action> {
        let mut actions = Vec::new();
        if let Some(opening) = &self.opening {
            match opening.work.poll() {
                Progress::Pending => {}
                Progress::Done(Ok(OpenedBatch { batch, file, told })) => {
                    self.opening = None;
                    self.desk = Some(Box::new(BatchDesk::new(batch, file)));
                    actions.extend(told.map(Action::Tell));
                }
                Progress::Done(Err(error)) => {
                    self.opening = None;
                    actions.push(Action::Tell(error.to_string()));
                }
                Progress::Lost => {
                    self.opening = None;
                    actions.push(Action::Tell(super::filing::work::lost("没有打开").to_string()));
                }
            }
        }
        let written = match self.writing.as_ref().map(Work::poll) {
            None | Some(Progress::Pending) => None,
            Some(Progress::Done(Ok(sentence) | Err(sentence))) => Some(sentence),
            Some(Progress::Lost) => Some(super::filing::work::lost("没有导出").to_string()),
        };
        if let Some(sentence) = written {
            self.writing = None;
            actions.push(Action::Tell(sentence));
        }
        if let Some(desk) = &mut self.desk {
            actions.extend(desk.poll(context, services));
        }
        actions
    }

    /// Where a batch is kept now and what it is called, to be listed among the recent files.
    pub(crate) fn take_recent(&mut self) -> Option<(PathBuf, String)> {
        self.desk.as_mut()?.take_recent()
    }

    /// Writes the figures of a sum's units beside each other.
    pub(crate) fn write_units(&mut self, context: &Context, session: &Session, path: PathBuf, may_overwrite: bool) {
        let (form, report) = (Arc::clone(session.form()), session.report().clone());
        self.writing = Some(Work::start(context, Halt::default(), move || jobs::write_units(&form, &report, &path, may_overwrite)));
    }

    /// Draws the batch.
    pub(crate) fn ui(&mut self, ui: &mut Ui, services: &Services, remembered: &Remembered, theme: &Theme) -> Vec<Action> {
        self.desk.as_mut().map(|desk| desk.ui(ui, services, remembered, theme)).unwrap_or_default()
    }

    /// A file or a place was chosen for the batch; gives what follows.
    pub(crate) fn chosen(
        &mut self,
        context: &Context,
        services: &Services,
        purpose: BatchPurpose,
        path: PathBuf,
        may_overwrite: bool,
    ) -> Option<Action> {
        match (purpose, &mut self.desk) {
            (BatchPurpose::Inbox, None) => self.open(context, services, vec![path]),
            (purpose, Some(desk)) => return desk.chosen(context, services, purpose, path, may_overwrite),
            (_, None) => return Some(Action::Tell("这一批已经关上，没有做".to_owned())),
        }
        None
    }

    /// Whether a command has a meaning here.
    #[must_use]
    pub(crate) fn takes(&self, command: Command) -> bool {
        self.is_open() && BatchCommand::of(command).is_some()
    }

    /// Does a command; gives what follows. What has no meaning here is said.
    pub(crate) fn run(&mut self, command: Command) -> Option<Action> {
        let desk = self.desk.as_mut()?;
        let Some(own) = BatchCommand::of(command) else {
            return Some(Action::Tell(format!("审核一批时不能用“{}”", command.words())));
        };
        match (own, desk.read_only()) {
            (BatchCommand::Find, _) => desk.go_to_filter(),
            (BatchCommand::Leave, _) => self.close(),
            (BatchCommand::Save | BatchCommand::SaveAs, Some(reason)) => {
                return Some(Action::Tell(format!("{reason}，没有保存；要改请点“打开副本”")));
            }
            (BatchCommand::Save, None) if desk.has_file() => desk.save_now(),
            (BatchCommand::Save | BatchCommand::SaveAs, None) => return Some(Action::Ask(Purpose::Batch(BatchPurpose::Save))),
        }
        None
    }

    /// Shows the report of a part of a sum in the list; `false` where the batch has none of that name.
    pub(crate) fn show_part(&mut self, file: &str) -> bool {
        self.desk.as_mut().is_some_and(|desk| desk.show(file))
    }

    /// Gives the keys back to the list after a dialog or a report.
    pub(crate) fn go_to(&mut self) {
        if let Some(desk) = &mut self.desk {
            desk.go_to_list();
        }
    }
}
