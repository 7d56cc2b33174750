//! Two to four tokenizers on the same text: where their boundaries differ, what they share, which part of the text
//! costs which of them more.
//!
//! Input are the spans that each tokenizer gave (start, end pairs of UTF-8 bytes of the same text). A boundary is a
//! place strictly inside the text where a token that is not empty begins or ends. Places where all tokenizers have a
//! boundary cut the text into regions; a region is different when any tokenizer cuts it once more. Two equal runs have
//! no differing region. Cost: linear in the tokens, done in slices ([`Job`]); a list is sorted only where a
//! normalizer made spans overlap.

use serde::Serialize;

use super::error::TextError;
use super::job::{Job, Step};
use crate::order;

/// How many tokenizers can stand side by side.
pub const MOST: usize = 4;

/// What tokenizer k shares with the first one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
#[serde(rename_all = "camelCase")]
pub struct Shared {
    /// Its tokens, those from nothing included.
    pub tokens: u32,
    /// Its boundaries.
    pub boundaries: u32,
    /// Boundaries that the first tokenizer has too.
    pub shared_boundaries: u32,
    /// Tokens that cover exactly what one token of the first covers.
    pub shared_tokens: u32,
}

/// The result of a comparison, in text order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
#[serde(rename_all = "camelCase")]
pub struct Comparison {
    /// One per tokenizer; the first one shares everything with itself.
    pub shared: Vec<Shared>,
    /// Start and end of each differing region.
    pub regions: Vec<u32>,
    /// For each region and tokenizer how many tokens begin in it: `regions.len() / 2 * tokenizers` numbers.
    pub region_tokens: Vec<u32>,
    /// Boundaries that some tokenizers have and others lack.
    pub differing: Vec<u32>,
    /// Who has it, as bits: bit k for tokenizer k. One per entry of `differing`.
    pub owners: Vec<u8>,
}

impl Comparison {
    /// Index of the first region that ends after byte `at`: what 'next difference' goes to.
    pub fn region_after(&self, at: u32) -> Option<usize> {
        let regions = self.regions.len() / 2;
        let (mut low, mut high) = (0, regions);
        while low < high {
            let middle = (low + high) / 2;
            if self.regions.get(2 * middle + 1).is_some_and(|&end| end <= at) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        (low < regions).then_some(low)
    }
}

/// One tokenizer's side of the work.
#[derive(Clone, Debug, Default)]
struct Side {
    spans: Vec<u32>,
    /// Starts in rising order, one per token.
    starts: Vec<u32>,
    boundaries: Vec<u32>,
    /// How far the spans have been read.
    read: usize,
    sorted: bool,
    /// Next boundary, start and span in the merge.
    boundary: usize,
    start: usize,
    span: usize,
}

/// A comparison under way.
#[derive(Clone, Debug)]
pub struct Compare {
    text_bytes: u32,
    sides: Vec<Side>,
    /// Where the last boundary that all have lies.
    open: u32,
    /// Whether some tokenizer cut after `open`.
    differs: bool,
    phase: Phase,
    result: Comparison,
}

/// What the next slice works on.
#[derive(Clone, Copy, Debug)]
enum Phase {
    Reading,
    /// Equal tokens of the first tokenizer and this one.
    Sharing(usize),
    Merging,
    Done,
}

impl Compare {
    /// Compares the spans that [2, 4] tokenizers gave for a text of `text_bytes` bytes.
    pub fn new(text_bytes: u32, spans: Vec<Vec<u32>>) -> Result<Self, TextError> {
        if !(2..=MOST).contains(&spans.len()) {
            return Err(TextError::Malformed {
                place: "comparison".into(),
                expected: format!("two to {MOST} tokenizers"),
                got: spans.len().to_string(),
            });
        }
        let sides: Vec<Side> = spans.into_iter().map(|spans| Side { spans, sorted: true, ..Side::default() }).collect();
        let shared =
            sides.iter().map(|side| Shared { tokens: (side.spans.len() / 2) as u32, ..Shared::default() }).collect();
        let result = Comparison { shared, ..Comparison::default() };
        Ok(Self { text_bytes, sides, open: 0, differs: false, phase: Phase::Reading, result })
    }

