//! Writes a [`Definition`] as `tokenizer.json`, so that the `tokenizers` library loads it and gives the same ids.
//!
//! Every component has its twin there, in the same words; what has none is refused by name, as the reader refuses what
//! we lack. Vocabularies of raw bytes are spelled in the byte level's printable characters; rank files get the merges
//! that their ranks imply (`rank_merges`). Patterns are written so that the library's regex engine (Oniguruma) cuts as
//! our scanners do. The library parses special tokens from text always; everything else gives the same ids.
//! Cost: linear in the vocabulary, for rank files times the length of a token.

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Value, json};

use super::super::TokenId;
use super::super::definition::{
    BpeDefinition, Decoder, Definition, KnownPattern, Merges, Model, Normalizer, PostProcessor, PreTokenizer,
    PrependScheme, SplitBehavior, SplitPattern, Unit,
};
use super::super::error::TextError;
use super::super::pretokenizer::known::pattern_sources;
use super::super::vocabulary::Vocabulary;
use super::pattern::CL100K_FOR_ONIGURUMA;

mod rank_merges;
#[cfg(test)]
mod tests;

/// The file.
pub fn write(definition: &Definition) -> Result<Vec<u8>, TextError> {
    let bytes = is_byte_level(definition);
    let tokens = token_texts(definition, bytes)?;
    let file = json!({
        "version": "1.0",
        "truncation": null,
        "padding": null,
        "added_tokens": added_tokens(definition),
        "normalizer": sequence("normalizers", normalizers(definition)?),
        "pre_tokenizer": sequence("pretokenizers", pre_tokenizers(definition, bytes)),
        "post_processor": sequence("processors", post_processors(definition, &tokens)?),
        "decoder": sequence("decoders", decoders(definition, bytes)),
    });
    let model = model(definition, &tokens)?;
    let file = File { stages: &file, model: &model, tokens: &tokens };
    serde_json::to_vec_pretty(&file)
        .map_err(|error| TextError::Unsupported { component: error.to_string(), place: "the definition".to_owned() })
}

/// The whole file: the stages, then the model with its vocabulary in id order.
struct File<'a> {
    stages: &'a Value,
    model: &'a Value,
    tokens: &'a [String],
}

impl Serialize for File<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut file = serializer.serialize_map(None)?;
        let stages = [
            "version",
            "truncation",
            "padding",
            "added_tokens",
            "normalizer",
            "pre_tokenizer",
            "post_processor",
            "decoder",
        ];
        for stage in stages {
            file.serialize_entry(stage, &self.stages[stage])?;
        }
        file.serialize_entry("model", &ModelWithVocabulary { model: self.model, tokens: self.tokens })?;
        file.end()
    }
}

/// The model's fields; `vocab` as an object in id order unless the model brings its own (Unigram's list).
struct ModelWithVocabulary<'a> {
    model: &'a Value,
    tokens: &'a [String],
}

impl Serialize for ModelWithVocabulary<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (key, value) in self.model.as_object().into_iter().flatten().filter(|(key, _)| *key != "merges") {
            map.serialize_entry(key, value)?;
        }
        if self.model.get("vocab").is_none() {
            map.serialize_entry("vocab", &Ids(self.tokens))?;
        }
        if let Some(merges) = self.model.get("merges") {
            map.serialize_entry("merges", merges)?;
        }
        map.end()
    }
}

struct Ids<'a>(&'a [String]);

impl Serialize for Ids<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(
            self.0.iter().zip(0..).filter(|(token, _)| !token.is_empty()).map(|(token, id): (_, u32)| (token, id)),
        )
    }
}

/// Whether the model sees bytes.
fn is_byte_level(definition: &Definition) -> bool {
    matches!(&definition.model, Model::Bpe(bpe) if bpe.unit == Unit::Byte)
        || definition.pre_tokenizers.iter().any(|step| matches!(step, PreTokenizer::ByteLevel { .. }))
}

/// Every id's token as the file spells it; added tokens by their text, which puts them at their ids also where these
/// lie apart from the rest.
fn token_texts(definition: &Definition, bytes: bool) -> Result<Vec<String>, TextError> {
    let vocabulary = &definition.vocabulary;
    let mut texts = Vec::with_capacity(vocabulary.len());
    for id in 0..vocabulary.len() as TokenId {
        texts.push(if bytes { printable(vocabulary.get(id)) } else { utf8(vocabulary, id)?.to_owned() });
    }
    for token in &definition.added {
        let id = token.id as usize;
        if texts.len() <= id {
            texts.resize(id + 1, String::new());
        }
        texts[id].clone_from(&token.content);
    }
    Ok(texts)
}

