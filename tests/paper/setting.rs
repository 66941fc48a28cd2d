//! Pages are set by GB/T 9704-2012 and by the rules of Chinese line breaking.

use std::fmt::Write as _;

use nianbao::page::{self, Fonts, Item, Layout, Line, Mark, Options, Page, Run, Sides};
use nianbao::report::{Edit, Signature};
use nianbao::session::Session;

use crate::common::{blank_session, published_session, type_into};

pub(super) fn laid_out(session: &Session, options: Options) -> Layout {
    page::lay_out(session.form(), session.report(), session.figures(), &Fonts::shipped(), options)
}

pub(super) fn runs(page: &Page) -> impl Iterator<Item = &Run> {
    page.items.iter().filter_map(|item| if let Item::Text(run) = item { Some(run) } else { None })
}

pub(super) fn rules(page: &Page) -> impl Iterator<Item = &Line> {
    page.items.iter().filter_map(|item| if let Item::Line(line) = item { Some(line) } else { None })
}

/// The lines of prose of all pages: text, left and right edge.
pub(super) fn prose_lines(layout: &Layout) -> Vec<(Mark, String, f32, f32)> {
    let mut lines: Vec<(Mark, String, f32, f32)> = Vec::new();
    let mut last = (usize::MAX, 0.0);
    for (at, page) in layout.pages.iter().enumerate() {
        for run in runs(page).filter(|run| matches!(run.mark, Mark::Paragraph(_))) {
            if last == (at, run.y_mm) {
                let line = lines.last_mut().unwrap();
                line.1 += &run.text();
                line.3 = run.x_mm + run.width_mm();
            } else {
                lines.push((run.mark, run.text(), run.x_mm, run.x_mm + run.width_mm()));
            }
            last = (at, run.y_mm);
        }
    }
    lines
}

/// Prose in which every line breaks at another place, so that every rule is met somewhere.
fn hard_prose() -> String {
    let sentence = "2023年，某市受理“放管服”改革（第3期）申请3259件，其中《条例》第二十条第（一）项98.75%，收取信息处理费2950.5万元——均已办结……详见https://www.example.gov.cn/xxgk/2023/index.html，电话0527-84368330。";
    let mut text = String::new();
    for shift in 0..28 {
        writeln!(text, "{}{sentence}{sentence}", "加".repeat(shift)).unwrap();
    }
    text
}

pub(super) fn prose_session(text: &str) -> Session {
    let mut session = blank_session("2021", 2023, "某市人民政府");
    session.apply(Edit::Prose { section: "s1".to_owned(), text: text.to_owned() });
    session
}

#[test]
fn no_line_starts_or_ends_with_a_mark_that_must_not() {
    for (_, line, ..) in prose_lines(&laid_out(&prose_session(&hard_prose()), Options::default())) {
        let (first, last) = (line.chars().next().unwrap(), line.chars().next_back().unwrap());
        assert!(!"，。、；：！？）》”’%……".contains(first), "{line}");
        assert!(!"（《“‘".contains(last), "{line}");
    }
}

#[test]
fn a_figure_stays_with_its_unit_and_a_dash_in_one_piece() {
    let lines = prose_lines(&laid_out(&prose_session(&hard_prose()), Options::default()));
    let text: Vec<_> = lines.iter().map(|(_, line, ..)| line.as_str()).collect();
    for pair in text.windows(2) {
        let (end, start) = (pair[0].chars().next_back().unwrap(), pair[1].chars().next().unwrap());
        assert!(!(end.is_ascii_digit() && "年件万元%".contains(start)), "{pair:?}");
        assert!(!(end == '—' && start == '—' || end == '…' && start == '…'), "{pair:?}");
        assert!(!(end == '万' && start == '元'), "{pair:?}");
    }
}

