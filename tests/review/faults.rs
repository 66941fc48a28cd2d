//! Faults of dates, signature, templates, law names and bank cards: each told where it stands, and the same words written right left alone.

use nianbao::report::{Edit, Signature};
use nianbao::session::Session;

use super::{the_one, told, write};
use crate::common::blank_session;

fn town(year: i32) -> Session {
    blank_session(if year >= 2021 { "2021" } else { "2019" }, year, "青石县柳河镇人民政府")
}

#[track_caller]
fn tells(text: &str, rule: &str, message: &str) {
    let mut session = town(2024);
    write(&mut session, "s1", text);
    assert_eq!(told(session.review(), rule), [message], "{text}");
}

#[track_caller]
fn is_quiet(text: &str) {
    let mut session = town(2024);
    write(&mut session, "s1", text);
    for rule in ["P-DATE", "P-LEFT", "P-LAW", "S-CARD"] {
        assert_eq!(told(session.review(), rule), [""; 0], "{text}");
    }
}

#[track_caller]
fn mends(text: &str, rule: &str, right: &str) {
    let mut session = town(2024);
    write(&mut session, "s1", text);
    let fix = the_one(session.review(), rule).fixes[0].edit.clone();
    session.apply(fix);
    assert_eq!(session.report().prose("s1"), right);
    assert_eq!(told(session.review(), rule), [""; 0]);
}

#[test]
fn a_day_that_does_not_exist_or_is_written_in_one_piece_is_told() {
    tells("2024年6月31日召开会议。", "P-DATE", "没有“6月31日”这一天");
    tells("2023年2月29日印发。", "P-DATE", "没有“2月29日”这一天");
    tells("2月30日印发。", "P-DATE", "没有“2月30日”这一天");
    tells("2024年13月印发。", "P-DATE", "没有“13月”这个月");
    tells("截至202412月31日，公开12条。", "P-DATE", "日期“202412”写得不完整，应为“2024年12”");
    tells("截至20241231日，公开12条。", "P-DATE", "日期“20241231”写得不完整，应为“2024年12月31”");
    tells("统计数据截止2024年12月31日。", "P-DATE", "“截止”后面是日期，应为“截至”");
    mends("截至20241231日，公开12条。", "P-DATE", "截至2024年12月31日，公开12条。");
    mends("统计数据截止2024年12月31日。", "P-DATE", "统计数据截至2024年12月31日。");
}

#[test]
fn days_that_exist_numbers_of_files_and_other_figures_are_left_alone() {
    for text in [
        "2024年2月29日印发，12月31日截止。",
        "2024年1—12月公开信息12条，报名于3月底截止。",
        "联系电话05271234567，邮编223800，编号20241231。",
        "全年培训2期，每期13课时；发放202412份材料。",
        "截至2024年12月31日，累计公开31条。",
        "公开期限为12个月，项目第13月验收。",
    ] {
        is_quiet(text);
    }
}

fn sign(session: &mut Session, unit: &str, date: &str) {
    let signature = Signature { unit: unit.to_owned(), date: date.to_owned(), extra: Vec::new() };
    session.apply(Edit::Signature(Some(signature)));
}

#[test]
fn the_signature_is_of_the_unit_and_behind_the_report_year() {
    for (unit, date, message) in [
        ("青石县柳河镇人民政府", "2025-02-29", "落款日期“2025-02-29”不是一个存在的日子"),
        ("青石县柳河镇人民政府", "2025-1", "落款日期“2025-1”不是一个存在的日子"),
        ("青石县柳河镇人民政府", "2024-12-30", "落款日期 2024-12-30 在 2024 年度结束之前"),
        ("青石县榆林乡人民政府", "2025-01-10", "落款单位是“青石县榆林乡人民政府”，本报告的单位是“青石县柳河镇人民政府”"),
    ] {
        let mut session = town(2024);
        sign(&mut session, unit, date);
        assert_eq!(told(session.review(), "P-SIGN"), [message]);
    }
    for (unit, date) in [("柳河镇人民政府", "2025-01-10"), ("青石县 柳河镇人民政府", "2028-02-29"), ("", "")] {
        let mut session = town(2024);
        sign(&mut session, unit, date);
        assert_eq!(told(session.review(), "P-SIGN"), [""; 0], "{unit} {date}");
    }
}

#[test]
fn what_was_left_of_the_template_is_told() {
    tells("（文字描述）", "P-LEFT", "这里还留着模板的“（文字描述”，应改为实际内容或删去");
    tells("2024年，XX镇公开信息12条。", "P-LEFT", "这里还留着模板的“XX”，应改为实际内容或删去");
    tells("公开信息____条。", "P-LEFT", "这里还留着模板的“____”，应改为实际内容或删去");
    is_quiet("2024年，柳河镇公开信息12条，下划线_和乘号×不在此列。");
}

#[test]
fn a_law_or_notice_named_with_a_slip_is_told_and_others_are_left_alone() {
    tells("按照《条例》（国务院令第771号）编制。", "P-LAW", "“国务院令第771号”应为“国务院令第711号”");
    tells("按照国办公开办函〔2021〕31号编制。", "P-LAW", "“国办公开办函〔2021〕31号”应为“国办公开办函〔2021〕30号”");
    tells("按照国办公开办函[2021]30号编制。", "P-LAW", "“国办公开办函[2021]30号”应为“国办公开办函〔2021〕30号”");
    tells("按照国办公开办涵〔2021〕30号编制。", "P-LAW", "“国办公开办涵”应为“国办公开办函”");
    tells("按照《政府信息公开条列》编制。", "P-LAW", "“政府信息公开条列”应为“政府信息公开条例”");
    mends("按照国办公开办函[2021]30号编制。", "P-LAW", "按照国办公开办函〔2021〕30号编制。");
    for text in [
        "按照《条例》（国务院令第711号）、国办公开办函〔2021〕30号、国办函〔2020〕109号编制。",
        "落实《信访工作条例》和国务院令第588号、国办函〔2016〕206号的要求。",
        "按照国办公开办函的要求编制，文号为第12号。",
    ] {
        is_quiet(text);
    }
}

#[test]
fn a_bank_card_is_told_and_masked() {
    tells("账号6217001210024455220。", "S-CARD", "正文里有银行卡号 6217***********5220，公布前应隐去");
    mends("账号6217001210024455220。", "S-CARD", "账号6217***********5220。");
    for text in ["账号6217001210024455221。", "编号1234567890123456。", "统一社会信用代码11320000014000165W。"] {
        is_quiet(text);
    }
}

#[test]
fn a_long_section_on_problems_needs_no_fixed_word_for_them() {
    let long = "房屋征收信息查找路径较深，群众要点击多次；个别答复超过十五个工作日才发出；信息员更换频繁。2025年，我镇将按月更新栏目，对答复实行倒计时提醒，并安排专人核对。";
    let mut session = town(2024);
    write(&mut session, "s5", long);
    assert_eq!(told(session.review(), "P-EMPTY"), [""; 0]);
    write(&mut session, "s5", "信息员更换频繁，业务不熟。");
    assert_eq!(told(session.review(), "P-EMPTY").len(), 1, "it says nothing of what is done");
}
