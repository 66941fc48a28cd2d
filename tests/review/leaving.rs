//! 定稿: what is looked at once more, what stops the report, and how it is locked and unlocked.

use std::sync::Arc;

use nianbao::check::explain;
use nianbao::file::json;
use nianbao::page::{Checklist, Fonts, lay_out_checklist};
use nianbao::report::{Edit, Level, Status};
use nianbao::session::Session;

use super::{last_year, write};
use crate::common::{blank_session, editions, type_into};

/// A department's report that is ready to leave.
fn ready() -> Session {
    let mut session = blank_session("2021", 2024, "临县财政局");
    session.apply(Edit::Level(Some(Level::Department)));
    session.apply(last_year("2021", 2023, &[("t3.carried_out.natural", "1"), ("t3.carried_out.total", "1"), ("t3.new.total", "3")]));
    type_into(&mut session, "t3.carried_in.natural", "1");
    type_into(&mut session, "t3.new.natural", "2");
    type_into(&mut session, "t3.granted.natural", "3");
    write(&mut session, "s1", "2024年，我局收到申请2件。");
    write(&mut session, "s5", "一是培训不够。下一步，加强培训。");
    write(&mut session, "s6", "没有收取信息处理费。");
    session
}

#[track_caller]
fn lines(session: &Session, head: &str) -> Vec<String> {
    let parts = session.summary().parts(session.final_case());
    parts.into_iter().find(|part| part.head == head).unwrap().lines
}

#[test]
fn a_report_that_is_right_may_leave_and_the_list_says_what_was_looked_at() {
    let session = ready();
    let summary = session.summary();
    assert!(summary.may_leave(), "{summary:#?}");
    assert_eq!(lines(&session, "勾稽关系"), ["42 条勾稽关系全部相符"]);
    assert_eq!(lines(&session, "需要说明的情况"), ["没有需要说明的情况"]);
    assert_eq!(
        lines(&session, "与上年对照"),
        [
            "2023 年 → 本年：新收申请 3 → 2，上年结转 0 → 1，办结申请 0 → 3，结转下年度 1 → 0，予以公开 0 → 3",
            "正文常用的 5 项数字与上年相同"
        ]
    );
    assert_eq!(lines(&session, "空格"), ["表二有 10 个空格，将印为 0", "表三有 167 个空格，将印为 0", "表四有 15 个空格，将印为 0"]);
    assert_eq!(lines(&session, "生僻字"), ["全部文字都能印出"]);
    assert_eq!(lines(&session, "个人信息"), ["没有发现手机号码、公民身份号码、银行卡号和个人姓名住址"]);
}

#[test]
fn what_is_not_explained_stops_it_and_a_reason_lets_it_go() {
    let mut session = ready();
    type_into(&mut session, "t2.regulations.in_force", "1");
    assert!(!session.summary().may_leave());
    let finding = session.final_review().findings.into_iter().find(|finding| finding.rule == "L-REG").unwrap();
    let edit = explain(session.case(), &[&finding], "代市政府管理");
    session.apply(edit);
    let finding = session.final_review().findings.into_iter().find(|finding| finding.rule == "Y-FORCE").unwrap();
    session.apply(explain(session.case(), &[&finding], "补录"));
    assert!(session.summary().may_leave(), "{:#?}", session.summary());
    assert!(lines(&session, "需要说明的情况").iter().any(|line| line.ends_with("——代市政府管理")));
}

#[test]
fn a_sum_a_number_in_the_prose_and_a_character_without_a_glyph_stop_it() {
    let mut session = ready();
    type_into(&mut session, "t3.granted.natural", "2");
    assert_eq!(session.summary().blocking.len(), 2);
    session.undo();
    write(&mut session, "preface", "联系电话13812341234。");
    let summary = session.summary();
    assert_eq!((summary.personal.len(), summary.may_leave()), (1, false));
    let glyphless = Session::new(Arc::clone(session.form()), ready().report().clone(), Arc::new(|c| c != '局'));
    assert_eq!(glyphless.summary().undrawable.len(), 2);
    assert!(!glyphless.summary().may_leave());
}

#[test]
fn a_final_report_is_locked_and_its_history_keeps_that_it_was_taken_back() {
    let mut session = ready();
    session.apply(session.report().finalise("2025-01-19T16:02:11+08:00"));
    assert!(session.is_locked());
    assert!(!session.apply(Edit::Unit("别的单位".to_owned())));
    session.apply(session.report().take_back("2025-01-20T09:00:00+08:00"));
    assert_eq!(session.report().status, Status::Draft);
    let opened = json::open(json::write(session.form(), session.report()).as_bytes(), &editions()).unwrap();
    let history: Vec<_> = opened.report.history.iter().map(|entry| (entry.at.as_str(), entry.what.as_str())).collect();
    assert_eq!(history, [("2025-01-19T16:02:11+08:00", "定稿"), ("2025-01-20T09:00:00+08:00", "撤回定稿")]);
}

