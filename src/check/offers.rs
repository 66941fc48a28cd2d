//! What is offered while prose is written: cells to name, typed figures that could follow their cell, and sentences ready made.

use std::ops::Range;

use pinyin::ToPinyinMulti;
use rust_decimal::Decimal;

use super::Case;
use super::prose::content::is_head;
use super::prose::figures::sum_of;
use super::prose::reader::{Mention, Role, Unit, read};
use crate::form::{CellDefinition, CellIndex, Form};
use crate::report::{Edit, Report, Value, carried_over};

/// How many cells a search gives at most.
const MOST_FOUND: usize = 20;

/// A figure in the prose that could follow a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureOffer {
    /// The section's id.
    pub section: String,
    /// The figure's bytes in the section's text.
    pub range: Range<usize>,
    /// The cell with the same figure.
    pub cell: CellIndex,
    /// The change that puts the cell in the figure's place.
    pub edit: Edit,
}

/// Last year's text of a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LastYearsText<'a> {
    /// Last year.
    pub year: i32,
    /// The text, figures as they were printed.
    pub text: &'a str,
    /// Whether it may be put there to be rewritten: the section holds nothing but heads and contact lines.
    pub may_start: bool,
}

/// A sentence offered ready.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ready {
    /// What it is for.
    pub name: String,
    /// The section that it belongs to.
    pub section: String,
    /// The sentence.
    pub text: String,
}

/// The cells that a search means, the likeliest first: words of the labels or the first letters of their pinyin, `xszj` for
/// 新收 … 总计; parts divided by blanks may stand anywhere. Nothing typed gives the cells that prose names most.
#[must_use]
pub fn find_cells(form: &Form, asked: &str) -> Vec<CellIndex> {
    let parts: Vec<Vec<char>> = asked.split_whitespace().map(|part| part.to_lowercase().chars().collect()).collect();
    if parts.is_empty() {
        return named_most(form);
    }
    let ranked = |(index, cell): (CellIndex, &CellDefinition)| {
        let label = Label::of(&cell.full_name());
        let places = parts.iter().map(|part| label.find(part)).collect::<Option<Vec<_>>>()?;
        let in_pieces = places.iter().any(|place| *place >= label.characters.len());
        let first = places.into_iter().min().unwrap_or_default();
        // Prose names totals far more than their parts.
        Some((in_pieces, form.total(index).is_none(), first, index))
    };
    let mut found: Vec<_> = form.cells().filter_map(ranked).collect();
    found.sort_unstable();
    found.into_iter().take(MOST_FOUND).map(|(.., cell)| cell).collect()
}

/// What a cell is called on a button: as prose names it, else row and column.
#[must_use]
pub fn cell_name(form: &Form, cell: CellIndex) -> String {
    let named = form.review.figures.iter().find(|figure| figure.cells == [cell]);
    let by_place = || form.cell(cell).map(|cell| format!("{}·{}", cell.row_short, cell.column_name)).unwrap_or_default();
    named.map_or_else(by_place, |figure| figure.name.clone())
}

fn named_most(form: &Form) -> Vec<CellIndex> {
    let mut cells = Vec::new();
    for figure in &form.review.figures {
        if let [cell] = figure.cells.as_slice()
            && !cells.contains(cell)
        {
            cells.push(*cell);
        }
    }
    cells
}

/// A label's characters, each with the letters that its readings begin with.
struct Label {
    characters: Vec<(char, Vec<char>)>,
}

impl Label {
    fn of(name: &str) -> Self {
        let spoken = name.chars().filter(|c| c.is_alphanumeric());
        let characters = spoken.map(|c| {
            let readings = c.to_pinyin_multi().into_iter().flatten();
            (c, readings.filter_map(|reading| reading.plain().chars().next()).collect())
        });
        Self { characters: characters.collect() }
    }

    /// Where the characters asked for begin: in a row, or, by their letters, with others between them.
    fn find(&self, asked: &[char]) -> Option<usize> {
        let is = |(character, letters): &(char, Vec<char>), asked: &char| character == asked || letters.contains(asked);
        let run = self.characters.windows(asked.len()).position(|run| run.iter().zip(asked).all(|(have, asked)| is(have, asked)));
        run.or_else(|| {
            let mut rest = self.characters.iter().enumerate();
            let mut first = None;
            for asked in asked {
                let (at, _) = rest.by_ref().find(|(_, have)| is(have, asked))?;
                first = first.or(Some(at));
            }
            // What is only found in pieces comes after what stands in a row.
            first.map(|at| at + self.characters.len())
        })
    }
}

