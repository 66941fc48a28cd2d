//! P-TWICE: a word or character written twice, and a sentence that stands twice in the report.

use std::collections::BTreeSet;

use super::{Line, Prose, is_han};
use crate::check::prose::Cut;
use crate::check::{Case, Finding};

pub(super) const RULE: &str = "P-TWICE";
/// From so many characters on a sentence is no formula.
const SHORTEST: usize = 12;
/// The longest word that is looked for twice.
const LONGEST: usize = 6;

/// Words and characters that stand twice in a row.
pub(super) fn words(line: &Line<'_>, findings: &mut Vec<Finding>) {
    let mut done = 0;
    for place in soon_again(line) {
        let here = line.at(place);
        let again = |length: &usize| line.at(place + length) == here && is_word_twice(line, place, *length);
        let twice = || line.at(place + 1) == here && is_character_twice(line, place);
        let length = (2..=LONGEST).rev().find(again).or_else(|| twice().then_some(1));
        let Some(length) = length.filter(|_| place >= done) else { continue };
        let shown = line.text.get(line.byte(place)..line.byte(place + length)).unwrap_or_default();
        let message = format!("“{shown}{shown}”重复，应为“{shown}”");
        findings.push(line.hint(place..place + 2 * length, RULE, message, Some(shown)));
        done = place + 2 * length;
    }
}

/// The places of characters that stand again within the longest word, from the left.
fn soon_again(line: &Line<'_>) -> Vec<usize> {
    // Where a character with the same last bits stood last, from 1 on: most that stand again have none of their bits so near.
    let mut last = [0_usize; 64];
    let mut places = Vec::new();
    for (at, (_, c)) in line.characters.iter().enumerate() {
        let Some(before) = last.get_mut(*c as usize % 64) else { continue };
        let near = std::mem::replace(before, at + 1);
        if near > 0 && at < near + LONGEST {
            let from = at.saturating_sub(LONGEST);
            let window = line.characters.get(from..at).unwrap_or_default();
            places.extend(window.iter().enumerate().filter(|(_, (_, other))| other == c).map(|(place, _)| from + place));
        }
    }
    places.sort_unstable();
    places.dedup();
    places
}

fn is_word_twice(line: &Line<'_>, place: usize, length: usize) -> bool {
    let Some((first, second)) = line.characters.get(place..place + 2 * length).map(|both| both.split_at(length)) else { return false };
    if !first.iter().zip(second).all(|((_, one), (_, other))| one == other) || !first.iter().all(|(_, c)| is_han(*c)) {
        return false;
    }
    // 实实在在 and the like are no slips, and neither is 一件一件.
    let one_character = first.iter().all(|(_, c)| Some(*c) == line.at(place));
    let counts = matches!(line.at(place), Some('一' | '逐'));
    let data = &line.prose.case.form.review.twice;
    let rest = line.text.get(line.byte(place)..).unwrap_or_default();
    let joined = data.joined.iter().any(|joined| rest.starts_with(joined.as_str()));
    !one_character && !counts && !joined
}

/// 在在, 开开: a character written twice, but where one word ends and the next begins with it.
fn is_character_twice(line: &Line<'_>, place: usize) -> bool {
    let Some(c) = line.at(place).filter(|c| is_han(*c)) else { return false };
    let at = |offset: usize| place.checked_sub(offset).and_then(|place| line.at(place));
    let (before, after) = (at(1), line.at(place + 2));
    // 实实在在, 切切实实.
    let reduplicated = (after.is_some() && after == line.at(place + 3)) || (before.is_some() && before == at(2));
    if after == Some(c) || before == Some(c) || reduplicated {
        return false;
    }
    let data = &line.prose.case.form.review.twice;
    let is_one_of = |characters: &str, neighbour: Option<char>| neighbour.is_some_and(|neighbour| characters.contains(neighbour));
    if data.behind_figures.contains(c) && before.is_some_and(|c| c.is_ascii_digit()) {
        return !data.not_behind.get(&c).is_some_and(|begins| is_one_of(begins, after));
    }
    if let Some((ends, begins)) = data.alone.get(&c) {
        return !is_one_of(ends, before) && !is_one_of(begins, after);
    }
    data.within.get(&c).is_some_and(|(ends, begins)| !(is_one_of(ends, before) && is_one_of(begins, after)))
}

/// A sentence that stands twice in the report.
pub(super) fn sentences(case: Case<'_>, cut: &[Cut<'_>], findings: &mut Vec<Finding>) {
    let contact = &case.form.review.contact_words;
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for Cut { section, text, sentences } in cut {
        let (section, whole) = (*section, *text);
        let prose = Prose { case, section, text: whole };
        for sentence in sentences {
            let is_long = sentence.text.len() >= SHORTEST * 3 && sentence.text.chars().nth(SHORTEST - 1).is_some();
            if !is_long || seen.insert(sentence.text) || contact.iter().any(|word| sentence.text.contains(word.as_str())) {
                continue;
            }
            let range = sentence.range();
            let mark = whole.get(range.end..).and_then(|rest| rest.chars().next()).filter(|c| matches!(c, '。' | '；' | '！' | '？'));
            let end = range.end + mark.map_or(0, char::len_utf8);
            let message = format!("“{}”重复出现，前面已有相同的一句", super::short(sentence.text));
            findings.push(prose.hint(range.start..end, RULE, message, Some("")));
        }
    }
}
