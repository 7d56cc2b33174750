//! Which tokens begin and end a text, as chat templates know them.

use super::definition::{Definition, PostProcessor};

const BEGIN: [&str; 6] =
    ["<s>", "<bos>", "<|begin_of_text|>", "<｜begin▁of▁sentence｜>", "<|startoftext|>", "<|endoftext|>"];
const END: [&str; 7] =
    ["</s>", "<eos>", "<|end_of_text|>", "<｜end▁of▁sentence｜>", "<|im_end|>", "<|return|>", "<|endoftext|>"];

/// The texts of the tokens that begin and end a text: those that the post-processor puts there, else the special tokens
/// that are usually called so; empty where there is none.
pub fn end_tokens(definition: &Definition) -> [&str; 2] {
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
