//! Many reports at once: sums, the long table, and a batch of files of every kind with trouble in it.

mod adding;
pub(crate) mod made;
mod table;
