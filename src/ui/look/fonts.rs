//! The faces of the window. The Chinese ones are shipped: a system's pan-CJK face may come up Japanese, and 直 骨 门 look wrong then.

use std::sync::Arc;

use crate::page::Fonts;
use egui::{FontData, FontDefinitions, FontFamily};

/// The family of the heavier face, for heads: no bold is synthesised for Chinese.
#[must_use]
pub fn strong() -> FontFamily {
    FontFamily::Name("strong".into())
}

/// Hands the shipped faces to egui. The bytes stay where they are in the program file.
pub fn install(context: &egui::Context) {
    let font = |bytes: &'static [u8]| Arc::new(FontData::from_static(bytes));
    let chain = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    context.set_fonts(FontDefinitions {
        font_data: [("regular".to_owned(), font(Fonts::window_face())), ("strong".to_owned(), font(Fonts::window_head_face()))].into(),
        families: [
            (FontFamily::Proportional, chain(&["regular"])),
            (FontFamily::Monospace, chain(&["regular"])),
            (strong(), chain(&["strong", "regular"])),
        ]
        .into(),
    });
}
