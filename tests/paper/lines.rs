//! Lines: where they break, how they end, and that no title cuts a word.

use nianbao::page::{Mark, Options};
use nianbao::report::Edit;

use super::setting::{laid_out, prose_lines, prose_session, runs};
use crate::common::blank_session;

const LEFT_MM: f32 = 28.0;
const EM_MM: f32 = 156.0 / 28.0;

/// A line: its mark, text, left and right edge.
type Line = (Mark, String, f32, f32);

/// The lines of a text behind every number of characters from 0 to 27, so that it meets the line's end everywhere.
fn shifted(text: &str) -> Vec<Line> {
    let paragraphs: Vec<_> = (0..28).map(|before| format!("{}{text}", "字".repeat(before))).collect();
    prose_lines(&laid_out(&prose_session(&paragraphs.join("\n")), Options::default()))
}

/// The lines of each paragraph as pairs of one and the next.
fn pairs(lines: &[Line]) -> impl Iterator<Item = (&Line, &Line)> {
    lines.windows(2).filter(|pair| pair[0].0 == pair[1].0).map(|pair| (&pair[0], &pair[1]))
}

#[test]
fn a_line_breaks_between_a_quote_and_a_figure_or_latin_word_beside_it() {
    let text = "以“发布”8680条和“网站”App以及2023“放管服”的“公开”3个";
    let starts: Vec<_> = pairs(&shifted(text)).map(|(_, (_, next, ..))| next.chars().take(4).collect::<String>()).collect();
    for wanted in ["8680", "App以", "“放管服"] {
        assert!(starts.iter().any(|start| start.starts_with(wanted)), "{wanted}: {starts:?}");
    }
    assert!(starts.iter().all(|start| !start.starts_with(['”', '’'])), "{starts:?}");
}

#[test]
fn a_figure_keeps_its_unit_across_a_blank() {
    for (text, units) in
        [("纸张A4（210 mm × 297 mm）共8 kB，第 3 期2023 年12 月 5 日收到826 件占64.2 %", &["mm", "kB", "年", "月", "日", "件", "%", "3"])]
    {
        for (_, (_, next, ..)) in pairs(&shifted(text)) {
            assert!(!units.iter().any(|unit| next.starts_with(unit)), "{next}");
        }
    }
}

#[test]
fn a_line_does_not_start_with_a_joining_dash_nor_end_with_a_slash() {
    for ((_, line, ..), (_, next, ..)) in pairs(&shifted("时间为8:30/—12:00、14:00—18:00和1月—12月及三～五年，增/减变化，公开／不公开"))
    {
        assert!(!next.starts_with(['—', '～', '–', '/', '／']), "{line} | {next}");
        assert!(!line.ends_with(['/', '／']), "{line} | {next}");
    }
    let pieces: Vec<_> = shifted("均已办结——其中三件").into_iter().map(|(_, line, ..)| line).collect();
    assert!(pieces.iter().all(|line| !line.ends_with("—") || line.ends_with("——")), "{pieces:?}");
}

#[test]
fn an_address_breaks_behind_its_joints_alone_and_the_line_before_it_does_not_gape() {
    const JOINTS: [char; 9] = ['/', '.', '-', '_', '?', '&', '=', '@', '\\'];
    for address in [
        "https://www.suqian.gov.cn/xxgk/2023/index.html?id=3&from=home",
        "xinxi_gongkai-office@mail.suqian.gov.cn",
        "D:\\gongkai\\2023\\report_final-v2.docx",
    ] {
        let mut within = 0;
        for ((_, line, start, end), (_, next, ..)) in pairs(&shifted(&format!("详情请看{address}以及附件内容说明"))) {
            let is_within =
                address.char_indices().skip(1).any(|(at, _)| line.ends_with(&address[..at]) && next.starts_with(&address[at..=at]));
            if is_within && line.ends_with(|c: char| c.is_ascii_graphic()) && next.starts_with(|c: char| c.is_ascii_graphic()) {
                assert!(line.ends_with(JOINTS) && !next.starts_with(JOINTS), "{line} | {next}");
                within += 1;
            }
            let gaps = line.chars().count().saturating_sub(1) as f32;
            let natural: f32 = line.chars().map(|c| if c.is_ascii() { 0.5 } else { 1.0 }).sum::<f32>() * EM_MM;
            assert!(end - start - natural < gaps * 0.25 * EM_MM, "{line} is spread");
        }
        assert!(within > 5, "{address}: {within}");
    }
}

