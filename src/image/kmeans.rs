//! k-means (Lloyd, 1957) in slices, begun as k-means++ (Arthur and Vassilvitskii, 2007) from a fixed seed.
//!
//! Of centres equally near the one of the lower index is taken; a centre that no point is near moves to the point that is
//! farthest from its own. So the same points give the same centres on every machine, and the error of one round is never
//! above that of the round before.

use super::codes::Codes;
use crate::cpu::centroids::centroids;
use crate::random::Random;

/// Rounds of Lloyd's; later ones change little.
pub(super) const ROUNDS: usize = 10;
/// Points of a slice of work, at least.
const POINTS_AT_ONCE: usize = 64;
/// Products that cost about as much as what else is done for a pixel.
const PRODUCTS_OF_A_PIXEL: usize = 16;

#[derive(Debug)]
enum Phase {
    /// Centres are chosen among the points.
    Seed,
    /// Points are given to centres, from this point on.
    Assign {
        codes: Codes,
        from: usize,
    },
    Done,
}

/// The search for centres.
#[derive(Debug)]
pub(super) struct KMeans {
    points: Vec<f32>,
    depth: usize,
    count: usize,
    centres: Vec<f32>,
    ids: Vec<u32>,
    /// Squared distance of each point from its nearest centre.
    far: Vec<f32>,
    phase: Phase,
    round: usize,
    random: Random,
}

impl KMeans {
    /// `count` centres of `[point, depth]`; there is at least one point.
    pub(super) fn new(points: Vec<f32>, depth: usize, count: usize) -> Self {
        let number = points.len() / depth;
        Self {
            depth,
            count,
            centres: Vec::with_capacity(count * depth),
            ids: vec![0; number],
            far: vec![f32::INFINITY; number],
            phase: Phase::Seed,
            round: 0,
            random: Random::new(0),
            points,
        }
    }

    /// Works for about `budget` pixels; `false` when done.
    pub(super) fn step(&mut self, budget: u64) -> bool {
        let mut left = budget.min(i64::MAX as u64) as i64;
        loop {
            let (phase, products) = match std::mem::replace(&mut self.phase, Phase::Done) {
                Phase::Seed => {
                    self.seed();
                    let phase =
                        if self.centres.len() < self.count * self.depth { Phase::Seed } else { self.assignment() };
                    (phase, self.points.len())
                }
                Phase::Assign { codes, from } => {
                    let until = self.ids.len().min(from + POINTS_AT_ONCE);
                    let points = &self.points[from * self.depth..until * self.depth];
                    codes.nearest(points, &mut self.ids[from..until]);
                    let products = points.len() * self.count;
                    if until < self.ids.len() {
                        (Phase::Assign { codes, from: until }, products)
                    } else {
                        self.measure();
                        self.round += 1;
                        let more = self.round < ROUNDS && self.move_centres();
                        (if more { self.assignment() } else { Phase::Done }, products)
                    }
                }
                Phase::Done => return false,
            };
            self.phase = phase;
            left -= (products / PRODUCTS_OF_A_PIXEL) as i64;
            if left <= 0 {
                return !matches!(self.phase, Phase::Done);
            }
        }
    }

    /// Rounds done, of [`ROUNDS`].
    pub(super) fn round(&self) -> usize {
        self.round
    }

    /// The centres, `[centre, depth]`, the points, and the nearest centre of each.
    pub(super) fn finish(self) -> (Vec<f32>, Vec<f32>, Vec<u32>) {
        (self.centres, self.points, self.ids)
    }

    fn assignment(&self) -> Phase {
        Phase::Assign { codes: Codes::new(&self.centres, self.depth), from: 0 }
    }

    /// One more centre: a point, the likelier the farther it is from those there are.
    fn seed(&mut self) {
        let draw = self.random.draw();
        let all: f64 = self.far.iter().map(|&far| f64::from(far)).sum();
        let chosen = if all.is_finite() && all > 0.0 {
            let mut rest = draw * all;
            self.far.iter().position(|&far| {
                rest -= f64::from(far);
                rest < 0.0
            })
        } else {
            Some((draw * self.far.len() as f64) as usize)
        };
        // Rounding may leave a rest behind the last point.
        let chosen = chosen.unwrap_or(self.far.len() - 1);
        let centre = self.points[chosen * self.depth..][..self.depth].to_vec();
        for (point, far) in self.points.chunks_exact(self.depth).zip(&mut self.far) {
            *far = far.min(squared_distance(point, &centre));
        }
        self.centres.extend(centre);
    }

