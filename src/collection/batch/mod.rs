//! A batch that is reviewed: what each file came to, who is missing or there twice, what goes back to the units, what the office is told.

mod letters;
mod lines;
mod looking;
mod roster;

pub use letters::{Remark, RemarkKind, Signer, bulletin, goes_back, letter, remarks};
pub use lines::{Line, Trouble, lines, year_of};
pub use looking::{Came, Counted, Inbox, LookedAt, Looker, Row, Seen, beside, look};
pub use roster::{roster_of, units_in};
