//! Where a run puts its tokens. Generic, so that a run that wants only ids or only a count pays for nothing else.

use super::TokenId;

/// Receives the tokens of one run in text order.
pub trait Sink {
    /// Takes token `id`, which covers bytes `start..end` of the original text (empty when it comes from nothing).
    fn token(&mut self, id: TokenId, start: usize, end: usize);

    /// Takes many at once.
    #[inline]
    fn batch(&mut self, tokens: &[Token]) {
        for token in tokens {
            self.token(token.id, token.start as usize, token.end as usize);
        }
    }
}

/// A token on its way to a sink.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its id.
    pub id: TokenId,
    /// Where it begins in the text.
    pub start: u32,
    /// Where it ends.
    pub end: u32,
}

/// The sink that scanners and models are compiled for: it fills a small buffer and hands it on when it is full. One
/// type for all runs, so that the machine code of ten scanners and all models is there once and not once per sink; the
/// buffer stays in the nearest cache.
pub struct Batch<'a> {
    tokens: &'a mut Vec<Token>,
    out: &'a mut dyn FnMut(&[Token]),
}

impl<'a> Batch<'a> {
    /// Tokens of a batch.
    const SIZE: usize = 256;

    /// A batch in `buffer` that is handed to `out`.
    pub fn new(buffer: &'a mut Vec<Token>, out: &'a mut dyn FnMut(&[Token])) -> Self {
        buffer.clear();
        buffer.reserve(Self::SIZE);
        Self { tokens: buffer, out }
    }

    /// Hands on what is there.
    pub fn flush(&mut self) {
        (self.out)(self.tokens);
        self.tokens.clear();
    }
}

impl Sink for Batch<'_> {
    #[inline(always)]
    fn token(&mut self, id: TokenId, start: usize, end: usize) {
        if self.tokens.len() >= Self::SIZE {
            self.flush();
        }
        self.tokens.push(Token { id, start: start as u32, end: end as u32 });
    }
}

impl Drop for Batch<'_> {
    fn drop(&mut self) {
        self.flush();
    }
}

/// Keeps the ids.
#[derive(Clone, Debug, Default)]
pub struct Ids(pub Vec<TokenId>);

impl Sink for Ids {
    #[inline(always)]
    fn token(&mut self, id: TokenId, _start: usize, _end: usize) {
        self.0.push(id);
    }

    #[inline]
    fn batch(&mut self, tokens: &[Token]) {
        self.0.extend(tokens.iter().map(|token| token.id));
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
        self.spans.push(start as u32);
        self.spans.push(end as u32);
    }

    #[inline]
    fn batch(&mut self, tokens: &[Token]) {
        self.ids.extend(tokens.iter().map(|token| token.id));
        let before = self.spans.len();
        self.spans.resize(before + 2 * tokens.len(), 0);
        for (span, token) in self.spans[before..].as_chunks_mut().0.iter_mut().zip(tokens) {
            *span = [token.start, token.end];
        }
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
