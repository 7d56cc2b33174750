//! Errors as they cross: plain objects with a code to branch on and a remedy to show.

use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::value::to_js;
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

/// The error of the engine as JavaScript gets it.
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

/// An argument that no caller of the typed API would give.
pub(super) fn invalid_argument(message: String) -> JsValue {
    wire("invalid-argument", message, "Correct the argument.", None)
}
