//! Figures on the shape of token frequencies: entropy, Rényi efficiency, utilisation, Yule's K, Zipf's law.
//!
//! All from [`Counts`] and the size of the alphabet. Cost: one pass over the distinct ids, a sort for the ranked ones.

use serde::Serialize;

use super::{Counts, Figure, Undefined, line};

/// H = −Σ p log2 p over the tokens of this text.
pub fn entropy(counts: &Counts) -> Figure {
    let value = shannon(counts).ok_or(Undefined::NoTokens);
    Figure::new(value, "bits per token", counts.total(), "tokens")
}

/// H_α / log2 V with H_α = log2(Σ p^α) / (1 − α); Shannon's entropy at α = 1 (Rényi 1961; as a figure for tokenizers:
/// Zouhar and others, "Tokenization and the Noiseless Channel", 2023).
pub fn renyi_efficiency(counts: &Counts, alphabet: u64, order: f64) -> Figure {
    let total = counts.total() as f64;
    let value = if !order.is_finite() || order < 0.0 {
        Err(Undefined::BadParameter("the order"))
    } else if alphabet == 0 {
        Err(Undefined::NoVocabulary)
    } else if alphabet == 1 {
        Err(Undefined::SingleEntryVocabulary)
    } else if order == 1.0 {
        shannon(counts).ok_or(Undefined::NoTokens)
    } else if counts.total() == 0 {
        Err(Undefined::NoTokens)
    } else {
        // p^α by way of the logarithm, which other figures need as well.
        let power_sum: f64 = counts.non_zero().map(|count| (order * (count as f64 / total).ln()).exp()).sum();
        Ok(power_sum.log2() / (1.0 - order))
    };
    let value = value.map(|entropy| (entropy / (alphabet as f64).log2()).max(0.0));
    Figure::new(value, "", counts.total(), "tokens")
}

/// Distinct tokens / V. Grows with the text, so the sample size belongs beside it.
pub fn utilisation(counts: &Counts, alphabet: u64) -> Figure {
    let value = match alphabet {
        0 => Err(Undefined::NoVocabulary),
        _ => Ok(counts.distinct() as f64 / alphabet as f64),
    };
    Figure::new(value, "share", counts.total(), "tokens")
}

/// 10⁴ · (Σ c² − T) / T²: how likely two tokens that are drawn are the same id, ten thousandfold (Yule, 1944). Unlike the
/// number of distinct ids it hardly depends on the length.
pub fn yule(counts: &Counts) -> Figure {
    let total = counts.total() as f64;
    let squares: f64 = counts.non_zero().map(|count| count as f64 * count as f64).sum();
    let value =
        if counts.total() == 0 { Err(Undefined::NoTokens) } else { Ok(1e4 * (squares - total) / (total * total)) };
    Figure::new(value, "", counts.total(), "tokens")
}

/// Zipf's law on this text.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
#[serde(rename_all = "camelCase")]
pub struct Zipf {
    /// Minus the slope of log count against log rank.
    pub exponent: Figure,
    /// Share of the variance of log count that the line explains.
    pub r_squared: Figure,
}

/// Ranks beyond this are left out: the tail of equal counts bends the line.
pub(super) const ZIPF_RANKS: usize = 1000;
/// With fewer distinct tokens a slope says nothing.
pub(super) const ZIPF_DISTINCT: u64 = 50;

/// Least-squares line through (log rank, log count) over ranks 1…min(1000, distinct).
pub fn zipf(counts: &Counts) -> Zipf {
    let ranked = counts.ranked();
    let ranks = ranked.len().min(ZIPF_RANKS);
    let figure = |value| Figure::new(value, "", ranks as u64, "ranks");
    let distinct = ranked.len() as u64;
    if distinct < ZIPF_DISTINCT {
        let reason = Undefined::TooFewDistinct { distinct, needed: ZIPF_DISTINCT };
        return Zipf { exponent: figure(Err(reason)), r_squared: figure(Err(reason)) };
    }
    let line = line::through(log_ranks(&ranked[..ranks], 0.0));
    let all_equal = ranked.first() == ranked.get(ranks - 1);
    let r_squared = if all_equal { Err(Undefined::EqualCounts) } else { Ok(line.r_squared) };
    Zipf { exponent: figure(Ok(if all_equal { 0.0 } else { -line.slope })), r_squared: figure(r_squared) }
}