    /// The result, complete after [`Step::Done`].
    pub fn result(&self) -> &Comparison {
        &self.result
    }

    /// Takes the result.
    pub fn into_result(self) -> Comparison {
        self.result
    }

    fn close_region(&mut self, at: u32) {
        for side in &mut self.sides {
            let before = side.start;
            while side.starts.get(side.start).is_some_and(|&start| start < at) {
                side.start += 1;
            }
            if self.differs {
                self.result.region_tokens.push((side.start - before) as u32);
            }
        }
        if self.differs {
            self.result.regions.extend([self.open, at]);
        }
        self.open = at;
        self.differs = false;
    }

    /// Takes the next boundary of any tokenizer; false when there is none.
    fn merge_one(&mut self) -> bool {
        let head = |side: &Side| side.boundaries.get(side.boundary).copied();
        let Some(at) = self.sides.iter().filter_map(head).min() else { return false };
        let mut owners = 0u8;
        for (k, side) in self.sides.iter_mut().enumerate() {
            if head(side) == Some(at) {
                side.boundary += 1;
                owners |= 1 << k;
            }
        }
        for (k, shared) in self.result.shared.iter_mut().enumerate() {
            shared.boundaries += u32::from(owners >> k & 1);
            shared.shared_boundaries += u32::from(owners >> k & owners & 1);
        }
        if owners.count_ones() as usize == self.sides.len() {
            self.close_region(at);
        } else {
            self.differs = true;
            self.result.differing.push(at);
            self.result.owners.push(owners);
        }
        true
    }

    /// Counts the tokens that side `k` has and the first one too, at most `budget` looks; returns those left.
    fn share_tokens(&mut self, k: usize, mut budget: usize) -> usize {
        let Some((first, others)) = self.sides.split_first_mut() else { return budget };
        let (Some(side), Some(shared)) = (others.get_mut(k - 1), self.result.shared.get_mut(k)) else { return budget };
        let span = |side: &Side| <[u32; 2]>::try_from(side.spans.get(side.span..side.span + 2)?).ok();
        while budget > 0 {
            let (Some(a), Some(b)) = (span(first), span(side)) else {
                first.span = 0;
                return budget;
            };
            shared.shared_tokens += u32::from(a == b);
            first.span += 2 * usize::from(a <= b);
            side.span += 2 * usize::from(b <= a);
            budget -= 1;
        }
        0
    }
}

impl Side {
    /// Reads `tokens` more spans into boundaries and starts.
    fn read(&mut self, tokens: usize, text_bytes: u32) -> usize {
        let mut done = 0;
        while done < tokens
            && let Some(&[start, end]) = self.spans.get(self.read..self.read + 2)
        {
            self.read += 2;
            done += 1;
            self.sorted &= self.starts.last().is_none_or(|&last| last <= start);
            self.starts.push(start);
            if start == end {
                continue;
            }
            for at in [start, end] {
                match self.boundaries.last() {
                    Some(&last) if last == at => {}
                    _ if at == 0 || at >= text_bytes => {}
                    last => {
                        self.sorted &= last.is_none_or(|&last| last < at);
                        self.boundaries.push(at);
                    }
                }
            }
        }
        done
    }

