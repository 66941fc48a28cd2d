//! 使用手册: read in the window, found in it, saved as a PDF that is set by the program's own layout.

use egui::Key;
use nianbao::file::pdf;
use nianbao::page::{Fonts, Item, Manual, Mark, Passage, lay_out_manual};
use nianbao::ui::commands::Command;

use super::hands::{SHIFT, Window};

#[test]
fn f1_shows_the_manual_a_chapter_at_a_time_and_finds_what_is_typed() {
    let mut window = Window::start();
    window.key(Key::F1);
    assert!(window.shows("年报使用手册") && window.shows("三步做完一份年报"));
    window.click("五、核对");
    assert!(window.shows("四种提示") && !window.shows("没有管理员权限的"));
    window.key(Key::Escape).key(Key::F1).type_text("表三 漏填");
    assert!(window.shows("1 处") && window.shows("先看是不是漏填了一种结果"));
    window.click("五、核对");
    assert!(window.shows("四种提示"), "the whole chapter");
    window.key(Key::Escape).key(Key::F1).type_text("没有的词");
    assert!(window.shows("0 处"));
    window.key(Key::Escape);
    assert!(!window.shows("年报使用手册"));
    window.keys(SHIFT, Key::F1);
    assert!(window.shows("按键一览"));
}

#[test]
fn the_manual_is_saved_as_a_pdf_from_the_window() {
    let mut window = Window::start();
    window.run(Command::SaveManual);
    assert_eq!(window.world.borrow().questions[0].file_name.as_deref(), Some("年报使用手册.pdf"));
    let target = window.folder.join("手册.pdf");
    window.answer(Some(&target));
    assert!(window.shows("已导出"));
    assert!(std::fs::read(&target).unwrap().starts_with(b"%PDF-1.7"));
}

#[test]
fn the_manual_has_some_ten_pages_with_every_word_and_the_same_bytes_each_time() {
    let (manual, fonts) = (Manual::shipped(), Fonts::shipped());
    assert!(manual.chapters.len() >= 10 && manual.title == "年报使用手册");
    let layout = lay_out_manual(&manual, &fonts);
    assert!(layout.undrawable.is_empty(), "{:?}", layout.undrawable);
    assert!((8..=16).contains(&layout.pages.len()), "{} pages", layout.pages.len());
    let runs = layout.pages.iter().flat_map(|page| &page.items).filter_map(|item| match item {
        Item::Text(run) if run.mark != Mark::Artifact => Some(run.text()),
        _ => None,
    });
    let set: String = runs.collect();
    let set: String = set.chars().filter(|c| !c.is_whitespace()).collect();
    for chapter in &manual.chapters {
        for text in std::iter::once(chapter.title.as_str()).chain(chapter.passages.iter().map(Passage::text)) {
            let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
            assert!(set.contains(&text), "{text}");
        }
        assert!(layout.outline.iter().any(|entry| entry.title == chapter.title));
    }
    let made = || pdf::manual(&crate::common::form("2021"), &fonts).unwrap();
    assert_eq!(made(), made());
}

#[test]
fn the_manual_names_commands_and_keys_as_the_window_does() {
    let manual = Manual::shipped();
    let text: String = manual.chapters.iter().flat_map(|chapter| &chapter.passages).map(Passage::text).collect();
    for command in [
        Command::FromLast,
        Command::ImportLastYear,
        Command::Ledger,
        Command::CountAgain,
        Command::Versions,
        Command::ClearTraces,
        Command::ExportChecklist,
        Command::Finish,
        Command::Diagnosis,
        Command::About,
    ] {
        assert!(text.contains(&format!("“{}”", command.words())) || text.starts_with(command.words()), "{}", command.words());
    }
    for (keys, command) in [("F8", Command::NextFinding), ("F9", Command::Preview), ("Ctrl+P", Command::Print), ("F7", Command::Findings)] {
        assert_eq!(command.keys_shown(), keys);
        assert!(text.contains(keys));
    }
}
