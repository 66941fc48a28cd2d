//! Work for thousands of reports, spread over the processors, the results in order and a few hundred at a time.

use rayon::prelude::*;

/// How many reports are in memory at once.
const AT_ONCE: usize = 256;

/// Does the work for every item on all processors and hands the results over in order, a few hundred at a time.
pub(crate) fn in_order<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync + Send, mut take: impl FnMut(&T, R)) {
    for chunk in items.chunks(AT_ONCE) {
        let done: Vec<R> = chunk.par_iter().map(&work).collect();
        for (item, result) in chunk.iter().zip(done) {
            take(item, result);
        }
    }
}
