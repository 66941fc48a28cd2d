//! P-FIG on words that a figure contradicts: 没有收到, 未发生, 均已办结, 均维持.

use rust_decimal::Decimal;

use super::figures::{plain, sum_of};
use super::reader::{Claim, Level, Line, Mention, Piece, Role};
use super::{Section, finding};
use crate::check::{Finding, Involved};
use crate::form::{Axis, CellIndex, How, Mark, TableWords};

const RULE: &str = "P-FIG";
/// At most so many bytes stand between 均 and what is said of all.
const NEAR: usize = 45;

/// One finding for each claim that a figure above 0 denies.
pub(super) fn findings(section: &Section<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut none_received: Option<String> = None;
    for line in &section.lines {
        for claim in line.claims.iter().filter(|claim| !claim.elsewhere) {
            let Some(word) = line.pieces.get(claim.piece).and_then(Piece::word) else { continue };
            if word.is(Mark::Deny) {
                let denial = denial(section, line, claim);
                if let Some(Denial { shown, of_all: true, .. }) = &denial {
                    none_received.get_or_insert_with(|| shown.clone());
                }
                findings.extend(denial.and_then(|denial| denial.finding(section, line)));
            }
            if word.is(Mark::All) {
                findings.extend(
                    settled(section, line, claim)
                        .or_else(|| all_of_one(section, line, claim))
                        .or_else(|| all_of_a_kind(section, line, claim)),
                );
            }
        }
    }
    findings.extend(none_received.and_then(|shown| results_of_nothing(section, &shown)));
    findings
}

/// What a denial denies.
struct Denial {
    shown: String,
    range: std::ops::Range<usize>,
    cells: Vec<Vec<CellIndex>>,
    /// Whether it denies all that was received.
    of_all: bool,
}

impl Denial {
    fn finding(self, section: &Section<'_>, line: &Line<'_>) -> Option<Finding> {
        let denied = self.cells.iter().find_map(|cells| above_zero(section, cells))?;
        Some(contradicted(section, line, self.range, &self.shown, &denied))
    }
}

/// Cells that add up to more than 0, with their sum.
fn above_zero(section: &Section<'_>, cells: &[CellIndex]) -> Option<(Vec<CellIndex>, Decimal)> {
    let parts: Vec<_> = cells.iter().map(|cell| (*cell, false)).collect();
    let sum = sum_of(section.case, &parts).filter(|sum| *sum > Decimal::ZERO)?;
    Some((cells.to_vec(), sum))
}

fn contradicted(
    section: &Section<'_>,
    line: &Line<'_>,
    range: std::ops::Range<usize>,
    shown: &str,
    (cells, sum): &(Vec<CellIndex>, Decimal),
) -> Finding {
    let form = section.case.form;
    let holds = |cell: &&CellIndex| sum_of(section.case, &[(**cell, false)]).is_some_and(|value| value > Decimal::ZERO);
    let named = cells.iter().find(holds).and_then(|cell| form.cell(*cell));
    let table = named.and_then(|cell| form.tables.get(cell.table)).map_or("", |table| table.name.as_str());
    let place = named.map_or_else(String::new, |cell| format!("{table}{}{}", plain(&cell.row_name), cell.column_name));
    let several = cells.iter().filter(holds).count() > 1;
    let message = format!("正文写“{shown}”，但{place}{} {}", if several { "等合计为" } else { "为" }, sum.normalize());
    let mut finding = finding(section.id, line.in_text(&range), RULE, message);
    finding.cells = cells.iter().map(|cell| Involved { cell: *cell, of_last_year: false }).collect();
    finding
}

