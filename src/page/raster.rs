//! Pages as pixels, for the preview.
