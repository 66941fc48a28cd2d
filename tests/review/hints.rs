//! Hints (建议): slips of the pen, mended by a click, passed over with 忽略, and in nobody's way.

use nianbao::check::{Finding, PASSED_OVER, Severity, explain, mend_all};
use nianbao::file::json;
use nianbao::report::Edit;
use nianbao::session::Session;

use super::write;
use crate::common::{blank_session, editions};

fn with(section: &str, text: &str) -> Session {
    let mut session = blank_session("2021", 2024, "柳林乡人民政府");
    write(&mut session, section, text);
    session
}

fn hints(session: &Session) -> Vec<Finding> {
    session.final_review().findings.into_iter().filter(|finding| finding.severity == Severity::Hint).collect()
}

/// A text gives this one hint, and its mend makes the text this.
#[track_caller]
fn mends(text: &str, message: &str, mended: &str) {
    let mut session = with("s1", text);
    let found = hints(&session);
    let [hint] = &found[..] else { panic!("{text}: {found:#?}") };
    assert_eq!(hint.message, message, "{text}");
    session.apply(hint.fixes.first().unwrap_or_else(|| panic!("{text}: no mend")).edit.clone());
    assert_eq!(session.report().prose("s1"), mended);
    assert_eq!(hints(&session), [], "{mended}");
}

#[track_caller]
fn is_quiet(text: &str) {
    let found = hints(&with("s1", text));
    assert!(found.is_empty(), "{text}: {:?}", found.iter().map(|hint| &hint.message).collect::<Vec<_>>());
}

#[test]
fn half_width_marks_between_chinese_characters_are_told_and_those_of_figures_and_addresses_are_not() {
    mends("公开信息3条,更新2次。", "半角标点“,”应为全角“，”", "公开信息3条，更新2次。");
    mends("公开信息3条（含解读1条)。", "半角标点“)”应为全角“）”", "公开信息3条（含解读1条）。");
    mends("公开信息(含解读1条)3条。", "半角括号“(含解读1条)”应为全角“（）”", "公开信息（含解读1条）3条。");
    mends("开设\"阳光村务\"专栏。", "半角引号应为全角“阳光村务”", "开设“阳光村务”专栏。");
    mends("工作有序开展.", "半角标点“.”应为全角“。”", "工作有序开展。");
    for text in [
        "公开信息3,402条，占52.1%。",
        "网址：http://www.example.gov.cn/a?b=1,2；电话:0512-84368886。",
        "窗口开放时间为上午9:00至11:30。",
        "Ver.2，A,B两类。",
        "电话（0512-84368886）、传真(0512-84368887)。",
    ] {
        is_quiet(text);
    }
}

#[test]
fn marks_that_stand_twice_or_without_their_other_half_are_told() {
    mends("业务不熟。。改进方式。", "标点“。。”重复，应为“。”", "业务不熟。改进方式。");
    mends("业务不熟，。改进方式。", "标点“，。”重复，应为“。”", "业务不熟。改进方式。");
    mends("实行“老带新，上下半年各一次。", "标点““”不成对，缺少“””", "实行“老带新”，上下半年各一次。");
    mends("落实《条例，按时公开。", "标点“《”不成对，缺少“》”", "落实《条例》，按时公开。");
    mends("实行“老带新“制度。", "标点““”方向不对，与另一个成对的应为“””", "实行“老带新”制度。");
    for text in ["好……更好——更快！", "1）公开；2）解读。", "一）公开。", "《关于印发〈办法〉的通知》已公开（见附件（1））。"]
    {
        is_quiet(text);
    }
}

#[test]
fn a_paragraph_without_an_end_is_told_and_heads_contact_lines_and_dates_are_not() {
    mends("我乡全年公开信息3条，更新比较及时\n下文。", "这一段末尾没有句号", "我乡全年公开信息3条，更新比较及时。\n下文。");
    mends("我乡公开信息3条，更新及时，内容准确、\n下文。", "这一段末尾没有句号", "我乡公开信息3条，更新及时，内容准确。\n下文。");
    for text in [
        "（四）政府信息公开平台建设\n设置查阅点1处。",
        "联系地址：柳林乡中心路1号，电话0512-84368886",
        "柳林乡人民政府\n2025年1月10日",
        "分为三类：",
    ] {
        is_quiet(text);
    }
    let filling = with("s1", "我乡公开信息3条，更新及时，正在写的这一段");
    assert_eq!(filling.review().count(Severity::Hint), 0, "the paragraph may not be ended yet");
}

#[test]
fn a_word_written_twice_is_told_and_two_words_that_meet_are_not() {
    for (text, message, mended) in [
        ("在在县政府网站公开。", "“在在”重复，应为“在”", "在县政府网站公开。"),
        ("全面推进推进公开。", "“推进推进”重复，应为“推进”", "全面推进公开。"),
        ("公开信息150条条，更新2次。", "“条条”重复，应为“条”", "公开信息150条，更新2次。"),
        ("主动公开的的信息。", "“的的”重复，应为“的”", "主动公开的信息。"),
        ("更新政府府网站。", "“府府”重复，应为“府”", "更新政府网站。"),
        ("开展政府信息公开政府信息公开培训。", "“政府信息公开政府信息公开”重复，应为“政府信息公开”", "开展政府信息公开培训。"),
    ] {
        mends(text, message, mended);
    }
    for text in [
        "常常更新，渐渐完善，层层落实，件件有回音，条条有着落。",
        "实实在在、扎扎实实、方方面面、切切实实。",
        "公开开展情况，工作作风，机关关于公开的意见，学习习近平总书记重要讲话，展示示范成果。",
        "2024年年初，现在在建项目，为了了解群众需求，逐项逐条。",
        "规范规范性文件公开，一件一件办，一项一项查。",
        "公开公平公正，行政政策，微信信息，以及及时答复。",
    ] {
        is_quiet(text);
    }
}

