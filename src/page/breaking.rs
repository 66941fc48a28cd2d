//! Breaking text into lines: Unicode's opportunities (UAX #14), the Chinese rules both ways, figures kept with their
//! units, and punctuation that is squeezed or hangs so that lines end flush.

use unicode_linebreak::{BreakOpportunity, linebreaks};

use super::face::{Drawn, Style};
use super::fonts::Fonts;
use super::sheet::MM_PER_PT;

/// A character with the glyph that draws it and the space it takes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Char {
    pub(super) character: char,
    pub(super) drawn: Drawn,
    pub(super) size_pt: f32,
    /// The distance to the next character.
    pub(super) advance_mm: f32,
}

/// A line of characters; each one's advance is final.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct SetLine {
    pub(super) chars: Vec<Char>,
}

/// Where a line may be shrunk more than this much of what its punctuation could give, the line before is taken.
const MOST_SQUEEZE: f32 = 0.5;
/// A gap that justifying may open between two characters, in ems; past it a long word is broken.
const MOST_STRETCH_EM: f32 = 0.3;
/// Stands in the place of a character that no face can draw, where a draft is printed all the same.
pub(super) const GETA: char = '〓';

/// Turns text into characters of a style. What no face can draw becomes 〓 and is told.
pub(super) fn characters(
    fonts: &Fonts,
    style: Style,
    text: &str,
    size_pt: f32,
    tracking: f32,
    undrawable: &mut dyn FnMut(char),
) -> Vec<Char> {
    let printed = text.chars().filter(|c| !c.is_control());
    let drawn = printed.filter_map(|character| {
        let (character, drawn) = if let Some(drawn) = fonts.draw(style, character) {
            (character, drawn)
        } else {
            undrawable(character);
            (GETA, fonts.draw(style, GETA)?)
        };
        Some(Char { character, drawn, size_pt, advance_mm: drawn.advance * tracking * size_pt * MM_PER_PT })
    });
    drawn.collect()
}

impl Char {
    fn em_mm(&self) -> f32 {
        self.size_pt * MM_PER_PT
    }

    /// The blank behind closing punctuation that may go.
    fn spare_right_mm(&self) -> f32 {
        if is_closing(self.character) { spare(self.drawn.blank_right) * self.em_mm() } else { 0.0 }
    }

    /// The blank before opening punctuation that may go.
    pub(super) fn spare_left_mm(&self) -> f32 {
        if is_opening(self.character) { spare(self.drawn.blank_left) * self.em_mm() } else { 0.0 }
    }
}

/// Of a blank, the part that may go: some air stays, and at most half an em goes.
fn spare(blank_em: f32) -> f32 {
    (blank_em - 0.06).clamp(0.0, 0.5)
}

/// Must not start a line; has its blank at the right.
pub(super) fn is_closing(c: char) -> bool {
    matches!(c, '、' | '，' | '。' | '．' | '：' | '；' | '！' | '？' | '）' | '〕' | '】' | '》' | '〉' | '」' | '』' | '”' | '’')
}

/// Must not end a line; has its blank at the left.
pub(super) fn is_opening(c: char) -> bool {
    matches!(c, '（' | '〔' | '【' | '《' | '〈' | '「' | '『' | '“' | '‘')
}

/// Where a line may start: for each character, whether a line may begin with it.
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
            *may = (by_unicode || quotes_part(before, after)) && !chinese_forbids(before, after);
        }
    }
    may
}

/// UAX #14 takes curly quotes for ambiguous; in Chinese a line may start with an opening and end with a closing one.
fn quotes_part(before: char, after: char) -> bool {
    (matches!(after, '“' | '‘') && is_ideograph_or_closing(before))
        || (matches!(before, '”' | '’') && !after.is_ascii() && !is_closing(after))
}

fn is_ideograph_or_closing(c: char) -> bool {
    is_ideograph(c) || is_closing(c)
}

fn is_ideograph(c: char) -> bool {
    matches!(u32::from(c), 0x3400..=0x9fff | 0xf900..=0xfaff | 0x2_0000..=0x3_ffff)
}

