//! The pictures of the manual, as they are shipped: few colours, the shape in which a PDF wants them too.

use include_dir::{Dir, include_dir};
use png::{ColorType, Decoder};

use crate::page::raster::Pixels;

/// The manual and its pictures.
pub(super) static SHIPPED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/assets/manual");

/// A picture with a palette.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Pixels across.
    pub width: usize,
    /// Pixels down.
    pub height: usize,
    /// Bits of a pixel: 1, 2, 4 or 8.
    pub bits: u8,
    /// Red, green and blue of each colour.
    pub palette: Vec<u8>,
    /// The pixels as places in the palette, packed, each row from a byte of its own.
    pub rows: Vec<u8>,
}

impl Picture {
    /// The picture of that file name; `None` where there is none, or where it has no palette.
    #[must_use]
    pub fn shipped(name: &str) -> Option<Self> {
        let file = SHIPPED.get_file(name)?;
        let mut reader = Decoder::new(std::io::Cursor::new(file.contents())).read_info().ok()?;
        let mut rows = vec![0; reader.output_buffer_size()?];
        let frame = reader.next_frame(&mut rows).ok()?;
        rows.truncate(frame.buffer_size());
        let palette = reader.info().palette.as_ref()?.to_vec();
        let (width, height) = (usize::try_from(frame.width).ok()?, usize::try_from(frame.height).ok()?);
        (frame.color_type == ColorType::Indexed).then_some(Self { width, height, bits: frame.bit_depth as u8, palette, rows })
    }

    /// Its pixels, for the window.
    #[must_use]
    pub fn pixels(&self) -> Pixels {
        let colours = (0..self.height).flat_map(|y| (0..self.width).map(move |x| self.colour(x, y)));
        let rgba = colours.flat_map(|[red, green, blue]| [red, green, blue, 255]).collect();
        Pixels { width: self.width, height: self.height, rgba }
    }

    /// Red, green and blue at a place; black outside.
    pub(in crate::page) fn colour(&self, x: usize, y: usize) -> [u8; 3] {
        let bits = usize::from(self.bits);
        let row_bytes = (self.width * bits).div_ceil(8);
        let byte = self.rows.get(y * row_bytes + x * bits / 8).copied().unwrap_or_default();
        // The first pixel stands in the highest bits.
        let place = (usize::from(byte) >> (8 - bits - x * bits % 8)) & ((1 << bits) - 1);
        match self.palette.get(place * 3..place * 3 + 3) {
            Some([red, green, blue]) => [*red, *green, *blue],
            _ => [0; 3],
        }
    }
}
