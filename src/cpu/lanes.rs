//! Four floats side by side: vectors on wasm, arrays elsewhere. Every operation rounds alike on both, and none is fused, so
//! what is written with them gives the same bits everywhere.

use std::ops::{Add, Div, Mul, Sub};

/// Floats in a [`Lanes`].
pub(super) const LANES: usize = 4;

/// Four floats.
#[derive(Clone, Copy)]
pub(super) struct Lanes(four::Four);

impl Lanes {
    #[inline(always)]
    pub(super) fn splat(value: f32) -> Self {
        Self(four::splat(value))
    }

    #[inline(always)]
    pub(super) fn load(values: &[f32; LANES]) -> Self {
        Self(four::load(values))
    }

    /// The four from this place on.
    ///
    /// # Safety
    /// They are within the values.
    #[allow(unsafe_code, reason = "inner loops show their bounds once")]
    #[inline(always)]
    pub(super) unsafe fn at(values: &[f32], place: usize) -> Self {
        debug_assert!(place + LANES <= values.len());
        // SAFETY: an array has no other alignment than its elements, and the caller has seen that they are there.
        Self::load(unsafe { &*values.as_ptr().add(place).cast() })
    }

    /// Eight signed bytes, the lowest of the first word first.
    #[inline(always)]
    pub(super) fn of_bytes(words: [u32; 2]) -> [Self; 2] {
        four::of_bytes(words).map(Self)
    }

    #[inline(always)]
    pub(super) fn store(self, values: &mut [f32; LANES]) {
        four::store(values, self.0);
    }

    /// The four.
    #[inline(always)]
    pub(super) fn values(self) -> [f32; LANES] {
        let mut values = [0.0; LANES];
        self.store(&mut values);
        values
    }

    /// The larger of each pair; of what is no number, this one.
    #[inline(always)]
    pub(super) fn or_larger(self, other: Self) -> Self {
        Self(four::or_larger(self.0, other.0))
    }

    /// The smaller of each pair; of what is no number, this one.
    #[inline(always)]
    pub(super) fn or_smaller(self, other: Self) -> Self {
        Self(four::or_smaller(self.0, other.0))
    }

    /// Zero where `other` is `value`, this elsewhere.
    #[inline(always)]
    pub(super) fn unless(self, other: Self, value: f32) -> Self {
        Self(four::unless(self.0, other.0, four::splat(value)))
    }

    /// 2^n of whole numbers n, each in the lowest bits of its lane; the others fall off the top.
    #[inline(always)]
    pub(super) fn two_to_the_lowest_bits(self) -> Self {
        Self(four::two_to_the_lowest_bits(self.0))
    }
}

impl Add for Lanes {
    type Output = Self;
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        Self(four::add(self.0, other.0))
    }
}

impl Sub for Lanes {
    type Output = Self;
    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        Self(four::sub(self.0, other.0))
    }
}

impl Mul for Lanes {
    type Output = Self;
    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        Self(four::mul(self.0, other.0))
    }
}

impl Div for Lanes {
    type Output = Self;
    #[inline(always)]
    fn div(self, other: Self) -> Self {
        Self(four::div(self.0, other.0))
    }
}

/// Changes each value by a function of four.
#[inline(always)]
pub(super) fn each(values: &mut [f32], of: impl Fn(Lanes) -> Lanes) {
    let (fours, rest) = values.as_chunks_mut::<LANES>();
    for four in fours {
        of(Lanes::load(four)).store(four);
    }
    if !rest.is_empty() {
        let mut last = [0.0; LANES];
        last[..rest.len()].copy_from_slice(rest);
        rest.copy_from_slice(&of(Lanes::load(&last)).values()[..rest.len()]);
    }
}

/// Where the exponent of a float stands, and the exponent of 1.
const EXPONENT: u32 = 23;
const ONE: u32 = 0x3F80_0000;

#[cfg(not(target_arch = "wasm32"))]
mod four {
    use super::{EXPONENT, LANES, ONE};

    pub(super) type Four = [f32; LANES];

