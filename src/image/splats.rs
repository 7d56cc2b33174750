//! Gaussians over a picture, tile by tile: which of them reach a tile, what they paint there, and how that changes with
//! their shapes and colours.

use super::picture::{Picture, Size};
use crate::cpu::exp::exp;

/// Pixels on a side of a tile.
pub(super) const TILE: usize = 8;
/// Half the squared distance beyond which a Gaussian, below 1.2e-7 there, is nothing.
const REACH: f32 = 16.0;
/// √(2 · REACH): so many widths from the middle.
const REACH_IN_WIDTHS: f32 = 5.656_854;
/// Added to the sum of weights, so that what nothing reaches is black.
const FLOOR: f32 = 1e-4;

/// A Gaussian. Places are shares of the picture's width and height, widths of its longer side; colours go from 0 to 1 and
/// beyond.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Gaussian {
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) ln_width: f32,
    pub(super) ln_height: f32,
    /// Correlation of the two directions.
    pub(super) rho: f32,
    pub(super) colour: [f32; 3],
}

/// A Gaussian that reaches a tile, in pixels.
#[derive(Clone, Copy, Debug)]
struct Near {
    index: usize,
    x: f32,
    y: f32,
    per_width: f32,
    per_height: f32,
    rho: f32,
    /// 1 / (1 - ρ²).
    round: f32,
    colour: [f32; 3],
}

/// Gaussians and the tiles that they reach.
#[derive(Debug)]
pub(super) struct Splats {
    size: Size,
    pub(super) gaussians: Vec<Gaussian>,
    /// By tile, indices of Gaussians.
    reaching: Vec<Vec<u32>>,
}

impl Splats {
    pub(super) fn new(size: Size, gaussians: Vec<Gaussian>) -> Self {
        let mut splats = Self { size, gaussians, reaching: Vec::new() };
        splats.sort();
        splats
    }

    /// Finds out again which tiles each Gaussian reaches.
    pub(super) fn sort(&mut self) {
        let (rows, columns) = self.size.cells(TILE);
        self.reaching = vec![Vec::new(); rows * columns];
        for (index, gaussian) in self.gaussians.iter().enumerate() {
            let near = self.near(index, gaussian);
            let span = |middle: f32, per_width: f32, tiles: usize| {
                let reach = REACH_IN_WIDTHS / per_width + 1.0;
                let from = ((middle - reach).max(0.0) as usize / TILE).min(tiles - 1);
                from..((middle + reach).max(0.0) as usize / TILE + 1).min(tiles)
            };
            for row in span(near.y, near.per_height, rows) {
                for column in span(near.x, near.per_width, columns) {
                    self.reaching[row * columns + column].push(index as u32);
                }
            }
        }
    }

    pub(super) fn tiles(&self) -> usize {
        self.reaching.len()
    }

    fn near(&self, index: usize, gaussian: &Gaussian) -> Near {
        let (width, height) = (self.size.width() as f32, self.size.height() as f32);
        let longer = width.max(height);
        Near {
            index,
            x: gaussian.x * width,
            y: gaussian.y * height,
            per_width: exp(-gaussian.ln_width) / longer,
            per_height: exp(-gaussian.ln_height) / longer,
            rho: gaussian.rho,
            round: 1.0 / (1.0 - gaussian.rho * gaussian.rho),
            colour: gaussian.colour,
        }
    }

    /// Calls `pixel` for each pixel of a tile with its index, the Gaussians and their weights, the sum of the weights, and
    /// the colour.
    fn tile(&self, tile: usize, mut pixel: impl FnMut(usize, usize, &[Near], &[f32], f32, [f32; 3])) {
        let (_, columns) = self.size.cells(TILE);
        let near: Vec<Near> = self.reaching[tile]
            .iter()
            .map(|&index| self.near(index as usize, &self.gaussians[index as usize]))
            .collect();
        let mut weights = vec![0.0; near.len()];
        let (top, left) = (tile / columns * TILE, tile % columns * TILE);
        for y in top..(top + TILE).min(self.size.height()) {
            for x in left..(left + TILE).min(self.size.width()) {
                let (mut sum, mut colour) = (FLOOR, [0.0; 3]);
                for (near, weight) in near.iter().zip(&mut weights) {
                    let (across, down) = near.offset(x, y);
                    let distance = near.distance(across, down);
                    *weight = if distance < REACH { exp(-distance) } else { 0.0 };
                    sum += *weight;
                    colour.iter_mut().zip(near.colour).for_each(|(sum, part)| *sum += *weight * part);
                }
                pixel(x, y, &near, &weights, sum, colour.map(|value| value / sum));
            }
        }
    }

    /// Paints a tile.
    pub(super) fn paint(&self, tile: usize, picture: &mut Picture) {
        self.tile(tile, |x, y, _, _, _, colour| {
            picture.set(x, y, colour.map(|value| (value * 255.0 + 0.5).clamp(0.0, 255.0) as u8));
        });
    }

