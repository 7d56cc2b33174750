//! Fewer tokens: cells of a picture reduced to some of them, as vision transformers do it with their tokens.
//!
//! Every way is one matrix (Token Transforming, Zeng et al., 2025): the tokens are `W` times the cells, and the cells come
//! back by the columns of `W`. *Merging* (Bolya et al., Token Merging, 2023) takes the cells in turn to two sets, joins the
//! pairs that are most alike, and begins again; each column of its matrix has one number that is not zero.
//! *Transforming* lets each of some chosen cells take from all others, the more the more alike they are.
//!
//! A network's keys are not here: alike is the cosine of principal components of the cells, with a constant beside them, so
//! that light and dark differ too. How chosen cells are chosen is our own: each is the farthest from those before it.
//! A token is a colour; which cells take from which tokens is side information.

use super::error::ImageError;
use super::layout::{Field, Layout, Primitive, Region};
use super::pca::Search;
use super::picture::{Picture, Size};
use super::tokenizer::{Coded, Decode, Encode, Ids, ImageTokenizer};
use crate::cpu::exp::exp;
use crate::job::Step;

/// Cells have at least so many pixels a side.
const LEAST_SIDE: usize = 8;
/// There are at most so many cells along a side.
const MOST_CELLS: usize = 48;
/// A cell is looked at as so many squares a side.
const SQUARES: usize = 4;
const NUMBERS: usize = SQUARES * SQUARES * 3;
/// Components that cells are compared by.
const COMPONENTS: usize = 16;
/// The constant beside them.
const FEATURES: usize = COMPONENTS + 1;
/// Similarities are divided by this before the softmax.
const TEMPERATURE: f32 = 0.1;
/// Of how many tokens a cell comes back, and the steps of the share of the first, from a half to all.
const PARTS: usize = 2;
const SHARE_BITS: u32 = 3;

const FIELDS: &[Field] =
    &[Field::new("red", 6, 0.0, 255.0), Field::new("green", 6, 0.0, 255.0), Field::new("blue", 6, 0.0, 255.0)];

/// How cells become fewer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Pairs become one.
    Merge,
    /// Chosen cells take from all.
    Transform,
}

/// A reduction to a number of tokens.
#[derive(Clone, Copy, Debug)]
pub struct Reduction {
    tokens: usize,
    way: Way,
}

/// Cells of a picture of some size.
#[derive(Clone, Copy, Debug)]
struct Cells {
    side: usize,
    rows: usize,
    columns: usize,
}

impl Cells {
    fn new(size: Size) -> Self {
        let side = size.width().max(size.height()).div_ceil(MOST_CELLS).max(LEAST_SIDE);
        let (rows, columns) = size.cells(side);
        Self { side, rows, columns }
    }

    fn count(self) -> usize {
        self.rows * self.columns
    }

    fn region(self, size: Size, cell: usize) -> Region {
        Region::cut(size, cell % self.columns * self.side, cell / self.columns * self.side, self.side, self.side)
    }
}

impl Reduction {
    /// To `tokens` tokens, at least one; a picture of fewer cells keeps them all.
    pub fn new(tokens: usize, way: Way) -> Self {
        Self { tokens, way }
    }

    /// By cell: tokens and their shares.
    fn read(&self, size: Size, side: &[u8], tokens: usize) -> Option<Vec<[(usize, f32); PARTS]>> {
        let mut bits = side.iter().flat_map(|byte| (0..8).map(move |bit| u32::from(byte >> bit & 1)));
        let mut number = |length: u32| (0..length).try_fold(0, |sum, bit| Some(sum | (bits.next()? << bit)));
        let mut cells = Vec::new();
        for _ in 0..Cells::new(size).count() {
            let mut parts = [(number(index_bits(tokens))? as usize, 1.0), (0, 0.0)];
            if self.way == Way::Transform {
                let share = share_of(number(SHARE_BITS)?);
                parts = [(parts[0].0, share), (number(index_bits(tokens))? as usize, 1.0 - share)];
            }
            cells.push(parts);
        }
        let known = cells.iter().flatten().all(|&(token, _)| token < tokens);
        (known && bits.count() < 8).then_some(cells)
    }

    fn write(&self, cells: &[[(usize, f32); PARTS]], tokens: usize) -> Vec<u8> {
        let mut bits = Vec::new();
        let mut push = |number: usize, length: u32| bits.extend((0..length).map(|bit| number >> bit & 1 == 1));
        for [first, second] in cells {
            push(first.0, index_bits(tokens));
            if self.way == Way::Transform {
                push(steps_of(first.1), SHARE_BITS);
                push(second.0, index_bits(tokens));
            }
        }
        bits.chunks(8).map(|bits| bits.iter().rev().fold(0, |byte, &bit| byte << 1 | u8::from(bit))).collect()
    }
}

