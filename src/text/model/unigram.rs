//! Unigram: the most probable cut of a piece when tokens are independent (Kudo, "Subword regularization", 2018).
//!
//! One pass over the piece: the best way to reach every byte, tokens found in a double-array trie. Wherever no token
//! reaches over a position, everything before it is settled and given out at once, so memory follows the longest
//! unsettled stretch and not the piece, and a long piece runs in slices. Cost: bytes times the longest token.
//!
//! Ties: the candidate that is found first stays, as in both references, which walk start positions in order. Sums are
//! carried from the beginning of the piece, in f64 as the reference library does or in f32 as SentencePiece does.
//! Neighbouring unknown characters become one unknown token; with byte fallback they become bytes.

use super::trie::{ROOT, Trie};
use super::variation::Random;
use crate::order;
use crate::text::TokenId;
use crate::text::error::TextError;
use crate::text::sink::{Batch, Sink, Token};
use crate::text::vocabulary::Vocabulary;

/// How much worse than the worst token an unknown character is.
const UNKNOWN_PENALTY: f64 = 10.0;

/// Unigram with its trie.
#[derive(Clone, Debug)]
pub struct Unigram {
    trie: Trie,
    scores: Vec<f64>,
    unknown: TokenId,
    unknown_score: f64,
    /// `<0xNN>` by byte; none without byte fallback.
    byte_tokens: Box<[Option<TokenId>; 256]>,
    byte_level: bool,
    single_precision: bool,
}

/// A way to reach a position.
#[derive(Clone, Copy, Debug)]
struct Reached {
    score: f64,
    /// Bytes back to where the last token begins; 0: not reached.
    length: u32,
    id: TokenId,
}

/// One of the best ways to reach a position.
#[derive(Clone, Copy, Debug)]
struct Way {
    score: f64,
    length: u32,
    id: TokenId,
    /// Which way of the position before it continues.
    rank: u32,
}

/// A way to cut a piece: tokens with their bytes of the piece, and the sum of their scores.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Ranked {
    pub(crate) tokens: Vec<(TokenId, usize, usize)>,
    pub(crate) score: f64,
}

const UNREACHED: Reached = Reached { score: 0.0, length: 0, id: 0 };

/// Where a run over a piece stands, and its buffers.
#[derive(Clone, Debug, Default)]
pub struct UnigramScratch {
    /// Best ways to reach the positions from `settled` on.
    reached: Vec<Reached>,
    /// Everything before this byte of the piece is given out, but for unknown characters.
    settled: usize,
    /// Tokens start from here next.
    at: usize,
    /// The furthest position that a token reaches.
    reach: usize,
    /// Unknown bytes before `settled` that wait for more.
    unknown: usize,
    path: Vec<(TokenId, usize)>,
    pub(super) sums: Vec<f64>,
}

impl Unigram {
    pub(super) fn new(
        vocabulary: &Vocabulary,
        scores: &[f64],
        unknown: Option<TokenId>,
        byte_fallback: bool,
        (byte_level, single_precision): (bool, bool),
    ) -> Result<Self, TextError> {
        let malformed = |expected: &str, got: String| TextError::Malformed {
            place: "model".to_owned(),
            expected: expected.to_owned(),
            got,
        };
        if scores.len() != vocabulary.len() {
            return Err(malformed(
                "a score for every token",
                format!("{} scores for {} tokens", scores.len(), vocabulary.len()),
            ));
        }
        let unknown = unknown
            .filter(|&id| (id as usize) < vocabulary.len())
            .ok_or_else(|| malformed("an unknown token in the vocabulary", format!("{unknown:?}")))?;
        let matchable = |id: TokenId| scores[id as usize] != f64::NEG_INFINITY;
        let worst = scores.iter().copied().filter(|score| score.is_finite()).fold(f64::INFINITY, f64::min);
        let worst = if worst.is_finite() { worst } else { 0.0 };
        let unknown_score =
            if single_precision { f64::from(worst as f32 - UNKNOWN_PENALTY as f32) } else { worst - UNKNOWN_PENALTY };
        Ok(Self {
            trie: Trie::new(vocabulary.iter().filter(|&(id, _)| matchable(id))),
            scores: scores.to_vec(),
            unknown,
            unknown_score,
            byte_tokens: if byte_fallback { super::byte_tokens(vocabulary) } else { Box::new([None; 256]) },
            byte_level,
            single_precision,
        })
    }

    /// Length of the character at `at`.
    #[inline(always)]
    fn char_length(&self, piece: &[u8], at: usize) -> usize {
        let length = match piece[at] {
            _ if self.byte_level => 1,
            0..0xC0 => 1,
            0xC0..0xE0 => 2,
            0xE0..0xF0 => 3,
            0xF0.. => 4,
        };
        length.min(piece.len() - at)
    }

