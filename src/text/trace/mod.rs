//! Why a pre-token became these tokens, as plain data: the rule that cut it, then every step of the model.
//!
//! BPE tells its merges in order, Unigram its lattice with the best path and how far behind the second best is,
//! WordPiece the prefixes that it tried. All of it is told by the models that encode: replaying a trace gives the ids.
//! Cost: one run over the pre-token (over the whole text for families that do not cut). A pre-token of more than
//! [`LONGEST_TOLD`] bytes is told only around the token that was asked for; merges elsewhere are left out.

mod cut;
mod lattice;
mod neighbours;
#[cfg(test)]
mod tests;

pub use cut::{Branch, Cut};
pub(super) use lattice::lattice;
pub use lattice::{Edge, Lattice};
pub use neighbours::{Neighbours, neighbours};

use serde::{Deserialize, Serialize};

use super::TokenId;
use super::model::{Model, ModelScratch, Variation};
use super::sink::{Batch, Token};
use super::tokenizer::{Rule, Specials, Tokenizer};

/// Pre-tokens up to so many bytes are told in full.
pub const LONGEST_TOLD: usize = 256;

/// How a pre-token became tokens. Positions are bytes of `text`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct Trace {
    /// First and last byte (exclusive) of the original text that the pre-token comes from.
    pub span: [u32; 2],
    /// What the model sees: normalized, with replaced spaces.
    pub text: Vec<u8>,
    /// What cut it here.
    pub cut: Cut,
    /// Its tokens.
    pub tokens: Vec<Part>,
    /// First and last byte (exclusive) of the original text that each token comes from.
    pub spans: Vec<[u32; 2]>,
    /// The token that was asked for: an index into `tokens`.
    pub focus: u32,
    /// What the model did.
    pub steps: Steps,
    /// Steps are told only within these bytes, because the pre-token is long.
    pub told: Option<[u32; 2]>,
}

/// A token and the bytes that it covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct Part {
    /// The token.
    pub id: TokenId,
    /// Its first byte.
    pub start: u32,
    /// Behind its last byte.
    pub end: u32,
}

/// What the model did.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub enum Steps {
    /// It is an added token, found before any model.
    Added,
    /// BPE: the pre-token stands in the vocabulary as a whole, and no merges lead there.
    Whole,
    /// BPE: these merges in this order; they are also told where a look-up of the whole pre-token spares them.
    Merges {
        /// The merges.
        merges: Vec<TracedMerge>,
    },
    /// Unigram: all tokens that fit anywhere, and the best path through them.
    Lattice(Lattice),
    /// WordPiece: at each place, all tokens that fit; the longest is taken.
    Prefixes {
        /// The places.
        prefixes: Vec<Prefixes>,
    },
    /// One token for the whole pre-token, or one for every byte or character: nothing to choose.
    Single,
}

/// One merge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct TracedMerge {
    /// The left token; `None` for bytes that are no token of their own.
    pub left: Option<TokenId>,
    /// The right token, likewise.
    pub right: Option<TokenId>,
    /// The lower, the sooner: place in the merge list, id of the result in rank files, place of its score.
    pub rank: u32,
    /// What they became.
    pub new: TokenId,
    /// First byte of the left token.
    pub start: u32,
    /// First byte of the right token.
    pub middle: u32,
    /// Behind the last byte of the right token.
    pub end: u32,
}

/// What fits at one place of a word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct Prefixes {
    /// The place.
    pub start: u32,
    /// Tokens that fit there, the shortest first. None: the whole word is unknown.
    pub fit: Vec<Part>,
}

