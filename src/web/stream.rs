//! A text that comes in parts, encoded part by part.

use std::rc::Rc;

use wasm_bindgen::prelude::*;

use super::encode::SpansJob;
use super::error::from_text;
use super::tokenizer::{Settings, Tokenizer};
use crate::text::definition::PostProcessor;
use crate::text::stream::{Part, TextStream};
use crate::text::tokenizer::Tokenizer as Engine;

/// A stream on its way through a tokenizer.
#[wasm_bindgen]
pub struct StreamRun {
    engine: Rc<Engine>,
    settings: Settings,
    stream: Option<TextStream>,
}

/// Text of a stream that can be tokenized by itself.
#[wasm_bindgen]
pub struct StreamPart {
    part: Part,
}

#[wasm_bindgen]
impl StreamRun {
    /// For `tokenizer`. Tokens around the text are the caller's, from [`StreamRun::around`].
    #[wasm_bindgen(constructor)]
    pub fn new(tokenizer: &Tokenizer, settings: &Settings) -> Self {
        let engine = Rc::clone(&tokenizer.engine);
        let stream = Some(TextStream::new(&engine, settings.parse_specials));
        Self { engine, settings: *settings, stream }
    }

    /// Takes more bytes of UTF-8; gives the text that is final, if there is any.
    pub fn push(&mut self, bytes: &[u8]) -> Result<Option<StreamPart>, JsValue> {
        let Some(stream) = &mut self.stream else { return Ok(None) };
        Ok(stream.push(bytes).map_err(from_text)?.map(|part| StreamPart { part }))
    }

    /// The rest of the text.
    pub fn finish(&mut self) -> Option<StreamPart> {
        self.stream.take().map(|stream| StreamPart { part: stream.finish() })
    }

    /// Ids that the family puts in front of a text, or behind it.
    pub fn around(&self, before: bool) -> Vec<u32> {
        let mut ids = Vec::new();
        for step in &self.engine.definition().post_processors {
            if let PostProcessor::Template { before: left, after: right } = step {
                if before {
                    ids.splice(0..0, left.iter().copied());
                } else {
                    ids.extend(right);
                }
            }
        }
        if self.settings.template { ids } else { Vec::new() }
    }
}

#[wasm_bindgen]
impl StreamPart {
    /// Where it starts in the stream, in bytes of text.
    #[wasm_bindgen(getter)]
    pub fn base(&self) -> u32 {
        self.part.base as u32
    }

    /// Its length in UTF-16 units.
    #[wasm_bindgen(getter, js_name = utf16Length)]
    pub fn utf16_length(&self) -> u32 {
        self.part.text.encode_utf16().count() as u32
    }

    /// Encodes it.
    pub fn encode(self, tokenizer: &Tokenizer, settings: &Settings) -> Result<SpansJob, JsValue> {
        SpansJob::new(tokenizer, self.part.text.into_bytes(), &Settings { template: false, ..*settings })
    }
}
