//! Principal components in slices (Pearson, 1901; Hotelling, 1933): the covariance of vectors, and its eigenvectors by
//! cyclic Jacobi rotations. Double precision, one order of sums: the same on every machine.

/// Sweeps of rotations; six suffice as a rule.
const MOST_SWEEPS: usize = 15;
/// Products that cost about as much as what else is done for a pixel.
const PRODUCTS_OF_A_PIXEL: usize = 8;

/// The components of a set of vectors.
#[derive(Clone, Debug)]
pub(super) struct Components {
    /// Mean of the vectors.
    pub(super) mean: Vec<f32>,
    /// `[component, depth]`, by falling variance; the largest number of each is above zero.
    pub(super) basis: Vec<f32>,
    /// Variance along each.
    pub(super) variances: Vec<f64>,
}

#[derive(Clone, Copy, Debug)]
enum Phase {
    Mean,
    /// Vectors from this one on.
    Covariance(usize),
    /// Rotations of this row with all after it.
    Rotate {
        sweep: usize,
        row: usize,
    },
    Done,
}

/// The search for components.
#[derive(Debug)]
pub(super) struct Search {
    points: Vec<f32>,
    depth: usize,
    mean: Vec<f64>,
    /// Symmetric; diagonal in the end.
    matrix: Vec<f64>,
    /// Rows are what becomes the components.
    vectors: Vec<f64>,
    phase: Phase,
}

impl Search {
    /// Of `[point, depth]`; there is at least one point.
    pub(super) fn new(points: Vec<f32>, depth: usize) -> Self {
        let mut vectors = vec![0.0; depth * depth];
        vectors.iter_mut().step_by(depth + 1).for_each(|place| *place = 1.0);
        Self { points, depth, mean: vec![0.0; depth], matrix: vec![0.0; depth * depth], vectors, phase: Phase::Mean }
    }

