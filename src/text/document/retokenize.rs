//! Which tokens an edit changes: where to resume, where to stop, in slices.
//!
//! **Between hard cuts** ([`Cuts`](super::Cuts)): text between two of them is tokenized as if it stood alone, but for
//! one character of context in front, so that what is done only at the start of a text is not done there.
//!
//! **In one piece of byte-pair encoding**: the encoder always merges the pair of lowest rank, the leftmost of equals.
//! Two facts hold for every such vocabulary, whatever its ranks are:
//!
//! 1. *Parts of an encoding are encodings.* Let t₁…tₙ encode a text and cut it at a token boundary. No merge ever
//!    crosses the cut, and which merge comes next on one side depends on that side alone: the best pair of all, when it
//!    lies there, is the best pair there. So t₁…tₖ encodes the text before the cut and tₖ₊₁…tₙ the text behind.
//! 2. *Neighbours suffice.* Let every pair tᵢtᵢ₊₁ be the encoding of its own text. Then t₁…tₙ encodes the whole:
//!    suppose a merge crossed a boundary, take the first, between tᵢ and tᵢ₊₁. Until then the two have merged inside
//!    themselves only, in the order in which they do when they stand alone as a pair (of their two next merges the
//!    better one first, the left one of equals). So the crossing merge would have been the best there as well.
//!
//! Hence: encode a window around the edit, find a token before the edit and one behind it that old and new encoding
//! share (same id, same place), and join the three parts there; all neighbours are then neighbours in some encoding.
//! If a window shares none, it is widened. The same joins slices of a long text. No table per prefix is kept.
//! (A piece that is taken whole because it is a token is shorter than a window; the first token of a window is never
//! shared, since what stands before it was not seen.)
//!
//! **Everywhere**, where neither holds: one run over the whole text, in the tokenizer's own slices.
//!
//! Cost of a key stroke: a word or two; a window of some hundred bytes; the text.

use super::chunks::Token;
use super::{Document, Locality};
use crate::text::encoding::Encoding;
use crate::text::error::TextError;
use crate::text::job::Step;
use crate::text::sink::Sink;
use crate::text::tokenizer::Tokenizer;

/// Bytes between which tokens are not right yet. What ends at `from` or before is; what begins at `to` or behind is
/// what an earlier text had there, which has not changed from `to` on.
#[derive(Clone, Debug, Default)]
pub(super) struct Pending {
    pub(super) from: u32,
    pub(super) to: u32,
    /// A run over a stretch that is too long for one slice.
    run: Option<Box<Run>>,
    /// How far windows reach to each side: grows while they share no token with what is there.
    margin: u32,
}

#[derive(Clone, Debug)]
struct Run {
    text: String,
    from: u32,
    to: u32,
    encoding: Encoding,
    tokens: Tokens,
}

/// Where a run leaves its tokens: in bytes of the document, those of the context left out.
#[derive(Clone, Debug, Default)]
struct Tokens {
    tokens: Vec<Token>,
    /// Where the text of the run starts in the document.
    base: u32,
    /// Tokens that start before this byte of the document are the context's.
    from: u32,
}

impl Sink for Tokens {
    fn token(&mut self, id: u32, start: usize, end: usize) {
        let (start, end) = (self.base + start as u32, self.base + end as u32);
        if start >= self.from {
            // Ends never fall, whatever order a normalizer leaves.
            let end = self.tokens.last().map_or(end, |last| last.end.max(end));
            self.tokens.push(Token { id, start, end });
        }
    }
}

/// The longest stretch for one slice, but for what lies between two hard cuts: twice as long.
const LONG: u32 = 1 << 15;
/// The first margin of a window.
const MARGIN: u32 = 256;

/// What has changed in the list of tokens since it was last told: everything but some tokens at both ends.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Change {
    /// Tokens before the first change, tokens behind the last, and how many there were; `None`: nothing changed.
    ends: Option<(u32, u32, u32)>,
}

impl Change {
    /// `removed` of `total` tokens from number `first` on became others.
    pub(super) fn add(&mut self, first: u32, removed: u32, total: u32) {
        let behind = total.saturating_sub(first + removed);
        self.ends = Some(match self.ends {
            None => (first, behind, total),
            Some((before, after, start)) => (before.min(first), after.min(behind), start),
        });
    }

