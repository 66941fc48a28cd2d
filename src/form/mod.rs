//! The blank form of one edition: its sections, its tables as they stand on paper, and its sums.
//!
//! A form is data. It is read from a definition in `assets/forms/` by [`load`], which refuses a broken one, and
//! everything that shows, checks, prints or writes a report walks it; no label or rule of a form stands in Rust.

mod charts;
mod editions;
pub mod foreign;
pub mod ledger;
mod load;
mod review;

use std::collections::BTreeMap;

pub use charts::{Chart, ChartBar, ChartPart, Poster, PosterNumber};
pub use editions::Editions;
pub use load::{FormError, load};
pub use review::{
    Axis, Became, Duty, Fee, Growth, How, LawNumber, Laws, Mark, Naming, OtherBasis, OwnName, Parts, PersonWords, PlaceWords, ProseFigure,
    ReaderWords, ReadingParts, ReadySentence, Regulations, ReviewData, Slip, TableWords, Token, Watch, WatchWords, Watched, Years,
};

/// One edition of the form, checked by the loader: ids are unique, spans tile each table, sums name real cells.
#[derive(Debug, Clone)]
pub struct Form {
    /// The edition's name in files, e.g. `2021`.
    pub edition: String,
    /// The notice that brought the edition in, e.g. 国办公开办函〔2021〕30号.
    pub notice: String,
    /// The first report year that uses this edition; it serves until the next edition's first year.
    pub first_year: i32,
    /// The second line of the report's title, with `{year}` in the place of the report year.
    pub title: String,
    /// The sections in the order of the report, the preface among them.
    pub sections: Vec<Section>,
    /// The tables in the order of the report.
    pub tables: Vec<Table>,
    /// Every sum, one entry for each row or column that it is asked of, in the order of the definition.
    pub sums: Vec<Sum>,
    /// The cells that are totals, each after all the cells that it adds.
    pub totals: Vec<Total>,
    /// What the review looks for beyond the sums.
    pub review: ReviewData,
    /// By what words a report that others wrote is recognised.
    pub foreign: foreign::ForeignWords,
    /// How a register of applications is counted into the cells.
    pub ledger: ledger::LedgerWords,
    /// The charts that a report can carry.
    pub charts: Vec<Chart>,
    /// The page that shows a report at a glance.
    pub poster: Poster,
    cells: Vec<CellDefinition>,
    by_id: BTreeMap<String, CellIndex>,
}

/// The place of a cell among all cells of a form, in the order of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellIndex(usize);

/// A section of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// `preface`, `s1` …: the key in files.
    pub id: String,
    /// 一, 二 …; `None` for the preface.
    pub number: Option<String>,
    /// The official title without its number.
    pub title: String,
    /// Other titles under which others report the same, without their numbers.
    pub also: Vec<String>,
    /// Whether the title is printed (the preface's is not).
    pub head_printed: bool,
    /// What the section holds.
    pub content: SectionContent,
}

/// What a section holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SectionContent {
    /// Text that the clerk writes.
    Prose {
        /// The run-in heads offered, without their numbers; may be empty.
        heads: Vec<String>,
        /// What belongs here, shown while it is empty.
        hint: String,
    },
    /// Tables, as places in [`Form::tables`].
    Tables(Vec<usize>),
}

/// A table as it stands on paper.
#[derive(Debug, Clone)]
pub struct Table {
    /// `t2` …: the first part of its cells' ids.
    pub id: String,
    /// What the clerk calls it, e.g. 表三.
    pub name: String,
    /// The width of each grid column on paper, in millimetres.
    pub widths_mm: Vec<f32>,
    /// How many grid columns at the left hold labels.
    pub label_columns: usize,
    /// How many rows at the top are heads of the whole table, repeated where it breaks; 0 where heads stand in groups.
    pub head_rows: usize,
    /// How many grid rows there are.
    pub row_count: usize,
    /// What stands in the grid, by rows and in a row from the left. The places tile the grid.
    pub places: Vec<Place>,
}

