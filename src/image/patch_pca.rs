//! Patches along their principal components, which are fitted on the picture itself (Karhunen-Loève transform; Hotelling,
//! 1933): a cell is a square of pixels, its ids say how far it goes along each component, the widest first, so the first
//! ids of every cell decode alone.
//!
//! How numbers become ids is one of three: steps of one length for all components, which an adaptive code makes the best
//! of; a number of bits for each patch, dealt out by variance; or the same number of levels for every component, as
//! TokenBridge (Wang et al., 2025) makes ids of a finished autoencoder's numbers. The components are side information.

use std::ops::Range;

use super::basis::{self, Basis};
use super::dct::{id, level};
use super::error::ImageError;
use super::exact::{exp, log2};
use super::fitted::{Fit, FitThenEncode};
use super::layout::Layout;
use super::pca::{Components, Search};
use super::picture::{Picture, Size};
use super::scalar::{self, Rule};
use super::tokenizer::{ByParts, Decode, Encode, Ids, ImageTokenizer, Parts};
use super::vectors::{self, Runs};
use crate::job::Step;

/// Numbers of the squares that are fitted on.
const MOST_NUMBERS: usize = 1 << 19;
/// No component has more bits.
const MOST_BITS: u32 = 10;
/// A number below this share of a step is nothing: a dead zone about zero.
const ROUND_UP_FROM: f32 = 0.6;
/// A component as narrow as this share of a step is left out.
const NARROWEST: f64 = 0.125;
/// Widths of components are written on a scale of this many places an octave, from a quarter on.
const PLACES_OF_AN_OCTAVE: f64 = 20.0;

/// How numbers become ids.
#[derive(Clone, Copy, Debug)]
pub enum Quantizer {
    /// Steps of this length.
    Step(f32),
    /// So many bits for a patch.
    Bits(u32),
    /// So many components, each with so many bits.
    Levels {
        /// Components.
        components: usize,
        /// Bits of each.
        bits: u32,
        /// Where the levels lie.
        rule: Rule,
    },
}

/// The tokenizer for one size of patches.
#[derive(Clone, Copy, Debug)]
pub struct PatchPca {
    side: usize,
    quantizer: Quantizer,
}

impl PatchPca {
    /// Patches of `side` pixels.
    pub fn new(side: usize, quantizer: Quantizer) -> Self {
        Self { side, quantizer }
    }

    fn depth(&self) -> usize {
        vectors::depth(self.side)
    }

    fn rule(&self) -> Rule {
        match self.quantizer {
            Quantizer::Levels { rule, .. } => rule,
            _ => Rule::LeastError,
        }
    }

    fn fitted(&self, basis: Basis) -> Fitted {
        let bits = |fields: &[u8; basis::FIELDS]| u32::from(fields[0]).min(MOST_BITS);
        let mut by_bits = vec![Vec::new(); MOST_BITS as usize + 1];
        let scales = match self.quantizer {
            Quantizer::Step(_) => Vec::new(),
            _ => {
                for bits in basis.fields.iter().map(bits) {
                    if by_bits[bits as usize].is_empty() {
                        by_bits[bits as usize] = scalar::levels(self.rule(), bits);
                    }
                }
                let width = |byte: u8| 0.25 * exp(std::f64::consts::LN_2 * f64::from(byte) / PLACES_OF_AN_OCTAVE);
                basis.fields.iter().map(|fields| (bits(fields) as usize, width(fields[1]) as f32)).collect()
            }
        };
        Fitted { shape: *self, basis, by_bits, scales }
    }

    /// Bits by component: the next one always to the one that is the widest still (reverse water-filling).
    fn deal(&self, variances: &[f64]) -> Vec<u32> {
        match self.quantizer {
            Quantizer::Step(_) => Vec::new(),
            Quantizer::Levels { components, bits, .. } => vec![bits; components.min(variances.len())],
            Quantizer::Bits(bits) => {
                let mut left = variances.to_vec();
                let mut dealt = vec![0; variances.len()];
                for _ in 0..bits {
                    let mut widest = 0;
                    for (component, &variance) in left.iter().enumerate() {
                        if variance > left[widest] {
                            widest = component;
                        }
                    }
                    dealt[widest] += 1;
                    left[widest] = if dealt[widest] == MOST_BITS { 0.0 } else { left[widest] / 4.0 };
                }
                let used = dealt.iter().rposition(|&bits| bits > 0).map_or(1, |last| last + 1);
                dealt.truncate(used);
                dealt.iter_mut().for_each(|bits| *bits = (*bits).min(MOST_BITS));
                dealt
            }
        }
    }
}

