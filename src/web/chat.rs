//! Chats written as the text that a model reads.

use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::prelude::*;

use super::error::from_chat;
use super::value::to_js;
use crate::chat::{self, Date, Template};

/// A chat as text.
#[derive(Serialize, Tsify)]
pub struct RenderedChat {
    /// What the model reads.
    text: String,
    /// Where each message ends in it, in UTF-16 units.
    ends: Vec<u32>,
}

/// Writes a conversation, a JSON object with a list `messages` and the template's other variables, with the template
/// `source`; `begin` and `end` are the texts of the tokens that it knows as `bos_token` and `eos_token`.
#[wasm_bindgen(js_name = renderChat, unchecked_return_type = "RenderedChat")]
pub fn render_chat(source: &str, begin: &str, end: &str, conversation: &str) -> Result<JsValue, JsValue> {
    let rendered = chat::render(Template { source, begin, end }, conversation, Some(now())).map_err(from_chat)?;
    let (mut from, mut units) = (0, 0);
    let end_in_units = |&end: &u32| {
        let part = rendered.text.get(from..end as usize).unwrap_or_default();
        from = end as usize;
        units += part.encode_utf16().count() as u32;
        units
    };
    let ends = rendered.ends.iter().map(end_in_units).collect();
    Ok(to_js(&RenderedChat { ends, text: rendered.text }))
}

/// How many tokens belong to each message; `starts` are the tokens' first places in the text, `ends` the messages'.
#[wasm_bindgen(js_name = tokensPerMessage)]
pub fn tokens_per_message(starts: &[u32], ends: &[u32]) -> Vec<u32> {
    chat::per_message(starts, ends)
}

/// The visitor's own clock.
fn now() -> Date {
    let date = js_sys::Date::new_0();
    Date {
        year: date.get_full_year() as i32,
        month: date.get_month() as u8 + 1,
        day: date.get_date() as u8,
        hour: date.get_hours() as u8,
        minute: date.get_minutes() as u8,
        second: date.get_seconds() as u8,
    }
}
