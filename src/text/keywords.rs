//! The leftmost, and of these the longest, of a set of words in a text, in one pass whatever the words are.
//!
//! Aho and Corasick, "Efficient string matching: an aid to bibliographic search" (1975): a trie, and of each state the
//! longest proper suffix that is a state too, where the search goes on when the next byte does not fit. A word that was
//! found is kept until no state in progress began at or before it. Building costs O(bytes of the words), a search
//! O(bytes searched).

use std::ops::Range;

use super::model::trie::{ROOT, Trie};

/// The words, ready to be looked for.
#[derive(Clone, Debug)]
pub(crate) struct Keywords {
    trie: Trie,
    /// By state.
    nodes: Vec<Node>,
    lengths: Vec<u32>,
    /// By byte: some word begins with it.
    first: [bool; 256],
}

#[derive(Clone, Copy, Debug, Default)]
struct Node {
    /// The state of the longest proper suffix that is one.
    suffix: u32,
    /// Bytes from the root.
    depth: u32,
    /// The longest word that ends here, a suffix perhaps, plus one; 0: none does.
    word: u32,
}

impl Keywords {
    /// Of equal words the first counts; empty ones are never found.
    pub(crate) fn new<T: AsRef<[u8]>>(words: &[T]) -> Self {
        let words: Vec<&[u8]> = words.iter().map(AsRef::as_ref).collect();
        let trie = Trie::new(words.iter().enumerate().rev().map(|(place, word)| (place as u32, *word)));
        let mut nodes = vec![Node::default(); trie.states()];
        let mut first = [false; 256];
        // Words and the states that their beginnings have reached: all states of one depth before those of the next.
        let mut open: Vec<(&[u8], u32)> = words.iter().map(|word| (*word, ROOT)).collect();
        for depth in 0.. {
            open.retain(|(word, _)| word.len() > depth);
            if open.is_empty() {
                break;
            }
            for (word, state) in &mut open {
                let byte = word[depth];
                let Some(child) = trie.child(*state, byte) else { continue };
                let mut suffix = std::mem::replace(state, child);
                if nodes[child as usize].depth > 0 {
                    continue;
                }
                first[usize::from(byte)] |= depth == 0;
                let suffix = loop {
                    if suffix == ROOT {
                        break ROOT;
                    }
                    suffix = nodes[suffix as usize].suffix;
                    if let Some(state) = trie.child(suffix, byte) {
                        break state;
                    }
                };
                let word = trie.token(child).map_or(nodes[suffix as usize].word, |place| place + 1);
                nodes[child as usize] = Node { suffix, depth: depth as u32 + 1, word };
            }
        }
        Self { trie, nodes, lengths: words.iter().map(|word| word.len() as u32).collect(), first }
    }

    /// The first word inside `range` of `text`: its place in the list, and where it stands.
    pub(crate) fn find(&self, text: &[u8], range: Range<usize>) -> Option<(usize, Range<usize>)> {
        let text = text.get(..range.end).unwrap_or(text);
        let mut found: Option<(usize, Range<usize>)> = None;
        let (mut at, mut state) = (range.start, ROOT);
        while let Some(&byte) = text.get(at) {
            if state == ROOT && !self.first[usize::from(byte)] {
                at += 1;
                continue;
            }
            state = loop {
                if let Some(child) = self.trie.child(state, byte) {
                    break child;
                }
                if state == ROOT {
                    break ROOT;
                }
                state = self.nodes[state as usize].suffix;
            };
            at += 1;
            let node = self.nodes[state as usize];
            let begun = at - node.depth as usize;
            if found.as_ref().is_some_and(|(_, span)| begun > span.start) {
                break;
            }
            if let Some(word) = node.word.checked_sub(1) {
                let start = at - self.lengths[word as usize] as usize;
                if found.as_ref().is_none_or(|(_, span)| start <= span.start) {
                    found = Some((word as usize, start..at));
                }
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// By the definition: at every start in turn, the longest word that stands there.
    fn plainly(words: &[Vec<u8>], text: &[u8], range: Range<usize>) -> Option<(usize, Range<usize>)> {
        range.clone().find_map(|start| {
            let here = |word: &Vec<u8>| !word.is_empty() && text[start..range.end].starts_with(word);
            let longest = words.iter().filter(|word| here(word)).max_by_key(|word| word.len())?;
            Some((words.iter().position(|word| word == longest)?, start..start + longest.len()))
        })
    }

    proptest! {
        #[test]
        fn the_leftmost_longest_word_is_found(
            words in proptest::collection::vec(proptest::collection::vec(0u8..3, 0..6), 0..12),
            text in proptest::collection::vec(0u8..3, 0..40),
            (from, to) in (0usize..40, 0usize..40),
        ) {
            let range = from.min(text.len()).min(to)..to.min(text.len());
            let found = Keywords::new(&words).find(&text, range.clone());
            prop_assert_eq!(found, plainly(&words, &text, range));
        }
    }

    #[test]
    fn words_of_one_letter_cost_no_more_than_their_bytes() {
        let words = vec![[vec![b'a'; 200_000], vec![b'b']].concat(), b"c".to_vec()];
        let text = vec![b'a'; 1 << 20];
        assert_eq!(Keywords::new(&words).find(&text, 0..text.len()), None);
    }
}
