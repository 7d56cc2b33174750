//! How far a reconstruction is from its original: PSNR and SSIM, in slices.
//!
//! PSNR is over red, green and blue together, and 60 dB where the pictures are equal or nearly so. SSIM (Wang, Bovik,
//! Sheikh and Simoncelli, 2004) is of luma, with a Gaussian window of 11 × 11, σ = 1.5, population covariances, and the
//! mean over all places where the whole window lies inside: scikit-image's `structural_similarity` with
//! `gaussian_weights`, `sigma=1.5`, `use_sample_covariance=False`, `data_range=255`.

use super::colour::luma;
use super::error::ImageError;
use super::picture::Picture;
use crate::job::Step;

/// Half the window of SSIM.
const RADIUS: usize = 5;
const WINDOW: usize = 2 * RADIUS + 1;
const SIGMA: f64 = 1.5;
const C1: f64 = (0.01 * 255.0) * (0.01 * 255.0);
const C2: f64 = (0.03 * 255.0) * (0.03 * 255.0);
/// The PSNR of equal pictures, and the most that is told.
const BEST_PSNR: f64 = 60.0;
/// Means, squares and the product of two luma values.
const MOMENTS: usize = 5;

/// Distances of two pictures.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measures {
    /// Peak signal to noise ratio in dB, at most 60.
    pub psnr: f64,
    /// Structural similarity, at most 1; nothing for pictures below 11 pixels on a side.
    pub ssim: Option<f64>,
}

/// The comparison. A budget counts pixels.
#[derive(Debug)]
pub struct Measuring {
    a: Picture,
    b: Picture,
    weights: [f64; WINDOW],
    row: usize,
    squared_error: u64,
    similarity: f64,
}

impl Measuring {
    /// Begins.
    ///
    /// # Errors
    /// [`ImageError::Different`] where the sizes are not the same.
    pub fn new(a: Picture, b: Picture) -> Result<Self, ImageError> {
        let side = |picture: &Picture| (picture.size().width() as u32, picture.size().height() as u32);
        if a.size() != b.size() {
            return Err(ImageError::Different { a: side(&a), b: side(&b) });
        }
        Ok(Self { a, b, weights: gaussian(), row: 0, squared_error: 0, similarity: 0.0 })
    }

    /// Compares rows until `budget` pixels are done, at least one row.
    pub fn step(&mut self, budget: u64) -> Step {
        let (width, height) = (self.a.size().width(), self.a.size().height());
        let until = height.min(self.row + (budget as usize / (width * WINDOW)).max(1));
        for row in self.row..until {
            let samples = row * width * 3..(row + 1) * width * 3;
            let pairs = self.a.samples()[samples.clone()].iter().zip(&self.b.samples()[samples]);
            self.squared_error += pairs.map(|(a, b)| u64::from(a.abs_diff(*b)).pow(2)).sum::<u64>();
            if width >= WINDOW && (RADIUS..height.saturating_sub(RADIUS)).contains(&row) {
                self.similarity += self.similarity_of_row(row);
            }
        }
        self.row = until;
        if until == height {
            return Step::Done;
        }
        Step::Progress { phase: "measure", done: until as u64, total: Some(height as u64) }
    }

    /// The result of all rows.
    pub fn finish(&self) -> Measures {
        let (width, height) = (self.a.size().width(), self.a.size().height());
        let mean_error = self.squared_error as f64 / (width * height * 3) as f64;
        let psnr = (10.0 * (255.0 * 255.0 / mean_error).log10()).min(BEST_PSNR);
        let places = width.saturating_sub(2 * RADIUS) * height.saturating_sub(2 * RADIUS);
        Measures { psnr, ssim: (places > 0).then(|| self.similarity / places as f64) }
    }

    /// Sum of the similarities of the windows about a row.
    fn similarity_of_row(&self, row: usize) -> f64 {
        let width = self.a.size().width();
        // The window is a product: down first, then across.
        let mut down = vec![[0.0; MOMENTS]; width];
        for (offset, weight) in self.weights.iter().enumerate() {
            let start = (row + offset - RADIUS) * width * 3;
            let rows = |picture: &Picture| start..(start + width * 3).min(picture.samples().len());
            let (a, b) = (&self.a.samples()[rows(&self.a)], &self.b.samples()[rows(&self.b)]);
            for ((moments, a), b) in down.iter_mut().zip(a.chunks_exact(3)).zip(b.chunks_exact(3)) {
                let (a, b) = (luma(a), luma(b));
                for (moment, value) in moments.iter_mut().zip([a, b, a * a, b * b, a * b]) {
                    *moment += weight * value;
                }
            }
        }
        down.windows(WINDOW)
            .map(|columns| {
                let mut moments = [0.0; MOMENTS];
                for (column, weight) in columns.iter().zip(self.weights) {
                    for (moment, value) in moments.iter_mut().zip(column) {
                        *moment += weight * value;
                    }
                }
                similarity(moments)
            })
            .sum()
    }
}

fn similarity([a, b, aa, bb, ab]: [f64; MOMENTS]) -> f64 {
    let (variance_a, variance_b, covariance) = (aa - a * a, bb - b * b, ab - a * b);
    (2.0 * a * b + C1) * (2.0 * covariance + C2) / ((a * a + b * b + C1) * (variance_a + variance_b + C2))
}

fn gaussian() -> [f64; WINDOW] {
    let mut weights: [f64; WINDOW] = std::array::from_fn(|place| {
        let distance = place.abs_diff(RADIUS) as f64;
        (-distance * distance / (2.0 * SIGMA * SIGMA)).exp()
    });
    let sum: f64 = weights.iter().sum();
    weights.iter_mut().for_each(|weight| *weight /= sum);
    weights
}
