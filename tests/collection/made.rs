//! A county's inbox as it comes in January: twenty files of every kind, with trouble planted in them.

use std::io::{Cursor, Read as _, Write as _};
use std::path::{Path, PathBuf};

use nianbao::check::{Review, Standing, review};
use nianbao::file::{Paper, docx, html, json, pdf, xlsx};
use nianbao::page::{Fonts, Options, Sides};
use nianbao::report::{Edit, Figures};
use nianbao::session::Session;

use crate::common::{blank_session, type_into};

/// The units that have to report; 公安局 sends nothing.
pub(crate) const ROSTER: [&str; 18] = [
    "东山镇人民政府",
    "西山镇人民政府",
    "南山镇人民政府",
    "北山镇人民政府",
    "中山镇人民政府",
    "上河镇人民政府",
    "下河镇人民政府",
    "左河镇人民政府",
    "右河镇人民政府",
    "云山县财政局",
    "云山县民政局",
    "云山县教育局",
    "云山县卫生健康局",
    "新街街道办事处",
    "云山县交通运输局",
    "云山县水利局",
    "云山县林业局",
    "云山县公安局",
];

/// A folder of this test's own, emptied first.
pub(crate) fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("collection").join(name);
    let _gone = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// A balanced report: `new` applications of natural persons, all granted, fees with decimal places.
pub(crate) fn town(unit: &str, year: i32, new: &str) -> Session {
    let mut session = blank_session("2021", year, unit);
    for (id, text) in [("t3.new.natural", new), ("t3.granted.natural", new), ("t2.normative.made", "1"), ("t2.fees.amount", "0.1")] {
        type_into(&mut session, id, text);
    }
    for (section, text) in
        [("s1", "（一）主动公开。我单位主动公开政府信息。"), ("s5", "问题是力量不足，将加强培训。"), ("s6", "信息处理费：未收取。")]
    {
        session.apply(Edit::Prose { section: section.to_owned(), text: text.to_owned() });
    }
    session
}

/// The checks of the finished report.
fn reviewed(session: &Session, figures: &Figures) -> Review {
    let (form, report) = (session.form(), session.report());
    review(nianbao::check::Case { form, report, figures, standing: Standing::Finished, covers: &|_| true })
}

/// A file of that ending with the report in it.
pub(crate) fn bytes(session: &Session, ending: &str) -> Vec<u8> {
    let (form, report) = (session.form(), session.report());
    let figures = Figures::of(form, report);
    let review = reviewed(session, &figures);
    let paper = Paper { form, report, figures: &figures, review: &review, draft: false };
    match ending {
        "nianbao" => json::write(form, report).into_bytes(),
        "json" => json::finished(form, report, &figures, &review).into_bytes(),
        "pdf" => {
            let options = Options { sides: Sides::Single, draft: false };
            pdf::export(form, report, &figures, &review, &Fonts::shipped(), options).unwrap().bytes
        }
        "docx" => docx::export(paper, Sides::Single, &Fonts::shipped()).unwrap().bytes,
        "html" => html::export(paper).unwrap().bytes,
        "xlsx" => xlsx::export(paper).unwrap().bytes,
        other => panic!("{other}"),
    }
}

/// A Word file as a clerk makes it: nothing of ours is in it.
fn word_of_others(ours: &[u8]) -> Vec<u8> {
    let mut from = zip::ZipArchive::new(Cursor::new(ours)).unwrap();
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..from.len() {
        let mut part = from.by_index(at).unwrap();
        let name = part.name().unwrap().into_owned();
        if name.starts_with("customXml") {
            continue;
        }
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        to.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        to.write_all(text.as_bytes()).unwrap();
    }
    to.finish().unwrap().into_inner()
}