/// Bits of an index among so many.
fn index_bits(tokens: usize) -> u32 {
    usize::BITS - tokens.saturating_sub(1).leading_zeros()
}

fn share_of(steps: u32) -> f32 {
    0.5 + 0.5 * steps as f32 / ((1 << SHARE_BITS) - 1) as f32
}

fn steps_of(share: f32) -> usize {
    ((share - 0.5) * 2.0 * ((1 << SHARE_BITS) - 1) as f32 + 0.5) as usize
}

impl ImageTokenizer for Reduction {
    fn layout(&self, _size: Size, count: usize) -> Layout {
        Layout::Primitives { of: Primitive::Cell, fields: FIELDS, count: count / FIELDS.len() }
    }

    fn alphabets(&self, _side: &[u8]) -> Vec<u32> {
        FIELDS.iter().map(Field::alphabet).collect()
    }

    fn encode(&self, picture: Picture) -> Result<Box<dyn Encode>, ImageError> {
        let cells = Cells::new(picture.size());
        let phase = Phase::Look { squares: Vec::with_capacity(cells.count() * NUMBERS) };
        Ok(Box::new(Reducing { to: *self, picture, cells, colours: Vec::new(), phase }))
    }

    fn decode(&self, size: Size, ids: Box<dyn Ids>, side: &[u8], _keep: usize) -> Result<Box<dyn Decode>, ImageError> {
        let tokens = ids.count() / FIELDS.len();
        let Some(parts) = self.read(size, side, tokens) else {
            return Err(ImageError::Side { reason: "it names other tokens than there are" });
        };
        Ok(Box::new(Painting { picture: Picture::black(size), parts, ids: ids.all(), row: 0 }))
    }

    /// The box around all cells that take from a token.
    fn regions(&self, size: Size, coded: &Coded) -> Vec<Region> {
        let (tokens, cells) = (coded.ids.len() / FIELDS.len(), Cells::new(size));
        let Some(parts) = self.read(size, &coded.side, tokens) else { return vec![Region::whole(size); tokens] };
        let mut regions: Vec<Option<Region>> = vec![None; tokens];
        for (cell, parts) in parts.iter().enumerate() {
            for &(token, _) in parts.iter().filter(|(_, share)| *share > 0.0) {
                let own = cells.region(size, cell);
                let region = regions[token].get_or_insert(own);
                let (right, bottom) = (region.x + region.width, region.y + region.height);
                let (x, y) = (region.x.min(own.x), region.y.min(own.y));
                let (width, height) = (right.max(own.x + own.width) - x, bottom.max(own.y + own.height) - y);
                *region = Region { x, y, width, height };
            }
        }
        let nothing = Region { x: 0, y: 0, width: 0, height: 0 };
        regions.into_iter().map(|region| region.unwrap_or(nothing)).collect()
    }
}

/// A picture on its way to fewer tokens.
struct Reducing {
    to: Reduction,
    picture: Picture,
    cells: Cells,
    /// Mean colour of each cell.
    colours: Vec<[f32; 3]>,
    phase: Phase,
}

enum Phase {
    /// Cells are taken in.
    Look {
        squares: Vec<f32>,
    },
    Components {
        search: Box<Search>,
    },
    Merge {
        merging: Merging,
    },
    Choose {
        features: Vec<f32>,
        chosen: Vec<usize>,
        nearest: Vec<f32>,
    },
    Weigh {
        features: Vec<f32>,
        chosen: Vec<usize>,
        rows: Vec<f32>,
    },
    Done {
        coded: Coded,
    },
}

impl Reducing {
    /// Looks at a cell: the means of its squares.
    fn look(&mut self, squares: &mut Vec<f32>) {
        let cell = squares.len() / NUMBERS;
        let size = self.picture.size();
        let (left, top) = (cell % self.cells.columns * self.cells.side, cell / self.cells.columns * self.cells.side);
        let part = |at: usize| (at * self.cells.side / SQUARES, (at + 1) * self.cells.side / SQUARES);
        for row in 0..SQUARES {
            for column in 0..SQUARES {
                let ((y, bottom), (x, right)) = (part(row), part(column));
                let mut sums = [0_u64; 3];
                for y in top + y..top + bottom {
                    for x in left + x..left + right {
                        let pixel = self.picture.pixel_clamped(x, y);
                        sums.iter_mut().zip(pixel).for_each(|(sum, sample)| *sum += u64::from(sample));
                    }
                }
                let count = ((bottom - y) * (right - x)) as f32;
                squares.extend(sums.map(|sum| sum as f32 / count - 128.0));
            }
        }
        let region = self.cells.region(size, cell);
        let mut sums = [0_u64; 3];
        for y in region.y..region.y + region.height {
            for x in region.x..region.x + region.width {
                let pixel = self.picture.pixel_clamped(x, y);
                sums.iter_mut().zip(pixel).for_each(|(sum, sample)| *sum += u64::from(sample));
            }
        }
        self.colours.push(sums.map(|sum| sum as f32 / (region.width * region.height) as f32));
    }

