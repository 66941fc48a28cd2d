//! Charts in the prose: on every paper with the figures of the cells, counted by their captions, and read back as what they are.

use nianbao::check::Severity;
use nianbao::file::json::Opened;
use nianbao::file::{PaperError, docx, html, open_bytes, xlsx};
use nianbao::page::{Fonts, Sides};
use nianbao::report::{ChartFigures, Edit, LastYear, Source};
use nianbao::session::Session;

use super::with_paper;
use super::word::with_part;
use crate::common::{blank_session, editions, published_session, type_into};

/// The Suqian report with two charts in its first section and one in its fifth.
pub(crate) fn with_charts() -> Session {
    let mut session = published_session("suqian-2023.json");
    let text = "（一）主动公开。第一段。\n{chart:received}\n第二段有{t3.new.total}件。\n{chart:results}";
    session.apply(Edit::Prose { section: "s1".to_owned(), text: text.to_owned() });
    let text = format!("{}\n{{chart:disputes}}", session.report().prose("s5"));
    session.apply(Edit::Prose { section: "s5".to_owned(), text });
    let mut last_year = LastYear::of(Source { form: session.form(), report: session.report() });
    last_year.year = 2022;
    last_year.cells.insert("t3.new.total".to_owned(), "3000".to_owned());
    session.apply(Edit::LastYear(Some(Box::new(last_year))));
    session
}

fn figures(session: &Session, id: &str) -> Vec<String> {
    let chart = session.form().chart(id).unwrap();
    let cells = chart.bars.iter().flat_map(|bar| bar.parts.iter().map(|part| &part.cells).chain(Some(&bar.cells)));
    let sums = cells.filter(|cells| !cells.is_empty()).map(|cells| {
        let figure = |id: &String| session.figures().value(session.form().find(id).unwrap()).number().unwrap_or_default();
        cells.iter().map(figure).sum::<rust_decimal::Decimal>().to_string()
    });
    sums.collect()
}

fn page(session: &Session) -> String {
    let draft = session.final_review().blocks();
    String::from_utf8(with_paper(session, draft, html::export).unwrap().bytes).unwrap()
}

#[test]
fn the_web_page_has_each_chart_as_a_drawing_with_every_figure_of_the_cells_in_it_and_in_its_title() {
    let session = with_charts();
    let page = page(&session);
    for (number, id) in [(1, "received"), (2, "results"), (3, "disputes")] {
        let drawing = page.split(&format!("<figure data-chart=\"{id}\"")).nth(1).unwrap().split("</figure>").next().unwrap();
        assert!(drawing.contains(&format!("<figcaption>图{number}　2023年")), "{drawing}");
        let title = drawing.split("<title>").nth(1).unwrap().split("</title>").next().unwrap();
        for figure in figures(&session, id) {
            assert!(title.contains(&figure), "{figure} in {title}");
            let says = |text: &str| text.split(|c: char| !c.is_ascii_digit()).any(|word| word == figure);
            assert!(drawing.split("<text").skip(1).any(|text| says(text.split(['>', '<']).nth(1).unwrap())), "{figure} in {drawing}");
        }
    }
    assert!(page.contains(">3000</text>"), "last year's figure stands beside this year's");
    assert!(!page.contains("{chart"), "the words stay in the data");
}

#[test]
fn what_is_copied_for_an_editor_has_each_chart_as_a_picture_that_says_its_figures_counted_over_the_whole_report() {
    let session = with_charts();
    let copied = with_paper(&session, false, |paper| html::copied(paper, &html::Extent::Whole));
    assert_eq!(copied.html.matches("<img src=\"data:image/png;base64,iVBORw0KGgo").count(), 3);
    assert!(!copied.html.contains("<svg"), "editors drop drawings");
    let section = with_paper(&session, false, |paper| html::copied(paper, &html::Extent::Section("s5".to_owned())));
    assert!(section.html.contains("图3　2023年") && !section.html.contains("图1"));
    for words in [&section.html, &section.text] {
        assert!(words.contains("图3　2023年"), "{words}");
        assert!(figures(&session, "disputes").iter().all(|figure| words.contains(figure)));
    }
}

#[test]
fn the_word_file_has_each_chart_as_a_picture_that_says_its_figures_and_carries_the_words() {
    let session = with_charts();
    let bytes = super::word::exported(&session, false);
    let document = super::word::part(&bytes, "word/document.xml");
    for (number, id) in [(1, "received"), (2, "results"), (3, "disputes")] {
        let picture = document.split(&format!("<wp:docPr id=\"{number}\" name=\"chart:{id}\" descr=\"")).nth(1).unwrap();
        let said = picture.split('"').next().unwrap();
        assert!(figures(&session, id).iter().all(|figure| said.contains(figure)), "{said}");
        assert!(document.contains(&format!("图{number}　2023年")), "caption {number}");
    }
    let opened = docx::read(&bytes, &editions()).unwrap();
    assert_eq!((opened.notes, opened.changes.all.len()), (Vec::new(), 0));
    assert_eq!(opened.report.prose("s1"), session.report().prose("s1"));
}

