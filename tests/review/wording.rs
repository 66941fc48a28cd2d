//! Names of places and persons, words that no longer fit, notices and laws, years of other reports: what is told and what is left alone.

use nianbao::report::Level;
use nianbao::session::Session;

use super::{told, write};
use crate::common::blank_session;

fn with(unit: &str, year: i32, section: &str, text: &str) -> Session {
    let edition = if year >= 2021 { "2021" } else { "2019" };
    let mut session = blank_session(edition, year, unit);
    session.apply(nianbao::report::Edit::Level(Level::guess(unit)));
    write(&mut session, section, text);
    session
}

#[track_caller]
fn tells(unit: &str, section: &str, text: &str, rule: &str, message: &str) {
    assert_eq!(told(with(unit, 2024, section, text).review(), rule), [message], "{text}");
}

#[track_caller]
fn is_quiet(unit: &str, section: &str, text: &str, rule: &str) {
    assert_eq!(told(with(unit, 2024, section, text).review(), rule), [""; 0], "{text}");
}

#[test]
fn another_place_that_acts_in_the_report_is_told_and_third_parties_are_not() {
    for (unit, section, text, name) in [
        ("柳林乡人民政府", "s1", "接受社会评议；榆林乡将信息公开列入考核。", "榆林乡"),
        ("青石县柳河镇人民政府", "s1", "2024年，杨树镇公开信息30条。", "杨树镇"),
        ("青石县柳河镇人民政府", "s1", "2024年，在白石县政府网站公开信息30条。", "白石县政府"),
        ("青石县人民政府", "s1", "2024年，白石县持续深化政务公开。", "白石县"),
        ("东湖区住房和城乡建设局", "s1", "2024年，西湖区住房和城乡建设局公开信息30条。", "西湖区住房和城乡建设局"),
        ("青石县水务局", "preface", "请与白石县水务局联系。", "白石县水务局"),
    ] {
        tells(unit, section, text, "P-NAME", &format!("正文出现“{name}”，报告单位是{unit}"));
    }
    for (unit, text) in [
        ("柳林乡人民政府", "与榆林乡、杨树镇联合开展培训，赴桃园镇学习交流，转榆林乡办理1件。"),
        ("柳林乡人民政府", "推进城乡融合，服务乡村振兴，建设集镇，在社区、园区、景区设公开栏，各乡镇都参加。"),
        ("柳林乡人民政府", "通过县政府网站公开，落实县政府部署，登录区政府网站查询。"),
        ("青石县人民政府", "柳河镇、榆林乡建成标准化公开专区，柳河镇政府网站完成改版。"),
        ("青石县柳河镇人民政府", "柳河镇人民政府在青石县政府网站公开信息。"),
        ("东湖区住房和城乡建设局", "会同区财政局、与西湖区住房和城乡建设局交流，江州市政府部署。"),
        ("青石县教育局", "为便于公众了解青石县教育局的工作。"),
    ] {
        is_quiet(unit, "s1", text, "P-NAME");
    }
}

#[test]
fn words_of_another_kind_of_unit_are_told() {
    tells("柳林乡人民政府", "s1", "全镇公开信息30条。", "P-NAME", "正文自称“全镇”，报告单位是柳林乡人民政府");
    tells("柳河镇人民政府", "s1", "乡党委听取汇报1次。", "P-NAME", "正文自称“乡党委”，报告单位是柳河镇人民政府");
    for text in ["各乡镇政府都参加。", "全乡公开信息30条，乡党委听取汇报。", "全镇级财政"] {
        is_quiet("柳林乡人民政府", "s1", text, "P-NAME");
    }
    is_quiet("青石县财政局", "s1", "对全镇、全乡范围的补贴资金，由乡政府公示。", "P-NAME");
}

#[test]
fn a_person_named_an_address_and_a_car_number_are_told_and_masked() {
    for (text, masked) in [
        ("申请人张伟平提出的申请已答复。", "正文里有个人姓名 张某，公布前应隐去"),
        ("信访人王芳，来信反映。", "正文里有个人姓名 王某，公布前应隐去"),
        ("申请人家住青石县柳河镇三组12号，已答复。", "正文里有个人住址 青石县***，公布前应隐去"),
        ("涉及苏A8K123车辆。", "正文里有车牌号 苏A*****，公布前应隐去"),
    ] {
        tells("青石县水务局", "s1", text, "S-PERSON", masked);
    }
    let mut session = with("青石县水务局", 2024, "s1", "申请人张伟平提出的申请已答复。");
    let fix = session.review().findings.iter().find(|finding| finding.rule == "S-PERSON").unwrap().fixes[0].clone();
    session.apply(fix.edit);
    assert_eq!(session.report().prose("s1"), "申请人张某提出的申请已答复。");
    assert_eq!(told(session.review(), "S-PERSON"), [""; 0]);
    tells("青石县水务局", "s1", "身份证号320102199001011234。", "S-ID", "正文里有公民身份号码 320102********1234，公布前应隐去");
    for text in [
        "申请人应当补正，申请人高度认可，申请人未按期补正，申请人常见问题，申请人张某撤回。",
        "住房保障3号文件公开，住建部门发布12条，入住率上升。",
        "申请人向我局提出，申请人对答复满意，村民代表10人评议。",
        "苏州、浙江等地，A4纸12345张。",
        "申请人和第三方，原告诉讼请求，当事人安全，居民方便。",
    ] {
        is_quiet("青石县水务局", "s1", text, "S-PERSON");
    }
}

