//! Byte-pair encoding: a piece of text into tokens by merging neighbours, best first.
//!
//! [`reference`] is the definition. [`Bpe`] must equal it on every input and is fast: a piece that is a token is one
//! look-up where the family allows it; a short piece is merged in an array on the stack; a long one in a heap of merges,
//! O(n log n) on every input. Nothing is allocated per token: a run works in a [`Scratch`] that the caller keeps.
//!
//! Source: Sennrich, Haddow, Birch, "Neural Machine Translation of Rare Words with Subword Units" (2016); the details
//! are those of tiktoken, of Hugging Face's tokenizers and of SentencePiece, whichever a family comes from.

mod cache;
mod known;
mod long;
mod ranked;
pub mod reference;
mod rules;
mod short;
mod units;

pub use long::Merge;

use std::sync::atomic::{AtomicU64, Ordering};

use self::cache::{Key, PieceCache};
use self::ranked::Ranked;
use self::rules::{ByScore, ByTokenId, Rule, Rules, Symbol};
use self::short::Short;
use self::units::Units;
use crate::text::TokenId;
use crate::text::definition::{BpeDefinition, Merges, Unit};
use crate::text::error::TextError;
use crate::text::sink::Sink;
use crate::text::vocabulary::Vocabulary;
use crate::text::vocabulary_index::VocabularyIndex;

/// A byte-pair encoder with its tables.
#[derive(Clone, Debug)]
pub struct Bpe {
    index: VocabularyIndex,
    rules: Rules,
    units: Units,
    /// A piece that is a token is that token, whatever merges say.
    whole_first: bool,
    /// Tells this encoder from all others, so that no cache of another's pieces is ever read.
    stamp: u64,
}

static STAMPS: AtomicU64 = AtomicU64::new(1);

/// Memory of a run, kept by the caller from piece to piece, and the cache of pieces. Using it with another
/// [`Bpe`] is right, but empties the cache.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    symbols: Vec<Symbol>,
    short: Short,
    ranked: Ranked,
    lists: long::Lists,
    cache: PieceCache,
    /// The [`Bpe`] whose pieces are in the cache.
    stamp: u64,
}

impl Bpe {
    /// Builds the tables.
    ///
    /// # Errors
    /// A merge whose result is no token, or scores that do not fit the vocabulary.
    pub fn new(definition: &BpeDefinition, vocabulary: &Vocabulary) -> Result<Self, TextError> {
        let index = VocabularyIndex::new(vocabulary);
        let rules = Rules::new(definition, &index)?;
        let units = Units::new(definition, &index);
        let whole_first = definition.ignore_merges || definition.merges == Merges::ByTokenId;
        Ok(Self { index, rules, units, whole_first, stamp: STAMPS.fetch_add(1, Ordering::Relaxed) })
    }

    /// The tokens of `piece`, whose first byte is byte `base` of the text, into `sink`.
    #[inline]
    pub fn encode(&self, piece: &[u8], base: usize, scratch: &mut Scratch, sink: &mut impl Sink) {
        self.own(scratch);
        self.encode_front(piece, piece.len(), base, scratch, sink);
    }

    /// Makes sure that what is cached in `scratch` is this encoder's.
    #[inline(always)]
    fn own(&self, scratch: &mut Scratch) {
        if scratch.stamp != self.stamp {
            scratch.cache = PieceCache::default();
            scratch.stamp = self.stamp;
        }
    }

    /// As [`Bpe::encode`] for the first `len` bytes of `text`; what stands behind them may be read, but means nothing.
    #[inline(always)]
    fn encode_front(&self, text: &[u8], len: usize, base: usize, scratch: &mut Scratch, sink: &mut impl Sink) {
        if len <= cache::LONGEST {
            let key = Key::new(text, len);
            let mut at = base;
            let known = scratch.cache.find(key, |id, len| {
                sink.token(id, at, at + len);
                at += len;
            });
            if !known {
                self.encode_new(text, len, base, scratch, sink, Some(key));
            }
        } else {
            self.encode_new(text, len, base, scratch, sink, None);
        }
    }

    /// Encodes a piece that the cache does not know, and keeps it there under `key`.
    #[inline(never)]
    fn encode_new(
        &self,
        text: &[u8],
        len: usize,
        base: usize,
        scratch: &mut Scratch,
        sink: &mut impl Sink,
        key: Option<Key>,
    ) {
        if self.whole_first
            && let Some(id) = self.index.find_at(text, 0, len)
        {
            sink.token(id, base, base + len);
            if let Some(key) = key {
                scratch.cache.keep(key, std::iter::once(Symbol { start: 0, end: len as u32, id }));
            }
            return;
        }
        let cache = &mut scratch.cache;
        match (&self.rules, self.units.bytes()) {
            (Rules::TokenId, Some(bytes)) if len <= ranked::LONGEST => {
                scratch.ranked.merge(&self.index, bytes, text, len);
                finish(|| scratch.ranked.left(), base, sink, key, cache);
            }
            (Rules::Pairs(table), Some(bytes)) if len <= short::LONGEST => {
                scratch.short.bytes(text.get(..len).unwrap_or(text), bytes);
                scratch.short.merge(table, text);
                finish(|| scratch.short.left(), base, sink, key, cache);
            }
            _ => self.merge(text.get(..len).unwrap_or(text), base, scratch, sink, None::<fn() -> bool>, |_| {}),
        }
    }

