//! Anthropic: the one vocabulary that was published, for the models up to Claude 2.1.

use anyhow::{Context, Result};
use serde_json::Value;
use tokenarium::text::definition::{Definition, KnownPattern, Normalizer, SplitPattern};
use tokenarium::text::format::tiktoken;

use super::{Family, Package, Source, file, special};

pub(super) const FAMILIES: &[Family] = &[Family {
    name: "claude-2",
    title: "Claude up to 2.1",
    maker: "Anthropic",
    models: &[
        ("Claude 1", Some(100_000)),
        ("Claude Instant", Some(100_000)),
        ("Claude 2", Some(100_000)),
        ("Claude 2.1", Some(200_000)),
    ],
    licence: "Apache-2.0",
    notice: "apache-2.0.txt",
    base: None,
    equal_to: &[],
    note: "Claude 3 and later use another vocabulary, which is not published.",
    sources: &[Source {
        package: Package::Npm("@anthropic-ai/tokenizer", "0.0.4"),
        path: "claude.json",
        sha256: "58dad83d85e9cd57be209172449ebfbc395df2b455c11fe8b7e5b661e6f462ad",
    }],
    make: claude,
}];

/// `bpe_ranks` is one line: `!`, the first rank, then tokens in base64. The package normalizes to NFKC before encoding.
fn claude(name: &str, files: &[Vec<u8>]) -> Result<Definition> {
    let json: Value = serde_json::from_slice(file(files, 0)?)?;
    let mut words = json["bpe_ranks"].as_str().context("bpe_ranks")?.split(' ').skip(1);
    let first: usize = words.next().context("the first rank")?.parse()?;
    let ranks: String = words.enumerate().map(|(at, token)| format!("{token} {}\n", first + at)).collect();
    let mut definition = tiktoken::read(ranks.as_bytes(), name, SplitPattern::Known(KnownPattern::Gpt2), &[])?;
    definition.normalizers = vec![Normalizer::Nfkc];
    let specials = json["special_tokens"].as_object().context("special_tokens")?;
    definition.added = specials
        .iter()
        .map(|(content, id)| Ok(special(content, u32::try_from(id.as_u64().context("an id")?)?)))
        .collect::<Result<_>>()?;
    definition.added.sort_by_key(|token| token.id);
    Ok(definition)
}
