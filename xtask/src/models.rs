//! The models of `models/`: `NAME.safetensors` with its card `NAME.json`, as `training/` writes them. The site gets both
//! under their hashes; the catalogue, what the API tells at once, is made here, so that other weights need no other code.

use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::build::{Site, stem_and_extension};
use crate::files;

/// Puts them into the site. Weights whose attention sees both ways are not for the decoding of `lab.model`.
pub(crate) fn add(site: &mut Site) -> Result<()> {
    for path in files::files_below("models", &[".safetensors"]) {
        let (name, extension) = stem_and_extension(&path)?;
        let weights = files::read_bytes(&path)?;
        let head = head(&weights).with_context(|| format!("{} is no safetensors file", path.display()))?;
        let metadata = &head["__metadata__"];
        if metadata["attention"] != "causal" {
            continue;
        }
        let sha256 = files::sha256(&weights);
        let card = card(&path, &sha256)?;
        let said = |fact: &str| card.as_ref().map_or(Value::Null, |(card, _)| card[fact].clone());
        let entry = json!({
            "name": name,
            "bytes": weights.len(),
            "sha256": sha256,
            "tokenizer": metadata["tokenizer"],
            "context": metadata["context"].as_str().and_then(|text| text.parse::<u64>().ok()),
            "parameters": parameters(&head),
            "title": said("title"),
            "what": said("what"),
            "paper": said("paper"),
            "licence": said("licence"),
            "file": site.add("models", name, extension, &weights)?,
            "card": card.map(|(_, text)| site.add("models", name, "json", text.as_bytes())).transpose()?,
        });
        site.models.push(entry);
    }
    Ok(())
}

/// The head of a safetensors file: its length in eight bytes, then JSON.
fn head(file: &[u8]) -> Option<Value> {
    let (length, rest) = file.split_first_chunk::<8>()?;
    let length = usize::try_from(u64::from_le_bytes(*length)).ok()?;
    serde_json::from_slice(rest.get(..length)?).ok()
}

/// The card beside weights, if it is theirs: a training run may have gone on since it was written.
fn card(path: &Path, sha256: &str) -> Result<Option<(Value, String)>> {
    let path = path.with_extension("json");
    if !path.exists() {
        println!("  {} is not there: the model ships without a card", path.display());
        return Ok(None);
    }
    let text = files::read(&path)?;
    let card: Value = serde_json::from_str(&text).with_context(|| format!("{}", path.display()))?;
    if card["sha256"] != sha256 {
        println!("  {} is of other weights: the model ships without a card", path.display());
        return Ok(None);
    }
    Ok(Some((card, text)))
}

/// Numbers that were learnt; scales of bytes are not counted.
fn parameters(head: &Value) -> u64 {
    let tensors = head.as_object().into_iter().flatten().filter(|(name, _)| name.ends_with(".weight"));
    let sizes = tensors.filter_map(|(_, tensor)| tensor["shape"].as_array());
    sizes.map(|shape| shape.iter().filter_map(Value::as_u64).product::<u64>()).sum()
}