fn utf8(vocabulary: &Vocabulary, id: TokenId) -> Result<&str, TextError> {
    std::str::from_utf8(vocabulary.get(id)).map_err(|_| TextError::Malformed {
        place: format!("the vocabulary, id {id}"),
        expected: "UTF-8, since the model sees characters".to_owned(),
        got: format!("{:?}", vocabulary.get(id)),
    })
}

/// Bytes in the byte level's printable characters: printable Latin-1 stands for itself, the other bytes are numbered
/// from U+0100 on.
fn printable(bytes: &[u8]) -> String {
    let itself = |byte: u8| matches!(byte, 0x21..=0x7E | 0xA1..=0xAC | 0xAE..=0xFF);
    let rank = |byte: u8| (0..byte).filter(|&other| !itself(other)).count() as u32;
    bytes
        .iter()
        .filter_map(|&byte| if itself(byte) { Some(char::from(byte)) } else { char::from_u32(0x100 + rank(byte)) })
        .collect()
}

fn added_tokens(definition: &Definition) -> Value {
    let mut added: Vec<_> = definition.added.iter().collect();
    added.sort_by_key(|token| token.id);
    let one = |token: &&super::super::definition::AddedToken| {
        json!({
            "id": token.id, "content": token.content, "single_word": token.single_word, "lstrip": token.lstrip,
            "rstrip": token.rstrip, "normalized": token.normalized, "special": token.special,
        })
    };
    added.iter().map(one).collect()
}

/// No component, one, or a `Sequence` of them.
fn sequence(list: &str, mut components: Vec<Value>) -> Value {
    match components.len() {
        0 => Value::Null,
        1 => components.swap_remove(0),
        _ => json!({ "type": "Sequence", list: components }),
    }
}

fn unsupported<T>(component: &str, place: String) -> Result<T, TextError> {
    Err(TextError::Unsupported { component: format!("{component} (tokenizer.json has no such component)"), place })
}

fn normalizers(definition: &Definition) -> Result<Vec<Value>, TextError> {
    let mut all = Vec::new();
    for (index, step) in definition.normalizers.iter().enumerate() {
        all.push(match step {
            Normalizer::Nfc => json!({ "type": "NFC" }),
            Normalizer::Nfd => json!({ "type": "NFD" }),
            Normalizer::Nfkc => json!({ "type": "NFKC" }),
            Normalizer::Nfkd => json!({ "type": "NFKD" }),
            Normalizer::Lowercase => json!({ "type": "Lowercase" }),
            Normalizer::StripAccents => json!({ "type": "StripAccents" }),
            Normalizer::ByteLevel => json!({ "type": "ByteLevel" }),
            &Normalizer::Bert { clean_text, handle_chinese_chars, strip_accents, lowercase } => json!({
                "type": "BertNormalizer", "clean_text": clean_text, "handle_chinese_chars": handle_chinese_chars,
                "strip_accents": strip_accents, "lowercase": lowercase,
            }),
            Normalizer::Replace { pattern, content } => {
                let SplitPattern::Known(_) = pattern else {
                    all.extend(
                        patterns(pattern)
                            .into_iter()
                            .map(|pattern| json!({ "type": "Replace", "pattern": pattern, "content": content })),
                    );
                    continue;
                };
                return unsupported("replacing a split pattern", format!("normalizers[{index}]"));
            }
            Normalizer::Prepend(text) => json!({ "type": "Prepend", "prepend": text }),
            Normalizer::Strip { left, right } => json!({ "type": "Strip", "strip_left": left, "strip_right": right }),
            Normalizer::Precompiled(_) => {
                return unsupported("a character map matched by the longest prefix", format!("normalizers[{index}]"));
            }
            Normalizer::PrecompiledByGrapheme(map) => {
                json!({ "type": "Precompiled", "precompiled_charsmap": base64(map) })
            }
            Normalizer::CollapseSpaces => {
                return unsupported("SentencePiece's removal of extra spaces", format!("normalizers[{index}]"));
            }
        });
    }
    Ok(all)
}

/// Base64 with padding.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let bits = group.iter().fold(0_u32, |bits, &byte| bits << 8 | u32::from(byte)) << (8 * (3 - group.len()));
        for digit in 0..4 {
            let index = (bits >> (18 - 6 * digit)) as usize & 63;
            text.push(if digit <= group.len() { char::from(DIGITS[index]) } else { '=' });
        }
    }
    text
}

