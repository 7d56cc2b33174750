//! The list of tokens that decoders work on: one block of bytes, the borders of tokens, the borders of ids.
//!
//! Tokens may be joined on the way, so there are fewer of them than ids in the end; the borders of ids follow every
//! copy and replacement. What replaces text of two ids belongs to the later one.

use std::borrow::Cow;

/// The list.
#[derive(Debug, Default)]
pub(super) struct Chain {
    bytes: Vec<u8>,
    /// Where each token ends.
    tokens: Vec<u32>,
    /// Where the part of each id ends.
    ids: Vec<u32>,
}

/// Writes one token's new text.
pub(super) struct Writer<'a> {
    source: &'a [u8],
    /// Where reading stands in the whole source.
    at: usize,
    end: usize,
    target: Chain,
    source_ids: &'a [u32],
    joins: bool,
}

impl Chain {
    pub(super) fn new<'a>(tokens: impl Iterator<Item = Cow<'a, [u8]>>) -> Self {
        let mut chain = Self::default();
        for token in tokens {
            chain.bytes.extend_from_slice(&token);
            chain.tokens.push(chain.bytes.len() as u32);
        }
        chain.ids.clone_from(&chain.tokens);
        chain
    }

    pub(super) fn into_parts(self) -> (Vec<u8>, Vec<u32>) {
        (self.bytes, self.ids)
    }

    /// How many tokens there are.
    pub(super) fn len(&self) -> usize {
        self.tokens.len()
    }

    /// All tokens become one.
    pub(super) fn fuse(&mut self) {
        self.tokens.clear();
        self.tokens.push(self.bytes.len() as u32);
    }

    /// Gives every token (its place and text) to `write`.
    pub(super) fn rewrite(&mut self, write: &mut dyn FnMut(usize, &[u8], &mut Writer<'_>)) {
        let source = std::mem::take(self);
        let mut writer = Writer {
            source: &source.bytes,
            at: 0,
            end: 0,
            target: Self {
                bytes: Vec::with_capacity(source.bytes.len()),
                tokens: Vec::with_capacity(source.tokens.len()),
                ids: Vec::with_capacity(source.ids.len()),
            },
            source_ids: &source.ids,
            joins: false,
        };
        for (index, &end) in source.tokens.iter().enumerate() {
            writer.end = end as usize;
            writer.joins = false;
            let text = &source.bytes[writer.at..writer.end];
            write(index, text, &mut writer);
            writer.keep_rest();
            writer.pass_ids(true);
            let reached = writer.target.bytes.len() as u32;
            match writer.target.tokens.last_mut() {
                Some(last) if writer.joins => *last = reached,
                _ => writer.target.tokens.push(reached),
            }
        }
        *self = writer.target;
    }

    /// Replaces `pattern` in every token by what `content` gives for the token's place.
    pub(super) fn replace_all<'c>(&mut self, pattern: &[u8], content: &dyn Fn(usize) -> &'c [u8]) {
        let Some(&first) = pattern.first() else { return };
        self.rewrite(&mut |index, text, out| {
            let mut kept = 0;
            let mut at = 0;
            while let Some(found) = text[at..].iter().position(|&byte| byte == first) {
                at += found;
                if text[at..].starts_with(pattern) {
                    out.keep(at - kept);
                    out.replace(pattern.len(), content(index));
                    at += pattern.len();
                    kept = at;
                } else {
                    at += 1;
                }
            }
            out.keep_rest();
        });
    }
}

impl Writer<'_> {
    /// Copies the next `length` bytes of the token.
    pub(super) fn keep(&mut self, length: usize) {
        let stop = (self.at + length).min(self.end);
        while let Some(&id_end) = self.source_ids.get(self.target.ids.len()) {
            let id_end = id_end as usize;
            if id_end >= stop {
                break;
            }
            self.target.bytes.extend_from_slice(&self.source[self.at..id_end.max(self.at)]);
            self.at = id_end.max(self.at);
            self.target.ids.push(self.target.bytes.len() as u32);
        }
        self.target.bytes.extend_from_slice(&self.source[self.at..stop]);
        self.at = stop;
    }

    /// Copies what is left of the token.
    pub(super) fn keep_rest(&mut self) {
        self.keep(self.end - self.at);
    }

    /// Writes `with` in place of the next `length` bytes of the token.
    pub(super) fn replace(&mut self, length: usize, with: &[u8]) {
        if length > 0 {
            self.at = (self.at + length).min(self.end);
            self.pass_ids(false);
        }
        self.target.bytes.extend_from_slice(with);
    }

    /// The token joins the one before.
    pub(super) fn join(&mut self) {
        self.joins = true;
    }

    /// Ids that end before the reading position end here; with `here`, those that end at it too.
    fn pass_ids(&mut self, here: bool) {
        while let Some(&id_end) = self.source_ids.get(self.target.ids.len()) {
            if id_end as usize > self.at || (id_end as usize == self.at && !here) {
                break;
            }
            self.target.ids.push(self.target.bytes.len() as u32);
        }
    }
}
