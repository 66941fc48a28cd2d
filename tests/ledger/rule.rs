//! L-REGISTER: a figure that is no longer what the register came to, and what the report keeps of the register.

use nianbao::check::{Severity, explain, former_reason};
use nianbao::file::{self, Paper, docx, json, pdf};
use nianbao::page::{Fonts, Options, Sides};
use nianbao::report::{Edit, Register};
use nianbao::session::Session;

use super::{counted, register};
use crate::common::{blank_session, editions, form, type_into};

/// A town's report counted from a register.
fn session() -> Session {
    let mut session = blank_session("2021", 2024, "西坡镇人民政府");
    let count =
        counted(&form("2021"), &register(&[&["2024-03-01", "公民", "重复", "2024-03-05"], &["2024-03-01", "企业", "重复", "2024-03-05"]]));
    let edit = count.edit(session.form(), session.report(), "台账.xlsx", "abc");
    session.apply(edit);
    session
}

fn findings(session: &Session) -> Vec<nianbao::check::Finding> {
    session.review().findings.iter().filter(|finding| finding.rule == "L-REGISTER").cloned().collect()
}

#[test]
fn a_figure_typed_over_is_told_kept_and_may_be_explained_or_taken_back() {
    let mut session = session();
    assert_eq!(findings(&session), []);
    type_into(&mut session, "t3.new.natural", "3");
    let [finding] = &findings(&session)[..] else { panic!("{:?}", findings(&session)) };
    assert_eq!(finding.message, "一、本年新收政府信息公开申请数量，自然人：表中 3，台账统计 1，相差 +2");
    assert_eq!(
        (finding.severity, finding.left.unwrap().to_string(), finding.right.unwrap().to_string()),
        (Severity::Explain, "3".to_owned(), "1".to_owned())
    );
    let edit = explain(session.case(), &[finding], "台账漏登两件");
    session.apply(edit);
    assert_eq!(findings(&session)[0].reason.as_deref(), Some("台账漏登两件"));
    // Counted anew the reason has to be given again, and is offered.
    let mut register = session.report().register.clone().unwrap();
    register.cells.insert("t3.new.natural".to_owned(), "2".to_owned());
    session.apply(Edit::Register(Some(Box::new(register))));
    let finding = findings(&session)[0].clone();
    assert_eq!(finding.reason, None);
    assert_eq!(former_reason(session.case(), &finding), Some("台账漏登两件"));
    assert_eq!(finding.fixes[0].label, "一、本年新收政府信息公开申请数量，自然人 3 → 2（台账统计）");
    session.apply(finding.fixes[0].edit.clone());
    assert_eq!(findings(&session), []);
}

#[test]
fn a_blank_is_0_and_unfinished_only_while_the_report_is_being_filled() {
    let mut session = session();
    type_into(&mut session, "t3.granted.natural", "");
    assert_eq!(findings(&session), [], "0 was counted there");
    type_into(&mut session, "t3.declined_repeat.natural", "");
    assert_eq!(findings(&session)[0].severity, Severity::Unfinished);
    let finished = session.final_review();
    assert_eq!(finished.findings.iter().find(|finding| finding.rule == "L-REGISTER").unwrap().severity, Severity::Explain);
}

#[test]
fn counting_is_one_step_that_can_be_undone_and_leaves_what_the_register_does_not_speak_of() {
    let mut session = blank_session("2021", 2024, "西坡镇人民政府");
    for (id, text) in [("t2.normative.made", "7"), ("t3.new.natural", "9"), ("t3.new.total", "9")] {
        type_into(&mut session, id, text);
    }
    let before = session.report().clone();
    let count = counted(&form("2021"), &register(&[&["2024-03-01", "公民", "重复", "2024-03-05"]]));
    let edit = count.edit(session.form(), session.report(), "台账.xlsx", "abc");
    session.apply(edit);
    let text = |session: &Session, id: &str| session.report().cell(session.form().find(id).unwrap()).text.clone();
    assert_eq!([text(&session, "t2.normative.made"), text(&session, "t3.new.natural"), text(&session, "t3.new.total")], ["7", "1", ""]);
    session.undo();
    assert_eq!(*session.report(), before);
}