/// The trace of the pre-token that covers byte `at` of `text`; `None` where there is none (white space that a
/// pre-tokenizer removed, or beyond the end).
pub fn trace(tokenizer: &Tokenizer, text: &str, at: usize, specials: Specials) -> Option<Trace> {
    let pieces = tokenizer.pieces(text, specials);
    let index = pieces.iter().position(|piece| piece.span.contains(&at))?;
    let piece = pieces.get(index)?;
    let span = [piece.span.start as u32, piece.span.end as u32];
    let cut = cut::cut(tokenizer.definition(), &pieces, index);
    if let Rule::Added(id) = piece.rule {
        let (text, steps) = (piece.text.clone(), Steps::Added);
        let tokens = vec![Part { id, start: 0, end: text.len() as u32 }];
        return Some(Trace { span, text, cut, tokens, spans: vec![span], focus: 0, steps, told: None });
    }
    let tokens = encode(tokenizer, &piece.text);
    let spans: Vec<[u32; 2]> = tokens
        .iter()
        .map(|token| piece.origin(token.start as usize..token.end as usize))
        .map(|origin| [origin.start as u32, origin.end as u32])
        .collect();
    // What normalization removed is told with the token before it.
    let covers = |&[start, end]: &[u32; 2]| (start..end).contains(&(at as u32));
    let before = |&[start, _]: &[u32; 2]| start as usize <= at;
    let focus = spans.iter().position(covers).or_else(|| spans.iter().rposition(before)).unwrap_or(0);
    let told = (piece.text.len() > LONGEST_TOLD).then(|| around(tokens.get(focus), piece.text.len()));
    let steps = steps(tokenizer, &piece.text, told);
    Some(Trace { span, text: piece.text.clone(), cut, tokens, spans, focus: focus as u32, steps, told })
}

/// What the model makes of a pre-token.
pub(super) fn encode(tokenizer: &Tokenizer, piece: &[u8]) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut variation = Variation::new(None, None, 0);
    let (mut buffer, mut keep) = (Vec::new(), |tokens: &[Token]| {
        parts.extend(tokens.iter().map(|token| Part { id: token.id, start: token.start, end: token.end }));
    });
    let mut batch = Batch::new(&mut buffer, &mut keep);
    tokenizer.model().encode(piece, 0, &mut variation, &mut ModelScratch::default(), &mut batch);
    drop(batch);
    parts
}

/// The bytes that are told of a long pre-token: the token and half of [`LONGEST_TOLD`] on either side.
fn around(token: Option<&Part>, length: usize) -> [u32; 2] {
    let half = LONGEST_TOLD as u32 / 2;
    let (start, end) = token.map_or((0, 0), |token| (token.start, token.end));
    [start.saturating_sub(half), (end + half).min(length as u32)]
}

fn steps(tokenizer: &Tokenizer, piece: &[u8], told: Option<[u32; 2]>) -> Steps {
    let [from, to] = told.unwrap_or([0, piece.len() as u32]);
    let within = |start: u32, end: u32| from <= start && end <= to;
    match tokenizer.model() {
        Model::Bpe(bpe) => {
            let mut scratch = ModelScratch::default();
            let token = |id: TokenId| (id != TokenId::MAX).then_some(id);
            let merges = bpe.merges(piece, &mut scratch.bpe);
            if merges.is_empty() && bpe.is_taken_whole(piece).is_some() {
                return Steps::Whole;
            }
            let merges = merges.into_iter().map(|merge| TracedMerge {
                left: token(merge.left),
                right: token(merge.right),
                rank: merge.rank,
                new: merge.new,
                start: merge.start as u32,
                middle: merge.middle as u32,
                end: merge.end as u32,
            });
            Steps::Merges { merges: merges.filter(|merge| within(merge.start, merge.end)).collect() }
        }
        Model::Unigram(unigram) => Steps::Lattice(lattice(unigram, piece, within)),
        Model::WordPiece(word_piece) => {
            let mut prefixes = Vec::new();
            let mut start = 0;
            while start < piece.len() {
                let fit: Vec<Part> = word_piece
                    .candidates(piece, start)
                    .map(|tried| Part { id: tried.id, start: start as u32, end: tried.end as u32 })
                    .collect();
                let longest = fit.last().map(|part| part.end as usize);
                if fit.is_empty() || within(start as u32, start as u32) {
                    prefixes.push(Prefixes { start: start as u32, fit });
                }
                match longest {
                    Some(end) => start = end,
                    None => break,
                }
            }
            Steps::Prefixes { prefixes }
        }
        Model::WordLevel(_) | Model::Bytes | Model::CodePoints => Steps::Single,
    }
}
