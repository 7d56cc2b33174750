//! Pictures of real numbers, and the step between two levels of a pyramid (Burt and Adelson, 1983).

use super::picture::{Picture, Size};

/// The binomial filter.
const TAPS: [f32; 5] = [1.0 / 16.0, 4.0 / 16.0, 6.0 / 16.0, 4.0 / 16.0, 1.0 / 16.0];
const MIDDLE: f32 = 128.0;

/// Red, green and blue of each pixel, row by row; grey is zero.
#[derive(Clone, Debug)]
pub(super) struct Plane {
    pub(super) size: Size,
    samples: Vec<f32>,
}

impl Plane {
    /// Grey.
    pub(super) fn grey(size: Size) -> Self {
        Self { size, samples: vec![0.0; size.area() * 3] }
    }

    /// Takes a row of a picture.
    pub(super) fn take_row(&mut self, picture: &Picture, row: usize) {
        let width = self.size.width() * 3;
        let samples = picture.samples()[row * width..].iter().take(width);
        self.samples[row * width..].iter_mut().zip(samples).for_each(|(to, &from)| *to = f32::from(from) - MIDDLE);
    }

    /// Paints a row of a picture, rounded to the nearest and clipped.
    pub(super) fn paint_row(&self, row: usize, picture: &mut Picture) {
        let width = self.size.width();
        for (x, pixel) in self.samples[row * width * 3..].chunks_exact(3).take(width).enumerate() {
            let sample = |value: f32| (value + MIDDLE + 0.5).clamp(0.0, 255.0) as u8;
            picture.set(x, row, [sample(pixel[0]), sample(pixel[1]), sample(pixel[2])]);
        }
    }

    /// A row of this plane from one of twice its resolution.
    pub(super) fn reduce_row(&mut self, fine: &Plane, row: usize) {
        for x in 0..self.size.width() {
            let mut sum = [0.0; 3];
            for (down, tap) in TAPS.iter().enumerate() {
                for (across, other) in TAPS.iter().enumerate() {
                    let pixel = fine.clamped((2 * x + across) as isize - 2, (2 * row + down) as isize - 2);
                    sum.iter_mut().zip(pixel).for_each(|(sum, &value)| *sum += tap * other * value);
                }
            }
            self.pixel_mut(x, row).copy_from_slice(&sum);
        }
    }

    /// A row of this plane from one of half its resolution.
    pub(super) fn expand_row(&mut self, coarse: &Plane, row: usize) {
        let down = halves(row);
        for x in 0..self.size.width() {
            let across = halves(x);
            let mut sum = [0.0; 3];
            for (y, tap) in down {
                for (x, other) in across {
                    let pixel = coarse.clamped(x, y);
                    sum.iter_mut().zip(pixel).for_each(|(sum, &value)| *sum += tap * other * value);
                }
            }
            self.pixel_mut(x, row).copy_from_slice(&sum);
        }
    }

    /// Appends the difference of this plane from another in the square at this cell; beyond the edge the last pixel is
    /// repeated.
    pub(super) fn push_difference(
        &self,
        other: &Plane,
        side: usize,
        (row, column): (usize, usize),
        out: &mut Vec<f32>,
    ) {
        for y in 0..side {
            for x in 0..side {
                let (x, y) = ((column * side + x) as isize, (row * side + y) as isize);
                out.extend(self.clamped(x, y).iter().zip(other.clamped(x, y)).map(|(a, b)| a - b));
            }
        }
    }

    /// Adds a vector to the square at this cell.
    pub(super) fn add(&mut self, side: usize, (row, column): (usize, usize), vector: &[f32]) {
        for (place, values) in vector.chunks_exact(3).enumerate() {
            let (x, y) = (column * side + place % side, row * side + place / side);
            if x < self.size.width() && y < self.size.height() {
                self.pixel_mut(x, y).iter_mut().zip(values).for_each(|(to, value)| *to += value);
            }
        }
    }

    fn clamped(&self, x: isize, y: isize) -> &[f32] {
        let x = x.clamp(0, self.size.width() as isize - 1) as usize;
        let y = y.clamp(0, self.size.height() as isize - 1) as usize;
        &self.samples[(y * self.size.width() + x) * 3..][..3]
    }

    fn pixel_mut(&mut self, x: usize, y: usize) -> &mut [f32] {
        let at = (y * self.size.width() + x) * 3;
        &mut self.samples[at..at + 3]
    }
}

/// Places of half the resolution that a place is made of, and their shares: the binomial filter at every other place.
fn halves(place: usize) -> [(isize, f32); 3] {
    let half = (place / 2) as isize;
    if place.is_multiple_of(2) {
        [(half - 1, 0.125), (half, 0.75), (half + 1, 0.125)]
    } else {
        [(half, 0.5), (half + 1, 0.5), (half, 0.0)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is taken away on the way down is what is missing on the way up, so without codes nothing is lost.
    #[test]
    fn differences_give_the_picture_back() {
        for (width, height) in [(1, 1), (7, 5), (16, 16), (33, 20)] {
            let size = Size::new(width, height).expect("small");
            let mut fine = Plane::grey(size);
            let mut seed = 9_u32;
            for sample in &mut fine.samples {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                *sample = (seed >> 24) as f32 - 128.0;
            }
            let mut coarse = Plane::grey(size.halved());
            (0..coarse.size.height()).for_each(|row| coarse.reduce_row(&fine, row));
            let mut back = Plane::grey(size);
            (0..size.height()).for_each(|row| back.expand_row(&coarse, row));
            let mut difference = Vec::new();
            for cell in 0..size.area() {
                let place = (cell / size.width(), cell % size.width());
                fine.push_difference(&back, 1, place, &mut difference);
            }
            for (cell, vector) in difference.chunks_exact(3).enumerate() {
                back.add(1, (cell / size.width(), cell % size.width()), vector);
            }
            for (value, back) in fine.samples.iter().zip(&back.samples) {
                assert!((value - back).abs() < 256.0 * 1e-5, "{value} became {back}");
            }
        }
    }

    #[test]
    fn one_colour_stays_itself() {
        let size = Size::new(9, 6).expect("small");
        let mut fine = Plane::grey(size);
        fine.samples.fill(40.0);
        let mut coarse = Plane::grey(size.halved());
        (0..coarse.size.height()).for_each(|row| coarse.reduce_row(&fine, row));
        let mut back = Plane::grey(size);
        (0..size.height()).for_each(|row| back.expand_row(&coarse, row));
        assert!(coarse.samples.iter().chain(&back.samples).all(|&sample| sample == 40.0));
    }
}
