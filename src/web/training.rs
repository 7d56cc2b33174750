//! Training in slices, and what a visitor may choose about it in words.

use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::prelude::*;

use super::encode::text_of;
use super::error::{from_text, invalid_argument};
use super::step::step_to_js;
use super::value::to_js;
use crate::text::definition::{Normalizer, PreTokenizer, PrependScheme, SplitBehavior};
use crate::text::format::detect::split_pattern;
use crate::text::format::{tokenizer_json_writer, vocab};
use crate::text::job::Job;
use crate::text::train::{Algorithm, StepTotals, TrainOptions, Trainer, Training as Trained};

/// What a visitor chose.
#[wasm_bindgen]
#[derive(Clone, Debug, Default)]
pub struct TrainSettings {
    options: TrainOptions,
}

#[wasm_bindgen]
impl TrainSettings {
    /// `model` is `bpe`, `unigram` or `wordpiece`; `bytes` says what byte-pair encoding works on.
    #[wasm_bindgen(constructor)]
    pub fn new(name: String, model: &str, bytes: bool, vocabulary_size: u32) -> Result<TrainSettings, JsValue> {
        let algorithm = match (model, bytes) {
            ("bpe", true) => Algorithm::ByteBpe,
            ("bpe", false) => Algorithm::CharacterBpe,
            ("unigram", _) => Algorithm::Unigram,
            ("wordpiece", _) => Algorithm::WordPiece,
            _ => return Err(invalid_argument(format!("there is no trainer {model}: bpe, unigram or wordpiece"))),
        };
        Ok(Self { options: TrainOptions { name, algorithm, vocabulary_size, ..TrainOptions::default() } })
    }

    /// A pair must occur so often.
    #[wasm_bindgen(js_name = setMinFrequency)]
    pub fn set_min_frequency(&mut self, count: u32) {
        self.options.min_frequency = count.into();
    }

    /// Keep only so many characters.
    #[wasm_bindgen(js_name = setAlphabetLimit)]
    pub fn set_alphabet_limit(&mut self, characters: u32) {
        self.options.alphabet_limit = Some(characters);
    }

    /// Adds a special token.
    #[wasm_bindgen(js_name = addSpecial)]
    pub fn add_special(&mut self, content: String) {
        self.options.specials.push(content);
    }

    /// How text is cut into words: `whitespace`, `metaspace`, `bert`, `none`, or a family's split pattern.
    #[wasm_bindgen(js_name = setPreTokenizer)]
    pub fn set_pre_tokenizer(&mut self, name: &str) {
        let options = &mut self.options;
        let split = |pattern: &str| PreTokenizer::Split {
            pattern: split_pattern(pattern),
            behavior: SplitBehavior::Isolated,
            invert: false,
        };
        let mut steps = match name {
            "none" => Vec::new(),
            "whitespace" => vec![PreTokenizer::Whitespace],
            "bert" => vec![PreTokenizer::Bert],
            "metaspace" => {
                vec![PreTokenizer::Metaspace { replacement: '\u{2581}', prepend: PrependScheme::First, split: true }]
            }
            pattern => vec![split(pattern)],
        };
        if options.algorithm == Algorithm::ByteBpe {
            steps.push(PreTokenizer::ByteLevel { add_prefix_space: false, use_regex: false });
        }
        options.normalizers = if name == "bert" {
            let (clean_text, handle_chinese_chars, lowercase) = (true, true, false);
            vec![Normalizer::Bert { clean_text, handle_chinese_chars, strip_accents: None, lowercase }]
        } else {
            Vec::new()
        };
        options.pre_tokenizers = steps;
    }
}

/// A training under way.
#[wasm_bindgen]
pub struct TrainJob {
    texts: Vec<String>,
    options: TrainOptions,
    running: Option<Trainer>,
}

#[wasm_bindgen]
impl TrainJob {
    /// With `settings`, on texts that are added before the first step.
    #[wasm_bindgen(constructor)]
    pub fn new(settings: TrainSettings) -> Self {
        Self { texts: Vec::new(), options: settings.options, running: None }
    }

    /// Adds a text, as UTF-8.
    pub fn add(&mut self, text: Vec<u8>) {
        self.texts.push(text_of(text));
    }

    /// One slice.
    #[wasm_bindgen(unchecked_return_type = "SliceProgress | undefined")]
    pub fn step(&mut self, budget: u32) -> Result<JsValue, JsValue> {
        let running = match self.running.take() {
            Some(running) => running,
            None => Trainer::new(std::mem::take(&mut self.texts), self.options.clone()).map_err(from_text)?,
        };
        step_to_js(self.running.insert(running).step(budget.into()))
    }

    /// The result, once done.
    pub fn finish(self) -> Option<Training> {
        self.running.and_then(Trainer::finish).map(|trained| Training { trained })
    }
}

/// A finished training.
#[wasm_bindgen]
pub struct Training {
    trained: Trained,
}

/// Totals of every step.
#[derive(Serialize, Tsify)]
pub struct TrainingCurve(Vec<StepTotals>);

#[wasm_bindgen]
impl Training {
    /// Totals after every step, the start first.
    #[wasm_bindgen(unchecked_return_type = "TrainingCurve")]
    pub fn curve(&self) -> JsValue {
        to_js(&TrainingCurve(self.trained.curve().to_vec()))
    }

    /// The state after `step`, with lists of up to `limit`.
    #[wasm_bindgen(unchecked_return_type = "TrainingState")]
    pub fn state(&mut self, step: u32, limit: u32) -> JsValue {
        let step = (step as usize).min(self.trained.steps());
        to_js(&self.trained.state(step, limit as usize))
    }

    /// The tokenizer after `step` in `.vocab` form, not packed.
    pub fn vocabulary(&self, step: u32) -> Result<Vec<u8>, JsValue> {
        let step = (step as usize).min(self.trained.steps());
        vocab::write(&self.trained.definition(step), None).map_err(from_text)
    }
}

/// An inflated `.vocab` file as a `tokenizer.json`.
#[wasm_bindgen(js_name = tokenizerJson)]
pub fn tokenizer_json(file: &[u8], base: Option<Vec<u8>>) -> Result<Vec<u8>, JsValue> {
    let definition = vocab::read(file, base.as_deref()).map_err(from_text)?;
    tokenizer_json_writer::write(&definition).map_err(from_text)
}
