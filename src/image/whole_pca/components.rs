//! The shipped components, as `www/data/components.py` writes them, and the frequencies that they are of.

use std::sync::OnceLock;

use super::MOST_BITS;
use crate::image::error::ImageError;
use crate::image::scalar::{Rule, levels};

/// Pixels on a side of the pictures that the components are of.
pub(super) const SIDE: usize = 64;
const SIZE: usize = 3 * SIDE * SIDE;
/// cos(π / 128), from which all others are made.
const COSINE: f64 = 0.999_698_818_696_204_2;
/// Luma and two colour differences, orthonormal, of red, green and blue.
const COLOURS: [[f32; 3]; 3] = [
    [0.577_350_27, 0.577_350_27, 0.577_350_27],
    [0.707_106_77, 0.0, -0.707_106_77],
    [0.408_248_3, -0.816_496_6, 0.408_248_3],
];

/// There is one set of them, part of the build.
static COMPONENTS: OnceLock<Components> = OnceLock::new();

/// One component.
#[derive(Debug)]
pub(super) struct Row {
    step: f32,
    /// By how much pictures differ along it.
    pub(super) deviation: f32,
    /// In steps.
    numbers: Vec<i8>,
    /// Its length squared; about one.
    length: f32,
}

/// All of them.
#[derive(Debug)]
pub(super) struct Components {
    pub(super) mean: Vec<f32>,
    pub(super) rows: Vec<Row>,
    /// By number of bits, for a variable that is distributed as the unit Gaussian is.
    pub(super) levels: Vec<Vec<f32>>,
    /// By frequency and place.
    cosines: Vec<f32>,
    /// Where a number of the file stands in `[channel, frequency down, frequency across]`.
    order: Vec<usize>,
}

/// Gives the components their bytes, inflated; once is enough.
///
/// # Errors
/// [`ImageError::Components`] where they are something else.
pub fn provide(bytes: &[u8]) -> Result<(), ImageError> {
    let read = Components::read(bytes).ok_or(ImageError::Components { what: "are broken" })?;
    // A second time they are the same.
    let _ = COMPONENTS.set(read);
    Ok(())
}

pub(super) fn components() -> Result<&'static Components, ImageError> {
    COMPONENTS.get().ok_or(ImageError::Components { what: "have not been loaded" })
}

impl Components {
    fn read(bytes: &[u8]) -> Option<Self> {
        let (count, bytes) = bytes.split_first_chunk()?;
        let (mean_step, bytes) = bytes.split_first_chunk()?;
        let (count, mean_step) = (u32::from_le_bytes(*count) as usize, f32::from_le_bytes(*mean_step));
        let (mean, bytes) = bytes.split_at_checked(2 * SIZE)?;
        let mean = mean.as_chunks().0.iter().map(|two| f32::from(i16::from_le_bytes(*two)) * mean_step).collect();
        let (table, numbers) = bytes.split_at_checked(count.checked_mul(8)?)?;
        if count == 0 || numbers.len() != count.checked_mul(SIZE)? {
            return None;
        }
        let row = |(table, numbers): (&[[u8; 4]], &[u8])| {
            let numbers: Vec<i8> = numbers.iter().map(|&byte| byte as i8).collect();
            let [step, deviation] = [table[0], table[1]].map(f32::from_le_bytes);
            let length = numbers.iter().fold(0.0, |sum, &n| sum + f32::from(n) * f32::from(n)) * step * step;
            (length > 0.0 && deviation > 0.0).then_some(Row { step, deviation, numbers, length })
        };
        let rows: Option<_> = table.as_chunks().0.chunks_exact(2).zip(numbers.chunks_exact(SIZE)).map(row).collect();
        let levels = (0..=MOST_BITS).map(|bits| levels(Rule::LeastError, bits)).collect();
        Some(Self { mean, rows: rows?, levels, cosines: cosines(), order: order() })
    }

