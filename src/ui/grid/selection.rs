//! Which cells of a table are selected, and how keys and clicks move the selection: plain values that know no window.

use crate::form::{CellIndex, Label, Place, PlaceContent, Role, Table};

/// A rectangle of grid places, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Area {
    /// First grid row.
    pub top: usize,
    /// First grid column.
    pub left: usize,
    /// Last grid row.
    pub bottom: usize,
    /// Last grid column.
    pub right: usize,
}

/// Where a key points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// To the row above.
    Up,
    /// To the row below.
    Down,
    /// To the column at the left.
    Left,
    /// To the column at the right.
    Right,
}

/// Where Tab went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TabStop {
    /// To another cell of the table.
    Cell,
    /// Out of the table, to what comes after it.
    After,
    /// Out of the table, to what comes before it.
    Before,
}

/// The selected rectangle: the anchor, where typing goes, and the opposite corner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Selection {
    anchor: CellIndex,
    extent: CellIndex,
    area: Area,
    /// The grid row and column that the moves follow through cells that span several.
    track: (usize, usize),
    /// The column in which a run of Tabs began.
    run_column: Option<usize>,
}

impl Area {
    fn of(place: &Place) -> Self {
        Self { top: place.row, left: place.column, bottom: place.row + place.rows - 1, right: place.column + place.columns - 1 }
    }

    fn union(self, other: Self) -> Self {
        Self {
            top: self.top.min(other.top),
            left: self.left.min(other.left),
            bottom: self.bottom.max(other.bottom),
            right: self.right.max(other.right),
        }
    }

    /// Whether the two share a place.
    #[must_use]
    pub fn meets(self, other: Self) -> bool {
        self.top <= other.bottom && other.top <= self.bottom && self.left <= other.right && other.left <= self.right
    }

    /// Whether a place of the grid stands in it, if only in part.
    #[must_use]
    pub fn touches(self, place: &Place) -> bool {
        self.meets(Self::of(place))
    }

    /// Grows until no cell of the table sticks out of it.
    fn closed(mut self, table: &Table) -> Self {
        loop {
            let grown = table.cells().filter(|(_, place)| self.touches(place)).fold(self, |area, (_, place)| area.union(Self::of(place)));
            if grown == self {
                return self;
            }
            self = grown;
        }
    }
}

impl Selection {
    /// One cell; `None` where it is not in the table.
    #[must_use]
    pub fn of(table: &Table, cell: CellIndex) -> Option<Self> {
        let place = place_of(table, cell)?;
        Some(Self { anchor: cell, extent: cell, area: Area::of(place), track: (place.row, place.column), run_column: None })
    }

    /// The first cell of the table; `None` where it has none.
    #[must_use]
    pub fn first(table: &Table) -> Option<Self> {
        Self::of(table, table.cells().next()?.0)
    }

    /// Where typing goes.
    #[must_use]
    pub fn active(&self) -> CellIndex {
        self.anchor
    }

    /// The corner opposite to the anchor, which Shift moves.
    #[must_use]
    pub fn extent(&self) -> CellIndex {
        self.extent
    }

    /// The rectangle.
    #[must_use]
    pub fn area(&self) -> Area {
        self.area
    }

    /// Whether only one cell is selected.
    #[must_use]
    pub fn is_single(&self) -> bool {
        self.anchor == self.extent
    }

    /// The selected cells by rows.
    #[must_use]
    pub fn cells(&self, table: &Table) -> Vec<CellIndex> {
        table.cells().filter(|(_, place)| self.area.touches(place)).map(|(cell, _)| cell).collect()
    }

    /// Whether the selection covers that place.
    #[must_use]
    pub fn covers(&self, place: &Place) -> bool {
        self.area.touches(place)
    }

    /// Goes to one cell.
    pub fn go(&mut self, table: &Table, cell: CellIndex) {
        if let Some(selection) = Self::of(table, cell) {
            *self = selection;
        }
    }

    /// Stretches the rectangle from the anchor to that cell.
    pub fn stretch(&mut self, table: &Table, cell: CellIndex) {
        let (Some(from), Some(to)) = (place_of(table, self.anchor), place_of(table, cell)) else { return };
        self.extent = cell;
        self.area = Area::of(from).union(Area::of(to)).closed(table);
        self.track = (to.row, to.column);
        self.run_column = None;
    }

