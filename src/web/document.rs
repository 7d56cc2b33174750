//! A document in the worker: opened and settled in slices, edited at once.

use std::rc::Rc;

use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::prelude::*;

use super::error::from_text;
use super::step::step_to_js;
use super::tokenizer::{Settings, Tokenizer};
use super::value::to_js;
use crate::text::document::{Context, Document as Edited, Lengths, Locality, Patch, Window};
use crate::text::tokenizer::{Specials, Tokenizer as Engine};
use crate::text::trace::trace;

/// How long a document is.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct DocumentSize {
    /// Bytes of UTF-8.
    utf8: u32,
    /// UTF-16 units.
    utf16: u32,
    /// Code points.
    code_points: u32,
    /// Tokens, those that the family puts around a text included where they were asked for.
    tokens: u32,
    /// Unpaired surrogates, each of which reads as U+FFFD.
    replaced_surrogates: u32,
}

/// An edited text and its tokenizer.
#[wasm_bindgen]
pub struct Document {
    engine: Rc<Engine>,
    document: Edited,
    specials: Specials,
}

#[wasm_bindgen]
impl Document {
    /// Of UTF-8 `text`. Nothing is tokenized before the first step.
    pub fn open(tokenizer: &Tokenizer, text: Vec<u8>, settings: &Settings) -> Result<Document, JsValue> {
        let (engine, options) = (Rc::clone(&tokenizer.engine), settings.options()?);
        let document = Edited::open(&engine, super::encode::text_of(text), &options).map_err(from_text)?;
        Ok(Self { engine, document, specials: options.specials })
    }

    /// Of UTF-16 units, unpaired surrogates among them.
    #[wasm_bindgen(js_name = openUnits)]
    pub fn open_units(tokenizer: &Tokenizer, units: Vec<u16>, settings: &Settings) -> Result<Document, JsValue> {
        let (engine, options) = (Rc::clone(&tokenizer.engine), settings.options()?);
        let document = Edited::open_units(&engine, units, &options).map_err(from_text)?;
        Ok(Self { engine, document, specials: options.specials })
    }

    /// One slice of what opening or an edit left to do.
    #[wasm_bindgen(unchecked_return_type = "SliceProgress | undefined")]
    pub fn step(&mut self, budget: u32) -> Result<JsValue, JsValue> {
        step_to_js(self.document.step(&self.engine, budget.into()))
    }

    /// Lengths of the text in every unit.
    #[wasm_bindgen(unchecked_return_type = "DocumentSize")]
    pub fn size(&self) -> JsValue {
        let Lengths { utf8, utf16, code_points, tokens } = self.document.size();
        to_js(&DocumentSize { utf8, utf16, code_points, tokens, replaced_surrogates: self.document.surrogates() })
    }

    /// Why every edit runs the whole text again, where it does.
    #[wasm_bindgen(js_name = wholeBecause)]
    pub fn whole_because(&self) -> Option<String> {
        match self.document.locality() {
            Locality::Whole { why } => Some(why.clone()),
            Locality::Cuts(_) | Locality::Merges { .. } => None,
        }
    }

    /// Puts UTF-16 units in place of `from..to`; tokenizes up to about `budget` bytes at once.
    pub fn edit(&mut self, from: u32, to: u32, insert: &[u16], budget: u32) -> Result<DocumentPatch, JsValue> {
        self.document.edit(&self.engine, from, to, insert, budget.into()).map(DocumentPatch).map_err(from_text)
    }

    /// What has changed since the last patch.
    pub fn patch(&mut self) -> DocumentPatch {
        DocumentPatch(self.document.patch())
    }

    /// The tokens that touch UTF-16 positions `from..to`.
    pub fn window(&self, from: u32, to: u32) -> DocumentWindow {
        DocumentWindow(self.document.window(from, to))
    }

    /// How the piece came about that covers UTF-16 position `at`; `undefined` where there is none.
    #[wasm_bindgen(unchecked_return_type = "Trace | undefined")]
    pub fn trace(&self, at: u32) -> JsValue {
        let Context { text, at, base } = self.document.context(at);
        let Some(mut traced) = trace(&self.engine, &text, at as usize, self.specials) else {
            return JsValue::UNDEFINED;
        };
        traced.span = traced.span.map(|at| at + base);
        traced.spans = traced.spans.into_iter().map(|span| span.map(|at| at + base)).collect();
        to_js(&traced)
    }

    /// The text in UTF-8; U+FFFD for unpaired surrogates.
    pub fn text(&mut self) -> Vec<u8> {
        let mut text = Vec::new();
        self.document.text().for_each(|chunk| text.extend_from_slice(chunk.as_bytes()));
        text
    }
}

/// What an edit changed in the list of tokens.
#[wasm_bindgen]
pub struct DocumentPatch(Patch);

#[wasm_bindgen]
impl DocumentPatch {
    /// Number of the first token that changed.
    #[wasm_bindgen(getter)]
    pub fn first(&self) -> u32 {
        self.0.first
    }

    /// How many tokens from there on are gone.
    #[wasm_bindgen(getter)]
    pub fn removed(&self) -> u32 {
        self.0.removed
    }

    /// Takes the ids that stand there now.
    #[wasm_bindgen(js_name = takeIds)]
    pub fn take_ids(&mut self) -> Vec<u32> {
        std::mem::take(&mut self.0.ids)
    }

    /// Takes how many UTF-16 units each of them covers.
    #[wasm_bindgen(js_name = takeLengths)]
    pub fn take_lengths(&mut self) -> Vec<u32> {
        std::mem::take(&mut self.0.lengths)
    }

    /// UTF-16 positions between which tokens are those of an earlier text.
    #[wasm_bindgen(getter)]
    pub fn stale(&self) -> Option<Vec<u32>> {
        self.0.stale.map(|range| range.to_vec())
    }
}

/// The tokens of a stretch of a document.
#[wasm_bindgen]
pub struct DocumentWindow(Window);

#[wasm_bindgen]
impl DocumentWindow {
    /// Number of the first token.
    #[wasm_bindgen(getter)]
    pub fn first(&self) -> u32 {
        self.0.first
    }

    /// Takes the ids.
    #[wasm_bindgen(js_name = takeIds)]
    pub fn take_ids(&mut self) -> Vec<u32> {
        std::mem::take(&mut self.0.ids)
    }

    /// Takes start and end of each in UTF-16 units.
    #[wasm_bindgen(js_name = takeSpans)]
    pub fn take_spans(&mut self) -> Vec<u32> {
        std::mem::take(&mut self.0.spans)
    }

    /// Takes start and end of each in UTF-8 bytes.
    #[wasm_bindgen(js_name = takeBytes)]
    pub fn take_bytes(&mut self) -> Vec<u32> {
        std::mem::take(&mut self.0.bytes)
    }

    /// Takes UTF-16 positions of unpaired surrogates, each followed by its value.
    #[wasm_bindgen(js_name = takeSurrogates)]
    pub fn take_surrogates(&mut self) -> Vec<u32> {
        std::mem::take(&mut self.0.surrogates)
    }

    /// UTF-16 positions between which tokens are those of an earlier text.
    #[wasm_bindgen(getter)]
    pub fn stale(&self) -> Option<Vec<u32>> {
        self.0.stale.map(|range| range.to_vec())
    }
}
