//! Cells that are as large as the picture lets them be: the cell with the largest squared error, or the most edges, is
//! split, again and again (Finkel and Bentley's quadtrees, 1974; trees for pictures as in Samet, 1984).
//!
//! A token is a leaf: its mean colour, five bits a channel. The tree is side information: a bit for each node, down the
//! first child first, and where a square can be split either way a bit for the way.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::edges::Grey;
use super::error::ImageError;
use super::layout::{Field, Layout, Primitive, Region};
use super::picture::{Picture, Size};
use super::tokenizer::{Coded, Decode, Encode, Ids, ImageTokenizer};
use crate::job::Step;

/// What splitting a cell costs, in pixels of work; by edges besides its area.
const SPLIT_COST: i64 = 64;
const EDGES_COST: i64 = 1 << 14;
/// Sums over all pixels to the left and above are kept, four numbers a pixel.
const MOST_MEGAPIXELS: u32 = 4;
const FIELDS: &[Field] =
    &[Field::new("red", 5, 0.0, 255.0), Field::new("green", 5, 0.0, 255.0), Field::new("blue", 5, 0.0, 255.0)];

/// How a cell is split.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Split {
    /// In two across the longer side; a square the way that leaves less error.
    Halves,
    /// In four.
    Quarters,
}

/// Which cell is split next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The one with the largest squared error.
    Error,
    /// The one with the most edges for its area; of two ways, the one that leaves a half with few.
    Edges,
}

/// By edges, no cell becomes narrower than this share of the picture's longer side, or than two pixels.
const NARROWEST: usize = 32;

/// Trees of one kind and size.
#[derive(Clone, Copy, Debug)]
pub struct Quadtree {
    leaves: usize,
    split: Split,
    by: By,
}

impl Quadtree {
    /// Trees of at most `leaves` leaves.
    pub fn new(leaves: usize, split: Split, by: By) -> Self {
        Self { leaves, split, by }
    }

    /// Whether a region of a picture of this size may be split.
    fn may_split(&self, size: Size, region: Region) -> bool {
        let least = match self.by {
            By::Error => 1,
            By::Edges => (size.width().max(size.height()) / NARROWEST).max(2),
        };
        region.width.max(region.height) >= 2 * least
    }

    /// The parts of a region, split the given way where there are two; fewer than two where it is a pixel.
    fn parts(&self, region: Region, down: bool) -> Vec<Region> {
        let Region { x, y, width, height } = region;
        let (columns, rows) = match self.split {
            Split::Quarters => (true, true),
            Split::Halves => (!down, down),
        };
        let cut = |from: usize, length: usize, cut: bool| {
            let half = length.div_ceil(2);
            if cut && length > 1 { vec![(from, half), (from + half, length - half)] } else { vec![(from, length)] }
        };
        let columns = cut(x, width, columns);
        let across =
            |(y, height)| columns.iter().map(move |&(x, width)| Region { x, y, width, height }).collect::<Vec<_>>();
        cut(y, height, rows).into_iter().flat_map(across).collect()
    }

    /// Whether a region can be split either way.
    fn has_choice(&self, region: Region) -> bool {
        self.split == Split::Halves && region.width == region.height && region.width > 1
    }

    /// The leaves of a tree, in order.
    fn read(&self, size: Size, bytes: &[u8]) -> Option<Vec<Region>> {
        let mut bits = bytes.iter().flat_map(|byte| (0..8).map(move |bit| byte >> bit & 1 == 1));
        let mut open = vec![Region::whole(size)];
        let mut leaves = Vec::new();
        while let Some(region) = open.pop() {
            if !self.may_split(size, region) || !bits.next()? {
                leaves.push(region);
                continue;
            }
            let down = if self.has_choice(region) { bits.next()? } else { region.height > region.width };
            open.extend(self.parts(region, down).into_iter().rev());
        }
        (bits.count() < 8).then_some(leaves)
    }
}

impl ImageTokenizer for Quadtree {
    fn layout(&self, _size: Size, count: usize) -> Layout {
        Layout::Primitives { of: Primitive::Cell, fields: FIELDS, count: count / FIELDS.len() }
    }

    fn alphabets(&self, _side: &[u8]) -> Vec<u32> {
        FIELDS.iter().map(Field::alphabet).collect()
    }