/// 没有收到政府信息公开申请, 未发生行政复议和行政诉讼.
fn denial(section: &Section<'_>, line: &Line<'_>, claim: &Claim) -> Option<Denial> {
    let words = &section.case.form.review.reader;
    let deny = line.pieces.get(claim.piece)?;
    let mut rows: Vec<(usize, usize)> = Vec::new();
    let mut topic = None;
    let mut columns: Vec<(usize, usize)> = Vec::new();
    let (mut begin, mut end) = (None, deny.end);
    let own = deny.word().map(|word| (claim.piece, word));
    let after = line.clause_after(claim.piece).take_while(|(_, piece)| !matches!(piece.kind, super::reader::Kind::Number(_)));
    let pieces: Vec<_> = own.into_iter().chain(after.filter_map(|(at, piece)| Some((at, piece.word()?)))).collect();
    for (at, word) in &pieces {
        if *at != claim.piece && (word.is(Mark::NotDeny) || word.is(Mark::Deny)) {
            break;
        }
        if (word.is(Mark::Aside) || word.is(Mark::OtherTopic)) && word.terms.is_empty() && topic.is_none() && rows.is_empty() {
            return None;
        }
        let place = line.pieces.get(*at).map_or(end, |piece| piece.end);
        if let Some(table) = word.topic {
            topic = Some(table);
            end = end.max(place);
            begin = begin.or(line.pieces.get(*at).map(|piece| piece.start));
        }
        for (table, term) in &word.terms {
            let Some(naming) = words.tables.get(*table).and_then(|words| words.terms.get(*term)) else { continue };
            if naming.is(How::Beside) || naming.is(How::Whole) {
                continue;
            }
            let parts = naming.readings.first().into_iter().flatten().map(|(at, _)| (*table, *at));
            match naming.axis {
                Axis::Row => rows.extend(parts),
                Axis::Column => columns.extend(parts),
            }
            end = end.max(place);
            begin = begin.or(line.pieces.get(*at).map(|piece| piece.start));
        }
    }
    let rest_ends = line.clause_after(claim.piece).last().map_or(end, |(_, piece)| piece.end);
    let clause_end = clause_end(line, end.max(rest_ends));
    let around = [line.part(deny.end..begin.unwrap_or(deny.end).max(deny.end)), line.part(end..clause_end)];
    if columns.is_empty() && words.excuses.iter().any(|excuse| around.iter().any(|part| part.contains(excuse.as_str()))) {
        return None;
    }
    // 没有依申请公开专栏: the denied thing stands at the end of what is denied.
    let tail = line.part(end..clause_end);
    let ends_with_it = tail.chars().count() <= 6;
    let cells = denied_cells(section, &rows, &columns, topic)?;
    let generic = matches!(line.part(deny.start..deny.end), "无" | "没有" | "未有");
    if generic && !ends_with_it {
        return None;
    }
    let of_all = rows.is_empty() && topic.is_some();
    Some(Denial { shown: line.part(deny.start..end).to_owned(), range: deny.start..end, cells, of_all })
}

/// Where the clause ends that a byte stands in.
fn clause_end(line: &Line<'_>, at: usize) -> usize {
    let rest = line.text.get(at..).unwrap_or_default();
    rest.find(['，', ',', '。', '；', ';', '（', '(', '、', '！']).map_or(line.text.len(), |end| at + end)
}

/// The cells that are denied, each list a sum.
fn denied_cells(
    section: &Section<'_>,
    rows: &[(usize, usize)],
    columns: &[(usize, usize)],
    topic: Option<usize>,
) -> Option<Vec<Vec<CellIndex>>> {
    let words = &section.case.form.review.reader;
    let mut sums = Vec::new();
    let has_other_rows = rows.iter().any(|(table, _)| words.tables.get(*table).is_some_and(|words| words.denied.is_empty()));
    let rows: Vec<_> =
        rows.iter().filter(|(table, _)| !has_other_rows || words.tables.get(*table).is_some_and(|words| words.denied.is_empty())).collect();
    if rows.is_empty() {
        let table = words.tables.get(topic?)?;
        sums.push(table.denied.iter().filter_map(|row| table.cell(*row, table.column?)).collect());
    }
    for (at, row) in rows {
        let table = words.tables.get(*at)?;
        let named: Vec<_> = columns.iter().filter(|(of, _)| of == at).map(|(_, column)| *column).collect();
        let own = table
            .terms
            .iter()
            .find(|term| term.column.is_some() && term.readings.first().is_some_and(|reading| reading.first() == Some(&(*row, false))));
        let columns =
            if named.is_empty() { table.column.or_else(|| own.and_then(|term| term.column)).into_iter().collect() } else { named };
        sums.push(columns.iter().filter_map(|column| table.cell(*row, *column)).collect());
    }
    Some(sums)
}

