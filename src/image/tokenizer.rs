//! What an image tokenizer is, and encoding and decoding in slices.
//!
//! Where a picture falls into parts that do not depend on each other (a row of cells), a tokenizer implements [`Parts`]
//! and [`ByParts`] does the slicing; the others bring jobs of their own.

use std::ops::Range;

use super::ask::Ask;
use super::error::ImageError;
use super::layout::{Layout, Region, grid, place_in_pyramid};
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

/// The ids of a picture, wherever they lie: those of a large picture lie outside this module's memory and are read piece
/// by piece.
pub trait Ids {
    /// How many there are.
    fn count(&self) -> usize;

    /// Replaces `into` by the ids of `range`, which lies within the count.
    fn read(&self, range: Range<usize>, into: &mut Vec<u32>);

    /// All of them.
    fn all(&self) -> Vec<u32> {
        let mut ids = Vec::new();
        self.read(0..self.count(), &mut ids);
        ids
    }
}

impl Ids for Vec<u32> {
    fn count(&self) -> usize {
        self.len()
    }

    fn read(&self, range: Range<usize>, into: &mut Vec<u32>) {
        into.clear();
        into.extend_from_slice(&self[range]);
    }
}

/// A picture on its way to ids.
pub trait Encode {
    /// Does about `budget` pixels' worth of work, at least something.
    fn step(&mut self, budget: u64) -> Step;
    /// The next work that a device can do in place of [`step`](Self::step), whose outcome goes to
    /// [`answer`](Self::answer); without an answer the next step does it. `None` where it is the CPU's.
    fn ask(&mut self) -> Option<Ask> {
        None
    }
    /// What the device found.
    fn answer(&mut self, _found: &[u32]) -> Step {
        Step::Done
    }
    /// The ids that are settled since the last call; they are not in the result then. Who takes them slice by slice
    /// never holds all ids of a large picture here.
    fn drain(&mut self) -> Vec<u32> {
        Vec::new()
    }
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

    /// How many ids there are at each depth of a cell, for a picture with this side information.
    fn alphabets(&self, side: &[u8]) -> Vec<u32>;

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
    fn decode(&self, size: Size, ids: Box<dyn Ids>, side: &[u8], keep: usize) -> Result<Box<dyn Decode>, ImageError>;

    /// How many leading parts a decoder can stop after: the ids of an ordered layout, the depth of a cell whose later
    /// ids refine the earlier. One where a part says nothing without the rest.
    fn stops(&self, layout: Layout) -> usize {
        match layout {
            Layout::Ordered { count } => count,
            Layout::Pyramid { levels, .. } => levels,
            _ => 1,
        }
    }

    /// Which of the stops, from 0, the id at this position belongs to.
    fn stop_of(&self, layout: Layout, position: usize) -> usize {
        match layout {
            Layout::Ordered { .. } => position,
            Layout::Pyramid { size, levels, side } => place_in_pyramid(size, levels, side, position).0,
            _ => 0,
        }
    }

    /// What each cell paints, cut at the edge.
    fn regions(&self, size: Size, coded: &Coded) -> Vec<Region> {
        let layout = self.layout(size, coded.ids.len());
        let square = |cell: usize, columns: usize, side: usize| {
            Region::cut(size, cell % columns * side, cell / columns * side, side, side)
        };
        match layout {
            Layout::Grid { columns, side, .. } => (0..layout.cells()).map(|cell| square(cell, columns, side)).collect(),
            Layout::Pyramid { levels, side, .. } => (0..layout.cells())
                .map(|cell| {
                    let (level, cell) = place_in_pyramid(size, levels, side, cell);
                    square(cell, grid(size, levels, side, level).1, side << (levels - 1 - level))
                })
                .collect(),
            _ => vec![Region::whole(size); layout.cells()],
        }
    }

    /// How many contexts an adaptive code may tell apart at each depth.
    fn contexts(&self) -> usize {
        1
    }