    fn finish_reading(&mut self) {
        if !self.sorted {
            order::sort_by_key(&mut self.starts, |&start| start.into());
            order::sort_by_key(&mut self.boundaries, |&boundary| boundary.into());
            self.boundaries.dedup();
            self.sorted = true;
        }
    }
}

impl Job for Compare {
    fn step(&mut self, budget: u64) -> Result<Step, TextError> {
        let mut left = usize::try_from(budget).unwrap_or(usize::MAX).max(1);
        let tokens: u64 = self.sides.iter().map(|side| side.spans.len() as u64 / 2).sum();
        while left > 0 {
            match self.phase {
                Phase::Reading => {
                    for side in &mut self.sides {
                        left -= side.read(left, self.text_bytes);
                    }
                    if left > 0 {
                        self.sides.iter_mut().for_each(Side::finish_reading);
                        if let Some(first) = self.result.shared.first_mut() {
                            first.shared_tokens = first.tokens;
                        }
                        self.phase = Phase::Sharing(1);
                    }
                }
                Phase::Sharing(k) if k == self.sides.len() => self.phase = Phase::Merging,
                Phase::Sharing(k) => {
                    left = self.share_tokens(k, left);
                    if left > 0 {
                        self.phase = Phase::Sharing(k + 1);
                    }
                }
                Phase::Merging => {
                    left -= 1;
                    if !self.merge_one() {
                        self.close_region(self.text_bytes);
                        self.phase = Phase::Done;
                    }
                }
                Phase::Done => return Ok(Step::Done),
            }
        }
        let read = self.sides.iter().map(|side| side.read as u64 / 2).sum();
        let merged = self.sides.iter().map(|side| side.boundary as u64).sum();
        Ok(match self.phase {
            Phase::Reading => Step::Progress { phase: "reading tokens", done: read, total: Some(tokens) },
            Phase::Done => Step::Done,
            _ => Step::Progress { phase: "comparing boundaries", done: merged, total: Some(tokens) },
        })
    }
}

/// Parts of a text whose tokens are counted apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Up to and with a line end: LF, CR LF or CR.
    Line,
    /// Lines that are not blank, with the blank ones after them.
    Paragraph,
}

/// Start and end of every line or paragraph of `text`, in UTF-8 bytes, as pairs; together they cover the text.
pub fn parts(text: &str, part: Part) -> Vec<u32> {
    let bytes = text.as_bytes();
    let mut out: Vec<u32> = Vec::new();
    let mut start = 0;
    let mut after_blank = false;
    while start < bytes.len() {
        let rest = &bytes[start..];
        let line = rest
            .iter()
            .position(|&byte| byte == b'\n' || byte == b'\r')
            .map_or(rest.len(), |at| at + if rest[at..].starts_with(b"\r\n") { 2 } else { 1 });
        let blank = rest[..line].iter().all(u8::is_ascii_whitespace);
        let joins = part == Part::Paragraph && (blank || !after_blank);
        match out.last_mut() {
            Some(end) if joins => *end = (start + line) as u32,
            _ => out.extend([start as u32, (start + line) as u32]),
        }
        after_blank = blank;
        start += line;
    }
    out
}