/// 均已办结, 均维持.
fn settled(section: &Section<'_>, line: &Line<'_>, claim: &Claim) -> Option<Finding> {
    let words = &section.case.form.review.reader;
    let all = line.pieces.get(claim.piece)?;
    let near = |piece: &Piece<'_>| piece.start.checked_sub(all.end).is_some_and(|gap| gap <= NEAR);
    let mut after =
        line.clause_after(claim.piece).take_while(|(_, piece)| near(piece) && !matches!(piece.kind, super::reader::Kind::Number(_)));
    let (said, settled) = after.find_map(|(_, piece)| {
        let fits = |at: &&usize| words.settled.get(**at).is_some_and(|settled| Some(settled.table) == claim.topic);
        let found = piece.word().filter(|word| !word.settled.is_empty())?;
        Some((piece, found.settled.iter().find(fits).copied()))
    })?;
    let settled = words.settled.get(settled?)?;
    let table = words.tables.get(settled.table)?;
    if !claim.topic_in_sentence && settled.denies.len() > 1 && settled.axis == Axis::Row {
        return None;
    }
    // 全部公开6件 is a figure, 全部公开 of all is none.
    let followed = line.pieces.iter().find(|piece| piece.start >= said.end);
    if followed.is_some_and(|piece| piece.start == said.end && matches!(piece.kind, super::reader::Kind::Number(_))) {
        return None;
    }
    // 未全部, 不全部, and 均未.
    let before = line.part(0..all.start);
    let between = line.part(all.end..said.start);
    if before.ends_with(['未', '不', '没'])
        || before.ends_with("没有")
        || between.contains(['未', '不'])
        || line.part(said.end..line.text.len()).starts_with(['率', '期'])
    {
        return None;
    }
    // 均在期限内答复 is said of those answered.
    let in_time = line.pieces.get(claim.piece + 1..).unwrap_or_default().iter().take_while(|piece| piece.start < said.start);
    let in_time = in_time.filter_map(Piece::word).any(|word| word.is(Mark::OnTime)) && !between.starts_with('已');
    if in_time && said.word().is_some_and(|word| word.is(Mark::Answered)) {
        return None;
    }
    if speaks_of_part(line, claim, settled.table, table) {
        return None;
    }
    let cells: Vec<CellIndex> = match settled.axis {
        Axis::Row => settled.denies.iter().filter_map(|row| table.cell(*row, table.column?)).collect(),
        Axis::Column => claim.rows.iter().flat_map(|row| settled.denies.iter().filter_map(|column| table.cell(*row, *column))).collect(),
    };
    let mut once = Vec::new();
    for cell in cells {
        if !once.contains(&cell) {
            once.push(cell);
        }
    }
    let denied = above_zero(section, &once)?;
    let range = all.start..said.end;
    let shown = line.part(range.clone()).to_owned();
    Some(contradicted(section, line, range, &shown, &denied))
}

/// 全部为自然人申请: all of one column, so that the others are nothing.
fn all_of_one(section: &Section<'_>, line: &Line<'_>, claim: &Claim) -> Option<Finding> {
    let words = &section.case.form.review.reader;
    let all = line.pieces.get(claim.piece)?;
    let (_, said) = line.clause_after(claim.piece).next().filter(|(_, piece)| piece.word().is_some())?;
    if !matches!(line.part(all.end..said.start), "为" | "是" | "由" | "来自" | "系" | "属" | "属于" | "来自于") {
        return None;
    }
    let at = claim.topic?;
    let table = words.tables.get(at)?;
    let terms = said.word()?.terms.iter().filter(|(of, _)| *of == at).filter_map(|(_, term)| table.terms.get(*term));
    let named = terms.into_iter().find(|term| term.axis == Axis::Column)?.readings.first()?;
    // Of the figure right before, else of what was received.
    let before = line.mentions.get(..claim.mentions)?.iter().rev().find(|mention| mention.sentence == claim.sentence);
    let of_figure =
        before.filter(|mention| mention.role == Role::Own && mention.named.is_some_and(|(of, axis)| of == at && axis == Axis::Row));
    let rows: Vec<(usize, bool)> = match of_figure.and_then(|mention| mention.meanings.first()) {
        Some(meaning) => meaning.rows.clone(),
        None if before.is_some() => return None,
        None => table.denied.iter().map(|row| (*row, false)).collect(),
    };
    let others = (0..table.column_count()).filter(|column| Some(*column) != table.column && !named.contains(&(*column, false)));
    let cells: Vec<CellIndex> = others.flat_map(|column| rows.iter().filter_map(move |(row, _)| table.cell(*row, column))).collect();
    let denied = above_zero(section, &cells)?;
    let range = all.start..said.end;
    let shown = line.part(range.clone()).to_owned();
    Some(contradicted(section, line, range, &shown, &denied))
}