    /// The context of the id at a position, from ids of cells before it (left, above), which `id` tells by position, and
    /// of its own cell before it.
    fn context(&self, _id: &dyn Fn(usize) -> u32, _layout: Layout, _position: usize) -> usize {
        0
    }

    /// The contexts of all ids in their order, where they depend on all that came before; in place of
    /// [`context`](Self::context). For a picture of this size with this side information.
    fn contexts_in_order(&self, _size: Size, _side: &[u8]) -> Option<Box<dyn Contexts>> {
        None
    }
}

/// Tells contexts of ids in their order.
pub trait Contexts {
    /// Asks `code` for some more ids, one after the other, with the context of each; `None` from it ends the ids. Gives
    /// whether there is more to ask: ids after the last question have the context 0.
    fn next(&mut self, code: &mut dyn FnMut(usize) -> Option<u32>) -> bool;
}

/// A job that decodes the first `keep` [`stops`](ImageTokenizer::stops), all of them where there are fewer.
///
/// # Errors
/// [`ImageError::Count`] and [`ImageError::UnknownId`] where the ids are not this tokenizer's for this size, and those
/// of [`ImageTokenizer::decode`].
pub fn decoding(
    tokenizer: &dyn ImageTokenizer,
    size: Size,
    ids: Box<dyn Ids>,
    side: &[u8],
    keep: usize,
) -> Result<Box<dyn Decode>, ImageError> {
    check(tokenizer, size, ids.as_ref(), side)?;
    tokenizer.decode(size, ids, side, keep)
}

/// How many ids are looked at in one go.
const STRIP: usize = 1 << 16;

/// Says which id is not one of the tokenizer's, if one is not.
pub fn check(tokenizer: &dyn ImageTokenizer, size: Size, ids: &dyn Ids, side: &[u8]) -> Result<(), ImageError> {
    let count = ids.count();
    let layout = tokenizer.layout(size, count);
    if count != layout.count() {
        return Err(ImageError::Count { got: count, expected: layout.count() });
    }
    let alphabets = tokenizer.alphabets(side);
    let (mut sizes, mut strip) = (alphabets.iter().cycle(), Vec::new());
    for start in (0..count).step_by(STRIP) {
        ids.read(start..count.min(start + STRIP), &mut strip);
        for (place, (&id, &size)) in strip.iter().zip(&mut sizes).enumerate() {
            if id >= size {
                return Err(ImageError::UnknownId { id, position: start + place, size });
            }
        }
    }
    Ok(())
}

/// A tokenizer whose pictures fall into parts that do not depend on each other. A part should stay below some ten
/// milliseconds.
pub trait Parts {
    /// How many parts a picture of this size has.
    fn parts(&self, size: Size) -> usize;

    /// How many questions [`ask`](Self::ask) has about a part, each of which gives one id of every cell; none where a part
    /// is encoded on the CPU alone.
    fn asks(&self) -> usize {
        0
    }

    /// What is asked next about some parts, when the questions before it were answered.
    fn ask(&self, _picture: &Picture, _parts: Range<usize>, _answers: &[Vec<u32>]) -> Option<Ask> {
        None
    }

    /// Appends the ids of one part; parts come in order.
    fn encode_part(&self, picture: &Picture, part: usize, ids: &mut Vec<u32>);

    /// Which ids are those of this part.
    fn ids_of(&self, size: Size, part: usize) -> Range<usize>;

    /// Paints one part from its ids, of each cell the first `keep`.
    fn decode_part(&self, ids: &[u32], keep: usize, part: usize, picture: &mut Picture);
}

/// Goes through a picture part by part.
#[derive(Debug)]
pub struct ByParts<T> {
    tokenizer: T,
    picture: Picture,
    part: usize,
}

