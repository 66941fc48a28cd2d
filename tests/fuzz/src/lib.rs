//! What is fed to everything that reads bytes from outside, and what has to hold of it. libFuzzer makes the damage.

use std::io::{Read as _, Write as _};
use std::path::Path;
use std::sync::Arc;

use nianbao::check::{Case, Standing, review};
use nianbao::collection::batch::{Signer, bulletin, lines};
use nianbao::file::many::{Batch, Decided, State, read_batch, write_batch};
use nianbao::file::{self, DataFolder, Workplace, disk::SystemDisk, json, kept::lock::Who};
use nianbao::form::{self, Editions, Form, Kind};
use nianbao::intake::ledger::{Book, Mapping, count};
use nianbao::intake::report::{Wanted, place};
use nianbao::page::{Fonts, Options};
use nianbao::report::{Figures, Level, Report, Value, read};
use nianbao::session::Session;
use nianbao::ui::grid::clipboard::{read_text, tables};

/// Good inputs to begin with, and what is done with a damaged one.
pub struct Target {
    name: &'static str,
    seeds: Vec<Vec<u8>>,
    run: Box<dyn Fn(&[u8]) + Send + Sync>,
}

impl Target {
    /// A report as a file of ours.
    pub fn report() -> Self {
        let editions = editions();
        Self::new("report", reports(), move |input| report(input, &editions))
    }

    /// A definition of an edition of the form.
    pub fn form() -> Self {
        Self::new("form", forms(), form_definition)
    }

    /// Text and HTML from the clipboard.
    pub fn paste() -> Self {
        Self::new("paste", pasted(), paste)
    }

    /// A PDF of ours, to be opened again.
    pub fn pdf() -> Self {
        let editions = editions();
        Self::new("pdf", pdfs(&editions), move |input| drop(file::pdf::read(input, &editions)))
    }

    /// A Word file of others: the text of its part, and the file itself.
    pub fn docx() -> Self {
        let editions = editions();
        let files = foreign(&["suqian-2023.docx", "suqian-2023-wps.docx", "xipo-2020.docx"]);
        let parts = files.iter().map(|file| part(file, "word/document.xml"));
        let seeds = parts.chain(files.iter().cloned()).collect();
        Self::new("docx", seeds, move |input| {
            others(input, &editions);
            others(&zipped(&[("word/document.xml", input)]), &editions);
        })
    }

    /// A web page or a plain text of others.
    pub fn page() -> Self {
        let editions = editions();
        let pages = ["suqian-2023-slash.html", "suqian-2023-word.html", "xipo-2020-plain.html", "paste-page-of-three-tables.html"];
        let texts = ["paste-t3-browser-text.txt", "paste-t3-pdf-text.txt"];
        let seeds = foreign(&pages).into_iter().chain(foreign(&texts)).collect();
        Self::new("page", seeds, move |input| {
            others(input, &editions);
            let text = String::from_utf8_lossy(input);
            if let Ok(foreign) = nianbao::intake::read_text(&text) {
                let _ = place(&foreign, &editions, Wanted { year: Some(2023), ..Wanted::default() });
            }
        })
    }

    /// A spreadsheet of others: the text of a sheet, and the file itself.
    pub fn xlsx() -> Self {
        let editions = editions();
        let sheet = br#"<worksheet><dimension ref="A1:D4"/><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c><c r="D1"><v>5</v></c></row></sheetData><mergeCells><mergeCell ref="A1:C1"/></mergeCells></worksheet>"#;
        let ods = br#"<a><table table:name="x"><table-row table:number-rows-repeated="3"><table-cell table:number-columns-repeated="2" office:value-type="float" office:value="5"/></table-row></table></a>"#;
        let seeds = vec![sheet.to_vec(), ods.to_vec(), book(sheet)];
        Self::new("xlsx", seeds, move |input| {
            let kind: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";
            for file in [input.to_vec(), book(input), zipped(&[("mimetype", kind), ("content.xml", input)])] {
                let _ = nianbao::intake::sheets(&file);
                others(&file, &editions);
            }
        })
    }

    /// What is typed into a cell.
    pub fn cell() -> Self {
        Self::new("cell", cells(), cell)
    }

