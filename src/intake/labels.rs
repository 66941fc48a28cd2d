//! The labels of one of our tables as foreign ones are compared with them: which rows and which heads a text may name.

use std::collections::{BTreeMap, BTreeSet};

use super::words::{keys, plain};
use crate::form::{CellIndex, Form, PlaceContent, Role, Table, foreign::SameWords};

/// The shortest text that may stand for a label that goes on.
const SHORTEST_BEGINNING: usize = 6;

/// The labels of a table.
pub(crate) struct TableLabels<'a> {
    pub(crate) form: &'a Form,
    pub(crate) table: &'a Table,
    /// The rows with labels of their own; empty in a table whose rows are named by heads.
    pub(crate) lines: Vec<Line>,
    /// The heads over cells, each with all that stand above it.
    pub(crate) heads: Vec<Head>,
    /// The cells, by line (`None` where the table has none) and head.
    pub(crate) targets: Vec<Target>,
    rows: Names,
    columns: Names,
    extra: BTreeSet<String>,
    others: BTreeSet<String>,
}

/// A row of ours.
pub(crate) struct Line {
    /// Its labels as they are compared, the innermost last.
    path: Vec<[String; 4]>,
    /// Its place in the grid.
    pub(crate) row: usize,
}

/// A column head of ours.
pub(crate) struct Head {
    /// The heads from the top down, as they are compared.
    pub(crate) path: Vec<[String; 4]>,
}

/// A cell of ours.
pub(crate) struct Target {
    pub(crate) cell: CellIndex,
    pub(crate) line: Option<usize>,
    pub(crate) head: usize,
    /// First grid column.
    pub(crate) column: usize,
}

/// What a text names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Named {
    /// One of these rows, or one of these heads over cells.
    Ones(Vec<usize>),
    /// Only a group of rows or of heads.
    Group,
}

/// Texts by strictness, with what they name.
#[derive(Default)]
struct Names {
    innermost: [BTreeMap<String, BTreeSet<usize>>; 4],
    groups: BTreeSet<String>,
}

impl<'a> TableLabels<'a> {
    pub(crate) fn of(form: &'a Form, table: &'a Table) -> Self {
        let same = &form.foreign.same_words;
        let extra = form.foreign.extra_labels.iter().map(|label| plain(label, same)).collect();
        let others = table.places.iter().filter_map(|place| match &place.content {
            PlaceContent::Label(label) => {
                let names_nothing = matches!(label.role, Role::Banner | Role::Corner)
                    || label.role == Role::Head && place.column + place.columns <= table.label_columns;
                names_nothing.then(|| plain(&label.text, same))
            }
            PlaceContent::Cell(_) => None,
        });
        let mut labels = Self {
            form,
            table,
            lines: Vec::new(),
            heads: Vec::new(),
            targets: Vec::new(),
            rows: Names::default(),
            columns: Names::default(),
            extra,
            others: others.collect(),
        };
        let (mut lines, mut heads) = (BTreeMap::new(), BTreeMap::new());
        for (cell, place) in table.cells() {
            let Some(definition) = form.cell(cell) else { continue };
            let has_lines = table.label_columns > 0;
            let path =
                if has_lines { definition.column_path.clone() } else { format!("{}／{}", definition.row_path, definition.column_path) };
            let head = *heads.entry(path.clone()).or_insert_with(|| labels.add_head(&path, same));
            let line = has_lines.then(|| {
                *lines
                    .entry((place.row, definition.row_path.clone()))
                    .or_insert_with(|| labels.add_line(place.row, &definition.row_path, same))
            });
            labels.targets.push(Target { cell, line, head, column: place.column });
        }
        labels
    }

    fn add_head(&mut self, path: &str, same: &SameWords) -> usize {
        let path = compared(path, same);
        self.columns.add(self.heads.len(), &path);
        self.heads.push(Head { path });
        self.heads.len() - 1
    }

    fn add_line(&mut self, row: usize, path: &str, same: &SameWords) -> usize {
        let path = compared(path, same);
        self.rows.add(self.lines.len(), &path);
        self.lines.push(Line { path, row });
        self.lines.len() - 1
    }

    /// A foreign label as it is compared.
    pub(crate) fn keys(&self, text: &str) -> [String; 4] {
        keys(text, &self.form.foreign.same_words, true)
    }

    /// The rows that a label may name; `None` where it names none of this table.
    pub(crate) fn row(&self, keys: &[String; 4]) -> Option<Named> {
        self.rows.find(keys)
    }

