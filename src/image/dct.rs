//! Frequencies as tokens: the 8 × 8 discrete cosine transform of Ahmed, Natarajan and Rao (1974) in YCbCr, which JPEG
//! stands on.
//!
//! A cell is a block of 8 × 8 pixels. Its ids are 64 coefficients of luma, then of each colour difference, along JPEG's
//! zigzag from the mean to the finest detail; a coefficient `v` steps long is the id `2v - 1` above zero and `-2v` below.
//! One step serves all, that of the colour differences is 1.5 times as long.

use std::ops::Range;

use super::colour::{to_rgb, to_ycbcr};
use super::error::ImageError;
use super::layout::Layout;
use super::picture::{Picture, Size};
use super::tokenizer::{ByParts, Decode, Encode, Ids, ImageTokenizer, Parts};

const SIDE: usize = 8;
const BLOCK: usize = SIDE * SIDE;
const CHANNELS: usize = 3;
const DEPTH: usize = BLOCK * CHANNELS;
/// Steps of the colour differences are so much longer.
const CHROMA_STEP: f32 = 1.5;
/// Coefficients other than the mean are rounded up from this rest of a step: a dead zone about zero.
const ROUND_UP_FROM: f32 = 0.65;
/// Side information: the step, one of 64 on a scale.
const STEP_BITS: f64 = 6.0;

/// cos(k π / 16) / 2 for k = 0..8. Literals, because libraries of different platforms round cosines differently.
const HALF_COSINES: [f32; 8] =
    [0.5, 0.490_392_64, 0.461_939_77, 0.415_734_8, 0.353_553_38, 0.277_785_12, 0.191_341_72, 0.097_545_16];

/// Place in the block, row by row, of each coefficient along the zigzag (ITU-T T.81, figure A.6).
const ZIGZAG: [usize; BLOCK] = zigzag();

/// The tokenizer for one step.
#[derive(Clone, Debug)]
pub struct Dct {
    step: f32,
    /// `basis[u][x]`: orthonormal.
    basis: [[f32; SIDE]; SIDE],
    /// The largest level of each depth.
    largest: Vec<u32>,
}

impl Dct {
    /// The tokenizer with a step of `step` sample values for luma, above zero.
    pub fn new(step: f32) -> Self {
        let basis = basis();
        // The largest that a coefficient can be: every sample at an end of its range, with the sign of the basis.
        let reach = basis.map(|row| row.iter().map(|value| value.abs()).sum::<f32>());
        let largest = (0..DEPTH)
            .map(|depth| {
                let place = ZIGZAG[depth % BLOCK];
                let bound = 128.0 * reach[place / SIDE] * reach[place % SIDE];
                (bound / step_of(step, depth)).ceil() as u32
            })
            .collect();
        Self { step, basis, largest }
    }

    /// The level that stands for a coefficient.
    fn level(&self, depth: usize, value: f32) -> i32 {
        let steps = value.abs() / step_of(self.step, depth);
        let threshold = if depth.is_multiple_of(BLOCK) { 0.5 } else { ROUND_UP_FROM };
        let level = ((steps + 1.0 - threshold) as u32).min(self.largest[depth]) as i32;
        if value < 0.0 { -level } else { level }
    }

    /// Orthonormal transform, `transform(basis)`: rows, then columns; the inverse takes the transposed basis.
    fn transform(block: &[f32; BLOCK], basis: &[[f32; SIDE]; SIDE]) -> [f32; BLOCK] {
        let mut rows = [0.0; BLOCK];
        for y in 0..SIDE {
            for u in 0..SIDE {
                let mut sum = 0.0;
                for x in 0..SIDE {
                    sum += basis[u][x] * block[y * SIDE + x];
                }
                // Transposed on the way, so that the second pass is the same loop.
                rows[u * SIDE + y] = sum;
            }
        }
        let mut both = [0.0; BLOCK];
        for u in 0..SIDE {
            for v in 0..SIDE {
                let mut sum = 0.0;
                for y in 0..SIDE {
                    sum += basis[v][y] * rows[u * SIDE + y];
                }
                both[v * SIDE + u] = sum;
            }
        }
        both
    }
}

impl ImageTokenizer for Dct {
    fn layout(&self, size: Size, _count: usize) -> Layout {
        Layout::squares(size, SIDE, DEPTH)
    }

    fn alphabets(&self, _side: &[u8]) -> Vec<u32> {
        self.largest.iter().map(|largest| 2 * largest + 1).collect()
    }

    fn side_information_bits(&self) -> f64 {
        STEP_BITS
    }

    fn encode(&self, picture: Picture) -> Result<Box<dyn Encode>, ImageError> {
        Ok(ByParts::encode(self.clone(), picture, Vec::new()))
    }

    fn decode(&self, size: Size, ids: Box<dyn Ids>, _side: &[u8], keep: usize) -> Result<Box<dyn Decode>, ImageError> {
        Ok(ByParts::decode(self.clone(), size, ids, keep))
    }

    /// Frequencies along the zigzag, the same of all three channels.
    fn stops(&self, _layout: Layout) -> usize {
        BLOCK
    }

    fn stop_of(&self, _layout: Layout, position: usize) -> usize {
        position % BLOCK
    }

    /// How large the same coefficient is in the blocks to the left and above, each up to two steps.
    fn contexts(&self) -> usize {
        5
    }

    fn context(&self, id: &dyn Fn(usize) -> u32, layout: Layout, position: usize) -> usize {
        let Layout::Grid { columns, .. } = layout else { return 0 };
        let cell = position / DEPTH;
        let size = |back: usize| level(id(position - back * DEPTH)).unsigned_abs().min(2) as usize;
        let left = if cell.is_multiple_of(columns) { 0 } else { size(1) };
        let above = if cell >= columns { size(columns) } else { 0 };
        left + above
    }
}