    /// How each cell lies along the first components, and a constant as large as these are in the mean.
    fn features(search: Search) -> Vec<f32> {
        let (components, squares) = search.finish();
        let energy: f64 = components.variances.iter().take(COMPONENTS).sum();
        let constant = energy.sqrt().max(1.0) as f32;
        let mut features = Vec::with_capacity(squares.len() / NUMBERS * FEATURES);
        for cell in squares.chunks_exact(NUMBERS) {
            for component in components.basis.chunks_exact(NUMBERS).take(COMPONENTS) {
                let centred = cell.iter().zip(&components.mean).map(|(value, mean)| value - mean);
                features.push(component.iter().zip(centred).fold(0.0, |sum, (a, b)| sum + a * b));
            }
            features.push(constant);
        }
        features
    }

    fn coded(&self, parts: &[[(usize, f32); PARTS]], tokens: &[[f32; 3]]) -> Phase {
        let ids = tokens.iter().flat_map(|colour| FIELDS.iter().zip(colour).map(|(field, &value)| field.id(value)));
        Phase::Done { coded: Coded { ids: ids.collect(), side: self.to.write(parts, tokens.len()) } }
    }

    /// Tokens are weighed sums of cells; cells come back by the two tokens that took most of them.
    fn transformed(&self, rows: &[f32]) -> Phase {
        let count = self.colours.len();
        let tokens: Vec<[f32; 3]> = rows
            .chunks_exact(count)
            .map(|row| {
                let mut sum = [0.0; 3];
                for (&weight, colour) in row.iter().zip(&self.colours) {
                    sum.iter_mut().zip(colour).for_each(|(sum, value)| *sum += weight * value);
                }
                sum
            })
            .collect();
        let parts: Vec<_> = (0..count)
            .map(|cell| {
                let mut best = [(0, 0.0_f32); PARTS];
                for (token, row) in rows.chunks_exact(count).enumerate() {
                    if row[cell] > best[0].1 {
                        best = [(token, row[cell]), best[0]];
                    } else if row[cell] > best[1].1 {
                        best[1] = (token, row[cell]);
                    }
                }
                let sum = (best[0].1 + best[1].1).max(f32::MIN_POSITIVE);
                best.map(|(token, weight)| (token, weight / sum))
            })
            .collect();
        self.coded(&parts, &tokens)
    }

    fn advance(&mut self) -> usize {
        let target = self.to.tokens.min(self.cells.count());
        let (phase, work) = match std::mem::replace(&mut self.phase, Phase::Done { coded: Coded::default() }) {
            Phase::Look { mut squares } => {
                self.look(&mut squares);
                let work = 2 * self.cells.side * self.cells.side;
                if squares.len() < self.cells.count() * NUMBERS {
                    (Phase::Look { squares }, work)
                } else {
                    (Phase::Components { search: Box::new(Search::new(squares, NUMBERS)) }, work)
                }
            }
            Phase::Components { mut search } => {
                let phase = if search.step(1000) {
                    Phase::Components { search }
                } else {
                    let features = Self::features(*search);
                    match self.to.way {
                        Way::Merge => Phase::Merge { merging: Merging::new(features, target) },
                        Way::Transform => {
                            let nearest = vec![f32::NEG_INFINITY; self.cells.count()];
                            Phase::Choose { features: unit(features), chosen: Vec::new(), nearest }
                        }
                    }
                };
                (phase, 1000)
            }
            Phase::Merge { mut merging } => {
                let work = merging.tokens.len() * FEATURES / 4;
                if merging.step() {
                    (Phase::Merge { merging }, work)
                } else {
                    let map = merging.map(self.colours.len());
                    let mut sums = vec![([0.0; 3], 0.0); merging.tokens.len()];
                    for (&token, colour) in map.iter().zip(&self.colours) {
                        sums[token].0.iter_mut().zip(colour).for_each(|(sum, value)| *sum += value);
                        sums[token].1 += 1.0;
                    }
                    let tokens: Vec<_> = sums.into_iter().map(|(sum, count)| sum.map(|value| value / count)).collect();
                    let parts: Vec<_> = map.into_iter().map(|token| [(token, 1.0), (0, 0.0)]).collect();
                    (self.coded(&parts, &tokens), work)
                }
            }
            Phase::Choose { features, mut chosen, mut nearest } => {
                // The first is the first; then always the one that is least like those before it.
                let mut next = 0;
                for (cell, &near) in nearest.iter().enumerate() {
                    if near < nearest[next] {
                        next = cell;
                    }
                }
                chosen.push(next);
                for (near, feature) in nearest.iter_mut().zip(features.chunks_exact(FEATURES)) {
                    *near = near.max(dot(feature, &features[next * FEATURES..][..FEATURES]));
                }
                let work = features.len() / 4;
                if chosen.len() < target {
                    (Phase::Choose { features, chosen, nearest }, work)
                } else {
                    (Phase::Weigh { features, chosen, rows: Vec::new() }, work)
                }
            }
            Phase::Weigh { features, chosen, mut rows } => {
                let count = self.colours.len();
                let work = features.len() / 2;
                match chosen.get(rows.len() / count) {
                    Some(&cell) => {
                        rows.extend(softmax_row(&features, cell));
                        (Phase::Weigh { features, chosen, rows }, work)
                    }
                    None => (self.transformed(&rows), work * 8),
                }
            }
            done @ Phase::Done { .. } => (done, usize::MAX >> 1),
        };
        self.phase = phase;
        work
    }
}

