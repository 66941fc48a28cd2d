//! The editions that the program carries, and which one a report year takes.

use std::sync::Arc;

use include_dir::{Dir, include_dir};

use super::{Form, FormError, load};

static DEFINITIONS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/assets/forms");

/// The editions of the form at hand, the oldest first.
#[derive(Debug, Clone)]
pub struct Editions {
    forms: Vec<Arc<Form>>,
}

impl Editions {
    /// The editions shipped with the program: every definition in `assets/forms/`.
    ///
    /// # Errors
    /// The first definition that does not load, with its place; a test keeps this from happening.
    pub fn shipped() -> Result<Self, FormError> {
        DEFINITIONS.files().map(|file| load(&file.path().to_string_lossy(), file.contents())).collect::<Result<Vec<_>, _>>().map(Self::of)
    }

    /// Editions made of these forms.
    #[must_use]
    pub fn of(forms: Vec<Form>) -> Self {
        let mut forms: Vec<_> = forms.into_iter().map(Arc::new).collect();
        forms.sort_by_key(|form| form.first_year);
        Self { forms }
    }

    /// The edition for reports on that year; `None` before the first.
    #[must_use]
    pub fn for_year(&self, year: i32) -> Option<&Arc<Form>> {
        self.forms.iter().rev().find(|form| form.first_year <= year)
    }

    /// The edition of that name.
    #[must_use]
    pub fn named(&self, edition: &str) -> Option<&Arc<Form>> {
        self.forms.iter().find(|form| form.edition == edition)
    }

    /// All editions, the oldest first.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Form>> {
        self.forms.iter()
    }
}
