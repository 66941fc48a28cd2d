//! The list of a batch: what is shown of it and in what order, which line is chosen, which are marked; and the keys of a list.

use std::collections::BTreeSet;

use egui::{Context, EventFilter, Id, Key, Modifiers};

use crate::collection::batch::{Line, LookedAt, Row, Trouble};
use crate::file::many::State;

/// A line by what it is of, wherever it stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum LineKey {
    /// A unit of which nothing came.
    Unit(String),
    /// A file, by its name below its folder.
    File(String),
}

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Mark,
    Unit,
    Level,
    Year,
    File,
    Held,
    Wrong,
    Explain,
    Hints,
    LastYear,
    State,
    Trouble,
    Edition,
    Note,
}

impl Column {
    pub(super) const ALL: [Self; 14] = [
        Self::Mark,
        Self::Unit,
        Self::State,
        Self::Wrong,
        Self::Explain,
        Self::Hints,
        Self::Held,
        Self::Trouble,
        Self::Note,
        Self::Level,
        Self::Year,
        Self::Edition,
        Self::LastYear,
        Self::File,
    ];

    /// The head.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Mark => "选",
            Self::Unit => "单位",
            Self::Level => "层级",
            Self::Year => "年度",
            Self::File => "文件",
            Self::Held => "勾稽",
            Self::Wrong => "有误",
            Self::Explain => "待说明",
            Self::Hints => "建议",
            Self::LastYear => "上年",
            Self::State => "状态",
            Self::Trouble => "情况",
            Self::Edition => "表样",
            Self::Note => "意见",
        }
    }

    /// The width in points; the wide ones share what is left.
    pub(super) fn width_pt(self, left_pt: f32) -> f32 {
        match self {
            Self::Mark => 28.0,
            Self::Unit => 168.0,
            Self::Level => 64.0,
            Self::Year | Self::Edition | Self::Wrong | Self::Hints | Self::LastYear => 44.0,
            Self::Held | Self::State | Self::Explain => 54.0,
            Self::Trouble => (left_pt * 0.4).max(150.0),
            Self::Note => (left_pt * 0.3).max(100.0),
            Self::File => (left_pt * 0.3).max(110.0),
        }
    }

    /// The columns that have room in that width: beside a report that is read some give way.
    pub(super) fn shown(width_pt: f32) -> Vec<Self> {
        const ROOMY_PT: f32 = 900.0;
        let gives_way =
            |column: &Self| matches!(column, Self::Level | Self::Year | Self::Edition | Self::LastYear | Self::Hints | Self::Note);
        Self::ALL.into_iter().filter(|column| width_pt >= ROOMY_PT || !gives_way(column)).collect()
    }

    /// What those share that are as wide as there is room.
    pub(super) fn shared_pt(columns: &[Self], width_pt: f32) -> f32 {
        let is_wide = |column: &&Self| matches!(column, Self::Trouble | Self::Note | Self::File);
        let fixed_pt: f32 = columns.iter().filter(|column| !is_wide(column)).map(|column| column.width_pt(0.0)).sum();
        // Where notes have no column, the others have their share.
        let share = if columns.contains(&Self::Note) { 1.0 } else { 0.7 };
        (width_pt - fixed_pt) / share
    }
}

/// Which lines are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Only {
    #[default]
    All,
    Missing,
    Odd,
    Wrong,
    Explain,
    State(State),
}

impl Only {
    pub(super) const CHOICES: [Self; 9] = [
        Self::All,
        Self::Missing,
        Self::Wrong,
        Self::Explain,
        Self::Odd,
        Self::State(State::Unseen),
        Self::State(State::Seen),
        Self::State(State::Returned),
        Self::State(State::Passed),
    ];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::All => "全部",
            Self::Missing => "未报",
            Self::Odd => "要处理",
            Self::Wrong => "有误",
            Self::Explain => "待说明",
            Self::State(state) => state.name(),
        }
    }

    pub(super) fn takes(self, line: &Line, looked: Option<&LookedAt>) -> bool {
        match self {
            Self::All => true,
            Self::Missing => line.row.is_none(),
            Self::Odd => line.row.is_some() && !line.troubles.is_empty(),
            Self::Wrong => looked.is_some_and(|looked| looked.wrong > 0),
            Self::Explain => looked.is_some_and(|looked| looked.explain > 0),
            Self::State(state) => line.row.is_some() && line.state == state,
        }
    }
}

/// What the keys of the list ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pressed {
    /// To read the chosen report beside the list.
    Open,
    /// To close what is read beside.
    Close,
}