/// Fills a folder with twenty files; what is wrong is said at each.
pub(crate) fn inbox(folder: &Path) {
    std::fs::create_dir_all(folder.join("乡镇")).unwrap();
    std::fs::create_dir_all(folder.join("部门")).unwrap();
    let put = |name: &str, bytes: &[u8]| std::fs::write(folder.join(name), bytes).unwrap();
    let put_report = |name: &str, session: &Session| put(name, &bytes(session, name.rsplit('.').next().unwrap()));
    put_report("乡镇/01东山镇.nianbao", &town(ROSTER[0], 2024, "1"));
    put_report("乡镇/02西山镇.json", &town(ROSTER[1], 2024, "2"));
    put_report("乡镇/03南山镇.pdf", &town(ROSTER[2], 2024, "3"));
    put_report("乡镇/04北山镇.docx", &town(ROSTER[3], 2024, "4"));
    put_report("乡镇/05中山镇.html", &town(ROSTER[4], 2024, "5"));
    put_report("乡镇/06上河镇.xlsx", &town(ROSTER[5], 2024, "6"));
    let page = String::from_utf8(bytes(&town(ROSTER[6], 2024, "7"), "html")).unwrap();
    let page = page.replace("utf-8", "gb18030").replace("UTF-8", "gb18030");
    let (gbk, _, _) = encoding_rs::GB18030.encode(&page);
    put("乡镇/07下河镇.htm", &gbk);
    put("乡镇/08左河镇.docx", &word_of_others(&bytes(&town(ROSTER[7], 2024, "8"), "docx")));
    // Wrong: 9 received, 8 answered, none left over.
    put_report("乡镇/09右河镇.nianbao", &wrong(ROSTER[8]));
    // Wrong: a total of table four that its parts do not make.
    let mut finance = town(ROSTER[9], 2024, "10");
    type_into(&mut finance, "t4.review.total", "2");
    put_report("部门/10财政局.nianbao", &finance);
    // Wrong: one row's total is typed and is not its sum.
    let mut civil = town(ROSTER[10], 2024, "11");
    type_into(&mut civil, "t3.granted.total", "12");
    put_report("部门/11民政局.nianbao", &civil);
    // A figure that cannot be read.
    let mut schools = town(ROSTER[11], 2024, "12");
    type_into(&mut schools, "t3.carried_out.natural", "/");
    put_report("部门/12教育局.nianbao", &schools);
    // The same unit twice.
    put_report("部门/13卫健局.nianbao", &town(ROSTER[12], 2024, "13"));
    put_report("部门/14卫健局（更正）.nianbao", &town("云山县卫生健康局 ", 2024, "14"));
    // The same unit under its old name and its new one.
    put_report("乡镇/15老街镇.nianbao", &town("老街镇人民政府", 2024, "15"));
    put_report("乡镇/16新街街道.nianbao", &town(ROSTER[13], 2024, "16"));
    // The old form.
    let mut old = blank_session("2019", 2024, ROSTER[14]);
    type_into(&mut old, "t3.new.natural", "17");
    type_into(&mut old, "t3.granted.natural", "17");
    put_report("部门/17交通局.nianbao", &old);
    // Another year.
    put_report("部门/18水利局.nianbao", &town(ROSTER[15], 2023, "18"));
    // Not read: an old Word file, and one that was cut off.
    put("部门/19林业局.doc", &[&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1][..], &[0; 600]].concat());
    put("部门/20农业局.nianbao", b"{\"format\":\"nianbao/1\",");
    // What is no report: a lock of Word, a letter.
    put("乡镇/~$04北山镇.docx", b"lock");
    put("说明.txt", "请审核".as_bytes());
}

/// A report that does not add up.
fn wrong(unit: &str) -> Session {
    let mut session = town(unit, 2024, "9");
    type_into(&mut session, "t3.granted.natural", "8");
    session
}

/// The names of the files that trouble a sum.
pub(crate) const TROUBLE: [&str; 7] = ["12教育局", "14卫健局（更正）", "16新街街道", "17交通局", "18水利局", "19林业局", "20农业局"];