    /// First token, tokens removed, tokens inserted; `total` is how many there are now.
    pub(super) fn take(&mut self, total: u32) -> (u32, u32, u32) {
        let (before, behind, start) = self.ends.take().unwrap_or((total, 0, total));
        (before, start - before - behind, total - before - behind)
    }
}

impl Document {
    /// Bytes `from..to` have become `grown` bytes of other text: their tokens are to be found again.
    pub(super) fn unsettle(&mut self, from: u32, to: u32, grown: u32) {
        let end = from + grown;
        let (mut first, mut last) = (from, end);
        if let Some(pending) = &self.pending {
            let moved = |at: u32| if at >= to { at - to + end } else { at.min(end) };
            first = first.min(pending.from);
            last = last.max(moved(pending.to));
        }
        let first = match &self.locality {
            Locality::Cuts(_) => self.cut_before(first),
            Locality::Merges { .. } => first,
            Locality::Whole { .. } => 0,
        };
        self.pending = Some(Pending { from: first, to: last, run: None, margin: MARGIN });
    }

    /// One slice of about `budget` bytes; returns how many bytes were tokenized.
    pub(super) fn retokenize(&mut self, tokenizer: &Tokenizer, budget: u64) -> Result<u64, TextError> {
        let Some(mut pending) = self.pending.take() else { return Ok(0) };
        let before = self.tokenized_bytes;
        let budget = u32::try_from(budget).unwrap_or(u32::MAX);
        let done = if pending.run.is_some() {
            self.run_on(tokenizer, &mut pending, budget)
        } else {
            match self.locality {
                Locality::Cuts(_) => self.between_cuts(tokenizer, &mut pending, budget),
                Locality::Merges { longest } => self.window_around(tokenizer, &mut pending, budget, longest),
                Locality::Whole { .. } => {
                    let end = self.chunks.total().utf8;
                    self.start_run(&mut pending, 0, end);
                    Ok(false)
                }
            }
        };
        let done = done.inspect_err(|_| self.pending = Some(Pending { run: None, ..pending.clone() }))?;
        if !done {
            self.pending = Some(pending);
        }
        Ok(self.tokenized_bytes - before)
    }

    /// The next stretch from hard cut to hard cut. True: nothing is left to do.
    fn between_cuts(&mut self, tokenizer: &Tokenizer, pending: &mut Pending, budget: u32) -> Result<bool, TextError> {
        let from = pending.from;
        let target = pending.to.min(from.saturating_add(budget.clamp(1024, LONG)));
        let to = self.cut_after(target);
        if to - from > 2 * LONG {
            self.start_run(pending, from, to);
            return Ok(false);
        }
        let context = self.context_start(from);
        let mut tokens = Tokens { tokens: Vec::new(), base: context, from };
        self.encode(tokenizer, context, to, &mut tokens)?;
        self.replace_tokens(from, to, &tokens.tokens);
        pending.from = to;
        Ok(to >= pending.to)
    }

    /// The next window in one piece of byte-pair encoding. True: nothing is left to do.
    fn window_around(
        &mut self,
        tokenizer: &Tokenizer,
        pending: &mut Pending,
        budget: u32,
        longest: u32,
    ) -> Result<bool, TextError> {
        let total = self.chunks.total().utf8;
        // An added token that reaches over the edit must not begin before the window, nor one over its end be cut; and
        // the window must be longer than a token that is taken whole.
        let margin = pending.margin.max(2 * longest);
        let start = self.clean_token_start(pending.from.saturating_sub(margin));
        let slice = budget.clamp(4 * MARGIN, LONG);
        let end = pending.to.min(pending.from.saturating_add(slice)).saturating_add(margin).min(total);
        let end = self.boundary_after(end);
        let mut tokens = Tokens { tokens: Vec::new(), base: start, from: start };
        self.encode(tokenizer, start, end, &mut tokens)?;
        let fresh = tokens.tokens;
        let Some((skip, joined)) = self.shared_before(&fresh, start, pending.from) else {
            pending.margin = margin.saturating_mul(2);
            return Ok(false);
        };
        if end == total {
            self.replace_tokens(joined, total, fresh.get(skip..).unwrap_or_default());
            return Ok(true);
        }
        if end >= pending.to
            && let Some((until, shared)) = self.shared_behind(&fresh, pending.to, end - longest.min(end))
        {
            self.replace_tokens(joined, shared, fresh.get(skip..until).unwrap_or_default());
            return Ok(true);
        }
        // The last tokens of a window may change with what follows: they are found again by the next.
        let keep = end - margin / 2;
        let until = (skip..fresh.len()).rev().find(|&at| {
            let token = fresh[at];
            token.end <= keep && clean_behind(token, fresh.get(at + 1)) && self.chunks.is_boundary(token.end)
        });
        match until {
            Some(until) if fresh[until].end > pending.from => {
                let reached = fresh[until].end;
                self.replace_tokens(joined, reached, fresh.get(skip..=until).unwrap_or_default());
                pending.from = reached;
                pending.to = pending.to.max(reached);
                pending.margin = MARGIN;
            }
            _ => pending.margin = margin.saturating_mul(2),
        }
        Ok(false)
    }

