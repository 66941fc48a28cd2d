//! P-SAME: a section that stands word for word in last year's report.

use super::{finding, prose_sections};
use crate::check::{Case, Finding};
use crate::report::chart_named;

/// How many characters in a row count as copied.
const RUN: usize = 8;
/// Shorter sections are formulas that are the same every year.
const SHORTEST: usize = 60;

/// One finding for each section of which more than half is last year's.
pub(in crate::check) fn findings(case: Case<'_>) -> Vec<Finding> {
    let Some(last_year) = case.report.last_year.as_ref().filter(|_| case.form.review.asks("P-SAME")) else { return Vec::new() };
    let checked = prose_sections(case).filter(|(section, _)| case.form.review.copy_checked.iter().any(|id| id == section));
    let mut findings = Vec::new();
    for (section, text) in checked {
        let Some(then) = last_year.prose.get(section).filter(|then| !then.is_empty()) else { continue };
        let percent = copied_percent(text, then);
        if percent > 50 {
            let message = format!("本部分有 {percent}% 与上年度报告相同，请改写");
            findings.push(finding(section, 0..0, "P-SAME", message));
        }
    }
    findings
}

/// How much of a text stands in another in runs of eight characters and more, in whole percent.
fn copied_percent(text: &str, then: &str) -> usize {
    let (text, then) = (plain(text), plain(then));
    if text.len() < SHORTEST {
        return 0;
    }
    let known = Hashes::of(hashes(&then), then.len());
    let mut copied = 0;
    let mut counted_to = 0;
    for (at, hash) in hashes(&text).enumerate() {
        if known.holds(hash) {
            let end = at + RUN;
            copied += end - counted_to.max(at);
            counted_to = end;
        }
    }
    copied * 100 / text.len()
}

fn plain(text: &str) -> Vec<u32> {
    let mut plain = Vec::with_capacity(text.len() / 2);
    // A chart is no text, and is called the same every year.
    for line in text.lines().filter(|line| chart_named(line).is_none()) {
        // What most of it is, U+4000 to U+9FFF, is no blank.
        plain.extend(line.chars().filter(|c| matches!(c, '\u{4000}'..='\u{9fff}') || !c.is_whitespace()).map(u32::from));
    }
    plain
}

/// A hash of each run of eight characters, each made from the one before by what comes in and what goes out; two different runs share
/// one too seldom to move a percentage.
fn hashes(text: &[u32]) -> impl Iterator<Item = u64> {
    const BASE: u64 = 0x9e37_79b9_7f4a_7c15;
    let leaving = (1..RUN).fold(1_u64, |power, _| power.wrapping_mul(BASE));
    let begin = text.iter().take(RUN - 1);
    let mut rolled = begin.fold(0_u64, |rolled, c| rolled.wrapping_mul(BASE).wrapping_add(u64::from(*c)));
    text.windows(RUN).map(move |run| {
        let [first, .., last] = run else { return 0 };
        let whole = rolled.wrapping_mul(BASE).wrapping_add(u64::from(*last));
        rolled = whole.wrapping_sub(u64::from(*first).wrapping_mul(leaving));
        (whole ^ (whole >> 29)).wrapping_mul(BASE)
    })
}

/// A set of hashes, open addressed: this runs at every keystroke, and a sorted list takes five times as long.
struct Hashes {
    /// A power of two of places, at most half of them taken; 0 is a free one.
    places: Vec<u32>,
}

impl Hashes {
    fn of(hashes: impl Iterator<Item = u64>, count: usize) -> Self {
        let mut set = Self { places: vec![0; (count * 2).next_power_of_two().max(2)] };
        for hash in hashes {
            let (at, mark) = set.place(hash);
            if let Some(place) = set.places.get_mut(at) {
                *place = mark;
            }
        }
        set
    }

    fn holds(&self, hash: u64) -> bool {
        let (at, mark) = self.place(hash);
        self.places.get(at) == Some(&mark)
    }

    /// Where a hash stands, or would, and the mark of it: half of it says where the search begins, the other half what it is.
    fn place(&self, hash: u64) -> (usize, u32) {
        let last = self.places.len() - 1;
        let mark = u32::try_from(hash >> 32).unwrap_or_default().max(1);
        let mut at = usize::try_from(hash & u64::from(u32::MAX)).unwrap_or_default() & last;
        while self.places.get(at).is_some_and(|found| *found != 0 && *found != mark) {
            at = (at + 1) & last;
        }
        (at, mark)
    }
}
