//! Numbers as ids, one by one: levels for a variable that is distributed as the unit Gaussian is.

use super::exact::{density, quantile, share_below};

/// Where the levels lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// So that the mean squared error is least (Lloyd, 1957; Max, 1960).
    LeastError,
    /// So that all ids are equally frequent: the means of cells of equal probability, from -3 to 3.
    EqualShares,
    /// At equal distances from -3 to 3.
    EqualSteps,
}

/// Equal shares and equal steps end here.
const REACH: f64 = 3.0;
/// The first levels are nearly right (Panter and Dite, 1951), the more so the more there are; rounds make them right. So
/// many levels are moved in all.
const MOVES: usize = 1 << 13;

/// `2^bits` levels, rising.
pub(super) fn levels(rule: Rule, bits: u32) -> Vec<f32> {
    let count = 1_usize << bits;
    let place = |at: usize| (at as f64 + 0.5) / count as f64;
    let levels: Vec<f64> = match rule {
        Rule::EqualSteps => (0..count).map(|at| REACH * (2.0 * place(at) - 1.0)).collect(),
        Rule::EqualShares => {
            let edge = |at: usize| match at {
                0 => -REACH,
                at if at == count => REACH,
                at => quantile(at as f64 / count as f64).clamp(-REACH, REACH),
            };
            (0..count).map(|at| mean_between(edge(at), edge(at + 1))).collect()
        }
        Rule::LeastError => {
            // The best density of levels is the cube root of that of the numbers: a Gaussian √3 times as wide.
            let mut levels: Vec<f64> = (0..count).map(|at| 3.0_f64.sqrt() * quantile(place(at))).collect();
            for _ in 0..(MOVES >> bits).clamp(16, 512) {
                let edges: Vec<f64> = levels.windows(2).map(|pair| 0.5 * (pair[0] + pair[1])).collect();
                for (at, level) in levels.iter_mut().enumerate() {
                    let from = at.checked_sub(1).map_or(f64::NEG_INFINITY, |before| edges[before]);
                    *level = mean_between(from, edges.get(at).copied().unwrap_or(f64::INFINITY));
                }
            }
            levels
        }
    };
    levels.into_iter().map(|level| level as f32).collect()
}

/// The nearest level; of two the lower.
pub(super) fn nearest(levels: &[f32], value: f32) -> u32 {
    let above = levels.partition_point(|&level| level < value);
    let below = above.saturating_sub(1);
    let last = levels.len() - 1;
    if value - levels[below] <= levels[above.min(last)] - value { below as u32 } else { above.min(last) as u32 }
}

/// The mean of what lies between two numbers.
fn mean_between(from: f64, until: f64) -> f64 {
    let tail = |x: f64| if x.is_finite() { density(x) } else { 0.0 };
    let share = share_below(until) - share_below(from);
    // Far out there is nothing to take the mean of.
    if share > 1e-12 { (tail(from) - tail(until)) / share } else { 0.5 * (from.max(-8.0) + until.min(8.0)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Max, Quantizing for Minimum Distortion, 1960, table I.
    #[test]
    fn levels_of_least_error_are_maxs() {
        for (bits, expected) in [
            (1, vec![0.7980]),
            (2, vec![0.4528, 1.510]),
            (3, vec![0.2451, 0.7560, 1.344, 2.152]),
            (4, vec![0.1284, 0.3881, 0.6568, 0.9424, 1.256, 1.618, 2.069, 2.733]),
        ] {
            let found = levels(Rule::LeastError, bits);
            let upper = &found[found.len() / 2..];
            for (level, expected) in upper.iter().zip(expected) {
                assert!((level - expected).abs() < 2e-3, "{bits} bits: {level} for {expected}");
            }
        }
    }

    #[test]
    fn ids_come_back_from_their_levels() {
        for rule in [Rule::LeastError, Rule::EqualShares, Rule::EqualSteps] {
            for bits in 0..=10 {
                let levels = levels(rule, bits);
                assert!(levels.is_sorted_by(|a, b| a < b), "{rule:?} {bits}: {levels:?}");
                for (id, &level) in levels.iter().enumerate() {
                    assert_eq!(nearest(&levels, level), id as u32);
                }
                assert_eq!(nearest(&levels, f32::INFINITY), levels.len() as u32 - 1);
                assert_eq!(nearest(&levels, f32::NEG_INFINITY), 0);
            }
        }
    }
}