/// Logarithm of rank + `offset` against logarithm of count, the largest count first.
pub(super) fn log_ranks(ranked: &[u64], offset: f64) -> impl Iterator<Item = (f64, f64)> + Clone {
    ranked.iter().zip(1u32..).map(move |(&count, rank)| ((f64::from(rank) + offset).ln(), (count as f64).ln()))
}

/// A point of the rank-frequency curve.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct RankedCount {
    /// 1 for the most frequent token.
    pub rank: u32,
    /// How often it occurs.
    pub count: u64,
}

/// The rank-frequency curve, at most `points` of it: all ranks as long as they fit, then evenly spaced on the
/// logarithmic axis that it is drawn on; the first and the last rank are always there.
pub fn rank_frequency(counts: &Counts, points: usize) -> Vec<RankedCount> {
    let ranked = counts.ranked();
    let point = |rank: usize| Some(RankedCount { rank: rank as u32, count: *ranked.get(rank - 1)? });
    if ranked.len() <= points {
        return (1..=ranked.len()).filter_map(point).collect();
    }
    let steps = points.saturating_sub(1).max(1) as f64;
    let last = (ranked.len() as f64).ln();
    let mut ranks: Vec<usize> = (0..points).map(|step| (last * step as f64 / steps).exp().round() as usize).collect();
    ranks.dedup();
    ranks.into_iter().filter_map(point).collect()
}

