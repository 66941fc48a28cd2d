//! What a register comes to: each cell with its rows, what has to be asked, and what the clerk should know.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use super::heads::Role;
use super::mapping::Wording;
use super::place::places;
use super::rows::Row;
use crate::form::{CellIndex, Form};
use crate::report::{Edit, Register, RegisterRows, Report};

/// The most rows that a report keeps: 2 MB of its 10.
const MOST_KEPT: usize = 50_000;

/// A register counted for one year.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Count {
    /// The year.
    pub year: i32,
    /// Every application that was read.
    pub rows: Vec<Row>,
    /// The names of the sheets, as the rows name them by number.
    pub sheets: Vec<String>,
    /// The heads of each sheet.
    pub found: Vec<Found>,
    /// Sheets that are no registers.
    pub others: Vec<String>,
    /// The sheet with the days off and on; none where only weekends were left out.
    pub calendar: Option<String>,
    /// Every cell that was counted, in the order of the form, with its rows as places in [`Count::rows`].
    pub cells: Vec<(CellIndex, Vec<usize>)>,
    /// Every wording of a row that counts, the most frequent first.
    pub wordings: Vec<Wording>,
    /// What has to be answered besides wordings.
    pub questions: Vec<Question>,
    /// What the clerk should know, the gravest first.
    pub told: Vec<Told>,
    /// The days of each row, with the year that is its own or its sheet's: received and answered.
    pub(super) days: Vec<(Option<Date>, Option<Date>)>,
}

/// The heads of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The sheet.
    pub sheet: String,
    /// The row of the heads, as the spreadsheet shows it.
    pub head_row: usize,
    /// Its columns: what it says, the column's letters, the head.
    pub columns: Vec<(Role, String, String)>,
}

/// What has to be answered before anything counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// No sheet has the heads of a register.
    NoRegister,
    /// A sheet lacks a column.
    Head {
        /// The sheet.
        sheet: String,
        /// What is missing.
        role: Role,
    },
    /// The dates of a sheet have no year.
    Year {
        /// The sheet.
        sheet: String,
        /// How many rows it concerns.
        rows: usize,
    },
}

/// What is told of some rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// What.
    pub said: Said,
    /// The rows, as places in [`Count::rows`].
    pub rows: Vec<usize>,
}

/// What can be told of a row, the gravest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Said {
    /// Not counted: nothing says when it was received.
    NoReceived,
    /// Not counted: the day of receipt cannot be read.
    ReceivedUnreadable,
    /// Not counted: the day of the answer cannot be read.
    AnsweredUnreadable,
    /// Not counted: answered, and nothing says how.
    NoResult,
    /// Not counted: nothing says who applied.
    NoApplicant,
    /// Not counted: answered in a year before the one in which it was received.
    AnsweredTooEarly,
    /// Counted as not answered: a result without a day.
    NoAnswered,
    /// Counted: answered before it was received, in the same year.
    AnsweredBefore,
    /// Counted: the answer's day has no year and was taken for the next one.
    NextYear,
    /// Two rows have the same number in the register.
    SameCode,
    /// All rows of a sheet stand in the others too.
    SheetTwice,
    /// Not counted: a review or a lawsuit of an application that does not count.
    DisputeLeftOut,
    /// Answered late.
    Late,
    /// Withdrawn by the applicant.
    Withdrawn,
    /// Left out: received after the year.
    LaterYear,
    /// Left out: answered before the year.
    EarlierYear,
    /// Left out, as the mapping says.
    LeftOut,
    /// Not answered by the end of the year.
    Open,
}

impl Said {
    /// What is said of so many rows.
    fn words(self, year: i32, rows: usize) -> String {
        match self {
            Self::NoReceived => format!("{rows} 行没有收到日期，没有计入"),
            Self::ReceivedUnreadable => format!("{rows} 行的收到日期无法识别，没有计入"),
            Self::AnsweredUnreadable => format!("{rows} 行的答复日期无法识别，没有计入"),
            Self::NoResult => format!("{rows} 行有答复日期，没有办理结果，没有计入"),
            Self::NoApplicant => format!("{rows} 行没有申请人类型，没有计入"),
            Self::AnsweredTooEarly => format!("{rows} 行的答复日期在收到的前一年或更早，没有计入"),
            Self::NoAnswered => format!("{rows} 行有办理结果，没有答复日期，按未答复计入结转"),
            Self::AnsweredBefore => format!("{rows} 行的答复日期早于收到日期，已计入，请核实"),
            Self::NextYear => format!("{rows} 行的答复日期没有年份且早于收到日期，按下一年计"),
            Self::SameCode => format!("{rows} 行的编号与前面的行相同，已计入，请核实是否重复登记"),
            Self::SheetTwice => format!("{rows} 行的工作表与其余各表的内容完全相同，可能重复计数，请核实"),
            Self::DisputeLeftOut => format!("{rows} 行没有计入表三，行中的复议、诉讼也没有计入表四，请核实"),
            Self::Late => format!("{rows} 件超过期限答复（20 个工作日，延期的 40 个工作日）"),
            Self::Withdrawn => format!("{rows} 件由申请人撤回"),
            Self::LaterYear => format!("{rows} 行收到于 {year} 年以后，不计"),
            Self::EarlierYear => format!("{rows} 行在 {year} 年以前已答复，不计"),
            Self::LeftOut => format!("{rows} 行按对照表不计"),
            Self::Open => format!("{rows} 件到年底没有答复，结转下年度"),
        }
    }

