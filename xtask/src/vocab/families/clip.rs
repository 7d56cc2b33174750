//! OpenAI CLIP: the first 48,894 merges of its list; the vocabulary follows from them.

use std::io::Read;

use anyhow::Result;
use serde_json::{Map, Value, json};
use tokenarium::text::definition::Definition;
use tokenarium::text::format::tokenizer_json;

use super::{Family, Package, Source, file};

pub(super) const FAMILIES: &[Family] = &[Family {
    name: "clip",
    title: "CLIP",
    maker: "OpenAI",
    models: &[("CLIP", Some(77)), ("Stable Diffusion 1.5", Some(77)), ("SDXL", Some(77))],
    licence: "MIT",
    notice: "clip.txt",
    base: None,
    equal_to: &[],
    note: "",
    sources: &[Source {
        package: Package::Wheel("open_clip_torch", "3.3.0"),
        path: "open_clip/bpe_simple_vocab_16e6.txt.gz",
        sha256: "924691ac288e54409236115652ad4aa250f48203de50a9e4722a6ecd48d6804a",
    }],
    make: clip,
}];

/// Ids: the bytes in GPT-2's order (printable ones first), the same with `</w>`, the merges, two control tokens.
fn clip(name: &str, files: &[Vec<u8>]) -> Result<Definition> {
    let mut text = String::new();
    flate2::read::GzDecoder::new(file(files, 0)?).read_to_string(&mut text)?;
    let merges: Vec<&str> = text.lines().skip(1).take(48_894).collect();
    let mut characters: Vec<char> = (0..=255).map(tokenizer_json::printable_of_byte).collect();
    characters.sort_unstable();
    let bare = characters.iter().map(char::to_string);
    let last = characters.iter().map(|character| format!("{character}</w>"));
    let merged = merges.iter().map(|merge| merge.replace(' ', ""));
    let named = ["<|startoftext|>", "<|endoftext|>"].map(String::from);
    let vocabulary: Map<String, Value> =
        bare.chain(last).chain(merged).chain(named).enumerate().map(|(id, token)| (token, Value::from(id))).collect();
    let added = |content: &str, id: u32| json!({ "id": id, "content": content, "special": true, "normalized": false });
    let json = json!({
        "added_tokens": [added("<|startoftext|>", 49406), added("<|endoftext|>", 49407)],
        // White space is dropped by the split, so collapsing it before makes no difference.
        "normalizer": { "type": "Sequence", "normalizers": [{ "type": "NFC" }, { "type": "Lowercase" }] },
        "pre_tokenizer": { "type": "Sequence", "pretokenizers": [
            { "type": "Split", "pattern": { "Regex": r"'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+" },
                "behavior": "Removed", "invert": true },
            { "type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": false } ] },
        "post_processor": { "type": "RobertaProcessing", "sep": ["<|endoftext|>", 49407],
            "cls": ["<|startoftext|>", 49406], "trim_offsets": false, "add_prefix_space": false },
        "decoder": { "type": "BPEDecoder", "suffix": "</w>" },
        "model": { "type": "BPE", "unk_token": "<|endoftext|>", "end_of_word_suffix": "</w>", "vocab": vocabulary,
            "merges": merges },
    });
    Ok(tokenizer_json::read(json.to_string().as_bytes(), name)?)
}