#[test]
fn every_paper_with_charts_reads_back_and_a_figure_changed_in_one_is_found() {
    let session = with_charts();
    let made = with_paper(&session, false, xlsx::export).unwrap();
    assert!(made.verified.contains("与填报一致"));
    let page = page(&session);
    let new = session.figures().value(session.form().find("t3.new.total").unwrap()).number().unwrap().to_string();
    for (from, to) in [
        (format!(">{new}</text>"), ">1</text>".to_owned()),
        (format!("2023 年 {new}"), "2023 年 1".to_owned()),
        ("图2　".to_owned(), "图3　".to_owned()),
        ("data-chart=\"results\"".to_owned(), "data-chart=\"received\"".to_owned()),
    ] {
        let changed = page.replacen(&from, &to, 1);
        assert_ne!(changed, page, "{from}");
        let found = with_paper(&session, false, |paper| html::verify(&changed, paper));
        assert!(matches!(found, Err(PaperError::NotAsFilled { .. })), "{from}: {found:?}");
    }
}

#[test]
fn a_chart_taken_out_in_word_is_listed_and_taken_over_and_one_that_others_wrote_over_is_told() {
    let session = with_charts();
    let bytes = super::word::exported(&session, false);
    let without = with_part(&bytes, "word/document.xml", |text| {
        let (before, rest) = text.split_once("<w:p><w:pPr><w:pStyle w:val=\"Caption\"/>").unwrap();
        // The picture and its caption are two paragraphs.
        let rest = rest.splitn(3, "</w:p>").nth(2).unwrap();
        format!("{before}{rest}")
    });
    let Opened { form, mut report, changes, .. } = docx::read(&without, &editions()).unwrap();
    // The charts behind it count anew only when the report is made again: their captions are the program's.
    let [taken_out] = &changes.all[..] else { panic!("{:#?}", changes.all) };
    assert!(taken_out.can_be_taken() && taken_out.in_data.starts_with("{chart:received}"), "{taken_out:?}");
    changes.take(&form, &mut report, &[true]);
    assert_eq!(report.prose("s1"), "（一）主动公开。第一段。\n第二段有{t3.new.total}件。\n{chart:results}");
    let other = with_part(&bytes, "word/document.xml", |text| text.replacen("图1　2023年", "图1　2024年", 1));
    let changes = docx::read(&other, &editions()).unwrap().changes;
    let [caption] = &changes.all[..] else { panic!("{:#?}", changes.all) };
    assert!(!caption.can_be_taken());
}

#[test]
fn our_word_file_and_page_read_as_those_of_others_give_the_words_of_the_charts_again() {
    let session = with_charts();
    let namespace = "urn:nianbao:report:1";
    let bytes = super::word::exported(&session, false);
    let word = with_part(&bytes, "customXml/item1.xml", |text| text.replace(namespace, "urn:another"));
    for bytes in [word, page(&session).into_bytes()] {
        let opened = open_bytes(&bytes, &editions()).unwrap();
        assert!(opened.account.is_some(), "read as a file of others");
        let wanted = "（一）主动公开。第一段。\n{chart:received}\n第二段有";
        assert!(opened.report.prose("s1").starts_with(wanted), "{}", opened.report.prose("s1"));
        assert!(opened.report.prose("s1").ends_with("\n{chart:results}"), "{}", opened.report.prose("s1"));
        assert!(opened.report.prose("s5").ends_with("\n{chart:disputes}"), "{}", opened.report.prose("s5"));
    }
}

#[track_caller]
fn found(text: &str, wanted: &[(Severity, &str, &str)]) {
    let mut session = blank_session("2021", 2024, "西坡镇人民政府");
    type_into(&mut session, "t3.new.natural", "12");
    session.apply(Edit::Prose { section: "s1".to_owned(), text: text.to_owned() });
    let review = session.final_review();
    let found: Vec<_> = review.findings.iter().filter(|finding| finding.rule == "P-CHART").collect();
    assert_eq!(found.len(), wanted.len(), "{text}: {found:#?}");
    for (finding, (severity, message, mended)) in found.iter().zip(wanted) {
        assert_eq!((finding.severity, finding.message.as_str()), (*severity, *message));
        let mut session = session.report().clone();
        session.apply(crate::common::form("2021").as_ref(), finding.fixes[0].edit.clone());
        assert_eq!(session.prose("s1"), *mended);
    }
}

