//! Where the coefficients of a wavelet pyramid lie, and which of them hang together.
//!
//! Each level halves the low part of the level before, in place: the low coefficients of the last level stand in the
//! upper left, the details of the first fill the right and the bottom. A coefficient and the four at the same place of the
//! next finer level make a tree (Shapiro, 1993); a low coefficient of the last level has the three details beside it.

/// Details across (high in x), down (high in y), or both; or the low part of the last level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Kind {
    /// High in x.
    pub(super) across: bool,
    /// High in y.
    pub(super) down: bool,
}

impl Kind {
    /// The low part.
    pub(super) const LOW: Kind = Kind { across: false, down: false };
    /// Details.
    pub(super) const DETAILS: [Kind; 3] =
        [Kind { across: true, down: false }, Kind { across: false, down: true }, Kind { across: true, down: true }];
}

/// Coefficients of one kind and level.
#[derive(Clone, Copy, Debug)]
pub(super) struct Band {
    /// Its kind.
    pub(super) kind: Kind,
    /// From 1, the finest.
    pub(super) level: usize,
    /// First column.
    pub(super) x: usize,
    /// First row.
    pub(super) y: usize,
    /// Columns.
    pub(super) width: usize,
    /// Rows.
    pub(super) height: usize,
    /// The band that its coefficients are children of; itself for the low part.
    pub(super) parent: usize,
    /// The bands of its coefficients' children: from, until.
    pub(super) children: (usize, usize),
}

/// Bands of a pyramid, the low part first, then from coarse to fine.
#[derive(Clone, Debug)]
pub(super) struct Bands {
    /// Columns and rows before each level.
    pub(super) sizes: Vec<(usize, usize)>,
    /// All bands; one without coefficients is listed too.
    pub(super) bands: Vec<Band>,
}

impl Bands {
    /// A pyramid of at most `levels`; a level needs two samples on either side.
    pub(super) fn new(width: usize, height: usize, levels: usize) -> Self {
        let mut sizes = vec![(width, height)];
        while let Some(&(width, height)) = sizes.last() {
            if sizes.len() > levels || width < 2 || height < 2 {
                break;
            }
            sizes.push((width.div_ceil(2), height.div_ceil(2)));
        }
        let levels = sizes.len() - 1;
        let (low_width, low_height) = sizes[levels];
        let last = if levels == 0 { (0, 0) } else { (1, 4) };
        let low = Band {
            kind: Kind::LOW,
            level: levels,
            x: 0,
            y: 0,
            width: low_width,
            height: low_height,
            parent: 0,
            children: last,
        };
        let mut bands = vec![low];
        for level in (1..=levels).rev() {
            let ((width, height), (low_width, low_height)) = (sizes[level - 1], sizes[level]);
            for kind in Kind::DETAILS {
                let at = bands.len();
                bands.push(Band {
                    kind,
                    level,
                    x: if kind.across { low_width } else { 0 },
                    y: if kind.down { low_height } else { 0 },
                    width: if kind.across { width - low_width } else { low_width },
                    height: if kind.down { height - low_height } else { low_height },
                    parent: if level == levels { 0 } else { at - 3 },
                    children: if level == 1 { (0, 0) } else { (at + 3, at + 4) },
                });
            }
        }
        Self { sizes, bands }
    }

    /// Place in the plane of the parent of the coefficient at (`x`, `y`) of a band of details.
    pub(super) fn parent(&self, band: usize, x: usize, y: usize) -> (usize, usize) {
        let Band { kind, parent, .. } = self.bands[band];
        let above = &self.bands[parent];
        // Beside the low part a detail has its parent's place; finer ones go by twos, and an odd one joins the last.
        let (x, y) = if above.kind == kind { (x / 2, y / 2) } else { (x, y) };
        (above.x + x.min(above.width - 1), above.y + y.min(above.height - 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_cover_the_plane_once_and_every_detail_has_a_parent() {
        for (width, height) in [(1, 1), (1, 9), (2, 2), (5, 3), (33, 17), (64, 64), (37, 90)] {
            for levels in 0..7 {
                let pyramid = Bands::new(width, height, levels);
                let mut seen = vec![0; width * height];
                for (at, band) in pyramid.bands.iter().enumerate() {
                    for y in 0..band.height {
                        for x in 0..band.width {
                            seen[(band.y + y) * width + band.x + x] += 1;
                            let (px, py) = pyramid.parent(at, x, y);
                            let above = &pyramid.bands[band.parent];
                            assert!((above.x..above.x + above.width).contains(&px));
                            assert!((above.y..above.y + above.height).contains(&py));
                        }
                    }
                }
                assert!(seen.iter().all(|&times| times == 1), "{width} × {height}, {levels} levels");
            }
        }
    }
}