#[test]
fn the_report_keeps_name_hash_figures_and_rows_and_hands_the_rows_to_nobody() {
    let session = session();
    let text = json::write(session.form(), session.report());
    let opened = json::open(text.as_bytes(), &editions()).unwrap();
    assert_eq!(opened.report, *session.report());
    assert_eq!(json::write(&opened.form, &opened.report), text);
    let written: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!((&written["register"]["file"], &written["register"]["sha256"]), (&"台账.xlsx".into(), &"abc".into()));
    assert_eq!(written["register"]["cells"].as_object().unwrap().keys().next().unwrap(), "t3.new.natural");
    let schema = serde_json::from_str(include_str!("../../assets/report.schema.json")).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    assert!(validator.is_valid(&written));
    let finished = json::finished(session.form(), session.report(), session.figures(), &session.final_review());
    assert!(validator.is_valid(&serde_json::from_str(&finished).unwrap()));
    let register = session.report().register.as_ref().unwrap();
    assert!(text.contains("\"2 2024-03-01 2024-03-05\""), "{text}");
    let draft = json::handed_out(session.form(), session.report(), session.figures(), &session.final_review(), true);
    assert!(validator.is_valid(&serde_json::from_str(&draft).unwrap()));
    for handed_out in [draft, finished] {
        assert!(!handed_out.contains("2024-03-01"), "{handed_out}");
        let opened = json::open(handed_out.as_bytes(), &editions()).unwrap();
        assert_eq!(opened.report.register, Some(register.without_rows()));
    }
    let (form, figures, review) = (session.form(), session.figures(), session.final_review());
    let paper = Paper { form, report: session.report(), figures, review: &review, draft: true };
    let fonts = Fonts::shipped();
    let docx = docx::export(paper, Sides::Single, &fonts).unwrap().bytes;
    let pdf = pdf::export(form, session.report(), figures, &review, &fonts, Options { draft: true, ..Options::default() }).unwrap().bytes;
    for paper in [docx, pdf] {
        let opened = file::open_bytes(&paper, &editions()).unwrap();
        assert_eq!(opened.report.register, Some(register.without_rows()), "a paper of ours has no rows either");
    }
}

#[test]
fn what_the_program_does_not_know_of_a_register_is_kept() {
    let text = r#"{"format":"nianbao/1","form":"2021","year":2024,"unit":"某局","cells":{},
        "register":{"file":"a.xlsx","sha256":"","cells":{"t9.a.b":1,"t3.new.natural":"x"},"by":"甲"}}"#;
    let opened = json::open(text.as_bytes(), &editions()).unwrap();
    let register: &Register = opened.report.register.as_ref().unwrap();
    assert_eq!(
        (register.figure("t9.a.b").map(|figure| figure.to_string()), register.figure("t3.new.natural")),
        (Some("1".to_owned()), None)
    );
    let written = json::write(&opened.form, &opened.report);
    assert!(written.contains("\"by\": \"甲\"") && written.contains("\"t9.a.b\": 1"), "{written}");
    assert!(json::open(text.replace("\"a.xlsx\"", "7").as_bytes(), &editions()).is_err());
    let with_rows = |rows: &str| json::open(text.replace("\"by\":", &format!("\"rows\":{rows},\"by\":")).as_bytes(), &editions());
    let rows = r#"[{"sheet":"台账","cells":["t9.a.b"],"rows":["不是日期"],"marked":true}]"#;
    let written = with_rows(rows).map(|opened| json::write(&opened.form, &opened.report)).unwrap();
    assert!(written.contains("\"不是日期\"") && written.contains("\"marked\": true"), "{written}");
    for wrong in ["7", "[7]", r#"[{"rows":7}]"#, r#"[{"cells":[7]}]"#] {
        assert!(with_rows(wrong).is_err(), "{wrong}");
    }
}
