//! Which neighbours may merge, how soon, and into what: one rule for each form of [`Merges`].
//!
//! Rank files and SentencePiece name no pairs: any two neighbours merge whose bytes together are a token. Merge lists
//! name pairs of ids, kept in an open-addressed table.

use super::short::RANKS;
use crate::order;
use crate::text::TokenId;
use crate::text::definition::{BpeDefinition, Merges};
use crate::text::error::TextError;
use crate::text::vocabulary_index::VocabularyIndex;

/// No token: a symbol that has none yet, or none at all.
pub(super) const NONE: TokenId = TokenId::MAX;

/// A part of a piece during merging.
#[derive(Clone, Copy, Debug)]
pub(super) struct Symbol {
    /// First byte in the piece.
    pub(super) start: u32,
    /// Behind its last byte.
    pub(super) end: u32,
    /// Its token; [`NONE`] where the rule looks at bytes and has not needed it.
    pub(super) id: TokenId,
}

/// What two neighbours would become. The lowest rank merges first, the leftmost of equals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    /// [`u32::MAX`]: they do not merge.
    pub(super) rank: u32,
    pub(super) id: TokenId,
}

impl Candidate {
    pub(super) const NO: Self = Self { rank: u32::MAX, id: NONE };
}

/// The pairs of a merge list.
#[derive(Clone, Debug)]
pub(super) struct PairTable {
    slots: Vec<Pair>,
    shift: u32,
}

#[derive(Clone, Copy, Debug)]
struct Pair {
    left: TokenId,
    right: TokenId,
    candidate: Candidate,
}

impl PairTable {
    fn new(count: usize) -> Self {
        let slots = (count + count / 2 + 2).next_power_of_two();
        let empty = Pair { left: NONE, right: NONE, candidate: Candidate::NO };
        Self { slots: vec![empty; slots], shift: 64 - slots.trailing_zeros() }
    }

    #[inline(always)]
    fn slot(&self, left: TokenId, right: TokenId) -> usize {
        let mask = self.slots.len() - 1;
        let key = (left as u64) << 32 | right as u64;
        let mut slot = (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> self.shift) as usize;
        loop {
            let pair = self.slots[slot & mask];
            if pair.left == NONE || pair.left == left && pair.right == right {
                return slot & mask;
            }
            slot += 1;
        }
    }

    fn insert(&mut self, left: TokenId, right: TokenId, candidate: Candidate) {
        let slot = self.slot(left, right);
        self.slots[slot] = Pair { left, right, candidate };
    }

    #[inline(always)]
    fn find(&self, left: TokenId, right: TokenId) -> Candidate {
        if left == NONE || right == NONE {
            return Candidate::NO;
        }
        self.slots[self.slot(left, right)].candidate
    }
}

/// The rule of a vocabulary.
#[derive(Clone, Debug)]
pub(super) enum Rules {
    /// Any two neighbours whose bytes are a token, the lowest id first.
    TokenId,
    /// Any two neighbours whose bytes are a token with a score, the highest first: each token's place by score, counted
    /// from the highest. Equal scores share a place.
    Score(Vec<u32>),
    /// See [`PairTable`].
    Pairs(PairTable),
}

/// A rule at work. Merging is compiled once for all three: which it is costs a branch that is always foreseen.
#[derive(Clone, Copy)]
pub(super) struct Rule<'a> {
    pub(super) rules: &'a Rules,
    pub(super) index: &'a VocabularyIndex,
}

impl Rule<'_> {
    /// What two neighbours would become. `text` begins with the piece that they are of.
    #[inline(always)]
    pub(super) fn candidate(self, text: &[u8], left: Symbol, right: Symbol) -> Candidate {
        let ranks = match self.rules {
            Rules::Pairs(table) => return table.find(left.id, right.id),
            Rules::Score(ranks) => Some(ranks),
            Rules::TokenId => None,
        };
        let start = left.start as usize;
        let Some(id) = self.index.find_at(text, start, right.end as usize - start) else { return Candidate::NO };
        Candidate { rank: ranks.map_or(id, |ranks| ranks.get(id as usize).copied().unwrap_or(u32::MAX)), id }
    }
}

impl Rules {
    pub(super) fn new(definition: &BpeDefinition, index: &VocabularyIndex) -> Result<Self, TextError> {
        let limit = |what: &str, got: usize| match got < RANKS as usize {
            true => Ok(()),
            false => Err(TextError::TooLarge { what: what.to_owned(), got: got as u64, limit: RANKS as u64 - 1 }),
        };
        limit("the vocabulary in tokens", index.vocabulary().len())?;
        if let Merges::Pairs(pairs) = &definition.merges {
            limit("the list of merges", pairs.len())?;
        }
        match &definition.merges {
            Merges::ByTokenId => Ok(Self::TokenId),
            Merges::ByScore(scores) => score_ranks(scores, index).map(Self::Score),
            Merges::Pairs(pairs) => pair_table(pairs, definition.continuing_prefix.len(), index).map(Self::Pairs),
        }
    }
}

fn score_ranks(scores: &[f32], index: &VocabularyIndex) -> Result<Vec<u32>, TextError> {
    let tokens = index.vocabulary().len();
    if scores.len() != tokens {
        return Err(TextError::Malformed {
            place: "model.scores".to_owned(),
            expected: format!("{tokens} scores, one per token"),
            got: scores.len().to_string(),
        });
    }
    let order = order::by_key(scores, |&&score| order::largest_first(f64::from(score)));
    let mut ranks = vec![u32::MAX; scores.len()];
    let (mut rank, mut last) = (0, f32::INFINITY);
    for (place, &id) in order.iter().enumerate() {
        let score = scores[id as usize];
        if score.is_nan() {
            return Err(TextError::Malformed {
                place: format!("model.scores[{id}]"),
                expected: "a number".to_owned(),
                got: "NaN".to_owned(),
            });
        }
        if score != last {
            (rank, last) = (place as u32, score);
        }
        if score != f32::NEG_INFINITY {
            ranks[id as usize] = rank;
        }
    }
    Ok(ranks)
}

fn pair_table(
    pairs: &[(TokenId, TokenId)],
    prefix_bytes: usize,
    index: &VocabularyIndex,
) -> Result<PairTable, TextError> {
    let mut table = PairTable::new(pairs.len());
    let mut merged = Vec::new();
    for (rank, &(left, right)) in pairs.iter().enumerate() {
        let vocabulary = index.vocabulary();
        merged.clear();
        merged.extend_from_slice(vocabulary.get(left));
        merged.extend_from_slice(vocabulary.get(right).get(prefix_bytes..).unwrap_or(&[]));
        let Some(id) = index.find(&merged) else {
            return Err(TextError::Malformed {
                place: format!("model.merges[{rank}]"),
                expected: "two tokens whose concatenation is a token".to_owned(),
                got: format!("{left} and {right}, together {:?}", String::from_utf8_lossy(&merged)),
            });
        };
        table.insert(left, right, Candidate { rank: rank as u32, id });
    }
    Ok(table)
}
