//! Files of others by their kinds: what is read, what is refused, each with one sentence.

use std::io::Write as _;

use nianbao::file::{FileError, open_bytes};
use nianbao::intake::sheet::SheetValue;
use zip::write::SimpleFileOptions;

use super::{foreign, holds, opened};
use crate::common::editions;

/// A zipped file of these parts.
fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[track_caller]
fn refused(bytes: &[u8], sentence: &str) {
    let error = open_bytes(bytes, &editions()).map(|_| ()).expect_err("it is no report");
    assert_eq!(error.to_string(), sentence);
}

/// A Word file with that body.
fn docx(body: &str) -> Vec<u8> {
    let document = format!(
        "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{body}</w:body></w:document>"
    );
    zipped(&[("word/document.xml", document.as_bytes())])
}

#[test]
fn formats_that_are_not_read_say_what_to_do() {
    let mut doc = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    doc.extend([0; 600]);
    refused(&doc, "这是旧格式的文档（.doc、.wps），请用 Word 或 WPS 另存为 .docx 再打开");
    refused(b"{\\rtf1\\ansi", "这是 RTF 文档，请用 Word 或 WPS 另存为 .docx 再打开");
    refused(b"MIME-Version: 1.0\r\n", "这是单个文件网页（.mht），请在浏览器中另存为 .html，或全选复制后粘贴");
    refused(
        &zipped(&[("content.xml", b"<a/>"), ("mimetype", b"application/vnd.oasis.opendocument.text")]),
        "这是 OpenDocument 文档（.odt），请另存为 .docx 再打开",
    );
    refused(&zipped(&[("a.txt", b"a")]), "不认识这种文件，请另存为 .docx 或 .xlsx 再打开");
    let mut locked = doc.clone();
    locked.extend("EncryptedPackage\0".encode_utf16().flat_map(u16::to_le_bytes));
    refused(&locked, "文件有密码保护，请先在 Word 或 WPS 中取消密码");
}

#[test]
fn what_is_no_report_of_this_kind_is_refused() {
    let sentence = "这不是政府信息公开工作年度报告：没有找到它的标题、各部分和表格";
    refused(
        "<html><body><p>今天天气很好。</p><table><tr><td>甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr></table></body></html>"
            .as_bytes(),
        sentence,
    );
    refused(&docx("<w:p><w:r><w:t>会议通知</w:t></w:r></w:p>"), sentence);
    refused("政府信息公开指南\n一、公开范围".as_bytes(), sentence);
}

#[test]
fn bombs_and_hostile_nesting_are_refused_in_time() {
    let blank = vec![b' '; 45 * 1024 * 1024];
    let mut body = b"<w:document><w:body>".to_vec();
    body.extend(&blank);
    let one = zipped(&[("word/document.xml", &body)]);
    refused(&one, "文件解开后过大，可能有问题，没有读取");
    let mut three = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for name in ["a", "b", "c"] {
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&one)).unwrap();
        three.raw_copy_file_rename(archive.by_index(0).unwrap(), name).unwrap();
    }
    refused(&three.finish().unwrap().into_inner(), "文件解开后过大，可能有问题，没有读取");
    refused(&docx(&"<w:sdt>".repeat(2_000)), "文件里内容嵌套太深，没有读取");
    refused(&docx(&"<w:tbl><w:tr><w:tc>".repeat(100)), "文件里表格嵌套太深，没有读取");
    let deep = format!("<html>{}", "<div>".repeat(200_000));
    refused(deep.as_bytes(), "文件里网页太大或嵌套太深，没有读取");
    let fonts = format!("<html>{}{}", (0..500).map(|at| format!("<font size={at}>")).collect::<Vec<_>>().concat(), "<p>".repeat(100_000));
    refused(fonts.as_bytes(), "文件里网页太大或嵌套太深，没有读取");
    let tables = format!("<html>{}", "<table><tr><td>1<td>2</table>".repeat(1_001));
    refused(tables.as_bytes(), "文件里表格太多，没有读取");
    refused(&vec![b'<'; 21 * 1024 * 1024], "文件超过 10 MB，不是年报文件");
    refused("<html>".repeat(4 * 1024 * 1024).as_bytes(), "文件超过 20 MB，没有读取");
}