/// Looks at every line of a text but the last of each paragraph, and counts them.
#[track_caller]
fn ends_flush(text: &str) -> usize {
    let lines = prose_lines(&laid_out(&prose_session(text), Options::default()));
    let right = 28.0 + 156.0;
    let mut flush = 0;
    for pair in lines.windows(2).filter(|pair| pair[0].0 == pair[1].0) {
        let (_, line, _, end) = &pair[0];
        let mark = line.ends_with(['，', '。', '、', '；', '：', '”', '）', '》']);
        // Before a Latin word or within an address a line may end early rather than gape.
        let before_word = pair[1].1.starts_with(|c: char| c.is_ascii_graphic()) && !pair[1].1.starts_with(|c: char| c.is_ascii_digit());
        let within_word = line.ends_with(|c: char| c.is_ascii_graphic()) && pair[1].1.starts_with(|c: char| c.is_ascii_graphic());
        if before_word || within_word {
            assert!(*end < right + 0.05, "{line} ends at {end}");
            continue;
        }
        // A telephone number that goes on to the next line leaves too much for the gaps of a line that is mostly address.
        let gaps = line.chars().zip(line.chars().skip(1)).filter(|(one, two)| !(one.is_ascii_graphic() && two.is_ascii_graphic())).count();
        if (right - end) / gaps as f32 > 0.2 * 16.0 * 25.4 / 72.0 {
            continue;
        }
        assert!((end - right).abs() < 0.05 || (mark && *end > right && *end < right + 5.7), "{line} ends at {end}");
        flush += 1;
    }
    flush
}

#[test]
fn every_line_but_the_last_of_a_paragraph_ends_flush_or_with_a_mark_that_hangs() {
    assert!(ends_flush(&hard_prose()) > 100);
}

#[test]
fn a_line_of_marks_that_share_their_blanks_ends_flush_too() {
    let marks =
        "占比98.5%；《条例》第四十九条规定，“各级人民政府应当公布年度报告”。各部门（含街道）按照“应公开尽公开”，《办法》、《细则》；";
    let paragraphs: Vec<_> = (0..28).map(|before| format!("{}{}", "字".repeat(before), marks.repeat(3))).collect();
    assert!(ends_flush(&paragraphs.join("\n")) > 100);
}

#[test]
fn twenty_eight_characters_fill_a_line_and_the_first_line_starts_two_in() {
    let lines = prose_lines(&laid_out(&prose_session(&"字".repeat(26 + 28 + 5)), Options::default()));
    let counts: Vec<_> = lines.iter().map(|(_, line, ..)| line.chars().count()).collect();
    assert_eq!(counts, [26, 28, 5]);
    assert!((lines[0].2 - (28.0 + 2.0 * 156.0 / 28.0)).abs() < 0.01);
    assert!((lines[1].2 - 28.0).abs() < 0.01);
}

#[test]
fn a_head_keeps_two_lines_with_it() {
    // The text before the head grows line by line, so that the head meets the foot of the page.
    for lines in 10..30 {
        let text = format!("{}\n（一）主动公开\n{}", "字\n".repeat(lines), "长".repeat(100));
        let layout = laid_out(&prose_session(&text), Options::default());
        let page = layout.pages.iter().find(|page| runs(page).any(|run| run.text() == "（一）主动公开")).unwrap();
        let head = runs(page).find(|run| run.text() == "（一）主动公开").unwrap();
        let below = runs(page).filter(|run| run.text().starts_with('长') && run.y_mm > head.y_mm).count();
        assert!(below >= 2, "{lines} lines before");
    }
}

#[test]
fn nothing_leaves_the_text_block_but_page_number_and_mark_of_a_draft() {
    let layout = laid_out(&prose_session(&hard_prose()), Options { sides: Sides::Double, draft: true });
    assert!(layout.pages.len() >= 6);
    for (at, page) in layout.pages.iter().enumerate() {
        let left = if at % 2 == 0 { 28.0 } else { 210.0 - 28.0 - 156.0 };
        for run in runs(page).filter(|run| run.mark != Mark::Artifact) {
            // An opening mark's blank may.
            let blank = if run.text().starts_with(['（', '“', '《']) { 2.9 } else { 0.5 };
            assert!(run.x_mm > left - blank, "{}", run.text());
            // A mark may hang by its own width.
            assert!(run.x_mm + run.width_mm() < left + 156.0 + 5.7, "{}", run.text());
            assert!(run.y_mm > 37.0 && run.y_mm < 37.0 + 225.0, "{}", run.text());
        }
    }
}

