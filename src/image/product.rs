//! Product quantization (Jégou, Douze and Schmid, 2011): a patch is split into groups of numbers, each with a small
//! codebook of its own, so few entries make very many codes.
//!
//! The groups are of principal components, dealt out so that the products of their variances are near equal (Ge, He, Ke and
//! Sun, Optimized Product Quantization, 2013), or, to see what that is worth, of raw samples in their order. Components
//! and codebooks are side information.

use std::ops::Range;

use super::ask::Ask;
use super::basis::{self, Basis};
use super::codes::Book;
use super::error::ImageError;
use super::exact::log2;
use super::fitted::{Fit, FitThenEncode};
use super::kmeans::{KMeans, ROUNDS};
use super::layout::Layout;
use super::pca::Search;
use super::picture::{Picture, Size};
use super::tokenizer::{ByParts, Decode, Encode, Ids, ImageTokenizer, Parts};
use super::vectors::{self, Runs};
use crate::job::Step;

/// Numbers of the squares that are fitted on.
const MOST_NUMBERS: usize = 1 << 19;
/// Components with less variance, in squared sample values, are left out.
const LEAST_VARIANCE: f64 = 1.0;

/// Codebooks of one shape.
#[derive(Clone, Copy, Debug)]
pub struct Product {
    groups: usize,
    codes: usize,
    side: usize,
    /// Groups of components; of raw samples otherwise.
    balanced: bool,
}

impl Product {
    /// `groups` codebooks of `codes` entries for patches of `side` pixels; no more groups than a patch has numbers.
    pub fn new(groups: usize, codes: usize, side: usize, balanced: bool) -> Self {
        Self { groups, codes, side, balanced }
    }

    fn depth(&self) -> usize {
        vectors::depth(self.side)
    }

    /// Groups of raw samples: runs as equal as can be.
    fn raw_groups(&self) -> Vec<u8> {
        (0..self.depth()).map(|place| (place * self.groups / self.depth()) as u8).collect()
    }

    /// Groups of components: the next goes to the group with the least product of variances that has room.
    fn balanced_groups(&self, variances: &[f64]) -> Vec<u8> {
        let room = variances.len().div_ceil(self.groups);
        let mut sums = vec![(0.0, 0); self.groups];
        variances
            .iter()
            .map(|variance| {
                let mut best = 0;
                for (group, &(sum, size)) in sums.iter().enumerate() {
                    if size < room && (sums[best].1 == room || sum < sums[best].0) {
                        best = group;
                    }
                }
                sums[best].0 += log2(variance.max(1e-9));
                sums[best].1 += 1;
                best as u8
            })
            .collect()
    }

    fn read(&self, side: &[u8]) -> Option<Fitted> {
        let (basis, groups, mut books) = if self.balanced {
            let of_a_component = 1 + basis::FIELDS + self.depth() + self.codes;
            let components = side.len().checked_sub(self.depth() + self.groups)? / of_a_component;
            let (basis, books) = side.split_at_checked(self.depth() + components * (of_a_component - self.codes))?;
            let basis = Basis::read(basis, self.depth())?;
            let groups = basis.fields.iter().map(|fields| fields[0]).collect();
            (Some(basis), groups, books)
        } else {
            (None, self.raw_groups(), side)
        };
        let mut found = Vec::with_capacity(self.groups);
        for group in 0..self.groups {
            let depth = groups.iter().filter(|&&of| usize::from(of) == group).count();
            let (book, rest) = books.split_at_checked(Book::bytes(self.codes, depth))?;
            if depth == 0 {
                return None;
            }
            found.push(Book::read(book, depth));
            books = rest;
        }
        books.is_empty().then_some(Fitted { shape: *self, basis, groups, books: found })
    }
}

impl ImageTokenizer for Product {
    fn layout(&self, size: Size, _count: usize) -> Layout {
        Layout::squares(size, self.side, self.groups)
    }

    fn alphabets(&self, _side: &[u8]) -> Vec<u32> {
        vec![self.codes as u32; self.groups]
    }

    fn encode(&self, picture: Picture) -> Result<Box<dyn Encode>, ImageError> {
        let sample = vectors::sample(&picture, self.side, MOST_NUMBERS);
        let mut fit = FitGroups {
            shape: *self,
            search: None,
            points: Vec::new(),
            fitted: Fitted { shape: *self, basis: None, groups: self.raw_groups(), books: Vec::new() },
            side: Vec::new(),
            along: Vec::new(),
            means: None,
        };
        if self.balanced {
            fit.search = Some(Search::new(sample, self.depth()));
        } else {
            fit.points = sample;
        }
        Ok(FitThenEncode::start(fit, picture))
    }

    fn decode(&self, size: Size, ids: Box<dyn Ids>, side: &[u8], keep: usize) -> Result<Box<dyn Decode>, ImageError> {
        match self.read(side) {
            Some(fitted) => Ok(ByParts::decode(fitted, size, ids, keep)),
            None => Err(ImageError::Side { reason: "the codebooks have another shape" }),
        }
    }
}

/// The codebooks of a picture.
#[derive(Clone, Debug)]
struct Fitted {
    shape: Product,
    basis: Option<Basis>,
    /// By component or sample, its group.
    groups: Vec<u8>,
    books: Vec<Book>,
}

impl Fitted {
    fn runs(&self) -> Runs {
        Runs::new(self.shape.side, (self.shape.codes + self.groups.len()) * self.shape.depth())
    }

