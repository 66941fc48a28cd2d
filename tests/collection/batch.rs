//! A batch under review: the list of a made inbox with every planted trouble, what goes back, and a file as safe as a report.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use nianbao::check::{Case, Standing, review};
use nianbao::collection::batch::{
    Came, Inbox, Line, Looker, Row, Signer, Trouble, beside, bulletin, letter, lines, look, remarks, units_in, year_of,
};
use nianbao::collection::pairs::LastYears;
use nianbao::collection::units::Renamed;
use nianbao::file::disk::SystemDisk;
use nianbao::file::kept::lock::Who;
use nianbao::file::many::{Batch, BatchFile, Decided, State, plain_book, read_batch, write_batch};
use nianbao::file::{DataFolder, Workplace, docx};
use nianbao::page::Fonts;
use nianbao::report::Figures;
use serde_json::Value as Json;

use super::made::{ROSTER, bytes, folder, inbox, town};
use crate::common::editions;

/// Looks at an inbox; gives the rows by path.
fn looked(folders: &[PathBuf], known: &BTreeMap<PathBuf, Row>, last_years: &LastYears) -> (BTreeMap<PathBuf, Row>, usize) {
    let (editions, fonts) = (editions(), Fonts::shipped());
    let (mut rows, mut read) = (known.clone(), 0);
    let seen = known.iter().map(|(path, row)| (path.clone(), row.seen())).collect();
    let mut all_gone = Vec::new();
    let inbox = Inbox { places: folders, roots: folders, known: &seen };
    look(inbox, Looker { editions: &editions, fonts: &fonts, last_years, disk: &SystemDisk }, |came| {
        match came {
            Came::Total(total) => read = total,
            Came::Rows(fresh) => rows.extend(fresh.into_iter().map(|row| (row.path.clone(), row))),
            Came::Done { gone, trouble } => {
                assert_eq!(trouble, [""; 0]);
                all_gone = gone;
            }
        }
        true
    });
    rows.retain(|path, _| !all_gone.contains(path));
    (rows, read)
}

fn batch(folder: &Path) -> Batch {
    let mut batch = Batch::new("0b", vec![folder.to_owned()]);
    batch.roster = ROSTER.map(str::to_owned).to_vec();
    batch.renamed = vec![("新街街道办事处".to_owned(), "老街镇人民政府".to_owned())];
    batch
}

#[test]
fn the_list_of_a_made_inbox_tells_every_planted_trouble() {
    let folder = folder("batch_list");
    inbox(&folder);
    let (rows, read) = looked(std::slice::from_ref(&folder), &BTreeMap::new(), &LastYears::Carried);
    assert_eq!((rows.len(), read), (20, 20));
    let rows: Vec<Row> = rows.into_values().collect();
    let batch = batch(&folder);
    assert_eq!(year_of(&batch, &rows), Some(2024));
    let lines = lines(&batch, &rows);
    // A report on another year, or one that cannot be read, is not there yet.
    let missing: Vec<_> = lines.iter().filter(|line| line.row.is_none()).map(|line| line.unit.as_str()).collect();
    assert_eq!(missing, ["云山县水利局", "云山县林业局", "云山县公安局"]);
    assert!(lines[..3].iter().all(|line| line.troubles == [Trouble::Missing]), "those stand on top");
    let of = |name: &str| -> &Line { lines.iter().find(|line| line.row.is_some_and(|at| rows[at].file.contains(name))).unwrap() };
    let told = |name: &str| of(name).troubles.iter().map(Trouble::sentence).collect::<Vec<_>>().join("；");
    for fine in ["01东山", "02西山", "03南山", "04北山", "05中山", "06上河", "07下河", "08左河"] {
        assert_eq!(told(fine), "", "{fine}");
    }
    assert_eq!(told("13卫健局"), "同一单位还有一份：部门/14卫健局（更正）.nianbao");
    assert_eq!(told("14卫健局"), "同一单位还有一份：部门/13卫健局.nianbao");
    assert_eq!(told("15老街镇"), "同一单位还有一份：乡镇/16新街街道.nianbao；用的是旧名称，现为“新街街道办事处”");
    assert_eq!(told("17交通局"), "用的是 2019 版表样");
    assert_eq!(told("18水利局"), "是 2023 年度的");
    assert!(told("19林业局").contains("旧格式的文档") && told("20农业局").starts_with("读不出：文件已损坏"), "{}", told("20农业局"));
    let wrong = |name: &str| rows[of(name).row.unwrap()].looked.as_ref().unwrap().wrong;
    assert_eq!(["01东山", "08左河", "09右河", "10财政局", "11民政局", "12教育局"].map(wrong), [0, 0, 2, 1, 2, 1]);
    assert_eq!(rows[of("08左河").row.unwrap()].looked.as_ref().unwrap().unit, "左河镇人民政府");
}

