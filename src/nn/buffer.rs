//! Values of a buffer, what a kernel wants of one, and reproducible values to try it on.

/// Values of one buffer.
#[derive(Clone, Debug, PartialEq)]
pub enum Buffer {
    /// 32-bit floats.
    Floats(Vec<f32>),
    /// Ids, bit sets, or packed weights: two halves or four signed bytes a word, lowest bits first.
    Words(Vec<u32>),
}

impl Buffer {
    /// How many 32-bit elements there are.
    pub fn len(&self) -> usize {
        match self {
            Self::Floats(values) => values.len(),
            Self::Words(words) => words.len(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The floats; none of words. A plan has checked the kind before a twin asks.
    pub fn floats(&self) -> &[f32] {
        match self {
            Self::Floats(values) => values,
            Self::Words(_) => &[],
        }
    }

    /// The words; none of floats.
    pub fn words(&self) -> &[u32] {
        match self {
            Self::Words(words) => words,
            Self::Floats(_) => &[],
        }
    }

    /// The floats, to be written.
    pub fn floats_mut(&mut self) -> &mut [f32] {
        match self {
            Self::Floats(values) => values,
            Self::Words(_) => &mut [],
        }
    }

    /// The words, to be written.
    pub fn words_mut(&mut self) -> &mut [u32] {
        match self {
            Self::Words(words) => words,
            Self::Floats(_) => &mut [],
        }
    }

    /// Every element as the 32 bits that a GPU sees.
    pub fn to_bits(&self) -> Vec<u32> {
        match self {
            Self::Floats(values) => values.iter().map(|value| value.to_bits()).collect(),
            Self::Words(words) => words.clone(),
        }
    }
}

/// Whether a buffer holds floats or words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// 32-bit floats.
    Floats,
    /// 32-bit words.
    Words,
}

/// Values that a part of a buffer is filled with for a trial. The golden script makes the same ones.
#[derive(Clone, Copy, Debug)]
pub enum Fill {
    /// Nothing but zeros: what a kernel writes over.
    Zeros,
    /// Floats from -1 to 1.
    Unit,
    /// Floats from -16 to 16: both ends of what an exponential gives.
    Wide,
    /// Multiples of 1/4 from -1 to 1: sums are exact in any order, and ties are frequent.
    Quarters,
    /// Words below a bound.
    Below(u32),
    /// Words that rise by one to three: the path that is kept of a tree.
    Path,
    /// Words of any value.
    Bits,
    /// Two halves a word, multiples of 1/512 from -1 to 1.
    Halves,
    /// The bits of floats from -1 to 1.
    UnitBits,
    /// Eight floats for each Gaussian on a picture of this width and height.
    Gaussians(u32, u32),
}

/// What a kernel wants of a buffer: its kind, and how many elements, in parts.
#[derive(Clone, Debug)]
pub struct Slot {
    /// Floats or words.
    pub kind: Kind,
    parts: Vec<(Fill, usize)>,
}

impl Slot {
    /// Floats, all alike.
    pub fn floats(length: usize) -> Self {
        Self { kind: Kind::Floats, parts: vec![(Fill::Unit, length)] }
    }

    /// Floats that are only written.
    pub fn written(length: usize) -> Self {
        Self { kind: Kind::Floats, parts: vec![(Fill::Zeros, length)] }
    }

    /// Parts with a fill of their own.
    pub fn parts(kind: Kind, parts: Vec<(Fill, usize)>) -> Self {
        Self { kind, parts }
    }

    /// Elements in all.
    pub fn length(&self) -> usize {
        self.parts.iter().map(|(_, length)| length).sum()
    }

    /// An empty buffer of this form.
    pub fn zeros(&self) -> Buffer {
        match self.kind {
            Kind::Floats => Buffer::Floats(vec![0.0; self.length()]),
            Kind::Words => Buffer::Words(vec![0; self.length()]),
        }
    }

    /// Values to try a kernel on: the same for the same seed, on every machine and in the golden script.
    pub fn filled(&self, seed: u32) -> Buffer {
        let bits = self.parts.iter().enumerate().flat_map(|(part, &(fill, length))| {
            let seed = mix(seed.wrapping_mul(31).wrapping_add(part as u32));
            (0..length as u32).map(move |index| value(fill, index, mix(index.wrapping_add(seed))))
        });
        match self.kind {
            Kind::Floats => Buffer::Floats(bits.map(f32::from_bits).collect()),
            Kind::Words => Buffer::Words(bits.collect()),
        }
    }
}

fn value(fill: Fill, index: u32, random: u32) -> u32 {
    let unit = (random >> 8) as f32 / 8_388_608.0 - 1.0;
    let half = |bits: u32| half_of_512ths((bits & 1023) as i32 - 512);
    match fill {
        Fill::Zeros => 0,
        Fill::Unit | Fill::UnitBits => unit.to_bits(),
        Fill::Wide => (unit * 16.0).to_bits(),
        Fill::Quarters => (((random >> 8) % 9) as f32 / 4.0 - 1.0).to_bits(),
        Fill::Below(bound) => random % bound,
        Fill::Path => 2 * index + (random & 1),
        Fill::Bits => random,
        Fill::Halves => half(random) | half(random >> 16) << 16,
        Fill::Gaussians(width, height) => match index % 8 {
            0 => ((unit + 1.0) * 0.5 * width as f32).to_bits(),
            1 => ((unit + 1.0) * 0.5 * height as f32).to_bits(),
            2 | 4 => (0.05 + 0.1 * (unit + 1.0)).to_bits(),
            3 => (0.02 * unit).to_bits(),
            _ => unit.to_bits(),
        },
    }
}

/// Bits of the half-precision float `count / 512`, for `count` from -512 to 511.
fn half_of_512ths(count: i32) -> u32 {
    let sign = u32::from(count < 0) << 15;
    let size = count.unsigned_abs();
    if size == 0 {
        return sign;
    }
    let top = size.ilog2();
    // The exponent is biased by 15, and 512 is 2^9; the leading one is not written.
    sign | (top + 15 - 9) << 10 | (size << (10 - top)) & 1023
}

/// The finalizer of MurmurHash3 (Appleby 2011): every bit of the input reaches every bit of the result.
fn mix(mut bits: u32) -> u32 {
    bits = (bits ^ bits >> 16).wrapping_mul(0x85EB_CA6B);
    bits = (bits ^ bits >> 13).wrapping_mul(0xC2B2_AE35);
    bits ^ bits >> 16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fills_are_reproducible_and_in_range() {
        let slot = Slot::floats(1000);
        assert_eq!(slot.filled(7), slot.filled(7));
        assert_ne!(slot.filled(7), slot.filled(8));
        assert!(slot.filled(7).floats().iter().all(|value| (-1.0..1.0).contains(value)));
        assert_eq!([half_of_512ths(-512), half_of_512ths(1), half_of_512ths(384)], [0xBC00, 0x1800, 0x3A00]);
    }
}
