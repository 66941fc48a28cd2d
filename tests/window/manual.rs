//! 使用手册: read in the window, found in it, saved as a PDF that is set by the program's own layout.

use egui::Key;
use egui_kittest::kittest::NodeT as _;
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
fn the_manual_has_pictures_that_stand_on_its_pages_and_say_what_they_show() {
    let manual = Manual::shipped();
    let passages = || manual.chapters.iter().flat_map(|chapter| &chapter.passages);
    assert!(!passages().any(|passage| passage.text().starts_with("![")), "a picture that is not there, or has no palette");
    let shown: Vec<&str> =
        passages().filter_map(|passage| if let Passage::Picture(shown) = passage { Some(shown.says.as_str()) } else { None }).collect();
    assert_eq!(shown.len(), std::fs::read_dir("assets/manual").unwrap().count() - 1, "each picture that is shipped is shown");
    let layout = lay_out_manual(&manual, &Fonts::shipped());
    let placed: Vec<_> = layout
        .pages
        .iter()
        .flat_map(|page| &page.items)
        .filter_map(|item| if let Item::Picture(placed) = item { Some(placed) } else { None })
        .collect();
    assert_eq!(placed.len(), shown.len());
    for placed in placed {
        let (right, foot) = (placed.x_mm + placed.width_mm, placed.y_mm + placed.height_mm);
        assert!(placed.x_mm >= 27.9 && right <= 184.1 && placed.y_mm >= 36.9 && foot <= 262.1, "{right} {foot}");
        let colours: std::collections::BTreeSet<_> = placed.picture.pixels().rgba.chunks(4).map(<[u8]>::to_vec).collect();
        assert!((8..=16).contains(&colours.len()), "{} colours", colours.len());
    }
    let document = lopdf::Document::load_mem(&pdf::manual(&crate::common::form("2021"), &Fonts::shipped()).unwrap()).unwrap();
    let images = document.objects.values().filter_map(|object| object.as_stream().ok());
    let images = images.filter(|stream| stream.dict.get(b"Subtype").and_then(lopdf::Object::as_name).is_ok_and(|kind| kind == b"Image"));
    assert_eq!(images.count(), shown.len());
    assert_eq!(drawn(&document), shown.len());
    let said = document.objects.values().filter_map(|object| object.as_dict().ok()?.get(b"Alt").ok());
    let said: Vec<String> = said.filter_map(|said| lopdf::decode_text_string(said).ok()).collect();
    assert!(shown.iter().all(|shown| said.iter().any(|said| said == shown)), "{said:?}");
}

/// How many pictures the pages draw, each by a name that its page knows.
fn drawn(document: &lopdf::Document) -> usize {
    let on_page = |page: lopdf::ObjectId| {
        let resources = document.get_dictionary(page).unwrap().get_deref(b"Resources", document).unwrap().as_dict().unwrap();
        let pictures = resources.get(b"XObject").unwrap().as_dict().unwrap();
        let content = lopdf::content::Content::decode(&document.get_page_content(page)).unwrap();
        let names = content.operations.into_iter().filter(|operation| operation.operator == "Do").map(|operation| operation.operands);
        names.inspect(|name| assert!(pictures.has(name[0].as_name().unwrap()), "{name:?}")).count()
    };
    document.get_pages().into_values().map(on_page).sum()
}

#[test]
fn a_picture_of_the_manual_is_shown_in_the_window_and_named_for_who_cannot_see_it() {
    let mut window = Window::start();
    window.key(Key::F1).click("五、核对");
    assert!(window.shows("填错的格子有标记，右边写着相差多少和改法"));
    let root = window.harness.root();
    let is_picture = |node: &egui_kittest::Node<'_>| node.accesskit_node().role() == egui::accesskit::Role::Image;
    let pictures: Vec<_> = root.children_recursive().filter(is_picture).filter_map(|node| node.accesskit_node().label()).collect();
    assert_eq!(pictures, ["填错的格子有标记，右边写着相差多少和改法"]);
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
