//! Errors as they cross: plain objects with a code to branch on and a remedy to show.

use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::value::to_js;
#[cfg(feature = "lab")]
use crate::image::error::ImageError;
#[cfg(feature = "text")]
use crate::text::error::TextError;

/// A `TokenariumError` before it is one.
#[derive(Serialize)]
struct WireError<'a> {
    code: &'a str,
    message: String,
    remedy: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<UnknownId>,
}

#[derive(Serialize)]
struct UnknownId {
    id: u32,
    position: usize,
}

fn wire(code: &str, message: String, remedy: &str, detail: Option<UnknownId>) -> JsValue {
    to_js(&WireError { code, message, remedy, detail })
}

/// The error of the text engine as JavaScript gets it.
#[cfg(feature = "text")]
pub(super) fn from_text(error: TextError) -> JsValue {
    let message = error.to_string();
    match error {
        TextError::Unsupported { .. } => wire("unsupported", message, "Choose another tokenizer or file.", None),
        TextError::Malformed { .. } => {
            wire("malformed", message, "Check that the input is whole and of the chosen format.", None)
        }
        TextError::TooLarge { .. } => wire("too-large", message, "Take a smaller part of it.", None),
        TextError::UnknownId { id, position, .. } => {
            let detail = Some(UnknownId { id, position });
            wire("unknown-id", message, "Correct the id or choose the tokenizer that it belongs to.", detail)
        }
    }
}

/// The error of the image tokenizers as JavaScript gets it.
#[cfg(feature = "lab")]
pub(super) fn from_image(error: ImageError) -> JsValue {
    let message = error.to_string();
    match error {
        ImageError::Side { .. } => wire("malformed", message, "Take the tokens as the tokenizer gave them.", None),
        ImageError::Size { .. } | ImageError::Area { .. } => {
            wire("too-large", message, "Make the picture smaller.", None)
        }
        ImageError::UnknownName { .. } => wire("unknown-name", message, "Choose one of the catalogue.", None),
        ImageError::UnknownId { id, position, .. } => {
            let detail = Some(UnknownId { id, position });
            wire("unknown-id", message, "Correct the id or choose the tokenizer that it belongs to.", detail)
        }
        ImageError::Samples { .. }
        | ImageError::Different { .. }
        | ImageError::Option { .. }
        | ImageError::Count { .. } => wire("invalid-argument", message, "Correct the argument.", None),
    }
}

/// An argument that no caller of the typed API would give.
#[cfg(feature = "text")]
pub(super) fn invalid_argument(message: String) -> JsValue {
    wire("invalid-argument", message, "Correct the argument.", None)
}
