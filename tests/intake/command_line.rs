//! Files of others at the command line: whatever takes a report takes them.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use super::foreign;

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("intake").join(name);
    let _gone = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

fn nianbao(folder: &Path, arguments: &[&str]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_nianbao"));
    program.args(arguments).current_dir(folder).env("NIANBAO_DATA", folder.join("data")).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn complained(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[track_caller]
fn ends_with_code(output: &Output, code: i32) {
    assert_eq!(output.status.code(), Some(code), "{}{}", said(output), complained(output));
}

fn path(name: &str) -> String {
    foreign(name).display().to_string()
}

#[test]
fn import_says_what_was_read_from_where_and_what_the_checks_say_and_writes_a_report() {
    let folder = folder("import");
    let output = nianbao(&folder, &["import", &path("suqian-2023-slash.html"), "宿迁 2023.nianbao", "--unit", "宿迁市人民政府"]);
    ends_with_code(&output, 0);
    for line in [
        "单位　宿迁市人民政府（写明的）",
        "年度　2023（标题，第 1 段）",
        "表三　175 格中 175 格（第 2 张表）",
        "网站内容 1 行，没有采用　发布日期：2024-01-20 来源：办公室 浏览次数：311",
        "已核对 42 条勾稽关系，全部相符",
        "已读入 2023 年度年报（2021 版表样）：宿迁 2023.nianbao",
    ] {
        assert!(said(&output).lines().any(|found| found == line), "{line}\n{}", said(&output));
    }
    let opened = nianbao::file::open(&folder.join("宿迁 2023.nianbao"), &crate::common::editions()).unwrap();
    assert_eq!((opened.report.unit.as_str(), opened.report.id.len()), ("宿迁市人民政府", 36));
    super::holds(&opened, "t3.new.natural", "3402");
    let again = nianbao(&folder, &["import", &path("xipo-2020.docx"), "宿迁 2023.nianbao"]);
    ends_with_code(&again, 2);
    assert!(complained(&again).contains("没有覆盖"));
}

#[test]
fn check_export_and_new_take_the_files_of_others() {
    let folder = folder("others");
    let checked = nianbao(&folder, &["check", &path("suqian-2023.docx")]);
    ends_with_code(&checked, 0);
    assert!(said(&checked).ends_with("已核对 42 条勾稽关系，全部相符\n"), "{}", said(&checked));
    let exported = nianbao(&folder, &["export", &path("xipo-2020-plain.html"), "--json", "西坡.json"]);
    ends_with_code(&exported, 0);
    let made = nianbao(&folder, &["new", "--from", &path("suqian-2023-wps.docx"), "宿迁 2024.nianbao"]);
    ends_with_code(&made, 0);
    let opened = nianbao::file::open(&folder.join("宿迁 2024.nianbao"), &crate::common::editions()).unwrap();
    assert_eq!(opened.report.year, 2024);
    assert_eq!(opened.report.last_year.unwrap().cells["t3.new.natural"], "3402");
}

#[test]
fn what_cannot_be_read_is_one_sentence_with_the_path_and_code_two() {
    let folder = folder("refused");
    std::fs::write(folder.join("年报.doc"), b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and so on").unwrap();
    std::fs::write(folder.join("通知.html"), "<html><body>放假通知</body></html>").unwrap();
    std::fs::write(folder.join("无年度.html"), "<html><p>一、总体情况</p><p>好。</p><p>六、其他需要报告的事项</p><p>无</p></html>")
        .unwrap();
    for (file, sentence) in [
        ("年报.doc", "这是旧格式的文档（.doc、.wps），请用 Word 或 WPS 另存为 .docx 再打开：年报.doc\n"),
        ("通知.html", "这不是政府信息公开工作年度报告：没有找到它的标题、各部分和表格：通知.html\n"),
        ("无年度.html", "没有读到报告年度，请写明年度：无年度.html\n"),
    ] {
        let output = nianbao(&folder, &["import", file, "out.nianbao"]);
        ends_with_code(&output, 2);
        assert_eq!((complained(&output).as_str(), said(&output).as_str()), (sentence, ""));
        assert!(!folder.join("out.nianbao").exists());
    }
    ends_with_code(&nianbao(&folder, &["import", "无年度.html", "out.nianbao", "--year", "2023", "--unit", "青石县"]), 0);
}