fn shannon(counts: &Counts) -> Option<f64> {
    let total = counts.total() as f64;
    let sum = |count: u64| count as f64 / total * (total / count as f64).log2();
    (counts.total() > 0).then(|| counts.non_zero().map(sum).sum())
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::random::Random;

    /// Counts of draws where a rank is as likely as `weight` says.
    pub(in super::super) fn drawn(draws: usize, ids: u32, weight: impl Fn(f64) -> f64) -> Counts {
        let mut sum = 0.0;
        let sums: Vec<f64> = (1..=ids)
            .map(|rank| {
                sum += weight(f64::from(rank));
                sum
            })
            .collect();
        let mut random = Random::new(7);
        let ids: Vec<u32> = (0..draws)
            .map(|_| {
                let draw = random.draw() * sum;
                sums.partition_point(|&sum| sum < draw) as u32
            })
            .collect();
        Counts::of(&ids, sums.len())
    }

    fn close(figure: Figure, expected: f64) -> bool {
        figure.value.is_some_and(|value| (value - expected).abs() < 1e-9)
    }

    #[test]
    fn entropy_of_even_and_single_tokens() {
        assert!(close(entropy(&Counts::of(&[0, 1, 2, 3], 4)), 2.0));
        assert!(close(entropy(&Counts::of(&[7, 7, 7], 8)), 0.0));
        assert!(close(entropy(&Counts::of(&[0, 0, 1], 2)), 3f64.log2() - 2.0 / 3.0));
        assert_eq!(entropy(&Counts::new(4)).undefined, Some(Undefined::NoTokens));
    }

    #[test]
    fn renyi_is_one_when_all_ids_are_equally_frequent_whatever_the_order() {
        let counts = Counts::of(&[0, 1, 2, 3], 4);
        for order in [0.0, 0.5, 1.0, 2.0, 2.5, 10.0] {
            assert!(close(renyi_efficiency(&counts, 4, order), 1.0), "{order}");
        }
        // p = (3/4, 1/4), α = 2: −log2(10/16); V = 4.
        assert!(close(renyi_efficiency(&Counts::of(&[0, 0, 0, 1], 4), 4, 2.0), -(10f64 / 16.0).log2() / 2.0));
    }

    #[test]
    fn renyi_near_order_one_meets_shannon() {
        let counts = Counts::of(&[0, 0, 0, 1, 1, 2], 16);
        let shannon = renyi_efficiency(&counts, 16, 1.0).value.unwrap_or(f64::NAN);
        let near = renyi_efficiency(&counts, 16, 1.0 + 1e-7).value.unwrap_or(f64::NAN);
        assert!((shannon - near).abs() < 1e-5);
    }

    #[test]
    fn renyi_names_what_it_lacks() {
        let counts = Counts::of(&[0], 1);
        assert_eq!(renyi_efficiency(&counts, 1, 2.5).undefined, Some(Undefined::SingleEntryVocabulary));
        assert_eq!(renyi_efficiency(&counts, 0, 2.5).undefined, Some(Undefined::NoVocabulary));
        assert_eq!(renyi_efficiency(&counts, 9, f64::NAN).undefined, Some(Undefined::BadParameter("the order")));
        assert_eq!(renyi_efficiency(&Counts::new(9), 9, 2.5).undefined, Some(Undefined::NoTokens));
    }

    #[test]
    fn utilisation_counts_distinct_ids() {
        assert!(close(utilisation(&Counts::of(&[5, 5, 1], 10), 10), 0.2));
        assert_eq!(utilisation(&Counts::new(0), 0).undefined, Some(Undefined::NoVocabulary));
    }

    #[test]
    fn yules_characteristic_by_hand() {
        // a a a b b c: Σ c² = 9 + 4 + 1 = 14, T = 6: 10⁴ · (14 − 6) / 36.
        assert!(close(yule(&Counts::of(&[0, 0, 0, 1, 1, 2], 3)), 1e4 * 8.0 / 36.0));
        assert!(close(yule(&Counts::of(&[0, 1, 2, 3], 4)), 0.0));
        assert_eq!(yule(&Counts::new(4)).undefined, Some(Undefined::NoTokens));
        // Twice the text, nearly the same: 36 + 16 + 4 = 56, T = 12.
        assert!(close(yule(&Counts::of(&[0, 0, 0, 1, 1, 2].repeat(2), 3)), 1e4 * 44.0 / 144.0));
    }

    /// Ids such that rank r occurs `scale / r^exponent` times.
    fn power_law(ranks: u32, scale: f64, exponent: f64) -> Counts {
        let mut counts = Counts::new(ranks as usize);
        for id in 0..ranks {
            let times = (scale / f64::from(id + 1).powf(exponent)).round() as usize;
            counts.add(&vec![id; times]);
        }
        counts
    }

    #[test]
    fn zipf_finds_the_exponent_that_made_the_counts() {
        for exponent in [0.8, 1.0, 1.2] {
            let fit = zipf(&power_law(200, 1e5, exponent));
            assert!(fit.exponent.value.is_some_and(|value| (value - exponent).abs() < 0.01), "{fit:?}");
            assert!(fit.r_squared.value.is_some_and(|value| value > 0.999 && value <= 1.0 + 1e-12));
            assert_eq!(fit.exponent.sample_size, 200);
        }
    }

    /// Draws from a law leave a tail of chance: with more ids than ranks that are fitted, it stays out of the fit.
    #[test]
    fn zipf_finds_the_exponent_of_draws() {
        for (exponent, ids) in [(0.8, 300), (1.0, 300), (1.0, 5000), (1.2, 5000)] {
            let fit = zipf(&drawn(100_000, ids, |rank| rank.powf(-exponent)));
            let found = fit.exponent.value.unwrap_or(f64::NAN);
            assert!((found - exponent).abs() < 0.05, "{found} for {exponent} over {ids} ids");
        }
    }

    #[test]
    fn zipf_takes_a_thousand_ranks_and_needs_fifty() {
        let counts = Counts::of(&(0..3000).flat_map(|id| [id; 2]).chain(0..7).collect::<Vec<_>>(), 3000);
        assert_eq!(zipf(&counts).exponent.sample_size, 1000);
        let few = zipf(&Counts::of(&(0..49).collect::<Vec<_>>(), 100));
        assert_eq!(few.exponent.undefined, Some(Undefined::TooFewDistinct { distinct: 49, needed: 50 }));
        let even = zipf(&Counts::of(&(0..50).collect::<Vec<_>>(), 100));
        assert_eq!((even.exponent.value, even.r_squared.undefined), (Some(0.0), Some(Undefined::EqualCounts)));
    }

    #[test]
    fn the_curve_keeps_its_ends() {
        let counts = power_law(5000, 1e4, 1.0);
        let curve = rank_frequency(&counts, 100);
        assert!(curve.len() <= 100 && curve.is_sorted_by(|a, b| a.rank < b.rank && a.count >= b.count));
        assert_eq!(curve.first().map(|point| (point.rank, point.count)), Some((1, 10_000)));
        assert_eq!(curve.last().map(|point| point.rank), Some(5000));
        assert_eq!(rank_frequency(&Counts::of(&[3, 3, 1], 4), 100).len(), 2);
        assert!(rank_frequency(&Counts::new(4), 100).is_empty());
    }
}
