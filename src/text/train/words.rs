//! The training text as trainers see it: distinct words with their counts, most frequent first.
//!
//! Every trainer works on words (the pieces that the pre-tokenizer makes) weighted by how often they occur, which is
//! what makes training on megabytes quick: a text has far fewer different words than words. The order (count, then
//! bytes) depends on nothing but the text, so training is deterministic whatever a hash map does. Time is linear in
//! the text plus a sort of the distinct words.

use std::collections::HashMap;

/// Counts words as they come.
#[derive(Clone, Debug, Default)]
pub struct WordCounter {
    counts: HashMap<Box<[u8]>, u64>,
}

impl WordCounter {
    /// Counts one more of this word; an empty one is no word.
    pub fn add(&mut self, word: &[u8]) {
        match self.counts.get_mut(word) {
            Some(count) => *count += 1,
            None if word.is_empty() => {}
            None => {
                self.counts.insert(word.into(), 1);
            }
        }
    }

    /// The words in their final order.
    pub fn finish(self) -> Words {
        let mut sorted: Vec<(Box<[u8]>, u64)> = self.counts.into_iter().collect();
        sorted.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let mut words = Words::default();
        for (bytes, count) in sorted {
            words.bytes.extend_from_slice(&bytes);
            words.ends.push(words.bytes.len());
            words.counts.push(count);
        }
        words
    }
}

/// Distinct words with their counts, the most frequent first, equal counts in byte order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    bytes: Vec<u8>,
    ends: Vec<usize>,
    counts: Vec<u64>,
}

impl Words {
    /// How many distinct words there are.
    pub fn len(&self) -> usize {
        self.counts.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }

    /// The bytes of word `index`; empty beyond the last.
    pub fn get(&self, index: usize) -> &[u8] {
        let Some(&end) = self.ends.get(index) else { return &[] };
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        &self.bytes[start..end]
    }

    /// How often word `index` occurs; 0 beyond the last.
    pub fn count(&self, index: usize) -> u64 {
        self.counts.get(index).copied().unwrap_or(0)
    }

    /// All words with their counts, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&[u8], u64)> {
        (0..self.len()).map(|index| (self.get(index), self.count(index)))
    }

    /// Bytes of all distinct words together.
    pub fn distinct_bytes(&self) -> usize {
        self.bytes.len()
    }

    /// Bytes of all words, each as often as it occurs.
    pub fn total_bytes(&self) -> u64 {
        self.iter().map(|(word, count)| word.len() as u64 * count).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_ordered_by_count_then_bytes() {
        let mut counter = WordCounter::default();
        for word in ["b", "a", "c", "c", "", "longer"] {
            counter.add(word.as_bytes());
        }
        let words = counter.finish();
        let listed: Vec<(&[u8], u64)> = words.iter().collect();
        assert_eq!(listed, [(&b"c"[..], 2), (b"a", 1), (b"b", 1), (b"longer", 1)]);
        assert_eq!((words.total_bytes(), words.distinct_bytes()), (10, 9));
        assert_eq!((words.get(9), words.count(9)), (&b""[..], 0));
    }
}
