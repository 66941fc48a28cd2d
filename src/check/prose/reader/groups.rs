//! Wholes and their parts: what stands behind 其中, 分别为 or in parentheses, and where it ends.

use super::lex::Piece;
use super::{Group, Level, Line, List, Mention, Role, Unit};
use crate::form::{Mark, Token};

/// The groups that are open at a place.
#[derive(Debug, Default)]
pub(super) struct Stack {
    open: Vec<Group>,
    /// Whether the sentence had a group outside of parentheses before.
    had: bool,
}

/// At most so many bytes stand between a whole and its parentheses.
const NEAR: usize = 36;

impl Stack {
    /// A sentence ends.
    pub(super) fn close(&mut self, line: &mut Line<'_>) {
        while let Some(group) = self.open.pop() {
            keep(line, group);
        }
        self.had = false;
    }

    /// Parentheses open: their figures are parts of the figure right before.
    pub(super) fn bracket(&mut self, line: &Line<'_>, at: usize) {
        let near = |mention: &Mention<'_>| {
            at.checked_sub(mention.end).is_some_and(|gap| gap <= NEAR) && !line.part(mention.end..at).contains(['，', '。', '；', '、'])
        };
        let last = line.mentions.len().checked_sub(1).filter(|last| line.mentions.get(*last).is_some_and(near));
        self.open.push(Group { whole: last.filter(|last| counts(line, *last)), bracketed: true, ..Group::default() });
    }

    /// Parentheses close.
    pub(super) fn unbracket(&mut self, line: &mut Line<'_>) {
        if !self.open.iter().any(|group| group.bracketed) {
            return;
        }
        while let Some(group) = self.open.pop() {
            let bracketed = group.bracketed;
            keep(line, group);
            if bracketed {
                return;
            }
        }
    }

    /// A word such as 其中.
    pub(super) fn open(&mut self, line: &mut Line<'_>, piece: &Piece<'_>, token: &Token, first: usize) {
        let list = match (token.is(Mark::OpenEnd), token.is(Mark::Closed)) {
            (true, _) => List::Open,
            (false, true) => List::Closed,
            (false, false) => List::Unsaid,
        };
        if let Some(top) = self.open.last_mut()
            && top.bracketed
            && top.parts.is_empty()
        {
            top.opened = true;
            if top.list == List::Unsaid {
                top.list = list;
            }
            return;
        }
        if self.open.last().is_some_and(|top| !top.bracketed)
            && let Some(group) = self.open.pop()
        {
            keep(line, group);
        }
        let whole = if self.had { None } else { self.whole(line, piece, first) };
        self.had = true;
        self.open.push(Group { whole, list, opened: true, ..Group::default() });
    }

    /// The figure right before 其中, or the only one of its sentence.
    fn whole(&self, line: &Line<'_>, piece: &Piece<'_>, first: usize) -> Option<usize> {
        let last = line.mentions.len().checked_sub(1)?;
        if last < first {
            return Self::sentence_before(line, piece, last);
        }
        let in_parts =
            self.open.iter().any(|group| group.parts.contains(&last)) || line.groups.iter().any(|group| group.parts.contains(&last));
        if in_parts {
            // 79件（新收75件），其中 …: the whole of the parentheses.
            let outer = line.groups.iter().rev().find(|group| group.bracketed && group.parts.contains(&last))?.whole?;
            return counts(line, outer).then_some(outer);
        }
        let mention = line.mentions.get(last)?;
        let between = line.part(mention.end..piece.start);
        let only = (first..last).all(|at| !counts(line, at));
        let right_before = between.chars().count() <= 2 && !between.contains('；');
        ((only || right_before) && counts(line, last)).then_some(last)
    }

    /// 公开信息1468条。其中，…: the only figure of the sentence that ends right before.
    fn sentence_before(line: &Line<'_>, piece: &Piece<'_>, last: usize) -> Option<usize> {
        let sentence = line.mentions.get(last)?.sentence;
        let others = line.mentions.get(..last)?.iter().rev().take_while(|mention| mention.sentence == sentence).count();
        let opens_its_sentence = line.part(0..piece.start).trim_end().ends_with('。');
        (others == 0 && opens_its_sentence && counts(line, last)).then_some(last)
    }

    /// There are more parts than are named; a longer word (另有, 此外) ends the list.
    pub(super) fn more(&mut self, line: &mut Line<'_>, ends: bool) {
        let Some(top) = self.open.last_mut() else { return };
        top.list = List::Open;
        if ends
            && !top.bracketed
            && !top.parts.is_empty()
            && let Some(group) = self.open.pop()
        {
            keep(line, group);
        }
    }

    /// Takes the last figure into the open group, or ends the group with it.
    pub(super) fn part(&mut self, line: &mut Line<'_>, pieces: &[Piece<'_>], first: usize) {
        let Some(last) = line.mentions.len().checked_sub(1).filter(|last| *last >= first) else { return };
        let Some(mention) = line.mentions.get(last) else { return };
        if matches!(mention.unit, Unit::Percent | Unit::Points) || matches!(mention.role, Role::Difference | Role::OtherYear) {
            return;
        }
        let Some(top) = self.open.last() else { return };
        let fits = top.whole.is_none_or(|whole| line.mentions.get(whole).is_some_and(|whole| same_unit(whole, mention)));
        let first_part = top.parts.first().and_then(|first| line.mentions.get(*first));
        let alike =
            first_part.is_none_or(|part| same_unit(part, mention) && part.named.map(|named| named.0) == mention.named.map(|named| named.0));
        let starts = |mention: &Mention<'_>| starts_anew(line.text, pieces, mention);
        let anew = !top.parts.is_empty() && first_part.is_some_and(|first| starts(mention).1 || (starts(mention).0 && !starts(first).0));
        let goes_on = fits && alike && !anew && !(mention.level != Level::Kind && first_part.is_some());
        if goes_on {
            if let Some(top) = self.open.last_mut() {
                top.parts.push(last);
            }
        } else if !top.bracketed
            && let Some(group) = self.open.pop()
        {
            keep(line, group);
        }
    }
}

