//! Rows 22–31: the clipboard.

use std::cell::RefCell;
use std::rc::Rc;

use egui::{Event, Key};
use egui_kittest::kittest::Queryable as _;
use nianbao::session::Session;
use nianbao::ui::grid::clipboard::Clipboard;
use nianbao::ui::grid::{Grid, GridAction};

use super::window::{CTRL, Desk, SHIFT};

/// A clipboard that remembers what it was asked for and given.
#[derive(Clone, Default)]
struct Board(Rc<RefCell<BoardState>>);

#[derive(Default)]
struct BoardState {
    html: Option<String>,
    reads: usize,
    put: Option<(String, String)>,
}

impl Clipboard for Board {
    fn html(&mut self) -> Option<String> {
        let mut state = self.0.borrow_mut();
        state.reads += 1;
        state.html.clone()
    }

    fn put(&mut self, text: &str, html: &str) -> bool {
        self.0.borrow_mut().put = Some((text.to_owned(), html.to_owned()));
        true
    }
}

fn desk(session: Session, table: &str) -> (Desk, Board) {
    let board = Board::default();
    let grid = Grid::with_clipboard(Box::new(board.clone()));
    (Desk::with_grid(session, table, grid, (1176.0, 678.0)), board)
}

fn blank(table: &str) -> (Desk, Board) {
    desk(crate::common::blank_session("2021", 2023, "西坡镇人民政府"), table)
}

fn filled(table: &str) -> (Desk, Board) {
    desk(crate::common::published_session("suqian-2023.json"), table)
}

impl Desk {
    fn paste(&mut self, text: &str) -> &mut Self {
        self.event(Event::Paste(text.to_owned()))
    }

    fn press_button(&mut self, name: &str) {
        self.harness.get_by_label_contains(name).click();
        self.settle();
    }

    fn asks(&self) -> bool {
        self.harness.query_all_by_label("粘贴预览").next().is_some()
    }
}

#[test]
fn row_22_copy_gives_text_with_crlf_rows_and_an_html_table_with_totals() {
    let (mut desk, board) = filled("t3");
    desk.go("t3.new.legal").keys(SHIFT, Key::ArrowDown).keys(SHIFT, Key::ArrowRight).keys(SHIFT, Key::ArrowRight).event(Event::Copy);
    let (text, html) = board.0.borrow().put.clone().unwrap();
    let figure = |id: &str| desk.figure(id).replace("blank", "");
    let row = |row: &str| ["legal", "other", "total"].map(|column| figure(&format!("t3.{row}.{column}"))).join("\t");
    assert_eq!(text, format!("{}\r\n{}\r\n", row("new"), row("carried_in")));
    assert_eq!(figure("t3.new.total"), "3511");
    assert!(html.starts_with("<table") && html.contains("<td>3511</td>"), "{html}");
    // The whole table goes with its labels and spans.
    desk.keys(CTRL, Key::A).event(Event::Copy);
    let (text, html) = board.0.borrow().put.clone().unwrap();
    assert!(html.contains("<td rowspan=\"3\" colspan=\"3\">") && html.contains("<td colspan=\"5\">法人或其他组织</td>"), "{html}");
    assert_eq!(text.lines().count(), 28);
    assert!(desk.state().actions.iter().all(|action| !matches!(action, GridAction::Copy { .. })), "the clipboard took it");
}

#[test]
fn row_22_what_was_copied_pastes_back_as_it_was() {
    for table in ["t2", "t3", "t4"] {
        let (mut from, board) = filled(table);
        from.keys(CTRL, Key::A).event(Event::Copy);
        let (text, html) = board.0.borrow().put.clone().unwrap();
        for html in [None, Some(html)] {
            let (mut to, board) = blank(table);
            board.0.borrow_mut().html = html;
            to.paste(&text);
            assert!(to.asks(), "labels were matched, so it asks");
            to.key(Key::Enter);
            for (cell, definition) in from.state().session.form().cells().filter(|(_, cell)| cell.id.starts_with(table)) {
                let (old, new) = (from.state().session.figures().value(cell), to.state().session.figures().value(cell));
                assert_eq!(old, new, "{}", definition.id);
            }
        }
    }
}

