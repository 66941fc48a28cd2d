//! Finds the cell of ours that each figure of a foreign table belongs to. What no label names has no place: nothing is guessed.

use std::collections::{BTreeMap, BTreeSet};

use super::asking::{Ask, Chosen, LeftRow, OurRow, Target};
use super::block::{Block, BlockCell};
use super::labels::{Named, TableLabels};
use super::weave::{Column, Token, weave};
use super::words::{compact, half_width, is_dash, is_figure};
use crate::form::CellIndex;

/// What is known of a value's place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Found {
    /// Its labels name one cell.
    Cell(CellIndex),
    /// Its labels name a row, and no heads stand over the table: the grid row.
    Row(usize),
    /// Its head names a column, and no labels stand beside the table: the grid column.
    Column(usize),
    /// It stands under or beside 小计, which has no cell here.
    Extra,
    /// It has no place.
    Nowhere(Why),
}

/// Why a value has no place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Why {
    /// The label names a group of rows or heads only.
    Group(String),
    /// The label is none of this table's.
    Unknown(String),
    /// No label stands where one is needed, or several cells fit.
    Unnamed,
}

impl Why {
    /// The reason in the clerk's words.
    pub(crate) fn sentence(&self) -> String {
        match self {
            Self::Group(label) => format!("“{label}”在本表里分列几项，没有写明是哪一项"),
            Self::Unknown(label) => format!("“{label}”不是本表的行名或列名"),
            Self::Unnamed => "旁边没有能对应的行名和列名".to_owned(),
        }
    }
}

/// A value of a foreign table with what is known of its place.
pub(crate) struct Value<'b> {
    pub(crate) cell: &'b BlockCell,
    pub(crate) found: Found,
}

/// A foreign table read against one of ours.
pub(crate) struct Placement<'b> {
    /// Its values by rows.
    pub(crate) values: Vec<Value<'b>>,
    /// How many labels of ours stand in it.
    pub(crate) labels: usize,
    /// The rows of the block whose labels name one of ours.
    lines: BTreeMap<usize, OurRow>,
}

impl Placement<'_> {
    /// Whether any label of ours stands in it.
    pub(crate) fn has_labels(&self) -> bool {
        self.labels > 0
    }

    /// How many values have a cell of their own, blanks apart.
    pub(crate) fn placed(&self) -> usize {
        self.values.iter().filter(|value| matches!(value.found, Found::Cell(_)) && !value.cell.text.is_empty()).count()
    }

    /// How many cells are named, whatever stands in them.
    pub(crate) fn named(&self) -> usize {
        self.values.iter().filter(|value| matches!(value.found, Found::Cell(_))).count()
    }

    fn taken_cells(&self) -> impl Iterator<Item = Target> {
        self.values.iter().filter_map(|value| if let Found::Cell(cell) = value.found { Some(Target::Cell(cell)) } else { None })
    }

    fn taken_lines(&self) -> impl Iterator<Item = Target> {
        self.lines.values().filter_map(|row| row.line()).map(Target::Line)
    }

    /// The rows of figures that have no place, with their words and why, and what can be asked about them.
    pub(crate) fn left(&self, block: &Block) -> Vec<LeftRow> {
        let mut rows: Vec<(usize, &Why, Vec<&BlockCell>)> = Vec::new();
        for value in self.values.iter().filter(|value| !is_dash(&value.cell.text)) {
            let Found::Nowhere(why) = &value.found else { continue };
            match rows.last_mut() {
                Some((row, known, cells)) if *row == value.cell.row && *known == why => cells.push(value.cell),
                _ => rows.push((value.cell.row, why, vec![value.cell])),
            }
        }
        let line = |(row, why, cells): (usize, &Why, Vec<&BlockCell>)| {
            let label = block
                .cells
                .iter()
                .filter(|cell| cell.covers_row(row) && !is_figure(&cell.text))
                .map(|cell| compact(&cell.text))
                .collect::<Vec<_>>();
            let between = if label.is_empty() { "" } else { "：" };
            let texts: Vec<&str> = cells.iter().map(|cell| cell.text.as_str()).collect();
            let words = format!("{}{between}{}（{}）", label.join(" "), texts.join("、"), why.sentence());
            let asks = match self.lines.get(&row) {
                // Its row is known: each figure may be given a cell.
                Some(line) => cells.iter().map(|cell| Ask::cell(row, cell.column, *line, &cell.text).but(self.taken_cells())).collect(),
                None => vec![Ask::row(row, &label.join(" "), &texts.join("、")).but(self.taken_lines())],
            };
            LeftRow { words, asks }
        };
        rows.into_iter().map(line).collect()
    }
}

