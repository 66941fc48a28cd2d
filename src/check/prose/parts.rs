//! P-PART: parts that are more than their whole, closed lists that do not add up to it, what was paid over what was charged, and how many
//! sections the report says that it has.

use rust_decimal::Decimal;

use super::figures::is_slip;
use super::reader::{Group, Level, Line, List, Mention, Role, Unit, chinese};
use super::{Section, finding};
use crate::check::Finding;
use crate::check::sums::signed;
use crate::form::Mark;

const RULE: &str = "P-PART";

/// Every finding on parts; groups of which a figure is told already are left out.
pub(super) fn findings(section: &Section<'_>, told: &[(usize, usize)]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (at, line) in section.lines.iter().enumerate() {
        let is_told = |mention: &usize| told.contains(&(at, *mention));
        let clean = line.groups.iter().filter(|group| !group.whole.iter().chain(&group.parts).any(is_told));
        findings.extend(clean.filter_map(|group| parts(section, line, group)));
        findings.extend(paid(section, line));
        findings.extend(line.mentions.iter().enumerate().filter_map(|(at, _)| added_up(section, line, at)));
        findings.extend(announced(section, line));
    }
    findings
}

fn parts(section: &Section<'_>, line: &Line<'_>, group: &Group) -> Option<Finding> {
    let whole = line.mentions.get(group.whole?)?;
    let parts: Vec<&Mention<'_>> = group.parts.iter().filter_map(|part| line.mentions.get(*part)).collect();
    let total = whole.amount().filter(|_| whole.exact)?;
    let sum = parts.iter().try_fold(Decimal::ZERO, |sum, part| sum.checked_add(part.amount()?))?;
    let exact = parts.iter().all(|part| part.exact);
    if sum == total || !(exact || sum > total) {
        return None;
    }
    let over = sum > total;
    // Figures that name cells are compared with them instead.
    let unnamed = parts.iter().all(|part| part.meanings.is_empty());
    let off_by_a_slip = exact && unnamed && parts.len() >= 2 && group.list != List::Open && slipped(&parts, total, sum);
    let complete =
        exact && parts.len() >= 2 && group.list != List::Open && (group.list == List::Closed || (group.bracketed && !group.opened));
    if !over && !off_by_a_slip && !complete {
        return None;
    }
    // Kinds that may overlap, as results beside applicants, are no list.
    if over && !complete && mixed(&parts) {
        return None;
    }
    let terms: Vec<_> = parts.iter().filter_map(|part| Some(part.amount()?.normalize().to_string())).collect();
    let shown = line.part(whole.shown.clone());
    let message = match terms.as_slice() {
        [part] => format!("正文“{shown}”，其中的 {part} 多于总数，相差 {}", signed(sum - total)),
        _ if over => format!("正文“{shown}”，各项相加 {}＝{} 多于总数，相差 {}", terms.join("＋"), sum.normalize(), signed(sum - total)),
        _ => format!("正文“{shown}”，各项相加 {}＝{}，相差 {}", terms.join("＋"), sum.normalize(), signed(sum - total)),
    };
    let mut finding = finding(section.id, line.in_text(&whole.range), RULE, message);
    // A digit that makes the list add up is likely the one that was mistyped.
    let off = total - sum;
    let slip = |part: &&Mention<'_>| part.amount().filter(|figure| exact && is_slip(*figure, *figure + off)).map(|figure| figure + off);
    let part = parts.iter().find_map(|part| Some((*part, slip(part).filter(|right| !right.is_sign_negative())?)));
    let mended = part.or_else(|| (exact && is_slip(total, sum)).then_some((whole, sum)));
    if let Some((mention, right)) = mended.filter(|(mention, _)| mention.cell.is_none() && !matches!(mention.unit, Unit::Money(_))) {
        finding.fixes.push(section.mended(&line.in_text(&mention.range), &right.normalize().to_string()));
    }
    Some(finding)
}

