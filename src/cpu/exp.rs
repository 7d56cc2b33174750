//! The exponential, four at a time, the same bits on every machine.

use super::lanes::Lanes;

const LOG2_E: f32 = std::f32::consts::LOG2_E;
/// ln 2 in two parts; the first has so few bits that its multiples are exact.
const LN_2_HIGH: f32 = 0.693_359_4;
const LN_2_LOW: f32 = -2.121_944_4e-4;
/// Adding 1.5 · 2^23 leaves a rounded integer in the lowest bits of a float.
const ROUND: f32 = 12_582_912.0;
/// Taylor coefficients of (e^r - 1 - r) / r²; for |r| ≤ ln 2 / 2 what is left out is below 2^-28.
const TAYLOR: [f32; 6] = [0.5, 0.166_666_67, 0.041_666_67, 8.333_334e-3, 1.388_89e-3, 1.984_127e-4];

/// e^x within two units in the last place; x is taken into -87..88, where floats are neither denormal nor infinite.
#[inline(always)]
pub fn exp(x: f32) -> f32 {
    exp_lanes(Lanes::splat(x)).values()[0]
}

/// [`exp`] of four.
#[inline(always)]
pub(super) fn exp_lanes(x: Lanes) -> Lanes {
    let of = Lanes::splat;
    let x = x.or_larger(of(-87.0)).or_smaller(of(88.0));
    let shifted = x * of(LOG2_E) + of(ROUND);
    let whole = shifted - of(ROUND);
    let rest = x - whole * of(LN_2_HIGH) - whole * of(LN_2_LOW);
    let [c0, c1, c2, c3, c4, c5] = TAYLOR.map(of);
    let tail = ((((c5 * rest + c4) * rest + c3) * rest + c2) * rest + c1) * rest + c0;
    let mantissa = of(1.0) + (rest + tail * rest * rest);
    // 2^whole: the integer moves to the exponent, whose bias is added; the bits of ROUND fall off the top.
    mantissa * shifted.two_to_the_lowest_bits()
}

#[cfg(test)]
mod tests {
    use super::exp;

    #[test]
    fn it_is_the_exponential() {
        let mut worst = 0.0_f64;
        for step in -870_000..=880_000 {
            let x = step as f32 / 10_000.0;
            let right = f64::from(x).exp();
            worst = worst.max((f64::from(exp(x)) / right - 1.0).abs());
        }
        assert!(worst < 2.4e-7, "{worst:e}");
        assert_eq!(exp(0.0), 1.0);
        assert_eq!((exp(-1e9), exp(1e9)), (exp(-87.0), exp(88.0)));
    }
}
