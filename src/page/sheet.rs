//! The measures of the sheet by GB/T 9704-2012, in millimetres.

/// A4, across.
pub const PAGE_WIDTH_MM: f32 = 210.0;
/// A4, down.
pub const PAGE_HEIGHT_MM: f32 = 297.0;
/// 天头: the margin above the text block.
pub const TEXT_TOP_MM: f32 = 37.0;
/// 版心: the text block, across.
pub const TEXT_WIDTH_MM: f32 = 156.0;
/// 版心: the text block, down.
pub const TEXT_HEIGHT_MM: f32 = 225.0;
/// 订口: the margin at the binding.
pub const BINDING_MM: f32 = 28.0;
/// One point in millimetres.
pub const MM_PER_PT: f32 = 25.4 / 72.0;

/// 3号: the body.
pub const BODY_PT: f32 = 16.0;
/// 2号: the title.
pub const TITLE_PT: f32 = 22.0;
/// 4号: the page number.
pub const FOLIO_PT: f32 = 14.0;
/// 22 lines fill the text block.
pub const PITCH_MM: f32 = 28.95 * MM_PER_PT;
/// The distance of two title lines.
pub const TITLE_PITCH_MM: f32 = 36.0 * MM_PER_PT;
/// 28 characters fill a line, so a 16 pt character advances 15.79 pt.
pub const BODY_TRACKING: f32 = TEXT_WIDTH_MM / 28.0 / (BODY_PT * MM_PER_PT);
/// What a body character advances.
pub const BODY_ADVANCE_MM: f32 = TEXT_WIDTH_MM / 28.0;

/// The baseline of a line of that height whose characters of that size stand in the middle of it.
///
/// Chinese faces draw their em square from 0.88 above to 0.12 below the baseline.
pub(super) fn baseline_mm(height_mm: f32, size_pt: f32) -> f32 {
    let size_mm = size_pt * MM_PER_PT;
    (height_mm - size_mm) / 2.0 + 0.88 * size_mm
}
