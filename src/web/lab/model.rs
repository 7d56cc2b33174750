//! A language model as JavaScript holds it: weights, what strategies have learnt, and the sequences that it wrote last.

use std::cell::RefCell;
use std::rc::Rc;

use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::prelude::*;

use crate::generate::decode::Limits;
use crate::generate::strategy::recycling::Successors;
use crate::generate::strategy::trie::Trie;
use crate::nn::models::transformer::Transformer;
use crate::nn::models::transformer::cache::Cache;
use crate::web::error::from_model;
use crate::web::value::to_js;

/// Sequences that are kept: a text that begins like one of them is gone on from.
const KEPT: usize = 2;

/// Sizes of a model.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
#[tsify(missing_as_null)]
pub struct ModelFacts {
    /// Features of a row.
    width: usize,
    /// Layers.
    layers: usize,
    /// Heads of 64 features.
    heads: usize,
    /// Positions that it was trained on.
    context: usize,
    /// Ids.
    vocabulary: usize,
    /// The id that ends a document.
    end: Option<u32>,
}

/// A sequence that was read or written.
pub(super) struct Sequence {
    pub(super) tokens: Vec<u32>,
    pub(super) cache: Cache,
}

/// A model.
#[wasm_bindgen]
pub struct Model {
    pub(super) transformer: Rc<RefCell<Transformer>>,
    pub(super) trie: Rc<RefCell<Trie>>,
    pub(super) successors: Rc<RefCell<Successors>>,
    pub(super) sequences: Rc<RefCell<Vec<Sequence>>>,
}

#[wasm_bindgen]
impl Model {
    /// Of a file of weights.
    #[wasm_bindgen(constructor)]
    pub fn new(file: &[u8]) -> Result<Model, JsValue> {
        let transformer = Transformer::read(file).map_err(from_model)?;
        let successors = Successors::new(transformer.config().vocabulary);
        Ok(Self {
            transformer: Rc::new(RefCell::new(transformer)),
            trie: Rc::default(),
            successors: Rc::new(RefCell::new(successors)),
            sequences: Rc::default(),
        })
    }

    /// Its sizes.
    #[wasm_bindgen(unchecked_return_type = "ModelFacts")]
    pub fn facts(&self) -> JsValue {
        let transformer = self.transformer.borrow();
        let config = transformer.config();
        to_js(&ModelFacts {
            width: config.width,
            layers: config.layers,
            heads: config.heads,
            context: config.context,
            vocabulary: config.vocabulary,
            end: config.end,
        })
    }

    /// Forgets what strategies have learnt from earlier texts.
    pub fn forget(&self) {
        self.trie.take();
        let vocabulary = self.transformer.borrow().config().vocabulary;
        self.successors.replace(Successors::new(vocabulary));
    }
}

impl Model {
    pub(super) fn limits(&self) -> Limits {
        let transformer = self.transformer.borrow();
        let config = transformer.config();
        Limits { context: config.context, vocabulary: config.vocabulary, end: config.end }
    }
}

/// A branch of the kept sequence that has most in common with these tokens, or an empty one.
pub(super) fn sequence_like(sequences: &[Sequence], transformer: &Transformer, tokens: &[u32]) -> Sequence {
    let alike = |sequence: &Sequence| sequence.tokens.iter().zip(tokens).take_while(|(a, b)| a == b).count();
    match sequences.iter().max_by_key(|sequence| alike(sequence)).filter(|sequence| alike(sequence) > 0) {
        Some(Sequence { tokens, cache }) => Sequence { tokens: tokens.clone(), cache: cache.branch() },
        None => Sequence { tokens: Vec::new(), cache: transformer.cache() },
    }
}

/// Keeps a sequence as the newest.
pub(super) fn keep(sequences: &RefCell<Vec<Sequence>>, sequence: Sequence) {
    let mut kept = sequences.borrow_mut();
    kept.insert(0, sequence);
    kept.truncate(KEPT);
}
