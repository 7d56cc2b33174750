//! How the ids of a picture are arranged, and what a cell paints.

use super::picture::Size;

/// How ids are arranged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// Cells row by row, `depth` ids each.
    Grid {
        /// Cells down.
        rows: usize,
        /// Cells across.
        columns: usize,
        /// Ids of a cell.
        depth: usize,
        /// Pixels on a side of the square that a cell paints.
        side: usize,
    },
    /// From coarse to fine: any number of leading ids decodes.
    Ordered {
        /// Ids in all.
        count: usize,
    },
}

impl Layout {
    /// Squares of `side` pixels that cover a picture of this size.
    pub fn squares(size: Size, side: usize, depth: usize) -> Self {
        let (rows, columns) = size.cells(side);
        Layout::Grid { rows, columns, depth, side }
    }

    /// Ids in all.
    pub fn count(self) -> usize {
        self.cells() * self.depth()
    }

    /// Cells in all.
    pub fn cells(self) -> usize {
        match self {
            Layout::Grid { rows, columns, .. } => rows * columns,
            Layout::Ordered { count } => count,
        }
    }

    /// Ids of a cell.
    pub fn depth(self) -> usize {
        match self {
            Layout::Grid { depth, .. } => depth,
            Layout::Ordered { .. } => 1,
        }
    }
}

/// Pixels that a token paints, from the left and the top.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region {
    /// First column.
    pub x: usize,
    /// First row.
    pub y: usize,
    /// Columns.
    pub width: usize,
    /// Rows.
    pub height: usize,
}

impl Region {
    /// A rectangle, cut at the edges of a picture of this size.
    pub fn cut(size: Size, x: usize, y: usize, width: usize, height: usize) -> Self {
        let (x, y) = (x.min(size.width()), y.min(size.height()));
        Self { x, y, width: width.min(size.width() - x), height: height.min(size.height() - y) }
    }

    /// The whole picture.
    pub fn whole(size: Size) -> Self {
        Self::cut(size, 0, 0, size.width(), size.height())
    }
}
