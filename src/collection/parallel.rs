//! Work for thousands of reports, spread over the processors, the results in order and some at a time.

use std::cell::OnceCell;
use std::time::{Duration, Instant};

use rayon::prelude::*;

/// How many reports are in memory at once.
const AT_ONCE: usize = 256;

/// How many are in the first turn, so that something is there at once.
pub(crate) const FIRST: usize = 16;

/// What a turn should take at most, so that what is done comes in steps; where it took less than half of it, the next one is longer.
const STEP: Duration = Duration::from_millis(100);

/// Threads of one work's own, a thread for each processor: where a drive does not answer, those that wait for it keep no other work
/// waiting.
#[derive(Default)]
pub(crate) struct Workers(OnceCell<Option<rayon::ThreadPool>>);

impl Workers {
    /// Does the work for every item; gives the results in order.
    pub(crate) fn all<T: Sync, R: Send>(&self, items: &[T], work: impl Fn(&T) -> R + Sync + Send) -> Vec<R> {
        match self.0.get_or_init(|| rayon::ThreadPoolBuilder::new().build().ok()) {
            Some(threads) => threads.install(|| items.par_iter().map(work).collect()),
            // Without threads it takes longer.
            None => items.iter().map(work).collect(),
        }
    }

    /// Does the work for every item and hands the results over in order, few at first, then as many as are done in a step, as long as
    /// `take` wants more; gives whether it wanted all.
    pub(crate) fn in_steps<T: Sync, R: Send>(
        &self,
        mut items: &[T],
        work: impl Fn(&T) -> R + Sync + Send,
        mut take: impl FnMut(Vec<R>) -> bool,
    ) -> bool {
        let mut turn = FIRST;
        while !items.is_empty() {
            let (now, later) = items.split_at(items.len().min(turn));
            let begun = Instant::now();
            if !take(self.all(now, &work)) {
                return false;
            }
            items = later;
            let took = begun.elapsed();
            if took < STEP / 2 {
                turn = (turn * 2).min(AT_ONCE);
            } else if took > STEP {
                turn = (turn / 2).max(FIRST);
            }
        }
        true
    }
}

/// Does the work for every item on all processors and hands the results over in order, a few hundred at a time.
pub(crate) fn in_order<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync + Send, mut take: impl FnMut(&T, R)) {
    let workers = Workers::default();
    for chunk in items.chunks(AT_ONCE) {
        for (item, result) in chunk.iter().zip(workers.all(chunk, &work)) {
            take(item, result);
        }
    }
}
