//! Colour spaces of the transforms: full-range YCbCr of ITU-R BT.601, as JFIF defines it.

/// Luma and the two colour differences, each from about -128 to 127: luma is moved down by 128.
pub(super) fn to_ycbcr([red, green, blue]: [u8; 3]) -> [f32; 3] {
    let (red, green, blue) = (f32::from(red), f32::from(green), f32::from(blue));
    [
        0.299 * red + 0.587 * green + 0.114 * blue - 128.0,
        -0.168_735_89 * red - 0.331_264_1 * green + 0.5 * blue,
        0.5 * red - 0.418_687_6 * green - 0.081_312_41 * blue,
    ]
}

/// Back, rounded to the nearest and clipped.
pub(super) fn to_rgb([luma, blueness, redness]: [f32; 3]) -> [u8; 3] {
    let luma = luma + 128.0;
    [luma + 1.402 * redness, luma - 0.344_136_3 * blueness - 0.714_136_3 * redness, luma + 1.772 * blueness]
        .map(|sample| (sample + 0.5).clamp(0.0, 255.0) as u8)
}

/// Luma from 0 to 255.
pub(super) fn luma(pixel: &[u8]) -> f64 {
    0.299 * f64::from(pixel[0]) + 0.587 * f64::from(pixel[1]) + 0.114 * f64::from(pixel[2])
}
