//! What a batch reads beside the window: last year's reports first, then its places, each at its own pace.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::Context;

use super::place::{Place, With};
use crate::collection::batch::{Came, Seen};
use crate::collection::pairs::LastYears;
use crate::collection::units::Renamed;
use crate::file::disk::Halt;
use crate::file::has_known_ending;
use crate::file::many::Batch;
use crate::ui::filing::work::{Progress, Work};
use crate::ui::services::Services;

/// The most places that have a thread of their own; what else there is goes with the last one.
const MOST_PLACES: usize = 8;

/// How often it is looked whether something waits for a drive, in seconds.
const WATCH_S: f32 = 1.0;

/// From how many files on the title says how far the reading is.
const MUCH: usize = 100;

/// How far changes of the title stand apart, in seconds: each makes the desktop draw the window once more.
const TITLES_APART_S: f64 = 1.0;

/// The reading that is under way, and what was read of last year.
#[derive(Default)]
pub(super) struct Reading {
    last_years: Option<Arc<LastYears>>,
    /// Last year's reports while they are read, with what cannot be.
    preparing: Option<Preparing>,
    places: Vec<Place>,
    /// The reviewer stopped it: it begins again only when told.
    is_stopped: bool,
    /// How far it was when the title said so last, and when that was.
    titled: Option<(f64, usize, Option<usize>)>,
}

/// Last year's folder while it is read.
struct Preparing {
    folder: PathBuf,
    work: Work<(Arc<LastYears>, Vec<String>)>,
}

impl Reading {
    /// Last year's reports, as far as they were read.
    pub(super) fn last_years(&self) -> Arc<LastYears> {
        self.last_years.clone().unwrap_or_else(|| Arc::new(LastYears::Carried))
    }

    /// Whether it reads now.
    pub(super) fn is_under_way(&self) -> bool {
        self.preparing.is_some() || self.places.iter().any(Place::is_under_way)
    }

    /// How many files were read, and of how many once all are listed; `None` where nothing has to be.
    pub(super) fn progress(&self) -> Option<(usize, Option<usize>)> {
        let under_way = self.places.iter().filter_map(Place::progress);
        under_way.reduce(|(done, total), (more, of)| (done + more, total.zip(of).map(|(total, of)| total + of)))
    }

    /// How far it is, for the title of the window, where there is much to read.
    pub(super) fn in_title(&self) -> String {
        match self.titled {
            Some((_, done, Some(total))) if total >= MUCH => format!("（已读 {done}/{total}）"),
            Some((_, done, None)) if done > 0 => format!("（已读 {done}）"),
            _ => String::new(),
        }
    }

    /// The place that keeps it waiting.
    pub(super) fn waits_for(&self, context: &Context) -> Option<&Path> {
        let preparing = self.preparing.as_ref().filter(|preparing| preparing.work.is_slow(context));
        let now_s = context.input(|input| input.time);
        preparing.map(|preparing| preparing.folder.as_path()).or_else(|| self.places.iter().find_map(|place| place.waits_for(now_s)))
    }

    /// Stops reading until it is told to go on.
    pub(super) fn stop(&mut self) {
        (self.preparing, self.is_stopped) = (None, true);
        self.places.iter_mut().for_each(Place::stop);
    }

    /// Whether it was stopped.
    pub(super) fn is_stopped(&self) -> bool {
        self.is_stopped
    }

    /// Begins at once; with `anew` last year's reports are read again too.
    pub(super) fn begin_soon(&mut self, anew: bool) {
        if anew {
            (self.last_years, self.preparing) = (None, None);
            self.places.iter_mut().for_each(Place::stop);
        }
        self.is_stopped = false;
        self.places.iter_mut().for_each(Place::look_soon);
    }

