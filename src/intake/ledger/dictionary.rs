//! What wordings mean, by words: those of the form's labels, and those that offices use for them.

use std::collections::BTreeMap;

use crate::form::ledger::{LedgerWord, LedgerWords};
use crate::form::{CellDefinition, Form};
use crate::intake::words::half_width;

/// The longest wording that is compared, in characters.
const LONGEST: usize = 60;
/// What turns a word into its contrary.
const NEGATIONS: [char; 5] = ['不', '未', '非', '没', '无'];
/// How many characters a word has at least that counts inside a longer wording.
const SHORTEST_INSIDE: usize = 3;
/// The same for what came of a review: 维持.
const SHORTEST_OUTCOME: usize = 2;

/// Words with what they may mean.
#[derive(Debug, Default)]
pub(super) struct Dictionary {
    meanings: Vec<Vec<String>>,
    exact: BTreeMap<String, usize>,
    /// The words by their first character, the longest first.
    inside: BTreeMap<char, Vec<(Vec<char>, usize)>>,
    shortest: usize,
}

/// What a wording seems to mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Guess {
    /// What may be meant; more than one has to be asked.
    pub(super) candidates: Vec<String>,
    /// Whether the whole wording is known; else only words in it.
    pub(super) is_exact: bool,
    /// Whether the known words are the greater part of it.
    pub(super) is_likely: bool,
}

impl Dictionary {
    /// The words for the columns of the table: who applies.
    pub(super) fn applicants(form: &Form) -> Self {
        let words = &form.ledger;
        let cells = cells_of(form, words).filter(|(row, _, cell)| *row == words.received && !is_total(form, cell));
        let labels = labels(cells.map(|(_, column, cell)| (column, cell.column_path.as_str())));
        Self::of(labels, &words.applicants, SHORTEST_INSIDE)
    }

    /// The words for the rows of the table: what came of an application.
    pub(super) fn results(form: &Form) -> Self {
        let words = &form.ledger;
        let named = [&words.received, &words.carried_in, &words.carried_out];
        let first = cells_of(form, words).find(|(row, ..)| *row == words.received).map(|(_, column, _)| column).unwrap_or_default();
        let rows = cells_of(form, words)
            .filter(|(row, column, cell)| *column == first && !named.into_iter().any(|name| name == row) && !is_total(form, cell));
        let labels = labels(rows.map(|(row, _, cell)| (row, cell.row_path.as_str())));
        Self::of(labels, &words.results, SHORTEST_INSIDE)
    }

    /// The words for the columns of reviews and lawsuits.
    pub(super) fn outcomes(form: &Form) -> Self {
        Self::of(Vec::new(), &form.ledger.disputes.outcomes, SHORTEST_OUTCOME)
    }

    fn of(labels: Vec<(Vec<String>, String)>, words: &[LedgerWord], shortest: usize) -> Self {
        let mut dictionary = Self { shortest, ..Self::default() };
        for (meaning, label) in labels {
            dictionary.add(meaning, [label.as_str()]);
        }
        for word in words {
            dictionary.add(word.of.clone(), word.words.iter().map(String::as_str));
        }
        for words in dictionary.inside.values_mut() {
            words.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        }
        dictionary
    }

