//! What an image tokenizer is, and encoding and decoding in slices.
//!
//! A tokenizer works in parts that do not depend on each other (a row of cells, a whole picture): a part is the least
//! that a slice does, so parts should stay below some ten milliseconds.

use super::error::ImageError;
use super::picture::{Picture, Size};
use crate::job::Step;

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
    },
}

impl Layout {
    /// Ids in all.
    pub fn count(self) -> usize {
        match self {
            Layout::Grid { rows, columns, depth } => rows * columns * depth,
        }
    }

    /// Ids of a cell.
    pub fn depth(self) -> usize {
        match self {
            Layout::Grid { depth, .. } => depth,
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

/// Turns pictures into ids and back.
pub trait ImageTokenizer {
    /// How the ids of a picture of this size are arranged.
    fn layout(&self, size: Size) -> Layout;

    /// How many ids there are at each depth of a cell.
    fn alphabets(&self) -> Vec<u32>;

    /// Bits that a decoder needs besides the ids and the picture's size.
    fn side_information_bits(&self) -> f64;

    /// How many parts a picture of this size has.
    fn parts(&self, size: Size) -> usize;

    /// Appends the ids of one part; parts come in order.
    fn encode_part(&self, picture: &Picture, part: usize, ids: &mut Vec<u32>);

    /// Paints one part. `ids` are all of the picture, as many as the layout has, each within its alphabet.
    fn decode_part(&self, ids: &[u32], part: usize, picture: &mut Picture);

    /// What the cell with this number paints; cells at the edge are cut.
    fn region(&self, size: Size, cell: usize) -> Region;

    /// How many contexts an adaptive code may tell apart at each depth.
    fn contexts(&self) -> usize {
        1
    }

    /// The context of one id, from ids of cells before it (left, above) and of its own cell before it.
    fn context(&self, _ids: &[u32], _layout: Layout, _position: usize) -> usize {
        0
    }
}

/// The square of `side` pixels with this number in a picture, cut at the edge.
pub fn square(size: Size, side: usize, cell: usize) -> Region {
    let (_, columns) = size.cells(side);
    let (x, y) = (cell % columns * side, cell / columns * side);
    Region { x, y, width: side.min(size.width().saturating_sub(x)), height: side.min(size.height().saturating_sub(y)) }
}

/// Says which id is not one of the tokenizer's, if one is not.
pub fn check(tokenizer: &dyn ImageTokenizer, size: Size, ids: &[u32]) -> Result<(), ImageError> {
    let layout = tokenizer.layout(size);
    if ids.len() != layout.count() {
        return Err(ImageError::Count { got: ids.len(), expected: layout.count() });
    }
    let alphabets = tokenizer.alphabets();
    for (position, (&id, &size)) in ids.iter().zip(alphabets.iter().cycle()).enumerate() {
        if id >= size {
            return Err(ImageError::UnknownId { id, position, size });
        }
    }
    Ok(())
}

/// Encoding in slices. A budget counts pixels.
#[derive(Debug)]
pub struct Encoding {
    picture: Picture,
    ids: Vec<u32>,
    part: usize,
}

impl Encoding {
    /// Begins.
    pub fn new(picture: Picture) -> Self {
        Self { picture, ids: Vec::new(), part: 0 }
    }

    /// Does parts until `budget` pixels are done, at least one part.
    pub fn step(&mut self, tokenizer: &dyn ImageTokenizer, budget: u64) -> Step {
        let size = self.picture.size();
        if self.part == 0 {
            self.ids.reserve_exact(tokenizer.layout(size).count());
        }
        advance("encode", &mut self.part, tokenizer.parts(size), size, budget, |part| {
            tokenizer.encode_part(&self.picture, part, &mut self.ids);
        })
    }

    /// The ids of the parts done.
    pub fn finish(self) -> Vec<u32> {
        self.ids
    }
}

/// Decoding in slices. A budget counts pixels.
#[derive(Debug)]
pub struct Decoding {
    ids: Vec<u32>,
    picture: Picture,
    part: usize,
}

impl Decoding {
    /// Begins.
    ///
    /// # Errors
    /// [`ImageError::Count`] and [`ImageError::UnknownId`] where `ids` are not this tokenizer's for this size.
    pub fn new(tokenizer: &dyn ImageTokenizer, size: Size, ids: Vec<u32>) -> Result<Self, ImageError> {
        check(tokenizer, size, &ids)?;
        Ok(Self { ids, picture: Picture::black(size), part: 0 })
    }

    /// Does parts until `budget` pixels are done, at least one part.
    pub fn step(&mut self, tokenizer: &dyn ImageTokenizer, budget: u64) -> Step {
        let size = self.picture.size();
        advance("decode", &mut self.part, tokenizer.parts(size), size, budget, |part| {
            tokenizer.decode_part(&self.ids, part, &mut self.picture);
        })
    }

    /// The picture, black where parts are not done.
    pub fn finish(self) -> Picture {
        self.picture
    }
}

fn advance(
    phase: &'static str,
    part: &mut usize,
    parts: usize,
    size: Size,
    budget: u64,
    mut work: impl FnMut(usize),
) -> Step {
    let pixels_of_part = (size.area() / parts.max(1)).max(1) as u64;
    let until = parts.min(*part + (budget / pixels_of_part).max(1) as usize);
    while *part < until {
        work(*part);
        *part += 1;
    }
    if *part == parts {
        return Step::Done;
    }
    Step::Progress { phase, done: *part as u64, total: Some(parts as u64) }
}