/// The pattern as the library wants it: DeepSeek's are three, to be applied one after another.
fn patterns(pattern: &SplitPattern) -> Vec<Value> {
    match pattern {
        SplitPattern::Literal(text) => vec![json!({ "String": text })],
        SplitPattern::Regex(regex) => vec![json!({ "Regex": regex })],
        SplitPattern::Known(KnownPattern::Cl100k) => vec![json!({ "Regex": CL100K_FOR_ONIGURUMA })],
        SplitPattern::Known(known) => pattern_sources(*known).iter().map(|regex| json!({ "Regex": regex })).collect(),
    }
}

fn pre_tokenizers(definition: &Definition, bytes: bool) -> Vec<Value> {
    let mut all = Vec::new();
    for step in &definition.pre_tokenizers {
        all.push(match step {
            PreTokenizer::Split { pattern, behavior, invert } => {
                all.extend(patterns(pattern).into_iter().map(|pattern| {
                    json!({ "type": "Split", "pattern": pattern, "behavior": behavior_name(*behavior), "invert": invert })
                }));
                continue;
            }
            PreTokenizer::ByteLevel { add_prefix_space, use_regex } => byte_level(*add_prefix_space, *use_regex),
            PreTokenizer::Whitespace => json!({ "type": "Whitespace" }),
            PreTokenizer::WhitespaceSplit => json!({ "type": "WhitespaceSplit" }),
            PreTokenizer::Punctuation(behavior) => {
                json!({ "type": "Punctuation", "behavior": behavior_name(*behavior) })
            }
            PreTokenizer::Digits { individual } => json!({ "type": "Digits", "individual_digits": individual }),
            PreTokenizer::Metaspace { replacement, prepend, split } => {
                metaspace(*replacement, *prepend, Some(*split))
            }
            PreTokenizer::Bert => json!({ "type": "BertPreTokenizer" }),
            PreTokenizer::UnicodeScripts => json!({ "type": "UnicodeScripts" }),
            PreTokenizer::CharDelimiter(delimiter) => json!({ "type": "CharDelimiterSplit", "delimiter": delimiter }),
            PreTokenizer::FixedLength(length) => json!({ "type": "FixedLength", "length": length }),
        });
    }
    let spelled = definition.pre_tokenizers.iter().any(|step| matches!(step, PreTokenizer::ByteLevel { .. }))
        || definition.normalizers.contains(&Normalizer::ByteLevel);
    if bytes && !spelled {
        all.push(byte_level(false, false));
    }
    all
}

fn byte_level(add_prefix_space: bool, use_regex: bool) -> Value {
    json!({ "type": "ByteLevel", "add_prefix_space": add_prefix_space, "trim_offsets": true, "use_regex": use_regex })
}

fn behavior_name(behavior: SplitBehavior) -> &'static str {
    match behavior {
        SplitBehavior::Removed => "Removed",
        SplitBehavior::Isolated => "Isolated",
        SplitBehavior::MergedWithPrevious => "MergedWithPrevious",
        SplitBehavior::MergedWithNext => "MergedWithNext",
        SplitBehavior::Contiguous => "Contiguous",
    }
}

fn metaspace(replacement: char, prepend: PrependScheme, split: Option<bool>) -> Value {
    let prepend = match prepend {
        PrependScheme::First => "first",
        PrependScheme::Never => "never",
        PrependScheme::Always => "always",
    };
    json!({ "type": "Metaspace", "replacement": replacement, "prepend_scheme": prepend, "split": split.unwrap_or(true) })
}

fn post_processors(definition: &Definition, tokens: &[String]) -> Result<Vec<Value>, TextError> {
    let mut all = Vec::new();
    for (index, step) in definition.post_processors.iter().enumerate() {
        all.push(match step {
            PostProcessor::ByteLevelTrim { add_prefix_space } => byte_level(*add_prefix_space, true),
            PostProcessor::Template { before, after } => template(before, after, tokens, index)?,
        });
    }
    Ok(all)
}

/// The template for one text; that for two puts the second behind the first, with the tokens after it again.
fn template(before: &[TokenId], after: &[TokenId], tokens: &[String], index: usize) -> Result<Value, TextError> {
    let mut specials = serde_json::Map::new();
    let mut items = |ids: &[TokenId], part: u32| -> Result<Vec<Value>, TextError> {
        let mut items = Vec::new();
        for &id in ids {
            let place = || format!("post_processors[{index}]");
            let token = tokens.get(id as usize).filter(|token| !token.is_empty());
            let token = token.map_or_else(|| unsupported(&format!("id {id} without a token"), place()), Ok)?;
            specials.insert(token.clone(), json!({ "id": token, "ids": [id], "tokens": [token] }));
            items.push(json!({ "SpecialToken": { "id": token, "type_id": part } }));
        }
        Ok(items)
    };
    let text = |name: &str, part: u32| vec![json!({ "Sequence": { "id": name, "type_id": part } })];
    let single = [items(before, 0)?, text("A", 0), items(after, 0)?].concat();
    let pair = [single.clone(), text("B", 1), items(after, 1)?].concat();
    Ok(json!({ "type": "TemplateProcessing", "single": single, "pair": pair, "special_tokens": specials }))
}

