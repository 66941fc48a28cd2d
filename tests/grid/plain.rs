//! Selection and clipboard by themselves, without a window.

use nianbao::form::Table;
use nianbao::ui::grid::clipboard::{Block, Chosen, Options, choose, plan, read_text, tables as tables_of};
use nianbao::ui::grid::figure::grouped;
use nianbao::ui::grid::selection::{Direction, Selection, TabStop, place_of};
use proptest::prelude::*;

const DIRECTIONS: [Direction; 4] = [Direction::Up, Direction::Down, Direction::Left, Direction::Right];

fn tables(edition: &str) -> Vec<Table> {
    crate::common::form(edition).tables.clone()
}

/// Both corners stand in the selection, and no cell sticks out of it.
#[track_caller]
fn is_sound(table: &Table, selection: &Selection) {
    let cells = selection.cells(table);
    assert!(cells.contains(&selection.active()) && cells.contains(&selection.extent()));
    for cell in cells {
        let place = place_of(table, cell).unwrap();
        let area = selection.area();
        assert!(area.top <= place.row && place.row + place.rows - 1 <= area.bottom);
        assert!(area.left <= place.column && place.column + place.columns - 1 <= area.right);
    }
}

#[test]
fn tab_visits_every_cell_that_takes_input_once() {
    for edition in ["2019", "2021"] {
        let form = crate::common::form(edition);
        for table in &form.tables {
            let takes_input = |cell| form.total(cell).is_none();
            let mut selection = Selection::first(table).unwrap();
            let mut visited = vec![selection.active()];
            while selection.tab(table, false, takes_input) == TabStop::Cell {
                visited.push(selection.active());
            }
            assert_eq!(
                visited,
                table.cells().map(|(cell, _)| cell).filter(|cell| takes_input(*cell)).collect::<Vec<_>>(),
                "{}",
                table.name
            );
            while selection.tab(table, true, takes_input) == TabStop::Cell {
                visited.pop();
            }
            assert_eq!(visited.len(), 1, "and back the same way");
        }
    }
}

#[test]
fn arrows_reach_every_cell_from_the_first() {
    for table in tables("2019").iter().chain(&tables("2021")) {
        let mut reached = vec![Selection::first(table).unwrap()];
        let mut at = 0;
        while at < reached.len() {
            for direction in DIRECTIONS {
                let mut next = reached[at];
                next.step(table, direction, false);
                if reached.iter().all(|known| known.active() != next.active()) {
                    reached.push(next);
                }
            }
            at += 1;
        }
        assert_eq!(reached.len(), table.cells().count(), "{}", table.name);
    }
}

#[test]
fn figures_are_grouped_by_thousands() {
    for (plain, shown) in [("0", "0"), ("999", "999"), ("1000", "1,000"), ("-123456.5", "-123,456.5"), ("59237.2449", "59,237.2449")] {
        assert_eq!(grouped(plain), shown);
    }
}

#[test]
fn quoted_fields_keep_their_tabs_and_line_breaks() {
    let block = read_text("\"a\tb\nc\"\t\"say \"\"so\"\"\"\r\nd\te").unwrap();
    let texts: Vec<_> = block.cells.iter().map(|cell| cell.text.as_str()).collect();
    assert_eq!((texts, block.rows, block.columns), (vec!["a b c", "say \"so\"", "d", "e"], 2, 2));
}

#[test]
fn of_several_tables_the_one_that_says_most_is_read() {
    let layout = "<table><tr><td>导航</td><td><table><tr><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table></td></tr></table>";
    let chosen = |html: &str| -> Option<Block> {
        let form = crate::common::form("2021");
        choose(&form, &form.tables[0], tables_of(html).unwrap())
    };
    let block = chosen(layout).unwrap();
    assert_eq!((block.rows, block.columns), (2, 2));
    assert_eq!(chosen("<p>no table</p>"), None);
    // A table that was never closed is read as far as it goes.
    assert_eq!(chosen("<table><tr><td>1<td>2").unwrap().cells.len(), 2);
}

proptest! {
    #[test]
    fn any_run_of_moves_leaves_a_sound_selection(table in 0_usize..6, moves in prop::collection::vec((0_usize..4, any::<bool>(), 0_u8..7), 1..40)) {
        let tables: Vec<_> = tables("2019").into_iter().chain(tables("2021")).collect();
        let table = &tables[table];
        let mut selection = Selection::first(table).unwrap();
        for (direction, stretch, kind) in moves {
            match kind {
                0 | 1 => selection.step(table, DIRECTIONS[direction], stretch),
                2 => selection.jump(table, DIRECTIONS[direction], stretch, |cell| cell.get() % 3 == 0),
                3 => selection.to_row_end(table, stretch, direction == 0),
                4 => selection.to_table_end(table, stretch, direction == 0),
                5 => selection.page(table, stretch, 5, direction == 0),
                _ => selection.enter(table, stretch),
            }
            is_sound(table, &selection);
        }
    }

    #[test]
    fn any_pasted_text_is_planned_without_a_panic_and_writes_no_total(text in "[0-9\t\n\"，,.一二三其他总计（）/ -]{0,80}", html in "(<(table|tr|td|td colspan=3|td rowspan=2|/td|/tr|/table|p)>|[0-9]|总计|自然人|予以公开){0,40}") {
        let session = crate::common::blank_session("2021", 2023, "西坡镇人民政府");
        for block in read_text(&text).into_iter().chain(tables_of(&html).unwrap_or_default()) {
            for table in &session.form().tables {
                let selection = Selection::first(table).unwrap();
                let plan = plan(&session, table, &selection, &block, Options::default(), &Chosen::default());
                prop_assert!(plan.changes.iter().all(|change| session.form().total(change.cell).is_none()));
                prop_assert!(plan.pasted + plan.unknown >= plan.changes.len());
            }
        }
    }
}
