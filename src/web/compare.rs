//! Comparison of two to four encodings of one text.

use wasm_bindgen::prelude::*;

use super::error::from_text;
use super::step::step_to_js;
use super::value::to_js;
use crate::text::compare::Compare;
use crate::text::job::Job;

/// A comparison under way.
#[wasm_bindgen]
pub struct CompareJob {
    length: u32,
    spans: Vec<Vec<u32>>,
    running: Option<Compare>,
}

#[wasm_bindgen]
impl CompareJob {
    /// Of a text of `length` units, in which all spans count.
    #[wasm_bindgen(constructor)]
    pub fn new(length: u32) -> Self {
        Self { length, spans: Vec::new(), running: None }
    }

    /// Adds the spans of one more tokenizer; before the first step.
    pub fn add(&mut self, spans: Vec<u32>) {
        self.spans.push(spans);
    }

    /// One slice.
    #[wasm_bindgen(unchecked_return_type = "SliceProgress | undefined")]
    pub fn step(&mut self, budget: u32) -> Result<JsValue, JsValue> {
        let running = match self.running.take() {
            Some(running) => running,
            None => Compare::new(self.length, std::mem::take(&mut self.spans)).map_err(from_text)?,
        };
        step_to_js(self.running.insert(running).step(budget.into()))
    }

    /// The result, once done.
    #[wasm_bindgen(unchecked_return_type = "Comparison")]
    pub fn finish(self) -> JsValue {
        self.running.map_or(JsValue::UNDEFINED, |done| to_js(&done.into_result()))
    }
}