/// The list as the reviewer has set it.
#[derive(Debug, Default)]
pub(super) struct List {
    pub(super) filter: String,
    pub(super) only: Only,
    pub(super) sort: Option<(Column, bool)>,
    pub(super) marked: BTreeSet<String>,
    order: Vec<usize>,
    /// How many lines each choice of [`Only`] would show, in their order.
    counts: Vec<usize>,
    current: Option<LineKey>,
    /// Where the chosen line stands in the order; asked for in every frame.
    here: Option<usize>,
    pub(super) takes_focus: bool,
    pub(super) scrolls: bool,
    /// The chosen report is read beside with the next frame.
    pub(super) opens: bool,
}

/// The id of the list, for the keys.
pub(super) fn id() -> Id {
    Id::unique("the list of the batch")
}

/// The line's name.
pub(super) fn key_of(line: &Line, rows: &[Row]) -> LineKey {
    match line.row.and_then(|at| rows.get(at)) {
        Some(row) => LineKey::File(row.file.clone()),
        None => LineKey::Unit(line.unit.clone()),
    }
}

/// Whether a line is of that name; asked for every line, so nothing is copied.
fn is_of(line: &Line, rows: &[Row], key: &LineKey) -> bool {
    match (key, line.row.and_then(|at| rows.get(at))) {
        (LineKey::File(file), Some(row)) => row.file == *file,
        (LineKey::Unit(unit), None) => line.unit == *unit,
        _ => false,
    }
}

pub(super) fn looked_of<'a>(line: &Line, rows: &'a [Row]) -> Option<&'a LookedAt> {
    rows.get(line.row?)?.looked.as_ref().ok()
}

impl List {
    /// All lines in their order; the list takes the focus.
    pub(super) fn new() -> Self {
        Self { takes_focus: true, ..Self::default() }
    }

    /// The places of the lines that are shown, in their order.
    pub(super) fn order(&self) -> &[usize] {
        &self.order
    }

    /// How many lines each choice would show, as they were arranged last.
    pub(super) fn counts(&self) -> impl Iterator<Item = (Only, usize)> {
        Only::CHOICES.into_iter().zip(self.counts.iter().copied())
    }

    /// Arranges what is shown anew.
    pub(super) fn arrange(&mut self, lines: &[Line], rows: &[Row]) {
        let count = |only: Only| lines.iter().filter(|line| only.takes(line, looked_of(line, rows))).count();
        self.counts = Only::CHOICES.into_iter().map(count).collect();
        let words: Vec<String> = self.filter.split_whitespace().map(str::to_lowercase).collect();
        let matches = |line: &Line| {
            words.is_empty() || {
                let text = text_of(line, rows).to_lowercase();
                words.iter().all(|word| text.contains(word))
            }
        };
        let shown = lines.iter().enumerate().filter(|(_, line)| self.only.takes(line, looked_of(line, rows)) && matches(line));
        self.order = shown.map(|(at, _)| at).collect();
        if let Some((column, reversed)) = self.sort {
            let key = |at: &usize| lines.get(*at).map(|line| sort_key(column, line, rows, self.marked.contains(&file_of(line, rows))));
            self.order.sort_by_cached_key(key);
            if reversed {
                self.order.reverse();
            }
        }
        // What is no longer shown cannot be the chosen one.
        let is_chosen = |at: &usize, key: &LineKey| lines.get(*at).is_some_and(|line| is_of(line, rows, key));
        self.here = self.current.as_ref().and_then(|key| self.order.iter().position(|at| is_chosen(at, key)));
        if self.here.is_none() {
            let scrolls = self.scrolls;
            self.choose_at(0, lines, rows);
            self.scrolls = scrolls;
        }
        if !self.marked.is_empty() {
            let files: BTreeSet<&str> = rows.iter().map(|row| row.file.as_str()).collect();
            self.marked.retain(|file| files.contains(file.as_str()));
        }
    }

    /// Sorts by a column; again the other way; a third time as it was.
    pub(super) fn sort_by(&mut self, column: Column) {
        self.sort = match self.sort {
            Some((sorted, false)) if sorted == column => Some((column, true)),
            Some((sorted, true)) if sorted == column => None,
            // The worst first.
            _ => Some((column, matches!(column, Column::Wrong | Column::Explain | Column::Hints | Column::Trouble))),
        };
    }

    /// The line that is chosen, by its place among all.
    pub(super) fn current(&self) -> Option<usize> {
        self.order.get(self.here?).copied()
    }

    /// Where the chosen line stands in the order.
    pub(super) fn here(&self) -> Option<usize> {
        self.here
    }

    /// Chooses a line by its name; where it stands is found when the list is arranged next.
    pub(super) fn seek(&mut self, key: LineKey) {
        (self.current, self.here, self.scrolls) = (Some(key), None, true);
    }

    /// Chooses the line that stands there in the order.
    pub(super) fn choose_at(&mut self, place: usize, lines: &[Line], rows: &[Row]) {
        let line = self.order.get(place).and_then(|at| lines.get(*at));
        self.here = line.map(|_| place);
        (self.current, self.scrolls) = (line.map(|line| key_of(line, rows)), true);
    }

