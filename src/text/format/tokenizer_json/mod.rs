//! `tokenizer.json`, the file of the `tokenizers` library: read whole, every component by its name.
//!
//! Split by stage: [`component`] walks the small parts as JSON values and refuses what it does not know, [`model`]
//! streams vocabulary and merges past without building values of them (a quarter of a million strings), `stages`
//! turns components into [`Definition`]'s words. Truncation and padding, which cut or fill a result for a network,
//! are no part of a tokenizer here and are left out. Cost: one pass; about three times the file in memory.

mod component;
mod model;
mod stages;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use serde::Deserialize;
use serde_json::Value;

use self::component::Component;
use self::model::ModelFile;
pub use self::model::printable_of_byte;
use super::{MAX_FILE_BYTES, MAX_TOKENS, check_ids, limit};
use crate::text::TokenId;
use crate::text::definition::{AddedToken, Definition, Normalizer, PreTokenizer};
use crate::text::error::TextError;

#[derive(Deserialize)]
struct File {
    added_tokens: Option<Vec<Added>>,
    normalizer: Option<Value>,
    pre_tokenizer: Option<Value>,
    post_processor: Option<Value>,
    decoder: Option<Value>,
    model: ModelFile,
}

#[derive(Deserialize)]
struct Added {
    id: TokenId,
    content: String,
    #[serde(default)]
    special: bool,
    #[serde(default)]
    lstrip: bool,
    #[serde(default)]
    rstrip: bool,
    #[serde(default)]
    single_word: bool,
    normalized: Option<bool>,
}

/// Reads a `tokenizer.json`.
pub fn read(file: &[u8], name: &str) -> Result<Definition, TextError> {
    limit("the tokenizer.json in bytes", file.len(), MAX_FILE_BYTES)?;
    let file: File = serde_json::from_slice(file).map_err(|error| TextError::Malformed {
        place: format!("tokenizer.json, line {}, column {}", error.line(), error.column()),
        expected: "a tokenizer.json as the tokenizers library writes it".into(),
        got: error.to_string(),
    })?;
    let normalizers = flatten(file.normalizer.as_ref(), "normalizer", "normalizers", stages::normalizer)?;
    let pre_tokenizers =
        stages::joined(flatten(file.pre_tokenizer.as_ref(), "pre_tokenizer", "pretokenizers", stages::pre_tokenizer)?);
    let post_processors =
        flatten(file.post_processor.as_ref(), "post_processor", "processors", stages::post_processor)?;
    let decoders = match &file.decoder {
        None => vec![stages::NO_DECODER],
        Some(decoder) => flatten(Some(decoder), "decoder", "decoders", stages::decoder)?,
    };
    let byte_level = normalizers.iter().any(|step| matches!(step, Normalizer::ByteLevel))
        || pre_tokenizers.iter().any(|step| matches!(step, PreTokenizer::ByteLevel { .. }));
    let added = added(file.added_tokens.unwrap_or_default())?;
    let (vocabulary, model) = file.model.read(byte_level, &added)?;
    let definition = Definition {
        name: name.to_owned(),
        vocabulary,
        added,
        // The model sees bytes already, in our vocabularies as in our pieces.
        normalizers: normalizers.into_iter().filter(|step| !matches!(step, Normalizer::ByteLevel)).collect(),
        pre_tokenizers,
        model,
        post_processors,
        decoders,
        chat_template: None,
    };
    check_ids(&definition)?;
    Ok(definition)
}

/// The chat template that stands in a `tokenizer_config.json`, the file beside a `tokenizer.json`. A list of named
/// templates gives the one named `default`.
pub fn chat_template(config: &[u8]) -> Result<Option<String>, TextError> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Template {
        One(String),
        Named(Vec<Named>),
    }
    #[derive(Deserialize)]
    struct Named {
        name: String,
        template: String,
    }
    #[derive(Deserialize)]
    struct Config {
        chat_template: Option<Template>,
    }
    limit("the tokenizer_config.json in bytes", config.len(), MAX_FILE_BYTES)?;
    let config: Config = serde_json::from_slice(config).map_err(|error| TextError::Malformed {
        place: format!("tokenizer_config.json, line {}, column {}", error.line(), error.column()),
        expected: "an object whose chat_template is a text or a list of named texts".into(),
        got: error.to_string(),
    })?;
    Ok(match config.chat_template {
        None => None,
        Some(Template::One(template)) => Some(template),
        Some(Template::Named(list)) => list.into_iter().find(|one| one.name == "default").map(|one| one.template),
    })
}

/// All steps of a stage, sequences within sequences laid out flat.
fn flatten<T>(
    stage: Option<&Value>,
    place: &str,
    list: &str,
    read: fn(&Component<'_>) -> Result<Vec<T>, TextError>,
) -> Result<Vec<T>, TextError> {
    let Some(stage) = stage else { return Ok(Vec::new()) };
    let component = Component::new(stage, place.to_owned())?;
    if component.name != "Sequence" {
        return read(&component);
    }
    component.only(&[list])?;
    let mut steps = Vec::new();
    for (index, step) in component.array(list)?.iter().enumerate() {
        steps.extend(flatten(Some(step), &format!("{place}.{list}[{index}]"), list, read)?);
    }
    Ok(steps)
}

/// Added tokens in id order. Two entries for one id or one text would contradict each other.
fn added(list: Vec<Added>) -> Result<Vec<AddedToken>, TextError> {
    limit("added_tokens", list.len(), MAX_TOKENS)?;
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut tokens = Vec::with_capacity(list.len());
    for (index, token) in list.into_iter().enumerate() {
        let malformed = |expected: &str, got: String| TextError::Malformed {
            place: format!("added_tokens[{index}]"),
            expected: expected.to_owned(),
            got,
        };
        limit("the id of an added token", token.id as usize, MAX_TOKENS - 1)?;
        if token.content.is_empty() {
            return Err(malformed("a text", "an empty one".into()));
        }
        if let Some(before) = places.insert(token.content.clone(), index) {
            return Err(malformed("every text once", format!("that of added_tokens[{before}]")));
        }
        tokens.push(AddedToken {
            id: token.id,
            content: token.content,
            special: token.special,
            lstrip: token.lstrip,
            rstrip: token.rstrip,
            single_word: token.single_word,
            normalized: token.normalized.unwrap_or(!token.special),
        });
    }
    tokens.sort_by_key(|token| token.id);
    match tokens.windows(2).find(|pair| pair[0].id == pair[1].id) {
        None => Ok(tokens),
        Some(pair) => Err(TextError::Malformed {
            place: "added_tokens".into(),
            expected: "every id once".into(),
            got: format!("id {} for {:?} and {:?}", pair[0].id, pair[0].content, pair[1].content),
        }),
    }
}
