//! The non-linear functions between layers, alone; products and convolutions apply them to their own results.

use super::exp::exp_lanes;
use super::lanes::{Lanes, each};

/// Which function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Activation {
    /// The value itself.
    None,
    /// x Φ(x) in the form with a hyperbolic tangent (Hendrycks and Gimpel 2016).
    Gelu,
    /// x / (1 + e^-x) (Elfwing, Uchibe and Doya 2018).
    Silu,
}

impl Activation {
    /// By its number in a parameter block: 1 is GELU, 2 SiLU.
    pub fn from_number(number: u32) -> Self {
        match number {
            1 => Self::Gelu,
            2 => Self::Silu,
            _ => Self::None,
        }
    }

    /// Applies it to each value.
    #[inline]
    pub fn apply(self, values: &mut [f32]) {
        match self {
            Self::None => {}
            Self::Gelu => each(values, gelu),
            Self::Silu => each(values, silu),
        }
    }
}

/// `out[i] = activation(x[i])`.
pub fn activate(x: &[f32], activation: Activation, out: &mut [f32]) {
    out.copy_from_slice(x);
    activation.apply(out);
}

#[inline(always)]
fn silu(x: Lanes) -> Lanes {
    let one = Lanes::splat(1.0);
    x / (one + exp_lanes(Lanes::splat(-1.0) * x))
}

/// (1 + tanh u) / 2 is 1 / (1 + e^-2u).
#[inline(always)]
fn gelu(x: Lanes) -> Lanes {
    let (one, minus_twice_root_2_over_pi, cubic) =
        (Lanes::splat(1.0), Lanes::splat(-1.595_769), Lanes::splat(0.044_715));
    x / (one + exp_lanes(minus_twice_root_2_over_pi * (x + cubic * x * x * x)))
}
