//! Many reports at once: the files of folders, pairs of years, sums, the long table, work spread over the processors.

pub mod adding;
pub(crate) mod coverage;
pub(crate) mod folders;
pub mod long;
pub(crate) mod pairs;
pub(crate) mod parallel;
pub mod units;
