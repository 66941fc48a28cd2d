//! Walks the pieces of a line from the left and keeps what is spoken of: topic, body, year, wholes and their parts.

use std::ops::Range;

use rust_decimal::Decimal;

use super::groups::Stack;
use super::lex::{Kind, Piece};
use super::naming::Names;
use super::state::{Frame, Sentence, Topic, Walk, When};
use super::{Claim, Level, Line, Mention, Role, Unit};
use crate::check::prose::text::{Number, NumberKind};
use crate::form::{Axis, Mark, Token};

impl<'a> Walk<'a> {
    /// Reads a line.
    pub(super) fn line(&mut self, start: usize, text: &'a str, pieces: Vec<Piece<'a>>) -> Line<'a> {
        if !self.head && (text.starts_with('（') || self.topic == Some(Topic::Other)) {
            self.topic = None;
        }
        self.frames.clear();
        self.last_columns = None;
        self.head = pieces.len() < 12 && !text.contains(['。', '，', '；']);
        self.sentence = Sentence::default();
        let mut line = Line { start, text, pieces: Vec::new(), mentions: Vec::new(), groups: Vec::new(), claims: Vec::new() };
        let mut stack = Stack::default();
        for at in 0..pieces.len() {
            let Some(piece) = pieces.get(at) else { continue };
            match &piece.kind {
                Kind::Word(token) => self.word(&mut line, &pieces, at, token, &mut stack),
                Kind::Mark(mark) => self.mark(&mut line, piece, *mark, &mut stack),
                Kind::Number(number) => self.number(&mut line, &pieces, at, number, &mut stack),
            }
        }
        stack.close(&mut line);
        line.pieces = pieces;
        line
    }

    fn mark(&mut self, line: &mut Line<'a>, piece: &Piece<'a>, mark: char, stack: &mut Stack) {
        match mark {
            '。' => {
                stack.close(line);
                let number = self.sentence.number + 1;
                self.sentence = Sentence { number, first_mention: line.mentions.len(), ..Sentence::default() };
            }
            '，' | '；' => {
                if self.sentence.when == When::Compared {
                    self.sentence.when = When::Report;
                }
                if mark == '；' {
                    self.sentence.rows_before = self.sentence.rows.len();
                }
            }
            '（' => stack.bracket(line, piece.start),
            '）' => stack.unbracket(line),
            _ => {}
        }
    }

    fn word(&mut self, line: &mut Line<'a>, pieces: &[Piece<'a>], at: usize, token: &'a Token, stack: &mut Stack) {
        self.speaks(token);
        let Some(piece) = pieces.get(at) else { return };
        let before = || clause_text(line.text, piece.start);
        if token.is(Mark::Own) {
            self.sentence.body = false;
        } else if token.is(Mark::Body) && !self.is_ours(line.text, piece, before()) {
            self.sentence.body = true;
        }
        if token.is(Mark::ThisYear) {
            self.sentence.when = When::Report;
            self.year_named = true;
        } else if token.is(Mark::OtherYear) {
            self.sentence.when = other_year(before());
        } else if token.is(Mark::Since) {
            self.sentence.when = When::Since;
        }
        if token.is(Mark::Opens) {
            stack.open(line, piece, token, self.sentence.first_mention);
            self.sentence.opened_at = Some(at);
        }
        if token.is(Mark::OpenEnd) {
            stack.more(line, piece.end - piece.start > 3);
        }
        if token.is(Mark::Deny) || token.is(Mark::All) {
            let topic = match self.topic {
                Some(Topic::Table(table)) => Some(table),
                _ => None,
            };
            // Behind a semicolon that names rows itself, those before it are told.
            let of_topic =
                |rows: &[(usize, usize)]| rows.iter().filter(|(table, _)| Some(*table) == topic).map(|(_, row)| *row).collect::<Vec<_>>();
            let since = of_topic(self.sentence.rows.get(self.sentence.rows_before..).unwrap_or_default());
            let rows = if since.is_empty() { of_topic(&self.sentence.rows) } else { since };
            line.claims.push(Claim {
                piece: at,
                topic,
                topic_in_sentence: self.sentence.topic_named,
                elsewhere: self.sentence.body || self.sentence.when != When::Report,
                sentence: self.sentence.number,
                mentions: line.mentions.len(),
                rows,
            });
        }
    }

    /// Notes the topic and the rows that a word names.
    pub(super) fn speaks(&mut self, token: &Token) {
        if let Some(table) = token.topic {
            self.topic = Some(Topic::Table(table));
            self.sentence.topic_named = true;
        } else if token.is(Mark::OtherTopic) {
            self.topic = Some(Topic::Other);
            self.sentence.topic_named = false;
        }
        let words = &self.case.form.review.reader;
        for (table, term) in &token.terms {
            let Some((rows, naming)) = words.tables.get(*table).and_then(|rows| Some((rows, rows.terms.get(*term)?))) else { continue };
            let first = naming.readings.first();
            if naming.axis == Axis::Row && !naming.is(crate::form::How::Topic) && !naming.is(crate::form::How::Beside) {
                if rows.denied.is_empty() && rows.column.is_some() {
                    self.topic = Some(Topic::Table(*table));
                    self.sentence.topic_named = true;
                }
                self.sentence.rows.extend(first.into_iter().flatten().map(|(row, _)| (*table, *row)));
            }
        }
    }

    /// Whether a body's word is the end of the unit's own name, or only where something goes.
    fn is_ours(&self, line: &str, piece: &Piece<'_>, before: &str) -> bool {
        let words = &self.case.form.review.reader;
        let tail: String = before.chars().rev().take(2).collect::<Vec<_>>().into_iter().rev().collect();
        let word = line.get(piece.start..piece.end).unwrap_or_default();
        // 中心全年未收到: the end of the own name alone.
        if !before.ends_with(is_han) && self.case.report.unit.trim().ends_with(word) {
            return true;
        }
        let named = format!("{tail}{word}");
        let ours = !tail.is_empty() && self.case.report.unit.contains(&named);
        ours || words.toward.iter().any(|word| before.contains(word.as_str()))
    }

    fn number(&mut self, line: &mut Line<'a>, pieces: &[Piece<'a>], at: usize, number: &Number, stack: &mut Stack) {
        match number.kind {
            NumberKind::Year => self.year(line, number),
            NumberKind::Date | NumberKind::Reference => {}
            NumberKind::Percent | NumberKind::Count => {
                let mut mention = self.measure(line.text, at, number);
                let region = region(pieces, line.mentions.last().map(|last| last.piece), at);
                self.place(line.text, pieces, &region, &mut mention);
                let names = Names { walk: self, line, pieces, at, before: region };
                names.name(&mut mention);
                self.frame(&mention);
                line.mentions.push(mention);
                stack.part(line, pieces, self.sentence.first_mention);
            }
        }
    }

    fn year(&mut self, line: &Line<'_>, number: &Number) {
        let report = Decimal::from(self.case.report.year);
        match number.value {
            Some(year) if year == report => {
                self.sentence.when = When::Report;
                self.year_named = true;
            }
            // 结转2025年: where it goes, not of when it is.
            Some(year) if year > report => {}
            // 2023年结转的3件 in a report on 2024: what came from last year is a row of this one.
            Some(year) if year + Decimal::ONE == report && carries(line.text, number.range.end) => {}
            _ => self.sentence.when = other_year(clause_text(line.text, number.range.start)),
        }
    }

    /// The figure with its unit.
    fn measure(&self, text: &'a str, piece: usize, number: &Number) -> Mention<'a> {
        let mut exact = true;
        let mut value = number.value;
        if let Some(cell) = number.cell {
            value = match self.case.figures.value(cell) {
                crate::report::Value::Number(number) => Some(number),
                _ => None,
            };
        }
        let mut end = number.range.end;
        let mut rest = text.get(end..).unwrap_or_default();
        let skip = |rest: &mut &'a str, end: &mut usize, length: usize| {
            *end += length;
            *rest = rest.get(length..).unwrap_or_default();
        };
        let blanks = rest.len() - rest.trim_start_matches([' ', '\u{3000}']).len();
        skip(&mut rest, &mut end, blanks);
        if rest.starts_with(['余', '多', '几', '来']) {
            exact = false;
            skip(&mut rest, &mut end, 3);
        }
        if rest.starts_with('万') && !rest.starts_with("万元") {
            exact = false;
            value = value.and_then(|value| value.checked_mul(Decimal::from(10_000)));
            skip(&mut rest, &mut end, 3);
            if rest.starts_with('余') {
                skip(&mut rest, &mut end, 3);
            }
        }
        let (unit, length) = self.unit(rest, number.kind);
        end += length;
        let after = text.get(end..).unwrap_or_default();
        exact &= !after.starts_with("左右") && !after.starts_with("以上");
        Mention {
            range: number.range.clone(),
            shown: number.range.start..end,
            end,
            value,
            cell: number.cell,
            unit,
            exact,
            piece,
            topic: match self.topic {
                Some(Topic::Table(table)) => Some(table),
                _ => None,
            },
            sentence: self.sentence.number,
            role: Role::Own,
            meanings: Vec::new(),
            loose: false,
            named: None,
            level: Level::Kind,
            columns: None,
        }
    }

    fn unit(&self, rest: &'a str, kind: NumberKind) -> (Unit<'a>, usize) {
        if kind == NumberKind::Percent {
            return if rest.starts_with("个百分点") {
                (Unit::Points, 12)
            } else {
                (Unit::Percent, rest.chars().next().map_or(0, char::len_utf8))
            };
        }
        for (word, scale) in [("万元", Decimal::ONE), ("亿元", Decimal::from(10_000)), ("元", Decimal::new(1, 4))] {
            if rest.starts_with(word) {
                return (Unit::Money(scale), word.len());
            }
        }
        let counted = self.case.form.review.units.iter().find(|unit| rest.starts_with(unit.as_str()));
        match (counted, rest.chars().next()) {
            (Some(unit), _) => {
                let after = rest.get(unit.len()..).unwrap_or_default();
                // 12个工作日, 3份报告, 3件次 are other things.
                let ends = after.is_empty() || after.starts_with(|c: char| !is_han(c));
                let exact = matches!(unit.as_str(), "件" | "宗" | "起") && !after.starts_with('次');
                let unit_end = unit.len();
                if ends || exact { (Unit::Count, unit_end) } else { (Unit::Other(rest.get(..unit_end).unwrap_or_default()), unit_end) }
            }
            (None, Some(c)) if is_han(c) => (Unit::Other(rest.get(..c.len_utf8()).unwrap_or_default()), c.len_utf8()),
            _ => (Unit::Bare, 0),
        }
    }

    /// Whose the figure is and of which year.
    fn place(&mut self, text: &str, pieces: &[Piece<'a>], region: &Range<usize>, mention: &mut Mention<'_>) {
        let marked =
            pieces.get(region.clone()).unwrap_or_default().iter().filter_map(Piece::word).fold(0, |marks, word| marks | word.marks);
        let words = |mark: Mark| {
            if !(Token { marks: marked, ..Token::default() }).is(mark) {
                return None;
            }
            let found = pieces.get(region.clone()).unwrap_or_default().iter().rev();
            found.into_iter().find(|piece| piece.word().is_some_and(|word| word.is(mark)))
        };
        let touches = |piece: &Piece<'_>| {
            let between = text.get(piece.end..mention.range.start).unwrap_or_default();
            matches!(between.trim_matches([' ', '\u{3000}']), "" | "的" | "了" | "为" | "达" | "同期的" | "全年的" | "同期" | "有" | "共")
        };
        if words(Mark::Near).is_some_and(touches) {
            mention.exact = false;
        }
        let into = words(Mark::Into).is_some();
        if into {
            self.sentence.when = When::Report;
        }
        let moved = words(Mark::Up).or_else(|| words(Mark::Down)).is_some_and(touches);
        let more = text.get(..mention.range.start).is_some_and(|before| before.ends_with(['多', '少'])) && !into;
        let against = words(Mark::Against).is_some_and(touches);
        let place = words(Mark::Place).is_some_and(|piece| piece.end == mention.range.start);
        let of_years = words(Mark::Cumulative).is_some() && !self.year_named;
        mention.role = if matches!(mention.unit, Unit::Percent | Unit::Points) {
            if self.sentence.body || self.sentence.when == When::Since { Role::Elsewhere } else { Role::Own }
        } else if (moved && !into) || more {
            Role::Difference
        } else if matches!(self.sentence.when, When::Other | When::Compared) || against {
            Role::OtherYear
        } else if self.sentence.body || self.sentence.when == When::Since || words(Mark::Mean).is_some() || place || of_years {
            Role::Elsewhere
        } else {
            Role::Own
        };
    }

    /// Keeps what named a row, for the parts that follow.
    fn frame(&mut self, mention: &Mention<'_>) {
        let row = matches!(mention.named, Some((_, Axis::Row)));
        if let Some((table, _)) = mention.named {
            match &mention.columns {
                Some(columns) => self.last_columns = Some((table, columns.clone(), mention.piece)),
                None if mention.level == Level::Whole => self.last_columns = None,
                None => {}
            }
        }
        if row && mention.role == Role::Own && matches!(mention.unit, Unit::Count | Unit::Bare | Unit::Money(_)) {
            self.frames.extend(Frame::of(self.case, mention));
        }
    }
}

