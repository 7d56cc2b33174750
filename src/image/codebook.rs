//! Codebooks fitted on the picture itself: a cell is a square of pixels, its id the entry that is nearest (vector
//! quantization: Linde, Buzo and Gray, 1980); with more levels, each later id names what is added to what the earlier ones
//! left (residual quantization: Juang and Gray, 1982), so the first ids of every cell decode alone.
//!
//! The codebooks are side information: for each level a byte of scale and a byte for every number of every entry. That is
//! often more than the ids.

use std::ops::Range;

use super::ask::Ask;
use super::codes::Book;
use super::error::ImageError;
use super::fitted::{Fit, FitThenEncode};
use super::kmeans::{KMeans, ROUNDS};
use super::layout::Layout;
use super::picture::{Picture, Size};
use super::tokenizer::{ByParts, Decode, Encode, Ids, ImageTokenizer, Parts};
use super::vectors::{self, Runs};
use crate::job::Step;

/// Numbers of the squares that are fitted on.
const MOST_NUMBERS: usize = 1 << 19;

/// Codebooks of one shape.
#[derive(Clone, Copy, Debug)]
pub struct Codebook {
    /// Entries of each level.
    codes: usize,
    /// Pixels on a side of a cell.
    side: usize,
    levels: usize,
}

impl Codebook {
    /// `levels` codebooks of `codes` entries for squares of `side` pixels; all at least one.
    pub fn new(codes: usize, side: usize, levels: usize) -> Self {
        Self { codes, side, levels }
    }

    fn bytes_of_a_level(&self) -> usize {
        Book::bytes(self.codes, vectors::depth(self.side))
    }
}

impl ImageTokenizer for Codebook {
    fn layout(&self, size: Size, _count: usize) -> Layout {
        Layout::squares(size, self.side, self.levels)
    }

    fn alphabets(&self, _side: &[u8]) -> Vec<u32> {
        vec![self.codes as u32; self.levels]
    }

    fn encode(&self, picture: Picture) -> Result<Box<dyn Encode>, ImageError> {
        let sample = vectors::sample(&picture, self.side, MOST_NUMBERS);
        let search = KMeans::new(sample, vectors::depth(self.side), self.codes);
        let fit = FitLevels { shape: *self, side: Vec::new(), levels: Vec::new(), search: Some(search) };
        Ok(FitThenEncode::start(fit, picture))
    }

    fn decode(&self, size: Size, ids: Box<dyn Ids>, side: &[u8], keep: usize) -> Result<Box<dyn Decode>, ImageError> {
        if side.len() != self.levels * self.bytes_of_a_level() {
            return Err(ImageError::Side { reason: "the codebooks have another number of entries" });
        }
        let levels = side.chunks_exact(self.bytes_of_a_level());
        let levels = levels.map(|bytes| Book::read(bytes, vectors::depth(self.side))).collect();
        Ok(ByParts::decode(Fitted { shape: *self, levels }, size, ids, keep))
    }

    fn stops(&self, _layout: Layout) -> usize {
        self.levels
    }

    fn stop_of(&self, _layout: Layout, position: usize) -> usize {
        position % self.levels
    }
}

impl Codebook {
    fn runs(&self) -> Runs {
        Runs::new(self.side, self.levels * self.codes * vectors::depth(self.side))
    }
}

/// The codebooks of a picture.
#[derive(Debug)]
struct Fitted {
    shape: Codebook,
    levels: Vec<Book>,
}

impl Parts for Fitted {
    fn parts(&self, size: Size) -> usize {
        self.shape.runs().count(size)
    }

    fn asks(&self) -> usize {
        self.shape.levels
    }

    fn ask(&self, picture: &Picture, parts: Range<usize>, answers: &[Vec<u32>]) -> Option<Ask> {
        let depth = vectors::depth(self.shape.side);
        let mut rest = Vec::new();
        for place in parts.flat_map(|part| self.shape.runs().run(picture.size(), part)) {
            vectors::push_cell(picture, self.shape.side, place, &mut rest);
        }
        for (book, ids) in self.levels.iter().zip(answers) {
            for (rest, &id) in rest.chunks_exact_mut(depth).zip(ids) {
                rest.iter_mut().zip(book.entry(id)).for_each(|(rest, entry)| *rest -= entry);
            }
        }
        self.levels.get(answers.len())?.ask(rest)
    }

    fn encode_part(&self, picture: &Picture, part: usize, ids: &mut Vec<u32>) {
        let Codebook { side, levels, .. } = self.shape;
        let depth = vectors::depth(side);
        let cells = self.shape.runs().run(picture.size(), part);
        let mut rest = Vec::with_capacity(cells.len() * depth);
        for place in cells.clone() {
            vectors::push_cell(picture, side, place, &mut rest);
        }
        let start = ids.len();
        ids.resize(start + rest.len() / depth * levels, 0);
        let mut nearest = vec![0; rest.len() / depth];
        for level in 0..levels {
            self.levels[level].nearest(&rest, &mut nearest);
            for (cell, (rest, &id)) in rest.chunks_exact_mut(depth).zip(&nearest).enumerate() {
                ids[start + cell * levels + level] = id;
                rest.iter_mut().zip(self.levels[level].entry(id)).for_each(|(rest, entry)| *rest -= entry);
            }
        }
    }

    fn ids_of(&self, size: Size, part: usize) -> Range<usize> {
        self.shape.runs().ids_of(size, part, self.shape.levels)
    }

    fn decode_part(&self, ids: &[u32], keep: usize, part: usize, picture: &mut Picture) {
        let Codebook { side, levels, .. } = self.shape;
        for (place, ids) in self.shape.runs().run(picture.size(), part).zip(ids.chunks_exact(levels)) {
            let mut sum = vec![0.0; vectors::depth(side)];
            for (book, &id) in self.levels.iter().zip(ids).take(keep) {
                sum.iter_mut().zip(book.entry(id)).for_each(|(sum, entry)| *sum += entry);
            }
            vectors::paint_cell(picture, side, place, &sum);
        }
    }
}

/// Level after level fitted on what the levels before it leave of the sample.
struct FitLevels {
    shape: Codebook,
    side: Vec<u8>,
    levels: Vec<Book>,
    search: Option<KMeans>,
}

impl Fit for FitLevels {
    type Fitted = Fitted;

    fn step(&mut self, budget: u64) -> Step {
        let Some(search) = &mut self.search else { return Step::Done };
        if !search.step(budget)
            && let Some(search) = self.search.take()
        {
            let depth = vectors::depth(self.shape.side);
            let (entries, mut rest, ids) = search.finish();
            let bytes = Book::write(&entries);
            let level = Book::read(&bytes, depth);
            for (rest, id) in rest.chunks_exact_mut(depth).zip(ids) {
                rest.iter_mut().zip(level.entry(id)).for_each(|(rest, entry)| *rest -= entry);
            }
            self.side.extend(bytes);
            self.levels.push(level);
            if self.levels.len() == self.shape.levels {
                return Step::Done;
            }
            self.search = Some(KMeans::new(rest, depth, self.shape.codes));
        }
        let round = self.search.as_ref().map_or(0, KMeans::round);
        let done = (self.levels.len() * ROUNDS + round) as u64;
        Step::Progress { phase: "fit", done, total: Some((self.shape.levels * ROUNDS) as u64) }
    }

    fn finish(self) -> Option<(Fitted, Vec<u8>)> {
        let done = self.levels.len() == self.shape.levels;
        done.then_some((Fitted { shape: self.shape, levels: self.levels }, self.side))
    }
}
