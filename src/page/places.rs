//! Where a line may start: Unicode's opportunities (UAX #14), and the Chinese rules both ways (GB/T 15834-2011, 5.1): figures with
//! their units, dashes, quotes, addresses.

use std::ops::Range;

use unicode_linebreak::{BreakOpportunity, linebreaks};

use super::chars::{Char, is_closing, is_ideograph, is_opening};

/// For each character, whether a line may begin with it.
pub(super) fn starts(chars: &[Char]) -> Vec<bool> {
    line_starts(&chars.iter().map(|char| char.character).collect::<String>())
}

/// The same of a text that is set elsewhere: for each of its characters.
#[must_use]
pub fn line_starts(text: &str) -> Vec<bool> {
    let chars: Vec<char> = text.chars().collect();
    let mut may = vec![false; chars.len()];
    let mut allowed = linebreaks(text).filter(|(_, kind)| *kind == BreakOpportunity::Allowed).map(|(at, _)| at).peekable();
    let mut byte = 0;
    for (at, pair) in chars.windows(2).enumerate() {
        let [before, after] = [pair.first(), pair.last()].map(|char| char.copied().unwrap_or(' '));
        byte += before.len_utf8();
        while allowed.next_if(|place| *place < byte).is_some() {}
        let by_unicode = allowed.peek() == Some(&byte);
        if let Some(may) = may.get_mut(at + 1) {
            *may = (by_unicode || quotes_part(before, after)) && !chinese_forbids(before, after) && !apart(&chars, at + 1);
        }
    }
    for address in addresses(&chars) {
        for at in address.skip(1) {
            if let (Some(may), Some([before, after])) = (may.get_mut(at), chars.get(at - 1..=at)) {
                *may = is_joint(*before) && !is_joint(*after);
            }
        }
    }
    may
}

/// UAX #14 takes curly quotes for ambiguous; in Chinese a line may start with an opening and end with a closing one, beside a figure
/// or a Latin word too. ’ before a letter is an apostrophe.
fn quotes_part(before: char, after: char) -> bool {
    let opens = matches!(after, '“' | '‘') && (is_ideograph(before) || is_closing(before) || before.is_ascii_alphanumeric());
    let closes = matches!(before, '”' | '’') && !is_closing(after) && !after.is_ascii();
    opens || closes || matches!(after, '“') && matches!(before, '%' | '％') || before == '”' && after.is_ascii_alphanumeric()
}

fn chinese_forbids(before: char, after: char) -> bool {
    let figure_with_unit = is_digit(before) && (is_unit(after) || is_digit(after));
    let ordinal = before == '第' && (is_digit(after) || "（一二三四五六七八九十百".contains(after));
    let joined = matches!((before, after), ('—', '—') | ('…', '…')) || before == '·';
    // 连接号, 间隔号 and 分隔号 do not start a line, and the latter two end none.
    let must_follow = matches!(after, '·' | '%' | '％' | '‰' | '℃' | '～' | '~' | '–' | '－' | '／') || matches!(before, '/' | '／');
    let amount = before == '万' && matches!(after, '元' | '件' | '条' | '人' | '次' | '字');
    figure_with_unit || ordinal || joined || must_follow || amount || is_closing(after) || is_opening(before)
}

/// What looks further than its neighbours: a single dash joins, and a figure keeps its unit across a blank.
fn apart(chars: &[char], at: usize) -> bool {
    let here = |at: usize| chars.get(at).copied().unwrap_or(' ');
    let (before, after) = (here(at - 1), here(at));
    if after == '—' {
        return before != '—' && here(at + 1) != '—';
    }
    if before != ' ' {
        return false;
    }
    match chars.get(..at).and_then(|before| before.iter().rfind(|c| **c != ' ')) {
        Some('第') => is_digit(after),
        Some(figure) if is_digit(*figure) => is_unit(after) || matches!(after, '%' | '％' | '‰' | '℃' | '°') || opens_latin_unit(chars, at),
        _ => false,
    }
}

fn is_digit(c: char) -> bool {
    matches!(c, '0'..='9' | '０'..='９')
}

/// What is counted or measured: stays with the figure before it.
fn is_unit(c: char) -> bool {
    "件条项个次人份篇部年月日号时分秒元万亿千百余多家期场类名位级天周届章节款页字户亩倍起宗户批季种处所册".contains(c)
}

/// `mm`, `kB`: a short Latin word behind a figure is what the figure counts.
fn opens_latin_unit(chars: &[char], at: usize) -> bool {
    const UNITS: [&str; 47] = [
        "mm", "cm", "dm", "m", "km", "mu", "ha", "nm", "g", "mg", "kg", "t", "L", "l", "mL", "ml", "B", "KB", "kB", "MB", "GB", "TB", "PB",
        "K", "M", "G", "bit", "bps", "Mbps", "s", "ms", "min", "h", "d", "W", "kW", "kWh", "MW", "V", "A", "Hz", "kHz", "MHz", "GHz",
        "dpi", "px", "pt",
    ];
    let word: String = chars.iter().skip(at).take(6).take_while(|c| c.is_ascii_alphanumeric()).collect();
    UNITS.contains(&word.as_str())
}

/// Behind what an address may be broken.
fn is_joint(c: char) -> bool {
    matches!(c, '/' | '\\' | '.' | '-' | '_' | '?' | '&' | '=' | '@')
}

/// Addresses of the web, of mail and of files: unbroken stretches of ASCII that look like one.
fn addresses(chars: &[char]) -> Vec<Range<usize>> {
    const SHORTEST: usize = 8;
    let mut found = Vec::new();
    let mut start = 0;
    for stretch in chars.chunk_by(|one, two| one.is_ascii_graphic() == two.is_ascii_graphic()) {
        let range = start..start + stretch.len();
        start = range.end;
        let is_ascii = stretch.first().is_some_and(char::is_ascii_graphic);
        let has_letter = stretch.iter().any(char::is_ascii_alphabetic);
        let named = stretch.windows(2).any(|pair| matches!(pair, ['.' | '_', after] if after.is_ascii_alphabetic()));
        let parted = stretch.iter().any(|c| matches!(c, '/' | '\\' | '@'));
        if is_ascii && has_letter && stretch.len() >= SHORTEST && (named || parted) {
            found.push(range);
        }
    }
    found
}
