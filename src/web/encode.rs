//! Runs of a tokenizer in slices: ids, ids with spans, or a count.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;

use super::step::step_to_js;
use super::tokenizer::{Settings, Tokenizer};
use crate::text::encoding::{Encoding, Scratch};
use crate::text::error::TextError;
use crate::text::job::Step;
use crate::text::sink::{Count, Ids, Sink, Spanned};
use crate::text::tokenizer::Tokenizer as Engine;

/// A run over a text that it owns.
pub(super) struct Run {
    engine: Rc<Engine>,
    text: String,
    encoding: Option<Encoding>,
    scratch: Rc<RefCell<Scratch>>,
}

impl Run {
    pub(super) fn new(tokenizer: &Tokenizer, text: Vec<u8>, settings: Settings) -> Result<Self, JsValue> {
        let options = settings.options()?;
        let buffers = std::mem::take(&mut *tokenizer.scratch.borrow_mut());
        Ok(Self {
            engine: Rc::clone(&tokenizer.engine),
            text: text_of(text),
            encoding: Some(Encoding::new(&options, buffers)),
            scratch: Rc::clone(&tokenizer.scratch),
        })
    }

    pub(super) fn step(&mut self, sink: &mut impl Sink, budget: u32) -> Result<Step, TextError> {
        match &mut self.encoding {
            Some(encoding) => encoding.step(&self.engine, &self.text, sink, budget as usize),
            None => Ok(Step::Done),
        }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn engine(&self) -> &Engine {
        &self.engine
    }
}

impl Drop for Run {
    /// Finished or given up: the buffers go back for the next run.
    fn drop(&mut self) {
        if let Some(encoding) = self.encoding.take() {
            *self.scratch.borrow_mut() = encoding.into_scratch();
        }
    }
}

/// UTF-8 as text; every broken part becomes U+FFFD.
pub(super) fn text_of(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

/// A run that keeps ids alone.
#[wasm_bindgen]
pub struct IdsJob {
    run: Run,
    ids: Ids,
}

#[wasm_bindgen]
impl IdsJob {
    /// Of UTF-8 `text`.
    #[wasm_bindgen(constructor)]
    pub fn new(tokenizer: &Tokenizer, text: Vec<u8>, settings: &Settings) -> Result<IdsJob, JsValue> {
        Ok(Self { run: Run::new(tokenizer, text, *settings)?, ids: Ids::default() })
    }

    /// One slice.
    #[wasm_bindgen(unchecked_return_type = "SliceProgress | undefined")]
    pub fn step(&mut self, budget: u32) -> Result<JsValue, JsValue> {
        step_to_js(self.run.step(&mut self.ids, budget))
    }

    /// Takes the ids.
    #[wasm_bindgen(js_name = takeIds)]
    pub fn take_ids(&mut self) -> Vec<u32> {
        std::mem::take(&mut self.ids.0)
    }
}

/// A run that keeps ids and spans.
#[wasm_bindgen]
pub struct SpansJob {
    run: Run,
    tokens: Spanned,
}

#[wasm_bindgen]
impl SpansJob {
    /// Of UTF-8 `text`.
    #[wasm_bindgen(constructor)]
    pub fn new(tokenizer: &Tokenizer, text: Vec<u8>, settings: &Settings) -> Result<SpansJob, JsValue> {
        Ok(Self { run: Run::new(tokenizer, text, *settings)?, tokens: Spanned::default() })
    }

    /// One slice.
    #[wasm_bindgen(unchecked_return_type = "SliceProgress | undefined")]
    pub fn step(&mut self, budget: u32) -> Result<JsValue, JsValue> {
        step_to_js(self.run.step(&mut self.tokens, budget))
    }

    /// Takes the ids.
    #[wasm_bindgen(js_name = takeIds)]
    pub fn take_ids(&mut self) -> Vec<u32> {
        std::mem::take(&mut self.tokens.ids)
    }

    /// Takes the spans, in UTF-8 bytes.
    #[wasm_bindgen(js_name = takeSpans)]
    pub fn take_spans(&mut self) -> Vec<u32> {
        std::mem::take(&mut self.tokens.spans)
    }

    /// Takes the spans, in UTF-16 units.
    #[wasm_bindgen(js_name = takeSpansUtf16)]
    pub fn take_spans_utf16(&mut self) -> Vec<u32> {
        let mut spans = std::mem::take(&mut self.tokens.spans);
        crate::text::units::to_utf16(self.run.text(), &mut spans);
        spans
    }
}

/// A run that counts.
#[wasm_bindgen]
pub struct CountJob {
    run: Run,
    count: Count,
}

#[wasm_bindgen]
impl CountJob {
    /// Of UTF-8 `text`.
    #[wasm_bindgen(constructor)]
    pub fn new(tokenizer: &Tokenizer, text: Vec<u8>, settings: &Settings) -> Result<CountJob, JsValue> {
        Ok(Self { run: Run::new(tokenizer, text, *settings)?, count: Count::default() })
    }

    /// One slice.
    #[wasm_bindgen(unchecked_return_type = "SliceProgress | undefined")]
    pub fn step(&mut self, budget: u32) -> Result<JsValue, JsValue> {
        step_to_js(self.run.step(&mut self.count, budget))
    }

    /// Tokens so far.
    pub fn count(&self) -> f64 {
        self.count.0 as f64
    }
}
