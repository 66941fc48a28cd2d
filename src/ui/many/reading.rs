//! The inbox read beside the window, again and again: rows come as they are read, and only what changed is read anew.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::time::Duration;

use egui::Context;

use crate::collection::batch::{Came, Looker, Seen, look};
use crate::collection::pairs::LastYears;
use crate::collection::units::Renamed;
use crate::file::many::Batch;
use crate::ui::filing::work::{Progress, Work};
use crate::ui::services::Services;

/// How long the inbox rests before it is looked at again, in seconds.
const REST_S: f64 = 4.0;

/// How far frames stand apart while rows come.
const FRAMES_APART: Duration = Duration::from_millis(100);

/// The reading that is under way, and what was read of last year.
pub(super) struct Reading {
    under_way: Option<UnderWay>,
    last_years: Option<Arc<LastYears>>,
    next_s: f64,
    /// How many files were read, of how many.
    pub(super) progress: Option<(usize, usize)>,
    /// The clerk stopped it: it begins again only when told.
    is_stopped: bool,
}

struct UnderWay {
    came: Receiver<Came>,
    work: Work<(Arc<LastYears>, Vec<String>)>,
    stop: Arc<AtomicBool>,
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
    }
}

impl Reading {
    /// Nothing is read yet.
    pub(super) fn new() -> Self {
        Self { under_way: None, last_years: None, next_s: 0.0, progress: None, is_stopped: false }
    }

    /// Last year's reports, as far as they were read.
    pub(super) fn last_years(&self) -> Arc<LastYears> {
        self.last_years.clone().unwrap_or_else(|| Arc::new(LastYears::Carried))
    }

    /// Whether it reads now.
    pub(super) fn is_under_way(&self) -> bool {
        self.under_way.is_some()
    }

    /// Whether a drive keeps it waiting.
    pub(super) fn is_slow(&self, context: &Context) -> bool {
        self.under_way.as_ref().is_some_and(|under_way| under_way.work.is_slow(context)) && self.progress.is_none()
    }

    /// Stops reading until it is told to go on.
    pub(super) fn stop(&mut self) {
        (self.under_way, self.progress, self.is_stopped) = (None, None, true);
    }

    /// Whether it was stopped.
    pub(super) fn is_stopped(&self) -> bool {
        self.is_stopped
    }

    /// Begins at once; with `anew` last year's reports are read again too.
    pub(super) fn begin_soon(&mut self, anew: bool) {
        if anew {
            (self.last_years, self.under_way) = (None, None);
        }
        (self.next_s, self.is_stopped) = (0.0, false);
    }

    /// Begins to read where it is time.
    pub(super) fn begin(&mut self, context: &Context, services: &Services, batch: &Batch, known: impl FnOnce() -> BTreeMap<PathBuf, Seen>) {
        let now_s = context.input(|input| input.time);
        if self.under_way.is_some() || self.is_stopped {
            return;
        }
        if now_s < self.next_s {
            context.request_repaint_after_secs((self.next_s - now_s) as f32 + 0.05);
            return;
        }
        let (sender, came) = channel();
        let stop = Arc::new(AtomicBool::new(false));
        let (editions, fonts, inbox, known) = (services.editions.clone(), services.fonts.clone(), batch.inbox.clone(), known());
        let renamed = Renamed::of(batch.renamed.iter().map(|(now, then)| (now.as_str(), then.as_str())));
        let (folder, kept, stopped, window) = (batch.last_year.clone(), self.last_years.clone(), Arc::clone(&stop), context.clone());
        let work = Work::start(context, crate::file::disk::Halt::default(), move || {
            let (mut told, mut has_rows) = (Vec::new(), false);
            let last_years = kept.unwrap_or_else(|| {
                Arc::new(folder.map_or(LastYears::Carried, |folder| {
                    LastYears::of_folder(&folder, renamed, &editions, &mut |error| told.push(error.to_owned()))
                }))
            });
            let looker = Looker { editions: &editions, fonts: &fonts, last_years: &last_years };
            look(&inbox, &known, looker, |came| {
                // The first rows at once; then the frames leave the processors to the reading.
                let comes_alone = matches!(came, Came::Rows(_)) && std::mem::replace(&mut has_rows, true);
                let goes_on = !stopped.load(Ordering::SeqCst) && sender.send(came).is_ok();
                if comes_alone {
                    window.request_repaint_after(FRAMES_APART);
                } else {
                    window.request_repaint();
                }
                goes_on
            });
            (last_years, told)
        });
        self.under_way = Some(UnderWay { came, work, stop });
    }

    /// Takes what came since the last frame. What cannot be read of last year comes with the end.
    pub(super) fn poll(&mut self, context: &Context) -> (Vec<Came>, Vec<String>) {
        let Some(under_way) = &self.under_way else { return (Vec::new(), Vec::new()) };
        let mut all = Vec::new();
        let ended = loop {
            match under_way.came.try_recv() {
                Ok(came) => {
                    match &came {
                        Came::Total(total) => self.progress = (*total > 0).then_some((0, *total)),
                        Came::Rows(rows) => {
                            if let Some((done, _)) = &mut self.progress {
                                *done += rows.len();
                            }
                        }
                        Came::Done { .. } => {}
                    }
                    all.push(came);
                }
                Err(TryRecvError::Empty) => break false,
                Err(TryRecvError::Disconnected) => break true,
            }
        };
        let outcome = if ended { under_way.work.poll() } else { Progress::Pending };
        let told = match outcome {
            Progress::Pending => Vec::new(),
            Progress::Done((last_years, told)) => {
                self.last_years = Some(last_years);
                self.rest(context);
                told
            }
            Progress::Lost => {
                self.rest(context);
                Vec::new()
            }
        };
        (all, told)
    }

    fn rest(&mut self, context: &Context) {
        (self.under_way, self.progress) = (None, None);
        self.next_s = context.input(|input| input.time) + REST_S;
        context.request_repaint_after_secs(REST_S as f32);
    }
}