    /// Appends what is quantized of a vector.
    fn numbers(&self, vector: &[f32], out: &mut Vec<f32>) {
        match &self.basis {
            Some(basis) => basis.project(vector, out),
            None => out.extend(vector),
        }
    }

    /// The numbers of one group, of vectors of numbers.
    fn of_group(&self, group: usize, numbers: &[f32]) -> Vec<f32> {
        let groups = self.groups.iter().cycle();
        numbers.iter().zip(groups).filter(|(_, of)| usize::from(**of) == group).map(|(&number, _)| number).collect()
    }
}

impl Parts for Fitted {
    fn parts(&self, size: Size) -> usize {
        self.runs().count(size)
    }

    fn asks(&self) -> usize {
        self.books.len()
    }

    fn ask(&self, picture: &Picture, parts: Range<usize>, answers: &[Vec<u32>]) -> Option<Ask> {
        let (mut vector, mut numbers) = (Vec::new(), Vec::new());
        for place in parts.flat_map(|part| self.runs().run(picture.size(), part)) {
            vector.clear();
            vectors::push_cell(picture, self.shape.side, place, &mut vector);
            self.numbers(&vector, &mut numbers);
        }
        let group = answers.len();
        self.books.get(group)?.ask(self.of_group(group, &numbers))
    }

    fn encode_part(&self, picture: &Picture, part: usize, ids: &mut Vec<u32>) {
        let (mut vector, mut numbers) = (Vec::new(), Vec::new());
        let run = self.runs().run(picture.size(), part);
        for place in run.clone() {
            vector.clear();
            vectors::push_cell(picture, self.shape.side, place, &mut vector);
            self.numbers(&vector, &mut numbers);
        }
        let start = ids.len();
        ids.resize(start + run.len() * self.shape.groups, 0);
        let mut nearest = vec![0; run.len()];
        for (group, book) in self.books.iter().enumerate() {
            book.nearest(&self.of_group(group, &numbers), &mut nearest);
            for (cell, &id) in nearest.iter().enumerate() {
                ids[start + cell * self.shape.groups + group] = id;
            }
        }
    }

    fn ids_of(&self, size: Size, part: usize) -> Range<usize> {
        self.runs().ids_of(size, part, self.shape.groups)
    }

    fn decode_part(&self, ids: &[u32], _keep: usize, part: usize, picture: &mut Picture) {
        let cells = ids.chunks_exact(self.shape.groups);
        for (place, ids) in self.runs().run(picture.size(), part).zip(cells) {
            let mut entries: Vec<_> = self.books.iter().zip(ids).map(|(book, &id)| book.entry(id).iter()).collect();
            let numbers = self.groups.iter().filter_map(|&group| entries.get_mut(usize::from(group))?.next().copied());
            let vector = match &self.basis {
                Some(basis) => basis.restore(numbers),
                None => numbers.collect(),
            };
            vectors::paint_cell(picture, self.shape.side, place, &vector);
        }
    }
}

/// Components are searched, then the codebook of each group.
struct FitGroups {
    shape: Product,
    search: Option<Search>,
    /// Squares of the sample.
    points: Vec<f32>,
    fitted: Fitted,
    side: Vec<u8>,
    /// What is quantized of the squares, as far as it is known.
    along: Vec<f32>,
    means: Option<KMeans>,
}

impl Fit for FitGroups {
    type Fitted = Fitted;

    fn step(&mut self, budget: u64) -> Step {
        let total = Some((self.shape.groups * ROUNDS) as u64);
        if let Some(search) = &mut self.search {
            if !search.step(budget) {
                self.take_components();
            }
            return Step::Progress { phase: "fit", done: 0, total };
        }
        let (depth, numbers) = (self.shape.depth(), self.fitted.groups.len());
        let done = self.along.len() / numbers;
        if done * depth < self.points.len() {
            let at_once = (budget as usize / (numbers * depth / 8).max(1)).clamp(16, 4096);
            for point in self.points[done * depth..].chunks_exact(depth).take(at_once) {
                self.fitted.numbers(point, &mut self.along);
            }
            return Step::Progress { phase: "fit", done: 0, total };
        }
        let group = self.fitted.books.len();
        if group == self.shape.groups {
            return Step::Done;
        }
        let of_group = self.fitted.groups.iter().filter(|&&of| usize::from(of) == group).count();
        let means = self
            .means
            .get_or_insert_with(|| KMeans::new(self.fitted.of_group(group, &self.along), of_group, self.shape.codes));
        let more = means.step(budget);
        let round = means.round();
        if !more && let Some(means) = self.means.take() {
            let bytes = Book::write(&means.finish().0);
            self.fitted.books.push(Book::read(&bytes, of_group));
            self.side.extend(bytes);
        }
        Step::Progress { phase: "fit", done: (group * ROUNDS + round) as u64, total }
    }

    fn finish(self) -> Option<(Fitted, Vec<u8>)> {
        (self.fitted.books.len() == self.shape.groups).then_some((self.fitted, self.side))
    }
}

impl FitGroups {
    fn take_components(&mut self) {
        let Some(search) = self.search.take() else { return };
        let (components, points) = search.finish();
        let wide = components.variances.iter().take_while(|&&variance| variance > LEAST_VARIANCE).count();
        let used = wide.clamp(self.shape.groups, self.shape.depth());
        let groups = self.shape.balanced_groups(&components.variances[..used]);
        let fields: Vec<_> = groups.iter().map(|&group| [group, 0]).collect();
        let (basis, bytes) = Basis::of(&components, &fields);
        (self.fitted.basis, self.fitted.groups) = (Some(basis), groups);
        (self.side, self.points) = (bytes, points);
    }
}