#[test]
fn only_what_changed_is_read_again_and_a_change_after_a_decision_is_told() {
    let folder = folder("batch_again");
    inbox(&folder);
    let (rows, _) = looked(std::slice::from_ref(&folder), &BTreeMap::new(), &LastYears::Carried);
    let mut batch = batch(&folder);
    let path = folder.join("乡镇/09右河镇.nianbao");
    let row = &rows[&path];
    let decided =
        Decided {
            file: row.file.clone(), hash: row.hash.clone(), state: State::Returned, note: "请改正".to_owned(), ..Decided::default()
        };
    batch.decide(decided);
    let state_of = |batch: &Batch, rows: &BTreeMap<PathBuf, Row>| {
        let rows: Vec<Row> = rows.values().cloned().collect();
        let lines = lines(batch, &rows);
        let line = lines.into_iter().find(|line| line.row.is_some_and(|at| rows[at].path == path)).unwrap();
        (line.state, line.troubles)
    };
    assert_eq!(state_of(&batch, &rows), (State::Returned, vec![]));
    std::fs::write(&path, bytes(&town("右河镇人民政府", 2024, "20"), "nianbao")).unwrap();
    std::fs::remove_file(folder.join("部门/20农业局.nianbao")).unwrap();
    std::fs::write(folder.join("部门/20农业局（补）.nianbao"), bytes(&town("云山县农业局", 2024, "2"), "nianbao")).unwrap();
    let (rows, read) = looked(std::slice::from_ref(&folder), &rows, &LastYears::Carried);
    assert_eq!((rows.len(), read), (20, 2), "the corrected one and the new one");
    assert_eq!(state_of(&batch, &rows), (State::Unseen, vec![Trouble::Changed(State::Returned)]));
}

#[test]
fn last_years_folder_is_paired_by_unit_and_through_the_renamed_pairs() {
    let folder = folder("batch_last_year");
    for part in ["今年", "去年"] {
        std::fs::create_dir_all(folder.join(part)).unwrap();
    }
    std::fs::write(folder.join("去年/a.nianbao"), bytes(&town("老街镇人民政府", 2023, "15"), "nianbao")).unwrap();
    std::fs::write(folder.join("今年/a.nianbao"), bytes(&town("新街街道办事处", 2024, "40"), "nianbao")).unwrap();
    let found = |renamed: Renamed| {
        let last_years =
            LastYears::of_folder(&folder.join("去年"), renamed, &editions(), &nianbao::file::disk::SystemDisk, &mut |error| {
                panic!("{error}")
            });
        let (rows, _) = looked(&[folder.join("今年")], &BTreeMap::new(), &last_years);
        let looked = rows.values().next().unwrap().looked.clone().unwrap();
        (looked.has_last_year, looked.explain)
    };
    let (without, explain) = found(Renamed::default());
    assert!(!without);
    let (with, more) = found(Renamed::of([("新街街道办事处", "老街镇人民政府")]));
    assert!(with && more > explain, "figures far off last year's are asked about");
}