/// 政策128条、审批417条、民生355条，合计900条: a list with its sum behind it.
fn added_up(section: &Section<'_>, line: &Line<'_>, at: usize) -> Option<Finding> {
    let whole = line.mentions.get(at)?;
    let is_sum = |piece: &&super::reader::Piece<'_>| matches!(line.part(piece.start..piece.end), "合计" | "共计" | "总计");
    let (_, word) = line.clause_before(whole.piece).find(|(_, piece)| is_sum(piece))?;
    // 合计发布600条.
    if line.part(word.end..whole.range.start).chars().count() > 2 || !whole.meanings.is_empty() {
        return None;
    }
    let total = whole.amount().filter(|_| whole.exact)?;
    let begin = line.part(0..word.start).rfind(['；', '。', '：']).unwrap_or_default();
    let in_list = |mention: &&Mention<'_>| mention.range.start > begin && mention.sentence == whole.sentence;
    let parts: Vec<&Mention<'_>> = line.mentions.get(..at)?.iter().rev().take_while(in_list).collect();
    // 新收75件，上年结转4件，共计79件: each is compared with its cell, and the sum with them.
    let levels: Vec<Level> = parts.iter().rev().map(|part| part.level).collect();
    let with_carried = matches!(levels.as_slice(), [Level::Whole, Level::Carried] | [Level::Carried, Level::Whole]);
    let alike =
        |part: &&Mention<'_>| part.unit == whole.unit && part.exact && part.role == Role::Own && (part.meanings.is_empty() || with_carried);
    if parts.len() < 2 || !parts.iter().all(alike) || line.groups.iter().any(|group| group.parts.contains(&at)) {
        return None;
    }
    let sum = parts.iter().try_fold(Decimal::ZERO, |sum, part| sum.checked_add(part.amount()?))?;
    if sum == total {
        return None;
    }
    let terms: Vec<_> = parts.iter().rev().filter_map(|part| Some(part.amount()?.normalize().to_string())).collect();
    let shown = line.part(word.start..whole.end);
    let message = format!("正文“{shown}”，各项相加 {}＝{}，相差 {}", terms.join("＋"), sum.normalize(), signed(sum - total));
    let range = line.in_text(&whole.range);
    let mut finding = finding(section.id, range.clone(), RULE, message);
    finding.fixes.push(section.mended(&range, &sum.normalize().to_string()));
    Some(finding)
}

fn mixed(parts: &[&Mention<'_>]) -> bool {
    let first = parts.first().and_then(|part| part.named);
    parts.iter().any(|part| part.named != first)
}

/// Whether one digit, or two that changed places, in the whole or a part makes the list add up, and little is missing.
fn slipped(parts: &[&Mention<'_>], total: Decimal, sum: Decimal) -> bool {
    let off = total - sum;
    let swapped = |figure: Decimal, right: Decimal| is_slip(figure, right) && transposed(figure, right);
    let near = parts.len() >= 3 && off.abs().checked_mul(Decimal::TEN).is_some_and(|ten| ten <= total);
    let fits = |figure: Decimal, right: Decimal| swapped(figure, right) || (near && is_slip(figure, right));
    fits(total, sum) || parts.iter().filter_map(|part| part.amount()).any(|part| fits(part, part + off))
}

fn transposed(one: Decimal, other: Decimal) -> bool {
    let digits = |number: Decimal| {
        let mut digits: Vec<_> = number.normalize().to_string().into_bytes();
        digits.sort_unstable();
        digits
    };
    one != other && digits(one) == digits(other)
}

/// 总金额60元，实际收取80元.
fn paid(section: &Section<'_>, line: &Line<'_>) -> Option<Finding> {
    let money = |mention: &&Mention<'_>| matches!(mention.unit, Unit::Money(_));
    let named = |mention: &Mention<'_>, mark: Mark| {
        line.clause_before(mention.piece).any(|(_, piece)| piece.word().is_some_and(|word| word.is(mark)))
    };
    let paid = line.mentions.iter().filter(money).find(|mention| named(mention, Mark::Paid))?;
    let charged = line.mentions.iter().filter(money).find(|mention| mention.sentence == paid.sentence && named(mention, Mark::Charged))?;
    if paid.amount()? <= charged.amount()? {
        return None;
    }
    let shown = |mention: &Mention<'_>| line.part(mention.range.start..mention.end).to_owned();
    let message = format!("正文实际收取 {}，多于总金额 {}", shown(paid), shown(charged));
    Some(finding(section.id, line.in_text(&paid.range), RULE, message))
}

/// 由七个部分组成 in a report of six.
fn announced(section: &Section<'_>, line: &Line<'_>) -> Option<Finding> {
    let words = &section.case.form.review.reader.parts_announced;
    let (at, _) = words
        .iter()
        .filter(|word| line.text.contains(word.as_str()))
        .filter_map(|word| line.text.find(word.as_str()).map(|at| (at, word.len())))
        .min()?;
    let before = line.part(0..at);
    let start = before.char_indices().rev().take_while(|(_, c)| chinese(&c.to_string()).is_some()).last().map(|(at, _)| at)?;
    let digits = line.part(start..at);
    let said = digits.parse::<Decimal>().ok().or_else(|| chinese(digits))?;
    let sections = section.case.form.sections.iter().filter(|section| section.number.is_some()).count();
    let of_report = line.text.contains("报告") && said > Decimal::ONE && said < Decimal::from(20);
    if !of_report || said == Decimal::from(sections) {
        return None;
    }
    let message = format!("正文说报告有 {} 个部分，本报告是 {sections} 个部分", said.normalize());
    let range = line.in_text(&(start..at));
    let mut finding = finding(section.id, range.clone(), RULE, message);
    finding.fixes.push(section.mended(&range, &sections.to_string()));
    Some(finding)
}
