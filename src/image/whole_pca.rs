//! The whole picture along the principal components of emoji (Karhunen-Loève transform; Hotelling, 1933), fitted beforehand
//! and shipped: each id says how far the picture goes along one component, the widest first. Any number of leading ids
//! decodes, from coarse to fine, and each changes the whole picture.
//!
//! A picture is seen at 64 × 64 pixels, as frequencies of luma and two colour differences; what comes back is enlarged.
//! Coefficients are taken one after the other from what the ids before them left, so that the coarse numbers of the
//! shipped components are made up for. Bits are dealt out by variance, levels are those of least error.

mod components;

pub use components::provide;
use std::ops::Range;

use components::{Components, SIDE, components};

use super::error::ImageError;
use super::layout::Layout;
use super::picture::{Picture, Size};
use super::scalar;
use super::tokenizer::{ByParts, Decode, Encode, Ids, ImageTokenizer, Parts};
use crate::cpu::resize::{Filter, resize};

/// A picture is made small in one slice of work.
const MOST_MEGAPIXELS: u32 = 4;
/// No component has more bits.
const MOST_BITS: u32 = 10;

/// The tokenizer for one number of bits.
#[derive(Clone, Copy, Debug)]
pub struct WholePca {
    bits: u32,
}

impl WholePca {
    /// So many bits for a picture.
    pub fn new(bits: u32) -> Self {
        Self { bits }
    }

    /// Bits by component: the next one always to the one that is the widest still (reverse water-filling).
    fn deal(self, deviations: impl Iterator<Item = f32>) -> Vec<u32> {
        let mut left: Vec<f32> = deviations.collect();
        let mut dealt = vec![0; left.len()];
        for _ in 0..self.bits {
            let mut widest = 0;
            for (component, &deviation) in left.iter().enumerate() {
                if deviation > left[widest] {
                    widest = component;
                }
            }
            if left[widest] == 0.0 {
                break;
            }
            dealt[widest] += 1;
            left[widest] = if dealt[widest] == MOST_BITS { 0.0 } else { left[widest] / 2.0 };
        }
        dealt.truncate(dealt.iter().rposition(|&bits| bits > 0).map_or(1, |last| last + 1));
        dealt
    }

    fn ready(self) -> Result<Ready, ImageError> {
        let components = components()?;
        let bits = self.deal(components.rows.iter().map(|row| row.deviation));
        Ok(Ready { components, bits })
    }
}

impl ImageTokenizer for WholePca {
    fn layout(&self, _size: Size, count: usize) -> Layout {
        Layout::Ordered { count }
    }

    fn alphabets(&self, _side: &[u8]) -> Vec<u32> {
        let dealt = components().map(|components| self.deal(components.rows.iter().map(|row| row.deviation)));
        dealt.map_or_else(|_| vec![1], |bits| bits.into_iter().map(|bits| 1 << bits).collect())
    }

    fn encode(&self, picture: Picture) -> Result<Box<dyn Encode>, ImageError> {
        picture.size().within(MOST_MEGAPIXELS)?;
        Ok(ByParts::encode(self.ready()?, picture, Vec::new()))
    }

    fn decode(&self, size: Size, ids: Box<dyn Ids>, _side: &[u8], keep: usize) -> Result<Box<dyn Decode>, ImageError> {
        size.within(MOST_MEGAPIXELS)?;
        let ready = self.ready()?;
        if ids.count() > ready.bits.len() {
            return Err(ImageError::Count { got: ids.count(), expected: ready.bits.len() });
        }
        Ok(ByParts::decode(ready, size, ids, keep))
    }
}

/// With what it works on.
#[derive(Debug)]
struct Ready {
    components: &'static Components,
    bits: Vec<u32>,
}

impl Parts for Ready {
    fn parts(&self, _size: Size) -> usize {
        1
    }

    fn encode_part(&self, picture: &Picture, _part: usize, ids: &mut Vec<u32>) {
        let (size, mut small) = (picture.size(), vec![0.0; 3 * SIDE * SIDE]);
        let planes: Vec<f32> = (0..3)
            .flat_map(|channel| {
                picture.samples().iter().skip(channel).step_by(3).map(|&sample| f32::from(sample) / 255.0)
            })
            .collect();
        resize(&planes, (size.height(), size.width()), (SIDE, SIDE), Filter::Area, &mut small);
        let mut rest = self.components.frequencies(&small);
        rest.iter_mut().zip(&self.components.mean).for_each(|(rest, mean)| *rest -= mean);
        for (row, &bits) in self.components.rows.iter().zip(&self.bits) {
            let value = row.along(&rest);
            let levels = &self.components.levels[bits as usize];
            let id = scalar::nearest(levels, value / row.deviation);
            row.add(-levels[id as usize] * row.deviation, &mut rest);
            ids.push(id);
        }
    }

    fn ids_of(&self, _size: Size, _part: usize) -> Range<usize> {
        0..self.bits.len()
    }

    fn decode_part(&self, ids: &[u32], keep: usize, _part: usize, picture: &mut Picture) {
        let mut sum = self.components.mean.clone();
        for ((row, &bits), &id) in self.components.rows.iter().zip(&self.bits).zip(ids).take(keep) {
            row.add(self.components.levels[bits as usize][id as usize] * row.deviation, &mut sum);
        }
        let size = picture.size();
        let mut planes = vec![0.0; 3 * size.area()];
        let to = (size.height(), size.width());
        let filter = if size.height() < SIDE || size.width() < SIDE { Filter::Area } else { Filter::Bicubic };
        resize(&self.components.samples(&sum), (SIDE, SIDE), to, filter, &mut planes);
        for y in 0..size.height() {
            for x in 0..size.width() {
                let sample = |channel: usize| planes[channel * size.area() + y * size.width() + x];
                picture.set(x, y, [0, 1, 2].map(|channel| (sample(channel) * 255.0 + 0.5).clamp(0.0, 255.0) as u8));
            }
        }
    }
}
