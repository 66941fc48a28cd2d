//! Pictures of pages and of charts as PNG.

use crate::page::raster::Pixels;

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
