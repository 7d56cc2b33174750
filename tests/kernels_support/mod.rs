//! What the tests of both backends ask of a kernel.

use std::fs;

use tokenarium::nn::buffer::Buffer;
use tokenarium::nn::kernel::Params;
use tokenarium::nn::kernels::named;
use tokenarium::nn::trial::Trial;

/// Step between the values of a result that the golden files keep of it, as in `kernels.py`.
const STEP: usize = 7919;

/// How far a result is from NumPy's, as a share of NumPy's largest value.
pub(crate) fn largest_difference_from_numpy(trial: &Trial, number: usize, got: &Buffer) -> f32 {
    let path = format!("tests/golden/kernels/{}.json", trial.kernel.name);
    let text = fs::read_to_string(&path).expect("kernels.py has written it");
    let cases: Vec<Vec<f64>> = serde_json::from_str(&text).expect("lists of numbers");
    let right = &cases[number];
    let step = if right.len() == got.len() { 1 } else { STEP };
    let value = |at: usize| match got {
        Buffer::Floats(values) => f64::from(values[at % values.len()]),
        Buffer::Words(words) => f64::from(words[at % words.len()]),
    };
    assert_eq!(right.len(), got.len().min(256), "{path}: a case has another length");
    let largest = right.iter().fold(f64::MIN_POSITIVE, |largest, value| largest.max(value.abs()));
    // The files keep as many digits as a float needs.
    let float = |right: f64| f64::from(right as f32);
    let apart = right.iter().enumerate().map(|(at, &right)| (float(right) - value(at * step)).abs() / largest);
    apart.fold(0.0, |worst, apart| if apart.is_nan() { f64::INFINITY } else { worst.max(apart) }) as f32
}

/// A trial of 128 rows, what the twin gives for it, and trials of some of its rows with the number of the first.
pub(crate) struct Split {
    /// All rows.
    pub(crate) trial: Trial,
    /// Their result.
    pub(crate) whole: Buffer,
    /// The rows in parts.
    pub(crate) parts: Vec<(usize, Trial)>,
}

/// For every kernel that works row by row, rows alone and in company.
pub(crate) fn split_rows() -> Vec<Split> {
    let half = 0.5_f32.to_bits();
    let kernels: [(&str, &[u32]); 10] = [
        ("matmul", &[128, 100, 37, 1, 3]),
        ("matmul_half", &[128, 100, 40, 2, 3]),
        ("matmul_byte", &[128, 100, 37, 0, 3]),
        ("softmax", &[128, 77]),
        ("layer_norm", &[128, 77, half]),
        ("rms_norm", &[128, 77, half]),
        ("gather", &[128, 12, 50]),
        ("rotary", &[128, 48, 32, 16, 60]),
        ("attention", &[128, 96, 2, 32, 64, 150, 20, 130, half]),
        ("nearest", &[128, 24, 100]),
    ];
    kernels.map(|(name, params)| split(name, params)).into()
}

fn split(name: &str, params: &[u32]) -> Split {
    let kernel = named(name).expect("it is in the table");
    let trial = Trial::new(kernel, Params::new(params), 1).expect("it fits");
    let part = |first: usize, rows: usize| {
        let mut params = trial.params;
        params.0[0] = rows as u32;
        let mut part = Trial::new(kernel, params, 1).expect("it fits");
        for (buffer, all) in part.inputs.iter_mut().zip(&trial.inputs) {
            // A buffer that grows with the rows holds them one after the other.
            if all.len() != buffer.len() {
                let start = first * all.len() / 128;
                let taken = start..start + buffer.len();
                *buffer = match all {
                    Buffer::Floats(all) => Buffer::Floats(all[taken].to_vec()),
                    Buffer::Words(all) => Buffer::Words(all[taken].to_vec()),
                };
            }
        }
        (first, part)
    };
    let parts =
        vec![part(0, 1), part(1, 1), part(7, 1), part(127, 1), part(0, 16), part(37, 16), part(5, 3), part(0, 128)];
    Split { whole: trial.by_twin(), parts, trial }
}
