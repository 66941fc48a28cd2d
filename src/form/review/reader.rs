//! The words by which prose names the figures of the tables, as the definition gives them, and the one pass that finds them all.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use super::finder::Finder;
use super::{CellIndex, Resolver};

/// What prose calls the rows and columns of the tables, and the words around its figures.
#[derive(Debug, Clone, Default)]
pub struct ReaderWords {
    /// The tables whose figures prose names.
    pub tables: Vec<TableWords>,
    /// Rates that are recomputed: 办结率.
    pub rates: Vec<Rate>,
    /// What is said of all and denies figures above 0: 均已办结.
    pub settled: Vec<Settled>,
    /// Words by which a denial speaks of something else than the figure: 未收到补正材料.
    pub excuses: Vec<String>,
    /// Words by which a body is where something goes, not whose it is.
    pub toward: Vec<String>,
    /// Words behind the number of the report's sections.
    pub parts_announced: Vec<String>,
    /// Shares that say that something was answered: 答复率.
    pub rated: Vec<String>,
    words: BTreeMap<String, Token>,
    finder: Finder,
    in_order: OnceLock<Vec<Token>>,
}

/// What prose calls the rows and columns of a table.
#[derive(Debug, Clone, Default)]
pub struct TableWords {
    /// The table's id, t3.
    pub table: String,
    /// The column that is meant where none is named; `None` where one must be.
    pub column: Option<usize>,
    /// What a denial of the whole table denies, as rows.
    pub denied: Vec<usize>,
    /// What came from last year and what goes on to the next, as rows.
    pub carried: Vec<usize>,
    /// What a share may be a share of, each a sum of rows.
    pub wholes: Vec<Parts>,
    /// The words.
    pub terms: Vec<Naming>,
    rows: Vec<String>,
    columns: Vec<String>,
    /// By row and column.
    cells: Vec<Option<CellIndex>>,
}

/// Rows or columns added up, those with `true` taken away.
pub type Parts = Vec<(usize, bool)>;

/// A word for rows or columns of a table.
#[derive(Debug, Clone)]
pub struct Naming {
    /// What a message calls it.
    pub name: String,
    /// Whether it names rows or columns.
    pub axis: Axis,
    /// What it may mean, the likeliest first.
    pub readings: Vec<Parts>,
    /// The column that a row has by itself.
    pub column: Option<usize>,
    /// Under what conditions it counts.
    pub how: Vec<How>,
}

/// Under what conditions a word counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// Only where the table is spoken of.
    Topic,
    /// Only beside another of its axis, as 其他.
    Beside,
    /// It opens a whole of which others are parts.
    Whole,
    /// Its later meanings hold only where the text speaks of them.
    Strict,
    /// Only where no other row is named.
    Last,
}

/// What a term names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Axis {
    /// Rows.
    Row,
    /// Columns.
    Column,
}

/// A rate that is recomputed from the cells.
#[derive(Debug, Clone)]
pub struct Rate {
    /// What it is called.
    pub name: String,
    /// The table, as a place in [`ReaderWords::tables`].
    pub table: usize,
    /// The rows above the line.
    pub part: Parts,
    /// The rows below it, any of them.
    pub of: Vec<Parts>,
}

/// A word that, said of all, denies figures above 0.
#[derive(Debug, Clone)]
pub struct Settled {
    /// The table, as a place in [`ReaderWords::tables`].
    pub table: usize,
    /// Rows, or columns where the rows are those spoken of.
    pub denies: Vec<usize>,
    /// Which of the two.
    pub axis: Axis,
}

/// What a word may be: several at once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Token {
    /// Which of the [`Mark`]s.
    pub marks: u64,
    /// Table and term.
    pub terms: Vec<(usize, usize)>,
    /// The table of which it speaks.
    pub topic: Option<usize>,
    /// A place in [`ReaderWords::rates`].
    pub rate: Option<usize>,
    /// Places in [`ReaderWords::settled`].
    pub settled: Vec<usize>,
}

