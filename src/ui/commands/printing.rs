//! What a printer is asked for.

/// What is printed, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintJob {
    /// What is printed.
    pub sheet: Sheet,
    /// How often, at least once.
    pub copies: u16,
    /// The pages from 1 as printers write them, e.g. `1-3,5`; empty for all.
    pub pages: String,
    /// On both sides of the paper, turned over the long edge.
    pub double_sided: bool,
}

/// What can be printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sheet {
    /// The report, with the very pages of its PDF.
    Report,
    /// The sheet to be signed beside it.
    Checklist,
}

impl PrintJob {
    /// The most copies that are asked for at once.
    pub(crate) const MOST_COPIES: u16 = 99;
}

/// A list of pages as printers write it, from what was typed with any width of digits and marks; `None` where it is none.
#[must_use]
pub fn page_list(typed: &str) -> Option<String> {
    let plain = typed.chars().filter(|character| !character.is_whitespace()).map(|character| match character {
        '０'..='９' => char::from_digit(u32::from(character) - u32::from('０'), 10).unwrap_or(character),
        '，' | '、' | ';' | '；' => ',',
        '－' | '–' | '—' | '~' | '～' | '至' => '-',
        other => other,
    });
    let plain: String = plain.collect();
    if plain.is_empty() {
        return Some(plain);
    }
    let is_page =
        |text: &str| text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit()) && text.parse::<u16>().is_ok_and(|page| page > 0);
    let is_range = |text: &str| match text.split_once('-') {
        Some((first, last)) => is_page(first) && is_page(last) && first.parse::<u16>().ok() <= last.parse::<u16>().ok(),
        None => is_page(text),
    };
    plain.split(',').all(is_range).then_some(plain)
}
