//! A slice of work as JavaScript sees it.

use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::prelude::*;

use super::error::from_text;
use super::value::to_js;
use crate::text::error::TextError;
use crate::text::job::Step;

/// How far a job has come.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
pub struct SliceProgress {
    /// Name of the phase.
    phase: &'static str,
    /// Done in this phase.
    done: u64,
    /// All there is in this phase, where it is known.
    total: Option<u64>,
}

/// `undefined` when the job is done.
pub(super) fn step_to_js(step: Result<Step, TextError>) -> Result<JsValue, JsValue> {
    match step.map_err(from_text)? {
        Step::Progress { phase, done, total } => Ok(to_js(&SliceProgress { phase, done, total })),
        Step::Done => Ok(JsValue::UNDEFINED),
    }
}
