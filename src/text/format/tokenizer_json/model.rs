//! The model of a `tokenizer.json`: vocabulary and merges streamed into lists, then put into id order.
//!
//! Behind the byte level the file spells every byte as a printable character; here tokens are raw bytes again.

use std::collections::HashMap;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::text::TokenId;
use crate::text::definition::{AddedToken, BpeDefinition, Merges, Model, Unit};
use crate::text::error::TextError;
use crate::text::format::{MAX_TOKEN_BYTES, MAX_TOKENS, limit};
use crate::text::vocabulary::Vocabulary;

/// The fields of all kinds of model.
#[derive(Deserialize)]
pub(super) struct ModelFile {
    #[serde(rename = "type")]
    kind: Option<String>,
    vocab: Entries,
    merges: Option<Vec<Pair>>,
    dropout: Option<f32>,
    unk_token: Option<String>,
    unk_id: Option<TokenId>,
    continuing_subword_prefix: Option<String>,
    end_of_word_suffix: Option<String>,
    max_input_chars_per_word: Option<u32>,
    #[serde(default)]
    fuse_unk: bool,
    #[serde(default)]
    byte_fallback: bool,
    #[serde(default)]
    ignore_merges: bool,
}

/// `{"token": id}`, or `[["token", score]]` as Unigram has it.
enum Entries {
    Ids(Vec<(String, TokenId)>),
    Scores(Vec<(String, f64)>),
}

impl<'de> Deserialize<'de> for Entries {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entry;
        impl<'de> Visitor<'de> for Entry {
            type Value = Entries;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object of tokens and ids, or a list of tokens with scores")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entries, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Entries::Ids(entries))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Entries, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = list.next_element()? {
                    entries.push(entry);
                }
                Ok(Entries::Scores(entries))
            }
        }
        deserializer.deserialize_any(Entry)
    }
}

/// `"a b"`, or `["a", "b"]` as newer files have it.
struct Pair(String, String);

impl<'de> Deserialize<'de> for Pair {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Halves;
        impl<'de> Visitor<'de> for Halves {
            type Value = Pair;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a merge as two tokens with a space between them, or as a list of two tokens")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Pair, E> {
                match text.split_once(' ') {
                    Some((left, right)) if !right.contains(' ') => Ok(Pair(left.to_owned(), right.to_owned())),
                    _ => {
                        Err(E::custom(format!("a merge must be two tokens with one space between them, not {text:?}")))
                    }
                }
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Pair, A::Error> {
                let missing = || A::Error::custom("a merge must be a list of two tokens");
                let left = list.next_element()?.ok_or_else(missing)?;
                let right = list.next_element()?.ok_or_else(missing)?;
                match list.next_element::<IgnoredAny>()? {
                    None => Ok(Pair(left, right)),
                    Some(_) => Err(missing()),
                }
            }
        }
        deserializer.deserialize_any(Halves)
    }
}

impl ModelFile {
    /// Vocabulary and model. `byte_level`: the pipeline turns bytes into printable characters before the model.
    pub(super) fn read(self, byte_level: bool, added: &[AddedToken]) -> Result<(Vocabulary, Model), TextError> {
        let kind = match self.kind.as_deref() {
            Some(kind) => kind.to_owned(),
            None if self.merges.is_some() => "BPE".to_owned(),
            None if matches!(self.vocab, Entries::Scores(_)) => "Unigram".to_owned(),
            None => return Err(malformed("model.type", "the model's name", "none")),
        };
        if !matches!(kind.as_str(), "BPE" | "Unigram" | "WordPiece" | "WordLevel") {
            return Err(TextError::Unsupported { component: kind, place: "model".into() });
        }
        if self.dropout.is_some_and(|dropout| dropout != 0.0) {
            return Err(TextError::Unsupported { component: "a fixed dropout".into(), place: "model.dropout".into() });
        }
        let (tokens, scores) = match self.vocab {
            Entries::Ids(entries) => (by_id(entries)?, None),
            Entries::Scores(entries) => {
                limit("model.vocab in tokens", entries.len(), MAX_TOKENS)?;
                let (tokens, scores): (Vec<String>, Vec<f64>) = entries.into_iter().unzip();
                (tokens, Some(scores))
            }
        };
        limit("model.vocab in bytes", tokens.iter().map(String::len).sum(), MAX_TOKEN_BYTES)?;
        let ids: HashMap<&str, TokenId> =
            (0..).zip(&tokens).filter(|(_, token)| !token.is_empty()).map(|(id, token)| (token.as_str(), id)).collect();
        if let Some(token) = added.iter().find(|token| ids.get(&*token.content).is_some_and(|&id| id != token.id)) {
            let got = format!("{} for {:?}", token.id, token.content);
            return Err(malformed("added_tokens", "the ids that model.vocab gives", &got));
        }
        let unknown = match &self.unk_token {
            None => None,
            Some(token) => Some(
                *ids.get(token.as_str())
                    .ok_or_else(|| malformed("model.unk_token", "a token of model.vocab", &format!("{token:?}")))?,
            ),
        };
        let needed = || unknown.ok_or_else(|| malformed("model.unk_token", "a token of model.vocab", "none"));
        let model = match (kind.as_str(), scores) {
            ("BPE", None) => {
                let prefix = self.continuing_subword_prefix.unwrap_or_default();
                let merges = pairs(self.merges.unwrap_or_default(), &ids, &prefix)?;
                Model::Bpe(BpeDefinition {
                    unit: if byte_level { Unit::Byte } else { Unit::Character },
                    merges: Merges::Pairs(merges),
                    unknown,
                    fuse_unknown: self.fuse_unk,
                    byte_fallback: self.byte_fallback,
                    ignore_merges: self.ignore_merges,
                    continuing_prefix: prefix,
                    word_suffix: self.end_of_word_suffix.unwrap_or_default(),
                })
            }
            ("Unigram", Some(scores)) => {
                if let Some(id) = self.unk_id.filter(|&id| id as usize >= tokens.len()) {
                    return Err(malformed("model.unk_id", &format!("an id below {}", tokens.len()), &id.to_string()));
                }
                if let Some(id) = scores.iter().position(|score| !score.is_finite()) {
                    return Err(malformed(&format!("model.vocab[{id}]"), "a finite score", &scores[id].to_string()));
                }
                Model::Unigram {
                    scores,
                    unknown: self.unk_id,
                    byte_fallback: self.byte_fallback,
                    single_precision: false,
                }
            }
            ("WordPiece", None) => Model::WordPiece {
                unknown: needed()?,
                continuing_prefix: self.continuing_subword_prefix.unwrap_or_else(|| "##".into()),
                max_input_chars_per_word: self.max_input_chars_per_word.unwrap_or(100),
            },
            ("WordLevel", None) => Model::WordLevel { unknown: needed()? },
            (_, Some(_)) => return Err(malformed("model.vocab", "an object of tokens and ids", "a list")),
            (_, None) => return Err(malformed("model.vocab", "a list of tokens with scores", "an object")),
        };
        let vocabulary = if byte_level { raw_bytes(&tokens, added, &model)? } else { Vocabulary::from_tokens(&tokens) };
        Ok((vocabulary, model))
    }
}

