//! A picture as differences between its resolutions (the Laplacian pyramid of Burt and Adelson, 1983): each level says what
//! the coarser ones, as they come back, do not say yet, square by square in the entries of a codebook fitted on that level.
//!
//! The first levels decode alone, at their resolution enlarged. The codebooks are side information.

use super::codes::Book;
use super::error::ImageError;
use super::kmeans::{KMeans, ROUNDS};
use super::layout::{Layout, grid, level_size, place_in_pyramid};
use super::picture::{Picture, Size};
use super::plane::Plane;
use super::tokenizer::{Coded, Decode, Encode, Ids, ImageTokenizer};
use super::vectors::{self, Runs};
use crate::job::Step;

/// Three planes of real numbers are kept.
const MOST_MEGAPIXELS: u32 = 4;
/// Numbers of the squares that are fitted on.
const MOST_NUMBERS: usize = 1 << 19;
/// Levels at most.
const MOST_LEVELS: usize = 8;

/// Pyramids of one shape.
#[derive(Clone, Copy, Debug)]
pub struct Pyramid {
    levels: usize,
    codes: usize,
    side: usize,
}

impl Pyramid {
    /// `levels` levels, at most 8, each with a codebook of at most `codes` entries for squares of `side` pixels.
    pub fn new(levels: usize, codes: usize, side: usize) -> Self {
        Self { levels: levels.clamp(1, MOST_LEVELS), codes, side }
    }

    fn depth(&self) -> usize {
        vectors::depth(self.side)
    }

    fn cells(&self, size: Size, level: usize) -> usize {
        let (rows, columns) = grid(size, self.levels, self.side, level);
        rows * columns
    }

    /// Entries of a level: a level of few cells needs no more.
    fn codes(&self, size: Size, level: usize) -> usize {
        self.codes.min(self.cells(size, level))
    }

    fn runs(&self, size: Size, level: usize) -> (Runs, Size) {
        (Runs::new(self.side, self.codes * self.depth()), level_size(size, self.levels, level))
    }

    fn read(&self, size: Size, side: &[u8]) -> Option<Vec<Book>> {
        let mut rest = side;
        let mut books = Vec::with_capacity(self.levels);
        for level in 0..self.levels {
            let (book, after) = rest.split_at_checked(Book::bytes(self.codes(size, level), self.depth()))?;
            books.push(Book::read(book, self.depth()));
            rest = after;
        }
        rest.is_empty().then_some(books)
    }
}

impl ImageTokenizer for Pyramid {
    fn layout(&self, size: Size, _count: usize) -> Layout {
        Layout::Pyramid { size, levels: self.levels, side: self.side }
    }

    fn alphabets(&self, _side: &[u8]) -> Vec<u32> {
        vec![self.codes as u32]
    }

    fn encode(&self, picture: Picture) -> Result<Box<dyn Encode>, ImageError> {
        let size = picture.size();
        size.within(MOST_MEGAPIXELS)?;
        let planes: Vec<Plane> =
            (0..self.levels).map(|level| Plane::grey(level_size(size, self.levels, level))).collect();
        let phase = Phase::Reduce { level: self.levels - 1, row: 0 };
        let decoded = Plane::grey(planes[0].size);
        Ok(Box::new(Encoding { shape: *self, picture, planes, decoded, phase, coded: Coded::default() }))
    }

    fn decode(&self, size: Size, ids: Box<dyn Ids>, side: &[u8], keep: usize) -> Result<Box<dyn Decode>, ImageError> {
        size.within(MOST_MEGAPIXELS)?;
        let Some(books) = self.read(size, side) else {
            return Err(ImageError::Side { reason: "the codebooks have another number of entries" });
        };
        let ids = ids.all();
        for (position, &id) in ids.iter().enumerate() {
            let (level, _) = place_in_pyramid(size, self.levels, self.side, position);
            let codes = self.codes(size, level) as u32;
            if id >= codes {
                return Err(ImageError::UnknownId { id, position, size: codes });
            }
        }
        let plane = Plane::grey(level_size(size, self.levels, 0));
        let picture = Picture::black(size);
        let at = Joining::Add { level: 0, run: 0 };
        Ok(Box::new(Decoding { shape: *self, picture, books, ids, keep, first: 0, plane, at }))
    }

