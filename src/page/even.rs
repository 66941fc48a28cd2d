//! Short texts broken into few, even lines at places where they read well: labels, titles.

use super::breaking::{SetLine, settle_pairs};
use super::chars::{Char, is_closing, is_ideograph, is_opening};
use super::places::starts;

/// How many lines a short text may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// As few as fit.
    Few,
    /// One more where it then breaks at better places.
    Tall,
    /// As few as fit, between the names of units: a title.
    Title,
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
    let weighed = (plain.len()..=most).filter_map(|count| best_ends(&chars, &may, width_mm, count, shape));
    let best = weighed.min_by(|left, right| left.0.total_cmp(&right.0));
    best.map_or(plain, |(_, ends)| cut_at(&chars, &ends))
}

/// The cheapest places to cut a text into so many lines that all fit, with their cost.
fn best_ends(chars: &[Char], may: &[bool], width_mm: f32, count: usize, shape: Shape) -> Option<(f32, Vec<usize>)> {
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
                let Some(here) = break_cost(chars, may, end + 1, shape) else { continue };
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
fn break_cost(chars: &[Char], may: &[bool], at: usize, shape: Shape) -> Option<f32> {
    if at == chars.len() {
        return Some(0.0);
    }
    may.get(at).filter(|may| **may)?;
    let (before, rest) = chars.split_at(at);
    let count = |mark: char| before.iter().filter(|char| char.character == mark).count();
    let quoted = count('“') > count('”');
    let behind_mark =
        before.last().is_some_and(|char| is_closing(char.character)) || rest.first().is_some_and(|char| is_opening(char.character));
    if shape == Shape::Title {
        return Some(if behind_mark || between_names(chars, at) { 0.0 } else { WORD_CUT });
    }
    // Chinese words are mostly of two characters: 社会/公益/组织, not 社会公/益组织.
    let split_word = at % 2 == 1 && chars.len().is_multiple_of(2) && chars.iter().all(|char| is_ideograph(char.character));
    Some(match (quoted, behind_mark) {
        (true, _) => 3.0,
        (_, true) => 0.0,
        _ if split_word => 3.0,
        _ => 1.0,
    })
}

/// What cutting a word of a title costs: more than any unevenness.
const WORD_CUT: f32 = 12.0;

/// Whether a unit's name ends before that character, and another begins: 和静县/人民政府, 自治州/农业农村局.
fn between_names(chars: &[Char], at: usize) -> bool {
    /// What names of places and of units end with.
    const ENDS: &str = "省市州盟县区旗镇乡局厅院";
    /// What follows such a character where it ends no name: 市场, 乡村, 区域, 东乡族, 县委.
    const GOES_ON: &str = "场政容直域级划块村族委长内中属";
    /// Ends of several characters, and what a name of its own begins with.
    const LONG_ENDS: [&str; 6] = ["街道", "委员会", "办公室", "人民政府", "开发区", "办事处"];
    const BEGINS: [&str; 4] = ["人民政府", "管理委员会", "政务服务", "人力资源"];
    let text = |range: std::ops::Range<usize>| chars.get(range).unwrap_or_default().iter().map(|char| char.character).collect::<String>();
    let (before, rest) = (text(0..at), text(at..chars.len()));
    if BEGINS.iter().any(|begins| rest.starts_with(begins)) {
        return true;
    }
    let next = rest.chars().next().unwrap_or(' ');
    let goes_on = GOES_ON.contains(next) && !["政府", "政务", "内蒙", "中级", "委员"].iter().any(|word| rest.starts_with(word));
    if LONG_ENDS.iter().any(|end| before.ends_with(end)) {
        return !goes_on;
    }
    let mut back = before.chars().rev();
    let (last, before_last) = (back.next().unwrap_or(' '), back.next());
    // 州市, 市市中区: what ends a name is at least the second character of it, and nothing that ends one follows.
    let is_second = before_last.is_some_and(|c| is_ideograph(c) && !ENDS.contains(c));
    let next_ends = ENDS.contains(next) && !rest.chars().nth(1).is_some_and(|c| GOES_ON.contains(c));
    ENDS.contains(last) && is_second && !goes_on && !next_ends && !rest.starts_with("街道")
}

fn cut_at(chars: &[Char], ends: &[usize]) -> Vec<SetLine> {
    let starts = std::iter::once(0).chain(ends.iter().copied());
    let lines = starts.zip(ends).filter_map(|(start, end)| {
        let mut line = SetLine::of(chars.get(start..*end)?.to_vec());
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
        let mut line = SetLine::of(line.to_vec());
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