#[test]
fn no_paragraph_ends_with_a_line_of_a_single_character() {
    let paragraph = |(mark, length): (&str, usize)| {
        let before: String = "各级部门推动公开，".chars().cycle().take(length - 1).collect();
        format!("{before}平{mark}")
    };
    let all = ["", "。", "。”", "；"].into_iter().flat_map(|mark| (20..110).map(move |length| (mark, length)));
    let text: Vec<String> = all.map(paragraph).collect();
    let lines = prose_lines(&laid_out(&prose_session(&text.join("\n")), Options::default()));
    let mut seen = 0;
    for lines in lines.chunk_by(|one, two| one.0 == two.0).filter(|lines| lines.len() > 1) {
        let last = &lines.last().unwrap().1;
        let body = last.chars().filter(|c| !"，。；”".contains(*c)).count();
        assert!(body > 1, "{lines:?}");
        seen += 1;
    }
    assert!(seen > 300, "{seen}");
}

#[test]
fn an_opening_mark_at_the_start_of_a_line_gives_up_its_blank() {
    let mut seen = 0;
    for (_, (_, next, start, _)) in pairs(&shifted("推动各项改革（含街道）和“优质公开”以及《办法》的落实工作"))
    {
        if next.starts_with(['（', '“', '《']) {
            assert!(*start < LEFT_MM - 0.2 * EM_MM && *start > LEFT_MM - 0.51 * EM_MM, "{next} at {start}");
            seen += 1;
        } else {
            assert!((start - LEFT_MM).abs() < 0.01, "{next} at {start}");
        }
    }
    assert!(seen > 3, "{seen}");
    // The first line keeps it: heads stand one below the other.
    let (_, _, start, _) = prose_lines(&laid_out(&prose_session("“优质公开”理念。"), Options::default()))[0];
    assert!((start - LEFT_MM - 2.0 * EM_MM).abs() < 0.01);
}

#[test]
fn a_title_breaks_between_the_names_of_units() {
    for name in [
        "巴音郭楞蒙古自治州和静县/巴音布鲁克镇人民政府",
        "莫力达瓦达斡尔族自治旗/塔温敖宝镇人民政府综合办公室",
        "中国（福建）自由贸易试验区/厦门片区管理委员会",
        "积石山保安族东乡族撒拉族自治县/市场监督管理局",
        "克孜勒苏柯尔克孜自治州/人力资源和社会保障局",
        "济南市市中区人民政府/泺源街道办事处综合办公室",
        "双江拉祜族佤族布朗族傣族自治县/沙河乡人民政府",
        "新疆维吾尔自治区伊犁哈萨克自治州/察布查尔锡伯自治县人民政府",
        "景德镇市昌江区新枫街道办事处/（市中心商务区管理委员会）",
    ] {
        let mut session = blank_session("2021", 2023, "某市");
        session.apply(Edit::Unit(name.replace('/', "")));
        let layout = laid_out(&session, Options::default());
        let mut lines: Vec<(f32, String)> = Vec::new();
        for run in runs(&layout.pages[0]).filter(|run| run.mark == Mark::Title) {
            match lines.last_mut() {
                Some((y, line)) if (*y - run.y_mm).abs() < 0.01 => line.push_str(&run.text()),
                _ => lines.push((run.y_mm, run.text())),
            }
        }
        let lines: Vec<_> = lines.into_iter().map(|(_, line)| line).collect();
        assert_eq!(lines.last().unwrap(), "2023年政府信息公开工作年度报告");
        assert_eq!(lines[..lines.len() - 1].join("/"), name);
    }
}
