//! Heads by their level, annexes and 落款, by GB/T 9704-2012.

use nianbao::page::{Fonts, Layout, Mark, Options, Run};
use nianbao::report::{Edit, Signature};

use super::setting::{laid_out, prose_lines, prose_session, runs};
use crate::common::blank_session;

const EM_MM: f32 = 156.0 / 28.0;

fn first_run<'a>(layout: &'a Layout, text: &str) -> &'a Run {
    let all = || layout.pages.iter().flat_map(runs);
    all().find(|run| matches!(run.mark, Mark::Paragraph(_) | Mark::Subhead(..)) && run.text().starts_with(text)).unwrap()
}

#[test]
fn a_line_that_opens_with_a_number_and_has_no_end_mark_is_a_head_of_its_level() {
    let long = "（一）强化组织领导，不断完善政府信息公开工作机制，推动基层政务公开标准化、规范化建设向纵深发展";
    let text = format!(
        "{long}\n正文。\n2.突出惠企利民，加强政策解读\n正文。\n（1）围绕重点领域\n正文。\n①网站\n正文。\n（二）收到申请3件。\n1.5万元已收。\n12.全文结束。"
    );
    let layout = laid_out(&prose_session(&text), Options::default());
    for (opens, depth, face) in [
        ("（一）强化", Some(1), "GwKai-Bold"),
        ("2", Some(2), "GwSong-Regular"),
        ("（", Some(1), "GwKai-Bold"),
        ("①", Some(4), "GwKai-Light"),
        ("正文", None, "GwKai-Light"),
        ("12", None, "GwSong-Regular"),
        ("1", None, "GwSong-Regular"),
    ] {
        let all = layout.pages.iter().flat_map(runs);
        let found = all.filter(|run| run.text().starts_with(opens)).find(|run| match (run.mark, depth) {
            (Mark::Subhead(_, found), Some(depth)) => found == depth,
            (Mark::Paragraph(_), None) => true,
            _ => false,
        });
        let found = found.unwrap_or_else(|| panic!("{opens}"));
        assert_eq!(Fonts::shipped().face(found.face).unwrap().name(), face, "{opens}");
    }
    // A head of two lines is one head.
    assert_eq!(prose_lines(&layout).iter().filter(|(mark, ..)| matches!(mark, Mark::Subhead(0, _))).count(), 0);
    let lines: Vec<_> = layout.pages.iter().flat_map(runs).filter(|run| run.mark == Mark::Subhead(0, 1)).map(Run::text).collect();
    assert_eq!(lines.concat(), long);
}

#[test]
fn no_depth_is_left_out_below_a_section() {
    let layout =
        laid_out(&prose_session("1.主要问题\n正文。\n（1）其一\n正文。\n（一）重新开始\n正文。\n1.又一点\n正文。"), Options::default());
    let mut depths: Vec<(usize, u8)> = layout
        .pages
        .iter()
        .flat_map(runs)
        .filter_map(|run| if let Mark::Subhead(at, depth) = run.mark { Some((at, depth)) } else { None })
        .collect();
    depths.dedup();
    assert_eq!(depths, [(0, 1), (2, 2), (4, 1), (6, 2)]);
}

#[test]
fn a_head_of_any_level_keeps_two_lines_of_text_with_it() {
    for head in ["2.突出惠企利民，加强政策解读", "（一）强化组织领导，不断完善公开机制", "（1）围绕重点领域", "①网站"]
    {
        for lines in 14..26 {
            let text = format!("{}{head}\n{}", "字\n".repeat(lines), "长".repeat(100));
            let layout = laid_out(&prose_session(&text), Options::default());
            let on = |page: &&nianbao::page::Page| runs(page).any(|run| matches!(run.mark, Mark::Subhead(..)));
            let page = layout.pages.iter().find(on).unwrap();
            let y = runs(page).find(|run| matches!(run.mark, Mark::Subhead(..))).unwrap().y_mm;
            let below = runs(page).filter(|run| run.text().starts_with('长') && run.y_mm > y).count();
            assert!(below >= 2, "{head} after {lines} lines");
        }
    }
}

/// Left and right edge of each line of 落款.
fn signed(unit: &str) -> Vec<(f32, f32)> {
    let mut session = prose_session("一句话。");
    session.apply(Edit::Signature(Some(Signature { unit: unit.to_owned(), date: "2024-01-20".to_owned(), extra: Vec::new() })));
    let layout = laid_out(&session, Options::default());
    let mut lines: Vec<(f32, f32, f32)> = Vec::new();
    for run in runs(layout.pages.last().unwrap()).filter(|run| run.mark == Mark::Signature) {
        let right = run.x_mm + run.width_mm();
        match lines.last_mut() {
            Some((y, _, end)) if (*y - run.y_mm).abs() < 0.01 => *end = right,
            _ => lines.push((run.y_mm, run.x_mm, right)),
        }
    }
    lines.into_iter().map(|(_, left, right)| (left, right)).collect()
}

#[test]
fn unit_and_date_stand_on_one_axis_however_long_the_unit() {
    for length in [2, 6, 9, 13, 17, 21, 24, 25, 26, 27, 28, 29, 40, 57] {
        let lines = signed(&"某".repeat(length));
        let axis = |(left, right): (f32, f32)| f32::midpoint(left, right);
        let date = *lines.last().unwrap();
        for line in &lines {
            assert!((axis(*line) - axis(date)).abs() < 0.05, "{length}: {lines:?}");
            assert!(line.0 > 27.9 && line.1 < 28.0 + 156.1, "{length}: {lines:?}");
        }
        // The date stands four characters in, further where the unit needs it.
        assert!(date.1 < 28.0 + 156.0 - 4.0 * EM_MM + 0.05, "{length}: {lines:?}");
    }
}

#[test]
fn annexes_stand_below_a_blank_line_with_their_numbers_and_names_in_line() {
    let name = "宿迁市2023年政府信息公开工作年度报告统计表以及有关情况的补充说明材料汇编";
    let mut session = blank_session("2021", 2023, "某市人民政府");
    session.apply(Edit::Prose { section: "s6".to_owned(), text: format!("没有。\n附件：1.{name}\n2.{name}\n3.其他") });
    let layout = laid_out(&session, Options::default());
    let lines = prose_lines(&layout);
    let starts: Vec<_> = lines
        .iter()
        .map(|(_, line, start, _)| (line.chars().take(2).collect::<String>(), ((start - 28.0) / EM_MM * 10.0).round()))
        .collect();
    let number = 2.0 + 3.0;
    let name_at = starts[2].1;
    assert_eq!(starts[1], ("附件".to_owned(), 20.0));
    assert_eq!(starts[3], ("2.".to_owned(), number * 10.0));
    assert!((starts[4].1 - name_at).abs() < 0.1);
    assert_eq!(starts[5], ("3.".to_owned(), number * 10.0));
    assert!(name_at > number * 10.0 && name_at < (number + 1.2) * 10.0, "{starts:?}");
    let y = |text: &str| first_run(&layout, text).y_mm;
    assert!((y("附件") - y("没有") - 2.0 * 28.95 * 25.4 / 72.0).abs() < 0.1, "a blank line stands above");
}
