//! Wavelets as tokens: a pyramid of details over a small picture, written as an embedded stream of bits, of which any
//! number of leading ones decodes.
//!
//! An id is one bit, the answer to one question of `stream`. With the two reversible filters the whole stream is the
//! picture itself, and a colour transform of whole numbers goes with them (that of JPEG 2000, part 1); with the 9/7
//! filters the last plane is a step of one sample value. Coefficients are weighed by what they add to the squared error.
//! Side information is one byte: the number of bit planes.

mod bands;
mod lifting;
mod stream;
mod transform;

use bands::{Bands, Kind};
pub use lifting::Filter;
use stream::{Answers, Asked, CONTEXTS, MOST_PLANES, Question, Reader, Truth, Walk};
use transform::Transform;

use super::colour::{to_rgb, to_ycbcr};
use super::error::ImageError;
use super::layout::{Layout, Region};
use super::picture::{Picture, Size};
use super::tokenizer::{Coded, Contexts, Decode, Encode, Ids, ImageTokenizer};
use crate::job::Step;

/// Larger pictures would need more ids than a browser has room for.
const MOST_MEGAPIXELS: u32 = 4;
/// What a step of luma and of the two colour differences adds to red, green and blue: the lengths of the columns of
/// the matrix back.
const COLOUR_NORMS: [f32; 3] = [1.732_050_8, 1.805_118, 1.573_404];
/// Where in its interval a coefficient is put whose later bits are not known: small ones are the more frequent.
const INSIDE: f32 = 0.4;

/// The tokenizer for one pair of filters.
#[derive(Clone, Copy, Debug)]
pub struct Wavelet {
    filter: Filter,
    levels: usize,
}

impl Wavelet {
    /// At most `levels` levels.
    pub fn new(filter: Filter, levels: usize) -> Self {
        Self { filter, levels }
    }

    fn bands(&self, size: Size) -> Bands {
        Bands::new(size.width(), size.height(), self.levels)
    }

    fn walk(&self, size: Size, planes: u32) -> Walk {
        let bands = self.bands(size);
        let shifts = bands.bands.iter().map(|band| self.shifts(band.kind, band.level)).collect();
        Walk::new(size.width(), size.height(), bands, shifts, planes)
    }

    /// By channel, how many bits a coefficient counts more than one of the finest: about log2 of the norm of what it
    /// paints.
    fn shifts(&self, kind: Kind, level: usize) -> [u32; 3] {
        let level = level as u32;
        let shift = match (self.filter, kind) {
            (Filter::Long, _) => return [0; 3],
            (Filter::Haar, Kind::LOW) => level + 1,
            (Filter::Haar, Kind { across: true, down: true }) => level - 1,
            (Filter::Haar, _) => level,
            (Filter::Short, Kind::LOW) => level.saturating_sub(1).max(level.min(1)),
            (Filter::Short, Kind { across: true, down: true }) => level.saturating_sub(2),
            (Filter::Short, _) => level - 1,
        };
        // Green, red and blue all follow the luma of the reversible colours, whose norm is √3.
        [shift + 1, shift, shift]
    }

    fn to_colours(self, pixel: [u8; 3]) -> [f32; 3] {
        if self.filter == Filter::Long {
            return to_ycbcr(pixel);
        }
        let [red, green, blue] = pixel.map(i32::from);
        [((red + 2 * green + blue) >> 2) - 128, blue - green, red - green].map(|value| value as f32)
    }

    fn to_pixel(self, colours: [f32; 3]) -> [u8; 3] {
        if self.filter == Filter::Long {
            return to_rgb(colours);
        }
        let [luma, blueness, redness] = colours.map(|value| value as i32);
        let green = luma + 128 - ((blueness + redness) >> 2);
        [redness + green, green, blueness + green].map(|sample| sample.clamp(0, 255) as u8)
    }

    /// The weighed coefficient as a whole number.
    fn quantized(self, value: f32, channel: usize, shift: u32) -> i32 {
        if self.filter == Filter::Long { (value * COLOUR_NORMS[channel]) as i32 } else { (value as i32) << shift }
    }