    /// Begins to read what it is time for.
    pub(super) fn begin(
        &mut self,
        context: &Context,
        services: &Services,
        batch: &Batch,
        known: impl FnOnce() -> Arc<BTreeMap<PathBuf, Seen>>,
    ) {
        if self.is_stopped {
            return;
        }
        let Some(last_years) = self.last_years.clone().or_else(|| self.prepare(context, services, batch)) else { return };
        self.set_places(&batch.inbox);
        let now_s = context.input(|input| input.time);
        let (mut known, mut with) = (Some(known), None);
        for place in &mut self.places {
            let Some(next_s) = place.next_s() else { continue };
            if now_s < next_s {
                context.request_repaint_after_secs((next_s - now_s) as f32 + 0.05);
                continue;
            }
            if let Some(known) = known.take() {
                with = Some(With { known: known(), roots: batch.inbox.clone(), last_years: Arc::clone(&last_years) });
            }
            if let Some(with) = &with {
                place.begin(context, services, with.clone());
            }
        }
        if self.is_under_way() {
            context.request_repaint_after_secs(WATCH_S);
        }
    }

    /// Last year's reports, where they need not be read; else they are from now on.
    fn prepare(&mut self, context: &Context, services: &Services, batch: &Batch) -> Option<Arc<LastYears>> {
        let Some(folder) = batch.last_year.clone() else {
            return Some(Arc::clone(self.last_years.insert(Arc::new(LastYears::Carried))));
        };
        if self.preparing.is_none() {
            let renamed = Renamed::of(batch.renamed.iter().map(|(now, then)| (now.as_str(), then.as_str())));
            let (editions, disk, path) = (services.editions.clone(), Arc::clone(&services.workplace.disk), folder.clone());
            let work = Work::start(context, Halt::default(), move || {
                let mut told = Vec::new();
                let found = LastYears::of_folder(&path, renamed, &editions, &*disk, &mut |error| told.push(error.to_owned()));
                (Arc::new(found), told)
            });
            self.preparing = Some(Preparing { folder, work });
        }
        context.request_repaint_after_secs(WATCH_S);
        None
    }

    /// A thread for each folder; files that were named one by one go with those of their folder.
    fn set_places(&mut self, inbox: &[PathBuf]) {
        if inbox.len() == self.places.iter().map(|place| place.paths().len()).sum::<usize>() {
            return;
        }
        let mut groups: Vec<(&Path, Vec<PathBuf>)> = Vec::new();
        for path in inbox {
            // The disk is not asked what it is: it may not answer.
            let key = path.parent().filter(|_| has_known_ending(path)).unwrap_or(path);
            let is_full = groups.len() >= MOST_PLACES;
            match groups.iter_mut().find(|(known, _)| *known == key) {
                Some((_, paths)) => paths.push(path.clone()),
                None => match groups.last_mut().filter(|_| is_full) {
                    Some((_, paths)) => paths.push(path.clone()),
                    None => groups.push((key, vec![path.clone()])),
                },
            }
        }
        let mut before = std::mem::take(&mut self.places);
        self.places = groups
            .into_iter()
            .map(|(_, paths)| match before.iter().position(|place| place.paths() == paths) {
                Some(at) => before.swap_remove(at),
                None => Place::new(paths),
            })
            .collect();
    }

    /// Takes what came since the last frame, and what cannot be read of last year.
    pub(super) fn poll(&mut self, context: &Context) -> (Vec<Came>, Vec<String>) {
        let outcome = self.preparing.as_ref().map(|preparing| preparing.work.poll());
        let told = match outcome {
            None | Some(Progress::Pending) => Vec::new(),
            Some(Progress::Done((last_years, told))) => {
                (self.last_years, self.preparing) = (Some(last_years), None);
                told
            }
            Some(Progress::Lost) => {
                (self.last_years, self.preparing) = (Some(Arc::new(LastYears::Carried)), None);
                vec!["系统资源不足，没有读".to_owned()]
            }
        };
        let came = self.places.iter_mut().flat_map(|place| place.poll(context)).collect();
        let now_s = context.input(|input| input.time);
        match self.progress() {
            None => self.titled = None,
            Some((done, total)) if self.titled.is_none_or(|(then_s, ..)| now_s >= then_s + TITLES_APART_S) => {
                self.titled = Some((now_s, done, total));
            }
            Some(_) => {}
        }
        (came, told)
    }
}
