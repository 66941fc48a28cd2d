//! Breaking a paragraph into lines: punctuation is squeezed or hangs so that lines end flush, and no last line is a single character.

use super::chars::{Char, is_closing, is_opening};
use super::places::starts;

/// A line of characters; each one's advance is final.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct SetLine {
    pub(super) chars: Vec<Char>,
    /// Where it starts, from the left of the text block.
    pub(super) x_mm: f32,
}

/// Where a line may be shrunk more than this much of what its punctuation could give, the line before is taken.
const MOST_SQUEEZE: f32 = 0.5;
/// The same where it saves a last line of a single character.
const MOST_SQUEEZE_AT_END: f32 = 0.8;
/// A gap that justifying may open between two characters, in ems; past it a line stays ragged.
const MOST_STRETCH_EM: f32 = 0.2;
/// The same before a Latin word or an address that did not fit.
const MOST_STRETCH_BEFORE_WORD_EM: f32 = 0.12;

/// The measures of a paragraph, in millimetres.
#[expect(clippy::struct_field_names, reason = "every name says its unit")]
#[derive(Debug, Clone, Copy)]
pub(super) struct Measure {
    /// The width of the text block.
    pub(super) width_mm: f32,
    /// Where the first line starts.
    pub(super) first_mm: f32,
    /// Where the others start.
    pub(super) rest_mm: f32,
}

impl Measure {
    /// Where the line that starts with that character starts. An opening mark gives up its blank as a closing one does at the
    /// line's end; only the first line keeps it, so that heads and paragraphs stand one below the other.
    fn start_mm(&self, at: usize, first: Option<&Char>) -> f32 {
        if at == 0 { self.first_mm } else { self.rest_mm - first.map_or(0.0, Char::spare_left_mm) }
    }

    fn room_mm(&self, chars: &[Char], at: usize) -> f32 {
        self.width_mm - self.start_mm(at, chars.get(at))
    }
}

