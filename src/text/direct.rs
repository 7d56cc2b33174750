//! The straight way from text to tokens: one scanner or none, then the model, on the visitor's own bytes.
//!
//! Most shipped families change nothing in the text and cut it with one pattern. Then nothing needs to be copied or
//! listed: the scanner says where the next few hundred pieces end, the model gives their tokens with their places.
//! Families with a normal form go this way too where the form finds nothing to change.

use super::definition::{KnownPattern, SplitBehavior};
use super::model::{Model, ModelScratch, PieceRun, Variation};
use super::normalizer;
use super::pretokenizer::known::{Cuts, GAP, cut_one};
use super::pretokenizer::{self, Matcher, Stage};
use super::sink::Batch;

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
    /// Where that piece ends: a long one is not scanned again in every slice.
    pub(crate) piece_end: &'a mut usize,
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
        sink: &mut Batch<'_>,
        budget: &mut usize,
    ) {
        match self {
            Self::No => {}
            Self::Whole => {
                let DirectRun { variation, scratch, begun, .. } = run;
                let mut piece = PieceRun { variation, scratch, begun };
                if model.step(&text[*at..], *at, &mut piece, budget, sink) {
                    *at = text.len();
                }
            }
            Self::Scan { pattern, keeps_gaps } => scan((pattern, keeps_gaps), model, text, at, run, sink, budget),
        }
    }
}

fn scan(
    (pattern, keeps_gaps): (KnownPattern, bool),
    model: &Model,
    text: &[u8],
    at: &mut usize,
    run: DirectRun<'_>,
    sink: &mut Batch<'_>,
    budget: &mut usize,
) {
    let DirectRun { variation, scratch, begun, piece_end } = run;
    let limit = at.saturating_add(*budget).min(text.len());
    let mut cuts = Cuts::default();
    while *at < limit && *budget > 0 {
        // A piece that was begun in an earlier slice goes on before anything else is cut.
        match *begun {
            true => cuts.cut(pattern, text, *at, *at),
            false => cuts.cut(pattern, text, *at, limit),
        }
        let end = cuts.end();
        if let (Model::Bpe(bpe), None) = (model, variation.dropout()) {
            bpe.encode_cuts(text, &cuts, keeps_gaps, &mut scratch.bpe, sink);
        } else {
            for (piece, gap) in cuts.pieces() {
                if keeps_gaps || !gap {
                    let start = piece.start;
                    model.encode(&text[piece], start, variation, scratch, sink);
                }
            }
        }
        *budget = budget.saturating_sub(end - *at);
        *at = end;
        if *at >= limit || *budget == 0 {
            return;
        }
        // What stands here is a long piece, or the run was full.
        let gap = if *begun {
            false
        } else {
            let piece = cut_one(pattern, text, *at);
            if piece.end - *at <= Cuts::LONGEST {
                continue;
            }
            *piece_end = piece.end;
            piece.branch == GAP
        };
        let end = *piece_end;
        if keeps_gaps || !gap {
            let mut run = PieceRun { variation: &mut *variation, scratch: &mut *scratch, begun: &mut *begun };
            if !model.step(&text[*at..end], *at, &mut run, budget, sink) {
                return;
            }
        } else {
            *budget = budget.saturating_sub(end - *at);
        }
        *at = end;
    }
}
