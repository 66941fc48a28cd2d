//! Prose with figures in it, and prose that was pasted.

use nianbao::report::{Figures, Piece, expand, pieces, reworded, tidy_pasted};

use crate::common::{blank_session, type_into};

#[test]
fn a_figure_in_the_prose_follows_its_cell() {
    let mut session = blank_session("2021", 2024, "某某镇人民政府");
    let text = "共收到{t3.new.total}件，{{不是数字}，{t9.a.b}，{";
    let shown = |session: &nianbao::session::Session| expand(session.form(), session.figures(), text).into_owned();
    assert_eq!(shown(&session), "共收到0件，{不是数字}，{t9.a.b}，{");
    type_into(&mut session, "t3.new.natural", "7");
    assert_eq!(shown(&session), "共收到7件，{不是数字}，{t9.a.b}，{");
    type_into(&mut session, "t3.new.natural", "/");
    assert_eq!(shown(&session), "共收到？件，{不是数字}，{t9.a.b}，{");
}

#[test]
fn text_without_figures_is_one_piece() {
    let session = blank_session("2021", 2024, "某某镇人民政府");
    assert_eq!(pieces(session.form(), "没有数字"), [Piece::Text("没有数字")]);
    assert_eq!(pieces(session.form(), ""), []);
    assert_eq!(expand(session.form(), &Figures::default(), "没有数字"), "没有数字");
}

#[test]
fn pasted_prose_loses_its_indents_and_blank_lines() {
    assert_eq!(tidy_pasted("　　第一段。\r\n\r\n　　第二段。 \r第三段"), "第一段。\n第二段。\n第三段");
    assert_eq!(tidy_pasted("　　一行"), "一行");
    assert_eq!(tidy_pasted(" 词 "), " 词 ");
}

/// What becomes of `共收到{t3.new.total}件，其中自然人{t3.new.natural}件。`, printed 共收到17件，其中自然人14件。
#[track_caller]
fn reworded_as(wording: &str, wanted: &str) {
    let mut session = blank_session("2021", 2024, "某某镇人民政府");
    type_into(&mut session, "t3.new.natural", "14");
    type_into(&mut session, "t3.new.business", "3");
    let stored = "共收到{t3.new.total}件，其中自然人{t3.new.natural}件。";
    let found = reworded(session.form(), session.figures(), stored, wording);
    assert_eq!(found, wanted);
    assert_eq!(expand(session.form(), session.figures(), &found), wording, "it is printed as it was worded");
}

#[test]
fn figures_that_a_new_wording_leaves_alone_still_follow_their_cells() {
    reworded_as("共收到17件，其中自然人14件。", "共收到{t3.new.total}件，其中自然人{t3.new.natural}件。");
    reworded_as("共收到17件，内有自然人14件。", "共收到{t3.new.total}件，内有自然人{t3.new.natural}件。");
    reworded_as("受理17件，其中自然人14件。", "受理{t3.new.total}件，其中自然人{t3.new.natural}件。");
    reworded_as("共收到17件，其中自然人14件，已办{甲}。", "共收到{t3.new.total}件，其中自然人{t3.new.natural}件，已办{{甲}。");
    reworded_as("共收到17宗，其中自然人14件。", "共收到{t3.new.total}宗，其中自然人{t3.new.natural}件。");
}

#[test]
fn a_figure_that_a_new_wording_changes_is_text() {
    reworded_as("共收到18件，其中自然人14件。", "共收到18件，其中自然人{t3.new.natural}件。");
    reworded_as("共收到171件，其中自然人14件。", "共收到171件，其中自然人{t3.new.natural}件。");
    reworded_as("共收到217件，其中自然人14件。", "共收到217件，其中自然人{t3.new.natural}件。");
    reworded_as("共收到17件，其中自然人件。", "共收到{t3.new.total}件，其中自然人件。");
    reworded_as("", "");
}
