//! Rank files (`.tiktoken`): one line per token, its bytes in base64, a space, its rank, which is its id.
//!
//! Such a file says nothing of its pattern or its special tokens: both come from whoever reads it. Cost: one pass.

use super::{MAX_FILE_BYTES, MAX_TOKEN_BYTES, MAX_TOKENS, limit};
use crate::text::TokenId;
use crate::text::definition::{
    AddedToken, BpeDefinition, Definition, Merges, Model, PreTokenizer, SplitBehavior, SplitPattern, Unit,
};
use crate::text::error::TextError;
use crate::text::vocabulary::Vocabulary;

/// Reads a rank file. `pattern` splits the text (text that it does not match is dropped, as the format's own library
/// does); `specials` are the special tokens with their ids.
pub fn read(
    file: &[u8],
    name: &str,
    pattern: SplitPattern,
    specials: &[(&str, TokenId)],
) -> Result<Definition, TextError> {
    let mut added: Vec<AddedToken> = specials.iter().map(|&(content, id)| special(content, id)).collect();
    added.sort_by_key(|token| token.id);
    let split = match pattern {
        SplitPattern::Known(_) => PreTokenizer::Split { pattern, behavior: SplitBehavior::Isolated, invert: false },
        _ => PreTokenizer::Split { pattern, behavior: SplitBehavior::Removed, invert: true },
    };
    Ok(Definition {
        name: name.to_owned(),
        vocabulary: read_ranks(file)?,
        added,
        normalizers: Vec::new(),
        pre_tokenizers: vec![split, PreTokenizer::ByteLevel { add_prefix_space: false, use_regex: false }],
        model: Model::Bpe(rank_model()),
        post_processors: Vec::new(),
        decoders: Vec::new(),
        chat_template: None,
    })
}

/// Reads the tokens alone.
pub fn read_ranks(file: &[u8]) -> Result<Vocabulary, TextError> {
    limit("the rank file in bytes", file.len(), MAX_FILE_BYTES)?;
    let mut bytes = Vec::with_capacity(file.len() / 2);
    // (rank, start, end) of each token in `bytes`.
    let mut tokens = Vec::with_capacity(file.len() / 12);
    for (number, line) in file.split(|&byte| byte == b'\n').enumerate() {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.is_empty() {
            continue;
        }
        let malformed = |expected: &str, got: &[u8]| TextError::Malformed {
            place: format!("line {} of the rank file", number + 1),
            expected: expected.to_owned(),
            got: shown(got),
        };
        let space = line.iter().position(|&byte| byte == b' ');
        let (token, rank) = line.split_at(space.ok_or_else(|| malformed("a token in base64, a space, a rank", line))?);
        let rank = std::str::from_utf8(&rank[1..]).ok().and_then(|rank| rank.parse::<u32>().ok());
        let rank = rank.ok_or_else(|| malformed("a token in base64, a space, a rank", line))?;
        limit("a rank", rank as usize, MAX_TOKENS - 1)?;
        let start = bytes.len() as u32;
        decode_base64(token, &mut bytes).ok_or_else(|| malformed("a token in base64", token))?;
        // Whisper's file has a token of no bytes (`=`): an id that no text can have.
        if token.is_empty() {
            return Err(malformed("a token in base64, a space, a rank", line));
        }
        tokens.push((rank, start, bytes.len() as u32));
    }
    limit("the vocabulary in bytes", bytes.len(), MAX_TOKEN_BYTES)?;
    tokens.sort_unstable();
    let mut vocabulary = Vocabulary::default();
    for (rank, start, end) in tokens {
        if (rank as usize) < vocabulary.len() {
            return Err(TextError::Malformed {
                place: "the rank file".into(),
                expected: "every rank once".into(),
                got: format!("rank {rank} twice"),
            });
        }
        while vocabulary.len() < rank as usize {
            vocabulary.push(&[]);
        }
        vocabulary.push(&bytes[start as usize..end as usize]);
    }
    if vocabulary.is_empty() {
        return Err(TextError::Malformed {
            place: "the rank file".into(),
            expected: "lines of a token in base64, a space, a rank".into(),
            got: "none".into(),
        });
    }
    Ok(vocabulary)
}

/// The model of every rank file.
pub(super) fn rank_model() -> BpeDefinition {
    BpeDefinition {
        unit: Unit::Byte,
        merges: Merges::ByTokenId,
        unknown: None,
        fuse_unknown: false,
        byte_fallback: false,
        ignore_merges: true,
        continuing_prefix: String::new(),
        word_suffix: String::new(),
    }
}

/// A control token as rank files' makers use it.
pub(super) fn special(content: &str, id: TokenId) -> AddedToken {
    AddedToken {
        id,
        content: content.to_owned(),
        special: true,
        lstrip: false,
        rstrip: false,
        single_word: false,
        normalized: false,
    }
}

/// Appends what `text` stands for (RFC 4648, with or without padding). `None` if it is not base64.
pub(super) fn decode_base64(text: &[u8], out: &mut Vec<u8>) -> Option<()> {
    let end = text.iter().rposition(|&byte| byte != b'=').map_or(0, |last| last + 1);
    if text.len() - end > 2 || end % 4 == 1 {
        return None;
    }
    let (mut bits, mut held) = (0_u32, 0);
    for &byte in &text[..end] {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push((bits >> held) as u8);
        }
    }
    Some(())
}

/// The first bytes of something for a message.
fn shown(bytes: &[u8]) -> String {
    let cut = bytes.len().min(40);
    let dots = if cut < bytes.len() { "…" } else { "" };
    format!("{}{dots}", bytes[..cut].escape_ascii())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_of_every_length() {
        for (text, expected) in [("", &b""[..]), ("IQ==", b"!"), ("IQ", b"!"), ("ISI=", b"!\""), ("ISIj", b"!\"#")] {
            let mut out = Vec::new();
            assert_eq!(decode_base64(text.as_bytes(), &mut out), Some(()), "{text}");
            assert_eq!(out, expected);
        }
        for text in ["A", "IQ===", "I Q=", "IQ=I"] {
            assert_eq!(decode_base64(text.as_bytes(), &mut Vec::new()), None, "{text}");
        }
    }

    #[test]
    fn gaps_have_no_token_and_broken_lines_are_named() {
        let vocabulary = read_ranks(b"IQ== 0\r\nIg== 2\n").expect("a sound file");
        assert_eq!((vocabulary.get(0), vocabulary.get(1), vocabulary.get(2)), (&b"!"[..], &b""[..], &b"\""[..]));
        for (file, place) in [
            (&b"IQ== 0\nIg==1"[..], "line 2"),
            (b"IQ== -1", "line 1"),
            (b"I!== 1", "line 1"),
            (b" 1", "line 1"),
            (b"IQ== 0\nIg== 0", "rank file"),
            (b"", "rank file"),
        ] {
            let error = read_ranks(file).expect_err("a broken file").to_string();
            assert!(error.contains(place), "{error}");
        }
        assert!(matches!(read_ranks(b"IQ== 4294967295"), Err(TextError::TooLarge { .. })));
    }
}