#[test]
fn the_page_that_goes_back_says_what_is_wrong_by_section_with_both_figures() {
    let folder = folder("batch_letter");
    inbox(&folder);
    let (editions, fonts) = (editions(), Fonts::shipped());
    let looker = Looker { editions: &editions, fonts: &fonts, last_years: &LastYears::Carried, disk: &SystemDisk };
    let opened = beside(&folder.join("乡镇/09右河镇.nianbao"), looker).unwrap();
    let figures = Figures::of(&opened.form, &opened.report);
    let review =
        review(Case { form: &opened.form, report: &opened.report, figures: &figures, standing: Standing::Finished, covers: &|_| true });
    let mut said = remarks(&opened.form, &review, &[Trouble::Twice("另一份.docx".to_owned())]);
    let ids: std::collections::BTreeSet<&str> = said.iter().map(|remark| remark.id.as_str()).collect();
    assert_eq!(ids.len(), said.len(), "each is known by itself");
    assert_eq!(remarks(&opened.form, &review, &[Trouble::Twice("另一份.docx".to_owned())]), said, "and known again");
    let struck = said.iter().position(|remark| remark.text.contains("总计")).unwrap();
    said.remove(struck);
    let signer = Signer { office: "云山县政务公开办公室".to_owned(), day: "2025-01-09".to_owned() };
    let page = letter("右河镇人民政府", 2024, &said, "请于1月15日前重报。\n联系人：张三", &signer);
    let text = page.text();
    for line in [
        "右河镇人民政府：",
        "一、有误，请改正（2 处）",
        "1. 同一单位还有一份：另一份.docx",
        "【三、收到和处理政府信息公开申请情况】",
        "2. 自然人：一（9）＋二（0）＝9，三（七）（8）＋四（0）＝8，相差 +1",
        "请于1月15日前重报。",
        "2025年1月9日",
    ] {
        assert!(text.lines().any(|found| found == line), "{line} in\n{text}");
    }
    let made = docx::letter(&page).unwrap();
    assert_eq!(docx::letter(&page).unwrap(), made, "the same bytes each time");
    assert!(made.verified.contains("与原文一致"), "{}", made.verified);
}

#[test]
fn the_bulletin_counts_what_came_what_is_right_and_what_is_wrong_by_rule() {
    let folder = folder("batch_bulletin");
    inbox(&folder);
    let (rows, _) = looked(std::slice::from_ref(&folder), &BTreeMap::new(), &LastYears::Carried);
    let rows: Vec<Row> = rows.into_values().collect();
    let batch = batch(&folder);
    let lines = lines(&batch, &rows);
    let signer = Signer { office: "云山县政务公开办公室".to_owned(), day: "2025-01-20".to_owned() };
    let (letter, sheets) = bulletin(&batch, &rows, &lines, Some(2024), &signer);
    let text = letter.text();
    assert!(text.contains("应报 18 个单位，未报 3 个；收到 20 份：") && text.contains("4 份有误，2 份读不出"), "{text}");
    assert!(text.contains("未报：云山县水利局、云山县林业局、云山县公安局。"), "{text}");
    assert_eq!((sheets[0].rows.len(), sheets[0].rows[1][11].as_str()), (24, "未报"));
    let rules: Vec<_> = sheets[1].rows.iter().map(|row| row.join(" ")).collect();
    assert!(rules.contains(&"T4-SUM 1 云山县财政局".to_owned()) && rules.contains(&"KIND 1 云山县教育局".to_owned()), "{rules:?}");
    docx::letter(&letter).unwrap();
    plain_book("审核情况", "2025-01-20", &sheets).unwrap();
}

#[test]
fn the_roster_is_read_from_a_list_a_column_of_a_spreadsheet_or_another_batch() {
    let folder = folder("batch_roster");
    let names = ["甲镇", "乙镇", "云山县财政局"].map(str::to_owned).to_vec();
    let (gbk, _, _) = encoding_rs::GB18030.encode("甲镇\r\n\r\n乙镇，电话\r\n云山县财政局\r\n甲 镇\r\n");
    std::fs::write(folder.join("a.txt"), gbk).unwrap();
    assert_eq!(units_in(&folder.join("a.txt")).unwrap(), names);
    std::fs::write(folder.join("b.csv"), "序号,单位名称,电话\n1,甲镇,12\n2,乙镇,13\n3,云山县财政局,14\n").unwrap();
    assert_eq!(units_in(&folder.join("b.csv")).unwrap(), names);
    let sheet = |heads: &[&str]| {
        let rows = std::iter::once(heads.iter().map(|head| (*head).to_owned()).collect())
            .chain(names.iter().enumerate().map(|(at, name)| vec![(at + 1).to_string(), name.clone()]));
        let sheet = nianbao::file::many::PlainSheet { name: "名单".to_owned(), widths: vec![8, 20], rows: rows.collect() };
        plain_book("名单", "2025-01-01", &[sheet]).unwrap().bytes
    };
    std::fs::write(folder.join("c.xlsx"), sheet(&["序号", "应报单位"])).unwrap();
    assert_eq!(units_in(&folder.join("c.xlsx")).unwrap(), names);
    let batch = Batch { roster: names.clone(), ..Batch::new("1", Vec::new()) };
    std::fs::write(folder.join("d.nianbaos"), write_batch(&batch, None)).unwrap();
    assert_eq!(units_in(&folder.join("d.nianbaos")).unwrap(), names);
    std::fs::write(folder.join("e.txt"), "\n\n").unwrap();
    assert!(units_in(&folder.join("e.txt")).unwrap_err().contains("没有读到单位名称"));
}

