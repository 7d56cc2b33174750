//! The module `codecs`: sizes of real compressors, picture files as samples.

use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::prelude::*;

use super::error::from_file;
use super::value::to_js;
use crate::codecs::picture::{Read, read};

/// Size in bytes of UTF-8 `text` after brotli at quality 11.
#[wasm_bindgen(js_name = brotliBytes)]
pub fn brotli_bytes(text: &[u8]) -> Result<f64, JsError> {
    Ok(crate::codecs::brotli_bytes(text)? as f64)
}

/// What is known of a picture file that was read.
#[derive(Serialize, Tsify)]
pub struct PictureFacts {
    /// `PNG` or `JPEG`.
    format: &'static str,
    /// Pixels across.
    width: u32,
    /// Pixels down.
    height: u32,
    /// What was done to it that not everybody would do, for people.
    notes: Vec<&'static str>,
}

/// A picture from a PNG or JPEG file.
#[wasm_bindgen]
pub struct PictureRead {
    read: Read,
}

#[wasm_bindgen]
impl PictureRead {
    /// Reads the file at once.
    #[wasm_bindgen(constructor)]
    pub fn new(file: Vec<u8>) -> Result<PictureRead, JsValue> {
        Ok(Self { read: read(&file).map_err(from_file)? })
    }

    /// What is known of it.
    #[wasm_bindgen(unchecked_return_type = "PictureFacts")]
    pub fn facts(&self) -> JsValue {
        let Read { format, width, height, ref notes, .. } = self.read;
        to_js(&PictureFacts { format: format.name(), width, height, notes: notes.clone() })
    }

    /// Red, green, blue and alpha, not premultiplied.
    pub fn finish(self) -> Vec<u8> {
        self.read.rgba
    }
}
