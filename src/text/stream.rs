//! Text that comes in parts of bytes, cut so that the parts' tokens are exactly those of the whole.
//!
//! A part ends at a hard cut (see [`Locality`]): both sides of it are tokenized independently. Where a tokenizer has
//! none (the whole text is one piece), everything waits for the end. Memory: what came since the last hard cut, which
//! in running text is a word. Broken UTF-8 reads as U+FFFD, as it does in a text that is read whole.

use super::document::Locality;
use super::encoding::LONGEST_TEXT;
use super::error::TextError;
use super::tokenizer::Tokenizer;

/// Bytes on their way to a tokenizer.
#[derive(Clone, Debug)]
pub struct TextStream {
    locality: Locality,
    /// Text without its last, unfinished character.
    text: String,
    /// The start of a character.
    unfinished: Vec<u8>,
    /// No hard cut lies before this byte of `text`.
    searched: usize,
    /// Bytes of text in front of `text`.
    base: usize,
}

/// Text that can be tokenized by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The text.
    pub text: String,
    /// Where it starts in the stream, in bytes of text.
    pub base: usize,
}

impl TextStream {
    /// A stream for `tokenizer`, which parses special tokens or does not.
    pub fn new(tokenizer: &Tokenizer, parse_specials: bool) -> Self {
        let locality = Locality::of(tokenizer.definition(), parse_specials);
        Self { locality, text: String::new(), unfinished: Vec::new(), searched: 0, base: 0 }
    }

    /// Takes more bytes, and gives the text that no later byte can change, if there is any.
    ///
    /// # Errors
    /// A text of more than [`LONGEST_TEXT`] bytes without a hard cut, or altogether.
    pub fn push(&mut self, bytes: &[u8]) -> Result<Option<Part>, TextError> {
        let got = self.base + self.text.len() + bytes.len();
        if got > LONGEST_TEXT {
            let (got, limit) = (got as u64, LONGEST_TEXT as u64);
            return Err(TextError::TooLarge { what: "the stream in bytes".to_owned(), got, limit });
        }
        self.unfinished.extend_from_slice(bytes);
        let whole = self.unfinished.len() - unfinished_length(&self.unfinished);
        let rest = self.unfinished.split_off(whole);
        let whole = std::mem::replace(&mut self.unfinished, rest);
        self.text.push_str(&String::from_utf8_lossy(&whole));
        Ok(self.last_cut().map(|cut| self.take(cut)))
    }

    /// The rest, when no byte comes any more.
    pub fn finish(mut self) -> Part {
        let rest = String::from_utf8_lossy(&self.unfinished).into_owned();
        self.text.push_str(&rest);
        let end = self.text.len();
        self.take(end)
    }

    fn take(&mut self, cut: usize) -> Part {
        let rest = self.text.split_off(cut);
        let part = Part { text: std::mem::replace(&mut self.text, rest), base: self.base };
        self.base += cut;
        self.searched = self.searched.saturating_sub(cut);
        part
    }

    /// The last hard cut. Looks at every pair of characters once.
    fn last_cut(&mut self) -> Option<usize> {
        let Locality::Cuts(cuts) = &self.locality else { return None };
        let new = self.text.get(self.searched..)?;
        let mut behind = None;
        let mut found = None;
        for (at, before) in new.char_indices().rev() {
            if behind.is_some_and(|behind| cuts.allows(before, behind)) {
                found = Some(self.searched + at + before.len_utf8());
                break;
            }
            behind = Some(before);
        }
        // The last character may be the first half of a pair that is a cut.
        self.searched = self.text.char_indices().next_back().map_or(0, |(at, _)| at);
        found
    }
}

