//! Which ids of a grid stand beside which: how many bits a cell tells of the cell at each offset, and which pairs meet
//! beside and below each other more often than chance has them.
//!
//! The information is the mutual information of the pairs at that offset as they were counted. Counting finds some where
//! there is none, the more the fewer cells and the more ids there are, so the same cells shuffled stand beside it: what is
//! above them is due to places. Cost: for each of 24 offsets two sorts of as many pairs as there are cells.

use serde::Serialize;

use super::shuffled::shuffled;
use super::{Figure, Undefined};
use crate::job::Step;
use crate::order;

/// Offsets go so far across and down.
const FAR: i32 = 3;
/// A pair that was met less often is chance.
const LEAST: u64 = 5;
/// So many pairs are listed of each direction.
const LISTED: usize = 8;
/// Units of work of a pair.
const WORK: u64 = 16;

/// What cells tell of cells at an offset; the opposite offset tells as much.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct IdOffset {
    /// Columns to the right.
    pub across: i32,
    /// Rows down.
    pub down: i32,
    /// Mutual information as counted.
    pub bits: Figure,
    /// The same of the cells shuffled.
    pub chance: Figure,
}

/// Two ids that meet.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct IdPair {
    /// On the left, or above.
    pub first: u32,
    /// On the right, or below.
    pub second: u32,
    /// How often they meet.
    pub count: u64,
    /// How often they would if places told nothing: product of their uses as a first and as a second of a pair, over all
    /// pairs.
    pub expected: f64,
}

/// Pairs of one direction.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct IdMeetings {
    /// How many pairs there are.
    pub pairs: u64,
    /// Pairs of an id with itself.
    pub same: u64,
    /// How many such pairs places that tell nothing would give.
    #[serde(rename = "sameExpected")]
    pub same_expected: f64,
    /// Pairs of different ids, met at least five times and more often than expected; first those that add most to the
    /// mutual information.
    pub most: Vec<IdPair>,
}

/// What neighbourhood tells in a grid.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct IdNeighbours {
    /// Offsets to the right and down, up to three cells away.
    pub offsets: Vec<IdOffset>,
    /// Cells with the one on their right.
    pub beside: IdMeetings,
    /// Cells with the one under them.
    pub below: IdMeetings,
}

/// The figures of [`IdNeighbours`] under way.
#[derive(Debug)]
pub struct Neighbouring {
    columns: usize,
    /// Names of ids, from 0 on, of each cell; and the same shuffled.
    cells: Vec<u32>,
    mixed: Vec<u32>,
    /// The ids of names.
    ids: Vec<u32>,
    found: IdNeighbours,
}

impl Neighbouring {
    /// Of a grid, row by row; cells that do not fill a row are left out.
    pub fn new(ids: &[u32], columns: usize) -> Self {
        let columns = columns.max(1);
        let grid = &ids[..ids.len() / columns * columns];
        let mut names = grid.to_vec();
        order::sort_by_key(&mut names, |&id| id.into());
        names.dedup();
        let cells: Vec<u32> = grid.iter().map(|id| names.partition_point(|name| name < id) as u32).collect();
        let mixed = shuffled(&cells);
        Self { columns, cells, mixed, ids: names, found: IdNeighbours::default() }
    }

    /// Works for about `budget` units, at least on one offset.
    pub fn step(&mut self, budget: u64) -> Step {
        let all = offsets();
        let total = all.clone().count();
        let each = 2 * WORK * self.cells.len().max(1) as u64;
        for (across, down) in all.skip(self.found.offsets.len()).take((budget / each).max(1) as usize) {
            let pairs = Pairs::of(&self.cells, self.columns, self.ids.len(), (across, down));
            let chance = Pairs::of(&self.mixed, self.columns, self.ids.len(), (across, down)).information();
            self.found.offsets.push(IdOffset { across, down, bits: pairs.information(), chance });
            match (across, down) {
                (1, 0) => self.found.beside = pairs.meetings(&self.ids),
                (0, 1) => self.found.below = pairs.meetings(&self.ids),
                _ => {}
            }
        }
        match self.found.offsets.len() {
            done if done == total => Step::Done,
            done => Step::Progress { phase: "neighbours", done: done as u64, total: Some(total as u64) },
        }
    }

