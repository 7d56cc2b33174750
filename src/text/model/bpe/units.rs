//! What merging starts from, and what becomes of a part that is no token.
//!
//! Merge lists name tokens, so every unit needs its token before merging; rank files and SentencePiece look at bytes,
//! so a part that is no token may still merge and gets its token, byte tokens or the unknown token afterwards.

use std::ops::Range;

use super::rules::{NONE, Symbol};
use crate::text::TokenId;
use crate::text::definition::{BpeDefinition, Unit};
use crate::text::vocabulary_index::VocabularyIndex;

/// How a piece becomes symbols, and symbols tokens.
#[derive(Clone, Debug)]
pub(super) struct Units {
    unit: Unit,
    unknown: Option<TokenId>,
    fuse_unknown: bool,
    /// Token of each byte as `<0xNN>`, or [`NONE`]; empty without byte fallback.
    fallback: Vec<TokenId>,
    continuing_prefix: String,
    word_suffix: String,
    /// Token of each byte, where units are bytes and each has one: nothing is ever unknown.
    bytes: Option<Box<[TokenId; 256]>>,
}

impl Units {
    pub(super) fn new(definition: &BpeDefinition, index: &VocabularyIndex) -> Self {
        let plain = definition.continuing_prefix.is_empty() && definition.word_suffix.is_empty();
        let bytes: [TokenId; 256] = std::array::from_fn(|byte| index.find(&[byte as u8]).unwrap_or(NONE));
        let complete = definition.unit == Unit::Byte && plain && !bytes.contains(&NONE);
        let byte_token = |byte: u8| index.find(format!("<0x{byte:02X}>").as_bytes()).unwrap_or(NONE);
        Self {
            unit: definition.unit,
            unknown: definition.unknown,
            fuse_unknown: definition.fuse_unknown,
            fallback: if definition.byte_fallback { (0..=u8::MAX).map(byte_token).collect() } else { Vec::new() },
            continuing_prefix: definition.continuing_prefix.clone(),
            word_suffix: definition.word_suffix.clone(),
            bytes: complete.then(|| Box::new(bytes)),
        }
    }

    /// Token of each byte, if units are bytes and each has one.
    #[inline(always)]
    pub(super) fn bytes(&self) -> Option<&[TokenId; 256]> {
        self.bytes.as_deref()
    }

    pub(super) fn unit(&self) -> Unit {
        self.unit
    }

    /// Whether parts of a piece look the same wherever they stand.
    pub(super) fn plain(&self) -> bool {
        self.continuing_prefix.is_empty() && self.word_suffix.is_empty()
    }

    /// Whether a unit without a token becomes something, instead of vanishing from between its neighbours.
    pub(super) fn keeps_unknown(&self) -> bool {
        self.unknown.is_some() || !self.fallback.is_empty() && !self.fallback.contains(&NONE)
    }

    /// Whether this token stands for what is unknown: the unknown token itself or a byte's.
    pub(super) fn stands_in(&self, id: TokenId) -> bool {
        self.unknown == Some(id) || self.fallback.contains(&id)
    }

    /// Appends the units of `piece` in `range` with those tokens that they are; places count from the range's start.
    pub(super) fn with_tokens(
        &self,
        index: &VocabularyIndex,
        piece: &[u8],
        range: Range<usize>,
        symbols: &mut Vec<Symbol>,
    ) {
        let plain = self.plain();
        let mut affixed = Vec::new();
        let base = range.start;
        let mut start = base;
        while start < range.end {
            let end = self.end(piece, start);
            let id = match (&self.bytes, piece.get(start)) {
                (Some(bytes), Some(&byte)) => bytes[byte as usize],
                _ if plain => index.find_at(piece, start, end - start).unwrap_or(NONE),
                _ => index.find(self.affixed(piece, start, end, &mut affixed)).unwrap_or(NONE),
            };
            symbols.push(Symbol { start: (start - base) as u32, end: (end - base) as u32, id });
            start = end;
        }
    }

