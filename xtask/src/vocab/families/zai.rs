//! Z.ai: GLM-4.5, a rank file of the maker's `tokenizer.json`.

use anyhow::Result;
use tokenarium::text::definition::{Definition, KnownPattern};

use super::{Family, Package, Source, always_found, ranks, special};

pub(super) const FAMILIES: &[Family] = &[Family {
    name: "glm-4.5",
    title: "GLM-4.5",
    maker: "Z.ai",
    models: &[("GLM-4", Some(131_072)), ("GLM-4.5", Some(131_072)), ("GLM-4.6", Some(204_800))],
    licence: "MIT",
    notice: "zai.txt",
    base: None,
    equal_to: &[],
    note: "The chat template puts [gMASK]<sop> first.",
    sources: &[Source {
        package: Package::Crate("splintr-vocab-glm", "1.0.0"),
        path: "vocabs/glm4.tiktoken",
        sha256: "5a493598071550244b2ee7f26118f3edec2150b9dfa967929a99052ac83fe716",
    }],
    make: glm,
}];

/// From 151329 on; the first twenty-one and the media tokens are control tokens, the others are found in every text.
fn glm(name: &str, files: &[Vec<u8>]) -> Result<Definition> {
    const ADDED: [&str; 36] = [
        "<|endoftext|>",
        "[MASK]",
        "[gMASK]",
        "[sMASK]",
        "<sop>",
        "<eop>",
        "<|system|>",
        "<|user|>",
        "<|assistant|>",
        "<|observation|>",
        "<|begin_of_image|>",
        "<|end_of_image|>",
        "<|begin_of_video|>",
        "<|end_of_video|>",
        "<|begin_of_audio|>",
        "<|end_of_audio|>",
        "<|begin_of_transcription|>",
        "<|end_of_transcription|>",
        "<|code_prefix|>",
        "<|code_middle|>",
        "<|code_suffix|>",
        "<think>",
        "</think>",
        "<tool_call>",
        "</tool_call>",
        "<tool_response>",
        "</tool_response>",
        "<arg_key>",
        "</arg_key>",
        "<arg_value>",
        "</arg_value>",
        "/nothink",
        "<|begin_of_box|>",
        "<|end_of_box|>",
        "<|image|>",
        "<|video|>",
    ];
    let mut definition = ranks(name, files, KnownPattern::Llama3, &[])?;
    let token = |(index, content): (usize, &&str)| {
        let id = 151_329 + index as u32;
        if (21..34).contains(&index) { always_found(*content, id) } else { special(*content, id) }
    };
    definition.added = ADDED.iter().enumerate().map(token).collect();
    Ok(definition)
}
