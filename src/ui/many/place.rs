//! Folders of a batch that are looked at by a thread of their own, again and again: rows come as they are read, only what changed is read
//! anew, and a drive that does not answer keeps no other one waiting.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::time::Duration;

use egui::Context;

use crate::collection::batch::{Came, Inbox, Looker, Seen, look};
use crate::collection::pairs::LastYears;
use crate::file::disk::Halt;
use crate::ui::filing::work::{Progress, Work};
use crate::ui::services::Services;

/// How long a place rests before it is looked at again, in seconds.
const REST_S: f64 = 4.0;

/// How far frames stand apart in which rows come, so that the processors are left to the reading.
const FRAMES_APART: Duration = Duration::from_millis(400);

/// When it is said that a place does not answer, in seconds.
const SLOW_AFTER_S: f64 = 3.0;

/// Folders and files that are looked at together.
pub(super) struct Place {
    paths: Vec<PathBuf>,
    under_way: Option<UnderWay>,
    next_s: f64,
}

struct UnderWay {
    came: Receiver<Came>,
    /// Nothing comes of it but what comes on the way.
    work: Work<()>,
    is_over: bool,
    stop: Arc<AtomicBool>,
    done: usize,
    total: Option<usize>,
    /// When something came last, in seconds of the window's clock.
    heard_s: f64,
}

impl UnderWay {
    /// How long what came since is left for a later frame, in seconds: the first rows and the end are not.
    fn rests_s(&mut self, now_s: f64) -> Option<f64> {
        self.is_over |= !matches!(self.work.poll(), Progress::Pending);
        let left_s = self.heard_s + FRAMES_APART.as_secs_f64() - now_s;
        (!self.is_over && self.done > 0 && left_s > 0.0).then_some(left_s)
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
    }
}

/// What a place is looked at with.
#[derive(Clone)]
pub(super) struct With {
    pub(super) known: Arc<BTreeMap<PathBuf, Seen>>,
    pub(super) roots: Vec<PathBuf>,
    pub(super) last_years: Arc<LastYears>,
}

impl Place {
    /// A place that was not looked at yet.
    pub(super) fn new(paths: Vec<PathBuf>) -> Self {
        Self { paths, under_way: None, next_s: 0.0 }
    }

    /// What is looked at.
    pub(super) fn paths(&self) -> &[PathBuf] {
        &self.paths
    }

    /// Whether it is looked at now.
    pub(super) fn is_under_way(&self) -> bool {
        self.under_way.is_some()
    }

    /// When it is looked at next, in seconds of the window's clock; `None` while it is.
    pub(super) fn next_s(&self) -> Option<f64> {
        self.under_way.is_none().then_some(self.next_s)
    }

    /// How many files were read, and of how many once they are listed; `None` where nothing has to be.
    pub(super) fn progress(&self) -> Option<(usize, Option<usize>)> {
        self.under_way.as_ref().map(|under_way| (under_way.done, under_way.total)).filter(|(done, total)| *done > 0 || *total > Some(0))
    }

    /// The place that keeps it waiting.
    pub(super) fn waits_for(&self, now_s: f64) -> Option<&Path> {
        let under_way = self.under_way.as_ref()?;
        self.paths.first().filter(|_| now_s >= under_way.heard_s + SLOW_AFTER_S).map(PathBuf::as_path)
    }

    /// Stops looking.
    pub(super) fn stop(&mut self) {
        self.under_way = None;
    }

    /// Looks at it with the next frame.
    pub(super) fn look_soon(&mut self) {
        self.next_s = 0.0;
    }

    /// Looks at it from now on.
    pub(super) fn begin(&mut self, context: &Context, services: &Services, with: With) {
        let (sender, came) = channel();
        let stop = Arc::new(AtomicBool::new(false));
        let (editions, fonts, disk) = (services.editions.clone(), services.fonts.clone(), Arc::clone(&services.workplace.disk));
        let (places, stopped, window) = (self.paths.clone(), Arc::clone(&stop), context.clone());
        let work = Work::start(context, Halt::default(), move || {
            let mut has_rows = false;
            let looker = Looker { editions: &editions, fonts: &fonts, last_years: &with.last_years, disk: &*disk };
            look(Inbox { places: &places, roots: &with.roots, known: &with.known }, looker, |came| {
                // The first rows at once, the others when it is time for a frame; the end of the work asks for one itself.
                let apart = match &came {
                    Came::Rows(_) if !std::mem::replace(&mut has_rows, true) => Some(Duration::ZERO),
                    Came::Total(0) | Came::Done { .. } => None,
                    Came::Total(_) | Came::Rows(_) => Some(FRAMES_APART),
                };
                let goes_on = !stopped.load(Ordering::SeqCst) && sender.send(came).is_ok();
                if let Some(apart) = apart {
                    window.request_repaint_after(apart);
                }
                goes_on
            });
        });
        let heard_s = context.input(|input| input.time);
        self.under_way = Some(UnderWay { came, work, is_over: false, stop, done: 0, total: None, heard_s });
    }

    /// Takes what came since the last frame.
    pub(super) fn poll(&mut self, context: &Context) -> Vec<Came> {
        let now_s = context.input(|input| input.time);
        let Some(under_way) = &mut self.under_way else { return Vec::new() };
        if let Some(left_s) = under_way.rests_s(now_s) {
            context.request_repaint_after_secs(left_s as f32);
            return Vec::new();
        }
        let mut all = Vec::new();
        let has_ended = loop {
            match under_way.came.try_recv() {
                Ok(came) => {
                    match &came {
                        Came::Total(total) => under_way.total = Some(*total),
                        Came::Rows(rows) => under_way.done += rows.len(),
                        Came::Done { .. } => {}
                    }
                    under_way.heard_s = now_s;
                    all.push(came);
                }
                Err(TryRecvError::Empty) => break false,
                Err(TryRecvError::Disconnected) => break true,
            }
        };
        if has_ended {
            (self.under_way, self.next_s) = (None, now_s + REST_S);
        }
        all
    }
}
