//! Figures in prose stand in place of their ids and follow their cells.

use nianbao::report::Edit;
use nianbao::session::Session;
use nianbao::ui::prose::text::{Change, Shown, changed_end};

use crate::common::{blank_session, type_into};

const STORED: &str = "新收{t3.new.total}件，{{另}有{t3.carried_in.total}件。";

fn session() -> Session {
    let mut session = blank_session("2021", 2023, "西坡镇人民政府");
    type_into(&mut session, "t3.new.natural", "12");
    type_into(&mut session, "t3.carried_in.natural", "3");
    session
}

#[track_caller]
fn edited(session: &Session, shown: &str, stored: &str) {
    let mut text = Shown::of(session.form(), session.figures(), STORED);
    text.edited(shown);
    assert_eq!(text.text(), shown);
    assert_eq!(text.stored(session.form()), stored);
}

#[test]
fn figures_are_shown_and_kept_as_ids() {
    let session = session();
    let text = Shown::of(session.form(), session.figures(), STORED);
    assert_eq!(text.text(), "新收12件，{另}有3件。");
    assert_eq!(text.stored(session.form()), STORED);
}

#[test]
fn an_edit_beside_a_figure_leaves_it_following_its_cell() {
    let session = session();
    edited(&session, "共新收12件，{另}有3件。", "共新收{t3.new.total}件，{{另}有{t3.carried_in.total}件。");
    edited(&session, "新收12件，{另}还有3件。", "新收{t3.new.total}件，{{另}还有{t3.carried_in.total}件。");
    edited(&session, "新收12件，{另}有3件。好", "新收{t3.new.total}件，{{另}有{t3.carried_in.total}件。好");
}

#[test]
fn an_edited_figure_is_typed_text() {
    let session = session();
    edited(&session, "新收15件，{另}有3件。", "新收15件，{{另}有{t3.carried_in.total}件。");
    edited(&session, "新收件，{另}有3件。", "新收件，{{另}有{t3.carried_in.total}件。");
}

#[test]
fn a_figure_put_in_follows_its_cell() {
    let mut session = session();
    let cell = session.form().find("t3.new.total").unwrap();
    let mut text = Shown::of(session.form(), session.figures(), "共件");
    text.insert_figure(session.form(), session.figures(), 3..3, cell);
    assert_eq!((text.text(), text.stored(session.form()).as_str()), ("共12件", "共{t3.new.total}件"));
    session.apply(Edit::cell(session.form().find("t3.new.business").unwrap(), "8"));
    assert_eq!(Shown::of(session.form(), session.figures(), "共{t3.new.total}件").text(), "共20件");
}

#[test]
fn a_place_of_the_kept_text_is_found_on_screen() {
    let session = session();
    let text = Shown::of(session.form(), session.figures(), STORED);
    for word in ["新收", "件，", "另", "有", "件。"] {
        let (stored, shown) = (STORED.find(word).unwrap(), text.text().find(word).unwrap());
        assert_eq!(text.place_of(session.form(), STORED, stored), shown, "{word}");
    }
    assert_eq!(text.place_of(session.form(), STORED, STORED.len()), text.text().len());
}

#[test]
fn the_caret_goes_to_the_end_of_what_changed() {
    assert_eq!(changed_end("甲乙丙", "甲丙"), "甲".len());
    assert_eq!(changed_end("甲丙", "甲乙丙"), "甲乙".len());
    assert_eq!(changed_end("", "甲"), "甲".len());
}

#[test]
fn what_is_typed_moves_the_marks_behind_it_and_takes_away_the_one_it_stands_in() {
    let moved = |now: &str| {
        let change = Change::between("新收5件，好", now);
        ["新收", "5", "好"].map(|word| {
            let start = "新收5件，好".find(word).unwrap();
            change.moved(start..start + word.len()).map(|range| now[range].to_owned())
        })
    };
    let there = |words: [&str; 3]| words.map(|word| (!word.is_empty()).then(|| word.to_owned()));
    assert_eq!(moved("新收5件，好"), there(["新收", "5", "好"]));
    assert_eq!(moved("1新收5件，好"), there(["新收", "5", "好"]));
    assert_eq!(moved("新收1件，好"), there(["新收", "", "好"]));
    assert_eq!(moved("收5件，好"), there(["", "5", "好"]));
}
