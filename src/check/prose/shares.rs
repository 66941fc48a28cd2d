//! P-SHARE: shares and rates, recomputed from the figures of the sentence, else from the cells that it names.

use rust_decimal::Decimal;

use super::figures::sum_of;
use super::reader::{Kind, Level, Line, Meaning, Mention, Piece, Role, Unit};
use super::{Section, finding};
use crate::check::{Finding, Fix};
use crate::form::{Axis, How, Mark, ReadingParts, TableWords};

const RULE: &str = "P-SHARE";

/// Every finding on shares and rates.
pub(super) fn findings(section: &Section<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for line in &section.lines {
        for (at, mention) in
            line.mentions.iter().enumerate().filter(|(_, mention)| mention.unit == Unit::Percent && mention.role == Role::Own)
        {
            findings.extend(
                share(section, line, at, mention).or_else(|| rate(section, line, mention)).or_else(|| of_cells(section, line, mention)),
            );
        }
        findings.extend(past_hundred(section, line));
    }
    findings
}

fn marked(line: &Line<'_>, mention: &Mention<'_>, mark: Mark) -> Option<usize> {
    // Between the figure before and this one.
    let found = line.clause_before(mention.piece).take_while(|(_, piece)| !matches!(piece.kind, Kind::Number(_)));
    found.filter(|(_, piece)| piece.word().is_some_and(|word| word.is(mark))).map(|(at, _)| at).next()
}

/// Whether a percentage is the right one, rounded or cut off at its last place.
fn agrees(typed: Decimal, part: Decimal, whole: Decimal) -> bool {
    let Some(exact) = exact(part, whole) else { return true };
    let step = Decimal::new(1, typed.scale());
    let off = exact - typed;
    off < step && off >= -(step / Decimal::TWO)
}

fn exact(part: Decimal, whole: Decimal) -> Option<Decimal> {
    part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole)
}

fn share(section: &Section<'_>, line: &Line<'_>, at: usize, mention: &Mention<'_>) -> Option<Finding> {
    let share = marked(line, mention, Mark::Share)?;
    let typed = mention.value?;
    let before = line.mentions.get(..at)?.iter().enumerate().rev();
    let mut counts = before.filter(|(_, other)| {
        other.sentence == mention.sentence
            && !matches!(other.unit, Unit::Percent | Unit::Points)
            && !line.shut_off(other.end, mention.range.start)
    });
    let (part_at, part) = counts.next()?;
    if part.role != Role::Own && part.role != Role::Elsewhere || !part.exact {
        return None;
    }
    // 收到75件，其中自然人占80%: what is named between has no figure of its own.
    let between = line.pieces.get(part.piece + 1..share).unwrap_or_default().iter().filter(|piece| piece.start >= part.shown.end);
    if between.filter_map(Piece::word).flat_map(|word| &word.terms).any(|(table, term)| is_kind(section, *table, *term)) {
        return None;
    }
    // The figure must stand right before: in this clause or the one before it.
    let start = line.pieces.get(share)?.start;
    let between = line.part(part.end..start);
    if between.matches(['，', '；']).count() > 1 || between.chars().count() > 14 {
        return None;
    }
    // 甲局20件、乙局15件，占全县的46.7%: of the last, or of all of the list.
    let listed = std::iter::once(part).chain(counts.map(|(_, other)| other).take_while(|other| other.unit == part.unit && other.exact));
    let listed = listed.scan(Decimal::ZERO, |sum, other| {
        *sum = sum.checked_add(other.amount()?)?;
        Some(*sum)
    });
    let parts: Vec<Decimal> = listed.chain(part.meanings.iter().filter_map(|meaning| sum_of(section.case, &meaning.cells))).collect();
    let wholes = wholes(section, line, part_at, part, share, mention);
    let primary = *wholes.first()?;
    if wholes.iter().any(|whole| whole.is_zero() || parts.iter().any(|part| agrees(typed, *part, *whole))) {
        return None;
    }
    let part_value = part.amount()?;
    let right = exact(part_value, primary)?.round_dp(typed.scale().max(1)).normalize();
    let message = format!("正文占比 {}%，{} 占 {} 应为 {right}%", typed, part_value.normalize(), primary.normalize());
    Some(told(section, line, mention, message, right))
}

/// Whether a word names a kind or a result: what is counted, not how it came.
fn is_kind(section: &Section<'_>, table: usize, term: usize) -> bool {
    let words = &section.case.form.review.reader;
    let naming = words.tables.get(table).and_then(|rows| rows.terms.get(term));
    naming.is_some_and(|naming| !naming.is(How::Whole))
}

