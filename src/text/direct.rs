//! The straight way from text to tokens: one scanner or none, then the model, on the visitor's own bytes.
//!
//! Most shipped families change nothing in the text and cut it with one pattern. Then nothing needs to be copied or
//! listed: the scanner says where a piece ends, the model gives its tokens with their places, and both are compiled
//! together for each scanner. Families with a normal form go this way too where the form finds nothing to change.

use super::definition::{KnownPattern, SplitBehavior};
use super::model::{Model, ModelScratch, PieceRun, Variation};
use super::normalizer;
use super::pretokenizer::known::{GAP, Scanner};
use super::pretokenizer::scan::{cl100k, clip, deepseek, gpt2, o200k};
use super::pretokenizer::{self, Matcher, Stage};
use super::sink::Sink;

/// How a tokenizer can go straight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direct {
    /// It cannot.
    No,
    /// All text between two added tokens is one piece.
    Whole,
    /// This scanner cuts; text that its pattern does not match is dropped or a piece of its own.
    Scan { pattern: KnownPattern, keeps_gaps: bool },
}

/// What a run works with.
pub(crate) struct DirectRun<'a> {
    pub(crate) variation: &'a mut Variation,
    pub(crate) scratch: &'a mut ModelScratch,
    /// The piece at hand has begun in an earlier slice.
    pub(crate) begun: &'a mut bool,
}

impl Direct {
    pub(crate) fn new(normalizers: &[normalizer::Step], stages: &[pretokenizer::Step]) -> Self {
        if normalizers.iter().any(|step| step.form().is_none()) {
            return Self::No;
        }
        match stages {
            [] => Self::Whole,
            [step] => match &step.stage {
                Stage::Split(split) => match (&split.matcher, split.behavior, split.invert) {
                    (Matcher::Known(pattern), SplitBehavior::Isolated, _) => {
                        Self::Scan { pattern: *pattern, keeps_gaps: true }
                    }
                    (Matcher::Known(pattern), SplitBehavior::Removed, true) => {
                        Self::Scan { pattern: *pattern, keeps_gaps: false }
                    }
                    _ => Self::No,
                },
                Stage::Rewrite(_) => Self::No,
            },
            _ => Self::No,
        }
    }

    /// Gives the tokens of `text` from `at` on to `sink`, for about `budget` bytes.
    pub(crate) fn run(
        self,
        model: &Model,
        text: &[u8],
        at: &mut usize,
        run: DirectRun<'_>,
        sink: &mut impl Sink,
        budget: &mut usize,
    ) {
        macro_rules! scan {
            ($scanner:ty, $keeps_gaps:expr) => {
                scan::<$scanner>(model, text, at, $keeps_gaps, run, sink, budget)
            };
        }
        match self {
            Self::No => {}
            Self::Whole => {
                let DirectRun { variation, scratch, begun } = run;
                let mut piece = PieceRun { variation, scratch, begun };
                if model.step(&text[*at..], *at, &mut piece, budget, sink) {
                    *at = text.len();
                }
            }
            Self::Scan { pattern, keeps_gaps } => match pattern {
                KnownPattern::Gpt2 => scan!(gpt2::Gpt2, keeps_gaps),
                KnownPattern::Cl100k => scan!(cl100k::Cl100k, keeps_gaps),
                KnownPattern::Llama3 => scan!(cl100k::Llama3, keeps_gaps),
                KnownPattern::Qwen2 => scan!(cl100k::Qwen2, keeps_gaps),
                KnownPattern::Qwen35 => scan!(cl100k::Qwen35, keeps_gaps),
                KnownPattern::O200k => scan!(o200k::O200k, keeps_gaps),
                KnownPattern::Tekken => scan!(o200k::Tekken, keeps_gaps),
                KnownPattern::Kimi => scan!(o200k::Kimi, keeps_gaps),
                KnownPattern::DeepSeek => scan!(deepseek::DeepSeek, keeps_gaps),
                KnownPattern::Clip => scan!(clip::Clip, keeps_gaps),
            },
        }
    }
}

fn scan<S: Scanner>(
    model: &Model,
    text: &[u8],
    at: &mut usize,
    keeps_gaps: bool,
    run: DirectRun<'_>,
    sink: &mut impl Sink,
    budget: &mut usize,
) {
    let DirectRun { variation, scratch, begun } = run;
    let limit = at.saturating_add(*budget).min(text.len());
    let start = *at;
    if let (Model::Bpe(bpe), None) = (model, variation.dropout()) {
        while *at < limit {
            let piece = S::piece(text, *at);
            if piece.end - *at > LONG_PIECE {
                break;
            }
            if keeps_gaps || piece.branch != GAP {
                bpe.encode(&text[*at..piece.end], *at, &mut scratch.bpe, sink);
            }
            *at = piece.end;
        }
        *budget = budget.saturating_sub(*at - start);
    }
    while *at < limit && *budget > 0 {
        let piece = S::piece(text, *at);
        if keeps_gaps || piece.branch != GAP {
            let mut run = PieceRun { variation: &mut *variation, scratch: &mut *scratch, begun: &mut *begun };
            if !model.step(&text[*at..piece.end], *at, &mut run, budget, sink) {
                return;
            }
        } else {
            *budget = budget.saturating_sub(piece.end - *at);
        }
        *at = piece.end;
        if matches!(model, Model::Bpe(_)) {
            break;
        }
    }
}

/// Pieces above this may be given to the model slice by slice.
const LONG_PIECE: usize = 4096;
