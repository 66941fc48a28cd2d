//! The editions that the program carries, and which one a report year takes.

use std::sync::{Arc, OnceLock};

use include_dir::{Dir, File, include_dir};
use serde::Deserialize;

use super::{Form, FormError, load};

static DEFINITIONS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/assets/forms");

/// The editions of the form at hand, the oldest first. A shipped one is read when it is first asked for: a report needs one of them.
#[derive(Debug, Clone)]
pub struct Editions {
    all: Arc<[Edition]>,
}

#[derive(Debug)]
struct Edition {
    head: Head,
    form: OnceLock<Option<Arc<Form>>>,
    definition: Option<&'static File<'static>>,
}

/// What tells one edition from another.
#[derive(Debug, Deserialize)]
struct Head {
    edition: String,
    first_year: i32,
}

impl Edition {
    fn form(&self) -> Option<&Arc<Form>> {
        self.form.get_or_init(|| read(self.definition?).ok().map(Arc::new)).as_ref()
    }
}

fn read(definition: &File<'_>) -> Result<Form, FormError> {
    load(&definition.path().to_string_lossy(), definition.contents())
}

impl Editions {
    /// The editions shipped with the program: every definition in `assets/forms/`. One that does not load counts as none; that
    /// none is so is tested with [`Editions::check`].
    ///
    /// # Errors
    /// The first definition that does not say which edition it is.
    pub fn shipped() -> Result<Self, FormError> {
        let edition = |file: &'static File<'static>| {
            let broken =
                |error: serde_json::Error| FormError { what: error.to_string(), place: file.path().to_string_lossy().into_owned() };
            let head = serde_json::from_slice(file.contents()).map_err(broken)?;
            Ok(Edition { head, form: OnceLock::new(), definition: Some(file) })
        };
        DEFINITIONS.files().map(edition).collect::<Result<Vec<_>, _>>().map(Self::sorted)
    }

    /// Reads every shipped definition.
    ///
    /// # Errors
    /// The first that does not load, with its place.
    pub fn check() -> Result<(), FormError> {
        DEFINITIONS.files().try_for_each(|file| read(file).map(drop))
    }

    /// Editions made of these forms.
    #[must_use]
    pub fn of(forms: Vec<Form>) -> Self {
        let edition = |form: Form| {
            let head = Head { edition: form.edition.clone(), first_year: form.first_year };
            Edition { head, form: OnceLock::from(Some(Arc::new(form))), definition: None }
        };
        Self::sorted(forms.into_iter().map(edition).collect())
    }

    fn sorted(mut all: Vec<Edition>) -> Self {
        all.sort_by_key(|edition| edition.head.first_year);
        Self { all: all.into() }
    }

    /// The edition for reports on that year; `None` before the first.
    #[must_use]
    pub fn for_year(&self, year: i32) -> Option<&Arc<Form>> {
        self.all.iter().rev().find(|edition| edition.head.first_year <= year)?.form()
    }

    /// The edition of that name.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<&Arc<Form>> {
        self.all.iter().find(|edition| edition.head.edition == name)?.form()
    }

    /// The first year that has an edition.
    #[must_use]
    pub fn first_year(&self) -> Option<i32> {
        self.all.first().map(|edition| edition.head.first_year)
    }

    /// All editions, the oldest first.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Form>> {
        self.all.iter().filter_map(Edition::form)
    }
}
