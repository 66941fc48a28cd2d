//! The JSON of a report: its promised shape, round trips, and what is refused.

use nianbao::file::json::{open, write};
use nianbao::file::{FileError, json};
use nianbao::report::{Edit, Explanation, HistoryEntry, LastYear, Report, Signature, Status};
use serde_json::Value;

use crate::common::{blank_session, editions, form, published_session, type_into};

const SAMPLE: &str = include_str!("../../assets/samples/xipo-2020.json");

fn schema() -> jsonschema::Validator {
    let schema: Value = serde_json::from_str(include_str!("../../assets/report.schema.json")).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

#[track_caller]
fn keeps_the_schema(text: &str) {
    let value: Value = serde_json::from_str(text).unwrap();
    let schema = schema();
    let errors: Vec<_> = schema.iter_errors(&value).map(|error| format!("{error} at {}", error.instance_path())).collect();
    assert_eq!(errors, Vec::<String>::new(), "{text}");
}

fn reopened(text: &str) -> Report {
    let opened = open(text.as_bytes(), &editions()).unwrap();
    assert_eq!(opened.notes, Vec::<String>::new());
    assert!(!opened.newer);
    opened.report
}

#[test]
fn a_draft_is_the_same_after_a_round_trip_and_keeps_the_schema() {
    let mut session = published_session("shanghai-office-2019.json");
    session.apply(Edit::Signature(Some(Signature {
        unit: "上海市人民政府办公厅".to_owned(),
        date: "2020-01-20".to_owned(),
        extra: vec![],
    })));
    session.apply(Edit::Scope("全市".to_owned()));
    session.apply(Edit::Explanations(vec![Explanation {
        rule: "Y-CARRY".to_owned(),
        cells: vec![("t3.carried_in.natural".to_owned(), "18".to_owned()), ("last:t3.carried_out.natural".to_owned(), "17".to_owned())],
        reason: "上年漏统计 1 件".to_owned(),
        extra: vec![],
    }]));
    session.apply(Edit::Status {
        status: Status::Draft,
        history: vec![HistoryEntry { at: "2020-01-20T10:00:00+08:00".to_owned(), what: "定稿".to_owned(), extra: vec![] }],
    });
    let last_year =
        LastYear { unit: "上海市人民政府办公厅".to_owned(), year: 2019, edition: "2019".to_owned(), ..LastYear::default() };
    session.apply(Edit::LastYear(Some(Box::new(last_year))));
    let text = write(session.form(), session.report());
    keeps_the_schema(&text);
    assert!(text.contains("\"t2.procurement.amount\": \"251000元\""), "{text}");
    assert!(!text.contains("t3.granted.total"), "a computed total stands in no draft");
    let opened = open(text.as_bytes(), &editions()).unwrap();
    assert_eq!(opened.notes, ["政府集中采购，采购总金额的“251000元”不是数字，已原样保留"]);
    assert_eq!(&opened.report, session.report());
    assert_eq!(write(&opened.form, &opened.report), text);
}

#[test]
fn amounts_keep_their_exact_digits_and_keys_the_forms_order() {
    let session = published_session("suqian-2023.json");
    let text = write(session.form(), session.report());
    assert!(text.contains("\"t2.fees.amount\": 59237.2449,"), "{text}");
    let value: Value = serde_json::from_str(&text).unwrap();
    let keys: Vec<_> = value["cells"].as_object().unwrap().keys().cloned().collect();
    let order: Vec<_> = session.form().cells().map(|(_, cell)| cell.id.clone()).filter(|id| keys.contains(id)).collect();
    assert_eq!(keys, order);
    assert!(text.starts_with("{\n  \"format\": \"nianbao/1\",\n  \"id\": ") && text.ends_with("}\n"));
}

#[test]
fn a_finished_export_has_every_cell_and_every_check_and_gives_the_draft_back() {
    for (name, edition) in [("suqian-2023.json", "2021"), ("xipo-2020.json", "2019")] {
        let mut session = published_session(name);
        type_into(&mut session, "t3.new.total", if edition == "2021" { "3511" } else { "0" });
        let review = session.final_review();
        let text = json::finished(session.form(), session.report(), session.figures(), &review);
        keeps_the_schema(&text);
        let value: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["cells"].as_object().unwrap().len(), form(edition).cell_count());
        assert_eq!(value["checks"].as_array().unwrap().len(), form(edition).blocking_sum_count());
        assert!(value["checks"].as_array().unwrap().iter().all(|check| check["left"] == check["right"] && check["left"].is_number()));
        assert_eq!(value["typed_totals"], serde_json::json!(["t3.new.total"]));
        let mut draft = reopened(&text);
        assert_eq!(draft.status, Status::Final);
        draft.status = Status::Draft;
        assert_eq!(write(&form(edition), &draft), write(session.form(), session.report()), "{name}");
    }
}