/// Each cell's features at length one.
fn unit(mut features: Vec<f32>) -> Vec<f32> {
    for feature in features.chunks_exact_mut(FEATURES) {
        let length = dot(feature, feature).sqrt();
        feature.iter_mut().for_each(|value| *value /= length);
    }
    features
}

fn dot(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).fold(0.0, |sum, (a, b)| sum + a * b)
}

/// How much a chosen cell takes from each.
fn softmax_row(features: &[f32], cell: usize) -> Vec<f32> {
    let own = &features[cell * FEATURES..][..FEATURES];
    let raised = features.chunks_exact(FEATURES).map(|other| exp((dot(own, other) - 1.0) / TEMPERATURE));
    let row: Vec<f32> = raised.collect();
    let sum = row.iter().fold(0.0, |sum, value| sum + value);
    row.into_iter().map(|value| value / sum).collect()
}

/// A token that stands for some cells.
#[derive(Clone, Debug)]
struct Token {
    /// Mean features of its cells, and how many they are.
    features: Vec<f32>,
    size: f32,
    cells: Vec<usize>,
}

/// Bipartite merging.
struct Merging {
    tokens: Vec<Token>,
    target: usize,
    /// By token of the first set so far: similarity, itself, and the most similar of the second.
    pairs: Vec<(f32, usize, usize)>,
}

impl Merging {
    fn new(features: Vec<f32>, target: usize) -> Self {
        let token =
            |(cell, features): (usize, &[f32])| Token { features: features.to_vec(), size: 1.0, cells: vec![cell] };
        Self { tokens: features.chunks_exact(FEATURES).enumerate().map(token).collect(), target, pairs: Vec::new() }
    }

    /// Finds the partner of one more token, or merges when all are found; `false` when there are few enough.
    fn step(&mut self) -> bool {
        if self.tokens.len() <= self.target {
            return false;
        }
        let token = 2 * self.pairs.len();
        if token < self.tokens.len() {
            let own = &self.tokens[token].features;
            let length = dot(own, own).sqrt();
            let mut best = (f32::NEG_INFINITY, token, 1);
            for other in (1..self.tokens.len()).step_by(2) {
                let features = &self.tokens[other].features;
                let similarity = dot(own, features) / (length * dot(features, features).sqrt());
                if similarity > best.0 {
                    best = (similarity, token, other);
                }
            }
            self.pairs.push(best);
        } else {
            self.merge();
        }
        true
    }

    /// The most similar pairs become one: half of the first set, or as many as are too many.
    fn merge(&mut self) {
        let count = self.pairs.len().div_ceil(2).min(self.tokens.len() - self.target);
        self.pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut gone = vec![false; self.tokens.len()];
        for &(_, from, into) in &self.pairs[..count] {
            let Token { features, size, cells } = self.tokens[from].clone();
            let kept = &mut self.tokens[into];
            let whole = kept.size + size;
            for (value, other) in kept.features.iter_mut().zip(features) {
                *value = (*value * kept.size + other * size) / whole;
            }
            kept.size = whole;
            kept.cells.extend(cells);
            gone[from] = true;
        }
        let mut gone = gone.into_iter();
        self.tokens.retain(|_| !gone.next().unwrap_or(false));
        self.pairs.clear();
    }

