//! `check` of folders: reports paired with last year's by unit, damaged files named and passed over.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use nianbao::file::json;
use nianbao::report::{Edit, Report};
use nianbao::session::Session;
use serde_json::Value;

use crate::common::{blank_session, type_into};

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bulk").join(name);
    let _gone = std::fs::remove_dir_all(&folder);
    for part in ["now", "then"] {
        std::fs::create_dir_all(folder.join(part)).unwrap();
    }
    folder
}

fn check(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_nianbao")).arg("check").args(arguments).current_dir(folder).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// A balanced report in which `left_over` applications go on to the next year.
fn unit(name: &str, year: i32, carried_in: &str, left_over: &str) -> Session {
    let mut session = blank_session("2021", year, name);
    type_into(&mut session, "t3.carried_in.natural", carried_in);
    type_into(&mut session, "t3.new.natural", left_over);
    type_into(&mut session, "t3.granted.natural", carried_in);
    type_into(&mut session, "t3.carried_out.natural", left_over);
    session
}

fn save(session: &Session, path: &Path) {
    let report: &Report = session.report();
    std::fs::write(path, json::write(session.form(), report)).unwrap();
}

fn findings(output: &Output) -> Vec<Value> {
    serde_json::from_str::<Vec<Value>>(&said(output)).unwrap()
}

/// The reports in which a rule was found.
fn reports_with(output: &Output, rule: &str) -> Vec<String> {
    let mut reports: Vec<_> = findings(output)
        .iter()
        .filter(|finding| finding["rule"] == rule)
        .map(|finding| finding["report"].as_str().unwrap().to_owned())
        .collect();
    reports.dedup();
    reports
}

#[test]
fn reports_of_a_folder_are_paired_with_last_years_by_unit() {
    let folder = folder("paired");
    save(&unit("东坡镇人民政府", 2023, "0", "3"), &folder.join("then/a.nianbao"));
    save(&unit("西坡镇人民政府", 2023, "0", "2"), &folder.join("then/b.nianbao"));
    save(&unit("西坡镇人民政府", 2022, "0", "9"), &folder.join("then/older.nianbao"));
    save(&unit("西坡镇 人民政府", 2024, "2", "0"), &folder.join("now/1.nianbao"));
    save(&unit("东坡镇人民政府", 2024, "4", "0"), &folder.join("now/2.nianbao"));
    let output = check(&folder, &["now", "--last-year", "then", "--json"]);
    assert_eq!(reports_with(&output, "Y-CARRY"), ["now/2.nianbao"]);
    assert_eq!(output.status.code(), Some(0), "what asks for a reason blocks nothing");
}

#[test]
fn a_renamed_unit_is_paired_by_a_two_column_file_in_gbk_too() {
    let folder = folder("renamed");
    save(&unit("老镇人民政府", 2023, "0", "3"), &folder.join("then/a.nianbao"));
    save(&unit("新街道办事处", 2024, "5", "0"), &folder.join("now/a.nianbao"));
    let arguments = ["now", "--last-year", "then", "--json"];
    assert_eq!(reports_with(&check(&folder, &arguments), "Y-CARRY"), [""; 0]);
    let (pairs, _, _) = encoding_rs::GB18030.encode("新街道办事处,老镇人民政府\r\n");
    std::fs::write(folder.join("pairs.csv"), pairs).unwrap();
    let output = check(&folder, &[&arguments[..], &["--pairs", "pairs.csv"]].concat());
    assert_eq!(reports_with(&output, "Y-CARRY"), ["now/a.nianbao"]);
    std::fs::write(folder.join("pairs.csv"), "新街道办事处\n").unwrap();
    let output = check(&folder, &[&arguments[..], &["--pairs", "pairs.csv"]].concat());
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("第 1 行应是两列"));
}

