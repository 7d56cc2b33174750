//! The figures of a text: a run with spans, then everything that is computed from it.

use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::prelude::*;

use super::encode::Run;
use super::step::step_to_js;
use super::tokenizer::{Settings, Tokenizer};
use super::value::to_js;
use crate::stats::{Counts, RankedCount, rank_frequency};
use crate::text::sink::Spanned;
use crate::text::stats::{LengthCount, Measured, TextFigures, WordFit, count_half_characters, length_histogram};

/// Points of the rank-frequency curve: enough for a chart of any width.
const CURVE_POINTS: usize = 400;

/// Figures of a text, their inputs and their curves.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
#[tsify(missing_as_null)]
pub struct Statistics {
    /// UTF-8 bytes.
    bytes: f64,
    /// Code points.
    code_points: f64,
    /// Extended grapheme clusters, as the browser's Unicode version has them.
    graphemes: Option<f64>,
    /// Word segments that contain a letter or digit, as the browser's Unicode version has them.
    words: Option<f64>,
    /// Tokens.
    tokens: f64,
    /// Different tokens.
    distinct: f64,
    /// Every figure with its unit, its sample size, or why it is undefined.
    figures: TextFigures,
    /// Rank against count, log-spaced where there are many.
    rank_frequency: Vec<RankedCount>,
    /// How long tokens are.
    lengths: Vec<LengthCount>,
}

/// The figures of a text under way.
#[wasm_bindgen]
pub struct StatisticsJob {
    run: Run,
    tokens: Spanned,
    /// What the visitor pays for a million tokens.
    #[wasm_bindgen(js_name = pricePerMillion)]
    pub price_per_million: Option<f64>,
    /// Tokens that fit into the model's context.
    #[wasm_bindgen(js_name = contextWindow)]
    pub context_window: Option<f64>,
}

#[wasm_bindgen]
impl StatisticsJob {
    /// Of UTF-8 `text`.
    #[wasm_bindgen(constructor)]
    pub fn new(tokenizer: &Tokenizer, text: Vec<u8>, settings: &Settings) -> Result<StatisticsJob, JsValue> {
        let run = Run::new(tokenizer, text, *settings)?;
        Ok(Self { run, tokens: Spanned::default(), price_per_million: None, context_window: None })
    }

    /// One slice.
    #[wasm_bindgen(unchecked_return_type = "SliceProgress | undefined")]
    pub fn step(&mut self, budget: u32) -> Result<JsValue, JsValue> {
        step_to_js(self.run.step(&mut self.tokens, budget))
    }

    /// The figures. `words` are start, end pairs in UTF-8 bytes; like `graphemes` they are the browser's.
    #[wasm_bindgen(unchecked_return_type = "Statistics")]
    pub fn finish(self, graphemes: Option<f64>, words: Option<Vec<u32>>) -> JsValue {
        let text = self.run.text();
        let Spanned { ids, spans } = &self.tokens;
        let alphabet = self.run.engine().size();
        let counts = Counts::of(ids, alphabet);
        let words = words.map(|words| {
            let mut fit = WordFit::default();
            fit.add(text.as_bytes(), &words, spans);
            fit
        });
        let measured = Measured {
            bytes: text.len() as u64,
            code_points: text.chars().count() as u64,
            graphemes: graphemes.map(|count| count as u64),
            words,
            half_characters: count_half_characters(text, spans),
            price_per_million: self.price_per_million,
            context_window: self.context_window.map(|tokens| tokens as u64),
        };
        to_js(&Statistics {
            bytes: measured.bytes as f64,
            code_points: measured.code_points as f64,
            graphemes,
            words: words.map(|fit| fit.words as f64),
            tokens: counts.total() as f64,
            distinct: counts.distinct() as f64,
            figures: TextFigures::new(&counts, alphabet as u64, &measured),
            rank_frequency: rank_frequency(&counts, CURVE_POINTS),
            lengths: length_histogram(spans),
        })
    }
}
