//! Opening beside the window: reports, versions and last year's reports are read on a thread of their own, for the drive may be slow
//! or gone. What is typed meanwhile goes to what is being opened.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use egui::Context;

use super::room::Room;
use super::work::{Progress, Work, lost};
use crate::file::disk::{Halt, halting};
use crate::file::kept::versions::{Version, newest_good};
use crate::file::{Document, FileError, Opened, Workplace, open_to_ask_on, real};
use crate::form::Editions;
use crate::ui::commands::typed_ahead::{self, Hold};
use crate::ui::desk::Desk;
use crate::ui::dialogs::{Dialog, SlowOpening};

/// From when on it is said that something is being opened, in seconds; sooner it would only flicker.
const TOLD_AFTER_S: f64 = 0.5;

/// A dialog is measured in the frame in which it comes and seen from the next one on; what is typed before was typed without it.
const UNSEEN_FRAMES: u32 = 2;

/// What a file is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    /// To work on.
    Report,
    /// To go on with what was not saved.
    Recovered,
    /// To go on with it in another file.
    RecoveredElsewhere,
    /// To go on with a version, in place of a file that cannot be read.
    Version,
    /// To compare with.
    LastYear,
    /// To start a new report from.
    FromLast,
    /// To be laid over the empty report on the desk: a whole page that was pasted.
    Pasted,
}

/// What was read.
pub(super) enum Read {
    /// A report with its file, lock and journal.
    Document(Box<(Document, Opened)>),
    /// A report alone.
    Report(Box<Opened>),
    /// The file that is on the desk already, by another name: its own lock would make it read-only.
    Own(PathBuf),
    /// Nothing: why, and the newest version that can be read, with what it is of.
    Nothing(FileError, Option<(Version, String)>),
}

/// The report on the desk and its state.
type State = Option<(String, u64)>;

/// A file that is being opened.
struct Opening {
    wanted: Wanted,
    path: PathBuf,
    work: Work<Read>,
    /// The report that was on the desk when it began, and its state.
    before: State,
}

/// A file that was opened.
pub(super) struct Came {
    /// What for.
    pub wanted: Wanted,
    /// The file.
    pub path: PathBuf,
    /// What was read.
    pub read: Read,
    before: State,
}

/// Openings beside the window.
#[derive(Default)]
pub(super) struct Openings {
    now: Option<Opening>,
    /// Those that nobody waits for any more. Until they end they may hold a lock or a journal.
    given_up: Vec<Opening>,
    /// What is done with what was typed, once a dialog that came with what was opened has been seen.
    after_dialog: Option<AfterDialog>,
}

/// A dialog came with what was opened. What was typed before it was seen must not answer it.
struct AfterDialog {
    /// How many frames it takes until it is seen.
    unseen_frames: u32,
    /// Whether what was typed goes on once the dialog is answered; else it is dropped.
    goes_on: bool,
}

impl Wanted {
    /// Whether what is on the desk, or the start page, gives way to it.
    #[must_use]
    pub(super) fn takes_the_desk(self) -> bool {
        matches!(self, Self::Report | Self::Version) || self.is_recovered()
    }

    /// Whether it goes on with what was not saved.
    #[must_use]
    pub(super) fn is_recovered(self) -> bool {
        matches!(self, Self::Recovered | Self::RecoveredElsewhere)
    }

    /// What is said where nothing can be read.
    #[must_use]
    pub(super) fn failed(self) -> &'static str {
        match self {
            Self::Report | Self::Recovered | Self::RecoveredElsewhere | Self::Version => "打不开",
            Self::LastYear => "没有导入",
            Self::Pasted => "没有粘贴",
            Self::FromLast => "不能从这份开始",
        }
    }
}

impl Came {
    /// Whether the desk is as it was when the opening began.
    #[must_use]
    pub(super) fn finds_the_desk_as_it_was(&self, desk: Option<&Desk>) -> bool {
        desk.map(Desk::state) == self.before
    }
}