#[test]
fn row_23_cut_copies_and_clears_in_one_step() {
    let (mut desk, board) = filled("t3");
    desk.go("t3.new.natural").keys(SHIFT, Key::ArrowRight).event(Event::Cut);
    assert!(board.0.borrow().put.clone().unwrap().0.starts_with("3402\t"));
    desk.holds("t3.new.natural", "").holds("t3.new.business", "");
    assert_eq!(desk.edits(), 1);
    desk.keys(CTRL, Key::Z).holds("t3.new.natural", "3402");
}

#[test]
fn row_24_a_block_on_one_cell_fills_right_and_down_in_one_step() {
    let (mut desk, board) = blank("t3");
    desk.go("t3.granted.business").paste("1\t2\r\n3\t4\r\n");
    desk.holds("t3.granted.business", "1").holds("t3.granted.research", "2").holds("t3.partial.business", "3");
    desk.holds("t3.partial.research", "4").holds("t3.refused_secret.business", "");
    assert_eq!((desk.edits(), desk.told()), (1, vec!["粘贴 4 格".to_owned()]));
    assert_eq!(board.0.borrow().reads, 1, "the clipboard is read once");
    desk.keys(CTRL, Key::Z).holds("t3.granted.business", "").holds("t3.partial.research", "");
}

#[test]
fn row_25_one_value_on_a_larger_selection_is_repeated() {
    let (mut desk, _) = blank("t3");
    desk.go("t3.new.natural").keys(SHIFT, Key::End).paste("0");
    desk.holds("t3.new.natural", "0").holds("t3.new.other", "0").holds("t3.new.total", "");
    assert_eq!((desk.edits(), desk.told()), (1, vec!["粘贴 6 格".to_owned()]));
}

#[test]
fn row_26_a_block_over_the_edge_asks_before_anything_is_written() {
    let (mut desk, _) = blank("t3");
    desk.go("t3.carried_out.legal").paste("1\t2\t3\t4\r\n5\t6\t7\t8");
    assert!(desk.asks());
    assert_eq!(desk.edits(), 0);
    // 3 falls on a total; 4 and the second row fall over the edge.
    assert!(desk.harness.query_by_label("！ 有 5 格超出表格边缘，会被截去").is_some());
    desk.key(Key::Escape);
    assert!(!desk.asks());
    assert_eq!(desk.edits(), 0);
    desk.paste("1\t2\t3\t4").harness.get_by_label("取消 Esc").focus();
    desk.settle();
    desk.key(Key::Enter);
    assert!(!desk.asks());
    assert_eq!(desk.edits(), 0, "Enter on 取消 is no yes");
    desk.paste("1\t2\t3\t4").press_button("粘贴 Enter");
    desk.holds("t3.carried_out.legal", "1").holds("t3.carried_out.other", "2").holds("t3.carried_out.total", "");
}

#[test]
fn row_27_totals_and_labels_under_a_block_are_skipped_and_counted() {
    let (mut desk, _) = blank("t3");
    let row = ["1\t2\t3\t4\t5\t6\t21", "1\t无\t3\t4\t5\t/\t21"].join("\r\n");
    desk.paste(&row);
    assert_eq!(desk.told(), ["粘贴 10 格，跳过 2 格，未识别 2 格"]);
    desk.holds("t3.carried_in.business", "无").holds("t3.new.total", "");
    assert_eq!(desk.figure("t3.new.total"), "21");
    let (mut desk, _) = blank("t2");
    desk.go("t2.normative.made").paste("1\t2\t3\r\nx\r\n7\r\n8");
    // The banner and the head of the next group lie under the second and third row.
    desk.holds("t2.normative.in_force", "3").holds("t2.permits.decided", "8");
    assert_eq!(desk.told(), ["粘贴 4 格，跳过 2 格"]);
}