/// The space between two characters before any squeezing: two marks beside each other share one blank.
pub(super) fn settle_pairs(chars: &mut [Char]) {
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

/// Breaks a paragraph into lines and makes all but the last end flush.
pub(super) fn paragraph(mut chars: Vec<Char>, measure: Measure) -> Vec<SetLine> {
    settle_pairs(&mut chars);
    let may = starts(&chars);
    let mut ends = Vec::new();
    let mut start = 0;
    while let Some(rest) = chars.get(start..).filter(|rest| !rest.is_empty()) {
        start += line_end(rest, may.get(start..).unwrap_or_default(), measure.room_mm(&chars, start), measure.width_mm);
        ends.push(start);
    }
    mend_last_line(&chars, &may, measure, &mut ends);
    let starts = std::iter::once(0).chain(ends.iter().copied());
    starts.zip(&ends).filter_map(|(start, end)| set_line(&chars, start..*end, measure)).collect()
}

fn set_line(chars: &[Char], range: std::ops::Range<usize>, measure: Measure) -> Option<SetLine> {
    let (start, end) = (range.start, range.end);
    let mut line = SetLine { chars: chars.get(range)?.to_vec(), x_mm: measure.start_mm(start, chars.get(start)) };
    let blanks = line.without_blanks();
    let room_mm = measure.room_mm(chars, start);
    match chars.get(end) {
        None => line.shrink_to(room_mm),
        Some(next) => {
            let in_word = sticks(next.character) && chars.get(end - 1).is_some_and(|last| sticks(last.character));
            let before_word = in_word || next.character.is_ascii_alphabetic();
            line.justify(room_mm, if before_word { MOST_STRETCH_BEFORE_WORD_EM } else { MOST_STRETCH_EM });
        }
    }
    line.chars.extend(blanks);
    Some(line)
}

/// A last line of a single character, with or without its mark, goes into the line before, or takes company from it.
fn mend_last_line(chars: &[Char], may: &[bool], measure: Measure, ends: &mut Vec<usize>) {
    let lonely = |from: usize| {
        let last = chars.get(from..).unwrap_or_default();
        last.len() <= 4 && last.iter().filter(|char| !is_closing(char.character) && !char.is_blank()).count() <= 1
    };
    let [.., cut, _] = ends.as_slice() else { return };
    let cut = *cut;
    if !lonely(cut) {
        return;
    }
    let start = ends.iter().rev().nth(2).copied().unwrap_or(0);
    let room_mm = measure.room_mm(chars, start);
    let joined = SetLine { chars: chars.get(start..).unwrap_or_default().to_vec(), x_mm: 0.0 };
    let spare: f32 = joined.spares().iter().sum();
    if joined.ink_width_mm() - room_mm <= spare * MOST_SQUEEZE_AT_END {
        ends.retain(|end| *end != cut);
        return;
    }
    let fits = |at: usize| {
        let line = SetLine { chars: chars.get(start..at).unwrap_or_default().to_vec(), x_mm: 0.0 };
        let missing = room_mm - line.width_mm();
        missing / open_gaps(&line.chars).max(1) as f32 <= MOST_STRETCH_EM * line.chars.first().map_or(0.0, Char::em_mm)
    };
    let earlier = (start + 1..cut).rev().take(8).find(|at| may.get(*at).copied().unwrap_or(false) && !lonely(*at));
    if let Some(at) = earlier.filter(|at| fits(*at)) {
        ends.iter_mut().filter(|end| **end == cut).for_each(|end| *end = at);
    }
}

/// How many characters the next line of a paragraph takes.
fn line_end(chars: &[Char], may: &[bool], room_mm: f32, whole_mm: f32) -> usize {
    let mut width = 0.0;
    let mut inked = 0.0;
    let mut spare = 0.0;
    let mut end = 0;
    let mut loose_mm = room_mm;
    let mut fitting = 0;
    let may_end = |at: usize| at == chars.len() || may.get(at).copied().unwrap_or(false);
    for (at, char) in chars.iter().enumerate() {
        let full = width + char.advance_mm;
        if full <= room_mm {
            fitting = at + 1;
        } else if width > room_mm + 3.0 * char.em_mm() {
            break;
        }
        // Blanks at the end take no room.
        inked = if char.is_blank() { inked } else { full };
        let over = inked - char.spare_right_mm() - room_mm;
        let hangs = matches!(char.character, '，' | '。' | '、') && width <= room_mm + 0.001;
        if may_end(at + 1) && (inked <= room_mm + 0.001 || over <= spare * MOST_SQUEEZE || hangs) {
            end = at + 1;
            loose_mm = room_mm - inked;
        }
        width = full;
        spare += chars.get(at + 1).map_or(0.0, |next| gap_spare_mm(char, next));
    }
    if end == 0 {
        return fitting.max(1);
    }
    let em = chars.first().map_or(1.0, Char::em_mm);
    let gaps = open_gaps(chars.get(..end).unwrap_or_default()).max(1) as f32;
    if end == chars.len() || loose_mm / gaps <= MOST_STRETCH_BEFORE_WORD_EM * em {
        return end;
    }
    // A word that no line holds is broken where the line is full; another goes on to the next line.
    let word_end = (end + 1..=chars.len()).find(|at| may_end(*at)).unwrap_or(chars.len());
    let word_mm: f32 = chars.get(end..word_end).unwrap_or_default().iter().map(|char| char.advance_mm).sum();
    if word_mm <= whole_mm {
        return end;
    }
    let within_word = |at: &usize| matches!(chars.get(at - 1..=*at), Some([one, two]) if sticks(one.character) && sticks(two.character));
    (end + 1..=fitting).rev().find(within_word).unwrap_or(end)
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
    /// A line that starts at the left.
    pub(super) fn of(chars: Vec<Char>) -> Self {
        Self { chars, x_mm: 0.0 }
    }

    /// The blanks at the end take no room, but stay: the text goes on with them.
    pub(super) fn trim(&mut self) {
        let blanks = self.without_blanks();
        self.chars.extend(blanks);
    }

    /// Takes the blanks at the end off, and gives them back without their width.
    fn without_blanks(&mut self) -> Vec<Char> {
        let kept = self.chars.iter().rposition(|char| !char.is_blank()).map_or(1, |at| at + 1).min(self.chars.len());
        self.chars.drain(kept..).map(|blank| Char { advance_mm: 0.0, ..blank }).collect()
    }

    /// From the first character to behind the last.
    pub(super) fn width_mm(&self) -> f32 {
        self.chars.iter().map(|char| char.advance_mm).sum()
    }

    /// The same, without the blank behind closing punctuation at the end.
    pub(super) fn ink_width_mm(&self) -> f32 {
        self.width_mm() - self.chars.iter().rfind(|char| !char.is_blank()).map_or(0.0, Char::spare_right_mm)
    }

    /// Opens or squeezes the line so that it ends at that width; a line that would gape stays ragged.
    fn justify(&mut self, width_mm: f32, most_em: f32) {
        if self.width_mm() > width_mm {
            self.shrink_to(width_mm);
        } else {
            self.stretch_to(width_mm, most_em);
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
            self.stretch_to(width_mm, MOST_STRETCH_EM);
            self.chars.push(last);
        }
    }

    /// What may be taken from each gap.
    fn spares(&self) -> Vec<f32> {
        let nexts = self.chars.iter().skip(1).map(Some).chain([None]);
        self.chars.iter().zip(nexts).map(|(char, next)| next.map_or(0.0, |next| gap_spare_mm(char, next))).collect()
    }

    fn stretch_to(&mut self, width_mm: f32, most_em: f32) {
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
        if each > most_em * self.chars.first().map_or(0.0, Char::em_mm) {
            return;
        }
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
