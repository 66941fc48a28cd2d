//! P-NAME on other places: the name of a town, county or bureau that is not the unit's, nor its parents', nor a third party's.

use super::finding;
use super::text::{Sentence, besides_other_letters, is_han, letter_bit};
use crate::check::{Case, Finding};
use crate::form::PlaceWords;

/// A longer run of characters is no name, but a phrase with one at its end.
const LONGEST_NAME: usize = 3;

/// The places in a unit's name: 青石县 and 柳河镇 of 青石县柳河镇人民政府.
pub(super) struct Own<'a> {
    case: Case<'a>,
    unit: &'a str,
    /// Each name with its rank, the province 0 and the town 3.
    places: Vec<(&'a str, usize)>,
    /// What stands behind the last of them: 水务局.
    body: &'a str,
    /// The [`letter_bit`]s of the characters with which a kind of place begins: most of a text has none of them.
    first: u64,
}

impl<'a> Own<'a> {
    /// The places of the report's unit.
    pub(super) fn of(case: Case<'a>) -> Self {
        let unit = case.report.unit.trim();
        let words = &case.form.review.places;
        let mut places = Vec::new();
        let mut start = 0;
        for (at, _) in unit.char_indices() {
            let Some((kind, rank)) = kind_at(words, unit, at) else { continue };
            let end = at + kind.len();
            let Some(name) = unit.get(start..end) else { continue };
            let characters = name.chars().count() - kind.chars().count();
            let is_deeper = places.last().is_none_or(|(_, above)| rank > *above);
            if (1..=LONGEST_NAME + 1).contains(&characters) && is_deeper && !is_common(words, name) && at >= start {
                places.push((name, rank));
                start = end;
            }
        }
        let first = words.first_characters.iter().fold(0, |bits, c| bits | letter_bit(*c));
        Self { case, unit, places, body: unit.get(start..).unwrap_or_default(), first }
    }

    /// Every other place in a sentence, once for each name.
    pub(super) fn findings(&self, section: &str, sentence: Sentence<'_>, told: &mut Vec<String>) -> Vec<Finding> {
        let words = &self.case.form.review.places;
        let mut findings = Vec::new();
        if self.places.is_empty() || words.kinds.is_empty() {
            return findings;
        }
        for (at, _) in besides_other_letters(sentence.text, self.first).filter(|(_, c)| words.first_characters.contains(c)) {
            let Some(name) = self.other(section, sentence.text, at) else { continue };
            if told.iter().any(|known| known == name.shown) {
                continue;
            }
            told.push(name.shown.to_owned());
            let range = sentence.start + name.start..sentence.start + name.start + name.shown.len();
            let message = format!("正文出现“{}”，报告单位是{}", name.shown, self.unit);
            findings.push(finding(section, range, "P-NAME", message));
        }
        findings
    }

    /// The other place whose kind stands there: 榆林乡将信息公开列入考核.
    fn other<'t>(&self, section: &str, text: &'t str, at: usize) -> Option<Name<'t>> {
        let words = &self.case.form.review.places;
        let (kind, rank) = kind_at(words, text, at)?;
        let end = at + kind.len();
        let after = text.get(end..)?;
        if words.goes_on.iter().any(|word| word.starts_with(kind) && text.get(at..).is_some_and(|rest| rest.starts_with(word.as_str()))) {
            return None;
        }
        let start = name_start(words, text, at)?;
        let name = text.get(start..end)?;
        let ours = self.unit.contains(name) || self.places.iter().any(|(own, _)| name.ends_with(own));
        let verb = words.verbs.iter().any(|verb| name.strip_suffix(kind).is_some_and(|name| name.ends_with(verb.as_str())));
        if is_common(words, name) || ours || verb {
            return None;
        }
        let clause = clause_before(text, start);
        let is_third =
            |word: &String| if word.chars().nth(1).is_some() { clause.contains(word.as_str()) } else { clause.ends_with(word.as_str()) };
        let third = words.third.iter().any(is_third) || words.joins.iter().any(|word| clause.contains(word.as_str()));
        // 西湖区住房和城乡建设局 in a report of 东湖区住房和城乡建设局.
        let of_preface = section == self.case.form.review.parts.preface;
        if !self.body.is_empty() && after.starts_with(self.body) && self.body.chars().count() > 2 && (of_preface || !third) {
            return Some(Name { start, shown: text.get(start..end + self.body.len())? });
        }
        let own = self.places.iter().find(|(_, own)| *own == rank)?;
        let lowest = self.places.last()?;
        let acts = words.acts.iter().find(|word| after.starts_with(word.as_str()));
        let at_start = clause.trim().is_empty() || words.leads.iter().any(|word| clause.ends_with(word.as_str()));
        // A city has cities below it.
        let surely = match rank {
            1 => acts.is_some_and(|word| word.contains("政府")),
            // A town has no towns below it: whoever stands there at the head of a clause acts.
            3 if clause.trim().is_empty() => after.starts_with(is_han),
            _ => acts.is_some(),
        };
        let government = acts.filter(|word| word.contains("政府") || word.contains("办事处") || word.contains("党"));
        (own.0 != name && rank <= lowest.1 && !third && surely && (at_start || government.is_some()))
            .then(|| Name { start, shown: text.get(start..end + government.map_or(0, String::len)).unwrap_or(name) })
    }
}

/// A name in a sentence.
struct Name<'t> {
    start: usize,
    shown: &'t str,
}

/// 镇 and its rank.
fn kind_at<'w>(words: &'w PlaceWords, text: &str, at: usize) -> Option<(&'w str, usize)> {
    let rest = text.get(at..)?;
    words.kinds.iter().find(|(kind, _)| rest.starts_with(kind.as_str())).map(|(kind, rank)| (kind.as_str(), *rank))
}

/// Whether a name ends in a word that is none: 城区, 社区, 乡镇.
fn is_common(words: &PlaceWords, name: &str) -> bool {
    words.common.iter().any(|word| name.ends_with(word.as_str()))
}

/// Where the name begins whose kind stands there: behind a mark, another place or a word that leads to it.
fn name_start(words: &PlaceWords, text: &str, at: usize) -> Option<usize> {
    let before = text.get(..at)?;
    let mut start = at;
    for (taken, (place, c)) in before.char_indices().rev().enumerate() {
        if !is_han(c) || words.stops.contains(c) {
            break;
        }
        if taken == LONGEST_NAME {
            return None;
        }
        start = place;
    }
    let characters = text.get(start..at)?.chars().count();
    (characters >= 2).then_some(start)
}

/// What stands in the clause before a place.
fn clause_before(text: &str, at: usize) -> &str {
    let before = text.get(..at).unwrap_or_default();
    let mark = |c: char| "，。；：（）！？,;:()\n".contains(c);
    before.rfind(mark).and_then(|at| before.get(at..)).map_or(before, |rest| rest.trim_start_matches(mark))
}
