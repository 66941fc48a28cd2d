//! The rules on figures beyond the sums: last year's, the law's, and the reasons given for them.

use nianbao::check::{Severity, explain, former_reason};
use nianbao::file::json;
use nianbao::report::{Edit, Level};
use nianbao::session::Session;

use super::{last_year, the_one, told, write};
use crate::common::{blank_session, editions, published_session, type_into};

fn town() -> Session {
    blank_session("2021", 2024, "西坡镇人民政府")
}

/// Gives the one finding of a rule a reason.
fn give_reason(session: &mut Session, rule: &str, reason: &str) {
    let edit = explain(session.case(), &[the_one(session.review(), rule)], reason);
    session.apply(edit);
}

#[test]
fn what_came_over_is_what_last_year_left_column_by_column() {
    let mut session = town();
    session.apply(last_year(
        "2021",
        2023,
        &[("t3.carried_out.natural", "3"), ("t3.carried_out.other", "1"), ("t3.carried_out.total", "4")],
    ));
    type_into(&mut session, "t3.carried_in.natural", "4");
    type_into(&mut session, "t3.carried_in.other", "0");
    let messages = told(session.review(), "Y-CARRY");
    assert_eq!(
        messages,
        ["自然人：上年结转 4，上年度报告的结转下年度继续办理 3，相差 +1", "其他：上年结转 0，上年度报告的结转下年度继续办理 1，相差 −1"]
    );
    type_into(&mut session, "t3.carried_in.natural", "3");
    type_into(&mut session, "t3.carried_in.other", "1");
    assert_eq!(told(session.review(), "Y-CARRY"), [""; 0]);
}

#[test]
fn what_last_year_left_is_offered_in_the_finding_of_its_column_blank_or_wrong() {
    let mut session = town();
    session.apply(last_year("2021", 2023, &[("t3.carried_out.natural", "3"), ("t3.carried_out.total", "3")]));
    let offered = |session: &Session| {
        let finding = session.review().findings.iter().find(|finding| finding.rule == "Y-CARRY" && !finding.fixes.is_empty()).unwrap();
        (finding.severity, finding.fixes[0].clone())
    };
    let (severity, fix) = offered(&session);
    assert_eq!(severity, Severity::Unfinished);
    assert_eq!(fix.label, "二、上年结转政府信息公开申请数量，自然人 空 → 3（上年度报告的数字）");
    type_into(&mut session, "t3.carried_in.natural", "5");
    let (severity, fix) = offered(&session);
    assert_eq!(severity, Severity::Explain);
    session.apply(fix.edit);
    assert_eq!(told(session.review(), "Y-CARRY"), [""; 0]);
}

#[test]
fn after_a_gap_of_years_nothing_is_said_to_follow() {
    let mut session = town();
    session.apply(last_year(
        "2021",
        2022,
        &[("t3.carried_out.natural", "3"), ("t3.carried_out.total", "3"), ("t2.normative.in_force", "9")],
    ));
    type_into(&mut session, "t3.carried_in.natural", "5");
    type_into(&mut session, "t2.normative.in_force", "5");
    for rule in ["Y-CARRY", "Y-FORCE"] {
        assert_eq!(told(&session.final_review(), rule), [""; 0]);
    }
}

#[test]
fn what_is_in_force_follows_from_last_year() {
    let mut session = town();
    session.apply(last_year("2021", 2023, &[("t2.normative.in_force", "10")]));
    for (column, text) in [("made", "3"), ("repealed", "2"), ("in_force", "12")] {
        type_into(&mut session, &format!("t2.normative.{column}"), text);
    }
    assert_eq!(told(session.review(), "Y-FORCE"), ["行政规范性文件：现行有效 12，上年现行有效加本年制发减本年废止为 11，相差 +1"]);
    type_into(&mut session, "t2.normative.in_force", "11");
    assert_eq!(told(session.review(), "Y-FORCE"), [""; 0]);
}

#[test]
fn items_of_2019_roll_on_by_last_years_change() {
    let mut session = blank_session("2019", 2020, "西坡镇人民政府");
    session.apply(last_year("2019", 2019, &[("t2.permits.last_year", "20"), ("t2.permits.change", "-3")]));
    type_into(&mut session, "t2.permits.last_year", "20");
    assert_eq!(told(session.review(), "Y-ITEMS"), ["行政许可：上一年项目数量 20，按上年度报告应为 17，相差 +3"]);
    type_into(&mut session, "t2.permits.last_year", "17");
    assert_eq!(told(session.review(), "Y-ITEMS"), [""; 0]);
}