#[test]
fn row_28_blanks_of_a_block_keep_mine_or_write_blank() {
    let (mut desk, _) = filled("t3");
    let before = desk.text("t3.new.business");
    desk.paste("9\t\t8");
    desk.holds("t3.new.natural", "9").holds("t3.new.business", &before).holds("t3.new.research", "8");
    // In the preview the other way can be chosen.
    desk.go("t3.carried_out.other").paste("\t1\t2");
    assert!(desk.asks());
    desk.harness.get_by_label("写成空白").click();
    desk.settle();
    desk.key(Key::Enter).holds("t3.carried_out.other", "");
    // For a block that fits, the menu has it.
    let at = desk.at_cell("t3.new.natural");
    desk.go("t3.new.natural").menu(at, "粘贴（空白也写入）").paste("9\t\t8");
    assert!(!desk.asks());
    desk.holds("t3.new.natural", "9").holds("t3.new.business", "").holds("t3.new.research", "8");
    desk.key(Key::Delete).paste("\t7").holds("t3.new.business", "7");
}

/// What Word puts into the clipboard: paragraphs in cells, spans, a style sheet in front.
const WORD: &str = "<html><head><style>td {mso-x: \"<table>\"}</style></head><body><!--StartFragment-->\
<table class=MsoTable border=1><tr><td colspan=2 rowspan=2><p>&nbsp;</p></td><td colspan=3><p>申请人情况</p></td></tr>\
<tr><td><p>自然<span>人</span></p></td><td><p>其他</p></td><td><p>总计</p></td></tr>\
<tr><td colspan=2><p>一、本年新收政府信息公开申请数量</p></td><td><p>12</p></td><td><p>3</p></td><td><p>15</p></td></tr>\
<tr><td rowspan=2><p>（三）不予公开</p></td><td><p>1．属于国家秘密</p></td><td>4</td><td>&nbsp;</td><td>4</td></tr>\
<tr><td><p>2. 其他法律行政法规<br>禁止公开</p></td><td>５</td><td>6</td><td>11</td></tr>\
<tr><td colspan=2><p>予以公开</p></td><td>7</td><td>8</td><td>15</td></tr>\
<tr><td colspan=2><p>本表没有的一行</p></td><td>1</td><td>2</td><td>3</td></tr>\
</table><!--EndFragment--></body></html>";

#[test]
fn row_29_a_table_with_labels_is_matched_by_them_and_previewed() {
    let (mut desk, board) = filled("t3");
    board.0.borrow_mut().html = Some(WORD.to_owned());
    // Whatever cell is active.
    desk.go("t3.declined_petition.legal").paste("irrelevant");
    assert!(desk.asks());
    assert_eq!(desk.edits(), 0);
    let painted = desk.painted();
    assert!(painted.contains("3402 → 12"), "old → new: {painted}");
    desk.key(Key::Enter);
    let landed = [
        ("t3.new.natural", "12"),
        ("t3.new.other", "3"),
        ("t3.refused_secret.natural", "4"),
        ("t3.refused_law.natural", "５"),
        ("t3.refused_law.other", "6"),
        ("t3.granted.natural", "7"),
        ("t3.granted.other", "8"),
    ];
    for (id, text) in landed {
        desk.holds(id, text);
    }
    assert_eq!(desk.edits(), 1);
    // Four totals are skipped; of the row that the form does not have, the figures under its heads are not made out.
    assert_eq!(desk.told(), ["粘贴 7 格，跳过 4 格，未识别 3 格"]);
    assert_eq!(board.0.borrow().reads, 1);
}

