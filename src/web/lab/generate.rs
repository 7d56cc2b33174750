//! Texts that a model writes, and what it makes of a given one, as jobs: a pass each step.

use std::cell::RefCell;
use std::rc::Rc;

use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::prelude::*;

#[cfg(feature = "gpu")]
use super::gpu_model::GpuModel;
use super::model::{Model, Sequence, keep, sequence_like};
use crate::generate::accept::Rule;
use crate::generate::decode::{Alternative, Decoding, Ended, Fate, Guessed, Options, Step, Token};
use crate::generate::distribution::Filter;
use crate::generate::error::GenerateError;
use crate::generate::pack::{Packing, Unpacking};
use crate::generate::score::Scoring;
use crate::generate::strategy::Proposer;
use crate::generate::strategy::plain::Plain;
use crate::generate::strategy::recycling::Recycling;
use crate::generate::strategy::speculative::Speculative;
use crate::generate::strategy::trie::Lookahead;
use crate::job;
use crate::nn::models::transformer::Transformer;
use crate::nn::models::transformer::cache::Cache;
#[cfg(feature = "gpu")]
use crate::web::error::from_pass;
use crate::web::error::{from_generate, from_model};
use crate::web::step::progress_to_js;
use crate::web::value::to_js;

/// Likely ids told of each token of a text that is read.
const ALTERNATIVES: usize = 5;

/// How a text is written.
#[wasm_bindgen]
#[derive(Clone, Copy)]
pub struct GenerateSettings {
    /// Divides the logits; 0 takes the likeliest id always.
    pub temperature: f64,
    /// Only so many of the likeliest ids; 0 for all.
    #[wasm_bindgen(js_name = topK)]
    pub top_k: usize,
    /// Only the likeliest ids that together have this probability.
    #[wasm_bindgen(js_name = topP)]
    pub top_p: f64,
    /// The seed of all chance.
    pub seed: u64,
    /// Tokens to write at most.
    pub tokens: usize,
    /// Guesses are judged by rejection, not by shared noise.
    pub rejection: bool,
    /// Guesses of a draft model.
    pub guesses: usize,
    /// Their number follows success.
    pub adaptive: bool,
}

#[wasm_bindgen]
impl GenerateSettings {
    /// The model's own distribution, nothing written yet.
    #[wasm_bindgen(constructor)]
    #[allow(clippy::new_without_default, reason = "JavaScript constructs it")]
    pub fn new() -> GenerateSettings {
        let Filter { temperature, top_k, top_p } = Filter::default();
        Self { temperature, top_k, top_p, seed: 0, tokens: 0, rejection: false, guesses: 4, adaptive: false }
    }
}

impl GenerateSettings {
    fn options(&self) -> Options {
        let &Self { temperature, top_k, top_p, seed, tokens, rejection, .. } = self;
        let rule = if rejection { Rule::Rejection } else { Rule::SharedNoise };
        Options { filter: Filter { temperature, top_k, top_p }, seed, tokens, rule }
    }
}

/// A likely id of a place.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct LikelyToken {
    /// The id.
    id: u32,
    /// The model's own probability.
    probability: f64,
    /// The probability that it was drawn with: after temperature and filters.
    drawn_with: f64,
}

/// A token that was written.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct WrittenToken {
    /// The id.
    id: u32,
    /// Its place, counted from the beginning of the prompt.
    position: usize,
    /// Whether a guess gave it.
    guessed: bool,
    /// The model's own probability.
    probability: f64,
    /// The likeliest ids here, likeliest first; behind them its own, where it is not among them.
    alternatives: Vec<LikelyToken>,
}

/// A guess of what comes next.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
pub struct GuessedToken {
    /// The id.
    id: u32,
    /// Number of the guess that it follows; none for one that follows the text.
    parent: Option<usize>,
    /// Its place, counted from the beginning of the prompt.
    position: usize,
    /// What became of it: `unreached` where it followed a guess that was rejected.
    #[tsify(type = "'accepted' | 'rejected' | 'unreached'")]
    fate: &'static str,
    /// The probability that the model gave it, where it was looked at.
    p: Option<f64>,
    /// The probability that the draft gave it; 1 for a sure guess.
    q: f64,
}

