//! How a definition is made from a maker's files: the readers of `format`, and what those files leave unsaid.

use anyhow::{Context, Result};
use tokenarium::text::TokenId;
use tokenarium::text::definition::{Definition, KnownPattern, SplitPattern};
use tokenarium::text::format::tiktoken;

fn ranks(name: &str, files: &[Vec<u8>], known: KnownPattern, specials: &[(&str, TokenId)]) -> Result<Definition> {
    let file = files.first().context("a rank file")?;
    Ok(tiktoken::read(file, name, SplitPattern::Known(known), specials)?)
}

pub(crate) fn gpt2(name: &str, files: &[Vec<u8>]) -> Result<Definition> {
    ranks(name, files, KnownPattern::Gpt2, &[("<|endoftext|>", 50256)])
}

pub(crate) fn cl100k_base(name: &str, files: &[Vec<u8>]) -> Result<Definition> {
    let specials = [
        ("<|endoftext|>", 100257),
        ("<|fim_prefix|>", 100258),
        ("<|fim_middle|>", 100259),
        ("<|fim_suffix|>", 100260),
        ("<|endofprompt|>", 100276),
    ];
    ranks(name, files, KnownPattern::Cl100k, &specials)
}

pub(crate) fn o200k_base(name: &str, files: &[Vec<u8>]) -> Result<Definition> {
    ranks(name, files, KnownPattern::O200k, &[("<|endoftext|>", 199999), ("<|endofprompt|>", 200018)])
}
