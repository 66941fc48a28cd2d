//! S-PERSON: a person named, an address where one lives, a car number; and S-ID where the words say what a number is.

use std::collections::BTreeSet;
use std::ops::Range;

use super::text::{besides_letters, is_han};
use super::{Words, finding};
use crate::check::{Case, Finding, Fix};
use crate::form::{PersonWords, Watch};
use crate::report::Edit;

const RULE: &str = "S-PERSON";
/// An address ends so many characters behind the word for living at the latest.
const ADDRESS: usize = 30;

/// One finding for each person, address and number.
pub(super) fn findings(case: Case<'_>, read: &[Words<'_>]) -> Vec<Finding> {
    let words = &case.form.review.persons;
    let mut findings = Vec::new();
    if !case.form.review.asks(RULE) {
        return findings;
    }
    for found in read {
        let (section, text) = (found.section, found.text);
        let mut tell = |rule: &str, range: Range<usize>, what: &str, masked: String| {
            let mut edited = text.to_owned();
            edited.replace_range(range.clone(), &masked);
            let mut finding = finding(section, range.clone(), rule, format!("正文里有{what} {masked}，公布前应隐去"));
            let shown = text.get(range).unwrap_or_default();
            let edit = Edit::Prose { section: section.to_owned(), text: edited };
            finding.fixes.push(Fix { label: format!("{shown} → {masked}"), edit });
            findings.push(finding);
        };
        for range in names(words, found) {
            let surname = text.get(range.clone()).and_then(|name| name.chars().next()).unwrap_or('某');
            tell(RULE, range, "个人姓名", format!("{surname}某"));
        }
        for range in distinct(addresses(words, found)) {
            let kept: String = text.get(range.clone()).unwrap_or_default().chars().take(3).collect();
            tell(RULE, range, "个人住址", format!("{kept}***"));
        }
        for range in plates(words, text) {
            let kept: String = text.get(range.clone()).unwrap_or_default().chars().take(2).collect();
            tell(RULE, range, "车牌号", format!("{kept}*****"));
        }
        for range in distinct(numbers(found)).filter(|range| range.len() == 18) {
            // A number whose check digit is right is found by that.
            let shown = text.get(range.clone()).unwrap_or_default();
            if !super::personal::is_told(shown) {
                let (head, tail) = (shown.get(..6).unwrap_or_default(), shown.get(14..).unwrap_or_default());
                tell("S-ID", range, "公民身份号码", format!("{head}********{tail}"));
            }
        }
    }
    findings
}

/// Each place once: 家住 holds 住 too.
fn distinct(places: impl Iterator<Item = Range<usize>>) -> impl Iterator<Item = Range<usize>> {
    places.map(|place| (place.start, place.end)).collect::<BTreeSet<_>>().into_iter().map(|(start, end)| start..end)
}

/// 申请人张三丰提出.
fn names<'t>(words: &'t PersonWords, found: &'t Words<'_>) -> impl Iterator<Item = Range<usize>> + 't {
    let text = found.text;
    found.of(|what| what == Watch::Role).filter_map(move |role| {
        let behind = text.get(role.end..)?;
        let rest = behind.trim_start_matches(['：', ':', '“', '（']);
        let start = role.end + (behind.len() - rest.len());
        let surname = rest.chars().next().filter(|c| words.surnames.contains(*c))?;
        if words.not_names.iter().any(|word| rest.starts_with(word.as_str())) {
            return None;
        }
        // A given name of two characters before one of one.
        [3, 2].into_iter().find_map(|characters| {
            let name: String = rest.chars().take(characters).collect();
            let given = name.get(surname.len_utf8()..)?;
            let is_name = name.chars().count() == characters && given.chars().all(|c| is_han(c) && !words.not_in_names.contains(c));
            let after = rest.get(name.len()..)?;
            let ends = after.is_empty() || after.starts_with(|c: char| !is_han(c) && !"某*×XＸ".contains(c));
            let goes_on = words.behind.iter().any(|word| after.starts_with(word.as_str()));
            (is_name && (ends || goes_on)).then(|| start..start + name.len())
        })
    })
}

/// 家住青石县柳河镇三组12号.
fn addresses<'t>(words: &'t PersonWords, found: &'t Words<'_>) -> impl Iterator<Item = Range<usize>> + 't {
    let text = found.text;
    found.of(|what| what == Watch::Lives).filter_map(move |word| {
        let here = text.get(word.start..)?;
        if words.not_lives.iter().any(|other| here.starts_with(other.as_str())) {
            return None;
        }
        let behind = text.get(word.end..)?;
        let rest = behind.trim_start_matches(['：', ':', '在', '于', '为', '是', '址', '地']);
        let start = word.end + (behind.len() - rest.len());
        let clause: String = rest.chars().take(ADDRESS).take_while(|c| !"，。；、）\n".contains(*c)).collect();
        let has_number = clause.chars().any(|c| c.is_ascii_digit());
        let is_address = words.streets.iter().any(|street| clause.contains(street.as_str()));
        (has_number && is_address && !clause.contains('*')).then(|| start..start + clause.len())
    })
}

/// 苏A12345.
fn plates<'t>(words: &'t PersonWords, text: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
    // Capitals are few.
    let letters = besides_letters(text).filter(|(_, c)| c.is_ascii_uppercase());
    letters.filter_map(move |(letter, _)| {
        let province = text.get(..letter)?.chars().next_back().filter(|c| words.plates.contains(*c))?;
        let at = letter - province.len_utf8();
        let rest = text.get(letter + 1..)?;
        let dot = rest.strip_prefix(['·', '•', '-']).map_or(0, |after| rest.len() - after.len());
        let number = rest.get(dot..)?;
        let length = number.len() - number.trim_start_matches(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit()).len();
        let digits = number.get(..length)?.chars().filter(char::is_ascii_digit).count();
        ((5..=6).contains(&length) && digits >= 3).then(|| at..letter + 1 + dot + length)
    })
}

/// The number behind 身份证号: its digits.
fn numbers<'t>(found: &'t Words<'_>) -> impl Iterator<Item = Range<usize>> + 't {
    let text = found.text;
    found.of(|what| what == Watch::Identity).filter_map(move |word| {
        let behind = text.get(word.end..)?;
        let rest = behind.trim_start_matches(['号', '码', '：', ':', '为', '是', ' ', '（']);
        let start = word.end + (behind.len() - rest.len());
        let length = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, 'X' | 'x')).len();
        Some(start..start + length)
    })
}
