//! The law of Zipf and Mandelbrot: counts fall as 1 / (rank + offset)^exponent (Mandelbrot, 1953). The offset bends the
//! beginning of the curve, where Zipf's straight line misses the most frequent tokens.

use serde::Serialize;

use super::distribution::{ZIPF_DISTINCT, ZIPF_RANKS, log_ranks};
use super::{Counts, Figure, Undefined, line};

/// The law of Zipf and Mandelbrot on these tokens.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
#[serde(rename_all = "camelCase")]
pub struct ZipfMandelbrot {
    /// Minus the slope of log count against log (rank + offset).
    pub exponent: Figure,
    /// What is added to each rank, 0 or more; 0 is Zipf's law itself.
    pub offset: Figure,
    /// Share of the variance of log count that the curve explains.
    pub r_squared: Figure,
}

/// Offsets that are tried, by equal ratios of 1 + offset, before the best is looked for between its neighbours.
const TRIED: u32 = 48;
/// Halvings, nearly, of the place where the best offset lies.
const ROUNDS: u32 = 40;

/// The least squares over ranks 1…min(1000, distinct), offsets from 0 to the number of these ranks. For a given offset it is
/// a line through logarithms; the offset is searched: some 90 lines.
pub fn zipf_mandelbrot(counts: &Counts) -> ZipfMandelbrot {
    let ranked = counts.ranked();
    let distinct = ranked.len() as u64;
    let ranks = &ranked[..ranked.len().min(ZIPF_RANKS)];
    let fit = if distinct < ZIPF_DISTINCT {
        Err(Undefined::TooFewDistinct { distinct, needed: ZIPF_DISTINCT })
    } else if ranks.first() == ranks.last() {
        Err(Undefined::EqualCounts)
    } else {
        fit(ranks)
    };
    let figure = |value| Figure::new(value, "", ranks.len() as u64, "ranks");
    ZipfMandelbrot {
        exponent: figure(fit.map(|(_, line)| -line.slope)),
        offset: figure(fit.map(|(offset, _)| offset)),
        r_squared: figure(fit.map(|(_, line)| line.r_squared)),
    }
}

/// The best offset and the line there.
fn fit(ranks: &[u64]) -> Result<(f64, line::Line), Undefined> {
    let most = (1.0 + ranks.len() as f64).ln();
    let offset = |at: f64| at.exp_m1();
    let explained = |at: f64| line::through(log_ranks(ranks, offset(at))).r_squared;
    let step = most / f64::from(TRIED);
    let mut best = (0, f64::NEG_INFINITY);
    for tried in 0..=TRIED {
        let share = explained(f64::from(tried) * step);
        if share > best.1 {
            best = (tried, share);
        }
    }
    if best.0 == TRIED {
        return Err(Undefined::Bends { ranks: ranks.len() as u64 });
    }
    // The golden section between the neighbours of the best.
    let golden = (5_f64.sqrt() - 1.0) / 2.0;
    let (mut low, mut high) = (f64::from(best.0.saturating_sub(1)) * step, f64::from(best.0 + 1) * step);
    for _ in 0..ROUNDS {
        let (left, right) = (high - golden * (high - low), low + golden * (high - low));
        if explained(left) >= explained(right) {
            high = right;
        } else {
            low = left;
        }
    }
    let at = if best.0 == 0 && explained(0.0) >= explained(low) { 0.0 } else { low };
    Ok((offset(at), line::through(log_ranks(ranks, offset(at)))))
}

#[cfg(test)]
mod tests {
    use super::super::distribution::tests::drawn;
    use super::super::zipf;
    use super::*;

    /// Counts that follow the law, but for rounding.
    fn law(ranks: u32, scale: f64, exponent: f64, offset: f64) -> Counts {
        let mut counts = Counts::new(ranks as usize);
        for id in 0..ranks {
            counts.add(&vec![id; (scale / (f64::from(id + 1) + offset).powf(exponent)).round() as usize]);
        }
        counts
    }

    #[test]
    fn parameters_that_made_the_counts_are_found() {
        for (exponent, offset) in [(1.0_f64, 0.0_f64), (1.1, 2.7), (1.3, 12.0), (2.0, 40.0)] {
            let scale = 20.0 * (400.0 + offset).powf(exponent);
            let fit = zipf_mandelbrot(&law(400, scale, exponent, offset));
            let (found, at) = (fit.exponent.value.unwrap_or(f64::NAN), fit.offset.value.unwrap_or(f64::NAN));
            assert!((found - exponent).abs() < 0.02, "exponent {found} for {exponent}");
            assert!((at - offset).abs() < 0.03 * (1.0 + offset), "offset {at} for {offset}");
            assert!(fit.r_squared.value.is_some_and(|value| value > 0.9995));
            assert_eq!(fit.offset.sample_size, 400);
        }
    }

    #[test]
    fn draws_give_the_parameters_as_near_as_chance_lets_them() {
        let fit = zipf_mandelbrot(&drawn(100_000, 5000, |rank| (rank + 2.7).powf(-1.1)));
        let (exponent, offset) = (fit.exponent.value.unwrap_or(f64::NAN), fit.offset.value.unwrap_or(f64::NAN));
        assert!((exponent - 1.1).abs() < 0.05 && (offset - 2.7).abs() < 0.7, "{exponent} {offset}");
    }

    #[test]
    fn it_is_never_worse_than_zipfs_and_says_where_no_offset_fits() {
        for offset in [0.0, 1.0, 9.0] {
            let counts = drawn(20_000, 300, |rank| (rank + offset).powf(-0.9));
            let (straight, bent) = (zipf(&counts).r_squared.value, zipf_mandelbrot(&counts).r_squared.value);
            assert!(bent >= straight && bent.is_some(), "{bent:?} {straight:?}");
        }
        let falls = drawn(100_000, 100, |rank| (-rank / 30.0).exp());
        assert_eq!(zipf_mandelbrot(&falls).offset.undefined, Some(Undefined::Bends { ranks: 100 }));
        let few = zipf_mandelbrot(&Counts::of(&(0..49).collect::<Vec<_>>(), 100));
        assert_eq!(few.exponent.undefined, Some(Undefined::TooFewDistinct { distinct: 49, needed: 50 }));
        let even = zipf_mandelbrot(&Counts::of(&(0..60).collect::<Vec<_>>(), 100));
        assert_eq!(even.r_squared.undefined, Some(Undefined::EqualCounts));
    }
}
