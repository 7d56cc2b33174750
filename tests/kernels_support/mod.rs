//! What the tests of both backends ask of a kernel.

use std::fs;

use tokenarium::nn::buffer::Buffer;
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
