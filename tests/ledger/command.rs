//! `nianbao ledger` in the real program: what it asks, writes and leaves alone.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

const CSV: &str = "收到日期,申请人类型,办理结果,答复日期\n2024-03-01,公民,予以公开,2024-03-05\n2024-03-02,事业单位,内容不明确,2024-03-06\n2024-04-02,事业单位,重复,2024-04-06\n";

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("ledger").join(name);
    let _gone = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let made = nianbao(&folder, &["new", "--unit", "西坡镇人民政府", "--year", "2024", "年报.nianbao"]);
    assert!(made.status.success());
    folder
}

fn nianbao(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_nianbao"))
        .args(arguments)
        .current_dir(folder)
        .env("NIANBAO_DATA", folder.join("data"))
        .output()
        .unwrap()
}

#[track_caller]
fn ends_with(output: &Output, code: i32) -> (String, String) {
    let (said, complained) = (String::from_utf8_lossy(&output.stdout).into_owned(), String::from_utf8_lossy(&output.stderr).into_owned());
    assert_eq!(output.status.code(), Some(code), "{said}{complained}");
    (said, complained)
}

fn json(path: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

#[test]
fn what_is_not_known_is_asked_once_kept_and_found_again() {
    let folder = folder("asked");
    std::fs::write(folder.join("台账.csv"), CSV).unwrap();
    let run = |out: &str| nianbao(&folder, &["ledger", "台账.csv", "年报.nianbao", out, "--map", "对照.json"]);
    let (said, complained) = ends_with(&run("甲.nianbao"), 1);
    assert!(said.contains("申请人类型 “公民” → 自然人，1 行"), "{said}");
    assert!(
        complained.contains("申请人类型 “事业单位” 不知道对应哪一项，2 行，可能是 research（科研机构）、other（其他）"),
        "{complained}"
    );
    assert!(complained.contains("办理结果 “内容不明确” 不知道对应哪一项，1 行"), "{complained}");
    assert!(!folder.join("甲.nianbao").exists());
    let mut map = json(&folder.join("对照.json"));
    assert_eq!((&map["applicants"]["公民"], &map["applicants"]["事业单位"]), (&"natural".into(), &"".into()));
    map["applicants"]["事业单位"] = "other".into();
    map["results"]["内容不明确"] = "unavailable_unclear".into();
    std::fs::write(folder.join("对照.json"), map.to_string()).unwrap();
    let (said, _) = ends_with(&run("甲.nianbao"), 0);
    assert!(said.contains("申请人类型 “事业单位” → 其他（对照表），2 行"), "{said}");
    assert!(said.contains("表三·补正后申请内容仍不明确·其他 空白→1"), "{said}");
    assert_eq!(json(&folder.join("对照.json")), map, "a mapping that is read is never written over");
    let report = json(&folder.join("甲.nianbao"));
    assert_eq!((&report["cells"]["t3.new.other"], &report["cells"]["t3.new.total"]), (&2.into(), &Value::Null));
    assert_eq!(report["register"]["file"], "台账.csv");
    ends_with(&nianbao(&folder, &["check", "甲.nianbao"]), 0);
}

#[test]
fn neither_the_register_nor_the_report_nor_anything_that_is_there_is_written() {
    let folder = folder("untouched");
    std::fs::write(folder.join("台账.csv"), CSV.replace("事业单位", "公民").replace("内容不明确", "重复")).unwrap();
    let before = |name: &str| std::fs::read(folder.join(name)).unwrap();
    let (book, report) = (before("台账.csv"), before("年报.nianbao"));
    ends_with(&nianbao(&folder, &["ledger", "台账.csv", "年报.nianbao", "甲.nianbao"]), 0);
    for out in ["台账.csv", "年报.nianbao", "甲.nianbao"] {
        let (_, complained) = ends_with(&nianbao(&folder, &["ledger", "台账.csv", "年报.nianbao", out]), 2);
        assert!(complained.contains("没有覆盖"), "{complained}");
    }
    assert_eq!((before("台账.csv"), before("年报.nianbao")), (book, report));
}

#[test]
fn what_cannot_be_read_ends_with_2_and_says_why() {
    let folder = folder("unreadable");
    std::fs::write(folder.join("台账.csv"), CSV).unwrap();
    std::fs::write(folder.join("坏.json"), "{\"format\":\"nianbao/1\"}").unwrap();
    std::fs::write(folder.join("坏.xlsx"), "PK\u{3}\u{4}").unwrap();
    for (arguments, sentence) in [
        (["台账.csv", "没有.nianbao", "甲.nianbao", "--map=无.json"], "没有.nianbao"),
        (["没有.csv", "年报.nianbao", "甲.nianbao", "--map=无.json"], "没有.csv"),
        (["坏.xlsx", "年报.nianbao", "甲.nianbao", "--map=无.json"], "坏.xlsx"),
        (["台账.csv", "年报.nianbao", "甲.nianbao", "--map=坏.json"], "这不是台账对照表"),
    ] {
        let (_, complained) = ends_with(&nianbao(&folder, &[&["ledger"][..], &arguments].concat()), 2);
        assert!(complained.contains(sentence), "{complained}");
    }
    let (_, complained) = ends_with(&nianbao(&folder, &["ledger", "年报.nianbao", "年报.nianbao", "甲.nianbao"]), 1);
    assert!(complained.contains("没有找到台账的表头"), "{complained}");
    assert!(!folder.join("甲.nianbao").exists() && !folder.join("无.json").exists());
}
