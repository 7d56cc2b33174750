//! Errors as they cross: plain objects with a code to branch on and a remedy to show.

use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::value::to_js;
#[cfg(feature = "chat")]
use crate::chat::error::ChatError;
#[cfg(feature = "codecs")]
use crate::codecs::picture::FileError;
#[cfg(feature = "lab")]
use crate::generate::error::GenerateError;
#[cfg(feature = "gpu")]
use crate::gpu::error::GpuError;
#[cfg(feature = "gpu")]
use crate::gpu::transformer::PassError;
#[cfg(feature = "lab")]
use crate::image::error::ImageError;
#[cfg(feature = "lab")]
use crate::image::tokens_file::TokensFileError;
#[cfg(feature = "gpu")]
use crate::nn::error::PlanError;
#[cfg(feature = "lab")]
use crate::nn::models::transformer::ModelError;
#[cfg(feature = "text")]
use crate::text::error::TextError;

/// What to do about a defect of ours.
#[cfg(feature = "lab")]
const REPORT: &str = "Please report it with what you did before.";

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

/// The error of chat templates as JavaScript gets it.
#[cfg(feature = "chat")]
pub(super) fn from_chat(error: ChatError) -> JsValue {
    let message = error.to_string();
    match error {
        ChatError::TooLarge { .. } => wire("too-large", message, "Take a smaller part of it.", None),
        ChatError::Conversation { .. } | ChatError::Template { .. } => {
            wire("malformed", message, "Correct the messages or the template.", None)
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
        ImageError::Components { .. } => {
            wire("malformed", message, "Reload the page: the site may be half updated.", None)
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

/// The error of models as JavaScript gets it.
#[cfg(feature = "lab")]
pub(super) fn from_model(error: ModelError) -> JsValue {
    let message = error.to_string();
    match error {
        ModelError::Weights(_) => wire("malformed", message, "Reload the page: the site may be half updated.", None),
        ModelError::UnknownId { .. } => wire("unknown-id", message, "Encode with the tokenizer of the model.", None),
        ModelError::Context { .. } => wire("too-large", message, "Take a shorter prompt.", None),
        ModelError::Rows(_) | ModelError::Plan(_) => wire("internal", message, REPORT, None),
    }
}

/// The error of generations as JavaScript gets it.
#[cfg(feature = "lab")]
pub(super) fn from_generate(error: GenerateError) -> JsValue {
    let message = error.to_string();
    match error {
        GenerateError::Model(error) => from_model(error),
        GenerateError::Prompt { .. } => wire("too-large", message, "Take a shorter prompt.", None),
        GenerateError::NoPrompt => wire("invalid-argument", message, "Give a text.", None),
        GenerateError::Setting { .. } | GenerateError::Vocabularies { .. } => {
            wire("invalid-argument", message, "Correct the argument.", None)
        }
        GenerateError::Unpack => wire("malformed", message, "Give bytes that the same model packed.", None),
        GenerateError::Draft(_) => wire("internal", message, REPORT, None),
    }
}

/// The error of the WebGPU backend as the worker gets it; its codes are those of `GpuTrouble` there, which never leave
/// the worker as errors: the CPU goes on.
#[cfg(feature = "gpu")]
pub(super) fn from_gpu(error: GpuError) -> JsValue {
    let message = error.to_string();
    let code = match error {
        GpuError::NoAdapter(_) => "no-adapter",
        GpuError::Refused(_) => "refused",
        GpuError::Lost(_) => "lost",
        GpuError::OutOfMemory(_) => "memory",
        GpuError::TooLarge { .. } => "limits",
        GpuError::Invalid(_) => "invalid",
    };
    wire(code, message, "The CPU goes on with the work.", None)
}

/// The error of a model's pass on WebGPU.
#[cfg(feature = "gpu")]
pub(super) fn from_pass(error: PassError) -> JsValue {
    match error {
        PassError::Gpu(error) => from_gpu(error),
        PassError::Model(error) => from_model(error),
    }
}

/// The error of a plan; a defect of ours.
#[cfg(feature = "gpu")]
pub(super) fn from_plan(error: PlanError) -> JsValue {
    wire("internal", error.to_string(), REPORT, None)
}

/// The table of kernels is shorter.
#[cfg(feature = "gpu")]
pub(super) fn no_kernel(number: usize) -> JsValue {
    wire("invalid-argument", format!("There is no kernel {number}."), "Correct the argument.", None)
}

/// The error of `.tokens` files as JavaScript gets it.
#[cfg(feature = "lab")]
pub(super) fn from_tokens_file(error: TokensFileError) -> JsValue {
    let message = error.to_string();
    match error {
        TokensFileError::Version { .. } => wire("unsupported", message, "Open it with a newer version.", None),
        TokensFileError::Tokenizer(ImageError::UnknownName { .. }) => {
            wire("unknown-name", message, "Open it with the version that wrote it.", None)
        }
        TokensFileError::NoTokens | TokensFileError::Damaged | TokensFileError::Broken { .. } => {
            wire("malformed", message, "Save the tokens again, or take an unbroken copy.", None)
        }
        TokensFileError::Tokenizer(_) | TokensFileError::Layout { .. } | TokensFileError::Ids { .. } => {
            wire("malformed", message, "Open it with the version that wrote it.", None)
        }
        TokensFileError::Unfit { .. } => wire("invalid-argument", message, "Correct the tokens.", None),
    }
}

/// The error of picture files as JavaScript gets it.
#[cfg(feature = "codecs")]
pub(super) fn from_file(error: FileError) -> JsValue {
    let message = error.to_string();
    match error {
        FileError::Format => wire("malformed", message, "Open a PNG or JPEG file.", None),
        FileError::Broken { .. } => wire("malformed", message, "Take an unbroken copy of it.", None),
        FileError::Unsupported { .. } => wire("unsupported", message, "Save it as PNG, or as an ordinary JPEG.", None),
        FileError::Size { .. } => wire("too-large", message, "Make the picture smaller.", None),
    }
}

/// An argument that no caller of the typed API would give.
#[cfg(feature = "text")]
pub(super) fn invalid_argument(message: String) -> JsValue {
    wire("invalid-argument", message, "Correct the argument.", None)
}
