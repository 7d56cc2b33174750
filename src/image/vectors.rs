//! Squares of a picture as vectors: what codebooks, bases and merging work on.

use std::ops::Range;

use super::picture::{Picture, Size};

/// What is taken off every sample, so that a vector of grey is near zero.
const MIDDLE: f32 = 128.0;

/// Numbers of a square of `side` pixels.
pub(super) fn depth(side: usize) -> usize {
    3 * side * side
}

/// Products that take some milliseconds.
const PRODUCTS_OF_A_PART: usize = 1 << 23;

/// Cells of a picture in runs that make the parts of a job.
#[derive(Clone, Copy, Debug)]
pub(super) struct Runs {
    side: usize,
    cells: usize,
}

impl Runs {
    /// Runs of cells of `side` pixels that need so many products each.
    pub(super) fn new(side: usize, products_of_a_cell: usize) -> Self {
        Self { side, cells: (PRODUCTS_OF_A_PART / products_of_a_cell.max(1)).clamp(1, 64) }
    }

    /// How many runs there are.
    pub(super) fn count(self, size: Size) -> usize {
        let (rows, columns) = size.cells(self.side);
        (rows * columns).div_ceil(self.cells)
    }

    fn cells_of(self, size: Size, run: usize) -> Range<usize> {
        let (rows, columns) = size.cells(self.side);
        run * self.cells..(rows * columns).min((run + 1) * self.cells)
    }

    /// Row and column of each cell of a run.
    pub(super) fn run(self, size: Size, run: usize) -> impl ExactSizeIterator<Item = (usize, usize)> + Clone {
        let (_, columns) = size.cells(self.side);
        self.cells_of(size, run).map(move |cell| (cell / columns, cell % columns))
    }

    /// Which ids are those of a run, where a cell has `depth`.
    pub(super) fn ids_of(self, size: Size, run: usize, depth: usize) -> Range<usize> {
        let Range { start, end } = self.cells_of(size, run);
        start * depth..end * depth
    }
}

/// Appends the square at this cell: row by row, red, green and blue of each pixel, from -128 to 127. Beyond the edge the
/// last pixel is repeated.
pub(super) fn push_cell(picture: &Picture, side: usize, (row, column): (usize, usize), out: &mut Vec<f32>) {
    for y in 0..side {
        for x in 0..side {
            let pixel = picture.pixel_clamped(column * side + x, row * side + y);
            out.extend(pixel.map(|sample| f32::from(sample) - MIDDLE));
        }
    }
}

/// Paints the square at this cell, rounded to the nearest and clipped.
pub(super) fn paint_cell(picture: &mut Picture, side: usize, (row, column): (usize, usize), vector: &[f32]) {
    for (place, pixel) in vector.chunks_exact(3).enumerate() {
        let sample = |value: f32| (value + MIDDLE + 0.5).clamp(0.0, 255.0) as u8;
        let (x, y) = (column * side + place % side, row * side + place / side);
        picture.set(x, y, [sample(pixel[0]), sample(pixel[1]), sample(pixel[2])]);
    }
}

/// The squares of a picture, at most so many that they hold `most` numbers: then every n-th, from the first on.
pub(super) fn sample(picture: &Picture, side: usize, most: usize) -> Vec<f32> {
    let (rows, columns) = picture.size().cells(side);
    let stride = (rows * columns * depth(side)).div_ceil(most).max(1);
    let mut out = Vec::with_capacity((rows * columns).div_ceil(stride) * depth(side));
    for cell in (0..rows * columns).step_by(stride) {
        push_cell(picture, side, (cell / columns, cell % columns), &mut out);
    }
    out
}
