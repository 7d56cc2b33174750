//! The n most probable cuts of a text under Unigram.
//!
//! Per piece: the n best ways to reach every position, from those of the positions before (exact, no pruning). Pieces
//! are independent, so the best cuts of the text are the best sums of one cut per piece. Cost: bytes times tokens per
//! position times n log n; bytes times n is bounded by [`MOST_WORK`], so that a page cannot be stalled. Ties: the way
//! found first, which for n = 1 is the one that encoding takes.

use super::TokenId;
use super::encoding::{Cut, Encoding, Scratch};
use super::error::TextError;
use super::model::Model;
use super::model::unigram::Ranked;
use super::sink::{Sink, Spanned};
use super::tokenizer::{EncodeOptions, Tokenizer};
use crate::order;

/// Bytes of text times cuts asked for.
pub const MOST_WORK: u64 = 1 << 21;

/// One cut of the text.
#[derive(Clone, Debug, PartialEq)]
pub struct RankedCut {
    /// Its tokens.
    pub tokens: Spanned,
    /// Sum of the scores of its tokens: a log probability.
    pub score: f64,
}

/// What stands between two choices: tokens that all cuts share, or the ways to cut a piece.
enum Part {
    Fixed(TokenId, usize, usize),
    Piece(Vec<Ranked>),
}

/// A sum so far: its score, the way taken last, and which sum it continues.
#[derive(Clone, Copy)]
struct Sum {
    score: f64,
    way: usize,
    before: usize,
}

/// The `n` best cuts of `text`, best first; fewer if there are no more.
///
/// # Errors
/// The model is not Unigram, or `text` times `n` is more than [`MOST_WORK`].
pub fn n_best(
    tokenizer: &Tokenizer,
    text: &str,
    n: usize,
    options: &EncodeOptions,
) -> Result<Vec<RankedCut>, TextError> {
    let Model::Unigram(unigram) = tokenizer.model() else {
        let component = "several ranked cuts, which only Unigram gives: other models have one".to_owned();
        return Err(TextError::Unsupported { component, place: "nBest".to_owned() });
    };
    let work = text.len() as u64 * n as u64;
    if work > MOST_WORK {
        let what = "the text in bytes times the number of cuts".to_owned();
        return Err(TextError::TooLarge { what, got: work, limit: MOST_WORK });
    }
    let mut parts = Vec::new();
    let mut encoding = Encoding::new(options, Scratch::default());
    while let Some(cut) = encoding.next_pieces(tokenizer, text, usize::MAX) {
        match cut {
            Cut::Token(id, span) => parts.push(Part::Fixed(id, span.start, span.end)),
            Cut::Pieces(scratch) => {
                let aligned = scratch.text();
                let mut cursor = aligned.cursor();
                for piece in &scratch.pieces {
                    let range = piece.range();
                    if let Some(id) = piece.token {
                        let span = aligned.span(&mut cursor, range);
                        parts.push(Part::Fixed(id, span.start, span.end));
                        continue;
                    }
                    let ways = unigram.n_best(&aligned.text.as_bytes()[range.clone()], n);
                    let place = |Ranked { tokens, score }: Ranked| {
                        let mut cursor = cursor;
                        let spans = tokens.into_iter().map(|(id, start, end)| {
                            let span = aligned.span(&mut cursor, range.start + start..range.start + end);
                            (id, span.start, span.end)
                        });
                        Ranked { tokens: spans.collect(), score }
                    };
                    parts.push(Part::Piece(ways.into_iter().map(place).collect()));
                }
            }
        }
    }
    Ok(best_sums(&parts, n)
        .map(|(choices, score)| assemble(tokenizer, text, options, &parts, &choices, score))
        .collect())
}

/// The `n` best ways to choose one way per piece.
fn best_sums(parts: &[Part], n: usize) -> impl Iterator<Item = (Vec<usize>, f64)> {
    let mut layers: Vec<Vec<Sum>> = vec![vec![Sum { score: 0.0, way: 0, before: 0 }]];
    layers[0].truncate(n);
    for part in parts {
        let Part::Piece(ways) = part else { continue };
        let mut next = Vec::new();
        for (before, sum) in layers.last().into_iter().flatten().enumerate() {
            for (way, ranked) in ways.iter().enumerate() {
                next.push(Sum { score: sum.score + ranked.score, way, before });
            }
        }
        order::sort_by_key(&mut next, |sum: &Sum| order::largest_first(sum.score));
        next.truncate(n);
        layers.push(next);
    }
    let ends = layers.last().map_or(0, Vec::len);
    (0..ends).map(move |end| {
        let (mut at, mut choices) = (end, Vec::new());
        for layer in layers[1..].iter().rev() {
            choices.push(layer[at].way);
            at = layer[at].before;
        }
        choices.reverse();
        (choices, layers.last().map_or(0.0, |layer| layer[end].score))
    })
}

fn assemble(
    tokenizer: &Tokenizer,
    text: &str,
    options: &EncodeOptions,
    parts: &[Part],
    choices: &[usize],
    score: f64,
) -> RankedCut {
    let mut tokens = Spanned::default();
    let template = |ids: &[TokenId], at: usize, tokens: &mut Spanned| {
        ids.iter().filter(|_| options.template).for_each(|&id| tokens.token(id, at, at));
    };
    template(&tokenizer.post().before, 0, &mut tokens);
    let mut choices = choices.iter();
    for part in parts {
        match part {
            Part::Fixed(id, start, end) => tokens.token(*id, *start, *end),
            Part::Piece(ways) => {
                let way = choices.next().and_then(|&way| ways.get(way));
                way.iter().flat_map(|way| &way.tokens).for_each(|&(id, start, end)| tokens.token(id, start, end));
            }
        }
    }
    template(&tokenizer.post().after, text.len(), &mut tokens);
    RankedCut { tokens, score }
}