    /// Whether such a row is missing in the figures though it seems to belong there.
    #[must_use]
    pub fn is_uncounted(self) -> bool {
        self <= Self::AnsweredTooEarly
    }
}

impl Count {
    /// Whether something has to be answered before the figures are whole.
    #[must_use]
    pub fn is_open(&self) -> bool {
        !self.questions.is_empty() || self.open_wordings().next().is_some()
    }

    /// The wordings whose meaning has to be asked.
    pub fn open_wordings(&self) -> impl Iterator<Item = &Wording> {
        self.wordings.iter().filter(|wording| wording.meaning.is_none())
    }

    /// What is told of some rows, with their places.
    #[must_use]
    pub fn sentence(&self, told: &Told) -> String {
        let rows: Vec<_> = told.rows.iter().filter_map(|row| self.rows.get(*row)).collect();
        format!("{}：{}", told.said.words(self.year, rows.len()), places(&rows, &self.sheets))
    }

    /// How the working days were counted, and whether the rows stay with the report.
    #[must_use]
    pub fn notes(&self) -> Vec<String> {
        let days = match &self.calendar {
            Some(sheet) => format!("工作日按周末和工作表“{sheet}”扣除"),
            None => "工作日只扣除了周末，没有扣除节假日".to_owned(),
        };
        let rows = (!self.keeps_rows()).then(|| format!("台账超过 {} 万行，每格由哪些行统计而来不保存", MOST_KEPT / 10_000));
        std::iter::once(days).chain(rows).collect()
    }

    /// The change that puts the figures into a report: every counted cell, its totals left to be added up, and what was counted.
    #[must_use]
    pub fn edit(&self, form: &Form, report: &Report, file: &str, hash: &str) -> Edit {
        let counted = |cell: CellIndex| self.cells.iter().any(|(counted, _)| *counted == cell);
        let mut cells: Vec<_> = self.cells.iter().map(|(cell, rows)| (*cell, rows.len().to_string())).collect();
        let totals = form.totals.iter().filter(|total| total.parts.iter().all(|part| counted(*part) || form.total(*part).is_some()));
        cells.extend(totals.map(|total| (total.cell, String::new())));
        cells.retain(|(cell, text)| report.cell(*cell).text != *text);
        Edit::All(vec![Edit::Cells(cells), Edit::Register(Some(Box::new(self.register(form, file, hash))))])
    }

    /// What the report keeps of the register: its name, its hash, the figures, and the rows behind them.
    #[must_use]
    pub fn register(&self, form: &Form, file: &str, hash: &str) -> Register {
        let figure = |(cell, rows): &(CellIndex, Vec<usize>)| Some((form.cell(*cell)?.id.clone(), rows.len().to_string()));
        let cells: BTreeMap<_, _> = self.cells.iter().filter_map(figure).collect();
        let rows = if self.keeps_rows() { self.kept_rows(form) } else { Vec::new() };
        Register { file: file.to_owned(), hash: hash.to_owned(), cells, rows: Arc::new(rows), extra: Vec::new() }
    }

    /// Whether the report can keep the rows.
    fn keeps_rows(&self) -> bool {
        self.rows.len() <= MOST_KEPT
    }

    /// The rows that count, by sheet and by the cells that they count in.
    fn kept_rows(&self, form: &Form) -> Vec<RegisterRows> {
        let mut cells_of = vec![Vec::new(); self.rows.len()];
        for (cell, rows) in &self.cells {
            for row in rows {
                cells_of.get_mut(*row).into_iter().for_each(|cells: &mut Vec<CellIndex>| cells.push(*cell));
            }
        }
        let mut groups: BTreeMap<(usize, Vec<CellIndex>), Vec<String>> = BTreeMap::new();
        for ((row, cells), (received, answered)) in
            self.rows.iter().zip(cells_of).zip(&self.days).filter(|((_, cells), _)| !cells.is_empty())
        {
            let days = [received, answered].into_iter().flatten().map(|day| format!(" {day}"));
            groups.entry((row.sheet, cells)).or_default().push(format!("{}{}", row.number, days.collect::<String>()));
        }
        let id = |cell: CellIndex| form.cell(cell).map(|cell| cell.id.clone());
        let kept = groups.into_iter().map(|((sheet, cells), rows)| RegisterRows {
            sheet: self.sheets.get(sheet).cloned().unwrap_or_default(),
            cells: cells.into_iter().filter_map(id).collect(),
            rows,
            extra: Vec::new(),
        });
        kept.collect()
    }
}