    /// The coefficient from its bits so far, the last of which weighs `2^plane`.
    fn restored(self, (negative, bits, plane): (bool, u32, u32), channel: usize, shift: u32) -> f32 {
        let unknown = (1_u32 << plane) as f32 * INSIDE;
        let magnitude = if self.filter == Filter::Long {
            (bits as f32 + unknown) / COLOUR_NORMS[channel]
        } else if plane <= shift {
            (bits >> shift) as f32
        } else {
            ((bits as f32 + unknown) / (1_u32 << shift) as f32).floor()
        };
        if negative { -magnitude } else { magnitude }
    }

    /// Pixels that the answer to a question is about.
    fn region(self, size: Size, bands: &Bands, asked: Asked) -> Region {
        let band = bands.bands[asked.band];
        if matches!(asked.question, Question::Within | Question::Deeper) {
            let side = 1 << band.level;
            return Region::cut(size, asked.x * side, asked.y * side, side, side);
        }
        let span = |at: usize, high: bool, length: usize| {
            let (mut first, mut last) = (at as isize, at as isize);
            for level in (0..band.level).rev() {
                (first, last) = self.filter.reach(high && level + 1 == band.level, first, last);
            }
            let first = first.max(0) as usize;
            (first, ((last.max(0) as usize).min(length - 1) + 1).saturating_sub(first))
        };
        let (x, width) = span(asked.x, band.kind.across, size.width());
        let (y, height) = span(asked.y, band.kind.down, size.height());
        Region::cut(size, x, y, width, height)
    }
}

fn planes(side: &[u8]) -> Result<u32, ImageError> {
    match *side {
        [planes] if u32::from(planes) <= MOST_PLANES => Ok(u32::from(planes)),
        _ => Err(ImageError::Side { reason: "one byte is expected, the number of bit planes, at most 24" }),
    }
}

impl ImageTokenizer for Wavelet {
    fn layout(&self, _size: Size, count: usize) -> Layout {
        Layout::Ordered { count }
    }

    fn alphabets(&self, _side: &[u8]) -> Vec<u32> {
        vec![2]
    }

    fn encode(&self, picture: Picture) -> Result<Box<dyn Encode>, ImageError> {
        let size = picture.size();
        size.within(MOST_MEGAPIXELS)?;
        let bands = self.bands(size);
        let transform = Transform::new(self.filter, false, (size.width(), size.height()), &bands.sizes);
        let planes = vec![0.0; 3 * size.area()];
        let phase = Splitting::Colours { transform, row: 0 };
        Ok(Box::new(Encoding { tokenizer: *self, picture, planes, phase }))
    }

    fn decode(&self, size: Size, ids: Box<dyn Ids>, side: &[u8], keep: usize) -> Result<Box<dyn Decode>, ImageError> {
        size.within(MOST_MEGAPIXELS)?;
        let walk = self.walk(size, planes(side)?);
        let phase = Joining::Walk { walk, next: 0 };
        let mut ids = ids.all();
        ids.truncate(keep);
        Ok(Box::new(Decoding { tokenizer: *self, picture: Picture::black(size), ids, planes: Vec::new(), phase }))
    }

    fn regions(&self, size: Size, coded: &Coded) -> Vec<Region> {
        let mut regions = Vec::with_capacity(coded.ids.len());
        if let Ok(planes) = planes(&coded.side) {
            let bands = self.bands(size);
            let mut reader = Reader::new(&coded.ids, 0, |asked| regions.push(self.region(size, &bands, asked)));
            let mut walk = self.walk(size, planes);
            while walk.row(&mut reader).is_some() {}
        }
        // Bits after the last question say nothing.
        regions.resize(coded.ids.len(), Region { x: 0, y: 0, width: 0, height: 0 });
        regions
    }

    fn contexts(&self) -> usize {
        CONTEXTS
    }

