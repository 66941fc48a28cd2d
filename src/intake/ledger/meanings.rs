//! The meaning of each wording of a register: what the clerk said, else what the words say, else a question.

use super::dictionary::{Dictionary, plain};
use super::mapping::{Asked, Mapping, Origin, Wording};
use crate::form::Form;
use crate::form::ledger::{LEAVE_OUT, PENDING, WITHDRAWN};

/// Wordings of one kind with their meanings, each by its number.
#[derive(Debug, Default)]
pub(super) struct Meanings {
    pub(super) wordings: Vec<Wording>,
}

impl Meanings {
    /// Finds the meaning of each wording.
    pub(super) fn of(form: &Form, mapping: &Mapping, asked: Asked, texts: Vec<String>) -> Self {
        let dictionary = match asked {
            Asked::Applicant => Dictionary::applicants(form),
            Asked::Result => Dictionary::results(form),
            Asked::Outcome => Dictionary::outcomes(form),
        };
        let given: std::collections::BTreeMap<_, _> = mapping.of(asked).iter().map(|(text, meaning)| (plain(text), meaning)).collect();
        let meaning = |text: String| {
            let given = given.get(&plain(&text)).and_then(|meaning| Self::given(form, &dictionary, asked, meaning));
            let guess = dictionary.guess(&text);
            let candidates = guess.as_ref().map(|guess| guess.candidates.clone()).unwrap_or_default();
            let guessed = guess.filter(|guess| guess.is_likely).and_then(|guess| match guess.candidates.as_slice() {
                [only] => Some((only.clone(), if guess.is_exact { Origin::Known } else { Origin::Guessed })),
                _ => None,
            });
            let (meaning, origin) = match (given, guessed) {
                (Some(given), _) => (Some(given), Origin::Given),
                (None, Some((meaning, origin))) => (Some(meaning), origin),
                (None, None) => (None, Origin::Guessed),
            };
            Wording { asked, text, rows: 0, meaning, origin, candidates }
        };
        Self { wordings: texts.into_iter().map(meaning).collect() }
    }

    /// What the clerk wrote: an id, one of the words of the form's data, or the name of a row or column.
    fn given(form: &Form, dictionary: &Dictionary, asked: Asked, meaning: &str) -> Option<String> {
        let words = &form.ledger;
        let column = words.applicants.first().and_then(|word| word.of.first()).map_or("", String::as_str);
        let (id, special): (String, &[&str]) = match asked {
            Asked::Applicant => (format!("{}.{}.{meaning}", words.table, words.received), &[LEAVE_OUT]),
            Asked::Result => (format!("{}.{meaning}.{column}", words.table), &[LEAVE_OUT, PENDING, WITHDRAWN]),
            Asked::Outcome => (format!("{}.{}.{meaning}", words.disputes.table, words.disputes.review), &[LEAVE_OUT]),
        };
        let is_counted = form.find(&id).is_some_and(|cell| form.total(cell).is_none());
        let is_result = ![&words.received, &words.carried_in, &words.carried_out].into_iter().any(|row| row == meaning);
        if special.contains(&meaning) || is_counted && (asked != Asked::Result || is_result) {
            return Some(meaning.to_owned());
        }
        let guess = dictionary.guess(meaning).filter(|guess| guess.is_exact)?;
        match guess.candidates.as_slice() {
            [only] => Some(only.clone()),
            _ => None,
        }
    }

    /// The meaning of a wording; `None` has to be asked.
    pub(super) fn meaning(&self, at: usize) -> Option<&str> {
        self.wordings.get(at)?.meaning.as_deref()
    }

    /// Notes that a counted row has that wording.
    pub(super) fn note(&mut self, at: Option<usize>) {
        if let Some(wording) = at.and_then(|at| self.wordings.get_mut(at)) {
            wording.rows += 1;
        }
    }
}