/// What one pass of the model gave.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
#[tsify(missing_as_null)]
pub struct PassStep {
    /// Tokens written.
    tokens: Vec<WrittenToken>,
    /// Guesses, each after the one that it follows.
    guesses: Vec<GuessedToken>,
    /// Rows of the pass.
    rows: usize,
    /// Passes of the model since the last step: more than one where a prompt was read.
    passes: u32,
    /// Passes of a draft model.
    draft_passes: u32,
    /// Why it was the last: as many tokens as were asked for, the end of the document, or of the context.
    #[tsify(type = "'tokens' | 'document' | 'context' | null")]
    ended: Option<&'static str>,
}

/// How far a prompt is read, or what a pass gave.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
pub struct Passed {
    /// Tokens that have passed.
    done: usize,
    /// Tokens that there are.
    total: usize,
    /// What it gave; none while a prompt is read.
    step: Option<PassStep>,
}

/// A text on its way.
#[wasm_bindgen]
pub struct GenerateJob {
    transformer: Rc<RefCell<Transformer>>,
    sequences: Rc<RefCell<Vec<Sequence>>>,
    /// None before it is needed on the CPU.
    sequence: Option<Sequence>,
    decoding: Decoding,
}

#[wasm_bindgen]
impl GenerateJob {
    /// Behind these ids; `strategy` is `plain`, `trie` or `recycling`.
    #[wasm_bindgen(constructor)]
    pub fn new(
        model: &Model,
        prompt: Vec<u32>,
        settings: &GenerateSettings,
        strategy: &str,
    ) -> Result<GenerateJob, JsValue> {
        let proposer: Box<dyn Proposer> = match strategy {
            "trie" => Box::new(Lookahead::new(Rc::clone(&model.trie))),
            "recycling" => Box::new(Recycling::new(Rc::clone(&model.successors))),
            _ => Box::new(Plain),
        };
        Self::with(model, &prompt, settings, proposer).map_err(from_generate)
    }

    /// Behind these ids, with the guesses of a smaller model.
    pub fn speculative(
        model: &Model,
        draft: &Model,
        prompt: Vec<u32>,
        settings: &GenerateSettings,
    ) -> Result<GenerateJob, JsValue> {
        let vocabulary = model.limits().vocabulary;
        let draft = Rc::clone(&draft.transformer);
        let proposer =
            Speculative::new(draft, vocabulary, settings.guesses, settings.adaptive).map_err(from_generate)?;
        Self::with(model, &prompt, settings, Box::new(proposer)).map_err(from_generate)
    }

    /// One pass on the CPU; `undefined` when the text has ended.
    #[wasm_bindgen(unchecked_return_type = "Passed | undefined")]
    pub fn step(&mut self) -> Result<JsValue, JsValue> {
        let mut transformer = self.transformer.borrow_mut();
        let sequence = self.sequence.get_or_insert_with(|| {
            let mut like = sequence_like(&self.sequences.borrow(), &transformer, self.decoding.tokens());
            like.cache.rollback(self.decoding.go_on_from(&like.tokens));
            like
        });
        let Some(batch) = self.decoding.next_batch().map_err(from_generate)? else { return Ok(JsValue::UNDEFINED) };
        let logits = transformer.pass(&mut sequence.cache, &batch).map_err(from_model)?;
        let taken = self.decoding.take(logits);
        transformer.keep(&mut sequence.cache, taken.keep.at, &taken.keep.path).map_err(from_model)?;
        let (done, total) = (sequence.cache.len(), self.decoding.tokens().len());
        Ok(to_js(&Passed { done, total, step: taken.step.map(step) }))
    }