/// Reads a block against a table of ours.
pub(crate) fn place<'b>(labels: &TableLabels<'_>, block: &'b Block) -> Placement<'b> {
    place_as(labels, block, &Chosen::default())
}

/// The same, with the places that the clerk chose for what has none.
pub(crate) fn place_as<'b>(labels: &TableLabels<'_>, block: &'b Block, chosen: &Chosen) -> Placement<'b> {
    let words = block.cells.iter().map(|cell| Word::of(labels, cell)).collect::<Vec<_>>();
    let known = words.iter().filter(|word| word.is_known).count();
    if known == 0 {
        return Placement { values: Vec::new(), labels: 0, lines: BTreeMap::new() };
    }
    let mut reader = Reader { labels, block, chosen, words, lines: Vec::new(), has_heads: false, has_rows: false };
    reader.sort();
    let (mut values, mut lines) = (Vec::new(), BTreeMap::new());
    for row in 0..block.rows {
        let (found, line) = reader.row(row);
        values.extend(found);
        lines.extend(line.map(|line| (row, line)));
    }
    for value in &mut values {
        if matches!(value.found, Found::Nowhere(_))
            && let Some(Target::Cell(cell)) = chosen.cell(value.cell.row, value.cell.column)
        {
            value.found = Found::Cell(cell);
        }
    }
    Placement { values, labels: known, lines }
}

/// A row that is shifted against its heads: no cell is certain, but why a value has none is kept.
fn all_but_labelled(mut values: Vec<Value<'_>>) -> Vec<Value<'_>> {
    for value in &mut values {
        if matches!(value.found, Found::Cell(_) | Found::Row(_) | Found::Column(_)) {
            value.found = Found::Nowhere(Why::Unnamed);
        }
    }
    values
}

/// A cell of the block with what its text may be.
struct Word<'b> {
    cell: &'b BlockCell,
    keys: [String; 4],
    is_value: bool,
    row: Option<Named>,
    head: Option<Named>,
    is_extra: bool,
    is_known: bool,
}

impl<'b> Word<'b> {
    fn of(labels: &TableLabels<'_>, cell: &'b BlockCell) -> Self {
        if is_figure(&cell.text) {
            let keys = std::array::from_fn(|_| String::new());
            return Self { cell, keys, is_value: true, row: None, head: None, is_extra: false, is_known: false };
        }
        let keys = labels.keys(&cell.text);
        let (row, head, is_extra) = (labels.row(&keys), labels.head(&keys), labels.is_extra(&keys));
        let is_known = row.is_some() || head.is_some() || labels.is_other(&keys);
        Self { cell, keys, is_value: false, row, head, is_extra, is_known }
    }

    fn says(&self) -> String {
        compact(&self.cell.text)
    }
}

/// What the labels beside a row come to.
#[derive(Clone)]
enum Beside {
    /// The row of ours; `None` in a table whose rows are named by heads.
    Line(Option<usize>),
    Extra,
    Nothing,
    Nowhere(Why),
}

/// What the heads above a value come to.
enum Above {
    Heads(Vec<usize>),
    Extra,
    Nothing,
    Nowhere(Why),
}

struct Reader<'a, 'b> {
    labels: &'a TableLabels<'a>,
    block: &'b Block,
    chosen: &'a Chosen,
    words: Vec<Word<'b>>,
    /// The words that cover each row, from the left, as places in `words`.
    lines: Vec<Vec<usize>>,
    /// Whether heads of ours stand in the block.
    has_heads: bool,
    /// Whether labels of our rows stand in it.
    has_rows: bool,
}

