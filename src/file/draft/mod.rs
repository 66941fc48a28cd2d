//! A report file and its saving: what is open, what another program changed, the old file or the new one, whole.

pub(super) mod change;
pub(super) mod document;
pub(super) mod place;
pub(crate) mod save;
pub(super) mod saving;
pub(super) mod stamp;