    /// Samples `[channel, row, column]` from 0 to 1 as numbers of the file.
    pub(super) fn frequencies(&self, samples: &[f32]) -> Vec<f32> {
        let planes = colours(samples, |out, from| COLOURS[out][from]);
        let all = self.both_ways(&planes, |k, x| self.cosines[k * SIDE + x]);
        self.order.iter().map(|&place| all[place]).collect()
    }

    /// The way back.
    pub(super) fn samples(&self, numbers: &[f32]) -> Vec<f32> {
        let mut all = vec![0.0; SIZE];
        self.order.iter().zip(numbers).for_each(|(&place, &number)| all[place] = number);
        colours(&self.both_ways(&all, |x, k| self.cosines[k * SIDE + x]), |out, from| COLOURS[from][out])
    }

    /// Each channel times a matrix from both sides; one sum for each number, in order.
    fn both_ways(&self, planes: &[f32], matrix: impl Fn(usize, usize) -> f32) -> Vec<f32> {
        let mut out = vec![0.0; SIZE];
        for (plane, out) in planes.chunks_exact(SIDE * SIDE).zip(out.chunks_exact_mut(SIDE * SIDE)) {
            let mut half = vec![0.0; SIDE * SIDE];
            for (to, half) in half.chunks_exact_mut(SIDE).enumerate() {
                for (from, plane) in plane.chunks_exact(SIDE).enumerate() {
                    let weight = matrix(to, from);
                    half.iter_mut().zip(plane).for_each(|(sum, value)| *sum += weight * value);
                }
            }
            for (half, out) in half.chunks_exact(SIDE).zip(out.chunks_exact_mut(SIDE)) {
                for (to, sum) in out.iter_mut().enumerate() {
                    *sum = half.iter().enumerate().fold(0.0, |sum, (from, value)| sum + matrix(to, from) * value);
                }
            }
        }
        out
    }
}

impl Row {
    /// How far these numbers go along the component.
    pub(super) fn along(&self, numbers: &[f32]) -> f32 {
        let sum = numbers.iter().zip(&self.numbers).fold(0.0, |sum, (number, &own)| sum + number * f32::from(own));
        sum * self.step / self.length
    }

    /// Goes so far along it.
    pub(super) fn add(&self, far: f32, numbers: &mut [f32]) {
        let far = far * self.step;
        numbers.iter_mut().zip(&self.numbers).for_each(|(number, &own)| *number += far * f32::from(own));
    }
}

fn colours(planes: &[f32], matrix: impl Fn(usize, usize) -> f32) -> Vec<f32> {
    let (first, rest) = planes.split_at(SIDE * SIDE);
    let (second, third) = rest.split_at(SIDE * SIDE);
    let of = |out: usize| {
        let [a, b, c] = [0, 1, 2].map(|from| matrix(out, from));
        first.iter().zip(second).zip(third).map(move |((x, y), z)| a * x + b * y + c * z)
    };
    (0..3).flat_map(of).collect()
}

/// The orthonormal DCT-II. The cosine of every multiple of π / 128 comes from the two before it, so that all machines have
/// the same.
fn cosines() -> Vec<f32> {
    let mut multiples = vec![1.0, COSINE];
    while multiples.len() < 4 * SIDE {
        let [.., before, last] = multiples[..] else { break };
        multiples.push(2.0 * COSINE * last - before);
    }
    let (even, other) = (0.125, 0.125 * std::f64::consts::SQRT_2);
    let number = |at: usize| {
        let (k, x) = (at / SIDE, at % SIDE);
        (multiples[(2 * x + 1) * k % (4 * SIDE)] * if k == 0 { even } else { other }) as f32
    };
    (0..SIDE * SIDE).map(number).collect()
}

/// Frequencies by their sum; of one sum luma first; of one channel by rows.
fn order() -> Vec<usize> {
    let mut places: Vec<(usize, usize)> =
        (0..SIZE).map(|place| (place % (SIDE * SIDE) / SIDE + place % SIDE, place)).collect();
    places.sort_unstable();
    places.into_iter().map(|(_, place)| place).collect()
}
