//! P-FIG: a figure in the prose against its cells, a change against last year's, and words that a figure contradicts.
//!
//! Only a clause that names one figure, in a sentence that holds one number, is compared: everything else misfires.

use std::ops::Range;

use rust_decimal::Decimal;

use super::Reader;
use super::text::{Number, NumberKind, clause};
use crate::check::sums::signed;
use crate::check::{Case, Finding, Fix, Involved, Standing};
use crate::form::{CellIndex, Contradiction, ProseFigure};
use crate::report::{Edit, Value};

const RULE: &str = "P-FIG";

/// At most one finding on the figure of a sentence, and one on the change that it claims.
pub(super) fn findings(reader: &Reader<'_>) -> impl Iterator<Item = Finding> {
    reader.figure().into_iter().chain(reader.growth())
}

/// The contradictions of which some word stands in a text: most texts have none.
pub(super) struct Said<'a>(Vec<&'a Contradiction>);

impl<'a> Said<'a> {
    pub(super) fn of(case: Case<'a>, text: &str) -> Self {
        let in_text = |contradiction: &&Contradiction| contradiction.phrase.words.iter().any(|word| text.contains(word.as_str()));
        Self(case.form.review.contradictions.iter().filter(in_text).collect())
    }

    /// One finding for each word of the sentence that a figure contradicts.
    pub(super) fn findings(&self, reader: &Reader<'_>) -> Vec<Finding> {
        self.0.iter().filter_map(|contradiction| reader.contradiction(contradiction)).collect()
    }
}

/// The only figure that a clause names, with the place of its words in the sentence.
pub(in crate::check) fn named_in<'a>(case: Case<'a>, sentence: &str, place: &Range<usize>) -> Option<(&'a ProseFigure, Range<usize>)> {
    let text = sentence.get(place.clone())?;
    let fitting: Vec<_> = case.form.review.figures.iter().filter(|figure| figure.phrase.fits(sentence)).collect();
    let mut named: Option<(&ProseFigure, Range<usize>)> = None;
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = text.get(at..).unwrap_or_default();
        let words = fitting.iter().filter_map(|figure| figure.phrase.at_start(rest).map(|word| (*figure, word.len())));
        let longest = words.clone().map(|(_, length)| length).max();
        let Some(longest) = longest else {
            at += c.len_utf8();
            continue;
        };
        for (figure, _) in words.filter(|(_, length)| *length == longest) {
            match &named {
                Some((other, _)) if other.name != figure.name => return None,
                _ => named = Some((figure, place.start + at..place.start + at + longest)),
            }
        }
        at += longest;
    }
    named
}

