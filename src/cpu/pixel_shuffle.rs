//! Channels into space and back (Shi and others 2016).

/// Sizes of the wide form: `channels × side²` channels of `rows × columns`.
#[derive(Clone, Copy, Debug)]
pub struct Shuffle {
    /// Channels of the large picture.
    pub channels: usize,
    /// Rows of the small picture.
    pub rows: usize,
    /// Columns of the small picture.
    pub columns: usize,
    /// So many times as large.
    pub side: usize,
    /// From the large picture to the channels.
    pub back: bool,
}

/// `[c · side² + i · side + j, y, x]` of the small picture is `[c, y · side + i, x · side + j]` of the large one.
pub fn pixel_shuffle(x: &[f32], sizes: Shuffle, out: &mut [f32]) {
    let Shuffle { channels, rows, columns, side, back } = sizes;
    let mut small = 0;
    for channel in 0..channels {
        for (i, j) in (0..side * side).map(|at| (at / side, at % side)) {
            for row in 0..rows {
                let mut large = ((channel * rows + row) * side + i) * columns * side + j;
                for _ in 0..columns {
                    if back {
                        out[small] = x[large];
                    } else {
                        out[large] = x[small];
                    }
                    small += 1;
                    large += side;
                }
            }
        }
    }
}