    /// The result.
    pub fn finish(self) -> IdNeighbours {
        self.found
    }
}

/// One of each two opposite offsets.
fn offsets() -> impl Iterator<Item = (i32, i32)> + Clone {
    (0..=FAR)
        .flat_map(|down| (-FAR..=FAR).map(move |across| (across, down)))
        .filter(|&(across, down)| down > 0 || across > 0)
}

/// Pairs of names at one offset.
struct Pairs {
    /// First and second name of each, and how often it is there.
    counted: Vec<(u32, u32, u64)>,
    /// How often each name is a first, and a second.
    firsts: Vec<u64>,
    seconds: Vec<u64>,
    total: u64,
}

impl Pairs {
    fn of(cells: &[u32], columns: usize, names: usize, (across, down): (i32, i32)) -> Self {
        let mut all: Vec<u64> = Vec::with_capacity(cells.len());
        let (left, right) = ((-across).max(0) as usize, across.max(0) as usize);
        let rows = cells.chunks_exact(columns);
        for (row, under) in rows.clone().zip(rows.skip(down as usize)) {
            let firsts = row.iter().skip(left);
            all.extend(firsts.zip(under.iter().skip(right)).map(|(&a, &b)| u64::from(a) << 32 | u64::from(b)));
        }
        order::sort_by_key(&mut all, |&pair| pair);
        let (mut firsts, mut seconds) = (vec![0; names], vec![0; names]);
        let counted: Vec<(u32, u32, u64)> = all
            .chunk_by(|a, b| a == b)
            .map(|same| ((same[0] >> 32) as u32, same[0] as u32, same.len() as u64))
            .collect();
        for &(first, second, count) in &counted {
            firsts[first as usize] += count;
            seconds[second as usize] += count;
        }
        Self { counted, firsts, seconds, total: all.len() as u64 }
    }

    /// How often a pair would be there if the places of its names were chance.
    fn expected(&self, first: u32, second: u32) -> f64 {
        self.firsts[first as usize] as f64 * self.seconds[second as usize] as f64 / self.total as f64
    }

    /// What a pair adds to the mutual information.
    fn part(&self, &(first, second, count): &(u32, u32, u64)) -> f64 {
        count as f64 / self.total as f64 * (count as f64 / self.expected(first, second)).log2()
    }

    fn information(&self) -> Figure {
        let bits = self.counted.iter().map(|pair| self.part(pair)).sum::<f64>();
        let value = if self.total == 0 { Err(Undefined::NoPairs) } else { Ok(bits.max(0.0)) };
        Figure::new(value, "bits", self.total, "pairs")
    }