#[test]
fn unknown_keys_are_kept_on_a_round_trip() {
    let text = r#"{"format":"nianbao/1","form":"2021","year":2023,"unit":"某局","colour":{"a":[1,2.50]},"cells":{"t9.new.cell":4},
        "signature":{"unit":"某局","seal":"圆章"},"history":[{"at":"x","what":"y","by":"z"}],"prose":{"s9":"别处的文字"},
        "explanations":[{"rule":"Y-CARRY","cells":{},"reason":"无","who":"甲"}],"last_year":{"unit":"某局","year":2022,"form":"2021","cells":{"t9.a.b":1.50},"prose":{},"more":true}}"#;
    let opened = open(text.as_bytes(), &editions()).unwrap();
    assert_eq!(opened.notes, ["表样里没有“t9.new.cell”这一格，其内容“4”已原样保留"]);
    let written: Value = serde_json::from_str(&write(&opened.form, &opened.report)).unwrap();
    let before: Value = serde_json::from_str(text).unwrap();
    for key in ["colour", "cells", "signature", "history", "prose", "explanations", "last_year"] {
        assert_eq!(written[key], before[key], "{key}");
    }
}

#[test]
fn a_newer_format_opens_to_be_looked_at() {
    let text = SAMPLE.replacen("nianbao/1", "nianbao/2", 1);
    assert!(open(text.as_bytes(), &editions()).unwrap().newer);
}

#[test]
fn the_xipo_sample_has_every_paragraph_of_the_seed_and_keeps_the_schema() {
    keeps_the_schema(SAMPLE);
    let report = reopened(SAMPLE);
    let seed = include_str!("../data/xipo-2020-seed.txt");
    let plain = |line: &str| line.trim_matches([' ', '\t', '\u{3000}']).to_owned();
    let ours: Vec<_> =
        ["preface", "s1", "s5", "s6"].iter().flat_map(|id| report.prose(id).lines().map(plain).collect::<Vec<_>>()).collect();
    let in_tables = ["二、", "三、", "四、", "五、", "六、", "一、"];
    let paragraphs =
        seed.lines().map(plain).filter(|line| line.contains(['，', '。']) && !in_tables.iter().any(|head| line.starts_with(head)));
    let wanted: Vec<_> = paragraphs.filter(|line| line.contains('。')).collect();
    assert_eq!(wanted.len(), 9, "{wanted:#?}");
    for paragraph in wanted {
        assert!(ours.contains(&paragraph), "{paragraph}");
    }
    assert_eq!(report.prose("s6"), "无");
    assert_eq!(report.prose("s1").lines().filter(|line| line.starts_with('（')).count(), 5);
}

#[track_caller]
fn refused(text: &str, sentence: &str) {
    let error = open(text.as_bytes(), &editions()).unwrap_err();
    assert_eq!(error.to_string(), sentence);
}

#[test]
fn a_file_that_is_no_report_is_refused_with_one_sentence_that_says_where() {
    refused("", "文件是空的");
    refused("{\"format\":\"nianbao/1\",\n\"form\":", "文件已损坏或不是年报文件：第 2 行第 7 列内容不完整");
    refused("你好", "文件已损坏或不是年报文件：第 1 行第 1 列不合格式");
    refused("[]", "这不是年报文件（缺少 nianbao 标记）");
    refused("{\"format\":\"docx\"}", "这不是年报文件（缺少 nianbao 标记）");
    refused(&format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000)), "文件已损坏或不是年报文件：第 1 行第 121 列嵌套太深");
    refused(&SAMPLE.replacen("\"year\": 2020", "\"year\": 2018", 1), "报告年度 2018 不适用：本表样自 2019 年度起");
    refused(&SAMPLE.replacen("\"form\": \"2019\"", "\"form\": \"1999\"", 1), "没有“1999”这一版表样，请升级程序");
    refused(&SAMPLE.replacen("\"unit\"", "\"einheit\"", 1), "文件不完整，缺少“unit”");
    refused(&SAMPLE.replacen("\"preface\": \"", "\"preface\": 5, \"x\": \"", 1), "文件里“prose.preface”应为文字");
    refused(
        &SAMPLE.replacen("\"t2.regulations.made\": 0", "\"t2.regulations.made\": 0, \"t2.regulations.made\": 1", 1),
        "文件里“t2.regulations.made”出现两次（第 16 行第 51 列），无法判断以哪个为准",
    );
    assert_eq!(open(&vec![b' '; 10 * 1024 * 1024 + 1], &editions()).unwrap_err(), FileError::TooLarge);
}

#[test]
fn a_file_cut_anywhere_is_refused_and_never_panics() {
    for at in (0..SAMPLE.trim_end().len()).step_by(61) {
        assert!(open(&SAMPLE.as_bytes()[..at], &editions()).is_err(), "{at}");
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]
    #[test]
    fn a_file_with_a_flipped_bit_is_read_or_refused_and_never_panics(at in 0..SAMPLE.len(), bit in 0_u8..8) {
        let mut bytes = SAMPLE.as_bytes().to_vec();
        bytes[at] ^= 1 << bit;
        let _opened = open(&bytes, &editions());
    }
}

#[test]
fn a_blank_report_keeps_the_schema() {
    let session = blank_session("2021", 2024, "某某镇人民政府");
    keeps_the_schema(&write(session.form(), session.report()));
}