#[test]
fn entities_of_a_document_type_are_never_followed() {
    let document = "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\"><!ENTITY c \"&b;&b;\">]><w:document><w:body><w:p><w:r><w:t>一、总体情况&c;</w:t></w:r></w:p>\
        <w:p><w:r><w:t>六、其他需要报告的事项</w:t></w:r></w:p><w:p><w:r><w:t>统计期限：2023年1月1日至12月31日&b;。</w:t></w:r></w:p></w:body></w:document>";
    let bytes = zipped(&[("word/document.xml", document.as_bytes())]);
    match open_bytes(&bytes, &editions()) {
        Ok(opened) => assert!(!format!("{:?}", opened.report.prose).contains("root:")),
        Err(error) => assert!(matches!(error, FileError::Foreign(_)), "{error}"),
    }
}

/// A page in an encoding, declared as such or as another.
fn encoded(declared: &str, encoding: &'static encoding_rs::Encoding) -> Vec<u8> {
    let page = std::fs::read_to_string(foreign("xipo-2020-plain.html")).unwrap().replace("charset=utf-8", declared);
    encoding.encode(&page).0.into_owned()
}

#[test]
fn the_encoding_is_what_the_bytes_say() {
    use encoding_rs::{GB18030, UTF_8};
    for (declared, encoding) in
        [("charset=gb2312", GB18030), ("charset=utf-8", GB18030), ("", GB18030), ("charset=gbk", UTF_8), ("", UTF_8)]
    {
        let opened = open_bytes(&encoded(declared, encoding), &editions()).unwrap();
        assert_eq!((opened.report.unit.as_str(), opened.report.year), ("西坡镇人民政府", 2020), "{declared} {}", encoding.name());
    }
}

#[test]
fn a_word_file_says_what_it_shows() {
    let run = |text: &str| format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>");
    let paragraph = |inside: &str| format!("<w:p>{inside}</w:p>");
    let body = [
        paragraph(&run("青石县水务局2023年政府信息公开工作年度报告")),
        paragraph(&format!("{}<w:r><w:fldChar w:fldCharType=\"begin\"/><w:instrText>TOC \\o</w:instrText></w:r>", run("一、总体情况"))),
        paragraph(&format!(
            "{}<w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:ins>{}</w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r><w:r><w:tab/><w:t>A&amp;B</w:t><w:br/><w:t>另一行。</w:t></w:r>",
            run("公开"),
            run("信息")
        )),
        format!(
            "<w:sdt><w:sdtPr><w:alias w:val=\"不是\"/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>",
            paragraph(&run("框里的一段。"))
        ),
        paragraph(&run("六、其他需要报告的事项")),
        paragraph(&run("无")),
    ];
    let opened = open_bytes(&docx(&body.concat()), &editions()).unwrap();
    assert_eq!(opened.report.prose("s1"), "公开信息 A&B\n另一行。\n框里的一段。");
    assert_eq!(opened.report.prose("s6"), "无");
    assert_eq!(opened.report.unit, "青石县水务局");
}

#[test]
fn the_numbers_of_word_lists_are_read() {
    let numbering = "<w:numbering><w:abstractNum w:abstractNumId=\"7\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"chineseCounting\"/><w:lvlText w:val=\"%1、\"/></w:lvl>\
        <w:lvl w:ilvl=\"1\"><w:start w:val=\"1\"/><w:numFmt w:val=\"chineseCounting\"/><w:lvlText w:val=\"（%2）\"/></w:lvl></w:abstractNum><w:num w:numId=\"3\"><w:abstractNumId w:val=\"7\"/></w:num></w:numbering>";
    let item = |level: usize, text: &str| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"3\"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
        )
    };
    let body =
        [item(0, "总体情况"), item(1, "主动公开"), item(1, "依申请公开"), item(0, "存在的主要问题及改进情况"), item(1, "问题")].concat();
    let document =
        format!("<w:document><w:body><w:p><w:r><w:t>2023年青石县政府信息公开工作年度报告</w:t></w:r></w:p>{body}</w:body></w:document>");
    let bytes = zipped(&[("word/document.xml", document.as_bytes()), ("word/numbering.xml", numbering.as_bytes())]);
    let opened = open_bytes(&bytes, &editions()).unwrap();
    assert_eq!(opened.report.prose("s1"), "（一）主动公开\n（二）依申请公开");
    assert_eq!(opened.report.prose("s5"), "（一）问题");
    assert_eq!(opened.report.unit, "青石县");
}