#[test]
fn words_that_no_longer_fit_are_told_by_the_report_year() {
    for (year, text, word) in [
        (2024, "深入学习党的十九大精神。", Some("党的十九大")),
        (2021, "深入学习党的十九大精神。", None),
        (2024, "由县国土资源局公开。", Some("国土资源局")),
        (2024, "原国土资源局档案已移交。", None),
        (2022, "公开《县环境保护局关于公开环评信息的通知》。", None),
        (2023, "没有收取检索、复制、邮寄等费用。", Some("检索、复制、邮寄")),
        (2020, "没有收取检索、复制、邮寄等费用。", None),
        (2025, "学习党的二十届三中全会精神。", None),
    ] {
        let session = with("青石县水务局", year, "s1", text);
        let found = told(session.review(), "P-STALE");
        assert_eq!(found.len(), usize::from(word.is_some()), "{year} {text}: {found:?}");
        assert!(word.is_none_or(|word| found[0].contains(&format!("“{word}”"))), "{found:?}");
    }
}

#[test]
fn the_notice_of_another_edition_is_told_by_number_and_by_title() {
    for (year, text, wrong) in [
        (2024, "按照国办公开办函〔2019〕60号编制。", true),
        (2024, "按照《国务院办公厅政府信息与政务公开办公室关于政府信息公开工作年度报告有关事项的通知》编制。", true),
        (2020, "按照国办公开办函〔2021〕30号编制。", true),
        (2020, "按照国办公开办函[2019]60号编制。", false),
        (2024, "按照国办公开办函[2021]30号编制。", false),
        (2024, "按照《中华人民共和国政府信息公开工作年度报告格式》编制。", false),
    ] {
        let session = with("青石县水务局", year, "preface", text);
        assert_eq!(told(session.review(), "P-BASIS").len(), usize::from(wrong), "{year} {text}");
    }
}

#[test]
fn laws_and_notices_named_wrong_are_told_and_mended() {
    for (text, right) in [
        ("依据《中华人民共和国信息公开条例》编制。", "依据《中华人民共和国政府信息公开条例》编制。"),
        ("依据《政府信息公开信息处理费办法》收取。", "依据《政府信息公开信息处理费管理办法》收取。"),
        ("依据国办发〔2021〕30号的年度报告格式编制。", "依据国办公开办函〔2021〕30号的年度报告格式编制。"),
        ("依据国办公开函〔2021〕30号编制。", "依据国办公开办函〔2021〕30号编制。"),
        ("依据国务院令第717号。", "依据国务院令第711号。"),
    ] {
        let mut session = with("青石县水务局", 2024, "preface", text);
        let finding = session.review().findings.iter().find(|finding| finding.rule == "P-LAW").unwrap_or_else(|| panic!("{text}")).clone();
        session.apply(finding.fixes[0].edit.clone());
        assert_eq!(session.report().prose("preface"), right);
        assert_eq!(told(session.review(), "P-LAW"), [""; 0]);
    }
    for text in [
        "依据《江苏省政府信息公开条例实施办法》《政府信息公开条例》编制。",
        "落实国办发〔2019〕61号，依据国办函〔2020〕109号收取信息处理费。",
        "《政务公开工作条例》《保密条例》已公开。",
    ] {
        is_quiet("青石县水务局", "preface", text, "P-LAW");
    }
}

#[test]
fn another_year_is_told_in_every_section_and_rightly_named_years_are_not() {
    let year = |section: &str, text: &str, message: &str| tells("青石县水务局", section, text, "P-YEAR", message);
    year("s6", "2023年收取信息处理费3件。", "正文写的是“2023年”，本报告是 2024 年度");
    year("s1", "（二）依申请公开。2023年共收到申请12件。", "正文写的是“2023年”，本报告是 2024 年度");
    year("s5", "一是解读少；二是2023年公开内容更新慢。", "正文写的是“2023年”，本报告是 2024 年度");
    year("s1", "2024共收到申请12件。", "年份“2024”少了“年”字");
    year("s5", "下一步，2024年，我局将按月更新。", "正文写“2024年”将要做什么，本报告是 2024 年度，应为 2025 年");
    for (section, text) in [
        ("s1", "对2023年印发的方案进行修订，清理2023年以前的信息。"),
        ("s1", "公开2025年度预算、2023年度决算，落实《2023年工作要点》。"),
        ("s1", "2023年收到申请12件，2024年收到15件。"),
        ("s1", "较2023年收到的12件增加3件，2019年以来收到88件。"),
        ("s1", "2023年收到并结转到本年的3件已办结，结转2025年办理2件。"),
        ("s5", "2025年，我局将按月更新。"),
        ("s5", "2024年，我局将信息公开纳入考核。"),
        ("s1", "公开信息2024条，收到2024件。"),
    ] {
        is_quiet("青石县水务局", section, text, "P-YEAR");
    }
}

#[test]
fn one_gap_in_what_else_is_reported_is_told_once() {
    for (text, rules) in [("无", ["P-EMPTY"]), ("无其他需要报告的事项。", ["L-FEE"])] {
        let session = with("青石县水务局", 2024, "s6", text);
        let found: Vec<_> =
            session.review().findings.iter().filter(|finding| ["P-EMPTY", "L-FEE"].contains(&finding.rule.as_str())).collect();
        assert_eq!(found.iter().map(|finding| finding.rule.as_str()).collect::<Vec<_>>(), rules, "{text}");
    }
    is_quiet("青石县水务局", "s6", "本年度发出收费通知1件，实际收取120元。", "L-FEE");
}