    /// The score of a path with one more token, rounded as this model rounds.
    pub fn add(&self, path: f64, token: f64) -> f64 {
        let sum = token + path;
        if self.single_precision { f64::from(sum as f32) } else { sum }
    }

    /// All tokens that begin at byte `at` of `piece`, with their length and score: the edges of the lattice. Where no
    /// token is the single character there, the unknown token comes last.
    #[inline(always)]
    pub fn edges(&self, piece: &[u8], at: usize, mut edge: impl FnMut(TokenId, usize, f64)) {
        let char_length = self.char_length(piece, at);
        let mut single = false;
        let mut state = ROOT;
        for (index, &byte) in piece[at..].iter().enumerate() {
            let Some(next) = self.trie.child(state, byte) else { break };
            state = next;
            if let Some(id) = self.trie.token(state) {
                single |= index + 1 == char_length;
                edge(id, index + 1, self.scores[id as usize]);
            }
        }
        if !single {
            edge(self.unknown, char_length, self.unknown_score);
        }
    }

    /// The best tokens of `piece`, whose first byte is byte `base` of the text.
    #[inline]
    pub fn encode(&self, piece: &[u8], base: usize, scratch: &mut UnigramScratch, sink: &mut Batch<'_>) {
        scratch.begin();
        while !self.step(piece, base, scratch, &mut usize::MAX.clone(), sink) {}
    }

    /// Goes on for about `budget` bytes of `piece`; `true` at its end. [`UnigramScratch::begin`] comes first.
    pub fn step(
        &self,
        piece: &[u8],
        base: usize,
        scratch: &mut UnigramScratch,
        budget: &mut usize,
        sink: &mut Batch<'_>,
    ) -> bool {
        let stop = scratch.at.saturating_add((*budget).max(1)).min(piece.len());
        *budget = budget.saturating_sub((stop - scratch.at.min(stop)).max(1));
        while scratch.at < stop {
            let at = scratch.at;
            let offset = at - scratch.settled;
            let so_far = scratch.reached[offset].score;
            let (reached, reach) = (&mut scratch.reached, &mut scratch.reach);
            self.edges(piece, at, |id, length, score| {
                let end = offset + length;
                if end >= reached.len() {
                    reached.resize(end + 1, UNREACHED);
                }
                *reach = (*reach).max(at + length);
                let best = &mut reached[end];
                let candidate = score + so_far;
                if best.length == 0 || candidate > best.score {
                    let score = if self.single_precision { f64::from(candidate as f32) } else { candidate };
                    *best = Reached { score, length: length as u32, id };
                }
            });
            scratch.at += self.char_length(piece, at);
            if scratch.at == scratch.reach {
                self.settle(piece, base, scratch, sink);
            }
        }
        if scratch.at < piece.len() {
            return false;
        }
        self.give_unknown(piece, base, scratch, sink);
        true
    }

    /// Gives out everything up to the current position.
    fn settle(&self, piece: &[u8], base: usize, scratch: &mut UnigramScratch, sink: &mut Batch<'_>) {
        let mut end = scratch.at - scratch.settled;
        let last = scratch.reached[end];
        scratch.path.clear();
        while end > 0 {
            let Reached { length, id, .. } = scratch.reached[end];
            scratch.path.push((id, length as usize));
            end -= length as usize;
        }
        while let Some((id, length)) = scratch.path.pop() {
            if id == self.unknown {
                scratch.unknown += length;
            } else {
                self.give_unknown(piece, base, scratch, sink);
                sink.token(id, base + scratch.settled, base + scratch.settled + length);
            }
            scratch.settled += length;
        }
        scratch.reached.clear();
        scratch.reached.push(Reached { score: last.score, ..UNREACHED });
    }

    /// Gives out the unknown characters before `settled`.
    fn give_unknown(&self, piece: &[u8], base: usize, scratch: &mut UnigramScratch, sink: &mut Batch<'_>) {
        let length = std::mem::take(&mut scratch.unknown);
        if length > 0 {
            let start = scratch.settled - length;
            self.unknown_run(&piece[start..scratch.settled], base + start, sink);
        }
    }

    /// The tokens of a run of unknown characters at `base`. The reference looks it up as a whole first; then its bytes,
    /// which must all have a token.
    fn unknown_run(&self, text: &[u8], base: usize, sink: &mut Batch<'_>) {
        if let Some(id) = self.trie.get(text) {
            sink.token(id, base, base + text.len());
        } else if text.iter().all(|&byte| self.byte_tokens[usize::from(byte)].is_some()) {
            for (at, &byte) in text.iter().enumerate() {
                sink.token(self.byte_tokens[usize::from(byte)].unwrap_or(self.unknown), base + at, base + at + 1);
            }
        } else {
            sink.token(self.unknown, base, base + text.len());
        }
    }