    /// Marks a file, or takes the mark away.
    pub(super) fn mark(&mut self, file: &str) {
        if !self.marked.remove(file) {
            self.marked.insert(file.to_owned());
        }
    }

    /// The keys of a list, while it has the focus.
    pub(super) fn keys(&mut self, context: &Context, lines: &[Line], rows: &[Row], page: usize) -> Option<Pressed> {
        let filter = EventFilter { vertical_arrows: true, escape: true, ..EventFilter::default() };
        context.memory_mut(|memory| memory.set_focus_lock_filter(id(), filter));
        let here = self.here.unwrap_or_default();
        let last = self.order.len().saturating_sub(1);
        let mut to = None;
        let mut pressed = None;
        context.input_mut(|input| {
            let mut press = |key| input.consume_key(Modifiers::NONE, key);
            for (key, target) in [
                (Key::ArrowDown, (here + 1).min(last)),
                (Key::ArrowUp, here.saturating_sub(1)),
                (Key::PageDown, (here + page).min(last)),
                (Key::PageUp, here.saturating_sub(page)),
                (Key::Home, 0),
                (Key::End, last),
            ] {
                if press(key) {
                    to = Some(target);
                }
            }
            if press(Key::Space) {
                to = Some((here + 1).min(last));
                if let Some(file) =
                    self.order.get(here).and_then(|at| lines.get(*at)).map(|line| file_of(line, rows)).filter(|file| !file.is_empty())
                {
                    self.mark(&file);
                }
            }
            if press(Key::Enter) {
                pressed = Some(Pressed::Open);
            } else if press(Key::Escape) {
                pressed = Some(Pressed::Close);
            }
        });
        if let Some(to) = to.filter(|to| *to < self.order.len()) {
            self.choose_at(to, lines, rows);
        }
        pressed
    }
}

pub(super) fn file_of(line: &Line, rows: &[Row]) -> String {
    line.row.and_then(|at| rows.get(at)).map(|row| row.file.clone()).unwrap_or_default()
}

/// What stands in a column.
pub(super) fn cell_text(column: Column, line: &Line, rows: &[Row]) -> String {
    let looked = looked_of(line, rows);
    let count = |count: usize| if count == 0 { String::new() } else { count.to_string() };
    match (column, looked) {
        (Column::Unit, None) if line.unit.is_empty() => file_of(line, rows).rsplit('/').next().unwrap_or_default().to_owned(),
        (Column::Unit, _) => line.unit.clone(),
        (Column::File, _) => file_of(line, rows),
        (Column::Trouble, _) => line.troubles.iter().map(Trouble::sentence).collect::<Vec<_>>().join("；"),
        // The day, without the time.
        (Column::Note, _) if !line.at.is_empty() => {
            format!("{} {}", line.at.get(..10).unwrap_or(&line.at), line.note).trim_end().to_owned()
        }
        (Column::Edition, Some(looked)) => looked.edition.clone(),
        (Column::State, _) if line.row.is_some() => line.state.name().to_owned(),
        (Column::Level, Some(looked)) => looked.level.map_or("", crate::report::Level::name).to_owned(),
        (Column::Year, Some(looked)) => looked.year.to_string(),
        (Column::Held, Some(looked)) => format!("{}/{}", looked.held, looked.asked),
        (Column::Wrong, Some(looked)) => count(looked.wrong),
        (Column::Explain, Some(looked)) => count(looked.explain),
        (Column::Hints, Some(looked)) => count(looked.hints),
        (Column::LastYear, Some(looked)) => if looked.has_last_year { "有" } else { "" }.to_owned(),
        _ => String::new(),
    }
}

/// All that a word may be looked for in.
fn text_of(line: &Line, rows: &[Row]) -> String {
    Column::ALL.map(|column| cell_text(column, line, rows)).join(" ")
}

/// A number first, then words.
fn sort_key(column: Column, line: &Line, rows: &[Row], is_marked: bool) -> (usize, String) {
    let looked = looked_of(line, rows);
    match column {
        Column::Mark => (usize::from(!is_marked), String::new()),
        Column::Wrong => (looked.map_or(0, |looked| looked.wrong), String::new()),
        Column::Explain => (looked.map_or(0, |looked| looked.explain), String::new()),
        Column::Hints => (looked.map_or(0, |looked| looked.hints), String::new()),
        Column::Held => (looked.map_or(usize::MAX, |looked| looked.held), String::new()),
        Column::Trouble => (line.troubles.len(), cell_text(column, line, rows)),
        Column::State => (line.state as usize, String::new()),
        _ => (0, cell_text(column, line, rows)),
    }
}