    /// The bytes of the unit `start..end` of `piece` as the vocabulary has them.
    fn affixed<'a>(&self, piece: &'a [u8], start: usize, end: usize, space: &'a mut Vec<u8>) -> &'a [u8] {
        let bytes = piece.get(start..end).unwrap_or(&[]);
        let prefix = if start > 0 { self.continuing_prefix.as_bytes() } else { &[] };
        let suffix = if end >= piece.len() { self.word_suffix.as_bytes() } else { &[] };
        if prefix.is_empty() && suffix.is_empty() {
            return bytes;
        }
        space.clear();
        for part in [prefix, bytes, suffix] {
            space.extend_from_slice(part);
        }
        space
    }

    /// Appends the units of `piece`, without tokens.
    pub(super) fn unresolved(&self, piece: &[u8], symbols: &mut Vec<Symbol>) {
        let mut start = 0;
        while start < piece.len() {
            let end = self.end(piece, start);
            symbols.push(Symbol { start: start as u32, end: end as u32, id: NONE });
            start = end;
        }
    }

    /// Appends the units of `piece` with their tokens, prefix and suffix looked up with them.
    pub(super) fn resolved(&self, index: &VocabularyIndex, piece: &[u8], symbols: &mut Vec<Symbol>) {
        let mut pending = None;
        let mut affixed = Vec::new();
        let mut start = 0;
        let mut push = |id: TokenId, start: usize, end: usize| {
            symbols.push(Symbol { start: start as u32, end: end as u32, id });
        };
        while start < piece.len() {
            let end = self.end(piece, start);
            let bytes = self.affixed(piece, start, end, &mut affixed);
            self.one(index, bytes, start, end, &mut pending, &mut push);
            start = end;
        }
        self.flush(&mut pending, &mut push);
    }

    /// The tokens of symbols of which those that are units may have none yet.
    pub(super) fn resolve(
        &self,
        index: &VocabularyIndex,
        piece: &[u8],
        symbols: &[Symbol],
        mut push: impl FnMut(TokenId, usize, usize),
    ) {
        let mut pending = None;
        let mut affixed = Vec::new();
        for symbol in symbols {
            let (start, end) = (symbol.start as usize, symbol.end as usize);
            if symbol.id != NONE {
                self.flush(&mut pending, &mut push);
                push(symbol.id, start, end);
            } else {
                let bytes = self.affixed(piece, start, end, &mut affixed);
                self.one(index, bytes, start, end, &mut pending, &mut push);
            }
        }
        self.flush(&mut pending, &mut push);
    }

    /// Whether a unit may begin at `at`, a place within `piece`.
    #[inline(always)]
    pub(super) fn is_border(&self, piece: &[u8], at: usize) -> bool {
        self.unit == Unit::Byte || piece.get(at).is_none_or(|byte| byte & 0xc0 != 0x80)
    }

    /// Where the unit that starts at `start` ends.
    #[inline(always)]
    pub(super) fn end(&self, piece: &[u8], start: usize) -> usize {
        match self.unit {
            Unit::Byte => start + 1,
            Unit::Character => {
                let mut end = start + 1;
                while piece.get(end).is_some_and(|byte| byte & 0xc0 == 0x80) {
                    end += 1;
                }
                end
            }
        }
    }

    /// Gives one unit its token, byte tokens, or the unknown token, which waits in `pending` for more of its kind.
    fn one(
        &self,
        index: &VocabularyIndex,
        text: &[u8],
        start: usize,
        end: usize,
        pending: &mut Option<(usize, usize)>,
        push: &mut impl FnMut(TokenId, usize, usize),
    ) {
        if let Some(id) = index.find(text) {
            self.flush(pending, push);
            push(id, start, end);
            return;
        }
        let byte_token = |byte: &u8| self.fallback.get(*byte as usize).copied().unwrap_or(NONE);
        if !text.is_empty() && text.iter().all(|byte| byte_token(byte) != NONE) {
            self.flush(pending, push);
            for (offset, byte) in text.iter().enumerate() {
                push(byte_token(byte), (start + offset).min(end), (start + offset + 1).min(end));
            }
            return;
        }
        if let Some((first, _)) = pending.take_if(|_| self.fuse_unknown) {
            *pending = Some((first, end));
        } else {
            self.flush(pending, push);
            *pending = Some((start, end));
        }
    }

    fn flush(&self, pending: &mut Option<(usize, usize)>, push: &mut impl FnMut(TokenId, usize, usize)) {
        if let (Some((start, end)), Some(id)) = (pending.take(), self.unknown) {
            push(id, start, end);
        }
    }
}
