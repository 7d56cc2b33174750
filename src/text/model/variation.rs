//! What makes a run differ from the best one: BPE-dropout, Unigram sampling, and the seed of both.

/// Random numbers from a seed: SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators",
/// 2014). The same seed gives the same numbers on every machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Random(u64);

impl Random {
    /// Starts at `seed`.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// The next number in [0, 1), from 53 bits.
    pub fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1u64 << 53) as f64
    }
}

/// How a run varies.
#[derive(Clone, Debug, PartialEq)]
pub struct Variation {
    dropout: Option<f32>,
    alpha: Option<f32>,
    /// Where its random numbers come from.
    pub random: Random,
}

impl Variation {
    /// Without dropout and alpha: the best run. A dropout of 0 is none; above 1 it is 1.
    pub fn new(dropout: Option<f32>, alpha: Option<f32>, seed: u64) -> Self {
        Self { dropout: dropout.filter(|&p| p > 0.0), alpha, random: Random::new(seed) }
    }

    /// Probability with which a merge is left out.
    pub fn dropout(&self) -> Option<f32> {
        self.dropout
    }

    /// Exponent of the probabilities that Unigram samples from.
    pub fn alpha(&self) -> Option<f32> {
        self.alpha
    }

    /// Whether every run gives the same tokens.
    pub fn is_none(&self) -> bool {
        self.dropout.is_none() && self.alpha.is_none()
    }
}
