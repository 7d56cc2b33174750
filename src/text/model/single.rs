//! Models without a choice: whole words, code points.

use crate::text::TokenId;
use crate::text::vocabulary::Vocabulary;
use crate::text::vocabulary_index::VocabularyIndex;

/// Every piece is one token, or the unknown one.
#[derive(Clone, Debug)]
pub struct WordLevel {
    index: VocabularyIndex,
    unknown: TokenId,
}

impl WordLevel {
    pub(super) fn new(vocabulary: &Vocabulary, unknown: TokenId) -> Self {
        Self { index: VocabularyIndex::new(vocabulary), unknown }
    }

    pub(super) fn encode(&self, piece: &[u8], emit: &mut impl FnMut(TokenId, usize)) {
        emit(self.index.find(piece).unwrap_or(self.unknown), piece.len());
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