/// 自然人申请占比为80%: a share without its figure, by the cells that it names.
fn of_cells(section: &Section<'_>, line: &Line<'_>, mention: &Mention<'_>) -> Option<Finding> {
    let share = marked(line, mention, Mark::Share)?;
    let words = &section.case.form.review.reader;
    let figure = line.clause_before(mention.piece).any(|(_, piece)| matches!(piece.kind, Kind::Number(_)));
    // 占 stands right behind the clause's own words: nothing is told of a whole that is named.
    let names_whole =
        line.pieces.get(share + 1..mention.piece).unwrap_or_default().iter().filter_map(Piece::word).any(|word| !word.terms.is_empty());
    let meaning = mention.meanings.first().filter(|meaning| mention.topic == Some(meaning.table))?;
    if figure || names_whole {
        return None;
    }
    let table = words.tables.get(meaning.table)?;
    // 收到申请的领域为：征地补偿占35%: of all that came, of something that is in no table.
    if table.wholes.contains(&meaning.rows) && of_row(table, meaning) {
        return None;
    }
    let typed = mention.value?;
    // A column is a part of its own row, a row of all that were answered or came.
    let pairs: Vec<(Decimal, Decimal)> = mention
        .meanings
        .iter()
        .filter_map(|meaning| Some((meaning, sum_of(section.case, &meaning.cells)?)))
        .flat_map(|(meaning, part)| {
            let wholes: Vec<Option<Decimal>> = if of_row(table, meaning) {
                table.wholes.iter().map(|rows| total(section, table, rows)).collect()
            } else {
                vec![total(section, table, &meaning.rows)]
            };
            wholes.into_iter().flatten().filter(|whole| !whole.is_zero()).map(move |whole| (part, whole)).collect::<Vec<_>>()
        })
        .collect();
    let (part, whole) = *pairs.first()?;
    if pairs.iter().any(|(part, whole)| agrees(typed, *part, *whole)) {
        return None;
    }
    let right = exact(part, whole)?.round_dp(typed.scale().max(1)).normalize();
    let message = format!("正文占比 {typed}%，按表中 {} 占 {} 应为 {right}%", part.normalize(), whole.normalize());
    Some(told(section, line, mention, message, right))
}

/// Whether the cells are the totals of the rows.
fn of_row(table: &TableWords, meaning: &Meaning<'_>) -> bool {
    let is_total = |cell| meaning.rows.iter().any(|(row, _)| table.column.and_then(|at| table.cell(*row, at)) == Some(cell));
    meaning.cells.iter().all(|(cell, _)| is_total(*cell))
}

/// What it may be a share of, the likeliest first.
fn wholes(section: &Section<'_>, line: &Line<'_>, part_at: usize, part: &Mention<'_>, share: usize, mention: &Mention<'_>) -> Vec<Decimal> {
    let mut wholes = Vec::new();
    let words = &section.case.form.review.reader;
    // 占办结总数的: what stands between.
    let named = line.pieces.get(share + 1..mention.piece).unwrap_or_default().iter().filter_map(Piece::word);
    for (table, term) in named.flat_map(|token| &token.terms) {
        let Some((rows, naming)) = words.tables.get(*table).and_then(|rows| Some((rows, rows.terms.get(*term)?))) else { continue };
        wholes.extend(naming.readings.iter().filter_map(|reading| total(section, rows, reading)));
    }
    let groups = line.groups.iter().rev().filter(|group| group.parts.contains(&part_at)).filter_map(|group| group.whole);
    let group_wholes: Vec<_> = groups.filter_map(|whole| line.mentions.get(whole)?.amount()).collect();
    wholes.extend(&group_wholes);
    let larger = |other: &&Mention<'_>| other.unit == part.unit && other.exact && other.amount() >= part.amount();
    // What stands beside it in a list is no whole of it.
    let beside = |at: usize| line.groups.iter().any(|group| group.parts.contains(&at) && group.parts.contains(&part_at));
    let is_whole = |(at, other): &(usize, &Mention<'_>)| {
        let may_be = other.named.is_none() || other.level == Level::Whole || part.named.is_none();
        larger(other) && may_be && !beside(*at)
    };
    let earlier = line.mentions.get(..part_at).unwrap_or_default().iter().enumerate().filter(is_whole);
    let earlier: Vec<_> = earlier.filter_map(|(_, other)| other.amount()).collect();
    if let Some((table, axis)) = part.named
        && (axis == Axis::Row || group_wholes.is_empty())
        && let Some(rows) = words.tables.get(table)
    {
        wholes.extend(rows.wholes.iter().filter_map(|reading| total(section, rows, reading)));
    }
    if !wholes.is_empty() {
        wholes.extend(earlier);
    }
    wholes
}

