//! Samples as a format stores them, and their way to red, green, blue and alpha of eight bits.

use super::orientation::Orientation;

/// What the samples of a pixel are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Channels {
    Grey,
    GreyAlpha,
    Rgb,
    Rgba,
    /// Cyan, magenta, yellow and black, each 255 where there is no ink: as all writers of such JPEG files store them.
    InvertedCmyk,
    /// The same, with the inks as luma and colour differences of their complement.
    InvertedYcck,
}

impl Channels {
    fn count(self) -> usize {
        match self {
            Self::Grey => 1,
            Self::GreyAlpha => 2,
            Self::Rgb => 3,
            Self::Rgba | Self::InvertedCmyk | Self::InvertedYcck => 4,
        }
    }

    fn rgba(self, samples: &[u8]) -> [u8; 4] {
        match (self, samples) {
            (Self::Grey, &[grey]) => [grey, grey, grey, 255],
            (Self::GreyAlpha, &[grey, alpha]) => [grey, grey, grey, alpha],
            (Self::Rgb, &[red, green, blue]) => [red, green, blue, 255],
            (Self::Rgba, &[red, green, blue, alpha]) => [red, green, blue, alpha],
            (Self::InvertedCmyk, &[cyan, magenta, yellow, black]) => mixed([cyan, magenta, yellow], black),
            (Self::InvertedYcck, &[luma, blueness, redness, black]) => {
                mixed(to_rgb([luma, blueness, redness]).map(|sample| 255 - sample), black)
            }
            _ => [0; 4],
        }
    }
}

/// What is left of the light behind a colour ink and black: their product.
fn mixed(inks: [u8; 3], black: u8) -> [u8; 4] {
    let [red, green, blue] = inks.map(|ink| ((u32::from(ink) * u32::from(black) + 127) / 255) as u8);
    [red, green, blue, 255]
}

/// JFIF's colour differences to red, green and blue, in 16 bits behind the point.
fn to_rgb([luma, blueness, redness]: [u8; 3]) -> [u8; 3] {
    let (blueness, redness) = (i32::from(blueness) - 128, i32::from(redness) - 128);
    [91_881 * redness, -22_554 * blueness - 46_802 * redness, 116_130 * blueness]
        .map(|difference| (i32::from(luma) + ((difference + (1 << 15)) >> 16)).clamp(0, 255) as u8)
}

/// 16 bits rounded to 8: `v / 257` to the nearest.
fn rounded([high, low]: [u8; 2]) -> u8 {
    ((u32::from(u16::from_be_bytes([high, low])) + 128) / 257) as u8
}

/// A decoded picture.
#[derive(Debug)]
pub(super) struct Samples {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) channels: Channels,
    /// Two bytes a sample, the high one first.
    pub(super) deep: bool,
    /// `height × width` pixels.
    pub(super) data: Vec<u8>,
}

impl Samples {
    /// Width, height and samples of the picture as it is to be seen.
    pub(super) fn upright(self, orientation: Orientation) -> (u32, u32, Vec<u8>) {
        let (stored_width, stored_height) = (self.width as usize, self.height as usize);
        let (width, height) =
            if orientation.turns() { (stored_height, stored_width) } else { (stored_width, stored_height) };
        let count = self.channels.count();
        let bytes = if self.deep { 2 * count } else { count };
        let mut rgba = Vec::with_capacity(width * height * 4);
        for y in 0..height {
            for x in 0..width {
                let (column, row) = orientation.stored(x, y, stored_width, stored_height);
                let at = (row * stored_width + column) * bytes;
                let stored = self.data.get(at..at + bytes).unwrap_or(&[]);
                let mut eight = [0; 4];
                let samples = if self.deep {
                    for (sample, pair) in eight.iter_mut().zip(stored.chunks_exact(2)) {
                        *sample = rounded([pair[0], pair[1]]);
                    }
                    &eight[..count]
                } else {
                    stored
                };
                rgba.extend(self.channels.rgba(samples));
            }
        }
        (width as u32, height as u32, rgba)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sixteen_bits_are_rounded_to_the_nearest() {
        for value in 0..=u16::MAX {
            let exact = f64::from(value) * 255.0 / 65535.0;
            assert_eq!(rounded(value.to_be_bytes()), exact.round() as u8, "{value}");
        }
    }
}
