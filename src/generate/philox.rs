//! Philox4x32-10 (Salmon and others 2011): four random words for every counter under a key. Nothing is drawn in order, so
//! whoever needs the number of a place has it.

/// Multipliers and the steps of the key, from the paper.
const MULTIPLIERS: [u32; 2] = [0xD251_1F53, 0xCD9E_8D57];
const KEY_STEPS: [u32; 2] = [0x9E37_79B9, 0xBB67_AE85];
const ROUNDS: usize = 10;

/// The four words of a counter.
pub fn philox(key: u64, counter: [u32; 4]) -> [u32; 4] {
    let mut keys = [key as u32, (key >> 32) as u32];
    let mut words = counter;
    for _ in 0..ROUNDS {
        let [first, second] =
            [u64::from(words[0]) * u64::from(MULTIPLIERS[0]), u64::from(words[2]) * u64::from(MULTIPLIERS[1])];
        words = [
            (second >> 32) as u32 ^ words[1] ^ keys[0],
            second as u32,
            (first >> 32) as u32 ^ words[3] ^ keys[1],
            first as u32,
        ];
        keys = [keys[0].wrapping_add(KEY_STEPS[0]), keys[1].wrapping_add(KEY_STEPS[1])];
    }
    words
}

/// What a random number is for; no two purposes share one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// The token that the model draws.
    Target = 0,
    /// A token that a draft draws for itself.
    Draft = 1,
    /// Whether a guess is accepted.
    Accept = 2,
    /// What is drawn instead of a rejected guess.
    Residual = 3,
}

/// The random numbers of one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Noise {
    /// The seed.
    pub seed: u64,
    /// The position that is drawn for.
    pub position: u32,
    /// What for.
    pub stream: Stream,
    /// Which draw of the place: other than 0 for the second and later of several alternatives.
    pub draw: u32,
}

impl Noise {
    /// The words of ids `4 · block` to `4 · block + 3`.
    pub fn block(self, block: u32) -> [u32; 4] {
        philox(self.seed, [self.position, self.stream as u32, self.draw, block])
    }

    /// One number above 0 and below 1.
    pub fn uniform(self) -> f64 {
        uniform(self.block(0)[0])
    }
}

/// The middle of one of 2^32 equal parts of the numbers from 0 to 1.
pub(super) fn uniform(word: u32) -> f64 {
    (f64::from(word) + 0.5) / 4_294_967_296.0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The known answers that its authors publish with Random123 (`kat_vectors`).
    #[test]
    fn it_gives_the_published_answers() {
        assert_eq!(philox(0, [0; 4]), [0x6627_E8D5, 0xE169_C58D, 0xBC57_AC4C, 0x9B00_DBD8]);
        assert_eq!(philox(u64::MAX, [u32::MAX; 4]), [0x408F_276D, 0x41C8_3B0E, 0xA20B_C7C6, 0x6D54_51FD]);
        let pi = [0x243F_6A88, 0x85A3_08D3, 0x1319_8A2E, 0x0370_7344];
        let answer = [0xD16C_FE09, 0x94FD_CCEB, 0x5001_E420, 0x2412_6EA1];
        assert_eq!(philox(0x299F_31D0_A409_3822, pi), answer);
    }
}
