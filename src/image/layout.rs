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
    /// Grids of cells, the coarsest first: each of twice the resolution of the one before it.
    Pyramid {
        /// The picture's.
        size: Size,
        /// Grids.
        levels: usize,
        /// Pixels of a level's own resolution on a side of a cell.
        side: usize,
    },
    /// Shapes, each with an id for every field.
    Primitives {
        /// What they are.
        of: Primitive,
        /// Fields of each.
        fields: &'static [Field],
        /// How many there are.
        count: usize,
    },
}

/// A kind of shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Primitive {
    /// A part of the picture, of one colour.
    Cell,
    /// A two-dimensional Gaussian.
    Gaussian,
}

/// A number that a shape has.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// There are `2^bits` ids.
    pub bits: u32,
    /// What the first id stands for.
    pub min: f32,
    /// What the last id stands for.
    pub max: f32,
}

impl Eq for Field {}

impl Field {
    /// A field.
    pub const fn new(name: &'static str, bits: u32, min: f32, max: f32) -> Self {
        Self { name, bits, min, max }
    }

    /// How many ids it has.
    pub fn alphabet(&self) -> u32 {
        1 << self.bits
    }

    /// The nearest id.
    pub fn id(&self, value: f32) -> u32 {
        let last = (self.alphabet() - 1) as f32;
        ((value - self.min) / (self.max - self.min) * last + 0.5).clamp(0.0, last) as u32
    }

    /// What an id stands for.
    pub fn value(&self, id: u32) -> f32 {
        self.min + (self.max - self.min) * id as f32 / (self.alphabet() - 1) as f32
    }
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
            Layout::Ordered { count } | Layout::Primitives { count, .. } => count,
            Layout::Pyramid { size, levels, side } => {
                (0..levels).map(|level| grid(size, levels, side, level)).map(|(rows, columns)| rows * columns).sum()
            }
        }
    }

    /// Ids of a cell.
    pub fn depth(self) -> usize {
        match self {
            Layout::Grid { depth, .. } => depth,
            Layout::Primitives { fields, .. } => fields.len(),
            Layout::Ordered { .. } | Layout::Pyramid { .. } => 1,
        }
    }
}

/// The size of a level of a pyramid, of which the last is the picture itself.
pub fn level_size(size: Size, levels: usize, level: usize) -> Size {
    (level + 1..levels).fold(size, |size, _| size.halved())
}

/// Cells down and across of a level of a pyramid.
pub fn grid(size: Size, levels: usize, side: usize, level: usize) -> (usize, usize) {
    level_size(size, levels, level).cells(side)
}

/// The level of a cell of a pyramid, and its index there.
pub fn place_in_pyramid(size: Size, levels: usize, side: usize, cell: usize) -> (usize, usize) {
    let mut rest = cell;
    for level in 0..levels {
        let (rows, columns) = grid(size, levels, side, level);
        if rest < rows * columns || level + 1 == levels {
            return (level, rest);
        }
        rest -= rows * columns;
    }
    (0, rest)
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
