//! A picture as two-dimensional Gaussians, fitted to it: an analogue without a network of GPSToken (Zhang et al., 2025).
//!
//! A pixel is the mean of the colours of the Gaussians that reach it, weighed by how strongly they do: so soft cells meet
//! at sharp borders. The fit begins at the cells of a tree; in turn, colours are solved for (ridge regression) and places
//! and shapes go down the gradient (Adam, Kingma and Ba, 2015). It works on the picture at some ten thousand pixels, since
//! Gaussians know no resolution.

use super::error::ImageError;
use super::layout::{Field, Layout, Primitive, Region};
use super::picture::{Picture, Size};
use super::quadtree::{By, Quadtree, Split};
use super::splats::{Gaussian, Splats, TILE};
use super::tokenizer::{Coded, Decode, Encode, Ids, ImageTokenizer};
use crate::cpu::exp::exp;
use crate::job::Step;

/// The picture that is fitted has about so many pixels on its longer side.
const FITTED_SIDE: usize = 96;
/// Rounds of the fit.
const ROUNDS: usize = 100;
/// Colours are solved for every so many rounds.
const ROUNDS_OF_COLOURS: usize = 5;
/// ln of the widths, which go from 0.012 to 1.2 of the picture's longer side.
const LN_WIDTHS: (f32, f32) = (-4.422_848_7, 0.182_321_56);
const MOST_RHO: f32 = 0.9;
/// How far a step goes at first, and in the end.
const RATES: (f32, f32) = (1e-2, 1e-3);
const RIDGE: f64 = 1e-3;

/// Colours reach beyond black and white, since a pixel is a mean.
const FIELDS: &[Field] = &[
    Field::new("x", 6, 0.0, 1.0),
    Field::new("y", 6, 0.0, 1.0),
    Field::new("ln width", 5, LN_WIDTHS.0, LN_WIDTHS.1),
    Field::new("ln height", 5, LN_WIDTHS.0, LN_WIDTHS.1),
    Field::new("slant", 3, -MOST_RHO, MOST_RHO),
    Field::new("red", 5, -0.5, 1.5),
    Field::new("green", 6, -0.5, 1.5),
    Field::new("blue", 5, -0.5, 1.5),
];
const SHAPE_FIELDS: usize = 5;

/// As many Gaussians as are asked for.
#[derive(Clone, Copy, Debug)]
pub struct Gaussians {
    count: usize,
}

impl Gaussians {
    /// `count` Gaussians, at least one.
    pub fn new(count: usize) -> Self {
        Self { count }
    }
}

impl ImageTokenizer for Gaussians {
    fn layout(&self, _size: Size, count: usize) -> Layout {
        Layout::Primitives { of: Primitive::Gaussian, fields: FIELDS, count: count / FIELDS.len() }
    }

    fn alphabets(&self, _side: &[u8]) -> Vec<u32> {
        FIELDS.iter().map(Field::alphabet).collect()
    }

    fn encode(&self, picture: Picture) -> Result<Box<dyn Encode>, ImageError> {
        Ok(Box::new(Fitting::new(self.count, picture)))
    }

    fn decode(&self, size: Size, ids: Box<dyn Ids>, _side: &[u8], _keep: usize) -> Result<Box<dyn Decode>, ImageError> {
        let gaussians = ids.all().chunks_exact(FIELDS.len()).map(read).collect();
        Ok(Box::new(Painting { splats: Splats::new(size, gaussians), picture: Picture::black(size), tile: 0 }))
    }

    /// Three widths about the middle.
    fn regions(&self, size: Size, coded: &Coded) -> Vec<Region> {
        let longer = size.width().max(size.height()) as f32;
        let region = |Gaussian { x, y, ln_width, ln_height, .. }: Gaussian| {
            let span = |middle: f32, ln_width: f32, length: usize| {
                let reach = 3.0 * exp(ln_width) * longer;
                let from = (middle * length as f32 - reach).max(0.0) as usize;
                (from.min(length - 1), ((middle * length as f32 + reach).ceil() as usize).min(length))
            };
            let ((left, right), (top, bottom)) = (span(x, ln_width, size.width()), span(y, ln_height, size.height()));
            Region {
                x: left,
                y: top,
                width: right.saturating_sub(left).max(1),
                height: bottom.saturating_sub(top).max(1),
            }
        };
        coded.ids.chunks_exact(FIELDS.len()).map(|ids| region(read(ids))).collect()
    }
}

/// A Gaussian from its ids.
fn read(ids: &[u32]) -> Gaussian {
    let value = |field: usize| FIELDS[field].value(ids[field]);
    Gaussian {
        x: value(0),
        y: value(1),
        ln_width: value(2),
        ln_height: value(3),
        rho: value(4),
        colour: [value(5), value(6), value(7)],
    }
}

