//! Work for thousands of reports, spread over the processors, the results in order and a few hundred at a time.

use rayon::prelude::*;

/// How many reports are in memory at once.
const AT_ONCE: usize = 256;

/// How many are in the first turn, so that something is there at once.
const FIRST: usize = 16;

/// Does the work for every item on all processors and hands the results over in order, few at first and then a few hundred at a time,
/// as long as `take` wants more; gives whether it wanted all.
pub(crate) fn in_order_until<T: Sync, R: Send>(
    items: &[T],
    work: impl Fn(&T) -> R + Sync + Send,
    mut take: impl FnMut(Vec<R>) -> bool,
) -> bool {
    let (first, rest) = items.split_at(items.len().min(FIRST));
    let mut turns = std::iter::once(first).chain(rest.chunks(AT_ONCE));
    turns.all(|turn| turn.is_empty() || take(turn.par_iter().map(&work).collect()))
}

/// Does the work for every item on all processors and hands the results over in order, a few hundred at a time.
pub(crate) fn in_order<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync + Send, mut take: impl FnMut(&T, R)) {
    for chunk in items.chunks(AT_ONCE) {
        let done: Vec<R> = chunk.par_iter().map(&work).collect();
        for (item, result) in chunk.iter().zip(done) {
            take(item, result);
        }
    }
}