    /// Each level for itself.
    fn contexts(&self) -> usize {
        MOST_LEVELS
    }

    fn context(&self, _id: &dyn Fn(usize) -> u32, layout: Layout, position: usize) -> usize {
        let Layout::Pyramid { size, levels, side } = layout else { return 0 };
        place_in_pyramid(size, levels, side, position).0
    }
}

/// A picture on its way to ids.
struct Encoding {
    shape: Pyramid,
    picture: Picture,
    /// The picture at each resolution, the coarsest first.
    planes: Vec<Plane>,
    /// What the levels so far give, at the resolution of the level that is worked on.
    decoded: Plane,
    phase: Phase,
    coded: Coded,
}

enum Phase {
    Reduce { level: usize, row: usize },
    Expand { level: usize, row: usize, coarse: Plane },
    Fit { level: usize, search: Box<KMeans> },
    Encode { level: usize, book: Book, run: usize },
    Done,
}

impl Encoding {
    fn fit(&self, level: usize) -> Phase {
        let (size, side, depth) = (self.picture.size(), self.shape.side, self.shape.depth());
        let (_, columns) = grid(size, self.shape.levels, side, level);
        let cells = self.shape.cells(size, level);
        let stride = (cells * depth).div_ceil(MOST_NUMBERS);
        let mut sample = Vec::new();
        for cell in (0..cells).step_by(stride) {
            self.planes[level].push_difference(&self.decoded, side, (cell / columns, cell % columns), &mut sample);
        }
        Phase::Fit { level, search: Box::new(KMeans::new(sample, depth, self.shape.codes(size, level))) }
    }

    /// Does a row, a run, or some rounds, and tells how many pixels' worth of work that was.
    fn advance(&mut self, budget: u64) -> u64 {
        let size = self.picture.size();
        let last = self.shape.levels - 1;
        let (phase, work) = match std::mem::replace(&mut self.phase, Phase::Done) {
            Phase::Reduce { level, row } => {
                let (coarse, fine) = self.planes.split_at_mut(level + 1);
                match fine.first() {
                    Some(fine) => coarse[level].reduce_row(fine, row),
                    None => coarse[level].take_row(&self.picture, row),
                }
                let work = 8 * self.planes[level].size.width();
                if row + 1 < self.planes[level].size.height() {
                    (Phase::Reduce { level, row: row + 1 }, work)
                } else if level > 0 {
                    (Phase::Reduce { level: level - 1, row: 0 }, work)
                } else {
                    (self.fit(0), work)
                }
            }
            Phase::Expand { level, row, coarse } => {
                self.decoded.expand_row(&coarse, row);
                let work = 4 * self.decoded.size.width();
                if row + 1 < self.decoded.size.height() {
                    (Phase::Expand { level, row: row + 1, coarse }, work)
                } else {
                    (self.fit(level), work)
                }
            }
            Phase::Fit { level, mut search } => {
                if search.step(budget) {
                    (Phase::Fit { level, search }, budget as usize)
                } else {
                    let bytes = Book::write(&search.finish().0);
                    let book = Book::read(&bytes, self.shape.depth());
                    self.coded.side.extend(bytes);
                    (Phase::Encode { level, book, run: 0 }, budget as usize)
                }
            }
            Phase::Encode { level, book, run } => {
                let (runs, level_size) = self.shape.runs(size, level);
                let cells = runs.run(level_size, run);
                let mut difference = Vec::new();
                for place in cells.clone() {
                    self.planes[level].push_difference(&self.decoded, self.shape.side, place, &mut difference);
                }
                let mut ids = vec![0; cells.len()];
                book.nearest(&difference, &mut ids);
                for (place, &id) in cells.zip(&ids) {
                    self.decoded.add(self.shape.side, place, book.entry(id));
                }
                let work = difference.len();
                self.coded.ids.extend(ids);
                if run + 1 < runs.count(level_size) {
                    (Phase::Encode { level, book, run: run + 1 }, work)
                } else if level < last {
                    let next = Plane::grey(self.planes[level + 1].size);
                    let coarse = std::mem::replace(&mut self.decoded, next);
                    (Phase::Expand { level: level + 1, row: 0, coarse }, work)
                } else {
                    (Phase::Done, work)
                }
            }
            Phase::Done => (Phase::Done, usize::MAX >> 1),
        };
        self.phase = phase;
        work as u64
    }
}

