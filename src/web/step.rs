//! A slice of work as JavaScript sees it.

use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::prelude::*;

use super::value::to_js;
use crate::job::Step;
#[cfg(feature = "text")]
use crate::text::error::TextError;

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
pub(super) fn progress_to_js(step: Step) -> JsValue {
    match step {
        Step::Progress { phase, done, total } => to_js(&SliceProgress { phase, done, total }),
        Step::Done => JsValue::UNDEFINED,
    }
}

/// `undefined` when the job is done.
#[cfg(feature = "text")]
pub(super) fn step_to_js(step: Result<Step, TextError>) -> Result<JsValue, JsValue> {
    step.map(progress_to_js).map_err(super::error::from_text)
}