#[test]
fn a_figure_more_than_half_off_last_years_is_told_where_it_is_over_10() {
    for (now, then, message) in [
        ("16", "10", Some("2023 年 10，本年 16，增加 60%")),
        ("15", "10", None),
        ("5", "11", Some("2023 年 11，本年 5，减少 55%")),
        ("6", "11", None),
        ("10", "1", None),
        ("11", "0", Some("2023 年 0，本年 11，上年为 0")),
    ] {
        let mut session = town();
        session.apply(last_year("2021", 2023, &[("t2.permits.decided", then)]));
        type_into(&mut session, "t2.permits.decided", now);
        let messages = told(session.review(), "Y-SWING");
        let wanted: Vec<_> = message.map(|message| format!("行政许可，本年处理决定数量：{message}")).into_iter().collect();
        assert_eq!(messages, wanted, "{then} → {now}");
    }
}

#[test]
fn a_blank_cell_is_no_swing_while_the_report_is_being_filled() {
    let mut session = town();
    session.apply(last_year("2021", 2023, &[("t2.permits.decided", "100")]));
    assert_eq!(told(session.review(), "Y-SWING"), [""; 0]);
    assert_eq!(told(&session.final_review(), "Y-SWING").len(), 1);
}

#[test]
fn a_report_whose_every_figure_is_last_years_is_told_once() {
    let suqian = published_session("suqian-2023.json");
    let cells: Vec<_> = suqian.form().cells().map(|(index, cell)| (cell.id.clone(), suqian.report().cell(index).text.clone())).collect();
    let cells: Vec<_> = cells.iter().map(|(id, text)| (id.as_str(), text.as_str())).collect();
    let mut session = published_session("suqian-2023.json");
    session.apply(last_year("2021", 2022, &cells));
    assert_eq!(told(session.review(), "Y-SWING"), ["全部数字与 2022 年度报告相同，请核实是否未更新"]);
    type_into(&mut session, "t4.direct.other", "15");
    assert_eq!(told(session.review(), "Y-SWING"), [""; 0]);
}

#[test]
fn another_edition_is_compared_only_where_it_says_something() {
    let mut session = blank_session("2021", 2021, "西坡镇人民政府");
    session.apply(last_year("2019", 2020, &[("t3.new.natural", "100"), ("t2.permits.decided", "30")]));
    type_into(&mut session, "t3.new.natural", "20");
    type_into(&mut session, "t2.fees.amount", "500");
    type_into(&mut session, "t2.normative.in_force", "40");
    assert_eq!(
        told(&session.final_review(), "Y-SWING"),
        [
            "行政许可，本年处理决定数量：2020 年 30，本年 0，减少 100%",
            "一、本年新收政府信息公开申请数量，自然人：2020 年 100，本年 20，减少 80%"
        ]
    );
    assert_eq!(told(&session.final_review(), "Y-FORCE"), [""; 0]);
}

#[test]
fn only_a_city_with_districts_and_above_makes_regulations() {
    for (level, fires) in
        [(Level::Province, false), (Level::City, false), (Level::County, true), (Level::Township, true), (Level::Department, true)]
    {
        let mut session = town();
        session.apply(Edit::Level(Some(level)));
        type_into(&mut session, "t2.regulations.in_force", "2");
        assert_eq!(told(session.review(), "L-REG").len(), usize::from(fires), "{level:?}");
        type_into(&mut session, "t2.regulations.in_force", "0");
        assert_eq!(told(session.review(), "L-REG").len(), 0);
    }
}