    /// All cells of the table.
    pub fn all(&mut self, table: &Table) {
        let last_column = table.column_count().saturating_sub(1);
        self.set_area(table, Area { top: 0, left: 0, bottom: table.row_count.saturating_sub(1), right: last_column });
    }

    /// The row, rows or columns that a label names.
    pub fn take_label(&mut self, table: &Table, place: &Place, label: &Label) {
        let last_column = table.column_count().saturating_sub(1);
        let below = place.row + place.rows;
        let area = match label.role {
            // A head over the row labels stands for its whole group.
            Role::Head if place.column + place.columns <= table.label_columns => {
                Area { top: below, bottom: group_end(table, below), left: 0, right: last_column }
            }
            Role::Row => Area { left: place.column + place.columns, right: last_column, ..Area::of(place) },
            Role::Head => Area { top: below, bottom: group_end(table, below), ..Area::of(place) },
            Role::Banner | Role::Corner => Area { top: below, bottom: group_end(table, below), left: 0, right: last_column },
        };
        self.set_area(table, area);
    }

    /// The same for a label that is reached with Shift or by dragging: as far as that row, those rows or columns.
    pub fn stretch_to_label(&mut self, table: &Table, place: &Place, label: &Label) {
        let mut labelled = *self;
        labelled.take_label(table, place, label);
        let Some(from) = place_of(table, self.anchor) else { return };
        let Area { top, left, bottom, right } = labelled.area;
        let row = if from.row <= top { bottom } else { top };
        let column = if from.column <= left { right } else { left };
        self.stretch(table, cell_at(table, row, column).unwrap_or(labelled.extent));
    }

    /// All cells of the active cell's row.
    pub fn row(&mut self, table: &Table) {
        if let Some(place) = place_of(table, self.anchor) {
            let last_column = table.column_count().saturating_sub(1);
            self.set_area(table, Area { left: 0, right: last_column, ..Area::of(place) });
        }
    }

    /// The grid row from which a move begins.
    #[must_use]
    pub fn row_of_move(&self, table: &Table, stretch: bool) -> usize {
        self.start(table, stretch).track.0
    }

    /// Where a move begins: with Shift at the moving corner, else at the active cell.
    fn start(&self, table: &Table, stretch: bool) -> Self {
        if stretch || self.is_single() { *self } else { Self::of(table, self.anchor).unwrap_or(*self) }
    }

    /// One cell over, over labels and merged heads; stays at the edge of the table.
    pub fn step(&mut self, table: &Table, direction: Direction, stretch: bool) {
        let start = self.start(table, stretch);
        // At the edge what is left is the one cell.
        let (cell, track) = start.neighbour(table, direction).unwrap_or((start.extent, start.track));
        self.move_to(table, cell, track, stretch);
    }

    /// To the edge of the filled block, else to the next filled cell, else to the edge of the table.
    pub fn jump(&mut self, table: &Table, direction: Direction, stretch: bool, filled: impl Fn(CellIndex) -> bool) {
        let mut probe = self.start(table, stretch);
        let from = probe.extent;
        let mut ahead = Vec::new();
        while let Some((cell, track)) = probe.neighbour(table, direction) {
            ahead.push((cell, track));
            probe.extent = cell;
            probe.track = track;
        }
        let Some(&(first, _)) = ahead.first() else { return };
        let goal = if filled(from) && filled(first) {
            ahead.iter().take_while(|(cell, _)| filled(*cell)).last()
        } else {
            ahead.iter().find(|(cell, _)| filled(*cell)).or(ahead.last())
        };
        if let Some(&(cell, track)) = goal {
            self.move_to(table, cell, track, stretch);
        }
    }

    /// To the first or the last cell of the row.
    pub fn to_row_end(&mut self, table: &Table, last: bool, stretch: bool) {
        let row = self.row_of_move(table, stretch);
        let mut in_row = table.cells().filter(|(_, place)| (place.row..place.row + place.rows).contains(&row));
        let found = if last { in_row.last() } else { in_row.next() };
        if let Some((cell, place)) = found {
            self.move_to(table, cell, (row, place.column), stretch);
        }
    }

    /// To the first or the last cell of the table.
    pub fn to_table_end(&mut self, table: &Table, last: bool, stretch: bool) {
        let found = if last { table.cells().last() } else { table.cells().next() };
        if let Some((cell, place)) = found {
            self.move_to(table, cell, (place.row, place.column), stretch);
        }
    }