impl Parts for Dct {
    fn parts(&self, size: Size) -> usize {
        size.cells(SIDE).0
    }

    fn encode_part(&self, picture: &Picture, part: usize, ids: &mut Vec<u32>) {
        let (_, columns) = picture.size().cells(SIDE);
        for column in 0..columns {
            let mut block = [[0.0; BLOCK]; CHANNELS];
            for place in 0..BLOCK {
                let (x, y) = (column * SIDE + place % SIDE, part * SIDE + place / SIDE);
                let pixel = to_ycbcr(picture.pixel_clamped(x, y));
                for (channel, value) in block.iter_mut().zip(pixel) {
                    channel[place] = value;
                }
            }
            let coefficients = block.map(|channel| Self::transform(&channel, &self.basis));
            ids.extend(
                (0..DEPTH).map(|depth| id(self.level(depth, coefficients[depth / BLOCK][ZIGZAG[depth % BLOCK]]))),
            );
        }
    }

    fn ids_of(&self, size: Size, part: usize) -> Range<usize> {
        let of_row = size.cells(SIDE).1 * DEPTH;
        part * of_row..(part + 1) * of_row
    }

    fn decode_part(&self, ids: &[u32], keep: usize, part: usize, picture: &mut Picture) {
        let inverse = transposed(&self.basis);
        for (column, cell) in ids.chunks_exact(DEPTH).enumerate() {
            let mut coefficients = [[0.0; BLOCK]; CHANNELS];
            for (depth, &id) in cell.iter().enumerate().filter(|(depth, _)| depth % BLOCK < keep) {
                coefficients[depth / BLOCK][ZIGZAG[depth % BLOCK]] = level(id) as f32 * step_of(self.step, depth);
            }
            let block = coefficients.map(|channel| Self::transform(&channel, &inverse));
            let [luma, blueness, redness] = &block;
            for (place, ((luma, blueness), redness)) in luma.iter().zip(blueness).zip(redness).enumerate() {
                let (x, y) = (column * SIDE + place % SIDE, part * SIDE + place / SIDE);
                picture.set(x, y, to_rgb([*luma, *blueness, *redness]));
            }
        }
    }
}

fn step_of(step: f32, depth: usize) -> f32 {
    if depth < BLOCK { step } else { step * CHROMA_STEP }
}

/// The id of a number of steps: 0, 1, -1, 2, -2 …
pub(super) fn id(level: i32) -> u32 {
    if level > 0 { 2 * level.unsigned_abs() - 1 } else { 2 * level.unsigned_abs() }
}

/// The number of steps of an id.
pub(super) fn level(id: u32) -> i32 {
    let steps = id.div_ceil(2) as i32;
    if id % 2 == 1 { steps } else { -steps }
}

fn basis() -> [[f32; SIDE]; SIDE] {
    let mut basis = [[0.0; SIDE]; SIDE];
    for (u, row) in basis.iter_mut().enumerate() {
        for (x, value) in row.iter_mut().enumerate() {
            // cos((2x + 1) u π / 16), folded into the first quarter of the circle.
            let angle = (2 * x + 1) * u % 32;
            let folded = if angle > 16 { 32 - angle } else { angle };
            let cosine = match folded {
                0..8 => HALF_COSINES[folded],
                8 => 0.0,
                _ => -HALF_COSINES[16 - folded],
            };
            *value = if u == 0 { HALF_COSINES[4] } else { cosine };
        }
    }
    basis
}

fn transposed(basis: &[[f32; SIDE]; SIDE]) -> [[f32; SIDE]; SIDE] {
    let mut turned = [[0.0; SIDE]; SIDE];
    for (u, row) in basis.iter().enumerate() {
        for (x, &value) in row.iter().enumerate() {
            turned[x][u] = value;
        }
    }
    turned
}

const fn zigzag() -> [usize; BLOCK] {
    let mut order = [0; BLOCK];
    let (mut x, mut y, mut next) = (0_usize, 0_usize, 0);
    while next < BLOCK {
        order[next] = y * SIDE + x;
        next += 1;
        if (x + y) % 2 == 0 {
            if x == SIDE - 1 {
                y += 1;
            } else if y == 0 {
                x += 1;
            } else {
                x += 1;
                y -= 1;
            }
        } else if y == SIDE - 1 {
            x += 1;
        } else if x == 0 {
            y += 1;
        } else {
            x -= 1;
            y += 1;
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_zigzag_is_jpegs() {
        assert_eq!(ZIGZAG[..10], [0, 1, 8, 16, 9, 2, 3, 10, 17, 24]);
        assert_eq!(ZIGZAG[60..], [47, 55, 62, 63]);
    }

    #[test]
    fn levels_and_ids_are_one_to_one() {
        for value in -300..=300 {
            assert_eq!(level(id(value)), value);
        }
        assert_eq!([0, 1, -1, 2, -2].map(id), [0, 1, 2, 3, 4]);
    }

    #[test]
    fn without_quantization_the_block_comes_back() {
        let mut seed = 7_u32;
        let block: [f32; BLOCK] = std::array::from_fn(|_| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 24) as f32 - 128.0
        });
        let coefficients = Dct::transform(&block, &basis());
        let back = Dct::transform(&coefficients, &transposed(&basis()));
        let energy = |values: &[f32]| values.iter().map(|value| value * value).sum::<f32>();
        assert!((energy(&block) / energy(&coefficients) - 1.0).abs() < 1e-5);
        for (value, back) in block.iter().zip(back) {
            assert!((value - back).abs() < 128.0 * 1e-5, "{value} became {back}");
        }
    }
}