/// How many tokens begin in each part. `parts` and `spans` are pairs in text order; a token from nothing at the end of
/// the text belongs to the last part.
pub fn tokens_by_part(parts: &[u32], spans: &[u32]) -> Vec<u32> {
    let mut out = vec![0; parts.len() / 2];
    let mut at = 0;
    for span in spans.chunks_exact(2) {
        let start = span.first().copied().unwrap_or_default();
        while at + 1 < out.len() && parts.get(2 * at + 1).is_some_and(|&end| end <= start) {
            at += 1;
        }
        if let Some(count) = out.get_mut(at) {
            *count += 1;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn spans(cuts: &[u32]) -> Vec<u32> {
        cuts.windows(2).flat_map(|pair| [pair[0], pair[1]]).collect()
    }

    fn compare(text_bytes: u32, lists: Vec<Vec<u32>>) -> Comparison {
        let mut job = Compare::new(text_bytes, lists).expect("two to four lists");
        job.run().expect("a comparison cannot fail");
        job.into_result()
    }

    #[test]
    fn two_equal_runs_share_all() {
        let result = compare(10, vec![spans(&[0, 3, 7, 10]), spans(&[0, 3, 7, 10])]);
        assert!(result.regions.is_empty() && result.differing.is_empty());
        let all = Shared { tokens: 3, boundaries: 2, shared_boundaries: 2, shared_tokens: 3 };
        assert_eq!(result.shared, [all, all]);
    }

    #[test]
    fn regions_are_cut_where_all_agree() {
        let result = compare(10, vec![spans(&[0, 3, 5, 10]), spans(&[0, 2, 5, 7, 10])]);
        assert_eq!(result.regions, [0, 5, 5, 10]);
        assert_eq!(result.region_tokens, [2, 2, 1, 2]);
        assert_eq!(result.differing, [2, 3, 7]);
        assert_eq!(result.owners, [0b10, 0b01, 0b10]);
        assert_eq!(result.shared[1], Shared { tokens: 4, boundaries: 3, shared_boundaries: 1, shared_tokens: 0 });
        assert_eq!((result.region_after(0), result.region_after(5), result.region_after(10)), (Some(0), Some(1), None));
    }

    #[test]
    fn dropped_space_and_doubled_spans_are_no_trouble() {
        // A drops the space between the words, B keeps it with the second; C splits one ligature in two tokens.
        let result = compare(7, vec![vec![0, 3, 4, 7], vec![0, 3, 3, 7], vec![0, 3, 3, 7, 3, 7]]);
        assert_eq!((result.regions.as_slice(), result.differing.as_slice()), (&[3, 7][..], &[4][..]));
        assert_eq!(result.region_tokens, [1, 1, 2]);
    }

    #[test]
    fn one_or_five_tokenizers_are_refused() {
        assert!(Compare::new(3, vec![vec![]]).is_err());
        assert!(Compare::new(3, vec![vec![]; 5]).is_err());
    }

    #[test]
    fn lines_and_paragraphs_cover_the_text() {
        let text = "one\r\ntwo\n\n  \nthree\rfour";
        assert_eq!(parts(text, Part::Line), [0, 5, 5, 9, 9, 10, 10, 13, 13, 19, 19, 23]);
        assert_eq!(parts(text, Part::Paragraph), [0, 13, 13, 23]);
        assert!(parts("", Part::Line).is_empty());
        assert_eq!(tokens_by_part(&[0, 5, 5, 9], &[0, 0, 0, 4, 4, 6, 6, 9, 9, 9]), [3, 2]);
        assert!(tokens_by_part(&[], &[0, 0]).is_empty());
    }

    proptest! {
        #[test]
        fn in_slices_as_in_one_go_and_as_by_sets(
            lists in proptest::collection::vec(proptest::collection::btree_set(1u32..40, 0..20), 2..=MOST),
            budget in 0u64..7,
        ) {
            let flat: Vec<Vec<u32>> = lists
                .iter()
                .map(|cuts| spans(&[0].into_iter().chain(cuts.iter().copied()).chain([40]).collect::<Vec<_>>()))
                .collect();
            let mut job = Compare::new(40, flat.clone()).expect("two to four lists");
            while job.step(budget).expect("a comparison cannot fail") != Step::Done {}
            let result = job.into_result();
            prop_assert_eq!(&result, &compare(40, flat.clone()));
            for (k, list) in lists.iter().enumerate() {
                prop_assert_eq!(result.shared[k].boundaries as usize, list.len());
                prop_assert_eq!(result.shared[k].shared_boundaries as usize, list.intersection(&lists[0]).count());
                let tokens: std::collections::BTreeSet<_> = flat[0].chunks(2).collect();
                let both = flat[k].chunks(2).filter(|span| tokens.contains(span)).count();
                prop_assert_eq!(result.shared[k].shared_tokens as usize, both);
            }
            let common = |at: &u32| lists.iter().all(|list| list.contains(at));
            let union: std::collections::BTreeSet<u32> = lists.iter().flatten().copied().collect();
            let differing: Vec<u32> = union.iter().copied().filter(|at| !common(at)).collect();
            prop_assert_eq!(&result.differing, &differing);
            for region in result.regions.chunks(2) {
                prop_assert!(differing.iter().any(|&at| region[0] < at && at < region[1]));
            }
            for at in differing {
                prop_assert!(result.regions.chunks(2).any(|region| region[0] < at && at < region[1]));
            }
        }
    }
}