/// 无法提供19件，均为本机关不掌握: all of one kind of a group, so that its other kinds are nothing.
fn all_of_a_kind(section: &Section<'_>, line: &Line<'_>, claim: &Claim) -> Option<Finding> {
    let all = line.pieces.get(claim.piece)?;
    let (_, said) = line.clause_after(claim.piece).find(|(_, piece)| piece.word().is_some_and(|word| !word.terms.is_empty()))?;
    if !matches!(
        line.part(all.end..said.start),
        "为" | "是" | "系" | "因" | "属" | "属于" | "因属于" | "系因" | "是因" | "是因为" | "涉及" | "因涉及"
    ) {
        return None;
    }
    let group = line.mentions.get(..claim.mentions)?.iter().rev().find(|mention| mention.sentence == claim.sentence)?;
    let meaning = group.meanings.first().filter(|_| group.role == Role::Own && group.level == Level::Kind)?;
    let table = section.case.form.review.reader.tables.get(meaning.table)?;
    let column = table.column?;
    let terms = said.word()?.terms.iter().filter(|(of, _)| *of == meaning.table).filter_map(|(_, term)| table.terms.get(*term));
    let kind = terms.into_iter().find(|term| term.axis == Axis::Row && term.how.is_empty())?.readings.first()?;
    if kind.len() >= meaning.rows.len() || !kind.iter().all(|row| meaning.rows.contains(row)) {
        return None;
    }
    let others = meaning.rows.iter().filter(|row| !kind.contains(row));
    let cells: Vec<CellIndex> = others.filter_map(|(row, _)| table.cell(*row, column)).collect();
    let denied = above_zero(section, &cells)?;
    let range = all.start..said.end;
    let shown = line.part(range.clone()).to_owned();
    Some(contradicted(section, line, range, &shown, &denied))
}

/// Whether the sentence speaks of those answered, of a part, or says itself how many are left.
fn speaks_of_part(line: &Line<'_>, claim: &Claim, at: usize, table: &TableWords) -> bool {
    let claim_start = line.pieces.get(claim.piece).map_or(0, |piece| piece.start);
    let mentions = line.mentions.iter().enumerate().filter(|(_, mention)| mention.sentence == claim.sentence);
    let before: Vec<(usize, &Mention<'_>)> =
        mentions.filter(|(at, mention)| *at < claim.mentions && !line.shut_off(mention.end, claim_start)).collect();
    if table.denied.is_empty() {
        return before.last().is_some_and(|(_, last)| last.role != Role::Own);
    }
    let in_part = |mention: usize| line.groups.iter().any(|group| group.parts.contains(&mention));
    let handled = table.wholes.first();
    let last_of_part = before.last().is_some_and(|(place, last)| {
        let of_handled = last.named.is_some_and(|(of, _)| of == at) && last.meanings.first().map(|meaning| &meaning.rows) == handled;
        let of_kind = last.named == Some((at, Axis::Row)) && last.level != Level::Whole;
        let spoken_of = in_part(*place) && !line.groups.iter().any(|group| group.bracketed && group.parts.contains(place));
        last.role != Role::Own || of_handled || of_kind || spoken_of
    });
    let leaves = line.mentions.iter().any(|mention| {
        let of_carried = |row: &usize| {
            mention
                .meanings
                .first()
                .is_some_and(|meaning| meaning.table == at && meaning.rows.len() == 1 && meaning.rows.first() == Some(&(*row, false)))
        };
        mention.role == Role::Own && table.carried_out().is_some_and(|row| of_carried(&row))
    });
    last_of_part || leaves
}

/// A text that says that nothing came and then tells what was answered.
fn results_of_nothing(section: &Section<'_>, shown: &str) -> Option<Finding> {
    let words = &section.case.form.review.reader;
    let carried =
        words.tables.iter().enumerate().any(|(at, table)| table.carried_in().is_some_and(|row| section.named.contains(&(at, row))));
    if carried {
        return None;
    }
    section.lines.iter().find_map(|line| {
        let told = line.mentions.iter().find(|mention| {
            let of_applications = |table: usize| words.tables.get(table).is_some_and(|table| !table.denied.is_empty());
            // A rate of what was answered says that there was something.
            let rate = mention.unit == super::reader::Unit::Percent && mention.topic.is_some_and(of_applications) && {
                let before = line.clause_before(mention.piece).map(|(_, piece)| line.part(piece.start..mention.range.start)).last();
                before.is_some_and(|before| section.case.form.review.reader.rated.iter().any(|word| before.contains(word.as_str())))
            };
            if rate {
                return true;
            }
            let said = mention.named.is_some_and(|(table, axis)| of_applications(table) && axis == Axis::Row);
            let agrees = mention
                .meanings
                .first()
                .and_then(|meaning| sum_of(section.case, &meaning.cells))
                .is_none_or(|sum| Some(sum) == mention.amount());
            said && agrees && mention.role == Role::Own && mention.value.is_some_and(|value| value > Decimal::ZERO)
        })?;
        let message = format!("正文写“{shown}”，又写“{}”", line.part(told.shown.clone()));
        Some(finding(section.id, line.in_text(&told.range), RULE, message))
    })
}
