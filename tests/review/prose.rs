//! Each rule on prose: a text that it must tell, and texts that it must leave alone.

use nianbao::report::Level;

use super::{last_year, the_one, told, write};
use crate::common::{blank_session, type_into};
use nianbao::report::Edit;
use nianbao::session::Session;

/// A town's report on 2024 with some figures.
fn town() -> Session {
    let mut session = blank_session("2021", 2024, "西坡镇人民政府");
    for (id, text) in [
        ("t3.new.natural", "10"),
        ("t3.new.business", "2"),
        ("t3.carried_in.natural", "1"),
        ("t3.granted.natural", "6"),
        ("t3.partial.natural", "1"),
        ("t3.refused_law.natural", "1"),
        ("t3.unavailable_not_held.business", "2"),
        ("t3.carried_out.natural", "3"),
        ("t2.normative.made", "4"),
        ("t4.review.pending", "1"),
    ] {
        type_into(&mut session, id, text);
    }
    session
}

#[track_caller]
fn tells(section: &str, text: &str, rule: &str, message: &str) {
    let mut session = town();
    write(&mut session, section, text);
    assert_eq!(told(session.review(), rule), [message], "{text}");
}

#[track_caller]
fn is_quiet(section: &str, text: &str, rule: &str) {
    let mut session = town();
    write(&mut session, section, text);
    assert_eq!(told(session.review(), rule), [""; 0], "{text}");
}

#[test]
fn each_phrase_of_the_definition_finds_its_cell() {
    for (text, message) in [
        ("2024年，我镇共收到政府信息公开申请15件。", "正文“收到政府信息公开申请15件”，表三本年新收政府信息公开申请数量总计 12，相差 +3"),
        ("上年结转2件。", "正文“上年结转2件”，表三上年结转政府信息公开申请数量总计 1，相差 +1"),
        ("共办结申请9件。", "正文“办结申请9件”，表三（七）总计 10，相差 −1"),
        ("结转下年度继续办理4件。", "正文“结转下年度继续办理4件”，表三结转下年度继续办理总计 3，相差 +1"),
        ("予以公开5件。", "正文“予以公开5件”，表三（一）予以公开总计 6，相差 −1"),
        ("部分公开2件。", "正文“部分公开2件”，表三（二）部分公开总计 1，相差 +1"),
        ("不予公开２件。", "正文“不予公开２件”，表三不予公开总计 1，相差 +1"),
        ("全年发生行政复议2件。", "正文“行政复议2件”，表四行政复议总计 1，相差 +1"),
        ("全年制发规范性文件5件。", "正文“制发规范性文件5件”，表二行政规范性文件本年制发件数 4，相差 +1"),
    ] {
        tells("s1", text, "P-FIG", message);
    }
}

#[test]
fn a_figure_that_is_right_or_cannot_be_told_apart_is_left_alone() {
    for text in [
        // Four figures in one sentence, all of them right.
        "受理申请12件，答复10件（含上年结转1件，另有3件顺延）。",
        "2024年，我镇共收到政府信息公开申请12件。",
        // Received may mean those carried over too.
        "2024年，我镇共受理政府信息公开申请13件。",
        "全年收到申请，办理13件。",
        "其中市本级收到申请2件。",
        "去年我镇收到政府信息公开申请20件。",
        "2023年收到政府信息公开申请20件。",
        "收到申请数量比上年增加5件。",
        "累计收到政府信息公开申请200件。",
        "收到政府信息公开申请{t3.new.total}件。",
        "收到十二件政府信息公开申请，其余50件为咨询。",
        "受理行政复议申请1件。",
        "受理群众投诉25件。",
        "予以公开、部分公开7件。",
        "全年发生行政诉讼1件。",
        "解读规范性文件30件。",
        "予以公开率98%。",
        "收到申请12个工作日内答复。",
    ] {
        is_quiet("s1", text, "P-FIG");
    }
}