    /// One pass on a device; `undefined` when the text has ended. After a failure of the device [`GenerateJob::step`]
    /// goes on with the text on the CPU.
    #[cfg(feature = "gpu")]
    #[wasm_bindgen(js_name = stepOn, unchecked_return_type = "Passed | undefined")]
    pub async fn step_on(&mut self, gpu: &mut GpuModel) -> Result<JsValue, JsValue> {
        // What the CPU has of this text is behind from here on.
        self.sequence = None;
        gpu.model.rollback(self.decoding.go_on_from(&gpu.tokens));
        let Some(batch) = self.decoding.next_batch().map_err(from_generate)? else { return Ok(JsValue::UNDEFINED) };
        let logits = gpu.model.pass(&mut gpu.device, &batch).await.map_err(from_pass)?;
        let taken = self.decoding.take(&logits);
        gpu.model.keep(&mut gpu.device, taken.keep.at, &taken.keep.path).map_err(from_pass)?;
        let (done, total) = (gpu.model.cached(), self.decoding.tokens().len());
        gpu.tokens = self.decoding.tokens()[..done].to_vec();
        Ok(to_js(&Passed { done, total, step: taken.step.map(step) }))
    }
}

impl GenerateJob {
    fn with(
        model: &Model,
        prompt: &[u32],
        settings: &GenerateSettings,
        proposer: Box<dyn Proposer>,
    ) -> Result<Self, GenerateError> {
        let decoding = Decoding::new(prompt, settings.options(), model.limits(), proposer)?;
        let (transformer, sequences) = (Rc::clone(&model.transformer), Rc::clone(&model.sequences));
        Ok(Self { transformer, sequences, sequence: None, decoding })
    }
}

impl Drop for GenerateJob {
    /// What was written is gone on from when a text begins like it, also when nobody wanted the rest.
    fn drop(&mut self) {
        if let Some(mut sequence) = self.sequence.take() {
            sequence.tokens = self.decoding.tokens()[..sequence.cache.len()].to_vec();
            keep(&self.sequences, sequence);
        }
    }
}

/// What a text costs under a model, token by token.
#[wasm_bindgen]
pub struct Costs {
    bits: Vec<f64>,
    ids: Vec<u32>,
    probabilities: Vec<f32>,
    packed: Vec<u8>,
}

#[wasm_bindgen]
impl Costs {
    /// Bits of each token; one less than there are where the model has nothing to stand before a text.
    #[wasm_bindgen(js_name = takeBits)]
    pub fn take_bits(&mut self) -> Vec<f64> {
        std::mem::take(&mut self.bits)
    }

    /// The five likeliest ids in place of each token, likeliest first.
    #[wasm_bindgen(js_name = takeIds)]
    pub fn take_ids(&mut self) -> Vec<u32> {
        std::mem::take(&mut self.ids)
    }

    /// The text as the model packs it.
    #[wasm_bindgen(js_name = takePacked)]
    pub fn take_packed(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.packed)
    }

    /// Their probabilities.
    #[wasm_bindgen(js_name = takeProbabilities)]
    pub fn take_probabilities(&mut self) -> Vec<f32> {
        std::mem::take(&mut self.probabilities)
    }
}

/// A text that a model reads.
#[wasm_bindgen]
pub struct ScoreJob {
    transformer: Rc<RefCell<Transformer>>,
    cache: Cache,
    scoring: Scoring,
    packing: Packing,
    costs: Costs,
}

#[wasm_bindgen]
impl ScoreJob {
    /// Of these ids.
    #[wasm_bindgen(constructor)]
    pub fn new(model: &Model, ids: Vec<u32>) -> Result<ScoreJob, JsValue> {
        let scoring = Scoring::new(&ids, model.limits()).map_err(from_generate)?;
        let packing = Packing::new(&ids, model.limits());
        let costs = Costs { bits: Vec::new(), ids: Vec::new(), probabilities: Vec::new(), packed: Vec::new() };
        let cache = model.transformer.borrow().cache();
        Ok(Self { transformer: Rc::clone(&model.transformer), cache, scoring, packing, costs })
    }