    /// The heads that a label may name; `None` where it names none of this table.
    pub(crate) fn head(&self, keys: &[String; 4]) -> Option<Named> {
        self.columns.find(keys)
    }

    /// Whether a label is one that local forms add: 小计.
    pub(crate) fn is_extra(&self, keys: &[String; 4]) -> bool {
        keys.iter().any(|key| self.extra.contains(key))
    }

    /// Whether a label is a banner, the corner or a head over labels.
    pub(crate) fn is_other(&self, keys: &[String; 4]) -> bool {
        keys.iter().any(|key| self.others.contains(key))
    }

    /// Of these rows the one that has most of these labels around it.
    pub(crate) fn best_line(&self, lines: &[usize], around: &[&[String; 4]]) -> Option<usize> {
        only_best(lines, |line| self.lines.get(line).map_or(0, |line| shared(&line.path, around)))
    }

    /// Of these heads those that have most of these labels above them.
    pub(crate) fn best_heads(&self, heads: &[usize], above: &[&[String; 4]]) -> Vec<usize> {
        best(heads, |head| self.heads.get(head).map_or(0, |head| shared(&head.path, above)))
    }

    /// The cells of a row from the left; all of them in a table whose rows are named by heads.
    pub(crate) fn cells_of(&self, line: Option<usize>) -> Vec<&Target> {
        self.targets.iter().filter(|target| target.line == line).collect()
    }

    /// The cell where a row and one of these heads meet.
    pub(crate) fn cell(&self, line: Option<usize>, heads: &[usize]) -> Option<CellIndex> {
        let mut targets = self.targets.iter().filter(|target| target.line == line && heads.contains(&target.head));
        targets.next().filter(|_| targets.next().is_none()).map(|target| target.cell)
    }
}

impl Names {
    fn add(&mut self, index: usize, path: &[[String; 4]]) {
        let Some((last, groups)) = path.split_last() else { return };
        for (names, key) in self.innermost.iter_mut().zip(last) {
            names.entry(key.clone()).or_default().insert(index);
        }
        self.groups.extend(groups.iter().flatten().cloned());
        // A label and its group in one cell: （五）5.要求……
        for at in 0..groups.len() {
            for strictness in [0, 2] {
                let joined: String = path.iter().skip(at).filter_map(|keys| keys.get(strictness)).map(String::as_str).collect();
                if let Some(names) = self.innermost.get_mut(2) {
                    names.entry(joined).or_default().insert(index);
                }
            }
        }
    }

    fn find(&self, keys: &[String; 4]) -> Option<Named> {
        let [whole, ..] = keys;
        if whole.is_empty() {
            return None;
        }
        let exact = self.innermost.iter().find_map(|names| keys.iter().find_map(|key| names.get(key)));
        if let Some(found) = exact {
            // （六）其他处理 is a group, not the row 其他 that it begins with.
            return Some(Named::Ones(found.iter().copied().collect()));
        }
        if keys.iter().any(|key| self.groups.contains(key)) {
            return Some(Named::Group);
        }
        let begun = self.innermost.iter().flat_map(|names| keys.iter().filter_map(|key| begun(names, key)));
        let found: BTreeSet<usize> = begun.flatten().collect();
        (found.len() == 1).then(|| Named::Ones(found.into_iter().collect()))
    }
}

/// What a text is the beginning of.
fn begun(names: &BTreeMap<String, BTreeSet<usize>>, key: &str) -> Option<BTreeSet<usize>> {
    if key.chars().count() < SHORTEST_BEGINNING {
        return None;
    }
    let from = names.range(key.to_owned()..).take_while(|(name, _)| name.starts_with(key));
    Some(from.flat_map(|(_, indices)| indices.iter().copied()).collect())
}

fn compared(path: &str, same: &SameWords) -> Vec<[String; 4]> {
    path.split('／').filter(|label| !label.is_empty()).map(|label| keys(label, same, false)).collect()
}

/// How many labels of a path are among others.
fn shared(path: &[[String; 4]], others: &[&[String; 4]]) -> usize {
    path.iter().filter(|own| others.iter().any(|other| own.iter().zip(*other).any(|(own, other)| own == other))).count()
}

fn best(of: &[usize], score: impl Fn(usize) -> usize) -> Vec<usize> {
    let most = of.iter().map(|index| score(*index)).max().unwrap_or_default();
    of.iter().copied().filter(|index| score(*index) == most).collect()
}

fn only_best(of: &[usize], score: impl Fn(usize) -> usize) -> Option<usize> {
    match best(of, score).as_slice() {
        [only] => Some(*only),
        _ => None,
    }
}