#[test]
fn a_typed_figure_that_is_off_can_be_made_to_follow_its_cell() {
    let mut session = town();
    write(&mut session, "s1", "主动公开120条。我镇共收到政府信息公开申请15件。");
    let fix = the_one(session.review(), "P-FIG").fixes[0].clone();
    assert_eq!(fix.label, "正文 15 → 12，以后跟随表中数字");
    session.apply(fix.edit);
    assert_eq!(session.report().prose("s1"), "主动公开120条。我镇共收到政府信息公开申请{t3.new.total}件。");
    assert_eq!(told(session.review(), "P-FIG"), [""; 0]);
}

#[test]
fn a_change_against_last_year_is_recomputed() {
    for (text, message) in [
        ("收到申请12件，同比增长20%。", None),
        ("收到政府信息公开申请12件，同比增长20.0%。", None),
        (
            "收到申请12件，较去年下降20%。",
            Some("正文“较去年下降20%”：表三本年新收政府信息公开申请数量总计2024年 12、2023年 10，应为增长 20%"),
        ),
        (
            "收到申请数量同比增长25%。",
            Some("正文“收到申请数量同比增长25%”：表三本年新收政府信息公开申请数量总计2024年 12、2023年 10，应为增长 20%"),
        ),
        ("办结率同比提高5%。", None),
        ("收到申请12件，占比20%。", None),
    ] {
        let mut session = town();
        session.apply(last_year("2021", 2023, &[("t3.new.total", "10")]));
        write(&mut session, "s1", text);
        assert_eq!(told(session.review(), "P-FIG"), message.into_iter().collect::<Vec<_>>(), "{text}");
    }
}

#[test]
fn words_that_a_figure_contradicts_are_told() {
    tells("s1", "收到的申请均已办结。", "P-FIG", "正文写“均已办结”，但表三结转下年度继续办理总计为 3");
    tells(
        "s1",
        "2024年，我镇未收到政府信息公开申请。",
        "P-FIG",
        "正文写“未收到政府信息公开申请”，但表三本年新收政府信息公开申请数量总计为 12",
    );
    is_quiet("s1", "人大建议、政协提案均已办结，依申请公开工作有序开展。", "P-FIG");
    tells("s1", "未收到行政复议申请。", "P-FIG", "正文写“未收到行政复议申请”，但表四行政复议总计为 1");
}

#[test]
fn another_year_in_the_place_of_the_report_year_is_told() {
    tells("s1", "2023年，我镇扎实推进政务公开。", "P-YEAR", "正文写的是“2023年”，本报告是 2024 年度");
    tells("s1", "认真落实2023年政务公开工作要点。", "P-YEAR", "正文写的是“2023年”，本报告是 2024 年度");
    tells("preface", "现公布2023年度政府信息公开工作年度报告。", "P-YEAR", "正文写的是“2023年”，本报告是 2024 年度");
    for text in [
        "2024年，我镇扎实推进政务公开。",
        "2019年以来，我镇扎实推进政务公开。",
        "2025年，我镇将加强培训。",
        "2023年，收到10件；2024年收到12件。",
        "按时发布2023年政府信息公开工作年度报告。",
        "落实2024年政务公开工作要点。",
        "较2023年有所增长。",
    ] {
        is_quiet("s1", text, "P-YEAR");
    }
}

#[test]
fn a_slip_in_a_date_and_a_period_other_than_the_year_are_told() {
    tells("preface", "统计期限为2024年1月1日至12月31止。", "P-YEAR", "日期“12月31”少了“日”字");
    for (text, shown) in [
        ("本报告所列数据的统计期限为2023年1月1日至2023年12月31日。", "2023年1月1日至2023年12月31日"),
        ("统计期限自2024年1月1日起至2024年11月30日止。", "2024年1月1日起至2024年11月30日"),
        ("数据截至2023年12月31日。", "2023年12月31日"),
    ] {
        let message = format!("正文写的是“{shown}”，统计期限应为 2024 年 1 月 1 日至 12 月 31 日");
        tells("preface", text, "P-YEAR", &message);
    }
    is_quiet("preface", "统计期限为2024年1月1日至12月31日。", "P-YEAR");
    is_quiet("preface", "统计期限自2024年1月1日起至2024年12月31日止，电话0355-12345678。", "P-YEAR");
    is_quiet("s1", "3月1日至3月31日开展宣传月活动。", "P-YEAR");
}