#[test]
fn row_29_table_four_is_matched_by_its_heads_and_table_two_by_its_rows() {
    let (mut desk, board) = blank("t4");
    let heads = |count: usize| "<td>结果维持</td><td>结果纠正</td><td>其他结果</td><td>尚未审结</td><td>总计</td>".repeat(count);
    let figures = (1..=15).map(|figure| figure.to_string()).collect::<Vec<_>>().join("</td><td>");
    board.0.borrow_mut().html = Some(format!(
        "<table><tr><td colspan=5>行政复议</td><td colspan=10>行政诉讼</td></tr>\
         <tr><td></td><td></td><td></td><td></td><td></td><td colspan=5>未经复议直接起诉</td><td colspan=5>复议后起诉</td></tr>\
         <tr>{}</tr><tr><td>{figures}</td></tr></table>",
        heads(3)
    ));
    desk.paste("x").key(Key::Enter);
    for (id, text) in [("t4.review.upheld", "1"), ("t4.review.pending", "4"), ("t4.direct.upheld", "6"), ("t4.after_review.pending", "14")]
    {
        desk.holds(id, text);
    }
    let (mut desk, board) = blank("t2");
    board.0.borrow_mut().html = Some(
        "<table><tr><td>信息内容</td><td>本年处理决定数量</td></tr><tr><td>行政强制</td><td>5</td></tr><tr><td>行政许可</td><td>6</td></tr></table>"
            .to_owned(),
    );
    desk.paste("x").key(Key::Enter).holds("t2.coercion.decided", "5").holds("t2.permits.decided", "6");
}

#[test]
fn row_29_row_labels_alone_say_the_rows_and_the_place_says_the_columns() {
    let (mut desk, board) = blank("t3");
    board.0.borrow_mut().html = Some("<table><tr><td>（一）予以公开</td><td>1</td><td>2</td></tr></table>".to_owned());
    desk.go("t3.new.business").paste("x").key(Key::Enter);
    desk.holds("t3.granted.business", "1").holds("t3.granted.research", "2");
    desk.holds("t3.new.business", "").holds("t3.new.research", "").holds("t3.granted.natural", "");
}

#[test]
fn row_30_one_number_a_line_is_offered_as_a_row_or_a_column() {
    let (mut desk, _) = blank("t3");
    desk.paste("1\n2\n3\n");
    assert!(desk.asks());
    desk.key(Key::Enter).holds("t3.carried_in.natural", "2").holds("t3.granted.natural", "3");
    let (mut desk, _) = blank("t3");
    desk.paste("1\n2\n3\n4\n5\n6\n21\n8\n");
    desk.harness.get_by_label("一行").click();
    desk.settle();
    desk.key(Key::Enter).holds("t3.new.other", "6").holds("t3.new.total", "").holds("t3.carried_in.natural", "8");
}

#[test]
fn row_31_what_is_too_large_or_a_picture_is_refused_with_the_reason() {
    let (mut desk, board) = blank("t3");
    let refused = |desk: &mut Desk, event: Event, why: &str| {
        desk.event(event);
        let told = desk.told();
        assert!(told.last().unwrap().contains(why), "{told:?}");
        assert_eq!((desk.edits(), desk.asks()), (0, false));
    };
    refused(&mut desk, Event::Paste("1".repeat(1_000_000)), "太大（1.0 MB）");
    refused(&mut desk, Event::Paste("1\n".repeat(100_000)), "100000 行");
    refused(&mut desk, Event::Paste("1\t".repeat(100_000)), "100001 格");
    refused(&mut desk, Event::Paste(" \r\n ".to_owned()), "没有文字");
    refused(&mut desk, Event::PasteImage(egui::ColorImage::example().into()), "图片");
    // HTML that is too large is passed over for the text beside it.
    board.0.borrow_mut().html = Some(format!("<table><tr><td>{}</td><td>2</td></tr></table>", "1".repeat(5_000_000)));
    desk.paste("5").holds("t3.new.natural", "5");
}