impl ImageTokenizer for PatchPca {
    fn layout(&self, size: Size, count: usize) -> Layout {
        let (rows, columns) = size.cells(self.side);
        Layout::squares(size, self.side, count / (rows * columns))
    }

    fn alphabets(&self, side: &[u8]) -> Vec<u32> {
        let Some(basis) = Basis::read(side, self.depth()) else { return vec![1] };
        let alphabet = |fields: &[u8; basis::FIELDS]| match self.quantizer {
            Quantizer::Step(_) => 2 * u32::from(u16::from_le_bytes(*fields)) + 1,
            _ => 1 << u32::from(fields[0]).min(MOST_BITS),
        };
        basis.fields.iter().map(alphabet).collect()
    }

    fn encode(&self, picture: Picture) -> Result<Box<dyn Encode>, ImageError> {
        let sample = vectors::sample(&picture, self.side, MOST_NUMBERS);
        let phase = Phase::Search(Box::new(Search::new(sample, self.depth())));
        Ok(FitThenEncode::start(FitComponents { shape: *self, phase }, picture))
    }

    fn decode(&self, size: Size, ids: Box<dyn Ids>, side: &[u8], keep: usize) -> Result<Box<dyn Decode>, ImageError> {
        let (rows, columns) = size.cells(self.side);
        match Basis::read(side, self.depth()) {
            Some(basis) if basis.fields.len() * rows * columns == ids.count() => {
                Ok(ByParts::decode(self.fitted(basis), size, ids, keep))
            }
            _ => Err(ImageError::Side { reason: "as many components are expected as a cell has ids" }),
        }
    }

    fn stops(&self, layout: Layout) -> usize {
        layout.depth()
    }

    fn stop_of(&self, layout: Layout, position: usize) -> usize {
        position % layout.depth()
    }

    /// How large the same number is in the cells to the left and above, each up to two steps.
    fn contexts(&self) -> usize {
        if matches!(self.quantizer, Quantizer::Step(_)) { 5 } else { 1 }
    }

    fn context(&self, id: &dyn Fn(usize) -> u32, layout: Layout, position: usize) -> usize {
        let (Layout::Grid { columns, depth, .. }, Quantizer::Step(_)) = (layout, self.quantizer) else { return 0 };
        let cell = position / depth;
        let size = |back: usize| level(id(position - back * depth)).unsigned_abs().min(2) as usize;
        let left = if cell.is_multiple_of(columns) { 0 } else { size(1) };
        let above = if cell >= columns { size(columns) } else { 0 };
        left + above
    }
}

/// The components of a picture.
#[derive(Debug)]
struct Fitted {
    shape: PatchPca,
    basis: Basis,
    /// Levels of the unit Gaussian, where this number of bits is in use.
    by_bits: Vec<Vec<f32>>,
    /// By component: its bits and its width.
    scales: Vec<(usize, f32)>,
}

impl Fitted {
    fn runs(&self) -> Runs {
        Runs::new(self.shape.side, self.basis.fields.len() * self.shape.depth())
    }

    fn id(&self, component: usize, value: f32) -> u32 {
        if let Quantizer::Step(step) = self.shape.quantizer {
            let most = i32::from(u16::from_le_bytes(self.basis.fields[component]));
            return id(steps(value, step).clamp(-most, most));
        }
        let (bits, width) = self.scales[component];
        scalar::nearest(&self.by_bits[bits], value / width)
    }

    fn value(&self, component: usize, id: u32) -> f32 {
        if let Quantizer::Step(step) = self.shape.quantizer {
            return level(id) as f32 * step;
        }
        let (bits, width) = self.scales[component];
        self.by_bits[bits][id as usize] * width
    }
}

fn steps(value: f32, step: f32) -> i32 {
    let steps = (value.abs() / step + 1.0 - ROUND_UP_FROM) as i32;
    if value < 0.0 { -steps } else { steps }
}

impl Parts for Fitted {
    fn parts(&self, size: Size) -> usize {
        self.runs().count(size)
    }

