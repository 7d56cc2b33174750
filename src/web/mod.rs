//! The border to JavaScript: typed, thin, no logic. Everything it calls lives in the other modules.
//!
//! Values that people read (a trace, figures) cross as typed plain objects; ids, spans and bytes cross as typed arrays.
//! Long work crosses as a job with `step(budget)`, which the worker calls in slices. An error crosses as
//! `{ code, message, remedy, detail }`. A panic ends the instance; its message is left in `globalThis.tokenariumPanic`
//! for the worker to report, and in the console.

#![allow(unreachable_pub, reason = "wasm-bindgen exports what is public here, whatever Rust can reach")]

#[cfg(feature = "chat")]
mod chat;
#[cfg(feature = "codecs")]
mod codecs;
#[cfg(feature = "text")]
mod compare;
#[cfg(feature = "text")]
mod document;
#[cfg(feature = "text")]
mod encode;
mod error;
#[cfg(feature = "lab")]
mod lab;
#[cfg(feature = "tools")]
mod reading;
#[cfg(feature = "text")]
mod statistics;
#[cfg(any(feature = "text", feature = "lab"))]
mod step;
#[cfg(feature = "text")]
mod stream;
#[cfg(feature = "text")]
mod tokenizer;
#[cfg(feature = "tools")]
mod training;
mod value;

use wasm_bindgen::prelude::*;

/// Runs when the module is loaded.
#[wasm_bindgen(start)]
fn start() {
    std::panic::set_hook(Box::new(|info| {
        let message = JsValue::from_str(&info.to_string());
        // Nothing is left to do when this fails: the console has the message too.
        let _ = js_sys::Reflect::set(&js_sys::global(), &JsValue::from_str("tokenariumPanic"), &message);
        console_error_panic_hook::hook(info);
    }));
}