    /// The `n` best ways to cut `piece`, best first. Memory: bytes times `n`.
    pub(crate) fn n_best(&self, piece: &[u8], n: usize) -> Vec<Ranked> {
        let mut lists: Vec<Vec<Way>> = vec![Vec::new(); piece.len() + 1];
        lists[0].push(Way { score: 0.0, length: 0, id: 0, rank: 0 });
        let mut at = 0;
        while at < piece.len() {
            let best = std::mem::take(&mut lists[at]);
            self.edges(piece, at, |id, length, score| {
                for (rank, way) in best.iter().enumerate() {
                    let score = score + way.score;
                    let score = if self.single_precision { f64::from(score as f32) } else { score };
                    lists[at + length].push(Way { score, length: length as u32, id, rank: rank as u32 });
                }
            });
            lists[at] = best;
            at += self.char_length(piece, at);
            // Stable: of equals the one found first stays in front.
            order::sort_by_key(&mut lists[at], |way| order::largest_first(way.score));
            lists[at].truncate(n);
        }
        (0..lists[piece.len()].len().min(n))
            .map(|rank| {
                let (mut at, mut rank, score) = (piece.len(), rank, lists[piece.len()][rank].score);
                let mut path = Vec::new();
                while at > 0 {
                    let way = lists[at][rank];
                    path.push((way.id, way.length as usize));
                    (at, rank) = (at - way.length as usize, way.rank as usize);
                }
                path.reverse();
                Ranked { tokens: self.tokens_of(piece, &path), score }
            })
            .collect()
    }

    /// The tokens of a path: neighbouring unknown characters become one run.
    fn tokens_of(&self, piece: &[u8], path: &[(TokenId, usize)]) -> Vec<(TokenId, usize, usize)> {
        let mut tokens = Vec::new();
        let (mut buffer, mut take) = (Vec::new(), |given: &[Token]| {
            tokens.extend(given.iter().map(|token| (token.id, token.start as usize, token.end as usize)));
        });
        let mut sink = Batch::new(&mut buffer, &mut take);
        let (mut at, mut unknown) = (0, 0);
        for &(id, length) in path {
            if id == self.unknown {
                unknown += length;
            } else {
                if unknown > 0 {
                    self.unknown_run(&piece[at - unknown..at], at - unknown, &mut sink);
                    unknown = 0;
                }
                sink.token(id, at, at + length);
            }
            at += length;
        }
        if unknown > 0 {
            self.unknown_run(&piece[at - unknown..at], at - unknown, &mut sink);
        }
        drop(sink);
        tokens
    }

    /// A cut drawn with probability proportional to `exp(alpha * score)`: sums over all ways from each position to the
    /// end, then one choice per token from the beginning. Both walk the trie, so no lattice is stored.
    pub fn sample(
        &self,
        piece: &[u8],
        base: usize,
        (alpha, random): (f32, &mut Random),
        scratch: &mut UnigramScratch,
        sink: &mut Batch<'_>,
    ) {
        let alpha = f64::from(alpha);
        scratch.sums.clear();
        scratch.sums.resize(piece.len() + 1, f64::NEG_INFINITY);
        scratch.sums[piece.len()] = 0.0;
        for at in (0..piece.len()).rev() {
            if !self.byte_level && piece[at] & 0xC0 == 0x80 {
                continue;
            }
            let mut sum = f64::NEG_INFINITY;
            self.edges(piece, at, |_, length, score| {
                sum = log_add(sum, alpha * score + scratch.sums[at + length]);
            });
            scratch.sums[at] = sum;
        }
        let mut path = std::mem::take(&mut scratch.path);
        path.clear();
        let mut at = 0;
        while at < piece.len() {
            let mut left = random.unit();
            let mut chosen = None;
            self.edges(piece, at, |id, length, score| {
                let share = (alpha * score + scratch.sums[at + length] - scratch.sums[at]).exp();
                if left >= 0.0 && share > 0.0 {
                    chosen = Some((id, length));
                }
                left -= share;
            });
            let step = chosen.unwrap_or((self.unknown, self.char_length(piece, at)));
            path.push(step);
            at += step.1;
        }
        for (id, start, end) in self.tokens_of(piece, &path) {
            sink.token(id, base + start, base + end);
        }
        scratch.path = path;
    }
}

/// log(exp(a) + exp(b)).
fn log_add(a: f64, b: f64) -> f64 {
    let (low, high) = if a < b { (a, b) } else { (b, a) };
    if low == f64::NEG_INFINITY { high } else { high + (low - high).exp().ln_1p() }
}

impl UnigramScratch {
    /// Makes ready for a new piece.
    pub fn begin(&mut self) {
        self.reached.clear();
        self.reached.push(UNREACHED);
        (self.settled, self.at, self.reach, self.unknown) = (0, 0, 0, 0);
    }
}