    /// One pass, whatever the budget; `undefined` when done.
    #[wasm_bindgen(unchecked_return_type = "SliceProgress | undefined")]
    pub fn step(&mut self, _budget: f64) -> Result<JsValue, JsValue> {
        let Some((kept, batch)) = self.scoring.next_batch() else { return Ok(progress_to_js(job::Step::Done)) };
        self.cache.rollback(kept);
        let mut transformer = self.transformer.borrow_mut();
        let logits = transformer.pass(&mut self.cache, &batch).map_err(from_model)?;
        let costs = self.scoring.take(logits);
        self.packing.take(&costs);
        for cost in costs {
            self.costs.bits.push(cost.bits);
            let mut likely = cost.alternatives.iter();
            for _ in 0..ALTERNATIVES {
                let (id, probability) = likely.next().map_or((0, 0.0), |likely| (likely.id, likely.probability));
                self.costs.ids.push(id);
                self.costs.probabilities.push(probability as f32);
            }
        }
        let (done, total) = self.scoring.progress();
        Ok(progress_to_js(job::Step::Progress { phase: "read", done: done as u64, total: Some(total as u64) }))
    }

    /// The result.
    pub fn finish(self) -> Costs {
        Costs { packed: self.packing.finish(), ..self.costs }
    }
}

/// A text that a model packed, unpacked.
#[wasm_bindgen]
pub struct UnpackTextJob {
    transformer: Rc<RefCell<Transformer>>,
    cache: Cache,
    unpacking: Unpacking,
}

#[wasm_bindgen]
impl UnpackTextJob {
    /// Of what a reading packed.
    #[wasm_bindgen(constructor)]
    pub fn new(model: &Model, packed: &[u8]) -> Result<UnpackTextJob, JsValue> {
        let unpacking = Unpacking::new(packed, model.limits()).map_err(from_generate)?;
        let cache = model.transformer.borrow().cache();
        Ok(Self { transformer: Rc::clone(&model.transformer), cache, unpacking })
    }

    /// One pass, whatever the budget; `undefined` when done.
    #[wasm_bindgen(unchecked_return_type = "SliceProgress | undefined")]
    pub fn step(&mut self, _budget: f64) -> Result<JsValue, JsValue> {
        let Some((kept, batch)) = self.unpacking.next_batch().map_err(from_generate)? else {
            return Ok(progress_to_js(job::Step::Done));
        };
        self.cache.rollback(kept);
        let mut transformer = self.transformer.borrow_mut();
        let logits = transformer.pass(&mut self.cache, &batch).map_err(from_model)?;
        self.unpacking.take(logits).map_err(from_generate)?;
        let (done, total) = self.unpacking.progress();
        Ok(progress_to_js(job::Step::Progress { phase: "unpack", done: done as u64, total: Some(total as u64) }))
    }

    /// The ids.
    pub fn finish(self) -> Vec<u32> {
        self.unpacking.ids().to_vec()
    }
}

fn step(step: Step) -> PassStep {
    PassStep {
        tokens: step.tokens.into_iter().map(written).collect(),
        guesses: step.guesses.into_iter().map(guessed).collect(),
        rows: step.rows,
        passes: step.passes,
        draft_passes: step.draft_passes,
        ended: step.ended.map(|ended| match ended {
            Ended::Tokens => "tokens",
            Ended::Document => "document",
            Ended::Context => "context",
        }),
    }
}

fn written(token: Token) -> WrittenToken {
    let Token { id, position, guessed, probability, alternatives } = token;
    let likely = |Alternative { id, probability, drawn_with }| LikelyToken { id, probability, drawn_with };
    WrittenToken { id, position, guessed, probability, alternatives: alternatives.into_iter().map(likely).collect() }
}

fn guessed(guess: Guessed) -> GuessedToken {
    let Guessed { id, parent, position, fate, p, q } = guess;
    let fate = match fate {
        Fate::Accepted => "accepted",
        Fate::Rejected => "rejected",
        Fate::Unreached => "unreached",
    };
    GuessedToken { id, parent, position, fate, p, q }
}
