//! Many reports at once: the files of folders, pairs of years, work spread over the processors.

pub(crate) mod coverage;
pub(crate) mod folders;
pub(crate) mod pairs;
pub(crate) mod parallel;