    /// By cell, its token.
    fn map(&self, cells: usize) -> Vec<usize> {
        let mut map = vec![0; cells];
        for (token, Token { cells, .. }) in self.tokens.iter().enumerate() {
            cells.iter().for_each(|&cell| map[cell] = token);
        }
        map
    }
}

impl Encode for Reducing {
    fn step(&mut self, budget: u64) -> Step {
        let mut left = budget.min(i64::MAX as u64) as i64;
        loop {
            left = left.saturating_sub_unsigned(self.advance() as u64);
            if matches!(self.phase, Phase::Done { .. }) {
                return Step::Done;
            }
            if left <= 0 {
                return Step::Progress { phase: "reduce", done: 0, total: None };
            }
        }
    }

    fn finish(self: Box<Self>) -> Coded {
        match self.phase {
            Phase::Done { coded } => coded,
            _ => Coded::default(),
        }
    }
}

/// Tokens on their way to a picture.
struct Painting {
    picture: Picture,
    parts: Vec<[(usize, f32); PARTS]>,
    ids: Vec<u32>,
    row: usize,
}

impl Decode for Painting {
    fn step(&mut self, budget: u64) -> Step {
        let size = self.picture.size();
        let cells = Cells::new(size);
        let rows = (budget / size.width() as u64).clamp(1, size.height() as u64) as usize;
        let until = size.height().min(self.row + rows);
        for y in self.row..until {
            for x in 0..size.width() {
                let mut colour = [0.5; 3];
                for &(token, share) in &self.parts[y / cells.side * cells.columns + x / cells.side] {
                    for (channel, value) in colour.iter_mut().enumerate() {
                        *value += share * FIELDS[channel].value(self.ids[token * FIELDS.len() + channel]);
                    }
                }
                self.picture.set(x, y, colour.map(|value| value.clamp(0.0, 255.0) as u8));
            }
        }
        self.row = until;
        if until == size.height() {
            return Step::Done;
        }
        Step::Progress { phase: "decode", done: until as u64, total: Some(size.height() as u64) }
    }

    fn finish(self: Box<Self>) -> Picture {
        self.picture
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn features(cells: usize) -> Vec<f32> {
        (0..cells * FEATURES)
            .map(|at| if at % FEATURES == COMPONENTS { 30.0 } else { (at * at * 17 % 61) as f32 - 30.0 })
            .collect()
    }

    #[test]
    fn sizes_always_add_up_to_all_cells() {
        for (cells, target) in [(40, 40), (40, 39), (40, 7), (41, 1), (3, 2), (1, 1)] {
            let mut merging = Merging::new(features(cells), target);
            while merging.step() {
                assert_eq!(merging.tokens.iter().map(|token| token.size).sum::<f32>(), cells as f32);
            }
            assert_eq!(merging.tokens.len(), target);
            let mut members: Vec<_> = merging.tokens.iter().flat_map(|token| token.cells.clone()).collect();
            members.sort_unstable();
            assert_eq!(members, (0..cells).collect::<Vec<_>>());
        }
    }

    /// A merged token is the row of a matrix whose numbers are one over its size.
    #[test]
    fn merging_is_a_matrix_whose_columns_have_one_number() {
        let all = features(30);
        let mut merging = Merging::new(all.clone(), 9);
        while merging.step() {}
        for token in &merging.tokens {
            let mut product = [0.0; FEATURES];
            for &cell in &token.cells {
                let own = &all[cell * FEATURES..][..FEATURES];
                product.iter_mut().zip(own).for_each(|(sum, value)| *sum += value / token.size);
            }
            for (value, product) in token.features.iter().zip(product) {
                assert!((value - product).abs() < 1e-4, "{value} for {product}");
            }
        }
    }

    #[test]
    fn rows_of_the_softmax_add_up_to_one_and_are_largest_at_themselves() {
        let all = unit(features(30));
        for cell in 0..30 {
            let row = softmax_row(&all, cell);
            assert!((row.iter().sum::<f32>() - 1.0).abs() < 1e-5);
            assert!(row.iter().all(|&value| value <= row[cell]));
        }
    }

    #[test]
    fn shares_come_back() {
        for steps in 0..1 << SHARE_BITS {
            assert_eq!(steps_of(share_of(steps)), steps as usize);
        }
        assert_eq!([1, 2, 3, 4, 5, 256, 257].map(index_bits), [0, 1, 2, 2, 3, 8, 9]);
    }
}