    fn meetings(&self, ids: &[u32]) -> IdMeetings {
        let alike = |&&(first, second, _): &&(u32, u32, u64)| first == second;
        let names = self.firsts.iter().zip(&self.seconds);
        let same_expected = names.map(|(&first, &second)| first as f64 * second as f64).sum::<f64>();
        let mut most: Vec<&(u32, u32, u64)> = self
            .counted
            .iter()
            .filter(|pair| !alike(pair) && pair.2 >= LEAST && pair.2 as f64 > self.expected(pair.0, pair.1))
            .collect();
        // Parts are positive here: numbers in the order of their bits.
        order::sort_by_key(&mut most, |pair| !self.part(pair).to_bits());
        most.truncate(LISTED);
        let named = |&(first, second, count): &(u32, u32, u64)| IdPair {
            first: ids[first as usize],
            second: ids[second as usize],
            count,
            expected: self.expected(first, second),
        };
        IdMeetings {
            pairs: self.total,
            same: self.counted.iter().filter(alike).map(|pair| pair.2).sum(),
            same_expected: same_expected / self.total.max(1) as f64,
            most: most.into_iter().map(named).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;

    fn neighbours(ids: &[u32], columns: usize) -> IdNeighbours {
        let mut work = Neighbouring::new(ids, columns);
        while work.step(0) != Step::Done {}
        work.finish()
    }

    fn at(found: &IdNeighbours, across: i32, down: i32) -> &IdOffset {
        found.offsets.iter().find(|offset| (offset.across, offset.down) == (across, down)).expect("it is looked at")
    }

    /// Rows that count up by one from an id of chance, of 16: a cell tells its neighbours in the row and nothing below.
    fn counting_rows() -> Vec<u32> {
        let mut random = Random::new(5);
        (0..96)
            .flat_map(|_| {
                (0..96).scan((random.draw() * 16.0) as u32, |start, x| Some((*start + x) % 16)).collect::<Vec<u32>>()
            })
            .collect()
    }

    #[test]
    fn a_grid_whose_rows_count_up_is_known_along_rows_alone() {
        let found = neighbours(&counting_rows(), 96);
        assert_eq!(found.offsets.len(), 24);
        for across in 1..=3 {
            let bits = at(&found, across, 0).bits;
            // Sixteen ids, nearly even: 4 bits, and as many pairs as places.
            assert!(bits.value.is_some_and(|bits| (bits - 4.0).abs() < 0.01), "{bits:?}");
            assert_eq!(bits.sample_size, 96 * (96 - across as u64));
        }
        let chance = at(&found, 1, 0).chance.value.unwrap_or(f64::NAN);
        // (16 − 1)² / (2 · pairs · ln 2): what counting finds where there is nothing.
        let bias = 225.0 / (2.0 * 9120.0 * std::f64::consts::LN_2);
        assert!((chance - bias).abs() < bias / 2.0, "{chance} for {bias}");
        assert_eq!((found.beside.same, found.beside.pairs), (0, 9120));
        assert!((found.beside.same_expected - 570.0).abs() < 20.0);
        let pair = found.beside.most.first().expect("pairs that meet");
        assert_eq!((pair.first + 1) % 16, pair.second);
        assert_eq!(found.beside.most.len(), LISTED);
        assert!(pair.count as f64 > 15.0 * pair.expected);
    }

    /// By hand: two rows of three, 7 2 7 over 2 2 7.
    #[test]
    fn pairs_of_a_small_grid() {
        let found = neighbours(&[7, 2, 7, 2, 2, 7], 3);
        // Beside: 72 27 22 27. P(72) = 1/4, P(27) = 1/2, P(22) = 1/4; firsts 7: 1/4, 2: 3/4; seconds 2: 1/2, 7: 1/2.
        let expected = 0.25 * f64::log2(0.25 / 0.125) + 0.5 * f64::log2(0.5 / 0.375) + 0.25 * f64::log2(0.25 / 0.375);
        assert!(at(&found, 1, 0).bits.value.is_some_and(|bits| (bits - expected).abs() < 1e-12));
        assert_eq!((found.beside.pairs, found.beside.same), (4, 1));
        // Below: 72 22 77; of the diagonal to the left: 2 over 2, 7 over 2.
        assert_eq!((found.below.pairs, found.below.same), (3, 2));
        assert_eq!(at(&found, -1, 1).bits.sample_size, 2);
        assert_eq!(at(&found, 0, 2).bits.undefined, Some(Undefined::NoPairs));
        assert!(found.beside.most.is_empty(), "too rare to tell");
    }

    #[test]
    fn columns_tell_downwards_and_their_copies_are_named() {
        // Each second row repeats the one above it.
        let mut random = Random::new(2);
        let rows: Vec<Vec<u32>> =
            (0..60).map(|_| (0..80).map(|_| 40 + (random.draw() * 4.0) as u32).collect()).collect();
        let ids: Vec<u32> = rows.iter().flat_map(|row| row.iter().chain(row)).copied().collect();
        let found = neighbours(&ids, 80);
        let above = |across, down| {
            let offset = at(&found, across, down);
            offset.bits.value.unwrap_or(f64::NAN) - offset.chance.value.unwrap_or(f64::NAN)
        };
        // Half of the pairs are copies, the others are alike by chance: 1/2 + 1/2 · 1/4 of four ids, the rest of twelve
        // pairs.
        let expected = 0.625 * f64::log2(2.5) - 0.375;
        assert!((above(0, 1) - expected).abs() < 0.03, "{} for {expected}", above(0, 1));
        assert!(above(1, 0).abs() < 0.01 && above(1, 1).abs() < 0.01);
        let share = found.below.same as f64 / found.below.pairs as f64;
        assert!((share - 0.625).abs() < 0.02, "{share}");
    }
}
