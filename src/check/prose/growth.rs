//! P-FIG on growth: a percentage or a difference against last year, from the sentence's own numbers and from last year's report.

use rust_decimal::Decimal;

use super::figures::{last_sum, name, sum_of};
use super::reader::{Kind, Line, Meaning, Mention, Piece, Role, Unit};
use super::text::NumberKind;
use super::{Section, finding};
use crate::check::{Finding, Involved};
use crate::form::Mark;

const RULE: &str = "P-FIG";

/// What a sentence says of one thing this year and last.
struct Change<'l> {
    /// This year's figure, where the sentence has it.
    now: Option<&'l Mention<'l>>,
    /// Last year's.
    then: Option<&'l Mention<'l>>,
    /// The difference.
    more: Option<(&'l Mention<'l>, bool)>,
    /// The percentage, and whether it is more.
    percent: Option<(&'l Mention<'l>, bool)>,
    /// Whether the clause says against last year.
    against: bool,
}

/// Every finding on growth, but of figures that are told themselves.
pub(super) fn findings(section: &Section<'_>, told: &[(usize, usize)]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (at_line, line) in section.lines.iter().enumerate() {
        for (at, mention) in line.mentions.iter().enumerate() {
            if let Some(other) = then(section, line, mention) {
                findings.push(other);
            }
            let Some(up) = direction(line, mention) else { continue };
            let change = change(line, at, mention, up);
            let now_told = |now: &Mention<'_>| {
                told.iter().any(|(of, at)| *of == at_line && line.mentions.get(*at).is_some_and(|told| told.piece == now.piece))
            };
            if change.now.is_some_and(now_told) {
                continue;
            }
            findings.extend(own_numbers(section, line, &change).or_else(|| last_years(section, line, &change)));
        }
    }
    findings
}

/// Whether a figure says how much more or less; only the first of a difference and its percentage.
fn direction(line: &Line<'_>, mention: &Mention<'_>) -> Option<bool> {
    let percent = mention.unit == Unit::Percent;
    if !percent && mention.role != Role::Difference {
        return None;
    }
    let before = line.clause_before(mention.piece).take_while(|(_, piece)| !matches!(piece.kind, Kind::Number(_)));
    let words: Vec<_> = before.filter_map(|(_, piece)| piece.word()).collect();
    if words.iter().any(|word| word.is(Mark::Flat) || word.is(Mark::Into)) {
        return None;
    }
    let moved = words.iter().find_map(|word| match (word.is(Mark::Up), word.is(Mark::Down)) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ => None,
    });
    // 比上年多15件.
    moved.or_else(|| match line.part(0..mention.range.start).chars().next_back() {
        Some('多') if !percent => Some(true),
        Some('少') if !percent => Some(false),
        _ => None,
    })
}

fn change<'l>(line: &'l Line<'l>, at: usize, mention: &'l Mention<'l>, up: bool) -> Change<'l> {
    let in_sentence = |other: &&Mention<'_>| other.sentence == mention.sentence;
    let before = || {
        line.mentions
            .get(..at)
            .unwrap_or_default()
            .iter()
            .rev()
            .filter(in_sentence)
            .filter(|other| !line.shut_off(other.end, mention.range.start))
    };
    let counted = |other: &&Mention<'_>| !matches!(other.unit, Unit::Percent | Unit::Points);
    let now = before().filter(counted).find(|other| matches!(other.role, Role::Own | Role::Elsewhere));
    let then = before().filter(counted).find(|other| other.role == Role::OtherYear);
    let then = then.or_else(|| risen_from(line, now?)).or_else(|| named_behind(line, at, mention));
    let mut change = Change { now, then, more: None, percent: None, against: false };
    if mention.unit == Unit::Percent {
        change.percent = Some((mention, up));
        let last = before().next().filter(|last| last.role == Role::Difference);
        change.more = last.and_then(|last| Some((last, direction(line, last)?)));
    } else {
        change.more = Some((mention, up));
    }
    let since_figure = line.clause_before(mention.piece).filter_map(|(_, piece)| piece.word());
    change.against = since_figure.into_iter().any(|word| word.is(Mark::Against)) || against_before(line, mention);
    // A figure of another thing between says nothing of this one.
    if let (Some(now), Some(then)) = (change.now, change.then)
        && !alike(now, then)
    {
        change.now = None;
    }
    if let (Some(now), Some((more, _))) = (change.now, change.more)
        && !alike(now, more)
    {
        change.now = None;
    }
    change
}