#[test]
fn a_wrong_year_a_day_without_its_word_and_a_stale_basis_are_mended_by_one_click() {
    for (rule, section, text, right) in [
        ("P-YEAR", "s1", "2023年，我镇扎实推进政务公开。", "2024年，我镇扎实推进政务公开。"),
        ("P-YEAR", "preface", "统计期限为2024年1月1日至12月31止。", "统计期限为2024年1月1日至12月31日止。"),
        ("P-BASIS", "preface", "依据国办公开办函 [２０１９] 60号编制。", "依据国办公开办函 〔2021〕30号编制。"),
    ] {
        let mut session = town();
        write(&mut session, section, text);
        let fix = the_one(session.review(), rule).fixes[0].clone();
        session.apply(fix.edit);
        assert_eq!(session.report().prose(section), right);
        session.undo();
        assert_eq!(session.report().prose(section), text);
    }
}

#[test]
fn a_unit_that_calls_itself_another_is_told() {
    tells("s1", "我局高度重视。", "P-NAME", "正文自称“我局”，报告单位是西坡镇人民政府");
    tells("s1", "东坡镇人民政府高度重视。", "P-NAME", "正文出现“东坡镇人民政府”，报告单位是西坡镇人民政府");
    tells("preface", "现公布临县财政局2024年政府信息公开工作年度报告。", "P-NAME", "引言写的单位是“临县财政局”，报告单位是西坡镇人民政府");
    for text in ["我镇高度重视。", "打破自我局限。", "西坡镇人民政府高度重视。", "各乡镇人民政府、各街道办事处都参加。", "县人民政府部署。"]
    {
        is_quiet("s1", text, "P-NAME");
    }
    is_quiet("preface", "特向社会公布2024年度西坡镇人民政府政府信息公开工作报告。", "P-NAME");
}

#[test]
fn a_section_that_says_nothing_is_told() {
    tells("s6", "无。", "P-EMPTY", "本部分只写“无。”，应写明没有哪些事项");
    tells("s5", "无", "P-EMPTY", "本部分没有内容，要写存在的问题和改进措施");
    tells("s5", "一是主动公开不够及时。", "P-EMPTY", "只写了问题，没有写改进措施");
    tells("s5", "下一步，我镇将加强培训。", "P-EMPTY", "只写了措施，没有写存在的问题");
    tells("s1", "根据《中华人民共和国政府信息公开条例》编制本报告。", "P-EMPTY", "本部分只有编制依据等引言内容，没有写工作情况");
    is_quiet("s5", "一是主动公开不够及时。下一步，我镇将加强培训。", "P-EMPTY");
    is_quiet("s6", "没有收取信息处理费。", "P-EMPTY");
    is_quiet("s1", "我镇认真贯彻条例，公开信息120条。全年培训3次。", "P-EMPTY");
}

#[test]
fn what_is_not_begun_is_not_told_until_the_report_is_finished() {
    let session = town();
    assert_eq!(told(session.review(), "P-EMPTY"), [""; 0]);
    assert_eq!(told(&session.final_review(), "P-EMPTY").len(), 3);
}

#[test]
fn a_government_reports_on_its_duties_and_a_department_need_not() {
    tells("s1", "我镇纳入年度考核。", "P-DUTY", "人民政府的报告还要写社会评议、责任追究的结果");
    is_quiet("s1", "我镇纳入年度考核，开展社会评议，未发生责任追究情形。", "P-DUTY");
    let mut session = town();
    session.apply(Edit::Level(Some(Level::Department)));
    write(&mut session, "s1", "扎实推进。");
    assert_eq!(told(session.review(), "P-DUTY"), [""; 0]);
}