    /// As [`Bpe::encode`], but each merge that comes up is passed over when `drops` says so (BPE dropout: Provilkov,
    /// Emelianenko, Voita, "BPE-Dropout", 2020). A piece that is a token is merged like any other here.
    pub fn encode_with_dropout(
        &self,
        piece: &[u8],
        base: usize,
        scratch: &mut Scratch,
        sink: &mut impl Sink,
        drops: impl FnMut() -> bool,
    ) {
        self.merge(piece, base, scratch, sink, Some(drops), |_| {});
    }

    /// The merges of `piece` in the order in which they happen. Empty where [`Bpe::is_taken_whole`].
    pub fn merges(&self, piece: &[u8], scratch: &mut Scratch) -> Vec<Merge> {
        let mut merges = Vec::new();
        if self.is_taken_whole(piece).is_none() {
            let mut tokens = crate::text::sink::Count(0);
            self.merge(piece, 0, scratch, &mut tokens, Some(|| false), |merge| merges.push(merge));
        }
        merges
    }

    /// The token that `piece` is because it stands in the vocabulary, without any merging.
    pub fn is_taken_whole(&self, piece: &[u8]) -> Option<TokenId> {
        if self.whole_first { self.index.find(piece) } else { None }
    }

    /// Look-up of tokens by bytes.
    pub fn index(&self) -> &VocabularyIndex {
        &self.index
    }

    /// Whether merging starts from bytes or from characters.
    pub fn unit(&self) -> Unit {
        self.units.unit()
    }

    /// Merges by whichever rule is the vocabulary's. Without `drops` and for few symbols in an array, else in a heap.
    fn merge<D: FnMut() -> bool>(
        &self,
        piece: &[u8],
        base: usize,
        scratch: &mut Scratch,
        sink: &mut impl Sink,
        drops: Option<D>,
        seen: impl FnMut(Merge),
    ) {
        let index = &self.index;
        match &self.rules {
            Rules::TokenId => self.merge_by(&ByTokenId(index), piece, base, scratch, sink, drops, seen),
            Rules::Score(ranks) => self.merge_by(&ByScore { index, ranks }, piece, base, scratch, sink, drops, seen),
            Rules::Pairs(table) => self.merge_by(table, piece, base, scratch, sink, drops, seen),
        }
    }

    #[expect(clippy::too_many_arguments, reason = "the one place where rule, input, memory, output and hooks meet")]
    fn merge_by<D: FnMut() -> bool>(
        &self,
        rule: &impl Rule,
        piece: &[u8],
        base: usize,
        scratch: &mut Scratch,
        sink: &mut impl Sink,
        drops: Option<D>,
        mut seen: impl FnMut(Merge),
    ) {
        let Scratch { symbols, lists, short, .. } = scratch;
        symbols.clear();
        let resolve_first = matches!(self.rules, Rules::Pairs(_));
        if resolve_first {
            self.units.resolved(&self.index, piece, symbols);
        } else {
            self.units.unresolved(piece, symbols);
        }
        match drops {
            None if symbols.len() <= short::LONGEST => {
                short.symbols(symbols);
                short.merge(rule, piece);
                symbols.clear();
                symbols.extend(short.left());
            }
            None => long::merge(rule, piece, symbols, lists, || false, seen),
            Some(drops) => {
                // The trace wants ids also of symbols whose rule looks at bytes only.
                for symbol in symbols.iter_mut() {
                    let find = |symbol: Symbol| self.index.find(piece.get(symbol.start as usize..symbol.end as usize)?);
                    *symbol = long::with_id(*symbol, find);
                }
                long::merge(rule, piece, symbols, lists, drops, &mut seen);
            }
        }
        if resolve_first {
            for symbol in symbols.iter() {
                sink.token(symbol.id, base + symbol.start as usize, base + symbol.end as usize);
            }
        } else {
            self.units.resolve(&self.index, piece, symbols, |id, start, end| sink.token(id, base + start, base + end));
        }
    }
}

/// Gives the tokens of a merged piece to the sink and, under `key`, to the cache.
#[inline(always)]
fn finish<T: Iterator<Item = Symbol>>(
    left: impl Fn() -> T,
    base: usize,
    sink: &mut impl Sink,
    key: Option<Key>,
    cache: &mut PieceCache,
) {
    for token in left() {
        sink.token(token.id, base + token.start as usize, base + token.end as usize);
    }
    if let Some(key) = key {
        cache.keep(key, left());
    }
}

#[cfg(test)]
mod tests;
