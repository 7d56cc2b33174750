//! Chat templates: messages written as the one text that a chat model reads.
//!
//! The makers publish Jinja templates that the transformers library runs with Python's string methods, blocks trimmed,
//! and a few functions of its own; minijinja with its Python methods runs them here, so that the text is the same
//! character by character. Templates come out of files that anybody may have written: they reach nothing but their
//! input, recursion and work are bounded.
//!
//! The text is then tokenized with special tokens parsed. `ends` says where each message ends in it, so that tokens can
//! be counted per message.

mod python;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Value, ValueKind};
use minijinja::{Environment, ErrorKind};
use serde::{Deserialize, Serialize};

use super::definition::{Definition, PostProcessor};
use super::error::TextError;

pub use python::Date;

/// Instructions that a template may run: a conversation of a thousand messages takes less than a hundredth of it.
const FUEL: u64 = 5_000_000;

/// Bytes of a conversation as JSON, at most.
const LONGEST_INPUT: usize = 16 << 20;

/// A conversation written as text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rendered {
    /// What the model reads.
    pub text: String,
    /// Where each message ends in it, in bytes. What stands before the first message's text (a beginning-of-text token, a
    /// system prompt of the template's own) counts with the first, the prompt for an answer with none.
    pub ends: Vec<u32>,
}

/// Writes a conversation with the template of `definition`.
///
/// `conversation` is a JSON object: `messages` is a list of objects with `role` and `content` (and whatever else the
/// template knows), every other entry is a variable of the template, such as `add_generation_prompt`, `tools` or
/// `enable_thinking`. `now` is what `strftime_now` tells.
pub fn render(definition: &Definition, conversation: &str, now: Option<Date>) -> Result<Rendered, TextError> {
    let Some(template) = &definition.chat_template else {
        return Err(TextError::Unsupported {
            component: "a chat template (the maker published none with this vocabulary)".to_owned(),
            place: definition.name.clone(),
        });
    };
    super::format::limit("the conversation in bytes", conversation.len(), LONGEST_INPUT)?;
    let malformed = |got: String| TextError::Malformed {
        place: "the conversation".to_owned(),
        expected: "a JSON object with a list `messages`".to_owned(),
        got,
    };
    let input: Value = serde_json::from_str(conversation).map_err(|error| malformed(error.to_string()))?;
    let list = input.get_attr("messages").unwrap_or_default();
    if list.kind() != ValueKind::Seq {
        return Err(malformed(format!("messages: {}", list.kind())));
    }
    let messages: Vec<Value> = list.try_iter().map_err(|error| malformed(error.to_string()))?.collect();
    let environment = environment(now)?;
    let run = |count: usize, prompt: bool| run(&environment, template, &input, definition, &messages[..count], prompt);
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

fn environment(now: Option<Date>) -> Result<Environment<'static>, TextError> {
    let mut environment = Environment::new();
    let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build();
    environment.set_syntax(syntax.map_err(|error| refusal(&error))?);
    environment.set_fuel(Some(FUEL));
    python::install(&mut environment, now);
    Ok(environment)
}

fn run(
    environment: &Environment<'_>,
    template: &str,
    input: &Value,
    definition: &Definition,
    messages: &[Value],
    prompt: bool,
) -> Result<String, minijinja::Error> {
    let [bos, eos] = end_tokens(definition);
    let mut variables =
        BTreeMap::from([("bos_token".to_owned(), Value::from(bos)), ("eos_token".to_owned(), Value::from(eos))]);
    for key in input.try_iter()? {
        variables.insert(key.to_string(), input.get_item(&key)?);
    }
    variables.insert("messages".to_owned(), Value::from(messages.to_vec()));
    variables.insert("add_generation_prompt".to_owned(), Value::from(prompt));
    environment.render_str(template, Value::from(variables))
}

/// The texts of the tokens that begin and end a text: those that the post-processor puts there, else the special tokens
/// that are usually called so.
fn end_tokens(definition: &Definition) -> [&str; 2] {
    const BEGIN: [&str; 6] =
        ["<s>", "<bos>", "<|begin_of_text|>", "<｜begin▁of▁sentence｜>", "<|startoftext|>", "<|endoftext|>"];
    const END: [&str; 7] =
        ["</s>", "<eos>", "<|end_of_text|>", "<｜end▁of▁sentence｜>", "<|im_end|>", "<|return|>", "<|endoftext|>"];
    let around = definition.post_processors.iter().find_map(|step| match step {
        PostProcessor::Template { before, after } => Some((before.first().copied(), after.last().copied())),
        PostProcessor::ByteLevelTrim { .. } => None,
    });
    let (before, after) = around.unwrap_or_default();
    let text = |id: Option<u32>, names: &[&'static str]| {
        let by_id = || definition.added.iter().find(|token| Some(token.id) == id).map(|token| token.content.as_str());
        let named = |name: &&str| definition.added.iter().any(|token| token.content == **name);
        by_id().or_else(|| names.iter().copied().find(named)).unwrap_or("")
    };
    [text(before, &BEGIN), text(after, &END)]
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
fn refusal(error: &minijinja::Error) -> TextError {
    let place = match error.line() {
        Some(line) => format!("the chat template, line {line}"),
        None => "the chat template".to_owned(),
    };
    let expected = match error.kind() {
        ErrorKind::OutOfFuel => "a template that comes to an end",
        ErrorKind::SyntaxError => "Jinja",
        _ => "a conversation that it takes",
    };
    let got = error.detail().map_or_else(|| error.to_string(), str::to_owned);
    TextError::Malformed { place, expected: expected.to_owned(), got }
}