/// 由400条增至500条: what stands before 增至.
fn risen_from<'l>(line: &'l Line<'l>, now: &Mention<'_>) -> Option<&'l Mention<'l>> {
    let before = line.mentions.iter().rev().find(|other| other.piece < now.piece && other.sentence == now.sentence)?;
    let between = line.pieces.get(before.piece + 1..now.piece).unwrap_or_default();
    let into = between.iter().filter_map(Piece::word).any(|word| word.is(Mark::Into));
    let from = line.part(0..before.range.start).ends_with(['由', '从']);
    (into && from && alike(before, now)).then_some(before)
}

/// 增长25%（上年400条）: last year's figure right behind.
fn named_behind<'l>(line: &'l Line<'l>, at: usize, mention: &Mention<'_>) -> Option<&'l Mention<'l>> {
    let next = line.mentions.get(at + 1).filter(|next| next.sentence == mention.sentence && next.role == Role::OtherYear)?;
    let between = line.part(mention.end..next.range.start);
    let counted = !matches!(next.unit, Unit::Percent | Unit::Points);
    (counted && !between.contains('；') && between.chars().count() <= 8).then_some(next)
}

/// 同比 in the clause before, of which this one goes on.
fn against_before(line: &Line<'_>, mention: &Mention<'_>) -> bool {
    let from = line
        .mentions
        .iter()
        .rev()
        .find(|other| other.piece < mention.piece && other.sentence == mention.sentence)
        .map_or(0, |other| other.piece);
    let between = line.pieces.get(from..mention.piece).unwrap_or_default();
    between.iter().filter_map(Piece::word).any(|word| word.is(Mark::Against))
}

fn alike(one: &Mention<'_>, other: &Mention<'_>) -> bool {
    one.unit == other.unit || one.unit == Unit::Bare || other.unit == Unit::Bare
}

fn value(mention: Option<&Mention<'_>>) -> Option<Decimal> {
    mention.filter(|mention| mention.exact).and_then(Mention::amount)
}