#[test]
fn the_page_number_stands_right_on_odd_and_left_on_even_pages() {
    let layout = laid_out(&prose_session(&hard_prose()), Options::default());
    for (at, page) in layout.pages.iter().enumerate() {
        let number = runs(page).last().unwrap();
        assert_eq!(number.text(), format!("— {} —", at + 1));
        assert_eq!((number.size_pt, number.mark), (14.0, Mark::Artifact));
        let inset = 14.0 * 25.4 / 72.0;
        let wanted = if at % 2 == 0 { 28.0 + 156.0 - inset - number.width_mm() } else { 28.0 + inset };
        assert!((number.x_mm - wanted).abs() < 0.01);
        assert!(number.y_mm > 262.0 + 7.0);
    }
}

#[test]
fn every_page_of_a_draft_says_so_and_no_page_of_the_finished_report() {
    let session = prose_session(&hard_prose());
    let says = |page: &Page| runs(page).any(|run| run.text() == "草稿" && run.size_pt > 100.0);
    assert!(laid_out(&session, Options { draft: true, ..Options::default() }).pages.iter().all(says));
    assert!(!laid_out(&session, Options::default()).pages.iter().any(says));
}

#[test]
fn the_signature_stands_four_characters_in_with_the_unit_on_its_axis() {
    let mut session = prose_session("一句话。");
    let signature = Signature { unit: "某市人民政府".to_owned(), date: "2024-01-20".to_owned(), extra: Vec::new() };
    session.apply(Edit::Signature(Some(signature)));
    let layout = laid_out(&session, Options::default());
    let page = layout.pages.last().unwrap();
    let signed: Vec<_> = runs(page).filter(|run| run.mark == Mark::Signature).collect();
    let left = |y: f32| signed.iter().filter(|run| (run.y_mm - y).abs() < 0.01).map(|run| run.x_mm).fold(f32::MAX, f32::min);
    let right = |y: f32| signed.iter().filter(|run| (run.y_mm - y).abs() < 0.01).map(|run| run.x_mm + run.width_mm()).fold(0.0, f32::max);
    let (unit, date) = (signed[0].y_mm, signed.last().unwrap().y_mm);
    assert!((right(date) - (28.0 + 156.0 - 4.0 * 156.0 / 28.0)).abs() < 0.05);
    assert!((f32::midpoint(left(unit), right(unit)) - f32::midpoint(left(date), right(date))).abs() < 0.05);
    let text: String = signed.iter().map(|run| run.text()).collect();
    assert_eq!(text, "某市人民政府2024年1月20日");
}

#[test]
fn each_table_stands_whole_on_one_page_in_both_editions() {
    for (edition, year) in [("2019", 2020), ("2021", 2023)] {
        let mut session = blank_session(edition, year, "某市人民政府");
        for digits in ["0", "98765", "1234567"] {
            let typed: Vec<_> = session.form().cells().map(|(index, _)| (index, digits.to_owned())).collect();
            session.apply(Edit::Cells(typed));
            let layout = laid_out(&session, Options::default());
            for table in 0..session.form().tables.len() {
                let of_table = |run: &&Run| match run.mark {
                    Mark::Cell(cell) => session.form().cell(cell).unwrap().table == table,
                    _ => false,
                };
                let pages = layout.pages.iter().filter(|page| runs(page).any(|run| of_table(&run))).count();
                assert_eq!(pages, 1, "{edition} table {table} with {digits}");
                let least = layout.pages.iter().flat_map(runs).filter(of_table).map(|run| run.size_pt).fold(f32::MAX, f32::min);
                // 小五 in all tables, 六号 in the one of 15 columns.
                let asked = if session.form().tables[table].column_count() == 15 { 7.5 } else { 9.0 };
                assert!(least >= asked, "{edition} table {table} with {digits} at {least} pt");
            }
        }
    }
}

#[test]
fn no_figure_touches_a_rule_or_is_broken() {
    let mut session = blank_session("2021", 2023, "某市人民政府");
    let typed: Vec<_> = session.form().cells().map(|(index, _)| (index, "123456789012".to_owned())).collect();
    session.apply(Edit::Cells(typed));
    for page in laid_out(&session, Options::default()).pages {
        for run in runs(&page).filter(|run| matches!(run.mark, Mark::Cell(_))) {
            assert_eq!(run.text(), "123456789012");
            let crossed = rules(&page).any(|line| {
                let upright = (line.x1_mm - line.x2_mm).abs() < 0.01;
                upright
                    && line.y1_mm < run.y_mm
                    && line.y2_mm > run.y_mm
                    && line.x1_mm > run.x_mm - 0.1
                    && line.x1_mm < run.x_mm + run.width_mm() + 0.1
            });
            assert!(!crossed, "at {} {}", run.x_mm, run.y_mm);
        }
    }
}