fn workplace(folder: &Path) -> Workplace {
    let data = Some(DataFolder::at(folder.join("data")));
    Workplace { data, disk: std::sync::Arc::new(SystemDisk), ..Workplace::of_user() }
}

#[test]
fn a_batch_comes_back_as_it_was_keeps_unknown_keys_and_its_shape_is_promised() {
    let folder = folder("batch_file");
    let mut batch = batch(&folder.join("收件箱"));
    batch.last_year = Some(folder.join("去年"));
    batch.decide(Decided {
        file: "乡镇/a.docx".to_owned(),
        hash: "ab".to_owned(),
        unit: "甲镇".to_owned(),
        state: State::Passed,
        struck: vec!["T3-ROW t3.new.total 0123456789abcdef".to_owned()],
        added: vec!["P-DOUBLE s1 0123456789abcdef 2".to_owned()],
        ..Decided::default()
    });
    batch.extra = vec![("later".to_owned(), "[1]".to_owned())];
    let text = write_batch(&batch, Some(&folder));
    let value: Json = serde_json::from_str(&text).unwrap();
    assert_eq!(
        (&value["inbox"][0], &value["last_year"]),
        (&Json::from("收件箱"), &Json::from("去年")),
        "named from the batch's own folder"
    );
    let schema: Json = serde_json::from_str(include_str!("../../assets/batch.schema.json")).unwrap();
    let errors: Vec<_> = jsonschema::validator_for(&schema).unwrap().iter_errors(&value).map(|error| error.to_string()).collect();
    assert_eq!(errors, [""; 0]);
    assert_eq!(read_batch(text.as_bytes(), Some(&folder)).unwrap(), batch);
    for broken in
        ["", "{}", "[]", "{\"format\":\"nianbao/1\"}", "{\"format\":\"nianbao-batch/9\"}", "{\"format\":\"nianbao-batch/1\",\"roster\":3}"]
    {
        read_batch(broken.as_bytes(), None).unwrap_err();
    }
}

#[test]
fn a_batch_cut_or_damaged_anywhere_is_read_or_refused_and_what_is_read_is_written_the_same() {
    let mut good = batch(Path::new("/a/收件箱"));
    good.year = Some(2024);
    good.extra = vec![("later".to_owned(), "[1]".to_owned())];
    good.decide(Decided {
        file: "乡镇/a.docx".to_owned(),
        hash: "ab".to_owned(),
        state: State::Passed,
        struck: vec!["KIND t3.new.total 01".to_owned()],
        ..Decided::default()
    });
    let text = write_batch(&good, Some(Path::new("/a"))).into_bytes();
    let cut = (0..text.len()).map(|end| text[..end].to_vec());
    let flipped = (0..text.len()).map(|at| {
        let mut bytes = text.clone();
        bytes[at] ^= 1 << (at % 7);
        bytes
    });
    let mut read = 0;
    for bytes in cut.chain(flipped) {
        for folder in [None, Some(Path::new("/a"))] {
            match read_batch(&bytes, folder) {
                Err(error) => assert!(!error.to_string().is_empty()),
                Ok(batch) => {
                    let written = write_batch(&batch, folder);
                    assert_eq!(write_batch(&read_batch(written.as_bytes(), folder).unwrap(), folder), written);
                    assert_eq!(lines(&batch, &[]).len(), batch.roster.len());
                    read += 1;
                }
            }
        }
    }
    assert!(read > 100, "most letters of a name may be others: {read}");
}