fn chinese_forbids(before: char, after: char) -> bool {
    let figure_with_unit = before.is_ascii_digit() && is_unit(after);
    let ordinal = before == '第' && (after.is_ascii_digit() || "（一二三四五六七八九十百".contains(after));
    let joined = matches!((before, after), ('—', '—') | ('…', '…')) || matches!(after, '·' | '%' | '‰' | '℃') || before == '·';
    let amount = before == '万' && matches!(after, '元' | '件' | '条' | '人' | '次' | '字');
    figure_with_unit || ordinal || joined || amount || is_closing(after) || is_opening(before)
}

/// What is counted or measured: stays with the figure before it.
fn is_unit(c: char) -> bool {
    "件条项个次人份篇部年月日号时分秒元万亿千百余多家期场类名位级天周届章节款页字户亩倍起宗户批季种处所册".contains(c)
}

/// The space between two characters before any squeezing: two marks beside each other share one blank.
fn settle_pairs(chars: &mut [Char]) {
    for at in 1..chars.len() {
        let Some(after) = chars.get(at).copied() else { break };
        let Some(before) = chars.get_mut(at - 1) else { break };
        let taken = if is_closing(before.character) && (is_closing(after.character) || is_opening(after.character)) {
            before.spare_right_mm()
        } else if is_opening(before.character) && is_opening(after.character) {
            after.spare_left_mm()
        } else {
            0.0
        };
        before.advance_mm -= taken;
    }
}

/// Breaks a paragraph into lines of that width, the first one indented, and makes all but the last end flush.
pub(super) fn paragraph(mut chars: Vec<Char>, width_mm: f32, indent_mm: f32) -> Vec<SetLine> {
    settle_pairs(&mut chars);
    let may = starts(&chars);
    let mut lines = Vec::new();
    let mut rest = chars.as_slice();
    let mut may = may.as_slice();
    let mut room_mm = width_mm - indent_mm;
    while !rest.is_empty() {
        let end = line_end(rest, may, room_mm);
        let (line, after) = rest.split_at(end);
        let mut line = SetLine { chars: line.to_vec() };
        line.trim();
        if after.is_empty() {
            line.shrink_to(room_mm);
        } else {
            line.justify(room_mm);
        }
        lines.push(line);
        rest = after;
        may = may.get(end..).unwrap_or_default();
        room_mm = width_mm;
    }
    lines
}

/// How many lines a short text may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// As few as fit.
    Few,
    /// One more where it then breaks at better places.
    Tall,
}

/// What a line more costs, in the coin of [`break_cost`].
const LINE_COST: f32 = 0.3;
/// The most characters of a short text that are weighed; a longer one is broken line by line.
const MOST_WEIGHED: usize = 120;

/// Breaks a short text (a label, a title) into few, even lines, at places where it reads well.
pub(super) fn balanced(mut chars: Vec<Char>, width_mm: f32, shape: Shape) -> Vec<SetLine> {
    settle_pairs(&mut chars);
    let may = starts(&chars);
    let plain = broken(&chars, &may, width_mm);
    if plain.len() <= 1 || chars.len() > MOST_WEIGHED {
        return plain;
    }
    let most = plain.len() + usize::from(shape == Shape::Tall);
    let weighed = (plain.len()..=most).filter_map(|count| best_ends(&chars, &may, width_mm, count));
    let best = weighed.min_by(|left, right| left.0.total_cmp(&right.0));
    best.map_or(plain, |(_, ends)| cut_at(&chars, &ends))
}

/// The cheapest places to cut a text into so many lines that all fit, with their cost.
fn best_ends(chars: &[Char], may: &[bool], width_mm: f32, count: usize) -> Option<(f32, Vec<usize>)> {
    let total: f32 = chars.iter().map(|char| char.advance_mm).sum();
    let even = total / count as f32;
    // For every end so far: what the lines up to it cost, and their ends.
    let mut reached: Vec<Option<(f32, Vec<usize>)>> = vec![None; chars.len() + 1];
    if let Some(start) = reached.first_mut() {
        *start = Some((LINE_COST * count as f32, Vec::new()));
    }
    for _ in 0..count {
        let mut next = vec![None; chars.len() + 1];
        for (start, so_far) in reached.iter().enumerate() {
            let Some((cost, ends)) = so_far else { continue };
            let mut width = 0.0;
            for (end, char) in chars.iter().enumerate().skip(start) {
                let ink = width + char.advance_mm - char.spare_right_mm();
                if ink > width_mm + 0.001 {
                    break;
                }
                width += char.advance_mm;
                let Some(here) = break_cost(chars, may, end + 1) else { continue };
                let uneven = (ink - even) / even;
                let cost = cost + here + uneven * uneven * 4.0;
                let slot: Option<&mut Option<(f32, Vec<usize>)>> = next.get_mut(end + 1);
                if let Some(slot) = slot
                    && slot.as_ref().is_none_or(|(known, _)| cost < *known)
                {
                    *slot = Some((cost, ends.iter().copied().chain([end + 1]).collect()));
                }
            }
        }
        reached = next;
    }
    reached.pop().flatten()
}