/// Whether a verb before a figure begins a new statement, and whether that stands behind a semicolon.
fn starts_anew(text: &str, pieces: &[Piece<'_>], mention: &Mention<'_>) -> (bool, bool) {
    let mut verb = false;
    for piece in pieces.get(..mention.piece).unwrap_or_default().iter().rev() {
        match piece.mark() {
            Some('；') => return (verb, verb),
            Some('，' | '。' | '（' | '）' | '、') => return (verb, false),
            _ => {}
        }
        if piece.word().is_none() && piece.mark().is_none() {
            break;
        }
        // 业务办理类 is a kind, no verb.
        let is_kind = text.get(piece.end..).is_some_and(|after| after.starts_with('类'));
        verb |= !is_kind
            && piece.word().is_some_and(|word| word.is(Mark::Starts) || (word.is(Mark::Total) && piece.end == mention.range.start));
    }
    (verb, false)
}

fn counts(line: &Line<'_>, at: usize) -> bool {
    let counted = |mention: &Mention<'_>| {
        !matches!(mention.unit, Unit::Percent | Unit::Points) && !matches!(mention.role, Role::Difference | Role::OtherYear)
    };
    line.mentions.get(at).is_some_and(counted)
}

/// Bare figures fit beside any.
fn same_unit(one: &Mention<'_>, other: &Mention<'_>) -> bool {
    match (one.unit, other.unit) {
        (Unit::Money(_), Unit::Money(_)) | (Unit::Bare, Unit::Count | Unit::Bare) | (Unit::Count, Unit::Bare) => true,
        (one, other) => one == other,
    }
}

fn keep(line: &mut Line<'_>, group: Group) {
    if !group.parts.is_empty() {
        line.groups.push(group);
    }
}
