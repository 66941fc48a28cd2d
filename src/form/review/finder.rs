//! Finds many words in one pass over a text (Aho–Corasick, character by character).

use std::fmt;
use std::sync::OnceLock;

use daachorse::{CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder, MatchKind};

type Automaton = CharwiseDoubleArrayAhoCorasick<u32>;

/// What finds a list of words, made when it is first asked. The list is the same at every call, and no word of it is empty.
#[derive(Clone, Default)]
pub(super) struct Finder(OnceLock<Option<Automaton>>);

impl Finder {
    /// Start, end and number in the list of the words in a text from the left, the longest at each place, none over another.
    pub(super) fn longest<'a>(
        &'a self,
        words: impl Iterator<Item = &'a str>,
        text: &'a str,
    ) -> impl Iterator<Item = (usize, usize, usize)> {
        let found = self.of(MatchKind::LeftmostLongest, words).map(|automaton| automaton.leftmost_find_iter(text));
        found.into_iter().flatten().map(|found| (found.start(), found.end(), found.value() as usize))
    }

    /// The same with words that stand over others.
    pub(super) fn every<'a>(&'a self, words: impl Iterator<Item = &'a str>, text: &'a str) -> impl Iterator<Item = (usize, usize, usize)> {
        let found = self.of(MatchKind::Standard, words).map(|automaton| automaton.find_overlapping_iter(text));
        found.into_iter().flatten().map(|found| (found.start(), found.end(), found.value() as usize))
    }

    fn of<'a>(&self, kind: MatchKind, words: impl Iterator<Item = &'a str>) -> Option<&Automaton> {
        self.0.get_or_init(|| CharwiseDoubleArrayAhoCorasickBuilder::new().match_kind(kind).build(words).ok()).as_ref()
    }
}

impl fmt::Debug for Finder {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_tuple("Finder").finish_non_exhaustive()
    }
}