#[test]
fn what_could_not_be_saved_into_the_batchs_file_is_there_at_the_next_start() {
    let folder = folder("batch_journal");
    let workplace = workplace(&folder);
    let path = folder.join("一批.nianbaos");
    let mut batch = batch(&folder.join("收件箱"));
    let mut file = BatchFile::unnamed(&workplace);
    file.save(&batch).unwrap();
    assert_eq!(BatchFile::kept_unnamed(&workplace).len(), 1, "without a name it is kept all the same");
    file.save_as(&batch, &path).unwrap();
    // Another program writes the file; what is decided now does not go over that.
    let mut theirs = std::fs::read_to_string(&path).unwrap();
    theirs.push('\n');
    std::fs::write(&path, &theirs).unwrap();
    batch.decide(Decided { file: "a".to_owned(), hash: "h".to_owned(), state: State::Returned, ..Decided::default() });
    assert!(file.save(&batch).unwrap_err().to_string().contains("已被另一个程序改动"));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), theirs);
    drop(file);
    let opened = BatchFile::open(&workplace, &path).unwrap();
    assert_eq!(opened.batch, batch);
    assert_eq!(opened.told.as_deref(), Some("上次有 1 处改动没来得及存进文件，已从本机恢复"));
    // Saved, nothing is told any more, and the traces can be taken away.
    let (mut file, batch) = (opened.file, opened.batch);
    file.save(&batch).unwrap();
    drop(file);
    assert_eq!(BatchFile::open(&workplace, &path).unwrap().told, None);
    workplace.data.as_ref().unwrap().clear_traces().unwrap();
    assert_eq!(BatchFile::kept_unnamed(&workplace), Vec::<PathBuf>::new());
    assert!(path.exists());
}

#[test]
fn of_two_reviewers_one_changes_a_batch_and_the_other_looks() {
    let folder = folder("batch_two");
    let first = workplace(&folder);
    let second = Workplace {
        who: Who { user: "张三".to_owned(), host: "PC-7".to_owned(), process: 7 },
        data: None,
        ..workplace(&folder.join("乙"))
    };
    let path = folder.join("一批.nianbaos");
    let batch = batch(&folder.join("收件箱"));
    let mut own = BatchFile::unnamed(&first);
    own.save_as(&batch, &path).unwrap();
    let mut theirs = BatchFile::open(&second, &path).unwrap().file;
    assert_eq!(theirs.read_only(), Some("这一批已在本机的另一个窗口打开，这里只能查看"));
    assert!(theirs.save(&batch).unwrap_err().to_string().contains("只能查看"));
    let mut elsewhere = BatchFile::unnamed(&second);
    assert!(elsewhere.save_as(&batch, &path).unwrap_err().to_string().contains("只能查看"), "nor is it written over");
    own.save(&batch).unwrap();
    drop(own);
    let mut theirs = BatchFile::open(&second, &path).unwrap().file;
    assert_eq!(theirs.read_only(), None);
    theirs.save(&batch).unwrap();
    assert!(BatchFile::open(&first, &path).unwrap().file.read_only().unwrap().starts_with("张三（电脑 PC-7）正在审核这一批"));
    // One without a file of its own is locked where the data folder keeps it.
    let unnamed = Batch::new("0c", Vec::new());
    let mut own = BatchFile::unnamed(&first);
    own.save(&unnamed).unwrap();
    let kept = own.place("0c").unwrap();
    let other = Workplace { who: second.who.clone(), ..first.clone() };
    assert!(BatchFile::open(&other, &kept).unwrap().file.read_only().is_some());
    drop(own);
    assert!(BatchFile::open(&other, &kept).unwrap().file.read_only().is_none());
}