impl<T: Parts + 'static> ByParts<T> {
    /// A job that encodes; `side` goes with the ids.
    pub fn encode(tokenizer: T, picture: Picture, side: Vec<u8>) -> Box<dyn Encode> {
        let parts = Self { tokenizer, picture, part: 0 };
        Box::new(EncodeParts { parts, coded: Coded { ids: Vec::new(), side }, asked: 0..0, answers: Vec::new() })
    }

    /// A job that decodes.
    pub fn decode(tokenizer: T, size: Size, ids: Box<dyn Ids>, keep: usize) -> Box<dyn Decode> {
        let parts = Self { tokenizer, picture: Picture::black(size), part: 0 };
        Box::new(DecodeParts { parts, ids, keep, of_part: Vec::new() })
    }

    /// The parts that come next, for about so many pixels of work, at least one.
    fn next(&self, budget: u64) -> Range<usize> {
        let parts = self.tokenizer.parts(self.picture.size());
        let pixels_of_part = (self.picture.size().area() / parts.max(1)).max(1) as u64;
        self.part..parts.min(self.part + (budget / pixels_of_part).max(1) as usize)
    }

    fn advance(&mut self, phase: &'static str, budget: u64, mut work: impl FnMut(&T, usize, &mut Picture)) -> Step {
        for part in self.next(budget) {
            work(&self.tokenizer, part, &mut self.picture);
            self.part = part + 1;
        }
        self.progress(phase)
    }

    fn progress(&self, phase: &'static str) -> Step {
        let parts = self.tokenizer.parts(self.picture.size());
        if self.part == parts {
            return Step::Done;
        }
        Step::Progress { phase, done: self.part as u64, total: Some(parts as u64) }
    }
}

/// Pixels of the parts that are asked about at once.
const ASKED: u64 = 1 << 19;

struct EncodeParts<T> {
    parts: ByParts<T>,
    coded: Coded,
    /// Parts that a device is asked about, and what it answered so far.
    asked: Range<usize>,
    answers: Vec<Vec<u32>>,
}

impl<T: Parts + 'static> Encode for EncodeParts<T> {
    fn step(&mut self, budget: u64) -> Step {
        let Self { parts, coded, answers, .. } = self;
        answers.clear();
        parts.advance("encode", budget, |tokenizer, part, picture| {
            tokenizer.encode_part(picture, part, &mut coded.ids);
        })
    }

    fn ask(&mut self) -> Option<Ask> {
        let Self { parts, asked, answers, .. } = self;
        if parts.tokenizer.asks() == 0 {
            return None;
        }
        if answers.is_empty() {
            *asked = parts.next(ASKED);
        }
        parts.tokenizer.ask(&parts.picture, asked.clone(), answers)
    }

    fn answer(&mut self, found: &[u32]) -> Step {
        let Self { parts, coded, asked, answers } = self;
        answers.push(found.to_vec());
        if answers.len() == parts.tokenizer.asks() {
            coded.ids.extend((0..found.len()).flat_map(|cell| answers.iter().map(move |answer| answer[cell])));
            answers.clear();
            parts.part = asked.end;
        }
        parts.progress("encode")
    }

    fn drain(&mut self) -> Vec<u32> {
        std::mem::take(&mut self.coded.ids)
    }

    fn finish(self: Box<Self>) -> Coded {
        self.coded
    }
}

struct DecodeParts<T> {
    parts: ByParts<T>,
    ids: Box<dyn Ids>,
    keep: usize,
    /// Ids of the part at hand.
    of_part: Vec<u32>,
}

impl<T: Parts + 'static> Decode for DecodeParts<T> {
    fn step(&mut self, budget: u64) -> Step {
        let Self { parts, ids, keep, of_part } = self;
        let count = ids.count();
        parts.advance("decode", budget, |tokenizer, part, picture| {
            let Range { start, end } = tokenizer.ids_of(picture.size(), part);
            ids.read(start.min(count)..end.min(count), of_part);
            tokenizer.decode_part(of_part, *keep, part, picture);
        })
    }

    fn finish(self: Box<Self>) -> Picture {
        self.parts.picture
    }
}
