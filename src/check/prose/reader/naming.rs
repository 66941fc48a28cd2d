//! What a figure is called, and what that may mean in the tables.

use std::borrow::Cow;
use std::ops::Range;

use super::lex::{Kind, Piece};
use super::state::{Topic, Walk};
use super::{Level, Line, Meaning, Mention, Role, Unit};
use crate::form::{Axis, How, Mark, Naming, ReadingParts, TableWords, Token};

/// Rows that may be meant, with what they are called.
type Choice<'a> = (Cow<'a, str>, ReadingParts);

/// A term that stands near a figure.
#[derive(Clone, Copy)]
struct Near<'a> {
    piece: usize,
    table: usize,
    naming: &'a Naming,
}

/// What is needed to name a figure.
pub(super) struct Names<'w, 'a> {
    pub(super) walk: &'w mut Walk<'a>,
    pub(super) line: &'w Line<'a>,
    pub(super) pieces: &'w [Piece<'a>],
    pub(super) at: usize,
    pub(super) before: Range<usize>,
}

impl<'a> Names<'_, 'a> {
    /// Names the figure from before it, else from behind.
    pub(super) fn name(mut self, mention: &mut Mention<'a>) {
        match mention.unit {
            Unit::Count | Unit::Bare | Unit::Money(_) => self.name_count(mention),
            // 收到申请数量同比增长25%: whose growth it is; a percentage itself names nothing.
            Unit::Percent => {
                self.name_count(mention);
                mention.named = None;
                mention.level = Level::Kind;
                mention.columns = None;
                mention.shown = mention.range.start..mention.end;
            }
            Unit::Points | Unit::Other(_) => {}
        }
    }

    fn name_count(&mut self, mention: &mut Mention<'a>) {
        let behind = self.behind(mention);
        let topic = self.topic_with(&behind);
        let nearest_first: Vec<usize> = self.before.clone().rev().collect();
        let (before_terms, before_blocked) = self.terms(&nearest_first, topic);
        let behind_list: Vec<usize> = behind.clone().collect();
        let (behind_terms, behind_blocked) = self.terms(&behind_list, topic);
        if before_blocked || self.other_follows(&behind_list, mention) {
            mention.role = elsewhere(mention.role);
            return;
        }
        let verb = before_terms.first().is_none_or(|term| term.naming.is(How::Whole));
        let result_behind = behind_terms.first().is_some_and(|term| !term.naming.is(How::Whole));
        let from_behind = !behind_blocked
            && !behind_terms.is_empty()
            && (before_terms.is_empty() || (verb && result_behind && self.touches(&behind_terms, mention)));
        let terms = if from_behind { behind_terms } else { before_terms };
        let terms = if terms.is_empty() { self.clause_before(mention, topic) } else { terms };
        self.resolve(mention, &terms, from_behind);
    }

    fn behind(&self, mention: &Mention<'_>) -> Range<usize> {
        let mut end = self.at + 1;
        while let Some(piece) = self.pieces.get(end) {
            let stops = match &piece.kind {
                Kind::Mark(mark) => *mark != '：',
                Kind::Number(_) => true,
                Kind::Word(_) => piece.start < mention.end,
            };
            if stops {
                break;
            }
            end += 1;
        }
        self.at + 1..end
    }

    /// The topic with what stands behind the figure: 收到75件政府信息公开申请.
    fn topic_with(&self, behind: &Range<usize>) -> Option<Topic> {
        let mut topic = self.walk.topic;
        for token in self.pieces.get(behind.clone()).unwrap_or_default().iter().filter_map(Piece::word) {
            if let Some(table) = token.topic {
                topic = Some(Topic::Table(table));
            } else if token.is(Mark::OtherTopic) {
                topic = Some(Topic::Other);
            }
        }
        topic
    }

    /// The terms in these pieces in this order, and whether another thing stands nearer than all of them.
    fn terms(&mut self, places: &[usize], topic: Option<Topic>) -> (Vec<Near<'a>>, bool) {
        let words = &self.walk.case.form.review.reader;
        let mut found: Vec<Near<'a>> = Vec::new();
        let mut aside = false;
        let is_verb = |(table, term): &(usize, usize)| {
            words.tables.get(*table).and_then(|words| words.terms.get(*term)).is_some_and(|term| term.is(How::Whole))
        };
        let verb = places.iter().filter_map(|at| self.pieces.get(*at).and_then(Piece::word)).any(|token| token.terms.iter().any(is_verb));
        for at in places {
            let Some(token) = self.pieces.get(*at).and_then(Piece::word) else { continue };
            if token.is(Mark::Attribute) && found.is_empty() && !aside && !verb {
                let adjacent = self.pieces.get(*at).is_some_and(|piece| {
                    self.pieces.get(self.at).is_some_and(|number| number.start - piece.end.min(number.start) <= 3 && *at < self.at)
                });
                // （二）依申请公开15件: at the head of a sentence the applications themselves.
                if adjacent && let Some(near) = self.opens_with_topic(*at, token) {
                    return (vec![near], false);
                }
                if adjacent {
                    self.walk.sentence.by_openness = true;
                    return (found, true);
                }
            }
            let is_aside = token.is(Mark::Aside) || token.is(Mark::OtherTopic) || token.is(Mark::Charged) || token.is(Mark::Paid);
            if is_aside && found.is_empty() && token.terms.is_empty() {
                aside = true;
            }
            let channel = token.is(Mark::Channel);
            if channel && found.iter().all(|near| near.naming.is(How::Whole)) && token.terms.is_empty() {
                return (Vec::new(), true);
            }
            for (table, term) in &token.terms {
                let Some(naming) = words.tables.get(*table).and_then(|words| words.terms.get(*term)) else { continue };
                if self.counts(*table, naming, topic) {
                    found.push(Near { piece: *at, table: *table, naming });
                }
            }
        }
        if found.iter().any(|near| near.naming.axis == Axis::Row && !near.naming.is(How::Last)) {
            found.retain(|near| !near.naming.is(How::Last));
        }
        if aside { (Vec::new(), true) } else { (found, false) }
    }

    /// The word for all that came, where a topic's word is the first of its sentence.
    fn opens_with_topic(&self, at: usize, token: &Token) -> Option<Near<'a>> {
        let table = token.topic?;
        let first = self.line.mentions.last().is_none_or(|last| last.sentence != self.walk.sentence.number);
        let clause = self.pieces.get(..at)?.last().is_none_or(|piece| matches!(piece.mark(), Some('。' | '）')));
        let naming = self.words(table)?.terms.iter().find(|term| term.is(How::Whole) && term.is(How::Last) && term.readings.len() == 2)?;
        (first && clause).then_some(Near { piece: at, table, naming })
    }

    /// Whether another result is named behind the figure in its sentence.
    fn result_follows(&self, table: usize) -> bool {
        let behind = self.pieces.get(self.at + 1..).unwrap_or_default().iter().take_while(|piece| piece.mark() != Some('。'));
        behind.filter_map(Piece::word).flat_map(|token| &token.terms).any(|(of, term)| {
            let naming = self.words(*of).and_then(|words| words.terms.get(*term));
            *of == table && naming.is_some_and(|naming| naming.axis == Axis::Row && naming.how.is_empty() && naming.readings.len() == 1)
        })
    }

    fn counts(&self, table: usize, naming: &Naming, topic: Option<Topic>) -> bool {
        let last = self.line.mentions.last().filter(|last| last.sentence == self.walk.sentence.number).and_then(|last| last.named);
        if naming.is(How::Beside) {
            let of_results = naming.axis == Axis::Row && naming.is(How::Topic) && topic == Some(Topic::Table(table));
            return last == Some((table, naming.axis)) || (of_results && self.result_follows(table));
        }
        if naming.is(How::Topic) {
            let columns_listed = naming.axis == Axis::Column && last == Some((table, Axis::Column));
            return topic == Some(Topic::Table(table)) || columns_listed;
        }
        if naming.axis == Axis::Row && topic == Some(Topic::Other) && self.has_column(table) && self.is_applications(table) {
            return self.walk.sentence.topic_named;
        }
        !(self.is_applications(table) && naming.axis == Axis::Row && self.walk.sentence.by_openness)
    }

    fn has_column(&self, table: usize) -> bool {
        self.words(table).is_some_and(|words| words.column.is_some())
    }

    /// The table of the applications: the one of which a topic's word speaks.
    fn is_applications(&self, table: usize) -> bool {
        self.words(table).is_some_and(|words| !words.denied.is_empty())
    }

    fn words(&self, table: usize) -> Option<&'a TableWords> {
        self.walk.case.form.review.reader.tables.get(table)
    }

    /// 75件建议: another thing right behind the unit.
    fn other_follows(&self, behind: &[usize], mention: &Mention<'_>) -> bool {
        let first = behind.first().and_then(|at| self.pieces.get(*at));
        first.is_some_and(|piece| {
            let near = piece.start.checked_sub(mention.end).is_some_and(|gap| gap <= 12);
            let other = piece.word().is_some_and(|word| word.terms.is_empty() && (word.is(Mark::Aside) || word.is(Mark::OtherTopic)));
            near && other && mention.unit == Unit::Count
        })
    }

    fn touches(&self, terms: &[Near<'_>], mention: &Mention<'_>) -> bool {
        terms.first().and_then(|term| self.pieces.get(term.piece)).is_some_and(|piece| {
            // 已答复22件：予以公开 opens a list.
            piece.start.saturating_sub(mention.end) <= 3 && !self.line.part(mention.end..piece.start).contains(['：', ':'])
        })
    }

    /// 收到政府信息公开申请，共17件: the clause before names it where this one only says how many.
    fn clause_before(&mut self, mention: &Mention<'_>, topic: Option<Topic>) -> Vec<Near<'a>> {
        let mark = self.before.start.checked_sub(1).filter(|at| self.pieces.get(*at).and_then(Piece::mark) == Some('，'));
        let Some(mark) = mark else { return Vec::new() };
        let begin = self.pieces.get(mark).map_or(0, |piece| piece.end);
        let only_total = self
            .pieces
            .get(self.before.clone())
            .unwrap_or_default()
            .iter()
            .any(|piece| piece.word().is_some_and(|word| word.is(Mark::Total)));
        if !only_total || self.line.part(begin..mention.range.start).chars().count() > 3 {
            return Vec::new();
        }
        let mut places = Vec::new();
        for at in (0..mark).rev() {
            match self.pieces.get(at).map(|piece| &piece.kind) {
                Some(Kind::Mark('，' | '。' | '；')) | None => break,
                Some(Kind::Number(_)) => return Vec::new(),
                _ => places.push(at),
            }
        }
        self.terms(&places, topic).0
    }

    /// Fills in what the figure may mean.
    fn resolve(&mut self, mention: &mut Mention<'a>, terms: &[Near<'a>], from_behind: bool) {
        let Some(nearest) = terms.first().copied() else { return };
        let table = nearest.table;
        let Some(words) = self.words(table) else { return };
        let of_table: Vec<_> = terms.iter().filter(|near| near.table == table).copied().collect();
        let rows: Vec<_> = of_table.iter().filter(|near| near.naming.axis == Axis::Row).copied().collect();
        let columns: Vec<_> = of_table.iter().filter(|near| near.naming.axis == Axis::Column).copied().collect();
        mention.named = Some((table, nearest.naming.axis));
        let first_row = nearest.naming.readings.first().and_then(|reading| reading.first()).map(|(row, _)| *row);
        mention.level = match nearest.naming.axis {
            Axis::Row if first_row.is_some_and(|row| words.carried.contains(&row)) => Level::Carried,
            Axis::Row if nearest.naming.is(How::Whole) => Level::Whole,
            _ => Level::Kind,
        };
        self.show(mention, &of_table, from_behind);
        let named_rows = self.row_readings(&rows);
        let column_parts = self.joined(&columns).or_else(|| rows.first().and_then(|row| row.naming.column.map(|at| vec![(at, false)])));
        mention.columns = columns.first().and(column_parts.clone());
        if self.has_column(table) {
            let inherited = if columns.is_empty() { self.column_of_whole(table) } else { None };
            let own = words.column.map(|at| vec![(at, false)]);
            let unit = mention.unit;
            let row_choices = if named_rows.is_empty() { self.rows_of_frames(table) } else { named_rows };
            for columns in [inherited, column_parts.or(own)].into_iter().flatten() {
                mention
                    .meanings
                    .extend(row_choices.iter().filter_map(|(name, rows)| self.meaning(words, table, name, rows, &columns, unit)));
            }
        } else {
            self.single_columns(mention, words, table, named_rows, column_parts, &columns);
        }
        self.loosen(mention, &of_table, words);
        mention.meanings.dedup();
    }

    /// A table in which both row and column must be said: 制发 and 规范性文件.
    fn single_columns(
        &mut self,
        mention: &mut Mention<'a>,
        words: &TableWords,
        table: usize,
        rows: Vec<Choice<'a>>,
        columns: Option<ReadingParts>,
        named: &[Near<'a>],
    ) {
        let unit = mention.unit;
        let row_choices = if rows.is_empty() { self.rows_of_frames(table) } else { rows };
        if let Some(first) = named.first() {
            self.walk.sentence.column = first.naming.readings.first().and_then(|reading| reading.first()).map(|(at, _)| (table, *at));
        }
        let kept = self.walk.sentence.column.filter(|(of, _)| *of == table).map(|(_, at)| vec![(at, false)]);
        let choices: Vec<ReadingParts> = if let Some(columns) = columns.or(kept) {
            vec![columns]
        } else {
            mention.loose = true;
            (0..words.column_count()).map(|at| vec![(at, false)]).collect()
        };
        for columns in &choices {
            mention.meanings.extend(row_choices.iter().filter_map(|(name, rows)| self.meaning(words, table, name, rows, columns, unit)));
        }
    }

    /// Publishing of what is counted, and what a court or an office did for others, is not always the figure of the table.
    fn loosen(&self, mention: &mut Mention<'a>, terms: &[Near<'a>], words: &TableWords) {
        let Some(nearest) = terms.first() else { return };
        let clause: Vec<_> = self.before.clone().filter_map(|at| self.pieces.get(at).and_then(Piece::word)).collect();
        let starts = clause.iter().any(|token| token.is(Mark::Starts));
        let by_default = nearest.naming.column.is_some();
        let is_verb = |(table, term): &(usize, usize)| {
            *table != nearest.table && self.words(*table).and_then(|words| words.terms.get(*term)).is_some_and(|term| term.is(How::Whole))
        };
        let handles = clause.iter().any(|token| token.is(Mark::Starts) && token.terms.iter().any(is_verb));
        let of_applications = (self.walk.sentence.topic_named && self.line.text.contains('因')) || self.told_of_applications();
        let other_table = words.denied.is_empty() && words.column.is_some();
        mention.loose |= (starts && by_default)
            || (other_table && handles && !of_applications)
            || mention.unit == Unit::Bare && nearest.naming.is(How::Topic) && nearest.naming.axis == Axis::Row;
    }

    /// Whether the paragraph spoke of applications before: what is asked there of reviews follows from them.
    fn told_of_applications(&self) -> bool {
        let before = self.pieces.get(..self.at).unwrap_or_default().iter().filter_map(Piece::word);
        before.filter_map(|word| word.topic).any(|table| self.is_applications(table))
    }

    /// What the rows that are named may be: joined ones added, a kind before its group.
    fn row_readings(&self, rows: &[Near<'a>]) -> Vec<Choice<'a>> {
        let Some(nearest) = rows.first() else { return Vec::new() };
        let name = |near: &Near<'a>| Cow::Borrowed(near.naming.name.as_str());
        if let Some(joined) = self.joined(rows)
            && !nearest.naming.is(How::Whole)
            && self.joined_count(rows) > 1
        {
            let names: Vec<_> = rows.iter().take(self.joined_count(rows)).map(name).rev().collect();
            return vec![(Cow::Owned(names.join("、")), joined)];
        }
        let mut readings = Vec::new();
        let general = nearest.naming.readings.first().map_or(&[][..], Vec::as_slice);
        for kind in rows.iter().skip(1) {
            let of_kind = kind.naming.readings.first().map_or(&[][..], Vec::as_slice);
            let within = of_kind.len() < general.len() && of_kind.iter().all(|row| general.contains(row));
            let and_others =
                (kind.piece..nearest.piece).any(|at| self.pieces.get(at).and_then(Piece::word).is_some_and(|word| word.is(Mark::OpenEnd)));
            if within && !and_others {
                readings.push((name(kind), of_kind.to_vec()));
            }
        }
        for (at, reading) in nearest.naming.readings.iter().enumerate() {
            if at == 0 || !nearest.naming.is(How::Strict) || self.extra_named(nearest, reading) {
                readings.push((name(nearest), reading.clone()));
            }
        }
        for other in rows.iter().skip(1).filter(|other| other.naming.is(How::Whole) && nearest.naming.is(How::Whole)) {
            readings.extend(other.naming.readings.iter().map(|reading| (name(nearest), reading.clone())));
        }
        readings
    }

    /// Whether the section names what came over from last year, where a later meaning counts it in or out.
    fn extra_named(&self, near: &Near<'_>, reading: &ReadingParts) -> bool {
        let first = near.naming.readings.first().map_or(&[][..], Vec::as_slice);
        let carried = self.words(near.table).map_or(&[][..], |words| words.carried.as_slice());
        let added = reading.iter().filter(|row| !first.contains(row)).map(|(row, _)| *row);
        added.filter(|row| carried.contains(row)).all(|row| self.walk.named.contains(&(near.table, row)))
    }

    /// How many terms stand joined: 予以公开、部分公开.
    fn joined_count(&self, terms: &[Near<'a>]) -> usize {
        let joins = |later: &Near<'_>, earlier: &Near<'_>| {
            let ends = self.pieces.get(earlier.piece).map_or(0, |piece| piece.end);
            let begins = self.pieces.get(later.piece).map_or(0, |piece| piece.start);
            let (from, to) = if ends <= begins {
                (ends, begins)
            } else {
                (self.pieces.get(later.piece).map_or(0, |piece| piece.end), self.pieces.get(earlier.piece).map_or(0, |piece| piece.start))
            };
            matches!(self.line.part(from..to), "、" | "和" | "及" | "与" | "或" | "以及" | "案件和" | "案件、" | "申请和" | "申请、")
        };
        1 + terms.windows(2).take_while(|pair| matches!(pair, [later, earlier] if joins(later, earlier))).count()
    }

    /// The joined terms' first readings, added.
    fn joined(&self, terms: &[Near<'a>]) -> Option<ReadingParts> {
        if terms.is_empty() {
            return None;
        }
        let mut parts = ReadingParts::new();
        for term in terms.iter().take(self.joined_count(terms)) {
            for part in term.naming.readings.first().into_iter().flatten() {
                if !parts.contains(part) {
                    parts.push(*part);
                }
            }
        }
        Some(parts)
    }

    /// The rows that are spoken of, the nearest first, and all of them together.
    fn rows_of_frames(&self, table: usize) -> Vec<Choice<'a>> {
        let frames: Vec<_> = self.walk.frames.iter().rev().filter(|frame| frame.table == table).take(4).collect();
        let mut rows: Vec<ReadingParts> = Vec::new();
        let mut keep = |reading: &ReadingParts| {
            if !rows.contains(reading) {
                rows.push(reading.clone());
            }
        };
        frames.iter().flat_map(|frame| &frame.rows).for_each(&mut keep);
        let named: Vec<_> = self.walk.sentence.rows.iter().filter(|(of, _)| *of == table).map(|(_, row)| (*row, false)).collect();
        let mut all = ReadingParts::new();
        for row in &named {
            if !all.contains(row) {
                all.push(*row);
            }
        }
        if !all.is_empty() && !self.is_applications(table) {
            for row in &all {
                keep(&vec![*row]);
            }
            keep(&all);
        }
        if rows.is_empty()
            && let Some(words) = self.words(table)
        {
            let wholes = words.denied.iter().map(|row| vec![(*row, false)]).chain(words.wholes.iter().cloned());
            rows.extend(wholes);
        }
        rows.into_iter().map(|rows| (Cow::Borrowed(""), rows)).collect()
    }

    /// The column of the whole whose parts are named: 自然人14件，其中予以公开10件.
    fn column_of_whole(&self, table: usize) -> Option<ReadingParts> {
        let opened = self.walk.sentence.opened_at?;
        let (_, columns, piece) = self.walk.last_columns.as_ref().filter(|(of, ..)| *of == table)?;
        (*piece < opened).then(|| columns.clone())
    }

    fn meaning(
        &self,
        words: &TableWords,
        table: usize,
        name: &Cow<'a, str>,
        rows: &ReadingParts,
        columns: &ReadingParts,
        unit: Unit<'_>,
    ) -> Option<Meaning<'a>> {
        let mut cells = Vec::with_capacity(rows.len() * columns.len());
        for (row, row_less) in rows {
            for (column, column_less) in columns {
                let cell = words.cell(*row, *column)?;
                let kind = &self.walk.case.form.cell(cell)?.kind;
                let fits = match (kind, unit) {
                    (crate::form::Kind::Amount { .. }, Unit::Money(_)) => true,
                    (crate::form::Kind::Amount { .. }, _) | (_, Unit::Money(_)) => false,
                    _ => true,
                };
                if !fits {
                    return None;
                }
                cells.push((cell, row_less != column_less));
            }
        }
        Some(Meaning { name: name.clone(), table, rows: rows.clone(), cells })
    }

    /// The words that name the figure, up to it or behind it.
    fn show(&self, mention: &mut Mention<'_>, terms: &[Near<'a>], from_behind: bool) {
        let piece = |near: &Near<'_>| self.pieces.get(near.piece);
        let count = self.shown_count(terms);
        let named = terms.iter().take(count).filter_map(piece);
        if from_behind {
            mention.shown.end = named.map(|piece| piece.end).max().unwrap_or(mention.end).max(mention.end);
        } else {
            mention.shown.start = named.map(|piece| piece.start).min().unwrap_or(mention.range.start).min(mention.range.start);
        }
    }

    /// Joined words, and a row and a column that name a figure together, are all shown.
    fn shown_count(&self, terms: &[Near<'a>]) -> usize {
        let [first, rest @ ..] = terms else { return 0 };
        let together = rest.first().is_some_and(|term| term.naming.axis != first.naming.axis);
        self.joined_count(terms).max(1 + usize::from(together))
    }
}

fn elsewhere(role: Role) -> Role {
    if role == Role::Own { Role::Elsewhere } else { role }
}