fn write(gaussian: &Gaussian) -> impl Iterator<Item = u32> {
    let Gaussian { x, y, ln_width, ln_height, rho, colour: [red, green, blue] } = *gaussian;
    let values = [x, y, ln_width, ln_height, rho, red, green, blue];
    values.into_iter().zip(FIELDS).map(|(value, field)| field.id(value))
}

enum Phase {
    /// The picture is shrunk, row by row.
    Shrink,
    /// Cells to begin with.
    Tree(Box<dyn Encode>),
    /// A round, tile by tile.
    Geometry {
        round: usize,
        tile: usize,
    },
    /// Normal equations, tile by tile, then solved. The last time ends it.
    Colours {
        round: usize,
        tile: usize,
    },
    Done,
}

/// A picture on its way to Gaussians.
struct Fitting {
    count: usize,
    picture: Picture,
    /// What is fitted: samples from 0 to 1.
    size: Size,
    target: Vec<f32>,
    splats: Splats,
    /// By Gaussian: x, y, ln width, ln height, artanh of the slant.
    gradient: Vec<[f32; SHAPE_FIELDS]>,
    moments: Vec<[(f32, f32); SHAPE_FIELDS]>,
    matrix: Vec<f64>,
    right: Vec<[f64; 3]>,
    phase: Phase,
}

impl Fitting {
    fn new(count: usize, picture: Picture) -> Self {
        let size = shrunk(picture.size());
        Self {
            count,
            picture,
            size,
            target: Vec::with_capacity(size.area() * 3),
            splats: Splats::new(size, Vec::new()),
            gradient: Vec::new(),
            moments: Vec::new(),
            matrix: Vec::new(),
            right: Vec::new(),
            phase: Phase::Shrink,
        }
    }

    /// A row of means of the pixels that a pixel of the small picture covers.
    fn shrink_row(&mut self) {
        let row = self.target.len() / 3 / self.size.width();
        let part = |at: usize, of: usize, length: usize| (at * length / of, ((at + 1) * length).div_ceil(of));
        let (top, bottom) = part(row, self.size.height(), self.picture.size().height());
        for column in 0..self.size.width() {
            let (left, right) = part(column, self.size.width(), self.picture.size().width());
            let mut sums = [0_u64; 3];
            for y in top..bottom {
                for x in left..right {
                    let pixel = self.picture.pixel_clamped(x, y);
                    sums.iter_mut().zip(pixel).for_each(|(sum, sample)| *sum += u64::from(sample));
                }
            }
            let count = ((bottom - top) * (right - left)) as f32 * 255.0;
            self.target.extend(sums.map(|sum| sum as f32 / count));
        }
    }

    fn tree(&self) -> Result<Box<dyn Encode>, ImageError> {
        let rgba: Vec<u8> = self
            .target
            .chunks_exact(3)
            .flat_map(|pixel| [pixel[0], pixel[1], pixel[2], 1.0].map(|value| (value * 255.0 + 0.5) as u8))
            .collect();
        Quadtree::new(self.count, Split::Halves, By::Error).encode(Picture::from_rgba(self.size, &rgba, [0; 3])?)
    }

    /// A Gaussian for each leaf: a third of it wide.
    fn begin(&mut self, coded: &Coded) {
        let (width, height) = (self.size.width() as f32, self.size.height() as f32);
        let ln = |length: usize| {
            let share = length as f32 / (3.0 * width.max(height));
            // Only shares that a small picture has come by here.
            (super::exact::log2(f64::from(share)) * std::f64::consts::LN_2) as f32
        };
        let leaves = Quadtree::new(self.count, Split::Halves, By::Error).regions(self.size, coded);
        let gaussians = leaves.into_iter().map(|leaf| Gaussian {
            x: (leaf.x as f32 + 0.5 * leaf.width as f32) / width,
            y: (leaf.y as f32 + 0.5 * leaf.height as f32) / height,
            ln_width: ln(leaf.width).clamp(LN_WIDTHS.0, LN_WIDTHS.1),
            ln_height: ln(leaf.height).clamp(LN_WIDTHS.0, LN_WIDTHS.1),
            rho: 0.0,
            colour: [0.5; 3],
        });
        self.splats = Splats::new(self.size, gaussians.collect());
        let count = self.splats.gaussians.len();
        self.moments = vec![[(0.0, 0.0); SHAPE_FIELDS]; count];
        self.clear();
    }

    fn clear(&mut self) {
        let count = self.splats.gaussians.len();
        self.gradient = vec![[0.0; SHAPE_FIELDS]; count];
        self.matrix = vec![0.0; count * count];
        self.right = vec![[0.0; 3]; count];
    }

