//! Pictures of pages and of charts as PNG.

use crate::form::Form;
use crate::page::raster::{self, Pixels};
use crate::page::{Fonts, PAGE_WIDTH_MM, lay_out_poster};
use crate::report::{Figures, Report};

/// How wide the picture of 图解 is, in pixels: as wide as 公众号 shows pictures.
const POSTER_PIXELS: f32 = 1080.0;

/// 图解 as a picture 1,080 pixels wide.
///
/// # Errors
/// What the encoder says.
pub fn poster_picture(form: &Form, report: &Report, figures: &Figures, fonts: &Fonts, draft: bool) -> Result<Vec<u8>, String> {
    let layout = lay_out_poster(form, report, figures, fonts, draft);
    let pixels_per_mm = POSTER_PIXELS / PAGE_WIDTH_MM;
    let page = layout.pages.first().ok_or("没有可画的内容")?;
    png(&raster::draw(page, fonts, pixels_per_mm), pixels_per_mm)
}

/// A picture in shades of grey, with how fine it is; the same pixels give the same bytes.
///
/// # Errors
/// What the encoder says.
pub(super) fn png(pixels: &Pixels, pixels_per_mm: f32) -> Result<Vec<u8>, String> {
    let side = |pixels: usize| u32::try_from(pixels).map_err(|error| error.to_string());
    let grey: Vec<u8> = pixels.rgba.iter().step_by(4).copied().collect();
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, side(pixels.width)?, side(pixels.height)?);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Eight);
    let per_metre = (pixels_per_mm * 1000.0).round() as u32;
    encoder.set_pixel_dims(Some(png::PixelDimensions { xppu: per_metre, yppu: per_metre, unit: png::Unit::Meter }));
    let mut writer = encoder.write_header().map_err(|error| error.to_string())?;
    writer.write_image_data(&grey).map_err(|error| error.to_string())?;
    writer.finish().map_err(|error| error.to_string())?;
    Ok(bytes)
}