/// The pieces that may name a figure from before it: to the clause's begin or the figure before.
fn region(pieces: &[Piece<'_>], last: Option<usize>, at: usize) -> Range<usize> {
    let mut start = at;
    while let Some(before) = start.checked_sub(1) {
        let Some(piece) = pieces.get(before) else { break };
        let is_last = Some(before) == last;
        if is_last || matches!(piece.mark(), Some('，' | '。' | '；' | '（' | '）')) {
            if is_last {
                // Behind 3件维持、 a new entry of the list begins.
                let listed = (start..at).find(|place| pieces.get(*place).and_then(Piece::mark) == Some('、'));
                start = listed.map_or(start, |place| place + 1);
            }
            break;
        }
        start = before;
    }
    start..at
}

/// Whether what stands behind a year says that something came over from it.
fn carries(text: &str, at: usize) -> bool {
    let after = text.get(at..).unwrap_or_default().trim_start_matches(['年', '度']);
    ["结转", "转结", "转入", "未办结", "遗留"].iter().any(|word| after.starts_with(word))
}

/// Another year, for the clause alone where something is compared with it.
fn other_year(before: &str) -> When {
    if before.ends_with(['较', '比', '与', '从', '由', '同']) { When::Compared } else { When::Other }
}

/// The clause before a place.
fn clause_text(text: &str, end: usize) -> &str {
    let before = text.get(..end).unwrap_or_default();
    let start = before
        .rfind(['，', ',', '。', '；', ';', '（', '(', '）', '！'])
        .map_or(0, |at| at + before.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8));
    before.get(start..).unwrap_or_default()
}

pub(super) fn is_han(c: char) -> bool {
    matches!(c, '一'..='龥')
}
