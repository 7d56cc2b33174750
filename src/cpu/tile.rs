//! Products of a few rows with eight columns, the sums in registers: each is one sum over rising k.

use super::lanes::{LANES, Lanes};

/// Columns of a tile.
pub(super) const WIDTH: usize = 2 * LANES;

/// Floats that are fetched ahead for each k.
pub(super) const FETCHED: usize = 2;

/// Sums over k of `x[row][k] · matrix[k, first + column]`, for the columns that there are; a row of the matrix takes
/// `stride` floats. Those of the other columns are anything.
#[inline(always)]
pub(super) fn tile<const ROWS: usize>(
    x: [&[f32]; ROWS],
    matrix: &[f32],
    stride: usize,
    first: usize,
    columns: usize,
) -> [[f32; WIDTH]; ROWS] {
    if columns < WIDTH {
        return narrow(x, matrix, stride, first, columns);
    }
    wide::<ROWS, false>(x, &matrix[first.min(matrix.len())..], stride, &[])
}

/// A tile with fewer columns.
fn narrow<const ROWS: usize>(
    x: [&[f32]; ROWS],
    matrix: &[f32],
    stride: usize,
    first: usize,
    columns: usize,
) -> [[f32; WIDTH]; ROWS] {
    let mut sums = [[0.0; WIDTH]; ROWS];
    for (sums, x) in sums.iter_mut().zip(x) {
        for (k, x) in x.iter().enumerate() {
            let row = &matrix[k * stride + first..][..columns];
            sums.iter_mut().zip(row).for_each(|(sum, value)| *sum += x * value);
        }
    }
    sums
}

/// A tile of a matrix that is walked whole, while lines of `ahead` are fetched into the cache: two floats' worth of it
/// for each k. Weights that come from memory arrive while others are multiplied; for 16 rows that is up to a sixth of the
/// time.
#[inline(always)]
pub(super) fn tile_fetching<const ROWS: usize>(
    x: [&[f32]; ROWS],
    matrix: &[f32],
    ahead: &[f32],
) -> [[f32; WIDTH]; ROWS] {
    if ahead.len() < FETCHED * matrix.len() / WIDTH {
        return wide::<ROWS, false>(x, matrix, WIDTH, &[]);
    }
    wide::<ROWS, true>(x, matrix, WIDTH, ahead)
}

/// A tile with all its columns, for as many k as all rows have and the matrix has; where it is `FETCHING`, `ahead` has
/// [`FETCHED`] floats for each of them.
#[allow(unsafe_code, reason = "unchecked reads: their bounds are shown once before the loop")]
#[inline(always)]
fn wide<const ROWS: usize, const FETCHING: bool>(
    x: [&[f32]; ROWS],
    matrix: &[f32],
    stride: usize,
    ahead: &[f32],
) -> [[f32; WIDTH]; ROWS] {
    let rows = matrix.len().checked_sub(WIDTH).map_or(0, |last| last / stride + 1);
    let depth = x.iter().map(|x| x.len()).min().unwrap_or(0).min(rows);
    let (mut low, mut high) = ([Lanes::splat(0.0); ROWS], [Lanes::splat(0.0); ROWS]);
    for k in 0..depth {
        if FETCHING {
            // A read that nobody uses: wasm has no other word for this.
            // SAFETY: k < rows, and there are FETCHED floats for each of them.
            unsafe { ahead.as_ptr().add(FETCHED * k).read_volatile() };
        }
        // SAFETY: k < rows, so that k · stride + WIDTH is within the matrix.
        let (first, second) = unsafe { (Lanes::at(matrix, k * stride), Lanes::at(matrix, k * stride + LANES)) };
        for row in 0..ROWS {
            // SAFETY: k is below the length of each row.
            let x = Lanes::splat(unsafe { *x[row].get_unchecked(k) });
            low[row] = low[row] + x * first;
            high[row] = high[row] + x * second;
        }
    }
    std::array::from_fn(|row| joined(low[row], high[row]))
}

/// A row with some matrices of one depth and [`WIDTH`] columns each.
#[allow(unsafe_code, reason = "unchecked reads: their bounds are shown once before the loop")]
#[inline(always)]
pub(super) fn row<const COUNT: usize>(x: &[f32], matrices: [&[f32]; COUNT]) -> [[f32; WIDTH]; COUNT] {
    let depth = matrices.iter().map(|matrix| matrix.len() / WIDTH).min().unwrap_or(0).min(x.len());
    let (mut low, mut high) = ([Lanes::splat(0.0); COUNT], [Lanes::splat(0.0); COUNT]);
    for k in 0..depth {
        // SAFETY: k < depth, which is no more than the length of x and the rows of each matrix.
        let x = Lanes::splat(unsafe { *x.get_unchecked(k) });
        for at in 0..COUNT {
            let matrix = matrices[at];
            // SAFETY: as above.
            let (first, second) = unsafe { (Lanes::at(matrix, k * WIDTH), Lanes::at(matrix, k * WIDTH + LANES)) };
            low[at] = low[at] + x * first;
            high[at] = high[at] + x * second;
        }
    }
    std::array::from_fn(|at| joined(low[at], high[at]))
}

/// [`row`] with matrices of signed bytes: two words for each k.
#[inline(always)]
pub(super) fn row_of_bytes<const COUNT: usize>(x: &[f32], matrices: [&[u32]; COUNT]) -> [[f32; WIDTH]; COUNT] {
    let matrices = matrices.map(|words| words.as_chunks::<2>().0);
    let depth = matrices.iter().map(|matrix| matrix.len()).min().unwrap_or(0).min(x.len());
    let (x, matrices) = (&x[..depth], matrices.map(|matrix| &matrix[..depth]));
    let (mut low, mut high) = ([Lanes::splat(0.0); COUNT], [Lanes::splat(0.0); COUNT]);
    for (k, &x) in x.iter().enumerate() {
        let x = Lanes::splat(x);
        for at in 0..COUNT {
            let [first, second] = Lanes::of_bytes(matrices[at][k]);
            low[at] = low[at] + x * first;
            high[at] = high[at] + x * second;
        }
    }
    std::array::from_fn(|at| joined(low[at], high[at]))
}

#[inline(always)]
fn joined(low: Lanes, high: Lanes) -> [f32; WIDTH] {
    let mut values = [0.0; WIDTH];
    let (halves, _) = values.as_chunks_mut::<LANES>();
    halves.iter_mut().zip([low, high]).for_each(|(half, sums)| sums.store(half));
    values
}
