//! A new year that starts from last year's report.

use nianbao::report::{Edit, LastYear, Level, NewYear, Report, Signature, Source, Start, next_year, notes};
use nianbao::session::Session;

use super::{told, write};
use crate::common::{covers_all, form, published_session, type_into};

fn source(session: &Session) -> Source<'_> {
    Source { form: session.form(), report: session.report() }
}

/// The report of a year that starts from this one.
fn started(old: &Session, edition: &str, year: i32) -> NewYear {
    next_year(&form(edition), source(old), Start { id: "id", year, unit: &old.report().unit })
}

#[test]
fn the_new_year_has_unit_signature_contact_and_heads_and_no_prose_of_last_year() {
    let mut old = published_session("suqian-2023.json");
    write(&mut old, "preface", "根据《条例》编制本报告。联系电话：0527-84368000。\n地址：宿迁市洪泽湖路156号");
    write(&mut old, "s1", "（一）主动公开\n公开信息12万条。\n（二）依申请公开情况\n收到申请{t3.new.total}件。");
    old.apply(Edit::Signature(Some(Signature {
        unit: "宿迁市人民政府".to_owned(), date: "2024-01-20".to_owned(), extra: Vec::new()
    })));
    let new = started(&old, "2021", 2024);
    assert_eq!((new.report.unit.as_str(), new.report.year), ("宿迁市", 2024));
    assert_eq!(new.report.prose("preface"), "联系电话：0527-84368000。\n地址：宿迁市洪泽湖路156号");
    assert_eq!(new.report.prose("s1"), "（一）主动公开\n（二）依申请公开情况");
    assert_eq!(new.report.prose("s5"), "");
    let signature = new.report.signature.unwrap();
    assert_eq!((signature.unit.as_str(), signature.date.as_str()), ("宿迁市人民政府", ""));
    let last = new.report.last_year.unwrap();
    assert_eq!(last.prose["s1"], "（一）主动公开\n公开信息12万条。\n（二）依申请公开情况\n收到申请3511件。", "figures stand as printed");
    assert_eq!(last.cells["t3.handled.total"], "3486", "totals too");
    assert_eq!(new.notes, ["上年度报告是草稿，数字可能不是最后上报的"]);
    assert_eq!(
        new.taken,
        [
            "单位名称、层级（市）、落款单位（宿迁市人民政府）",
            "“引言”的联系方式：联系电话：0527-84368000。 地址：宿迁市洪泽湖路156号",
            "“一、总体情况”的小标题：（一）主动公开 （二）依申请公开情况",
            "上年数字 200 个，淡色显示在格子旁；上年正文不写进来，写到那一部分时可以对照",
        ]
    );
}

#[test]
fn a_renamed_unit_signs_with_its_new_name_and_is_told() {
    let mut old = published_session("suqian-2023.json");
    old.apply(Edit::Signature(Some(Signature { unit: "宿迁市".to_owned(), ..Signature::default() })));
    let new = next_year(&form("2021"), source(&old), Start { id: "id", year: 2024, unit: "宿迁市数据局" });
    assert_eq!(new.report.signature.unwrap().unit, "宿迁市数据局");
    assert_eq!(new.report.level, Some(Level::Department));
    assert_eq!(new.notes[0], "上年度报告的单位是“宿迁市”，本报告是“宿迁市数据局”");
}

#[test]
fn after_a_gap_of_years_nothing_is_offered_to_be_carried_over() {
    let old = published_session("suqian-2023.json");
    let new = started(&old, "2021", 2025);
    assert_eq!(new.offers, []);
    assert_eq!(new.notes[0], "选的报告是 2023 年度的，与本报告相隔 2 年");
}

