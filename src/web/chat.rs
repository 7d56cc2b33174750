//! Chats written as the text that a model reads.

use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::prelude::*;

use super::error::from_text;
use super::tokenizer::Tokenizer;
use super::value::to_js;
use crate::text::chat::{self, Date};
use crate::text::definition::Definition;
use crate::text::format::vocab;
use crate::text::units;

/// A chat as text.
#[derive(Serialize, Tsify)]
pub struct RenderedChat {
    /// What the model reads.
    text: String,
    /// Where each message ends in it, in UTF-16 units.
    ends: Vec<u32>,
}

/// Writes a conversation, a JSON object with a list `messages` and the template's other variables, with the template
/// that came with an inflated `.vocab` file, or with `template`.
#[wasm_bindgen(js_name = renderChat, unchecked_return_type = "RenderedChat")]
pub fn render_chat(
    file: &[u8],
    base: Option<Vec<u8>>,
    template: Option<String>,
    conversation: &str,
) -> Result<JsValue, JsValue> {
    let definition = vocab::read(file, base.as_deref()).map_err(from_text)?;
    render(&definition, template, conversation)
}

/// As [`render_chat`], for a tokenizer that lives here.
#[wasm_bindgen(js_name = renderChatOf, unchecked_return_type = "RenderedChat")]
pub fn render_chat_of(tokenizer: &Tokenizer, template: Option<String>, conversation: &str) -> Result<JsValue, JsValue> {
    render(tokenizer.engine.definition(), template, conversation)
}

/// How many tokens belong to each message; `starts` are the tokens' first places in the text, `ends` the messages'.
#[wasm_bindgen(js_name = tokensPerMessage)]
pub fn tokens_per_message(starts: &[u32], ends: &[u32]) -> Vec<u32> {
    chat::per_message(starts, ends)
}

fn render(definition: &Definition, template: Option<String>, conversation: &str) -> Result<JsValue, JsValue> {
    let with_template;
    let definition = match template {
        None => definition,
        Some(template) => {
            with_template = Definition { chat_template: Some(template), ..definition.clone() };
            &with_template
        }
    };
    let mut rendered = chat::render(definition, conversation, Some(now())).map_err(from_text)?;
    units::to_utf16(&rendered.text, &mut rendered.ends);
    Ok(to_js(&RenderedChat { text: rendered.text, ends: rendered.ends }))
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
