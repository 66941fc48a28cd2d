//! What two lists have in common, in order.

/// The places of what two lists have in common, in order: the most that stand in both in one order.
pub(super) fn common<A, B>(one: &[A], two: &[B], same: impl Fn(&A, &B) -> bool) -> Vec<(usize, usize)> {
    // What is alike at both ends is most of it; the rest is looked at pair by pair.
    let start = one.iter().zip(two).take_while(|(a, b)| same(a, b)).count();
    let (one_rest, two_rest) = (one.get(start..).unwrap_or_default(), two.get(start..).unwrap_or_default());
    let end = one_rest.iter().rev().zip(two_rest.iter().rev()).take_while(|(a, b)| same(a, b)).count();
    let middle = |rest: usize| rest - end;
    let (height, width) = (middle(one_rest.len()), middle(two_rest.len()));
    let mut found: Vec<_> = (0..start).map(|at| (at, at)).collect();
    if height.saturating_mul(width) <= MOST_PAIRS {
        let inner = longest(one_rest.get(..height).unwrap_or_default(), two_rest.get(..width).unwrap_or_default(), &same);
        found.extend(inner.into_iter().map(|(a, b)| (start + a, start + b)));
    }
    found.extend((0..end).map(|at| (start + height + at, start + width + at)));
    found
}

/// The most pairs of parts that are compared; past it all between the like ends counts as changed.
const MOST_PAIRS: usize = 4_000_000;

fn longest<A, B>(one: &[A], two: &[B], same: &impl Fn(&A, &B) -> bool) -> Vec<(usize, usize)> {
    let width = two.len() + 1;
    let mut lengths = vec![0_u32; (one.len() + 1) * width];
    let at = |lengths: &[u32], row: usize, column: usize| lengths.get(row * width + column).copied().unwrap_or_default();
    for (row, a) in one.iter().enumerate().rev() {
        for (column, b) in two.iter().enumerate().rev() {
            let length = if same(a, b) {
                at(&lengths, row + 1, column + 1) + 1
            } else {
                at(&lengths, row + 1, column).max(at(&lengths, row, column + 1))
            };
            if let Some(slot) = lengths.get_mut(row * width + column) {
                *slot = length;
            }
        }
    }
    let (mut row, mut column, mut found) = (0, 0, Vec::new());
    while let (Some(a), Some(b)) = (one.get(row), two.get(column)) {
        if same(a, b) {
            found.push((row, column));
            (row, column) = (row + 1, column + 1);
        } else if at(&lengths, row + 1, column) >= at(&lengths, row, column + 1) {
            row += 1;
        } else {
            column += 1;
        }
    }
    found
}