    fn encode(&self, picture: Picture) -> Result<Box<dyn Encode>, ImageError> {
        picture.size().within(MOST_MEGAPIXELS)?;
        let sums = Vec::with_capacity(picture.size().area());
        let grey = (self.by == By::Edges).then(|| Grey::new(&picture));
        Ok(Box::new(Splitting { tokenizer: *self, picture, grey, sums, open: BinaryHeap::new(), nodes: Vec::new() }))
    }

    fn decode(&self, size: Size, ids: Box<dyn Ids>, side: &[u8], _keep: usize) -> Result<Box<dyn Decode>, ImageError> {
        match self.read(size, side) {
            Some(leaves) if leaves.len() * FIELDS.len() == ids.count() => {
                Ok(Box::new(Painting { picture: Picture::black(size), leaves, ids: ids.all(), done: 0, row: 0 }))
            }
            _ => Err(ImageError::Side { reason: "the tree has another number of leaves than there are cells" }),
        }
    }

    fn regions(&self, size: Size, coded: &Coded) -> Vec<Region> {
        let cells = coded.ids.len() / FIELDS.len();
        let leaves = self.read(size, &coded.side).filter(|leaves| leaves.len() == cells);
        leaves.unwrap_or_else(|| vec![Region::whole(size); cells])
    }
}

/// Sums of red, green, blue and of all squares.
type Sums = [u64; 4];

/// A node of the tree that grows.
#[derive(Clone, Debug)]
struct Node {
    region: Region,
    /// Its children, and which way it is split.
    split: Option<(std::ops::Range<usize>, bool)>,
}

/// A leaf that may be split: by what the rule says, then by area, then the earlier one.
#[derive(Clone, Copy, Debug)]
struct Open {
    weight: f64,
    area: usize,
    node: usize,
}

impl Ord for Open {
    fn cmp(&self, other: &Self) -> Ordering {
        self.weight.total_cmp(&other.weight).then(self.area.cmp(&other.area)).then(other.node.cmp(&self.node))
    }
}

impl PartialOrd for Open {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Open {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Open {}

/// A picture on its way to leaves.
struct Splitting {
    tokenizer: Quadtree,
    picture: Picture,
    /// Where the rule asks for edges.
    grey: Option<Grey>,
    /// Sums over the rectangle that ends at each pixel.
    sums: Vec<Sums>,
    open: BinaryHeap<Open>,
    nodes: Vec<Node>,
}

impl Splitting {
    fn sum_row(&mut self) {
        let width = self.picture.size().width();
        let row = self.sums.len() / width;
        let mut along = [0; 4];
        for x in 0..width {
            let pixel = self.picture.pixel_clamped(x, row).map(u64::from);
            let squares = pixel.iter().map(|sample| sample * sample).sum::<u64>();
            let own = [pixel[0], pixel[1], pixel[2], squares];
            let above = if row > 0 { self.sums[self.sums.len() - width] } else { [0; 4] };
            along.iter_mut().zip(own).for_each(|(sum, own)| *sum += own);
            self.sums.push(std::array::from_fn(|at| along[at] + above[at]));
        }
    }

    fn sums(&self, Region { x, y, width, height }: Region) -> Sums {
        let until = |x: usize, y: usize| match (x.checked_sub(1), y.checked_sub(1)) {
            (Some(x), Some(y)) => self.sums[y * self.picture.size().width() + x],
            _ => [0; 4],
        };
        let (a, b) = (until(x, y), until(x + width, y + height));
        let (c, d) = (until(x + width, y), until(x, y + height));
        std::array::from_fn(|at| b[at] + a[at] - c[at] - d[at])
    }

    /// Squared distance of all samples from their mean.
    fn error(&self, region: Region) -> f64 {
        let [red, green, blue, squares] = self.sums(region).map(u128::from);
        let count = (region.width * region.height) as u128;
        (count * squares - red * red - green * green - blue * blue) as f64 / count as f64
    }

    /// What the rule says of a region.
    fn weight(&self, region: Region) -> f64 {
        self.grey.as_ref().map_or_else(|| self.error(region), |grey| grey.complexity(region))
    }

    fn push(&mut self, region: Region) {
        let (area, node) = (region.width * region.height, self.nodes.len());
        let weight = self.weight(region);
        // By edges flat cells are split too, when no others are left, as in the paper.
        if self.tokenizer.may_split(self.picture.size(), region) && (weight > 0.0 || self.grey.is_some()) {
            self.open.push(Open { weight, area, node });
        }
        self.nodes.push(Node { region, split: None });
    }