macro_rules! marks {
    ($($(#[doc = $words:literal])* $name:ident $key:literal,)*) => {
        /// What words stand around a figure.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Mark { $($(#[doc = $words])* $name,)* }
        impl Mark {
            fn of(key: &str) -> Option<Self> {
                match key { $($key => Some(Self::$name),)* _ => None }
            }
        }
    };
}

marks! {
    /// Another thing that is counted.
    Aside "aside",
    /// Another thing, of which the sentence then speaks.
    OtherTopic "other_topic",
    /// The way on which something came.
    Channel "channel",
    /// By openness: a figure of it is of documents.
    Attribute "attribute",
    /// Another body.
    Body "body",
    /// A place, another body where a figure follows.
    Place "place",
    /// A word with a body's ending that is none.
    NotBody "not_body",
    /// The unit itself.
    Own "own",
    /// Another year.
    OtherYear "other_year",
    /// The report year.
    ThisYear "this_year",
    /// Of several years.
    Since "since",
    /// All together, of the year or of more.
    Cumulative "cumulative",
    /// All together.
    Total "total",
    /// An average.
    Mean "mean",
    /// About.
    Near "near",
    /// Against last year.
    Against "against",
    /// More.
    Up "up",
    /// Less.
    Down "down",
    /// More or less, up to a figure.
    Into "into",
    /// No change, or one that is not against last year.
    Flat "flat",
    /// Parts follow.
    Opens "opens",
    /// All parts follow.
    Closed "closed",
    /// Not all parts are named.
    OpenEnd "open_end",
    /// A new statement.
    Starts "starts",
    /// A denial.
    Deny "deny",
    /// Looks like a denial.
    NotDeny "not_deny",
    /// Said of all.
    All "all",
    /// In time.
    OnTime "on_time",
    /// Answered, of those that were.
    Answered "answered",
    /// What was charged.
    Charged "charged",
    /// What of it was paid.
    Paid "paid",
    /// A share follows.
    Share "share",
}

impl Token {
    /// Whether it is marked so.
    #[must_use]
    pub fn is(&self, mark: Mark) -> bool {
        self.marks & (1 << (mark as u64)) != 0
    }
}

impl Naming {
    /// Whether it counts under that condition.
    #[must_use]
    pub fn is(&self, how: How) -> bool {
        self.how.contains(&how)
    }
}

impl TableWords {
    /// The cell where a row and a column meet.
    #[must_use]
    pub fn cell(&self, row: usize, column: usize) -> Option<CellIndex> {
        (column < self.columns.len()).then(|| self.cells.get(row * self.columns.len() + column).copied().flatten()).flatten()
    }

    /// The row of what came from last year.
    #[must_use]
    pub fn carried_in(&self) -> Option<usize> {
        self.carried.first().copied()
    }

    /// The row of what goes on to the next year.
    #[must_use]
    pub fn carried_out(&self) -> Option<usize> {
        self.carried.get(1).copied()
    }

    /// How many columns there are.
    #[must_use]
    pub fn column_count(&self) -> usize {
        self.columns.len()
    }
}

impl ReaderWords {
    /// The words of a text from the left, the longest at each place, none over another.
    pub fn find<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (usize, usize, &'a Token)> + 'a {
        let tokens = self.in_order.get_or_init(|| self.words.values().cloned().collect());
        let found = self.finder.longest(self.words.keys().map(String::as_str), text);
        found.filter_map(|(start, end, at)| Some((start, end, tokens.get(at)?)))
    }
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawReader {
    tables: Vec<RawTable>,
    marks: BTreeMap<String, Vec<String>>,
    rates: Vec<RawRate>,
    settled: Vec<RawSettled>,
    excuses: Vec<String>,
    toward: Vec<String>,
    parts_announced: Vec<String>,
    rated: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTable {
    table: String,
    column: Option<String>,
    topic: Vec<String>,
    #[serde(default)]
    denied: Vec<String>,
    #[serde(default)]
    carried: Vec<String>,
    #[serde(default)]
    wholes: Vec<Vec<String>>,
    terms: Vec<RawTerm>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTerm {
    name: String,
    axis: Axis,
    is: Vec<Vec<String>>,
    words: Vec<String>,
    column: Option<String>,
    #[serde(default)]
    how: Vec<How>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRate {
    name: String,
    words: Vec<String>,
    table: String,
    part: Vec<String>,
    of: Vec<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSettled {
    words: Vec<String>,
    table: String,
    denies: Vec<String>,
}

impl Resolver<'_> {
    /// The words with their rows and columns found.
    pub(super) fn reader(&self, raw: RawReader) -> Result<ReaderWords, String> {
        let mut words = ReaderWords {
            excuses: raw.excuses,
            toward: raw.toward,
            parts_announced: raw.parts_announced,
            rated: raw.rated,
            ..ReaderWords::default()
        };
        for table in raw.tables {
            self.table(&mut words, table)?;
        }
        for (key, listed) in raw.marks {
            let mark = Mark::of(&key).ok_or_else(|| format!("there is no mark {key}"))?;
            for word in listed {
                words.words.entry(word).or_default().marks |= 1 << (mark as u64);
            }
        }
        for raw in raw.rates {
            let table = words.table(&raw.table)?;
            let (part, of) = {
                let rows = words.tables.get(table).ok_or("no table")?;
                (rows.parts(Axis::Row, &raw.part)?, raw.of.iter().map(|ids| rows.parts(Axis::Row, ids)).collect::<Result<_, _>>()?)
            };
            for word in raw.words {
                words.words.entry(word).or_default().rate = Some(words.rates.len());
            }
            words.rates.push(Rate { name: raw.name, table, part, of });
        }
        for raw in raw.settled {
            let table = words.table(&raw.table)?;
            let rows = words.tables.get(table).ok_or("no table")?;
            let axis = if rows.parts(Axis::Row, &raw.denies).is_ok() { Axis::Row } else { Axis::Column };
            let denies = rows.parts(axis, &raw.denies)?.into_iter().map(|(at, _)| at).collect();
            for word in raw.words {
                words.words.entry(word).or_default().settled.push(words.settled.len());
            }
            words.settled.push(Settled { table, denies, axis });
        }
        // What finds the words takes no empty one.
        words.words.remove("");
        Ok(words)
    }

    fn table(&self, words: &mut ReaderWords, raw: RawTable) -> Result<(), String> {
        let mut table = TableWords { table: raw.table, ..TableWords::default() };
        for id in (self.ids)().into_iter().filter_map(|id| id.strip_prefix(&format!("{}.", table.table)).map(str::to_owned)) {
            let Some((row, column)) = id.split_once('.') else { continue };
            for (list, id) in [(&mut table.rows, row), (&mut table.columns, column)] {
                if !list.iter().any(|known| known == id) {
                    list.push(id.to_owned());
                }
            }
        }
        let cell = |row: &String, column: &String| (self.find)(&format!("{}.{row}.{column}", table.table));
        table.cells = table.rows.iter().flat_map(|row| table.columns.iter().map(move |column| cell(row, column))).collect();
        let column = |table: &TableWords, id: Option<&String>| -> Result<Option<usize>, String> {
            id.map(|id| Ok(table.parts(Axis::Column, std::slice::from_ref(id))?.first().map(|(at, _)| *at)))
                .transpose()
                .map(Option::flatten)
        };
        table.column = column(&table, raw.column.as_ref())?;
        table.denied = table.parts(Axis::Row, &raw.denied)?.into_iter().map(|(at, _)| at).collect();
        table.carried = table.parts(Axis::Row, &raw.carried)?.into_iter().map(|(at, _)| at).collect();
        table.wholes = raw.wholes.iter().map(|ids| table.parts(Axis::Row, ids)).collect::<Result<_, _>>()?;
        let at = words.tables.len();
        for word in raw.topic {
            words.words.entry(word).or_default().topic = Some(at);
        }
        for raw in raw.terms {
            let term = Naming {
                readings: raw.is.iter().map(|ids| table.parts(raw.axis, ids)).collect::<Result<_, _>>()?,
                column: column(&table, raw.column.as_ref())?,
                name: raw.name,
                axis: raw.axis,
                how: raw.how,
            };
            for word in raw.words {
                words.words.entry(word).or_default().terms.push((at, table.terms.len()));
            }
            table.terms.push(term);
        }
        words.tables.push(table);
        Ok(())
    }
}

impl TableWords {
    fn parts(&self, axis: Axis, ids: &[String]) -> Result<Parts, String> {
        let list = if axis == Axis::Row { &self.rows } else { &self.columns };
        let part = |id: &String| {
            let bare = id.strip_prefix('-').unwrap_or(id);
            let at = list.iter().position(|known| known == bare).ok_or_else(|| format!("there is no {}.{bare}", self.table))?;
            Ok((at, bare != id))
        };
        ids.iter().map(part).collect()
    }
}

impl ReaderWords {
    fn table(&self, id: &str) -> Result<usize, String> {
        self.tables.iter().position(|table| table.table == id).ok_or_else(|| format!("there is no table {id}"))
    }
}