#[test]
fn a_chart_that_there_is_not_or_that_stands_in_a_sentence_blocks_and_an_empty_one_has_to_be_explained() {
    found("{chart:received}", &[]);
    found("第一段。\n  {chart:received}　\n第二段。", &[]);
    let names = "没有叫“sums”的图表，可以插入的有：新收与办结、办理结果、申请人类型、复议与诉讼";
    found("第一段。\n{chart:sums}\n第二段。", &[(Severity::Blocking, names, "第一段。\n第二段。")]);
    found("第一段。\n{{chart:sums}", &[(Severity::Blocking, names, "第一段。")]);
    let alone = "图表“新收与办结”要单独成一段才印得出来";
    found("见{chart:received}。", &[(Severity::Blocking, alone, "见\n{chart:received}\n。")]);
    found("{{chart:received}", &[(Severity::Blocking, alone, "{chart:received}")]);
    found("见【图：新收与办结】", &[(Severity::Blocking, alone, "见\n{chart:received}")]);
    let nothing = "“复议与诉讼”图里各项都是 0 或没有填，没有可画的，可以删去";
    found("甲。\n{chart:disputes}\n乙。", &[(Severity::Explain, nothing, "甲。\n乙。")]);
}

#[test]
fn no_other_rule_has_anything_to_say_of_a_chart() {
    for name in ["suqian-2023.json", "xipo-2020.json", "shanghai-office-2019.json"] {
        let mut session = published_session(name);
        let told = |session: &Session| {
            let review = session.final_review();
            let findings = review.findings.iter().filter(|finding| finding.rule != "P-CHART");
            findings.map(|finding| (finding.rule.clone(), finding.message.clone())).collect::<Vec<_>>()
        };
        let before = told(&session);
        for section in ["s1", "s5", "s6"] {
            let text = session.report().prose(section);
            let (head, tail) = text.split_once('\n').unwrap_or((text, ""));
            let ids = ["received", "results", "applicants", "disputes"].map(|id| format!("{{chart:{id}}}")).join("\n");
            let text = format!("{head}\n{ids}\n{tail}");
            session.apply(Edit::Prose { section: section.to_owned(), text });
        }
        assert_eq!(told(&session), before, "{name}");
    }
}

#[test]
fn what_stands_out_is_the_greatest_change_else_the_largest_bar() {
    let session = with_charts();
    let says = |id: &str| {
        let chart = session.form().chart(id).unwrap();
        ChartFigures::of(session.form(), session.report(), session.figures(), chart).stands_out()
    };
    let new = session.figures().value(session.form().find("t3.new.total").unwrap()).number().unwrap();
    let share = (new - rust_decimal::Decimal::from(3000)) * rust_decimal::Decimal::ONE_HUNDRED / rust_decimal::Decimal::from(3000);
    assert_eq!(
        says("received"),
        format!("本年新收 {new} 件，比上年增加 {} 件（{:.1}%）", new - rust_decimal::Decimal::from(3000), share.round_dp(1))
    );
    assert!(says("results").starts_with("予以公开最多，"), "{}", says("results"));
    let mut blank = blank_session("2021", 2024, "西坡镇人民政府");
    let of = |session: &Session, id: &str| {
        ChartFigures::of(session.form(), session.report(), session.figures(), session.form().chart(id).unwrap()).stands_out()
    };
    assert_eq!(of(&blank, "disputes"), "各项都是 0");
    type_into(&mut blank, "t3.new.natural", "12");
    type_into(&mut blank, "t4.review.upheld", "3");
    type_into(&mut blank, "t4.direct.pending", "1");
    assert_eq!(of(&blank, "received"), "本年新收 12 件，没有上年的数字可比");
    assert_eq!(of(&blank, "disputes"), "行政复议最多，3 件，占 75.0%");
    type_into(&mut blank, "t4.review.other", "一件");
    assert_eq!(of(&blank, "disputes"), "直接起诉最多，1 件，占 100.0%");
}

#[test]
fn a_draft_with_an_unknown_chart_prints_its_words_and_reads_back() {
    let mut session = published_session("suqian-2023.json");
    let text = "见下图。\n{chart:sums}\n{{chart:received}\n{chart:received}";
    session.apply(Edit::Prose { section: "s6".to_owned(), text: text.to_owned() });
    assert!(session.final_review().blocks());
    assert!(page(&session).contains(">{chart:sums}</p>"));
    let word = with_paper(&session, true, |paper| docx::export(paper, Sides::Single, &Fonts::shipped())).unwrap();
    assert!(word.verified.contains("与填报一致"));
    assert!(with_paper(&session, true, xlsx::export).is_ok());
    let same =
        with_part(&super::word::exported(&published_session("suqian-2023.json"), false), "word/document.xml", |text| format!("{text} "));
    assert_eq!(docx::read(&same, &editions()).unwrap().changes.all, Vec::new());
}