/// Told from the numbers that stand there.
fn own_numbers(section: &Section<'_>, line: &Line<'_>, change: &Change<'_>) -> Option<Finding> {
    let (now, then) = (value(change.now), value(change.then));
    let signed = |(mention, up): (&Mention<'_>, bool)| value(Some(mention)).map(|value| if up { value } else { -value });
    let more = change.more.and_then(signed);
    if change.percent.is_none() {
        let (now, then, more) = (now?, then?, more?);
        let right = now - then;
        let (mention, _) = change.more?;
        return (right != more).then(|| {
            told(
                section,
                line,
                change,
                mention,
                &format!("{} 比 {} 应为{}", now.normalize(), then.normalize(), words(right, "")),
                right.abs(),
            )
        });
    }
    let then = then.or_else(|| now?.checked_sub(more?)).filter(|then| *then > Decimal::ZERO)?;
    let now = now.or_else(|| then.checked_add(more?))?;
    let (mention, _) = change.percent?;
    let typed = signed(change.percent?)?;
    let right = (now - then).checked_mul(Decimal::ONE_HUNDRED)?.checked_div(then)?;
    if close(typed, right) {
        return None;
    }
    let shown = right.round_dp(typed.scale().max(1)).normalize();
    Some(told(
        section,
        line,
        change,
        mention,
        &format!("{} 比 {} 应为{}", now.normalize(), then.normalize(), words(shown, "%")),
        shown.abs(),
    ))
}

/// Rounded or cut off at the last place shown.
fn close(typed: Decimal, right: Decimal) -> bool {
    (typed - right).abs() < Decimal::new(1, typed.scale())
}

fn words(change: Decimal, unit: &str) -> String {
    if change.is_zero() {
        return "持平".to_owned();
    }
    let direction = if change.is_sign_negative() { "下降" } else { "增长" };
    format!("{direction} {}{unit}", change.abs().normalize())
}

/// Told from last year's report.
fn last_years(section: &Section<'_>, line: &Line<'_>, change: &Change<'_>) -> Option<Finding> {
    let case = section.case;
    let last_year = case.year_before()?;
    if !change.against || change.then.is_some() {
        return None;
    }
    let (mention, up) = change.percent.or(change.more)?;
    let typed = value(Some(mention)).map(|value| if up { value } else { -value })?;
    let named = change.now.filter(|now| now.role == Role::Own).map(|now| now.meanings.clone());
    let meanings = named.filter(|meanings| !meanings.is_empty()).unwrap_or_else(|| mention.meanings.clone());
    let mut first: Option<(&Meaning<'_>, Decimal, Decimal, Decimal)> = None;
    for meaning in &meanings {
        let (now, then) = (sum_of(case, &meaning.cells)?, last_sum(case, &meaning.cells)?);
        let right = if change.percent.is_some() {
            if then.is_zero() {
                continue;
            }
            (now - then).checked_mul(Decimal::ONE_HUNDRED)?.checked_div(then)?
        } else {
            now - then
        };
        if (change.percent.is_some() && close(typed, right)) || typed == right {
            return None;
        }
        first = first.or(Some((meaning, now, then, right)));
    }
    let (meaning, now, then, right) = first?;
    let unit = if change.percent.is_some() { "%" } else { "" };
    let shown = if change.percent.is_some() { right.round_dp(typed.scale().max(1)) } else { right };
    let said = format!(
        "{}{}年 {}、{}年 {}，应为{}",
        name(case, meaning),
        case.report.year,
        now.normalize(),
        last_year.year,
        then.normalize(),
        words(shown, unit)
    );
    let mut finding = told(section, line, change, mention, &said, shown.abs());
    for of_last_year in [false, true] {
        finding.cells.extend(meaning.cells.iter().map(|(cell, _)| Involved { cell: *cell, of_last_year }));
    }
    Some(finding)
}

/// Last year's figure in the sentence against last year's report.
fn then(section: &Section<'_>, line: &Line<'_>, mention: &Mention<'_>) -> Option<Finding> {
    let last_year = section.case.year_before()?;
    if mention.role != Role::OtherYear || mention.unit != Unit::Count || mention.cell.is_some() {
        return None;
    }
    let typed = value(Some(mention))?;
    let at = line.mentions.iter().position(|other| other.piece == mention.piece)?;
    // 上年, or its number.
    let of_last_year = |piece: &Piece<'_>| match &piece.kind {
        Kind::Word(word) => word.is(Mark::Against) || word.is(Mark::OtherYear),
        Kind::Number(number) => number.kind == NumberKind::Year && number.value == Some(Decimal::from(last_year.year)),
        Kind::Mark(_) => false,
    };
    let compared = line.clause_before(mention.piece).any(|(_, piece)| of_last_year(piece));
    // 收到75件，比上年的60件: what the figure before it is called.
    let named = if mention.meanings.is_empty() {
        let near = |other: &&Mention<'_>| {
            other.sentence == mention.sentence && other.role == Role::Own && !matches!(other.unit, Unit::Percent | Unit::Points)
        };
        let before = line.mentions.get(..at)?.iter().rev().filter(near).find(|other| !line.shut_off(other.end, mention.range.start))?;
        compared.then_some(&before.meanings)?
    } else {
        &mention.meanings
    };
    if !compared {
        return None;
    }
    let sums: Vec<_> = named.iter().filter_map(|meaning| Some((meaning, last_sum(section.case, &meaning.cells)?))).collect();
    let (meaning, meant) = *sums.first()?;
    if sums.iter().any(|(_, sum)| *sum == typed) {
        return None;
    }
    let message = format!(
        "正文上年“{}”，{}年{} {}",
        line.part(mention.range.start..mention.end),
        last_year.year,
        name(section.case, meaning),
        meant.normalize()
    );
    let range = line.in_text(&mention.range);
    let mut finding = finding(section.id, range.clone(), RULE, message);
    finding.cells = meaning.cells.iter().map(|(cell, _)| Involved { cell: *cell, of_last_year: true }).collect();
    finding.fixes.push(section.mended(&range, &meant.normalize().to_string()));
    Some(finding)
}

fn told(section: &Section<'_>, line: &Line<'_>, change: &Change<'_>, mention: &Mention<'_>, said: &str, right: Decimal) -> Finding {
    let range = line.in_text(&mention.range);
    let start = line
        .clause_before(mention.piece)
        .last()
        .map_or(mention.range.start, |(at, _)| line.pieces.get(at).map_or(mention.range.start, |piece| piece.start));
    let shown = line.part(start.min(mention.range.start)..mention.end);
    let mut finding = finding(section.id, range.clone(), RULE, format!("正文“{shown}”：{said}"));
    let typed = change.percent.or(change.more).map(|(_, up)| up);
    let same_way = typed.is_some_and(|up| said.contains(if up { "增长" } else { "下降" }));
    if same_way {
        finding.fixes.push(section.mended(&range, &right.normalize().to_string()));
    }
    finding
}
