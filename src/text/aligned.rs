//! A text that was made from another, with the way back to it.
//!
//! Normalizers rewrite text; spans must still be byte offsets of what the visitor typed. An [`Aligned`] text carries
//! runs: either *linear* (copied, byte i of the run is byte i of its origin) or a *block* (something else stands there
//! now, the run as a whole comes from its origin as a whole). What was inserted has an empty origin, what was removed
//! has no run. A copied text of any length is one run, so an alignment costs what normalization changed, not what the
//! text weighs. Spans are asked for in text order, so a [`Cursor`] makes each answer O(1) amortized.
//!
//! Where the reference library's alignment says less than this one, it is said in [`Rewriter::replace`].

use std::ops::Range;

/// Origin end of a linear run.
const LINEAR: u32 = u32::MAX;

/// One stretch of an aligned text; it ends where the next one begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    /// Where it begins in the text.
    at: u32,
    /// Where its origin begins in the original.
    origin: u32,
    /// Where its origin ends in the original; [`LINEAR`] when every byte has its own.
    end: u32,
}

/// A text and where each part of it stood in the original.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Aligned {
    /// The text as it is now.
    pub text: String,
    runs: Vec<Run>,
    /// What the origin of an insertion at the very end is.
    origin_end: u32,
}

impl Aligned {
    /// Empties it, keeping its memory. `origin` is where the first byte to come stands in the original.
    pub fn clear(&mut self, origin: usize) {
        self.text.clear();
        self.runs.clear();
        self.origin_end = origin as u32;
    }

    /// Takes over `text`, which stands at byte `origin` of the original, unchanged.
    pub fn copy(&mut self, text: &str, origin: usize) {
        self.clear(origin);
        self.push_linear(text, origin);
    }

    /// Appends `text`, which stands unchanged at byte `origin` of the original.
    pub fn push_linear(&mut self, text: &str, origin: usize) {
        if text.is_empty() {
            return;
        }
        let at = self.text.len() as u32;
        let continues =
            self.runs.last().is_some_and(|run| run.end == LINEAR && run.origin + (at - run.at) == origin as u32);
        if !continues {
            self.runs.push(Run { at, origin: origin as u32, end: LINEAR });
        }
        self.text.push_str(text);
        self.origin_end = (origin + text.len()) as u32;
    }

    /// Appends `text`, which as a whole comes from `origin` of the original.
    pub fn push_block(&mut self, text: &str, origin: Range<usize>) {
        if !text.is_empty() {
            self.runs.push(Run { at: self.text.len() as u32, origin: origin.start as u32, end: origin.end as u32 });
            self.text.push_str(text);
        }
        self.origin_end = origin.end as u32;
    }

    /// Says that `origin_end` of the original was reached without anything of it being left.
    pub fn skip_to(&mut self, origin_end: usize) {
        self.origin_end = origin_end as u32;
    }

    /// A cursor at the beginning.
    pub fn cursor(&self) -> Cursor {
        Cursor(0)
    }

    /// The run that byte `at` lies in, or the last one.
    #[inline]
    fn run(&self, cursor: &mut Cursor, at: usize) -> Option<Run> {
        let mut index = cursor.0;
        let begins_after = |index: usize| self.runs.get(index).is_none_or(|run| run.at as usize > at);
        if index >= self.runs.len() || self.runs[index].at as usize > at {
            index = self.runs.partition_point(|run| run.at as usize <= at).saturating_sub(1);
        }
        while !begins_after(index + 1) {
            index += 1;
        }
        cursor.0 = index;
        self.runs.get(index).copied()
    }

    /// Where the origin of the byte at `at` begins. At the end of the text: where the original was left.
    #[inline]
    pub fn start(&self, cursor: &mut Cursor, at: usize) -> usize {
        if at >= self.text.len() {
            return self.origin_end as usize;
        }
        match self.run(cursor, at) {
            Some(run) if run.end == LINEAR => run.origin as usize + (at - run.at as usize),
            Some(run) => run.origin as usize,
            None => self.origin_end as usize,
        }
    }

    /// The bytes of the original that `range` of the text comes from.
    pub fn span(&self, cursor: &mut Cursor, range: Range<usize>) -> Range<usize> {
        let start = self.start(cursor, range.start);
        if range.is_empty() {
            return start..start;
        }
        let last = range.end - 1;
        let end = match self.run(&mut cursor.clone(), last) {
            Some(run) if run.end == LINEAR => run.origin as usize + (last - run.at as usize) + 1,
            Some(run) => run.end as usize,
            None => self.origin_end as usize,
        };
        start..end.max(start)
    }
}