    /// Adam's step along all shapes.
    fn descend(&mut self, round: usize) {
        let rate = RATES.0 + (RATES.1 - RATES.0) * round as f32 / ROUNDS as f32;
        let (beta, gamma) = (0.9_f32, 0.99_f32);
        let power = |base: f32| (0..=round).fold(1.0, |power, _| power * base);
        let (first, second) = (1.0 - power(beta), 1.0 - power(gamma));
        for ((gaussian, gradient), moments) in
            self.splats.gaussians.iter_mut().zip(&self.gradient).zip(&mut self.moments)
        {
            let mut step = [0.0; SHAPE_FIELDS];
            for ((step, &gradient), (mean, square)) in step.iter_mut().zip(gradient).zip(moments) {
                *mean = beta * *mean + (1.0 - beta) * gradient;
                *square = gamma * *square + (1.0 - gamma) * gradient * gradient;
                *step = -rate * (*mean / first) / ((*square / second).sqrt() + 1e-12);
            }
            gaussian.x = (gaussian.x + step[0]).clamp(0.0, 1.0);
            gaussian.y = (gaussian.y + step[1]).clamp(0.0, 1.0);
            // Widths are logarithms: a step of theirs is several times a step of a place.
            gaussian.ln_width = (gaussian.ln_width + 3.0 * step[2]).clamp(LN_WIDTHS.0, LN_WIDTHS.1);
            gaussian.ln_height = (gaussian.ln_height + 3.0 * step[3]).clamp(LN_WIDTHS.0, LN_WIDTHS.1);
            gaussian.rho =
                (gaussian.rho + 3.0 * step[4] * (1.0 - gaussian.rho * gaussian.rho)).clamp(-MOST_RHO, MOST_RHO);
        }
    }

    /// Shapes as the ids say them, so that the last colours make up for what was rounded.
    fn round_shapes(&mut self) {
        for gaussian in &mut self.splats.gaussians {
            let ids: Vec<u32> = write(gaussian).collect();
            *gaussian = Gaussian { colour: gaussian.colour, ..read(&ids) };
        }
    }

    fn solve_colours(&mut self) {
        let count = self.splats.gaussians.len();
        for at in 0..count {
            self.matrix[at * count + at] += RIDGE;
            // A Gaussian that nothing needs stays grey.
            self.right[at].iter_mut().for_each(|right| *right += RIDGE * 0.5);
        }
        solve(&mut self.matrix, &mut self.right);
        for (gaussian, right) in self.splats.gaussians.iter_mut().zip(&self.right) {
            gaussian.colour = right.map(|value| (value as f32).clamp(-0.5, 1.5));
        }
    }

    /// Does a row or a tile, and tells how many pixels' worth of work it was; an error ends the fit with what there is.
    fn advance(&mut self, budget: u64) -> usize {
        let tiles = self.splats.tiles();
        let (phase, work) = match std::mem::replace(&mut self.phase, Phase::Done) {
            Phase::Shrink => {
                self.shrink_row();
                let work = self.picture.size().area() / self.size.height();
                if self.target.len() < self.size.area() * 3 {
                    (Phase::Shrink, work)
                } else {
                    (self.tree().map_or(Phase::Done, Phase::Tree), work)
                }
            }
            Phase::Tree(mut tree) => {
                if tree.step(budget) == Step::Done {
                    self.begin(&tree.finish());
                    (Phase::Colours { round: 0, tile: 0 }, budget as usize)
                } else {
                    (Phase::Tree(tree), budget as usize)
                }
            }
            Phase::Geometry { round, tile } => {
                self.splats.add_gradient(tile, &self.target, &mut self.gradient);
                if tile + 1 < tiles {
                    (Phase::Geometry { round, tile: tile + 1 }, TILE * TILE * 16)
                } else {
                    self.descend(round);
                    let round = round + 1;
                    if round == ROUNDS {
                        self.round_shapes();
                    }
                    self.clear();
                    self.splats.sort();
                    let colours = round.is_multiple_of(ROUNDS_OF_COLOURS);
                    let next =
                        if colours { Phase::Colours { round, tile: 0 } } else { Phase::Geometry { round, tile: 0 } };
                    (next, TILE * TILE * 16)
                }
            }
            Phase::Colours { round, tile } => {
                self.splats.add_equations(tile, &self.target, &mut self.matrix, &mut self.right);
                if tile + 1 < tiles {
                    (Phase::Colours { round, tile: tile + 1 }, TILE * TILE * 16)
                } else {
                    self.solve_colours();
                    self.clear();
                    let done = round == ROUNDS;
                    (if done { Phase::Done } else { Phase::Geometry { round, tile: 0 } }, TILE * TILE * 64)
                }
            }
            Phase::Done => (Phase::Done, usize::MAX >> 1),
        };
        self.phase = phase;
        work
    }
}

