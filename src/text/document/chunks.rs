//! The text of a document and its tokens, in chunks of about 4 KB.
//!
//! A chunk holds text, the tokens that end in it (their ends relative to the chunk, so that an edit moves no token of
//! another chunk) and its unpaired surrogates. A token whose span is empty at the very start of the text belongs to the
//! first chunk. Cost of a change: the chunks that it touches, plus one addition per chunk of the document where chunks
//! are put in or taken out. What tokens are right is not decided here: see `retokenize`.

use super::index::{Index, Lengths, Unit};
use super::utf16::Decoded;
use crate::text::TokenId;

/// Chunks are cut to about this many bytes.
const CHUNK: usize = 4096;
/// Larger ones are cut.
const LARGEST: usize = 2 * CHUNK;
/// Smaller ones are joined to a neighbour.
const SMALLEST: usize = CHUNK / 4;

/// A token in bytes of the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) id: TokenId,
    pub(super) start: u32,
    pub(super) end: u32,
}

/// An unpaired surrogate that a visitor's text holds: its place and value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Surrogate {
    /// Byte, where U+FFFD stands for it.
    pub(super) at: u32,
    /// 0xD800…0xDFFF.
    pub(super) value: u16,
}

#[derive(Clone, Debug, Default)]
struct Chunk {
    text: String,
    /// Without its tokens.
    lengths: Lengths,
    ids: Vec<TokenId>,
    /// Where each token ends, in bytes from the start of the chunk.
    ends: Vec<u32>,
    /// How many bytes each token covers; it may begin in an earlier chunk.
    widths: Vec<u32>,
    /// In bytes from the start of the chunk.
    surrogates: Vec<Surrogate>,
}

impl Chunk {
    fn lengths(&self) -> Lengths {
        Lengths { tokens: self.ids.len() as u32, ..self.lengths }
    }

    fn token(&self, at: usize, base: u32) -> Option<Token> {
        let end = base + self.ends.get(at)?;
        Some(Token { id: *self.ids.get(at)?, start: end.saturating_sub(*self.widths.get(at)?), end })
    }
}

/// Text and tokens.
#[derive(Clone, Debug)]
pub(super) struct Chunks {
    chunks: Vec<Chunk>,
    index: Index,
}

impl Default for Chunks {
    fn default() -> Self {
        let mut index = Index::default();
        index.rebuild([Lengths::default()].into_iter());
        Self { chunks: vec![Chunk::default()], index }
    }
}

impl Chunks {
    /// The whole document's lengths.
    pub(super) fn total(&self) -> Lengths {
        self.index.total()
    }

    /// A position in every unit. Inside a character it is the character's start in UTF-16 and code points; inside a
    /// surrogate pair likewise. `tokens` counts those that end there or before. O(log n) and one chunk.
    pub(super) fn position(&self, unit: Unit, position: u32) -> Lengths {
        let (at, before) = self.index.find(unit, position);
        let Some(chunk) = self.chunks.get(at) else { return before };
        let rest = position.saturating_sub(unit.of(before));
        let utf8 = match unit {
            Unit::Utf8 => (rest as usize).min(chunk.text.len()),
            Unit::Utf16 => utf8_of(&chunk.text, rest, |byte| 1 + u32::from(byte >= 0xf0)),
            Unit::CodePoint => utf8_of(&chunk.text, rest, |_| 1),
            Unit::Token => rest
                .checked_sub(1)
                .map_or(0, |last| chunk.ends.get(last as usize).map_or(chunk.text.len(), |&end| end as usize)),
        };
        let mut start = utf8;
        while !chunk.text.is_char_boundary(start) {
            start -= 1;
        }
        let mut lengths = Lengths::of(chunk.text.get(..start).unwrap_or_default());
        lengths.utf8 = utf8 as u32;
        lengths.tokens = chunk.ends.partition_point(|&end| end <= utf8 as u32) as u32;
        before + lengths
    }

