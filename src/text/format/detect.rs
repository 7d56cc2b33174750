//! Which format a file is in, told by its content: names of files say little (`tokenizer.model` is three formats).

use super::{pattern, sentencepiece, tekken, tiktoken, tokenizer_json, vocab};
use crate::text::definition::{Definition, KnownPattern, SplitPattern};
use crate::text::error::TextError;

/// A format that a reader here takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Our own, inflated.
    Vocab,
    /// `tokenizer.json` of the tokenizers library.
    TokenizerJson,
    /// Mistral's `tekken.json`.
    Tekken,
    /// tiktoken's rank file.
    Tiktoken,
    /// SentencePiece's `.model`.
    SentencePiece,
}

/// How a caller names formats.
const NAMES: [(&str, Format); 5] = [
    ("json", Format::TokenizerJson),
    ("tekken", Format::Tekken),
    ("tiktoken", Format::Tiktoken),
    ("sentencepiece", Format::SentencePiece),
    ("vocab", Format::Vocab),
];

/// How a caller names the patterns that have scanners.
const PATTERNS: [(&str, KnownPattern); 10] = [
    ("gpt2", KnownPattern::Gpt2),
    ("cl100k", KnownPattern::Cl100k),
    ("llama3", KnownPattern::Llama3),
    ("qwen2", KnownPattern::Qwen2),
    ("qwen35", KnownPattern::Qwen35),
    ("o200k", KnownPattern::O200k),
    ("tekken", KnownPattern::Tekken),
    ("kimi", KnownPattern::Kimi),
    ("deepseek", KnownPattern::DeepSeek),
    ("clip", KnownPattern::Clip),
];

/// Reads a file of any format. `format` is one of `json`, `tekken`, `tiktoken`, `sentencepiece`, `vocab`, by default
/// what the content looks like. `pattern` goes with rank files, which do not hold it: a family's name or a regular
/// expression.
pub fn read(file: &[u8], name: &str, format: Option<&str>, pattern: Option<&str>) -> Result<Definition, TextError> {
    let format = match format {
        None => detect(file).ok_or_else(|| unknown("the file", "one of a known format", &beginning(file)))?,
        Some(wanted) => named(&NAMES, wanted).ok_or_else(|| unknown("option format", &list(&NAMES), wanted))?,
    };
    match format {
        Format::Vocab => vocab::read(file, None),
        Format::TokenizerJson => tokenizer_json::read(file, name),
        Format::Tekken => tekken::read(file, name),
        Format::SentencePiece => sentencepiece::read(file, name, &[], &[]),
        Format::Tiktoken => {
            let expected =
                || format!("the split pattern of the rank file: {}, or a regular expression", list(&PATTERNS));
            let pattern = pattern.ok_or_else(|| unknown("option pattern", &expected(), "nothing"))?;
            tiktoken::read(file, name, split_pattern(pattern), &[])
        }
    }
}

/// The pattern of this name, or with this text.
pub fn split_pattern(pattern: &str) -> SplitPattern {
    named(&PATTERNS, pattern).map_or_else(|| pattern::recognize(pattern), SplitPattern::Known)
}

/// What a file looks like from its beginning.
pub fn detect(file: &[u8]) -> Option<Format> {
    if file.starts_with(&vocab::MAGIC) {
        return Some(Format::Vocab);
    }
    let text = file.strip_prefix(b"\xef\xbb\xbf").unwrap_or(file).trim_ascii_start();
    if text.starts_with(b"{") {
        // Only tekken files say so; it stands in their first lines.
        let head = text.get(..4096).unwrap_or(text);
        let tekken = head.windows(TEKKEN_KEY.len()).any(|window| window == TEKKEN_KEY);
        return Some(if tekken { Format::Tekken } else { Format::TokenizerJson });
    }
    let line = file.split(|&byte| byte == b'\n').next().unwrap_or_default().trim_ascii_end();
    let mut words = line.split(|&byte| byte == b' ');
    if let (Some(token), Some(rank), None) = (words.next(), words.next(), words.next())
        && !token.is_empty()
        && token.iter().all(|byte| byte.is_ascii_alphanumeric() || b"+/=".contains(byte))
        && !rank.is_empty()
        && rank.iter().all(u8::is_ascii_digit)
    {
        return Some(Format::Tiktoken);
    }
    // A protobuf whose first field is number 1 with a length: SentencePiece's list of pieces.
    file.starts_with(b"\x0a").then_some(Format::SentencePiece)
}

const TEKKEN_KEY: &[u8] = b"\"default_vocab_size\"";

fn named<T: Copy>(names: &[(&str, T)], wanted: &str) -> Option<T> {
    names.iter().find(|(name, _)| *name == wanted).map(|&(_, value)| value)
}

fn list<T>(names: &[(&str, T)]) -> String {
    names.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
}

fn unknown(place: &str, expected: &str, got: &str) -> TextError {
    TextError::Malformed { place: place.to_owned(), expected: expected.to_owned(), got: got.to_owned() }
}

fn beginning(file: &[u8]) -> String {
    let head = file.get(..16).unwrap_or(file);
    if head.is_empty() {
        "an empty file".to_owned()
    } else {
        format!("one that begins with \"{}\"", head.escape_ascii())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_told_by_content() {
        let cases: [(&[u8], Option<Format>); 8] = [
            (b"TKNVOCAB\x01", Some(Format::Vocab)),
            (b"\xef\xbb\xbf {\"version\": \"1.0\"}", Some(Format::TokenizerJson)),
            (b"{\"config\": {\"default_vocab_size\": 131072}}", Some(Format::Tekken)),
            (b"IQ== 0\nIg== 1\n", Some(Format::Tiktoken)),
            (b"\x0a\x0e\x0a\x05<unk>", Some(Format::SentencePiece)),
            (b"", None),
            (b"hello world again", None),
            (b"\x89PNG", None),
        ];
        for (file, expected) in cases {
            assert_eq!(detect(file), expected, "{}", file.escape_ascii());
        }
    }

    #[test]
    fn a_rank_file_needs_its_pattern() {
        let error = read(b"IQ== 0\n", "ranks", None, None).unwrap_err();
        assert!(error.to_string().contains("cl100k"), "{error}");
        let definition = read(b"IQ== 0\nIg== 1\n", "ranks", None, Some("o200k")).unwrap();
        assert!(!definition.needs_tools());
        let definition = read(b"IQ== 0\nIg== 1\n", "ranks", None, Some(r"\w+|\W")).unwrap();
        assert!(definition.needs_tools());
    }

    #[test]
    fn an_unknown_format_is_named() {
        let error = read(b"", "x", Some("gguf"), None).unwrap_err();
        assert!(error.to_string().contains("gguf"), "{error}");
    }
}