impl Openings {
    /// Whether something is being opened.
    #[must_use]
    pub(super) fn is_under_way(&self) -> bool {
        self.now.is_some()
    }

    /// Whether anything is left to be done beside the window.
    #[must_use]
    pub(super) fn is_busy(&self) -> bool {
        self.now.is_some() || !self.given_up.is_empty()
    }

    /// Whether the start page gives way to what is opened.
    #[must_use]
    pub(super) fn takes_the_desk(&self) -> bool {
        self.now.as_ref().is_some_and(|opening| opening.wanted.takes_the_desk())
    }

    /// Opens a report with its lock and journal; what stands on the desk stays until it is read.
    pub(super) fn open(&mut self, room: &mut Room<'_>, path: &Path) {
        let is_this = |opening: &Opening| opening.wanted == Wanted::Report && opening.path == path;
        if self.now.as_ref().is_some_and(is_this) {
            return;
        }
        // What it holds is given up before it is asked for again.
        self.give_up(room);
        if let Some(at) = self.given_up.iter().position(is_this) {
            // It has the lock already, or soon will.
            let work = self.given_up.swap_remove(at).work;
            return self.wait_for(room, Wanted::Report, path, work);
        }
        let of = path.to_owned();
        let own = room.desk.as_ref().and_then(|desk| desk.document().path().map(Path::to_owned));
        self.begin(room, Wanted::Report, path, Halt::default(), move |workplace, editions| {
            let of = real(&of).unwrap_or(of);
            if let Some(own) = own.filter(|own| *own == of) {
                return Read::Own(own);
            }
            match Document::open(workplace, &of, editions) {
                Ok(opened) => Read::Document(Box::new(opened)),
                Err(error) => {
                    let good = workplace.data.as_ref().and_then(|data| newest_good(&*workplace.disk, data, &of, editions));
                    Read::Nothing(error, good.map(|(version, opened)| (version, opened.report.title())))
                }
            }
        });
    }

    /// Reads a report that takes no lock: a version, or last year's.
    pub(super) fn read(&mut self, room: &mut Room<'_>, wanted: Wanted, path: &Path) {
        let (disk, halt) = halting(Arc::clone(&room.services.workplace.disk));
        let of = path.to_owned();
        self.begin(room, wanted, path, halt, move |_, editions| match open_to_ask_on(&*disk, &of, editions) {
            Ok(opened) => Read::Report(Box::new(opened)),
            Err(error) => Read::Nothing(error, None),
        });
    }

    /// Begins to read in a way of its own.
    pub(super) fn begin(
        &mut self,
        room: &mut Room<'_>,
        wanted: Wanted,
        path: &Path,
        halt: Halt,
        read: impl FnOnce(&Workplace, &Editions) -> Read + Send + 'static,
    ) {
        let (workplace, editions) = (room.services.workplace.clone(), room.services.editions.clone());
        let work = Work::start(room.context, halt, move || read(&workplace, &editions));
        self.wait_for(room, wanted, path, work);
    }

    fn wait_for(&mut self, room: &mut Room<'_>, wanted: Wanted, path: &Path, work: Work<Read>) {
        self.give_up(room);
        if self.after_dialog.take().is_some() && !wanted.is_recovered() {
            // It was typed for another report.
            typed_ahead::hold(room.context, Hold::Drop);
        }
        room.flush();
        let before = room.desk.as_ref().map(Desk::state);
        typed_ahead::hold(room.context, Hold::All);
        self.now = Some(Opening { wanted, path: path.to_owned(), work, before });
    }

    /// Gives up what is being opened, and what was typed for it.
    pub(super) fn give_up(&mut self, room: &mut Room<'_>) {
        let Some(opening) = self.now.take() else { return };
        room.dialogs.close_if(|dialog| matches!(dialog, Dialog::Opening(_)));
        typed_ahead::hold(room.context, Hold::Drop);
        self.given_up.push(opening);
    }

