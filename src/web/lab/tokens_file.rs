//! `.tokens` files as jobs.

use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::prelude::*;

use super::tokenizer::size;
use crate::image::tokenizer::Coded;
use crate::image::tokens_file::{Head, Packing, Shape, TokensFileError, Unpacking};
use crate::web::error::{from_image, from_tokens_file};
use crate::web::step::progress_to_js;
use crate::web::value::to_js;

/// Whose ids a file holds.
#[derive(Serialize, Tsify)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum TokensHead {
    /// One id after the other.
    Sequence {
        /// Name of the tokenizer.
        tokenizer: String,
        /// How many different ids there are.
        alphabet: u32,
    },
    /// The ids of a picture.
    Picture {
        /// Name of the tokenizer.
        tokenizer: String,
        /// Its options and their values, pair by pair.
        names: Vec<String>,
        /// The values.
        values: Vec<f64>,
        /// Pixels across.
        width: usize,
        /// Pixels down.
        height: usize,
    },
}

/// Tokens on their way into a file.
#[wasm_bindgen]
pub struct PackJob {
    work: Packing,
}

#[wasm_bindgen]
impl PackJob {
    /// Of a picture; `names` and `values` are the tokenizer's options, pair by pair.
    pub fn picture(
        tokenizer: &str,
        names: Vec<String>,
        values: Vec<f64>,
        width: u32,
        height: u32,
        ids: Vec<u32>,
        side: Vec<u8>,
    ) -> Result<PackJob, JsValue> {
        let options = names.into_iter().zip(values).collect();
        let work = Packing::picture(tokenizer, options, size(width, height)?, Coded { ids, side });
        // The caller's tokens are wrong, not a file.
        let refused = |error| match error {
            TokensFileError::Tokenizer(error) => from_image(error),
            error => from_tokens_file(error),
        };
        Ok(Self { work: work.map_err(refused)? })
    }

    /// Of a sequence of ids below `alphabet`.
    pub fn sequence(tokenizer: &str, alphabet: u32, ids: Vec<u32>) -> Result<PackJob, JsValue> {
        Ok(Self { work: Packing::sequence(tokenizer, alphabet, ids).map_err(from_tokens_file)? })
    }

    /// About `budget` ids; `undefined` when done.
    #[wasm_bindgen(unchecked_return_type = "SliceProgress | undefined")]
    pub fn step(&mut self, budget: f64) -> JsValue {
        progress_to_js(self.work.step(budget as u64))
    }

    /// The file.
    pub fn finish(self) -> Vec<u8> {
        self.work.finish()
    }
}

/// A file on its way to tokens.
#[wasm_bindgen]
pub struct UnpackJob {
    work: Unpacking,
}

#[wasm_bindgen]
impl UnpackJob {
    /// Of the bytes of a file.
    #[wasm_bindgen(constructor)]
    pub fn new(file: &[u8]) -> Result<UnpackJob, JsValue> {
        Ok(Self { work: Unpacking::new(file).map_err(from_tokens_file)? })
    }

    /// About `budget` ids; `undefined` when done.
    #[wasm_bindgen(unchecked_return_type = "SliceProgress | undefined")]
    pub fn step(&mut self, budget: f64) -> Result<JsValue, JsValue> {
        self.work.step(budget as u64).map(progress_to_js).map_err(from_tokens_file)
    }

    /// Whose ids they are.
    #[wasm_bindgen(unchecked_return_type = "TokensHead")]
    pub fn head(&self) -> JsValue {
        let Head { tokenizer, options, shape } = self.work.head().clone();
        to_js(&match shape {
            Shape::Sequence { alphabet, .. } => TokensHead::Sequence { tokenizer, alphabet },
            Shape::Picture { size, .. } => {
                let (names, values) = options.into_iter().unzip();
                TokensHead::Picture { tokenizer, names, values, width: size.width(), height: size.height() }
            }
        })
    }

    /// What the tokenizer's decoder needs besides; nothing for a sequence.
    pub fn side(&self) -> Vec<u8> {
        match &self.work.head().shape {
            Shape::Picture { side, .. } => side.clone(),
            Shape::Sequence { .. } => Vec::new(),
        }
    }

    /// The ids, when done.
    pub fn finish(self) -> Vec<u32> {
        self.work.finish().1
    }
}