    fn contexts_in_order(&self, size: Size, side: &[u8]) -> Option<Box<dyn Contexts>> {
        Some(Box::new(Reading { walk: self.walk(size, planes(side).ok()?) }))
    }
}

/// What the bits are about, told in their order.
#[derive(Debug)]
struct Reading {
    walk: Walk,
}

/// Answers that somebody codes, knowing their contexts.
struct Coder<'a>(&'a mut dyn FnMut(usize) -> Option<u32>);

impl Answers for Coder<'_> {
    const CONTEXTS: bool = true;

    fn answer(&mut self, asked: Asked) -> Option<bool> {
        (self.0)(usize::from(asked.context)).map(|id| id != 0)
    }
}

impl Contexts for Reading {
    fn next(&mut self, code: &mut dyn FnMut(usize) -> Option<u32>) -> bool {
        self.walk.row(&mut Coder(code)).is_some()
    }
}

/// A picture on its way to bits.
#[derive(Debug)]
struct Encoding {
    tokenizer: Wavelet,
    picture: Picture,
    planes: Vec<f32>,
    phase: Splitting,
}

#[derive(Debug)]
enum Splitting {
    Colours {
        transform: Transform,
        row: usize,
    },
    Transform {
        transform: Transform,
    },
    /// Bands from fine to coarse, each channel by channel and row by row.
    Trees {
        bands: Bands,
        truth: Truth,
        band: usize,
        channel: usize,
        row: usize,
    },
    Walk {
        walk: Walk,
        truth: Truth,
        planes: u32,
    },
    Done {
        coded: Coded,
    },
}

impl Encoding {
    /// Does one line and gives how many pixels it had.
    fn line(&mut self) -> usize {
        let size = self.picture.size();
        let (width, area) = (size.width(), size.area());
        let before = std::mem::replace(&mut self.phase, Splitting::Done { coded: Coded::default() });
        let (phase, work) = match before {
            Splitting::Colours { transform, row } => {
                for x in 0..width {
                    let colours = self.tokenizer.to_colours(self.picture.pixel_clamped(x, row));
                    for (channel, value) in colours.into_iter().enumerate() {
                        self.planes[channel * area + row * width + x] = value;
                    }
                }
                if row + 1 < size.height() {
                    (Splitting::Colours { transform, row: row + 1 }, width)
                } else {
                    (Splitting::Transform { transform }, width)
                }
            }
            Splitting::Transform { mut transform } => match transform.line(&mut self.planes) {
                Some(length) => (Splitting::Transform { transform }, length),
                None => {
                    let (bands, truth) = (self.tokenizer.bands(size), Truth::new(3 * area));
                    let band = bands.bands.len() - 1;
                    (Splitting::Trees { bands, truth, band, channel: 0, row: 0 }, 1)
                }
            },
            Splitting::Trees { bands, mut truth, mut band, mut channel, mut row } => {
                let about = bands.bands[band];
                let shift = self.tokenizer.shifts(about.kind, about.level)[channel];
                let start = channel * area + (about.y + row) * width + about.x;
                for at in start..start + about.width {
                    truth.set(at, self.tokenizer.quantized(self.planes[at], channel, shift));
                }
                truth.tell_parents(&bands, width, channel * area, band, row);
                row += 1;
                if row == about.height {
                    (row, channel) = (0, channel + 1);
                }
                if channel < 3 {
                    (Splitting::Trees { bands, truth, band, channel, row }, about.width)
                } else if band > 0 {
                    (channel, band) = (0, band - 1);
                    (Splitting::Trees { bands, truth, band, channel, row }, about.width)
                } else {
                    let planes = truth.planes();
                    let walk = self.tokenizer.walk(size, planes);
                    (Splitting::Walk { walk, truth, planes }, about.width)
                }
            }
            Splitting::Walk { mut walk, mut truth, planes } => match walk.row(&mut truth) {
                Some(length) => (Splitting::Walk { walk, truth, planes }, length),
                None => (Splitting::Done { coded: Coded { ids: truth.ids, side: vec![planes as u8] } }, 1),
            },
            done @ Splitting::Done { .. } => (done, usize::MAX),
        };
        self.phase = phase;
        work
    }
}