impl Encode for Fitting {
    fn step(&mut self, budget: u64) -> Step {
        let mut left = budget.min(i64::MAX as u64) as i64;
        loop {
            left = left.saturating_sub_unsigned(self.advance(budget) as u64);
            let done = match self.phase {
                Phase::Done => return Step::Done,
                Phase::Geometry { round, .. } | Phase::Colours { round, .. } => round as u64,
                _ => 0,
            };
            if left <= 0 {
                return Step::Progress { phase: "fit", done, total: Some(ROUNDS as u64) };
            }
        }
    }

    fn finish(self: Box<Self>) -> Coded {
        Coded { ids: self.splats.gaussians.iter().flat_map(write).collect(), side: Vec::new() }
    }
}

/// The size that is fitted.
fn shrunk(size: Size) -> Size {
    let mut small = size;
    while small.width().max(small.height()) > FITTED_SIDE {
        let longer = size.width().max(size.height());
        let side = |length: usize| (length * FITTED_SIDE).div_ceil(longer).max(1) as u32;
        small = Size::new(side(size.width()), side(size.height())).unwrap_or(small.halved());
    }
    small
}

/// Solves symmetric positive equations in place (Cholesky); `right` becomes the solution.
fn solve(matrix: &mut [f64], right: &mut [[f64; 3]]) {
    let count = right.len();
    for row in 0..count {
        let (before, from_row) = matrix.split_at_mut(row * count);
        for column in 0..row {
            let other = &before[column * count..][..=column];
            let sum = from_row[..column].iter().zip(other).fold(0.0, |sum, (a, b)| sum + a * b);
            from_row[column] = (from_row[column] - sum) / other[column];
        }
        let sum = from_row[..row].iter().fold(0.0, |sum, a| sum + a * a);
        from_row[row] = (from_row[row] - sum).max(1e-12).sqrt();
    }
    // Forward through the triangle, then backward through its transpose.
    for row in 0..count {
        let (solved, rest) = right.split_at_mut(row);
        settle(&mut rest[0], matrix[row * count + row], (0..row).map(|at| (matrix[row * count + at], &solved[at])));
    }
    for row in (0..count).rev() {
        let (before, solved) = right.split_at_mut(row + 1);
        let terms = (row + 1..count).map(|at| (matrix[at * count + row], &solved[at - row - 1]));
        settle(&mut before[row], matrix[row * count + row], terms);
    }
}

/// Takes what is known off three right sides, and divides.
fn settle<'a>(right: &mut [f64; 3], diagonal: f64, terms: impl Iterator<Item = (f64, &'a [f64; 3])>) {
    let mut sums = [0.0; 3];
    for (factor, solved) in terms {
        sums.iter_mut().zip(solved).for_each(|(sum, value)| *sum += factor * value);
    }
    right.iter_mut().zip(sums).for_each(|(right, sum)| *right = (*right - sum) / diagonal);
}

/// Gaussians on their way to a picture.
struct Painting {
    splats: Splats,
    picture: Picture,
    tile: usize,
}

impl Decode for Painting {
    fn step(&mut self, budget: u64) -> Step {
        let tiles = self.splats.tiles();
        let until = tiles.min(self.tile + (budget as usize / (TILE * TILE * 16)).max(1));
        for tile in self.tile..until {
            self.splats.paint(tile, &mut self.picture);
        }
        self.tile = until;
        if until == tiles {
            return Step::Done;
        }
        Step::Progress { phase: "decode", done: until as u64, total: Some(tiles as u64) }
    }

    fn finish(self: Box<Self>) -> Picture {
        self.picture
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equations_are_solved() {
        let mut matrix = vec![4.0, 1.0, 0.5, 1.0, 3.0, -1.0, 0.5, -1.0, 5.0];
        let original = matrix.clone();
        let mut right = [[1.0, 0.0, 2.0], [2.0, 1.0, -1.0], [3.0, 0.0, 0.5]];
        let expected = right;
        solve(&mut matrix, &mut right);
        for (row, expected) in original.chunks(3).zip(expected) {
            for channel in 0..3 {
                let product: f64 = row.iter().zip(&right).map(|(a, x)| a * x[channel]).sum();
                assert!((product - expected[channel]).abs() < 1e-12);
            }
        }
    }

    #[test]
    fn widths_have_their_logarithms() {
        assert!((f64::from(LN_WIDTHS.0) - 0.012_f64.ln()).abs() < 1e-6);
        assert!((f64::from(LN_WIDTHS.1) - 1.2_f64.ln()).abs() < 1e-6);
    }
}
