//! The heads of the sections and the title, as others write them, and lines that belong to a site and not to the report.

use std::sync::Arc;

use crate::form::Form;
use crate::intake::words::{compact, half_width, is_numeral};

/// The longest line that is a head or a title, in characters.
const LONGEST_HEAD: usize = 45;
/// The longest line of a site's menus and feet, in characters.
const LONGEST_SITE: usize = 90;

/// What heads, titles and lines of a site look like.
pub(super) struct Heads {
    /// The letters of each section's titles, with its id.
    sections: Vec<(String, String)>,
    titles: Vec<String>,
    publication: Vec<String>,
    site: Vec<String>,
}

/// A line that is the head of a section.
pub(super) struct Head {
    /// The section's id.
    pub(super) section: String,
    /// What goes on in the same line.
    pub(super) rest: String,
}

impl Heads {
    pub(super) fn of(forms: &[&Arc<Form>]) -> Self {
        let sections = forms.iter().flat_map(|form| &form.sections).filter(|section| section.head_printed && section.number.is_some());
        let mut sections: Vec<_> = sections
            .flat_map(|section| section.also.iter().chain([&section.title]).map(|title| (letters(title), section.id.clone())))
            .collect();
        // The longer title first, of which the shorter may be the beginning.
        sections.sort_by_key(|(title, _)| std::cmp::Reverse(title.len()));
        sections.dedup();
        let all = |of: fn(&Form) -> &Vec<String>| {
            let mut words: Vec<_> = forms.iter().flat_map(|form| of(form)).cloned().collect();
            words.sort_by_key(|word| (std::cmp::Reverse(word.len()), word.clone()));
            words.dedup();
            words
        };
        Self {
            sections,
            titles: all(|form| &form.foreign.titles),
            publication: all(|form| &form.foreign.publication),
            site: all(|form| &form.foreign.site),
        }
    }

    /// The section that a line is the head of.
    pub(super) fn section(&self, line: &str) -> Option<Head> {
        let line = line.trim_start();
        let numbered = line.chars().take(3).any(|c| is_numeral(half_width(c)));
        let (section, rest) = self.sections.iter().find_map(|(title, section)| Some((section, behind(line, title)?)))?;
        let text = rest.trim_matches(|c: char| c.is_whitespace() || "。．.：:、，,-—".contains(c));
        let is_note = text.starts_with(['（', '(']) && text.ends_with(['）', ')']);
        let is_whole = text.is_empty() || is_note || text.chars().all(|c| half_width(c).is_ascii_digit());
        // 总体情况良好 is no head; 一、总体情况。2023年… is.
        let goes_on = numbered && rest.starts_with(|c: char| c.is_whitespace() || "。．：:".contains(c));
        (is_whole || goes_on).then(|| Head { section: section.clone(), rest: if is_whole { String::new() } else { text.to_owned() } })
    }

    /// Whether a line is what such a report is called.
    pub(super) fn is_title(&self, line: &str) -> bool {
        let line = compact(line);
        line.chars().count() <= LONGEST_HEAD && !line.contains('。') && self.title_word(&line).is_some()
    }

    /// Where in a line without blanks the name of such a report stands: from, to.
    pub(super) fn title_word(&self, line: &str) -> Option<(usize, usize)> {
        self.titles.iter().find_map(|word| line.find(word.as_str()).map(|at| (at, at + word.len())))
    }

    /// Whether a line says when and where a page was published.
    pub(super) fn is_publication(&self, line: &str) -> bool {
        line.chars().count() <= LONGEST_SITE && !line.ends_with('。') && self.publication.iter().any(|word| line.contains(word.as_str()))
    }

    /// Whether a line is of a site's menus and feet.
    pub(super) fn is_site(&self, line: &str) -> bool {
        line.chars().count() <= LONGEST_SITE && !line.ends_with('。') && self.site.iter().any(|word| line.contains(word.as_str()))
    }
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).map(half_width).collect()
}

/// What stands behind a title in a line that begins with it, its number and marks passed over.
fn behind<'l>(line: &'l str, title: &str) -> Option<&'l str> {
    let start = line.trim_start_matches(|c: char| c.is_whitespace() || is_numeral(half_width(c)) || "（）()、.．，第部分".contains(c));
    let mut wanted = title.chars();
    let mut next = wanted.next()?;
    for (at, c) in start.char_indices() {
        let c = half_width(c);
        if !c.is_alphanumeric() {
            continue;
        }
        if c != next {
            return None;
        }
        match wanted.next() {
            Some(following) => next = following,
            None => return start.get(at + c.len_utf8()..),
        }
    }
    None
}