    fn measure(&mut self) {
        for ((point, far), &id) in self.points.chunks_exact(self.depth).zip(&mut self.far).zip(&self.ids) {
            *far = squared_distance(point, &self.centres[id as usize * self.depth..][..self.depth]);
        }
    }

    /// Centres go to the mean of their points; `false` where all stay.
    fn move_centres(&mut self) -> bool {
        let mut means = vec![0.0; self.count * (self.depth + 1)];
        centroids(&self.points, &self.ids, self.depth, self.count, &mut means);
        let (means, counts) = means.split_at_mut(self.count * self.depth);
        for (mean, _) in means.chunks_exact_mut(self.depth).zip(counts).filter(|(_, count)| **count == 0.0) {
            let mut farthest = 0;
            for (point, &far) in self.far.iter().enumerate() {
                if far > self.far[farthest] {
                    farthest = point;
                }
            }
            self.far[farthest] = 0.0;
            mean.copy_from_slice(&self.points[farthest * self.depth..][..self.depth]);
        }
        let moved = *means != *self.centres;
        self.centres.copy_from_slice(means);
        moved
    }
}

fn squared_distance(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).fold(0.0, |sum, (a, b)| sum + (a - b) * (a - b))
}

#[cfg(test)]
mod tests {
    use super::*;

    const DEPTH: usize = 6;

    fn points() -> Vec<f32> {
        (0..240 * DEPTH)
            .map(|at| {
                let heap = at / DEPTH % 7 * (at % DEPTH + 1) * 9;
                (at * at * 7919 % 1009) as f32 / 16.0 + heap as f32
            })
            .collect()
    }

    /// `tests/golden/image/kmeans.py`: as many rounds, from the first points.
    #[test]
    fn rounds_are_scikit_learns() {
        let golden = include_str!("../../tests/golden/image/kmeans.txt");
        let mut lines = golden.lines().filter(|line| !line.starts_with('#'));
        while let Some(count) = lines.next() {
            let mut search = KMeans::new(points(), DEPTH, count.parse().expect("a number"));
            search.centres = search.points[..search.count * DEPTH].to_vec();
            search.phase = search.assignment();
            while search.step(100) {}
            let (centres, _, ids) = search.finish();
            let numbers = |line: Option<&str>| -> Vec<f32> {
                line.unwrap_or("").split_whitespace().map(|n| n.parse().expect("a number")).collect()
            };
            let expected = numbers(lines.next());
            assert_eq!(expected.len(), centres.len());
            for (centre, expected) in centres.iter().zip(expected) {
                assert!((centre - expected).abs() < 1e-3, "{count} centres: {centre} for {expected}");
            }
            assert_eq!(ids.iter().map(|&id| id as f32).collect::<Vec<_>>(), numbers(lines.next()));
        }
    }

    #[test]
    fn errors_never_rise_and_slices_change_nothing() {
        for count in [1, 2, 7, 40, 300] {
            let mut search = KMeans::new(points(), DEPTH, count);
            let mut errors = vec![f64::INFINITY];
            while search.step(0) {
                if search.round == errors.len() {
                    // The farthest points were set to zero where centres moved to them: that is less still.
                    errors.push(search.far.iter().map(|&far| f64::from(far)).sum());
                }
            }
            assert!(errors.is_sorted_by(|before, after| after <= &(before * (1.0 + 1e-5))), "{count}: {errors:?}");
            let mut at_once = KMeans::new(points(), DEPTH, count);
            while at_once.step(u64::MAX >> 1) {}
            assert_eq!(at_once.finish().0, search.finish().0);
        }
    }

    #[test]
    fn of_equals_the_lower_is_taken_and_a_centre_without_points_moves() {
        let codes = Codes::new(&[1.0, 1.0, 5.0, 5.0, 1.0, 1.0], 2);
        let mut ids = [9; 2];
        codes.nearest(&[1.0, 1.0, 5.0, 5.0], &mut ids);
        assert_eq!(ids, [0, 1]);

        let mut search = KMeans::new(vec![0.0, 0.0, 1.0, 20.0], 1, 2);
        search.centres = vec![7.0, 500.0];
        search.phase = search.assignment();
        while search.step(1) {}
        assert_eq!(search.finish().2, [0, 0, 0, 1]);
    }
}