    /// Lets go of what was given up and has ended; says whether something that was to be recovered is among it.
    pub(super) fn sweep_given_up(&mut self) -> bool {
        let has_ended = |opening: &mut Opening| !matches!(opening.work.poll(), Progress::Pending);
        // Dropped, they let go of locks and journals.
        let ended: Vec<_> = self.given_up.extract_if(.., has_ended).map(|opening| opening.wanted).collect();
        ended.into_iter().any(Wanted::is_recovered)
    }

    /// Takes what was read since the last frame. For what can be recovered it waits as long as `wait_s` says.
    pub(super) fn poll(&mut self, room: &mut Room<'_>, wait_s: Option<f64>) -> Option<Came> {
        let Some(opening) = &self.now else {
            self.poll_after_dialog(room);
            return None;
        };
        let is_asked = room.dialogs.open().is_some_and(|dialog| !matches!(dialog, Dialog::Opening(_)));
        if is_asked || room.is_asking() {
            // What is asked is answered first.
            typed_ahead::hold(room.context, Hold::Pass);
            return None;
        }
        if let Some(left_s) = wait_s.filter(|left_s| *left_s > 0.0) {
            // That it takes long is no event of the window.
            room.context.request_repaint_after(Duration::from_secs_f64(left_s));
            self.tell(room);
            return None;
        }
        let read = match opening.work.poll() {
            Progress::Pending => {
                self.tell(room);
                return None;
            }
            Progress::Done(read) => read,
            Progress::Lost => Read::Nothing(lost("没有打开"), None),
        };
        let Opening { wanted, path, before, .. } = self.now.take()?;
        room.dialogs.close();
        Some(Came { wanted, path, read, before })
    }

    fn tell(&self, room: &mut Room<'_>) {
        let Some(opening) = &self.now else { return };
        let left_s = TOLD_AFTER_S - opening.work.waited_s(room.context);
        if left_s > 0.0 {
            typed_ahead::hold(room.context, Hold::All);
            room.context.request_repaint_after(Duration::from_secs_f64(left_s));
        } else {
            typed_ahead::hold(room.context, Hold::Keys);
            if !room.dialogs.is_open() {
                room.dialogs.show(Dialog::Opening(SlowOpening { path: opening.path.clone() }));
                room.context.request_repaint();
            }
        }
    }

    /// Decides what becomes of what was typed, once what was read is where it belongs.
    pub(super) fn settle(&mut self, room: &Room<'_>, wanted: Wanted, is_nothing: bool) {
        if self.is_under_way() {
            // It is opened by its own name now, and so what was typed goes on waiting.
            return;
        }
        if room.dialogs.is_quiet() {
            let_go(room.context, Hold::No);
        } else {
            // Beside last year's report the desk stays in view, and was typed for.
            let goes_on = wanted == Wanted::LastYear || (wanted.takes_the_desk() && !is_nothing);
            self.after_dialog = Some(AfterDialog { unseen_frames: UNSEEN_FRAMES, goes_on });
            let_go(room.context, Hold::All);
        }
    }

    fn poll_after_dialog(&mut self, room: &Room<'_>) {
        let Some(after) = &mut self.after_dialog else { return };
        after.unseen_frames = after.unseen_frames.saturating_sub(1);
        if after.unseen_frames > 0 {
            return room.context.request_repaint();
        }
        if !after.goes_on {
            self.after_dialog = None;
            let_go(room.context, Hold::Drop);
        } else if room.dialogs.is_open() {
            typed_ahead::hold(room.context, Hold::Pass);
        } else {
            self.after_dialog = None;
            let_go(room.context, Hold::No);
        }
    }
}

/// Does that with what was typed, and draws what it does.
pub(super) fn let_go(context: &Context, hold: Hold) {
    typed_ahead::hold(context, hold);
    context.request_repaint();
}
