//! Pixels as tokens: a cell is a square of `side` × `side` pixels, its ids are the samples as they are.
//!
//! The starting point of every comparison: nothing is lost, and each id costs eight bits. Nguyen et al., "An Image is
//! Worth More Than 16x16 Patches", 2024, and Wang et al., "Scaling Laws in Patchification", 2025, ask how small a patch
//! pays.

use std::ops::Range;

use super::error::ImageError;
use super::layout::Layout;
use super::picture::{Picture, Size};
use super::tokenizer::{ByParts, Decode, Encode, Ids, ImageTokenizer, Parts};

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

    fn alphabets(&self, _side: &[u8]) -> Vec<u32> {
        vec![256; self.depth()]
    }

    fn encode(&self, picture: Picture) -> Result<Box<dyn Encode>, ImageError> {
        Ok(ByParts::encode(*self, picture, Vec::new()))
    }

    fn decode(&self, size: Size, ids: Box<dyn Ids>, _side: &[u8], keep: usize) -> Result<Box<dyn Decode>, ImageError> {
        Ok(ByParts::decode(*self, size, ids, keep))
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

    fn ids_of(&self, size: Size, part: usize) -> Range<usize> {
        let of_row = size.cells(self.side).1 * self.depth();
        part * of_row..(part + 1) * of_row
    }

    fn decode_part(&self, ids: &[u32], _keep: usize, part: usize, picture: &mut Picture) {
        for (column, cell) in ids.chunks_exact(self.depth()).enumerate() {
            for (place, pixel) in cell.chunks_exact(3).enumerate() {
                let (x, y) = (column * self.side + place % self.side, part * self.side + place / self.side);
                picture.set(x, y, [pixel[0] as u8, pixel[1] as u8, pixel[2] as u8]);
            }
        }
    }
}