    fn encode_part(&self, picture: &Picture, part: usize, ids: &mut Vec<u32>) {
        let (mut vector, mut along) = (Vec::new(), Vec::new());
        for place in self.runs().run(picture.size(), part) {
            vector.clear();
            along.clear();
            vectors::push_cell(picture, self.shape.side, place, &mut vector);
            self.basis.project(&vector, &mut along);
            ids.extend(along.iter().enumerate().map(|(component, &value)| self.id(component, value)));
        }
    }

    fn ids_of(&self, size: Size, part: usize) -> Range<usize> {
        self.runs().ids_of(size, part, self.basis.fields.len())
    }

    fn decode_part(&self, ids: &[u32], keep: usize, part: usize, picture: &mut Picture) {
        let cells = ids.chunks_exact(self.basis.fields.len().max(1));
        for (place, ids) in self.runs().run(picture.size(), part).zip(cells) {
            let along = ids.iter().enumerate().take(keep).map(|(component, &id)| self.value(component, id));
            vectors::paint_cell(picture, self.shape.side, place, &self.basis.restore(along));
        }
    }
}

/// Components are searched, and where steps count, how many of them the sample takes.
struct FitComponents {
    shape: PatchPca,
    phase: Phase,
}

enum Phase {
    Search(Box<Search>),
    /// Points from this one on.
    Reach {
        components: Components,
        basis: Basis,
        points: Vec<f32>,
        from: usize,
        most: Vec<u16>,
    },
    Done(Option<(Basis, Vec<u8>)>),
}

impl FitComponents {
    fn found(&self, components: Components, points: Vec<f32>) -> Phase {
        if let Quantizer::Step(step) = self.shape.quantizer {
            let narrowest = (f64::from(step) * NARROWEST) * (f64::from(step) * NARROWEST);
            let wide = components.variances.iter().take_while(|&&variance| variance > narrowest).count().max(1);
            let (basis, _) = Basis::of(&components, &vec![[0; basis::FIELDS]; wide]);
            return Phase::Reach { components, basis, points, from: 0, most: vec![0; wide] };
        }
        let dealt = self.shape.deal(&components.variances);
        let fields: Vec<_> =
            dealt.iter().zip(&components.variances).map(|(&bits, &variance)| [bits as u8, place(variance)]).collect();
        Phase::Done(Some(Basis::of(&components, &fields)))
    }
}

/// The place of a width on its scale, from its square.
fn place(variance: f64) -> u8 {
    let octaves = 0.5 * log2(variance.max(1e-9)) + 2.0;
    (octaves * PLACES_OF_AN_OCTAVE + 0.5).clamp(0.0, 255.0) as u8
}

impl Fit for FitComponents {
    type Fitted = Fitted;

    fn step(&mut self, budget: u64) -> Step {
        let progress = Step::Progress { phase: "fit", done: 0, total: None };
        match &mut self.phase {
            Phase::Search(search) => {
                if search.step(budget) {
                    return progress;
                }
            }
            Phase::Reach { components, basis, points, from, most } => {
                let Quantizer::Step(step) = self.shape.quantizer else { return Step::Done };
                let depth = basis.depth();
                let at_once = (budget as usize / (most.len() * depth / 8).max(1)).clamp(16, 4096);
                let mut along = Vec::new();
                for point in points[*from * depth..].chunks_exact(depth).take(at_once) {
                    along.clear();
                    basis.project(point, &mut along);
                    for (most, &value) in most.iter_mut().zip(&along) {
                        *most = (*most).max(steps(value, step).unsigned_abs().min(u32::from(u16::MAX)) as u16);
                    }
                }
                *from += at_once;
                if *from * depth < points.len() {
                    return progress;
                }
                let used = most.iter().rposition(|&most| most > 0).map_or(1, |last| last + 1);
                let fields: Vec<_> = most[..used].iter().map(|most| most.to_le_bytes()).collect();
                self.phase = Phase::Done(Some(Basis::of(components, &fields)));
                return Step::Done;
            }
            Phase::Done(_) => return Step::Done,
        }
        if let Phase::Search(search) = std::mem::replace(&mut self.phase, Phase::Done(None)) {
            let (components, points) = search.finish();
            self.phase = self.found(components, points);
        }
        if matches!(self.phase, Phase::Done(_)) { Step::Done } else { progress }
    }

    fn finish(self) -> Option<(Fitted, Vec<u8>)> {
        let Phase::Done(found) = self.phase else { return None };
        found.map(|(basis, side)| (self.shape.fitted(basis), side))
    }
}