    /// A register of applications, in any format.
    pub fn ledger() -> Self {
        let editions = editions();
        Self::new("ledger", ledgers(), move |input| ledger(input, &editions))
    }

    /// A batch under review.
    pub fn batch() -> Self {
        Self::new("batch", batches(), batch)
    }

    /// A journal that a program left behind.
    pub fn journal() -> Self {
        journal(editions())
    }

    fn new(name: &'static str, seeds: Vec<Vec<u8>>, run: impl Fn(&[u8]) + Send + Sync + 'static) -> Self {
        Self { name, seeds, run: Box::new(run) }
    }

    /// Lays the good inputs into the folder where libFuzzer begins.
    pub fn sow(self) -> Self {
        let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(self.name);
        std::fs::create_dir_all(&corpus).expect("the corpus has a folder");
        for (number, seed) in self.seeds.iter().enumerate() {
            std::fs::write(corpus.join(format!("seed-{number}")), seed).expect("the seed is written");
        }
        pass_over_what_is_contained();
        self
    }

    /// Panics where a promise is broken.
    pub fn run(&self, input: &[u8]) {
        (self.run)(input);
    }
}

/// libFuzzer ends at every panic, also at one that is caught; those of the library that reads old spreadsheets are, and mean a broken file.
fn pass_over_what_is_contained() {
    let end = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if !panic.location().is_some_and(|place| place.file().contains("calamine")) {
            end(panic);
        }
    }));
}

fn editions() -> Editions {
    Editions::shipped().expect("the shipped editions load")
}

/// A file of others is read or refused with a sentence; what is read is a report like any.
fn others(input: &[u8], editions: &Editions) {
    if let Ok(foreign) = nianbao::intake::read(input) {
        match place(&foreign, editions, Wanted { year: Some(2023), ..Wanted::default() }) {
            Ok(imported) => look(&imported.form, &imported.report),
            Err(error) => assert!(!error.to_string().is_empty()),
        }
    }
}

/// Good files of others.
fn foreign(names: &[&str]) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/foreign");
    names.iter().map(|name| std::fs::read(folder.join(name)).expect("the file of others is read")).collect()
}

/// A part of a zipped file.
fn part(file: &[u8], name: &str) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(file)).expect("the file is zipped");
    let mut bytes = Vec::new();
    archive.by_name(name).expect("the part is there").read_to_end(&mut bytes).expect("the part is read");
    bytes
}

/// A zipped file of these parts.
fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        archive.start_file(*name, options).expect("the part is begun");
        archive.write_all(bytes).expect("the part is written");
    }
    archive.finish().expect("the file is zipped").into_inner()
}

/// A workbook with that text as its one sheet.
fn book(sheet: &[u8]) -> Vec<u8> {
    let root = br#"<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
    let workbook = br#"<workbook xmlns:r="r"><sheets><sheet name="x" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
    let relations = br#"<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
    zipped(&[("_rels/.rels", root), ("xl/workbook.xml", workbook), ("xl/_rels/workbook.xml.rels", relations), ("xl/worksheets/sheet1.xml", sheet)])
}

fn reports() -> Vec<Vec<u8>> {
    let sample = include_bytes!("../../../assets/samples/xipo-2020.json").to_vec();
    let small =
        br#"{"format":"nianbao/1","id":"a","form":"2021","year":2023,"unit":"u","cells":{"t2.fees.amount":1.50,"t3.new.natural":"x"}}"#;
    let wide: Vec<u8> = String::from_utf8_lossy(small).encode_utf16().flat_map(u16::to_le_bytes).collect();
    vec![sample, small.to_vec(), wide]
}

fn report(input: &[u8], editions: &Editions) {
    let Ok(opened) = file::open_bytes(input, editions) else { return };
    look(&opened.form, &opened.report);
    let written = json::write(&opened.form, &opened.report);
    let again = json::open(written.as_bytes(), editions).expect("what was written is read");
    assert_eq!(json::write(&again.form, &again.report), written, "what was read is written the same");
}

