//! A tokenizer in the worker: loading, decoding, the vocabulary. Encoding is `encode`'s.

use std::cell::RefCell;
use std::rc::Rc;

use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::prelude::*;

use super::error::{from_text, invalid_argument};
use super::step::step_to_js;
use super::value::to_js;
use crate::text::browse::{Browser, Query, Search};
use crate::text::definition::{Definition, Model};
use crate::text::encoding::Scratch;
use crate::text::end_tokens::end_tokens;
use crate::text::format::vocab;
use crate::text::n_best::{RankedCut, n_best};
use crate::text::reachable;
use crate::text::tokenizer::Tokenizer as Engine;
use crate::text::trace::{neighbours, trace};
use crate::text::units;

/// What is known of a tokenizer once it is loaded.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
#[tsify(missing_as_null)]
pub struct TokenizerFacts {
    /// Kind of model: `bpe`, `unigram`, `wordpiece`, `wordlevel`, `bytes`, `codepoints`.
    model: &'static str,
    /// How many ids there are, special ones included.
    vocabulary_size: u32,
    /// Whether the maker published a chat template with it.
    chat_template: bool,
    /// Special and other added tokens.
    added: Vec<AddedFact>,
}

/// A special or other added token.
#[derive(Serialize, Tsify)]
pub struct AddedFact {
    id: u32,
    content: String,
    special: bool,
}

/// A tokenizer ready to run.
#[wasm_bindgen]
pub struct Tokenizer {
    pub(super) engine: Rc<Engine>,
    browser: Browser,
    /// Buffers and caches of the last run, for the next one.
    pub(super) scratch: Rc<RefCell<Scratch>>,
}

/// The name of the `.vocab` file that shares tokens with `file`; `undefined` if it stands alone.
#[wasm_bindgen(js_name = vocabularyBase)]
pub fn vocabulary_base(file: &[u8]) -> Result<Option<String>, JsValue> {
    Ok(vocab::base(file).map_err(from_text)?.map(|base| base.name))
}

#[wasm_bindgen]
impl Tokenizer {
    /// Loads an inflated `.vocab` file; `base` is the inflated file that it shares tokens with.
    pub fn load(file: &[u8], base: Option<Vec<u8>>) -> Result<Tokenizer, JsValue> {
        Self::build(vocab::read(file, base.as_deref()).map_err(from_text)?)
    }

    /// What is known of it.
    #[wasm_bindgen(unchecked_return_type = "TokenizerFacts")]
    pub fn facts(&self) -> JsValue {
        let definition = self.engine.definition();
        to_js(&TokenizerFacts {
            model: model_name(&definition.model),
            vocabulary_size: self.engine.size() as u32,
            chat_template: definition.chat_template.is_some(),
            added: definition
                .added
                .iter()
                .map(|token| AddedFact { id: token.id, content: token.content.clone(), special: token.special })
                .collect(),
        })
    }

    /// What a chat template finds beside the conversation, the texts of the tokens that begin and end a text, and the
    /// Jinja source of the template that came with the tokenizer, if one did.
    #[wasm_bindgen(js_name = chatTemplate)]
    pub fn chat_template(&self) -> Vec<String> {
        let definition = self.engine.definition();
        let ends = end_tokens(definition).map(str::to_owned);
        ends.into_iter().chain(definition.chat_template.clone()).collect()
    }

    /// The text of `ids` as UTF-8; bytes that are none stay as they are.
    pub fn decode(&self, ids: &[u32]) -> Result<Vec<u8>, JsValue> {
        self.engine.decode(ids, false).map_err(from_text)
    }

    /// The text of `ids`, and where the part of each ends.
    pub fn bytes(&self, ids: &[u32]) -> Result<TokenBytes, JsValue> {
        let decoded = self.engine.bytes(ids).map_err(from_text)?;
        Ok(TokenBytes { bytes: decoded.bytes, ends: decoded.ends })
    }

    /// How the piece of UTF-8 `text` came about that covers position `at`, in bytes or in UTF-16 units; `undefined` where
    /// there is none.
    #[wasm_bindgen(unchecked_return_type = "Trace | undefined")]
    pub fn trace(&self, text: Vec<u8>, at: u32, utf16: bool, settings: &Settings) -> Result<JsValue, JsValue> {
        let text = super::encode::text_of(text);
        let at = if utf16 { units::to_utf8(&text, at as usize) } else { at as usize };
        let traced = trace(&self.engine, &text, at, settings.options()?.specials);
        Ok(traced.map_or(JsValue::UNDEFINED, |trace| to_js(&trace)))
    }

    /// The `count` best encodings of a short text, best first.
    #[wasm_bindgen(js_name = nBest)]
    pub fn n_best(&self, text: Vec<u8>, count: u32, settings: &Settings) -> Result<Vec<RankedTokens>, JsValue> {
        let text = super::encode::text_of(text);
        let best = n_best(&self.engine, &text, count as usize, &settings.options()?).map_err(from_text)?;
        Ok(best.into_iter().map(RankedTokens).collect())
    }

    /// Tokens near a token in the vocabulary.
    #[wasm_bindgen(unchecked_return_type = "Neighbours")]
    pub fn neighbours(&self, id: u32) -> JsValue {
        to_js(&neighbours(self.engine.definition(), id))
    }

    /// Up to `count` entries of the vocabulary in id order, from `from` on.
    #[wasm_bindgen(unchecked_return_type = "Entry[]")]
    pub fn entries(&self, from: u32, count: u32) -> JsValue {
        let mut entries = self.browser.page(self.engine.definition(), from, count);
        reachable::mark(&self.engine, &mut entries);
        to_js(&entries)
    }

