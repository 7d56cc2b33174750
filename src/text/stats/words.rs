//! How words and tokens lie on each other: words kept whole, continued words.
//!
//! Words are spans in the text in rising order, given by the caller (UAX 29 word segments that contain a letter or a
//! digit). One pass over both lists; blocks can be added one after another as long as a block holds all tokens that
//! touch its words.

use serde::Serialize;

use crate::stats::{Figure, Undefined};

/// Counts of words by how tokens cover them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WordFit {
    /// All words.
    pub words: u64,
    /// Words that are exactly one token, a space before the word counted with it.
    pub whole: u64,
    /// Words that two or more tokens touch.
    pub continued: u64,
}

impl WordFit {
    /// Adds the words of `text`. `words` and `spans` are start, end pairs of UTF-8 bytes in `text`, both in rising
    /// order of their starts; empty token spans (tokens that come from nothing) touch no word.
    pub fn add(&mut self, text: &[u8], words: &[u32], spans: &[u32]) {
        let mut next = 0;
        for word in pairs(words) {
            self.words += 1;
            let tokens = pairs(spans.get(next..).unwrap_or_default());
            // Tokens that end at or before this word touch no later word either.
            next += 2 * tokens.clone().take_while(|token| token.end <= word.start).count();
            let touching = pairs(spans.get(next..).unwrap_or_default())
                .take_while(|token| token.start < word.end)
                .filter(|token| token.start < token.end && token.end > word.start);
            let mut count = 0u32;
            let mut whole = false;
            for token in touching {
                count += 1;
                let space_before = token.start + 1 == word.start && text.get(token.start as usize) == Some(&b' ');
                whole = (token.start == word.start || space_before) && token.end == word.end;
            }
            self.whole += u64::from(count == 1 && whole);
            self.continued += u64::from(count >= 2);
        }
    }
}

/// Share of words that are exactly one token; a leading space counts with the word.
pub fn words_kept_whole(fit: WordFit) -> Figure {
    share(fit.whole, fit.words)
}

/// Share of words of two tokens or more.
pub fn continued_words(fit: WordFit) -> Figure {
    share(fit.continued, fit.words)
}

fn share(part: u64, words: u64) -> Figure {
    let value = if words == 0 { Err(Undefined::NoWords) } else { Ok(part as f64 / words as f64) };
    Figure::new(value, "share", words, "words")
}

fn pairs(flat: &[u32]) -> impl Iterator<Item = std::ops::Range<u32>> + Clone {
    flat.chunks_exact(2).filter_map(|pair| <[u32; 2]>::try_from(pair).ok()).map(|[start, end]| start..end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation;

    fn fit(text: &str, spans: &[u32]) -> WordFit {
        let words: Vec<u32> =
            text.unicode_word_indices().flat_map(|(start, word)| [start as u32, (start + word.len()) as u32]).collect();
        let mut fit = WordFit::default();
        fit.add(text.as_bytes(), &words, spans);
        fit
    }

    #[test]
    fn a_leading_space_counts_with_the_word() {
        let counted = fit("the cat sat", &[0, 3, 3, 7, 7, 9, 9, 11]);
        assert_eq!(counted, WordFit { words: 3, whole: 2, continued: 1 });
        assert_eq!(words_kept_whole(counted).value, Some(2.0 / 3.0));
        assert_eq!(continued_words(counted).value, Some(1.0 / 3.0));
    }

    #[test]
    fn punctuation_in_the_token_is_neither_whole_nor_continued() {
        assert_eq!(fit("(cat", &[0, 4]), WordFit { words: 1, whole: 0, continued: 0 });
        assert_eq!(fit("\tcat", &[0, 4]), WordFit { words: 1, whole: 0, continued: 0 });
        assert_eq!(fit("  cat", &[0, 5]), WordFit { words: 1, whole: 0, continued: 0 });
    }

    #[test]
    fn one_token_over_two_words_keeps_neither_whole() {
        assert_eq!(fit("by the way", &[0, 6, 6, 10]), WordFit { words: 3, whole: 1, continued: 0 });
    }

    #[test]
    fn tokens_from_nothing_touch_no_word() {
        assert_eq!(fit("cat", &[0, 0, 0, 3, 3, 3]), WordFit { words: 1, whole: 1, continued: 0 });
        assert_eq!(fit("cat", &[0, 2, 2, 2, 2, 3]), WordFit { words: 1, whole: 0, continued: 1 });
    }

    #[test]
    fn no_words_give_a_reason() {
        assert_eq!(words_kept_whole(fit("...", &[0, 3])).undefined, Some(Undefined::NoWords));
        assert_eq!(continued_words(WordFit::default()).undefined, Some(Undefined::NoWords));
    }

    proptest! {
        #[test]
        fn one_pass_equals_asking_every_token_for_every_word(
            text in "[ab (\u{e9}]{0,40}", cuts in proptest::collection::vec(0usize..60, 0..20),
        ) {
            let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut % (text.len() + 1)).collect();
            cuts.extend([0, text.len()]);
            cuts.sort_unstable();
            let spans: Vec<u32> = cuts.windows(2).flat_map(|pair| [pair[0] as u32, pair[1] as u32]).collect();
            let mut expected = WordFit::default();
            for (start, word) in text.unicode_word_indices() {
                let end = start + word.len();
                let touching: Vec<(usize, usize)> = cuts
                    .windows(2)
                    .map(|pair| (pair[0], pair[1]))
                    .filter(|&(from, to)| from < to && from < end && to > start)
                    .collect();
                let spaced = text[..start].ends_with(' ');
                let whole = touching == [(start, end)] || spaced && touching == [(start - 1, end)];
                expected.words += 1;
                expected.whole += u64::from(whole);
                expected.continued += u64::from(touching.len() >= 2);
            }
            prop_assert_eq!(fit(&text, &spans), expected);
        }
    }
}