    /// Adds a tile's part of the gradient of half the squared error along x, y, ln width, ln height and artanh ρ.
    pub(super) fn add_gradient(&self, tile: usize, target: &[f32], gradient: &mut [[f32; 5]]) {
        let (width, height) = (self.size.width() as f32, self.size.height() as f32);
        self.tile(tile, |x, y, near, weights, sum, colour| {
            let at = (y * self.size.width() + x) * 3;
            let error: [f32; 3] = std::array::from_fn(|channel| (colour[channel] - target[at + channel]) / sum);
            for (near, &weight) in near.iter().zip(weights) {
                if weight == 0.0 {
                    continue;
                }
                let pull =
                    (0..3).fold(0.0, |pull, channel| pull + error[channel] * (near.colour[channel] - colour[channel]));
                let along_distance = -weight * pull;
                let (across, down) = near.offset(x, y);
                let along_across = along_distance * near.round * (across - near.rho * down);
                let along_down = along_distance * near.round * (down - near.rho * across);
                let own = &mut gradient[near.index];
                own[0] -= along_across * near.per_width * width;
                own[1] -= along_down * near.per_height * height;
                own[2] -= along_across * across;
                own[3] -= along_down * down;
                let square = across * across - 2.0 * near.rho * across * down + down * down;
                own[4] += along_distance * (near.rho * square * near.round - across * down);
            }
        });
    }

    /// Adds a tile's part of the normal equations of the colours: the lower half of the matrix, and the right side.
    pub(super) fn add_equations(&self, tile: usize, target: &[f32], matrix: &mut [f64], right: &mut [[f64; 3]]) {
        let count = self.gaussians.len();
        self.tile(tile, |x, y, near, weights, sum, _| {
            let at = (y * self.size.width() + x) * 3;
            for (place, (a, &weight)) in near.iter().zip(weights).enumerate() {
                if weight == 0.0 {
                    continue;
                }
                let share = f64::from(weight / sum);
                for channel in 0..3 {
                    right[a.index][channel] += share * f64::from(target[at + channel]);
                }
                // Indices rise within a tile.
                for (b, &other) in near[..=place].iter().zip(weights) {
                    matrix[a.index * count + b.index] += share * f64::from(other / sum);
                }
            }
        });
    }
}

impl Near {
    /// Distance of a pixel's middle from the Gaussian's, in widths.
    fn offset(&self, x: usize, y: usize) -> (f32, f32) {
        ((x as f32 + 0.5 - self.x) * self.per_width, (y as f32 + 0.5 - self.y) * self.per_height)
    }

    /// Half the squared distance.
    fn distance(&self, across: f32, down: f32) -> f32 {
        0.5 * self.round * (across * across - 2.0 * self.rho * across * down + down * down)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(splats: &Splats, target: &[f32]) -> f64 {
        let mut error = 0.0;
        for tile in 0..splats.tiles() {
            splats.tile(tile, |x, y, _, _, _, colour| {
                let at = (y * splats.size.width() + x) * 3;
                error += (0..3).map(|channel| f64::from(colour[channel] - target[at + channel]).powi(2)).sum::<f64>();
            });
        }
        0.5 * error
    }

    #[test]
    fn the_gradient_is_that_of_small_differences() {
        let size = Size::new(20, 14).expect("small");
        let target: Vec<f32> = (0..size.area() * 3).map(|at| (at * 37 % 101) as f32 / 101.0).collect();
        let gaussians = vec![
            Gaussian { x: 0.3, y: 0.4, ln_width: -1.5, ln_height: -1.2, rho: 0.3, colour: [0.9, 0.1, 0.4] },
            Gaussian { x: 0.7, y: 0.6, ln_width: -1.1, ln_height: -1.6, rho: -0.5, colour: [0.1, 0.8, 0.6] },
            Gaussian { x: 0.5, y: 0.2, ln_width: -0.9, ln_height: -1.0, rho: 0.0, colour: [0.4, 0.4, 1.2] },
        ];
        let splats = Splats::new(size, gaussians.clone());
        let mut gradient = vec![[0.0; 5]; gaussians.len()];
        (0..splats.tiles()).for_each(|tile| splats.add_gradient(tile, &target, &mut gradient));
        for (index, gradient) in gradient.iter().enumerate() {
            for (field, &found) in gradient.iter().enumerate() {
                let moved = |by: f32| {
                    let mut gaussians = gaussians.clone();
                    let own = &mut gaussians[index];
                    match field {
                        0 => own.x += by,
                        1 => own.y += by,
                        2 => own.ln_width += by,
                        3 => own.ln_height += by,
                        _ => own.rho = (own.rho.atanh() + by).tanh(),
                    }
                    error(&Splats::new(size, gaussians), &target)
                };
                let expected = (moved(2e-3) - moved(-2e-3)) / 4e-3;
                let scale = gradient.iter().fold(0.1_f32, |most, value| most.max(value.abs()));
                assert!(
                    (f64::from(found) - expected).abs() < 1e-3 * f64::from(scale) + 2e-3,
                    "{index} {field}: {found} for {expected}"
                );
            }
        }
    }
}