#[test]
fn a_reason_stands_until_a_value_changes_and_is_then_offered_again() {
    let mut session = town();
    session.apply(last_year("2021", 2023, &[("t2.permits.decided", "10")]));
    type_into(&mut session, "t2.permits.decided", "16");
    assert_eq!(session.review().count(Severity::Explain), 1);
    give_reason(&mut session, "Y-SWING", " 新划入两项许可 ");
    assert_eq!(the_one(session.review(), "Y-SWING").reason.as_deref(), Some("新划入两项许可"));
    assert_eq!(session.review().count(Severity::Explain), 0);
    type_into(&mut session, "t2.permits.decided", "17");
    let finding = the_one(session.review(), "Y-SWING");
    assert_eq!(finding.reason, None);
    assert_eq!(former_reason(session.case(), finding), Some("新划入两项许可"));
    give_reason(&mut session, "Y-SWING", "新划入三项许可");
    assert_eq!(session.report().explanations.len(), 1, "the reason for other values is gone");
    session.apply(last_year("2021", 2023, &[("t2.permits.decided", "9")]));
    assert_eq!(the_one(session.review(), "Y-SWING").reason, None, "last year's value counts too");
    session.undo();
    assert!(the_one(session.review(), "Y-SWING").reason.is_some());
    give_reason(&mut session, "Y-SWING", "");
    assert_eq!(session.report().explanations, []);
}

#[test]
fn a_reason_for_prose_stands_for_its_sentence_alone() {
    let mut session = town();
    write(&mut session, "preface", "联系电话13812341234。");
    give_reason(&mut session, "S-PHONE", "公务手机，已同意公开");
    write(&mut session, "preface", "欢迎联系。联系电话13812341234。");
    assert!(the_one(session.review(), "S-PHONE").reason.is_some(), "what stands before it is no matter");
    write(&mut session, "preface", "欢迎联系。联系电话13812341235。");
    assert_eq!(the_one(session.review(), "S-PHONE").reason, None);
}

#[test]
fn a_reason_is_kept_in_the_file() {
    let mut session = town();
    session.apply(last_year("2021", 2023, &[("t2.fees.amount", "59237.2449")]));
    type_into(&mut session, "t2.fees.amount", "1.50");
    write(&mut session, "s6", "没有其他事项。");
    give_reason(&mut session, "Y-SWING", "停征两项");
    give_reason(&mut session, "L-FEE", "已在上级报告中写明");
    let opened = json::open(json::write(session.form(), session.report()).as_bytes(), &editions()).unwrap();
    let again = Session::new(opened.form, opened.report, crate::common::covers_all());
    assert_eq!(the_one(again.review(), "Y-SWING").reason.as_deref(), Some("停征两项"));
    assert_eq!(the_one(again.review(), "L-FEE").reason.as_deref(), Some("已在上级报告中写明"));
}

/// Every rule that the checks can tell, as their sources name it: a letter, a hyphen, capitals.
fn rules_of_the_checks() -> std::collections::BTreeSet<String> {
    fn walk(folder: &std::path::Path, rules: &mut std::collections::BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, rules);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            let quoted = text.split('"').filter(|part| {
                let name = part.split_once('-').filter(|(family, _)| family.len() == 1).map(|(_, name)| name);
                name.is_some_and(|name| name.len() >= 2 && name.chars().all(|c| c.is_ascii_uppercase()))
            });
            rules.extend(quoted.map(str::to_owned));
        }
    }
    let mut rules = std::collections::BTreeSet::new();
    walk(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/check"), &mut rules);
    rules
}

#[test]
fn each_rule_of_the_checks_has_a_source() {
    // What the fonts draw is a property of the machine, not of an edition.
    let rules: Vec<_> = rules_of_the_checks().into_iter().filter(|rule| rule != "S-GLYPH").collect();
    for known in
        ["P-FIG", "P-SHARE", "P-PART", "P-DATE", "P-SIGN", "P-LEFT", "P-LAW", "P-PUNCT", "S-CARD", "S-PERSON", "L-REGISTER", "Y-SWING"]
    {
        assert!(rules.iter().any(|rule| rule == known), "{known} is told by no check: {rules:?}");
    }
    for form in editions().iter() {
        let source = |rule: &str| form.review.sources.get(rule).is_some_and(|source| !source.trim().is_empty());
        for rule in &rules {
            // Fees are reported from the edition of 2021 on.
            let asked = rule != "L-FEE" || form.first_year >= 2021;
            assert!(!asked || source(rule), "{} {rule} has no source", form.edition);
        }
        let told = |rule: &String| rules.contains(rule) || form.sums.iter().any(|sum| sum.rule == *rule);
        let unknown: Vec<_> = form.review.sources.keys().filter(|rule| !told(rule)).collect();
        assert_eq!(unknown, Vec::<&String>::new(), "{}: a source of no rule", form.edition);
    }
}