/// How many bytes at the end are the start of a character whose rest may still come.
fn unfinished_length(bytes: &[u8]) -> usize {
    let tail = bytes.get(bytes.len().saturating_sub(3)..).unwrap_or_default();
    match std::str::from_utf8(tail) {
        Ok(_) => 0,
        // Only the very end can be unfinished; what is broken before it, or was cut by taking three bytes, is not.
        Err(_) => (1..=tail.len())
            .find(|&length| {
                let end = tail.get(tail.len() - length..).unwrap_or_default();
                end.first().is_some_and(|&byte| byte >= 0xc0)
                    && std::str::from_utf8(end)
                        .is_err_and(|error| error.valid_up_to() == 0 && error.error_len().is_none())
            })
            .unwrap_or(0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::definition::{
        BpeDefinition, Definition, KnownPattern, Merges, Model, PreTokenizer, SplitBehavior, SplitPattern, Unit,
    };
    use crate::text::encoding::Scratch;
    use crate::text::sink::Spanned;
    use crate::text::tokenizer::EncodeOptions;
    use crate::text::vocabulary::Vocabulary;
    use proptest::prelude::*;

    fn tokenizer(pattern: Option<KnownPattern>) -> Tokenizer {
        let bytes = (0..=255_u8).map(|byte| vec![byte]);
        let more = ["th", "the", " t", " the", "  ", "e ", "\u{e9}", "12", "'s"].map(|token| token.as_bytes().to_vec());
        let split = pattern.map(|known| PreTokenizer::Split {
            pattern: SplitPattern::Known(known),
            behavior: SplitBehavior::Isolated,
            invert: false,
        });
        let byte_level = PreTokenizer::ByteLevel { add_prefix_space: false, use_regex: false };
        Tokenizer::new(Definition {
            name: "small".into(),
            vocabulary: Vocabulary::from_tokens(bytes.chain(more)),
            added: Vec::new(),
            normalizers: Vec::new(),
            pre_tokenizers: split.into_iter().chain([byte_level]).collect(),
            model: Model::Bpe(BpeDefinition {
                unit: Unit::Byte,
                merges: Merges::ByTokenId,
                unknown: None,
                fuse_unknown: false,
                byte_fallback: false,
                ignore_merges: false,
                continuing_prefix: String::new(),
                word_suffix: String::new(),
            }),
            post_processors: Vec::new(),
            decoders: Vec::new(),
            chat_template: None,
        })
        .unwrap()
    }

    fn encode(tokenizer: &Tokenizer, part: &Part, into: &mut Spanned) {
        let mut tokens = Spanned::default();
        tokenizer.encode(&part.text, &EncodeOptions::default(), &mut Scratch::default(), &mut tokens).unwrap();
        into.ids.extend(tokens.ids);
        into.spans.extend(tokens.spans.iter().map(|at| at + part.base as u32));
    }

    /// Tokens of the stream, and how many parts it came in.
    fn streamed(tokenizer: &Tokenizer, bytes: &[u8], size: usize) -> (Spanned, usize) {
        let mut stream = TextStream::new(tokenizer, false);
        let (mut tokens, mut parts) = (Spanned::default(), 1);
        for chunk in bytes.chunks(size) {
            if let Some(part) = stream.push(chunk).unwrap() {
                encode(tokenizer, &part, &mut tokens);
                parts += 1;
            }
        }
        encode(tokenizer, &stream.finish(), &mut tokens);
        (tokens, parts)
    }

    fn whole(tokenizer: &Tokenizer, bytes: &[u8]) -> Spanned {
        let mut tokens = Spanned::default();
        encode(tokenizer, &Part { text: String::from_utf8_lossy(bytes).into_owned(), base: 0 }, &mut tokens);
        tokens
    }

    #[test]
    fn running_text_comes_in_parts_and_one_piece_comes_at_the_end() {
        let text = "the cat sat on the mat. ".repeat(50);
        for (pattern, many) in [(Some(KnownPattern::Gpt2), true), (Some(KnownPattern::O200k), true), (None, false)] {
            let tokenizer = tokenizer(pattern);
            let (tokens, parts) = streamed(&tokenizer, text.as_bytes(), 16);
            assert_eq!(tokens, whole(&tokenizer, text.as_bytes()));
            assert_eq!(parts > 40, many, "{pattern:?}: {parts}");
        }
    }

    proptest! {
        #[test]
        fn parts_together_are_the_whole(
            bytes in proptest::collection::vec(
                prop_oneof![
                    Just(b"the".to_vec()), Just(b" ".to_vec()), Just(b"\n".to_vec()), Just(b"'s".to_vec()),
                    Just("\u{e9}".as_bytes().to_vec()), Just("\u{1f600}".as_bytes().to_vec()),
                    Just("\u{4f60}".as_bytes().to_vec()), Just(b"12".to_vec()), Just(vec![0xe4, 0xbd]),
                    Just(vec![0x80]), Just(vec![0xf0, 0x9f]), Just(b".".to_vec()), Just(b"T".to_vec()),
                ],
                0..30,
            ),
            size in 1_usize..9,
        ) {
            let bytes = bytes.concat();
            for pattern in [Some(KnownPattern::Gpt2), Some(KnownPattern::Cl100k), Some(KnownPattern::O200k), None] {
                let tokenizer = tokenizer(pattern);
                prop_assert_eq!(streamed(&tokenizer, &bytes, size).0, whole(&tokenizer, &bytes));
            }
        }
    }
}
