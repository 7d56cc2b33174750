//! Tokenizers that learn from the picture first: one job that fits, then encodes part by part.

use super::ask::Ask;
use super::picture::Picture;
use super::tokenizer::{ByParts, Coded, Encode, Parts};
use crate::job::Step;

/// Learning from a picture.
pub(super) trait Fit {
    /// What is learned.
    type Fitted: Parts + 'static;
    /// Works for about `budget` pixels.
    fn step(&mut self, budget: u64) -> Step;
    /// What was learned, and how it is written for the decoder; nothing before it is done.
    fn finish(self) -> Option<(Self::Fitted, Vec<u8>)>;
}

/// The job.
pub(super) enum FitThenEncode<F> {
    Fitting { fit: F, picture: Picture },
    Encoding(Box<dyn Encode>),
    Between,
}

impl<F: Fit + 'static> FitThenEncode<F> {
    /// Begins with learning.
    pub(super) fn start(fit: F, picture: Picture) -> Box<dyn Encode> {
        Box::new(Self::Fitting { fit, picture })
    }
}

impl<F: Fit + 'static> Encode for FitThenEncode<F> {
    fn step(&mut self, budget: u64) -> Step {
        match self {
            Self::Fitting { fit, .. } => {
                let step = fit.step(budget);
                if step != Step::Done {
                    return step;
                }
                if let Self::Fitting { fit, picture } = std::mem::replace(self, Self::Between)
                    && let Some((fitted, side)) = fit.finish()
                {
                    *self = Self::Encoding(ByParts::encode(fitted, picture, side));
                }
                Step::Progress { phase: "encode", done: 0, total: None }
            }
            Self::Encoding(encoding) => encoding.step(budget),
            Self::Between => Step::Done,
        }
    }

    fn ask(&mut self) -> Option<Ask> {
        if let Self::Encoding(encoding) = self { encoding.ask() } else { None }
    }

    fn answer(&mut self, found: &[u32]) -> Step {
        if let Self::Encoding(encoding) = self { encoding.answer(found) } else { Step::Done }
    }

    fn finish(self: Box<Self>) -> Coded {
        match *self {
            Self::Encoding(encoding) => encoding.finish(),
            _ => Coded::default(),
        }
    }
}
