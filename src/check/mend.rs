//! One change that mends all findings of a kind.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{Case, Finding, Spot};
use crate::report::Edit;

/// The change that makes the likeliest mend of each of these findings on prose, as one step; `None` where fewer than two have one.
#[must_use]
pub fn mend_all<'f>(case: Case<'_>, findings: impl IntoIterator<Item = &'f Finding>) -> Option<Edit> {
    let mut mends: BTreeMap<&str, Vec<(Range<usize>, String)>> = BTreeMap::new();
    for finding in findings {
        let Spot::Prose { section, .. } = &finding.spot else { continue };
        let Some(Edit::Prose { text: mended, .. }) = finding.fixes.first().map(|fix| &fix.edit) else { continue };
        let mend = difference(case.report.prose(section), mended);
        mends.entry(section).or_default().push(mend);
    }
    if mends.values().map(Vec::len).sum::<usize>() < 2 {
        return None;
    }
    let edits = mends.into_iter().map(|(section, mut mends)| {
        let mut text = case.report.prose(section).to_owned();
        // From the end, so that the places before stay; of two that overlap the first is made.
        mends.sort_by_key(|(range, _)| (range.start, range.end));
        mends.dedup_by(|later, earlier| later.0.start < earlier.0.end);
        for (range, new) in mends.into_iter().rev() {
            text.replace_range(range, &new);
        }
        Edit::Prose { section: section.to_owned(), text }
    });
    Some(Edit::All(edits.collect()))
}

/// What differs between a text and the same text mended: a range of the one, and what stands there in the other.
fn difference(text: &str, mended: &str) -> (Range<usize>, String) {
    let same = |(one, other): &(char, char)| one == other;
    let start: usize = text.chars().zip(mended.chars()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
    let (rest, mended) = (text.get(start..).unwrap_or_default(), mended.get(start..).unwrap_or_default());
    let end: usize = rest.chars().rev().zip(mended.chars().rev()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
    (start..text.len() - end, mended.get(..mended.len() - end).unwrap_or_default().to_owned())
}