    /// Appends the text of bytes `from..to` to `out`; both lie between characters.
    pub(super) fn read(&self, from: u32, to: u32, out: &mut String) {
        let (mut at, before) = self.index.find(Unit::Utf8, from);
        let mut base = before.utf8;
        while base < to
            && let Some(chunk) = self.chunks.get(at)
        {
            let end = base + chunk.lengths.utf8;
            let range = (from.max(base) - base) as usize..(to.min(end) - base) as usize;
            out.push_str(chunk.text.get(range).unwrap_or_default());
            base = end;
            at += 1;
        }
    }

    /// The text chunk by chunk.
    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        self.chunks.iter().map(|chunk| chunk.text.as_str())
    }

    /// The chunk of byte `at` (its text and where it starts); for walks that go on from there.
    pub(super) fn chunk_at(&self, at: u32) -> (&str, u32) {
        let (chunk, before) = self.index.find(Unit::Utf8, at);
        (self.chunks.get(chunk).map_or("", |chunk| chunk.text.as_str()), before.utf8)
    }

    /// Whether byte `at` lies between two characters.
    pub(super) fn is_boundary(&self, at: u32) -> bool {
        let (text, base) = self.chunk_at(at);
        text.is_char_boundary((at - base) as usize) || at >= self.total().utf8
    }

    /// Unpaired surrogates in bytes `from..to`.
    pub(super) fn surrogates(&self, from: u32, to: u32) -> Vec<Surrogate> {
        let mut out = Vec::new();
        let (mut at, before) = self.index.find(Unit::Utf8, from);
        let mut base = before.utf8;
        while base < to
            && let Some(chunk) = self.chunks.get(at)
        {
            let inside = chunk.surrogates.iter().map(|mark| Surrogate { at: base + mark.at, ..*mark });
            out.extend(inside.filter(|mark| (from..to).contains(&mark.at)));
            base += chunk.lengths.utf8;
            at += 1;
        }
        out
    }

    /// How many unpaired surrogates there are. O(chunks).
    pub(super) fn surrogate_count(&self) -> u32 {
        self.chunks.iter().map(|chunk| chunk.surrogates.len() as u32).sum()
    }

    /// How many tokens end at byte `at` or before; at the start of the text none, at its end all. For an empty text,
    /// which may have tokens too: none.
    pub(super) fn tokens_by(&self, at: u32) -> u32 {
        let total = self.total();
        match at {
            0 => 0,
            _ if at >= total.utf8 => total.tokens,
            _ => {
                let (chunk, before) = self.index.find(Unit::Utf8, at);
                let ends = self.chunks.get(chunk).map_or(&[][..], |chunk| &chunk.ends);
                before.tokens + ends.partition_point(|&end| before.utf8 + end <= at) as u32
            }
        }
    }

    /// Tokens from number `from` on.
    pub(super) fn tokens(&self, from: u32) -> impl Iterator<Item = Token> {
        let (first, before) = self.index.find(Unit::Token, from);
        let mut base = before.utf8;
        let chunks = self.chunks.get(first..).unwrap_or_default();
        let all = chunks.iter().flat_map(move |chunk| {
            let start = base;
            base += chunk.lengths.utf8;
            (0..chunk.ids.len()).filter_map(move |at| chunk.token(at, start))
        });
        all.skip((from - before.tokens.min(from)) as usize)
    }

    /// Token number `at`.
    pub(super) fn token(&self, at: u32) -> Option<Token> {
        let (chunk, before) = self.index.find(Unit::Token, at);
        self.chunks.get(chunk)?.token((at - before.tokens.min(at)) as usize, before.utf8)
    }

    /// Puts `fresh` in place of all tokens that end in bytes `from..to`, the end included and, at the start of the
    /// text, the start too. Costs the chunks between.
    pub(super) fn set_tokens(&mut self, from: u32, to: u32, fresh: &[Token]) {
        let reaches_end = to >= self.total().utf8;
        let (first, before) = self.index.find(Unit::Utf8, from);
        let mut base = before.utf8;
        let mut rest = fresh;
        let count = self.chunks.len();
        for (at, chunk) in self.chunks.iter_mut().enumerate().skip(first) {
            let end = base + chunk.lengths.utf8;
            let last = reaches_end && at + 1 == count;
            let low = if from == 0 { 0 } else { chunk.ends.partition_point(|&token| base + token <= from) };
            let high = if last { chunk.ids.len() } else { chunk.ends.partition_point(|&token| base + token <= to) };
            let range = low.min(high)..high;
            let take = if last { rest.len() } else { rest.partition_point(|token| token.end <= end) };
            let (mine, others) = rest.split_at(take);
            rest = others;
            let tokens_before = chunk.ids.len() as u32;
            chunk.ids.splice(range.clone(), mine.iter().map(|token| token.id));
            chunk.ends.splice(range.clone(), mine.iter().map(|token| token.end.saturating_sub(base)));
            chunk.widths.splice(range, mine.iter().map(|token| token.end.saturating_sub(token.start)));
            self.index.set_tokens(at, tokens_before, chunk.ids.len() as u32);
            base = end;
            if base >= to && !(reaches_end && at + 1 < count) {
                break;
            }
        }
    }

    /// Puts `insert` in place of bytes `from..to`, both between characters. Tokens that touch what is taken out or
    /// that the insertion cuts are dropped, later ones move. Returns the number of the first token that was dropped
    /// or, if none was, moved, and how many were dropped.
    pub(super) fn set_text(&mut self, from: u32, to: u32, insert: &Decoded) -> (u32, u32) {
        let tokens_before = self.total().tokens;
        let (first, before) = self.index.find(Unit::Utf8, from);
        let (last, last_before) = self.index.find(Unit::Utf8, to);
        let base = before.utf8;
        let (Some(head), Some(tail)) = (self.chunks.get(first), self.chunks.get(last)) else { return (0, 0) };
        let mut whole = Chunk::default();
        let cut = from - base;
        let behind = to - last_before.utf8;
        whole.text.push_str(head.text.get(..cut as usize).unwrap_or_default());
        whole.text.push_str(&insert.text);
        whole.text.push_str(tail.text.get(behind as usize..).unwrap_or_default());
        // Kept before the cut: what ends there at the latest. Kept behind: what begins there at the earliest.
        let grown = insert.text.len() as u32;
        let kept = head.ends.partition_point(|&end| end <= cut);
        let kept_part = 0..kept.min(head.ids.len());
        whole.ids.extend_from_slice(head.ids.get(kept_part.clone()).unwrap_or_default());
        whole.ends.extend_from_slice(head.ends.get(kept_part.clone()).unwrap_or_default());
        whole.widths.extend_from_slice(head.widths.get(kept_part).unwrap_or_default());
        let touched = |at: usize| tail.token(at, last_before.utf8).is_some_and(|token| token.start < to);
        let mut behind_from = if first == last { kept } else { 0 };
        behind_from = (behind_from..tail.ids.len()).rev().find(|&at| touched(at)).map_or(behind_from, |at| at + 1);
        for at in behind_from..tail.ids.len() {
            let (Some(&id), Some(&end), Some(&width)) = (tail.ids.get(at), tail.ends.get(at), tail.widths.get(at))
            else {
                continue;
            };
            whole.ids.push(id);
            whole.ends.push(end - behind.min(end) + cut + grown);
            whole.widths.push(width);
        }
        let first_changed = before.tokens + kept as u32;
        whole.surrogates.extend(head.surrogates.iter().filter(|mark| mark.at < cut));
        whole.surrogates.extend(insert.surrogates.iter().map(|mark| Surrogate { at: cut + mark.at, ..*mark }));
        let after = tail.surrogates.iter().filter(|mark| mark.at >= behind);
        whole.surrogates.extend(after.map(|mark| Surrogate { at: mark.at - behind + cut + grown, ..*mark }));
        let small = whole.text.len() < SMALLEST;
        self.chunks.splice(first..=last, cut_up(whole));
        if small {
            self.join(first);
            self.join(first.saturating_sub(1));
        }
        self.index.rebuild(self.chunks.iter().map(Chunk::lengths));
        self.drop_straddling(first_changed, from, from + grown);
        (first_changed, tokens_before - self.total().tokens)
    }

    /// Joins chunk `at` and the one after it when one of them is small.
    fn join(&mut self, at: usize) {
        let small = |chunk: Option<&Chunk>| chunk.is_some_and(|chunk| chunk.text.len() < SMALLEST);
        if at + 1 >= self.chunks.len() || !small(self.chunks.get(at)) && !small(self.chunks.get(at + 1)) {
            return;
        }
        let next = self.chunks.remove(at + 1);
        let Some(chunk) = self.chunks.get_mut(at) else { return };
        let shift = chunk.text.len() as u32;
        chunk.text.push_str(&next.text);
        chunk.ids.extend(next.ids);
        chunk.ends.extend(next.ends.iter().map(|end| end + shift));
        chunk.widths.extend(next.widths);
        chunk.surrogates.extend(next.surrogates.iter().map(|mark| Surrogate { at: mark.at + shift, ..*mark }));
        chunk.lengths += next.lengths;
    }

    /// Drops the tokens from number `first` on that end in a later chunk and began before the place of an edit, which
    /// is now `from..to`.
    fn drop_straddling(&mut self, first: u32, from: u32, to: u32) {
        loop {
            let (chunk, before) = self.index.find(Unit::Token, first);
            let at = (first - before.tokens.min(first)) as usize;
            let Some(chunk_now) = self.chunks.get_mut(chunk) else { return };
            // Its width is that of the old text, which was longer or shorter by the edit: only its end is certain.
            let Some(token) = chunk_now.token(at, before.utf8) else { return };
            let old_start = i64::from(token.end) - i64::from(*chunk_now.widths.get(at).unwrap_or(&0));
            if token.end <= to || old_start >= i64::from(to) || from == to && old_start >= i64::from(from) {
                return;
            }
            let count = chunk_now.ids.len() as u32;
            chunk_now.ids.remove(at);
            chunk_now.ends.remove(at);
            chunk_now.widths.remove(at);
            self.index.set_tokens(chunk, count, count - 1);
        }
    }
}