/// Table 三 of the Suqian report on a sheet, its heads merged, written by a library of spreadsheets.
fn xlsx() -> Vec<u8> {
    let session = crate::common::published_session("suqian-2023.json");
    let mut book = rust_xlsxwriter::Workbook::new();
    for table in &session.form().tables {
        let sheet = book.add_worksheet();
        sheet.set_name(&table.name).unwrap();
        let plain = rust_xlsxwriter::Format::new();
        sheet.write(0, 0, "宿迁市人民政府2023年政府信息公开工作年度报告").unwrap();
        for place in &table.places {
            let (row, column) = (place.row as u32 + 2, place.column as u16);
            let (last_row, last_column) = (row + place.rows as u32 - 1, column + place.columns as u16 - 1);
            if (row, column) != (last_row, last_column) {
                sheet.merge_range(row, column, last_row, last_column, "", &plain).unwrap();
            }
            match &place.content {
                nianbao::form::PlaceContent::Label(label) => sheet.write(row, column, label.text.as_str()).unwrap(),
                nianbao::form::PlaceContent::Cell(cell) => {
                    let number = session.figures().value(*cell).number().unwrap();
                    sheet.write(row, column, number.to_string().parse::<f64>().unwrap()).unwrap()
                }
            };
        }
    }
    book.save_to_buffer().unwrap()
}

#[test]
fn a_spreadsheet_with_the_tables_on_sheets_is_read() {
    let opened = open_bytes(&xlsx(), &editions()).unwrap();
    holds(&opened, "t2.fees.amount", "59237.2449");
    holds(&opened, "t3.handled.total", "3486");
    holds(&opened, "t4.after_review.other", "67");
    assert_eq!((opened.report.unit.as_str(), opened.report.year), ("宿迁市人民政府", 2023));
    let lines = opened.account.unwrap().lines();
    for line in ["表二　10 格中 10 格（工作表“表二”）", "表三　175 格中 175 格（工作表“表三”）", "表四　15 格中 15 格（工作表“表四”）"]
    {
        assert!(lines.iter().any(|found| found == line), "{lines:?}");
    }
}

#[test]
fn sheets_give_texts_numbers_and_days_cell_by_cell() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let date = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd");
    sheet.write(0, 0, "收到日期").unwrap();
    sheet.write_with_format(1, 0, rust_xlsxwriter::ExcelDateTime::from_ymd(2024, 2, 29).unwrap(), &date).unwrap();
    sheet.write(1, 1, 59237.2449).unwrap();
    sheet.write(1, 2, 12).unwrap();
    sheet.write(1000, 3, "自然人").unwrap();
    let sheets = nianbao::intake::sheets(&book.save_to_buffer().unwrap()).unwrap();
    let value = |row, column| sheets[0].cell(row, column).map(|cell| cell.value.clone());
    assert_eq!(value(1, 0), Some(SheetValue::Date("2024-02-29".to_owned())));
    assert_eq!(value(1, 1), Some(SheetValue::Number("59237.2449".to_owned())));
    assert_eq!(value(1, 2), Some(SheetValue::Number("12".to_owned())));
    assert_eq!(value(1000, 3), Some(SheetValue::Text("自然人".to_owned())));
    assert_eq!(value(2, 0), None);
}

