//! P-SAME: a section that stands word for word in last year's report.

use super::{finding, prose_sections};
use crate::check::{Case, Finding};

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
    let known = Hashes::of(then.windows(RUN).map(hash), then.len());
    let mut copied = 0;
    let mut counted_to = 0;
    for (at, window) in text.windows(RUN).enumerate() {
        if known.holds(hash(window)) {
            let end = at + RUN;
            copied += end - counted_to.max(at);
            counted_to = end;
        }
    }
    copied * 100 / text.len()
}

fn plain(text: &str) -> Vec<char> {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// FNV-1a over the characters; two different runs of eight share a hash too seldom to move a percentage.
fn hash(window: &[char]) -> u64 {
    window.iter().fold(0xcbf2_9ce4_8422_2325, |hash, c| (hash ^ u64::from(*c)).wrapping_mul(0x0100_0000_01b3))
}

/// A set of hashes, open addressed: this runs at every keystroke, and a sorted list takes five times as long.
struct Hashes {
    /// A power of two of places, at most half of them taken; 0 is a free one.
    places: Vec<u64>,
}

impl Hashes {
    fn of(hashes: impl Iterator<Item = u64>, count: usize) -> Self {
        let mut set = Self { places: vec![0; (count * 2).next_power_of_two().max(2)] };
        for hash in hashes {
            if let Some(place) = set.place(hash).and_then(|at| set.places.get_mut(at)) {
                *place = hash;
            }
        }
        set
    }

    fn holds(&self, hash: u64) -> bool {
        self.place(hash).and_then(|at| self.places.get(at)) == Some(&hash)
    }

    /// Where a hash stands, or would.
    fn place(&self, hash: u64) -> Option<usize> {
        let last = self.places.len() - 1;
        let start = (hash >> 32) as usize;
        (0..=last).map(|step| (start + step) & last).find(|at| self.places.get(*at).is_some_and(|found| *found == 0 || *found == hash))
    }
}
