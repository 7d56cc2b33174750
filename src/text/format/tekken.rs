//! Mistral's `tekken.json`: ranks with base64 tokens, a pattern, control tokens in front.
//!
//! Two traps: the file holds more tokens than count (`default_vocab_size` less `default_num_special_tokens`), and
//! every rank is shifted by the number of control tokens to become an id.

use serde::Deserialize;

use super::tiktoken::{decode_base64, rank_model};
use super::{MAX_FILE_BYTES, MAX_TOKEN_BYTES, MAX_TOKENS, limit, pattern};
use crate::text::TokenId;
use crate::text::definition::{
    AddedToken, Definition, Model, PostProcessor, PreTokenizer, SplitBehavior, SplitPattern,
};
use crate::text::error::TextError;
use crate::text::vocabulary::Vocabulary;

#[derive(Deserialize)]
struct File {
    config: Config,
    vocab: Vec<Entry>,
    special_tokens: Option<Vec<Special>>,
}

#[derive(Deserialize)]
struct Config {
    pattern: String,
    default_vocab_size: usize,
    default_num_special_tokens: usize,
}

#[derive(Deserialize)]
struct Entry {
    rank: usize,
    token_bytes: String,
}

#[derive(Deserialize)]
struct Special {
    rank: usize,
    token_str: String,
}

/// Control tokens of files that do not list theirs, in id order (mistral_common's `Tekkenizer`).
const DEFAULT_SPECIALS: [&str; 20] = [
    "<unk>",
    "<s>",
    "</s>",
    "[INST]",
    "[/INST]",
    "[AVAILABLE_TOOLS]",
    "[/AVAILABLE_TOOLS]",
    "[TOOL_RESULTS]",
    "[/TOOL_RESULTS]",
    "[TOOL_CALLS]",
    "[IMG]",
    "<pad>",
    "[IMG_BREAK]",
    "[IMG_END]",
    "[PREFIX]",
    "[MIDDLE]",
    "[SUFFIX]",
    "[SYSTEM_PROMPT]",
    "[/SYSTEM_PROMPT]",
    "[TOOL_CONTENT]",
];

/// Reads a tekken file.
pub fn read(file: &[u8], name: &str) -> Result<Definition, TextError> {
    limit("the tekken file in bytes", file.len(), MAX_FILE_BYTES)?;
    let malformed =
        |place: String, expected: &str, got: String| TextError::Malformed { place, expected: expected.to_owned(), got };
    let file: File = serde_json::from_slice(file).map_err(|error| {
        let place = format!("the tekken file, line {}, column {}", error.line(), error.column());
        malformed(place, "config, vocab and special_tokens as Mistral writes them", error.to_string())
    })?;
    let Config { pattern, default_vocab_size: size, default_num_special_tokens: specials } = file.config;
    limit("config.default_vocab_size", size, MAX_TOKENS)?;
    let used = size.checked_sub(specials).filter(|&used| used <= file.vocab.len()).ok_or_else(|| {
        let expected = format!("between default_num_special_tokens and {} more", file.vocab.len());
        malformed("config.default_vocab_size".into(), &expected, size.to_string())
    })?;
    let mut tokens = vec![Vec::new(); size];
    let mut bytes = 0;
    for (index, entry) in file.vocab.iter().enumerate().filter(|(_, entry)| entry.rank < used) {
        let place = || format!("vocab[{index}]");
        let token = &mut tokens[specials + entry.rank];
        if !token.is_empty() {
            return Err(malformed(place(), "every rank once", format!("rank {} twice", entry.rank)));
        }
        decode_base64(entry.token_bytes.as_bytes(), token)
            .filter(|()| !token.is_empty())
            .ok_or_else(|| malformed(place(), "token_bytes in base64", entry.token_bytes.chars().take(40).collect()))?;
        bytes += token.len();
        limit("the vocabulary in bytes", bytes, MAX_TOKEN_BYTES)?;
    }
    let named: Vec<(usize, String)> = match file.special_tokens {
        Some(list) => list.into_iter().map(|token| (token.rank, token.token_str)).collect(),
        None => DEFAULT_SPECIALS.iter().map(|&token| token.to_owned()).enumerate().collect(),
    };
    let mut added: Vec<Option<String>> = vec![None; specials];
    for (rank, content) in named {
        let expected = format!("ranks below {specials}, each once");
        match added.get_mut(rank) {
            Some(place @ None) => *place = Some(content),
            _ => return Err(malformed("special_tokens".into(), &expected, rank.to_string())),
        }
    }
    let begin = added.iter().position(|content| content.as_deref() == Some("<s>"));
    let split = match pattern::recognize(&pattern) {
        pattern @ SplitPattern::Known(_) => {
            PreTokenizer::Split { pattern, behavior: SplitBehavior::Isolated, invert: false }
        }
        pattern => PreTokenizer::Split { pattern, behavior: SplitBehavior::Removed, invert: true },
    };
    Ok(Definition {
        name: name.to_owned(),
        vocabulary: Vocabulary::from_tokens(tokens),
        added: (0..).zip(added).map(|(id, content)| control(id, content)).collect(),
        normalizers: Vec::new(),
        pre_tokenizers: vec![split, PreTokenizer::ByteLevel { add_prefix_space: false, use_regex: false }],
        model: Model::Bpe(rank_model()),
        post_processors: begin
            .map(|id| PostProcessor::Template { before: vec![id as TokenId], after: Vec::new() })
            .into_iter()
            .collect(),
        decoders: Vec::new(),
        chat_template: None,
    })
}

/// A control token; those without a name are called as Mistral's library calls them.
fn control(id: TokenId, content: Option<String>) -> AddedToken {
    super::tiktoken::special(&content.unwrap_or_else(|| format!("<SPECIAL_{id}>")), id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_shifted_and_the_surplus_is_left_out() {
        let file = br#"{"config":{"pattern":"a|b","num_vocab_tokens":3,"default_vocab_size":24,
            "default_num_special_tokens":22,"version":"v3"},
            "vocab":[{"rank":0,"token_bytes":"AA==","token_str":null},{"rank":1,"token_bytes":"AQ==","token_str":null},
            {"rank":2,"token_bytes":"Ag==","token_str":null}]}"#;
        let definition = read(file, "t").expect("a sound file");
        assert_eq!(definition.vocabulary.len(), 24);
        assert_eq!((definition.vocabulary.get(22), definition.vocabulary.get(23)), (&[0][..], &[1][..]));
        assert_eq!(definition.added.len(), 22);
        assert_eq!((&*definition.added[1].content, &*definition.added[21].content), ("<s>", "<SPECIAL_21>"));
    }

    #[test]
    fn broken_files_are_named() {
        for file in
            ["", "{}", r#"{"config":{"pattern":"","default_vocab_size":9,"default_num_special_tokens":1},"vocab":[]}"#]
        {
            assert!(read(file.as_bytes(), "t").is_err(), "{file}");
        }
    }
}