#[test]
fn a_sentence_that_stands_twice_in_the_report_is_told_where_it_stands_again() {
    let mut session = with("s1", "信息员更换频繁、业务不够熟练。");
    write(&mut session, "s5", "信息员更换频繁、业务不够熟练。下一步加强培训。");
    let found = hints(&session);
    let [hint] = &found[..] else { panic!("{found:#?}") };
    assert_eq!(hint.message, "“信息员更换频繁、业务不够熟练”重复出现，前面已有相同的一句");
    session.apply(hint.fixes[0].edit.clone());
    assert_eq!(session.report().prose("s5"), "下一步加强培训。");
    is_quiet("内容完整。形式多样。内容完整。");
}

#[test]
fn numbers_of_heads_and_points_that_skip_or_repeat_are_told() {
    for (text, message, mended) in [
        (
            "（一）主动公开\n公开3条。\n（一）依申请公开\n无申请。\n（三）管理\n专人负责。",
            "小标题序号不连续：“（一）”后面又是“（一）”，应为“（二）”",
            "（一）主动公开\n公开3条。\n（二）依申请公开\n无申请。\n（三）管理\n专人负责。",
        ),
        ("一是更新慢；三是解读少。", "序号不连续：“一是”后面是“三是”，应为“二是”", "一是更新慢；二是解读少。"),
        ("1.更新慢。\n2.解读少。\n2.培训少。", "小标题序号不连续：“2.”后面又是“2.”，应为“3.”", "1.更新慢。\n2.解读少。\n3.培训少。"),
    ] {
        mends(text, message, mended);
    }
    for text in [
        "一是更新慢；二是解读少。\n一是按月更新；二是多作图解；三是加强培训。",
        "一、问题\n（一）更新慢。\n（二）解读少。\n二、改进\n（一）按月更新。\n（二）多作图解。",
        "1.5万条信息公开。\n第一，更新；第二，解读。",
        "《条例》第二十条第（一）项，统一是难点，之一是更新。",
    ] {
        is_quiet(text);
    }
    let two = hints(&with("s5", "一是界定不够精确；三是开拓不够有力；三是解读质量有待提高。"));
    assert_eq!(two.len(), 1, "{two:#?}");
}

#[test]
fn a_kind_is_mended_by_one_change_that_is_taken_back_at_once() {
    let mut session = with("s1", "公开3条,更新2次,解读1次。");
    write(&mut session, "s5", "更新慢。。解读少。");
    let found = hints(&session);
    assert_eq!(found.len(), 3);
    let edit = mend_all(session.case(), &found).unwrap();
    session.apply(edit);
    assert_eq!((session.report().prose("s1"), session.report().prose("s5")), ("公开3条，更新2次，解读1次。", "更新慢。解读少。"));
    session.undo();
    assert_eq!(hints(&session).len(), 3);
    assert_eq!(mend_all(session.case(), &found[..1]), None, "one is mended by its own button");
}

#[test]
fn what_is_passed_over_stays_with_its_words_and_in_the_file() {
    let mut session = with("s1", "公开3条,更新2次,解读1次。");
    let found = hints(&session);
    session.apply(explain(session.case(), &[&found[0]], PASSED_OVER));
    let open = |session: &Session| hints(session).iter().filter(|hint| hint.reason.is_none()).count();
    assert_eq!((found.len(), open(&session)), (2, 1), "the other one is asked still");
    let opened = json::open(json::write(session.form(), session.report()).as_bytes(), &editions()).unwrap();
    let again = Session::new(opened.form, opened.report, crate::common::covers_all());
    assert_eq!(open(&again), 1);
    write(&mut session, "s1", "全年工作有序推进。公开3条,更新2次,解读1次。");
    assert_eq!(open(&session), 1, "what stands before is no matter");
    write(&mut session, "s1", "公开4条,更新2次,解读1次。");
    assert_eq!(open(&session), 2);
}

#[test]
fn hints_stop_nothing_and_stand_apart_in_the_last_look() {
    let session = with("s1", "公开3条,更新2次。");
    let review = session.final_review();
    assert!(!review.blocks());
    let explained: Vec<_> = review.findings.iter().filter(|finding| finding.severity == Severity::Explain).collect();
    let summary = session.summary();
    assert_eq!(summary.unexplained.len() + summary.personal.len(), explained.len());
    let part = summary.hints();
    assert!(part.outcome == nianbao::check::Outcome::Good && part.lines == ["半角标点“,”应为全角“，”"], "{part:?}");
    let mut clean = session;
    clean.apply(Edit::Prose { section: "s1".to_owned(), text: "公开3条，更新2次。".to_owned() });
    assert_eq!(clean.summary().hints().lines, ["没有文字建议"]);
}