#[test]
fn rules_are_half_a_point_and_the_frame_a_whole_one() {
    let layout = laid_out(&blank_session("2021", 2023, "某市人民政府"), Options::default());
    let mut widths: Vec<_> = layout.pages.iter().flat_map(rules).map(|line| line.width_pt.to_string()).collect();
    widths.sort();
    widths.dedup();
    assert_eq!(widths, ["0.5", "1"]);
    assert_eq!(layout.pages.iter().flat_map(rules).filter(|line| line.width_pt > 0.9).count(), 3 * 4);
}

#[test]
fn a_blank_prints_as_0_and_a_printed_unit_stands_behind_its_figure() {
    let mut session = blank_session("2019", 2020, "某市人民政府");
    type_into(&mut session, "t2.procurement.amount", "96171.6");
    let layout = laid_out(&session, Options::default());
    let text = |id: &str| {
        let cell = session.form().find(id).unwrap();
        layout.pages.iter().flat_map(runs).find(|run| run.mark == Mark::Cell(cell)).unwrap().text()
    };
    assert_eq!(text("t2.procurement.amount"), "96171.6万元");
    assert_eq!(text("t2.procurement.items"), "0");
}

#[test]
fn figures_in_the_prose_follow_their_cells() {
    let mut session = prose_session("全年新收{t3.new.total}件。");
    type_into(&mut session, "t3.new.natural", "12");
    let lines = prose_lines(&laid_out(&session, Options::default()));
    assert_eq!(lines[0].1, "全年新收12件。");
}

#[test]
fn a_head_in_a_paragraph_is_kai_and_what_follows_it_is_body() {
    let layout = laid_out(&prose_session("（一）主动公开。全年公开信息3条。"), Options::default());
    let faces: Vec<_> = runs(&layout.pages[0])
        .filter(|run| matches!(run.mark, Mark::Paragraph(_)))
        .map(|run| (Fonts::shipped().face(run.face).unwrap().name().to_owned(), run.text()))
        .collect();
    let wanted = [("GwKai-Bold", "（一）主动公开。"), ("GwKai-Light", "全年公开信息"), ("GwSong-Regular", "3"), ("GwKai-Light", "条。")];
    assert_eq!(faces, wanted.map(|(face, text)| (face.to_owned(), text.to_owned())));
}

/// Pages as text, a run a line.
fn written(layout: &Layout) -> String {
    let mut text = String::new();
    for (at, page) in layout.pages.iter().enumerate() {
        writeln!(text, "page {}", at + 1).unwrap();
        for run in runs(page) {
            let face = Fonts::shipped().face(run.face).unwrap().name().to_owned();
            let width = run.width_mm();
            writeln!(text, "{:7.2} {:7.2} {width:7.2} {:5.2} {face} {}", run.x_mm, run.y_mm, run.size_pt, run.text()).unwrap();
        }
        for line in rules(page) {
            writeln!(text, "{:7.2} {:7.2} {:7.2} {:7.2} {} rule", line.x1_mm, line.y1_mm, line.x2_mm, line.y2_mm, line.width_pt).unwrap();
        }
    }
    text
}

/// Compares pages with those kept in `tests/paper/pages`; with `KEEP_PAGES` set it keeps them instead.
#[track_caller]
fn same_pages(name: &str, layout: &Layout) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/paper/pages").join(name);
    let text = written(layout);
    if std::env::var_os("KEEP_PAGES").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap();
    let differs = kept.lines().zip(text.lines()).find(|(kept, now)| kept != now);
    assert_eq!(differs, None);
    assert_eq!(kept.lines().count(), text.lines().count());
}

#[test]
fn the_pages_of_a_2021_and_a_2019_report_are_as_they_were_looked_at() {
    same_pages("suqian-2023.txt", &laid_out(&published_session("suqian-2023.json"), Options::default()));
    let draft = Options { sides: Sides::Double, draft: true };
    same_pages("shanghai-office-2019-draft.txt", &laid_out(&published_session("shanghai-office-2019.json"), draft));
}
