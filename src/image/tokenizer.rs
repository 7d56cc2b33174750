//! What an image tokenizer is, and encoding and decoding in slices.
//!
//! Where a picture falls into parts that do not depend on each other (a row of cells), a tokenizer implements [`Parts`]
//! and [`ByParts`] does the slicing; the others bring jobs of their own.

use super::error::ImageError;
use super::layout::{Layout, Region};
use super::picture::{Picture, Size};
use crate::job::Step;

/// What a picture became.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coded {
    /// The ids, in the order of the layout.
    pub ids: Vec<u32>,
    /// What a decoder needs besides and what depends on the picture, in bytes of the tokenizer's own: a codebook that
    /// was fitted, a number of bit planes. Most need none.
    pub side: Vec<u8>,
}

/// A picture on its way to ids.
pub trait Encode {
    /// Does about `budget` pixels' worth of work, at least something.
    fn step(&mut self, budget: u64) -> Step;
    /// The result; incomplete before the job is done.
    fn finish(self: Box<Self>) -> Coded;
}

/// Ids on their way to a picture.
pub trait Decode {
    /// Does about `budget` pixels' worth of work, at least something.
    fn step(&mut self, budget: u64) -> Step;
    /// The result; black where it is not done.
    fn finish(self: Box<Self>) -> Picture;
}

/// Turns pictures into ids and back.
pub trait ImageTokenizer {
    /// How `count` ids of a picture of this size are arranged; only an ordered layout depends on the count.
    fn layout(&self, size: Size, count: usize) -> Layout;

    /// How many ids there are at each depth of a cell.
    fn alphabets(&self) -> Vec<u32>;

    /// Bits that a decoder needs besides the ids, the picture's size and [`Coded::side`].
    fn side_information_bits(&self) -> f64 {
        0.0
    }

    /// A job that encodes.
    ///
    /// # Errors
    /// [`ImageError::Area`] where a picture is too large for this tokenizer.
    fn encode(&self, picture: Picture) -> Result<Box<dyn Encode>, ImageError>;

    /// A job that decodes the first `keep` of [`stops`](Self::stops). [`decoding`] has checked the ids.
    ///
    /// # Errors
    /// [`ImageError::Side`] where the side information is not of this tokenizer.
    fn decode(&self, size: Size, coded: Coded, keep: usize) -> Result<Box<dyn Decode>, ImageError>;

    /// How many leading parts a decoder can stop after: the ids of an ordered layout, the depth of a cell whose later
    /// ids refine the earlier. One where a part says nothing without the rest.
    fn stops(&self, layout: Layout) -> usize {
        match layout {
            Layout::Ordered { count } => count,
            _ => 1,
        }
    }

    /// Which of the stops, from 0, the id at this position belongs to.
    fn stop_of(&self, layout: Layout, position: usize) -> usize {
        match layout {
            Layout::Ordered { .. } => position,
            _ => 0,
        }
    }

    /// What each cell paints, cut at the edge.
    fn regions(&self, size: Size, coded: &Coded) -> Vec<Region> {
        let layout = self.layout(size, coded.ids.len());
        let Layout::Grid { columns, side, .. } = layout else { return vec![Region::whole(size); layout.cells()] };
        (0..layout.cells())
            .map(|cell| Region::cut(size, cell % columns * side, cell / columns * side, side, side))
            .collect()
    }

    /// How many contexts an adaptive code may tell apart at each depth.
    fn contexts(&self) -> usize {
        1
    }

    /// The context of one id, from ids of cells before it (left, above) and of its own cell before it.
    fn context(&self, _ids: &[u32], _layout: Layout, _position: usize) -> usize {
        0
    }
}

/// A job that decodes the first `keep` [`stops`](ImageTokenizer::stops), all of them where there are fewer.
///
/// # Errors
/// [`ImageError::Count`] and [`ImageError::UnknownId`] where the ids are not this tokenizer's for this size, and those
/// of [`ImageTokenizer::decode`].
pub fn decoding(
    tokenizer: &dyn ImageTokenizer,
    size: Size,
    coded: Coded,
    keep: usize,
) -> Result<Box<dyn Decode>, ImageError> {
    check(tokenizer, size, &coded.ids)?;
    tokenizer.decode(size, coded, keep)
}

/// Says which id is not one of the tokenizer's, if one is not.
pub fn check(tokenizer: &dyn ImageTokenizer, size: Size, ids: &[u32]) -> Result<(), ImageError> {
    let layout = tokenizer.layout(size, ids.len());
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

/// A tokenizer whose pictures fall into parts that do not depend on each other. A part should stay below some ten
/// milliseconds.
pub trait Parts {
    /// How many parts a picture of this size has.
    fn parts(&self, size: Size) -> usize;

    /// Appends the ids of one part; parts come in order.
    fn encode_part(&self, picture: &Picture, part: usize, ids: &mut Vec<u32>);

    /// Paints one part from all ids of the picture, of each cell the first `keep`.
    fn decode_part(&self, ids: &[u32], keep: usize, part: usize, picture: &mut Picture);
}

/// Encodes or decodes a picture part by part.
#[derive(Debug)]
pub struct ByParts<T> {
    tokenizer: T,
    picture: Picture,
    coded: Coded,
    keep: usize,
    part: usize,
}

impl<T: Parts + 'static> ByParts<T> {
    /// A job that encodes; `side` goes with the ids.
    pub fn encode(tokenizer: T, picture: Picture, side: Vec<u8>) -> Box<dyn Encode> {
        Box::new(Self { tokenizer, picture, coded: Coded { ids: Vec::new(), side }, keep: 0, part: 0 })
    }

    /// A job that decodes.
    pub fn decode(tokenizer: T, size: Size, coded: Coded, keep: usize) -> Box<dyn Decode> {
        Box::new(Self { tokenizer, picture: Picture::black(size), coded, keep, part: 0 })
    }

    fn advance(&mut self, phase: &'static str, budget: u64, mut work: impl FnMut(&mut Self)) -> Step {
        let parts = self.tokenizer.parts(self.picture.size());
        let pixels_of_part = (self.picture.size().area() / parts.max(1)).max(1) as u64;
        let until = parts.min(self.part + (budget / pixels_of_part).max(1) as usize);
        while self.part < until {
            work(self);
            self.part += 1;
        }
        if self.part == parts {
            return Step::Done;
        }
        Step::Progress { phase, done: self.part as u64, total: Some(parts as u64) }
    }
}

impl<T: Parts + 'static> Encode for ByParts<T> {
    fn step(&mut self, budget: u64) -> Step {
        self.advance("encode", budget, |job| {
            job.tokenizer.encode_part(&job.picture, job.part, &mut job.coded.ids);
        })
    }

    fn finish(self: Box<Self>) -> Coded {
        self.coded
    }
}

impl<T: Parts + 'static> Decode for ByParts<T> {
    fn step(&mut self, budget: u64) -> Step {
        self.advance("decode", budget, |job| {
            job.tokenizer.decode_part(&job.coded.ids, job.keep, job.part, &mut job.picture);
        })
    }

    fn finish(self: Box<Self>) -> Picture {
        self.picture
    }
}