#[test]
fn a_sheet_whose_ranges_are_false_is_read_as_far_as_its_cells_say() {
    let workbook = "<workbook xmlns:r=\"r\"><sheets><sheet name=\"隐\" r:id=\"rId1\" state=\"hidden\"/><sheet name=\"表\" r:id=\"rId1\"/></sheets></workbook>";
    let relations = "<Relationships><Relationship Id=\"rId1\" Target=\"worksheets/sheet1.xml\"/></Relationships>";
    let strings = "<sst><si><r><t>自然</t></r><r><t>人</t></r><rPh><t>zi</t></rPh></si></sst>";
    let sheet = "<worksheet><dimension ref=\"XFD1048576:A1\"/><sheetData><row r=\"2\"><c r=\"A2\" t=\"s\"><v>0</v></c><c><v>1e3</v></c></row><row><c t=\"inlineStr\"><is><t>甲&amp;乙</t></is></c>\
        <c r=\"ZZZZZZ9\"><v>7</v></c></row></sheetData><mergeCells><mergeCell ref=\"A2:A9999999\"/><mergeCell ref=\"C9:A1\"/></mergeCells></worksheet>";
    let bytes = zipped(&[
        ("xl/workbook.xml", workbook.as_bytes()),
        ("xl/_rels/workbook.xml.rels", relations.as_bytes()),
        ("xl/sharedStrings.xml", strings.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ]);
    let sheets = nianbao::intake::sheets(&bytes).unwrap();
    assert_eq!(sheets.len(), 1, "what is hidden is not read");
    let texts: Vec<_> = sheets[0].cells.iter().map(|cell| (cell.row, cell.column, cell.value.text())).collect();
    assert_eq!(texts, [(1, 0, "自然人"), (1, 1, "1000"), (2, 0, "甲&乙"), (2, 1, "7")]);
}

#[test]
fn an_open_document_spreadsheet_is_read_and_its_repeats_are_counted() {
    let cell = |attributes: &str, text: &str| format!("<table:table-cell{attributes}><text:p>{text}</text:p></table:table-cell>");
    let cells =
        |figures: [u32; 7]| figures.map(|figure| cell(&format!(" office:value-type=\"float\" office:value=\"{figure}\""), "x")).concat();
    let row = |label: &str, figures: [u32; 7]| {
        let label = cell(" table:number-columns-spanned=\"3\"", label);
        format!(
            "<table:table-row>{label}<table:covered-table-cell table:number-columns-repeated=\"2\"/>{}</table:table-row>",
            cells(figures)
        )
    };
    let heads = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"].map(|head| cell("", head)).concat();
    let content = format!(
        "<office:document-content><office:body><office:spreadsheet><table:table table:name=\"表三\"><table:table-row><table:table-cell><text:p>青石县2023年政府信息公开工作年度报告</text:p></table:table-cell></table:table-row>\
         <table:table-row><table:table-cell table:number-columns-repeated=\"3\"/>{heads}</table:table-row>{}{}<table:table-row table:number-rows-repeated=\"1048000\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>",
        row("一、本年新收政府信息公开申请数量", [5, 1, 0, 0, 0, 0, 6]),
        row("（一）予以公开", [4, 0, 0, 0, 0, 0, 4]),
    );
    let bytes = zipped(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", content.as_bytes())]);
    let opened = open_bytes(&bytes, &editions()).unwrap();
    holds(&opened, "t3.new.natural", "5");
    holds(&opened, "t3.granted.total", "4");
    assert_eq!(opened.report.unit, "青石县");
}

#[test]
fn a_damaged_file_gives_a_sentence_and_no_panic() {
    let editions = editions();
    for name in ["suqian-2023.docx", "xipo-2020.docx"] {
        let good = std::fs::read(foreign(name)).unwrap();
        for at in (0..good.len()).step_by(211) {
            let mut bytes = good.clone();
            bytes[at] ^= 1 << (at % 8);
            if let Err(error) = open_bytes(&bytes, &editions) {
                assert!(!error.to_string().is_empty());
            }
            let _ = open_bytes(&good[..at], &editions);
        }
    }
    let opened = opened("suqian-2023.docx");
    assert_eq!(opened.report.year, 2023);
}

/// What the program writes itself: the tests of the papers read it back.
const OWN_PAPERS: [&str; 2] = ["pdf", "xlsx"];

#[test]
fn every_ending_that_is_offered_has_a_sample_that_is_read() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = ["tests/data", "assets/samples"].map(|folder| walkdir::WalkDir::new(root.join(folder)));
    let samples: Vec<_> = folders.into_iter().flatten().map(|entry| entry.unwrap().into_path()).collect();
    for ending in nianbao::file::ENDINGS.into_iter().filter(|ending| !OWN_PAPERS.contains(ending)) {
        assert!(nianbao::file::has_known_ending(std::path::Path::new(&format!("西坡镇2024.{}", ending.to_uppercase()))));
        // A page is the same under both of its endings.
        let of_the_kind =
            samples.iter().filter(|path| path.extension().is_some_and(|found| found == if ending == "htm" { "html" } else { ending }));
        let is_read = |path: &std::path::PathBuf| open_bytes(&std::fs::read(path).unwrap(), &editions()).is_ok();
        assert!(of_the_kind.into_iter().any(is_read), "no sample of .{ending} is read");
    }
}
