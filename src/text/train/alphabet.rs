//! What every word starts from: the single bytes or characters, and their ids.
//!
//! Ids: special tokens first, in the order given, then the alphabet. Bytes stand in the order of GPT-2's printable
//! characters (`!` to `~`, `¡` to `¬`, `®` to `ÿ`, then the rest), characters in code point order: the orders of the
//! reference trainer, so that ties fall the same way. A limited alphabet keeps the most frequent characters, equal
//! counts the lower code point; the others are unknown and join nothing. Bytes are never limited: a byte-level
//! tokenizer has no unknown.

use std::collections::{BTreeMap, HashMap};

use super::super::TokenId;
use super::super::vocabulary::Vocabulary;
use super::symbols::UNKNOWN;
use super::words::Words;

/// Ids of the single symbols, and the vocabulary that holds them.
#[derive(Clone, Debug)]
pub(super) struct Alphabet {
    /// Special tokens, then single symbols.
    pub(super) vocabulary: Vocabulary,
    /// How many of the vocabulary are special tokens.
    pub(super) specials: u32,
    kind: Kind,
}

#[derive(Clone, Debug)]
enum Kind {
    /// Id of each byte.
    Bytes(Box<[TokenId; 256]>),
    /// Id of each character, at the start of a word and inside one (the same where no prefix marks the inside).
    Characters(HashMap<char, (TokenId, TokenId)>),
}

impl Alphabet {
    /// All 256 bytes.
    pub(super) fn bytes(specials: &[String]) -> Self {
        let mut vocabulary = Vocabulary::from_tokens(specials);
        let mut ids = Box::new([0; 256]);
        let printable = |byte: u8| matches!(byte, 0x21..=0x7E | 0xA1..=0xAC | 0xAE..=0xFF);
        let order = (0..=255).filter(|&byte| printable(byte)).chain((0..=255).filter(|&byte| !printable(byte)));
        for byte in order {
            ids[usize::from(byte)] = vocabulary.push(&[byte]);
        }
        Self { vocabulary, specials: specials.len() as u32, kind: Kind::Bytes(ids) }
    }

    /// The characters of the words; `inside` is put before a character that does not start its word.
    pub(super) fn characters(specials: &[String], words: &Words, limit: Option<u32>, inside: &str) -> Self {
        let kept = frequent_characters(words, limit);
        let mut vocabulary = Vocabulary::from_tokens(specials);
        let mut ids = HashMap::new();
        for &character in &kept {
            let id = vocabulary.push(character.encode_utf8(&mut [0; 4]).as_bytes());
            ids.insert(character, (id, id));
        }
        if !inside.is_empty() {
            for &character in &kept {
                let id = vocabulary.push(format!("{inside}{character}").as_bytes());
                ids.entry(character).and_modify(|pair| pair.1 = id);
            }
        }
        Self { vocabulary, specials: specials.len() as u32, kind: Kind::Characters(ids) }
    }

    /// The word as single symbols.
    pub(super) fn symbols(&self, word: &[u8]) -> Vec<TokenId> {
        match &self.kind {
            Kind::Bytes(ids) => word.iter().map(|&byte| ids[usize::from(byte)]).collect(),
            Kind::Characters(ids) => String::from_utf8_lossy(word)
                .chars()
                .enumerate()
                .map(|(at, character)| match ids.get(&character) {
                    Some(&(first, inside)) => {
                        if at == 0 {
                            first
                        } else {
                            inside
                        }
                    }
                    None => UNKNOWN,
                })
                .collect(),
        }
    }
}

/// The characters of the words in code point order, at most `limit` of them: the most frequent.
pub(super) fn frequent_characters(words: &Words, limit: Option<u32>) -> Vec<char> {
    let mut counts: BTreeMap<char, u64> = BTreeMap::new();
    for (word, count) in words.iter() {
        for character in String::from_utf8_lossy(word).chars() {
            *counts.entry(character).or_default() += count;
        }
    }
    let mut kept: Vec<(char, u64)> = counts.into_iter().collect();
    if let Some(limit) = limit {
        kept.sort_by_key(|&(character, count)| (std::cmp::Reverse(count), character));
        kept.truncate(limit as usize);
        kept.sort_unstable();
    }
    kept.into_iter().map(|(character, _)| character).collect()
}

#[cfg(test)]
mod tests {
    use super::super::words::WordCounter;
    use super::*;

    fn words(list: &[&str]) -> Words {
        let mut counter = WordCounter::default();
        list.iter().for_each(|word| counter.add(word.as_bytes()));
        counter.finish()
    }

    #[test]
    fn a_limited_alphabet_keeps_the_most_frequent() {
        let words = words(&["zab", "zb", "c", "é"]);
        assert_eq!(frequent_characters(&words, None), ['a', 'b', 'c', 'z', 'é']);
        assert_eq!(frequent_characters(&words, Some(3)), ['a', 'b', 'z']);
        let alphabet = Alphabet::characters(&["[UNK]".to_owned()], &words, Some(3), "##");
        assert_eq!(alphabet.symbols(b"zab"), [3, 4, 5]);
        assert_eq!(alphabet.symbols("éz".as_bytes()), [UNKNOWN, 6]);
        assert_eq!(alphabet.vocabulary.get(6), b"##z");
    }

    #[test]
    fn bytes_stand_in_the_printable_order() {
        let alphabet = Alphabet::bytes(&[]);
        assert_eq!(alphabet.vocabulary.len(), 256);
        assert_eq!(
            alphabet.symbols(&[b'!', b'~', 0xA1, 0xAE, 0xFF, 0, b' ', 0x7F, 0xAD]),
            [0, 93, 94, 106, 187, 188, 220, 221, 255]
        );
    }
}