#[test]
fn a_section_copied_from_last_year_is_told() {
    let then = "我镇加强重点领域信息公开，突出做好社会保障、就业、医疗、养老、救助、环境保护等领域群众最关心的信息公开工作，\
                切实提高群众满意度，并建立健全了信息管理动态调整机制，安排专人负责。";
    let mut session = town();
    let mut edit = last_year("2021", 2023, &[]);
    let Edit::LastYear(Some(last)) = &mut edit else { unreachable!() };
    last.prose.insert("s1".to_owned(), then.to_owned());
    session.apply(edit);
    write(&mut session, "s1", then);
    assert_eq!(told(session.review(), "P-SAME"), ["本部分有 100% 与上年度报告相同，请改写"]);
    let mostly_new = format!(
        "{}{}",
        then.chars().take(30).collect::<String>(),
        "今年我们换了一种做法，每月十日前由各站所报送，办公室汇总审核后统一发布，并在政务服务大厅设立了查阅点，方便群众就近查阅。"
    );
    write(&mut session, "s1", &mostly_new);
    assert_eq!(told(session.review(), "P-SAME"), [""; 0]);
    write(&mut session, "s6", "没有其他需要报告的事项。");
    assert_eq!(told(session.review(), "P-SAME"), [""; 0]);
}

#[test]
fn a_notice_that_no_longer_serves_is_told_however_its_brackets_are_typed() {
    let message = "〔2019〕60号文已停用，2024 年度报告的依据是国办公开办函〔2021〕30号";
    for text in ["依据国办公开办函〔2019〕60号编制。", "依据国办公开办函[2019]60号编制。", "依据国办公开办函（2019）60 号编制。"]
    {
        tells("preface", text, "P-BASIS", message);
    }
    is_quiet("preface", "依据国办公开办函〔2021〕30号编制。", "P-BASIS");
    let mut session = blank_session("2019", 2020, "西坡镇人民政府");
    write(&mut session, "preface", "依据国办公开办函〔2019〕60号编制。");
    assert_eq!(told(session.review(), "P-BASIS"), [""; 0]);
}

#[test]
fn fees_are_named_in_six_from_report_year_2021() {
    tells("s6", "没有其他事项。", "L-FEE", "“六、其他需要报告的事项”没有写信息处理费的收取情况，没有收取也要写明");
    is_quiet("s6", "本年度没有收取信息处理费。", "L-FEE");
    let mut session = town();
    type_into(&mut session, "t3.other_unpaid.natural", "2");
    write(&mut session, "s6", "没有其他事项。");
    assert_eq!(told(session.review(), "L-FEE"), ["有 2 件申请逾期未缴费，“六、其他需要报告的事项”却没有写信息处理费"]);
    let mut old = blank_session("2019", 2020, "西坡镇人民政府");
    write(&mut old, "s6", "没有其他事项。");
    assert_eq!(told(old.review(), "L-FEE"), [""; 0]);
}

#[test]
fn a_mobile_number_is_masked_by_one_click() {
    for (text, masked) in [
        ("联系人电话13812341234。", "联系人电话138****1234。"),
        ("电话：138 1234 1234", "电话：138****1234"),
        ("电话138-1234-1234，传真", "电话138****1234，传真"),
        ("电话１３８１２３４１２３４。", "电话138****1234。"),
    ] {
        let mut session = town();
        write(&mut session, "preface", text);
        let fix = the_one(session.review(), "S-PHONE").fixes[0].clone();
        session.apply(fix.edit);
        assert_eq!(session.report().prose("preface"), masked);
        assert_eq!(told(session.review(), "S-PHONE"), [""; 0]);
        session.undo();
        assert_eq!(session.report().prose("preface"), text);
    }
    for text in ["电话0355-12345678", "信用代码11140426012345678X", "文号20241381234123456", "12812341234"] {
        is_quiet("preface", text, "S-PHONE");
    }
}

#[test]
fn an_id_number_is_known_by_its_check_digit_and_masked() {
    let mut session = town();
    write(&mut session, "s1", "申请人（身份证11010519491231002X）的申请已答复。");
    let fix = the_one(session.review(), "S-ID").fixes[0].clone();
    session.apply(fix.edit);
    assert_eq!(session.report().prose("s1"), "申请人（身份证110105********002X）的申请已答复。");
    is_quiet("s1", "编号110105194912310021。", "S-ID");
}