impl Encode for Encoding {
    fn step(&mut self, budget: u64) -> Step {
        let mut left = budget.min(i64::MAX as u64) as i64;
        loop {
            left = left.saturating_sub_unsigned(self.line() as u64);
            match &self.phase {
                Splitting::Done { .. } => return Step::Done,
                Splitting::Walk { walk, planes, .. } if left <= 0 => {
                    let done = u64::from(planes - walk.planes_left());
                    return Step::Progress { phase: "planes", done, total: Some(u64::from(*planes)) };
                }
                _ if left <= 0 => return Step::Progress { phase: "transform", done: 0, total: None },
                _ => {}
            }
        }
    }

    fn finish(self: Box<Self>) -> Coded {
        match self.phase {
            Splitting::Done { coded } => coded,
            _ => Coded::default(),
        }
    }
}

/// Bits on their way to a picture.
#[derive(Debug)]
struct Decoding {
    tokenizer: Wavelet,
    picture: Picture,
    ids: Vec<u32>,
    planes: Vec<f32>,
    phase: Joining,
}

#[derive(Debug)]
enum Joining {
    Walk {
        walk: Walk,
        next: usize,
    },
    /// Bands row by row, all channels.
    Values {
        walk: Walk,
        band: usize,
        row: usize,
    },
    Transform {
        transform: Transform,
    },
    Colours {
        row: usize,
    },
    Done,
}

impl Decoding {
    /// Does one line and gives how many pixels it had.
    fn line(&mut self) -> usize {
        let size = self.picture.size();
        let (width, area) = (size.width(), size.area());
        let (phase, work) = match std::mem::replace(&mut self.phase, Joining::Done) {
            Joining::Walk { mut walk, next } => {
                let mut reader = Reader::new(&self.ids, next, |_| {});
                match walk.row(&mut reader) {
                    Some(length) => (Joining::Walk { walk, next: reader.next() }, length),
                    None => {
                        self.planes = vec![0.0; 3 * area];
                        (Joining::Values { walk, band: 0, row: 0 }, 1)
                    }
                }
            }
            Joining::Values { walk, mut band, mut row } => {
                let about = walk.bands.bands[band];
                for (channel, shift) in self.tokenizer.shifts(about.kind, about.level).into_iter().enumerate() {
                    let start = channel * area + (about.y + row) * width + about.x;
                    for at in start..start + about.width {
                        self.planes[at] =
                            walk.value(at).map_or(0.0, |value| self.tokenizer.restored(value, channel, shift));
                    }
                }
                row += 1;
                if row == about.height {
                    (row, band) = (0, band + 1);
                }
                if band < walk.bands.bands.len() {
                    (Joining::Values { walk, band, row }, about.width)
                } else {
                    let side = (size.width(), size.height());
                    let transform = Transform::new(self.tokenizer.filter, true, side, &walk.bands.sizes);
                    (Joining::Transform { transform }, about.width)
                }
            }
            Joining::Transform { mut transform } => match transform.line(&mut self.planes) {
                Some(length) => (Joining::Transform { transform }, length),
                None => (Joining::Colours { row: 0 }, 1),
            },
            Joining::Colours { row } => {
                for x in 0..width {
                    let at = row * width + x;
                    let colours = [self.planes[at], self.planes[area + at], self.planes[2 * area + at]];
                    self.picture.set(x, row, self.tokenizer.to_pixel(colours));
                }
                if row + 1 < size.height() {
                    (Joining::Colours { row: row + 1 }, width)
                } else {
                    (Joining::Done, width)
                }
            }
            Joining::Done => (Joining::Done, usize::MAX),
        };
        self.phase = phase;
        work
    }
}

impl Decode for Decoding {
    fn step(&mut self, budget: u64) -> Step {
        let mut left = budget.min(i64::MAX as u64) as i64;
        loop {
            left = left.saturating_sub_unsigned(self.line() as u64);
            if matches!(self.phase, Joining::Done) {
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