/// Figures and findings of a report, as the window asks for them.
fn look(form: &Arc<Form>, report: &Report) {
    let figures = Figures::of(form, report);
    for standing in [Standing::Filling, Standing::Finished] {
        let _ = review(Case { form, report, figures: &figures, standing, covers: &|c| c < '\u{20000}' });
    }
    let mut session = Session::new(Arc::clone(form), report.clone(), Arc::new(|_| true));
    session.undo();
}

fn forms() -> Vec<Vec<u8>> {
    vec![include_bytes!("../../../assets/forms/2019.json").to_vec(), include_bytes!("../../../assets/forms/2021.json").to_vec()]
}

fn form_definition(input: &[u8]) {
    let Ok(form) = form::load("fuzz", input) else { return };
    let form = Arc::new(form);
    look(&form, &Report::blank(&form, "a", 2023, "某镇", Level::guess("某镇")));
}

fn pasted() -> Vec<Vec<u8>> {
    let html = "<html><body><table><tr><td rowspan=2>一</td><td>1</td></tr><tr><td colspan=3><p>２</p></td></tr></table>";
    vec![html.as_bytes().to_vec(), "1\t2\r\n3\t\"4\n5\"\r\n".as_bytes().to_vec(), "1\n2\n3\n".as_bytes().to_vec()]
}

fn paste(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let prose = nianbao::report::tidy_pasted(&text);
    assert!(!prose.contains('\r'), "pasted prose has no carriage returns");
    let _ = (tables(&text), read_text(&text));
}

/// A PDF of ours as it is, and with its streams unpacked, so that damage reaches what is in them.
fn pdfs(editions: &Editions) -> Vec<Vec<u8>> {
    let opened = json::open(include_bytes!("../../../assets/samples/xipo-2020.json"), editions).expect("the sample opens");
    let session = Session::new(opened.form, opened.report, Arc::new(|_| true));
    let (review, options) = (session.final_review(), Options { draft: true, ..Options::default() });
    let exported = file::pdf::export(session.form(), session.report(), session.figures(), &review, &Fonts::shipped(), options);
    let packed = exported.expect("the sample is exported").bytes;
    let mut document = lopdf::Document::load_mem(&packed).expect("the PDF is read");
    document.decompress();
    let mut unpacked = Vec::new();
    document.save_to(&mut unpacked).expect("the PDF is written");
    vec![packed, unpacked]
}

fn cells() -> Vec<Vec<u8>> {
    ["１２３４", "1,234", "-5", "251000元", "59237.2449", "0万元", "＋3", "一", "1．5"]
        .iter()
        .map(|text| text.as_bytes().to_vec())
        .collect()
}

fn cell(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let amount = Kind::Amount { unit: "万元".to_owned(), unit_printed: true };
    for kind in [Kind::Count, Kind::Change, amount] {
        match read(&kind, &text) {
            Value::Number(number) => {
                assert_eq!(read(&kind, &number.to_string()), Value::Number(number), "a figure is read as itself");
            }
            Value::Unreadable(reason) => assert!(!reason.sentence(&kind).is_empty()),
            Value::Blank => assert!(text.trim_matches([' ', '\t', '\n', '\u{3000}', '\u{a0}']).trim().is_empty()),
        }
    }
}

fn ledgers() -> Vec<Vec<u8>> {
    let lines = "2024年台账\n收到日期,申请人类型,办理结果,答复日期,是否延期,复议结果,诉讼结果\n2024.3.5,公民,予以公开,3月20日,是,维持,\n45721,企业,不予公开（商业秘密）,20250305,,,复议后撤诉\n";
    let page = "<table><tr><th>收到日期<th>类型<th>办理结果<th>答复日期<tr><td rowspan=2>2024-03-05<td>公民<td>重复<td>2024-3-6</table>";
    vec![
        lines.as_bytes().to_vec(),
        page.as_bytes().to_vec(),
        include_bytes!("../../data/ledger/township.xlsx").to_vec(),
        include_bytes!("../../data/ledger/two-years.xls").to_vec(),
    ]
}