/// Remembers where the last question was answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cursor(usize);

/// Makes one aligned text from another: every part of the source is kept, replaced or removed, in order.
#[derive(Debug)]
pub struct Rewriter<'a> {
    source: &'a Aligned,
    cursor: &'a mut Cursor,
    target: &'a mut Aligned,
}

impl<'a> Rewriter<'a> {
    /// Continues to write `target` from `source`; `cursor` is the one of the call before, or a new one.
    pub fn new(source: &'a Aligned, cursor: &'a mut Cursor, target: &'a mut Aligned) -> Self {
        Self { source, cursor, target }
    }

    /// The text that is read.
    pub fn text(&self) -> &'a str {
        &self.source.text
    }

    /// Copies `range` of the source.
    pub fn keep(&mut self, range: Range<usize>) {
        let mut at = range.start;
        while at < range.end {
            let Some(run) = self.source.run(self.cursor, at) else { return };
            let run_end =
                self.source.runs.get(self.cursor.0 + 1).map_or(self.source.text.len(), |next| next.at as usize);
            let end = run_end.min(range.end);
            let text = &self.source.text[at..end];
            if run.end == LINEAR {
                self.target.push_linear(text, run.origin as usize + (at - run.at as usize));
            } else {
                self.target.push_block(text, run.origin as usize..run.end as usize);
            }
            at = end;
        }
    }

    /// Writes `with` in place of `range` of the source; the new text as a whole comes from all that it replaces. (The
    /// reference library lets it come from the first or the last character of it.) An empty `range` inserts, an empty
    /// `with` removes.
    pub fn replace(&mut self, range: Range<usize>, with: &str) {
        let origin = self.source.span(self.cursor, range);
        self.target.push_block(with, origin);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rewritten() -> Aligned {
        let mut source = Aligned::default();
        source.copy("one  two three", 10);
        let mut target = Aligned::default();
        let mut cursor = source.cursor();
        let mut rewriter = Rewriter::new(&source, &mut cursor, &mut target);
        rewriter.replace(0..0, "▁");
        rewriter.keep(0..3);
        rewriter.replace(3..5, "▁");
        rewriter.keep(5..8);
        rewriter.replace(8..9, "");
        rewriter.keep(9..14);
        target
    }

    #[test]
    fn spans_lead_back_through_insertions_replacements_and_removals() {
        let aligned = rewritten();
        assert_eq!(aligned.text, "▁one▁twothree");
        let mut cursor = aligned.cursor();
        assert_eq!(aligned.span(&mut cursor, 0..3), 10..10, "what was inserted comes from nothing");
        assert_eq!(aligned.span(&mut cursor, 0..6), 10..13);
        assert_eq!(aligned.span(&mut cursor, 6..9), 13..15, "a replacement comes from all of it");
        assert_eq!(aligned.span(&mut cursor, 7..8), 13..15);
        assert_eq!(aligned.span(&mut cursor, 9..12), 15..18);
        assert_eq!(aligned.span(&mut cursor, 12..14), 19..21, "what was removed is left out");
        assert_eq!(aligned.span(&mut cursor, 11..13), 17..20);
        assert_eq!(aligned.span(&mut cursor, 17..17), 24..24);
        assert_eq!(aligned.span(&mut cursor, 1..4), 10..11, "cursors also go back");
    }

    #[test]
    fn a_second_rewriting_leads_back_through_both() {
        let first = rewritten();
        let mut second = Aligned::default();
        let mut cursor = first.cursor();
        let mut rewriter = Rewriter::new(&first, &mut cursor, &mut second);
        rewriter.replace(0..4, "O");
        rewriter.keep(4..11);
        rewriter.replace(11..13, "X");
        rewriter.keep(13..17);
        assert_eq!(second.text, "One▁twXhree");
        let mut cursor = second.cursor();
        assert_eq!(second.span(&mut cursor, 0..1), 10..11);
        assert_eq!(second.span(&mut cursor, 1..3), 11..13);
        assert_eq!(second.span(&mut cursor, 3..6), 13..15);
        assert_eq!(second.span(&mut cursor, 8..9), 17..20);
        assert_eq!(second.span(&mut cursor, 9..13), 20..24);
    }
}
