//! The module `codecs`: sizes of real compressors.

use wasm_bindgen::prelude::*;

/// Size in bytes of UTF-8 `text` after brotli at quality 11.
#[wasm_bindgen(js_name = brotliBytes)]
pub fn brotli_bytes(text: &[u8]) -> Result<f64, JsError> {
    Ok(crate::codecs::brotli_bytes(text)? as f64)
}