#[test]
fn a_table_has_a_row_for_each_report_and_damaged_files_are_named_and_passed_over() {
    let folder = folder("table");
    save(&unit("西坡镇人民政府", 2024, "0", "0"), &folder.join("now/1.nianbao"));
    let mut wrong = unit("东坡镇人民政府", 2024, "0", "0");
    type_into(&mut wrong, "t4.review.total", "1");
    save(&wrong, &folder.join("now/2.nianbao"));
    std::fs::write(folder.join("now/3.nianbao"), "{\"format\":").unwrap();
    std::fs::write(folder.join("now/读我.txt"), "不是年报").unwrap();
    let output = check(&folder, &["now"]);
    let text = said(&output);
    let rows: Vec<_> = text.lines().collect();
    assert_eq!(rows.len(), 4, "{text}");
    assert!(rows[1].trim_start().starts_with("0 ") && rows[1].contains("42/42") && rows[1].ends_with("now/1.nianbao"), "{text}");
    assert!(rows[2].trim_start().starts_with("1 ") && rows[2].contains("41/42") && rows[2].contains("东坡镇人民政府"), "{text}");
    assert_eq!(rows[3], "共 3 份：0 份没有问题，1 份待说明，1 份有误，1 份无法读取");
    assert!(String::from_utf8_lossy(&output.stderr).contains("now/3.nianbao"));
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn last_years_file_of_another_unit_is_told() {
    let folder = folder("other");
    save(&unit("东坡镇人民政府", 2022, "0", "3"), &folder.join("then/a.nianbao"));
    save(&unit("西坡镇人民政府", 2024, "3", "0"), &folder.join("now/a.nianbao"));
    let output = check(&folder, &["now/a.nianbao", "--last-year", "then/a.nianbao"]);
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(errors.contains("上年度报告的单位是“东坡镇人民政府”，本报告是“西坡镇人民政府”：now/a.nianbao"), "{errors}");
    assert!(errors.contains("上年度报告是 2022 年度的，本报告是 2024 年度的"), "{errors}");
}

#[test]
fn reports_stand_in_order_however_the_work_is_spread() {
    let folder = folder("order");
    for at in 0..300 {
        let mut session = unit(&format!("第{at}镇人民政府"), 2024, "0", "0");
        type_into(&mut session, "t4.review.total", "1");
        save(&session, &folder.join(format!("now/{at:04}.nianbao")));
    }
    let output = check(&folder, &["now", "--json"]);
    let reports = reports_with(&output, "T4-SUM");
    assert_eq!(reports.len(), 300);
    assert!(reports.is_sorted());
}

/// Paragraphs without a figure, as most of a report's are.
const QUIET: [&str; 8] = [
    "围绕群众关心的惠农补贴、村级财务、项目建设等事项，及时更新公开目录，做到应公开尽公开，并在公开栏同步张贴，方便不上网的老人查看。",
    "对拟公开的内容先由科室自查，再由办公室审核，涉及个人信息的一律隐去，确保公开内容准确、规范、完整。",
    "把政策解读放在与文件同等重要的位置，文件起草时同步准备解读材料，用问答、图示等方式讲清来龙去脉。",
    "主要负责人定期听取汇报，分管负责人具体抓落实，明确专人负责信息的收集、整理和发布，做到人员变动时工作不断档。",
    "加强与上级业务部门的沟通，对办理中遇到的疑难问题及时请教，力求答复合法、合理、便民。",
    "改进网站栏目设置，优化检索方式，缩短查找路径，对过时的内容及时清理，对错误的链接及时修复。",
    "将信息公开列入年度考核，邀请群众代表开展社会评议，认真听取意见，没有发生责任追究的情形。",
    "从日常检查看，个别栏目更新还不够及时，解读的形式还不够丰富，与群众的期待仍有距离。",
];

/// Seven kilobytes of prose with forty figures in it, that agree with the tables of the Suqian report.
fn long_text(year: i32, at: usize) -> String {
    let figures = [
        format!("{year}年，全市共收到政府信息公开申请3511件，其中自然人3402件、法人或其他组织109件；上年结转96件，共办理3607件。"),
        "全年办结3486件，结转下年度继续办理121件。予以公开1191件，占办结总数的34.2%；部分公开328件，不予公开142件，无法提供1078件，不予处理406件，其他处理341件。".to_owned(),
        "门户网站发布信息1420条，其中通知公告320条、政策文件80条、工作动态1020条；公众号推送610条，短视频25个。".to_owned(),
        "组织培训4期260人次，召开会议3次，抽查栏目120个，整改问题17个，回应关切46次，制作图解12个。".to_owned(),
    ];
    let quiet = QUIET.iter().cycle().skip(at % QUIET.len()).enumerate().take(30);
    let paragraphs = quiet.map(|(place, text)| format!("第{place}方面第{at}项，{text}"));
    figures.into_iter().chain(paragraphs).collect::<Vec<_>>().join("\n")
}

/// Writes 10,000 reports with 7 kB of prose each and last year's beside them, to measure `check` with; run by hand.
#[test]
#[ignore = "writes 300 MB"]
fn write_ten_thousand_reports_to_measure_with() {
    let folder = folder("many");
    for (part, year) in [("now", 2024), ("then", 2023)] {
        let session = crate::common::published_session("suqian-2023.json");
        let mut report = session.report().clone();
        for at in 0..10_000 {
            let text = long_text(year, at);
            let prose = Edit::Prose { section: "s1".to_owned(), text };
            report.apply(session.form(), Edit::All(vec![Edit::Unit(format!("第{at}镇人民政府")), Edit::Year(year), prose]));
            std::fs::write(folder.join(format!("{part}/{at:05}.nianbao")), json::write(session.form(), &report)).unwrap();
        }
    }
    println!("{}: {} bytes each", folder.display(), std::fs::metadata(folder.join("now/00001.nianbao")).unwrap().len());
}