/// Whatever a register says, what it comes to balances, and every row is counted once or not at all.
fn ledger(input: &[u8], editions: &Editions) {
    let Ok(book) = Book::read("台账2024.csv", input) else { return };
    for form in editions.iter() {
        let year = form.first_year.max(2020);
        let counted = count(form, year, &book, &Mapping::default());
        let report = Report::blank(form, "a", year, "某镇", None);
        let edit = counted.edit(form, &report, &book.name, "");
        let mut session = Session::new(Arc::clone(form), report, Arc::new(|_| true));
        session.apply(edit);
        assert_eq!(session.final_review().held(form), form.blocking_sum_count(), "every sum holds");
        for told in &counted.told {
            assert!(!counted.sentence(told).is_empty());
        }
        let again = count(form, year, &book, &Mapping::default().with(&counted.wordings));
        assert_eq!(again.cells, counted.cells, "what was guessed and kept counts the same");
    }
}

fn batches() -> Vec<Vec<u8>> {
    let mut good = Batch::new("6f1c", vec!["/a/收件箱".into(), "/b".into()]);
    good.change(|batch| {
        (batch.year, batch.last_year) = (Some(2024), Some("/a/去年".into()));
        batch.roster = vec!["甲镇".to_owned(), "乙镇".to_owned()];
        batch.renamed = vec![("乙镇".to_owned(), "丙镇".to_owned())];
        batch.extra = vec![("later".to_owned(), "[1]".to_owned())];
    });
    let (file, hash, note) = ("乡镇/a.docx".to_owned(), "ab".to_owned(), "请改正".to_owned());
    good.decide(Decided { file, hash, note, state: State::Returned, at: "2024-01-19T16:02:11+08:00".to_owned(), ..Decided::default() });
    vec![write_batch(&good, None).into_bytes(), write_batch(&good, Some(Path::new("/a"))).into_bytes()]
}

/// What is read of a batch is written the same again, wherever it lies, and makes a list and a bulletin; what is not read is told.
fn batch(input: &[u8]) {
    for folder in [None, Some(Path::new("/a"))] {
        let batch = match read_batch(input, folder) {
            Ok(batch) => batch,
            Err(error) => return assert!(!error.to_string().is_empty()),
        };
        let written = write_batch(&batch, folder);
        let again = read_batch(written.as_bytes(), folder).expect("what was written is read");
        assert_eq!(write_batch(&again, folder), written, "what was read is written the same");
        let listed = lines(&batch, &[]);
        assert_eq!(listed.len(), batch.roster.len(), "every unit is on the list");
        let _ = bulletin(&batch, &[], &listed, batch.year, &Signer::default());
    }
}

/// A journal in the data folder of a program that no longer runs.
fn journal(editions: Editions) -> Target {
    let folder = std::env::temp_dir().join(format!("nianbao-fuzz-data-{}", std::process::id()));
    let who = Who { user: "a".to_owned(), host: "b".to_owned(), process: 1 };
    let workplace = Workplace { data: Some(DataFolder::at(folder.clone())), disk: Arc::new(SystemDisk), who, patience: std::time::Duration::from_secs(3) };
    let form = Arc::clone(editions.for_year(2023).expect("an edition serves 2023"));
    let mut session = Session::new(Arc::clone(&form), Report::blank(&form, "a", 2023, "某镇", None), Arc::new(|_| true));
    let mut document = file::Document::new(&workplace, "a");
    document.keep(&session, None);
    document.settle();
    for (number, (cell, _)) in form.cells().enumerate().take(20) {
        session.apply(nianbao::report::Edit::cell(cell, number.to_string()));
        document.keep(&session, None);
        document.settle();
    }
    drop(document);
    let journals = std::fs::read_dir(folder.join("journals")).expect("a journal was written");
    let mut journals = journals.flatten().map(|entry| entry.path());
    let good = journals.find(|path| path.extension().is_some_and(|ending| ending == "journal")).expect("a journal was written");
    let seeds = vec![std::fs::read(&good).expect("the journal is read")];
    Target::new("journal", seeds, move |input| {
        std::fs::write(&good, input).expect("the journal is written");
        let found = file::recoverable(&workplace, &editions);
        let holds_a_line = input.contains(&b'\n');
        assert_eq!(found.reports.len() + found.unreadable.len(), usize::from(holds_a_line), "nothing is deleted, nothing unsaid");
    })
}
