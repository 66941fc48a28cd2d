//! A report with twenty planted faults of twenty kinds: each is found, and each can be mended.

use std::sync::Arc;

use nianbao::check::{Finding, Severity};
use nianbao::page::Fonts;
use nianbao::report::{Edit, LastYear, Signature, Source};
use nianbao::session::Session;

use super::{told, write};
use crate::common::{editions, type_into};

fn read(name: &str) -> nianbao::file::json::Opened {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name);
    nianbao::file::json::open(&std::fs::read(path).unwrap(), &editions()).unwrap()
}

fn planted() -> Session {
    let opened = read("planted-2024.nianbao");
    let fonts = Fonts::shipped();
    Session::new(opened.form, opened.report, Arc::new(move |c| fonts.covers(c)))
}

#[test]
fn all_twenty_faults_are_found_and_nothing_else() {
    let session = planted();
    let found: Vec<_> = session.final_review().findings.into_iter().map(|finding| (finding.rule, finding.message)).collect();
    let found: Vec<_> = found.iter().map(|(rule, message)| (rule.as_str(), message.as_str())).collect();
    let refused = "（三）不予公开·2.其他法律行政法规禁止公开";
    let wanted = [
        // 11, the day of 落款.
        ("P-SIGN", "落款日期 2024-12-15 在 2024 年度结束之前".to_owned()),
        // 9, the stale basis; 12, a slip in the law's name; 7, the mobile number; 8, 考核 is missing; 5, last year's date.
        ("P-BASIS", "〔2019〕60号文已停用，2024 年度报告的依据是国办公开办函〔2021〕30号".to_owned()),
        ("P-LAW", "“政府信息公开条列”应为“政府信息公开条例”".to_owned()),
        ("S-PHONE", "正文里有手机号码 138****2345，公布前应隐去".to_owned()),
        ("P-DUTY", "人民政府的报告还要写工作考核的结果".to_owned()),
        ("P-YEAR", "正文写的是“2023年”，本报告是 2024 年度".to_owned()),
        // 13, a list that does not add up; 14, a share; 15, a figure beside its table; 16, a day that is none; 17, a mark; 18, the template.
        ("P-PART", "正文“203条”，各项相加 50＋60＋39＝149，相差 −54".to_owned()),
        ("P-SHARE", "正文占比 26.4%，50 占 203 应为 24.6%".to_owned()),
        ("P-FIG", "正文“行政复议5件”，表四行政复议总计 3，相差 +2".to_owned()),
        ("P-DATE", "没有“11月31日”这一天".to_owned()),
        ("P-PUNCT", "半角标点“,”应为全角“，”".to_owned()),
        ("P-LEFT", "这里还留着模板的“XX”，应改为实际内容或删去".to_owned()),
        // 1, transposed digits; 4, the swap; both show in the sums of their columns.
        ("T3-ID", "自然人：一（64）＋二（4）＝68，三（七）（75）＋四（2）＝77，相差 −9".to_owned()),
        ("T3-ID", "商业企业：一（9）＋二（0）＝9，三（七）（5）＋四（0）＝5，相差 +4".to_owned()),
        ("T3-ID", "科研机构：一（0）＋二（0）＝0，三（七）（4）＋四（0）＝4，相差 −4".to_owned()),
        ("T3-ID", "总计：一（73）＋二（4）＝77，三（七）（84）＋四（2）＝86，相差 −9".to_owned()),
        // 6, the wrong carry-over.
        ("Y-CARRY", "自然人：上年结转 4，上年度报告的结转下年度继续办理 3，相差 +1".to_owned()),
        ("T3-SUM", "总计：三（一）至（六）各项之和＝86，三（七）（84），相差 +2".to_owned()),
        // 2 and 3, typed totals.
        ("T3-ROW", format!("{refused}：自然人（3）＝3，总计（5），相差 −2")),
        ("T4-SUM", "行政复议：结果维持（1）＋结果纠正（0）＋其他结果（1）＋尚未审结（0）＝2，总计（3），相差 −1".to_owned()),
        // 10, a character without a glyph.
        ("S-GLYPH", "五、存在的主要问题及改进情况第 1 段的“\u{323AF}”（U+323AF）没有字体能印出，请换一种写法".to_owned()),
        // 19, another's word for itself; 20, a word written twice.
        ("P-NAME", "正文自称“我局”，报告单位是西坡镇人民政府".to_owned()),
        ("P-TWICE", "“组织组织”重复，应为“组织”".to_owned()),
    ];
    let wanted: Vec<_> = wanted.iter().map(|(rule, message)| (*rule, message.as_str())).collect();
    assert_eq!(found, wanted);
}

#[test]
fn the_smallest_fixes_and_a_few_words_mend_the_report() {
    let mut session = planted();
    for _ in 0..10 {
        let failed = |finding: &&Finding| finding.severity == Severity::Blocking && finding.rule != "S-GLYPH";
        let Some(finding) = session.review().findings.iter().find(failed) else { break };
        let fix = session.fixes(finding)[0].clone();
        session.apply(fix.edit);
    }
    assert_eq!(session.review().held(session.form()), 42);
    for (id, figure) in [("t3.granted.natural", "45"), ("t3.partial.business", "4"), ("t3.partial.research", "0")] {
        let cell = session.form().find(id).unwrap();
        assert_eq!(session.report().cell(cell).text, figure, "{id}");
    }
    type_into(&mut session, "t3.carried_in.natural", "3");
    type_into(&mut session, "t3.new.natural", "65");
    for rule in ["S-PHONE", "P-BASIS", "P-LAW", "P-YEAR", "P-PART", "P-SHARE", "P-FIG", "P-FIG", "P-PUNCT", "P-TWICE"] {
        let finding = session.review().findings.iter().find(|finding| finding.rule == rule);
        let fix = finding.unwrap_or_else(|| panic!("{rule} is not told")).fixes[0].clone();
        session.apply(fix.edit);
    }
    let signature = Signature { unit: "西坡镇人民政府".to_owned(), date: "2025-01-15".to_owned(), ..Signature::default() };
    session.apply(Edit::Signature(Some(signature)));
    for (section, from, to) in [
        ("s1", "11月31日", "11月30日"),
        ("s1", "增加XX项", "增加12项"),
        ("s5", "我局", "我镇"),
        ("s1", "邀请村民代表", "政务公开纳入年度考核，邀请村民代表"),
        ("s5", "\u{323AF}家沟", "苏家沟"),
    ] {
        let text = session.report().prose(section).replace(from, to);
        write(&mut session, section, &text);
    }
    assert_eq!(session.final_review().findings, []);
    assert!(session.summary().may_leave());
}

#[test]
fn a_swap_is_seen_beside_a_fault_of_another_kind() {
    let session = planted();
    let business = session.review().findings.iter().find(|finding| finding.message.starts_with("商业企业")).unwrap();
    let partial = "（二）部分公开（区分处理的，只计这一情形，不计其他情形）";
    assert_eq!(
        session.fixes(business)[0].label,
        format!("{partial}，商业企业 0 → 4；{partial}，科研机构 4 → 0（填错一列），可消除 2 处不符")
    );
}

#[test]
fn the_last_year_in_it_is_the_report_of_last_year() {
    let last = read("planted-2023.nianbao");
    let mut session = planted();
    let embedded = session.report().last_year.clone().unwrap();
    let imported = LastYear::of(Source { form: &last.form, report: &last.report });
    assert_eq!(imported, embedded);
    session.apply(Edit::LastYear(None));
    assert_eq!(told(&session.final_review(), "Y-CARRY"), [""; 0]);
}
