//! The command line: its exit codes and what it prints, in the real program.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

/// A folder of this test's own, emptied first.
pub(crate) fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("command_line").join(name);
    let _gone = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

pub(crate) fn nianbao(folder: &Path, arguments: &[&str]) -> Output {
    let program =
        Command::new(env!("CARGO_BIN_EXE_nianbao")).args(arguments).current_dir(folder).env("NIANBAO_DATA", folder.join("data")).output();
    program.unwrap()
}

pub(crate) fn said(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

pub(crate) fn complained(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[track_caller]
pub(crate) fn ends_with_code(output: &Output, code: i32) {
    assert_eq!(output.status.code(), Some(code), "{}{}", said(output), complained(output));
}

/// The Suqian figures as a report file, with changes.
pub(crate) fn suqian(folder: &Path, changes: &[(&str, &str)]) {
    let mut session = crate::common::published_session("suqian-2023.json");
    for (id, text) in changes {
        crate::common::type_into(&mut session, id, text);
    }
    std::fs::write(folder.join("宿迁 2023.nianbao"), nianbao::file::json::write(session.form(), session.report())).unwrap();
}

#[test]
fn new_makes_a_blank_report_of_the_years_edition_and_overwrites_nothing() {
    let folder = folder("new");
    let output = nianbao(&folder, &["new", "--unit", "西坡镇人民政府", "--year", "2020", "西坡 2020.nianbao"]);
    ends_with_code(&output, 0);
    let text = std::fs::read_to_string(folder.join("西坡 2020.nianbao")).unwrap();
    let report: Value = serde_json::from_str(&text).unwrap();
    assert_eq!((&report["form"], &report["level"], &report["cells"]), (&"2019".into(), &"乡镇街道".into(), &serde_json::json!({})));
    assert_eq!(report["id"].as_str().unwrap().len(), 36);
    let again = nianbao(&folder, &["new", "--unit", "别的镇", "--year", "2024", "西坡 2020.nianbao"]);
    ends_with_code(&again, 2);
    assert!(complained(&again).contains("没有覆盖"));
    assert_eq!(std::fs::read_to_string(folder.join("西坡 2020.nianbao")).unwrap(), text);
    ends_with_code(&nianbao(&folder, &["new", "--unit", "西坡镇", "--year", "2018", "old.nianbao"]), 2);
    assert!(!folder.join("old.nianbao").exists());
}

#[test]
fn a_new_report_starts_from_last_years_and_says_what_it_took() {
    let folder = folder("new_from");
    suqian(&folder, &[]);
    let output = nianbao(&folder, &["new", "--from", "宿迁 2023.nianbao", "宿迁 2024.nianbao"]);
    ends_with_code(&output, 0);
    assert!(said(&output).contains("可从上年结转 6 格，加 --carry 填好"), "{}", said(&output));
    let read = |name: &str| serde_json::from_str::<Value>(&std::fs::read_to_string(folder.join(name)).unwrap()).unwrap();
    let report = read("宿迁 2024.nianbao");
    assert_eq!((&report["unit"], &report["year"], &report["cells"]), (&"宿迁市".into(), &2024.into(), &serde_json::json!({})));
    assert_eq!(report["last_year"]["cells"]["t3.new.total"], 3511);
    assert_eq!(report["prose"].as_object().unwrap().keys().collect::<Vec<_>>(), ["s1"], "heads alone");
    let output = nianbao(&folder, &["new", "--from", "宿迁 2023.nianbao", "--carry", "--unit", "宿迁市政务办", "二.nianbao"]);
    ends_with_code(&output, 0);
    assert_eq!(read("二.nianbao")["cells"]["t3.carried_in.natural"], 118);
    assert!(complained(&output).contains("上年度报告的单位是“宿迁市”，本报告是“宿迁市政务办”"), "{}", complained(&output));
    ends_with_code(&nianbao(&folder, &["new", "三.nianbao"]), 2);
}

#[test]
fn check_says_what_was_checked_and_ends_with_0_when_all_holds() {
    let folder = folder("check");
    suqian(&folder, &[]);
    let output = nianbao(&folder, &["check", "宿迁 2023.nianbao"]);
    ends_with_code(&output, 0);
    assert!(said(&output).ends_with("已核对 42 条勾稽关系，全部相符\n"), "{}", said(&output));
}

#[test]
fn check_and_export_say_the_same_of_a_report_that_names_no_level() {
    let folder = folder("no_level");
    let mut session = crate::common::blank_session("2021", 2024, "西坡镇人民政府");
    session.apply(nianbao::report::Edit::Level(None));
    crate::common::type_into(&mut session, "t2.regulations.in_force", "1");
    std::fs::write(folder.join("西坡.nianbao"), nianbao::file::json::write(session.form(), session.report())).unwrap();
    let checked = said(&nianbao(&folder, &["check", "西坡.nianbao"]));
    let exported = said(&nianbao(&folder, &["export", "西坡.nianbao", "--json", "西坡.json"]));
    for rule in ["[L-REG]", "[P-DUTY]"] {
        assert!(checked.contains(rule), "{checked}");
        assert!(exported.contains(rule), "{exported}");
    }
    let rules =
        |text: &str| text.lines().filter_map(|line| Some(line.split_once('[')?.1.split_once(']')?.0.to_owned())).collect::<Vec<_>>();
    assert_eq!(rules(&checked), rules(&exported));
    assert!(session.review().findings.iter().any(|finding| finding.rule == "L-REG"), "the window says it too");
}

#[test]
fn check_ends_with_1_when_a_rule_fails_and_says_it_in_words() {
    let folder = folder("check_fails");
    suqian(&folder, &[("t3.handled.natural", "3376")]);
    let output = nianbao(&folder, &["check", "宿迁 2023.nianbao"]);
    ends_with_code(&output, 1);
    assert!(said(&output).contains("自然人：一（3402）＋二（91）＝3493，三（七）（3376）＋四（118）＝3494，相差 −1"), "{}", said(&output));
    let json = nianbao(&folder, &["check", "--json", "宿迁 2023.nianbao"]);
    ends_with_code(&json, 1);
    let findings: Value = serde_json::from_str(&said(&json)).unwrap();
    let finding = findings.as_array().unwrap().iter().find(|finding| finding["rule"] == "T3-ID").unwrap();
    assert_eq!(finding["severity"], "blocking");
    assert_eq!(
        finding["cells"],
        serde_json::json!(["t3.new.natural", "t3.carried_in.natural", "t3.handled.natural", "t3.carried_out.natural"])
    );
    assert_eq!((finding["left"].to_string(), finding["right"].to_string()), ("3493".to_owned(), "3494".to_owned()));
    assert_eq!(finding["report"], "宿迁 2023.nianbao");
}

#[test]
fn check_ends_with_2_when_one_of_many_cannot_be_read() {
    let folder = folder("check_damaged");
    suqian(&folder, &[]);
    std::fs::write(folder.join("坏.nianbao"), "{").unwrap();
    let output = nianbao(&folder, &["check", "宿迁 2023.nianbao", "坏.nianbao", "没有.nianbao"]);
    ends_with_code(&output, 2);
    let errors = complained(&output);
    assert!(errors.contains("坏.nianbao") && errors.contains("没有.nianbao"), "{errors}");
}

#[test]
fn a_newer_file_ends_with_2() {
    let folder = folder("newer");
    suqian(&folder, &[]);
    let path = folder.join("宿迁 2023.nianbao");
    let text = std::fs::read_to_string(&path).unwrap().replacen("nianbao/1", "nianbao/9", 1);
    std::fs::write(&path, &text).unwrap();
    ends_with_code(&nianbao(&folder, &["check", "宿迁 2023.nianbao"]), 2);
    ends_with_code(&nianbao(&folder, &["export", "宿迁 2023.nianbao", "--json", "out.json"]), 2);
    assert!(!folder.join("out.json").exists());
}

#[test]
fn export_writes_nothing_where_a_rule_blocks_unless_a_draft_is_asked_for() {
    let folder = folder("export");
    suqian(&folder, &[("t3.handled.natural", "3376")]);
    let output = nianbao(&folder, &["export", "宿迁 2023.nianbao", "--json", "out.json", "--pdf", "out.pdf"]);
    ends_with_code(&output, 1);
    assert!(!folder.join("out.json").exists() && !folder.join("out.pdf").exists());
    ends_with_code(&nianbao(&folder, &["export", "--draft", "宿迁 2023.nianbao", "--json", "out.json", "--pdf", "out.pdf"]), 0);
    let report: Value = serde_json::from_str(&std::fs::read_to_string(folder.join("out.json")).unwrap()).unwrap();
    assert_eq!(report["status"], "draft");
    assert!(std::fs::read(folder.join("out.pdf")).unwrap().starts_with(b"%PDF-"));
    ends_with_code(&nianbao(&folder, &["export", "宿迁 2023.nianbao"]), 2);
}

#[test]
fn duplex_moves_the_binding_margin_of_the_second_page() {
    let folder = folder("export_duplex");
    suqian(&folder, &[]);
    let pages = |name: &str, more: &[&str]| {
        let arguments = ["export", "宿迁 2023.nianbao", "--fonts", "shipped", "--pdf", name];
        ends_with_code(&nianbao(&folder, &[arguments.as_slice(), more].concat()), 0);
        let document = lopdf::Document::load(folder.join(name)).unwrap();
        document.page_iter().map(|page| document.get_page_content(page)).collect::<Vec<_>>()
    };
    let (single, double) = (pages("单面.pdf", &[]), pages("双面.pdf", &["--duplex"]));
    let changed: Vec<_> = single.iter().zip(&double).map(|(one, other)| one != other).collect();
    assert_eq!(changed, [false, true, false]);
}

#[test]
fn export_of_the_sample_prints_blanks_as_0_and_says_how_many() {
    let folder = folder("export_sample");
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/samples/xipo-2020.json");
    let output = nianbao(&folder, &["export", sample, "--json", "西坡.json", "--pdf", "西坡.pdf"]);
    ends_with_code(&output, 0);
    assert!(said(&output).contains("已核对 40 条勾稽关系，全部相符"), "{}", said(&output));
    assert!(said(&output).contains("个空白格按 0 导出"), "{}", said(&output));
    let report: Value = serde_json::from_str(&std::fs::read_to_string(folder.join("西坡.json")).unwrap()).unwrap();
    assert_eq!(report["cells"].as_object().unwrap().len(), 198);
    assert!(report["cells"].as_object().unwrap().values().all(|figure| *figure == 0));
    assert_eq!(report["status"], "final");
    assert!(said(&output).contains("表二 22、表三 161、表四 15 个数字与填报一致"), "{}", said(&output));
    // The PDF is the file: it is checked and exported like the report itself.
    ends_with_code(&nianbao(&folder, &["check", "西坡.pdf"]), 0);
    ends_with_code(&nianbao(&folder, &["export", "西坡.pdf", "--json", "again.json"]), 0);
    assert_eq!(std::fs::read(folder.join("again.json")).unwrap(), std::fs::read(folder.join("西坡.json")).unwrap());
}

#[test]
fn a_wrong_call_ends_with_2_and_help_with_0() {
    let folder = folder("usage");
    ends_with_code(&nianbao(&folder, &["check"]), 2);
    ends_with_code(&nianbao(&folder, &["export", "--nonsense"]), 2);
    ends_with_code(&nianbao(&folder, &["--help"]), 0);
    ends_with_code(&nianbao(&folder, &["--version"]), 0);
}

#[test]
fn export_writes_every_paper_at_once_and_says_of_each_that_it_agrees() {
    let folder = folder("papers");
    suqian(&folder, &[]);
    let papers = ["--pdf", "a.pdf", "--docx", "a.docx", "--html", "a.html", "--xlsx", "a.xlsx", "--json", "a.json"];
    let output = nianbao(&folder, &[&["export", "宿迁 2023.nianbao", "--fonts", "shipped"], papers.as_slice()].concat());
    ends_with_code(&output, 0);
    assert_eq!(said(&output).matches("与填报一致").count(), 4, "{}", said(&output));
    assert_eq!(said(&output).matches("已导出：").count(), 5);
    ends_with_code(&nianbao(&folder, &["check", "a.docx"]), 0);
    let output = nianbao(&folder, &["export", "a.docx", "--docx", "b.docx", "--fonts", "shipped"]);
    ends_with_code(&output, 0);
    assert_eq!(std::fs::read(folder.join("a.docx")).unwrap(), std::fs::read(folder.join("b.docx")).unwrap(), "the same bytes again");
}

#[test]
fn a_report_that_fails_a_rule_gets_no_paper_unless_as_a_draft() {
    let folder = folder("papers_blocked");
    suqian(&folder, &[("t3.handled.natural", "3376")]);
    for kind in ["docx", "html", "xlsx"] {
        let (option, file) = (format!("--{kind}"), format!("a.{kind}"));
        ends_with_code(&nianbao(&folder, &["export", "宿迁 2023.nianbao", &option, &file]), 1);
        assert!(!folder.join(&file).exists());
        ends_with_code(&nianbao(&folder, &["export", "宿迁 2023.nianbao", &option, &file, "--draft"]), 0);
        assert!(folder.join(&file).exists());
    }
}