impl Encode for Encoding {
    fn step(&mut self, budget: u64) -> Step {
        let mut left = budget.min(i64::MAX as u64) as i64;
        loop {
            left = left.saturating_sub_unsigned(self.advance(budget));
            let total = Some((self.shape.levels * ROUNDS) as u64);
            let (phase, done) = match &self.phase {
                Phase::Done => return Step::Done,
                Phase::Fit { level, search } => ("fit", level * ROUNDS + search.round()),
                Phase::Encode { level, .. } | Phase::Expand { level, .. } => ("encode", level * ROUNDS),
                Phase::Reduce { .. } => ("encode", 0),
            };
            if left <= 0 {
                return Step::Progress { phase, done: done as u64, total };
            }
        }
    }

    fn finish(self: Box<Self>) -> Coded {
        self.coded
    }
}

/// Ids on their way to a picture.
struct Decoding {
    shape: Pyramid,
    picture: Picture,
    books: Vec<Book>,
    ids: Vec<u32>,
    keep: usize,
    /// The first id of the level.
    first: usize,
    plane: Plane,
    at: Joining,
}

enum Joining {
    Add { level: usize, run: usize },
    Expand { level: usize, row: usize, coarse: Plane },
    Paint { row: usize },
    Done,
}

impl Decoding {
    /// Does a run or a row, and tells how many pixels that were.
    fn advance(&mut self) -> usize {
        let size = self.picture.size();
        let (at, work) = match std::mem::replace(&mut self.at, Joining::Done) {
            Joining::Add { level, run } => {
                let (runs, level_size) = self.shape.runs(size, level);
                let mut work = 1;
                if level < self.keep {
                    let ids = self.ids[self.first..][runs.ids_of(level_size, run, 1)].iter();
                    for (place, &id) in runs.run(level_size, run).zip(ids) {
                        let entry = self.books[level].entry(id);
                        self.plane.add(self.shape.side, place, entry);
                        work += entry.len();
                    }
                }
                let at = if level < self.keep && run + 1 < runs.count(level_size) {
                    Joining::Add { level, run: run + 1 }
                } else if level + 1 < self.shape.levels {
                    self.first += self.shape.cells(size, level);
                    let next = Plane::grey(self.shape.runs(size, level + 1).1);
                    let coarse = std::mem::replace(&mut self.plane, next);
                    Joining::Expand { level: level + 1, row: 0, coarse }
                } else {
                    Joining::Paint { row: 0 }
                };
                (at, work)
            }
            Joining::Expand { level, row, coarse } => {
                self.plane.expand_row(&coarse, row);
                let more = row + 1 < self.plane.size.height();
                let at =
                    if more { Joining::Expand { level, row: row + 1, coarse } } else { Joining::Add { level, run: 0 } };
                (at, 4 * self.plane.size.width())
            }
            Joining::Paint { row } => {
                self.plane.paint_row(row, &mut self.picture);
                let at = if row + 1 < size.height() { Joining::Paint { row: row + 1 } } else { Joining::Done };
                (at, size.width())
            }
            Joining::Done => (Joining::Done, usize::MAX >> 1),
        };
        self.at = at;
        work
    }
}

impl Decode for Decoding {
    fn step(&mut self, budget: u64) -> Step {
        let mut left = budget.min(i64::MAX as u64) as i64;
        loop {
            left = left.saturating_sub_unsigned(self.advance() as u64);
            if matches!(self.at, Joining::Done) {
                return Step::Done;
            }
            if left <= 0 {
                return Step::Progress { phase: "decode", done: 0, total: None };
            }
        }
    }

    fn finish(self: Box<Self>) -> Picture {
        self.picture
    }
}
