//! Draws. The Gumbel rule takes the id with the largest `log p + g`, `g = -log E`, `E` exponential; that is the id with the
//! smallest `E / p`: a race, which needs no logarithm of `p`, and none of most random numbers.
//!
//! With `v` in the middle of one of 2^32 parts, `E = -log(1 - v)` goes down to 2^-33: a Gumbel of up to 22.9, where
//! 24-bit numbers end at 16.6 and never draw what is rarer.

use super::distribution::Distribution;
use super::philox::{Noise, uniform};

/// Below this, a series is more exact than a logarithm of a number near 1.
const SMALL: f64 = 1.0 / 64.0;

/// The id that is drawn; the lower of two that end level. 0 where every probability is zero.
pub fn draw(distribution: &Distribution, noise: Noise) -> u32 {
    let mut best = (f64::INFINITY, 0);
    for (block, four) in (0..).zip(distribution.probabilities().chunks(4)) {
        if four.iter().all(|&probability| probability <= 0.0) {
            continue;
        }
        for ((id, &probability), word) in (4 * block..).zip(four).zip(noise.block(block)) {
            let v = uniform(word);
            // E is larger than v: who does not win with v cannot win.
            if probability <= 0.0 || v > best.0 * probability {
                continue;
            }
            let time = exponential(v) / probability;
            if time < best.0 {
                best = (time, id);
            }
        }
    }
    best.1
}

fn exponential(v: f64) -> f64 {
    if v < SMALL { v + v * v * (0.5 + v * (1.0 / 3.0 + v * 0.25)) } else { -libm::log(1.0 - v) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generate::philox::Stream;

    fn noise(position: u32) -> Noise {
        Noise { seed: 3, position, stream: Stream::Target, draw: 0 }
    }

    #[test]
    fn ids_are_drawn_as_often_as_they_should() {
        let weights = [0.4, 0.0, 0.3, 0.2, 0.05, 0.05];
        let distribution = Distribution::of(weights.to_vec());
        let count = 40_000;
        let mut drawn = [0_u32; 6];
        (0..count).for_each(|position| drawn[draw(&distribution, noise(position)) as usize] += 1);
        for (drawn, p) in drawn.iter().zip(weights) {
            let expected = f64::from(count) * p;
            let spread = (expected * (1.0 - p)).sqrt();
            assert!((f64::from(*drawn) - expected).abs() <= 4.0 * spread, "{drawn} of {expected}");
        }
    }

    /// The rule as it is written down, without the shortcuts.
    #[test]
    fn it_is_the_gumbel_rule() {
        for position in 0..2_000 {
            let weights: Vec<f64> = (0..9).map(|id| f64::from((id * 7 + position) % 11)).collect();
            let distribution = Distribution::of(weights);
            let gumbel = |id: u32| {
                let v = uniform(noise(position).block(id / 4)[id as usize % 4]);
                distribution.probability(id).ln() - (-(-v).ln_1p()).ln()
            };
            let best = (0..9).max_by(|&a, &b| gumbel(a).total_cmp(&gumbel(b)));
            assert_eq!(Some(draw(&distribution, noise(position))), best);
        }
    }

    #[test]
    fn rare_numbers_are_exact() {
        for v in [2.0_f64.powi(-33), 1e-6, SMALL * 0.999, SMALL, 0.5, 1.0 - 2.0_f64.powi(-33)] {
            let right = -(-v).ln_1p();
            assert!((exponential(v) / right - 1.0).abs() < 2e-8, "{v}");
        }
    }
}