/// Cuts one chunk of any length into chunks of about [`CHUNK`] bytes; an empty one into none but at least one.
fn cut_up(whole: Chunk) -> Vec<Chunk> {
    let count = if whole.text.len() > LARGEST { whole.text.len().div_ceil(CHUNK) } else { 1 };
    let target = whole.text.len().div_ceil(count);
    let mut out = Vec::with_capacity(count);
    let (mut start, mut token, mut mark) = (0, 0, 0);
    for number in 1..=count {
        let mut end = if number == count { whole.text.len() } else { (start + target).min(whole.text.len()) };
        while !whole.text.is_char_boundary(end) {
            end += 1;
        }
        let text = whole.text.get(start..end).unwrap_or_default().to_owned();
        let tokens = if number == count {
            token..whole.ids.len()
        } else {
            token..token + whole.ends.get(token..).unwrap_or_default().partition_point(|&at| at as usize <= end)
        };
        let rest = whole.surrogates.get(mark..).unwrap_or_default();
        let marks = rest.get(..rest.partition_point(|mark| (mark.at as usize) < end)).unwrap_or_default();
        out.push(Chunk {
            lengths: Lengths::of(&text),
            text,
            ids: whole.ids.get(tokens.clone()).unwrap_or_default().to_vec(),
            ends: whole.ends.get(tokens.clone()).unwrap_or_default().iter().map(|at| at - start as u32).collect(),
            widths: whole.widths.get(tokens.clone()).unwrap_or_default().to_vec(),
            surrogates: marks.iter().map(|mark| Surrogate { at: mark.at - start as u32, ..*mark }).collect(),
        });
        mark += marks.len();
        (start, token) = (end, tokens.end);
    }
    out
}

/// The byte where the character starts that holds unit `rest` of `text`, given how many units a leading byte stands
/// for.
fn utf8_of(text: &str, rest: u32, units: impl Fn(u8) -> u32) -> usize {
    let mut left = rest;
    for (at, &byte) in text.as_bytes().iter().enumerate() {
        if byte & 0xc0 != 0x80 {
            let width = units(byte);
            if left < width {
                return at;
            }
            left -= width;
        }
    }
    text.len()
}