/// The characters of a page by reading order.
fn text_of(page: &nianbao::page::Page) -> String {
    let runs = page.items.iter().filter_map(|item| match item {
        nianbao::page::Item::Text(run) => Some(run.text()),
        nianbao::page::Item::Line(_) | nianbao::page::Item::Fill(_) | nianbao::page::Item::Picture(_) => None,
    });
    runs.collect()
}

#[test]
fn the_sheet_to_be_signed_has_the_list_the_digest_of_the_data_and_three_boxes() {
    let mut session = ready();
    type_into(&mut session, "t2.permits.decided", "20");
    let finding = session.final_review().findings.into_iter().find(|finding| finding.rule == "Y-SWING").unwrap();
    session.apply(explain(session.case(), &[&finding], "新划入许可事项"));
    let (case, review) = (session.final_case(), session.final_review());
    let data = json::finished(session.form(), session.report(), session.figures(), &review);
    let digest = json::digest(&data);
    let parts = session.summary().parts(case);
    let fonts = Fonts::shipped();
    let title = session.form().title_for(2024);
    let layout =
        lay_out_checklist(Checklist { unit: &session.report().unit, report_title: &title, digest: &digest, parts: &parts }, &fonts);
    assert_eq!((layout.pages.len(), layout.undrawable.len()), (1, 0));
    let text = text_of(&layout.pages[0]);
    for wanted in [
        "2024年政府信息公开工作年度报告核对单",
        "单位：临县财政局",
        &digest,
        "42 条勾稽关系全部相符",
        "本年 20，上年为 0——新划入许可事项",
        "表二有 9 个空格，将印为 0",
        "填表人",
        "审核人",
        "分管领导",
    ] {
        assert!(text.contains(wanted), "{wanted}: {text}");
    }
    let bytes = nianbao::file::pdf::checklist(case, &review, &fonts).unwrap();
    assert!(bytes.starts_with(b"%PDF-1.7"));
    assert!(nianbao::file::pdf::read(&bytes, &editions()).is_err(), "it is no report");
    assert_eq!(bytes, nianbao::file::pdf::checklist(case, &review, &fonts).unwrap());
}

#[test]
fn a_long_list_goes_on_to_a_second_page_and_its_boxes_stay_whole() {
    let parts = [nianbao::check::SummaryPart {
        head: "需要说明的情况".to_owned(),
        lines: (0..40).map(|at| format!("第 {at} 条情况的说明文字")).collect(),
        outcome: nianbao::check::Outcome::Good,
    }];
    let checklist =
        Checklist { unit: "临县财政局", report_title: "2024年政府信息公开工作年度报告", digest: "0", parts: &parts };
    let layout = lay_out_checklist(checklist, &Fonts::shipped());
    assert_eq!(layout.pages.len(), 2);
    assert!(text_of(&layout.pages[1]).contains("分管领导"));
    for page in &layout.pages {
        for item in &page.items {
            let bottom = match item {
                nianbao::page::Item::Text(run) => run.y_mm,
                nianbao::page::Item::Line(line) => line.y1_mm.max(line.y2_mm),
                nianbao::page::Item::Fill(fill) => fill.y_mm + fill.height_mm,
                nianbao::page::Item::Picture(placed) => placed.y_mm + placed.height_mm,
            };
            assert!(bottom < nianbao::page::PAGE_HEIGHT_MM - 20.0);
        }
    }
}

#[test]
fn what_was_not_looked_at_gets_a_dash_and_no_tick() {
    let mut session = ready();
    let layout = |session: &Session| {
        let parts = session.summary().parts(session.final_case());
        let checklist =
            Checklist { unit: "临县财政局", report_title: "2024年政府信息公开工作年度报告", digest: "0", parts: &parts };
        text_of(&lay_out_checklist(checklist, &Fonts::shipped()).pages[0])
    };
    assert!(layout(&session).contains("√ 与上年对照"));
    session.apply(nianbao::report::Edit::LastYear(None));
    let text = layout(&session);
    assert!(text.contains("— 与上年对照没有导入上年度报告，未对照"), "{text}");
    assert!(text.contains("√ 勾稽关系"), "{text}");
}