    /// Works for about `budget` pixels; `false` when done.
    pub(super) fn step(&mut self, budget: u64) -> bool {
        let mut left = budget.min(i64::MAX as u64) as i64;
        loop {
            let (phase, products) = match self.phase {
                Phase::Mean => {
                    let count = (self.points.len() / self.depth) as f64;
                    for point in self.points.chunks_exact(self.depth) {
                        self.mean.iter_mut().zip(point).for_each(|(mean, &value)| *mean += f64::from(value));
                    }
                    self.mean.iter_mut().for_each(|mean| *mean /= count);
                    (Phase::Covariance(0), self.points.len())
                }
                Phase::Covariance(point) => {
                    self.add_to_covariance(point);
                    let next = point + 1;
                    let more = next < self.points.len() / self.depth;
                    let phase = if more { Phase::Covariance(next) } else { Phase::Rotate { sweep: 0, row: 0 } };
                    if !more {
                        self.finish_covariance();
                    }
                    (phase, self.depth * self.depth / 2)
                }
                Phase::Rotate { sweep, row } => {
                    for other in row + 1..self.depth {
                        self.rotate(row, other);
                    }
                    let phase = if row + 1 < self.depth {
                        Phase::Rotate { sweep, row: row + 1 }
                    } else if sweep + 1 == MOST_SWEEPS || self.is_diagonal() {
                        Phase::Done
                    } else {
                        Phase::Rotate { sweep: sweep + 1, row: 0 }
                    };
                    (phase, 3 * (self.depth - row) * self.depth)
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

    /// The components, and the points.
    pub(super) fn finish(self) -> (Components, Vec<f32>) {
        let depth = self.depth;
        let variance = |component: usize| self.matrix[component * (depth + 1)].max(0.0);
        let mut order: Vec<usize> = (0..depth).collect();
        order.sort_by(|&a, &b| variance(b).total_cmp(&variance(a)).then(a.cmp(&b)));
        let mut basis = Vec::with_capacity(depth * depth);
        for &component in &order {
            let vector = &self.vectors[component * depth..][..depth];
            let largest =
                vector.iter().fold(0.0_f64, |best, &value| if value.abs() > best.abs() { value } else { best });
            let sign = if largest < 0.0 { -1.0 } else { 1.0 };
            basis.extend(vector.iter().map(|value| (sign * value) as f32));
        }
        let mean = self.mean.iter().map(|&value| value as f32).collect();
        (Components { mean, basis, variances: order.into_iter().map(variance).collect() }, self.points)
    }

    fn add_to_covariance(&mut self, point: usize) {
        let point = &self.points[point * self.depth..][..self.depth];
        let centred: Vec<f64> = point.iter().zip(&self.mean).map(|(&value, mean)| f64::from(value) - mean).collect();
        for (row, &a) in centred.iter().enumerate() {
            let sums = &mut self.matrix[row * self.depth..][..=row];
            sums.iter_mut().zip(&centred).for_each(|(sum, b)| *sum += a * b);
        }
    }

    fn finish_covariance(&mut self) {
        let count = (self.points.len() / self.depth) as f64;
        for row in 0..self.depth {
            for column in 0..=row {
                let value = self.matrix[row * self.depth + column] / count;
                self.matrix[row * self.depth + column] = value;
                self.matrix[column * self.depth + row] = value;
            }
        }
    }

    /// Turns the plane of two rows so that they do not covary (Golub and Van Loan, Matrix Computations, 8.5).
    fn rotate(&mut self, p: usize, q: usize) {
        let depth = self.depth;
        let (pp, qq, pq) = (self.matrix[p * depth + p], self.matrix[q * depth + q], self.matrix[p * depth + q]);
        if pq.abs() <= 1e-14 * (pp.abs() * qq.abs()).sqrt() || pq.abs() < 1e-300 {
            return;
        }
        let tau = (qq - pp) / (2.0 * pq);
        let tangent = tau.signum() / (tau.abs() + (1.0 + tau * tau).sqrt());
        let cosine = 1.0 / (1.0 + tangent * tangent).sqrt();
        let sine = tangent * cosine;
        for k in 0..depth {
            let (kp, kq) = (self.matrix[k * depth + p], self.matrix[k * depth + q]);
            self.matrix[k * depth + p] = cosine * kp - sine * kq;
            self.matrix[k * depth + q] = sine * kp + cosine * kq;
        }
        turn(&mut self.matrix, depth, (p, q), (cosine, sine));
        turn(&mut self.vectors, depth, (p, q), (cosine, sine));
    }

    fn is_diagonal(&self) -> bool {
        let all: f64 = self.matrix.iter().step_by(self.depth + 1).map(|value| value * value).sum();
        let off = self.matrix.iter().map(|value| value * value).sum::<f64>() - all;
        off <= 1e-22 * all
    }
}

/// Turns two rows.
fn turn(matrix: &mut [f64], depth: usize, (p, q): (usize, usize), (cosine, sine): (f64, f64)) {
    let (before, from_q) = matrix.split_at_mut(q * depth);
    for (p, q) in before[p * depth..][..depth].iter_mut().zip(&mut from_q[..depth]) {
        (*p, *q) = (cosine * *p - sine * *q, sine * *p + cosine * *q);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Points of `tests/golden/image/pca.py`.
    fn points(depth: usize, count: usize) -> Vec<f32> {
        (0..depth * count)
            .map(|at| {
                let (point, place) = (at / depth, at % depth);
                ((at * at * 31 % 509) as f32 - 254.0) / (place + 1) as f32
                    + (point * 37 % 100) as f32 * (place % 3) as f32
            })
            .collect()
    }

    fn components(depth: usize, count: usize, budget: u64) -> Components {
        let mut search = Search::new(points(depth, count), depth);
        while search.step(budget) {}
        search.finish().0
    }

    #[test]
    fn components_are_numpys() {
        let golden = include_str!("../../tests/golden/image/pca.txt");
        let mut lines = golden.lines().filter(|line| !line.starts_with('#'));
        while let Some(shape) = lines.next() {
            let (depth, count) = shape.split_once(' ').expect("two numbers");
            let found = components(depth.parse().expect("a number"), count.parse().expect("a number"), 50);
            let mut numbers = || -> Vec<f64> {
                lines.next().unwrap_or("").split_whitespace().map(|n| n.parse().expect("a number")).collect()
            };
            let (mean, variances, basis) = (numbers(), numbers(), numbers());
            let near = |a: f64, b: f64, scale: f64| assert!((a - b).abs() < 1e-5 * scale, "{shape}: {a} for {b}");
            let largest = variances[0];
            found.mean.iter().zip(&mean).for_each(|(&a, &b)| near(f64::from(a), b, 100.0));
            found.variances.iter().zip(&variances).for_each(|(&a, &b)| near(a, b, largest));
            found.basis.iter().zip(&basis).for_each(|(&a, &b)| near(f64::from(a), b, 1.0));
        }
    }

    #[test]
    fn all_components_of_a_patch_give_it_back() {
        let depth = 192;
        let found = components(depth, 400, 1 << 20);
        for point in points(depth, 400).chunks_exact(depth).take(5) {
            let centred: Vec<f32> = point.iter().zip(&found.mean).map(|(value, mean)| value - mean).collect();
            let mut back = found.mean.clone();
            for component in found.basis.chunks_exact(depth) {
                let along: f32 = component.iter().zip(&centred).map(|(a, b)| a * b).sum();
                back.iter_mut().zip(component).for_each(|(back, value)| *back += along * value);
            }
            for (value, back) in point.iter().zip(back) {
                assert!((value - back).abs() < 255.0 * 1e-5, "{value} became {back}");
            }
        }
    }

    #[test]
    fn equal_points_have_no_variance() {
        let mut search = Search::new([3.0; 40].to_vec(), 4);
        while search.step(1) {}
        assert_eq!(search.finish().0.variances, [0.0; 4]);
    }
}
