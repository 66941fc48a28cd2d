//! A Word document of ours that was changed in Word: the differences are listed, and taken over one by one or all.

use nianbao::file::docx;
use nianbao::file::json::Opened;
use nianbao::report::Status;
use nianbao::session::Session;

use super::word::{exported, with_part};
use crate::common::{editions, published_session, type_into};

fn report() -> Session {
    let mut session = published_session("suqian-2023.json");
    let text = "（一）主动公开。第一段。\n第二段有{t3.new.total}件。\n第三段。";
    session.apply(nianbao::report::Edit::Prose { section: "s1".to_owned(), text: text.to_owned() });
    session.apply(nianbao::report::Edit::Prose { section: "preface".to_owned(), text: "引言。".to_owned() });
    let signature =
        nianbao::report::Signature { unit: "宿迁市人民政府".to_owned(), date: "2024-01-20".to_owned(), ..Default::default() };
    session.apply(nianbao::report::Edit::Signature(Some(signature)));
    type_into(&mut session, "t3.declined_repeat.natural", "39");
    session
}

/// Opens the report after texts in Word were changed.
#[track_caller]
fn changed(changes: &[(&str, &str)]) -> Opened {
    let bytes = with_part(&exported(&report(), false), "word/document.xml", |text| {
        changes.iter().fold(text.to_owned(), |text, (from, to)| {
            assert!(text.contains(from), "{from}");
            text.replacen(from, to, 1)
        })
    });
    docx::read(&bytes, &editions()).unwrap()
}

/// What is listed: place, in the data, on the paper.
#[track_caller]
fn listed(changes: &[(&str, &str)], wanted: &[(&str, &str, &str)]) {
    let opened = changed(changes);
    let found: Vec<_> = opened.changes.all.iter().map(|c| (c.place.as_str(), c.in_data.as_str(), c.on_paper.as_str())).collect();
    assert_eq!(found, wanted);
}

const PARAGRAPH: &str = "<w:p><w:r><w:t>新的一段。</w:t></w:r></w:p>";

#[test]
fn a_grid_with_a_column_more_that_is_narrower_than_a_rule_lists_nothing() {
    // As LibreOffice saves table 四: the fifth column in two, each cell of it over both.
    let bytes = with_part(&exported(&report(), false), "word/document.xml", |text| {
        let (before, table) = text.rsplit_once("<w:tbl>").unwrap();
        let fifth = "<w:tcW w:w=\"590\" w:type=\"dxa\"/>";
        assert!(table.contains(fifth), "{}", &table[..600]);
        let rows = table.split_inclusive("</w:tr>").enumerate().map(|(row, text)| match row {
            // 行政复议 spans five.
            0 => text.replacen("<w:gridSpan w:val=\"5\"/>", "<w:gridSpan w:val=\"6\"/>", 1),
            1..4 => {
                let at = text.match_indices(fifth).nth(4).unwrap().0 + fifth.len();
                format!("{}<w:gridSpan w:val=\"2\"/>{}", &text[..at], &text[at..])
            }
            _ => text.to_owned(),
        });
        let table: String = rows.collect();
        let (at, _) = table.match_indices("<w:gridCol ").nth(4).unwrap();
        format!("{before}<w:tbl>{}<w:gridCol w:w=\"1\"/>{}", &table[..at], &table[at..])
    });
    let opened = docx::read(&bytes, &editions()).unwrap();
    assert_eq!(opened.changes.all, Vec::new());
}

#[test]
fn what_was_not_changed_lists_nothing() {
    let opened = changed(&[("<w:docGrid ", "<w:docGrid w:type=\"lines\" ")]);
    assert_eq!((opened.changes.all.len(), opened.told().len()), (0, 0), "{:?}", opened.changes);
}

#[test]
fn a_figure_a_word_the_unit_and_the_day_are_listed_with_both_sides() {
    listed(&[(">39<", ">40<")], &[("表三·（五）不予处理·2.重复申请，自然人", "39", "40")]);
    listed(&[("第三段。", "第三段改。")], &[("一、总体情况", "第三段。", "第三段改。")]);
    listed(&[("引言。", "新引言。")], &[("引言", "引言。", "新引言。")]);
    listed(&[(">宿迁市<", ">宿州市<")], &[("标题", "宿迁市", "宿州市")]);
    listed(&[("2024年1月20日", "2024年1月21日")], &[("落款", "2024年1月20日", "2024年1月21日")]);
    listed(&[("4.保护第三方", "4.保护他人")], &[("表三·4.保护第三方合法权益", "4.保护第三方合法权益", "4.保护他人合法权益")]);
}