/// The figures typed by hand that equal the cell that their clause names, or that no other cell holds.
#[must_use]
pub fn figure_offers(case: Case<'_>) -> Vec<FigureOffer> {
    let sections = case.form.prose_sections();
    sections.flat_map(|section| figure_offers_in(case, &section.id, case.report.prose(&section.id))).collect()
}

/// The same in a text that is being written.
#[must_use]
pub fn figure_offers_in(case: Case<'_>, section: &str, text: &str) -> Vec<FigureOffer> {
    let mut offers = Vec::new();
    for line in read(case, text).0 {
        for mention in &line.mentions {
            let Some((cell, id)) = cell_of(case, mention) else { continue };
            let range = line.in_text(&mention.range);
            let mut edited = text.to_owned();
            edited.replace_range(range.clone(), &format!("{{{id}}}"));
            let edit = Edit::Prose { section: section.to_owned(), text: edited };
            offers.push(FigureOffer { section: section.to_owned(), range, cell, edit });
        }
    }
    offers
}

/// The change that puts the cells in the place of all figures offered in a text; `None` where there are none.
#[must_use]
pub fn all_follow(form: &Form, text: &str, offers: &[FigureOffer]) -> Option<Edit> {
    let section = offers.first()?.section.clone();
    let mut edited = text.to_owned();
    // From the end, so that the places before it stay.
    for offer in offers.iter().rev() {
        edited.replace_range(offer.range.clone(), &format!("{{{}}}", form.cell(offer.cell)?.id));
    }
    Some(Edit::Prose { section, text: edited })
}

/// What last year's report says in a section, and whether it can serve as a draft: nothing of this year's is written there yet.
#[must_use]
pub fn last_years_text<'a>(form: &Form, report: &'a Report, section: &str, text: &str) -> Option<LastYearsText<'a>> {
    let last_year = report.last_year.as_ref()?;
    let then = last_year.prose.get(section).map(|then| then.trim()).filter(|then| !then.is_empty())?;
    let may_start = text.trim() != then && !is_begun(form, report, section, text);
    Some(LastYearsText { year: last_year.year, text: then, may_start })
}

/// Whether a section's text says something of this year: heads alone, and contact lines brought from last year's, do not.
#[must_use]
pub fn is_begun(form: &Form, report: &Report, section: &str, text: &str) -> bool {
    let brought = report.last_year.as_ref().map(|last_year| carried_over(form, last_year, section)).unwrap_or_default();
    let is_own = |line: &str| !line.is_empty() && !is_head(line) && !brought.lines().any(|brought| brought == line);
    text.lines().any(|line| is_own(line.trim()))
}

fn cell_of<'a>(case: Case<'a>, mention: &Mention<'_>) -> Option<(CellIndex, &'a str)> {
    let own = mention.role == Role::Own && mention.exact && mention.cell.is_none() && mention.unit == Unit::Count;
    let typed = mention.value.filter(|_| own)?;
    let cell = if mention.meanings.is_empty() {
        let equals = |cell: &CellIndex| case.figures.value(*cell) == Value::Number(typed);
        let mut holders = case.form.cells().map(|(cell, _)| cell).filter(equals);
        let only = holders.next().filter(|_| typed > Decimal::TEN)?;
        holders.next().is_none().then_some(only)?
    } else {
        let agrees = |cells: &[(CellIndex, bool)]| sum_of(case, cells) == Some(typed);
        match mention.meanings.iter().find(|meaning| agrees(&meaning.cells))?.cells.as_slice() {
            [(cell, false)] => *cell,
            _ => return None,
        }
    };
    case.form.cell(cell).map(|definition| (cell, definition.id.as_str()))
}

/// The sentences that fit the figures and are not written yet.
#[must_use]
pub fn ready_sentences(case: Case<'_>) -> Vec<Ready> {
    let nothing = |cell: &CellIndex| match case.figures.value(*cell) {
        Value::Blank => true,
        Value::Number(number) => number.is_zero(),
        Value::Unreadable(_) => false,
    };
    let fitting = case.form.review.ready.iter().filter(|ready| ready.if_zero.iter().all(nothing));
    let sentences = fitting.map(|ready| Ready {
        name: ready.name.clone(),
        section: ready.section.clone(),
        text: ready.text.replace("{year}", &case.report.year.to_string()),
    });
    sentences.filter(|ready| !case.report.prose(&ready.section).contains(&ready.text)).collect()
}
