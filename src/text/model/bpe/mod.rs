//! Byte-pair encoding: a piece of text into tokens by merging neighbours, best first.
//!
//! [`reference`] is the definition. [`Bpe`] must equal it on every input and is fast: a piece that is a token is one
//! look-up where the family allows it; a short piece is merged in an array on the stack; a long one in windows that
//! overlap, each like a short piece, or in a heap of merges: O(n log n) on every input. Nothing is allocated per token: a run works in a [`Scratch`] that the caller keeps.
//!
//! Source: Sennrich, Haddow, Birch, "Neural Machine Translation of Rare Words with Subword Units" (2016); the details
//! are those of tiktoken, of Hugging Face's tokenizers and of SentencePiece, whichever a family comes from.

mod cache;
mod joints;
mod known;
mod long;
mod ranked;
pub mod reference;
mod rules;
mod short;
mod units;
mod windows;

pub use long::Merge;

use std::sync::atomic::{AtomicU64, Ordering};

use self::cache::{Key, PieceCache, WideCache};
use self::joints::Joints;
use self::ranked::Ranked;
use self::rules::{NONE, Rule, Rules, Symbol};
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
    /// Long pieces may be merged in windows: what is unknown never merges, and prefix and suffix make other symbols, but
    /// never change what two symbols become.
    in_windows: bool,
    joints: Joints,
    /// Tells this encoder from all others, so that no cache of another's pieces is ever read.
    stamp: u64,
}

static STAMPS: AtomicU64 = AtomicU64::new(1);