#[test]
fn a_paragraph_more_or_less_is_listed_by_itself() {
    let third = "<w:p><w:r><w:rPr><w:rFonts w:hint=\"eastAsia\"/></w:rPr><w:t>第三段。</w:t></w:r></w:p>";
    listed(&[(third, "")], &[("一、总体情况", "第三段。", "")]);
    listed(&[(third, &format!("{PARAGRAPH}{third}"))], &[("一、总体情况", "", "新的一段。")]);
}

#[test]
fn what_was_deleted_with_changes_shown_is_gone_and_what_was_inserted_is_there() {
    let marked = "第三</w:t></w:r><w:del w:id=\"1\"><w:r><w:delText>段</w:delText></w:r></w:del><w:ins w:id=\"2\"><w:r><w:t>节</w:t></w:r></w:ins><w:r><w:t>。";
    listed(&[("第三段。", marked)], &[("一、总体情况", "第三段。", "第三节。")]);
}

#[test]
fn the_differences_are_counted_in_one_sentence() {
    let opened = changed(&[(">39<", ">40<"), ("第三段。", "第三段改。"), ("引言。", "新引言。")]);
    assert_eq!(opened.changes.sentence(&opened.form).unwrap(), "正文 2 处、表三 1 格与文件里的数据不同");
    assert_eq!(opened.told(), ["这份 Word 文件被改过：正文 2 处、表三 1 格与文件里的数据不同，已按文件里的数据打开"]);
}

#[test]
fn each_difference_is_taken_over_by_itself() {
    let opened = changed(&[(">39<", ">40<"), ("第三段。", "第三段{改}。"), ("引言。", "新引言。")]);
    let places: Vec<_> = opened.changes.all.iter().map(|change| change.place.as_str()).collect();
    assert_eq!(places, ["引言", "一、总体情况", "表三·（五）不予处理·2.重复申请，自然人"]);
    let mut report = opened.report.clone();
    opened.changes.take(&opened.form, &mut report, &[false, true, false]);
    assert_eq!(
        report.prose("s1"),
        "（一）主动公开。第一段。\n第二段有{t3.new.total}件。\n第三段{{改}。",
        "the figure still follows its cell"
    );
    assert_eq!((report.prose("preface"), report.status), ("引言。", Status::Draft));
    opened.changes.take(&opened.form, &mut report, &[true, false, true]);
    let cell = opened.form.find("t3.declined_repeat.natural").unwrap();
    assert_eq!((report.prose("preface"), report.cell(cell).text.as_str()), ("新引言。", "40"));
}

#[test]
fn a_figure_beside_a_word_that_was_changed_in_word_still_follows_its_cell() {
    let opened = changed(&[("第二段有", "第二段共有")]);
    let mut report = opened.report.clone();
    opened.changes.take(&opened.form, &mut report, &[true]);
    assert_eq!(report.prose("s1"), "（一）主动公开。第一段。\n第二段共有{t3.new.total}件。\n第三段。");
}

#[test]
fn all_differences_taken_over_make_the_report_what_word_shows() {
    let changes = [
        (">39<", "><"),
        ("第三段。", "第三段改。"),
        (">宿迁市<", ">宿州市<"),
        ("2023年政府信息", "2024年政府信息"),
        ("2024年1月20日", "2025年1月20日"),
        ("宿迁市人民政府", "宿州市人民政府"),
    ];
    let opened = changed(&changes);
    assert_eq!(opened.changes.all.len(), changes.len());
    let mut report = opened.report.clone();
    opened.changes.take(&opened.form, &mut report, &vec![true; changes.len()]);
    let signature = report.signature.clone().unwrap();
    assert_eq!((report.unit.as_str(), report.year), ("宿州市", 2024));
    assert_eq!((signature.unit.as_str(), signature.date.as_str()), ("宿州市人民政府", "2025-01-20"));
    let cell = opened.form.find("t3.declined_repeat.natural").unwrap();
    assert!(report.cell(cell).value.is_blank());
}

#[test]
fn wording_of_the_form_is_never_taken_over() {
    let opened = changed(&[("4.保护第三方", "4.保护他人"), ("二、主动公开政府信息情况", "二、主动公开的情况")]);
    assert_eq!(opened.changes.all.len(), 2);
    assert!(opened.changes.all.iter().all(|change| !change.can_be_taken()));
    let mut report = opened.report.clone();
    opened.changes.take(&opened.form, &mut report, &[true, true]);
    assert_eq!(report, opened.report);
}
