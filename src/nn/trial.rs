//! What every backend is tried on: each kernel with the shapes of its table entry, on values that anyone can make again.

use super::buffer::Buffer;
use super::error::PlanError;
use super::kernel::{Kernel, Params};

/// Number, among the buffers of a trial, of the output.
const OUTPUT: u32 = 3;

/// One kernel, one parameter block, and values for its buffers.
pub struct Trial {
    /// The kernel.
    pub kernel: &'static Kernel,
    /// Its parameters.
    pub params: Params,
    /// Values of the inputs.
    pub inputs: Vec<Buffer>,
    /// What the output holds before.
    pub output: Buffer,
}

impl Trial {
    /// A trial with these parameters; other seeds give other values.
    ///
    /// # Errors
    /// The parameters do not go together.
    pub fn new(kernel: &'static Kernel, params: Params, seed: u32) -> Result<Self, PlanError> {
        let shape = kernel.shape_of(&params)?;
        let seed = seed.wrapping_mul(4);
        let inputs = (seed..).zip(&shape.inputs).map(|(seed, slot)| slot.filled(seed)).collect();
        Ok(Self { kernel, params, inputs, output: shape.output.filled(seed.wrapping_add(OUTPUT)) })
    }

    /// The trials of a kernel's own shapes, in their order.
    ///
    /// # Errors
    /// A line of the shapes is not one.
    pub fn of(kernel: &'static Kernel) -> Result<Vec<Self>, PlanError> {
        (0..).zip(kernel.shapes.lines()).map(|(seed, line)| Self::new(kernel, params(kernel, line)?, seed)).collect()
    }

    /// What the CPU twin gives.
    pub fn by_twin(&self) -> Buffer {
        let mut output = self.output.clone();
        (self.kernel.twin)(&self.params, &self.inputs.iter().collect::<Vec<_>>(), &mut output);
        output
    }
}

/// What the twins give for their trials, a line for each kernel: its name and [`twin_bits`], as made where the twins were
/// compared with NumPy. Every machine must give the same.
pub const BITS: &str = include_str!("../../tests/golden/kernel_bits.txt");

/// A hash (FNV-1a) of all bits that a kernel's twin gives for its trials.
///
/// # Errors
/// As [`Trial::of`].
pub fn twin_bits(kernel: &'static Kernel) -> Result<u64, PlanError> {
    let mut hash = 0xCBF2_9CE4_8422_2325_u64;
    for trial in Trial::of(kernel)? {
        for byte in trial.by_twin().to_bits().into_iter().flat_map(u32::to_le_bytes) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
        }
    }
    Ok(hash)
}

/// Whether the twin gives here the bits that are written down.
///
/// # Errors
/// As [`Trial::of`].
pub fn twin_holds(kernel: &'static Kernel) -> Result<bool, PlanError> {
    let here = format!("{} {:016x}", kernel.name, twin_bits(kernel)?);
    Ok(BITS.lines().any(|line| line == here))
}

/// A parameter block as text: whole numbers, and floats with a point or an exponent.
fn params(kernel: &Kernel, line: &str) -> Result<Params, PlanError> {
    let number = |word: &str| {
        if word.contains(['.', 'e']) { word.parse().ok().map(f32::to_bits) } else { word.parse().ok() }
    };
    let numbers: Option<Vec<u32>> = line.split_whitespace().map(number).collect();
    numbers.map(|numbers| Params::new(&numbers)).ok_or(PlanError::Params {
        kernel: kernel.name,
        problem: "a word of its shapes is no number",
        params: Vec::new(),
    })
}

/// The largest difference as a share of the largest value that is right; infinite where a value is no number or a word is
/// another, zero where all bits are the same.
pub fn difference(right: &Buffer, got: &Buffer) -> f32 {
    if right.to_bits() == got.to_bits() {
        return 0.0;
    }
    let (right, got) = (right.floats(), got.floats());
    if right.is_empty() || right.len() != got.len() {
        return f32::INFINITY;
    }
    let largest = right.iter().fold(f32::MIN_POSITIVE, |largest, value| largest.max(value.abs()));
    let apart = right.iter().zip(got).map(|(right, got)| (right - got).abs() / largest);
    apart.fold(0.0, |worst, share| if share.is_finite() { f32::max(worst, share) } else { f32::INFINITY })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_is_a_share_of_the_largest_value() {
        let floats = |values: &[f32]| Buffer::Floats(values.to_vec());
        assert_eq!(difference(&floats(&[1.0, -4.0]), &floats(&[1.5, -4.0])), 0.125);
        assert_eq!(difference(&floats(&[1.0]), &floats(&[f32::NAN])), f32::INFINITY);
        assert_eq!(difference(&floats(&[1.0]), &floats(&[1.0, 2.0])), f32::INFINITY);
        assert_eq!(difference(&floats(&[0.0]), &floats(&[-0.0])), 0.0);
        assert_eq!(difference(&Buffer::Words(vec![1, 2]), &Buffer::Words(vec![1, 3])), f32::INFINITY);
        assert_eq!(difference(&Buffer::Words(vec![1, 2]), &Buffer::Words(vec![1, 2])), 0.0);
    }
}
