//! Functions of real numbers from sums, products and quotients alone, so that every machine gives the same bits: those of
//! the standard library differ from platform to platform.

const LN_2: f64 = std::f64::consts::LN_2;
/// 1 / √(2π).
const DENSITY_AT_ZERO: f64 = 0.398_942_280_401_432_7;

/// e^x for -700 ≤ x ≤ 700, about 1e-15 apart from it.
pub(super) fn exp(x: f64) -> f64 {
    let x = x.clamp(-700.0, 700.0);
    let whole = (x / LN_2).round();
    let rest = x - whole * LN_2;
    // Taylor; the rest is below 0.35.
    let series = (1..=16).rev().fold(1.0, |sum, n| 1.0 + sum * rest / f64::from(n));
    series * f64::from_bits(((whole as i64 + 1023) as u64) << 52)
}

/// log2 of a number above zero that is not denormal, about 1e-14 apart from it.
pub(super) fn log2(x: f64) -> f64 {
    let bits = x.to_bits();
    let exponent = ((bits >> 52) as i64 - 1023) as f64;
    let mantissa = f64::from_bits((bits & ((1 << 52) - 1)) | (1023 << 52));
    // 2 artanh t with t = (m - 1) / (m + 1), at most 1/3.
    let t = (mantissa - 1.0) / (mantissa + 1.0);
    let series = (0..16).rev().fold(0.0, |sum, n| sum * t * t + 1.0 / f64::from(2 * n + 1));
    exponent + 2.0 * t * series / LN_2
}

/// Density of the unit Gaussian.
pub(super) fn density(x: f64) -> f64 {
    DENSITY_AT_ZERO * exp(-0.5 * x * x)
}

/// The share of the unit Gaussian that is below `x`.
pub(super) fn share_below(x: f64) -> f64 {
    let x = x.clamp(-8.0, 8.0);
    // x + x³/3 + x⁵/15 + …: all terms have one sign, so none is lost.
    let (mut term, mut sum) = (x, x);
    for n in 1..120 {
        term *= x * x / f64::from(2 * n + 1);
        let more = sum + term;
        if more == sum {
            break;
        }
        sum = more;
    }
    0.5 + density(x) * sum
}

/// The number that this share, above 0 and below 1, of the unit Gaussian is below.
pub(super) fn quantile(share: f64) -> f64 {
    let (mut low, mut high) = (-8.0, 8.0);
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if share_below(middle) < share { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_are_the_functions() {
        for step in -400..=400 {
            let x = f64::from(step) / 40.0;
            assert!((exp(x) / x.exp() - 1.0).abs() < 1e-14, "{x}");
            let y = x.exp();
            assert!((log2(y) - y.log2()).abs() < 1e-13, "{y}");
        }
        // scipy.stats.norm.cdf and ppf.
        for (x, share) in
            [(-3.0, 0.001_349_898_031_630_095), (-0.5, 0.308_537_538_725_987), (1.0, 0.841_344_746_068_543)]
        {
            assert!((share_below(x) - share).abs() < 1e-14);
            assert!((quantile(share) - x).abs() < 1e-11);
        }
        assert!((share_below(6.0) - 1.0).abs() < 1e-8);
    }
}