/// Memory of a run, kept by the caller from piece to piece, and the cache of pieces. Using it with another
/// [`Bpe`] is right, but empties the cache.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    symbols: Vec<Symbol>,
    /// The tokens of the piece at hand.
    tokens: Vec<Symbol>,
    short: Short,
    ranked: Ranked,
    lists: long::Lists,
    cache: PieceCache,
    wide: WideCache,
    run: windows::Run,
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
        let unknown_merges = match &definition.merges {
            Merges::Pairs(pairs) => pairs.iter().any(|&(left, right)| units.stands_in(left) || units.stands_in(right)),
            Merges::ByTokenId | Merges::ByScore(_) => false,
        };
        let in_windows = (units.plain() || matches!(rules, Rules::Pairs(_))) && !unknown_merges;
        let stamp = STAMPS.fetch_add(1, Ordering::Relaxed);
        Ok(Self { index, rules, units, whole_first, in_windows, joints: Joints::default(), stamp })
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
            scratch.wide = WideCache::default();
            scratch.stamp = self.stamp;
        }
    }

    /// As [`Bpe::encode`] for the first `len` bytes of `text`; what stands behind them may be read, but means nothing.
    /// Only the look into the cache is compiled for each sink; the rest is one piece of code for all.
    #[inline(always)]
    fn encode_front(&self, text: &[u8], len: usize, base: usize, scratch: &mut Scratch, sink: &mut impl Sink) {
        if len <= cache::LONGEST {
            let key = cache::key(text, len);
            let mut at = base;
            let known = scratch.cache.find(&key, |id, len| {
                sink.token(id, at, at + len);
                at += len;
            });
            if known {
                return;
            }
            self.encode_new(text, len, scratch, Some(key));
        } else {
            self.encode_new(text, len, scratch, None);
        }
        scratch.give(base, sink);
    }

    /// Encodes a piece that the first cache does not know into `scratch.tokens`, and keeps it there under `key`, or in the
    /// second cache.
    #[inline(never)]
    fn encode_new(&self, text: &[u8], len: usize, scratch: &mut Scratch, key: Option<Key>) {
        scratch.tokens.clear();
        if key.is_some() || len > cache::LONGEST_WIDE {
            self.encode_unknown(text, len, scratch);
            if let Some(key) = key {
                scratch.cache.keep(key, &scratch.tokens);
            }
            return;
        }
        let wide = cache::wide_key(text, len);
        let Scratch { wide: cache, tokens, .. } = scratch;
        let mut start = 0;
        let known = cache.find(&wide, |id, len| {
            tokens.push(Symbol { start, end: start + len as u32, id });
            start += len as u32;
        });
        if !known {
            self.encode_unknown(text, len, scratch);
            scratch.wide.keep(wide, &scratch.tokens);
        }
    }

    /// Encodes a piece into `scratch.tokens`, which are empty.
    #[inline(always)]
    fn encode_unknown(&self, text: &[u8], len: usize, scratch: &mut Scratch) {
        if self.whole_first
            && let Some(id) = self.index.find_at(text, 0, len)
        {
            scratch.tokens.push(Symbol { start: 0, end: len as u32, id });
        } else {
            match (&self.rules, self.units.bytes()) {
                (Rules::TokenId, Some(bytes)) if len <= ranked::LONGEST => {
                    scratch.ranked.merge(&self.index, bytes, text, len);
                    scratch.ranked.left().for_each(|symbol| scratch.tokens.push(symbol));
                }
                (Rules::Pairs(_), Some(bytes)) if len <= short::LONGEST => {
                    scratch.short.bytes(text.get(..len).unwrap_or(text), bytes);
                    scratch.short.merge(self.rule(), text);
                    scratch.short.left().for_each(|symbol| scratch.tokens.push(symbol));
                }
                _ => self.encode_long(text.get(..len).unwrap_or(text), scratch),
            }
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
        mut drops: impl FnMut() -> bool,
    ) {
        self.merge(piece, scratch, Some(&mut drops), &mut |_| {});
        scratch.give(base, sink);
    }

    /// The merges of `piece` in the order in which they happen. Where [`Bpe::is_taken_whole`], those that would lead to
    /// that token; empty where merging leads elsewhere.
    pub fn merges(&self, piece: &[u8], scratch: &mut Scratch) -> Vec<Merge> {
        let mut merges = Vec::new();
        self.merge(piece, scratch, Some(&mut || false), &mut |merge| merges.push(merge));
        if let Some(whole) = self.is_taken_whole(piece) {
            let arrives = merges.last().is_some_and(|last| last.new == whole && last.end - last.start == piece.len());
            if !arrives {
                merges.clear();
            }
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

    fn rule(&self) -> Rule<'_> {
        Rule { rules: &self.rules, index: &self.index }
    }

    /// Encodes a piece that is no token into `scratch.tokens`.
    fn encode_long(&self, piece: &[u8], scratch: &mut Scratch) {
        if self.in_windows && piece.len() > short::LONGEST {
            scratch.run.begin();
            self.merge_windows(piece, scratch, &mut usize::MAX.clone());
        } else {
            self.merge(piece, scratch, None, &mut |_| {});
        }
    }

    /// Goes on with the piece that `scratch.run` began for about `budget` bytes; `true` at its end, and then its tokens
    /// are in `scratch.tokens`.
    fn merge_windows(&self, piece: &[u8], scratch: &mut Scratch, budget: &mut usize) -> bool {
        let Scratch { short, ranked, lists, tokens, run, .. } = scratch;
        let pairs = matches!(self.rules, Rules::Pairs(_));
        let by_id = if matches!(self.rules, Rules::TokenId) { self.units.bytes() } else { None };
        // Units that vanish make neighbours of those beside them, which windows know nothing of.
        let mut vanish = false;
        let joints = self.joints.of(self.index.vocabulary());
        let is_border = |at| self.units.is_border(piece, at);
        let done = run.step(
            piece,
            budget,
            is_border,
            |at| is_border(at) && joints.is_cut(piece, at),
            |window, merged| {
                merged.clear();
                let text = piece.get(window.start..).unwrap_or(&[]);
                if let Some(bytes) = by_id
                    && window.len() <= ranked::LONGEST
                {
                    ranked.merge(&self.index, bytes, text, window.len());
                    merged.extend(ranked.left());
                    return;
                }
                self.units.with_tokens(&self.index, piece, window, merged);
                vanish |= pairs && !self.units.keeps_unknown() && merged.iter().any(|unit| unit.id == NONE);
                if merged.len() <= short::LONGEST {
                    short.symbols(merged);
                    short.merge(self.rule(), text);
                    merged.clear();
                    merged.extend(short.left());
                } else {
                    long::merge(self.rule(), text, merged, lists, &mut || false, &mut |_| {});
                }
            },
        );
        if vanish {
            *budget = budget.saturating_sub(piece.len());
            self.merge(piece, scratch, None, &mut |_| {});
            return true;
        }
        if done {
            tokens.clear();
            self.units.resolve(&self.index, piece, &run.tokens, |id, start, end| {
                tokens.push(Symbol { start: start as u32, end: end as u32, id });
            });
        }
        done
    }

    /// As [`Bpe::encode`] in slices of about `budget` bytes; `true` when the piece is done, and only then has `sink` its
    /// tokens. The first call for a piece has `begun` false and sets it; nothing else may use `scratch` in between.
    pub fn step(
        &self,
        piece: &[u8],
        base: usize,
        begun: &mut bool,
        scratch: &mut Scratch,
        budget: &mut usize,
        sink: &mut impl Sink,
    ) -> bool {
        self.own(scratch);
        let sliced = self.in_windows && piece.len() > short::LONGEST && self.is_taken_whole(piece).is_none();
        if !sliced {
            *budget = budget.saturating_sub(piece.len().max(1));
            self.encode_front(piece, piece.len(), base, scratch, sink);
            return true;
        }
        if !std::mem::replace(begun, true) {
            scratch.run.begin();
        }
        if !self.merge_windows(piece, scratch, budget) {
            return false;
        }
        *begun = false;
        scratch.give(base, sink);
        true
    }

    /// Merges by whichever rule is the vocabulary's, into `scratch.tokens`. Without `drops` and for few symbols in an
    /// array, else in a heap, which tells `seen` every merge.
    fn merge(
        &self,
        piece: &[u8],
        scratch: &mut Scratch,
        drops: Option<&mut dyn FnMut() -> bool>,
        seen: &mut dyn FnMut(Merge),
    ) {
        let Scratch { symbols, lists, short, tokens, .. } = scratch;
        symbols.clear();
        tokens.clear();
        let resolve_first = matches!(self.rules, Rules::Pairs(_));
        if resolve_first {
            self.units.resolved(&self.index, piece, symbols);
        } else {
            self.units.unresolved(piece, symbols);
        }
        match drops {
            None if symbols.len() <= short::LONGEST => {
                short.symbols(symbols);
                short.merge(self.rule(), piece);
                symbols.clear();
                symbols.extend(short.left());
            }
            None => long::merge(self.rule(), piece, symbols, lists, &mut || false, seen),
            Some(drops) => {
                // The trace wants ids also of symbols whose rule looks at bytes only.
                for symbol in symbols.iter_mut() {
                    let find = |symbol: Symbol| self.index.find(piece.get(symbol.start as usize..symbol.end as usize)?);
                    *symbol = long::with_id(*symbol, find);
                }
                long::merge(self.rule(), piece, symbols, lists, drops, seen);
            }
        }
        if resolve_first {
            tokens.extend_from_slice(symbols);
        } else {
            self.units.resolve(&self.index, piece, symbols, |id, start, end| {
                tokens.push(Symbol { start: start as u32, end: end as u32, id });
            });
        }
    }
}

impl Scratch {
    /// The tokens of the piece at hand to `sink`.
    #[inline(always)]
    fn give(&self, base: usize, sink: &mut impl Sink) {
        for token in &self.tokens {
            sink.token(token.id, base + token.start as usize, base + token.end as usize);
        }
    }
}

#[cfg(test)]
mod tests;