impl Reader<'_> {
    fn contradiction(&self, contradiction: &Contradiction) -> Option<Finding> {
        let sentence = self.sentence.text;
        let word = contradiction.phrase.words.iter().find(|word| sentence.contains(word.as_str()))?;
        contradiction.phrase.fits(sentence).then_some(())?;
        let (cell, number) = contradiction.cells.iter().find_map(|cell| match self.case.figures.value(*cell) {
            Value::Number(number) if number > Decimal::ZERO => Some((*cell, number)),
            _ => None,
        })?;
        let name = self.case.form.cell(cell).map_or_else(String::new, |cell| format!("{}，{}", cell.row_name, cell.column_name));
        let mut finding = self.tell(RULE, format!("正文写“{word}”，但{name}为 {}", number.normalize()));
        finding.cells = vec![Involved { cell, of_last_year: false }];
        Some(finding)
    }

    fn figure(&self) -> Option<Finding> {
        let number = only(&self.numbers, NumberKind::Count)?;
        let typed = number.value?;
        let after = self.after(number).trim_start();
        self.case.form.review.units.iter().any(|unit| after.starts_with(unit.as_str())).then_some(())?;
        let place = clause(self.sentence.text, &number.range);
        let (figure, words) = named_in(self.case, self.sentence.text, &place)?;
        if self.is_of_something_else(number.range.end, &words) {
            return None;
        }
        let sums = figure.sums.iter().map(|cells| self.sum(cells)).collect::<Option<Vec<_>>>()?;
        let meant = *sums.first()?;
        if sums.contains(&typed) {
            return None;
        }
        let shown = self.sentence.text.get(place).unwrap_or_default();
        let message = format!("正文“{shown}”与表中不符：{}为 {}，相差 {}", figure.name, meant.normalize(), signed(typed - meant));
        let mut finding = self.tell(RULE, message);
        let cells = figure.sums.first()?;
        finding.cells = involved(cells, false);
        finding.fixes.push(self.fix(number, typed, meant, cells));
        Some(finding)
    }

    /// The change that puts the right figure there: one that follows its cell where it is just one.
    fn fix(&self, number: &Number, typed: Decimal, meant: Decimal, cells: &[CellIndex]) -> Fix {
        let figure = match cells {
            [cell] => self.case.form.cell(*cell).map_or_else(String::new, |cell| format!("{{{}}}", cell.id)),
            _ => meant.normalize().to_string(),
        };
        let mut text = self.text.to_owned();
        text.replace_range(self.in_text(&number.range), &figure);
        let follows = if cells.len() == 1 { "，以后跟随表中数字" } else { "" };
        Fix {
            label: format!("正文 {} → {}{follows}", typed.normalize(), meant.normalize()),
            edit: Edit::Prose { section: self.section.to_owned(), text },
        }
    }

    fn growth(&self) -> Option<Finding> {
        let last_year = self.case.year_before()?;
        let percent = only(&self.numbers, NumberKind::Percent)?;
        if self.numbers.iter().filter(|number| number.kind == NumberKind::Count).count() > 1 {
            return None;
        }
        let typed = percent.value?;
        let place = clause(self.sentence.text, &percent.range);
        let words = &self.case.form.review.growth;
        let text = self.sentence.text.get(place)?;
        let holds = |list: &[String]| list.iter().any(|word| text.contains(word.as_str()));
        let sign = match (holds(&words.against), holds(&words.up), holds(&words.down)) {
            (true, true, false) => Decimal::ONE,
            (true, false, true) => -Decimal::ONE,
            _ => return None,
        };
        let (figure, _) = named_in(self.case, self.sentence.text, &(0..self.sentence.text.len()))?;
        let mut first = None;
        for cells in &figure.sums {
            let (now, then) = (self.sum(cells)?, last_sum(self.case, cells)?);
            if then.is_zero() {
                return None;
            }
            let percent = now.checked_sub(then)?.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(then)?;
            // Rounded or cut off: less than one of the last place off is as good.
            let off = (percent - typed * sign).abs();
            if off < Decimal::new(1, typed.scale()) {
                return None;
            }
            first = first.or(Some((now, then, percent, cells)));
        }
        let (now, then, right, cells) = first?;
        let direction = if right.is_sign_negative() { "下降" } else { "增长" };
        let message = format!(
            "正文“{text}”：{}{}年 {}、{}年 {}，应为{direction} {}%",
            figure.name,
            self.case.report.year,
            now.normalize(),
            last_year.year,
            then.normalize(),
            right.abs().round_dp(typed.scale().max(1)).normalize()
        );
        let mut finding = self.tell(RULE, message);
        finding.cells = involved(cells, false);
        finding.cells.extend(involved(cells, true));
        Some(finding)
    }

    /// Whether the words up to the figure speak of another body, another time or a difference.
    fn is_of_something_else(&self, end: usize, words: &Range<usize>) -> bool {
        let sentence = self.sentence.text;
        let parts = [sentence.get(..words.start), sentence.get(words.end..end)];
        let elsewhere = |part: &str| self.case.form.review.elsewhere.iter().any(|word| part.contains(word.as_str()));
        let another_year = |number: &Number| {
            number.kind == NumberKind::Year && number.range.end <= end && number.value != Some(Decimal::from(self.case.report.year))
        };
        parts.into_iter().flatten().any(elsewhere) || self.numbers.iter().any(another_year)
    }

    /// The sum of cells, `None` where one is unreadable, or all are blank while the report is being filled.
    fn sum(&self, cells: &[CellIndex]) -> Option<Decimal> {
        let filling = self.case.standing == Standing::Filling;
        if filling && cells.iter().all(|cell| self.case.figures.value(*cell).is_blank()) {
            return None;
        }
        cells.iter().try_fold(Decimal::ZERO, |sum, cell| match self.case.figures.value(*cell) {
            Value::Number(number) => sum.checked_add(number),
            Value::Blank => Some(sum),
            Value::Unreadable(_) => None,
        })
    }
}

/// The same sum in last year's report.
fn last_sum(case: Case<'_>, cells: &[CellIndex]) -> Option<Decimal> {
    let last_year = case.year_before()?;
    let same_edition = last_year.edition == case.form.edition;
    cells.iter().try_fold(Decimal::ZERO, |sum, cell| {
        let figure = last_year.figure(&case.form.cell(*cell)?.id);
        sum.checked_add(figure.or(same_edition.then_some(Decimal::ZERO))?)
    })
}

fn involved(cells: &[CellIndex], of_last_year: bool) -> Vec<Involved> {
    cells.iter().map(|cell| Involved { cell: *cell, of_last_year }).collect()
}

/// The only number of a kind.
fn only(numbers: &[Number], kind: NumberKind) -> Option<&Number> {
    let mut of_kind = numbers.iter().filter(|number| number.kind == kind);
    let first = of_kind.next()?;
    of_kind.next().is_none().then_some(first)
}