fn total(section: &Section<'_>, words: &TableWords, rows: &ReadingParts) -> Option<Decimal> {
    let column = words.column?;
    let cells: Vec<_> = rows.iter().filter_map(|(row, less)| Some((words.cell(*row, column)?, *less))).collect();
    sum_of(section.case, &cells)
}

/// 办结率98%.
fn rate(section: &Section<'_>, line: &Line<'_>, mention: &Mention<'_>) -> Option<Finding> {
    let words = &section.case.form.review.reader;
    let before: Vec<_> = line.clause_before(mention.piece).take_while(|(_, piece)| !matches!(piece.kind, Kind::Number(_))).collect();
    let rate = before.iter().find_map(|(_, piece)| piece.word()?.rate)?;
    let rate = words.rates.get(rate)?;
    let other = line.clause_words(mention.piece).any(|word| word.is(Mark::OnTime) || word.is(Mark::OtherTopic) || word.is(Mark::Aside));
    if other || mention.topic != Some(rate.table) {
        return None;
    }
    let table = words.tables.get(rate.table)?;
    let typed = mention.value?;
    let part = total(section, table, &rate.part)?;
    let wholes: Vec<_> = rate.of.iter().filter_map(|rows| total(section, table, rows)).filter(|whole| !whole.is_zero()).collect();
    let primary = *wholes.first()?;
    let same_sentence = line
        .mentions
        .iter()
        .filter(|other| other.sentence == mention.sentence && other.unit == Unit::Count && other.role != Role::OtherYear);
    let counts: Vec<_> = same_sentence.filter_map(Mention::amount).filter(|count| !count.is_zero()).collect();
    let own = counts.iter().any(|whole| counts.iter().any(|part| part != whole && agrees(typed, *part, *whole)));
    if own || wholes.iter().any(|whole| agrees(typed, part, *whole)) {
        return None;
    }
    let right = exact(part, primary)?.round_dp(typed.scale().max(1)).normalize();
    let message = format!("正文{} {typed}%，按表中 {} 占 {} 应为 {right}%", rate.name, part.normalize(), primary.normalize());
    Some(told(section, line, mention, message, right))
}

fn told(section: &Section<'_>, line: &Line<'_>, mention: &Mention<'_>, message: String, right: Decimal) -> Finding {
    let range = line.in_text(&mention.range);
    let mut finding = finding(section.id, range.clone(), RULE, message);
    let old = line.part(mention.range.clone());
    finding.fixes.push(Fix { label: format!("正文 {old}% → {right}%"), edit: section.replaced(&range, &right.to_string()) });
    finding
}

/// Shares of one whole that are more than a hundred.
fn past_hundred(section: &Section<'_>, line: &Line<'_>) -> Option<Finding> {
    let last = line.mentions.last()?.sentence;
    (0..=last).find_map(|sentence| {
        let is_share = |mention: &&Mention<'_>| {
            mention.sentence == sentence && mention.unit == Unit::Percent && marked(line, mention, Mark::Share).is_some()
        };
        let shares: Vec<_> = line.mentions.iter().filter(is_share).collect();
        let sum = shares.iter().try_fold(Decimal::ZERO, |sum, share| sum.checked_add(share.value?))?;
        let slack = Decimal::new(i64::try_from(shares.len()).ok()?, 1) + Decimal::new(5, 1);
        if shares.len() < 2
            || sum <= Decimal::ONE_HUNDRED + slack
            || shares.iter().any(|share| share.value.is_some_and(|value| value >= Decimal::ONE_HUNDRED))
        {
            return None;
        }
        // Shares of different wholes may be more.
        let named: Vec<_> = shares
            .iter()
            .map(|share| {
                line.mentions
                    .iter()
                    .rev()
                    .find(|other| other.piece < share.piece && other.unit != Unit::Percent)
                    .and_then(|other| other.named)
            })
            .collect();
        let first = named.first()?;
        let of_one = named.iter().all(|name| name == first);
        let first = shares.first()?;
        of_one.then(|| finding(section.id, line.in_text(&first.range), RULE, format!("正文各项占比相加为 {}%，超过 100%", sum.normalize())))
    })
}
