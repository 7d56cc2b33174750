//! Tokens by id: the bytes of each, in one block. Look-up by bytes is `VocabularyIndex`'s.

use super::TokenId;

/// Token bytes by id. An id without a token has empty bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Vocabulary {
    bytes: Vec<u8>,
    /// `ends[id]` is where token `id` ends in `bytes`; it starts where the one before ends.
    ends: Vec<u32>,
}

impl Vocabulary {
    /// Builds from tokens in id order; an id that has no token is given as empty.
    pub fn from_tokens<T: AsRef<[u8]>>(tokens: impl IntoIterator<Item = T>) -> Self {
        let mut vocabulary = Self::default();
        for token in tokens {
            vocabulary.push(token.as_ref());
        }
        vocabulary
    }

    /// Builds from all bytes one after another and where each token ends.
    /// `ends` must not fall and must end at `bytes.len()`.
    pub fn from_parts(bytes: Vec<u8>, ends: Vec<u32>) -> Option<Self> {
        let sound = ends.is_sorted() && ends.last().map_or(0, |&end| end as usize) == bytes.len();
        sound.then_some(Self { bytes, ends })
    }

    /// Appends a token and returns its id.
    pub fn push(&mut self, token: &[u8]) -> TokenId {
        self.bytes.extend_from_slice(token);
        self.ends.push(self.bytes.len() as u32);
        self.ends.len() as TokenId - 1
    }

    /// How many ids there are, those without a token included.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is no id at all.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The bytes of token `id`; empty when the id has no token or lies beyond the vocabulary.
    #[inline]
    pub fn get(&self, id: TokenId) -> &[u8] {
        let id = id as usize;
        let Some(&end) = self.ends.get(id) else { return &[] };
        let start = if id == 0 { 0 } else { self.ends[id - 1] };
        &self.bytes[start as usize..end as usize]
    }

    /// All ids with their bytes, in id order, those without a token left out.
    pub fn iter(&self) -> impl Iterator<Item = (TokenId, &[u8])> {
        (0..self.len() as TokenId).map(|id| (id, self.get(id))).filter(|(_, bytes)| !bytes.is_empty())
    }
}