    /// Looks for tokens that contain `text`, in any case, up to `limit` of them.
    #[wasm_bindgen(js_name = searchText)]
    pub fn search_text(&self, text: String, limit: u32) -> SearchJob {
        SearchJob::new(self, Query::Text { text, prefix: false, ignore_case: true }, limit)
    }

    /// Looks for tokens that contain `bytes`, up to `limit` of them.
    #[wasm_bindgen(js_name = searchBytes)]
    pub fn search_bytes(&self, bytes: Vec<u8>, limit: u32) -> SearchJob {
        SearchJob::new(self, Query::Bytes { bytes, prefix: false }, limit)
    }
}

impl Tokenizer {
    pub(super) fn build(definition: Definition) -> Result<Self, JsValue> {
        let browser = Browser::new(&definition);
        let engine = Rc::new(Engine::new(definition).map_err(from_text)?);
        Ok(Self { engine, browser, scratch: Rc::default() })
    }
}

/// The kind of a model in one word.
fn model_name(model: &Model) -> &'static str {
    match model {
        Model::Bpe(_) => "bpe",
        Model::Unigram { .. } => "unigram",
        Model::WordPiece { .. } => "wordpiece",
        Model::WordLevel { .. } => "wordlevel",
        Model::Bytes => "bytes",
        Model::CodePoints => "codepoints",
    }
}

/// Bytes with the share of each token.
#[wasm_bindgen]
pub struct TokenBytes {
    bytes: Vec<u8>,
    ends: Vec<u32>,
}

#[wasm_bindgen]
impl TokenBytes {
    /// Takes the bytes.
    #[wasm_bindgen(js_name = takeBytes)]
    pub fn take_bytes(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.bytes)
    }

    /// Takes where each token ends.
    #[wasm_bindgen(js_name = takeEnds)]
    pub fn take_ends(&mut self) -> Vec<u32> {
        std::mem::take(&mut self.ends)
    }
}

/// One of several ways to encode a text.
#[wasm_bindgen]
pub struct RankedTokens(RankedCut);

#[wasm_bindgen]
impl RankedTokens {
    /// Log probability.
    #[wasm_bindgen(getter)]
    pub fn score(&self) -> f64 {
        self.0.score
    }

    /// Takes the ids.
    #[wasm_bindgen(js_name = takeIds)]
    pub fn take_ids(&mut self) -> Vec<u32> {
        std::mem::take(&mut self.0.tokens.ids)
    }

    /// Takes the spans, in UTF-8 bytes.
    #[wasm_bindgen(js_name = takeSpans)]
    pub fn take_spans(&mut self) -> Vec<u32> {
        std::mem::take(&mut self.0.tokens.spans)
    }
}

/// A search of the vocabulary under way.
#[wasm_bindgen]
pub struct SearchJob {
    engine: Rc<Engine>,
    browser: Browser,
    search: Search,
}

impl SearchJob {
    fn new(tokenizer: &Tokenizer, query: Query, limit: u32) -> Self {
        let search = Search::new(query, limit as usize);
        Self { engine: Rc::clone(&tokenizer.engine), browser: tokenizer.browser.clone(), search }
    }
}

#[wasm_bindgen]
impl SearchJob {
    /// One slice.
    #[wasm_bindgen(unchecked_return_type = "SliceProgress | undefined")]
    pub fn step(&mut self, budget: u32) -> Result<JsValue, JsValue> {
        step_to_js(Ok(self.search.step(&self.browser, self.engine.definition(), budget.into())))
    }

    /// What was found, in id order.
    #[wasm_bindgen(unchecked_return_type = "Entry[]")]
    pub fn finish(self) -> JsValue {
        let definition = self.engine.definition();
        let found = self.search.found().iter().filter_map(|&id| self.browser.get(definition, id));
        let mut found: Vec<_> = found.collect();
        reachable::mark(&self.engine, &mut found);
        to_js(&found)
    }
}

/// How to encode.
#[wasm_bindgen]
#[derive(Clone, Copy, Debug, Default)]
pub struct Settings {
    /// Special tokens in the text are themselves, not text.
    #[wasm_bindgen(js_name = parseSpecials)]
    pub parse_specials: bool,
    /// Add the tokens that the family puts around a text.
    pub template: bool,
    /// BPE dropout: probability that a merge is left out.
    pub dropout: Option<f32>,
    /// Unigram sampling: exponent of the probabilities.
    pub alpha: Option<f32>,
    /// Seed of dropout and sampling.
    pub seed: u64,
}

#[wasm_bindgen]
impl Settings {
    /// Specials are text, nothing is added, no chance.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }
}

impl Settings {
    pub(super) fn options(self) -> Result<crate::text::tokenizer::EncodeOptions, JsValue> {
        use crate::text::tokenizer::{EncodeOptions, Sample, Specials};
        if self.dropout.is_some_and(|dropout| !(0.0..=1.0).contains(&dropout)) {
            return Err(invalid_argument("dropout is a probability, from 0 to 1".to_owned()));
        }
        Ok(EncodeOptions {
            specials: if self.parse_specials { Specials::Parse } else { Specials::Text },
            template: self.template,
            dropout: self.dropout,
            sample: self.alpha.map(|alpha| Sample { alpha, seed: self.seed }),
            seed: self.seed,
        })
    }
}