fn malformed(place: &str, expected: &str, got: &str) -> TextError {
    TextError::Malformed { place: place.to_owned(), expected: expected.to_owned(), got: got.to_owned() }
}

/// Tokens in id order; an id that the file leaves out is an empty text.
fn by_id(entries: Vec<(String, TokenId)>) -> Result<Vec<String>, TextError> {
    let highest = entries.iter().map(|&(_, id)| id).max().map_or(0, |id| id as usize + 1);
    limit("model.vocab in tokens", highest.max(entries.len()), MAX_TOKENS)?;
    let mut tokens = vec![String::new(); highest];
    for (token, id) in entries {
        let place = &mut tokens[id as usize];
        if !place.is_empty() {
            let got = format!("id {id} for {place:?} and {token:?}");
            return Err(malformed("model.vocab", "every id once", &got));
        }
        *place = token;
    }
    Ok(tokens)
}

fn pairs(merges: Vec<Pair>, ids: &HashMap<&str, TokenId>, prefix: &str) -> Result<Vec<(TokenId, TokenId)>, TextError> {
    limit("model.merges", merges.len(), 4 * MAX_TOKENS)?;
    let mut pairs = Vec::with_capacity(merges.len());
    for (index, Pair(left, right)) in merges.iter().enumerate() {
        let id = |token: &str| {
            ids.get(token).copied().ok_or_else(|| {
                malformed(&format!("model.merges[{index}]"), "tokens of model.vocab", &format!("{token:?}"))
            })
        };
        let pair = (id(left)?, id(right)?);
        id(&format!("{left}{}", right.strip_prefix(prefix).unwrap_or(right)))?;
        pairs.push(pair);
    }
    Ok(pairs)
}

/// The printable character that the byte level writes for a byte (GPT-2's table): printable Latin-1 stands for itself,
/// the other bytes follow from U+0100 on in their order.
pub fn printable_of_byte(byte: u8) -> char {
    let itself = |byte: u8| matches!(byte, 0x21..=0x7E | 0xA1..=0xAC | 0xAE..=0xFF);
    if itself(byte) {
        return char::from(byte);
    }
    let before = (0..byte).filter(|&other| !itself(other)).count();
    char::from_u32(0x100 + before as u32).unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// Tokens as the bytes that they stand for. A token with a character that no byte is written as can't come out of
/// the byte level: if it is an added token its place stays empty, otherwise it keeps its own text for decoding, which
/// is right as long as no whole piece is looked up.
fn raw_bytes(tokens: &[String], added: &[AddedToken], model: &Model) -> Result<Vocabulary, TextError> {
    let table: HashMap<char, u8> = (0..=255).map(|byte| (printable_of_byte(byte), byte)).collect();
    let suffix = match model {
        Model::Bpe(bpe) => bpe.word_suffix.as_str(),
        _ => "",
    };
    let whole_pieces = !matches!(model, Model::Bpe(bpe) if !bpe.ignore_merges);
    let mut vocabulary = Vocabulary::default();
    let mut bytes = Vec::new();
    for (id, token) in (0..).zip(tokens) {
        bytes.clear();
        let (stem, ending) = match token.strip_suffix(suffix) {
            Some(stem) => (stem, suffix),
            None => (token.as_str(), ""),
        };
        for character in stem.chars() {
            match table.get(&character) {
                Some(&byte) => bytes.push(byte),
                None => {
                    bytes.clear();
                    break;
                }
            }
        }
        if !bytes.is_empty() || stem.is_empty() {
            bytes.extend_from_slice(ending.as_bytes());
        } else if added.binary_search_by_key(&id, |token| token.id).is_err() {
            if whole_pieces {
                return Err(TextError::Unsupported {
                    component: format!("a token outside the byte level ({token:?})"),
                    place: format!("model.vocab, id {id}"),
                });
            }
            bytes.extend_from_slice(token.as_bytes());
        }
        vocabulary.push(&bytes);
    }
    Ok(vocabulary)
}