    fn add<'a>(&mut self, meaning: Vec<String>, words: impl IntoIterator<Item = &'a str>) {
        let at = self.meanings.len();
        self.meanings.push(meaning);
        for word in words {
            let plain = plain(word);
            let letters: Vec<char> = plain.chars().collect();
            let Some(first) = letters.first().copied().filter(|_| !self.exact.contains_key(&plain)) else { continue };
            self.exact.insert(plain, at);
            if letters.len() >= self.shortest {
                self.inside.entry(first).or_default().push((letters, at));
            }
        }
    }

    /// What a wording seems to mean; `None` where no word of it is known.
    pub(super) fn guess(&self, wording: &str) -> Option<Guess> {
        let plain = plain(wording);
        let exact = self.exact.get(&plain).or_else(|| self.exact.get(bare(&plain)));
        if let Some(candidates) = exact.and_then(|at| self.meanings.get(*at)) {
            return Some(Guess { candidates: candidates.clone(), is_exact: true, is_likely: true });
        }
        self.guess_inside(&plain.chars().collect::<Vec<_>>())
    }

    fn guess_inside(&self, letters: &[char]) -> Option<Guess> {
        if letters.len() > LONGEST {
            return None;
        }
        let (mut known, mut is_denied, mut at) = (0, false, 0);
        let mut candidates: Option<Vec<String>> = None;
        while let Some(rest) = letters.get(at..).filter(|rest| !rest.is_empty()) {
            let Some((word, meaning)) = self.at_start(rest) else {
                at += 1;
                continue;
            };
            is_denied |= at.checked_sub(1).and_then(|before| letters.get(before)).is_some_and(|before| NEGATIONS.contains(before));
            known += word;
            at += word;
            candidates = Some(match candidates {
                None => meaning.to_vec(),
                Some(found) => both(found, meaning),
            });
        }
        let candidates = candidates?;
        Some(Guess { candidates, is_exact: false, is_likely: known * 2 > letters.len() && !is_denied })
    }

    /// The longest word that a text begins with, as its length and what it means.
    fn at_start(&self, text: &[char]) -> Option<(usize, &[String])> {
        let words = self.inside.get(text.first()?)?;
        let (word, at) = words.iter().find(|(word, _)| text.starts_with(word))?;
        Some((word.len(), self.meanings.get(*at)?))
    }
}

/// What two words say together: what both may mean, else all that either may.
fn both(found: Vec<String>, more: &[String]) -> Vec<String> {
    let common: Vec<_> = found.iter().filter(|one| more.contains(one)).cloned().collect();
    if !common.is_empty() {
        return common;
    }
    let new: Vec<_> = more.iter().filter(|one| !found.contains(one)).cloned().collect();
    found.into_iter().chain(new).collect()
}

/// The cells of the counted table with the names of their rows and columns.
fn cells_of<'a>(form: &'a Form, words: &'a LedgerWords) -> impl Iterator<Item = (&'a str, &'a str, &'a CellDefinition)> {
    form.cells().filter_map(|(_, cell)| {
        let (row, column) = cell.id.strip_prefix(words.table.as_str())?.strip_prefix('.')?.split_once('.')?;
        Some((row, column, cell))
    })
}

fn is_total(form: &Form, cell: &CellDefinition) -> bool {
    form.find(&cell.id).is_some_and(|cell| form.total(cell).is_some())
}

/// The labels of the form as words: the innermost means one row or column, one around it means all that stand in it.
fn labels<'a>(cells: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<(Vec<String>, String)> {
    let cells: Vec<_> = cells.collect();
    let mut around: Vec<(Vec<String>, String)> = Vec::new();
    let mut own = Vec::new();
    for (name, path) in &cells {
        let mut parts = path.rsplit('／');
        own.extend(parts.next().into_iter().flat_map(|label| with_bare(vec![(*name).to_owned()], label)));
        for label in parts {
            match around.iter_mut().find(|(_, known)| known == label) {
                Some((meaning, _)) => meaning.push((*name).to_owned()),
                None => around.push((vec![(*name).to_owned()], label.to_owned())),
            }
        }
    }
    around.retain(|(meaning, _)| meaning.len() < cells.len());
    own.extend(around.into_iter().flat_map(|(meaning, label)| with_bare(meaning, &label)));
    own
}

/// A label as it stands and without its number.
fn with_bare(meaning: Vec<String>, label: &str) -> Vec<(Vec<String>, String)> {
    let plain = plain(label);
    let bare = bare(&plain).to_owned();
    vec![(meaning.clone(), plain), (meaning, bare)]
}

/// A text as it is compared: letters and digits alone, of one width.
pub(super) fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric() || *c == '√').map(half_width).map(|c| c.to_ascii_lowercase()).collect()
}

/// Without a number at its head, unless nothing else is left.
fn bare(plain: &str) -> &str {
    let bare = plain.trim_start_matches(|c: char| c.is_ascii_digit());
    let bare = if bare.len() == plain.len() {
        plain.strip_prefix(|c| "一二三四五六七八九十".contains(c)).unwrap_or(plain)
    } else {
        bare
    };
    if bare.is_empty() { plain } else { bare }
}