    /// So many rows up or down, at most to the edge.
    pub fn page(&mut self, table: &Table, down: bool, rows: usize, stretch: bool) {
        let direction = if down { Direction::Down } else { Direction::Up };
        let mut here = self.start(table, stretch);
        let start = here.track.0;
        while let Some((cell, track)) = here.neighbour(table, direction) {
            if track.0.abs_diff(start) > rows.max(1) {
                break;
            }
            (here.extent, here.track) = (cell, track);
        }
        self.move_to(table, here.extent, here.track, stretch);
    }

    /// To the next or previous cell that takes input; a run of Tabs remembers where it began.
    pub fn tab(&mut self, table: &Table, back: bool, takes_input: impl Fn(CellIndex) -> bool) -> TabStop {
        let run_column = self.run_column.or(place_of(table, self.anchor).map(|place| place.column));
        let found = if back {
            table.cells().take_while(|(cell, _)| *cell != self.anchor).filter(|(cell, _)| takes_input(*cell)).last()
        } else {
            table.cells().skip_while(|(cell, _)| *cell != self.anchor).skip(1).find(|(cell, _)| takes_input(*cell))
        };
        let Some((cell, _)) = found else { return if back { TabStop::Before } else { TabStop::After } };
        self.go(table, cell);
        self.run_column = run_column;
        TabStop::Cell
    }

    /// One down or up; after a run of Tabs in the column where the run began.
    pub fn enter(&mut self, table: &Table, back: bool) {
        let start = self.run_column.take().and_then(|column| cell_at(table, self.track.0, column));
        self.go(table, start.unwrap_or(self.anchor));
        self.step(table, if back { Direction::Up } else { Direction::Down }, false);
    }

    fn set_area(&mut self, table: &Table, area: Area) {
        let within: Vec<_> = table.cells().filter(|(_, place)| area.touches(place)).collect();
        let (Some((first, place)), Some((last, end))) = (within.first(), within.last()) else { return };
        // Labels at the edge of the area are no part of what is selected.
        let cells = within.iter().fold(Area::of(place), |area, (_, place)| area.union(Area::of(place)));
        *self = Self { anchor: *first, extent: *last, area: cells, track: (end.row, end.column), run_column: None };
    }

    fn move_to(&mut self, table: &Table, cell: CellIndex, track: (usize, usize), stretch: bool) {
        if stretch {
            self.stretch(table, cell);
        } else {
            self.go(table, cell);
        }
        self.track = track;
    }

    /// The next cell in that direction from the moving corner, with the row and column to follow from there.
    fn neighbour(&self, table: &Table, direction: Direction) -> Option<(CellIndex, (usize, usize))> {
        let from = place_of(table, self.extent)?;
        let (mut row, mut column) = self.track;
        let mut place = from;
        loop {
            match direction {
                Direction::Up => row = place.row.checked_sub(1)?,
                Direction::Down => row = place.row + place.rows,
                Direction::Left => column = place.column.checked_sub(1)?,
                Direction::Right => column = place.column + place.columns,
            }
            place = table.place_at(row, column)?;
            if let PlaceContent::Cell(cell) = place.content {
                return Some((cell, (row, column)));
            }
        }
    }
}

/// Where a cell stands in its table.
#[must_use]
pub fn place_of(table: &Table, cell: CellIndex) -> Option<&Place> {
    table.cells().find(|(index, _)| *index == cell).map(|(_, place)| place)
}

/// The cell that covers a grid place, if one does.
#[must_use]
pub fn cell_at(table: &Table, row: usize, column: usize) -> Option<CellIndex> {
    match table.place_at(row, column)?.content {
        PlaceContent::Cell(cell) => Some(cell),
        PlaceContent::Label(_) => None,
    }
}

/// The last row of the group of rows that a row stands in: the one before the next banner, else the table's last.
fn group_end(table: &Table, row: usize) -> usize {
    let banner = |place: &&Place| place.row >= row && matches!(&place.content, PlaceContent::Label(label) if label.role == Role::Banner);
    table.places.iter().find(banner).map_or(table.row_count, |place| place.row).saturating_sub(1)
}

/// The first row of the group of rows that a row stands in: the last banner above it, else the table's first.
#[must_use]
pub fn group_of(table: &Table, row: usize) -> usize {
    let banner = |place: &&Place| place.row <= row && matches!(&place.content, PlaceContent::Label(label) if label.role == Role::Banner);
    table.places.iter().rfind(banner).map_or(0, |place| place.row)
}
