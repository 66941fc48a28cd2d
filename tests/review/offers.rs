//! What is offered while prose is written.

use nianbao::check::{all_follow, cell_name, figure_offers, find_cells, last_years_text, ready_sentences};
use nianbao::report::{Edit, LastYear};
use nianbao::session::Session;

use super::write;
use crate::common::{blank_session, form, published_session, type_into};

#[track_caller]
fn first_found(asked: &str, id: &str) {
    let form = form("2021");
    let found = find_cells(&form, asked);
    let ids: Vec<_> = found.iter().map(|cell| form.cell(*cell).unwrap().id.as_str()).collect();
    assert_eq!(ids.first(), Some(&id), "{asked}: {ids:?}");
}

#[test]
fn a_cell_is_found_by_its_label_or_the_letters_of_its_pinyin() {
    first_found("新收", "t3.new.total");
    first_found("xs", "t3.new.total");
    first_found("xs zrr", "t3.new.natural");
    first_found("snjz", "t3.carried_in.total");
    first_found("cfsq", "t3.declined_repeat.total");
    first_found("CFSQ syqy", "t3.declined_repeat.business");
    first_found("行政复议 总计", "t4.review.total");
    first_found("xzfy jgwc", "t4.review.upheld");
    first_found("行政许可", "t2.permits.decided");
    first_found("", "t3.new.total");
    assert_eq!(find_cells(&form("2021"), "没有这一格"), []);
}

fn offered(session: &Session) -> Vec<(String, String)> {
    let id = |cell| session.form().cell(cell).unwrap().id.clone();
    let offers = figure_offers(session.case());
    offers.into_iter().map(|offer| (session.report().prose(&offer.section)[offer.range].to_owned(), id(offer.cell))).collect()
}

#[test]
fn a_typed_figure_that_equals_its_cell_is_offered_to_follow_it() {
    let mut session = published_session("suqian-2023.json");
    write(&mut session, "s1", "2023年，全市收到政府信息公开申请3511件，予以公开1191件、部分公开328件，培训25人次，解读35件。");
    assert_eq!(
        offered(&session),
        [
            ("3511".to_owned(), "t3.new.total".to_owned()),
            ("1191".to_owned(), "t3.granted.total".to_owned()),
            ("328".to_owned(), "t3.partial.total".to_owned())
        ]
    );
    let offer = figure_offers(session.case()).remove(0);
    session.apply(offer.edit);
    assert!(session.report().prose("s1").contains("申请{t3.new.total}件，"));
    assert_eq!(offered(&session).len(), 2);
}

#[test]
fn a_figure_that_differs_from_its_cell_is_not_offered_as_another() {
    let mut session = published_session("suqian-2023.json");
    // 3486 is what was handled, not what came in.
    write(&mut session, "s1", "2023年，全市收到政府信息公开申请3486件。");
    assert_eq!(offered(&session), []);
}

#[test]
fn ready_sentences_fit_the_figures() {
    let mut session = blank_session("2021", 2024, "西坡镇人民政府");
    let names = |session: &Session| ready_sentences(session.case()).into_iter().map(|ready| ready.name).collect::<Vec<_>>();
    assert_eq!(names(&session), ["全年没有收到申请", "没有收取信息处理费", "收取了信息处理费"]);
    let fee = ready_sentences(session.case()).remove(1);
    write(&mut session, "s6", &fee.text);
    assert_eq!(fee.text, "2024年，本机关没有发出信息处理费收费通知，没有收取信息处理费。");
    assert!(!names(&session).contains(&fee.name));
    assert!(session.review().findings.iter().all(|finding| finding.rule != "L-FEE"));
    type_into(&mut session, "t3.new.natural", "1");
    assert_eq!(names(&session), ["收取了信息处理费"]);
}

#[test]
fn all_figures_follow_in_one_step() {
    let mut session = published_session("suqian-2023.json");
    write(&mut session, "s1", "全年收到政府信息公开申请3511件，予以公开1191件。");
    let offers = figure_offers(session.case());
    let edit = all_follow(session.form(), session.report().prose("s1"), &offers).unwrap();
    session.apply(edit);
    assert_eq!(session.report().prose("s1"), "全年收到政府信息公开申请{t3.new.total}件，予以公开{t3.granted.total}件。");
    assert_eq!(offered(&session), []);
    session.undo();
    assert_eq!(offered(&session).len(), 2);
}

#[test]
fn a_figure_that_two_cells_hold_is_not_offered_unless_its_clause_names_one() {
    let mut session = blank_session("2021", 2024, "西坡镇人民政府");
    type_into(&mut session, "t2.permits.decided", "48");
    type_into(&mut session, "t2.penalties.decided", "48");
    write(&mut session, "s1", "全年办理48件。");
    assert_eq!(offered(&session), []);
    type_into(&mut session, "t2.penalties.decided", "49");
    assert_eq!(offered(&session), [("48".to_owned(), "t2.permits.decided".to_owned())]);
}

#[test]
fn a_cell_is_called_on_a_button_as_prose_names_it() {
    let form = form("2021");
    let name = |id: &str| cell_name(&form, form.find(id).unwrap());
    assert_eq!(name("t3.new.total"), "新收申请");
    assert_eq!(name("t3.new.business"), "一·商业企业");
}

#[test]
fn last_years_text_may_start_a_section_until_something_of_this_years_is_written() {
    let mut session = blank_session("2021", 2024, "西坡镇人民政府");
    let asked = |session: &Session, section: &str, text: &str| {
        last_years_text(session.form(), session.report(), section, text).map(|last| (last.text.to_owned(), last.may_start))
    };
    assert_eq!(asked(&session, "s5", ""), None);
    let prose = [("preface", "根据条例编制。\n联系电话：0358-1234567"), ("s1", "（一）主动公开\n发布信息186条。"), ("s5", " \n")];
    let prose = prose.into_iter().map(|(section, text)| (section.to_owned(), text.to_owned())).collect();
    let last_year =
        LastYear { unit: "西坡镇人民政府".to_owned(), year: 2023, edition: "2021".to_owned(), prose, ..LastYear::default() };
    session.apply(Edit::LastYear(Some(Box::new(last_year))));
    let overview = "（一）主动公开\n发布信息186条。".to_owned();
    for (text, may_start) in [("", true), ("（一）主动公开\n", true), ("（一）主动公开\n发布", false), (overview.as_str(), false)]
    {
        assert_eq!(asked(&session, "s1", text), Some((overview.clone(), may_start)), "{text}");
    }
    assert!(asked(&session, "preface", "联系电话：0358-1234567").unwrap().1, "contact lines were brought, not written");
    assert_eq!(asked(&session, "s5", ""), None, "nothing stood there");
}
