//! Pixels as tokens: a cell is a square of `side` × `side` pixels, its ids are the samples as they are.
//!
//! The starting point of every comparison: nothing is lost, and each id costs eight bits. Nguyen et al., "An Image is
//! Worth More Than 16x16 Patches", 2024, and Wang et al., "Scaling Laws in Patchification", 2025, ask how small a patch
//! pays.

use super::error::ImageError;
use super::layout::Layout;
use super::picture::{Picture, Size};
use super::tokenizer::{ByParts, Coded, Decode, Encode, ImageTokenizer, Parts};

/// Patches of one size.
#[derive(Clone, Copy, Debug)]
pub struct Patches {
    side: usize,
}

impl Patches {
    /// Patches of `side` pixels, at least one.
    pub fn new(side: usize) -> Self {
        Self { side: side.max(1) }
    }

    fn depth(&self) -> usize {
        self.side * self.side * 3
    }
}

impl ImageTokenizer for Patches {
    fn layout(&self, size: Size, _count: usize) -> Layout {
        Layout::squares(size, self.side, self.depth())
    }

    fn alphabets(&self) -> Vec<u32> {
        vec![256; self.depth()]
    }

    fn encode(&self, picture: Picture) -> Result<Box<dyn Encode>, ImageError> {
        Ok(ByParts::encode(*self, picture, Vec::new()))
    }

    fn decode(&self, size: Size, coded: Coded, keep: usize) -> Result<Box<dyn Decode>, ImageError> {
        Ok(ByParts::decode(*self, size, coded, keep))
    }
}

impl Parts for Patches {
    fn parts(&self, size: Size) -> usize {
        size.cells(self.side).0
    }

    fn encode_part(&self, picture: &Picture, part: usize, ids: &mut Vec<u32>) {
        let (_, columns) = picture.size().cells(self.side);
        for column in 0..columns {
            for y in 0..self.side {
                for x in 0..self.side {
                    let pixel = picture.pixel_clamped(column * self.side + x, part * self.side + y);
                    ids.extend(pixel.map(u32::from));
                }
            }
        }
    }

    fn decode_part(&self, ids: &[u32], _keep: usize, part: usize, picture: &mut Picture) {
        let (_, columns) = picture.size().cells(self.side);
        let cells = ids.chunks_exact(self.depth()).skip(part * columns).take(columns);
        for (column, cell) in cells.enumerate() {
            for (place, pixel) in cell.chunks_exact(3).enumerate() {
                let (x, y) = (column * self.side + place % self.side, part * self.side + place / self.side);
                picture.set(x, y, [pixel[0] as u8, pixel[1] as u8, pixel[2] as u8]);
            }
        }
    }
}
