//! Sums over chunks: where a position of one unit lies in all the others.
//!
//! A Fenwick tree (Fenwick 1994) of the lengths of chunks. A position is found by one descent, and a chunk's change is
//! one walk up: O(log chunks) each. Putting chunks in or taking them out rebuilds the tree, one addition per chunk
//! (2,500 for 10 MB).

use std::ops::{Add, AddAssign, Sub};

/// A length or a position in every unit at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Lengths {
    /// UTF-8 bytes.
    pub utf8: u32,
    /// UTF-16 units.
    pub utf16: u32,
    /// Code points.
    pub code_points: u32,
    /// Tokens.
    pub tokens: u32,
}

impl Lengths {
    /// The lengths of `text` but for its tokens.
    pub fn of(text: &str) -> Self {
        let (mut code_points, mut astral) = (0, 0);
        for &byte in text.as_bytes() {
            // Every byte but a continuation begins a code point; from U+10000 on one has four bytes and two units.
            code_points += u32::from(byte & 0xc0 != 0x80);
            astral += u32::from(byte >= 0xf0);
        }
        Self { utf8: text.len() as u32, utf16: code_points + astral, code_points, tokens: 0 }
    }
}

impl Add for Lengths {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            utf8: self.utf8 + other.utf8,
            utf16: self.utf16 + other.utf16,
            code_points: self.code_points + other.code_points,
            tokens: self.tokens + other.tokens,
        }
    }
}

impl AddAssign for Lengths {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sub for Lengths {
    type Output = Self;

    /// Wraps, so that a difference can be added again whatever its sign.
    fn sub(self, other: Self) -> Self {
        Self {
            utf8: self.utf8.wrapping_sub(other.utf8),
            utf16: self.utf16.wrapping_sub(other.utf16),
            code_points: self.code_points.wrapping_sub(other.code_points),
            tokens: self.tokens.wrapping_sub(other.tokens),
        }
    }
}

/// A unit that positions are given in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// UTF-8 bytes.
    Utf8,
    /// UTF-16 units.
    Utf16,
    /// Code points.
    CodePoint,
    /// Tokens.
    Token,
}

impl Unit {
    /// The length in this unit.
    pub fn of(self, lengths: Lengths) -> u32 {
        match self {
            Self::Utf8 => lengths.utf8,
            Self::Utf16 => lengths.utf16,
            Self::CodePoint => lengths.code_points,
            Self::Token => lengths.tokens,
        }
    }
}

/// The tree.
#[derive(Clone, Debug, Default)]
pub(super) struct Index {
    /// Entry i - 1 holds the sum of the lowest-bit(i) chunks that end with chunk i - 1.
    sums: Vec<Lengths>,
    total: Lengths,
}

impl Index {
    /// Builds anew. O(chunks).
    pub(super) fn rebuild(&mut self, lengths: impl Iterator<Item = Lengths>) {
        self.sums.clear();
        self.sums.extend(lengths);
        self.total = Lengths::default();
        for sum in &self.sums {
            self.total += *sum;
        }
        for child in 1..=self.sums.len() {
            let parent = child + (child & child.wrapping_neg());
            if parent <= self.sums.len() {
                let sum = self.sums[child - 1];
                self.sums[parent - 1] += sum;
            }
        }
    }

    /// Changes the tokens of chunk `at`. O(log chunks).
    pub(super) fn set_tokens(&mut self, at: usize, before: u32, after: u32) {
        let mut node = at + 1;
        while let Some(sum) = self.sums.get_mut(node - 1) {
            sum.tokens = sum.tokens.wrapping_add(after).wrapping_sub(before);
            node += node & node.wrapping_neg();
        }
        self.total.tokens = self.total.tokens.wrapping_add(after).wrapping_sub(before);
    }

    /// The sum of all chunks.
    pub(super) fn total(&self) -> Lengths {
        self.total
    }

    /// The chunk that holds `position`, and the sum of the chunks before it. A position between two chunks belongs to
    /// the later one, the end of all to the last. O(log chunks).
    pub(super) fn find(&self, unit: Unit, position: u32) -> (usize, Lengths) {
        let mut found = 0;
        let mut sum = Lengths::default();
        let mut width = self.sums.len().next_power_of_two();
        while width > 0 {
            let node = found + width;
            if node < self.sums.len() {
                let next = sum + self.sums[node - 1];
                if unit.of(next) <= position {
                    (found, sum) = (node, next);
                }
            }
            width /= 2;
        }
        (found, sum)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn sums_and_places_are_those_of_a_plain_list(
            counts in proptest::collection::vec((1u32..5, 0u32..4), 1..40),
            changes in proptest::collection::vec((0usize..40, 0u32..9), 0..10),
        ) {
            let mut list: Vec<Lengths> = counts
                .iter()
                .map(|&(utf16, tokens)| Lengths { utf8: 2 * utf16, utf16, code_points: 1, tokens })
                .collect();
            let mut index = Index::default();
            index.rebuild(list.iter().copied());
            for (at, tokens) in changes {
                let at = at % list.len();
                index.set_tokens(at, list[at].tokens, tokens);
                list[at].tokens = tokens;
            }
            let sum = |to: usize| list[..to].iter().fold(Lengths::default(), |sum, chunk| sum + *chunk);
            prop_assert_eq!(index.total(), sum(list.len()));
            for unit in [Unit::Utf8, Unit::Utf16, Unit::CodePoint, Unit::Token] {
                for position in 0..=unit.of(index.total()) {
                    let (found, before) = index.find(unit, position);
                    let last = (0..list.len()).rev().find(|&at| unit.of(sum(at)) <= position).unwrap_or(0);
                    prop_assert_eq!((found, before), (last, sum(last)));
                }
            }
        }

        #[test]
        fn lengths_are_those_of_the_standard_library(text in "\\PC{0,40}|[a\u{e9}\u{20ac}\u{1f600}\n]{0,40}") {
            let lengths = Lengths::of(&text);
            prop_assert_eq!(lengths.utf8 as usize, text.len());
            prop_assert_eq!(lengths.utf16 as usize, text.encode_utf16().count());
            prop_assert_eq!(lengths.code_points as usize, text.chars().count());
        }
    }
}