#[test]
fn what_was_left_over_is_offered_column_by_column_and_then_fits() {
    let old = published_session("suqian-2023.json");
    let new = started(&old, "2021", 2024);
    let named: Vec<_> = new.offers.iter().map(|(cell, text)| (old.form().cell(*cell).unwrap().id.as_str(), text.as_str())).collect();
    assert_eq!(
        named,
        [
            ("t3.carried_in.natural", "118"),
            ("t3.carried_in.business", "3"),
            ("t3.carried_in.research", "0"),
            ("t3.carried_in.welfare", "0"),
            ("t3.carried_in.legal", "0"),
            ("t3.carried_in.other", "0"),
        ]
    );
    let mut session = Session::new(form("2021"), new.report, covers_all());
    assert_eq!(told(&session.final_review(), "Y-CARRY").len(), 2, "自然人, 商业企业; the total fails by no more than they do");
    session.apply(Edit::Cells(new.offers));
    assert_eq!(told(&session.final_review(), "Y-CARRY"), [""; 0]);
}

#[test]
fn items_of_2019_are_rolled() {
    let mut old = crate::common::blank_session("2019", 2019, "西坡镇人民政府");
    type_into(&mut old, "t2.permits.last_year", "20");
    type_into(&mut old, "t2.permits.change", "-3");
    let new = started(&old, "2019", 2020);
    let cell = old.form().find("t2.permits.last_year").unwrap();
    assert!(new.offers.contains(&(cell, "17".to_owned())));
}

#[test]
fn from_2019_to_2021_what_maps_is_gone_and_is_new_is_listed_first() {
    let mut old = published_session("shanghai-office-2019.json");
    old.apply(Edit::Year(2020));
    let new = started(&old, "2021", 2021);
    assert_eq!(
        new.changes,
        [
            "表样由 2019 版换为 2021 版：174 个数字可与上年对照",
            "（六）其他处理由一行分为三行，上年数字不对应到某一行",
            "不再填报：表二 规章（本年新公开数量、对外公开总数量）",
            "不再填报：表二 规范性文件（本年新公开数量、对外公开总数量）",
            "不再填报：表二 行政许可（上一年项目数量、本年增/减）",
            "不再填报：表二 其他对外管理服务事项（上一年项目数量、本年增/减、处理决定数量）",
            "不再填报：表二 行政处罚（上一年项目数量、本年增/减）",
            "不再填报：表二 行政强制（上一年项目数量、本年增/减）",
            "不再填报：表二 行政事业性收费（上一年项目数量、本年增/减）",
            "不再填报：表二 政府集中采购（采购项目数量、采购总金额）",
            "新增填报：表二 规章（本年废止件数、现行有效件数）",
            "新增填报：表二 行政规范性文件（本年废止件数、现行有效件数）",
            "新增填报：表二 行政事业性收费（本年收费金额（单位：万元））",
        ]
    );
    let cell = form("2021").find("t3.carried_in.natural").unwrap();
    assert!(new.offers.contains(&(cell, "72".to_owned())), "表三 maps");
}

#[test]
fn another_unit_and_a_gap_of_years_are_told() {
    let old = published_session("suqian-2023.json");
    let form = form("2021");
    let of = |year: i32, unit: &str| {
        let told = notes(&Report::blank(&form, "id", year, unit, None), old.report());
        told.into_iter().filter(|note| !note.contains("草稿")).collect::<Vec<_>>()
    };
    assert_eq!(of(2024, "宿迁市"), [""; 0]);
    assert_eq!(of(2024, "淮安市"), ["上年度报告的单位是“宿迁市”，本报告是“淮安市”"]);
    assert_eq!(of(2026, "宿迁市"), ["选的报告是 2023 年度的，与本报告相隔 3 年"]);
    assert_eq!(of(2023, "宿迁市"), ["选的报告也是 2023 年度的，不是上年度的"]);
    assert_eq!(of(2022, "宿迁市"), ["选的报告是 2023 年度的，在本报告之后"]);
}

#[test]
fn last_year_is_kept_and_can_be_taken_back() {
    let old = published_session("suqian-2023.json");
    let mut session = crate::common::blank_session("2021", 2024, "宿迁市");
    session.apply(Edit::LastYear(Some(Box::new(LastYear::of(source(&old))))));
    assert_eq!(session.report().last_year.as_ref().unwrap().figure("t2.fees.amount"), "59237.2449".parse().ok());
    session.undo();
    assert_eq!(session.report().last_year, None);
}