    /// The last token before `limit` that the window's encoding shares with the document's: how many of `fresh` to
    /// skip, and where it ends.
    fn shared_before(&self, fresh: &[Token], start: u32, limit: u32) -> Option<(usize, u32)> {
        if start == 0 {
            return Some((0, 0));
        }
        let first = self.chunks.tokens_by(start);
        let mut old = self.chunks.tokens(first).take_while(|token| token.end <= limit).peekable();
        let mut found = None;
        let mut at = 0;
        while let Some(token) = old.next() {
            while fresh.get(at).is_some_and(|candidate| candidate.end < token.end) {
                at += 1;
            }
            let same = (at..fresh.len()).take_while(|&at| fresh[at].end == token.end).find(|&at| fresh[at] == token);
            if let Some(same) = same
                && same > 0
                && clean_behind(token, fresh.get(same + 1))
                && clean_behind(token, old.peek())
            {
                found = Some((same + 1, token.end));
            }
        }
        found
    }

    /// The first token from `from` on and ending at `limit` at the latest that the window shares with the document:
    /// how many of `fresh` to take, and where it starts behind them.
    fn shared_behind(&self, fresh: &[Token], from: u32, limit: u32) -> Option<(usize, u32)> {
        let mut old = self.chunks.tokens(self.chunks.tokens_by(from)).peekable();
        let begin = fresh.partition_point(|token| token.end <= from);
        for (at, token) in fresh.iter().enumerate().skip(begin) {
            if token.end > limit {
                return None;
            }
            while old.next_if(|other| other.end < token.end).is_some() {}
            let same = old.next_if(|other| other == token);
            if same.is_some()
                && token.start >= from
                && clean_behind(*token, fresh.get(at + 1))
                && clean_behind(*token, old.peek())
            {
                return Some((at + 1, token.end));
            }
        }
        None
    }

    /// A run over bytes `from..to` in slices.
    fn start_run(&mut self, pending: &mut Pending, from: u32, to: u32) {
        let context = self.context_start(from);
        let mut text = String::with_capacity((to - context) as usize);
        self.chunks.read(context, to, &mut text);
        let encoding = Encoding::new(&self.options, std::mem::take(&mut self.scratch));
        let tokens = Tokens { tokens: Vec::new(), base: context, from };
        pending.run = Some(Box::new(Run { text, from, to, encoding, tokens }));
    }

    fn run_on(&mut self, tokenizer: &Tokenizer, pending: &mut Pending, budget: u32) -> Result<bool, TextError> {
        let Some(run) = &mut pending.run else { return Ok(false) };
        let step = run.encoding.step(tokenizer, &run.text, &mut run.tokens, budget as usize)?;
        self.tokenized_bytes += u64::from(budget).min(run.text.len() as u64);
        if step != Step::Done {
            return Ok(false);
        }
        let Some(run) = pending.run.take() else { return Ok(false) };
        self.replace_tokens(run.from, run.to, &run.tokens.tokens);
        self.scratch = run.encoding.into_scratch();
        pending.from = run.to;
        Ok(run.to >= pending.to)
    }

    fn encode(&mut self, tokenizer: &Tokenizer, from: u32, to: u32, tokens: &mut Tokens) -> Result<(), TextError> {
        let mut text = String::with_capacity((to - from) as usize);
        self.chunks.read(from, to, &mut text);
        self.tokenized_bytes += u64::from(to - from);
        tokenizer.encode(&text, &self.options, &mut self.scratch, tokens)
    }

