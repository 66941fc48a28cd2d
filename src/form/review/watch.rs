//! The words that several rules look for, found in one pass over a text.

use std::collections::BTreeMap;

use super::ReviewData;
use super::finder::Finder;

/// What a word is looked for as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Watch {
    /// Left of a template.
    Left,
    /// A place in [`ReviewData::own_names`].
    Own(usize),
    /// A place among the slips of [`ReviewData::laws`].
    Slip(usize),
    /// What stands before a number of [`ReviewData::laws`].
    Before(usize),
    /// A number of a document itself: the series, and the place in it.
    Number(usize, usize),
    /// A place in [`ReviewData::stale`].
    Stale(usize),
    /// A word behind which a person may be named.
    Role,
    /// A word before an address.
    Lives,
    /// A word before an ID number.
    Identity,
}

/// A word in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Watched {
    /// Its first byte.
    pub start: usize,
    /// The byte behind it.
    pub end: usize,
    /// What it is looked for as.
    pub what: Watch,
}

/// The words, and what finds them.
#[derive(Debug, Clone, Default)]
pub struct WatchWords {
    words: Vec<(String, Vec<Watch>)>,
    finder: Finder,
}

impl WatchWords {
    /// The words of a definition.
    pub(super) fn of(data: &ReviewData) -> Self {
        let mut words: BTreeMap<&str, Vec<Watch>> = BTreeMap::new();
        let watch = |word: &str, what: Watch| (!word.is_empty()).then(|| (word.to_owned(), what));
        let mut listed = Vec::new();
        let every = |list: &[String], what: Watch| list.iter().map(move |word| (word.clone(), what)).collect::<Vec<_>>();
        listed.extend(every(&data.left_words, Watch::Left));
        listed.extend(data.own_names.iter().enumerate().filter_map(|(at, own)| watch(&own.word, Watch::Own(at))));
        listed.extend(data.laws.slips.iter().enumerate().filter_map(|(at, slip)| watch(&slip.wrong, Watch::Slip(at))));
        for (at, number) in data.laws.numbers.iter().enumerate() {
            listed.extend(watch(&number.before, Watch::Before(at)));
            listed.extend(number.right.iter().enumerate().filter_map(|(place, right)| watch(right, Watch::Number(at, place))));
        }
        for (at, stale) in data.stale.iter().enumerate() {
            listed.extend(every(&stale.words, Watch::Stale(at)));
        }
        listed.extend(every(&data.persons.roles, Watch::Role));
        listed.extend(every(&data.persons.lives, Watch::Lives));
        listed.extend(every(&data.persons.id_words, Watch::Identity));
        for (word, what) in listed.iter().filter(|(word, _)| !word.is_empty()) {
            words.entry(word).or_default().push(*what);
        }
        let words = words.into_iter().map(|(word, what)| (word.to_owned(), what)).collect();
        Self { words, finder: Finder::default() }
    }

    /// The words of a text from the left, those over others too.
    #[must_use]
    pub fn find(&self, text: &str) -> Vec<Watched> {
        let mut found = Vec::new();
        for (start, end, at) in self.finder.every(self.words.iter().map(|(word, _)| word.as_str()), text) {
            let whats = self.words.get(at).map_or(&[][..], |(_, whats)| whats.as_slice());
            found.extend(whats.iter().map(|what| Watched { start, end, what: *what }));
        }
        found.sort_unstable();
        found
    }
}