/// What ending a line before that character costs: nothing behind a mark, more inside quotes; `None` where it must not be.
fn break_cost(chars: &[Char], may: &[bool], at: usize) -> Option<f32> {
    if at == chars.len() {
        return Some(0.0);
    }
    may.get(at).filter(|may| **may)?;
    let (before, rest) = chars.split_at(at);
    let count = |mark: char| before.iter().filter(|char| char.character == mark).count();
    let quoted = count('“') > count('”');
    let behind_mark =
        before.last().is_some_and(|char| is_closing(char.character)) || rest.first().is_some_and(|char| is_opening(char.character));
    // Chinese words are mostly of two characters: 社会/公益/组织, not 社会公/益组织.
    let split_word = at % 2 == 1 && chars.len().is_multiple_of(2) && chars.iter().all(|char| is_ideograph(char.character));
    Some(match (quoted, behind_mark) {
        (true, _) => 3.0,
        (_, true) => 0.0,
        _ if split_word => 3.0,
        _ => 1.0,
    })
}

fn cut_at(chars: &[Char], ends: &[usize]) -> Vec<SetLine> {
    let starts = std::iter::once(0).chain(ends.iter().copied());
    let lines = starts.zip(ends).filter_map(|(start, end)| {
        let mut line = SetLine { chars: chars.get(start..*end)?.to_vec() };
        line.trim();
        Some(line)
    });
    lines.collect()
}

fn broken(chars: &[Char], may: &[bool], width_mm: f32) -> Vec<SetLine> {
    let mut lines = Vec::new();
    let (mut rest, mut may) = (chars, may);
    while !rest.is_empty() {
        let end = line_end_plain(rest, may, width_mm);
        let (line, after) = rest.split_at(end);
        let mut line = SetLine { chars: line.to_vec() };
        line.trim();
        lines.push(line);
        rest = after;
        may = may.get(end..).unwrap_or_default();
    }
    lines
}

/// How many characters the next line takes, nothing squeezed but the end; a word too long is broken where the line ends.
fn line_end_plain(chars: &[Char], may: &[bool], room_mm: f32) -> usize {
    let mut width = 0.0;
    let mut end = None;
    for (at, char) in chars.iter().enumerate() {
        let may_end = at + 1 == chars.len() || may.get(at + 1).copied().unwrap_or(false);
        if width + char.advance_mm - char.spare_right_mm() > room_mm + 0.001 {
            return end.unwrap_or(at).max(1);
        }
        width += char.advance_mm;
        if may_end {
            end = Some(at + 1);
        }
    }
    chars.len()
}

/// How many characters the next line of a paragraph takes.
fn line_end(chars: &[Char], may: &[bool], room_mm: f32) -> usize {
    let mut width = 0.0;
    let mut spare = 0.0;
    let mut end = 0;
    let mut loose_mm = room_mm;
    let mut fitting = 0;
    for (at, char) in chars.iter().enumerate() {
        let full = width + char.advance_mm;
        if full <= room_mm {
            fitting = at + 1;
        } else if width > room_mm + 3.0 * char.em_mm() {
            break;
        }
        let may_end = at + 1 == chars.len() || may.get(at + 1).copied().unwrap_or(false);
        let over = full - char.spare_right_mm() - room_mm;
        let hangs = matches!(char.character, '，' | '。' | '、') && width <= room_mm + 0.001;
        if may_end && (full <= room_mm + 0.001 || over <= spare * MOST_SQUEEZE || hangs) {
            end = at + 1;
            loose_mm = room_mm - full;
        }
        width = full;
        spare += chars.get(at + 1).map_or(0.0, |next| gap_spare_mm(char, next));
    }
    let em = chars.first().map_or(1.0, Char::em_mm);
    let gaps = open_gaps(chars.get(..end).unwrap_or_default()).max(1) as f32;
    // Without a place to break, or only with gaping holes, a long word is broken where the line is full.
    if end > 0 && (loose_mm / gaps <= MOST_STRETCH_EM * em || end == chars.len()) {
        return end;
    }
    let within_word = |at: &usize| matches!(chars.get(at - 1..=*at), Some([one, two]) if sticks(one.character) && sticks(two.character));
    (end + 1..=fitting).rev().find(within_word).unwrap_or(if end > 0 { end } else { fitting.max(1) })
}

