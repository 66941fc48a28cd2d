//! What the fonts can draw, for many reports.

use std::sync::atomic::{AtomicU8, Ordering};

use crate::page::Fonts;

/// What the fonts can draw, remembered: thousands of reports ask for the same characters.
pub(crate) struct Coverage<'a> {
    fonts: &'a Fonts,
    known: Vec<AtomicU8>,
}

impl<'a> Coverage<'a> {
    const ASK: u8 = 0;
    const YES: u8 = 1;
    const NO: u8 = 2;

    /// Nothing is known yet.
    pub(crate) fn of(fonts: &'a Fonts) -> Self {
        // The basic plane; the rare characters above it are asked for each time.
        Self { fonts, known: (0..0x1_0000).map(|_| AtomicU8::new(Self::ASK)).collect() }
    }

    /// Whether some font can draw the character.
    pub(crate) fn covers(&self, character: char) -> bool {
        let Some(known) = self.known.get(character as usize) else { return self.fonts.covers(character) };
        match known.load(Ordering::Relaxed) {
            Self::ASK => {
                let covers = self.fonts.covers(character);
                known.store(if covers { Self::YES } else { Self::NO }, Ordering::Relaxed);
                covers
            }
            answer => answer == Self::YES,
        }
    }
}