    #[inline(always)]
    fn pairs(a: Four, b: Four, of: impl Fn(f32, f32) -> f32) -> Four {
        std::array::from_fn(|lane| of(a[lane], b[lane]))
    }
    #[inline(always)]
    pub(super) fn splat(value: f32) -> Four {
        [value; LANES]
    }
    #[inline(always)]
    pub(super) fn load(values: &[f32; LANES]) -> Four {
        *values
    }
    #[inline(always)]
    pub(super) fn of_bytes(words: [u32; 2]) -> [Four; 2] {
        words.map(|word| word.to_le_bytes().map(|byte| f32::from(byte as i8)))
    }
    #[inline(always)]
    pub(super) fn store(values: &mut [f32; LANES], four: Four) {
        *values = four;
    }
    #[inline(always)]
    pub(super) fn add(a: Four, b: Four) -> Four {
        pairs(a, b, |a, b| a + b)
    }
    #[inline(always)]
    pub(super) fn sub(a: Four, b: Four) -> Four {
        pairs(a, b, |a, b| a - b)
    }
    #[inline(always)]
    pub(super) fn mul(a: Four, b: Four) -> Four {
        pairs(a, b, |a, b| a * b)
    }
    #[inline(always)]
    pub(super) fn div(a: Four, b: Four) -> Four {
        pairs(a, b, |a, b| a / b)
    }
    #[inline(always)]
    pub(super) fn or_larger(a: Four, b: Four) -> Four {
        pairs(a, b, |a, b| if a < b { b } else { a })
    }
    #[inline(always)]
    pub(super) fn or_smaller(a: Four, b: Four) -> Four {
        pairs(a, b, |a, b| if b < a { b } else { a })
    }
    #[inline(always)]
    pub(super) fn unless(a: Four, b: Four, value: Four) -> Four {
        std::array::from_fn(|lane| if b[lane] == value[lane] { 0.0 } else { a[lane] })
    }
    #[inline(always)]
    pub(super) fn two_to_the_lowest_bits(four: Four) -> Four {
        four.map(|value| f32::from_bits((value.to_bits() << EXPONENT).wrapping_add(ONE)))
    }
}

#[cfg(target_arch = "wasm32")]
mod four {
    pub(super) use std::arch::wasm32::{
        f32x4_add as add, f32x4_div as div, f32x4_mul as mul, f32x4_pmax as or_larger, f32x4_pmin as or_smaller,
        f32x4_splat as splat, f32x4_sub as sub, v128 as Four,
    };
    use std::arch::wasm32::{
        f32x4_convert_i32x4, f32x4_ne, i16x8_extend_low_i8x16, i32x4_add, i32x4_extend_high_i16x8,
        i32x4_extend_low_i16x8, i32x4_shl, i32x4_splat, u64x2_splat, v128_and, v128_load, v128_store,
    };

    use super::{EXPONENT, LANES, ONE};

    #[allow(unsafe_code, reason = "a vector is loaded through a pointer")]
    #[inline(always)]
    pub(super) fn load(values: &[f32; LANES]) -> Four {
        // SAFETY: four floats are a vector, and wasm's loads need no alignment.
        unsafe { v128_load(values.as_ptr().cast()) }
    }
    #[inline(always)]
    pub(super) fn of_bytes([low, high]: [u32; 2]) -> [Four; 2] {
        let halves = i16x8_extend_low_i8x16(u64x2_splat(u64::from(low) | u64::from(high) << 32));
        [f32x4_convert_i32x4(i32x4_extend_low_i16x8(halves)), f32x4_convert_i32x4(i32x4_extend_high_i16x8(halves))]
    }
    #[allow(unsafe_code, reason = "a vector is stored through a pointer")]
    #[inline(always)]
    pub(super) fn store(values: &mut [f32; LANES], four: Four) {
        // SAFETY: four floats are a vector, and wasm's stores need no alignment.
        unsafe { v128_store(values.as_mut_ptr().cast(), four) }
    }
    #[inline(always)]
    pub(super) fn unless(a: Four, b: Four, value: Four) -> Four {
        v128_and(a, f32x4_ne(b, value))
    }
    #[inline(always)]
    pub(super) fn two_to_the_lowest_bits(four: Four) -> Four {
        i32x4_add(i32x4_shl(four, EXPONENT), i32x4_splat(ONE as i32))
    }
}
