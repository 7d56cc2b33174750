//! Chat templates: messages written as the one text that a chat model reads.
//!
//! The makers publish Jinja templates that the transformers library runs with Python's string methods, blocks trimmed,
//! and a few functions of its own; minijinja with its Python methods runs them here, so that the text is the same
//! character by character. Templates come out of files that anybody may have written: they reach nothing but their
//! input, recursion and work are bounded.
//!
//! The text is then tokenized with special tokens parsed. `ends` says where each message ends in it, so that tokens can
//! be counted per message.

//!
//! What belongs to a vocabulary (its template, the tokens around a text) comes from `text` as plain text: nothing here
//! knows a tokenizer, so that the module `chat` is small.

pub mod error;
mod python;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Value, ValueKind};
use minijinja::{Environment, ErrorKind};
use serde::{Deserialize, Serialize};

use error::ChatError;

pub use python::Date;

/// Instructions that a template may run: a conversation of a thousand messages takes less than a hundredth of it.
const FUEL: u64 = 5_000_000;

/// Bytes of a conversation as JSON, at most.
const LONGEST_INPUT: usize = 16 << 20;

/// A template and what it finds beside the conversation.
#[derive(Clone, Copy, Debug)]
pub struct Template<'a> {
    /// Its source in Jinja.
    pub source: &'a str,
    /// What it knows as `bos_token`: the text of the token that begins a text.
    pub begin: &'a str,
    /// What it knows as `eos_token`.
    pub end: &'a str,
}

/// A conversation written as text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rendered {
    /// What the model reads.
    pub text: String,
    /// Where each message ends in it, in bytes. What stands before the first message's text (a beginning-of-text token, a
    /// system prompt of the template's own) counts with the first, the prompt for an answer with none.
    pub ends: Vec<u32>,
}

/// Writes a conversation with a template.
///
/// `conversation` is a JSON object: `messages` is a list of objects with `role` and `content` (and whatever else the
/// template knows), every other entry is a variable of the template, such as `add_generation_prompt`, `tools` or
/// `enable_thinking`. `now` is what `strftime_now` tells.
pub fn render(template: Template<'_>, conversation: &str, now: Option<Date>) -> Result<Rendered, ChatError> {
    if conversation.len() > LONGEST_INPUT {
        return Err(ChatError::TooLarge { got: conversation.len(), limit: LONGEST_INPUT });
    }
    let malformed = |got: String| ChatError::Conversation { got };
    let input: Value = serde_json::from_str(conversation).map_err(|error| malformed(error.to_string()))?;
    let list = input.get_attr("messages").unwrap_or_default();
    if list.kind() != ValueKind::Seq {
        return Err(malformed(format!("messages: {}", list.kind())));
    }
    let messages: Vec<Value> = list.try_iter().map_err(|error| malformed(error.to_string()))?.collect();
    let environment = environment(now)?;
    let run = |count: usize, prompt: bool| run(&environment, template, &input, &messages[..count], prompt);
    let prompt = input.get_attr("add_generation_prompt").is_ok_and(|wanted| wanted.is_true());
    let text = run(messages.len(), prompt).map_err(|error| refusal(&error))?;
    let mut ends = Vec::with_capacity(messages.len());
    let mut end = 0;
    for (index, message) in messages.iter().enumerate() {
        end = match run(index + 1, false) {
            // What the template writes for the messages up to here, as far as it stays when more follow.
            Ok(part) => end.max(in_common(&part, &text)),
            // It refuses to stop here (roles must alternate, say): the message ends where its own text does.
            Err(_) => end_of_content(message, &text, end),
        };
        ends.push(end as u32);
    }
    Ok(Rendered { text, ends })
}

/// How many tokens belong to each message: those that begin before it ends and not before the one before does.
/// `starts` are the tokens' first bytes in the text, rising.
pub fn per_message(starts: &[u32], ends: &[u32]) -> Vec<u32> {
    let before = |end: u32| starts.partition_point(|&start| start < end) as u32;
    let mut counted = 0;
    let count = |&end: &u32| before(end) - std::mem::replace(&mut counted, before(end));
    ends.iter().map(count).collect()
}

fn environment(now: Option<Date>) -> Result<Environment<'static>, ChatError> {
    let mut environment = Environment::new();
    let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build();
    environment.set_syntax(syntax.map_err(|error| refusal(&error))?);
    environment.set_fuel(Some(FUEL));
    python::install(&mut environment, now);
    Ok(environment)
}

fn run(
    environment: &Environment<'_>,
    template: Template<'_>,
    input: &Value,
    messages: &[Value],
    prompt: bool,
) -> Result<String, minijinja::Error> {
    let ends = [("bos_token", template.begin), ("eos_token", template.end)];
    let mut variables = BTreeMap::from(ends.map(|(name, text)| (name.to_owned(), Value::from(text))));
    for key in input.try_iter()? {
        variables.insert(key.to_string(), input.get_item(&key)?);
    }
    variables.insert("messages".to_owned(), Value::from(messages.to_vec()));
    variables.insert("add_generation_prompt".to_owned(), Value::from(prompt));
    environment.render_str(template.source, Value::from(variables))
}

/// Bytes that two texts have in common at their beginning, up to a character.
fn in_common(a: &str, b: &str) -> usize {
    a.chars().zip(b.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum()
}

/// Where the message's own text ends in `text` behind `from`; `from` when it can't be found.
fn end_of_content(message: &Value, text: &str, from: usize) -> usize {
    let content = message.get_attr("content").ok();
    let content = content.as_ref().and_then(Value::as_str).map(str::trim).unwrap_or_default();
    text.get(from..).and_then(|rest| rest.find(content)).map_or(from, |at| from + at + content.len())
}

/// A template's error in our words. What the template itself says (`raise_exception`) stands in it unchanged.
fn refusal(error: &minijinja::Error) -> ChatError {
    let expected = match error.kind() {
        ErrorKind::OutOfFuel => "a template that comes to an end",
        ErrorKind::SyntaxError => "Jinja",
        _ => "a conversation that it takes",
    };
    let got = error.detail().map_or_else(|| error.to_string(), str::to_owned);
    ChatError::Template { line: error.line(), expected, got }
}