    /// Puts `fresh` in place of the tokens that end in bytes `from..to` and remembers what really changed.
    fn replace_tokens(&mut self, from: u32, to: u32, fresh: &[Token]) {
        let total = self.chunks.total().tokens;
        let first = self.chunks.tokens_by(from);
        let last = if to >= self.chunks.total().utf8 { total } else { self.chunks.tokens_by(to) };
        let count = last.saturating_sub(first);
        let same = |old: &Token, new: &Token| old.id == new.id && old.end - old.start == new.end - new.start;
        let old: Vec<Token> = self.chunks.tokens(first).take(count as usize).collect();
        let ahead = old.iter().zip(fresh).take_while(|(old, new)| same(old, new)).count();
        let rest = old.len().min(fresh.len()) - ahead;
        let behind =
            old.iter().rev().zip(fresh.iter().rev()).take(rest).take_while(|(old, new)| same(old, new)).count();
        self.chunks.set_tokens(from, to, fresh);
        if ahead + behind < old.len().max(fresh.len()) {
            self.change.add(first + ahead as u32, count - (ahead + behind) as u32, total);
        }
    }

    /// The last hard cut whose two characters end at `at` or before; else the start of the text.
    fn cut_before(&self, at: u32) -> u32 {
        let Locality::Cuts(cuts) = &self.locality else { return 0 };
        let mut end = at;
        let mut behind = None;
        while end > 0 {
            let (text, base) = self.chunks.chunk_at(end - 1);
            let text = text.get(..(end - base) as usize).unwrap_or_default();
            for (start, character) in text.char_indices().rev() {
                if let Some(behind) = behind
                    && cuts.allows(character, behind)
                {
                    return base + (start + character.len_utf8()) as u32;
                }
                behind = Some(character);
            }
            end = base;
        }
        0
    }

    /// The first hard cut whose two characters begin at `at` or later; else the end of the text.
    fn cut_after(&self, at: u32) -> u32 {
        let total = self.chunks.total().utf8;
        let Locality::Cuts(cuts) = &self.locality else { return total };
        let mut start = at;
        let mut before = None;
        while start < total {
            let (text, base) = self.chunks.chunk_at(start);
            let end = base + text.len() as u32;
            for (offset, character) in text.get((start - base) as usize..).unwrap_or_default().char_indices() {
                if let Some(before) = before
                    && cuts.allows(before, character)
                {
                    return start + offset as u32;
                }
                before = Some(character);
            }
            start = end;
        }
        total
    }

    /// Where the character before `at` starts.
    fn context_start(&self, at: u32) -> u32 {
        let mut start = at.saturating_sub(1);
        while !self.chunks.is_boundary(start) {
            start -= 1;
        }
        start
    }

    /// The first place between characters from `at` on.
    fn boundary_after(&self, at: u32) -> u32 {
        let mut end = at;
        while !self.chunks.is_boundary(end) {
            end += 1;
        }
        end
    }

    /// The start of a token at `at` or before that no other token crosses and no character.
    fn clean_token_start(&self, at: u32) -> u32 {
        let mut number = self.chunks.tokens_by(at);
        while number > 0 {
            let before = self.chunks.token(number - 1);
            if let (Some(token), Some(before)) = (self.chunks.token(number), before)
                && token.start <= at
                && before.end <= token.start
                && self.chunks.is_boundary(token.start)
            {
                return token.start;
            }
            number -= 1;
        }
        0
    }

    /// A stretch around `place` whose tokens are those of the document.
    pub(super) fn surroundings(&self, place: u32) -> (u32, u32) {
        let total = self.chunks.total().utf8;
        match &self.locality {
            Locality::Cuts(_) => (self.cut_before(place), self.cut_after(place)),
            Locality::Merges { .. } => {
                let end = self.clean_token_start(place.saturating_add(2 * MARGIN).min(total));
                let end = if end > place { end } else { total };
                (self.clean_token_start(place.saturating_sub(2 * MARGIN)), end)
            }
            Locality::Whole { .. } => (0, total),
        }
    }
}

/// Whether `next` begins where `token` ends or later, so that text can be joined between them.
fn clean_behind(token: Token, next: Option<&Token>) -> bool {
    next.is_none_or(|next| next.start >= token.end)
}
