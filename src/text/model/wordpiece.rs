//! WordPiece: the longest token that fits, from the left; a word that cannot be finished is unknown as a whole.
//!
//! Two tries, one for the beginning of a word and one for what continues it (tokens that start with the prefix, the
//! prefix taken off). Each part is one walk to the longest match. A word is at most `max_input_chars_per_word`
//! characters long, so a word costs at most that times the longest token: bounded, and linear in the text. (Song et
//! al., "Fast WordPiece tokenization", 2021, would make it linear in the word too; with words of 100 characters at most
//! it gains nothing here.)

use super::trie::{ROOT, Trie};
use crate::text::TokenId;
use crate::text::vocabulary::Vocabulary;

/// WordPiece with its tries.
#[derive(Clone, Debug)]
pub struct WordPiece {
    begins: Trie,
    continues: Trie,
    unknown: TokenId,
    limit_chars: usize,
    /// A character is a byte.
    byte_level: bool,
}

/// One match that was tried: the trace shows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tried {
    /// The token that fits.
    pub id: TokenId,
    /// Where in the word it ends, in bytes.
    pub end: usize,
}

impl WordPiece {
    pub(super) fn new(
        vocabulary: &Vocabulary,
        unknown: TokenId,
        continuing_prefix: &str,
        limit_chars: usize,
        byte_level: bool,
    ) -> Self {
        let prefix = continuing_prefix.as_bytes();
        let continues = vocabulary.iter().filter_map(|(id, token)| Some((id, token.strip_prefix(prefix)?)));
        Self { begins: Trie::new(vocabulary.iter()), continues: Trie::new(continues), unknown, limit_chars, byte_level }
    }

    /// All tokens that fit at byte `start` of `word`, the longest last.
    pub fn candidates(&self, word: &[u8], start: usize) -> impl Iterator<Item = Tried> {
        let trie = if start == 0 { &self.begins } else { &self.continues };
        let mut state = Some(ROOT);
        (start..word.len())
            .map_while(move |at| {
                state = trie.child(state?, word[at]);
                state.map(|state| trie.token(state).map(|id| Tried { id, end: at + 1 }))
            })
            .flatten()
    }

    pub(super) fn encode(&self, word: &[u8], parts: &mut Vec<(TokenId, usize)>, emit: &mut impl FnMut(TokenId, usize)) {
        let chars = if self.byte_level { word.len() } else { word.iter().filter(|&&byte| byte & 0xC0 != 0x80).count() };
        parts.clear();
        let mut start = 0;
        if chars <= self.limit_chars {
            while start < word.len() {
                let Some(longest) = self.candidates(word, start).last() else { break };
                parts.push((longest.id, longest.end - start));
                start = longest.end;
            }
        }
        if start == word.len() {
            parts.iter().for_each(|&(id, length)| emit(id, length));
        } else {
            emit(self.unknown, word.len());
        }
    }
}
