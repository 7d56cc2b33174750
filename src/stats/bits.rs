//! What tokens cost in bits: without a model, with an adaptive order-0 model, as a compressor's file.
//!
//! The adaptive figure is the code length of the Krichevsky-Trofimov estimator (Krichevsky and Trofimov, "The
//! performance of universal encoding", 1981): every symbol starts with a count of 1/2. Its product telescopes into
//! gamma functions, so the cost is one logarithm of gamma per distinct id and not per token.

use super::{Counts, Figure, Undefined};

/// T · ceil(log2 V): what the ids cost without any model.
pub fn fixed_bits(tokens: u64, alphabet: u64) -> Figure {
    let width = match alphabet {
        0 => Err(Undefined::NoVocabulary),
        _ => Ok(u64::BITS - (alphabet - 1).leading_zeros()),
    };
    Figure::new(width.map(|width| tokens as f64 * f64::from(width)), "bits", tokens, "tokens")
}

/// log2 Γ(T+V/2)/Γ(V/2) − Σ log2 Γ(c+1/2)/Γ(1/2): what an arithmetic coder needs whose model starts at 1/2 for each of
/// the `alphabet` ids and counts along. The vocabulary itself is not in it.
pub fn adaptive_bits(counts: &Counts, alphabet: u64) -> Figure {
    let total = counts.total() as f64;
    let half_alphabet = alphabet as f64 / 2.0;
    let value = if alphabet == 0 {
        Err(Undefined::NoVocabulary)
    } else {
        let numerator = ln_gamma(total + half_alphabet) - ln_gamma(half_alphabet);
        let ln_gamma_half = std::f64::consts::PI.ln() / 2.0;
        let denominator: f64 = counts.non_zero().map(|count| ln_gamma(count as f64 + 0.5) - ln_gamma_half).sum();
        Ok(((numerator - denominator) / std::f64::consts::LN_2).max(0.0))
    };
    Figure::new(value, "bits", counts.total(), "tokens")
}

/// Eight times the bytes that a compressor made of the same text.
pub fn codec_bits(compressed_bytes: u64, text_bytes: u64) -> Figure {
    Figure::new(Ok(compressed_bytes as f64 * 8.0), "bits", text_bytes, "bytes")
}

/// ln Γ(x) for x > 0: Stirling's series (Abramowitz and Stegun 6.1.41) where it converges fast, reached by
/// Γ(x+1) = x Γ(x). Relative error below 1e-15 of the larger of 1 and the result.
fn ln_gamma(x: f64) -> f64 {
    const START: f64 = 12.0;
    let mut shifted = x;
    let mut product = 1.0;
    while shifted < START {
        product *= shifted;
        shifted += 1.0;
    }
    let inverse = 1.0 / shifted;
    let square = inverse * inverse;
    let series = inverse
        * (1.0 / 12.0
            + square * (-1.0 / 360.0 + square * (1.0 / 1260.0 + square * (-1.0 / 1680.0 + square * (1.0 / 1188.0)))));
    let ln_2_pi = (2.0 * std::f64::consts::PI).ln();
    (shifted - 0.5) * shifted.ln() - shifted + 0.5 * ln_2_pi + series - product.ln()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn fixed_width_is_the_ceiling_of_the_logarithm() {
        for (alphabet, width) in [(1, 0.0), (2, 1.0), (3, 2.0), (4, 2.0), (5, 3.0), (50257, 16.0), (200_019, 18.0)] {
            assert_eq!(fixed_bits(10, alphabet).value, Some(10.0 * width), "{alphabet}");
        }
        assert_eq!(fixed_bits(10, 0).undefined, Some(Undefined::NoVocabulary));
    }

    #[test]
    fn ln_gamma_at_known_places() {
        // Γ(n) = (n-1)!, Γ(1/2) = √π; the last from Stirling's series in 40 digits.
        let known = [
            (1.0, 0.0),
            (2.0, 0.0),
            (0.5, std::f64::consts::PI.sqrt().ln()),
            (5.0, 24f64.ln()),
            (11.0, 3_628_800f64.ln()),
            (100_000.0, 1_051_287.708_973_656_9),
        ];
        for (x, expected) in known {
            assert!((ln_gamma(x) - expected).abs() <= 1e-14 * expected.abs().max(1.0), "{x}: {}", ln_gamma(x));
        }
    }

    #[test]
    fn one_symbol_alphabet_is_free_and_coin_flips_are_not() {
        assert!(adaptive_bits(&Counts::of(&[0; 50], 1), 1).value.is_some_and(|bits| bits < 1e-9));
        // KT for the sequence 0, 1: 1/2 · 1/4 = 1/8, that is 3 bits.
        let two = adaptive_bits(&Counts::of(&[0, 1], 2), 2).value;
        assert!(two.is_some_and(|bits| (bits - 3.0).abs() < 1e-12));
    }

    #[test]
    fn a_compressor_is_counted_in_bits() {
        assert_eq!(codec_bits(20, 100), Figure::new(Ok(160.0), "bits", 100, "bytes"));
    }

    proptest! {
        #[test]
        fn closed_form_equals_the_coder_that_counts_along(
            ids in proptest::collection::vec(0u32..40, 0..400),
            alphabet in 40u64..300_000,
        ) {
            let mut seen = std::collections::HashMap::new();
            let mut bits = 0.0;
            for (at, id) in ids.iter().enumerate() {
                let count: &mut u32 = seen.entry(id).or_default();
                bits -= ((f64::from(*count) + 0.5) / (at as f64 + alphabet as f64 / 2.0)).log2();
                *count += 1;
            }
            let closed = adaptive_bits(&Counts::of(&ids, alphabet as usize), alphabet).value.unwrap_or(f64::NAN);
            prop_assert!((closed - bits).abs() <= 1e-7 * bits.max(1.0), "{} {}", closed, bits);
        }
    }
}