fn decoders(definition: &Definition, bytes: bool) -> Vec<Value> {
    let mut all = Vec::new();
    for step in &definition.decoders {
        all.push(match step {
            Decoder::ByteLevel => byte_level(false, true),
            Decoder::Metaspace { replacement, prepend } => metaspace(*replacement, *prepend, None),
            Decoder::WordPiece { prefix, cleanup } => {
                json!({ "type": "WordPiece", "prefix": prefix, "cleanup": cleanup })
            }
            Decoder::ByteFallback => json!({ "type": "ByteFallback" }),
            Decoder::Fuse => json!({ "type": "Fuse" }),
            Decoder::Strip { content, start, stop } => {
                json!({ "type": "Strip", "content": content, "start": start, "stop": stop })
            }
            Decoder::Replace { pattern, content } => {
                json!({ "type": "Replace", "pattern": { "String": pattern }, "content": content })
            }
            Decoder::BpeSuffix(suffix) => json!({ "type": "BPEDecoder", "suffix": suffix }),
            // What the library does without a decoder.
            Decoder::Spaces => continue,
        });
    }
    if definition.decoders.is_empty() {
        // One after another: the library puts spaces between tokens unless a decoder says otherwise.
        all.push(if bytes { byte_level(false, true) } else { json!({ "type": "Fuse" }) });
    }
    all
}

fn model(definition: &Definition, tokens: &[String]) -> Result<Value, TextError> {
    let unknown_text = |id: TokenId| tokens.get(id as usize);
    match &definition.model {
        Model::Bpe(bpe) => Ok(json!({
            "type": "BPE",
            "dropout": null,
            "unk_token": bpe.unknown.and_then(unknown_text),
            "continuing_subword_prefix": optional(&bpe.continuing_prefix),
            "end_of_word_suffix": optional(&bpe.word_suffix),
            "fuse_unk": bpe.fuse_unknown,
            "byte_fallback": bpe.byte_fallback,
            "ignore_merges": bpe.ignore_merges || matches!(bpe.merges, Merges::ByTokenId),
            "merges": merges(definition, bpe, tokens)?,
        })),
        Model::Unigram { single_precision: true, .. } => {
            unsupported("Unigram with single-precision path scores", "model".to_owned())
        }
        Model::Unigram { scores, unknown, byte_fallback, .. } => {
            // The list has one entry per id; ids of added tokens behind it follow without a gap.
            let length = scores.len();
            if let Some(id) = (length..tokens.len()).chain(0..length).find(|&id| tokens[id].is_empty()) {
                return unsupported("a Unigram vocabulary with a gap", format!("the vocabulary, id {id}"));
            }
            let list: Vec<Value> = tokens.iter().zip(scores).map(|(token, score)| json!([token, score])).collect();
            Ok(json!({ "type": "Unigram", "unk_id": unknown, "vocab": list, "byte_fallback": byte_fallback }))
        }
        Model::WordPiece { unknown, continuing_prefix, max_input_chars_per_word } => Ok(json!({
            "type": "WordPiece",
            "unk_token": unknown_text(*unknown),
            "continuing_subword_prefix": continuing_prefix,
            "max_input_chars_per_word": max_input_chars_per_word,
        })),
        Model::WordLevel { unknown } => Ok(json!({ "type": "WordLevel", "unk_token": unknown_text(*unknown) })),
        Model::Bytes => unsupported("a model of single bytes", "model".to_owned()),
        Model::CodePoints => unsupported("a model of code points", "model".to_owned()),
    }
}

fn optional(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

fn merges(definition: &Definition, bpe: &BpeDefinition, tokens: &[String]) -> Result<Value, TextError> {
    let derived;
    let pairs = match &bpe.merges {
        Merges::Pairs(pairs) => pairs,
        Merges::ByTokenId => {
            derived = rank_merges::merges(&definition.vocabulary).or_else(|id| {
                unsupported("a rank file in which a token is made of a later one", format!("the vocabulary, id {id}"))
            })?;
            &derived
        }
        Merges::ByScore(_) => return unsupported("merging by score", "model.merges".to_owned()),
    };
    let text = |id: TokenId| tokens.get(id as usize).map_or("", String::as_str);
    Ok(pairs.iter().map(|&(left, right)| json!([text(left), text(right)])).collect())
}