impl<'b> Reader<'_, 'b> {
    fn sort(&mut self) {
        self.lines = vec![Vec::new(); self.block.rows];
        for (at, word) in self.words.iter().enumerate() {
            for line in self.lines.iter_mut().skip(word.cell.row).take(word.cell.rows) {
                line.push(at);
            }
        }
        let words = &self.words;
        for line in &mut self.lines {
            line.sort_by_key(|at| words.get(*at).map_or(0, |word| word.cell.column));
        }
        self.has_heads = self.words.iter().any(|word| word.head.is_some() && !self.is_row_label(word));
        self.has_rows = self.words.iter().any(|word| word.row.is_some() && self.is_row_label(word));
    }

    fn line(&self, row: usize) -> Vec<&Word<'b>> {
        self.lines.get(row).into_iter().flatten().filter_map(|at| self.words.get(*at)).collect()
    }

    /// Whether a label names the row that it stands in: one that our rows have, in a row that is none of heads.
    fn is_row_label(&self, word: &Word<'b>) -> bool {
        if word.row.is_none() {
            return false;
        }
        let line = self.line(word.cell.row);
        let heads = line.iter().filter(|word| word.head.is_some()).count();
        let figures = line.iter().any(|word| word.is_value && !is_dash(&word.cell.text));
        word.head.is_none() || figures || heads < 2
    }

    /// The values that begin in a row, and the row of ours that its labels name.
    fn row(&self, row: usize) -> (Vec<Value<'b>>, Option<OurRow>) {
        let line = self.line(row);
        let label = line.iter().rposition(|word| self.is_row_label(word));
        let first_figure = line.iter().position(|word| word.is_value && !word.cell.text.is_empty());
        // Without a label of ours, what stands before the first figure are labels of others.
        let label = label.or_else(|| line.iter().take(first_figure?).rposition(|word| !word.is_value));
        if label.is_none() && first_figure.is_none() {
            return (Vec::new(), None);
        }
        // What stands between the label and the first figure is a label too, of others.
        let after = label.map_or(0, |at| at + 1);
        let more = line.iter().skip(after).take_while(|word| !word.is_value && !word.is_odd_figure()).count();
        let (aside, rest) = line.split_at(if label.is_some() { after + more } else { 0 });
        let values: Vec<_> = rest.iter().filter(|word| word.cell.row == row && !word.is_head()).copied().collect();
        let aside: Vec<_> = aside.iter().filter(|word| !word.is_value).copied().collect();
        let beside = match self.chosen.row(row) {
            Some(Target::Line(line)) if line < self.labels.lines.len() => Beside::Line(Some(line)),
            _ => self.beside(row, &aside),
        };
        if values.is_empty() || matches!(beside, Beside::Nothing) && values.iter().all(|value| !value.is_value) {
            return (Vec::new(), None);
        }
        let line = if let Beside::Line(line) = beside { Some(line.map_or(OurRow::Only, OurRow::Line)) } else { None };
        (self.found(row, &beside, &values), line)
    }

    fn found(&self, row: usize, beside: &Beside, values: &[&Word<'b>]) -> Vec<Value<'b>> {
        let value = |word: &&Word<'b>, found: Found| Value { cell: word.cell, found };
        let all = |found: Found| values.iter().map(|word| value(word, found.clone())).collect::<Vec<_>>();
        match beside {
            Beside::Extra => return all(Found::Extra),
            Beside::Nowhere(why) => return all(Found::Nowhere(why.clone())),
            Beside::Line(_) | Beside::Nothing => {}
        }
        if self.block.is_ragged {
            return self.in_order(row, beside, values).unwrap_or_else(|| all(Found::Nowhere(Why::Unnamed)));
        }
        let by_heads: Vec<_> = values.iter().map(|word| value(word, self.meet(beside, word, values))).collect();
        let says = |value: &&Value<'_>| !is_dash(&value.cell.text);
        let is_whole = by_heads.iter().filter(says).all(|value| matches!(value.found, Found::Cell(_) | Found::Extra));
        if is_whole && by_heads.iter().any(|value| matches!(value.found, Found::Cell(_))) {
            return by_heads;
        }
        let other_heads = by_heads.iter().filter(says).any(|value| matches!(value.found, Found::Nowhere(Why::Unknown(_) | Why::Group(_))));
        if let Some(in_order) = self.in_order(row, beside, values).filter(|_| !other_heads) {
            return in_order;
        }
        // A figure beside the heads shows that the row is shifted: then the others stand under the wrong ones.
        let is_beside = by_heads.iter().filter(says).any(|value| value.found == Found::Nowhere(Why::Unnamed));
        let begins =
            other_heads && self.first_cell(beside).is_none_or(|first| by_heads.iter().any(|value| value.found == Found::Cell(first)));
        if is_beside || other_heads && !begins { all_but_labelled(by_heads) } else { by_heads }
    }

    /// The first cell of a row of ours.
    fn first_cell(&self, beside: &Beside) -> Option<CellIndex> {
        let Beside::Line(line) = *beside else { return None };
        self.labels.cells_of(line).first().map(|target| target.cell)
    }

    /// What the labels at the left of a row name, the nearest one first.
    fn beside(&self, row: usize, aside: &[&Word<'b>]) -> Beside {
        if self.labels.lines.is_empty() {
            return Beside::Line(None);
        }
        let Some((nearest, outer)) = aside.split_last() else { return self.begun_above(row) };
        if nearest.is_extra {
            return Beside::Extra;
        }
        match &nearest.row {
            None => Beside::Nowhere(Why::Unknown(nearest.says())),
            Some(Named::Group) => Beside::Nowhere(Why::Group(nearest.says())),
            Some(Named::Ones(lines)) => {
                let around: Vec<_> = outer.iter().map(|word| &word.keys).collect();
                let line = self.labels.best_line(lines, &around);
                line.map_or(Beside::Nowhere(Why::Unnamed), |line| Beside::Line(Some(line)))
            }
        }
    }

    /// In a text without spans a long label may stand alone in the line above its figures.
    fn begun_above(&self, row: usize) -> Beside {
        let above = row.checked_sub(1).map(|above| self.line(above)).unwrap_or_default();
        let named = match above.as_slice() {
            [.., last] if self.block.is_ragged && above.iter().all(|word| !word.is_value) => last.row.clone(),
            _ => None,
        };
        match named {
            Some(Named::Ones(lines)) => self.labels.best_line(&lines, &[]).map_or(Beside::Nothing, |line| Beside::Line(Some(line))),
            _ => Beside::Nothing,
        }
    }

    /// Where a row and the heads above a value meet.
    fn meet(&self, beside: &Beside, word: &Word<'b>, values: &[&Word<'b>]) -> Found {
        let heads = match self.above(word) {
            Above::Extra => return Found::Extra,
            Above::Nowhere(why) => return Found::Nowhere(why),
            Above::Heads(heads) => Some(heads),
            Above::Nothing => None,
        };
        let nowhere = Found::Nowhere(Why::Unnamed);
        match (beside, heads) {
            (Beside::Line(line), Some(heads)) => self.labels.cell(*line, &heads).map_or(nowhere, Found::Cell),
            (Beside::Line(line), None) => match (self.labels.cells_of(*line).as_slice(), values) {
                ([only], [_]) => Found::Cell(only.cell),
                _ if self.has_heads => nowhere,
                _ => line.and_then(|line| self.labels.lines.get(line)).map_or(nowhere, |line| Found::Row(line.row)),
            },
            (_, Some(heads)) if !self.has_rows => {
                let of_heads = self.labels.targets.iter().filter(|target| heads.contains(&target.head));
                let columns: BTreeSet<_> = of_heads.map(|target| target.column).collect();
                columns.first().copied().filter(|_| columns.len() == 1).map_or(nowhere, Found::Column)
            }
            _ => nowhere,
        }
    }

    /// What stands above a value, the nearest first, up to a banner.
    fn above(&self, value: &Word<'b>) -> Above {
        let (row, column) = (value.cell.row, value.cell.column);
        let stands_above = |word: &&Word<'b>| word.cell.row + word.cell.rows <= row && word.cell.covers_column(column) && !word.is_value;
        let mut above: Vec<_> = self.words.iter().filter(stands_above).filter(|word| !self.is_row_label(word)).collect();
        above.sort_by_key(|word| std::cmp::Reverse(word.cell.row));
        // A title or a banner over the whole table parts the heads of one group from those of another.
        let parts = |word: &&&Word<'b>| word.cell.columns < self.block.columns || word.head.is_some();
        let above: Vec<_> = above.iter().take_while(parts).copied().collect();
        let Some((nearest, outer)) = above.split_first() else { return Above::Nothing };
        if nearest.is_extra {
            return Above::Extra;
        }
        match &nearest.head {
            Some(Named::Ones(heads)) => {
                let outer: Vec<_> = outer.iter().map(|word| &word.keys).collect();
                Above::Heads(self.labels.best_heads(heads, &outer))
            }
            Some(Named::Group) => Above::Nowhere(Why::Group(nearest.says())),
            // The corner, whatever stands in it, is above no figure.
            None if nearest.cell.column == 0 || self.labels.is_other(&nearest.keys) => Above::Nowhere(Why::Unnamed),
            None => Above::Nowhere(Why::Unknown(nearest.says())),
        }
    }

    /// As many values as our row has cells, from the left, where the heads do not say otherwise.
    fn in_order(&self, row: usize, beside: &Beside, values: &[&Word<'b>]) -> Option<Vec<Value<'b>>> {
        let Beside::Line(line) = *beside else { return None };
        let cells = self.labels.cells_of(line);
        let columns = match self.woven(row)? {
            woven if woven.is_empty() => cells.iter().map(|target| Column::Head(target.head)).collect(),
            woven => woven,
        };
        let blanks = values.iter().rev().take_while(|word| word.cell.text.is_empty()).count();
        if values.len() < columns.len() || values.len() - blanks > columns.len() {
            return None;
        }
        let mut found = Vec::new();
        for (at, word) in values.iter().enumerate() {
            let place = match columns.get(at) {
                Some(Column::Head(head)) => Found::Cell(self.labels.cell(line, &[*head])?),
                Some(Column::Extra) => Found::Extra,
                None => Found::Nowhere(Why::Unnamed),
            };
            found.push(Value { cell: word.cell, found: place });
        }
        Some(found)
    }

    /// The columns that the lines of heads above a row come to; empty where there are none, `None` where they come to nothing certain.
    fn woven(&self, row: usize) -> Option<Vec<Column>> {
        let is_heads = |row: &usize| {
            let line = self.line(*row);
            let words = line.iter().filter(|word| !word.cell.text.is_empty());
            let unknown = words.clone().filter(|word| !word.is_known).count();
            let has_head = || words.clone().any(|word| word.head.is_some() && !self.is_row_label(word));
            // Two words or more that are none of ours are heads of others.
            words.clone().all(|word| !word.is_value) && (unknown >= 2 || has_head())
        };
        let last = (0..row).rev().find(is_heads);
        let Some(last) = last else { return Some(Vec::new()) };
        let first = (0..last).rev().take_while(is_heads).last().unwrap_or(last);
        let token = |word: &Word<'b>| match (&word.head, word.is_extra) {
            (_, true) => Some(Token::Extra),
            (Some(_), _) => Some(Token::Head(word.keys.clone())),
            (None, _) if word.cell.text.is_empty() || self.labels.is_other(&word.keys) => None,
            (None, _) => Some(Token::Unknown),
        };
        let begins = |row: usize| self.line(row).into_iter().filter(move |word| word.cell.row == row);
        let lines: Vec<Vec<_>> = (first..=last).map(|row| begins(row).filter_map(token).collect()).collect();
        weave(&self.labels.heads.iter().map(|head| head.path.as_slice()).collect::<Vec<_>>(), &lines)
    }
}

impl Word<'_> {
    /// Whether it may be meant as a figure: 约20件.
    fn is_odd_figure(&self) -> bool {
        const LONGEST: usize = 12;
        !self.is_known && self.cell.text.chars().count() <= LONGEST && self.cell.text.chars().any(|c| half_width(c).is_ascii_digit())
    }

    /// Whether it is a head and nothing else.
    fn is_head(&self) -> bool {
        self.head.is_some() && !self.is_value
    }
}
