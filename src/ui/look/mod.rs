//! How the window looks: colours, sizes and faces, what the desktop looks like, and small widgets that know no report.

pub mod fonts;
pub(super) mod ime;
pub mod lines;
pub(super) mod system_look;
pub(super) mod text_field;
pub mod theme;
pub(super) mod widgets;
