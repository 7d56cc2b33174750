//! Tokenizer files of visitors: any format in, a tokenizer or its `.vocab` form out.

use wasm_bindgen::prelude::*;

use super::error::from_text;
use super::tokenizer::Tokenizer;
use crate::text::definition::Definition;
use crate::text::format::{detect, vocab};

/// A file that was read.
#[wasm_bindgen]
pub struct ReadFile {
    definition: Definition,
}

#[wasm_bindgen]
impl ReadFile {
    /// Reads a file. `format` is `json`, `tiktoken`, `sentencepiece` or `tekken`, by default what the content looks
    /// like; `pattern` splits the text of a `.tiktoken` file: a family's name or a regular expression.
    pub fn read(file: &[u8], name: &str, format: Option<String>, pattern: Option<String>) -> Result<ReadFile, JsValue> {
        let definition = detect::read(file, name, format.as_deref(), pattern.as_deref()).map_err(from_text)?;
        Ok(Self { definition })
    }

    /// Whether only this module can run it: the module `text` has no regex engine and no tables of grapheme clusters.
    #[wasm_bindgen(js_name = needsTools)]
    pub fn needs_tools(&self) -> bool {
        self.definition.needs_tools()
    }

    /// Its `.vocab` form, not packed.
    #[wasm_bindgen(js_name = toVocabulary)]
    pub fn to_vocabulary(&self) -> Result<Vec<u8>, JsValue> {
        vocab::write(&self.definition, None).map_err(from_text)
    }

    /// The tokenizer, to be run here.
    #[wasm_bindgen(js_name = toTokenizer)]
    pub fn into_tokenizer(self) -> Result<Tokenizer, JsValue> {
        Tokenizer::build(self.definition)
    }
}

/// The inflated `file` in a form that needs no other file.
#[wasm_bindgen(js_name = standaloneVocabulary)]
pub fn standalone_vocabulary(file: &[u8], base: Option<Vec<u8>>) -> Result<Vec<u8>, JsValue> {
    vocab::standalone(file, base.as_deref()).map_err(from_text)
}
