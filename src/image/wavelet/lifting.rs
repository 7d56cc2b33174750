//! Wavelet transforms by lifting (Sweldens, 1996): a line of samples becomes a low half, which is the line at half the
//! resolution, and a high half, which is what that half does not say.
//!
//! Ends are extended by whole-sample symmetry, so a line of any length works. Samples are `f32`; the two reversible
//! filters round down to whole numbers, which are exact that far.

/// A pair of filters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filter {
    /// Differences and means of two samples (Haar, 1910), rounded: reversible.
    Haar,
    /// The 5/3 filters of Le Gall and Tabatabai (1988), rounded: reversible, JPEG 2000's lossless ones.
    Short,
    /// The 9/7 filters of Cohen, Daubechies and Feauveau (1992), scaled to be nearly orthonormal.
    Long,
}

/// Lifting steps of the 9/7 filters (Daubechies and Sweldens, 1998).
const LONG: [f32; 4] = [-1.586_134_3, -0.052_980_12, 0.882_911_1, 0.443_506_85];
/// √2 / K for K = 1.230174105: the low half of a constant line is √2 times that constant.
const LONG_LOW: f32 = 1.149_604_4;
const LONG_HIGH: f32 = 0.869_864_45;

impl Filter {
    /// The line becomes its low half, which is the longer one, and its high half. `space` is used on the way.
    pub(super) fn split(self, line: &mut [f32], space: &mut Vec<f32>) {
        if line.len() < 2 {
            return;
        }
        space.clear();
        space.extend(line.iter().step_by(2));
        space.extend(line.iter().skip(1).step_by(2));
        line.copy_from_slice(space);
        let (low, high) = line.split_at_mut(line.len().div_ceil(2));
        match self {
            Filter::Haar => {
                for (low, high) in low.iter_mut().zip(high) {
                    *high -= *low;
                    *low += (*high * 0.5).floor();
                }
            }
            Filter::Short => {
                predict(low, high, |sum| -(sum * 0.5).floor());
                update(low, high, |sum| (sum * 0.25 + 0.5).floor());
            }
            Filter::Long => {
                predict(low, high, |sum| LONG[0] * sum);
                update(low, high, |sum| LONG[1] * sum);
                predict(low, high, |sum| LONG[2] * sum);
                update(low, high, |sum| LONG[3] * sum);
                low.iter_mut().for_each(|sample| *sample *= LONG_LOW);
                high.iter_mut().for_each(|sample| *sample *= LONG_HIGH);
            }
        }
    }

    /// Undoes [`split`](Self::split).
    pub(super) fn join(self, line: &mut [f32], space: &mut Vec<f32>) {
        if line.len() < 2 {
            return;
        }
        let (low, high) = line.split_at_mut(line.len().div_ceil(2));
        match self {
            Filter::Haar => {
                for (low, high) in low.iter_mut().zip(&mut *high) {
                    *low -= (*high * 0.5).floor();
                    *high += *low;
                }
            }
            Filter::Short => {
                update(low, high, |sum| -(sum * 0.25 + 0.5).floor());
                predict(low, high, |sum| (sum * 0.5).floor());
            }
            Filter::Long => {
                low.iter_mut().for_each(|sample| *sample *= LONG_HIGH);
                high.iter_mut().for_each(|sample| *sample *= LONG_LOW);
                update(low, high, |sum| -LONG[3] * sum);
                predict(low, high, |sum| -LONG[2] * sum);
                update(low, high, |sum| -LONG[1] * sum);
                predict(low, high, |sum| -LONG[0] * sum);
            }
        }
        space.clear();
        for (place, &sample) in low.iter().enumerate() {
            space.push(sample);
            space.extend(high.get(place));
        }
        line.copy_from_slice(space);
    }

    /// First and last sample that a coefficient has a part in, before the ends: of the low half at `place`, or of the high.
    pub(super) fn reach(self, high: bool, first: isize, last: isize) -> (isize, isize) {
        let (low_reach, high_reach) = match self {
            Filter::Haar => return (2 * first, 2 * last + 1),
            Filter::Short => (1, 2),
            Filter::Long => (3, 4),
        };
        if high {
            (2 * first + 1 - high_reach, 2 * last + 1 + high_reach)
        } else {
            (2 * first - low_reach, 2 * last + low_reach)
        }
    }
}

/// Adds to each high sample what its neighbours in the low half foretell.
fn predict(low: &[f32], high: &mut [f32], part: impl Fn(f32) -> f32) {
    let last = low.len() - 1;
    for (place, high) in high.iter_mut().enumerate() {
        *high += part(low[place] + low[(place + 1).min(last)]);
    }
}

/// Adds to each low sample what its neighbours in the high half tell.
fn update(low: &mut [f32], high: &[f32], part: impl Fn(f32) -> f32) {
    let last = high.len() - 1;
    for (place, low) in low.iter_mut().enumerate() {
        *low += part(high[place.saturating_sub(1).min(last)] + high[place.min(last)]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// PyWavelets' coefficients of the same lines, from `tests/golden/image/wavelets.py`: each case is a line, its low
    /// half and its high half, by `bior2.2` or `bior4.4` over one period of the line's symmetric extension.
    #[test]
    fn coefficients_are_pywavelets() {
        let golden = include_str!("../../../tests/golden/image/wavelets.txt");
        let mut lines = golden.lines().filter(|line| !line.starts_with('#'));
        let mut cases = 0;
        while let Some(name) = lines.next() {
            let mut numbers = || -> Vec<f32> {
                lines.next().unwrap_or("").split_whitespace().map(|n| n.parse().expect("a number")).collect()
            };
            let (mut line, low, high) = (numbers(), numbers(), numbers());
            // What is rounded down is at most one below, twice over for the low half.
            let (filter, low_scale, high_scale, tolerance) = match name {
                "haar" => (Filter::Haar, 0.5_f32.sqrt(), 2.0_f32.sqrt(), 0.51),
                "bior2.2" => (Filter::Short, 0.5_f32.sqrt(), 2.0_f32.sqrt(), 1.01),
                _ => (Filter::Long, 1.0, 1.0, 2e-4),
            };
            filter.split(&mut line, &mut Vec::new());
            let expected = low.iter().map(|value| value * low_scale).chain(high.iter().map(|value| value * high_scale));
            assert_eq!(low.len() + high.len(), line.len());
            for (value, expected) in line.iter().zip(expected) {
                assert!((value - expected).abs() < tolerance, "{name}: {value} for {expected}");
            }
            cases += 1;
        }
        assert!(cases > 20, "{cases} cases");
    }

    #[test]
    fn lines_come_back() {
        let mut seed = 3_u32;
        for length in 1..70 {
            let line: Vec<f32> = (0..length)
                .map(|_| {
                    seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    (seed >> 23) as f32 - 256.0
                })
                .collect();
            for filter in [Filter::Haar, Filter::Short, Filter::Long] {
                let mut back = line.clone();
                filter.split(&mut back, &mut Vec::new());
                filter.join(&mut back, &mut Vec::new());
                let tolerance = if filter == Filter::Long { 1e-3 } else { 0.0 };
                for (value, back) in line.iter().zip(back) {
                    assert!((value - back).abs() <= tolerance, "{filter:?} {length}: {value} became {back}");
                }
            }
        }
    }
}