#[cfg(unix)]
#[test]
fn links_in_circles_odd_names_and_a_folder_that_is_gone_are_told_and_stop_nothing() {
    use std::os::unix::ffi::OsStrExt as _;
    let folder = folder("batch_odd");
    let inner = folder.join("内");
    std::fs::create_dir(&inner).unwrap();
    std::os::unix::fs::symlink(&folder, inner.join("圈")).unwrap();
    let odd = std::ffi::OsStr::from_bytes(b"\xd6\xd0\xce\xc4.nianbao");
    std::fs::write(inner.join(odd), bytes(&town("甲镇", 2024, "1"), "nianbao")).unwrap();
    let (rows, _) = looked(std::slice::from_ref(&folder), &BTreeMap::new(), &LastYears::Carried);
    assert_eq!(rows.values().map(|row| row.looked.as_ref().unwrap().unit.as_str()).collect::<Vec<_>>(), ["甲镇"]);
    let gone = looked(&[folder.join("没有")], &BTreeMap::new(), &LastYears::Carried).0;
    assert!(gone.values().all(|row| row.looked.as_ref().is_err_and(|why| why.contains("找不到文件"))), "{gone:?}");
}

#[test]
fn of_a_folder_that_vanished_the_list_stays_and_that_is_told_until_it_is_there_again() {
    let folder = folder("batch_gone");
    let inbox = folder.join("收件箱");
    std::fs::create_dir(&inbox).unwrap();
    std::fs::write(inbox.join("甲.nianbao"), bytes(&town("甲镇", 2024, "1"), "nianbao")).unwrap();
    let (rows, _) = looked(std::slice::from_ref(&inbox), &BTreeMap::new(), &LastYears::Carried);
    std::fs::rename(&inbox, folder.join("拔掉")).unwrap();
    let (editions, fonts) = (editions(), Fonts::shipped());
    let seen = rows.iter().map(|(path, row)| (path.clone(), row.seen())).collect();
    let (mut told, mut all_gone, mut read) = (Vec::new(), Vec::new(), 0);
    let places = std::slice::from_ref(&inbox);
    let looker = Looker { editions: &editions, fonts: &fonts, last_years: &LastYears::Carried, disk: &SystemDisk };
    look(Inbox { places, roots: places, known: &seen }, looker, |came| {
        match came {
            Came::Total(_) => {}
            Came::Rows(rows) => read += rows.len(),
            Came::Done { gone, trouble } => (all_gone, told) = (gone, trouble),
        }
        true
    });
    assert_eq!((all_gone, read), (Vec::<PathBuf>::new(), 0), "what was read stays, and nothing is read anew");
    assert_eq!(told, [format!("文件夹找不到了，列出的是上次读到的：{}", inbox.display())]);
    std::fs::rename(folder.join("拔掉"), &inbox).unwrap();
    let (again, read) = looked(std::slice::from_ref(&inbox), &rows, &LastYears::Carried);
    assert_eq!((again, read), (rows, 0));
}

#[test]
fn a_file_that_changes_while_it_is_read_says_so_and_is_read_once_it_rests() {
    use std::io::Write as _;
    use std::sync::atomic::{AtomicBool, Ordering};
    let folder = folder("batch_changing");
    let path = folder.join("甲.nianbao");
    let mut text = bytes(&town("甲镇", 2024, "1"), "nianbao");
    text.extend(vec![b'\n'; 1_000_000]);
    std::fs::write(&path, text).unwrap();
    let (rests, mut rows) = (AtomicBool::new(false), BTreeMap::new());
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut file = std::fs::OpenOptions::new().append(true).open(&path).unwrap();
            // Some hundred a second: far from the limit of a file, and many while one is read.
            while !rests.load(Ordering::SeqCst) {
                file.write_all(b"\n").unwrap();
                std::thread::sleep(std::time::Duration::from_micros(500));
            }
        });
        let mut is_told = false;
        for _ in 0..50 {
            rows = looked(std::slice::from_ref(&folder), &BTreeMap::new(), &LastYears::Carried).0;
            is_told = rows[&path].looked.as_ref().is_err_and(|why| why.contains("正在改动"));
            if is_told {
                break;
            }
        }
        rests.store(true, Ordering::SeqCst);
        assert!(is_told, "{rows:?}");
    });
    let (rows, read) = looked(std::slice::from_ref(&folder), &rows, &LastYears::Carried);
    assert_eq!((read, rows[&path].looked.as_ref().unwrap().unit.as_str()), (1, "甲镇"));
}