    /// Splits a leaf where that keeps to the number; `false` when nothing is left to split.
    fn split(&mut self, leaves: &mut usize) -> bool {
        let Some(Open { node, .. }) = self.open.pop() else { return false };
        let region = self.nodes[node].region;
        let mut down = region.height > region.width;
        if self.tokenizer.has_choice(region) {
            let parts = |down| self.tokenizer.parts(region, down).into_iter().map(|part| self.weight(part));
            let left = |down| match self.tokenizer.by {
                By::Error => parts(down).sum::<f64>(),
                By::Edges => parts(down).fold(f64::INFINITY, f64::min),
            };
            down = left(true) < left(false);
        }
        let parts = self.tokenizer.parts(region, down);
        if *leaves + parts.len() - 1 > self.tokenizer.leaves {
            return !self.open.is_empty();
        }
        *leaves += parts.len() - 1;
        let first = self.nodes.len();
        self.nodes[node].split = Some((first..first + parts.len(), down));
        parts.into_iter().for_each(|part| self.push(part));
        true
    }

    fn leaves(&self) -> usize {
        self.nodes.iter().filter(|node| node.split.is_none()).count()
    }
}

impl Encode for Splitting {
    fn step(&mut self, budget: u64) -> Step {
        let size = self.picture.size();
        if self.sums.len() < size.area() {
            let rows = (budget / size.width() as u64).clamp(1, size.height() as u64);
            for _ in 0..rows {
                if self.sums.len() < size.area() {
                    self.sum_row();
                }
            }
            return Step::Progress { phase: "encode", done: self.sums.len() as u64, total: Some(size.area() as u64) };
        }
        if self.nodes.is_empty() {
            self.push(Region::whole(size));
        }
        let mut leaves = self.leaves();
        let mut left = budget.min(i64::MAX as u64) as i64;
        while left > 0 {
            let area = self.open.peek().map_or(0, |open| open.area);
            left -= if self.grey.is_some() { area as i64 + EDGES_COST } else { SPLIT_COST };
            if !self.split(&mut leaves) {
                return Step::Done;
            }
        }
        Step::Progress { phase: "split", done: leaves as u64, total: Some(self.tokenizer.leaves as u64) }
    }

    fn finish(self: Box<Self>) -> Coded {
        let mut bits = Vec::new();
        let mut ids = Vec::new();
        let mut open: Vec<usize> = if self.nodes.is_empty() { Vec::new() } else { vec![0] };
        while let Some(at) = open.pop() {
            let Node { region, split } = &self.nodes[at];
            if self.tokenizer.may_split(self.picture.size(), *region) {
                bits.push(split.is_some());
            }
            if let Some((children, down)) = split {
                if self.tokenizer.has_choice(*region) {
                    bits.push(*down);
                }
                open.extend(children.clone().rev());
                continue;
            }
            let count = (region.width * region.height) as f32;
            let means = self.sums(*region).map(|sum| sum as f32 / count);
            ids.extend(FIELDS.iter().zip(means).map(|(field, mean)| field.id(mean)));
        }
        let bytes = bits.chunks(8).map(|bits| bits.iter().rev().fold(0, |byte, &bit| byte << 1 | u8::from(bit)));
        Coded { ids, side: bytes.collect() }
    }
}

/// Leaves on their way to a picture.
struct Painting {
    picture: Picture,
    leaves: Vec<Region>,
    ids: Vec<u32>,
    /// Leaves that are done, and rows of the next.
    done: usize,
    row: usize,
}

impl Decode for Painting {
    fn step(&mut self, budget: u64) -> Step {
        let mut left = budget.min(i64::MAX as u64) as i64;
        while let Some(&Region { x, y, width, height }) = self.leaves.get(self.done) {
            let ids = &self.ids[self.done * FIELDS.len()..][..FIELDS.len()];
            let colour: [u8; 3] = std::array::from_fn(|channel| (FIELDS[channel].value(ids[channel]) + 0.5) as u8);
            for x in x..x + width {
                self.picture.set(x, y + self.row, colour);
            }
            self.row += 1;
            if self.row == height {
                (self.done, self.row) = (self.done + 1, 0);
            }
            left -= width as i64;
            if left <= 0 && self.done < self.leaves.len() {
                return Step::Progress {
                    phase: "decode",
                    done: self.done as u64,
                    total: Some(self.leaves.len() as u64),
                };
            }
        }
        Step::Done
    }

    fn finish(self: Box<Self>) -> Picture {
        self.picture
    }
}