/// A rectangle of the grid with a label or a cell in it.
#[derive(Debug, Clone)]
pub struct Place {
    /// First grid row.
    pub row: usize,
    /// First grid column.
    pub column: usize,
    /// Rows covered, at least 1.
    pub rows: usize,
    /// Columns covered, at least 1.
    pub columns: usize,
    /// What stands there.
    pub content: PlaceContent,
}

/// What stands in a place of the grid.
#[derive(Debug, Clone)]
pub enum PlaceContent {
    /// Official wording, never typed by the clerk.
    Label(Label),
    /// A cell of the report.
    Cell(CellIndex),
}

/// Official wording in a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The wording.
    pub text: String,
    /// A short name for messages, e.g. 三（七）.
    pub short: Option<String>,
    /// What the label is for.
    pub role: Role,
    /// Whether it is set one character below the other, in a tall narrow cell.
    pub vertical: bool,
}

/// What a label is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Spans the table and opens a group of rows, with heads of its own.
    Banner,
    /// Names the columns below it.
    Head,
    /// Names the rows at its right.
    Row,
    /// Stands where row labels and heads meet.
    Corner,
}

/// A cell of the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellDefinition {
    /// `table.row.column`, fixed.
    pub id: String,
    /// The table, as a place in [`Form::tables`].
    pub table: usize,
    /// First grid row.
    pub row: usize,
    /// First grid column.
    pub column: usize,
    /// Grid rows covered.
    pub rows: usize,
    /// Grid columns covered.
    pub columns: usize,
    /// What may be typed.
    pub kind: Kind,
    /// The row's name in a message, e.g. （三）不予公开·1.属于国家秘密.
    pub row_name: String,
    /// The column's name in a message, e.g. 商业企业.
    pub column_name: String,
    /// The row's short name in a sum, e.g. （三）1.
    pub row_short: String,
    /// All row labels from the outside in, joined with `／`.
    pub row_path: String,
    /// All column heads from the top down, joined with `／`.
    pub column_path: String,
}

/// What a cell may hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A whole number of 件, 0 or more.
    Count,
    /// A whole number with a sign: how much more or less than last year.
    Change,
    /// An exact decimal, 0 or more.
    Amount {
        /// Its unit, e.g. 万元.
        unit: String,
        /// Whether the form prints the unit behind the figure.
        unit_printed: bool,
    },
}

/// A linear rule: the terms at the left add up to the terms at the right.
#[derive(Debug, Clone)]
pub struct Sum {
    /// The rule's id, e.g. `T3-ROW`.
    pub rule: String,
    /// What a failure means.
    pub severity: SumSeverity,
    /// The left side.
    pub left: Vec<Term>,
    /// The right side.
    pub right: Vec<Term>,
    /// The wording of a failure, with `{left}`, `{left_sum}`, `{right}`, `{right_sum}`, `{difference}` to be filled.
    pub message: String,
    /// Where the rule comes from.
    pub source: String,
}

/// What the failure of a sum means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SumSeverity {
    /// The finished report cannot be exported.
    Blocking,
    /// A reason has to be given.
    Explain,
}

/// One figure in a sum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// The cell.
    pub cell: CellIndex,
    /// Whether last year's figure of that cell is meant.
    pub of_last_year: bool,
    /// Whether it is taken away.
    pub negative: bool,
    /// What the figure is called in the message.
    pub name: String,
}

/// A cell that is computed from others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Total {
    /// The computed cell.
    pub cell: CellIndex,
    /// The cells that it adds.
    pub parts: Vec<CellIndex>,
}

impl Sum {
    /// The cell whose figure follows from last year's figures alone, where the sum says so: 上年结转.
    #[must_use]
    pub fn follows_from_last_year(&self) -> Option<CellIndex> {
        let [into] = self.left.as_slice() else { return None };
        let follows = !into.of_last_year && !into.negative && self.right.iter().all(|term| term.of_last_year);
        follows.then_some(into.cell)
    }
}

impl CellIndex {
    /// The position among the form's cells, from 0.
    #[must_use]
    pub fn get(self) -> usize {
        self.0
    }
}

