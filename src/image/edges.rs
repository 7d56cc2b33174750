//! How much there is to see in a region of a picture, told by its edges: the entropy of how steep the grey is, times the
//! area (Zhang and others, "GPSToken", 2025, whose regions are split by it).

use super::colour::to_ycbcr;
use super::exact::log2;
use super::layout::Region;
use super::picture::{Picture, Size};
use crate::cpu::resize::{Filter, resize};

/// Every region is looked at in this size.
const SIDE: usize = 64;
/// Bins of the histogram, over -`REACH` to `REACH`.
const BINS: usize = 512;
const REACH: f32 = 5.5;

/// The grey of a picture, from 0 to 1.
#[derive(Clone, Debug)]
pub(super) struct Grey {
    size: Size,
    values: Vec<f32>,
}

impl Grey {
    pub(super) fn new(picture: &Picture) -> Self {
        let luma = |pixel: &[u8]| (to_ycbcr([pixel[0], pixel[1], pixel[2]])[0] + 128.0) / 255.0;
        Self { size: picture.size(), values: picture.samples().chunks_exact(3).map(luma).collect() }
    }

    /// H^2.5 · area, with H the entropy in bits of the magnitudes of the region's gradients by Sobel.
    pub(super) fn complexity(&self, Region { x, y, width, height }: Region) -> f64 {
        let rows = self.values.chunks_exact(self.size.width()).skip(y).take(height);
        let cut: Vec<f32> = rows.flat_map(|row| &row[x..x + width]).copied().collect();
        let filter = if width < SIDE || height < SIDE { Filter::Bicubic } else { Filter::Area };
        let mut grey = vec![0.0; SIDE * SIDE];
        resize(&cut, (height, width), (SIDE, SIDE), filter, &mut grey);
        let mut bins = [0_u32; BINS];
        for row in 0..SIDE {
            for column in 0..SIDE {
                let steepness = steepness(&grey, row, column);
                let bin = (steepness + REACH) / (2.0 * REACH) * BINS as f32;
                bins[(bin as usize).min(BINS - 1)] += 1;
            }
        }
        let total = (SIDE * SIDE) as f64;
        let shares = bins.iter().filter(|&&count| count > 0).map(|&count| f64::from(count) / total);
        let entropy: f64 = shares.map(|share| -share * log2(share)).sum();
        entropy * entropy * entropy.max(0.0).sqrt() * (width * height) as f64
    }
}

/// Magnitude of the gradient by Sobel's weights; edges are repeated.
fn steepness(grey: &[f32], row: usize, column: usize) -> f32 {
    let at = |down: usize, across: usize| {
        let (row, column) = ((row + down).clamp(1, SIDE) - 1, (column + across).clamp(1, SIDE) - 1);
        grey[row * SIDE + column]
    };
    let across = at(0, 2) + 2.0 * at(1, 2) + at(2, 2) - at(0, 0) - 2.0 * at(1, 0) - at(2, 0);
    let down = at(2, 0) + 2.0 * at(2, 1) + at(2, 2) - at(0, 0) - 2.0 * at(0, 1) - at(0, 2);
    (across * across + down * down).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(colour: impl Fn(usize, usize) -> u8) -> Picture {
        let size = Size::new(64, 64).expect("in bounds");
        let mut picture = Picture::black(size);
        (0..64 * 64).for_each(|at| picture.set(at % 64, at / 64, [colour(at % 64, at / 64); 3]));
        picture
    }

    #[test]
    fn flat_regions_have_nothing_to_see_and_noise_has_the_most() {
        let complexity = |picture: &Picture| Grey::new(picture).complexity(Region::whole(picture.size()));
        let edge = picture(|x, _| if x < 32 { 0 } else { 255 });
        let noise = picture(|x, y| ((x * 7919 + y * 104_729) % 251) as u8);
        assert_eq!(complexity(&picture(|_, _| 90)), 0.0);
        assert!(complexity(&edge) > 0.0 && complexity(&noise) > 10.0 * complexity(&edge));
    }

    /// Of a vertical edge, two of 64 columns have the slope 4 and all others 0.
    #[test]
    fn an_edge_has_the_entropy_of_its_two_columns() {
        let edge = picture(|x, _| if x < 32 { 0 } else { 255 });
        let entropy: f64 = -(1.0 / 32.0_f64) * (1.0 / 32.0_f64).log2() - (31.0 / 32.0_f64) * (31.0 / 32.0_f64).log2();
        let expected = entropy.powf(2.5) * 4096.0;
        assert!((Grey::new(&edge).complexity(Region::whole(edge.size())) - expected).abs() < 1e-9 * expected);
    }
}
