//! Models without a choice: whole words, code points.

use std::collections::HashMap;

use crate::text::TokenId;
use crate::text::vocabulary::Vocabulary;

/// Every piece is one token, or the unknown one.
#[derive(Clone, Debug)]
pub struct WordLevel {
    ids: HashMap<Box<[u8]>, TokenId>,
    unknown: TokenId,
}

impl WordLevel {
    pub(super) fn new(vocabulary: &Vocabulary, unknown: TokenId) -> Self {
        Self { ids: vocabulary.iter().map(|(id, token)| (token.into(), id)).collect(), unknown }
    }

    pub(super) fn encode(&self, piece: &[u8], emit: &mut impl FnMut(TokenId, usize)) {
        emit(self.ids.get(piece).copied().unwrap_or(self.unknown), piece.len());
    }
}

/// Every code point is its own id.
pub(super) fn code_points(piece: &[u8], emit: &mut impl FnMut(TokenId, usize)) {
    for chunk in piece.utf8_chunks() {
        chunk.valid().chars().for_each(|c| emit(c as TokenId, c.len_utf8()));
        if !chunk.invalid().is_empty() {
            emit(char::REPLACEMENT_CHARACTER as TokenId, chunk.invalid().len());
        }
    }
}
