//! Where a run puts its tokens. Generic, so that a run that wants only ids or only a count pays for nothing else.

use super::TokenId;

/// Receives the tokens of one run in text order.
pub trait Sink {
    /// Takes token `id`, which covers bytes `start..end` of the original text (empty when it comes from nothing).
    fn token(&mut self, id: TokenId, start: usize, end: usize);
}

/// Keeps the ids.
#[derive(Clone, Debug, Default)]
pub struct Ids(pub Vec<TokenId>);

impl Sink for Ids {
    #[inline(always)]
    fn token(&mut self, id: TokenId, _start: usize, _end: usize) {
        self.0.push(id);
    }
}

/// Keeps ids and spans.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spanned {
    /// One per token.
    pub ids: Vec<TokenId>,
    /// Start and end of each token in UTF-8 bytes of the original text: `2 * ids.len()` numbers.
    pub spans: Vec<u32>,
}

impl Sink for Spanned {
    #[inline(always)]
    fn token(&mut self, id: TokenId, start: usize, end: usize) {
        self.ids.push(id);
        self.spans.extend_from_slice(&[start as u32, end as u32]);
    }
}

/// Counts.
#[derive(Clone, Copy, Debug, Default)]
pub struct Count(pub usize);

impl Sink for Count {
    #[inline(always)]
    fn token(&mut self, _id: TokenId, _start: usize, _end: usize) {
        self.0 += 1;
    }
}