impl Form {
    /// The cell of that index, `None` where the index is another form's.
    #[must_use]
    pub fn cell(&self, index: CellIndex) -> Option<&CellDefinition> {
        self.cells.get(index.0)
    }

    /// All cells in the order of the form.
    #[must_use]
    pub fn cells(&self) -> impl ExactSizeIterator<Item = (CellIndex, &CellDefinition)> {
        self.cells.iter().enumerate().map(|(at, cell)| (CellIndex(at), cell))
    }

    /// How many cells the form has.
    #[must_use]
    pub fn cell_count(&self) -> usize {
        self.cells.len()
    }

    /// The cell with that id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<CellIndex> {
        self.by_id.get(id).copied()
    }

    /// The parts of a total, `None` for a cell that is typed.
    #[must_use]
    pub fn total(&self, cell: CellIndex) -> Option<&Total> {
        self.totals.iter().find(|total| total.cell == cell)
    }

    /// The sections that hold prose.
    pub fn prose_sections(&self) -> impl Iterator<Item = &Section> {
        self.sections.iter().filter(|section| matches!(section.content, SectionContent::Prose { .. }))
    }

    /// The section with that id.
    #[must_use]
    pub fn section(&self, id: &str) -> Option<&Section> {
        self.sections.iter().find(|section| section.id == id)
    }

    /// The section in which a table stands.
    #[must_use]
    pub fn section_of_table(&self, table: usize) -> Option<&Section> {
        self.sections.iter().find(|section| matches!(&section.content, SectionContent::Tables(tables) if tables.contains(&table)))
    }

    /// The chart of that id.
    #[must_use]
    pub fn chart(&self, id: &str) -> Option<&Chart> {
        self.charts.iter().find(|chart| chart.id == id)
    }

    /// How many sums block the finished export: 42 in edition 2021, 40 in 2019.
    #[must_use]
    pub fn blocking_sum_count(&self) -> usize {
        self.sums.iter().filter(|sum| sum.severity == SumSeverity::Blocking).count()
    }

    /// The second line of the title for a report year, e.g. 2024年政府信息公开工作年度报告.
    #[must_use]
    pub fn title_for(&self, year: i32) -> String {
        self.title.replace("{year}", &year.to_string())
    }
}

impl Section {
    /// The head as printed, e.g. 一、总体情况.
    #[must_use]
    pub fn head(&self) -> String {
        match &self.number {
            Some(number) => format!("{number}、{}", self.title),
            None => self.title.clone(),
        }
    }
}

impl Table {
    /// How many grid columns there are.
    #[must_use]
    pub fn column_count(&self) -> usize {
        self.widths_mm.len()
    }

    /// The place that covers a grid position.
    #[must_use]
    pub fn place_at(&self, row: usize, column: usize) -> Option<&Place> {
        self.places.iter().find(|place| place.covers(row, column))
    }

    /// The cells of the table with their places, by rows.
    pub fn cells(&self) -> impl Iterator<Item = (CellIndex, &Place)> {
        self.places.iter().filter_map(|place| match place.content {
            PlaceContent::Cell(cell) => Some((cell, place)),
            PlaceContent::Label(_) => None,
        })
    }
}

impl Place {
    /// Whether the place covers a grid position.
    #[must_use]
    pub fn covers(&self, row: usize, column: usize) -> bool {
        (self.row..self.row + self.rows).contains(&row) && (self.column..self.column + self.columns).contains(&column)
    }
}

impl CellDefinition {
    /// The name of the cell for a reader: `行，列`, each with its full path.
    #[must_use]
    pub fn full_name(&self) -> String {
        format!("{}，{}", self.row_path, self.column_path)
    }
}

impl Kind {
    /// The unit that may be typed behind a figure and is dropped.
    #[must_use]
    pub fn unit(&self) -> &str {
        match self {
            Self::Count | Self::Change => "件",
            Self::Amount { unit, .. } => unit,
        }
    }

    /// The unit where the form prints it behind the figure, else nothing.
    #[must_use]
    pub fn printed_unit(&self) -> &str {
        match self {
            Self::Amount { unit, unit_printed: true } => unit,
            _ => "",
        }
    }
}