/// What may be taken from the gap between two characters; one that a pair of marks shared already gives no more.
fn gap_spare_mm(char: &Char, next: &Char) -> f32 {
    let shared = is_closing(char.character) && (is_closing(next.character) || is_opening(next.character))
        || is_opening(char.character) && is_opening(next.character);
    if shared { 0.0 } else { char.spare_right_mm() + next.spare_left_mm() }
}

/// How many gaps of a line justifying may open.
fn open_gaps(chars: &[Char]) -> usize {
    chars.windows(2).filter(|pair| matches!(pair, [one, two] if opens(one.character, two.character))).count()
}

/// Whether justifying may open the gap between two characters.
fn opens(before: char, after: char) -> bool {
    !(sticks(before) && sticks(after)) && (before, after) != ('—', '—') && (before, after) != ('…', '…')
}

impl SetLine {
    /// Drops the blanks at the end.
    fn trim(&mut self) {
        while self.chars.len() > 1 && self.chars.last().is_some_and(|char| char.character == ' ') {
            self.chars.pop();
        }
    }

    /// From the first character to behind the last.
    pub(super) fn width_mm(&self) -> f32 {
        self.chars.iter().map(|char| char.advance_mm).sum()
    }

    /// The same, without the blank behind closing punctuation at the end.
    pub(super) fn ink_width_mm(&self) -> f32 {
        self.width_mm() - self.chars.last().map_or(0.0, Char::spare_right_mm)
    }

    /// Opens or squeezes the line so that it ends at that width.
    fn justify(&mut self, width_mm: f32) {
        if self.width_mm() > width_mm {
            self.shrink_to(width_mm);
        } else {
            self.stretch_to(width_mm);
        }
    }

    /// Takes what is over from the blanks of punctuation; what then still is over hangs.
    fn shrink_to(&mut self, width_mm: f32) {
        let over = self.ink_width_mm() - width_mm;
        if over <= 0.001 {
            return;
        }
        let spares: Vec<f32> = self.spares();
        let total: f32 = spares.iter().sum();
        if total < over {
            return self.let_hang(width_mm);
        }
        for (char, spare) in self.chars.iter_mut().zip(spares) {
            char.advance_mm -= spare * over / total;
        }
    }

    /// The mark at the end hangs in the margin, and the rest ends flush.
    fn let_hang(&mut self, width_mm: f32) {
        if let Some(last) = self.chars.pop() {
            self.stretch_to(width_mm);
            self.chars.push(last);
        }
    }

    /// What may be taken from each gap.
    fn spares(&self) -> Vec<f32> {
        let nexts = self.chars.iter().skip(1).map(Some).chain([None]);
        self.chars.iter().zip(nexts).map(|(char, next)| next.map_or(0.0, |next| gap_spare_mm(char, next))).collect()
    }

    fn stretch_to(&mut self, width_mm: f32) {
        let missing = width_mm - self.width_mm();
        if missing <= 0.0 {
            return;
        }
        let nexts: Vec<char> = self.chars.iter().skip(1).map(|char| char.character).collect();
        let gaps = open_gaps(&self.chars);
        if gaps == 0 {
            return;
        }
        let each = missing / gaps as f32;
        for (char, next) in self.chars.iter_mut().zip(nexts) {
            if opens(char.character, next) {
                char.advance_mm += each;
            }
        }
    }
}

/// Part of a figure or a Latin word, inside of which nothing is spread.
fn sticks(c: char) -> bool {
    c.is_ascii_graphic()
}
